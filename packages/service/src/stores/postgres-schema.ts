/**
 * The tables of a store in a schema of PostgreSQL, and the way from an older format to this one.
 *
 * Comes in: a connection and the schema's name. Goes out: the schema with the tables of this format, or a refusal. One transaction, which waits for any
 * other that does the same. Who opens a store that is up to date needs no right to create anything.
 */
import { storeError } from "@luong/runtime";
import type { ClientBase } from "pg";

/**
 * Step n leads from format n to format n + 1; `$schema` stands for the schema.
 *
 * INVARIANT (serial numbers): who appends locks the only row of `head`, takes the next numbers from it and holds the lock until the commit. PostgreSQL makes a commit
 * visible before it lets go of its locks, so nobody sees number 7 before 6 is there. A sequence would not do: its numbers are taken before, and in another
 * order than, the commits.
 *
 * `append` is a function of the database so that the lock is never held while a client thinks, or has died: it is one statement, hence one transaction.
 *
 * JSON is text: `jsonb` would write numbers anew (1e2 becomes 100), reorder members and refuse U+0000 in texts.
 */
export const postgresSteps: readonly string[] = [
  `CREATE TABLE $schema.head (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     last bigint NOT NULL,
     decided bigint NOT NULL
   );
   INSERT INTO $schema.head (last, decided) VALUES (0, 0);
   CREATE TABLE $schema.entries (
     number bigint PRIMARY KEY,
     known bigint NOT NULL,
     source text COLLATE "C" NOT NULL,
     id text COLLATE "C" NOT NULL UNIQUE,
     identity text COLLATE "C",
     json text COLLATE "C"
   );
   CREATE TABLE $schema.decisions (
     number bigint PRIMARY KEY,
     at bigint NOT NULL,
     id text COLLATE "C" NOT NULL UNIQUE,
     declaration text COLLATE "C" NOT NULL,
     decision text COLLATE "C" NOT NULL
   );
   CREATE INDEX decisions_of ON $schema.decisions (declaration, number);
   CREATE TABLE $schema.checkpoints (
     name text COLLATE "C" PRIMARY KEY,
     through bigint NOT NULL,
     bytes bytea NOT NULL
   );
   -- Not compressed, so that a piece can be taken from the middle.
   ALTER TABLE $schema.checkpoints ALTER bytes SET STORAGE EXTERNAL;
   -- The last append of each writer: who lost the connection asks again and is told what became of it.
   CREATE TABLE $schema.writers (
     writer text COLLATE "C" PRIMARY KEY,
     sequence bigint NOT NULL,
     first bigint NOT NULL,
     last bigint NOT NULL,
     at timestamptz NOT NULL DEFAULT now()
   );
   -- With the index and no other way: without statistics a page would be found by sorting all that comes after it.
   CREATE FUNCTION $schema.page(after bigint, through bigint, wanted text[], most bigint)
     RETURNS SETOF $schema.entries LANGUAGE sql STABLE
     SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off
   AS $body$
     SELECT * FROM $schema.entries e
     WHERE e.number > after AND e.number <= through AND (wanted IS NULL OR e.source = ANY (wanted))
     ORDER BY e.number LIMIT most
   $body$;
   CREATE FUNCTION $schema.append(
     given_writer text, given_sequence bigint,
     ids text[], sources text[], knowns bigint[], identities text[], jsons text[],
     decision_ids text[], declarations text[], ats bigint[], decisions text[],
     OUT last bigint, OUT numbers bigint[]
   ) LANGUAGE plpgsql AS $body$
   DECLARE
     before $schema.head%ROWTYPE;
     earlier $schema.writers%ROWTYPE;
   BEGIN
     -- An answer means that it is on the disk, whatever the server's default. A plan made while the tables were small must not read them whole; the
     -- costs that this makes up would have every call compiled, for a hundred times what it takes.
     PERFORM set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
       CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END;
     SELECT * INTO STRICT before FROM $schema.head FOR UPDATE;
     SELECT * INTO earlier FROM $schema.writers w WHERE w.writer = given_writer;
     IF earlier.sequence = given_sequence THEN
       last := earlier.last;
       SELECT array_agg(CASE WHEN e.number >= earlier.first AND e.number <= earlier.last THEN e.number END ORDER BY g.place)
         INTO numbers
         FROM unnest(ids) WITH ORDINALITY AS g(id, place) LEFT JOIN $schema.entries e ON e.id = g.id;
       RETURN;
     END IF;
     WITH given AS (
       SELECT g.*, (SELECT true FROM $schema.entries e WHERE e.id = g.id) IS NULL AS is_new
       FROM unnest(ids, sources, knowns, identities, jsons) WITH ORDINALITY AS g(id, source, known, identity, json, place)
     ), numbered AS (
       SELECT g.*, CASE WHEN g.is_new THEN before.last + count(*) FILTER (WHERE g.is_new) OVER (ORDER BY g.place) END AS number
       FROM given g
     ), put AS (
       INSERT INTO $schema.entries (number, known, source, id, identity, json)
       SELECT n.number, n.known, n.source, n.id, n.identity, n.json FROM numbered n WHERE n.is_new ORDER BY n.place
     )
     SELECT array_agg(n.number ORDER BY n.place), coalesce(max(n.number), before.last) INTO numbers, last FROM numbered n;
     INSERT INTO $schema.decisions (number, at, id, declaration, decision)
       SELECT before.decided + g.place, g.at, g.id, g.declaration, g.decision
       FROM unnest(decision_ids, declarations, ats, decisions) WITH ORDINALITY AS g(id, declaration, at, decision, place)
       ORDER BY g.place
       ON CONFLICT (id) DO NOTHING;
     UPDATE $schema.head h SET last = append.last, decided = h.decided + cardinality(decision_ids);
     INSERT INTO $schema.writers AS w (writer, sequence, first, last)
       VALUES (given_writer, given_sequence, before.last + 1, append.last)
       ON CONFLICT (writer) DO UPDATE
         SET sequence = excluded.sequence, first = excluded.first, last = excluded.last, at = now();
   END
   $body$;`,
];

/** Brings the schema up to date. Throws LU6802 when it is newer than this version, LU6803 when it is somebody else's. */
export async function migratePostgres(
  client: ClientBase,
  schema: string,
  place: string,
  steps: readonly string[] = postgresSteps,
): Promise<void> {
  if ((await formatOf(client, schema, place, steps)) === steps.length) return;
  await client.query("BEGIN");
  try {
    // One at a time, also where the schema, which could be locked, is not there yet. Let go of with the transaction.
    const key = `luong store ${schema}`;
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
    await takeSteps(client, schema, await formatOf(client, schema, place, steps), steps);
    await client.query("COMMIT");
  } catch (error) {
    // Where the connection is gone so is the transaction.
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

async function takeSteps(
  client: ClientBase,
  schema: string,
  found: number,
  steps: readonly string[],
): Promise<void> {
  if (found === 0) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(`CREATE TABLE ${schema}.format (version integer NOT NULL)`);
    await client.query(`INSERT INTO ${schema}.format VALUES (0)`);
  }
  for (const step of steps.slice(found)) await client.query(step.replaceAll("$schema", schema));
  await client.query(`UPDATE ${schema}.format SET version = ${steps.length}`);
}

/** 0 when there is no schema of that name, or an empty one. */
async function formatOf(
  client: ClientBase,
  schema: string,
  place: string,
  steps: readonly string[],
): Promise<number> {
  const tables = await client.query<{ name: string }>(
    "SELECT relname::text AS name FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)",
    [schema],
  );
  if (tables.rows.length === 0) return 0;
  if (!["format", "head", "entries"].every((each) => tables.rows.some(({ name }) => name === each)))
    throw storeError("LU6803", { place });
  const versions = await client.query<{ version: number }>(`SELECT version FROM ${schema}.format`);
  const found = versions.rows[0]?.version ?? 0;
  if (found > steps.length) throw storeError("LU6802", { place, found, known: steps.length });
  return found;
}
