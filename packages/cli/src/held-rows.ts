/**
 * Rows and index that need not be made again: those of a bundle's snapshot, as far as the files of the set are still those it was written from.
 *
 * Comes in: a bundle folder and the set beside it. Goes out: options of an engine, to be put over what the set binds, and a line that says what was taken
 * from where. A set that names none of the snapshot's tables has nothing else, so a snapshot that cannot be used then stops the command.
 */
import { resolve } from "node:path";
import { type EngineOptions, LoadError } from "@luong/runtime";
import {
  indexedTables,
  type ReadBundle,
  type RowSources,
  readSnapshotHead,
  snapshotPath,
  withSnapshot,
} from "@luong/runtime/node";
import type { Fault } from "@luong/spec";
import { fileDigest } from "./bindings/file-digest.ts";
import type { Both } from "./both.ts";
import { cannotLoad } from "./cannot-load.ts";
import { lineOfFault } from "./fault-words.ts";
import type { Invocation } from "./invocation.ts";
import { type CriteriaSet, showFile, showPath } from "./set.ts";

/** With `index`: index and all rows. Without: rows of some tables at most, and the index is to be built. */
export type HeldRows = Pick<EngineOptions, "index" | "tables" | "added" | "update">;

type Asking = Pick<Invocation, "output" | "cwd">;

const NOTHING: HeldRows = {};

/** Digests of the files of these tables as they are now; a table whose file is none has no entry. */
export async function rowSources(
  { folder, shown, config }: Pick<CriteriaSet, "folder" | "shown" | "config">,
  tables: readonly string[],
): Promise<RowSources> {
  const sources: Record<string, readonly string[]> = {};
  for (const name of tables) {
    const file = config.tables[name];
    if (file === undefined) continue;
    const digest = await fileDigest(resolve(folder, file), showFile({ shown }, file));
    if (digest !== null) sources[name] = [digest];
  }
  return sources;
}

/** `folder` is that of the bundle. Throws `CannotRun`. */
export async function heldRows(
  bundle: ReadBundle,
  folder: string,
  set: CriteriaSet | null,
  invocation: Asking,
): Promise<HeldRows> {
  const { output, cwd } = invocation;
  const path = snapshotPath(bundle, folder, {});
  if (path === undefined) return NOTHING;
  const shown = showPath(path, cwd);
  const { ir, index: plan } = bundle.module;
  const tables = plan === undefined ? [] : indexedTables(ir, plan);
  const named = set === null ? [] : tables.filter((name) => Object.hasOwn(set.config.tables, name));
  try {
    if (set !== null && named.length > 0) {
      return await unchangedRows(bundle, path, { set, tables, named }, invocation);
    }
    const held = snapshotOptions(bundle, path);
    output.aside(takenFrom(shown));
    return held;
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    const [problem] = error.problems;
    const isGiven = named.length > 0 && named.length === tables.length;
    if (!isGiven || problem === undefined) throw cannotLoad(error.problems);
    output.aside(notUsable(shown, problem));
    return NOTHING;
  }
}

interface Wanted {
  readonly set: CriteriaSet;
  /** All that a snapshot of the bundle holds. */
  readonly tables: readonly string[];
  /** Those of them that the set names. */
  readonly named: readonly string[];
}

/** Throws a `LoadError` when the snapshot cannot be used. */
async function unchangedRows(
  bundle: ReadBundle,
  path: string,
  { set, tables, named }: Wanted,
  { output, cwd }: Asking,
): Promise<HeldRows> {
  const shown = showPath(path, cwd);
  const read = readSnapshotHead(path);
  if (read.problem !== undefined)
    throw new LoadError([read.problem], (each) => lineOfFault(each, "en"));
  const { sources } = read.head;
  if (sources === null) {
    output.aside(sourcesUnknown(shown, named));
    return NOTHING;
  }
  const now = await rowSources(set, named);
  const changed = named.filter((name) => !isSame(now[name], sources[name]));
  const kept = tables.filter((name) => !changed.includes(name));
  const held = kept.length === 0 ? NOTHING : snapshotOptions(bundle, path);
  if (changed.length === 0) {
    output.aside(takenUnchanged(shown, named));
    return held;
  }
  output.aside(changedSince(shown, changed));
  return { tables: only(held.tables ?? {}, kept) };
}

function snapshotOptions(bundle: ReadBundle, path: string): HeldRows {
  const { index, tables, added, update } = withSnapshot(bundle, path, {});
  return {
    ...(index === undefined ? {} : { index }),
    ...(tables === undefined ? {} : { tables }),
    ...(added === undefined ? {} : { added }),
    ...(update === undefined ? {} : { update }),
  };
}

function isSame(now: readonly string[] | undefined, then: readonly string[] | undefined): boolean {
  return now !== undefined && then !== undefined && now.join() === then.join();
}

function only<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function takenFrom(shown: string): Both {
  return { en: `rows and index from ${shown}`, vi: `các dòng và chỉ mục lấy từ ${shown}` };
}

function takenUnchanged(shown: string, named: readonly string[]): Both {
  const { en, vi } = takenFrom(shown);
  return {
    en: `${en}: the files of ${listed(named)} are those it was written from`,
    vi: `${vi}: tệp của ${listed(named)} vẫn là tệp đã dùng khi ghi ảnh chụp`,
  };
}

function changedSince(shown: string, changed: readonly string[]): Both {
  return {
    en: `rows of ${listed(changed)} have changed since ${shown} was written: read from the set`,
    vi: `các dòng của ${listed(changed)} đã thay đổi từ khi ghi ${shown}: đọc từ bộ tiêu chí`,
  };
}

function sourcesUnknown(shown: string, named: readonly string[]): Both {
  return {
    en: `${shown} does not say which files its rows came from: rows of ${listed(named)} are read from the set`,
    vi: `${shown} không cho biết các dòng lấy từ tệp nào: các dòng của ${listed(named)} được đọc từ bộ tiêu chí`,
  };
}

function notUsable(shown: string, problem: Fault): Both {
  return {
    en: `${shown} is not used, rows are read from the set: ${lineOfFault(problem, "en")}`,
    vi: `không dùng ${shown}, các dòng được đọc từ bộ tiêu chí: ${lineOfFault(problem, "vi")}`,
  };
}
