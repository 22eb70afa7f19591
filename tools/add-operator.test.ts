/**
 * A newcomer adds an operator by following CONTRIBUTING.md: its entry is put into a copy of the workspace, and nothing else.
 *
 * The copy then checks, formats, tests, builds and decides with criteria that use the new operator in both languages.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const workspace = join(import.meta.dirname, "..");
const copy = mkdtempSync(join(tmpdir(), "luong-operator-"));
const set = join(copy, "set");

/** Sources only; installed packages are linked, ours resolve to the copy. */
function copyWorkspace(): void {
  for (const name of ["spec", "dsl", "compiler", "runtime", "cli"]) {
    const from = join(workspace, "packages", name);
    const to = join(copy, "packages", name);
    // Packages that npm could not put at the top lie in a folder of their own.
    if (readdirSync(from).includes("node_modules")) {
      mkdirSync(to, { recursive: true });
      symlinkSync(join(from, "node_modules"), join(to, "node_modules"));
    }
    for (const part of ["src", "bin", "schemas", "package.json"]) {
      if (readdirSync(from).includes(part))
        cpSync(join(from, part), join(to, part), { recursive: true });
    }
  }
  const modules = join(copy, "node_modules");
  mkdirSync(join(modules, "@luong"), { recursive: true });
  for (const name of readdirSync(join(workspace, "node_modules"))) {
    if (name !== "@luong") symlinkSync(join(workspace, "node_modules", name), join(modules, name));
  }
  for (const name of ["spec", "dsl", "compiler", "runtime", "cli"]) {
    symlinkSync(join(copy, "packages", name), join(modules, "@luong", name));
  }
}

/** Exactly what the page says: the entry, at the end of the table. */
function addEntry(): void {
  const page = readFileSync(join(workspace, "CONTRIBUTING.md"), "utf8");
  const entry = /```ts operator\n([\s\S]*?)```/.exec(page)?.[1];
  if (entry === undefined) throw new Error("CONTRIBUTING.md has no entry for an operator");
  const path = join(copy, "packages/spec/src/operators.ts");
  const source = readFileSync(path, "utf8");
  const end = source.indexOf("\n} as const satisfies");
  if (end < 0) throw new Error("the table of operators has no end");
  writeFileSync(path, `${source.slice(0, end)}\n${entry.trimEnd()}${source.slice(end)}`);
}

const criteria = `criteria set "Pallets" vi "Pa-lét" version 1
use schema vn.pallets 1

criterion PAL-001 "Full pallets" vi "Pa-lét đầy"
  on       import at clearance
  when     packages is multiple of 48
  then     channel yellow
  because  "{packages} packages" vi "{packages} kiện"
  test     "full" vi "đầy" given packages = 96 expect hit
  test     "not full" vi "không đầy" given packages = 97 expect no hit
`;

const schema = `schema vn.pallets version 1 "Pallets" vi "Pa-lét"

record Declaration "Declaration" vi "Tờ khai" key number clock registered_at
  number: Id "Number" vi "Số" example "1"
  registered_at: Instant "Registered" vi "Đăng ký lúc" example 2026-01-01T09:00
  packages: Integer "Packages" vi "Số kiện" example 1

flow import "Import" vi "Nhập khẩu"
stage clearance "Clearance" vi "Thông quan"
`;

function luong(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = join(copy, "packages/cli/src/main.ts");
  const options = ["--conditions=source", "--disable-warning=ExperimentalWarning", main, ...args];
  return spawnSync(process.execPath, options, { cwd: set, encoding: "utf8" });
}

describe("an operator added as CONTRIBUTING.md says", () => {
  beforeAll(() => {
    copyWorkspace();
    addEntry();
    mkdirSync(set);
    writeFileSync(join(set, "schema.crit"), schema);
    writeFileSync(join(set, "set.crit"), criteria);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test("is checked, and its tests pass", () => {
    expect(luong("check")).toMatchObject({ status: 0 });
    expect(luong("test")).toMatchObject({ status: 0 });
  });

  test("is refused on operands it has no meaning for", () => {
    const wrong = criteria.replace("packages is multiple of 48", "packages is multiple of 5%");
    writeFileSync(join(set, "set.crit"), wrong);
    const { status, stdout } = luong("check", "--format", "compact");
    writeFileSync(join(set, "set.crit"), criteria);
    expect(status).toBe(1);
    expect(stdout).toMatch(/LU3\d\d\d/);
  });

  test("is written in Vietnamese by the formatter and means the same", () => {
    expect(luong("fmt", "--lang", "vi")).toMatchObject({ status: 0 });
    expect(readFileSync(join(set, "set.crit"), "utf8")).toContain("là bội của");
    expect(luong("test")).toMatchObject({ status: 0 });
  });

  test("decides declarations in a bundle", () => {
    const lines = [96, 97, 480].map((packages, index) =>
      JSON.stringify({ number: `${index + 1}`, registered_at: "2026-01-01T09:00", packages }),
    );
    writeFileSync(join(set, "declarations.ndjson"), `${lines.join("\n")}\n`);
    const { status, stdout, stderr } = luong(
      "decide",
      "--declarations",
      "declarations.ndjson",
      "--out",
      "out.ndjson",
      "--format",
      "json",
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      declarations: 3,
      channels: { green: 1, yellow: 2, red: 0 },
    });
  });
}, 120_000);
