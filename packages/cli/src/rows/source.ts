/**
 * What a file of rows gives, whatever its form: batches of rows, each value as it stands in the file.
 *
 * The first row of all names the columns. Says nothing about types: that is `read-rows.ts`.
 */
import type { Fault } from "@luong/spec";

/** A fault and where: the line of a CSV file, else the number of the row, from 1. */
export interface PlacedFault {
  readonly place: number;
  readonly fault: Fault;
}

export interface RowBatch {
  readonly rows: readonly (readonly unknown[])[];
  /** Of each row: the line it begins on, or its number. */
  readonly places: readonly number[];
  /** The file cannot be read further: the rows of this batch stand before the fault. */
  readonly broken?: PlacedFault;
  /** Bytes of the file read so far. */
  readonly bytes: number;
}

export type RowSource = AsyncGenerator<RowBatch, void, undefined>;
