/**
 * The shape of one fault code: both languages, an explain page, and an example that a test executes.
 *
 * Like `defineDiagnostic` of the spec, but a fault points into data (a JSON Pointer), not into a source file, and always stops
 * the one declaration (or the one load) it is about; so there is no severity and no fix.
 */
import type { DiagnosticText } from "@luong/spec";

export interface FaultSpec<Args> {
  readonly en: DiagnosticText<Args>;
  readonly vi: DiagnosticText<Args>;
  /**
   * What `bad` and `good` are: `lines` NDJSON read and decided under the example schema of the catalogue's test;
   * `options` JSON put over sound options (`null` takes one away), `manifest` over the manifest; `files` `<name>: <content>` put over a sound bundle folder;
   * `ask` JSON of the question's options, for a sound declaration; `validator` JSON of the faults a validator gives;
   * `change` JSON of a change of an engine with sound options; `threads` NDJSON decided by a pool of a bundle whose validator ends its thread at the note `ends the thread`;
   * `event` JSON of one line of events;
   * `state` JSON of the index handed to `load` of a sound bundle, `{}` none.
   */
  readonly example:
    | "lines"
    | "options"
    | "files"
    | "ask"
    | "validator"
    | "threads"
    | "change"
    | "event"
    | "state";
  /** Smallest input that gives exactly this code, and its repair; both are executed by tests. */
  readonly bad: string;
  readonly good: string;
}

/** Declares one fault; `Args` must be plain JSON. */
export function defineFault<Args extends object>(spec: FaultSpec<Args>): FaultSpec<Args> {
  return spec;
}
