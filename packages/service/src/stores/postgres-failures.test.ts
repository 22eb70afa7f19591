// What may be wrong with a database, its address, its rights, its locks, its connections: each has its code, nothing is half written, no password is shown.
import type { Batch, HistoryStore, LogEntry } from "@luong/runtime";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CuttingProxy, cuttingProxy } from "../../test/stores/cutting-proxy.ts";
import { type PostgresServer, startPostgres } from "../../test/stores/postgres-server.ts";
import { isLost, isOutage, storeErrorOfPostgres } from "./postgres-errors.ts";
import { migratePostgres, postgresSteps } from "./postgres-schema.ts";
import { openPostgresStore } from "./postgres-store.ts";

let server: PostgresServer;
let client: Client;
let schema = "";
let count = 0;

beforeAll(async () => {
  server = await startPostgres({ fsync: false });
  client = new Client(server.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await server.stop();
});
beforeEach(() => {
  count += 1;
  schema = `case_${count}`;
});

function entry(id: string, json: unknown = 1): LogEntry {
  return { id, source: "s", known: 1, json };
}

function batch(...entries: readonly LogEntry[]): Batch {
  return { entries, decisions: [] };
}

async function idsOf(store: HistoryStore): Promise<readonly string[]> {
  return (await Array.fromAsync(store.read(0))).map(({ id }) => id);
}

/** The address with another user, password or database. */
function urlWith(
  change: Partial<Pick<URL, "username" | "password" | "pathname" | "port">>,
): string {
  return Object.assign(new URL(server.url), change).href;
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "no error",
    (error: unknown) => error,
  );
}

/** The call of `append` with one entry, as another program would make it. */
function rawAppend(id: string): string {
  return `SELECT * FROM ${schema}.append('raw', 1, '{${id}}', '{s}', '{1}', '{NULL}', '{1}', '{}', '{}', '{}', '{}')`;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resume) => setTimeout(resume, 5));
}

/** Does a session of the store wait for a lock? */
async function isWaiting(): Promise<boolean> {
  const query =
    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'luong' AND wait_event_type = 'Lock'";
  return (await client.query(query)).rows.length > 0;
}

describe("opening", () => {
  test.each(["", "localhost/luong", "mysql://u:secret@h/d", "postgresql://[secret"])(
    "%j is no address, and is not repeated",
    async (url) => {
      const error = await errorOf(openPostgresStore(url));
      expect(error).toMatchObject({ code: "LU6816" });
      expect(String(error)).not.toContain("secret");
    },
  );

  test.each(["", "a-b", "Luong", "1a", "pg_a", "a;drop", 'a"', "ă", "a".repeat(64)])(
    "%j is no schema",
    async (given) => {
      expect(await errorOf(openPostgresStore(server.url, { schema: given }))).toMatchObject({
        code: "LU6816",
        fault: { args: { option: "schema", given } },
      });
    },
  );

  test("without an address it is the environment's", async () => {
    process.env["LUONG_DATABASE_URL"] = server.url;
    try {
      const store = await openPostgresStore(undefined, { schema });
      expect(await store.last()).toBe(0);
      await store.close();
    } finally {
      delete process.env["LUONG_DATABASE_URL"];
    }
    expect(await errorOf(openPostgresStore())).toMatchObject({ code: "LU6816" });
  });

  test("a server that does not answer is named without user and password", async () => {
    // Nobody listens on port 1.
    const url = urlWith({ username: "clerk", password: "secret", port: "1" });
    const error = await errorOf(openPostgresStore(url, { patienceMs: 0 }));
    const place = "127.0.0.1:1/postgres (luong)";
    expect(error).toMatchObject({ code: "LU6811", fault: { args: { place } } });
    expect(JSON.stringify((error as { fault: unknown }).fault)).not.toMatch(/secret|clerk/);
  });

  test("a database that is not there is refused", async () => {
    const error = await errorOf(openPostgresStore(urlWith({ pathname: "/nowhere" })));
    expect(error).toMatchObject({ code: "LU6813" });
  });

  test("who may not create is refused, and may use what is there", async () => {
    await client.query(`CREATE ROLE clerk_${count} LOGIN`);
    const url = urlWith({ username: `clerk_${count}` });
    expect(await errorOf(openPostgresStore(url, { schema }))).toMatchObject({ code: "LU6813" });
    await (await openPostgresStore(server.url, { schema })).close();
    expect(await errorOf(openPostgresStore(url, { schema }))).toMatchObject({ code: "LU6813" });
    await client.query(`GRANT USAGE ON SCHEMA ${schema} TO clerk_${count}`);
    await client.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO clerk_${count}`,
    );
    const store = await openPostgresStore(url, { schema });
    expect(await store.append(batch(entry("a")))).toEqual({ last: 1, numbers: [1] });
    await store.close();
  });

  test("another program's schema is refused and left as it is", async () => {
    await client.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.entries (a integer)`);
    expect(await errorOf(openPostgresStore(server.url, { schema }))).toMatchObject({
      code: "LU6803",
    });
    const query = "SELECT tablename FROM pg_tables WHERE schemaname = $1";
    expect((await client.query(query, [schema])).rows).toEqual([{ tablename: "entries" }]);
  });

  test("a newer format is refused", async () => {
    await (await openPostgresStore(server.url, { schema })).close();
    await client.query(`UPDATE ${schema}.format SET version = 9`);
    expect(await errorOf(openPostgresStore(server.url, { schema }))).toMatchObject({
      code: "LU6802",
      fault: { args: { found: 9, known: postgresSteps.length } },
    });
  });

  test("many who open a new store at once make it once", async () => {
    const opening = Array.from({ length: 6 }, () => openPostgresStore(server.url, { schema }));
    const stores = await Promise.all(opening);
    const given = await Promise.all(stores.map((store, at) => store.append(batch(entry(`${at}`)))));
    expect(given.map(({ last }) => last).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    await Promise.all(stores.map((store) => store.close()));
  });
});

describe("formats", () => {
  test("an older one is brought up to date with all that is in it; a step that fails changes nothing", async () => {
    const store = await openPostgresStore(server.url, { schema });
    await store.append(batch(entry("a")));
    await store.close();
    const step = "ALTER TABLE $schema.entries ADD COLUMN witness text";
    const bad = [...postgresSteps, `${step}; UPDATE $schema.nowhere SET a = 1`];
    await expect(migratePostgres(client, schema, "p", bad)).rejects.toThrow(/nowhere/);
    const versionQuery = `SELECT version FROM ${schema}.format`;
    expect((await client.query(versionQuery)).rows).toEqual([{ version: postgresSteps.length }]);

    await migratePostgres(client, schema, "p", [...postgresSteps, step]);
    expect((await client.query(versionQuery)).rows).toEqual([
      { version: postgresSteps.length + 1 },
    ]);
    const rows = await client.query(`SELECT id, witness FROM ${schema}.entries`);
    expect(rows.rows).toEqual([{ id: "a", witness: null }]);
  });
});

describe("writing", () => {
  async function withStore(
    options: Parameters<typeof openPostgresStore>[1],
    work: (store: HistoryStore) => Promise<void>,
  ): Promise<void> {
    const store = await openPostgresStore(server.url, { schema, ...options });
    try {
      await work(store);
    } finally {
      await store.close();
    }
  }

  test("JSON is kept letter by letter", () =>
    withStore({}, async (store) => {
      const json = { b: 1e2, a: [0.1, 1e-7, 123456789012345.6], z: "\u0000 \ud800 é" };
      await store.append(batch(entry("a", json)));
      const { rows } = await client.query(`SELECT json FROM ${schema}.entries`);
      expect(rows).toEqual([{ json: JSON.stringify(json) }]);
    }));

  test("the next number waits for the commit of the one before, and is not seen earlier", () =>
    withStore({}, async (store) => {
      await client.query("BEGIN");
      expect((await client.query(rawAppend("first"))).rows).toEqual([
        { last: "1", numbers: ["1"] },
      ]);
      const second = store.append(batch(entry("second")));
      await until(isWaiting);
      expect([await store.last(), await idsOf(store)]).toEqual([0, []]);
      await client.query("COMMIT");
      expect(await second).toEqual({ last: 2, numbers: [2] });
      expect(await idsOf(store)).toEqual(["first", "second"]);
    }));

  test("a transaction rolled back leaves no gap", () =>
    withStore({}, async (store) => {
      await client.query("BEGIN");
      await client.query(rawAppend("gone"));
      const next = store.append(batch(entry("a")));
      await client.query("ROLLBACK");
      expect(await next).toEqual({ last: 1, numbers: [1] });
    }));

  test("a lock that is never let go of ends in an error, and nothing is written", () =>
    withStore({ statementTimeoutMs: 100 }, async (store) => {
      await client.query(`BEGIN; SELECT * FROM ${schema}.head FOR UPDATE`);
      const given = [store.append(batch(entry("a"))), store.append(batch(entry("b")))];
      const errors = await Promise.all(given.map(errorOf));
      for (const error of errors) expect(error).toMatchObject({ code: "LU6814" });
      await client.query("ROLLBACK");
      expect(await idsOf(store)).toEqual([]);
      expect(await store.append(batch(entry("a")))).toEqual({ last: 1, numbers: [1] });
    }));

  test("a session that is ended while it waits is replaced; what it was asked is done once", () =>
    withStore({}, async (store) => {
      await client.query(`BEGIN; SELECT * FROM ${schema}.head FOR UPDATE`);
      const given = store.append(batch(entry("a"), entry("b")));
      await until(isWaiting);
      const query =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'luong'";
      await client.query(query);
      await client.query("ROLLBACK");
      expect(await given).toEqual({ last: 2, numbers: [1, 2] });
      // Idle ones too.
      await client.query(query);
      expect(await store.append(batch(entry("c")))).toEqual({ last: 3, numbers: [3] });
      expect(await idsOf(store)).toEqual(["a", "b", "c"]);
    }));

  test("who asks again what became of an append is told the same numbers", () =>
    withStore({}, async (store) => {
      await store.append(batch(entry("there")));
      const call = rawAppend("there,new").replace(
        "'{s}', '{1}', '{NULL}', '{1}'",
        "'{s,s}', '{1,1}', '{NULL,NULL}', '{1,1}'",
      );
      const told = [{ last: "2", numbers: [null, "2"] }];
      expect((await client.query(call)).rows).toEqual(told);
      await store.append(batch(entry("later")));
      expect((await client.query(call)).rows).toEqual(told);
      expect(await idsOf(store)).toEqual(["there", "new", "later"]);
    }));

  test("a server told not to wait for the disk waits for it here", () =>
    withStore({}, async () => {
      await client.query("BEGIN; SET LOCAL synchronous_commit = off");
      await client.query(rawAppend("a"));
      const { rows } = await client.query("SHOW synchronous_commit");
      await client.query("COMMIT");
      expect(rows).toEqual([{ synchronous_commit: "on" }]);
    }));

  test("a role that may only read is told so", async () => {
    await (await openPostgresStore(server.url, { schema })).close();
    await client.query(`CREATE ROLE reader_${count} LOGIN SUPERUSER`);
    await client.query(`ALTER ROLE reader_${count} SET default_transaction_read_only = on`);
    const url = urlWith({ username: `reader_${count}` });
    const store = await openPostgresStore(url, { schema });
    expect(await errorOf(store.append(batch(entry("a"))))).toMatchObject({ code: "LU6808" });
    expect(await store.last()).toBe(0);
    await store.close();
  });

  test("a schema dropped under the store is missed", () =>
    withStore({}, async (store) => {
      await client.query(`DROP SCHEMA ${schema} CASCADE`);
      expect(await errorOf(store.append(batch(entry("a"))))).toMatchObject({ code: "LU6803" });
      expect(await errorOf(store.last())).toMatchObject({ code: "LU6803" });
    }));

  test("a checkpoint that no message can hold is refused before it is sent", () =>
    withStore({}, async (store) => {
      const bytes = new Uint8Array(1_000_000_001);
      const given = [
        { group: "a", through: 1, bytes: Uint8Array.of(1) },
        { group: "b", through: 1, bytes },
      ];
      expect(await errorOf(store.saveCheckpoints(given))).toMatchObject({ code: "LU6815" });
      expect(await store.groups()).toEqual([]);
    }));

  test("text that is not JSON is damage", () =>
    withStore({}, async (store) => {
      await store.append(batch(entry("a")));
      await client.query(`UPDATE ${schema}.entries SET json = '{'`);
      expect(await errorOf(idsOf(store))).toMatchObject({
        code: "LU6804",
        fault: { args: { reason: "entry 1 is not JSON" } },
      });
    }));
});

describe("a connection that is cut between commit and answer", () => {
  async function withCut(
    patienceMs: number,
    work: (store: HistoryStore, proxy: CuttingProxy) => Promise<void>,
  ): Promise<void> {
    const proxy = await cuttingProxy(server.url);
    const store = await openPostgresStore(proxy.url, { schema, patienceMs });
    try {
      await work(store, proxy);
    } finally {
      await store.close();
      await proxy.close();
    }
  }

  test("with patience the append is told its own numbers, and was done once", () =>
    withCut(10_000, async (store, proxy) => {
      await store.append(batch(entry("there")));
      proxy.cut("fresh");
      const given = await store.append(batch(entry("fresh"), entry("there"), entry("other")));
      expect(given).toEqual({ last: 3, numbers: [2, null, 3] });
      expect([proxy.count(), await idsOf(store)]).toEqual([1, ["there", "fresh", "other"]]);
    }));

  test("without it is told that nobody knows; repeated, nothing is there twice", () =>
    withCut(0, async (store, proxy) => {
      await store.append(batch(entry("there")));
      proxy.cut("fresh");
      const given = batch(entry("fresh"));
      expect(await errorOf(store.append(given))).toMatchObject({ code: "LU6812" });
      expect(await store.append(given)).toEqual({ last: 2, numbers: [null] });
      expect([proxy.count(), await idsOf(store)]).toEqual([1, ["there", "fresh"]]);
    }));
});

describe("words of the server", () => {
  const failure = (code: string) => Object.assign(new Error("said"), { code });

  test.each([
    ["53100", "LU6805"],
    ["53300", "LU6811"],
    ["57P01", "LU6811"],
    ["08006", "LU6811"],
    ["ECONNRESET", "LU6811"],
    ["28P01", "LU6813"],
    ["58030", "LU6809"],
    ["XX001", "LU6804"],
    ["54000", "LU6815"],
    ["XX000", "LU6899"],
  ])("%s is %s", (code, expected) => {
    expect(storeErrorOfPostgres(failure(code), "p").code).toBe(expected);
  });

  test("a host with two addresses is lost when both are, and both reasons are told", () => {
    const error = new AggregateError([failure("ECONNREFUSED"), failure("EHOSTUNREACH")]);
    expect(isLost(error)).toBe(true);
    const known = storeErrorOfPostgres(error, "p");
    expect(known.fault.args).toEqual({ place: "p", reason: "said; said" });
    expect([isOutage(known), isOutage(error)]).toEqual([true, false]);
  });
});
