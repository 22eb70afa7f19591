/**
 * Writes expressions whose value is a number, an amount, a date or a time.
 *
 * Comes in: an expression, its scope, and whether it will be compared as written or computed with. Goes out: a `Num`. Months, years and
 * conversions call the helpers of `support/`; what has no form here throws `NoFastForm`.
 */
import {
  type Expr,
  floorRational,
  isIntegerRational,
  type Rational,
  rational,
  rationalFromExact,
  type Schema,
  type Type,
} from "@luong/spec";
import { leafScale } from "../3-index/exact.ts";
import { type Js, NoFastForm } from "./code.ts";
import { dimensionNumber, type Form, hasOpenUnit, mayConvert, moneyDigits } from "./forms.ts";
import {
  absoluteNum,
  addNums,
  divideNums,
  divisionAgreement,
  extremeNum,
  firstNum,
  leafNum,
  literalNum,
  multiplyNums,
  type Num,
  oneScale,
  type Tag,
} from "./numbers.ts";
import { factForm, type Mode, type Scope } from "./scope.ts";

type Call = Extract<Expr, { readonly kind: "call" }>;
type Access = (form: Form) => Js;

const MS_PER_DAY = 86_400_000;

export function fixedTag(js: Js): Tag {
  return { js, fixed: true, any: null };
}

function openTag(js: Js): Tag {
  return { js, fixed: false, any: null };
}

function currencyTag(currency: string | null, access: Access): Tag {
  return currency === null ? openTag(access("currency")) : fixedTag(JSON.stringify(currency));
}

/** Tags of a value of this type whose open parts are read by `access`. */
function tagsOf(type: Type, access: Access): Pick<Num, "currency" | "dimension"> {
  switch (type.kind) {
    case "money":
      return { currency: currencyTag(type.currency, access), dimension: null };
    case "quantity":
      return {
        currency: null,
        dimension:
          type.dimension === null
            ? openTag(access("dimension"))
            : fixedTag(String(dimensionNumber(type.dimension))),
      };
    case "unitPrice":
      // With something open both are written beside the amount.
      return hasOpenUnit(type)
        ? { currency: openTag(access("currency")), dimension: openTag(access("dimension")) }
        : {
            currency: fixedTag(JSON.stringify(type.currency)),
            dimension: fixedTag(String(dimensionNumber(type.dimension ?? "mass"))),
          };
    default:
      return { currency: null, dimension: null };
  }
}

/** Tags a constant of this type has; its units are in the type. */
export function constantTags(type: Type): Pick<Num, "currency" | "dimension"> {
  return tagsOf(type, () => {
    throw new NoFastForm("a constant without unit");
  });
}

const tenThousandth = rational(1n, 10_000n);

/** A fact, a cell: `access` gives the JavaScript of its forms. */
export function leafNumber(
  schema: Schema,
  type: Type,
  maybe: boolean,
  mode: Mode,
  access: Access,
): Num {
  const tags = tagsOf(type, access);
  const computing = mode === "compute";
  const scaled = (scale: Rational): Num =>
    leafNum(access("scaled"), {
      ...tags,
      maybe,
      integral: true,
      flag: access("scaledFlag"),
      k: 2,
      scale,
    });
  switch (type.kind) {
    case "integer":
    case "date":
    case "time":
    case "instant":
      return leafNum(access("number"), { maybe, integral: true, k: 0 });
    case "number":
      return computing ? scaled(tenThousandth) : leafNum(access("number"), { maybe });
    case "percent":
      return computing
        ? scaled(rational(1n, 1_000_000n))
        : leafNum(access("number"), { maybe, scale: leafScale(type) });
    case "duration":
      return computing
        ? scaled(rational(1n, 10n))
        : leafNum(access("number"), { maybe, scale: leafScale(type) });
    case "money":
      if (!computing) return leafNum(access("number"), { ...tags, maybe });
      return leafNum(access("scaled"), {
        ...tags,
        maybe,
        integral: true,
        k: 1,
        scale: rational(1n, 10n ** BigInt(moneyDigits(schema, type.currency))),
      });
    case "quantity": {
      if (computing) return scaled(tenThousandth);
      const open = type.dimension === null && mayConvert(schema, null);
      return leafNum(access("number"), {
        ...tags,
        maybe,
        k: 4,
        flag: open ? access("converted") : null,
      });
    }
    case "unitPrice": {
      if (computing) return scaled(tenThousandth);
      const open = hasOpenUnit(type) && mayConvert(schema, type.dimension);
      return leafNum(access("number"), {
        ...tags,
        maybe,
        k: 4,
        flag: open ? access("converted") : null,
      });
    }
    default:
      throw new NoFastForm(`${type.kind} is not a number`);
  }
}

function isMoment(type: Type): boolean {
  return type.kind === "date" || type.kind === "instant";
}

function isPlain(type: Type): boolean {
  return type.kind === "integer" || type.kind === "number" || type.kind === "percent";
}

/* ------------------------------------------------------------------ calendar */

/** A moment with whole days or milliseconds in it, as a leaf. */
function momentNum(v: Js, maybe: boolean): Num {
  return leafNum(v, { maybe, integral: true, k: 0 });
}

function shiftMoment(moment: Expr, span: Expr, sign: 1n | -1n, scope: Scope): Num {
  const { code } = scope.fn;
  if (span.kind !== "literal") throw new NoFastForm("a span that is computed");
  const num = scope.number(moment, scope, "compare");
  if (!num.leaf || !num.integral) throw new NoFastForm("a moment that is computed");
  const amount = rationalFromExact(String(span.value));
  if (span.type.kind === "period") {
    const months = Number(sign * floorRational(amount));
    const zone = scope.module.ir.schema.zoneMinutes;
    const call =
      moment.type.kind === "date"
        ? `addMonths(${num.v}, ${months})`
        : `addMonthsToInstant(${num.v}, ${months}, ${zone})`;
    const v = num.maybe ? `${num.v} === ${num.v} ? ${call} : NaN` : call;
    return momentNum(code.keep("moment", v), num.maybe);
  }
  const signed = rational(sign * amount.n, amount.d);
  if (moment.type.kind === "date") {
    // Whole days: the date of that time after the date's midnight.
    const days = floorRational(rational(signed.n, signed.d * BigInt(MS_PER_DAY)));
    return momentNum(code.keep("moment", `${num.v} + ${days}`), num.maybe);
  }
  if (!isIntegerRational(signed)) throw new NoFastForm("a part of a millisecond");
  return momentNum(code.keep("moment", `${num.v} + ${signed.n}`), num.maybe);
}

function addition(expr: Call, scope: Scope): Num {
  const [left, right] = pairOf(expr);
  const sign = expr.op === "add" ? "+" : "-";
  if (isMoment(left.type) && !isMoment(right.type)) {
    return shiftMoment(left, right, sign === "+" ? 1n : -1n, scope);
  }
  if (isMoment(right.type) && !isMoment(left.type)) return shiftMoment(right, left, 1n, scope);
  const a = scope.number(left, scope, "compute");
  const b = scope.number(right, scope, "compute");
  const result = addNums(scope.fn.code, a, b, sign);
  return left.type.kind === "date" && right.type.kind === "date"
    ? { ...result, scale: rational(BigInt(MS_PER_DAY)) }
    : result;
}

/** What is told of one moment. */
const momentParts: ReadonlySet<string> = new Set([
  ".date",
  ".time",
  ".weekday",
  "start_of_month",
  "start_of_year",
]);

function property(expr: Call, operand: Expr, scope: Scope): Num {
  // The operand of any other function may be text, or a set.
  if (!momentParts.has(expr.op)) throw new NoFastForm(`${expr.op} of an operand`);
  const { code } = scope.fn;
  const zoneMs = scope.module.ir.schema.zoneMinutes * 60_000;
  const num = scope.number(operand, scope, "compare");
  if (!num.leaf || !num.integral || num.scale !== oneScale)
    throw new NoFastForm("a computed moment");
  const local = `${num.v} + ${zoneMs}`;
  switch (expr.op) {
    case ".date":
      return momentNum(code.keep("date", `Math.floor((${local}) / ${MS_PER_DAY})`), num.maybe);
    case ".time": {
      const at = code.keep("local", local);
      const ms = `${at} - Math.floor(${at} / ${MS_PER_DAY}) * ${MS_PER_DAY}`;
      return { ...momentNum(code.keep("time", ms), num.maybe), scale: rational(1n, 1000n) };
    }
    case ".weekday": {
      const day = operand.type.kind === "date" ? num.v : `Math.floor((${local}) / ${MS_PER_DAY})`;
      return momentNum(code.keep("weekday", `weekdayFromDays(${day})`), num.maybe);
    }
    case "start_of_month":
    case "start_of_year": {
      const start = expr.op === "start_of_month" ? "startOfMonth" : "startOfYear";
      const day = operand.type.kind === "date" ? num.v : `Math.floor((${local}) / ${MS_PER_DAY})`;
      const days = `${start}(${day})`;
      const back = operand.type.kind === "date" ? days : `${days} * ${MS_PER_DAY} - ${zoneMs}`;
      const v = num.maybe ? `${num.v} === ${num.v} ? ${back} : NaN` : back;
      return momentNum(code.keep("start", v), num.maybe);
    }
    default:
      throw new NoFastForm(`${expr.op} is not a number`);
  }
}

/* ------------------------------------------------------------------ operators and functions */

function pairOf(expr: Call): readonly [Expr, Expr] {
  const [left, right] = expr.args;
  if (left === undefined || right === undefined) throw new NoFastForm("an operand is missing");
  return [left, right];
}

/** Currency and dimension alone, without what else is known of the number. */
function unitsOf({ currency, dimension }: Num): Pick<Num, "currency" | "dimension"> {
  return { currency, dimension };
}

const noTags = { currency: null, dimension: null } as const;

function product(expr: Call, scope: Scope, mode: Mode): Num {
  const [left, right] = pairOf(expr);
  const { code } = scope.fn;
  // A constant only changes the scale, so the other side may stay as it was written.
  const own = left.kind === "literal" || right.kind === "literal" ? mode : "compute";
  const a = scope.number(left, scope, own);
  const b = scope.number(right, scope, own);
  if (isPlain(left.type)) return multiplyNums(code, a, b, unitsOf(b));
  if (isPlain(right.type)) return multiplyNums(code, a, b, unitsOf(a));
  const price = left.type.kind === "unitPrice" ? a : b;
  return multiplyNums(code, a, b, { currency: price.currency, dimension: null });
}

function quotient(expr: Call, scope: Scope, mode: Mode): Num {
  const [left, right] = pairOf(expr);
  const { code } = scope.fn;
  const a = scope.number(left, scope, right.kind === "literal" ? mode : "compute");
  const b = scope.number(right, scope, "compute");
  if (left.type.kind === "money" && right.type.kind === "quantity") {
    return divideNums(code, a, b, { currency: a.currency, dimension: b.dimension }, null);
  }
  if (left.type.kind === "money" && right.type.kind === "unitPrice") {
    const agree = divisionAgreement(a, b, true, false);
    return divideNums(code, a, b, { currency: null, dimension: b.dimension }, agree);
  }
  if (isPlain(right.type)) return divideNums(code, a, b, unitsOf(a), null);
  return divideNums(code, a, b, noTags, divisionAgreement(a, b, true, true));
}

/** Money at the bound rate: exact while it stays in its own currency, else as near as the rate's double. */
function conversion(expr: Call, scope: Scope): Num {
  const [operand, to] = pairOf(expr);
  if (to.kind !== "literal") throw new NoFastForm("a currency that is a fact");
  const { code } = scope.fn;
  const target = JSON.stringify(String(to.value));
  const num = scope.number(operand, scope, "compute");
  if (num.currency === null) throw new NoFastForm("money without currency");
  const rates = scope.module.constants.add(
    "bound",
    `rates_to_${String(to.value)}`,
    `ratesTo(bindings, ${target})`,
  );
  const currency = code.keep("currency", num.currency.js);
  const same = `${currency} === ${target}${num.currency.any === null ? "" : ` || ${currency} === ${num.currency.any}`}`;
  const rate = code.keep("rate", `${same} ? 1 : rateOf(${rates}, ${currency})`);
  const moved = `(${same} ? 0 : 1)`;
  return {
    ...num,
    v: code.keep("converted", `${num.v} * ${rate}`),
    m: code.keep("size", `${num.m ?? `Math.abs(${num.v})`} * ${rate}`),
    maybe: true,
    leaf: false,
    literal: null,
    flag: num.flag === null ? moved : `(${num.flag} | ${moved})`,
    k: num.k + 2,
    currency: fixedTag(target),
    factors: num.factors + 1,
  };
}

function call(expr: Call, scope: Scope, mode: Mode): Num {
  const [operand] = expr.args;
  if (operand === undefined) throw new NoFastForm("an operand is missing");
  const { code } = scope.fn;
  switch (expr.op) {
    case "add":
    case "sub":
      return addition(expr, scope);
    case "mul":
      return product(expr, scope, mode);
    case "div":
      return quotient(expr, scope, mode);
    case "abs":
      return absoluteNum(scope.number(operand, scope, mode));
    case "higher_of":
    case "lower_of": {
      const [left, right] = pairOf(expr);
      const a = scope.number(left, scope, mode);
      return extremeNum(
        code,
        a,
        scope.number(right, scope, mode),
        expr.op === "higher_of" ? "max" : "min",
      );
    }
    case "first_present": {
      const nums = expr.args.map((arg) => scope.number(arg, scope, mode));
      return nums.reduceRight((rest, num) => firstNum(code, num, rest));
    }
    case "convert":
      return conversion(expr, scope);
    case "currency_unit": {
      const num = scope.number(operand, scope, "compare");
      if (num.uncertain) throw new NoFastForm("whether there is a value is not certain");
      const v = num.maybe ? code.keep("unit", `${num.v} === ${num.v} ? 1 : NaN`) : "1";
      return leafNum(v, { maybe: num.maybe, integral: true, k: 0, currency: num.currency });
    }
    default:
      return property(expr, operand, scope);
  }
}

/** `aggregate` stands in `collections.ts`; the table of the whole recursion is `expressions.ts`. */
export function writeNumber(
  expr: Expr,
  scope: Scope,
  mode: Mode,
  aggregate: (expr: Extract<Expr, { kind: "aggregate" }>, scope: Scope, mode: Mode) => Num,
): Num {
  const { schema } = scope.module.ir;
  switch (expr.kind) {
    case "literal":
      return literalNum(rationalFromExact(String(expr.value)), constantTags(expr.type));
    case "fact": {
      const maybe = expr.optional || expr.base.kind === "row";
      return leafNumber(schema, expr.type, maybe, mode, (form) => factForm(scope, expr, form));
    }
    case "lookup": {
      const row = scope.lookupRow(expr, scope);
      return leafNumber(schema, expr.type, true, mode, (form) => {
        return `${scope.column(expr.table, expr.column ?? "", form)}[${row}]`;
      });
    }
    case "call":
      return call(expr, scope, mode);
    case "aggregate":
      return aggregate(expr, scope, mode);
    case "now":
      return leafNum(scope.fn.loadFrom("F[0]", "now"), { integral: true, k: 0 });
    case "riskPoints":
      return leafNum("state.riskPoints");
    case "score": {
      const index = scope.module.ir.scorecards.findIndex(({ name }) => name === expr.scorecard);
      return leafNum(`state.scores[${index}]`);
    }
    case "shared": {
      const num = scope.module.shared.number(expr.index);
      // The call comes first: size, flag and units are there only after it.
      return { ...num, v: scope.fn.code.keep("shared", num.v) };
    }
    default:
      throw new NoFastForm(`${expr.kind} is not a number`);
  }
}
