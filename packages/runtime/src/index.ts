/**
 * The runtime for every host: Node, browser, worker. Files, threads and other Node things are in `@luong/runtime/node`, the
 * runner of the tests written in criteria in `@luong/runtime/prove`.
 */
export type { Manifest, PredicateModule } from "./abi.ts";
export { type Ask, createEngine, type Engine, type Outcome, type StreamOptions } from "./engine.ts";
export { hasFewRows } from "./evaluate/few-rows.ts";
export { IndexedCriteria, type IndexedParts } from "./evaluate/indexed-criteria.ts";
export { interpretedBundle, interpretedModule } from "./evaluate/interpreted.ts";
export type { SignalSource } from "./evaluate/signal-source.ts";
export { explainText } from "./explain/explain-text.ts";
export { factLabel } from "./explain/labels.ts";
export {
  isForbiddenKey,
  MAX_DEPTH,
  MAX_DIGITS,
  MAX_EXPONENT,
  MAX_LINE_BYTES,
  MAX_TEXT_LENGTH,
} from "./facts/limits.ts";
export { type JsonRead, readJson } from "./facts/read-json.ts";
export { type Line, type ReadOptions, readLine, readLines } from "./facts/read-lines.ts";
export {
  HistoryState,
  type HistoryStateOptions,
  type Told,
} from "./history/history-state.ts";
export { memoryStore } from "./history/memory-store.ts";
export {
  checkCheckpoints,
  type PreparedBatch,
  type PreparedDecision,
  type PreparedEntry,
  prepareBatch,
} from "./history/prepare-batch.ts";
export type {
  Appended,
  Batch,
  Checkpoint,
  DecisionEntry,
  HistoryStore,
  LogEntry,
} from "./history/store.ts";
export {
  StoreError,
  type StoreFaultArgs,
  type StoreFaultCode,
  storeError,
  storeFaultCodes,
  storeFaultMessage,
  storeFaultText,
} from "./history/store-faults.ts";
export {
  type Access,
  type CriterionAccess,
  type DescribeLimits,
  describeIndex,
  type HotCluster,
  type IndexDescription,
} from "./index/describe.ts";
export {
  assumedShares,
  type KeyKind,
  type KeyMeaning,
  type ShareOfKey,
} from "./index/key-meaning.ts";
export { type IndexChange, PredicateIndex } from "./index/predicate-index.ts";
export { type CriterionProfile, IndexProfile, type ProfileReport } from "./index/profile.ts";
export { Signals } from "./index/signals.ts";
export { FlatSet, FlatSetBuilder, type SetArrays } from "./lists/flat-set.ts";
export {
  type Arrived,
  type Declared,
  Live,
  type LiveCounts,
  type LiveOptions,
} from "./live/live.ts";
export { type LiveEvent, readEvent } from "./live/read-event.ts";
export { type BoundWorld, bindWorld, intakeContext } from "./load/bind.ts";
export type { BindContext } from "./load/bind-context.ts";
export { type EngineOptions, LoadError } from "./load/options.ts";
export { MAX_TABLE_FAULTS, RowIntake, UNFIT } from "./load/row-intake.ts";
export {
  type FaultArgs,
  type FaultCode,
  fault,
  faultCatalogue,
  faultMessage,
  faultText,
} from "./messages/catalogue.ts";
export type { FaultSpec } from "./messages/define.ts";
export type { RowArrays } from "./rows/row-arrays.ts";
export {
  type RowChanges,
  RowStore,
  RowStoreBuilder,
  type StoredPeriod,
  type StoredRow,
  type StoreShape,
  storeShape,
} from "./rows/row-store.ts";
export { type BreakerRules, type BreakerState, usualBreaker } from "./scores/breaker.ts";
export type { ScoreOutputRule } from "./scores/check-answer.ts";
export { encodeInput } from "./scores/encode.ts";
export { type ScoreFailure, scoreFailures, scoreFailureText } from "./scores/failure.ts";
export {
  type FunctionProviderOptions,
  functionProvider,
  type ScoreFunction,
} from "./scores/function-provider.ts";
export { ScoreGuard, type ScoreRules, type ScoreStats } from "./scores/guard.ts";
export { PreparedScores, prepareScores, type ScoreAsk } from "./scores/prepare.ts";
export type {
  EncodedInput,
  ScoreAnswer,
  ScoreClock,
  ScoreFailed,
  ScoreInput,
  ScoreOutputs,
  ScoreProvider,
  ScoreRequest,
  ScoreSignal,
} from "./scores/provider.ts";
export type { EnsembleProblem } from "./scores/trees/check-ensemble.ts";
export {
  type EnsembleRead,
  type TreeEnsemble,
  treeEnsembleFromJson,
} from "./scores/trees/ensemble.ts";
export { evaluateTrees } from "./scores/trees/evaluate.ts";
export {
  type TreeEnsembleJson,
  type TreeJson,
  type TreeTransform,
  treeFormat,
} from "./scores/trees/tree-json.ts";
export { type TreeProviderOptions, treeProvider } from "./scores/trees/tree-provider.ts";
export type { EngineChange } from "./update/prepare.ts";
