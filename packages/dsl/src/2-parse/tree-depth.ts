/**
 * Measures how deep a tree is. Comes in: any part of a tree. Goes out: the place where it gets deeper than later phases can walk.
 *
 * Without recursion, since recursion is what it guards against. It reports nothing.
 */
import type { Span } from "@luong/spec";

/** Objects inside each other that later phases can walk by recursion with a stack to spare. */
const MAX_DEPTH = 600;

/** The place where the tree gets too deep, null when it does not. */
export function tooDeepIn(root: unknown): Span | null {
  const stack: { readonly value: unknown; readonly depth: number; readonly span: Span | null }[] = [
    { value: root, depth: 0, span: null },
  ];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { value, depth } = at;
    if (typeof value !== "object" || value === null) continue;
    const span = spanOf(value) ?? at.span;
    if (depth > MAX_DEPTH) return span;
    for (const child of Object.values(value)) stack.push({ value: child, depth: depth + 1, span });
  }
  return null;
}

function spanOf(value: object): Span | null {
  if (!("span" in value) || typeof value.span !== "object" || value.span === null) return null;
  const { span } = value;
  if (!("file" in span) || !("start" in span) || !("end" in span)) return null;
  const { file, start, end } = span;
  return typeof file === "string" && typeof start === "number" && typeof end === "number"
    ? { file, start, end }
    : null;
}
