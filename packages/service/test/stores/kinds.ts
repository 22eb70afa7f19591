/**
 * The stores there are, for tests that all of them must pass: how a fresh one is made, and opened a second time.
 *
 * Comes in: a temporary folder and a running PostgreSQL. Goes out: for each kind a maker of places; a place can be opened as often as one likes. Every place is of
 * its own: tests do not see each other's entries.
 */
import { join } from "node:path";
import { type HistoryStore, memoryStore } from "@luong/runtime";
import { openPostgresStore } from "../../src/stores/postgres-store.ts";
import { openSqliteStore } from "../../src/stores/sqlite-store.ts";

export type StoreKind = "memory" | "SQLite" | "PostgreSQL";

export const storeKinds: readonly StoreKind[] = ["memory", "SQLite", "PostgreSQL"];

/** A way to open one and the same store. */
export type Place = () => Promise<HistoryStore>;

export function placesOf(folder: string, url: string): (kind: StoreKind) => Place {
  let count = 0;
  return (kind) => {
    count += 1;
    const name = `store_${count}`;
    switch (kind) {
      case "memory": {
        // In memory there is nothing to open again: it is the same store.
        const store = memoryStore();
        return async () => store;
      }
      case "SQLite":
        return () => openSqliteStore(join(folder, `${name}.db`), { durable: "process" });
      case "PostgreSQL":
        return () => openPostgresStore(url, { schema: name });
    }
  };
}
