/**
 * `npm run bench -- [korea] [build] [--rounds N] [--declarations FILE] [--criteria N] [--json FILE]`.
 *
 * Without a name all benchmarks run. Results go to the screen and, with --json, to a file. Never part of the checks: this machine's figures say nothing about
 * another's; ratios do.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildBenchmark } from "./build.ts";
import { koreaBenchmark } from "./korea.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" },
    declarations: {
      type: "string",
      default: join(import.meta.dirname, "../../shared/data/korea/train.csv"),
    },
    criteria: { type: "string", default: "10000" },
    json: { type: "string" },
  },
});
const known = ["korea", "build"];
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(2);
}
const chosen = positionals.length === 0 ? known : positionals;
const rounds = Number(values.rounds);
const results: unknown[] = [];
if (chosen.includes("korea")) results.push(...(await koreaBenchmark(values.declarations, rounds)));
if (chosen.includes("build"))
  results.push(buildBenchmark(Number(values.criteria), Math.min(rounds, 5)));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
