/**
 * The aggregates over the elements of a list or the rows of a selection, one entry each. `count` takes elements, the others a value of each.
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
import { divide, rational, rationalFromInteger } from "./rational.ts";
import { deviationOf, percentileOf, shareOf, spreadOf } from "./statistics.ts";
import {
  averageType,
  distinctType,
  extremeType,
  integerType,
  shareType,
  singleType,
  sumType,
} from "./type-rules.ts";

const half = rational(1n, 2n);
const hundred = rationalFromInteger(100);

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
  latest: {
    spelling: { en: "latest", vi: "mới nhất" },
    ofRows: true,
    types: singleType,
    evaluate: (values) => values.at(-1) ?? unknownFrom("too few rows"),
    doc: {
      en: "The value of the last row that has one; unknown for none.",
      vi: "Giá trị của dòng cuối cùng có giá trị; không có thì chưa rõ.",
    },
    examples: [],
  },
  earliest: {
    spelling: { en: "earliest", vi: "cũ nhất" },
    ofRows: true,
    types: singleType,
    evaluate: (values) => values[0] ?? unknownFrom("too few rows"),
    doc: {
      en: "The value of the first row that has one; unknown for none.",
      vi: "Giá trị của dòng đầu tiên có giá trị; không có thì chưa rõ.",
    },
    examples: [],
  },
  share: {
    spelling: { en: "share", vi: "tỷ lệ" },
    also: ["tỉ lệ"],
    types: shareType,
    evaluate: shareOf,
    doc: {
      en: "How many of them the condition is true for, in percent of those for which it is known; unknown for none.",
      vi: "Tỷ lệ phần trăm thỏa điều kiện, trên số đã rõ là thỏa hay không; không có thì chưa rõ.",
    },
    examples: [],
  },
  median: {
    spelling: { en: "median", vi: "trung vị" },
    types: averageType,
    evaluate: (values, context) => percentileOf(values, context, half),
    doc: {
      en: "The least value that at least half of the values are equal to or below; unknown for none. Of more than 4,096 values to the nearest 0.4 %.",
      vi: "Giá trị nhỏ nhất mà ít nhất một nửa số giá trị không vượt quá; không có thì chưa rõ. Trên 4.096 giá trị thì sai số tối đa 0,4 %.",
    },
    examples: [],
  },
  percentile: {
    spelling: { en: "percentile", vi: "phân vị" },
    ranked: true,
    needsMinimum: true,
    types: averageType,
    evaluate: (values, context, _, rank) =>
      percentileOf(values, context, rank === undefined ? half : divide(rank, hundred)),
    doc: {
      en: "The least value that so many percent of the values are equal to or below: `percentile 10 of …`. Of more than 4,096 values to the nearest 0.4 %.",
      vi: "Giá trị nhỏ nhất mà ngần ấy phần trăm giá trị không vượt quá: `phân vị 10 của …`. Trên 4.096 giá trị thì sai số tối đa 0,4 %.",
    },
    examples: [],
  },
  deviation: {
    spelling: { en: "deviation", vi: "độ lệch chuẩn" },
    needsMinimum: true,
    types: averageType,
    evaluate: deviationOf,
    doc: {
      en: "The standard deviation of all of them (divided by their number, not by one less), cut to 10 decimals; unknown for none.",
      vi: "Độ lệch chuẩn của tổng thể (chia cho số giá trị, không trừ một), lấy 10 số lẻ; không có thì chưa rõ.",
    },
    examples: [],
  },
  spread: {
    spelling: { en: "spread", vi: "độ lệch tuyệt đối" },
    needsMinimum: true,
    types: averageType,
    evaluate: spreadOf,
    doc: {
      en: "The median of the distances from the median (MAD): how wide the values lie, whatever a few outliers do; unknown for none.",
      vi: "Trung vị của khoảng cách tới trung vị (MAD): mức phân tán, ít chịu ảnh hưởng của vài giá trị bất thường; không có thì chưa rõ.",
    },
    examples: [],
  },
} as const satisfies Readonly<Record<string, AggregateSpec>>;

export type AggregateName = keyof typeof aggregates;

export function isAggregateName(name: string): name is AggregateName {
  return Object.hasOwn(aggregates, name);
}

/** The entry as every reader of the table sees it. */
export function aggregateSpec(name: AggregateName): AggregateSpec {
  return aggregates[name];
}
