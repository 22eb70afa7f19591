/**
 * `npm run bench -- scores`: what one score of 200 trees costs, as plain data, through ONNX Runtime (native and WebAssembly, each in its thread), and as a JavaScript function.
 *
 * The same trees for all, written as ONNX for the libraries. All answers of 512 rows are compared before anything is timed. One at a time and 64 at a time; microseconds a score.
 */
import {
  functionProvider,
  type ScoreAnswer,
  type ScoreProvider,
  type ScoreRequest,
  type TreeEnsembleJson,
  type TreeJson,
} from "@luong/runtime";
import { openOnnx, openTrees } from "@luong/service";
import { onnxFromTrees } from "../../packages/service/test/scores/write-onnx.ts";
import { interleaved, machineLine, type Runner, shownSpread, spreadOf } from "../measure.ts";
import { makeModel, makeRows } from "./model.ts";

const ROWS = 512;
const BATCHES = [1, 64];
/** Rounding in 32 bits, in another order. */
const TOLERANCE = 1e-5;
const NEVER = { isOver: false, onOver: () => () => undefined };

export interface ScoresResult {
  readonly benchmark: "scores";
  readonly leaves: number;
  readonly provider: string;
  readonly batch: number;
  /** Microseconds a score. */
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

export async function scoresBenchmark(
  seed: number,
  rounds: number,
): Promise<readonly ScoresResult[]> {
  console.log(machineLine());
  const results: ScoresResult[] = [];
  for (const depth of [5, 6]) results.push(...(await measureModel(seed, depth, rounds)));
  return results;
}

async function measureModel(
  seed: number,
  depth: number,
  rounds: number,
): Promise<readonly ScoresResult[]> {
  const providers = await openAll(makeModel(seed, depth));
  const requests = makeRows(seed + 1, ROWS).map((inputs) => ({ inputs }));
  await compareAll(providers, requests);
  const results: ScoresResult[] = [];
  for (const batch of BATCHES) {
    const rates = await interleaved(
      [...providers].map(([name, provider]) => runnerOf(name, provider, requests, batch)),
      rounds,
    );
    for (const { name, rounds: perSecond } of rates) {
      const { median, least, greatest } = spreadOf(perSecond.map((rate) => 1e6 / rate));
      const leaves = 2 ** depth;
      console.log(
        `200 trees, ${leaves} leaves, batch ${String(batch).padEnd(3)} ${name.padEnd(24)} ${shownSpread({ median, least, greatest })} µs a score`,
      );
      results.push({ benchmark: "scores", leaves, provider: name, batch, median, least, greatest });
    }
  }
  await Promise.all([...providers.values()].map((provider) => provider.close?.()));
  return results;
}

async function openAll(model: TreeEnsembleJson): Promise<ReadonlyMap<string, ScoreProvider>> {
  const named = { name: "bench", version: "1" };
  const onnx = onnxFromTrees(model);
  const outputs = [{ name: "score", tensor: "score" }];
  const inputs = model.inputs;
  return new Map([
    ["trees as data", openTrees(new TextEncoder().encode(JSON.stringify(model)), named)],
    ["onnxruntime-node", await openOnnx(onnx, { ...named, library: "native", inputs, outputs })],
    ["onnxruntime-web", await openOnnx(onnx, { ...named, library: "wasm", inputs, outputs })],
    ["JavaScript function", functionOf(model)],
  ]);
}

type Node = { readonly leaf: number } | Split;
interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly isMissingLeft: boolean;
  readonly left: Node;
  readonly right: Node;
}

/** As one would write it by hand: objects that point to each other. */
function functionOf({ inputs, trees }: TreeEnsembleJson): ScoreProvider {
  const roots = trees.map((tree) => nodeOf(tree, 0));
  return functionProvider({
    name: "bench",
    version: "1",
    digest: "0",
    inputs,
    outputs: ["score"],
    function: {
      kind: "sync",
      call: (values) => {
        let sum = 0;
        for (const root of roots) sum += leafOf(root, values as readonly number[]);
        return sum;
      },
    },
  });
}

function nodeOf(tree: TreeJson, at: number): Node {
  if (at < 0) return { leaf: tree.leaf[-1 - at] ?? Number.NaN };
  return {
    feature: tree.feature[at] ?? -1,
    threshold: tree.threshold[at] ?? Number.NaN,
    isMissingLeft: tree.missing[at] === "l",
    left: nodeOf(tree, tree.left[at] ?? 0),
    right: nodeOf(tree, tree.right[at] ?? 0),
  };
}

function leafOf(root: Node, values: readonly number[]): number {
  let node = root;
  while (!("leaf" in node)) {
    const value = values[node.feature] ?? Number.NaN;
    const isLeft = Number.isNaN(value) ? node.isMissingLeft : value <= node.threshold;
    node = isLeft ? node.left : node.right;
  }
  return node.leaf;
}

async function answersOf(
  provider: ScoreProvider,
  requests: readonly ScoreRequest[],
): Promise<readonly number[]> {
  return (await provider.score(requests, NEVER)).map(scoreOf);
}

function scoreOf(answer: ScoreAnswer): number {
  if ("failed" in answer) throw new Error(`${answer.failed}: ${answer.detail}`);
  return Number(answer.outputs["score"]);
}

async function compareAll(
  providers: ReadonlyMap<string, ScoreProvider>,
  requests: readonly ScoreRequest[],
): Promise<void> {
  let first: readonly number[] | undefined;
  for (const [name, provider] of providers) {
    const scores = await answersOf(provider, requests);
    first ??= scores;
    for (const [row, score] of scores.entries()) {
      if (!(Math.abs(score - (first[row] ?? Number.NaN)) <= TOLERANCE))
        throw new Error(`${name} says ${score} for row ${row}, not ${first[row]}`);
    }
  }
  const [least, greatest] = [Math.min(...(first ?? [])), Math.max(...(first ?? []))];
  console.log(
    `same scores of all on ${requests.length} rows (${least.toFixed(3)} to ${greatest.toFixed(3)})`,
  );
}

/** Providers that answer at once are asked as a decision asks them. */
function runnerOf(
  name: string,
  provider: ScoreProvider,
  requests: readonly ScoreRequest[],
  batch: number,
): Runner {
  const batches = Array.from({ length: requests.length / batch }, (_, at) =>
    requests.slice(at * batch, (at + 1) * batch),
  );
  const turns = 8;
  const { scoreSync } = provider;
  return {
    name,
    perRound: turns * requests.length,
    run: async () => {
      let sum = 0;
      for (let turn = 0; turn < turns; turn++) {
        for (const each of batches) {
          const answers =
            scoreSync === undefined ? await provider.score(each, NEVER) : scoreSync(each);
          for (const answer of answers) sum += scoreOf(answer);
        }
      }
      if (sum === 0 || Number.isNaN(sum)) throw new Error("nothing scored");
    },
  };
}
