/**
 * A store of history in one SQLite file: the default where one machine decides.
 *
 * Comes in: a path. Goes out: a `HistoryStore`. Several processes may have the file open; one writes at a time. SQLite works in the calling
 * thread, so an append holds it for as long as the disk takes. It does not make backups and does not shrink the file (docs/stores.md).
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setImmediate as giveWay } from "node:timers/promises";
import {
  type Appended,
  type Batch,
  type Checkpoint,
  checkCheckpoints,
  type DecisionEntry,
  type HistoryStore,
  type LogEntry,
  type PreparedBatch,
  type PreparedEntry,
  prepareBatch,
  storeError,
} from "@luong/runtime";
import { AppendQueue } from "./append-queue.ts";
import { type EntryRow, parsed, readPages, wholeBound } from "./pages.ts";
import { patiently } from "./patience.ts";
import { isBusy, isOutage, storeErrorOfSqlite } from "./sqlite-errors.ts";
import { formatOf, migrateSqlite, numberOf, sqliteSteps } from "./sqlite-schema.ts";

export interface SqliteStoreOptions {
  /**
   * What an append outlives when it has resolved: `process` the end of the process, `machine` (default) also power failure, for one write-through
   * of the disk each.
   */
  readonly durable?: "process" | "machine";
  /** The file must be there; everything that writes is refused with LU6808. */
  readonly readOnly?: boolean;
  /** Appends of one tick share a transaction, and so a write-through of the disk; default true. */
  readonly groupCommit?: boolean;
  /** How long a lock of another process is waited for, ms; default 5,000. */
  readonly patienceMs?: number;
  /** The file, without its log, does not grow beyond this; more is refused with LU6805. */
  readonly maxBytes?: number;
}

const PATIENCE_MS = 5_000;
/** Numbers looked at in one transaction of `prune`; appends come in between. */
const PRUNE_NUMBERS = 5_000;

const columns = "number, id, source, known, identity, json";
const range = "number > ? AND number <= ?";
const ofSources = "source IN (SELECT value FROM json_each(?))";

const queries = {
  last: "SELECT last FROM head",
  setLast: "UPDATE head SET last = ?",
  put: `INSERT INTO entries (${columns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  decide:
    "INSERT INTO decisions (id, declaration, at, decision) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
  page: `SELECT ${columns} FROM entries WHERE ${range} ORDER BY number LIMIT ?`,
  pageOf: `SELECT ${columns} FROM entries WHERE ${range} AND ${ofSources} ORDER BY number LIMIT ?`,
  decision: "SELECT decision FROM decisions WHERE id = ?",
  decisionsOf:
    "SELECT id, declaration, at, decision FROM decisions WHERE declaration = ? ORDER BY number",
  saveCheckpoint:
    "INSERT INTO checkpoints (name, through, bytes) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET through = excluded.through, bytes = excluded.bytes",
  checkpoint: "SELECT through, bytes FROM checkpoints WHERE name = ?",
  groups: "SELECT name FROM checkpoints",
  dropCheckpoint: "DELETE FROM checkpoints WHERE name = ?",
  prune: `DELETE FROM entries WHERE ${range} AND source = ? AND known < ?`,
} as const;

type Statements = Readonly<Record<keyof typeof queries, StatementSync>>;

class SqliteStore implements HistoryStore {
  readonly #database: DatabaseSync;
  readonly #place: string;
  readonly #patienceMs: number;
  readonly #isReadOnly: boolean;
  readonly #statements: Statements;
  readonly #queue: AppendQueue | undefined;
  #isClosed = false;

  constructor(database: DatabaseSync, place: string, options: SqliteStoreOptions) {
    this.#database = database;
    this.#place = place;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#isReadOnly = options.readOnly === true;
    const prepared = Object.entries(queries).map(([name, query]) => [
      name,
      database.prepare(query),
    ]);
    this.#statements = Object.fromEntries(prepared) as Statements;
    this.#queue =
      options.groupCommit === false
        ? undefined
        : new AppendQueue((batches) => this.#write(batches), isOutage);
  }

  readonly append = async (batch: Batch): Promise<Appended> => {
    this.#checkWritable();
    const prepared = prepareBatch(batch);
    if (this.#queue !== undefined) return this.#queue.add(prepared);
    const [appended] = await this.#write([prepared]);
    return appended as Appended;
  };

  #write(batches: readonly PreparedBatch[]): Promise<readonly Appended[]> {
    return this.#transact(() => {
      let last = this.#last();
      const before = last;
      const appended = batches.map(({ entries, decisions }): Appended => {
        const numbers = entries.map((entry) => (this.#put(entry, last + 1) ? ++last : null));
        for (const { id, declaration, at, text } of decisions)
          this.#statements.decide.run(id, declaration, at, text);
        return { last, numbers };
      });
      if (last > before) this.#statements.setLast.run(last);
      return appended;
    });
  }

  /** Was it new? */
  #put({ id, source, known, identity, text }: PreparedEntry, number: number): boolean {
    const { changes } = this.#statements.put.run(number, id, source, known, identity, text);
    return Number(changes) === 1;
  }

  async *read(
    after: number,
    sources?: readonly string[],
  ): AsyncGenerator<LogEntry & { readonly number: number }> {
    const { page, pageOf } = this.#statements;
    const through = await this.last();
    const wanted = sources === undefined ? undefined : JSON.stringify(sources);
    yield* readPages(wholeBound(after), through, this.#place, (question) =>
      this.#ask(() => {
        const { after: from, through: to, limit } = question;
        const rows =
          wanted === undefined ? page.all(from, to, limit) : pageOf.all(from, to, wanted, limit);
        return rows as unknown as readonly EntryRow[];
      }),
    );
  }

  readonly last = (): Promise<number> => this.#ask(() => this.#last());

  #last(): number {
    return Number(this.#statements.last.get()?.["last"]);
  }

  readonly decision = async (id: string): Promise<unknown> => {
    const row = await this.#ask(() => this.#statements.decision.get(id));
    return row === undefined ? undefined : this.#decided(row["decision"], id);
  };

  readonly decisionsOf = async (declaration: string): Promise<readonly DecisionEntry[]> => {
    const rows = await this.#ask(() => this.#statements.decisionsOf.all(declaration));
    return rows.map((row) => {
      const id = String(row["id"]);
      const decision = this.#decided(row["decision"], id);
      return { id, declaration, at: Number(row["at"]), decision };
    });
  };

  #decided(text: unknown, id: string): unknown {
    return parsed(String(text), this.#place, `decision ${id}`);
  }

  readonly saveCheckpoints = async (checkpoints: readonly Checkpoint[]): Promise<void> => {
    this.#checkWritable();
    checkCheckpoints(checkpoints);
    await this.#transact(() => {
      for (const { group, through, bytes } of checkpoints)
        this.#statements.saveCheckpoint.run(group, through, bytes);
    });
  };

  readonly checkpoint = async (group: string): Promise<Checkpoint | undefined> => {
    const row = await this.#ask(() => this.#statements.checkpoint.get(group));
    if (row === undefined) return undefined;
    return { group, through: Number(row["through"]), bytes: row["bytes"] as Uint8Array };
  };

  readonly groups = async (): Promise<readonly string[]> => {
    const rows = await this.#ask(() => this.#statements.groups.all());
    return rows.map((row) => String(row["name"])).sort();
  };

  readonly dropCheckpoints = async (groups: readonly string[]): Promise<void> => {
    this.#checkWritable();
    await this.#transact(() => {
      for (const group of groups) this.#statements.dropCheckpoint.run(group);
    });
  };

  readonly prune = async (source: string, knownBefore: number): Promise<number> => {
    this.#checkWritable();
    const last = await this.last();
    const bound = wholeBound(knownBefore);
    let pruned = 0;
    for (let from = await this.#lowest(); from < last; from += PRUNE_NUMBERS) {
      this.#checkWritable();
      const to = Math.min(from + PRUNE_NUMBERS, last);
      const gone = await this.#transact(() => this.#statements.prune.run(from, to, source, bound));
      pruned += Number(gone.changes);
      await giveWay();
    }
    return pruned;
  };

  /** One less than the number of the first entry there is. */
  #lowest(): Promise<number> {
    const query = "SELECT coalesce(min(number), 1) - 1 FROM entries";
    return this.#ask(() => numberOf(this.#database, query));
  }

  readonly close = async (): Promise<void> => {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#queue?.drain();
    this.#database.close();
  };

  /** One transaction, all or nothing. What `work` does must not wait for anything: nobody else may use the connection meanwhile. */
  #transact<T>(work: () => T): Promise<T> {
    return this.#try(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        this.#database.exec("COMMIT");
        return result;
      } catch (error) {
        // Some errors, of which a full disk is one, have rolled back already.
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  async #ask<T>(work: () => T): Promise<T> {
    this.#checkOpen();
    return this.#try(work);
  }

  async #try<T>(work: () => T): Promise<T> {
    try {
      return await patiently(work, isBusy, this.#patienceMs);
    } catch (error) {
      // Closed while a lock was waited for.
      if (!this.#database.isOpen) this.#checkOpen();
      throw storeErrorOfSqlite(error, this.#place);
    }
  }

  #checkOpen(): void {
    if (this.#isClosed) throw storeError("LU6810", { place: this.#place });
  }

  #checkWritable(): void {
    this.#checkOpen();
    if (this.#isReadOnly) throw storeError("LU6808", { place: this.#place });
  }
}

/** Opens or makes a store. Rejects with a `StoreError`: LU6802, 6803, 6804, 6806, 6807, 6808, 6809. */
export async function openSqliteStore(
  path: string,
  options: SqliteStoreOptions = {},
): Promise<HistoryStore> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: options.readOnly === true, timeout: 0 });
    const opened = database;
    const patienceMs = options.patienceMs ?? PATIENCE_MS;
    await patiently(() => prepareFile(opened, path, options), isBusy, patienceMs);
    return new SqliteStore(database, path, options);
  } catch (error) {
    if (database?.isOpen === true) database.close();
    throw storeErrorOfSqlite(error, path);
  }
}

function prepareFile(database: DatabaseSync, path: string, options: SqliteStoreOptions): void {
  database.exec("PRAGMA trusted_schema = OFF");
  // Before anything is written: another program's file is left as it is.
  const found = formatOf(database, path);
  if (options.readOnly === true) {
    if (found === 0) throw storeError("LU6803", { place: path });
    if (found < sqliteSteps.length)
      throw storeError("LU6802", { place: path, found, known: sqliteSteps.length });
    return;
  }
  // Of a declaration's 2 kB one fits on a page of the usual 4 kB, three on this.
  if (found === 0) database.exec("PRAGMA page_size = 8192");
  useLog(database, path);
  database.exec(`PRAGMA synchronous = ${options.durable === "process" ? "NORMAL" : "FULL"}`);
  if (options.maxBytes !== undefined) limitPages(database, options.maxBytes);
  migrateSqlite(database, path);
}

/** Readers are not kept waiting by the writer, and a commit is one write. */
function useLog(database: DatabaseSync, path: string): void {
  const mode = String(database.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"]);
  if (mode === "wal") return;
  const reason = "no write-ahead log is possible here (a network drive, or not a file)";
  throw storeError("LU6807", { place: path, reason });
}

function limitPages(database: DatabaseSync, maxBytes: number): void {
  const pages = Math.max(1, Math.floor(maxBytes / numberOf(database, "PRAGMA page_size")));
  database.exec(`PRAGMA max_page_count = ${pages}`);
}
