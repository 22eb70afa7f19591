// The repository's own files, for the tests in this folder: what git would track, without asking git,
// so that a source archive can be checked too. Leaves out what is installed, built or measured.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const repoRoot = dirname(dirname(fileURLToPath(import.meta.url)));

const SKIPPED_FOLDERS = new Set([".git", "node_modules", "dist", "coverage", "results"]);
const BINARY = /\.(png|jpg|gif|ico|woff2?|ttf|onnx|wasm|gz|zip|luong|pdf|sqlite|tsbuildinfo|log)$/;

/** Paths of all text files, from the root, with forward slashes, sorted. */
export function listTextFiles(): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) visit(path);
      } else if (entry.isFile() && !BINARY.test(entry.name)) {
        found.push(relative(repoRoot, path).split(sep).join("/"));
      }
    }
  };
  visit(repoRoot);
  return found.sort();
}

export function readText(path: string): string {
  return readFileSync(join(repoRoot, path), "utf8");
}
