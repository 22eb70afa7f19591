/**
 * Is this a manifest this runtime can read, and does the module belong to it?
 *
 * Comes in: what `manifest.json` held, and the default or named exports of `bundle.mjs`. Goes out: the typed thing or problems. Digests of
 * files are checked where files are read (`src/node/`).
 */
import type { BundleIr, Fault } from "@luong/spec";
import { canonicalJson, irFormat, requirementsOf } from "@luong/spec";
import { abiVersion, type Manifest, type PredicateModule } from "../abi.ts";
import { fault } from "../messages/catalogue.ts";

export const MANIFEST_FILE = "manifest.json";
export const MODULE_FILE = "bundle.mjs";

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function formatProblem(manifest: Readonly<Record<string, unknown>>): Fault | undefined {
  const { format, formatVersion, abi } = manifest;
  if (format !== "luong-bundle" || formatVersion !== 1) {
    const given = { format: shown(format), version: shown(formatVersion) };
    return fault("LU6502", MANIFEST_FILE, given);
  }
  if (abi !== abiVersion) {
    return fault("LU6503", MANIFEST_FILE, { wanted: abiVersion, got: shown(abi) });
  }
  return undefined;
}

const hexDigest = /^[0-9a-f]{64}$/;

const manifestKeys = new Set<string>([
  "format",
  "formatVersion",
  "abi",
  "language",
  "compiler",
  "set",
  "schema",
  "digest",
  "files",
  "criteria",
  "requires",
  "models",
  "plan",
] satisfies (keyof Manifest)[]);

function isRequires(value: unknown): boolean {
  const lists = ["lists", "tables", "codeLists"] as const;
  return isObject(value) && lists.every((name) => Array.isArray(value[name]));
}

function isModels(value: unknown): boolean {
  const isModel = (model: unknown): boolean =>
    isObject(model) &&
    typeof model["plugin"] === "string" &&
    typeof model["version"] === "string" &&
    (model["digest"] === null || typeof model["digest"] === "string");
  return value === undefined || (Array.isArray(value) && value.every(isModel));
}

/** A manifest of this format has what the runtime reads of it; the rest is for people. */
function isManifest(value: Readonly<Record<string, unknown>>): boolean {
  const { compiler, digest, files, requires } = value;
  return (
    Object.keys(value).every((key) => manifestKeys.has(key)) &&
    typeof compiler === "string" &&
    typeof digest === "string" &&
    isModels(value["models"]) &&
    isObject(files) &&
    Object.values(files).every((each) => typeof each === "string" && hexDigest.test(each)) &&
    isRequires(requires)
  );
}

export type Checked<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly problem: Fault };

export function checkManifest(given: unknown): Checked<Manifest> {
  if (!isObject(given)) {
    return {
      problem: fault("LU6501", MANIFEST_FILE, {
        file: MANIFEST_FILE,
        reason: "it is not a JSON object",
      }),
    };
  }
  const problem = formatProblem(given);
  if (problem !== undefined) return { problem };
  if (!isManifest(given)) {
    const reason = "a part of it is missing, malformed or unknown";
    return { problem: fault("LU6501", MANIFEST_FILE, { file: MANIFEST_FILE, reason }) };
  }
  // Checked above in everything the runtime relies on.
  return { value: given as unknown as Manifest };
}

function moduleFault(reason: string): { readonly problem: Fault } {
  return { problem: fault("LU6501", MODULE_FILE, { file: MODULE_FILE, reason }) };
}

/** The plan of an index has one entry for each criterion; what stands in it is the compiler's. */
function isIndexOf(ir: Readonly<Record<string, unknown>>, index: unknown): boolean {
  if (!isObject(index)) return false;
  const { collections, slots, criteria } = index;
  const isPlan = Array.isArray(collections) && Array.isArray(slots) && Array.isArray(criteria);
  return isPlan && Array.isArray(ir["criteria"]) && ir["criteria"].length === criteria.length;
}

/** Exports of the emitted module, named or under `default`. */
function isWhole(whole: unknown): boolean {
  return (
    isObject(whole) && typeof whole["createMatcher"] === "function" && Array.isArray(whole["slow"])
  );
}

export function checkModule(exports: unknown): Checked<PredicateModule> {
  if (!isObject(exports)) return moduleFault("it exports nothing");
  const inner = exports["default"];
  const module = "abi" in exports || !isObject(inner) ? exports : inner;
  if (module["abi"] !== abiVersion) {
    return {
      problem: fault("LU6503", MODULE_FILE, { wanted: abiVersion, got: shown(module["abi"]) }),
    };
  }
  const ir = module["ir"];
  if (!isObject(ir) || ir["irFormat"] !== irFormat) {
    return moduleFault(`its criteria are not of IR format ${irFormat}`);
  }
  const callable = ["validate", "createMatcher"].every(
    (name) => typeof module[name] === "function",
  );
  if (!callable || !Array.isArray(module["slow"]))
    return moduleFault("it does not export a predicate module");
  if (module["index"] !== undefined && !isIndexOf(ir, module["index"]))
    return moduleFault("its index is not one of its criteria");
  if (module["whole"] !== undefined && !isWhole(module["whole"]))
    return moduleFault("its code without an index is no matcher");
  return { value: module as unknown as PredicateModule };
}

/**
 * The text whose SHA-256 is the identity of a criteria set. Places in the sources are no part of it: moving a criterion to another file
 * leaves the bundle what it was.
 */
export function identityText(ir: BundleIr): string {
  const bare = {
    ...ir,
    criteria: ir.criteria.map(withoutSource),
    scorecards: ir.scorecards.map(withoutSource),
    policies: ir.policies.map(withoutSource),
  };
  return canonicalJson(bare);
}

function withoutSource<T extends { readonly source: unknown }>(part: T): Omit<T, "source"> {
  const { source: _, ...rest } = part;
  return rest;
}

/** What the manifest says about the criteria, as the criteria say it; the rest of the manifest cannot be checked here. */
export function describedBy(
  ir: BundleIr,
): Pick<Manifest, "language" | "set" | "schema" | "criteria" | "requires"> {
  return {
    language: ir.language,
    set: { label: ir.set.label, version: ir.set.version },
    schema: { name: ir.schema.name, version: ir.schema.version },
    criteria: ir.criteria.map((each) => ({ id: each.id, version: each.digest, class: each.class })),
    requires: requirementsOf(ir),
  };
}

/** Parts of the manifest that are not true of the criteria in the module. */
export function untrueParts(manifest: Manifest, ir: BundleIr): readonly Fault[] {
  const described = describedBy(ir);
  const parts = ["language", "set", "schema", "criteria", "requires"] as const;
  return parts.flatMap((part) => {
    // A part that is absent (the manifest was not made by our types) is text that equals nothing.
    const wanted = part in manifest ? canonicalJson(manifest[part]) : "nothing";
    const got = canonicalJson(described[part]);
    return wanted === got ? [] : [fault("LU6505", MANIFEST_FILE, { part, wanted, got })];
  });
}
