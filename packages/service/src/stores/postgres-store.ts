/**
 * A store of history in PostgreSQL: where several machines decide, or a database is looked after already.
 *
 * Comes in: the address of a database. Goes out: a `HistoryStore`. Connections that break are made anew, and what was under way is asked again,
 * without being done twice. It does not make backups; how a server that fails is replaced is the database's business (docs/stores.md).
 */
import { randomUUID } from "node:crypto";
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
import { type ClientBase, Pool, type QueryResultRow } from "pg";
import { AppendQueue } from "./append-queue.ts";
import { type EntryRow, parsed, readPages, wholeBound } from "./pages.ts";
import { patiently } from "./patience.ts";
import { isLost, isOutage, mayPass, reasonOf, storeErrorOfPostgres } from "./postgres-errors.ts";
import { migratePostgres } from "./postgres-schema.ts";

export interface PostgresStoreOptions {
  /** Schema that holds the tables, made when it is not there; default `luong`. Each schema is a store of its own. */
  readonly schema?: string;
  /** Connections held at most; default 4. Appends use one. */
  readonly connections?: number;
  /** After which a statement is given up by the server, ms; default 30,000. */
  readonly statementTimeoutMs?: number;
  /** How long a database that does not answer is waited for, ms; default 10,000. */
  readonly patienceMs?: number;
}

const STATEMENT_TIMEOUT_MS = 30_000;
const PATIENCE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** Given to the server's own timeout before the connection is thought dead. */
const DEAD_AFTER_MS = 5_000;
/** Numbers looked at in one transaction of `prune`. */
const PRUNE_NUMBERS = 20_000;

/** LIMIT (checkpoint): PostgreSQL takes no message of a gigabyte, and ends the connection. */
const MOST_BYTES = 1_000_000_000;
const PIECE_BYTES = 8_000_000;

const columns = "number, id, source, known, identity, json";

/** `name` makes it a prepared statement, parsed once on each connection. */
interface Query {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface AppendedRow {
  readonly last: string;
  readonly numbers: readonly (string | null)[] | null;
}

class PostgresStore implements HistoryStore {
  readonly #pool: Pool;
  readonly #schema: string;
  readonly #place: string;
  readonly #patienceMs: number;
  readonly #queue: AppendQueue;
  readonly #writer = randomUUID();
  #sequence = 0;
  #closing: Promise<void> | undefined;

  constructor(pool: Pool, schema: string, place: string, patienceMs: number) {
    this.#pool = pool;
    this.#schema = schema;
    this.#place = place;
    this.#patienceMs = patienceMs;
    this.#queue = new AppendQueue((batches) => this.#write(batches), isOutage);
  }

  readonly append = async (batch: Batch): Promise<Appended> => {
    this.#checkOpen();
    return this.#queue.add(prepareBatch(batch));
  };

  async #write(batches: readonly PreparedBatch[]): Promise<readonly Appended[]> {
    const entries = new Map<string, PreparedEntry>();
    for (const batch of batches)
      for (const entry of batch.entries) if (!entries.has(entry.id)) entries.set(entry.id, entry);
    const decisions = batches.flatMap((batch) => batch.decisions);
    this.#sequence += 1;
    const row = await this.#append([
      this.#writer,
      this.#sequence,
      ...columnsOf([...entries.values()], ["id", "source", "known", "identity", "text"]),
      ...columnsOf(decisions, ["id", "declaration", "at", "text"]),
    ]);
    return answers(batches, [...entries.keys()], row);
  }

  async #append(values: readonly unknown[]): Promise<AppendedRow> {
    const places = values.map((_, at) => `$${at + 1}`).join(", ");
    const text = `SELECT last, numbers FROM ${this.#schema}.append(${places})`;
    const outcome = { isUnknown: false };
    const attempt = () =>
      withClient(this.#pool, async (client): Promise<AppendedRow> => {
        try {
          const { rows } = await client.query<AppendedRow>({
            name: "append",
            text,
            values: [...values],
          });
          return rows[0] as AppendedRow;
        } catch (error) {
          outcome.isUnknown ||= isLost(error);
          throw error;
        }
      });
    try {
      return await patiently(attempt, mayPass, this.#patienceMs);
    } catch (error) {
      if (!outcome.isUnknown) throw storeErrorOfPostgres(error, this.#place);
      throw storeError("LU6812", { place: this.#place, reason: reasonOf(error) }, { cause: error });
    }
  }

  async *read(
    after: number,
    sources?: readonly string[],
  ): AsyncGenerator<LogEntry & { readonly number: number }> {
    const through = await this.last();
    const wanted = sources === undefined ? null : [...sources];
    const text = `SELECT ${columns} FROM ${this.#schema}.page($1, $2, $3, $4)`;
    yield* readPages(wholeBound(after), through, this.#place, (question) => {
      const values = [question.after, question.through, wanted, question.limit];
      return this.#ask<EntryRow>({ name: "page", text, values });
    });
  }

  readonly last = async (): Promise<number> => {
    const text = `SELECT last FROM ${this.#schema}.head`;
    const [row] = await this.#ask<{ last: string }>({ name: "last", text, values: [] });
    return Number(row?.last);
  };

  readonly decision = async (id: string): Promise<unknown> => {
    const text = `SELECT decision FROM ${this.#schema}.decisions WHERE id = $1`;
    const [row] = await this.#ask<{ decision: string }>({ name: "decision", text, values: [id] });
    return row === undefined ? undefined : parsed(row.decision, this.#place, `decision ${id}`);
  };

  readonly decisionsOf = async (declaration: string): Promise<readonly DecisionEntry[]> => {
    const text = `SELECT id, at, decision FROM ${this.#schema}.decisions WHERE declaration = $1 ORDER BY number`;
    const values = [declaration];
    type Row = { id: string; at: string; decision: string };
    const rows = await this.#ask<Row>({ name: "decisionsOf", text, values });
    return rows.map(({ id, at, decision }) => ({
      id,
      declaration,
      at: Number(at),
      decision: parsed(decision, this.#place, `decision ${id}`),
    }));
  };

  readonly saveCheckpoints = async (checkpoints: readonly Checkpoint[]): Promise<void> => {
    this.#checkOpen();
    checkCheckpoints(checkpoints);
    for (const { bytes } of checkpoints) this.#checkSize(bytes);
    // In one order, or two that save at once may wait for each other for ever.
    const sorted = [...checkpoints].sort((a, b) => (a.group < b.group ? -1 : 1));
    await this.#transact("BEGIN", async (client) => {
      // One at a time: a single value goes as bytes, an array of them as text of twice the size.
      for (const { group, through, bytes } of sorted) {
        const values = [group, through, viewOf(bytes)];
        await client.query({ text: this.#saveCheckpoint, values });
      }
    });
  };

  #checkSize({ byteLength }: Uint8Array): void {
    if (byteLength <= MOST_BYTES) return;
    const reason = `${byteLength} bytes, at most ${MOST_BYTES}`;
    throw storeError("LU6815", { place: this.#place, reason });
  }

  get #saveCheckpoint(): string {
    return `INSERT INTO ${this.#schema}.checkpoints (name, through, bytes) VALUES ($1, $2, $3)
      ON CONFLICT (name) DO UPDATE SET through = excluded.through, bytes = excluded.bytes`;
  }

  /** Piece by piece: an answer comes as text of twice the size, and a text cannot be longer than half a gigabyte. */
  readonly checkpoint = async (group: string): Promise<Checkpoint | undefined> => {
    const table = `${this.#schema}.checkpoints`;
    const head = `SELECT through, octet_length(bytes) AS size FROM ${table} WHERE name = $1`;
    const piece = `SELECT substring(bytes FROM $2 FOR ${PIECE_BYTES}) AS bytes FROM ${table} WHERE name = $1`;
    return this.#transact("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", async (client) => {
      const { rows } = await client.query<{ through: string; size: number }>(head, [group]);
      const [row] = rows;
      if (row === undefined) return undefined;
      const bytes = new Uint8Array(row.size);
      for (let at = 0; at < row.size; at += PIECE_BYTES) {
        const found = await client.query<{ bytes: Buffer }>(piece, [group, at + 1]);
        bytes.set(found.rows[0]?.bytes ?? [], at);
      }
      return { group, through: Number(row.through), bytes };
    });
  };

  readonly groups = async (): Promise<readonly string[]> => {
    const text = `SELECT name FROM ${this.#schema}.checkpoints`;
    const rows = await this.#ask<{ name: string }>({ text, values: [] });
    return rows.map(({ name }) => name).sort();
  };

  readonly dropCheckpoints = async (groups: readonly string[]): Promise<void> => {
    const text = `DELETE FROM ${this.#schema}.checkpoints WHERE name = ANY ($1::text[])`;
    await this.#ask({ text, values: [[...groups]] });
  };

  readonly prune = async (source: string, knownBefore: number): Promise<number> => {
    const text = `WITH gone AS (
        DELETE FROM ${this.#schema}.entries WHERE number > $1 AND number <= $2 AND source = $3 AND known < $4 RETURNING 1
      ) SELECT count(*) AS count FROM gone`;
    const last = await this.last();
    let pruned = 0;
    for (let from = await this.#lowest(); from < last; from += PRUNE_NUMBERS) {
      const to = Math.min(from + PRUNE_NUMBERS, last);
      const values = [from, to, source, wholeBound(knownBefore)];
      const [row] = await this.#ask<{ count: string }>({ text, values });
      pruned += Number(row?.count);
    }
    return pruned;
  };

  /** One less than the number of the first entry there is. */
  async #lowest(): Promise<number> {
    const text = `SELECT coalesce(min(number), 1) - 1 AS lowest FROM ${this.#schema}.entries`;
    const [row] = await this.#ask<{ lowest: string }>({ text, values: [] });
    return Number(row?.lowest);
  }

  readonly close = async (): Promise<void> => {
    this.#closing ??= this.#queue.drain().then(() => this.#pool.end());
    await this.#closing;
  };

  /** One statement that may be asked again without harm. */
  async #ask<Row extends QueryResultRow>({ values, ...rest }: Query): Promise<readonly Row[]> {
    this.#checkOpen();
    const query = { ...rest, values: [...values] };
    return this.#try(async () => (await this.#pool.query<Row>(query)).rows);
  }

  /** One transaction that may be done again without harm. */
  #transact<T>(begin: string, work: (client: ClientBase) => Promise<T>): Promise<T> {
    this.#checkOpen();
    return this.#try(() =>
      withClient(this.#pool, async (client) => {
        await client.query(begin);
        const result = await work(client);
        await client.query("COMMIT");
        return result;
      }),
    );
  }

  async #try<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await patiently(attempt, mayPass, this.#patienceMs);
    } catch (error) {
      throw storeErrorOfPostgres(error, this.#place);
    }
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw storeError("LU6810", { place: this.#place });
  }
}

/** Rows as one array for each column, which is what a statement takes for any number of rows. */
function columnsOf<Row>(rows: readonly Row[], names: readonly (keyof Row)[]): unknown[][] {
  return names.map((name) => rows.map((row) => row[name]));
}

/** The same bytes, as `pg` wants them. */
function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The answer of each batch from that of all: an id counts where it stands first. */
function answers(
  batches: readonly PreparedBatch[],
  ids: readonly string[],
  { last, numbers }: AppendedRow,
): readonly Appended[] {
  const fresh = new Map<string, number>();
  for (const [at, id] of ids.entries()) {
    const number = numbers?.[at] ?? null;
    if (number !== null) fresh.set(id, Number(number));
  }
  let highest = Number(last) - fresh.size;
  return batches.map(({ entries }) => {
    const given = entries.map(({ id }) => {
      const number = fresh.get(id) ?? null;
      fresh.delete(id);
      if (number !== null) highest = number;
      return number;
    });
    return { last: highest, numbers: given };
  });
}

/** `host:port/database (schema)`, without user and password: it is shown to people and written to logs. */
function placeOf(url: string, schema: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname} (${schema})`;
}

function checkOptions(url: string, schema: string): void {
  // It may hold a password, so what is wrong with it is not shown.
  const isUrl = /^postgres(ql)?:\/\//.test(url) && URL.canParse(url);
  if (!isUrl) throw storeError("LU6816", { option: "url", given: url === "" ? "" : "…" });
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith("pg_"))
    throw storeError("LU6816", { option: "schema", given: schema });
}

/**
 * Opens or makes a store. `url` as libpq writes it, default `LUONG_DATABASE_URL`. Rejects with a `StoreError`: LU6802, 6803, 6811, 6813, 6816.
 */
export async function openPostgresStore(
  url: string = process.env["LUONG_DATABASE_URL"] ?? "",
  options: PostgresStoreOptions = {},
): Promise<HistoryStore> {
  const schema = options.schema ?? "luong";
  checkOptions(url, schema);
  const place = placeOf(url, schema);
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const pool = poolOf(url, options);
  try {
    await patiently(() => prepareSchema(pool, schema, place), mayPass, patienceMs);
    return new PostgresStore(pool, schema, place, patienceMs);
  } catch (error) {
    await pool.end();
    throw storeErrorOfPostgres(error, place);
  }
}

function poolOf(url: string, options: PostgresStoreOptions): Pool {
  const timeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const pool = new Pool({
    connectionString: url,
    max: options.connections ?? 4,
    application_name: "luong",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: timeoutMs,
    // A server whose machine is gone never answers.
    query_timeout: timeoutMs + DEAD_AFTER_MS,
    keepAlive: true,
  });
  // An idle connection broke; the next question makes a new one, or says what is wrong.
  pool.on("error", () => undefined);
  return pool;
}

async function prepareSchema(pool: Pool, schema: string, place: string): Promise<void> {
  await withClient(pool, async (client) => {
    await migratePostgres(client, schema, place);
    // Nobody asks any more what became of appends a week old. Who may only read leaves them to others.
    const query = `DELETE FROM ${schema}.writers WHERE at < now() - interval '7 days'`;
    await client.query(query).catch(() => undefined);
  });
}

/** Lends a connection; where the work failed it is thrown away, with whatever transaction was open on it. */
async function withClient<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks tells its query, and then everybody: without a listener that would end the process.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  let isBroken = true;
  try {
    const result = await work(client);
    isBroken = false;
    return result;
  } finally {
    // A broken one may have more to say when it is ended.
    if (!isBroken) client.off("error", ignore);
    client.release(isBroken);
  }
}
