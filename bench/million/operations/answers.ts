/**
 * The same answer from the index, from the emitted code that asks every row, from the interpreter and from brute force: no figure, only agreement.
 *
 * Rows are asked in slices, so that the emitted code's columns of a million rows need not be in memory at once.
 */
import { bindWorld, createEngine } from "@luong/runtime";
import { createInterpreter, type Question, type TableRow } from "@luong/spec";
import { type Declaration, sampleDeclarations } from "../declarations.ts";
import { compiledSet, emittedMatch, optionsOf } from "../engines/open.ts";
import { idOfIndicator, indicatorRows } from "../indicators.ts";
import type { Measurement } from "../measurement.ts";
import { groundTruth, heldOut, workload } from "../workload.ts";
import type { Size } from "./operation.ts";

const DECLARATIONS = 12;
const SLICE = 50_000;
const SAMPLE = 2000;
const NOW = Date.UTC(2026, 1, 1, 8);

export async function answers(size: Size): Promise<readonly Measurement[]> {
  const of = workload(size.workload, size.criteria, size.seed);
  const declarations = sampleDeclarations(DECLARATIONS, size.seed);
  const truth = groundTruth(of, declarations);
  const indexed = await compiledSet("indexed");
  const emitted = await compiledSet("emitted");
  const options = optionsOf(of);
  const sample = heldOut(size.seed).slice(0, SAMPLE);
  const engine = createEngine(indexed, { ...options, sample });
  const byIndex = declarations.map((declaration) => {
    const { decision } = engine.decide(declaration, { now: NOW });
    return (decision?.hits ?? []).map(({ row }) => idOfIndicator(row ?? "")).sort((a, b) => a - b);
  });
  const byCode: number[][] = declarations.map(() => []);
  const byReference: number[][] = declarations.map(() => []);
  const { ir } = emitted.module;
  const [template] = ir.criteria;
  if (template === undefined) throw new Error("no template");
  let first = 0;
  for (const rows of slices(indicatorRows(of))) {
    const bound = { ...options, tables: { indicators: rows } };
    const match = emittedMatch(emitted, bound);
    const interpreter = createInterpreter(ir, bindWorld(ir, bound).world, { stopsEarly: true });
    for (const [at, declaration] of declarations.entries()) {
      byCode[at]?.push(...match(declaration).map((row) => first + row));
      for (const outcome of interpreter.criterion(template, questionOf(declaration)))
        if (outcome.truth === 2) byReference[at]?.push(first + (outcome.row?.number ?? 0) - 1);
    }
    first += rows.length;
    if (first % (4 * SLICE) === 0) console.log(`  ${first} rows asked by all`);
  }
  for (const [at, wanted] of truth.entries())
    for (const [name, found] of [
      ["the index", byIndex],
      ["the emitted code", byCode],
      ["the interpreter", byReference],
    ] as const)
      if (found[at]?.join() !== wanted.join())
        throw new Error(`${name} differs from brute force on declaration ${at}`);
  const hits = truth.reduce((sum, ids) => sum + ids.length, 0);
  console.log(
    `  ${size.workload}, ${size.criteria} criteria × ${DECLARATIONS} declarations, ${hits} hits: index = no index = interpreter = brute force`,
  );
  return [];
}

function questionOf(declaration: Declaration): Question {
  return { declaration, flow: "import", stage: "clearance", now: NOW };
}

function* slices(rows: Iterable<TableRow>): Generator<readonly TableRow[]> {
  let slice: TableRow[] = [];
  for (const row of rows) {
    slice.push(row);
    if (slice.length < SLICE) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
