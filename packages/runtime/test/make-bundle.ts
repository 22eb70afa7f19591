// Writes a bundle folder for tests: a real module that is loaded, hashed and damaged like any other.
// The module interprets (it is the runtime's own `interpretedModule`, bundled), so these tests do not need the compiler.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BundleIr } from "@luong/spec";
import { interpretedBundle } from "../src/evaluate/interpreted.ts";
import { identityText } from "../src/load/check-manifest.ts";
import { build } from "./from-compiler.ts";

const repoRoot = fileURLToPath(new URL("../../..", import.meta.url));

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** A self-contained ES module of `source`, which may import from the workspace. */
export async function bundleSource(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: repoRoot, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["source"],
    // What a program imports while it runs: Node's own modules, and bundles by their address.
    external: ["node:*", "/bundle.mjs", "file:*"],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** A validator that ends its thread at a note that says so; for `writeBundle`. */
export const deadlyValidator = `(validate) => (declaration) => {
  const note = declaration === null ? null : declaration.note;
  if (note === "ends the thread") process.exit(9);
  if (note === "throws") throw new TypeError("a mistake in the bundle");
  if (note === "eats memory") for (const all = []; ; ) all.push(new Array(100_000).fill(all.length + 0.5));
  return validate(declaration);
}`;

/**
 * Writes `manifest.json` and `bundle.mjs` into `folder` and gives the digest of the criteria. `around`: source of a function from the
 * validator to the one to be used.
 */
export async function writeBundle(
  folder: string,
  ir: BundleIr,
  around = "(validate) => validate",
): Promise<string> {
  const module = await bundleSource(
    `import { interpretedModule } from "@luong/runtime";
     const { abi, ir, slow, validate: plain, createMatcher } = interpretedModule(${JSON.stringify(ir)} as never);
     const validate = (${around})(plain);
     export { abi, ir, slow, validate, createMatcher };`,
  );
  const digest = sha256(identityText(ir));
  const { manifest } = interpretedBundle(ir, digest);
  const files = { "bundle.mjs": sha256(module) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "bundle.mjs"), module);
  writeFileSync(
    join(folder, "manifest.json"),
    `${JSON.stringify({ ...manifest, files }, null, 2)}\n`,
  );
  return digest;
}
