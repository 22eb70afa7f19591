/**
 * What `--declarations`, `--mapping`, `--flow`, `--stage` and `--now` mean together with the set's configuration and the mapping.
 *
 * Comes in: arguments. Goes out: the file to read and the place of the questions. Opens the mapping only.
 */
import { resolve } from "node:path";
import { CannotRun } from "./both.ts";
import type { Arguments } from "./command-line.ts";
import type { Place } from "./decide-all.ts";
import { type Mapping, readMapping } from "./declarations/mapping.ts";
import type { DeclarationFile } from "./declarations/open.ts";
import { type CriteriaSet, showFile, showPath } from "./set.ts";

export interface DeclarationInput {
  readonly file: DeclarationFile;
  readonly place: Place;
}

/** `option` is `declarations`, `declaration` where one is wanted, or `sample` where some tell what is usual. */
export function declarationInput(
  option: "declarations" | "declaration" | "sample",
  args: Arguments,
  set: Pick<CriteriaSet, "folder" | "shown" | "config"> | null,
  cwd: string,
): DeclarationInput {
  const given = args.value(option);
  if (given === undefined) {
    throw new CannotRun(
      { en: `--${option} FILE is missing`, vi: `thiếu --${option} TỆP` },
      {
        en: "give a .csv, .ndjson or .json file, or - for standard input",
        vi: "hãy cho tệp .csv, .ndjson hoặc .json, hoặc - cho đầu vào chuẩn",
      },
    );
  }
  const path = given === "-" ? given : resolve(cwd, given);
  const mapping = /\.csv$/i.test(given) ? mappingOf(args, set, cwd) : null;
  return {
    file: { path, shown: given === "-" ? given : showPath(path, cwd), mapping },
    place: {
      flow: args.value("flow") ?? mapping?.flow ?? null,
      stage: args.value("stage") ?? mapping?.stage ?? null,
    },
  };
}

function mappingOf(
  args: Arguments,
  set: Pick<CriteriaSet, "folder" | "shown" | "config"> | null,
  cwd: string,
): Mapping | null {
  const given = args.value("mapping");
  if (given !== undefined) return readMapping(resolve(cwd, given), given);
  const configured = set?.config.mapping ?? null;
  if (set === null || configured === null) return null;
  return readMapping(resolve(set.folder, configured), showFile(set, configured));
}
