// The plan means what the criteria mean: random criteria, rows and declarations; the tree over the values the emitted encoder tells, evaluated slowly,
// holds what the interpreter says, and says the same where it is exact. Emitted verdicts of single criteria are the interpreter's.
// LUONG_PLANS sets how many random sets are compared; fast-check prints the seed of a failure.
import type {
  Bindings,
  IndexNode,
  IndexPlan,
  Matcher,
  Operand,
  SlotSink,
} from "@luong/runtime/abi";
import type {
  BoundRow,
  BundleIr,
  CriterionIr,
  Expr,
  Interpreter,
  Question,
  World,
} from "@luong/spec";
import {
  createInterpreter,
  frameOf,
  isInForce,
  parseDate,
  parseInstant,
  parseTime,
  printExpr,
  verifyIr,
} from "@luong/spec";
import {
  callModuleText,
  indexableCriterion,
  RandomCriteria,
  RandomSource,
  randomQuestion,
  randomSchema,
  randomWorld,
} from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { emitIr } from "../pipeline.ts";
import { helperModules } from "../support/all.ts";
import { isExact } from "./nodes.ts";

const plansWanted = Number(process.env["LUONG_PLANS"] ?? "40");
const CRITERIA = 40;
const DECLARATIONS = 25;

/* ------------------------------------------------------------------ what was told */

interface Ends {
  readonly low: number;
  readonly high: number;
}
type Told = string | Ends | readonly string[] | undefined;

/** Keeps what the matcher tells, and holds it to the order the contract asks for. */
class Recorder implements SlotSink {
  readonly counts: number[] = [];
  readonly #values = new Map<string, Told>();
  readonly #plan: IndexPlan;

  constructor(plan: IndexPlan) {
    this.#plan = plan;
  }

  #tell(slot: number, element: number, forms: readonly string[], value: Told): void {
    const { form, collection, maybe } = this.#plan.slots[slot] ?? { form: "", collection: -1 };
    expect(forms).toContain(form);
    expect(element).toBeLessThan(collection < 0 ? 1 : (this.counts[collection] ?? 0));
    expect(this.#values.has(`${slot}/${element}`)).toBe(false);
    if (value === undefined) expect(maybe).toBe(true);
    this.#values.set(`${slot}/${element}`, value);
  }

  count(collection: number, elements: number): void {
    expect(this.counts[collection]).toBeUndefined();
    this.counts[collection] = elements;
  }

  text(slot: number, element: number, value: string | undefined): void {
    expect(value?.normalize("NFC")).toBe(value);
    this.#tell(slot, element, ["text"], value);
  }

  number(slot: number, element: number, value: number): void {
    const known = Number.isNaN(value) ? undefined : { low: value, high: value };
    this.#tell(slot, element, ["number"], known);
  }

  bounds(slot: number, element: number, low: number, high: number): void {
    expect(Number.isNaN(low)).toBe(Number.isNaN(high));
    this.#tell(slot, element, ["approximate"], Number.isNaN(low) ? undefined : { low, high });
  }

  truth(slot: number, element: number, value: number): void {
    this.#tell(slot, element, ["truth"], value === 1 ? undefined : String(value));
  }

  set(slot: number, element: number, values: readonly string[] | undefined): void {
    this.#tell(slot, element, ["set"], values);
  }

  value(slot: number, element: number): Told {
    const at = (this.#plan.slots[slot]?.collection ?? -1) < 0 ? 0 : element;
    expect(this.#values.has(`${slot}/${at}`)).toBe(true);
    return this.#values.get(`${slot}/${at}`);
  }

  /** Every slot once for the declaration or each element. */
  expectComplete(): void {
    expect(this.counts.length).toBe(this.#plan.collections.length);
    const wanted = this.#plan.slots.reduce((sum, { collection }) => {
      return sum + (collection < 0 ? 1 : Math.max(0, this.counts[collection] ?? 0));
    }, 0);
    expect(this.#values.size).toBe(wanted);
  }
}

/* ------------------------------------------------------------------ slow evaluation */

/** Least and greatest truth that is possible. */
type Span = readonly [low: number, high: number];

const anything: Span = [0, 2];
const unknown: Span = [1, 1];
const sure = (holds: boolean): Span => (holds ? [2, 2] : [0, 0]);
const and = (spans: readonly Span[]): Span => [
  Math.min(2, ...spans.map(([low]) => low)),
  Math.min(2, ...spans.map(([, high]) => high)),
];
const not = ([low, high]: Span): Span => [2 - high, 2 - low];
const or = (spans: readonly Span[]): Span => not(and(spans.map(not)));

interface Setting {
  readonly told: Recorder;
  readonly plan: IndexPlan;
  readonly world: World;
  readonly now: number;
  readonly row: BoundRow | null;
}

function cellValues(
  cell: unknown,
  form: string,
  zoneMinutes: number,
): readonly (string | number)[] {
  const text = String(cell);
  switch (form) {
    case "text":
      return [text.normalize("NFC")];
    case "set":
      return (cell as readonly string[]).map((each) => each.normalize("NFC"));
    case "truth":
      return [cell === true ? "2" : "0"];
    case "date":
      return [parseDate(text) ?? Number.NaN];
    case "time":
      return [parseTime(text) ?? Number.NaN];
    case "instant":
      return [parseInstant(text, zoneMinutes) ?? Number.NaN];
    default:
      return [Number(cell)];
  }
}

/** Null for an empty cell. */
function operandValues(
  operand: Operand,
  { row, world }: Setting,
): readonly (string | number)[] | null {
  if (operand.kind === "constant") return operand.values;
  const cell = row?.cells[operand.column] ?? null;
  if (cell === null) return null;
  const own: unknown = operand.end === undefined ? cell : (cell as readonly unknown[])[operand.end];
  return cellValues(own, operand.form, world.schema.zoneMinutes);
}

function isUnder(code: string, above: string, node: { slot: number }, setting: Setting): Span {
  const slot = setting.plan.slots[node.slot];
  const tree = slot?.tree ?? null;
  const levels = slot?.levels ?? [];
  if (code === above) return sure(true);
  if (tree === null) return sure(levels.includes(above.length) && code.startsWith(above));
  for (let at: string | null | undefined = code; ; ) {
    at = setting.world.parentOf(tree, at);
    if (at === undefined) return unknown;
    if (at === null || at === above) return sure(at === above);
  }
}

/** How a number known between ends stands to a bound: certainly within, certainly not, or neither. */
function within(value: Ends, bound: number, closed: boolean, isLow: boolean): Span {
  const holds = (at: number): boolean =>
    (isLow ? at > bound : at < bound) || (closed && at === bound);
  const [low, high] = [holds(value.low), holds(value.high)];
  return low === high ? sure(low) : anything;
}

function ranged(node: Extract<IndexNode, { kind: "range" }>, value: Ends, setting: Setting): Span {
  const spans = (["low", "high"] as const).flatMap((side): Span[] => {
    const bound = node[side];
    if (bound === undefined) return [];
    const at = operandValues(bound.value, setting)?.[0];
    return [at === undefined ? unknown : within(value, Number(at), bound.closed, side === "low")];
  });
  // One bound that is not there makes the whole unknown, whatever the other says.
  return spans.some((each) => each === unknown) ? unknown : and(spans);
}

function overTexts(
  node: IndexNode & { slot: number },
  values: readonly string[],
  setting: Setting,
): Span {
  const { world, now } = setting;
  if (node.kind === "member") {
    const list = world.list(node.list);
    return list === undefined ? unknown : sure(values.some((each) => list.has(each, now)));
  }
  if (node.kind !== "in" && node.kind !== "under") throw new RangeError(`${node.kind} of a text`);
  const wanted = operandValues(node.values, setting);
  if (wanted === null) return unknown;
  return or(
    values.flatMap((own) =>
      wanted.map((each) =>
        node.kind === "in" ? sure(own === each) : isUnder(own, String(each), node, setting),
      ),
    ),
  );
}

function ofSlot(node: IndexNode & { slot: number }, element: number, setting: Setting): Span {
  const value = setting.told.value(node.slot, element);
  if (node.kind === "present") return sure(value !== undefined);
  if (value === undefined) return unknown;
  if (node.kind === "truth") return sure(value === "2");
  if (node.kind === "range") return ranged(node, value as Ends, setting);
  return overTexts(
    node,
    typeof value === "string" ? [value] : (value as readonly string[]),
    setting,
  );
}

function quantified(node: Extract<IndexNode, { kind: "quantifier" }>, setting: Setting): Span {
  const count = setting.told.counts[node.collection] ?? -1;
  if (count < 0) return unknown;
  const spans = Array.from({ length: count }, (_, at) => spanOf(node.body, at, setting));
  switch (node.quantifier) {
    case "any":
      return or(spans);
    case "every":
      return and(spans);
    case "no":
      return not(or(spans));
    case "atLeast": {
      const truthOf = (pick: 0 | 1): number => {
        const truths = spans.map((span) => span[pick]);
        const held = truths.filter((each) => each === 2).length;
        const open = truths.filter((each) => each === 1).length;
        return held >= node.count ? 2 : held + open < node.count ? 0 : 1;
      };
      return [truthOf(0), truthOf(1)];
    }
  }
}

/** Kleene's tables, over what is possible. */
function spanOf(node: IndexNode, element: number, setting: Setting): Span {
  switch (node.kind) {
    case "constant":
      return [node.truth, node.truth];
    case "opaque":
      return anything;
    case "and":
      return and(node.of.map((each) => spanOf(each, element, setting)));
    case "or":
      return or(node.of.map((each) => spanOf(each, element, setting)));
    case "not":
      return not(spanOf(node.of, element, setting));
    case "quantifier":
      return quantified(node, setting);
    case "cell":
      return sure((setting.row?.cells[node.column] ?? null) !== null);
    default:
      return ofSlot(node, element, setting);
  }
}

interface PlanVerdict {
  readonly truth: Span;
  /** Of a table whose rows are all certain. */
  readonly tableRow: number;
}

function planVerdict(position: number, setting: Setting): PlanVerdict {
  const criterion = setting.plan.criteria[position];
  if (criterion === undefined) throw new RangeError(`no criterion ${position}`);
  const when = spanOf(criterion.when, 0, setting);
  const { decide } = criterion;
  if (decide === null || when[1] < 2) return { truth: when, tableRow: 0 };
  const rows = decide === "opaque" ? [anything] : decide.map((row) => spanOf(row, 0, setting));
  if (when[0] < 2 || rows.some(([low, high]) => low !== high))
    return { truth: [0, 2], tableRow: 0 };
  const fired = rows.findIndex(([low]) => low === 2) + 1;
  const before = fired === 0 ? rows : rows.slice(0, fired);
  if (before.some(([low]) => low === 1)) return { truth: unknown, tableRow: 0 };
  return { truth: sure(fired > 0), tableRow: fired };
}

/* ------------------------------------------------------------------ the trial */

interface Tally {
  criteria: number;
  exact: number;
  pairs: number;
  hits: number;
  unknown: number;
  rows: number;
  emitted: number;
  narrowed: number;
}

interface Trial {
  readonly ir: BundleIr;
  readonly plan: IndexPlan;
  readonly world: World;
  readonly interpreter: Interpreter;
  readonly matcher: Matcher;
  readonly speakOf: (question: Question) => void;
}

function trialOf(ir: BundleIr, world: World, optimise: boolean): Trial {
  const interpreter = createInterpreter(ir, world);
  const { matcher: text, slow, index } = emitIr(ir, { optimise, backEnd: "indexed" });
  if (index === undefined) throw new RangeError("no plan");
  let question: Question = { declaration: {}, flow: "", stage: "", now: 0 };
  const truth = (number: number, elements: readonly unknown[], row: unknown): 0 | 1 | 2 => {
    const path = (slow[number] ?? "").split("/");
    const expr = path.reduce<unknown>((part, key) => Reflect.get(Object(part), key), ir) as Expr;
    const bound = new Map(
      // Holes are skipped: those elements are not bound.
      elements.flatMap((value, at) => [[at, { value, path: "", each: "", position: 1 }] as const]),
    );
    const table = ir.tables.find(({ name }) => name === ir.criteria[Number(path[1])]?.rowsOf);
    const inRow =
      row === null || table === undefined
        ? {}
        : { row: { table, row: row as BoundRow, number: 1 } };
    const frame = { ...frameOf(question), elements: bound, ...inRow };
    if (expr.type.kind === "boolean") return interpreter.truth(expr, frame).truth;
    return interpreter.value(expr, frame).kind === "unknown" ? 1 : 2;
  };
  const decide = (position: number, row: number): number => {
    const criterion = ir.criteria[position];
    if (criterion === undefined) throw new RangeError(`no criterion ${position}`);
    const [outcome] = interpreter.criterion(criterion, question, row < 0 ? undefined : row + 1);
    return outcome === undefined ? 0 : outcome.truth + 4 * (outcome.tableRow ?? 0);
  };
  const bindings: Bindings = { ...world, slow: { truth, decide } };
  const matcher = callModuleText(text, helperModules, "createMatcher", bindings) as Matcher;
  const speakOf = (next: Question): void => {
    question = next;
  };
  return { ir, plan: index, world, interpreter, matcher, speakOf };
}

/** Who is asked, without what it says. */
function isAsked(interpreter: Interpreter, criterion: CriterionIr, question: Question): boolean {
  const { when: _, unless: __, decide: ___, rowsOf: ____, ...bare } = criterion;
  return interpreter.criterion(bare, question).length > 0;
}

function describe(ir: BundleIr, position: number, plan: IndexPlan): string {
  const { when, unless, scope, decide } = ir.criteria[position] ?? ({} as Partial<CriterionIr>);
  const shown = [scope, when, unless, ...(decide?.rows ?? []).map((row) => row.when)];
  const texts = shown.map((each) =>
    each === undefined ? "-" : printExpr(each, { schema: randomSchema }),
  );
  return `${texts.join("\n")}\n${JSON.stringify(plan.criteria[position])}`;
}

function compareRow(
  trial: Trial,
  position: number,
  setting: Setting,
  row: number,
  tally: Tally,
): void {
  const { ir, interpreter, matcher, plan } = trial;
  const criterion = ir.criteria[position];
  const planned = plan.criteria[position];
  if (criterion === undefined || planned === undefined) return;
  const [outcome] = interpreter.criterion(
    criterion,
    currentQuestion,
    row < 0 ? undefined : row + 1,
  );
  if (outcome === undefined) return;
  const { truth, tableRow } = planVerdict(position, setting);
  const says = `${describe(ir, position, plan)}\n${outcome.truth} is not in ${truth.join("..")}`;
  expect(outcome.truth >= truth[0] && outcome.truth <= truth[1], says).toBe(true);
  if (isExact(planned, plan.slots)) {
    expect(truth, says).toEqual([outcome.truth, outcome.truth]);
    expect(tableRow, says).toBe(outcome.tableRow ?? 0);
  } else tally.emitted += 1;
  if (truth[0] !== 0 || truth[1] !== 2) tally.narrowed += 1;
  const wanted = outcome.truth + 4 * (outcome.tableRow ?? 0);
  expect(matcher.verdict?.(position, row), describe(ir, position, plan)).toBe(wanted);
  tally.pairs += 1;
  if (outcome.truth === 2) tally.hits += 1;
  if (outcome.truth === 1) tally.unknown += 1;
  if (row >= 0) tally.rows += 1;
}

let currentQuestion: Question = { declaration: {}, flow: "", stage: "", now: 0 };

function compare(trial: Trial, question: Question, tally: Tally): void {
  const { ir, plan, world, matcher, interpreter } = trial;
  currentQuestion = question;
  trial.speakOf(question);
  matcher.encode(question);
  const told = new Recorder(plan);
  matcher.slots?.(told);
  told.expectComplete();
  const setting: Setting = { told, plan, world, now: question.now, row: null };
  ir.criteria.forEach((criterion, position) => {
    const asked = isAsked(interpreter, criterion, question);
    const node = plan.criteria[position]?.asked ?? { kind: "opaque" };
    expect(spanOf(node, 0, setting), describe(ir, position, plan)).toEqual(sure(asked));
    if (!asked) return;
    if (criterion.rowsOf === undefined) {
      compareRow(trial, position, setting, -1, tally);
      return;
    }
    const binding = world.table(criterion.rowsOf);
    for (let at = 0; at < (binding?.rows.length ?? 0); at += 1) {
      const row = binding?.rows.at(at);
      if (row === undefined || !isInForce(row, binding?.dated === true, question.now)) continue;
      compareRow(trial, position, { ...setting, row }, at, tally);
    }
  });
}

function runSet(seed: number, tally: Tally): void {
  const random = new RandomSource(seed);
  const drawn = new RandomCriteria(random).bundle(CRITERIA);
  // Every fourth as random as may be, the rest of the forms an index is for.
  const criteria = drawn.criteria.map((criterion, at) =>
    at % 4 === 0 ? criterion : indexableCriterion(criterion, random),
  );
  const ir: BundleIr = { ...drawn, criteria };
  expect(verifyIr(ir)).toEqual([]);
  const trial = trialOf(ir, randomWorld(random), random.chance(0.7));
  const { criteria: planned, slots } = trial.plan;
  tally.criteria += planned.length;
  tally.exact += planned.filter((each) => isExact(each, slots)).length;
  expect(JSON.parse(JSON.stringify(trial.plan))).toEqual(trial.plan);
  for (let count = 0; count < DECLARATIONS; count += 1)
    compare(trial, randomQuestion(random), tally);
}

test(
  `the plan holds what the interpreter says, in ${plansWanted} random sets`,
  () => {
    const tally: Tally = {
      criteria: 0,
      exact: 0,
      pairs: 0,
      hits: 0,
      unknown: 0,
      rows: 0,
      emitted: 0,
      narrowed: 0,
    };
    fc.assert(
      fc.property(fc.nat(2 ** 31), (seed) => {
        runSet(seed, tally);
      }),
      { numRuns: plansWanted, endOnFailure: true },
    );
    if (process.env["LUONG_VERBOSE"] !== undefined)
      process.stdout.write(`${JSON.stringify(tally)}\n`);
    expect(tally.exact).toBeGreaterThan(tally.criteria / 2);
    expect(tally.hits).toBeGreaterThan(tally.pairs / 50);
    expect(tally.unknown).toBeGreaterThan(tally.pairs / 50);
    expect(tally.rows).toBeGreaterThan(tally.pairs / 50);
    expect(tally.emitted).toBeGreaterThan(tally.pairs / 20);
    expect(tally.narrowed).toBeGreaterThan(tally.pairs / 2);
  },
  Math.max(120_000, plansWanted * 2_000),
);
