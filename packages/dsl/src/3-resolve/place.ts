/**
 * Constants in places that have a type of their own: examples, ranges, values of lists, cells, given facts.
 *
 * Comes in: the expression written there and the type of the place. Goes out: the constant with its JSON form, or undefined
 * after one report.
 */
import { mergeTypes, type Type } from "@luong/spec";
import type { Expression } from "../ast/ast.ts";
import type { ConstantPlace } from "../diagnostics/catalogue/3xxx-types.ts";
import { report } from "../diagnostics/report.ts";
import { type Constant, constantOf, jsonOf } from "./constant.ts";
import { type DisagreeWorld, reportDisagreement } from "./disagree.ts";
import { edit, fitLiteral } from "./fit.ts";
import { suggest } from "./suggest.ts";
import { shown } from "./text.ts";

export interface PlaceWorld extends DisagreeWorld {
  readonly flows: ReadonlySet<string>;
  readonly stages: ReadonlySet<string>;
}

export interface Placed {
  readonly json: unknown;
  /** Undefined for the name of a flow or stage. */
  readonly constant?: Constant;
  readonly type: Type;
}

export function placeConstant(
  node: Expression,
  want: Type,
  place: ConstantPlace,
  world: PlaceWorld,
): Placed | undefined {
  if (node.kind === "missing" || want.kind === "error") return undefined;
  if (want.kind === "flow" || want.kind === "stage") return placeWord(node, want, place, world);
  const constant = constantOf(node);
  if (constant === undefined) {
    world.emit(report("LU3034", node.span, { place }));
    return undefined;
  }
  const found = fitLiteral(constant, want, { kind: "member" }, world);
  if (found.kind === "error" || !agrees(want, found, node, place, world)) return undefined;
  const json = jsonOf(constant, want, world);
  if (json === undefined) {
    reportOther(want, found, node, place, world);
    return undefined;
  }
  return { json, constant, type: found };
}

function agrees(
  want: Type,
  found: Type,
  node: Expression,
  place: ConstantPlace,
  world: PlaceWorld,
): boolean {
  const merged = mergeTypes(want, found);
  if (typeof merged !== "string") {
    const fits = want.kind !== "integer" || found.kind === "integer";
    if (!fits) reportOther(want, found, node, place, world);
    return fits;
  }
  if (merged === "mismatch" || merged === "period") reportOther(want, found, node, place, world);
  else {
    const left = { type: want, span: node.span, node: null };
    const right = { type: found, span: node.span, node };
    reportDisagreement({ problem: merged, operator: "=", left, right }, world);
  }
  return false;
}

function reportOther(
  expected: Type,
  found: Type,
  node: Expression,
  place: ConstantPlace,
  world: PlaceWorld,
): void {
  const text = shown(world.textOf(node.span));
  world.emit(report("LU3030", node.span, { place, expected, found, text }));
}

/** A flow or stage, written as its bare name. */
function placeWord(
  node: Expression,
  want: Extract<Type, { kind: "flow" | "stage" }>,
  place: ConstantPlace,
  world: PlaceWorld,
): Placed | undefined {
  if (node.kind !== "reference" || node.call !== null || node.path.length > 0) {
    reportOther(want, want, node, place, world);
    return undefined;
  }
  const name = node.root.text;
  const known = want.kind === "flow" ? world.flows : world.stages;
  if (name === "") return undefined;
  if (known.has(name)) return { json: name, type: want };
  const suggestions = suggest(
    name,
    [...known].map((each) => ({ name: each })),
  );
  const fixes = suggestions.map((each) => edit(node.span, each, each));
  const args = { kind: want.kind, name, known: [...known], suggestions };
  world.emit(report("LU2010", node.span, args, { fixes }));
  return undefined;
}
