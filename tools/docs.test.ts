// What the documentation names must exist: paths, linked files, and a reason for every dependency.
// Comes in: the Markdown files and package manifests. Goes out: lists of what is missing.
// It does not run the examples in the documentation; the examples' own tests do.
import { existsSync, globSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { listTextFiles, readText, repoRoot } from "./repo-files.ts";

const topLevel = new Set(readdirSync(repoRoot));

/** `packages/spec/src/ir.ts`, `docs/adr/`, `package.json`: what in backticks is meant as a path. */
function pathsIn(markdown: string): string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "");
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  return spans.filter((span) => {
    if (!/^\.?[\w][\w.@{},*-]*(\/[\w.@{},*-]*)*$/.test(span)) return false;
    const [first = ""] = span.split("/");
    if (/(^|\/)(dist|node_modules)(\/|$)/.test(span)) return false; // built or installed
    if (span.includes("/")) return topLevel.has(first) || /\/$|\.\w{2,5}$/.test(span);
    return /^([A-Z]+\.md|(package|biome|tsconfig)[\w.-]*\.json|[\w-]+\.config\.(ts|js))$/.test(
      span,
    );
  });
}

const files = listTextFiles();

/** From the root, or shortened as in "`ir/print.ts` in packages/spec": the end of some path. */
function exists(path: string): boolean {
  if (/[{*]/.test(path)) return globSync(path, { cwd: repoRoot }).length > 0;
  if (existsSync(join(repoRoot, path))) return true;
  if (topLevel.has(path.split("/")[0] ?? "")) return false;
  return path.endsWith("/")
    ? files.some((file) => file.includes(`/${path}`))
    : files.some((file) => file.endsWith(`/${path}`));
}

/** Targets of relative links, without their anchors. */
function linksIn(markdown: string): string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? "").replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
    .map((target) => decodeURI(target));
}

describe("paths in backticks exist", () => {
  test.each(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])("%s", (file) => {
    expect(exists(file), `${file} is missing`).toBe(true);
    expect(pathsIn(readText(file)).filter((path) => !exists(path))).toEqual([]);
  });

  test("only what looks like a path is taken for one", () => {
    const text =
      "`packages/spec/` `tools/*.ts` `and/or` `npm test` `@luong/spec` `a < b` `package.json` `gone/x.ts`";
    expect(pathsIn(text)).toEqual(["packages/spec/", "tools/*.ts", "package.json", "gone/x.ts"]);
  });
});

test("relative links lead somewhere", () => {
  const broken = files
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) =>
      linksIn(readText(path))
        .filter((target) => !existsSync(join(repoRoot, dirname(path), target)))
        .map((target) => `${path} → ${target}`),
    );
  expect(broken).toEqual([]);
});

describe("docs/dependencies.md", () => {
  const listed = [...readText("docs/dependencies.md").matchAll(/^\| `([^`]+)` \|/gm)].map(
    (match) => match[1],
  );

  test("has a line for each dependency, and only for those", () => {
    expect(listed.toSorted()).toEqual([...dependencies()].toSorted());
  });

  function dependencies(): Set<string> {
    const manifests = files.filter((path) => /(^|\/)package\.json$/.test(path));
    const names = manifests.flatMap((path) => {
      const manifest = JSON.parse(readText(path)) as Record<string, Record<string, string>>;
      return [
        "dependencies",
        "optionalDependencies",
        "devDependencies",
        "peerDependencies",
      ].flatMap((kind) => Object.keys(manifest[kind] ?? {}));
    });
    return new Set(names.filter((name) => !name.startsWith("@luong/")));
  }
});
