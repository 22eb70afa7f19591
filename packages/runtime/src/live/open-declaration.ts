/**
 * A declaration between its registration and its release: what is kept of it, so that it can be decided again.
 *
 * Plain data; `Live` changes it. The decision that counts is the last one at stages without an event; those at an event's stage stand beside it.
 */
import type { Decision } from "@luong/spec";

/** A decision as it was given out, and as it came out before it was held. The next one is compared with what came out. */
export interface Standing {
  readonly given: Decision;
  readonly computed: Decision;
}

export interface OpenDeclaration {
  readonly number: string;
  /** JSON form, valid: the version decided last. */
  declaration: unknown;
  /** The version before it. */
  previous: unknown;
  readonly flow: string;
  stage: string;
  /** ms since 1970 UTC: when the version was decided first. */
  since: number;
  standing: Standing;
  /** The last decision at each stage that has an event, by stage and identity of the event. */
  readonly atEvents: Map<string, Standing>;
}
