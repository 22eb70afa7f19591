/**
 * Selections of the tree to the IR: source, window, keys, filter.
 *
 * Comes in: what the checker found a name or a bracket to select, and the scope it stands in. Goes out: the selection and the names its row
 * is bound under. A `collect` is lowered anew at each use, as the element it speaks of is bound there.
 */
import type { Expression, KeyNode, Model, WindowNode } from "@luong/dsl";
import { nodeKey } from "@luong/dsl";
import type { Expr, Selection, SelectionKey, Window } from "@luong/spec";
import { invariant } from "../support/invariant.ts";
import { type BoundName, type Place, type Scope, withBound } from "./scope.ts";

type SelectionRef = NonNullable<ReturnType<Model["selections"]["get"]>>;

/** What of the lowering of expressions a selection needs. */
export interface SelectionLowering {
  readonly model: Model;
  readonly root: Place;
  lower(node: Expression, scope: Scope): Expr;
  path(path: KeyNode["path"], scope: Scope): Expr;
  duration(node: Expression): Expr;
  sameValue(key: Extract<KeyNode, { kind: "same" }>, scope: Scope): Expr;
}

/**
 * `isNamed`: it is a `collect`, which is read as where it was written. `also` is a node that calls the row by another name (a quantifier).
 */
export function lowerSelection(
  lowering: SelectionLowering,
  ref: SelectionRef,
  around: Scope,
  isNamed: boolean,
  also?: { readonly node: number; readonly element: string },
): { readonly selection: Selection; readonly bound: readonly BoundName[] } {
  const { rows } = ref;
  const source = lowering.model.schema.sources?.find((each) => each.name === ref.source);
  invariant(source !== undefined, `a source ${ref.source}`);
  const scope = isNamed ? { ...around, file: ref.file, self: lowering.root, args: [] } : around;
  const element = rows.called?.text ?? ref.each;
  const own = around.variables.bind(nodeKey(ref.file, rows), element, ref.record);
  const inner = withBound(scope, own);
  const clock =
    rows.window === null ? undefined : lowering.model.clocks.get(nodeKey(scope.file, rows.window));
  const window =
    source.kind === "registry"
      ? inForce(lowering, rows.asOf, scope)
      : rows.window && windowOf(lowering, rows.window, scope);
  const where = rows.where === null ? undefined : lowering.lower(rows.where, inner);
  const selection: Selection = {
    source: ref.source,
    each: ref.each,
    variable: own.variable,
    ...(window === null ? {} : { window }),
    ...(clock === undefined ? {} : { clock }),
    keys: rows.keys.map((key) => keyOf(lowering, key, scope, inner)),
    ...(where === undefined ? {} : { where }),
    ...(rows.latest === null ? {} : { latest: whole(rows.latest) }),
    includingThis: rows.includingThis,
    ...(rows.minimum === null ? {} : { minimum: whole(rows.minimum) }),
  };
  const bound = also === undefined ? [own] : [own, { ...own, ...also }];
  return { selection, bound };
}

function whole(image: string): number {
  return Number(image.replaceAll("_", ""));
}

function inForce(lowering: SelectionLowering, asOf: Expression | null, scope: Scope): Window {
  return { kind: "inForce", ...(asOf === null ? {} : { asOf: lowering.lower(asOf, scope) }) };
}

function windowOf(lowering: SelectionLowering, node: WindowNode, scope: Scope): Window {
  switch (node.kind) {
    case "last":
      return {
        kind: "last",
        length: lowering.duration(node.length),
        ...(node.skipping === null ? {} : { skipping: lowering.duration(node.skipping) }),
      };
    case "within":
      return {
        kind: "within",
        length: lowering.duration(node.length),
        side: node.side,
        at: lowering.lower(node.at, scope),
      };
    case "between":
      return {
        kind: "between",
        from: lowering.lower(node.from, scope),
        until: lowering.lower(node.until, scope),
      };
  }
}

function keyOf(
  lowering: SelectionLowering,
  key: KeyNode,
  scope: Scope,
  inner: Scope,
): SelectionKey {
  const row = lowering.path(key.path, inner);
  return key.kind === "same"
    ? { row, op: "eq", value: lowering.sameValue(key, scope) }
    : { row, op: key.op, value: lowering.lower(key.value, scope) };
}
