/**
 * What goes between the thread that reads and the threads that evaluate: a batch of declarations there, its outcomes back.
 *
 * Texts travel as UTF-8 bytes with the places where they end, so nothing is copied value by value. Plain structured-cloneable data only;
 * who sends it, and what happens when a thread dies, is not said here.
 */
import type { Fault, PolicyIr, Schema } from "@luong/spec";
import type { Manifest } from "../abi.ts";
import type { OpenQuotas } from "../decide/decider.ts";
import type { Ask } from "../engine.ts";
import type { Reasons } from "./reasons.ts";
import type { SharedState } from "./shared-state.ts";

/** What is asked of every declaration of a stream; the part of a question that a thread can be told. */
export interface PoolAsk extends Omit<Ask, "position"> {
  /** Reasons put into the decisions, as `luong decide --explain` puts them; wins over `explain` and `causes`. */
  readonly reasons?: Reasons;
}

/** Many texts in one block: text `i` is `bytes.subarray(ends[i - 1] ?? 0, ends[i])`. */
export interface Texts {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/**
 * `lines`: each text is a line as it was given, to be read with every check. `values`: each text is the JSON of a value that was
 * checked to be plain data, so only its form has still to be validated.
 */
export type BatchForm = "lines" | "values";

export interface EvaluateRequest extends Texts {
  readonly kind: "evaluate";
  /** From 1, unique in the life of a pool. */
  readonly task: number;
  readonly form: BatchForm;
  /** Places in the input, from 1, by text. */
  readonly positions: Float64Array<ArrayBuffer>;
  readonly ask: PoolAsk;
}

/** By text of the request: the outcome as JSON followed by LF, and what the thread that asked needs to settle it. */
export interface EvaluateReply extends Texts {
  readonly kind: "evaluated";
  readonly task: number;
  readonly keys: readonly (string | null)[];
  /** Null: no decision of the batch waits for a quota. */
  readonly open: readonly (OpenQuotas | null)[] | null;
}

/** From now on the thread decides by another state: batches sent before see the old one, batches sent after it the new one. */
export interface RenewRequest {
  readonly kind: "renew";
  /** From 1, ascending. */
  readonly number: number;
  readonly state: SharedState;
}

export interface RenewReply {
  readonly kind: "renewed";
  readonly number: number;
}

export type ToWorker = EvaluateRequest | RenewRequest;

/** Sent once, when the engine of a thread stands. */
export interface ReadyMessage {
  readonly kind: "ready";
  readonly manifest: Manifest;
  readonly schema: Schema;
  readonly policies: readonly PolicyIr[];
}

/** Sent instead of `ReadyMessage` when the bundle, or what is bound to it, cannot be used. */
export interface RefusedMessage {
  readonly kind: "refused";
  readonly problems: readonly Fault[];
}

export type FromWorker = ReadyMessage | RefusedMessage | EvaluateReply | RenewReply;
