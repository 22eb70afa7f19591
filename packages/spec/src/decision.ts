/**
 * A decision, the record that is kept: which channel, and every reason for it.
 *
 * Plain JSON with a fixed order of keys, so equal decisions are equal bytes. Explanations (reason texts, evidence) are
 * filled in for hits on request; the rest is always there. Shape published as `schemas/decision.schema.json`.
 */
import type { Channel, CriterionClass } from "./ir/ir.ts";
import type { UnknownCause } from "./unknown.ts";

/** A fact that made a condition true, in the words of the declaration. */
export interface Evidence {
  readonly fact: string;
  readonly value: unknown;
}

export interface Hit {
  readonly criterion: string;
  /** Digest of the criterion's meaning (12 hex digits). */
  readonly version: string;
  readonly class: CriterionClass;
  /** `for each row of`: name of the row. */
  readonly row?: string;
  /** `decide`: number of the fired row, from 1. */
  readonly tableRow?: number;
  /** Witnesses: positions from 1, by element name. */
  readonly elements?: Readonly<Record<string, readonly number[]>>;
  readonly channel?: Channel;
  readonly risk?: number;
  readonly actions?: readonly string[];
  readonly alerts?: readonly string[];
  readonly inspect?: readonly { readonly en?: string; readonly vi?: string }[];
  /** Rendered `because`. */
  readonly reason?: { readonly en?: string; readonly vi?: string };
  readonly evidence?: readonly Evidence[];
}

export interface UnknownCriterion {
  readonly criterion: string;
  readonly version: string;
  readonly row?: string;
  readonly causes: readonly UnknownCause[];
}

export interface ScoreResult {
  readonly scorecard: string;
  readonly value: number;
  readonly factors?: readonly {
    readonly factor: string;
    readonly points: number;
    readonly weighted: number;
    readonly unknown?: readonly UnknownCause[];
  }[];
}

/** A score of a model that was read, and what gave it. */
export interface ScoreUse {
  readonly score: string;
  /** Version of the score as it is written in the set. */
  readonly version: number;
  readonly plugin: string;
  /** Absent: nothing was bound to the plugin. */
  readonly model?: { readonly version: string; readonly digest: string };
  /** What went wrong, each failure once; the score was unknown there. */
  readonly failed?: readonly string[];
}

/** One step of the policy that had a say, in order. */
export type PolicyStep =
  | { readonly rule: "exempt" }
  | { readonly rule: "criteria"; readonly channel: Channel }
  | { readonly rule: "condition"; readonly channel: Channel }
  | {
      readonly rule: "condition unknown";
      readonly channel: Channel | "exempt";
      readonly causes: readonly UnknownCause[];
    }
  | {
      readonly rule: "sample";
      readonly name: string;
      readonly rate: string;
      /** The draw in [0, 1), 53 bits. */
      readonly draw: number;
      readonly strata: readonly unknown[];
      readonly from: Channel;
      readonly to: Channel;
    }
  | {
      readonly rule: "top";
      readonly name: string;
      readonly rate: string;
      readonly outcome: "chosen" | "left" | "unknown";
      readonly bucket: readonly unknown[];
      readonly chosen: number;
      readonly decided: number;
      readonly threshold: number | null;
      readonly score: number | null;
      readonly from: Channel;
      readonly to: Channel;
    }
  | {
      readonly rule: "quota";
      readonly name: string;
      readonly outcome: "kept" | "cut" | "statutory" | "drawn";
      readonly bucket: readonly unknown[];
      readonly kept: number;
      readonly decided: number;
      readonly score: number | null;
      readonly threshold: number | null;
      readonly from: Channel;
      readonly to: Channel;
    }
  /** A decision made again would lower the channel and no reason code came with what arrived: the higher one stays. */
  | { readonly rule: "held"; readonly from: Channel; readonly to: Channel }
  | { readonly rule: "else"; readonly channel: Channel };

/** A change of what a bundle is bound to, as decisions name it. */
export interface Update {
  /** From 1, in the order made. */
  readonly number: number;
  readonly label?: string;
}

/** Something that arrived and made a decision be made again. */
export type Arrival =
  | { readonly kind: "declaration"; readonly revision?: number | string }
  | {
      readonly kind: "row";
      readonly source: string;
      readonly identity: string;
      readonly withdrawn?: true;
    }
  | { readonly kind: "event"; readonly source: string; readonly identity: string }
  | { readonly kind: "window"; readonly until: string }
  | { readonly kind: "update"; readonly number: number };

/** The decision that this one takes the place of, and what is different. */
export interface Replacement {
  readonly at: string;
  readonly stage: string;
  readonly channel: Channel;
  readonly because: Arrival;
  /** Code of the reason given with what arrived; a channel is lowered with one only. */
  readonly reason?: string;
  /** Criteria, with their rows, that hit now and did not, and the other way round; the same of unknown ones. */
  readonly hit: readonly string[];
  readonly noLonger: readonly string[];
  readonly unknown: readonly string[];
  readonly known: readonly string[];
}

export interface Decision {
  readonly declaration: string;
  /** Value of the last key field when the root has several (`revision`). */
  readonly revision?: number | string;
  readonly bundle: string;
  /** The last change made to the bundle's rows, lists or criteria since it was loaded; absent when there was none. */
  readonly update?: Update;
  readonly flow: string;
  readonly stage: string;
  /** The event it was asked with, at a stage that waits for one. */
  readonly event?: { readonly source: string; readonly identity: string };
  /** Decision time, ISO 8601 in the schema's zone. */
  readonly at: string;
  readonly policy: string | null;
  readonly channel: Channel;
  readonly riskPoints: number;
  readonly scores: readonly ScoreResult[];
  /** Scores of models that were read; absent when none was. */
  readonly models?: readonly ScoreUse[];
  readonly hits: readonly Hit[];
  readonly suppressed: readonly Hit[];
  readonly unknown: readonly UnknownCriterion[];
  readonly steps: readonly PolicyStep[];
  /** Of a declaration that was decided before. */
  readonly replaces?: Replacement;
}

/** A declaration that could not be decided; every fault is listed, nothing is guessed. */
export interface Rejection {
  /** Key as far as it could be read. */
  readonly declaration: string | null;
  /** Position in the input, from 1; line of a CSV or NDJSON file. */
  readonly position: number;
  readonly faults: readonly Fault[];
}

export interface Fault {
  /** 6xxx. */
  readonly code: string;
  /** JSON Pointer (RFC 6901) into the declaration, or a column name of a CSV file. */
  readonly path: string;
  readonly args: Readonly<Record<string, unknown>>;
}
