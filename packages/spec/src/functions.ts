/**
 * The functions of the language, one entry each; called by name with arguments in parentheses, the same in both languages.
 *
 * Strict functions never see an unknown operand; `first_present` does, that is its point.
 */
import { textSimilarity } from "./identity/similarity.ts";
import { naturalLogarithm } from "./logarithm.ts";
import {
  absoluteValue,
  booleanValue,
  convertMoney,
  daysOf,
  extremeValue,
  isKnown,
  known,
  localElsewhere,
  membersOf,
  numberValue,
  numericOf,
  startOf,
  textOf,
  unknownFrom,
} from "./operations.ts";
import type { FunctionSpec } from "./operator-spec.ts";
import { floor, one, rationalFromInteger } from "./rational.ts";
import {
  alternativesRule,
  convertRule,
  dateElsewhereRule,
  logarithmRule,
  magnitudeRule,
  momentRule,
  moneyRule,
  orderedAlternativesRule,
  similarityRule,
  timeElsewhereRule,
  workingDayRule,
  workingDaysRule,
} from "./type-rules.ts";
import type { Result, Unknown } from "./value.ts";
import { isWorkingDay, workingDaysBetween } from "./working-days.ts";

/** The first value, else every cause of those that have none. */
function firstPresent(operands: readonly Result[]): Result {
  const causes = operands.flatMap((operand) => (operand.kind === "unknown" ? operand.causes : []));
  const unknown: Unknown = { kind: "unknown", causes };
  return operands.find(isKnown) ?? unknown;
}

/** Days of a set of dates, or of one date. */
function daysIn(operand: Result | undefined): ReadonlySet<number> {
  const days = membersOf(known(operand)).map((day) => Number(floor(numericOf(day).value)));
  return new Set(days);
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
  start_of_quarter: {
    parameters: ["t"],
    types: momentRule,
    cost: 4,
    strict: true,
    evaluate: (operands, context) => startOf("quarter", known(operands[0]), context),
    doc: { en: "The first day of the quarter, local.", vi: "Ngày đầu quý, giờ địa phương." },
    examples: [{ source: "start_of_quarter(2026-06-30)", value: "2026-04-01" }],
  },
  start_of_week: {
    parameters: ["t"],
    types: momentRule,
    cost: 4,
    strict: true,
    evaluate: (operands, context) => startOf("week", known(operands[0]), context),
    doc: { en: "The Monday of the week, local.", vi: "Thứ Hai của tuần, giờ địa phương." },
    examples: [
      { source: "start_of_week(2026-03-01)", value: "2026-02-23" },
      { source: "start_of_week(2026-02-23)", value: "2026-02-23" },
    ],
  },
  start_of_day: {
    parameters: ["t"],
    types: momentRule,
    cost: 4,
    strict: true,
    evaluate: (operands, context) => startOf("day", known(operands[0]), context),
    doc: { en: "The first moment of the day, local.", vi: "Thời điểm đầu ngày, giờ địa phương." },
    examples: [
      { source: "start_of_day(2026-02-14T21:30)", value: "2026-02-14T00:00:00+07:00" },
      { source: "start_of_day(2026-02-14)", value: "2026-02-14" },
    ],
  },
  ln: {
    parameters: ["x"],
    types: logarithmRule,
    cost: 2000,
    strict: true,
    evaluate: (operands) => {
      const { value } = numericOf(known(operands[0]));
      return value.n > 0n ? numberValue(naturalLogarithm(value)) : unknownFrom("division by zero");
    },
    doc: {
      en: "The natural logarithm to 12 decimals, of a number or of what an amount, a price or a quantity is in its own unit (kg, pieces …). Unknown for zero and below.",
      vi: "Lôgarit tự nhiên với 12 số lẻ, của một số hoặc của trị số tiền, đơn giá, lượng theo đơn vị của nó (kg, chiếc …). Chưa rõ nếu bằng 0 hoặc âm.",
    },
    examples: [
      { source: "ln(1)", value: "0" },
      { source: "ln(10)", value: "2.302585092994" },
      { source: "ln(0.5 USD)", value: "-0.69314718056" },
      { source: "ln(0)", value: "unknown" },
    ],
  },
  similarity: {
    parameters: ["a", "b"],
    types: similarityRule,
    cost: 400,
    strict: true,
    evaluate: (operands) =>
      numberValue(textSimilarity(textOf(known(operands[0])), textOf(known(operands[1])))),
    doc: {
      en: "How near two texts are, without case, accents and signs: 100 % less the share of letters inserted, left out, changed or swapped with their neighbour (Damerau 1964), of the longer text. The first 500 letters count; the cost is the product of the lengths.",
      vi: "Mức giống nhau của hai văn bản, không kể hoa thường, dấu và ký hiệu: 100 % trừ tỷ lệ chữ phải thêm, bớt, đổi hoặc đảo với chữ bên cạnh (Damerau 1964) trên văn bản dài hơn. Tính 500 chữ đầu; chi phí là tích hai độ dài.",
    },
    examples: [
      { source: 'similarity("Hoàng Long", "HOANG LONG")', value: "100%" },
      { source: 'similarity("Hoang Long", "Hoang Lnog")', value: "90%" },
      { source: 'similarity("thép", "nhôm")', value: "25%" },
    ],
  },
  working_day: {
    parameters: ["t", "days_off"],
    types: workingDayRule,
    cost: 12,
    strict: true,
    evaluate: (operands, context) =>
      booleanValue(isWorkingDay(daysOf(known(operands[0]), context), daysIn(operands[1]))),
    doc: {
      en: "Monday to Friday and not one of the days off, a list of dates: `working_day(registered_at, public_holidays)`.",
      vi: "Từ thứ Hai đến thứ Sáu và không phải ngày nghỉ trong danh mục ngày: `working_day(registered_at, public_holidays)`.",
    },
    examples: [
      { source: "working_day(2026-02-13, 2026-02-17)", value: true },
      { source: "working_day(2026-02-17, 2026-02-17)", value: false },
      { source: "working_day(2026-02-14, 2026-02-17)", value: false },
    ],
  },
  working_days: {
    parameters: ["from", "to", "days_off"],
    types: workingDaysRule,
    cost: 16,
    strict: true,
    evaluate: (operands, context) =>
      numberValue(
        rationalFromInteger(
          workingDaysBetween(
            daysOf(known(operands[0]), context),
            daysOf(known(operands[1]), context),
            daysIn(operands[2]),
          ),
        ),
      ),
    doc: {
      en: "Working days after the first date until the second, the second included; 0 when that is not later.",
      vi: "Số ngày làm việc sau ngày đầu đến hết ngày thứ hai; 0 nếu ngày thứ hai không muộn hơn.",
    },
    examples: [
      { source: "working_days(2026-02-13, 2026-02-23, 2026-02-17)", value: "5" },
      { source: "working_days(2026-02-23, 2026-02-13, 2026-02-17)", value: "0" },
    ],
  },
  time_at: {
    parameters: ["t", "hours"],
    types: timeElsewhereRule,
    cost: 3,
    strict: true,
    evaluate: (operands) => localElsewhere("time", known(operands[0]), known(operands[1])),
    doc: {
      en: "The time of day where clocks are so many hours before UTC: `time_at(passed_at, 9)` in Korea. `.time` is that of the schema's zone.",
      vi: "Giờ trong ngày ở nơi đồng hồ đi trước UTC ngần ấy giờ: `time_at(passed_at, 9)` là giờ Hàn Quốc. `.time` là giờ theo múi giờ của lược đồ.",
    },
    examples: [
      { source: "time_at(2026-02-01T09:00, 9)", value: "11:00" },
      { source: "time_at(2026-02-01T09:00, 0)", value: "02:00" },
    ],
  },
  date_at: {
    parameters: ["t", "hours"],
    types: dateElsewhereRule,
    cost: 3,
    strict: true,
    evaluate: (operands) => localElsewhere("date", known(operands[0]), known(operands[1])),
    doc: {
      en: "The date where clocks are so many hours before UTC. `.date` is that of the schema's zone.",
      vi: "Ngày ở nơi đồng hồ đi trước UTC ngần ấy giờ. `.date` là ngày theo múi giờ của lược đồ.",
    },
    examples: [{ source: "date_at(2026-02-01T23:30, 9)", value: "2026-02-02" }],
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
