/**
 * Where criteria ask for scores: requests in, values or unknowns out, and a record of what was asked.
 *
 * Deciding is synchronous. A provider that answers at once is asked when a criterion reads the score; of another the request is noted and unknown for now, and
 * who decides asks for what was noted (`pending`), then decides again. So nothing is asked that the outcome cannot depend on. One question at a time.
 */
import {
  type BundleIr,
  type ModelScoreIr,
  numberFromRational,
  type Result,
  rationalFromExact,
  rationalFromNumber,
  type ScoreBinding,
  type ScoreUse,
  type Type,
} from "@luong/spec";
import type { ScoreOptions } from "../load/options.ts";
import type { ScoreOutputRule } from "./check-answer.ts";
import { encodeInput } from "./encode.ts";
import { ScoreGuard, type ScoreStats } from "./guard.ts";
import { PreparedScores, prepareScores, requestKey, type ScoreAsk } from "./prepare.ts";
import type { EncodedInput, ScoreAnswer, ScoreProvider, ScoreRequest } from "./provider.ts";

/** What a score without an output of its own calls it where the provider has none either. */
const ONLY = "score";
/** Digits of an output that count: as of a fact. */
const DIGITS = 15;

interface Seat {
  readonly ir: ModelScoreIr;
  readonly provider: ScoreProvider | undefined;
  readonly guard: ScoreGuard | undefined;
  readonly types: ReadonlyMap<string, Type>;
  readonly only: string;
}

export class ScoreDesk {
  readonly #bindings: ReadonlyMap<string, ScoreBinding>;
  readonly #guards = new Map<string, ScoreGuard>();
  #prepared = new PreparedScores(new Map());
  /** Answers of providers that answer at once, for the question being decided. */
  #answered = new Map<string, ScoreAnswer>();
  #pending = new Map<string, Map<string, ScoreRequest>>();
  #uses = new Map<string, ScoreUse>();

  constructor(ir: BundleIr, options: ScoreOptions | undefined) {
    const seats = (ir.modelScores ?? []).map((score) => seatOf(score, options));
    this.#bindings = new Map(
      seats.map((seat) => [
        seat.ir.name,
        { read: (inputs, output): Result => this.#read(seat, inputs, output) },
      ]),
    );
    for (const { ir: score, guard } of seats) {
      if (guard !== undefined) this.#guards.set(score.name, guard);
    }
  }

  /** Some provider does not answer at once. */
  get waits(): boolean {
    return [...this.#guards.values()].some(({ isSync }) => !isSync);
  }

  binding(name: string): ScoreBinding | undefined {
    return this.#bindings.get(name);
  }

  /** Another question: what was asked before is forgotten, prepared answers stay until others are prepared. */
  begin(): void {
    if (this.#answered.size > 0) this.#answered = new Map();
    if (this.#uses.size > 0) this.#uses = new Map();
  }

  /** What was asked since and could not be answered at once; then nothing is. */
  takePending(): readonly ScoreAsk[] {
    if (this.#pending.size === 0) return none;
    const asks = Array.from(this.#pending, ([score, requests]) => ({
      score,
      requests: [...requests.values()],
    }));
    this.#pending = new Map();
    return asks;
  }

  /** Asks providers, by the deadlines; what is read from then on finds the answers. Earlier answers are kept beside. Never rejects. */
  async prepare(asks: readonly ScoreAsk[], withinMs?: number): Promise<void> {
    const found = await prepareScores(this.#guards, asks, withinMs);
    this.#prepared = this.#prepared.with(found);
  }

  /** Prepared answers are for a batch; after it they are let go. */
  forget(): void {
    this.#prepared = new PreparedScores(new Map());
    this.#pending = new Map();
  }

  /** The scores the question read, in the order of their names. */
  uses(): readonly ScoreUse[] {
    if (this.#uses.size === 0) return none;
    return [...this.#uses.values()].sort((a, b) => (a.score < b.score ? -1 : 1));
  }

  stats(): Readonly<Record<string, ScoreStats>> {
    return Object.fromEntries(Array.from(this.#guards, ([name, guard]) => [name, guard.stats()]));
  }

  #read(seat: Seat, inputs: readonly Result[], output: string | null): Result {
    const { name } = seat.ir;
    const subject = output === null ? name : `${name}.${output}`;
    const answer = this.#answer(seat, {
      inputs: inputs.map((each, at) => encoded(each, seat, at)),
    });
    this.#note(seat, answer);
    if (answer === undefined || "failed" in answer) return failedSource(subject);
    const wanted = output ?? seat.only;
    return valueFrom(answer.outputs[wanted], seat.types.get(wanted)) ?? failedSource(subject);
  }

  /** Undefined: it has to be asked for first. */
  #answer(seat: Seat, request: ScoreRequest): ScoreAnswer | undefined {
    const { ir, guard } = seat;
    if (guard === undefined) return notAvailable;
    const key = requestKey(request);
    const prepared = this.#prepared.answer(ir.name, request);
    if (prepared !== undefined) return prepared;
    if (!guard.isSync) {
      const pending = this.#pending.get(ir.name) ?? new Map<string, ScoreRequest>();
      this.#pending.set(ir.name, pending.set(key, request));
      return undefined;
    }
    const own = `${ir.name} ${key}`;
    let answer = this.#answered.get(own);
    if (answer === undefined) {
      answer = guard.scoreNow([request])[0] ?? notAvailable;
      this.#answered.set(own, answer);
    }
    return answer;
  }

  #note({ ir, provider }: Seat, answer: ScoreAnswer | undefined): void {
    const known = this.#uses.get(ir.name);
    const failure =
      answer === undefined ? "not available" : "failed" in answer ? answer.failed : undefined;
    const failed = [
      ...new Set([...(known?.failed ?? []), ...(failure === undefined ? [] : [failure])]),
    ];
    this.#uses.set(ir.name, {
      score: ir.name,
      version: ir.version,
      plugin: ir.plugin,
      ...(provider === undefined
        ? {}
        : { model: { version: provider.version, digest: provider.digest } }),
      ...(failed.length === 0 ? {} : { failed: failed.sort() }),
    });
  }
}

const none: readonly never[] = Object.freeze([]);
const notAvailable: ScoreAnswer = { failed: "not available" };

function failedSource(subject: string): Result {
  return { kind: "unknown", causes: [{ kind: "source failed", subject }] };
}

function seatOf(ir: ModelScoreIr, options: ScoreOptions | undefined): Seat {
  const provider = options?.providers[ir.plugin];
  const only = provider?.outputs[0] ?? ONLY;
  const rules = ir.outputs.map((output) => ruleOf(output.name ?? only, output.type, ir.range));
  const guard =
    provider === undefined || options === undefined
      ? undefined
      : new ScoreGuard(provider, { outputs: rules, timeoutMs: ir.timeoutMs }, options.clock);
  const types = new Map(ir.outputs.map(({ name, type }) => [name ?? only, type]));
  return { ir, provider, guard, types, only };
}

function ruleOf(name: string, type: Type, range: ModelScoreIr["range"]): ScoreOutputRule {
  switch (type.kind) {
    case "text":
    case "id":
    case "code":
      return { name, kind: "text" };
    default: {
      if (range === undefined) return { name, kind: "number" };
      const [least, greatest] = range.map((end) => numberFromRational(rationalFromExact(end)));
      return {
        name,
        kind: "number",
        ...(least === undefined ? {} : { least }),
        ...(greatest === undefined ? {} : { greatest }),
      };
    }
  }
}

function encoded(input: Result, { ir }: Seat, at: number): EncodedInput | null {
  const type = ir.inputs[at]?.type;
  return input.kind === "unknown" || type === undefined ? null : encodeInput(input, type);
}

/** Fifteen significant digits of what the model gave, so that the value is a decimal like a fact; of a percentage the share of one. */
function valueFrom(given: number | string | undefined, type: Type | undefined): Result | undefined {
  if (given === undefined || type === undefined) return undefined;
  if (typeof given === "string") return { kind: "text", value: given };
  if (type.kind === "boolean") return { kind: "boolean", value: given >= 0.5 };
  const value = rationalFromNumber(Number(given.toPrecision(DIGITS)));
  return { kind: "number", value };
}
