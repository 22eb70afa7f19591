/**
 * Declarations of a file as a sample of traffic: the first valid ones.
 *
 * Comes in: the file, a bundle. Goes out: declarations an index may choose by, and what was left out. A file that has none stops the command with the first
 * fault, since a plan made from nothing would look like one made from traffic.
 */
import type { EngineOptions } from "@luong/runtime";
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

export async function readSample(
  file: DeclarationFile,
  input: AsyncIterable<Uint8Array>,
  bundle: ReadBundle,
  { codes }: Pick<EngineOptions, "codes">,
): Promise<Sample> {
  // Codes are all that a declaration is checked against beside the schema.
  const bound = codes === undefined ? {} : { codes };
  const engine = soundEngine(bundle, { ...bound, allowUnbound: true });
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
