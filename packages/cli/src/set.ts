/**
 * Finds criteria sets and reads their sources: what the command was pointed at in, folders and texts out.
 *
 * A set is a folder: with `luong.json`, what that says; without, every `.crit` file in it. Names cross files, so a file
 * is always read with its set. Nothing is parsed here.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { ReadData, SourceFile } from "@luong/dsl";
import { CannotRun } from "./both.ts";
import { CONFIG_FILE, defaultConfig, readConfig, type SetConfig } from "./config.ts";
import { cannotRead, readTextFile } from "./json-file.ts";

export interface CriteriaSet {
  /** Absolute. */
  readonly folder: string;
  /** As the reader knows it: relative to where the command runs, forward slashes. */
  readonly shown: string;
  readonly name: string;
  readonly config: SetConfig;
  /** Sorted by file. */
  readonly sources: readonly SourceFile[];
  /** Files the command was pointed at; null: all. */
  readonly only: ReadonlySet<string> | null;
}

/** `path` relative to `from` with forward slashes; absolute when it lies on another drive or needs many steps up. */
export function showPath(path: string, from: string): string {
  const shown = relative(from, path).split(sep).join("/");
  if (shown === "") return ".";
  return shown.startsWith("../../../") ? path.split(sep).join("/") : shown;
}

/** How a file of a set is shown. */
export function showFile(set: Pick<CriteriaSet, "shown">, file: string): string {
  return set.shown === "." ? file : `${set.shown}/${file}`;
}

/** The one set a command works on: `--set`, else the folder it runs in or the set around it. */
export function openSet(folder: string | undefined, cwd: string): CriteriaSet {
  if (folder === undefined) return readSet(findConfigFolder(cwd) ?? cwd, cwd, null);
  const path = resolve(cwd, folder);
  if (!existsSync(path)) throw cannotRead(folder, { code: "ENOENT" });
  if (statSync(path).isDirectory()) return readSet(path, cwd, null);
  throw new CannotRun(
    { en: `${folder} is not a folder`, vi: `${folder} không phải thư mục` },
    { en: "a set is the folder its files are in", vi: "bộ tiêu chí là thư mục chứa các tệp" },
  );
}

/** The sets of several paths, each with the files that were named. */
export function openSets(
  paths: readonly string[],
  folder: string | undefined,
  cwd: string,
): readonly CriteriaSet[] {
  if (paths.length === 0) return [openSet(folder, cwd)];
  if (folder !== undefined) {
    throw new CannotRun({
      en: "give either paths or --set, not both",
      vi: "chỉ cho đường dẫn hoặc --set, không cho cả hai",
    });
  }
  const named = new Map<string, Set<string> | null>();
  for (const given of paths) {
    const path = resolve(cwd, given);
    if (!existsSync(path)) throw cannotRead(given, { code: "ENOENT" });
    if (statSync(path).isDirectory()) {
      named.set(path, null);
    } else {
      const home = findConfigFolder(dirname(path)) ?? dirname(path);
      const files = named.get(home);
      if (files === undefined) named.set(home, new Set([path]));
      else files?.add(path);
    }
  }
  return [...named].map(([home, files]) => readSet(home, cwd, files));
}

/** The nearest folder upwards with a `luong.json`. */
function findConfigFolder(from: string): string | null {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, CONFIG_FILE))) return at;
    if (dirname(at) === at) return null;
  }
}

function readSet(folder: string, cwd: string, named: ReadonlySet<string> | null): CriteriaSet {
  const configPath = join(folder, CONFIG_FILE);
  const config = existsSync(configPath)
    ? readConfig(configPath, showPath(configPath, cwd))
    : defaultConfig;
  const shown = showPath(folder, cwd);
  const inFolder = [...(named ?? [])].map((path) => relative(folder, path).split(sep).join("/"));
  const files = [...new Set([...listSources(folder, config.sources), ...inFolder])].sort();
  if (files.length === 0) throw nothingThere(shown, config);
  const sources = files.map((file) => ({
    file,
    text: readSourceText(join(folder, file), showFile({ shown }, file)),
  }));
  const name = config.set ?? basename(folder);
  const only = named === null ? null : new Set(inFolder);
  return { folder, shown, name, config, sources, only };
}

/** Bytes that are not UTF-8 become U+FFFD, which the reader of sources reports with its place. */
function readSourceText(path: string, shown: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw cannotRead(shown, error);
  }
}

function nothingThere(shown: string, config: SetConfig): CannotRun {
  const patterns = config.sources.join(", ");
  return new CannotRun(
    {
      en: `there is no criteria file (${patterns}) in ${shown}`,
      vi: `không có tệp tiêu chí (${patterns}) trong ${shown}`,
    },
    { en: "`luong init` makes a small working set", vi: "`luong init` tạo một bộ nhỏ chạy được" },
  );
}

/** Files of a folder that match one of the patterns. Hidden folders, installed packages and bundles are not looked into. */
function listSources(folder: string, patterns: readonly string[]): readonly string[] {
  const tests = patterns.map(patternTest);
  const deepest = Math.max(...patterns.map((pattern) => depthOf(pattern)));
  const found: string[] = [];
  const visit = (at: string, depth: number): void => {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        const skipped = /^\.|^node_modules$|\.luong$/.test(entry.name);
        if (!skipped && depth < deepest) visit(path, depth + 1);
      } else if (tests.some((test) => test.test(path))) {
        found.push(path);
      }
    }
  };
  visit("", 0);
  return found;
}

function depthOf(pattern: string): number {
  return pattern.includes("**") ? 20 : pattern.split("/").length - 1;
}

/** `*` within one folder, `**` over any number of folders; everything else stands for itself. */
function patternTest(pattern: string): RegExp {
  const source = pattern
    .replace(/^\.\//, "")
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/|\*\*|\*/g, (stars) =>
      stars === "**/" ? "(?:.*/)?" : stars === "**" ? ".*" : "[^/]*",
    );
  return new RegExp(`^${source}$`, "u");
}

/** Reads a file that a list, table or code list of the set names. It may not lead out of the set's folder. */
export function dataReader(set: Pick<CriteriaSet, "folder" | "shown">): ReadData {
  return (file) => {
    const path = resolve(set.folder, file);
    if (relative(set.folder, path).startsWith("..") || !existsSync(path)) return undefined;
    return readTextFile(path, showFile(set, file));
  };
}
