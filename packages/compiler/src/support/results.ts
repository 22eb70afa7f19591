/**
 * Results of a match: rows of `for each row of`, and the division of sums too large for doubles.
 *
 * Part of every bundle. Arrays of rows grow by doubling and are kept by the caller, so a steady stream of declarations allocates nothing.
 */
import type { MatchResult } from "@luong/runtime/abi";
import { numberFromRational, rational } from "@luong/spec";

function grow(result: MatchResult): void {
  const size = Math.max(16, result.rows * 2);
  const criterion = new Int32Array(size);
  const number = new Int32Array(size);
  const truth = new Uint8Array(size);
  criterion.set(result.rowCriterion);
  number.set(result.rowNumber);
  truth.set(result.rowTruth);
  result.rowCriterion = criterion;
  result.rowNumber = number;
  result.rowTruth = truth;
}

/** Notes that a row is not false for a criterion. */
export function appendRow(
  result: MatchResult,
  criterion: number,
  row: number,
  truth: number,
): void {
  const at = result.rows;
  if (
    at >= result.rowTruth.length ||
    at >= result.rowNumber.length ||
    at >= result.rowCriterion.length
  ) {
    grow(result);
  }
  result.rowCriterion[at] = criterion;
  result.rowNumber[at] = row;
  result.rowTruth[at] = truth;
  result.rows = at + 1;
}

/** The double nearest to an exact quotient. */
export function nearestQuotient(dividend: bigint, divisor: bigint): number {
  return numberFromRational(rational(dividend, divisor));
}
