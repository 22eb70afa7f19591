/**
 * `npm run bench -- korea`: decisions a second on the public Korean import set, beside json-rules-engine and @gorules/zen-engine.
 *
 * The same criteria for all three, from one IR; hits of all declarations of a sample are compared before anything is timed. Ours makes the whole
 * decision (policy, scorecard, sample, quota, hits); the peers only say which rules hold.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, lower } from "@luong/compiler";
import { analyse } from "@luong/dsl";
import { bindWorld, createEngine, type Engine, type EngineOptions } from "@luong/runtime";
import { readBundle } from "@luong/runtime/node";
import { type BundleIr, type Decision, type Expr, rewriteExpr } from "@luong/spec";
import { bindingsOf } from "../packages/cli/src/bindings/bind.ts";
import { readMapping } from "../packages/cli/src/declarations/mapping.ts";
import { readDeclarations } from "../packages/cli/src/declarations/open.ts";
import { dataReader, openSet } from "../packages/cli/src/set.ts";
import {
  interleaved,
  machineLine,
  type Runner,
  ratiosOf,
  shownSpread,
  spreadOf,
} from "./measure.ts";
import * as rulesEngine from "./peers/json-rules-engine.ts";
import { hitTest, NotCovered, type Test } from "./peers/two-valued.ts";
import * as zen from "./peers/zen.ts";

const root = join(import.meta.dirname, "..");

/** Declarations whose hits are compared; json-rules-engine takes a while for each. */
const COMPARED = 1000;
const PER_ROUND = { ours: 20_000, zen: 2000, rulesEngine: 100 } as const;

export interface KoreaResult {
  readonly benchmark: "korea";
  readonly engine: string;
  readonly criteria: number;
  readonly declarationsPerSecond: number;
  readonly least: number;
  readonly greatest: number;
  /** Ours over this one, median of the rounds. */
  readonly ratio: number;
}

export async function koreaBenchmark(csv: string, rounds: number): Promise<readonly KoreaResult[]> {
  if (!existsSync(csv)) {
    console.log(`skipped: ${csv} is not there (see examples/korea/README.md)`);
    return [];
  }
  const folder = join(root, "examples/korea");
  const set = openSet(folder, root);
  const ir = lower(analyse(set.sources, dataReader(set)));
  const options = await bindingsOf(set, ir, {});
  const { subset, tests, leftOut } = coveredByPeers(ir, options);
  const engine = await engineOf(subset, options);
  const declarations = await declarationsOf(csv, folder, engine);
  console.log(
    `${declarations.length} declarations, ${subset.criteria.length} criteria, ${tests.size} rules for the peers; left out of all three: ${leftOut.join(", ") || "none"}`,
  );
  console.log(machineLine());
  const peers = { rulesEngine: rulesEngine.createPeer(tests), zen: zen.createPeer(tests) };
  await compareHits(engine, peers, declarations.slice(0, COMPARED));
  return measure(engine, peers, declarations, subset.criteria.length, rounds);
}

type Peer = (facts: Record<string, unknown>) => Promise<string[]>;

/** The criteria every engine can be given, and their tests by the name of the hit. */
function coveredByPeers(
  ir: BundleIr,
  options: EngineOptions,
): { subset: BundleIr; tests: Map<string, Test>; leftOut: string[] } {
  const { world } = bindWorld(ir, options);
  const lists = { members: (name: string) => world.list(name)?.members(0) ?? [] };
  const tests = new Map<string, Test>();
  const leftOut: string[] = [];
  const criteria = ir.criteria.filter((criterion) => {
    try {
      if (criterion.rowsOf === undefined)
        tests.set(criterion.id, hitTest(criterion, ir.shared, lists));
      else {
        const table = ir.tables.find((each) => each.name === criterion.rowsOf);
        const columns = [...(table?.key ?? []), ...(table?.value ?? [])].map(
          (column) => column.name,
        );
        for (const row of world.table(criterion.rowsOf)?.rows ?? []) {
          const cells = Object.fromEntries(columns.map((name, index) => [name, row.cells[index]]));
          tests.set(`${criterion.id}/${row.name}`, hitTest(criterion, ir.shared, lists, cells));
        }
      }
      return true;
    } catch (error) {
      if (!(error instanceof NotCovered)) throw error;
      leftOut.push(criterion.id);
      return false;
    }
  });
  return { subset: { ...withoutModels(ir), criteria }, tests, leftOut };
}

/** The peers can be given no model, so the scorecards that ask one are left out, and of the policies what reads them: a condition that is never true. */
function withoutModels(ir: BundleIr): BundleIr {
  const asking = ir.scorecards.filter(({ factors }) =>
    JSON.stringify(factors).includes('"modelScore"'),
  );
  const names = new Set(asking.map(({ name }) => name));
  const never = (expr: Expr): Expr =>
    expr.kind === "call" &&
    expr.args.some((each) => each.kind === "score" && names.has(each.scorecard))
      ? { kind: "literal", type: expr.type, value: false }
      : expr;
  const policies = ir.policies.map(({ red, yellow, ...policy }) => ({
    ...policy,
    ...(red === undefined ? {} : { red: rewriteExpr(red, never) }),
    ...(yellow === undefined ? {} : { yellow: rewriteExpr(yellow, never) }),
  }));
  return { ...ir, policies, scorecards: ir.scorecards.filter((each) => !asking.includes(each)) };
}

async function engineOf(ir: BundleIr, options: EngineOptions): Promise<Engine> {
  const { files } = await compile(ir, { optimise: true });
  const folder = mkdtempSync(join(tmpdir(), "luong-bench-"));
  try {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const read = await readBundle(folder);
    if (read.problems !== undefined) throw new Error(JSON.stringify(read.problems));
    return createEngine(read.bundle, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All valid declarations in the order of (time, number), so that quotas see days in order. */
async function declarationsOf(
  csv: string,
  folder: string,
  engine: Engine,
): Promise<Record<string, unknown>[]> {
  const mapping = readMapping(join(folder, "mapping.json"), "mapping.json");
  const found: Record<string, unknown>[] = [];
  for await (const entry of readDeclarations({ path: csv, shown: csv, mapping }, noInput())) {
    if (entry.faults === undefined && engine.decide(entry.declaration).decision !== undefined)
      found.push(plain(entry.declaration));
  }
  return found.sort((a, b) => (String(a["registered_at"]) < String(b["registered_at"]) ? -1 : 1));
}

/** As JSON.parse would give it: what a service that reads JSON has in its hands. */
function plain(declaration: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(declaration));
}

async function* noInput(): AsyncGenerator<Uint8Array> {}

function hitsOf(decision: Decision | undefined): string {
  const hits = [...(decision?.hits ?? []), ...(decision?.suppressed ?? [])];
  return hits
    .map((hit) => (hit.row === undefined ? hit.criterion : `${hit.criterion}/${hit.row}`))
    .sort()
    .join(" ");
}

async function compareHits(
  engine: Engine,
  peers: Record<string, Peer>,
  sample: readonly Record<string, unknown>[],
): Promise<void> {
  let compared = 0;
  for (const declaration of sample) {
    const ours = hitsOf(engine.decide(declaration, { validated: true }).decision);
    for (const [name, peer] of Object.entries(peers)) {
      const theirs = (await peer(declaration)).sort().join(" ");
      if (theirs !== ours)
        throw new Error(
          `${name} differs on ${JSON.stringify(declaration)}:\n  ours   ${ours}\n  theirs ${theirs}`,
        );
    }
    compared += ours === "" ? 0 : ours.split(" ").length;
  }
  console.log(`same hits of all engines on ${sample.length} declarations (${compared} hits)`);
}

async function measure(
  engine: Engine,
  peers: { rulesEngine: Peer; zen: Peer },
  declarations: readonly Record<string, unknown>[],
  criteria: number,
  rounds: number,
): Promise<readonly KoreaResult[]> {
  const ours = (name: string, ask: Parameters<Engine["decide"]>[1]): Runner => {
    let at = 0;
    return {
      name,
      perRound: PER_ROUND.ours,
      run: () => {
        let seen = 0;
        for (let count = 0; count < PER_ROUND.ours; count += 1) {
          seen += engine.decide(declarations[at], ask).decision?.hits.length ?? 0;
          at = (at + 1) % declarations.length;
        }
        if (seen === 0) throw new Error("nothing hit");
      },
    };
  };
  const peer = (name: string, decide: Peer, perRound: number): Runner => {
    let at = 0;
    return {
      name,
      perRound,
      run: async () => {
        for (let count = 0; count < perRound; count += 1) {
          await decide(declarations[at] ?? {});
          at = (at + 1) % declarations.length;
        }
      },
    };
  };
  const runners = [
    ours("luong, decision", { validated: true }),
    ours("luong, validation and decision", {}),
    ours("luong, validation, decision, reasons", { explain: true }),
    peer("@gorules/zen-engine", peers.zen, PER_ROUND.zen),
    peer("json-rules-engine", peers.rulesEngine, PER_ROUND.rulesEngine),
  ];
  const rates = await interleaved(runners, rounds);
  const [first] = rates;
  if (first === undefined) return [];
  return rates.map((each) => {
    const ratio = ratiosOf(first, each);
    const { median, least, greatest } = spreadOf(each.rounds);
    console.log(
      `${each.name.padEnd(38)} ${shownSpread({ median, least, greatest }).padEnd(36)} a second; ours is ${shownSpread(ratio)} times that`,
    );
    return {
      benchmark: "korea",
      engine: each.name,
      criteria,
      declarationsPerSecond: Math.round(median),
      least: Math.round(least),
      greatest: Math.round(greatest),
      ratio: ratio.median,
    };
  });
}
