/**
 * The snapshot of a bundle: its index over the rows of a set, written beside its files so that nobody has to build it again.
 *
 * Comes in: a bundle folder just written, the set whose rows belong to it, declarations as they usually come. Goes out: `index.snapshot` in the folder,
 * whole or not at all, with the digests of the files its rows came from. Lists, rates and keys are not in it: they are bound when declarations are decided.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineOptions } from "@luong/runtime";
import { indexedTables, readBundle, SNAPSHOT_FILE, writeSnapshot } from "@luong/runtime/node";
import type { BundleIr } from "@luong/spec";
import { bindingsOf } from "./bindings/bind.ts";
import { CannotRun } from "./both.ts";
import { cannotLoad } from "./cannot-load.ts";
import { readSample } from "./commands/plan-sample.ts";
import { declarationInput } from "./declaration-input.ts";
import { soundEngine } from "./engine.ts";
import { rowSources } from "./held-rows.ts";
import type { Invocation } from "./invocation.ts";
import type { Progress } from "./progress.ts";
import { type CriteriaSet, showPath } from "./set.ts";

/** To be called before a bundle is written: a snapshot that stands there belongs to another. */
export function removeSnapshot(folder: string): void {
  rmSync(join(folder, SNAPSHOT_FILE), { force: true });
}

/** Bytes of the file; null when the bundle has no index and so needs none. */
export async function buildSnapshot(
  folder: string,
  set: CriteriaSet,
  invocation: Invocation,
  progress: Progress,
): Promise<number | null> {
  const { args, cwd, environment } = invocation;
  const input =
    args.value("sample") === undefined ? null : declarationInput("sample", args, set, cwd);
  const read = await readBundle(folder);
  if (read.problems !== undefined) throw cannotLoad(read.problems, showPath(folder, cwd));
  const { bundle } = read;
  const { ir, index: plan } = bundle.module;
  if (plan === undefined) return null;
  needRows(ir, set);
  // Before the rows are read: should a file change meanwhile, the digest is the old one, and whoever decides reads the rows again.
  const sources = await rowSources(set, indexedTables(ir, plan));
  const bound = await bindingsOf(set, ir, environment, (shown, { rows, bytes, totalBytes }) =>
    progress.rows(shown, rows, bytes, totalBytes),
  );
  if (input !== null) progress.step({ en: "reading the sample", vi: "đang đọc tờ khai mẫu" });
  const sample =
    input === null ? undefined : await readSample(input.file, invocation.input, bundle, bound);
  const options: EngineOptions = {
    ...bound,
    // Keys and lists are the business of who decides.
    allowUnbound: true,
    onIndexing: (rows) => progress.at({ en: "indexing rows", vi: "đang lập chỉ mục" }, rows),
    ...(sample === undefined ? {} : { sample: sample.declarations }),
  };
  progress.step({ en: "indexing", vi: "đang lập chỉ mục" });
  // An index is made of rows; no score is asked, so no model is needed.
  const { models: _, ...manifest } = bundle.manifest;
  const state = soundEngine({ ...bundle, manifest }, options).share();
  if (state === undefined) return null;
  progress.step({ en: "writing the snapshot", vi: "đang ghi ảnh chụp chỉ mục" });
  return writeSnapshot(join(folder, SNAPSHOT_FILE), { ...state, sources });
}

/** Without its rows an index would answer for none of them, and no one would notice. */
function needRows(ir: BundleIr, { config, shown }: CriteriaSet): void {
  const walked = new Set(ir.criteria.flatMap(({ rowsOf }) => rowsOf ?? []));
  const missing = ir.tables
    .filter(({ name, rows }) => rows === null && walked.has(name))
    .map(({ name }) => name)
    .filter((name) => !Object.hasOwn(config.tables, name));
  if (missing.length === 0) return;
  const names = missing.map((name) => `\`${name}\``).join(", ");
  throw new CannotRun(
    {
      en: `a snapshot holds the rows of ${names}, and ${shown} does not say where they are`,
      vi: `ảnh chụp chứa các dòng của ${names}, nhưng ${shown} không cho biết chúng ở đâu`,
    },
    {
      en: "name their files under `tables` in luong.json",
      vi: "hãy ghi tệp của chúng ở `tables` trong luong.json",
    },
  );
}
