/**
 * Declarations of a file as a sample of traffic: the first valid ones.
 *
 * Comes in: the file, a bundle. Goes out: declarations an index may choose by, and what was left out. A file that has none stops the command with the first
 * fault, since a plan made from nothing would look like one made from traffic.
 */
import { statSync } from "node:fs";
import type { Engine, EngineOptions } from "@luong/runtime";
import type { ReadBundle } from "@luong/runtime/node";
import type { Fault } from "@luong/spec";
import { CannotRun } from "../both.ts";
import type { DeclarationFile } from "../declarations/open.ts";
import { readDeclarations } from "../declarations/open.ts";
import { soundEngine } from "../engine.ts";
import { lineOfFault } from "../fault-words.ts";
import { printable } from "../printable.ts";

/** As many as an index looks at. */
const SAMPLE_MAX = 5_000;

export interface Sample {
  readonly declarations: readonly unknown[];
  /** Read before the sample was full, and not valid. */
  readonly rejected: number;
}

/** Codes are all that a declaration is checked against beside the schema. */
type Codes = Pick<EngineOptions, "codes">;

function checkingEngine({ manifest, module }: ReadBundle, { codes }: Codes): Engine {
  // An index over the constants of ten thousand criteria would be built for nothing.
  const { index: _, ...rest } = module;
  const bound = codes === undefined ? {} : { codes };
  return soundEngine({ manifest, module: rest }, { ...bound, allowUnbound: true });
}

/** As many give a good index, and take a moment to read. */
const USUAL_MAX = 2_000;

/**
 * The valid ones among the first 2,000 of a file that is to be decided. None of a pipe, which can be read only once, nor of a file that cannot be opened:
 * that is said when it is decided.
 */
export async function usualDeclarations(
  file: DeclarationFile,
  bundle: ReadBundle,
  codes: Codes,
): Promise<readonly unknown[]> {
  const isFile = file.path !== "-" && statSync(file.path, { throwIfNoEntry: false })?.isFile();
  if (isFile !== true) return [];
  const engine = checkingEngine(bundle, codes);
  const declarations: unknown[] = [];
  let seen = 0;
  for await (const entry of readDeclarations(file, noInput)) {
    const isValid = entry.faults === undefined && engine.validate(entry.declaration).length === 0;
    if (isValid) declarations.push(entry.declaration);
    seen += 1;
    if (seen === USUAL_MAX) break;
  }
  return declarations;
}

const noInput: AsyncIterable<Uint8Array> = (async function* () {})();

export async function readSample(
  file: DeclarationFile,
  input: AsyncIterable<Uint8Array>,
  bundle: ReadBundle,
  codes: Codes,
): Promise<Sample> {
  const engine = checkingEngine(bundle, codes);
  const declarations: unknown[] = [];
  let rejected = 0;
  let first: { readonly position: number; readonly fault: Fault } | null = null;
  for await (const entry of readDeclarations(file, input)) {
    const [fault] = entry.faults ?? engine.validate(entry.declaration);
    if (fault === undefined && entry.faults === undefined) declarations.push(entry.declaration);
    else if (fault !== undefined) {
      rejected += 1;
      first ??= { position: entry.position, fault };
    }
    if (declarations.length === SAMPLE_MAX) break;
  }
  if (declarations.length > 0) return { declarations, rejected };
  throw noSample(file.shown, first);
}

function noSample(
  shown: string,
  first: { readonly position: number; readonly fault: Fault } | null,
): CannotRun {
  const file = printable(shown);
  if (first === null) {
    return new CannotRun({
      en: `${file} has no declaration to plan by`,
      vi: `${file} không có tờ khai nào để làm mẫu`,
    });
  }
  const { position, fault } = first;
  return new CannotRun({
    en: `${file} has no valid declaration to plan by; the first is wrong: ${file}:${position}: ${lineOfFault(fault, "en")}`,
    vi: `${file} không có tờ khai hợp lệ nào để làm mẫu; tờ khai đầu tiên sai: ${file}:${position}: ${lineOfFault(fault, "vi")}`,
  });
}
