// House style as a test: what a reviewer would otherwise have to say again and again.
// Comes in: every text file of the repository. Goes out: lists of `file:line what → what instead`.
// Formatting is Biome's and imports are dependency-cruiser's; neither is repeated here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { type Lock, missingPlatformPackages } from "./complete-lock.ts";
import { listTextFiles, readText, repoRoot } from "./repo-files.ts";

const files = listTextFiles();
const isTest = (path: string): boolean => path.endsWith(".test.ts");
const sources = files.filter(
  (path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !isTest(path),
);

/** Packages whose result must be the same on every machine and on every replay. */
const DETERMINISTIC = /^packages\/(spec|dsl|compiler|runtime)\/src\//;

interface Ban {
  readonly call: RegExp;
  readonly instead: string;
}

const TIME =
  "take the instant as an argument: time is an input, so that a decision can be replayed";
const ORDER = "compare code points: the order must not depend on the machine's locale data";
const NO_CODE = "emit a module and import it: the service forbids code from strings";

/** Matched against a call as shown below: `Date.now()`, `new Date()`, `a.localeCompare(…)`. */
const BANS: readonly Ban[] = [
  { call: /^(globalThis\.)?Date\.now(\(\))?$/, instead: TIME },
  { call: /^new Date\(\)$/, instead: TIME },
  { call: /^(globalThis\.)?performance\.now(\(\))?$/, instead: TIME },
  { call: /^process\.hrtime(\.bigint)?\(\)$/, instead: TIME },
  {
    call: /^(globalThis\.)?Math\.random(\(\))?$/,
    instead: "use the keyed hash of the declaration number, or a seeded generator passed in",
  },
  {
    call: /^(globalThis\.)?(crypto\.)?(randomUUID|getRandomValues|randomBytes)\(/,
    instead: "derive identifiers from content digests, so that a replay gives the same ones",
  },
  { call: /\.(localeCompare|toLocale\w+)\(…?\)$/, instead: ORDER },
  { call: /^new Intl\./, instead: ORDER },
  { call: /^(globalThis\.)?eval\(/, instead: NO_CODE },
  { call: /^(new )?(globalThis\.)?Function\(/, instead: NO_CODE },
  {
    call: /^console\.\w+\(/,
    instead: "return diagnostics; the caller decides where they are shown",
  },
];

/** Where the outside world is let in. Everything else is handed what it needs. */
const ALLOWED: readonly { readonly path: string; readonly call: RegExp; readonly why: string }[] = [
  {
    path: "packages/runtime/src/node/",
    call: /^(Date|performance)\.now(\(\))?$/,
    why: "the Node entry reads the real clock once and passes it in",
  },
];

/** A call with its arguments cut away; also `Date.now` uncalled, as in `clock = Date.now`. */
function shownCall(node: ts.Node, source: ts.SourceFile): string | undefined {
  if (ts.isCallExpression(node)) {
    return `${node.expression.getText(source)}(${node.arguments.length > 0 ? "…" : ""})`;
  }
  if (ts.isNewExpression(node)) {
    const count = node.arguments?.length ?? 0;
    return `new ${node.expression.getText(source)}(${count > 0 ? "…" : ""})`;
  }
  if (ts.isPropertyAccessExpression(node)) return node.getText(source);
  return undefined;
}

/** Banned calls in `text`, one line each; a call and its own callee count once. */
function findBannedCalls(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, false);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const call = shownCall(node, source);
    const ban = call === undefined ? undefined : BANS.find((each) => each.call.test(call));
    if (call !== undefined && ban !== undefined) {
      const allowed = ALLOWED.some((each) => path.startsWith(each.path) && each.call.test(call));
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      if (!allowed) found.push(`${path}:${line + 1} ${call} → ${ban.instead}`);
      return; // the callee inside would count a second time
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `file:line` of every match, with the matching line, in files that pass `within`. */
function findLines(pattern: RegExp, within: (path: string) => boolean = () => true): string[] {
  return files.filter(within).flatMap((path) =>
    readText(path)
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
      ),
  );
}

describe("banned calls", () => {
  test("none in the packages that must be deterministic", () => {
    const found = sources
      .filter((path) => DETERMINISTIC.test(path))
      .flatMap((path) => findBannedCalls(path, readText(path)));
    expect(found).toEqual([]);
  });

  test.each([
    ["const now = Date.now();", 1],
    ["const now = new Date();", 1],
    ["const then = new Date(text);", 0],
    ["function run(clock = Date.now) {}", 1],
    ["a.map((x) => x.localeCompare(y)).filter(Boolean);", 1],
    ["// Date.now() would read the clock", 0],
    ['const message = "call Date.now()";', 0],
    ["const pick = Math.random() * 3;", 1],
    ["const f = new Function('return 1');", 1],
    ["eval(code);", 1],
    ["names.sort((a, b) => a.localeCompare(b));", 1],
    ["evaluate(criterion);", 0],
  ])("%s", (text, count) => {
    expect(findBannedCalls("packages/spec/src/example.ts", text)).toHaveLength(count);
  });
});

describe("every text file", () => {
  // Golden cases hold CRLF, byte-order marks and odd spellings on purpose.
  const ordinary = files.filter((path) => !path.startsWith("corpus/"));

  test("is UTF-8 without a byte-order mark", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const found = ordinary.filter((path) => {
      const bytes = readFileSync(join(repoRoot, path));
      try {
        return strict.decode(bytes).startsWith("\uFEFF");
      } catch {
        return true;
      }
    });
    expect(found).toEqual([]);
  });

  test("has LF line ends", () => {
    expect(ordinary.filter((path) => readText(path).includes("\r"))).toEqual([]);
  });

  test("is in Unicode NFC: write \\u escapes where a test needs another form", () => {
    const found = ordinary.filter((path) => {
      const text = readText(path);
      return text !== text.normalize("NFC");
    });
    expect(found).toEqual([]);
  });

  test("has no note to do something later: do it, or file an issue", () => {
    const note = new RegExp(
      `\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].join("|")})\\b`,
    );
    expect(findLines(note, (path) => /\.(ts|js|cjs|md|crit|json|yml)$/.test(path))).toEqual([]);
  });

  test("names no folder of one machine", () => {
    const place = /(^|[\s"'`(=:,]|file:\/\/)\/(work|root|tmp|home)\//;
    expect(findLines(place, (path) => path !== "tools/tidy.test.ts")).toEqual([]);
  });
});

describe("source files", () => {
  test("open with two or more lines: what comes in, what goes out, what it does not do", () => {
    const found = sources.filter((path) => openingCommentLines(readText(path)) < 2);
    expect(found).toEqual([]);
  });

  test.each([
    ["// one\n// two\nimport", 2],
    ["/** one */\nimport", 1],
    ["/**\n * one\n * two\n */\nimport", 2],
    ["#!/usr/bin/env node\n// one\n// two\n", 2],
    ["import x;\n// one\n// two", 0],
    ["", 0],
  ])("comment lines of %j", (text, count) => {
    expect(openingCommentLines(text)).toBe(count);
  });
});

describe("the lock file", () => {
  test("names no host, so it installs from any registry or mirror", () => {
    expect(readText("package-lock.json")).not.toMatch(/"resolved": "(https?|git)/);
  });

  test("covers other platforms too, or `npm ci` refuses it: mend with `npm run lock`", () => {
    const lock = JSON.parse(readText("package-lock.json")) as Lock;
    expect([...missingPlatformPackages(lock).keys()]).toEqual([]);
  });

  test("a missing platform package is recognised, at any depth", () => {
    const natives = { "@x/linux-x64-musl": "1.0.0", "@x/darwin-arm64": "1.0.0" };
    const lock: Lock = {
      packages: {
        "packages/a/node_modules/x": { version: "1.0.0", dev: true, optionalDependencies: natives },
        "node_modules/@x/darwin-arm64": { version: "1.0.0" },
      },
    };
    expect([...missingPlatformPackages(lock)]).toEqual([
      [
        "node_modules/@x/linux-x64-musl",
        {
          version: "1.0.0",
          cpu: ["x64"],
          libc: ["musl"],
          os: ["linux"],
          dev: true,
          optional: true,
        },
      ],
    ]);
  });
});

/** Lines with words in the comment that a file starts with. */
function openingCommentLines(text: string): number {
  const start = text.replace(/^#![^\n]*\n/, "");
  const comment = /^(\/\*[\s\S]*?\*\/|(\/\/[^\n]*(\n|$))+)/.exec(start)?.[0] ?? "";
  return comment.split("\n").filter((line) => /\p{L}/u.test(line)).length;
}
