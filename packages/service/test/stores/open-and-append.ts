/**
 * A program that opens SQLite stores, for being started with fewer rights than the tests have: `open-and-append.ts FILE …`.
 *
 * Comes in: paths. Goes out: for each a line with the code of the error that opening it and appending gave, else `written`.
 */
import { openSqliteStore } from "../../src/stores/sqlite-store.ts";

for (const path of process.argv.slice(2)) {
  try {
    const store = await openSqliteStore(path);
    await store.append({ entries: [{ id: "a", source: "s", known: 0, json: 1 }], decisions: [] });
    console.log("written");
  } catch (error) {
    console.log(error instanceof Error ? Reflect.get(error, "code") : error);
  }
}
