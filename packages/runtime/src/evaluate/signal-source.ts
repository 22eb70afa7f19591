/**
 * Where signals come from: emitted functions that answer all criteria, or the index that finds those that speak.
 *
 * Comes in: a question whose declaration the matcher has encoded. Goes out: signals in order. The decider knows nothing else of either.
 */
import type { Question } from "@luong/spec";
import { type Matcher, type MatchResult, TRUE, UNKNOWN } from "../abi.ts";
import type { Signals } from "../index/signals.ts";

export interface SignalSource {
  readonly signals: (question: Question, into: Signals) => void;
}

/** Room for whole words of four truths, which are looked at together. */
function emptyResult(criteria: number): MatchResult {
  return {
    truths: new Uint8Array(new ArrayBuffer(Math.ceil(criteria / 4) * 4), 0, criteria),
    tableRow: new Int32Array(criteria),
    rows: 0,
    rowCriterion: new Int32Array(16),
    rowNumber: new Int32Array(16),
    rowTruth: new Uint8Array(16),
  };
}

/** Truths of all criteria, of which few speak. */
export class EmittedSignals implements SignalSource {
  private readonly matcher: Matcher;
  private readonly result: MatchResult;
  /** The truths of `result`, four at a time. */
  private readonly words: Uint32Array;
  private readonly hasRows: readonly boolean[];

  constructor(matcher: Matcher, hasRows: readonly boolean[]) {
    this.matcher = matcher;
    this.result = emptyResult(hasRows.length);
    this.words = new Uint32Array(this.result.truths.buffer);
    this.hasRows = hasRows;
  }

  signals(_question: Question, into: Signals): void {
    const { result, words } = this;
    this.matcher.match(result);
    into.clear();
    const { truths, tableRow } = result;
    let row = 0;
    for (let index = 0; index < truths.length; index++) {
      if ((index & 3) === 0) {
        // False is 00 and not asked 11: where no pair of bits differs there is nothing to record.
        const word = words[index >> 2] ?? 0;
        if (((word ^ (word >>> 1)) & 0x01010101) === 0) {
          index += 3;
          continue;
        }
      }
      const truth = truths[index];
      if (truth !== TRUE && truth !== UNKNOWN) continue;
      if (this.hasRows[index] === true && row < result.rows) {
        const next = this.addRows(index, row, into);
        // A table that is not bound is unknown without a row.
        if (next > row) {
          row = next;
          continue;
        }
      }
      into.add(index, -1, truth, tableRow[index] ?? 0);
    }
  }

  /** Rows of one criterion stand together; gives the position after them. */
  private addRows(index: number, from: number, into: Signals): number {
    const { rows, rowCriterion, rowNumber, rowTruth } = this.result;
    let at = from;
    for (; at < rows && rowCriterion[at] === index; at++) {
      into.add(index, rowNumber[at] ?? 0, rowTruth[at] ?? 0, 0);
    }
    return at;
  }
}
