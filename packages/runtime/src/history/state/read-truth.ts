/**
 * Conditions on a row as closures: comparisons of plain facts, membership in words, presence, and what joins them; the interpreter for the rest.
 *
 * An expression of a plan in, a function of a row out: 1 true, 0 false, not a number unknown. What a comparison means is asked of the operator once, by
 * trying it.
 */
import {
  type Expr,
  isTextual,
  nfc,
  operatorSpec,
  rationalFromInteger,
  type Type,
} from "@luong/spec";
import type { ReadContext } from "./read-context.ts";
import { ASK, isNumeric, numberReader, sameUnit } from "./read-number.ts";
import type { RowView } from "./row-view.ts";

export type ReadTruth = (row: RowView) => number;

type Call = Extract<Expr, { readonly kind: "call" }>;

/** Of a comparison: what it says of less, equal, greater. */
function signsOf(op: string, context: ReadContext): readonly number[] | undefined {
  const spec = operatorSpec(op);
  if (spec?.form !== "comparison") return undefined;
  const type: Type = { kind: "integer" };
  return [-1, 0, 1].map((left) => {
    const operands = [left, 0].map((each) => ({
      kind: "number" as const,
      value: rationalFromInteger(each),
    }));
    const result = spec.evaluate(operands, context.world, [type, type]);
    return result.kind === "boolean" && result.value ? 1 : 0;
  });
}

function comparison(expr: Call, context: ReadContext): ReadTruth | undefined {
  const [left, right] = expr.args;
  const signs = signsOf(expr.op, context);
  if (left === undefined || right === undefined || signs === undefined) return undefined;
  if (isTextual(left.type) && isTextual(right.type)) return textComparison(left, right, signs);
  if (!isNumeric(left.type) || !sameUnit(left.type, right.type)) return undefined;
  const a = numberReader(left, context);
  const b = numberReader(right, context);
  if (a === undefined || b === undefined) return undefined;
  const ask = asked(expr, context);
  return (row) => {
    const [x, y] = [a(row), b(row)];
    if (x === ASK || y === ASK) return ask(row);
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
    return signs[x < y ? 0 : x > y ? 2 : 1] ?? Number.NaN;
  };
}

/** A fact's text, NFC; undefined where there is none. */
function textReader(expr: Expr): ((row: RowView) => string | undefined) | undefined {
  if (expr.kind === "literal") {
    const { value } = expr;
    return typeof value === "string" ? () => value : undefined;
  }
  if (expr.kind !== "fact") return undefined;
  const { path } = expr;
  return (row) => {
    const json = row.at(path);
    return typeof json === "string" ? nfc(json) : undefined;
  };
}

/** Texts have no order, so a comparison of them tells equal from different. */
function textComparison(left: Expr, right: Expr, signs: readonly number[]): ReadTruth | undefined {
  const a = textReader(left);
  const b = textReader(right);
  if (a === undefined || b === undefined || signs[0] !== signs[2]) return undefined;
  const [different = 0, equal = 0] = signs;
  return (row) => {
    const [x, y] = [a(row), b(row)];
    if (x === undefined || y === undefined) return Number.NaN;
    return x === y ? equal : different;
  };
}

/** `in` words written out, of a text. */
function membership(expr: Call): ReadTruth | undefined {
  const [left, right] = expr.args;
  const spec = operatorSpec(expr.op);
  if (left === undefined || right?.kind !== "set") return undefined;
  if (spec?.form !== "members" || spec.indexable !== "membership" || spec.negates !== undefined)
    return undefined;
  const words = new Set<string>();
  for (const item of right.items) {
    if (item.kind !== "literal" || typeof item.value !== "string" || !isTextual(item.type))
      return undefined;
    words.add(item.value);
  }
  const text = isTextual(left.type) ? textReader(left) : undefined;
  return (
    text &&
    ((row) => {
      const word = text(row);
      return word === undefined ? Number.NaN : Number(words.has(word));
    })
  );
}

/** What the interpreter says. */
function asked(expr: Expr, context: ReadContext): ReadTruth {
  return (row) => {
    const result = context.value(expr, row);
    return result.kind === "boolean" ? Number(result.value) : Number.NaN;
  };
}

function junction(
  expr: Extract<Expr, { readonly kind: "logic" }>,
  context: ReadContext,
): ReadTruth {
  const operands = expr.operands.map((each) => truthReader(each, context));
  const settling = expr.op === "and" ? 0 : 1;
  return (row) => {
    let isUnknown = false;
    for (const operand of operands) {
      const truth = operand(row);
      if (truth === settling) return settling;
      isUnknown ||= Number.isNaN(truth);
    }
    return isUnknown ? Number.NaN : 1 - settling;
  };
}

export function truthReader(expr: Expr, context: ReadContext): ReadTruth {
  switch (expr.kind) {
    case "literal": {
      const truth = Number(expr.value === true);
      return () => truth;
    }
    case "fact": {
      const { path } = expr;
      return (row) => {
        const json = row.at(path);
        return typeof json === "boolean" ? Number(json) : Number.NaN;
      };
    }
    case "logic":
      return junction(expr, context);
    case "not": {
      const operand = truthReader(expr.operand, context);
      return (row) => 1 - operand(row);
    }
    case "present": {
      const { operand } = expr;
      if (operand.kind !== "fact") return asked(expr, context);
      const { path } = operand;
      return (row) => Number(row.at(path) !== undefined);
    }
    case "call":
      return comparison(expr, context) ?? membership(expr) ?? asked(expr, context);
    default:
      return asked(expr, context);
  }
}
