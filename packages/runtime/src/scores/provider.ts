/**
 * What gives scores: the contract between criteria that read a score and whatever computes it.
 *
 * Types only. A provider is asked for a batch and answers each request with outputs by name or with the reason why there are none; it never throws on purpose,
 * and what it does wrong is caught by the guard (`guard.ts`). Providers that need Node, a native library or a network are in the service.
 */
import type { ScoreFailure } from "./failure.ts";

/** One input as the model takes it: numbers for numbers (NaN is a missing value), texts for categories and texts. */
export type EncodedInput = number | string;

/** One evaluation. `inputs` in the order of `ScoreProvider.inputs`; null is a missing value, as NaN. */
export interface ScoreRequest {
  readonly inputs: readonly (EncodedInput | null)[];
}

/** What a model says: outputs by name. Numbers are probabilities, amounts, …; texts are codes or labels. */
export type ScoreOutputs = Readonly<Record<string, number | string>>;

export interface ScoreFailed {
  readonly failed: ScoreFailure;
  /** For whoever runs the model: in the provider's own words. Never part of a decision, as it may differ from run to run. */
  readonly detail?: string;
}

export type ScoreAnswer = { readonly outputs: ScoreOutputs } | ScoreFailed;

/** An input of a model. */
export interface ScoreInput {
  readonly name: string;
  readonly kind: "number" | "category" | "text";
  /** `category` only: the texts in the order of the model's codes from 0. Without them the code itself is given, as a number. */
  readonly categories?: readonly string[];
  /** The model has no answer for a missing value: the guard says "missing input" and does not ask it. */
  readonly isRequired?: boolean;
}

/** Says when nobody waits for an answer any more. Like an `AbortSignal`, which a core without a host's types cannot name. */
export interface ScoreSignal {
  readonly isOver: boolean;
  /** Calls `then` once, at the latest now when it is over already; what it gives back takes the call back. */
  readonly onOver: (then: () => void) => () => void;
}

export interface ScoreProvider {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the model's bytes, the first 12 hex digits; `docs/scores.md` says of what where there are no bytes. */
  readonly digest: string;
  readonly inputs: readonly ScoreInput[];
  readonly outputs: readonly string[];
  /** There for providers that answer at once (trees, plain functions); answers in the order of the requests. */
  readonly scoreSync?: (requests: readonly ScoreRequest[]) => readonly ScoreAnswer[];
  /** Answers in the order of the requests. After `signal` is over, nobody listens and work should stop. */
  readonly score: (
    requests: readonly ScoreRequest[],
    signal: ScoreSignal,
  ) => Promise<readonly ScoreAnswer[]>;
  readonly close?: () => Promise<void>;
}

/** Time as it is handed in: the core has no clock and no timers. */
export interface ScoreClock {
  /** Milliseconds from any beginning; never goes back. */
  readonly now: () => number;
  /** Calls `then` once after `ms` milliseconds; what it gives back takes the call back. */
  readonly after: (ms: number, then: () => void) => () => void;
}
