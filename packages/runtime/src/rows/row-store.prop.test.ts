// The store against plain arrays: rows, names, changes, compaction here and elsewhere, transport. Comes in: random rows and changes.
import { canonicalJson } from "@luong/spec";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactRows } from "./compaction.ts";
import { RowStore, RowStoreBuilder, type StoredRow, type StoreShape } from "./row-store.ts";

const COLUMNS = 4;

const cell = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.constantFrom("VN", "CN", "", "đ\u0300", "𝄞", '"\\', 0, 1.5, -2e15, true, false),
  fc.tuple(fc.nat(3), fc.nat(3)),
  fc.record({ amount: fc.nat(3), currency: fc.constantFrom("USD", "VND") }),
);
const period = fc.constantFrom(
  {},
  { from: 5, validFrom: "1970-01-01T00:00:00.005Z" },
  { from: 1, until: 9, validFrom: "a", validUntil: "b" },
);
const row: fc.Arbitrary<StoredRow> = fc
  .tuple(fc.array(cell, { minLength: COLUMNS, maxLength: COLUMNS }), period)
  .map(([cells, dates]) => ({ cells, ...dates }));

function shape(more: Partial<StoreShape> = {}): StoreShape {
  return { table: "t", columns: COLUMNS, idColumn: -1, dated: true, ...more };
}

function storeOf(rows: readonly StoredRow[], like: StoreShape, shared = false): RowStore {
  const builder = new RowStoreBuilder(like);
  for (const { cells, from = -Infinity, until = Infinity, validFrom, validUntil } of rows) {
    builder.append(cells, { from, until, validFrom, validUntil });
  }
  return builder.build(shared);
}

/** What the store is to say, from rows where a removed one is null. */
function expected(rows: readonly (StoredRow | null)[], like: StoreShape): unknown[] {
  return rows.map((each, index) => {
    if (each === null) return undefined;
    const id = like.idColumn < 0 ? null : each.cells[like.idColumn];
    const name = String(id ?? index + 1);
    const { from = -Infinity, until = Infinity, validFrom, validUntil } = like.dated ? each : {};
    const written = {
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
    };
    return { cells: each.cells, ...written, name, from, until };
  });
}

/** Every row; a cell asked for alone is the one in its row. */
function all(store: RowStore): unknown[] {
  return Array.from({ length: store.length }, (_, index) => {
    const row = store.at(index);
    const cells = Array.from({ length: store.columns }, (_, column) => store.cellAt(index, column));
    expect(cells).toEqual(row?.cells ?? cells.map(() => null));
    return row;
  });
}

const shapes = fc.record({ idColumn: fc.constantFrom(-1, 0, 2), dated: fc.boolean() }).map(shape);

/** The id is a text or nothing: that is what a key column `id` may hold. */
function withIds(rows: readonly StoredRow[], { idColumn }: StoreShape): readonly StoredRow[] {
  if (idColumn < 0) return rows;
  return rows.map(({ cells, ...rest }) => {
    const id = cells[idColumn];
    const fits = id === null || typeof id === "string";
    return { ...rest, cells: fits ? cells : cells.with(idColumn, canonicalJson(id)) };
  });
}

const change = fc.record({
  put: fc.array(row, { maxLength: 4 }),
  remove: fc.array(fc.oneof(fc.nat(20), fc.constantFrom("VN", "CN", "1", "3", "zz")), {
    maxLength: 3,
  }),
});

interface Version {
  readonly store: RowStore;
  /** What it is to say; a removed one is null. */
  readonly rows: readonly (StoredRow | null)[];
}

/** The change made to the store, and to plain arrays. */
function next(
  { store, rows }: Version,
  { put, remove }: { put: readonly StoredRow[]; remove: readonly (number | string)[] },
): Version {
  const like = store.shape;
  const names = expected(rows, like).map((each) => (each as { name: string })?.name);
  const gone = new Set(
    remove.flatMap((what) =>
      typeof what === "number"
        ? [what - 1]
        : names.flatMap((name, index) => (name === what ? [index] : [])),
    ),
  );
  const more = withIds(put, like);
  return {
    store: store.withChanges({ put: more, remove }),
    rows: [...rows.map((each, index) => (gone.has(index) ? null : each)), ...more],
  };
}

test("a store is the rows it was made of, whatever changed, and older versions stay", () => {
  fc.assert(
    fc.property(
      shapes,
      fc.array(row, { maxLength: 12 }),
      fc.array(change, { maxLength: 6 }),
      fc.boolean(),
      (like, first, changes, shared) => {
        const rows = withIds(first, like);
        const versions: Version[] = [{ store: storeOf(rows, like, shared), rows }];
        for (const each of changes) {
          versions.push(next(versions.at(-1) ?? { store: storeOf([], like), rows: [] }, each));
        }
        for (const { store, rows: wanted } of versions) {
          const wantedRows = expected(wanted, like);
          expect(all(store)).toEqual(wantedRows);
          expect([...store]).toEqual(wantedRows.filter((each) => each !== undefined));
          expect(store.size).toBe(wanted.filter((each) => each !== null).length);
          const sent = RowStore.fromArrays(structuredClone(store.arrays()));
          expect(all(sent)).toEqual(wantedRows);
          const parts = RowStore.fromParts(structuredClone(store.parts()));
          expect(all(parts)).toEqual(wantedRows);
          expect(store.parts().blocks.at(-1)).toBe(store.parts().blocks.at(-1));
          const compact = store.compact();
          expect(compact.isCompact).toBe(true);
          expect(all(compact)).toEqual(wantedRows);
          for (const name of ["VN", "1", "2", "11", "x", "01"]) {
            const numbers = wantedRows.flatMap((each, index) =>
              (each as { name: string } | undefined)?.name === name ? [index + 1] : [],
            );
            expect(store.numbersNamed(name)).toEqual(numbers);
            expect(compact.numbersNamed(name)).toEqual(numbers);
          }
        }
      },
    ),
  );
});

describe("a compaction made elsewhere", () => {
  const changes = fc.array(change, { maxLength: 6 });

  test("takes the place of what it was made of, whatever came and went meanwhile", () => {
    const seen = { joined: 0, removed: 0, put: 0 };
    fc.assert(
      fc.property(
        shapes,
        fc.array(row, { maxLength: 12 }),
        fc.array(fc.tuple(changes, fc.boolean(), changes), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (like, first, rounds, shared) => {
          const rows = withIds(first, like);
          let version: Version = { store: storeOf(rows, like, shared), rows };
          for (const [before, fails, meanwhile] of rounds) {
            for (const each of before) version = next(version, each);
            const began = { ...version, store: version.store.sealed() };
            const input = structuredClone({ table: "t", parts: began.store.parts() });
            version = began;
            for (const each of meanwhile) version = next(version, each);
            expect(all(version.store)).toEqual(expected(version.rows, like));
            // A thread that died: the next round begins anew.
            if (fails) continue;
            const made = RowStore.fromParts(compactRows(input));
            version = { ...version, store: version.store.rebased(made) };
            const wanted = expected(version.rows, like);
            expect(all(version.store)).toEqual(wanted);
            expect(all(began.store)).toEqual(expected(began.rows, like));
            expect(version.store.size).toBe(version.rows.filter((each) => each !== null).length);
            for (const name of ["VN", "1", "2", "11", "x", "01"]) {
              const numbers = wanted.flatMap((each, index) =>
                (each as { name: string } | undefined)?.name === name ? [index + 1] : [],
              );
              expect(version.store.numbersNamed(name)).toEqual(numbers);
            }
            const later = version.store.parts().blocks.length - 1;
            const puts = meanwhile.filter(({ put }) => put.length > 0).length;
            seen.joined += later < puts ? 1 : 0;
            seen.put += puts;
            seen.removed += version.rows
              .slice(0, began.rows.length)
              .filter((each, index) => each === null && began.rows[index] !== null).length;
          }
        },
      ),
    );
    // Worth something only if all of it came up.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  test("weighs what a store made of the rows alone weighs, and a place for each that is gone", () => {
    const fresh = (from: number, to: number): StoredRow[] =>
      Array.from({ length: to - from }, (_, at) => ({
        cells: [`row ${from + at}`, at % 7, "CN", null],
      }));
    const like = shape({ idColumn: 0, dated: false });
    let store = storeOf(fresh(0, 20_000), like, true);
    expect(store.isLoose).toBe(false);
    const gone = Array.from({ length: 15_000 }, (_, at) => at + 1);
    store = store.withChanges({ remove: gone });
    expect(store.isLoose).toBe(true);
    const sealed = store.sealed();
    const compacted = compactRows({ table: "t", parts: sealed.parts() });
    const later = sealed.withChanges({ put: fresh(20_000, 20_100), remove: [15_001] });
    const rebased = later.rebased(RowStore.fromParts(compacted));
    expect(rebased.isLoose).toBe(false);
    const alone = storeOf([...fresh(15_001, 20_000), ...fresh(20_000, 20_100)], like, true);
    // Of a place: where its cells start (4), a slot and a half of the register of names (6), a bit here and in the block.
    const places = gone.length * 10.25;
    expect(rebased.bytes).toBeLessThan(alone.bytes * 1.05 + places);
    expect(rebased.bytes).toBeGreaterThan(alone.bytes);
    expect(later.bytes).toBeGreaterThan(2 * rebased.bytes);
  });

  test("is wanted again only when as much is loose again; later blocks count, too", () => {
    const many = Array.from({ length: 4000 }, (_, at) => ({ cells: [`n${at}`, at, 1, null] }));
    const like = shape({ dated: false });
    const compact = (store: RowStore): RowStore => {
      const sealed = store.sealed();
      return sealed.rebased(RowStore.fromParts(compactRows({ table: "t", parts: sealed.parts() })));
    };
    let store = storeOf(many, like).withChanges({ remove: many.map((_, at) => at + 1) });
    // Counted anew from the arrays it is the same.
    expect([store.isLoose, RowStore.fromParts(store.parts()).isLoose]).toEqual([true, true]);
    store = compact(store);
    expect([store.isLoose, RowStore.fromParts(store.parts()).isLoose]).toEqual([false, false]);
    store = store.withChanges({ put: many.slice(0, 1500) });
    expect(store.isLoose).toBe(false);
    store = store.withChanges({ put: many.slice(0, 1500) });
    expect(store.isLoose).toBe(true);
    store = compact(store);
    expect([store.isLoose, store.isCompact, store.size]).toEqual([false, true, 3000]);
  });

  test("is refused when it was made of other rows", () => {
    const store = storeOf([{ cells: ["a", 1, null, null] }], shape());
    const made = store.compact();
    expect(() => store.rebased(made)).toThrow(/sealed rows/);
    const sealed = store.sealed();
    const more = sealed.withChanges({ put: [{ cells: ["b", 2, null, null] }] });
    expect(() => more.rebased(more.compact())).toThrow(/sealed rows/);
    expect(() => more.sealed().rebased(made)).toThrow(/sealed rows/);
    const other = storeOf([{ cells: ["a", 1, null, null] }], shape({ table: "other" }));
    expect(() => sealed.rebased(other)).toThrow(/sealed rows/);
    expect(more.rebased(made).length).toBe(2);
  });
});

describe("numbers of cells", () => {
  test("are those of the values, one for equal values; -1 where empty", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const store = storeOf(rows, shape());
        const numbers = new Int32Array(COLUMNS);
        const byText = new Map<string, number>();
        rows.forEach(({ cells }, index) => {
          expect(store.read(index, numbers)).toBe(true);
          cells.forEach((value, column) => {
            const number = numbers[column] ?? -2;
            if (value === null) expect(number).toBe(-1);
            else {
              expect(store.valueOf(number)).toEqual(value);
              const text = canonicalJson(value);
              expect(byText.get(text) ?? number).toBe(number);
              byText.set(text, number);
            }
          });
        });
      }),
    );
  });

  test("stay what they were when rows are put, and lead to the new values", () => {
    const before = storeOf([{ cells: ["a", null, 1, null] }], shape());
    let store = before;
    for (let at = 0; at < 40; at += 1) {
      store = store.withChanges({ put: [{ cells: [`n${at}`, "a", null, null] }] });
    }
    const numbers = new Int32Array(COLUMNS);
    store.read(0, numbers);
    expect([...numbers].map((each) => (each < 0 ? null : store.valueOf(each)))).toEqual([
      "a",
      null,
      1,
      null,
    ]);
    for (let at = 0; at < 40; at += 1) {
      store.read(at + 1, numbers);
      expect(store.valueOf(numbers[0] ?? -1)).toBe(`n${at}`);
    }
    expect(store.read(41, numbers)).toBe(false);
    expect(before.length).toBe(1);
    expect(store.isCompact).toBe(false);
  });
});

test("two changes of one store do not see each other", () => {
  const base = storeOf([{ cells: ["a", null, null, null] }], shape({ idColumn: 0 }));
  const one = base.withChanges({ put: [{ cells: ["one", null, null, null] }] });
  const two = base.withChanges({ put: [{ cells: ["two", null, null, null] }], remove: ["a"] });
  expect([one.at(1)?.name, two.at(1)?.name, base.at(1)]).toEqual(["one", "two", undefined]);
  expect([one.at(0)?.name, two.at(0), base.at(0)?.name]).toEqual(["a", undefined, "a"]);
});

test("a row is asked a hundred thousand times over, and is made anew when another took its place", () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => ({ cells: [`n${at}`, at, null, "same"] }));
  const store = storeOf(rows, shape({ dated: false }));
  for (let at = 0; at < 100_000; at += 1) {
    const index = (at * 7919) % rows.length;
    if (store.at(index)?.cells[0] !== `n${index}`) throw new Error(`row ${index}`);
  }
  expect(store.at(5)).toBe(store.at(5));
  expect([store.at(-1), store.at(10_000), store.at(0.5)?.name]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("the arrays lie on shared memory when that is asked for, after changes too", () => {
  const store = storeOf([{ cells: ["a", 1, null, null] }], shape({ idColumn: 0 }), true);
  const changed = store.withChanges({ put: [{ cells: ["b", 2, null, null] }], remove: [1] });
  for (const each of [store, changed, changed.compact()]) {
    const { texts, periods, table, rows, columns, idColumn, ...own } = each.arrays();
    for (const array of [
      ...Object.values(own),
      ...Object.values(texts),
      ...Object.values(periods ?? {}),
    ]) {
      expect((array as Uint8Array).buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect([table, rows > 0, columns, idColumn]).toEqual(["t", true, COLUMNS, 0]);
  }
});

test("what JSON cannot say is refused", () => {
  const builder = new RowStoreBuilder(shape());
  expect(() => builder.cell(Number.NaN)).toThrow(TypeError);
  expect(() => builder.cell(1n)).toThrow(TypeError);
});

test("five filled cells of known values take less than fifty bytes", () => {
  const builder = new RowStoreBuilder(shape({ columns: 12, dated: false }));
  for (let at = 0; at < 50_000; at += 1) {
    builder.append([at % 97, null, null, "CN", null, at % 5, "red", null, null, "x", null, null]);
  }
  const store = builder.build(false);
  expect(store.bytes / store.length).toBeLessThan(50);
});
