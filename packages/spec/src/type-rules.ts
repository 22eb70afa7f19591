/**
 * Which types go together, and what comes of them: the rules the entries of the language are declared with.
 *
 * Types in, a type or a named problem out; the checker turns the problem into a diagnostic, `ir/verify` into a fault of ours.
 */
import type { TypeProblem, TypeRule } from "./operator-spec.ts";
import type { Type, TypeKind } from "./types.ts";

type Outcome = ReturnType<TypeRule>;

export const booleanType: Type = { kind: "boolean" };
export const integerType: Type = { kind: "integer" };
export const numberType: Type = { kind: "number" };
export const dateType: Type = { kind: "date" };
export const timeType: Type = { kind: "time" };
const durationType: Type = { kind: "duration" };
const errorType: Type = { kind: "error" };

const orderedKinds: ReadonlySet<TypeKind> = new Set([
  "integer",
  "number",
  "percent",
  "date",
  "time",
  "instant",
  "duration",
  "money",
  "quantity",
  "unitPrice",
]);

export function isOrdered(type: Type): boolean {
  return orderedKinds.has(type.kind);
}

/** Types whose values are text (`Value.kind` is `text`). */
export function isTextual(type: Type): boolean {
  switch (type.kind) {
    case "text":
    case "id":
    case "code":
    case "channel":
    case "flow":
    case "stage":
      return true;
    default:
      return false;
  }
}

function isPlainNumber(type: Type): boolean {
  return type.kind === "integer" || type.kind === "number";
}

/** Can be multiplied by a number or a percentage, and added to its like. */
function isScalable(type: Type): boolean {
  switch (type.kind) {
    case "integer":
    case "number":
    case "percent":
    case "money":
    case "quantity":
    case "unitPrice":
    case "duration":
      return true;
    default:
      return false;
  }
}

function oneOf(a: Type, b: Type, x: TypeKind, y: TypeKind): boolean {
  return (a.kind === x && b.kind === y) || (a.kind === y && b.kind === x);
}

/** Known sides must agree; one known side tells for both. */
function mergeKnown<T>(a: T | null, b: T | null): T | null | undefined {
  if (a === null) return b;
  return b === null || a === b ? a : undefined;
}

/** The type of "either of these", or why the two cannot meet. `error` agrees with everything. */
export function mergeTypes(a: Type, b: Type): Type | TypeProblem {
  if (a.kind === "error") return b;
  if (b.kind === "error") return a;
  if (a.kind === "period" || b.kind === "period") return "period";
  if (isPlainNumber(a) && isPlainNumber(b)) return a.kind === b.kind ? a : numberType;
  if (a.kind === "percent" ? isPlainNumber(b) : b.kind === "percent" && isPlainNumber(a))
    return "percentNumber";
  if (oneOf(a, b, "date", "instant")) return "dateInstant";
  if (a.kind === "money" && b.kind === "money") {
    const currency = mergeKnown(a.currency, b.currency);
    return currency === undefined ? "currencies" : { kind: "money", currency };
  }
  if (a.kind === "quantity" && b.kind === "quantity") {
    const dimension = mergeKnown(a.dimension, b.dimension);
    return dimension === undefined ? "units" : { kind: "quantity", dimension };
  }
  if (a.kind === "unitPrice" && b.kind === "unitPrice") {
    const currency = mergeKnown(a.currency, b.currency);
    const dimension = mergeKnown(a.dimension, b.dimension);
    if (currency === undefined) return "currencies";
    return dimension === undefined ? "units" : { kind: "unitPrice", currency, dimension };
  }
  if (a.kind === "code" && b.kind === "code") return a.list === b.list ? a : "codeLists";
  if (a.kind === "id" && b.kind === "id") return a.name === b.name ? a : "mismatch";
  return a.kind === b.kind && isSingle(a) ? a : "mismatch";
}

/** Records, lists and sets have no equality. */
function isSingle(type: Type): boolean {
  return type.kind !== "record" && type.kind !== "list" && type.kind !== "set";
}

function isProblem(merged: Type | TypeProblem): merged is TypeProblem {
  return typeof merged === "string";
}

function result(type: Type): Outcome {
  return { type };
}

function problem(name: TypeProblem, operand: number): Outcome {
  return { problem: name, operand };
}

function at(operands: readonly Type[], index: number): Type {
  return operands[index] ?? errorType;
}

/** A listed value stands for itself, a set or a declared list for its members. */
function memberType(type: Type): Type {
  return type.kind === "set" ? type.of : type;
}

/** `=`, `!=`: the two sides are alike. */
export const equalityRule: TypeRule = (operands) => {
  const merged = mergeTypes(at(operands, 0), at(operands, 1));
  if (isProblem(merged)) return problem(merged, 1);
  return isSingle(merged) ? result(booleanType) : problem("mismatch", 0);
};

/** `<`, `between` …: alike, and of a kind that has an order. */
export const orderRule: TypeRule = (operands) => {
  const left = at(operands, 0);
  for (let index = 1; index < operands.length; index += 1) {
    const merged = mergeTypes(left, at(operands, index));
    if (isProblem(merged)) return problem(merged, index);
    if (merged.kind !== "error" && !isOrdered(merged)) return problem("notOrdered", 0);
  }
  return result(booleanType);
};

/** `in`: every listed value is like the left side. */
export const membershipRule: TypeRule = (operands) => {
  const left = at(operands, 0);
  if (!isSingle(left)) return problem("mismatch", 0);
  for (let index = 1; index < operands.length; index += 1) {
    const merged = mergeTypes(left, memberType(at(operands, index)));
    if (isProblem(merged)) return problem(merged, index);
  }
  return result(booleanType);
};

/** `overlaps`: a set on the left, values of its kind on the right. */
export const overlapRule: TypeRule = (operands) => {
  const left = at(operands, 0);
  if (left.kind === "error") return result(booleanType);
  if (left.kind !== "set") return problem("mismatch", 0);
  return membershipRule([left.of, ...operands.slice(1)]);
};

/** `under`: codes of one list, and the list has levels or parents. Which lists have is the checker's knowledge. */
export const hierarchyRule: TypeRule = (operands) => {
  const left = at(operands, 0);
  if (left.kind !== "code" && left.kind !== "error") return problem("notHierarchy", 0);
  return membershipRule(operands);
};

function textRule(isLeft: (type: Type) => boolean): TypeRule {
  return (operands) => {
    const left = at(operands, 0);
    if (left.kind !== "error" && !isLeft(left)) return problem("notText", 0);
    for (let index = 1; index < operands.length; index += 1) {
      const member = memberType(at(operands, index));
      // A written string is text, or has taken the type of the left side.
      const fits =
        member.kind === "error" || member.kind === "text" || !isProblem(mergeTypes(left, member));
      if (!fits) return problem(isTextual(member) ? "mismatch" : "notText", index);
    }
    return result(booleanType);
  };
}

/** `contains`: words need running text. */
export const wordsRule = textRule((type) => type.kind === "text" || type.kind === "id");
/** `starts with`: codes have beginnings too. */
export const affixRule = textRule(
  (type) => type.kind === "text" || type.kind === "id" || type.kind === "code",
);

/** An identifier with a check digit or a form that can be checked; `identity/alike.ts` has what checks it. */
const checkedNames: ReadonlySet<string> = new Set(["ContainerNo", "Plate"]);
/** Identifiers with a likeness of their own. */
const likenedNames: ReadonlySet<string> = new Set(["Plate", "ContainerNo", "Name", "Address"]);

function isNamed(type: Type, names: ReadonlySet<string>): boolean {
  return type.kind === "error" || (type.kind === "id" && names.has(type.name));
}

/** `is valid`: names with a check digit or a form. */
export const validityRule: TypeRule = (operands) =>
  isNamed(at(operands, 0), checkedNames) ? result(booleanType) : problem("mismatch", 0);

/** `looks like`: two of one name. */
export const likenessRule: TypeRule = (operands) => {
  const left = at(operands, 0);
  if (!isNamed(left, likenedNames)) return problem("mismatch", 0);
  const merged = mergeTypes(left, at(operands, 1));
  return isProblem(merged) ? problem(merged, 1) : result(booleanType);
};

/** `similarity`: two texts, or two of one name. */
export const similarityRule: TypeRule = (operands) => {
  const left = at(operands, 0);
  const right = at(operands, 1);
  if (left.kind !== "text" && left.kind !== "id" && left.kind !== "error") {
    return problem("notText", 0);
  }
  const merged = mergeTypes(left, right);
  return isProblem(merged) ? problem(merged, 1) : result({ kind: "percent" });
};

function isMoment(type: Type): boolean {
  return type.kind === "date" || type.kind === "instant";
}

function isSpan(type: Type): boolean {
  return type.kind === "duration" || type.kind === "period";
}

/** The sum or difference of two of a kind. */
function likeRule(a: Type, b: Type): Outcome {
  if (a.kind === "period" && b.kind === "period") return result(a);
  const merged = mergeTypes(a, b);
  if (isProblem(merged)) return problem(merged, 1);
  return merged.kind === "error" || isScalable(merged) ? result(merged) : problem("notNumeric", 0);
}

export const addRule: TypeRule = (operands) => {
  const a = at(operands, 0);
  const b = at(operands, 1);
  if (isMoment(a) && isSpan(b)) return result(a);
  if (isSpan(a) && isMoment(b)) return result(b);
  if (isMoment(a) && isMoment(b)) return problem("notNumeric", 1);
  return likeRule(a, b);
};

export const subtractRule: TypeRule = (operands) => {
  const a = at(operands, 0);
  const b = at(operands, 1);
  if (isMoment(a) && isSpan(b)) return result(a);
  if (oneOf(a, b, "date", "instant")) return problem("dateInstant", 1);
  if (isMoment(a) && a.kind === b.kind) return result(durationType);
  return likeRule(a, b);
};

export const multiplyRule: TypeRule = (operands) => {
  const a = at(operands, 0);
  const b = at(operands, 1);
  if (a.kind === "error" || b.kind === "error") return result(errorType);
  const misfit = [a, b].findIndex((type) => !isScalable(type));
  if (misfit >= 0)
    return problem(at(operands, misfit).kind === "period" ? "period" : "notNumeric", misfit);
  if (a.kind === "unitPrice" && b.kind === "quantity") return costType(a, b, 1);
  if (b.kind === "unitPrice" && a.kind === "quantity") return costType(b, a, 0);
  if (a.kind === "percent") return result(b.kind === "integer" ? numberType : b);
  if (b.kind === "percent") return result(a.kind === "integer" ? numberType : a);
  if (a.kind === "integer" && b.kind === "integer") return result(integerType);
  if (isPlainNumber(a)) return result(isPlainNumber(b) ? numberType : b);
  return isPlainNumber(b) ? result(a) : problem("mismatch", 1);
};

function costType(
  price: Extract<Type, { kind: "unitPrice" }>,
  quantity: Extract<Type, { kind: "quantity" }>,
  quantityAt: number,
): Outcome {
  const dimension = mergeKnown(price.dimension, quantity.dimension);
  if (dimension === undefined) return problem("units", quantityAt);
  return result({ kind: "money", currency: price.currency });
}

export const divideRule: TypeRule = (operands) => {
  const a = at(operands, 0);
  const b = at(operands, 1);
  if (a.kind === "error" || b.kind === "error") return result(errorType);
  const misfit = [a, b].findIndex((type) => !isScalable(type));
  if (misfit >= 0)
    return problem(at(operands, misfit).kind === "period" ? "period" : "notNumeric", misfit);
  if (isPlainNumber(b)) return result(a.kind === "integer" ? numberType : a);
  if (a.kind === "money" && b.kind === "quantity") {
    return result({ kind: "unitPrice", currency: a.currency, dimension: b.dimension });
  }
  if (a.kind === "money" && b.kind === "unitPrice") {
    const currency = mergeKnown(a.currency, b.currency);
    return currency === undefined
      ? problem("currencies", 1)
      : result({ kind: "quantity", dimension: b.dimension });
  }
  if (b.kind === "percent" && a.kind !== "percent") return problem("percentNumber", 1);
  const merged = mergeTypes(a, b);
  return isProblem(merged) ? problem(merged, 1) : result(numberType);
};

/** `abs`: one number with or without a unit. */
export const magnitudeRule: TypeRule = (operands) => {
  const type = at(operands, 0);
  return type.kind === "error" || isScalable(type) ? result(type) : problem("notNumeric", 0);
};

function choiceRule(needsOrder: boolean): TypeRule {
  return (operands) => {
    let chosen: Type = errorType;
    for (let index = 0; index < operands.length; index += 1) {
      const merged = mergeTypes(chosen, at(operands, index));
      if (isProblem(merged)) return problem(merged, index);
      if (!isSingle(merged)) return problem("mismatch", index);
      if (needsOrder && merged.kind !== "error" && !isOrdered(merged))
        return problem("notOrdered", index);
      chosen = merged;
    }
    return result(chosen);
  };
}

/** `first_present`: any of several alike. */
export const alternativesRule = choiceRule(false);
/** `higher_of`, `lower_of`: alike and ordered. */
export const orderedAlternativesRule = choiceRule(true);

/** `convert(money, CODE)`: the currency is known when its code is written out. */
export const convertRule: TypeRule = (operands, literals) => {
  const money = at(operands, 0);
  const to = at(operands, 1);
  if (money.kind !== "money" && money.kind !== "error") return problem("mismatch", 0);
  if (to.kind !== "error" && !(to.kind === "id" && to.name === "Currency") && to.kind !== "text") {
    return problem("mismatch", 1);
  }
  return result({ kind: "money", currency: literals?.[1] ?? null });
};

/** `ln`: of a plain number, or of what an amount, a quantity or a price is in its own unit. A percentage has two readings. */
export const logarithmRule: TypeRule = (operands) => {
  const type = at(operands, 0);
  switch (type.kind) {
    case "integer":
    case "number":
    case "money":
    case "quantity":
    case "unitPrice":
    case "error":
      return result(numberType);
    default:
      return problem("notNumeric", 0);
  }
};

export const moneyRule: TypeRule = (operands) => {
  const type = at(operands, 0);
  return type.kind === "money" || type.kind === "error" ? result(type) : problem("mismatch", 0);
};

export const momentRule: TypeRule = (operands) => {
  const type = at(operands, 0);
  return isMoment(type) || type.kind === "error" ? result(type) : problem("mismatch", 0);
};

/** Moments, then days off: a set of dates, or one. */
function workingRule(moments: number, type: Type): TypeRule {
  return (operands) => {
    for (let index = 0; index < moments; index += 1) {
      const moment = at(operands, index);
      if (!isMoment(moment) && moment.kind !== "error") return problem("mismatch", index);
    }
    const off = memberType(at(operands, moments));
    return off.kind === "date" || off.kind === "error"
      ? result(type)
      : problem("mismatch", moments);
  };
}

/** `working_day(t, days off)`. */
export const workingDayRule = workingRule(1, booleanType);
/** `working_days(from, to, days off)`. */
export const workingDaysRule = workingRule(2, integerType);

/** `time_at(t, hours)`, `date_at(t, hours)`: an instant and a plain number. */
function elsewhereRule(type: Type): TypeRule {
  return (operands) => {
    const instant = at(operands, 0);
    const hours = at(operands, 1);
    if (instant.kind !== "instant" && instant.kind !== "error") return problem("mismatch", 0);
    return isPlainNumber(hours) || hours.kind === "error" ? result(type) : problem("mismatch", 1);
  };
}

export const timeElsewhereRule = elsewhereRule(timeType);
export const dateElsewhereRule = elsewhereRule(dateType);

type AggregateOutcome = { readonly type: Type } | { readonly problem: TypeProblem };

export function sumType(value: Type | null): AggregateOutcome {
  if (value === null) return { problem: "notNumeric" };
  return value.kind === "error" || isScalable(value) ? { type: value } : { problem: "notNumeric" };
}

export function averageType(value: Type | null): AggregateOutcome {
  return value?.kind === "integer" ? { type: numberType } : sumType(value);
}

export function extremeType(value: Type | null): AggregateOutcome {
  if (value === null) return { problem: "notOrdered" };
  return value.kind === "error" || isOrdered(value) ? { type: value } : { problem: "notOrdered" };
}

/** `share`: of a condition. */
export function shareType(value: Type | null): AggregateOutcome {
  if (value === null || (value.kind !== "boolean" && value.kind !== "error"))
    return { problem: "mismatch" };
  return { type: { kind: "percent" } };
}

/** `latest`, `earliest`: any single value. */
export function singleType(value: Type | null): AggregateOutcome {
  return value !== null && isSingle(value) ? { type: value } : { problem: "mismatch" };
}

export function distinctType(value: Type | null): AggregateOutcome {
  return value !== null && isSingle(value) ? { type: integerType } : { problem: "mismatch" };
}
