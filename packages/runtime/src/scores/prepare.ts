/**
 * Evaluates all scores a batch of declarations needs, before they are decided.
 *
 * Deciding is synchronous and must not wait for a model: whoever decides first collects what will be asked, prepares it with one deadline, then reads the answers.
 * Equal requests of a batch are evaluated once.
 */
import type { ScoreGuard } from "./guard.ts";
import type { EncodedInput, ScoreAnswer, ScoreRequest } from "./provider.ts";

/** Requests of one score. */
export interface ScoreAsk {
  readonly score: string;
  readonly requests: readonly ScoreRequest[];
}

/** Answers that are there; asking computes nothing. */
export class PreparedScores {
  readonly #answers: ReadonlyMap<string, ReadonlyMap<string, ScoreAnswer>>;

  constructor(answers: ReadonlyMap<string, ReadonlyMap<string, ScoreAnswer>>) {
    this.#answers = answers;
  }

  /** These answers and those. */
  with(others: PreparedScores): PreparedScores {
    const merged = new Map(this.#answers);
    for (const [score, answers] of others.#answers) {
      merged.set(score, new Map([...(merged.get(score) ?? []), ...answers]));
    }
    return new PreparedScores(merged);
  }

  /** Undefined: this was not among what was prepared. */
  answer(score: string, request: ScoreRequest): ScoreAnswer | undefined {
    return this.#answers.get(score)?.get(requestKey(request));
  }
}

/**
 * Answers to everything asked, by the deadline of each score, and by `withinMs` from now if that is sooner. A score without a guard is "not available". Never rejects.
 */
export async function prepareScores(
  guards: ReadonlyMap<string, ScoreGuard>,
  asks: readonly ScoreAsk[],
  withinMs: number = Number.POSITIVE_INFINITY,
): Promise<PreparedScores> {
  const wanted = distinctRequests(asks);
  const answers = await Promise.all(
    Array.from(wanted, async ([score, requests]) => {
      const guard = guards.get(score);
      const given = await guard?.score([...requests.values()], withinMs);
      return [score, answersByKey([...requests.keys()], given)] as const;
    }),
  );
  return new PreparedScores(new Map(answers));
}

function distinctRequests(asks: readonly ScoreAsk[]): Map<string, Map<string, ScoreRequest>> {
  const wanted = new Map<string, Map<string, ScoreRequest>>();
  for (const { score, requests } of asks) {
    const known = wanted.get(score) ?? new Map<string, ScoreRequest>();
    wanted.set(score, known);
    for (const request of requests) known.set(requestKey(request), request);
  }
  return wanted;
}

function answersByKey(
  keys: readonly string[],
  answers: readonly ScoreAnswer[] | undefined,
): ReadonlyMap<string, ScoreAnswer> {
  return new Map(keys.map((key, at) => [key, answers?.[at] ?? { failed: "not available" }]));
}

/** Equal for equal inputs: numbers and texts are told apart, null and NaN are one. */
export function requestKey({ inputs }: ScoreRequest): string {
  return JSON.stringify(inputs, (_, value: unknown) => keyPart(value as EncodedInput | null));
}

/** JSON has no infinite numbers and would make them null, which is a missing value. */
function keyPart(value: EncodedInput | null): unknown {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY
    ? { infinite: value > 0 }
    : value;
}
