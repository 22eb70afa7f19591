// `node --conditions=source examples/korea/model/convert.ts OUT`: the model train.py wrote to OUT, as plain data beside this file.
// Comes in: fraud.lgb.txt and check.json of OUT. Goes out: data/fraud.trees.json and data/check.json, which are committed.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { treesFromFile } from "@luong/service";

const [out] = process.argv.slice(2);
if (out === undefined) {
  console.error("say which folder train.py wrote to");
  process.exit(2);
}
const folder = join(import.meta.dirname, "data");
mkdirSync(folder, { recursive: true });
const { trees, ...head } = treesFromFile(readFileSync(join(out, "fraud.lgb.txt")));
// A line for each tree, so that two models can be compared line by line.
const lines = trees.map((tree) => JSON.stringify(tree));
const text = `${JSON.stringify(head).slice(0, -1)},"trees":[\n${lines.join(",\n")}\n]}\n`;
writeFileSync(join(folder, "fraud.trees.json"), text);
copyFileSync(join(out, "check.json"), join(folder, "check.json"));
console.log(`${trees.length} trees, ${Math.round(text.length / 1000)} kB`);
