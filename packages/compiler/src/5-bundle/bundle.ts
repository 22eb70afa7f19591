/**
 * Puts a bundle together: one self-contained module, its source map, the manifest.
 *
 * Comes in: the IR as lowered, the emitted matcher. Goes out: files by name, the same bytes from the same input on every machine. Writes nothing to disk.
 * The only place that knows esbuild.
 */

import { abiVersion, type Manifest } from "@luong/runtime/abi";
import { type BundleIr, type CriterionIr, featurePlan, requirementsOf } from "@luong/spec";
import { build } from "esbuild";
import type { Emitted } from "../4-emit/emit.ts";
import { declarationTypes } from "../schema/declaration-types.ts";
import { jsonSchemaFromSchema } from "../schema/json-schema.ts";
import { schemaPage } from "../schema/reference-page.ts";
import { validatorModules } from "../schema/validator.ts";
import { canonicalIr, canonicalMembers } from "./canonical-ir.ts";
import { sha256Hex, sha256OfPieces } from "./digest.ts";
import { modulesPlugin } from "./modules.ts";

/** Version of the compiler as the manifest names it; equal to this package's version (a test compares). */
export const compilerVersion = "0.1.0";

export interface Bundle {
  /** By name inside the bundle's folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
}

/** Fills in the digests of criteria; everything else stays, so paths into the IR do too. */
export function withDigests(ir: BundleIr): BundleIr {
  return {
    ...ir,
    criteria: ir.criteria.map((criterion) => ({ ...criterion, digest: digestOf(criterion) })),
  };
}

/** The identity of a criterion's meaning: where it stands in a file does not matter. */
function digestOf(criterion: CriterionIr): string {
  return sha256Hex(canonicalMembers(criterion, ["digest", "source"])).slice(0, 12);
}

/** Source places are no part of the meaning: moving a criterion to another file leaves the bundle what it was. */
export async function bundleDigest(ir: BundleIr): Promise<string> {
  return sha256OfPieces((await canonicalIr(ir)).bare);
}

/** Stands for data while esbuild works: it has nothing to do with megabytes of it. */
function dataPlace(name: string): string {
  return `JSON.parse("luong:data/${name}")`;
}

function entryText(emitted: Emitted): string {
  return [
    'export { createMatcher } from "luong:matcher";',
    'export { validate } from "luong:validator";',
    `export const abi = ${abiVersion};`,
    `export const ir = ${dataPlace("ir")};`,
    ...(emitted.index === undefined ? [] : [`export const index = ${dataPlace("index")};`]),
    `export const slow = ${JSON.stringify(emitted.slow)};`,
    ...(emitted.whole === undefined
      ? []
      : [
          'import { createMatcher as createWhole } from "luong:whole";',
          `export const whole = { slow: ${JSON.stringify(emitted.whole.slow)}, createMatcher: createWhole };`,
        ]),
    "",
  ].join("\n");
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** JSON.parse of a string is several times quicker to start than the same as an object literal; in single quotes JSON needs few escapes. */
function withData(code: string, data: Readonly<Record<string, string>>): string {
  let result = code;
  for (const [name, json] of Object.entries(data)) {
    const place = dataPlace(name);
    // The entry stands last, so the last is its own: a criterion may hold this very text. Data may not: JSON escapes the quotes in it.
    const at = result.lastIndexOf(place);
    if (at < 0) continue;
    const text = json.replaceAll(/[\\'\u2028\u2029]/g, (each) => escapes[each] ?? each);
    // One line stays one line, so the source map stays true.
    result = `${result.slice(0, at)}JSON.parse('${text}')${result.slice(at + place.length)}`;
  }
  return result;
}

interface BuiltModule {
  readonly code: string;
  readonly map: string | null;
}

/** Above this many characters nobody reads the emitted code: blanks go, and so does the map, which would be larger than the code. */
const READABLE_MAX = 4_000_000;

async function bundleModule(texts: ReadonlyMap<string, string>): Promise<BuiltModule> {
  const isReadable = [...texts.values()].every((text) => text.length <= READABLE_MAX);
  const result = await build({
    entryPoints: ["luong:bundle"],
    bundle: true,
    write: false,
    outfile: "bundle.mjs",
    format: "esm",
    platform: "neutral",
    target: "es2023",
    charset: "utf8",
    ...(isReadable ? { sourcemap: "linked", sourcesContent: true } : { minifyWhitespace: true }),
    legalComments: "inline",
    logLevel: "silent",
    // Nothing of this process reaches the output: names come from the plugin.
    absWorkingDir: "/",
    plugins: [modulesPlugin(texts)],
  });
  const file = (ending: string): string =>
    result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return {
    code: withoutNamespaces(file("bundle.mjs")),
    map: isReadable ? withoutNamespaces(file("bundle.mjs.map")) : null,
  };
}

/** esbuild writes `namespace:name`; the name says enough. */
function withoutNamespaces(text: string): string {
  return text.replaceAll(/luong-(file|text):/g, "");
}

/** Names of the bundle's files; the manifest lists all others with their digests. */
export const bundleFile = "bundle.mjs";

/** What the running system keeps of the rows of each source, for who plans its memory; nothing when no criterion looks back. */
function historyOf(ir: BundleIr): Pick<Manifest["plan"], "history"> {
  const { groups, nodes } = featurePlan(ir);
  if (groups.length === 0) return {};
  const history = groups.map(({ definition, source, keys, columns, longestMs, cost }, group) => ({
    group: sha256Hex(definition).slice(0, 12),
    source,
    keys: keys.length,
    columns: columns.length,
    selections: nodes.filter((node) => node.group === group).length,
    longestDays: Math.ceil(longestMs / MS_PER_DAY),
    rowBytes: cost.rowBytes,
  }));
  return { history };
}

const MS_PER_DAY = 86_400_000;

function manifestOf(
  ir: BundleIr,
  digest: string,
  emitted: Emitted,
  optimised: boolean,
  files: ReadonlyMap<string, string>,
): Manifest {
  const requires = requirementsOf(ir);
  const names = [...files.keys()].sort();
  return {
    format: "luong-bundle",
    formatVersion: 1,
    abi: abiVersion,
    language: ir.language,
    compiler: compilerVersion,
    set: ir.set,
    schema: { name: ir.schema.name, version: ir.schema.version },
    digest,
    files: Object.fromEntries(names.map((name) => [name, sha256Hex(files.get(name) ?? "")])),
    criteria: ir.criteria.map(({ id, digest, class: ofClass }) => ({
      id,
      version: digest,
      class: ofClass,
    })),
    requires,
    plan: {
      backEnd: emitted.index === undefined ? "emitted" : "indexed",
      optimised,
      slowExpressions: emitted.left.length,
      ...historyOf(ir),
    },
  };
}

function dataOf(ir: string, { index }: Emitted): Readonly<Record<string, string>> {
  return index === undefined ? { ir } : { ir, index: JSON.stringify(index) };
}

/** `ir` is the IR as lowered, with digests. */
export async function bundle(ir: BundleIr, emitted: Emitted, optimised: boolean): Promise<Bundle> {
  const modules = new Map<string, string>([
    ["luong:bundle", entryText(emitted)],
    ["luong:matcher", emitted.matcher],
    ...(emitted.whole === undefined ? [] : [["luong:whole", emitted.whole.matcher] as const]),
    ...Object.entries(validatorModules(ir.schema)),
  ]);
  const [{ code, map }, { full, bare }] = await Promise.all([
    bundleModule(modules),
    canonicalIr(ir),
  ]);
  const files = new Map<string, string>([
    [bundleFile, withData(code, dataOf(full, emitted))],
    ...(map === null ? [] : [[`${bundleFile}.map`, map] as const]),
    ["declaration.schema.json", `${JSON.stringify(jsonSchemaFromSchema(ir.schema), null, 2)}\n`],
    ["declaration.d.ts", declarationTypes(ir.schema)],
    ["declaration.md", schemaPage(ir.schema)],
  ]);
  const manifest = manifestOf(ir, sha256OfPieces(bare), emitted, optimised, files);
  return {
    files: new Map([...files, ["manifest.json", `${JSON.stringify(manifest, null, 2)}\n`]]),
    manifest,
  };
}
