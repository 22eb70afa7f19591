/**
 * Order and spread of many values: share, percentile, median absolute deviation, standard deviation. Exact, but for percentiles of large windows.
 *
 * Known values of one kind in, a value of that kind out; *too few rows* for none, *units differ* for two units. Written from "Aggregates over rows" in
 * docs/history.md.
 */
import { EXACT_VALUES_MAX, histogramBin, histogramMiddle } from "./history/histogram.ts";
import { numberValue, numericOf, sumValues, unknownFrom, withNumber } from "./operations.ts";
import {
  absolute,
  add,
  ceil,
  compare,
  multiply,
  rational,
  rationalFromInteger,
  subtract,
  toNumber,
  wholeSquareRoot,
  zero,
} from "./rational.ts";
import type { EvaluationContext, Rational, Result, Value } from "./value.ts";

/** Decimals a standard deviation is cut to. */
const DEVIATION_PLACES = 10n;
const half = rational(1n, 2n);

/** How many of the conditions are true, as a fraction. */
export function shareOf(values: readonly Value[]): Result {
  if (values.length === 0) return unknownFrom("too few rows");
  const holding = values.filter((value) => value.kind === "boolean" && value.value).length;
  return numberValue(rational(BigInt(holding), BigInt(values.length)));
}

/** The numbers of values alike, made a value again by `as`. */
interface Numbers {
  readonly kind: "numbers";
  readonly numbers: readonly Rational[];
  readonly as: (number: Rational) => Value;
}

function numbersOf(values: readonly Value[], context: EvaluationContext): Numbers | Result {
  // Adding them up tells whether there are any, and whether their units agree.
  const sum = sumValues(values, context);
  if (sum.kind === "unknown") return sum;
  const like = numericOf(sum);
  return {
    kind: "numbers",
    numbers: values.map((value) => numericOf(value).value),
    as: (number) => withNumber(like, number),
  };
}

function sorted(numbers: readonly Rational[]): readonly Rational[] {
  return [...numbers].sort(compare);
}

/** Nearest rank: the least of ascending numbers that at least this share of them are equal to or below. */
function nearestRank(ascending: readonly Rational[], share: Rational): Rational {
  const rank = Number(ceil(multiply(share, rationalFromInteger(ascending.length))));
  return ascending[Math.max(rank, 1) - 1] ?? zero;
}

/** Of many, each number counts as the middle of its bin. */
function counted(numbers: readonly Rational[]): readonly Rational[] {
  return numbers.length > EXACT_VALUES_MAX
    ? numbers.map((number) => histogramMiddle(histogramBin(toNumber(number))))
    : numbers;
}

/** `share` is a fraction: 1/10 for `percentile 10`. */
export function percentileOf(
  values: readonly Value[],
  context: EvaluationContext,
  share: Rational,
): Result {
  const found = numbersOf(values, context);
  if (found.kind !== "numbers") return found;
  return found.as(nearestRank(sorted(counted(found.numbers)), share));
}

/** The median of the distances from the median. */
export function spreadOf(values: readonly Value[], context: EvaluationContext): Result {
  const found = numbersOf(values, context);
  if (found.kind !== "numbers") return found;
  const numbers = counted(found.numbers);
  const middle = nearestRank(sorted(numbers), half);
  const distances = numbers.map((number) => absolute(subtract(number, middle)));
  return found.as(nearestRank(sorted(distances), half));
}

/** The square root of a rational, cut to ten decimals. */
function cutSquareRoot(square: Rational): Rational {
  const scale = 10n ** DEVIATION_PLACES;
  return rational(wholeSquareRoot((square.n * scale * scale) / square.d), scale);
}

/** The standard deviation of a population: the root of the mean square less the square of the mean. */
export function deviationOf(values: readonly Value[], context: EvaluationContext): Result {
  const found = numbersOf(values, context);
  if (found.kind !== "numbers") return found;
  const { numbers } = found;
  const count = rationalFromInteger(numbers.length);
  const sum = numbers.reduce(add, zero);
  const squares = numbers.reduce((total, number) => add(total, multiply(number, number)), zero);
  // (n Σx² − (Σx)²) / n²
  const spread = subtract(multiply(count, squares), multiply(sum, sum));
  const size = BigInt(numbers.length);
  return found.as(cutSquareRoot(multiply(spread, rational(1n, size * size))));
}
