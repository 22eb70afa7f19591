/**
 * `luong.json`: what belongs to a criteria set and what is bound to it.
 *
 * Comes in: the file of a set's folder. Goes out: names and paths as written, relative to that folder; nothing is opened here.
 * The same shape is published as `schemas/luong.schema.json`.
 */
import type { Language } from "@luong/spec";
import { listOf, mapOf, object, oneOf, readJsonFile, text } from "./json-file.ts";
import { type ModelConfig, modelsReader } from "./models/model-config.ts";

export const CONFIG_FILE = "luong.json";

export interface SetConfig {
  /** Name of the set and of its bundle; null: the folder's name. */
  readonly set: string | null;
  readonly locale: Language | null;
  /** Patterns of source files. */
  readonly sources: readonly string[];
  readonly lists: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, string>>;
  readonly codeLists: Readonly<Record<string, string>>;
  readonly rates: string | null;
  /** What gives the scores of models, by score or plugin. */
  readonly models: Readonly<Record<string, ModelConfig>>;
  readonly samplingKey: string | null;
  /** How a CSV file of declarations is read. */
  readonly mapping: string | null;
}

/** A folder without `luong.json`: every `.crit` file in it, nothing bound. */
export const defaultConfig: SetConfig = {
  set: null,
  locale: null,
  sources: ["*.crit"],
  lists: {},
  tables: {},
  codeLists: {},
  rates: null,
  models: {},
  samplingKey: null,
  mapping: null,
};

const csvByName = mapOf(text);

export const configReader = object(
  {},
  {
    $schema: text,
    set: text,
    locale: oneOf("vi", "en"),
    sources: listOf(text),
    bindings: object(
      {},
      { lists: csvByName, tables: csvByName, codeLists: csvByName, rates: text },
    ),
    models: modelsReader,
    samplingKey: text,
    declarations: object({}, { mapping: text }),
  },
);

/** `shown` is the file as the reader knows it. */
export function readConfig(path: string, shown: string): SetConfig {
  const given = configReader(readJsonFile(path, shown), { file: shown, path: "" });
  return {
    set: given.set ?? null,
    locale: given.locale ?? null,
    sources: given.sources ?? defaultConfig.sources,
    lists: given.bindings?.lists ?? {},
    tables: given.bindings?.tables ?? {},
    codeLists: given.bindings?.codeLists ?? {},
    rates: given.bindings?.rates ?? null,
    models: given.models ?? {},
    samplingKey: given.samplingKey ?? null,
    mapping: given.declarations?.mapping ?? null,
  };
}
