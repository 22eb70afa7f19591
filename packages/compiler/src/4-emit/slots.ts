/**
 * Writes `slots(sink)`: tells an index every value of the declaration its plan reads.
 *
 * Comes in: the planned index. Goes out: straight code for the declaration, one loop for each list, in functions small enough to be optimised. Values are
 * written as conditions would read them, so the index compares what the conditions compare.
 */
import type { IndexPlan, SlotForm } from "@luong/runtime/abi";
import { divideRationals, type Expr, isIntegerRational, numberFromRational } from "@luong/spec";
import { leafScale } from "../3-index/exact.ts";
import type { PlannedIndex } from "../3-index/plan-index.ts";
import type { BoundElement, SlotSource, Units } from "../3-index/slots.ts";
import { fixedTag } from "./arithmetic.ts";
import type { Js } from "./code.ts";
import { rangeOf } from "./collections.ts";
import { functionScope } from "./conditions.ts";
import type { WrittenFunction } from "./criteria.ts";
import { dimensionNumber } from "./forms.ts";
import { isTrueText, truthText } from "./logic.ts";
import { agreement, magnitude, type Num, SAFE, UNIT_ROUNDING } from "./numbers.ts";
import { FunctionScope, factForm, type ModuleContext, type Scope } from "./scope.ts";
import { isExactNum, slotNum, slotScope } from "./slot-shapes.ts";

const LINES_PER_FUNCTION = 600;

type Expression = Extract<SlotSource, { readonly kind: "expression" }>;

/** A slot and where it stands in the plan. */
interface NumberedSlot {
  readonly slot: number;
  readonly form: SlotForm;
  readonly source: SlotSource;
}

/* ------------------------------------------------------------------ numbers */

/** Under which condition the number is in the units asked for; null when it always is. */
function inUnits(num: Num, { currency, dimension }: Units): Js | null {
  const parts = [
    currency === null ? null : agreement(num.currency, fixedTag(JSON.stringify(currency))),
    dimension === null
      ? null
      : agreement(num.dimension, fixedTag(String(dimensionNumber(dimension)))),
  ].filter((each) => each !== null);
  return parts.length === 0 ? null : parts.join(" && ");
}

/** Rounding steps beside those of the number itself: the factor, the product, the bound and the ends. */
const STEPS_HERE = 8;

/** Condition under which nothing was rounded, null when that never is so. */
function exactWhen(num: Num, isWhole: boolean, size: Js): Js | null {
  const noFlag = num.flag === null ? "" : `${num.flag} === 0`;
  if (num.leaf) return isWhole && noFlag !== "" ? noFlag : null;
  if (!num.integral || !isWhole) return null;
  return `${noFlag === "" ? "" : `${noFlag} && `}${size} < ${SAFE}`;
}

/** Writes the two ends between which the exact value lies, in the unit facts of this type are written in. */
function writeBounds(
  expr: Expr,
  num: Num,
  units: Units,
  scope: Scope,
): readonly [low: Js, high: Js] {
  const { code } = scope.fn;
  const ratio = divideRationals(num.scale, leafScale(expr.type));
  const isOne = ratio.n === 1n && ratio.d === 1n;
  const factor = numberFromRational(ratio);
  const condition = inUnits(num, units);
  const value = code.keep("value", condition === null ? num.v : `${condition} ? ${num.v} : NaN`);
  const own = isOne ? value : code.keep("value", `${value} * ${factor}`);
  const size = code.keep("size", isOne ? magnitude(num) : `${magnitude(num)} * ${factor}`);
  const bound = `${size} * ${(num.k + STEPS_HERE) * UNIT_ROUNDING}`;
  // A fact in a unit of its own is whole only in the unit it was written in.
  const exact = exactWhen(num, num.leaf ? isOne : isIntegerRational(ratio), size);
  const error = code.keep("error", exact === null ? bound : `${exact} ? 0 : ${bound}`);
  // A size that is not known bounds nothing.
  const off = code.keep("off", `${error} >= 0 ? ${error} : Infinity`);
  return [`${own} - ${off}`, `${own} + ${off}`];
}

function tellNumber({ slot, source }: NumberedSlot, at: Js, scope: Scope): void {
  const { expr, units } = source as Expression;
  const { code } = scope.fn;
  const num = slotNum(expr, scope);
  if (isExactNum(num)) {
    const condition = inUnits(num, units);
    const value = condition === null ? num.v : `${condition} ? ${num.v} : NaN`;
    code.line(`sink.number(${slot}, ${at}, ${value});`);
    return;
  }
  const [low, high] = writeBounds(expr, num, units, scope);
  code.line(`sink.bounds(${slot}, ${at}, ${low}, ${high});`);
}

/* ------------------------------------------------------------------ one slot */

function tellExpression(numbered: NumberedSlot, source: Expression, at: Js, scope: Scope): void {
  const { slot, form } = numbered;
  const { expr, twoValued } = source;
  const { code } = scope.fn;
  switch (form) {
    case "text":
      code.line(`sink.text(${slot}, ${at}, ${scope.text(expr, scope).js});`);
      return;
    case "set": {
      if (expr.kind !== "fact") throw new RangeError("a set that is no fact");
      code.line(`sink.set(${slot}, ${at}, ${factForm(scope, expr, "set")});`);
      return;
    }
    case "truth": {
      const condition = scope.condition(expr, scope);
      const truth = twoValued ? `${isTrueText(condition)} ? 2 : 0` : truthText(condition);
      code.line(`sink.truth(${slot}, ${at}, ${truth});`);
      return;
    }
    case "number":
    case "approximate":
      tellNumber(numbered, at, scope);
  }
}

function tell(numbered: NumberedSlot, at: Js, module: ModuleContext, fn: FunctionScope): void {
  const { slot, source } = numbered;
  switch (source.kind) {
    case "flow":
    case "stage":
      fn.code.line(`sink.text(${slot}, ${at}, ${source.kind});`);
      return;
    case "day":
      fn.code.line(`sink.number(${slot}, ${at}, F[1]);`);
      return;
    case "expression":
      module.within(source.owner, () => {
        tellExpression(numbered, source, at, slotScope(module, fn, source.element, at));
      });
  }
}

/* ------------------------------------------------------------------ functions */

class SlotFunctions {
  readonly functions: WrittenFunction[] = [];
  readonly #module: ModuleContext;

  constructor(module: ModuleContext) {
    this.#module = module;
  }

  #close(fn: FunctionScope, hint: string): void {
    const name = `slots$${this.functions.length + 1}$${hint}`;
    this.functions.push({ name, parameters: ["sink"], lines: fn.lines });
  }

  declaration(slots: readonly NumberedSlot[]): void {
    let fn = new FunctionScope();
    for (const each of slots) {
      tell(each, "0", this.#module, fn);
      if (fn.code.length < LINES_PER_FUNCTION) continue;
      this.#close(fn, "declaration");
      fn = new FunctionScope();
    }
    if (fn.code.length > 0) this.#close(fn, "declaration");
  }

  list(collection: number, element: BoundElement, slots: readonly NumberedSlot[]): void {
    let rest = slots;
    for (let isFirst = true; isFirst || rest.length > 0; isFirst = false) {
      const fn = new FunctionScope();
      const { code } = fn;
      const { list, end } = rangeOf(element.source, functionScope(this.#module, fn));
      if (isFirst) code.line(`sink.count(${collection}, ${end});`);
      const at = code.fresh(`${element.source.each}_at`);
      let told = 0;
      const body = (): void => {
        while (told < rest.length && (told === 0 || code.length < LINES_PER_FUNCTION)) {
          const next = rest[told];
          if (next !== undefined) tell(next, at, this.#module, fn);
          told += 1;
        }
      };
      if (rest.length > 0) {
        code.block(`for (let ${at} = 0; ${at} < ${end}; ${at} += 1)`, body);
      }
      rest = rest.slice(told);
      this.#close(fn, list.name);
    }
  }
}

/** A list of the plan as the emitter binds it; slots of other variables over it stand in the same loop. */
function elementOf(
  plan: IndexPlan,
  collection: number,
  slots: readonly NumberedSlot[],
  module: ModuleContext,
): BoundElement {
  for (const { source } of slots) {
    if (source.kind === "expression" && source.element !== null) return source.element;
  }
  const declared = plan.collections[collection];
  if (declared === undefined) throw new RangeError(`no collection ${collection}`);
  const record = recordAt(declared.path, module);
  const { path, each, max, optional } = declared;
  const source = { base: { kind: "declaration" }, path, record, each, max, optional } as const;
  return { source, variable: -1 };
}

function recordAt(path: readonly string[], { stores }: ModuleContext): string {
  return path.reduce((record, name) => {
    const type = stores.record(record).fields.find((field) => field.name === name)?.type;
    if (type?.kind !== "record" && type?.kind !== "list") throw new RangeError(`no list ${name}`);
    return type.record;
  }, stores.schema.root);
}

/** The functions; `slots` is the last and calls the others. */
export function writeSlots(
  module: ModuleContext,
  { plan, sources }: PlannedIndex,
): readonly WrittenFunction[] {
  const byCollection = new Map<number, NumberedSlot[]>();
  sources.forEach((source, slot) => {
    const { form, collection } = plan.slots[slot] ?? { form: "text", collection: -1 };
    const known = byCollection.get(collection);
    if (known === undefined) byCollection.set(collection, [{ slot, form, source }]);
    else known.push({ slot, form, source });
  });
  const written = new SlotFunctions(module);
  written.declaration(byCollection.get(-1) ?? []);
  plan.collections.forEach((_, collection) => {
    const slots = byCollection.get(collection) ?? [];
    written.list(collection, elementOf(plan, collection, slots, module), slots);
  });
  const calls = written.functions.map(({ name }) => `${name}(sink);`);
  return [...written.functions, { name: "slots", parameters: ["sink"], lines: calls }];
}
