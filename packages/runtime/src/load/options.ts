/**
 * What is given to an engine beside the bundle: lists, tables, codes, rates, the sampling key, defaults.
 *
 * Plain data only: reading CSV files, databases or registers is the business of the caller.
 */

import type {
  Code,
  CriterionIr,
  Fault,
  ListMember,
  QuotaExport,
  SourceBinding,
  TableRow,
  Update,
} from "@luong/spec";
import type { PredicateIndex } from "../index/predicate-index.ts";
import type { IndexProfile } from "../index/profile.ts";
import type { ScoreClock, ScoreProvider } from "../scores/provider.ts";

/** Where selections find their rows, by name of the source. */
export interface SourceRows {
  readonly binding: (source: string) => SourceBinding | undefined;
}

export interface ScoreOptions {
  /** By the plugin as it is written: `trees:fraud`. */
  readonly providers: Readonly<Record<string, ScoreProvider>>;
  readonly clock: ScoreClock;
}

export interface EngineOptions {
  /** Members of the external lists, by name; a text is a member without period. A `FlatSet` is taken as it is, unchecked. */
  readonly lists?: Readonly<Record<string, Iterable<string | ListMember>>>;
  /**
   * Rows of the external tables, by name; cells in the order of the columns, key first. A `RowStore` is taken as it is: who made it has checked its
   * cells (`RowIntake`).
   */
  readonly tables?: Readonly<Record<string, Iterable<TableRow>>>;
  /** Codes of the external code lists, by name; a text is a code without parent and label. */
  readonly codes?: Readonly<Record<string, Iterable<string | Code>>>;
  /** Rows of the schema's sources: histories, events, registries. A `HistoryState` is one. Without it every selection is unknown. */
  readonly history?: SourceRows;
  /** What gives the scores of models; without it every score is unknown. */
  readonly scores?: ScoreOptions;
  /** Exact decimals: `{"USD/VND": "25400"}` is 25,400 VND for one USD. The way back is the exact inverse unless given. */
  readonly rates?: Readonly<Record<string, string>>;
  /** 16 bytes as 32 hexadecimal digits. Secret: who knows it can predict the samples. */
  readonly samplingKey?: string;
  /** For questions that do not say; else the first flow and stage of the schema. */
  readonly flow?: string;
  readonly stage?: string;
  /** What quotas have counted before, from `exportQuotas` of an earlier engine. */
  readonly quotas?: QuotaExport;
  /** What is not bound is then a failed source: questions to it are unknown, and without key nothing is sampled. */
  readonly allowUnbound?: boolean;
  /**
   * Declarations as they usually come, valid: what an index chooses its keys by. Only speed depends on it; some 2,000 are enough. Without effect on a
   * bundle that brings its index built, or has none.
   */
  readonly sample?: Iterable<unknown>;
  /** Hears how many rows are in the index, now and then while it is built. */
  readonly onIndexing?: (rows: number) => void;
  /** The index, when it was read from a snapshot or comes from another thread. */
  readonly index?: PredicateIndex;
  /** Criteria that `index` holds beside those of the bundle. */
  readonly added?: readonly CriterionIr[];
  /** The last change of the engine `index` comes from: decisions name it, and the next one is numbered after it. */
  readonly update?: Update;
  /** Counts and times what the index does, some two to four times slower; without effect on a bundle without index. */
  readonly profile?: IndexProfile;
  /** Answer through the index of a bundle that has one, however few the rows are. */
  readonly indexed?: boolean;
  /** Every decision carries reasons, evidence, witnesses, factors and causes. A decision with a dozen hits then costs some four times what its hits alone cost. */
  readonly explain?: boolean;
  /** Every decision carries the causes of what is unknown, without the rest of an explanation. */
  readonly causes?: boolean;
}

/** The bundle, or what is bound to it, cannot be used. Every problem found is listed, not only the first. */
export class LoadError extends Error {
  override readonly name = "LoadError";
  /** 65xx about files and names, 61xx about cells; `path` is a JSON Pointer into the options, or a file name. */
  readonly problems: readonly Fault[];
  constructor(problems: readonly Fault[], text: (fault: Fault) => string) {
    super(["cannot load the bundle", ...problems.map((each) => `  ${text(each)}`)].join("\n"));
    this.problems = problems;
  }
}
