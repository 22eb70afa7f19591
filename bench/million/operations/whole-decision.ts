/**
 * What a whole decision costs beside the hits alone, at fourteen hits: declarations of W1 are chosen so that they have that many on average.
 *
 * One process, the three in turns, ratios by round.
 */
import { interleaved, ratiosOf, shownSpread, spreadOf } from "../../measure.ts";
import { sampleDeclarations } from "../declarations.ts";
import { openIndexed } from "../engines/open.ts";
import type { Measurement } from "../measurement.ts";
import { groundTruth, workload } from "../workload.ts";
import { operated, type Size } from "./operation.ts";

const ROUNDS = 15;
const HITS = 14;
/** W1 has this many hits for a thousand criteria. */
const HITS_PER_THOUSAND = 0.437;
const DECLARATIONS = 1000;
const PASSES = 4;

export async function wholeDecision(size: Size): Promise<readonly Measurement[]> {
  const criteria = Math.round(HITS / HITS_PER_THOUSAND) * 1000;
  const of = workload("W1", criteria, size.seed);
  const { engine, match } = await openIndexed(of);
  const declarations = sampleDeclarations(DECLARATIONS, size.seed);
  const truth = groundTruth(of, declarations);
  const total = truth.reduce((sum, ids) => sum + ids.length, 0);
  for (const [at, declaration] of declarations.entries()) {
    const found = [...match(declaration)].sort((a, b) => a - b);
    const { decision } = engine.decide(declaration, { validated: true, explain: true });
    const isWhole =
      found.join() === truth[at]?.join() &&
      decision?.hits.length === found.length &&
      decision.hits.every(({ reason, evidence }) => reason !== undefined && evidence !== undefined);
    if (!isWhole) throw new Error(`${declaration.number}: other hits, or hits without reasons`);
  }
  const runner = (name: string, ask: (declaration: (typeof declarations)[number]) => unknown) => ({
    name,
    perRound: DECLARATIONS * PASSES,
    run: () => {
      for (let pass = 0; pass < PASSES; pass += 1) for (const each of declarations) ask(each);
    },
  });
  const rates = await interleaved(
    [
      runner("match", match),
      runner("decide", (each) => engine.decide(each, { validated: true, explain: false })),
      runner("reasons", (each) => engine.decide(each, { validated: true, explain: true })),
    ],
    ROUNDS,
  );
  const [matched, decided, explained] = rates;
  if (matched === undefined || decided === undefined || explained === undefined)
    throw new Error("no rates");
  const hitsPerDeclaration = Number((total / DECLARATIONS).toPrecision(4));
  console.log(
    `  ${hitsPerDeclaration} hits: a match is ${shownSpread(ratiosOf(matched, decided))} times as fast as a decision, ${shownSpread(ratiosOf(matched, explained))} times as fast as one with reasons`,
  );
  return [
    ["hits alone, at fourteen", matched] as const,
    ["decision, at fourteen hits", decided] as const,
    ["decision with reasons, at fourteen hits", explained] as const,
  ].map(([name, { rounds }]) =>
    operated({ workload: "W1", criteria, seed: size.seed }, name, {
      declarationsPerSecond: Math.round(spreadOf(rounds).median),
      hitsPerDeclaration,
    }),
  );
}
