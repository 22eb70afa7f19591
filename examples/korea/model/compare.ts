// `node --conditions=source examples/korea/model/compare.ts OUT`: our answers beside LightGBM's, for every row of the second file of the set.
// Comes in: predictions.json of OUT, written by train.py. Goes out: how many rows, the greatest difference; fails when it is above one in a million.
import { join } from "node:path";
import { greatestDifference } from "./fraud-model.ts";

const LIMIT = 1e-6;
const [out] = process.argv.slice(2);
if (out === undefined) {
  console.error("say which folder train.py wrote to");
  process.exit(2);
}
const { rows, difference } = greatestDifference(join(out, "predictions.json"));
console.log(`${rows} rows, greatest difference ${difference.toExponential(1)}`);
if (!(difference <= LIMIT)) process.exit(1);
