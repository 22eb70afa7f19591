/**
 * Runs an example of a diagnostic: the standard schema beside it, unless it brings its own.
 *
 * Comes in: a small text. Goes out: every diagnostic about it. Tests run all examples; the reference pages are made with it too.
 */
import type { Diagnostic } from "@luong/spec";
import { analyse } from "../pipeline.ts";
import { exampleData, exampleSchema } from "./example-schema.ts";

const exampleFile = "example.crit";

export function runExample(text: string): readonly Diagnostic[] {
  const example = { file: exampleFile, text };
  // A schema of the same name beside an example that declares one would be a second one.
  const ownSchema = /^schema vn\.tiny\b/.test(text);
  const sources = ownSchema ? [example] : [{ file: "schema.crit", text: exampleSchema }, example];
  return analyse(sources, (file) => exampleData[file]).diagnostics;
}
