// Comes in: a seed. Goes out: one NDJSON file for each of the other stages, five hundred rows each, and truth.json with what is planted in
// them. README.md says what each row is.
//
//   node examples/vietnam/history/stages/generate.ts --seed 7 --out FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createRandom } from "../../random.ts";
import { audit } from "./audit.ts";
import { gate } from "./gate.ts";
import { manifest } from "./manifest.ts";
import type { StageFile } from "./parts.ts";
import { passengers } from "./passengers.ts";
import { scanner } from "./scanner.ts";

/** By the name of the file. */
export function stageFiles(seed: number): Readonly<Record<string, StageFile<unknown>>> {
  return {
    manifest: manifest(createRandom(seed + 1)),
    gate: gate(seed),
    scanner: scanner(createRandom(seed + 2)),
    audit: audit(createRandom(seed + 3)),
    passengers: passengers(createRandom(seed + 4)),
  };
}

function main(): void {
  const { values } = parseArgs({
    options: { seed: { type: "string", default: "7" }, out: { type: "string" } },
  });
  const seed = Number(values.seed);
  if (values.out === undefined || !Number.isSafeInteger(seed) || seed < 0) {
    process.stderr.write("--out FOLDER and a whole --seed are needed\n");
    process.exitCode = 2;
    return;
  }
  mkdirSync(values.out, { recursive: true });
  const files = stageFiles(seed);
  for (const [name, { rows }] of Object.entries(files)) {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
    writeFileSync(join(values.out, `${name}.ndjson`), lines.join(""));
  }
  const truth = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, file.truth]));
  writeFileSync(join(values.out, "truth.json"), `${JSON.stringify(truth, null, 1)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
