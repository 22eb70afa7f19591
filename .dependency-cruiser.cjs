// Who may import whom (ARCHITECTURE.md has the drawing). Comes in: every import of packages/*/src,
// type imports included. Goes out: one named fence per rule, with what to do instead.
// Tests may import anything: the differential tests of the runtime need the compiler.
"use strict";

const TEST = "\\.test\\.ts$|^packages/[^/]+/test/";

/** Package → workspace packages it may import, as patterns of the file at which they meet. */
const ARROWS = {
  spec: [],
  dsl: ["^packages/spec/"],
  compiler: ["^packages/spec/", "^packages/dsl/", "^packages/runtime/src/abi\\.ts$"],
  runtime: ["^packages/spec/"],
  service: ["^packages/spec/", "^packages/runtime/"],
  testkit: ["^packages/spec/", "^packages/dsl/"],
};

const arrows = Object.entries(ARROWS).map(([name, allowed]) => ({
  name: `${name}-imports`,
  comment: `${name} may import: ${allowed.join(", ") || "nothing"}. Move the shared thing down, or pass it in as data.`,
  severity: "error",
  from: { path: `^packages/${name}/src/`, pathNot: TEST },
  to: { path: "^packages/", pathNot: [`^packages/${name}/`, ...allowed] },
}));

// 1-lex … 9-…: a phase knows the phases before it and nothing of those after.
const phases = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({
  name: `phase-${n}-looks-ahead`,
  comment: "A phase imports earlier phases only; what a later phase learns goes in a side table.",
  severity: "error",
  from: { path: `^packages/([^/]+)/src/${n}-`, pathNot: TEST },
  to: { path: `^packages/$1/src/[${n + 1}-9]-` },
}));

/** npm packages and Node modules, however the resolver classes them. */
const OUTSIDE = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown", "core"];

module.exports = {
  forbidden: [
    ...arrows,
    ...phases,
    {
      name: "no-cycles",
      comment: "Split the file: the part both sides need goes into a third one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment:
        "The import points at nothing: a typo, a missing dependency, or a name not exported.",
      severity: "error",
      // installed.cjs starts what a build has yet to make.
      from: { pathNot: "^packages/cli/bin/installed\\.cjs$" },
      to: { couldNotResolve: true },
    },
    {
      name: "packages-meet-at-index",
      comment:
        "From outside, import @luong/<package> (or @luong/runtime/abi, /node), not a file inside.",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: {
        path: "^packages/[^/]+/src/",
        pathNot: [
          "^packages/$1/",
          "^packages/[^/]+/src/index\\.ts$",
          "^packages/runtime/src/(abi|node/index|prove/index)\\.ts$",
        ],
      },
    },
    {
      name: "no-own-barrel",
      comment:
        "Inside a package import the file itself; through index.ts every file depends on every other.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/", pathNot: TEST },
      to: { path: "^packages/$1/src/index\\.ts$" },
    },
    {
      name: "nothing-imports-cli",
      comment: "The command is the top. What others need belongs in the package that knows it.",
      severity: "error",
      from: { pathNot: "^packages/cli/" },
      to: { path: "^packages/cli/" },
    },
    {
      name: "testkit-is-for-tests",
      severity: "error",
      from: { path: "^packages/", pathNot: [TEST, "^packages/testkit/"] },
      to: { path: "^packages/testkit/|/fast-check/|/vitest/" },
    },
    {
      name: "spec-imports-nothing",
      severity: "error",
      from: { path: "^packages/spec/src/", pathNot: TEST },
      to: { dependencyTypes: OUTSIDE, pathNot: "^packages/[^/]+/src/" },
    },
    {
      name: "runtime-core-imports-nothing",
      comment:
        "The core runs in browsers and workers. Node modules belong under src/node/, behind an interface.",
      severity: "error",
      from: { path: "^packages/runtime/src/", pathNot: [TEST, "^packages/runtime/src/node/"] },
      to: { dependencyTypes: OUTSIDE, pathNot: "^packages/[^/]+/src/" },
    },
    {
      name: "runtime-core-knows-no-node-entry",
      severity: "error",
      from: { path: "^packages/runtime/src/", pathNot: [TEST, "^packages/runtime/src/node/"] },
      to: { path: "^packages/runtime/src/node/" },
    },
    {
      name: "runtime-stays-small",
      comment: "Parsing, bundling and editing happen before run time.",
      severity: "error",
      from: { path: "^packages/runtime/src/", pathNot: TEST },
      to: { path: "(^|/)node_modules/(chevrotain|@chevrotain|esbuild|monaco-editor|ajv)(/|$)" },
    },
    {
      name: "dsl-runs-in-a-worker",
      comment:
        "The language service runs the dsl in a browser worker; files are read by the caller.",
      severity: "error",
      from: { path: "^packages/dsl/src/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "parser-only-in-its-phases",
      comment: "Chevrotain's tree is private to 1-lex and 2-parse; everyone else sees the AST.",
      severity: "error",
      from: { path: "^packages/", pathNot: [TEST, "^packages/dsl/src/(1-lex|2-parse)/"] },
      to: { path: "(^|/)node_modules/@?chevrotain(/|$)" },
    },
    {
      name: "esbuild-only-in-5-bundle",
      severity: "error",
      from: { path: "^packages/", pathNot: [TEST, "^packages/compiler/src/5-bundle/"] },
      to: { path: "(^|/)node_modules/esbuild(/|$)" },
    },
    {
      name: "ajv-only-in-schema",
      severity: "error",
      from: { path: "^packages/", pathNot: [TEST, "^packages/compiler/src/(5-bundle|schema)/"] },
      to: { path: "(^|/)node_modules/ajv(/|$)" },
    },
  ],
  options: {
    doNotFollow: { path: "(^|/)node_modules/" },
    exclude: { path: "^packages/[^/]+/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "node", "types", "default"],
      extensions: [".ts", ".js", ".cjs", ".json"],
    },
  },
};
