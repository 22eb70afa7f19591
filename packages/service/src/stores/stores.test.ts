// What every store of history promises, asked of all of them alike: order, once, all or nothing, bounded reading, and what two writers may do to each other.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Batch, DecisionEntry, HistoryStore, LogEntry } from "@luong/runtime";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Place, placesOf, storeKinds } from "../../test/stores/kinds.ts";
import { type PostgresServer, startPostgres } from "../../test/stores/postgres-server.ts";

const folder = mkdtempSync(join(tmpdir(), "luong-stores-"));
let server: PostgresServer;
let placeOf: ReturnType<typeof placesOf>;

beforeAll(async () => {
  server = await startPostgres({ fsync: false });
  placeOf = placesOf(folder, server.url);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function entry(id: string, more: Partial<LogEntry> = {}): LogEntry {
  return { id, source: "passages", known: 1_000, json: { id }, ...more };
}

function batch(...entries: readonly LogEntry[]): Batch {
  return { entries, decisions: [] };
}

function decision(id: string, declaration: string, value: unknown = { id }): DecisionEntry {
  return { id, declaration, at: 7, decision: value };
}

async function all(store: HistoryStore, after = 0, sources?: readonly string[]) {
  return Array.fromAsync(store.read(after, sources));
}

async function numbersAndIds(store: HistoryStore): Promise<readonly string[]> {
  return (await all(store)).map(({ number, id }) => `${number} ${id}`);
}

describe.each(storeKinds)("%s", (kind) => {
  /** Runs on a fresh store, and leaves it closed. */
  async function withStore(
    work: (store: HistoryStore, place: Place) => Promise<void>,
  ): Promise<void> {
    const place = placeOf(kind);
    const store = await place();
    try {
      await work(store, place);
    } finally {
      await store.close();
    }
  }

  test("begins empty, numbers from 1, gives back in order what was appended", () =>
    withStore(async (store) => {
      expect([await store.last(), await all(store)]).toEqual([0, []]);
      expect(await store.append(batch())).toEqual({ last: 0, numbers: [] });
      expect(await store.append(batch(entry("b"), entry("a")))).toEqual({
        last: 2,
        numbers: [1, 2],
      });
      expect(await store.append(batch(entry("c")))).toEqual({ last: 3, numbers: [3] });
      expect(await store.append(batch())).toEqual({ last: 3, numbers: [] });
      expect(await numbersAndIds(store)).toEqual(["1 b", "2 a", "3 c"]);
      expect(await store.last()).toBe(3);
      expect((await all(store, 2)).map(({ id }) => id)).toEqual(["c"]);
      expect(await all(store, 3)).toEqual([]);
      expect((await all(store, -1)).length).toBe(3);
    }));

  test("keeps every field as it was told, and a withdrawn row's identity", () =>
    withStore(async (store) => {
      const told = [
        entry("tờ khai 🚢", {
          known: -1,
          source: "khai báo",
          json: { tên: "Lợi's \u0000 \ud800" },
        }),
        entry("numbers", {
          json: [0.1, 1e21, 5e-324, 1.7976931348623157e308, 9007199254740991, -0.5, 1e2, 123456.78],
        }),
        entry("texts", { json: { "": "", __proto__x: '"\\\n', é: "e\u0301" } }),
        entry("scalars", { json: ["", true, false, null, {}, []] }),
        entry("withdrawn", { json: null, identity: '["51C-123.45",{"a":1}]' }),
        entry("large", { json: "x".repeat(3_000_000) }),
        entry("late", { known: Number.MAX_SAFE_INTEGER, identity: "named" }),
      ];
      await store.append(batch(...told));
      const back = (await all(store)).map(({ number, ...rest }) => rest);
      expect(back).toEqual(told);
    }));

  test("what is changed after it was told, or after it was read, stays as it was told", () =>
    withStore(async (store) => {
      const json = { plates: ["51C-1"] };
      const bytes = Uint8Array.of(1, 2);
      await store.append({
        entries: [entry("a", { json })],
        decisions: [decision("d", "D", json)],
      });
      await store.saveCheckpoints([{ group: "g", through: 1, bytes }]);
      json.plates.push("changed");
      bytes[0] = 9;
      const [first] = await all(store);
      expect(first?.json).toEqual({ plates: ["51C-1"] });
      const read = first?.json as typeof json | undefined;
      read?.plates.push("changed");
      expect((await all(store))[0]?.json).toEqual({ plates: ["51C-1"] });
      expect(await store.decision("d")).toEqual({ plates: ["51C-1"] });
      expect([...((await store.checkpoint("g"))?.bytes ?? [])]).toEqual([1, 2]);
    }));

  test("an id told again is left out, within a batch, later, and together with new ones", () =>
    withStore(async (store) => {
      const first = await store.append(
        batch(entry("a"), entry("b"), entry("a", { json: "other" })),
      );
      expect(first).toEqual({ last: 2, numbers: [1, 2, null] });
      const again = await store.append(batch(entry("b", { json: "other" }), entry("c")));
      expect(again).toEqual({ last: 3, numbers: [null, 3] });
      expect(await store.append(batch(entry("c")))).toEqual({ last: 3, numbers: [null] });
      expect(await numbersAndIds(store)).toEqual(["1 a", "2 b", "3 c"]);
      expect((await all(store)).map(({ json }) => json)).toEqual([
        { id: "a" },
        { id: "b" },
        { id: "c" },
      ]);
    }));

  test("ids are compared to the letter", () =>
    withStore(async (store) => {
      const ids = ["a", "A", "a ", " a", "á", "a\u0301", "1", "01", "'", "\\", "{}", "NULL", "%"];
      const { numbers } = await store.append(batch(...ids.map((id) => entry(id))));
      expect(numbers).toEqual(ids.map((_, at) => at + 1));
      expect((await all(store)).map(({ id }) => id)).toEqual(ids);
    }));

  const unfit: readonly (readonly [string, LogEntry])[] = [
    ["/entries/1/id", entry("")],
    ["/entries/1/id", entry("x".repeat(513))],
    ["/entries/1/id", entry("half \ud83d")],
    ["/entries/1/id", entry("nul \0")],
    ["/entries/1/id", entry(7 as unknown as string)],
    ["/entries/1/source", entry("a", { source: "" })],
    ["/entries/1/known", entry("a", { known: 1.5 })],
    ["/entries/1/known", entry("a", { known: Number.NaN })],
    ["/entries/1/json", entry("a", { json: undefined })],
    ["/entries/1/json", entry("a", { json: { weight: Number.NaN } })],
    ["/entries/1/json", entry("a", { json: [undefined] })],
    ["/entries/1/json", entry("a", { json: { at: new Date(0) } })],
    ["/entries/1/json", entry("a", { json: new Map([["a", 1]]) })],
    ["/entries/1/json", entry("a", { json: { count: 1n } })],
    ["/entries/1/json", entry("a", { json: { go: () => 1 } })],
    ["/entries/1/json", entry("a", { json: knot() })],
    ["/entries/1/identity", entry("a", { json: null })],
  ];

  function knot(): unknown {
    const holder: { self?: unknown } = {};
    holder.self = [holder];
    return holder;
  }

  test.each(unfit)("a batch with an invalid member at %s leaves nothing", (path, bad) =>
    withStore(async (store) => {
      await store.append(batch(entry("before")));
      const mixed = { entries: [entry("good"), bad], decisions: [decision("d", "D")] };
      const error = await store.append(mixed).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: "StoreError", code: "LU6801", fault: { path } });
      expect(await numbersAndIds(store)).toEqual(["1 before"]);
      expect(await store.decision("d")).toBeUndefined();
      expect(await store.append(batch(entry("good")))).toEqual({ last: 2, numbers: [2] });
    }),
  );

  test("of appends made together only the invalid one fails, and the others keep their order", () =>
    withStore(async (store) => {
      const given = ["a", "", "b", "a", "c"].map((id) =>
        store.append(batch(entry(id), entry(`${id}2`))),
      );
      const settled = await Promise.allSettled(given);
      expect(settled.map((each) => (each.status === "fulfilled" ? each.value : "failed"))).toEqual([
        { last: 2, numbers: [1, 2] },
        "failed",
        { last: 4, numbers: [3, 4] },
        { last: 4, numbers: [null, null] },
        { last: 6, numbers: [5, 6] },
      ]);
      expect(await numbersAndIds(store)).toEqual(["1 a", "2 a2", "3 b", "4 b2", "5 c", "6 c2"]);
    }));

  test("a bad decision keeps the entries of its batch out", () =>
    withStore(async (store) => {
      const bad = [decision("", "D"), decision("x", ""), decision("x", "D", Number.NaN)];
      for (const each of [...bad, { ...decision("x", "D"), at: 0.5 }]) {
        const given = { entries: [entry("a")], decisions: [decision("d", "D"), each] };
        await expect(store.append(given)).rejects.toMatchObject({ code: "LU6801" });
      }
      expect([await store.last(), await store.decisionsOf("D")]).toEqual([0, []]);
    }));

  test("decisions are found by id and by declaration, in the order given, the first of an id", () =>
    withStore(async (store) => {
      await store.append({ entries: [], decisions: [decision("z", "D1"), decision("m", "D2")] });
      await store.append({ entries: [entry("e")], decisions: [decision("a", "D1")] });
      await store.append({
        entries: [],
        decisions: [
          decision("z", "D1", "other"),
          decision("k", "D1"),
          decision("k", "D3", "other"),
        ],
      });
      expect(await store.decision("z")).toEqual({ id: "z" });
      expect(await store.decision("nobody")).toBeUndefined();
      expect(await store.decisionsOf("D1")).toEqual([
        decision("z", "D1"),
        decision("a", "D1"),
        decision("k", "D1"),
      ]);
      expect(await store.decisionsOf("D3")).toEqual([]);
      await store.append({ entries: [], decisions: [decision("null", "D4", null)] });
      expect(await store.decision("null")).toBeNull();
    }));

  test("reads only the sources that are asked for", () =>
    withStore(async (store) => {
      const of = (source: string, id: string): LogEntry => entry(id, { source });
      await store.append(
        batch(of("a", "1"), of("b", "2"), of("a,b", "3"), of("a", "4"), of("c", "5")),
      );
      const ids = async (...sources: string[]) =>
        (await all(store, 0, sources)).map(({ id }) => id);
      expect(await ids("a")).toEqual(["1", "4"]);
      expect(await ids("c", "a")).toEqual(["1", "4", "5"]);
      expect(await ids("a,b")).toEqual(["3"]);
      expect(await ids()).toEqual([]);
      expect(await ids("nowhere")).toEqual([]);
      expect((await all(store, 1, ["a"])).map(({ number }) => number)).toEqual([4]);
    }));

  test("a reading ends with what was there when it began, and may be left in the middle", () =>
    withStore(async (store) => {
      const ids = Array.from({ length: 300 }, (_, at) => `e${at}`);
      await store.append(batch(...ids.map((id) => entry(id))));
      const seen: string[] = [];
      for await (const { id } of store.read(0)) {
        if (seen.length % 100 === 0) await store.append(batch(entry(`late ${seen.length}`)));
        seen.push(id);
      }
      expect(seen).toEqual(ids);
      for await (const { number } of store.read(0)) if (number === 70) break;
      expect(await store.last()).toBe(303);
    }));

  test("pruning takes what a source knew before a time, and no number is used again", () =>
    withStore(async (store) => {
      const of = (id: string, source: string, known: number) => entry(id, { source, known });
      await store.append(
        batch(
          of("1", "a", 10),
          of("2", "a", 30),
          of("3", "b", 10),
          of("4", "a", 20),
          of("5", "a", 19),
        ),
      );
      expect(await store.prune("a", 20)).toBe(2);
      expect(await numbersAndIds(store)).toEqual(["2 2", "3 3", "4 4"]);
      expect(await store.prune("a", 20)).toBe(0);
      expect(await store.prune("a", 20.5)).toBe(1);
      expect(await store.prune("a", Number.POSITIVE_INFINITY)).toBe(1);
      expect(await store.prune("b", Number.NaN)).toBe(0);
      expect(await store.prune("b", 11)).toBe(1);
      expect([await store.last(), await all(store)]).toEqual([5, []]);
      // Forgotten, so it is new.
      expect(await store.append(batch(of("5", "a", 50)))).toEqual({ last: 6, numbers: [6] });
    }));

  test("checkpoints are replaced, listed, dropped, and are kept byte by byte", () =>
    withStore(async (store) => {
      // More than one piece of those that a database is asked for.
      const bytes = new Uint8Array(17_000_000).map((_, at) => (at * 7 + (at >> 8)) % 256);
      await store.saveCheckpoints([
        { group: "g2", through: 5, bytes: bytes.subarray(1, 16_900_001) },
        { group: "g1", through: 0, bytes: new Uint8Array(0) },
      ]);
      expect(await store.groups()).toEqual(["g1", "g2"]);
      const back = await store.checkpoint("g2");
      expect(back?.through).toBe(5);
      expect(Buffer.compare(back?.bytes ?? bytes, bytes.subarray(1, 16_900_001))).toBe(0);
      expect((await store.checkpoint("g1"))?.bytes).toHaveLength(0);
      expect(await store.checkpoint("g3")).toBeUndefined();
      await store.saveCheckpoints([{ group: "g2", through: 9, bytes: Uint8Array.of(3) }]);
      expect(await store.checkpoint("g2")).toEqual({
        group: "g2",
        through: 9,
        bytes: Uint8Array.of(3),
      });
      await store.dropCheckpoints(["g1", "unheard"]);
      expect(await store.groups()).toEqual(["g2"]);
    }));

  test("of checkpoints saved together all are replaced or none", () =>
    withStore(async (store) => {
      const old = { group: "a", through: 1, bytes: Uint8Array.of(1) };
      await store.saveCheckpoints([old]);
      const bad = [
        { group: "b", through: -1, bytes: Uint8Array.of(2) },
        { group: "", through: 1, bytes: Uint8Array.of(2) },
        { group: "b", through: 1, bytes: "text" as unknown as Uint8Array },
      ];
      for (const each of bad) {
        const together = [{ group: "a", through: 2, bytes: Uint8Array.of(2) }, each];
        await expect(store.saveCheckpoints(together)).rejects.toMatchObject({ code: "LU6801" });
      }
      expect(await store.checkpoint("a")).toEqual(old);
      expect(await store.groups()).toEqual(["a"]);
    }));

  test("who reads checkpoints while they are replaced sees one or the other, whole", () =>
    withStore(async (store, place) => {
      const other = await place();
      const saved = (round: number) => ({
        through: round,
        bytes: new Uint8Array(2_000).fill(round),
      });
      await store.saveCheckpoints([{ group: "g", ...saved(0) }]);
      const rounds = Array.from({ length: 40 }, (_, at) => at + 1);
      const writing = (async () => {
        for (const round of rounds) await store.saveCheckpoints([{ group: "g", ...saved(round) }]);
      })();
      for (const _ of rounds) {
        const { through, bytes } = (await other.checkpoint("g")) ?? saved(-1);
        expect([through, bytes.every((byte) => byte === through)]).toEqual([through, true]);
        expect(through).toBeGreaterThanOrEqual(0);
      }
      await writing;
      if (other !== store) await other.close();
    }));

  test("what was written is there after closing and opening again", async () => {
    const place = placeOf(kind);
    if (kind === "memory") return expect(await place()).toBe(await place());
    const first = await place();
    await first.append({ entries: [entry("a"), entry("b")], decisions: [decision("d", "D")] });
    await first.prune("passages", 2_000);
    await first.close();
    const second = await place();
    expect([await second.last(), await all(second)]).toEqual([2, []]);
    expect(await second.append(batch(entry("c")))).toEqual({ last: 3, numbers: [3] });
    expect(await second.decision("d")).toEqual({ id: "d" });
    await second.close();
  });

  test("appends under way are written before it closes; afterwards everything is refused", async () => {
    const store = await placeOf(kind)();
    const given = ["a", "b", "c"].map((id) => store.append(batch(entry(id))));
    const closing = store.close();
    expect((await Promise.all(given)).map(({ numbers }) => numbers)).toEqual([[1], [2], [3]]);
    await closing;
    await store.close();
    const refused = { code: "LU6810" };
    await expect(store.append(batch(entry("d")))).rejects.toMatchObject(refused);
    await expect(store.last()).rejects.toMatchObject(refused);
    await expect(all(store)).rejects.toMatchObject(refused);
    await expect(store.decision("d")).rejects.toMatchObject(refused);
    await expect(store.decisionsOf("d")).rejects.toMatchObject(refused);
    await expect(store.saveCheckpoints([])).rejects.toMatchObject(refused);
    await expect(store.checkpoint("g")).rejects.toMatchObject(refused);
    await expect(store.groups()).rejects.toMatchObject(refused);
    await expect(store.dropCheckpoints(["g"])).rejects.toMatchObject(refused);
    await expect(store.prune("a", 1)).rejects.toMatchObject(refused);
  });

  test("two writers: nothing lost, nothing twice, batches whole, no number seen before a lower one", () =>
    withStore(async (left, place) => {
      const right = await place();
      const reader = await place();
      const rounds = 60;
      const writer = async (store: HistoryStore, name: string): Promise<void> => {
        for (let round = 0; round < rounds; round += 1) {
          // The third is told by both.
          const ids = [`${name} ${round} a`, `${name} ${round} b`, `both ${round}`];
          await store.append(batch(...ids.map((id) => entry(id))));
        }
      };
      const state = { isWriting: true };
      const reading = (async () => {
        while (state.isWriting) {
          const seen = (await all(reader)).map(({ number }) => number);
          expect(seen).toEqual(seen.map((_, at) => at + 1));
          await new Promise((resume) => setImmediate(resume));
        }
      })();
      await Promise.all([writer(left, "left"), writer(right, "right")]);
      state.isWriting = false;
      await reading;

      const ids = (await all(reader)).map(({ id }) => id);
      expect(ids.length).toBe(rounds * 5);
      expect(new Set(ids).size).toBe(ids.length);
      for (const name of ["left", "right"]) {
        const own = ids.filter((id) => id.startsWith(name));
        expect(own).toEqual(
          Array.from({ length: rounds * 2 }, (_, at) => `${name} ${at >> 1} ${at % 2 ? "b" : "a"}`),
        );
        // The two of one batch stand side by side.
        for (let at = 0; at < own.length; at += 2)
          expect(ids[ids.indexOf(own[at] ?? "") + 1]).toBe(own[at + 1]);
      }
      for (const each of new Set([right, reader])) if (each !== left) await each.close();
    }));

  test(
    "25,000 entries are read in order without being held in memory",
    () =>
      withStore(async (store) => {
        const [count, perBatch] = [25_000, 1_000];
        const filler = "x".repeat(1_600);
        for (let at = 0; at < count; at += perBatch) {
          const ids = Array.from({ length: perBatch }, (_, offset) => at + offset);
          await store.append(batch(...ids.map((n) => entry(`e${n}`, { json: { n, filler } }))));
        }
        collect();
        const base = process.memoryUsage().heapUsed;
        let [next, most] = [0, 0];
        for await (const { number, json } of store.read(0)) {
          if (number !== next + 1 || (json as { n: number }).n !== next)
            throw new Error(`entry ${number} instead of ${next + 1}`);
          next += 1;
          if (next % 2_500 > 0) continue;
          collect();
          most = Math.max(most, process.memoryUsage().heapUsed - base);
        }
        expect(next).toBe(count);
        // All of it would be 40 MB and more.
        expect(most).toBeLessThan(12_000_000);
      }),
    120_000,
  );

  test("does what a list does, whatever is done in whatever order", async () => {
    const ids = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
    const sources = fc.constantFrom("s", "t");
    const times = fc.integer({ min: 0, max: 9 });
    const entries = fc.record({ id: ids, source: sources, known: times, json: fc.jsonValue() });
    const steps = fc.oneof(
      { weight: 4, arbitrary: fc.record({ append: fc.array(entries, { maxLength: 6 }) }) },
      { weight: 1, arbitrary: fc.record({ prune: sources, before: times }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 12 }), (script) =>
        withStore(async (store) => {
          const model = new ListModel();
          for (const step of script) {
            if ("append" in step) {
              // JSON null is a withdrawal, which names its row.
              const told = step.append.map(
                (each): LogEntry => ({
                  ...each,
                  ...(each.json === null ? { identity: each.id } : {}),
                }),
              );
              expect(await store.append(batch(...told))).toEqual(model.append(told));
            } else {
              expect(await store.prune(step.prune, step.before)).toBe(
                model.prune(step.prune, step.before),
              );
            }
          }
          expect(JSON.stringify(await all(store))).toBe(JSON.stringify(model.ordered()));
          expect(await store.last()).toBe(model.last);
        }),
      ),
      { numRuns: kind === "PostgreSQL" ? 25 : 100 },
    );
  }, 120_000);
});

/** The meaning of a log, as slowly as it can be said. */
class ListModel {
  last = 0;
  #list: (LogEntry & { readonly number: number })[] = [];

  append(entries: readonly LogEntry[]) {
    const numbers = entries.map((each) => {
      if (this.#list.some(({ id }) => id === each.id)) return null;
      this.last += 1;
      this.#list.push({ number: this.last, ...each });
      return this.last;
    });
    return { last: this.last, numbers };
  }

  prune(source: string, before: number): number {
    const count = this.#list.length;
    this.#list = this.#list.filter((each) => each.source !== source || each.known >= before);
    return count - this.#list.length;
  }

  /** With the members in the order in which stores give them. */
  ordered() {
    return this.#list.map(({ number, id, source, known, json, identity }) => ({
      number,
      id,
      source,
      known,
      json,
      ...(identity === undefined ? {} : { identity }),
    }));
  }
}
