/**
 * Writes the generated pages of `docs/`: the language reference in both languages and the pages of all diagnostics.
 *
 * `npm run docs` writes them; with `--check` nothing is written and the exit code tells whether they are up to date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { referencePages } from "./reference/pages.ts";

const folder = join(import.meta.dirname, "..", "docs");
const isCheck = process.argv.includes("--check");
let stale = 0;
for (const [name, text] of referencePages()) {
  const path = join(folder, name);
  if (isCheck) {
    if (readFileSync(path, "utf8") === text) continue;
    stale += 1;
    console.log(`docs/${name} is not what \`npm run docs\` writes`);
  } else {
    writeFileSync(path, text);
    console.log(`docs/${name}`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
