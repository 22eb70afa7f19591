/**
 * Tests of criteria and scenarios: what they expect must be possible.
 *
 * The facts they give are checked in `given.ts`; whether expectations hold is found out by running them.
 */

import { parseImage } from "../3-resolve/constant.ts";
import { edit } from "../3-resolve/fit.ts";
import { suggest } from "../3-resolve/suggest.ts";
import { NO_NODE, nodeKey } from "../analysis.ts";
import type { ExpectedNode, ItemOf, Path, TestNode } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { checkGiven, type GivenCounts } from "./given.ts";
import { referenceFromPath, reportUnknownRoot, walkFrom } from "./references.ts";
import { newScope, type Scope, unheeded } from "./scope.ts";
import type { Typing } from "./typing.ts";

export function checkCriterionTest(
  t: Typing,
  test: TestNode,
  item: ItemOf<"criterion">,
  scope: Scope,
): void {
  const row = scope.row?.table.node === NO_NODE ? null : (scope.row?.table ?? null);
  const counts = checkGiven(t, test.given, row, test.label.span);
  for (const expected of test.expect) {
    const id = expected.criterion;
    if (id !== null && id.text !== "" && id.text !== item.criterionId.text) {
      t.emit(report("LU4034", id.span, { problem: "otherCriterion" }));
    } else if (expected.kind === "exempt") {
      t.emit(report("LU4034", expected.span, { problem: "exempt" }));
    }
    checkExpected(t, expected, counts, scope);
  }
  reportContradictions(t, test.expect, item.criterionId.text);
}

export function checkScenario(t: Typing, test: TestNode, file: string): void {
  const scope = newScope(file, t.symbols.root, "declaration");
  const counts = checkGiven(t, test.given, null, test.label.span);
  for (const expected of test.expect) {
    if (expected.criterion !== null) checkCriterionId(t, expected.criterion);
    else if (needsCriterion(expected)) {
      t.emit(report("LU4034", expected.span, { problem: "criterionNeeded" }));
    }
    checkExpected(t, expected, counts, scope);
  }
  reportContradictions(t, test.expect, "");
}

function needsCriterion(expected: ExpectedNode): boolean {
  return expected.kind === "hit" || expected.kind === "noHit" || expected.kind === "unknown";
}

function checkCriterionId(
  t: Typing,
  { text: id, span }: NonNullable<ExpectedNode["criterion"]>,
): void {
  if (id === "" || t.symbols.criteria.has(id)) return;
  const suggestions = suggest(
    id,
    [...t.symbols.criteria.keys()].map((name) => ({ name })),
  );
  const fixes = suggestions.map((each) => edit(span, each, each));
  t.emit(report("LU2029", span, { id, suggestions }, { fixes }));
}

function checkExpected(t: Typing, expected: ExpectedNode, counts: GivenCounts, scope: Scope): void {
  if (expected.kind === "hit" && expected.element !== null) {
    checkElement(t, expected, expected.element, counts);
  } else if (expected.kind === "unknown" && expected.because !== null) {
    checkCause(t, expected.because, scope);
  }
}

function checkElement(
  t: Typing,
  expected: Extract<ExpectedNode, { kind: "hit" }>,
  element: NonNullable<Extract<ExpectedNode, { kind: "hit" }>["element"]>,
  counts: GivenCounts,
): void {
  const known = t.symbols.root.record.fields.flatMap(({ type }) =>
    type.kind === "list" ? [type.each] : [],
  );
  if (element.text === "") return;
  if (!known.includes(element.text)) {
    const suggestions = suggest(
      element.text,
      known.map((name) => ({ name })),
    );
    t.emit(report("LU2007", element.span, { element: element.text, suggestions, of: [] }));
    return;
  }
  const image = expected.position === null ? undefined : parseImage(expected.position);
  if (image === undefined) return;
  const position = Number(image.n / image.d);
  const given = counts.get(element.text) ?? 0;
  if (position >= 1 && position <= given) return;
  t.emit(report("LU4026", element.span, { element: element.text, position, given }));
}

/** The fact an unknown result is put down to: one that may be missing. */
function checkCause(t: Typing, path: Path, around: Scope): void {
  const node = referenceFromPath(path);
  if (node === undefined) return;
  const name = node.root.text;
  if (t.symbols.tables.has(name) || t.symbols.lists.has(name)) return;
  const scope = unheeded({ ...around, elements: elementScope(t, path, around) });
  const walk = walkFrom(t, node, scope);
  if (walk === "reported") return;
  if (walk === undefined) {
    if (!t.symbols.defines.has(name) && !around.lets.has(name)) reportUnknownRoot(t, node, scope);
    return;
  }
  if (walk.optional || walk.derived !== null || walk.type.kind === "list") return;
  const last = path.names.at(-1);
  if (last !== undefined)
    t.emit(report("LU4033", path.span, { fact: { name: last.text, label: {} } }));
}

/** Elements of the schema by their names: here no quantifier is needed to speak of them. */
function elementScope(t: Typing, path: Path, scope: Scope): Scope["elements"] {
  const name = path.names[0]?.text ?? "";
  const source = t.symbols.elements.get(name)?.[0];
  if (source === undefined || source.field.type.kind !== "list") return scope.elements;
  const { record } = source.field.type;
  const binder = { node: nodeKey(scope.file, path), element: name, record };
  return new Map([[name, { binder, collection: name }]]);
}

/** Hit, no hit and unknown of one criterion. */
function reportContradictions(t: Typing, expected: readonly ExpectedNode[], own: string): void {
  const results = new Map<string, ExpectedNode["kind"]>();
  for (const each of expected) {
    if (!needsCriterion(each)) continue;
    const id = each.criterion?.text ?? own;
    const first = results.get(id);
    if (first !== undefined && first !== each.kind) t.emit(report("LU4032", each.span, { id }));
    else results.set(id, each.kind);
  }
}
