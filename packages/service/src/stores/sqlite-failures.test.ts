// What may be wrong with a file, a disk, a lock, a folder: each has its code and its words, nothing is half written, and once it is put right the store goes on.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Batch, HistoryStore, LogEntry } from "@luong/runtime";
import { afterAll, expect, test } from "vitest";
import { formatOf, migrateSqlite, numberOf, sqliteSteps } from "./sqlite-schema.ts";
import { openSqliteStore, type SqliteStoreOptions } from "./sqlite-store.ts";

const folder = mkdtempSync(join(tmpdir(), "luong-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function freshPath(): string {
  count += 1;
  return join(folder, `${count}.db`);
}

function entry(id: string, size = 10): LogEntry {
  return { id, source: "s", known: 1, json: "x".repeat(size) };
}

function batch(...entries: readonly LogEntry[]): Batch {
  return { entries, decisions: [] };
}

async function idsOf(store: HistoryStore): Promise<readonly string[]> {
  return (await Array.fromAsync(store.read(0))).map(({ id }) => id);
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "no error",
    (error: unknown) => Reflect.get(error as object, "code"),
  );
}

/** A store with the entries a and b, closed. */
async function filledPath(options: SqliteStoreOptions = {}): Promise<string> {
  const path = freshPath();
  const store = await openSqliteStore(path, options);
  await store.append(batch(entry("a"), entry("b")));
  await store.close();
  return path;
}

test("a disk that is full takes nothing of a batch, and takes it when there is space", async () => {
  const path = await filledPath();
  const small = await openSqliteStore(path, { maxBytes: 120_000 });
  const large = batch(entry("c", 50_000), entry("d", 50_000), entry("e", 50_000));
  const first = await small.append(large).catch((error: unknown) => error);
  expect(first).toMatchObject({ code: "LU6805", fault: { args: { place: path } } });
  expect(await idsOf(small)).toEqual(["a", "b"]);
  // What fits still goes in, also beside what does not.
  const both = await Promise.allSettled([small.append(large), small.append(batch(entry("f")))]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(await idsOf(small)).toEqual(["a", "b", "f"]);
  await expect(
    small.saveCheckpoints([{ group: "g", through: 1, bytes: new Uint8Array(200_000) }]),
  ).rejects.toMatchObject({ code: "LU6805" });
  expect(await small.groups()).toEqual([]);
  await small.close();

  const roomy = await openSqliteStore(path);
  expect(await roomy.append(large)).toEqual({ last: 6, numbers: [4, 5, 6] });
  expect(await idsOf(roomy)).toEqual(["a", "b", "f", "c", "d", "e"]);
  await roomy.close();
});

test("a lock that another connection keeps is waited for, then reported; reading goes on", async () => {
  const path = await filledPath();
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const store = await openSqliteStore(path, { patienceMs: 30 });
  expect(await codeOf(store.append(batch(entry("c"))))).toBe("LU6806");
  expect(await idsOf(store)).toEqual(["a", "b"]);
  await store.close();

  const patient = await openSqliteStore(path, { patienceMs: 60_000 });
  const waiting = patient.append(batch(entry("c")));
  // The thread is free while it waits, or this would never be done.
  setTimeout(() => other.exec("ROLLBACK"), 20);
  expect(await waiting).toEqual({ last: 3, numbers: [3] });
  await patient.close();
  other.close();
});

test("a file locked as a whole cannot be opened until it is let go", async () => {
  const path = await filledPath();
  const other = new DatabaseSync(path);
  other.exec(
    "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE head SET last = last; COMMIT",
  );
  expect(await codeOf(openSqliteStore(path, { patienceMs: 20 }))).toBe("LU6806");
  other.close();
  const store = await openSqliteStore(path, { patienceMs: 20 });
  expect(await idsOf(store)).toEqual(["a", "b"]);
  await store.close();
});

test("what is no database, or another program's, is refused and left as it is", async () => {
  const text = freshPath();
  writeFileSync(text, "number,importer\n".repeat(500));
  const foreign = freshPath();
  const database = new DatabaseSync(foreign);
  database.exec("CREATE TABLE invoices (number TEXT); INSERT INTO invoices VALUES ('7')");
  database.close();
  const numbered = freshPath();
  const other = new DatabaseSync(numbered);
  other.exec("CREATE TABLE entries (number TEXT); PRAGMA user_version = 1");
  other.close();
  for (const path of [text, foreign, numbered]) {
    const before = readFileSync(path);
    expect(await codeOf(openSqliteStore(path))).toBe("LU6803");
    expect(await codeOf(openSqliteStore(path, { readOnly: true }))).toBe("LU6803");
    expect(readFileSync(path).equals(before)).toBe(true);
  }
});

test("a page that was overwritten is reported when it is read, not taken for data", async () => {
  const path = freshPath();
  const store = await openSqliteStore(path);
  await store.append(batch(...Array.from({ length: 400 }, (_, at) => entry(`e${at}`, 900))));
  await store.close();
  const bytes = readFileSync(path);
  // All but the head and the tables' descriptions.
  bytes.fill(0xa5, 8 * 4096);
  writeFileSync(path, bytes);
  const damaged = await openSqliteStore(path);
  await expect(idsOf(damaged)).rejects.toMatchObject({
    code: "LU6804",
    fault: { args: { place: path, reason: "database disk image is malformed" } },
  });
  await damaged.close();
});

test("a cut file is damaged, text that is not JSON too", async () => {
  const cut = freshPath();
  const store = await openSqliteStore(cut);
  await store.append(batch(...Array.from({ length: 400 }, (_, at) => entry(`e${at}`, 900))));
  await store.close();
  writeFileSync(cut, readFileSync(cut).subarray(0, 100_000));
  const opened = await openSqliteStore(cut)
    .then((each) => idsOf(each).finally(each.close))
    .catch((e) => e);
  expect(opened).toMatchObject({ code: "LU6804" });

  const edited = await filledPath();
  const database = new DatabaseSync(edited);
  database.exec("UPDATE entries SET json = '{\"a\":' WHERE id = 'b'");
  database.close();
  const reopened = await openSqliteStore(edited);
  await expect(idsOf(reopened)).rejects.toMatchObject({
    code: "LU6804",
    fault: { args: { place: edited, reason: "entry 2 is not JSON" } },
  });
  await reopened.close();
});

test("a newer format is refused by name, and nothing is changed", async () => {
  const path = await filledPath();
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${sqliteSteps.length + 3}`);
  database.close();
  const before = readFileSync(path);
  const args = { place: path, found: sqliteSteps.length + 3, known: sqliteSteps.length };
  for (const options of [{}, { readOnly: true }])
    await expect(openSqliteStore(path, options)).rejects.toMatchObject({
      code: "LU6802",
      fault: { args },
      message: expect.stringContaining("open it with the newer version"),
    });
  expect(readFileSync(path).equals(before)).toBe(true);
});

const later = "ALTER TABLE entries ADD COLUMN witness TEXT";

test("an older format is brought up to date with all that is in it, once", async () => {
  const path = await filledPath();
  const steps = [...sqliteSteps, later];
  const [database, other] = [new DatabaseSync(path), new DatabaseSync(path)];
  migrateSqlite(database, path, steps);
  migrateSqlite(other, path, steps);
  for (const each of [database, other]) {
    expect(formatOf(each, path, steps)).toBe(sqliteSteps.length + 1);
    const rows = each.prepare("SELECT number, id, witness FROM entries").all();
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { number: 1, id: "a", witness: null },
      { number: 2, id: "b", witness: null },
    ]);
    each.close();
  }
});

test("a step that fails leaves the older format whole", async () => {
  const path = await filledPath();
  const database = new DatabaseSync(path);
  const steps = [...sqliteSteps, `${later}; UPDATE nowhere SET a = 1`];
  expect(() => migrateSqlite(database, path, steps)).toThrow("no such table: nowhere");
  expect(formatOf(database, path)).toBe(sqliteSteps.length);
  expect(
    numberOf(database, "SELECT count(*) FROM pragma_table_info('entries') WHERE name = 'witness'"),
  ).toBe(0);
  database.close();
  const store = await openSqliteStore(path);
  expect(await idsOf(store)).toEqual(["a", "b"]);
  await store.close();
});

test("a copy made as docs/stores.md says, while others write, is a store with a beginning of the log", async () => {
  const path = await filledPath();
  const copy = freshPath();
  const writer = await openSqliteStore(path);
  const checkpoint = { group: "g", through: 2, bytes: Uint8Array.of(7) };
  await writer.saveCheckpoints([checkpoint]);
  const backup = new DatabaseSync(path, { readOnly: true });
  const given = ["c", "d"].map((id) => writer.append(batch(entry(id))));
  backup.exec(`VACUUM INTO '${copy}'`);
  backup.close();
  await Promise.all(given);
  await writer.close();
  const restored = await openSqliteStore(copy);
  // Appends of one tick are written after it, so none of them is there.
  expect(await idsOf(restored)).toEqual(["a", "b"]);
  expect(await restored.checkpoint("g")).toEqual(checkpoint);
  expect(await restored.append(batch(entry("b"), entry("c")))).toEqual({
    last: 3,
    numbers: [null, 3],
  });
  await restored.close();
});

test("open for reading it shows what others write, and refuses everything that writes", async () => {
  const path = await filledPath();
  const writer = await openSqliteStore(path);
  const reader = await openSqliteStore(path, { readOnly: true });
  await writer.append(batch(entry("c")));
  expect([await reader.last(), await idsOf(reader)]).toEqual([3, ["a", "b", "c"]]);
  const refused = [
    reader.append(batch(entry("d"))),
    reader.saveCheckpoints([]),
    reader.dropCheckpoints([]),
    reader.prune("s", 9),
  ];
  expect(await Promise.all(refused.map(codeOf))).toEqual(Array(4).fill("LU6808"));
  await reader.close();
  await writer.close();
});

test("a file or folder that is not there, or is a folder, cannot be opened", async () => {
  expect(await codeOf(openSqliteStore(freshPath(), { readOnly: true }))).toBe("LU6807");
  expect(await codeOf(openSqliteStore(join(folder, "nowhere", "a.db")))).toBe("LU6807");
  expect(await codeOf(openSqliteStore(folder))).toBe("LU6807");
  expect(await codeOf(openSqliteStore(":memory:"))).toBe("LU6807");
});

test("who may not write into the folder is told so", async () => {
  const shut = join(folder, "shut");
  mkdirSync(shut);
  copyFileSync(await filledPath(), join(shut, "there.db"));
  chmodSync(join(shut, "there.db"), 0o444);
  chmodSync(shut, 0o555);
  const program = join(import.meta.dirname, "../../test/stores/open-and-append.ts");
  const node = [process.execPath, "--conditions=source", program];
  // Root may write everywhere, unless it does without that right.
  const withoutRights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];
  const command = [...(process.getuid?.() === 0 ? withoutRights : []), ...node];
  const paths = [join(shut, "new.db"), join(shut, "there.db")];
  const { stdout, stderr } = spawnSync(command[0] ?? "", [...command.slice(1), ...paths], {
    encoding: "utf8",
  });
  expect(stdout.split("\n").slice(0, 2), stderr).toEqual(["LU6807", "LU6808"]);
  expect(statSync(join(shut, "there.db")).size).toBeGreaterThan(0);
  chmodSync(shut, 0o755);
});

test("reading and pruning let others have their turn", async () => {
  const store = await openSqliteStore(freshPath(), { durable: "process" });
  for (let at = 0; at < 12; at += 1)
    await store.append(batch(...Array.from({ length: 1_000 }, (_, n) => entry(`${at} ${n}`))));
  let [turns, isOver] = [0, false];
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  expect((await idsOf(store)).length).toBe(12_000);
  // Twelve pages of at most 1,024.
  expect(turns).toBeGreaterThanOrEqual(11);
  turns = 0;
  expect(await store.prune("s", 2)).toBe(12_000);
  expect(turns).toBeGreaterThanOrEqual(2);
  isOver = true;
  await store.close();
});

test("without group commit every append is a transaction of its own", async () => {
  const store = await openSqliteStore(freshPath(), { groupCommit: false, durable: "process" });
  const given = ["a", "b", "a"].map((id) => store.append(batch(entry(id))));
  expect(await Promise.all(given)).toEqual([
    { last: 1, numbers: [1] },
    { last: 2, numbers: [2] },
    { last: 2, numbers: [null] },
  ]);
  await store.close();
});

test.each([
  ["process", 1],
  ["machine", 2],
] as const)("durable for the %s is what SQLite is told", async (durable, synchronous) => {
  const path = freshPath();
  const told: number[] = [];
  const real = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function exec(sql: string): void {
    real.call(this, sql);
    if (sql.includes("synchronous")) told.push(numberOf(this, "PRAGMA synchronous"));
  };
  try {
    await (await openSqliteStore(path, { durable })).close();
  } finally {
    DatabaseSync.prototype.exec = real;
  }
  expect(told).toEqual([synchronous]);
});
