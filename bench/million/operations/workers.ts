/**
 * One and two worker threads over the same shared index, NDJSON in and out, in interleaved rounds.
 *
 * Both must give the bytes one engine gives. The calling thread cuts lines and hands outcomes on; on two cores it takes its share from the workers.
 */
import { createPool, load, type Pool } from "@luong/runtime/node";
import { interleaved, ratiosOf, shownSpread, spreadOf } from "../../measure.ts";
import { sampleDeclarations } from "../declarations.ts";
import { optionsOf } from "../engines/open.ts";
import type { Measurement } from "../measurement.ts";
import { workload } from "../workload.ts";
import { operated, type Size } from "./operation.ts";
import { builtPlace } from "./place.ts";

const ROUNDS = 7;
/** Declarations in one round at least; the sample is given again and again. */
const PER_ROUND = 20_000;
const CHUNK = 1 << 16;

export async function workers(size: Size): Promise<readonly Measurement[]> {
  const { bundle } = builtPlace(size);
  const { samplingKey = "" } = optionsOf(workload(size.workload, size.criteria, size.seed));
  const options = { samplingKey, allowUnbound: true };
  const engine = await load(bundle, options);
  const shared = engine.share();
  if (shared === undefined) throw new Error("no index");
  const texts = sampleDeclarations(2000, size.seed).map((each) => JSON.stringify(each));
  const times = Math.ceil(PER_ROUND / texts.length);
  const input = Buffer.from(`${texts.join("\n")}\n`.repeat(times));
  const wanted = texts
    .map((text) => `${JSON.stringify(engine.decide(JSON.parse(text)))}\n`)
    .join("");
  const pools = await Promise.all(
    [1, 2].map((count) => createPool(bundle, { ...options, shared, workers: count })),
  );
  for (const pool of pools) {
    const got = (await outputOf(pool, Buffer.from(`${texts.join("\n")}\n`))).toString();
    if (got !== wanted) throw new Error(`${pool.workers} workers give other outcomes`);
  }
  const perRound = times * texts.length;
  const runs = pools.map((pool) => ({
    name: `${pool.workers} workers`,
    perRound,
    run: async () => void (await outputOf(pool, input)),
  }));
  const alone = {
    name: "one thread",
    perRound,
    run: () => {
      for (let time = 0; time < times; time += 1)
        for (const text of texts) JSON.stringify(engine.decide(JSON.parse(text)));
    },
  };
  const rates = await interleaved([alone, ...runs], ROUNDS);
  for (const pool of pools) await pool.close();
  const [thread, one, two] = rates;
  if (thread === undefined || one === undefined || two === undefined) throw new Error("no rates");
  console.log(`  two workers ${shownSpread(ratiosOf(two, one))} times one worker`);
  console.log(
    `  two workers ${shownSpread(ratiosOf(two, thread))} times one thread without workers`,
  );
  return [
    ["one thread, text to text", thread] as const,
    ["one worker, text to text", one] as const,
    ["two workers, text to text", two] as const,
  ].map(([name, of]) =>
    operated(size, name, { declarationsPerSecond: Math.round(spreadOf(of.rounds).median) }),
  );
}

async function outputOf(pool: Pool, input: Buffer): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of pool.decideTexts(chunksOf(input), {
    duplicateWindow: 0,
    validated: false,
  }))
    parts.push(part);
  return Buffer.concat(parts);
}

function* chunksOf(input: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < input.length; at += CHUNK) yield input.subarray(at, at + CHUNK);
}
