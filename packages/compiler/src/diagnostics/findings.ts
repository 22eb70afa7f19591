/**
 * What the compiler remarks about a set: criteria left to the reference, expensive ones, flows nobody decides.
 *
 * Comes in: the IR as lowered and what was emitted. Goes out: diagnostics with the place of the criterion. None is an error: what cannot be compiled fast
 * is still evaluated.
 */
import type { ArgsOf, BundleIr, CriterionIr, Diagnostic, SourceRef, Span } from "@luong/spec";
import { criterionSteps } from "../3-index/cost-bound.ts";
import type { Emitted } from "../4-emit/emit.ts";
import { type CompileDiagnosticCode, compileDiagnostics } from "./catalogue/5xxx-compile.ts";

/** Steps above which one criterion is worth a word: about a tenth of a millisecond. */
export const STEPS_LIMIT = 100_000;

function spanOf({ file, start, end }: SourceRef): Span {
  return { file, start, end };
}

function report<C extends CompileDiagnosticCode>(
  code: C,
  source: SourceRef,
  args: ArgsOf<(typeof compileDiagnostics)[C]>,
): Diagnostic {
  const { severity } = compileDiagnostics[code];
  return { code, severity, span: spanOf(source), args: { ...args }, related: [], fixes: [] };
}

function leftToReference(ir: BundleIr, emitted: Emitted): readonly Diagnostic[] {
  return ir.criteria
    .filter(({ decide }, index) =>
      emitted.left.some(
        ({ path }) =>
          path === `criteria/${index}/decide` ||
          (decide === undefined && path === `criteria/${index}/when`),
      ),
    )
    .map(({ id, source }) => report("LU5001", source, { criterion: id }));
}

function expensive(criterion: CriterionIr): readonly Diagnostic[] {
  const cost = criterionSteps(criterion);
  if (cost <= STEPS_LIMIT) return [];
  const args = { criterion: criterion.id, cost, limit: STEPS_LIMIT };
  return [report("LU5002", criterion.source, args)];
}

/** Once for each flow, at the first criterion that is asked for it. */
function undecided(ir: BundleIr): readonly Diagnostic[] {
  const decided = new Set(ir.policies.flatMap(({ flows }) => flows));
  const flows = new Set(ir.criteria.flatMap((criterion) => criterion.flows));
  return [...flows]
    .filter((flow) => !decided.has(flow))
    .sort()
    .flatMap((flow) => {
      const first = ir.criteria.find((criterion) => criterion.flows.includes(flow));
      if (first === undefined) return [];
      return [report("LU5003", first.source, { flow, criterion: first.id })];
    });
}

export function findings(ir: BundleIr, emitted: Emitted): readonly Diagnostic[] {
  const found = [
    ...leftToReference(ir, emitted),
    ...ir.criteria.flatMap(expensive),
    ...undecided(ir),
  ];
  return found.toSorted(
    (a, b) =>
      (a.span.file < b.span.file ? -1 : a.span.file > b.span.file ? 1 : 0) ||
      a.span.start - b.span.start ||
      (a.code < b.code ? -1 : 1),
  );
}
