// What is published works where nothing else is: both packages built, packed, installed into an empty folder without a network, and
// asked to decide under the pinned Node and under the host's own.
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "./example-ir.ts";
import { writeBundle } from "./make-bundle.ts";

const run = promisify(execFile);
const repoRoot = fileURLToPath(new URL("../../..", import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), "luong-pack-")));
afterAll(() => rmSync(root, { recursive: true }));

const PACKAGES = ["spec", "runtime"] as const;

/** Programs on the path, those of the workspace left out. */
function onPath(name: string): string[] {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, name))
    .filter((file) => existsSync(file));
}

/** Copies the sources beside the workspace, so that the build and its output touch nothing others work on. */
async function buildCopies(): Promise<void> {
  cpSync(join(repoRoot, "tsconfig.base.json"), join(root, "tsconfig.base.json"));
  mkdirSync(join(root, "node_modules/@luong"), { recursive: true });
  symlinkSync(join(repoRoot, "node_modules/@types"), join(root, "node_modules/@types"));
  for (const name of PACKAGES) {
    const from = join(repoRoot, "packages", name);
    const isWanted = (file: string): boolean =>
      !/\/(dist|node_modules|test)$|\.test\.ts$/.test(file);
    cpSync(from, join(root, "packages", name), { recursive: true, filter: isWanted });
    symlinkSync(join(root, "packages", name), join(root, "node_modules/@luong", name));
  }
  const compiler = join(repoRoot, "node_modules/typescript-native/bin/tsc");
  const projects = ["packages/runtime", "packages/runtime/tsconfig.node.json"].map((each) =>
    join(root, each),
  );
  await run(process.execPath, [compiler, "-b", ...projects], { cwd: root });
}

async function packed(npm: string, name: string): Promise<string> {
  const folder = join(root, "packages", name);
  const { stdout } = await run(npm, ["pack", "--json", "--offline", "--pack-destination", root], {
    cwd: folder,
  });
  const [tarball] = readdirSync(root).filter(
    (file) => file.startsWith(`luong-${name}-`) && file.endsWith(".tgz"),
  );
  expect(stdout).toContain(`luong-${name}`);
  return join(root, tarball ?? "");
}

const program = `
import { createPool, load } from "@luong/runtime/node";
import { explainText, readJson } from "@luong/runtime";
import { runTests } from "@luong/runtime/prove";
const engine = await load(process.argv[2], ${JSON.stringify(exampleOptions)});
const { value } = readJson('{"number":"1","at":"2026-02-01T09:00","office":"03CC","count":2,"importer":"0101","priority":false,"items":[]}');
const { decision } = engine.decide(value, { explain: true });
const pool = await createPool(process.argv[2], { ...${JSON.stringify(exampleOptions)}, workers: 1 });
const pooled = [];
for await (const outcome of pool.decideAll([value])) pooled.push(outcome.decision.channel);
await pool.close();
console.log(JSON.stringify([process.version, decision.channel, decision.hits.map((hit) => hit.criterion), typeof runTests, pooled, explainText(decision, "vi", engine.ir).split("\\n")[1]]));
`;

test("installs alone and decides under every Node there is", async () => {
  const [npm] = onPath("npm");
  expect(npm, "npm is needed to pack").toBeDefined();
  await buildCopies();
  const tarballs: string[] = [];
  for (const name of PACKAGES) tarballs.push(await packed(npm ?? "", name));
  const home = join(root, "home");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{"name":"home","private":true,"type":"module"}');
  await run(npm ?? "", ["install", "--offline", "--no-audit", "--no-fund", ...tarballs], {
    cwd: home,
  });

  // Nothing but the two packages came along, and no tests, no build leftovers.
  expect(readdirSync(join(home, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "@luong",
  ]);
  expect(readdirSync(join(home, "node_modules/@luong")).toSorted()).toEqual(["runtime", "spec"]);
  const manifest = JSON.parse(
    readFileSync(join(home, "node_modules/@luong/runtime/package.json"), "utf8"),
  );
  expect(Object.keys(manifest.dependencies)).toEqual(["@luong/spec"]);
  const files = readdirSync(join(home, "node_modules/@luong/runtime"), { recursive: true }).map(
    String,
  );
  expect(files.filter((file) => /\.test\.|tsbuildinfo|example-ir/.test(file))).toEqual([]);
  expect(files).toContain(join("schemas", "decision.schema.json"));

  const bundle = join(home, "example.luong");
  await writeBundle(bundle, exampleIr);
  writeFileSync(join(home, "program.mjs"), program);
  const nodes = [process.execPath, ...onPath("node")];
  const versions = new Set<string>();
  for (const node of nodes) {
    const { stdout } = await run(node, ["program.mjs", bundle], {
      cwd: home,
      env: { PATH: dirname(node) },
    });
    const [version, ...answer] = JSON.parse(stdout);
    versions.add(String(version));
    expect(answer).toEqual(["red", ["CHK-001", "LST-010"], "function", ["red"], "Luồng: ĐỎ"]);
  }
  expect(versions.has(process.version)).toBe(true);
}, 120_000);
