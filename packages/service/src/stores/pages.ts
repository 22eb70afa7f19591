/**
 * Reading a log page by page, so that memory does not grow with the log and no transaction is held open between pages.
 *
 * Comes in: a function that gives the rows after a number. Goes out: entries, up to the one that was last when reading began; what is appended
 * meanwhile is for the next reading.
 */
import { setImmediate as giveWay } from "node:timers/promises";
import { type LogEntry, storeError } from "@luong/runtime";

/** A row of the table of entries; PostgreSQL gives 64-bit numbers as text. */
export interface EntryRow {
  readonly number: number | string;
  readonly id: string;
  readonly source: string;
  readonly known: number | string;
  readonly identity: string | null;
  readonly json: string | null;
}

export interface PageQuestion {
  readonly after: number;
  readonly through: number;
  readonly limit: number;
}

const FIRST_ROWS = 64;
const MOST_ROWS = 1_024;
/** UTF-16 units of JSON a page should have about. */
const PAGE_SIZE = 1_000_000;

export async function* readPages(
  after: number,
  through: number,
  place: string,
  page: (question: PageQuestion) => Promise<readonly EntryRow[]> | readonly EntryRow[],
): AsyncGenerator<LogEntry & { readonly number: number }> {
  let [number, limit] = [after, FIRST_ROWS];
  while (number < through) {
    const rows = await page({ after: number, through, limit });
    let size = 0;
    for (const row of rows) {
      const entry = entryOfRow(row, place);
      number = entry.number;
      size += row.json?.length ?? 0;
      yield entry;
    }
    if (rows.length < limit) return;
    // SQLite answers at once: without this nobody else would have a turn before the log is read.
    await giveWay();
    limit = rowsOfNextPage(size / rows.length);
  }
}

function rowsOfNextPage(meanSize: number): number {
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(PAGE_SIZE / Math.max(meanSize, 1))));
}

function entryOfRow(row: EntryRow, place: string): LogEntry & { readonly number: number } {
  const { id, source, identity } = row;
  const number = Number(row.number);
  const json = row.json === null ? null : parsed(row.json, place, `entry ${number}`);
  const given = { number, id, source, known: Number(row.known), json };
  return identity === null ? given : { ...given, identity };
}

/** Text this store wrote is JSON; where it is not, somebody else wrote it. */
export function parsed(text: string, place: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw storeError("LU6804", { place, reason: `${what} is not JSON` }, { cause });
  }
}

/** The nearest whole number that a database takes; for bounds, where more or less than that means all or nothing. */
export function wholeBound(bound: number): number {
  if (Number.isNaN(bound)) return Number.MIN_SAFE_INTEGER;
  return Math.min(Math.max(Math.ceil(bound), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
