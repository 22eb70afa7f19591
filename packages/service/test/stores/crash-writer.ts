/**
 * A program that writes and says so, to be killed: `crash-writer.ts KIND TARGET NAME SEED FROM UNTIL WIDTH`.
 *
 * Comes in: `sqlite` or `postgres`, a file or an address, durability or schema, and which batches to append, so many of them under way at a time. Goes out: a line `INDEX` on standard output for each
 * batch that was acknowledged, `checkpoint INDEX` for each checkpoint, in order, written before anything else is done.
 */
import { writeSync } from "node:fs";
import { openPostgresStore } from "../../src/stores/postgres-store.ts";
import { openSqliteStore } from "../../src/stores/sqlite-store.ts";
import { batchOf, checkpointsOf } from "./crash-model.ts";

const [kind = "", target = "", name = "", ...numbers] = process.argv.slice(2);
const [seed = 0, from = 0, until = 0, width = 1] = numbers.map(Number);

const store =
  kind === "sqlite"
    ? await openSqliteStore(target, { durable: name === "process" ? "process" : "machine" })
    : await openPostgresStore(target, { schema: name });

let next = from;
async function write(_: unknown, place: number): Promise<void> {
  while (next < until) {
    const index = next;
    next += 1;
    const { last } = await store.append(batchOf(seed, index));
    writeSync(1, `${index}\n`);
    // By one of them alone: of two at once nobody could say which should be there.
    if (place > 0 || index % 4 > 0) continue;
    await store.saveCheckpoints(checkpointsOf(seed, index, last));
    writeSync(1, `checkpoint ${index}\n`);
  }
}
await Promise.all(Array.from({ length: width }, write));
await store.close();
