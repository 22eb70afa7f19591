/**
 * Walking a tree: the nodes right below a node, and all of them in the order of the text.
 *
 * Any object with an `id` and a `span` is a node. Lists and records without them are looked through. Nothing is changed.
 */
import type { Node } from "./ast.ts";

/** Nodes right below `parent`, in the order in which its parts are declared. */
export function children(parent: object): readonly Node[] {
  const found: Node[] = [];
  for (const value of Object.values(parent)) collect(value, found);
  return found;
}

function collect(value: unknown, found: Node[]): void {
  if (typeof value !== "object" || value === null) return;
  if (isNode(value)) {
    found.push(value);
    return;
  }
  if (isSpan(value)) return;
  for (const part of Object.values(value)) collect(part, found);
}

/** Calls `visit` for `root`'s nodes, parents first; `false` skips what is below a node. */
export function walk(root: object, visit: (node: Node) => unknown): void {
  const stack: Node[] = isNode(root) ? [root] : children(root).toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (visit(node) === false) continue;
    stack.push(...children(node).toReversed());
  }
}

export function isNode(value: object): value is Node {
  return "id" in value && typeof value.id === "number" && "span" in value;
}

function isSpan(value: object): boolean {
  return "start" in value && "end" in value && "file" in value;
}

/**
 * The same tree standing elsewhere: every span moved by `offset`, every id by `ids`. An editor keeps the items an edit did not
 * touch and moves those behind it.
 */
export function moved<T>(tree: T, offset: number, ids: number): T {
  return offset === 0 && ids === 0 ? tree : (copy(tree, offset, ids) as T);
}

function copy(value: unknown, offset: number, ids: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => copy(each, offset, ids));
  const entries = Object.entries(value);
  if (isSpan(value)) {
    return Object.fromEntries(
      entries.map(([key, part]) => [key, typeof part === "number" ? part + offset : part]),
    );
  }
  return Object.fromEntries(
    entries.map(([key, part]) => [
      key,
      key === "id" && typeof part === "number" ? part + ids : copy(part, offset, ids),
    ]),
  );
}
