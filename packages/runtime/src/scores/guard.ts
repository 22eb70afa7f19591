/**
 * Stands between criteria and a provider of scores: whatever the provider does, every request has an answer in time.
 *
 * Comes in: requests. Goes out: as many answers, in their order; what went wrong is `failed`, never zero and never an exception, and is counted. Cuts batches, ends waiting at the
 * deadline, asks the breaker, checks requests and answers. Has no clock of its own and keeps nothing of what it was asked.
 */
import { Breaker, type BreakerRules, type BreakerState, usualBreaker } from "./breaker.ts";
import { checkedAnswer, requestFailure, type ScoreOutputRule } from "./check-answer.ts";
import { Deadline } from "./deadline.ts";
import { type ScoreFailure, scoreFailures } from "./failure.ts";
import type {
  ScoreAnswer,
  ScoreClock,
  ScoreFailed,
  ScoreProvider,
  ScoreRequest,
  ScoreSignal,
} from "./provider.ts";

/** What the definition of a score says, and how its provider is called. */
export interface ScoreRules {
  readonly outputs: readonly ScoreOutputRule[];
  /** From the question to the answer, for all requests asked together. */
  readonly timeoutMs: number;
  /** Requests in one call; default 256. */
  readonly maxBatch?: number;
  readonly breaker?: Partial<BreakerRules>;
}

export interface ScoreStats {
  /** Calls of the provider. */
  readonly calls: number;
  readonly requests: number;
  readonly answered: number;
  readonly failed: Readonly<Record<ScoreFailure, number>>;
  /** Calls whose answer came after the deadline and was thrown away; of a provider that answers at once, calls that took longer and were used. */
  readonly late: number;
  readonly breaker: { readonly state: BreakerState; readonly opened: number };
}

const MAX_BATCH = 256;

/** What says something of the model's health. A number out of range or an unfit request comes of one declaration and leaves the breaker alone. */
const FAULTS_OF_PROVIDER: ReadonlySet<ScoreFailure> = new Set<ScoreFailure>([
  "timeout",
  "crashed",
  "not available",
  "wrong shape",
  "missing output",
  "wrong version",
  "refused",
]);

interface Counts {
  calls: number;
  requests: number;
  answered: number;
  late: number;
  readonly failed: Record<ScoreFailure, number>;
}

export class ScoreGuard {
  readonly provider: ScoreProvider;
  readonly rules: ScoreRules;
  readonly #clock: ScoreClock;
  readonly #breaker: Breaker;
  readonly #counts: Counts = {
    calls: 0,
    requests: 0,
    answered: 0,
    late: 0,
    failed: Object.fromEntries(scoreFailures.map((failure) => [failure, 0])) as Record<
      ScoreFailure,
      number
    >,
  };

  constructor(provider: ScoreProvider, rules: ScoreRules, clock: ScoreClock) {
    this.provider = provider;
    this.rules = rules;
    this.#clock = clock;
    this.#breaker = new Breaker({ ...usualBreaker, ...rules.breaker });
  }

  /** The provider answers at once, so `scoreNow` may be asked. */
  get isSync(): boolean {
    return this.provider.scoreSync !== undefined;
  }

  /** Answers of a provider that answers at once; of another "not available". It cannot be interrupted: `timeoutMs` is only counted. */
  scoreNow(requests: readonly ScoreRequest[]): readonly ScoreAnswer[] {
    return this.#counted(
      this.#withFitting(requests, (fitting) =>
        this.#batches(fitting).flatMap((batch) => this.#callNow(batch)),
      ),
    );
  }

  /** Answers by the deadline: `timeoutMs` of the rules, or `withinMs` when that is sooner. Never rejects. */
  async score(
    requests: readonly ScoreRequest[],
    withinMs: number = Number.POSITIVE_INFINITY,
  ): Promise<readonly ScoreAnswer[]> {
    if (this.isSync) return this.scoreNow(requests);
    const deadline = new Deadline(this.#clock, Math.min(this.rules.timeoutMs, withinMs));
    const asked: Promise<readonly ScoreAnswer[]>[] = [];
    const places = this.#withFitting(requests, (fitting) => {
      for (const batch of this.#batches(fitting)) asked.push(this.#call(batch, deadline));
      return fitting.map(() => null);
    });
    const answers = (await Promise.all(asked)).flat();
    deadline.stop();
    let next = 0;
    return this.#counted(places.map((place) => place ?? answers[next++] ?? broken));
  }

  stats(): ScoreStats {
    const { state, opened } = this.#breaker;
    return {
      ...this.#counts,
      failed: { ...this.#counts.failed },
      breaker: { state, opened },
    };
  }

  /** Gives what fits to `ask` and puts its answers among the failures of what does not, in the order asked. */
  #withFitting<Answer>(
    requests: readonly ScoreRequest[],
    ask: (fitting: readonly ScoreRequest[]) => readonly Answer[],
  ): (Answer | ScoreFailed)[] {
    const failures = requests.map((request) => requestFailure(request, this.provider.inputs));
    const answers = ask(requests.filter((_, place) => failures[place] === undefined));
    let next = 0;
    return failures.map((failed) =>
      failed === undefined ? (answers[next++] as Answer) : { failed },
    );
  }

  #batches(requests: readonly ScoreRequest[]): readonly (readonly ScoreRequest[])[] {
    const size = this.rules.maxBatch ?? MAX_BATCH;
    const count = Math.ceil(requests.length / size);
    return Array.from({ length: count }, (_, at) => requests.slice(at * size, (at + 1) * size));
  }

  #callNow(batch: readonly ScoreRequest[]): readonly ScoreAnswer[] {
    const start = this.#clock.now();
    const ticket = this.#breaker.enter(start);
    if (ticket === null) return failAll(batch, "breaker open");
    this.#counts.calls += 1;
    const answers = this.#answersNow(batch);
    const end = this.#clock.now();
    if (end - start > this.rules.timeoutMs) this.#counts.late += 1;
    this.#breaker.leave(ticket, isHealthy(answers), end);
    return answers;
  }

  #answersNow(batch: readonly ScoreRequest[]): readonly ScoreAnswer[] {
    try {
      return this.#checked(batch, this.provider.scoreSync?.(batch), "not available");
    } catch (error) {
      return failAll(batch, "crashed", String(error));
    }
  }

  /** Settles at the deadline at the latest, whatever the provider's promise does. */
  #call(batch: readonly ScoreRequest[], deadline: Deadline): Promise<readonly ScoreAnswer[]> {
    const ticket = this.#breaker.enter(this.#clock.now());
    if (ticket === null) return Promise.resolve(failAll(batch, "breaker open"));
    this.#counts.calls += 1;
    return new Promise((resolve) => {
      let isSettled = false;
      const settle = (answers: readonly ScoreAnswer[]): void => {
        if (isSettled) {
          this.#counts.late += 1;
          return;
        }
        isSettled = true;
        stopListening();
        this.#breaker.leave(ticket, isHealthy(answers), this.#clock.now());
        resolve(answers);
      };
      let stopListening: () => void = () => undefined;
      stopListening = deadline.onOver(() => settle(failAll(batch, "timeout")));
      this.#asked(batch, deadline).then(settle, (error: unknown) =>
        settle(failAll(batch, "crashed", String(error))),
      );
    });
  }

  /** An async function of its own, so that a provider that throws instead of rejecting rejects. */
  async #asked(
    batch: readonly ScoreRequest[],
    signal: ScoreSignal,
  ): Promise<readonly ScoreAnswer[]> {
    return this.#checked(batch, await this.provider.score(batch, signal), "wrong shape");
  }

  #checked(
    batch: readonly ScoreRequest[],
    answers: unknown,
    whenNone: ScoreFailure,
  ): readonly ScoreAnswer[] {
    if (answers === undefined) return failAll(batch, whenNone);
    if (!Array.isArray(answers) || answers.length !== batch.length)
      return failAll(batch, "wrong shape");
    return batch.map((_, place) => checkedAnswer(answers[place], this.rules.outputs));
  }

  #counted(answers: readonly ScoreAnswer[]): readonly ScoreAnswer[] {
    this.#counts.requests += answers.length;
    for (const answer of answers) {
      if ("failed" in answer) this.#counts.failed[answer.failed] += 1;
      else this.#counts.answered += 1;
    }
    return answers;
  }
}

const broken: ScoreFailed = { failed: "wrong shape" };

function failAll(
  batch: readonly ScoreRequest[],
  failed: ScoreFailure,
  detail?: string,
): readonly ScoreFailed[] {
  return batch.map(() => (detail === undefined ? { failed } : { failed, detail }));
}

/** A call is good when at least one of its requests shows that the model works. */
function isHealthy(answers: readonly ScoreAnswer[]): boolean {
  return answers.some((answer) => !("failed" in answer) || !FAULTS_OF_PROVIDER.has(answer.failed));
}
