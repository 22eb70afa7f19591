/**
 * A declaration between its registration and its release: what is kept of it, so that it can be decided again.
 *
 * Plain data; `Live` changes it. The decision that counts is the last one at stages without an event; those at an event's stage stand beside it.
 */
import type { Decision } from "@luong/spec";

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
  decision: Decision;
  /** The last decision at each stage that has an event, by stage and identity of the event. */
  readonly atEvents: Map<string, Decision>;
}
