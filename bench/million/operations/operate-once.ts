/**
 * One operation in a process of its own. Comes in: its name and size as arguments. Goes out: what it has to say on standard output, the measurements
 * to the parent.
 */
import type { Measurement } from "../measurement.ts";
import { answers } from "./answers.ts";
import { changes, listSwaps } from "./changes.ts";
import { loading } from "./loading.ts";
import type { Size } from "./operation.ts";
import { wholeDecision } from "./whole-decision.ts";
import { workers } from "./workers.ts";

/** A new one is a line here and in `extras.ts`. */
const operations: Readonly<Record<string, (size: Size) => Promise<readonly Measurement[]>>> = {
  loading,
  changes,
  listSwaps,
  workers,
  wholeDecision,
  answers,
};

const [name = "", size = "{}"] = process.argv.slice(2);
const operation = operations[name];
if (operation === undefined) throw new Error(`no operation ${name}`);
const measured = await operation(JSON.parse(size) as Size);
await new Promise((resolve) => process.send?.(measured, undefined, undefined, resolve));
process.exit(0);
