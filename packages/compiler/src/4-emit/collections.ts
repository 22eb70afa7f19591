/**
 * Writes quantifiers and aggregates: loops over the arrays of a list.
 *
 * Comes in: the expression, its scope. Goes out: a condition or a number. Loops stop as soon as no further element can change the answer. An
 * element whose filter or value is unknown makes an aggregate unknown; a list that is absent makes everything unknown.
 */
import type { Base, Collection, Expr, Type } from "@luong/spec";
import { type Js, NoFastForm } from "./code.ts";
import { ANY_DIMENSION, dimensionNumber } from "./forms.ts";
import { isTrueText, truthText } from "./logic.ts";
import { leafNum, magnitude, type Num, type Tag } from "./numbers.ts";
import { type Condition, type Mode, type Scope, withElement } from "./scope.ts";
import type { ListStore } from "./stores.ts";

type Quantifier = Extract<Expr, { readonly kind: "quantifier" }>;
type Aggregate = Extract<Expr, { readonly kind: "aggregate" }>;

interface Range {
  readonly list: ListStore;
  readonly first: Js;
  /** Place after the last element; negative when the list is absent. */
  readonly end: Js;
}

function baseList(
  base: Base,
  scope: Scope,
): { readonly list: ListStore; readonly index: Js } | null {
  switch (base.kind) {
    case "declaration":
      return null;
    case "element": {
      const bound = scope.elements.get(base.variable);
      if (bound === undefined) throw new RangeError(`element ${base.variable} is not bound`);
      return bound;
    }
    case "row":
    case "previous":
    case "event":
      throw new NoFastForm(`a list of the ${base.kind}`);
  }
}

export function rangeOf(source: Collection, scope: Scope): Range {
  const outer = baseList(source.base, scope);
  const { stores } = scope.module;
  const list = stores.list(outer?.list ?? null, source.path, source.record, source.max);
  if (outer === null) {
    return {
      list,
      first: "0",
      end: scope.fn.loadFrom(`counts[${list.number}]`, `${list.name}_count`),
    };
  }
  return {
    list,
    first: `${list.name}$$start[${outer.index}]`,
    end: `${list.name}$$end[${outer.index}]`,
  };
}

/** Writes the loop; `body` gets the scope with the element bound. */
function loop(
  source: Collection,
  variable: number,
  range: Range,
  scope: Scope,
  body: (inner: Scope) => void,
): void {
  const { code } = scope.fn;
  const index = code.fresh(`${source.each}_at`);
  code.block(`for (let ${index} = ${range.first}; ${index} < ${range.end}; ${index} += 1)`, () => {
    body(withElement(scope, { list: range.list, index, variable }));
  });
}

/* ------------------------------------------------------------------ quantifiers */

export function writeQuantifier(expr: Quantifier, scope: Scope): Condition {
  const range = rangeOf(expr.source, scope);
  return expr.quantifier === "atLeast"
    ? writeCounted(expr, range, scope)
    : writeSimple(expr, expr.quantifier, range, scope);
}

/** `any` starts false, `every` and `no` true; one element decides, an unknown one leaves it open. */
function writeSimple(
  expr: Quantifier,
  quantifier: "any" | "every" | "no",
  range: Range,
  scope: Scope,
): Condition {
  const { code } = scope.fn;
  const optional = expr.source.optional;
  // The body is written once to see whether it can be unknown; names are fresh each time.
  const body = code.aside(() => {
    let result: Condition = { kind: "bool", js: "false" };
    loop(expr.source, expr.variable, range, scope, (inner) => {
      result = inner.condition(expr.body, inner);
    });
    return result;
  });
  const isBool = body.result.kind === "bool" && !optional;
  const name = code.fresh(quantifier === "any" ? "some" : quantifier === "every" ? "all" : "none");
  const start = quantifier !== "any";
  const value = (truth: boolean): Js => (isBool ? String(truth) : truth ? "2" : "0");
  code.line(`let ${name} = ${value(start)};`);
  const write = (): void =>
    loop(expr.source, expr.variable, range, scope, (inner) => {
      const condition = inner.condition(expr.body, inner);
      const deciding = quantifier === "every" ? 0 : 2;
      if (condition.kind === "bool") {
        const holds = deciding === 2 ? condition.js : `!(${condition.js})`;
        code.block(`if (${holds})`, () => {
          code.line(`${name} = ${value(!start)};`);
          code.line("break;");
        });
        return;
      }
      const truth = code.keep("each", condition.js);
      code.block(`if (${truth} === ${deciding})`, () => {
        code.line(`${name} = ${value(!start)};`);
        code.line("break;");
      });
      code.line(`if (${truth} === 1) ${name} = 1;`);
    });
  if (optional) {
    code.line(`if (${range.end} < 0) ${name} = 1;`);
    code.block("else", write);
  } else write();
  return { kind: isBool ? "bool" : "truth", js: name };
}

/** `at least n`: counts those that hold and those that may. */
function writeCounted(expr: Quantifier, range: Range, scope: Scope): Condition {
  const { code } = scope.fn;
  const held = code.fresh("held");
  const open = code.fresh("open");
  const name = code.fresh("enough");
  code.line(`let ${held} = 0, ${open} = 0;`);
  loop(expr.source, expr.variable, range, scope, (inner) => {
    const condition = inner.condition(expr.body, inner);
    if (condition.kind === "bool") {
      code.line(`if (${condition.js} && (${held} += 1) >= ${expr.count}) break;`);
      return;
    }
    const truth = code.keep("each", condition.js);
    code.line(`if (${truth} === 2 && (${held} += 1) >= ${expr.count}) break;`);
    code.line(`if (${truth} === 1) ${open} += 1;`);
  });
  const decided = `${held} >= ${expr.count} ? 2 : ${held} + ${open} < ${expr.count} ? 0 : 1`;
  const js = expr.source.optional ? `${range.end} < 0 ? 1 : ${decided}` : decided;
  code.line(`const ${name} = ${js};`);
  return { kind: "truth", js: name };
}

/* ------------------------------------------------------------------ aggregates */

/** Writes the filter; `passed` writes what happens to an element that passes. `unknown` is set to leave the loop. */
function filtered(
  expr: Aggregate,
  range: Range,
  scope: Scope,
  unknown: Js,
  passed: (inner: Scope) => void,
): void {
  const { code } = scope.fn;
  const leave = (): void => {
    code.line(`${unknown} = true;`);
    code.line("break;");
  };
  if (expr.source.optional) code.line(`if (${range.end} < 0) ${unknown} = true;`);
  loop(expr.source, expr.variable, range, scope, (inner) => {
    if (expr.where !== undefined) {
      const condition = inner.condition(expr.where, inner);
      if (condition.kind === "truth") {
        const truth = code.keep("passes", truthText(condition));
        code.block(`if (${truth} === 1)`, leave);
        code.line(`if (${truth} === 0) continue;`);
      } else code.line(`if (!${isTrueText(condition)}) continue;`);
    }
    passed(inner);
  });
}

function countOf(expr: Aggregate, range: Range, scope: Scope): Num {
  const { code } = scope.fn;
  if (expr.where === undefined && !expr.source.optional) {
    return leafNum(
      code.keep("count", range.first === "0" ? range.end : `${range.end} - ${range.first}`),
      {
        integral: true,
        k: 0,
      },
    );
  }
  const count = code.fresh("count");
  const unknown = code.fresh("unknown");
  code.line(`let ${count} = 0, ${unknown} = false;`);
  filtered(expr, range, scope, unknown, () => code.line(`${count} += 1;`));
  return leafNum(code.keep("counted", `${unknown} ? NaN : ${count}`), {
    integral: true,
    k: 0,
    maybe: true,
  });
}

function distinctOf(expr: Aggregate, value: Expr, range: Range, scope: Scope): Num {
  const { code } = scope.fn;
  const seen = code.fresh("seen");
  const unknown = code.fresh("unknown");
  code.line(`const ${seen} = distinct();`);
  code.line(`let ${unknown} = false;`);
  filtered(expr, range, scope, unknown, (inner) => {
    const own = code.keep("own", distinctKey(value, inner));
    code.line(`if (${own} === undefined || ${own} !== ${own}) { ${unknown} = true; break; }`);
    code.line(`${seen}.add(${own});`);
  });
  return leafNum(code.keep("distinct_count", `${unknown} ? NaN : ${seen}.size`), {
    integral: true,
    k: 0,
    maybe: true,
  });
}

/** A primitive that is equal for equal values, undefined or NaN when unknown. */
function distinctKey(value: Expr, scope: Scope): Js {
  if (["text", "id", "code", "channel", "flow", "stage"].includes(value.type.kind)) {
    return scope.text(value, scope).js;
  }
  const num = scope.number(value, scope, "compare");
  const hasUnit = num.currency?.fixed === false || num.dimension?.fixed === false;
  if (!num.leaf || num.flag !== null || hasUnit) throw new NoFastForm("distinct computed values");
  // Zero has two doubles; adding zero leaves the positive one.
  return `${num.v} + 0`;
}

/** Currency or dimension of what has been added so far; `any` before the first. */
interface RunningTag {
  readonly name: Js;
  readonly any: Js;
}

function startTag(scope: Scope, hint: string, any: Js): RunningTag {
  const name = scope.fn.code.fresh(hint);
  scope.fn.code.line(`let ${name} = ${any};`);
  return { name, any };
}

/** Takes the element's tag into account; two that differ make the aggregate unknown. */
function meetTag(scope: Scope, running: RunningTag | null, tag: Tag | null, unknown: Js): void {
  if (running === null || tag === null) return;
  const { code } = scope.fn;
  const own = code.keep("tag", tag.js);
  const free = tag.any === null ? "" : `${own} !== ${tag.any} && `;
  code.line(`if (${running.name} === ${running.any}) ${running.name} = ${own};`);
  code.line(`else if (${free}${running.name} !== ${own}) { ${unknown} = true; break; }`);
}

function openTagOf(running: RunningTag | null, fixed: Tag | null): Tag | null {
  return running === null ? fixed : { js: running.name, fixed: false, any: running.any };
}

/** The sum over nothing has the unit its type knows, if it knows one. */
function settleTag(scope: Scope, running: RunningTag | null, known: Tag | null): void {
  if (running === null || known === null) return;
  scope.fn.code.line(`if (${running.name} === ${running.any}) ${running.name} = ${known.js};`);
}

/** Units a type knows without looking at facts. */
function knownTags(type: Type): { readonly currency: Tag | null; readonly dimension: Tag | null } {
  const currency = type.kind === "money" || type.kind === "unitPrice" ? type.currency : null;
  const dimension = type.kind === "quantity" || type.kind === "unitPrice" ? type.dimension : null;
  const fixed = (js: Js): Tag => ({ js, fixed: true, any: null });
  return {
    currency: currency === null ? null : fixed(JSON.stringify(currency)),
    dimension: dimension === null ? null : fixed(String(dimensionNumber(dimension))),
  };
}

interface Sample {
  readonly currency: Tag | null;
  readonly dimension: Tag | null;
  readonly num: Num;
}

/** The number of one element, written aside: which tags, which scale, whether it is a leaf. */
function sampleOf(expr: Aggregate, value: Expr, range: Range, scope: Scope, mode: Mode): Sample {
  const { result } = scope.fn.code.aside(() => {
    let num: Num | undefined;
    loop(expr.source, expr.variable, range, scope, (inner) => {
      num = inner.number(value, inner, mode);
    });
    return num;
  });
  if (result === undefined) throw new NoFastForm("no value");
  return { currency: result.currency, dimension: result.dimension, num: result };
}

function sumOf(expr: Aggregate, value: Expr, range: Range, scope: Scope, average: boolean): Num {
  const { code } = scope.fn;
  const sample = sampleOf(expr, value, range, scope, "compute");
  const sum = code.fresh("sum");
  const size = code.fresh("size");
  const count = code.fresh("terms");
  const unknown = code.fresh("unknown");
  const flag = sample.num.flag === null ? null : code.fresh("rounded");
  code.line(`let ${sum} = 0, ${size} = 0, ${count} = 0, ${unknown} = false;`);
  if (flag !== null) code.line(`let ${flag} = 0;`);
  const currency = sample.currency?.fixed === false ? startTag(scope, "currency", "null") : null;
  const dimension =
    sample.dimension?.fixed === false ? startTag(scope, "dimension", String(ANY_DIMENSION)) : null;
  filtered(expr, range, scope, unknown, (inner) => {
    const num = inner.number(value, inner, "compute");
    const own = code.keep("own", num.v);
    if (num.maybe) code.line(`if (${own} !== ${own}) { ${unknown} = true; break; }`);
    meetTag(scope, currency, num.currency, unknown);
    meetTag(scope, dimension, num.dimension, unknown);
    code.line(`${sum} += ${own};`);
    code.line(`${size} += ${num.m ?? `Math.abs(${own})`};`);
    code.line(`${count} += 1;`);
    if (flag !== null && num.flag !== null) code.line(`${flag} |= ${num.flag};`);
  });
  const known = knownTags(expr.type);
  settleTag(scope, currency, known.currency);
  settleTag(scope, dimension, known.dimension);
  const total: Num = {
    ...sample.num,
    v: code.keep("total", `${unknown} ? NaN : ${sum}`),
    maybe: true,
    leaf: false,
    literal: null,
    flag,
    m: size,
    k: sample.num.k + range.list.capacity + 1,
    currency: openTagOf(currency, sample.currency),
    dimension: openTagOf(dimension, sample.dimension),
  };
  if (!average) return total;
  return {
    ...total,
    v: code.keep("mean", `${unknown} || ${count} === 0 ? NaN : ${sum} / ${count}`),
    m: code.keep("mean_size", `${size} / ${count}`),
    integral: false,
    flag: null,
    k: total.k + 2,
  };
}

/** `lowest`, `highest`: one of the values, so a fact stays a fact. */
function extremeOf(expr: Aggregate, value: Expr, range: Range, scope: Scope, mode: Mode): Num {
  const { code } = scope.fn;
  const sample = sampleOf(expr, value, range, scope, mode);
  // The winner alone gives its unit; a sum over nothing among the values has none.
  if (sample.currency?.any != null || sample.dimension?.any != null)
    throw new NoFastForm("unit of nothing");
  const better = expr.aggregate === "highest" ? ">" : "<";
  const best = code.fresh(expr.aggregate);
  const size = code.fresh("size");
  const unknown = code.fresh("unknown");
  const flag = sample.num.flag === null ? null : code.fresh("rounded");
  code.line(`let ${best} = NaN, ${size} = 0, ${unknown} = false;`);
  if (flag !== null) code.line(`let ${flag} = 0;`);
  const currency = sample.currency?.fixed === false ? startTag(scope, "currency", "null") : null;
  const dimension =
    sample.dimension?.fixed === false ? startTag(scope, "dimension", String(ANY_DIMENSION)) : null;
  filtered(expr, range, scope, unknown, (inner) => {
    const num = inner.number(value, inner, mode);
    const own = code.keep("own", num.v);
    if (num.maybe) code.line(`if (${own} !== ${own}) { ${unknown} = true; break; }`);
    meetTag(scope, currency, num.currency, unknown);
    meetTag(scope, dimension, num.dimension, unknown);
    code.line(`if (!(${best} === ${best}) || ${own} ${better} ${best}) ${best} = ${own};`);
    if (num.m !== null || !num.leaf) {
      code.line(`${size} = Math.max(${size}, ${magnitude({ ...num, v: own })});`);
    }
    if (flag !== null && num.flag !== null) code.line(`${flag} |= ${num.flag};`);
  });
  const isLeaf =
    sample.num.leaf && sample.num.literal === null && (mode === "compare" ? flag === null : true);
  return {
    ...sample.num,
    v: code.keep("extreme", `${unknown} ? NaN : ${best}`),
    maybe: true,
    leaf: isLeaf,
    literal: null,
    flag,
    m: sample.num.leaf ? null : size,
    currency: openTagOf(currency, sample.currency),
    dimension: openTagOf(dimension, sample.dimension),
  };
}

export function writeAggregate(expr: Aggregate, scope: Scope, mode: Mode): Num {
  const range = rangeOf(expr.source, scope);
  if (expr.aggregate === "count") return countOf(expr, range, scope);
  const { value } = expr;
  if (value === undefined) throw new NoFastForm(`${expr.aggregate} of nothing`);
  switch (expr.aggregate) {
    case "countDistinct":
      return distinctOf(expr, value, range, scope);
    case "sum":
      return sumOf(expr, value, range, scope, false);
    case "average":
      return sumOf(expr, value, range, scope, true);
    case "lowest":
    case "highest":
      return extremeOf(expr, value, range, scope, mode);
    default:
      throw new NoFastForm(expr.aggregate);
  }
}
