/**
 * What a store of history is asked: to keep what was told, once, and to give it back.
 *
 * An append is one transaction. What was appended is given back in the order appended, after any crash, and an entry told again (same id) is not
 * there twice. A store knows nothing of windows; state is made from the log, and from the checkpoints of groups that it keeps as bytes.
 */

/** One thing told to the system: a version of a row of a source, or that there is none any more. */
export interface LogEntry {
  /** Tells deliveries apart: the same id again is the same delivery, and is left out. */
  readonly id: string;
  readonly source: string;
  /** When the system was told, ms since 1970 UTC. */
  readonly known: number;
  /** JSON form of the row; null: withdrawn. */
  readonly json: unknown;
  /** Of a withdrawn row, which has no content to read it from. */
  readonly identity?: string;
}

/** A decision that was given out, with the log at that place. */
export interface DecisionEntry {
  /** Declaration, revision, stage and what led to it: the same id again is the same question. */
  readonly id: string;
  /** Number of the declaration, without its revision. */
  readonly declaration: string;
  /** ms since 1970 UTC. */
  readonly at: number;
  readonly decision: unknown;
}

/** Written together or not at all. */
export interface Batch {
  readonly entries: readonly LogEntry[];
  readonly decisions: readonly DecisionEntry[];
}

export interface Appended {
  /** Number of the last entry in the log, from 1. */
  readonly last: number;
  /** For each entry of the batch its number, or null: it was there before. */
  readonly numbers: readonly (number | null)[];
}

/** A group's state as bytes, as it was after entry `through`. */
export interface Checkpoint {
  /** Digest of the group's definition. */
  readonly group: string;
  readonly through: number;
  readonly bytes: Uint8Array;
}

export interface HistoryStore {
  /** Resolves when the batch outlives a crash of the process (and of the machine, where the store was opened `durable`). */
  readonly append: (batch: Batch) => Promise<Appended>;
  /** Entries with a number above `after`, ascending, of these sources (all when absent). */
  readonly read: (
    after: number,
    sources?: readonly string[],
  ) => AsyncIterable<LogEntry & { readonly number: number }>;
  /** Number of the last entry, 0 when there is none. */
  readonly last: () => Promise<number>;
  /** The decision given under this id, undefined when there is none. */
  readonly decision: (id: string) => Promise<unknown>;
  /** Decisions of a declaration in the order given. */
  readonly decisionsOf: (declaration: string) => Promise<readonly DecisionEntry[]>;
  readonly saveCheckpoints: (checkpoints: readonly Checkpoint[]) => Promise<void>;
  readonly checkpoint: (group: string) => Promise<Checkpoint | undefined>;
  /** Groups there are checkpoints of. */
  readonly groups: () => Promise<readonly string[]>;
  readonly dropCheckpoints: (groups: readonly string[]) => Promise<void>;
  /** Removes entries of a source known before a time: nothing asks for them any more. Gives how many. */
  readonly prune: (source: string, knownBefore: number) => Promise<number>;
  readonly close: () => Promise<void>;
}
