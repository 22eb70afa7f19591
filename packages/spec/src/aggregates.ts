/**
 * The aggregates over the elements of a list, one entry each. `count` takes elements, the others a value of each element.
 *
 * The interpreter filters and evaluates the elements; an unknown among them never comes here.
 */
import {
  distinctValues,
  divideValues,
  extremeValue,
  numberValue,
  numericOf,
  sumValues,
  unknownFrom,
  zeroOf,
} from "./operations.ts";
import type { AggregateSpec } from "./operator-spec.ts";
import { rationalFromInteger } from "./rational.ts";
import { averageType, distinctType, extremeType, integerType, sumType } from "./type-rules.ts";

export const aggregates = {
  count: {
    spelling: { en: "count", vi: "đếm" },
    types: () => ({ type: integerType }),
    evaluate: (values) => numberValue(rationalFromInteger(values.length)),
    doc: { en: "How many elements; 0 for none.", vi: "Số phần tử; không có thì bằng 0." },
    examples: [],
  },
  countDistinct: {
    spelling: { en: "count distinct", vi: "đếm khác nhau" },
    types: distinctType,
    evaluate: (values) => {
      const distinct = distinctValues(values);
      return typeof distinct === "string"
        ? unknownFrom(distinct)
        : numberValue(rationalFromInteger(distinct.length));
    },
    doc: {
      en: "How many different values; 0 for none.",
      vi: "Số giá trị khác nhau; không có thì bằng 0.",
    },
    examples: [],
  },
  sum: {
    spelling: { en: "sum", vi: "tổng" },
    types: sumType,
    evaluate: (values, context, type) =>
      values.length === 0 ? zeroOf(type) : sumValues(values, context),
    doc: {
      en: "The exact sum; 0 for none. Amounts in two currencies have none.",
      vi: "Tổng chính xác; không có thì bằng 0. Tiền thuộc hai loại tiền thì không có tổng.",
    },
    examples: [],
  },
  average: {
    spelling: { en: "average", vi: "trung bình" },
    types: averageType,
    evaluate: (values, context) => {
      const sum = sumValues(values, context);
      return sum.kind === "unknown"
        ? sum
        : divideValues(numericOf(sum), numberValue(rationalFromInteger(values.length)));
    },
    doc: {
      en: "The exact mean; unknown for none.",
      vi: "Trung bình chính xác; không có phần tử thì chưa rõ.",
    },
    examples: [],
  },
  lowest: {
    spelling: { en: "lowest", vi: "nhỏ nhất" },
    types: extremeType,
    evaluate: (values) => extremeValue(values, -1),
    doc: {
      en: "The least value; unknown for none.",
      vi: "Giá trị nhỏ nhất; không có phần tử thì chưa rõ.",
    },
    examples: [],
  },
  highest: {
    spelling: { en: "highest", vi: "lớn nhất" },
    types: extremeType,
    evaluate: (values) => extremeValue(values, 1),
    doc: {
      en: "The greatest value; unknown for none.",
      vi: "Giá trị lớn nhất; không có phần tử thì chưa rõ.",
    },
    examples: [],
  },
} as const satisfies Readonly<Record<string, AggregateSpec>>;

export type AggregateName = keyof typeof aggregates;

export function isAggregateName(name: string): name is AggregateName {
  return Object.hasOwn(aggregates, name);
}
