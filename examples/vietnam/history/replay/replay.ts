// Compares decisions of `luong decide --events` with what was planted. Comes in: the folder generate.ts wrote and the file of decisions. Goes
// out: a table by row of the catalogue; exit code 1 when a planted case was missed or a red row marked something else.
//
//   luong decide --set examples/vietnam --history FOLDER/before --events FOLDER --explain none --out DECISIONS
//   node --conditions=source examples/vietnam/history/replay/replay.ts FOLDER DECISIONS
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Decision } from "@luong/spec";
import { compare } from "./compare.ts";

async function main(): Promise<void> {
  const [folder, file] = process.argv.slice(2);
  if (folder === undefined || file === undefined) {
    process.stderr.write("the folder of the history and the file of decisions are needed\n");
    process.exitCode = 2;
    return;
  }
  const decisions: Decision[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const outcome = JSON.parse(line);
    // What is looked at; a long run has more decisions than fit otherwise.
    if (outcome.hits?.length > 0)
      decisions.push({ ...outcome, unknown: [], steps: [], scores: [], suppressed: [] });
  }
  const rows = compare(JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")), decisions);
  const write = (cells: readonly (string | number)[]): boolean =>
    process.stdout.write(`${cells.map((cell) => String(cell).padStart(8)).join("")}\n`);
  write(["row", "planted", "missed", "others", "red"]);
  for (const { row, planted, missed, others, redOthers } of rows)
    write([
      row,
      planted,
      missed.length,
      others,
      redOthers.length,
      ...missed.slice(0, 3),
      " +",
      ...redOthers.slice(0, 3),
    ]);
  if (rows.some(({ missed, redOthers }) => missed.length + redOthers.length > 0))
    process.exitCode = 1;
}

await main();
