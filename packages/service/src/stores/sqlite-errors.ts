/**
 * What SQLite says went wrong, as an error of a store.
 *
 * Comes in: anything thrown by `node:sqlite`. Goes out: a `StoreError`; what already is one stays as it is. Result codes: sqlite.org/rescode.html.
 */
import { StoreError, storeError } from "@luong/runtime";

interface SqliteError extends Error {
  /** Extended result code; its lowest byte is the primary one. */
  readonly errcode: number;
  readonly errstr: string;
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && typeof Reflect.get(error, "errcode") === "number";
}

const [PERM, BUSY, LOCKED, READONLY, IOERR] = [3, 5, 6, 8, 10];
const [CORRUPT, FULL, CANTOPEN, TOOBIG, NOTADB] = [11, 13, 14, 18, 26];

function primaryCode(error: unknown): number | undefined {
  return isSqliteError(error) ? error.errcode & 0xff : undefined;
}

/** Another connection holds the lock: it will let go of it. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
}

const outages: readonly string[] = ["LU6804", "LU6806", "LU6808", "LU6809"];

/** Nothing that was written together with it would have gone better alone. */
export function isOutage(error: unknown): boolean {
  return error instanceof StoreError && outages.includes(error.code);
}

export function storeErrorOfSqlite(error: unknown, place: string): StoreError {
  if (error instanceof StoreError) return error;
  const cause = { cause: error };
  const reason = isSqliteError(error) ? error.errstr : String(error);
  switch (primaryCode(error)) {
    case BUSY:
    case LOCKED:
      return storeError("LU6806", { place }, cause);
    case FULL:
      return storeError("LU6805", { place }, cause);
    case READONLY:
      return storeError("LU6808", { place }, cause);
    case CORRUPT:
      return storeError("LU6804", { place, reason }, cause);
    case NOTADB:
      return storeError("LU6803", { place }, cause);
    case PERM:
    case CANTOPEN:
      return storeError("LU6807", { place, reason }, cause);
    case TOOBIG:
      return storeError("LU6815", { place, reason }, cause);
    case IOERR:
      return storeError("LU6809", { place, reason }, cause);
    default:
      return storeError("LU6899", { place, reason }, cause);
  }
}
