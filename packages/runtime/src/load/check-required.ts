/**
 * What the manifest requires and the options do not give: one problem for each.
 *
 * Wrong flow and stage defaults and a malformed sampling key are found here too.
 */
import type { BundleIr, Fault, Schema } from "@luong/spec";
import type { Manifest } from "../abi.ts";
import { pointer } from "../facts/pointer.ts";
import { fault } from "../messages/catalogue.ts";
import { gotFrom } from "../messages/expected.ts";
import type { BoundKind } from "../messages/loading.ts";
import type { EngineOptions } from "./options.ts";

function missing(
  what: BoundKind,
  path: string,
  names: readonly string[],
  given: Readonly<Record<string, unknown>> | undefined,
): Fault[] {
  return names
    .filter((name) => given === undefined || !Object.hasOwn(given, name))
    .map((name) => fault("LU6506", pointer(path, name), { what, name }));
}

/** Only trees are needed: of the other code lists any text of the right form is a member until codes are bound. */
function neededCodeLists(requires: Manifest["requires"], schema: Schema): readonly string[] {
  const trees = new Set(
    schema.codeLists.filter(({ shape }) => shape === "tree").map(({ name }) => name),
  );
  return requires.codeLists.filter((name) => trees.has(name));
}

export function missingBindings(
  requires: Manifest["requires"],
  schema: Schema,
  options: EngineOptions,
): readonly Fault[] {
  if (options.allowUnbound === true) return [];
  return [
    ...missing(
      "list",
      "/lists",
      requires.lists.map(({ name }) => name),
      options.lists,
    ),
    ...missing(
      "table",
      "/tables",
      requires.tables.map(({ name }) => name),
      options.tables,
    ),
    ...missing("codeList", "/codes", neededCodeLists(requires, schema), options.codes),
    ...(requires.rates && options.rates === undefined
      ? [fault("LU6506", "/rates", { what: "rates", name: "" })]
      : []),
    ...(requires.samplingKey && options.samplingKey === undefined
      ? [fault("LU6506", "/samplingKey", { what: "samplingKey", name: "" })]
      : []),
  ];
}

const keyForm = /^[0-9a-fA-F]{32}$/;

/** The 16 bytes of the sampling key; null when there is none. */
export function samplingKeyFrom(options: EngineOptions, problems: Fault[]): Uint8Array | null {
  const { samplingKey } = options;
  if (samplingKey === undefined) return null;
  if (typeof samplingKey === "string" && keyForm.test(samplingKey)) {
    return Uint8Array.from({ length: 16 }, (_, at) =>
      Number.parseInt(samplingKey.slice(at * 2, at * 2 + 2), 16),
    );
  }
  // The key is a secret: the fault does not repeat it.
  problems.push(
    fault("LU6511", "/samplingKey", {
      expected: { kind: "samplingKey" },
      got: gotFrom(samplingKey),
    }),
  );
  return null;
}

export function wrongWords(ir: BundleIr, options: EngineOptions): readonly Fault[] {
  const places = [
    ["/flow", options.flow, ir.schema.flows],
    ["/stage", options.stage, ir.schema.stages],
  ] as const;
  return places.flatMap(([path, given, words]) => {
    if (given === undefined || words.some(({ name }) => name === given)) return [];
    const of = words.map(({ name }) => `\`${name}\``).join(", ");
    return [fault("LU6511", path, { expected: { kind: "word", of }, got: gotFrom(given) })];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDay(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value["scores"])) return false;
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite);
  return (
    ["day", "decided", "kept"].every((name) => Number.isInteger(value[name])) &&
    value["scores"].every(isPair)
  );
}

/** Quota counts come back from a file: a wrong one would cut declarations without anybody noticing. */
export function wrongQuotas(options: EngineOptions): readonly Fault[] {
  const given: unknown = options.quotas;
  if (given === undefined) return [];
  const quotas = isObject(given) && given["format"] === 1 ? given["quotas"] : undefined;
  const buckets = isObject(quotas) ? Object.values(quotas) : [undefined];
  const days = buckets.flatMap((each) => (isObject(each) ? Object.values(each) : [undefined]));
  const isSound = days.every((each) => Array.isArray(each) && each.every(isDay));
  return isSound
    ? []
    : [fault("LU6511", "/quotas", { expected: { kind: "quotas" }, got: gotFrom(given) })];
}
