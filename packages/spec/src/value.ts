/**
 * Values of the reference meaning: slow, exact, obvious.
 *
 * Numbers are rationals of big integers. The fast path stores values otherwise and must agree with these.
 */
import type { Schema } from "./schema.ts";
import type { Dimension } from "./types.ts";
import type { UnknownCause } from "./unknown.ts";

/** Exact rational in lowest terms; `d` is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export type Value =
  | { readonly kind: "boolean"; readonly value: boolean }
  /** integer, number, and percent as a fraction (15 % is 3/20). */
  | { readonly kind: "number"; readonly value: Rational }
  /** text, id, code, channel, flow, stage. */
  | { readonly kind: "text"; readonly value: string }
  /** Days since 1970-01-01, local. */
  | { readonly kind: "date"; readonly value: Rational }
  /** Seconds since local midnight. */
  | { readonly kind: "time"; readonly value: Rational }
  /** Milliseconds since 1970-01-01 UTC. */
  | { readonly kind: "instant"; readonly value: Rational }
  /** Milliseconds. */
  | { readonly kind: "duration"; readonly value: Rational }
  /** Calendar months. */
  | { readonly kind: "period"; readonly value: Rational }
  /** Major units; currency null only for the sum over nothing. */
  | { readonly kind: "money"; readonly value: Rational; readonly currency: string | null }
  /** Base units of the dimension; dimension null only for the sum over nothing. `unit` is the code declared, facts only. */
  | {
      readonly kind: "quantity";
      readonly value: Rational;
      readonly dimension: Dimension | null;
      readonly unit?: string;
    }
  /** Major units per base unit; null only where it was made from the sum over nothing. */
  | {
      readonly kind: "unitPrice";
      readonly value: Rational;
      readonly currency: string | null;
      readonly dimension: Dimension | null;
    }
  | { readonly kind: "set"; readonly members: readonly Value[] };

export interface Unknown {
  readonly kind: "unknown";
  readonly causes: readonly UnknownCause[];
}

export type Result = Value | Unknown;

/** What evaluation may ask of the world beside the facts. */
export interface EvaluationContext {
  readonly schema: Schema;
  /** Parent of a code in a tree list, null at a root, undefined when the code is not known. */
  readonly parentOf: (list: string, code: string) => string | null | undefined;
  /** Units of `to` for one unit of `from`, undefined when not bound. */
  readonly rate: (from: string, to: string) => Rational | undefined;
}
