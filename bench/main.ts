/**
 * `npm run bench -- [korea] [build] [--rounds N] [--declarations FILE] [--criteria N] [--json FILE]`;
 * `npm run bench -- cameras [--rounds N] [--seed N]`; `npm run bench -- scores [--rounds N] [--seed N]`;
 * `npm run bench -- stores [--rounds N]`;
 * `npm run bench -- million [--quick] [--seed N] [--sizes N,N] [--only NAME,NAME] [--json FILE]`; `npm run bench -- million --page FILE` writes
 * docs/performance.md from a result and measures nothing.
 *
 * Without a name korea and build run; cameras, scores and stores are asked for by name; million takes half an hour and must be asked for. Results go to the screen and, with --json, to a file. Never part of the checks: this machine's figures say nothing about
 * another's; ratios do.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildBenchmark } from "./build.ts";
import { camerasBenchmark } from "./cameras/run.ts";
import { koreaBenchmark } from "./korea.ts";
import { writePage } from "./million/page.ts";
import { millionBenchmark } from "./million/run.ts";
import { scoresBenchmark } from "./scores/run.ts";
import { storesBenchmark } from "./stores/run.ts";

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
    quick: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    sizes: { type: "string" },
    only: { type: "string", default: "" },
    page: { type: "string" },
  },
});
const known = ["korea", "build", "million", "cameras", "scores", "stores"];
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(2);
}
const chosen = positionals.length === 0 ? ["korea", "build"] : positionals;
if (values.page !== undefined) {
  writePage(JSON.parse(readFileSync(values.page, "utf8")));
  process.exit(0);
}
const rounds = Number(values.rounds);
const results: unknown[] = [];
if (chosen.includes("korea")) results.push(...(await koreaBenchmark(values.declarations, rounds)));
if (chosen.includes("build"))
  results.push(buildBenchmark(Number(values.criteria), Math.min(rounds, 5)));
if (chosen.includes("cameras")) results.push(await camerasBenchmark(Number(values.seed), rounds));
if (chosen.includes("scores"))
  results.push(...(await scoresBenchmark(Number(values.seed), rounds)));
if (chosen.includes("stores")) results.push(...(await storesBenchmark(rounds)));
if (chosen.includes("million"))
  results.push(
    ...(await millionBenchmark({
      quick: values.quick,
      seed: Number(values.seed),
      onMeasured: (measurements) => save([...results, ...measurements]),
      only: values.only.split(",").filter((name) => name !== ""),
      ...(values.sizes === undefined ? {} : { sizes: values.sizes.split(",").map(Number) }),
    })),
  );
save(results);

function save(measured: readonly unknown[]): void {
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify(measured, null, 2)}\n`);
}
