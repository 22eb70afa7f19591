/**
 * The functions of the language, one entry each; called by name with arguments in parentheses, the same in both languages.
 *
 * Strict functions never see an unknown operand; `first_present` does, that is its point.
 */
import {
  absoluteValue,
  convertMoney,
  extremeValue,
  isKnown,
  known,
  numericOf,
  startOf,
  textOf,
  unknownFrom,
} from "./operations.ts";
import type { FunctionSpec } from "./operator-spec.ts";
import { one } from "./rational.ts";
import {
  alternativesRule,
  convertRule,
  magnitudeRule,
  momentRule,
  moneyRule,
  orderedAlternativesRule,
} from "./type-rules.ts";
import type { Result, Unknown } from "./value.ts";

/** The first value, else every cause of those that have none. */
function firstPresent(operands: readonly Result[]): Result {
  const causes = operands.flatMap((operand) => (operand.kind === "unknown" ? operand.causes : []));
  const unknown: Unknown = { kind: "unknown", causes };
  return operands.find(isKnown) ?? unknown;
}

export const functions = {
  abs: {
    parameters: ["x"],
    types: magnitudeRule,
    cost: 2,
    strict: true,
    evaluate: (operands) => absoluteValue(known(operands[0])),
    doc: { en: "The value without its sign.", vi: "Giá trị tuyệt đối." },
    examples: [
      { source: "abs(-3)", value: "3" },
      { source: "abs(1 USD - 3 USD)", value: "2.00 USD" },
    ],
  },
  higher_of: {
    parameters: ["a", "b"],
    types: orderedAlternativesRule,
    cost: 2,
    strict: true,
    evaluate: (operands) => extremeValue(operands.map(known), 1),
    doc: { en: "The greater of two.", vi: "Giá trị lớn hơn trong hai giá trị." },
    examples: [{ source: "higher_of(2 kg, 1_500 gram)", value: "2 kg" }],
  },
  lower_of: {
    parameters: ["a", "b"],
    types: orderedAlternativesRule,
    cost: 2,
    strict: true,
    evaluate: (operands) => extremeValue(operands.map(known), -1),
    doc: { en: "The lesser of two.", vi: "Giá trị nhỏ hơn trong hai giá trị." },
    examples: [{ source: "lower_of(2026-03-01, 2026-02-01)", value: "2026-02-01" }],
  },
  first_present: {
    parameters: ["a", "b"],
    variadic: true,
    types: alternativesRule,
    cost: 2,
    strict: false,
    evaluate: firstPresent,
    doc: {
      en: "The first of several that has a value.",
      vi: "Giá trị đầu tiên có trong các giá trị nêu ra.",
    },
    examples: [
      { source: "first_present(1 / 0, 5)", value: "5" },
      { source: "first_present(1 / 0, 2 / 0)", value: "unknown" },
    ],
  },
  convert: {
    parameters: ["money", "currency"],
    types: convertRule,
    cost: 4,
    strict: true,
    evaluate: (operands, context) =>
      convertMoney(known(operands[0]), textOf(known(operands[1])), context),
    doc: {
      en: "Money in another currency at the bound rate, not rounded. Unknown when no rate is bound.",
      vi: "Quy đổi tiền theo tỷ giá đã nạp, không làm tròn. Chưa rõ khi chưa có tỷ giá.",
    },
    examples: [{ source: "convert(5 USD, USD)", value: "5.00 USD" }],
  },
  currency_unit: {
    parameters: ["money"],
    types: moneyRule,
    cost: 2,
    strict: true,
    evaluate: (operands) => {
      const money = numericOf(known(operands[0]));
      return money.kind === "money" ? { ...money, value: one } : unknownFrom("units differ");
    },
    doc: {
      en: "One unit of the currency of an amount: a tolerance that fits every currency.",
      vi: "Một đơn vị tiền của số tiền: ngưỡng sai lệch dùng được cho mọi loại tiền.",
    },
    examples: [{ source: "currency_unit(12.50 USD)", value: "1.00 USD" }],
  },
  start_of_month: {
    parameters: ["t"],
    types: momentRule,
    cost: 4,
    strict: true,
    evaluate: (operands, context) => startOf("month", known(operands[0]), context),
    doc: { en: "The first day of the month, local.", vi: "Ngày đầu tháng, giờ địa phương." },
    examples: [{ source: "start_of_month(2026-02-14)", value: "2026-02-01" }],
  },
  start_of_year: {
    parameters: ["t"],
    types: momentRule,
    cost: 4,
    strict: true,
    evaluate: (operands, context) => startOf("year", known(operands[0]), context),
    doc: { en: "The first day of the year, local.", vi: "Ngày đầu năm, giờ địa phương." },
    examples: [{ source: "start_of_year(2026-02-14)", value: "2026-01-01" }],
  },
} as const satisfies Readonly<Record<string, FunctionSpec>>;

export type FunctionName = keyof typeof functions;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** The entry as every reader of the table sees it, undefined when there is no such function. */
export function functionSpec(name: string): FunctionSpec | undefined {
  return isFunctionName(name) ? functions[name] : undefined;
}
