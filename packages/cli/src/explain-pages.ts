/**
 * The explain page of every code there is: criteria (1xxx–5xxx), declarations and bundles (60xx–65xx), CSV files (63xx).
 *
 * Comes in: a code. Goes out: title, text, a wrong and a right example. The texts stand in the catalogues of dsl, compiler, runtime and this
 * package; nothing is worded here.
 */
import { compileDiagnostics } from "@luong/compiler";
import { catalogue } from "@luong/dsl";
import { faultCatalogue } from "@luong/runtime";
import type { Severity } from "@luong/spec";
import type { Both } from "./both.ts";
import { csvFaultCatalogue } from "./declarations/csv-faults.ts";

export interface Page {
  readonly code: string;
  readonly severity: Severity;
  readonly title: Both;
  readonly explain: Both;
  readonly bad: string;
  readonly good: string;
}

interface Words {
  readonly title: string;
  readonly explain: string;
}

interface Source {
  readonly severity?: Severity;
  readonly en: Words;
  readonly vi: Words;
  readonly bad: string;
  readonly good: string;
}

/** The first that has a code wins; they share none. */
const sources: readonly Readonly<Record<string, Source>>[] = [
  catalogue,
  compileDiagnostics,
  faultCatalogue,
  csvFaultCatalogue,
];

/** Ascending. */
export function pageCodes(): readonly string[] {
  return sources.flatMap((source) => Object.keys(source)).sort();
}

export function findPage(code: string): Page | null {
  const source = sources.find((each) => Object.hasOwn(each, code))?.[code];
  if (source === undefined) return null;
  return {
    code,
    // A fault always stops the one declaration or bundle it is about.
    severity: source.severity ?? "error",
    title: { en: source.en.title, vi: source.vi.title },
    explain: { en: source.en.explain, vi: source.vi.explain },
    bad: source.bad,
    good: source.good,
  };
}
