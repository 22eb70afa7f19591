/**
 * Writes the module of a bundle: encoder, criteria or what an index over them reads, scorecards, policy conditions, and the matcher around them.
 *
 * Comes in: an IR (optimised or not) and where its expressions came from. Goes out: the text of the module `luong:matcher`, and which expressions it
 * leaves to the reference. Bundling, validation and digests are `5-bundle/`.
 */
import type { IndexPlan } from "@luong/runtime/abi";
import type { BundleIr, Schema } from "@luong/spec";
import type { Origins } from "../2-optimise/rewrite.ts";
import { isExact } from "../3-index/nodes.ts";
import type { PlannedIndex } from "../3-index/plan-index.ts";
import type { Js } from "./code.ts";
import { type WrittenFunction, writeCriteria, writeGuards, writeSingle } from "./criteria.ts";
import { encoderLines } from "./encoder.ts";
import { unitRows } from "./forms.ts";
import { helperImports } from "./helper-imports.ts";
import { type WrittenPolicy, writePolicies } from "./policies.ts";
import { Constants, type ModuleContext } from "./scope.ts";
import { type WrittenScorecard, writeScorecards } from "./scorecards.ts";
import { SharedWriter, UNASKED } from "./shared.ts";
import { writeSlots } from "./slots.ts";
import { type LeftExpression, SlowPaths } from "./slow-paths.ts";
import { arrayOf, type Stores, Stores as StoreTable } from "./stores.ts";

export interface Emitted {
  /** Text of the module; it exports `createMatcher(bindings)`. */
  readonly matcher: string;
  /** Paths into the IR as lowered. */
  readonly slow: readonly string[];
  /** Those of them that have no fast form at all; the rest are asked about only when two numbers are too close to call. */
  readonly left: readonly LeftExpression[];
  /** Of a set whose criteria are answered through an index. */
  readonly index?: IndexPlan;
  /** Beside an index: the module that answers all criteria by emitted code, for as long as there are few rows. */
  readonly whole?: Pick<Emitted, "matcher" | "slow">;
}

/** Phrases looked for together: one pass over a text answers every `contains` about it. */
class Phrases {
  readonly #groups: { readonly folded: Js[]; readonly exact: Js[] } = { folded: [], exact: [] };

  add(exactly: boolean, phrases: Js): number {
    const groups = exactly ? this.#groups.exact : this.#groups.folded;
    const known = groups.indexOf(phrases);
    return known >= 0 ? known : groups.push(phrases) - 1;
  }

  get lines(): readonly string[] {
    const { folded, exact } = this.#groups;
    const made = (name: string, groups: readonly Js[], foldText: string): string[] =>
      groups.length === 0
        ? []
        : [`const ${name} = new WordGroups([${groups.join(", ")}], ${foldText}, clock);`];
    return [...made("foldedWords", folded, "fold"), ...made("exactWords", exact, "foldExactly")];
  }
}

function indented(lines: readonly string[], depth: number): string[] {
  return lines.map((line) => `${"  ".repeat(depth)}${line}`);
}

function functionLines({ name, parameters, lines }: WrittenFunction): string[] {
  return [`function ${name}(${parameters.join(", ")}) {`, ...indented(lines, 1), "}"];
}

function unitLines(schema: Schema): string[] {
  const cases = (read: (row: ReturnType<typeof unitRows>[number]) => number): string[] =>
    unitRows(schema).map((row) => `    case ${JSON.stringify(row.code)}: return ${read(row)};`);
  return [
    "/** Base units in one of this unit. */",
    "function factorOf(unit) {",
    "  switch (unit) {",
    ...cases(({ factor }) => factor),
    "    default: return NaN;",
    "  }",
    "}",
    "function dimensionOf(unit) {",
    "  switch (unit) {",
    ...cases(({ dimension }) => dimension),
    "    default: return 254;",
    "  }",
    "}",
  ];
}

function storeLines(stores: Stores): string[] {
  const lists = stores.allLists().flatMap((list) => {
    const arrays = [...list.slots.values()].map(
      (slot) => `const ${slot.array} = ${arrayOf(slot.form, list.capacity)};`,
    );
    if (list.inside === null) return [`let ${list.name}$$json = [];`, ...arrays];
    return [
      `const ${list.name}$$json = new Array(${list.capacity}).fill(null);`,
      `const ${list.name}$$start = new Int32Array(${list.inside.capacity});`,
      `const ${list.name}$$end = new Int32Array(${list.inside.capacity});`,
      `let ${list.name}$$used = 0;`,
      ...arrays,
    ];
  });
  const { F, B, V } = stores.sizes;
  return [
    `const F = new Float64Array(${F});`,
    `const B = new Uint8Array(${B});`,
    `const V = new Array(${V}).fill("");`,
    `const counts = new Int32Array(${stores.listCount});`,
    ...lists,
  ];
}

function encodeLines(schema: Schema, memos: readonly number[]): string[] {
  return [
    "function encode(question) {",
    "  flow = question.flow;",
    "  stage = question.stage;",
    "  const now = question.now;",
    "  F[0] = now;",
    `  F[1] = Math.floor((now + ${schema.zoneMinutes * 60_000}) / 86400000);`,
    "  clock.turn += 1;",
    ...memos.map((memo) => `  B[${memo}] = ${UNASKED};`),
    "  encodeFacts(question.declaration);",
    "}",
  ];
}

function matchLines(criteria: readonly WrittenFunction[]): string[] {
  return [
    "function match(result) {",
    "  const { truths, tableRow } = result;",
    "  truths.fill(3);",
    "  tableRow.fill(0);",
    "  result.rows = 0;",
    "  guards();",
    ...criteria.map(({ name }) => `  ${name}(result, truths, tableRow);`),
    "}",
  ];
}

function dispatchLines(
  policies: readonly WrittenPolicy[],
  scorecards: readonly WrittenScorecard[],
): string[] {
  const scoreCases = scorecards.map(
    ({ written }, index) => `    case ${index}: return ${written.name}();`,
  );
  const policyCases = policies.map(
    ({ policy, condition, written }) =>
      `  if (number === ${policy} && condition === ${JSON.stringify(condition)}) return ${written.name}(state);`,
  );
  return [
    "function score(number) {",
    "  switch (number) {",
    ...scoreCases,
    "    default: return 0;",
    "  }",
    "}",
    "function policy(number, condition, state) {",
    ...policyCases,
    "  return 0;",
    "}",
  ];
}

function contextOf(
  lowered: BundleIr,
  ir: BundleIr,
  origins: Origins,
): {
  readonly module: ModuleContext;
  readonly slow: SlowPaths;
  readonly shared: SharedWriter;
  readonly phrases: Phrases;
} {
  const slow = new SlowPaths(lowered, origins);
  const phrases = new Phrases();
  const stores = new StoreTable(ir.schema);
  // Places 0 and 1 of F are the time and the local day.
  stores.reserve("F");
  stores.reserve("F");
  const shared = new SharedWriter(() => module);
  const module: ModuleContext = {
    ir,
    stores,
    constants: new Constants(),
    within: (owner, write) => slow.within(owner, write),
    slowIndex: (expr) => slow.indexOf(expr),
    leave: (expr, why) => slow.leave(expr, why),
    leaveAt: (path, why) => slow.leaveAt(path, why),
    phrases: (exactly, text) => phrases.add(exactly, text),
    shared: {
      truth: (index) => shared.truth(index),
      number: (index) => shared.number(index),
    },
  };
  return { module, slow, shared, phrases };
}

/** What answers the criteria: functions, lines beside them, and members of the matcher. */
interface Answering {
  readonly functions: readonly WrittenFunction[];
  readonly state: readonly string[];
  readonly lines: readonly string[];
  readonly members: readonly string[];
}

/** All criteria of a declaration, one after another. */
function matching(module: ModuleContext): Answering {
  const guards = writeGuards(module);
  const criteria = writeCriteria(module, guards);
  return {
    functions: [guards.written, ...criteria],
    state: [`const asked = new Uint8Array(${Math.max(1, guards.count)});`],
    lines: matchLines(criteria),
    members: ["match"],
  };
}

/** The values an index reads, and single criteria where its plan leaves something open; of the others the reference answers. */
function indexing(module: ModuleContext, planned: PlannedIndex): Answering {
  const { criteria, slots } = planned.plan;
  const open = criteria.filter((criterion) => !isExact(criterion, slots));
  const singles = open.map(({ criterion }) => writeSingle(module, criterion));
  return {
    functions: [...writeSlots(module, planned), ...singles],
    state: [],
    lines: [
      `const verdicts = new Array(${criteria.length}).fill(null);`,
      ...open.map(({ criterion }, at) => `verdicts[${criterion}] = ${singles[at]?.name};`),
      "function verdict(criterion, row) {",
      "  const own = verdicts[criterion];",
      "  return own === null ? askDecide(criterion, row) : own(row);",
      "}",
      "function match() {",
      '  throw new TypeError("the criteria of this set are answered through its index");',
      "}",
    ],
    members: ["match", "slots", "verdict"],
  };
}

/** `lowered` is the IR that travels in the bundle, `ir` the same after optimisation. With a planned index, criteria are answered through it. */
export function emit(
  lowered: BundleIr,
  ir: BundleIr,
  origins: Origins,
  planned?: PlannedIndex,
): Emitted {
  const { module, slow, shared, phrases } = contextOf(lowered, ir, origins);
  const answering = planned === undefined ? matching(module) : indexing(module, planned);
  const scorecards = writeScorecards(module);
  const policies = writePolicies(module);
  const functions = [
    ...shared.functions,
    ...answering.functions,
    ...scorecards.map(({ written }) => written),
    ...policies.map(({ written }) => written),
  ];
  const encoder = encoderLines(module.stores);
  const body = [
    "const clock = { turn: 0 };",
    "const elements = [];",
    "let slowCalls = 0;",
    'let flow = "", stage = "";',
    ...answering.state,
    ...storeLines(module.stores),
    ...phrases.lines,
    ...module.constants.bound,
    "function askDecide(criterion, row) {",
    "  slowCalls += 1;",
    "  return bindings.slow.decide(criterion, row);",
    "}",
    "function ask(index, row) {",
    "  slowCalls += 1;",
    "  return bindings.slow.truth(index, elements, row);",
    "}",
    ...encoder,
    ...encodeLines(ir.schema, shared.memos),
    ...functions.flatMap(functionLines),
    ...answering.lines,
    ...dispatchLines(policies, scorecards),
    `const takenCases = [${scorecards.map(({ cases }) => cases).join(", ")}];`,
    "const factorCases = (number) => takenCases[number];",
    `return { encode, ${answering.members.join(", ")}, score, factorCases, policy, slowCalls: () => slowCalls };`,
  ];
  const matcher = [
    ...Object.entries(helperImports).map(
      ([from, names]) => `import { ${names.join(", ")} } from "${from}";`,
    ),
    ...unitLines(ir.schema),
    ...module.constants.top,
    "export function createMatcher(bindings) {",
    ...indented(body, 1),
    "}",
    "",
  ].join("\n");
  const emitted = { matcher, slow: slow.paths, left: slow.left };
  return planned === undefined ? emitted : { ...emitted, index: planned.plan };
}
