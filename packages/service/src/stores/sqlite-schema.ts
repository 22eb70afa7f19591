/**
 * The tables of a store in an SQLite file, and the way from an older format to this one.
 *
 * Comes in: an open database. Goes out: the same, with the tables of this format, or a refusal: another program's file, a newer format. Steps are append-only:
 * a format that was ever written stays readable.
 */
import type { DatabaseSync } from "node:sqlite";
import { storeError } from "@luong/runtime";

/** "LUON" in ASCII; SQLite keeps it in the file's head (`PRAGMA application_id`). */
const APPLICATION_ID = 0x4c_55_4f_4e;

/**
 * Step n leads from format n to format n + 1. The columns that a search looks at stand before `json`: a long text lies on pages of its own, which
 * are then not read.
 */
export const sqliteSteps: readonly string[] = [
  `CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
   INSERT INTO head VALUES (1, 0);
   CREATE TABLE entries (
     number INTEGER PRIMARY KEY,
     known INTEGER NOT NULL,
     source TEXT NOT NULL,
     id TEXT NOT NULL UNIQUE,
     identity TEXT,
     json TEXT
   ) STRICT;
   CREATE TABLE decisions (
     number INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     id TEXT NOT NULL UNIQUE,
     declaration TEXT NOT NULL,
     decision TEXT NOT NULL
   ) STRICT;
   CREATE INDEX decisions_of ON decisions (declaration, number);
   CREATE TABLE checkpoints (name TEXT PRIMARY KEY, through INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;`,
];

/** A number of the file's head or of one row. */
export function numberOf(database: DatabaseSync, query: string): number {
  const row = database.prepare(query).get() ?? {};
  return Number(Object.values(row)[0]);
}

/** The format of the file, 0 when it is empty. Throws LU6803 when it belongs to somebody else, LU6802 when this version is too old for it. */
export function formatOf(
  database: DatabaseSync,
  place: string,
  steps: readonly string[] = sqliteSteps,
): number {
  const found = numberOf(database, "PRAGMA user_version");
  const isEmpty = numberOf(database, "SELECT count(*) FROM sqlite_schema") === 0;
  const isOurs = numberOf(database, "PRAGMA application_id") === APPLICATION_ID;
  if (isEmpty && found === 0) return 0;
  if (!isOurs || found === 0) throw storeError("LU6803", { place });
  if (found > steps.length) throw storeError("LU6802", { place, found, known: steps.length });
  return found;
}

/** All steps that are missing, in one transaction. Looks at the format once more inside: another process may have been faster. */
export function migrateSqlite(
  database: DatabaseSync,
  place: string,
  steps: readonly string[] = sqliteSteps,
): void {
  if (formatOf(database, place, steps) === steps.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const step of steps.slice(formatOf(database, place, steps))) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${steps.length}`);
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
