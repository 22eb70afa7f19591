/**
 * Everything the language offers to the other packages, name by name.
 *
 * Types, entries and IR, the interpreter, and the pure parts that runtime and compiler share. Nothing here reads a file or a clock.
 */

export { type AggregateName, aggregateSpec, aggregates, isAggregateName } from "./aggregates.ts";
export {
  addMonths,
  addMonthsToInstant,
  type CalendarDay,
  calendarFromDays,
  dateTextFromDays,
  daysFromCalendar,
  daysInMonth,
  instantFromDays,
  instantTextFromMs,
  isLeapYear,
  localDays,
  localTimeMs,
  MS_PER_DAY,
  parseDate,
  parseInstant,
  parseTime,
  parseZone,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
  startOfYear,
  timeTextFromSeconds,
  weekdayFromDays,
} from "./calendar.ts";
export { canonicalJson, canonicalKeys } from "./canonical-json.ts";
export type {
  Arrival,
  Decision,
  Evidence,
  Fault,
  Hit,
  PolicyStep,
  Rejection,
  Replacement,
  ScoreResult,
  ScoreUse,
  UnknownCriterion,
  Update,
} from "./decision.ts";
export {
  type ArgsOf,
  type Diagnostic,
  type DiagnosticSpec,
  type DiagnosticText,
  defineDiagnostic,
  type Edit,
  type Fix,
  type Language,
  type Message,
  type Severity,
  type Span,
} from "./diagnostic.ts";
export {
  jsonFromValue,
  memberOf,
  type TextStyle,
  textFromValue,
  valueFromJson,
  valueFromLiteral,
  valueFromMember,
} from "./facts.ts";
export { type FunctionName, functionSpec, functions, isFunctionName } from "./functions.ts";
export { momentAt } from "./history/clock.ts";
export { EXACT_VALUES_MAX, histogramBin, histogramMiddle } from "./history/histogram.ts";
export {
  baseSourceOf,
  compareRows,
  type DerivedRow,
  derivedRows,
  elementIdentity,
  identityOf,
} from "./history/identity.ts";
export { keyHolds } from "./history/keys.ts";
export { likenessBucket, likenessBuckets } from "./history/likeness.ts";
export { bindingFromLog, type ToldRow } from "./history/log.ts";
export {
  type Answering,
  type ColumnForm,
  type ColumnPlan,
  type FactForm,
  type FactPlan,
  type FeaturePlan,
  type FilterPlan,
  featurePlan,
  type GroupCost,
  type GroupPlan,
  type KeyPlan,
  type NodePlan,
  type RowsNode,
  type RowsReason,
} from "./history/plan.ts";
export { ROW_VALUE_DIGITS, roundedToDigits, rowValue } from "./history/round.ts";
export { ROW_VARIABLE } from "./history/row-side.ts";
export {
  openCause,
  periodAt,
  periodsIn,
  seriesEnd,
  spanOf,
  type WindowContext,
  type WindowSpan,
} from "./history/select.ts";
export { addressesAlike, foldAddress } from "./identity/address.ts";
export { containersAlike, normaliseContainerNo } from "./identity/container.ts";
export { foldName, namesAlike } from "./identity/name.ts";
export {
  isPlate,
  normalisePlate,
  type PlateForm,
  plateForm,
  platesAlike,
} from "./identity/plate.ts";
export { SIMILARITY_LETTERS_MAX, textSimilarity } from "./identity/similarity.ts";
export { criterionReadsBeside, readsBeside } from "./ir/beside.ts";
export type {
  CriterionOutcome,
  EvaluatedEffects,
} from "./ir/criterion.ts";
export type { ConditionObserver, Truth, TruthResult } from "./ir/evaluate.ts";
export {
  EVIDENCE_MAX,
  EVIDENCE_ROWS_MAX,
  type FactorScore,
  type ReasonText,
  type Score,
} from "./ir/explain.ts";
export {
  type BoundElement,
  type BoundTableRow,
  bindElement,
  type Frame,
  findElements,
  findFact,
  frameOf,
} from "./ir/frame.ts";
export { createInterpreter, type Interpreter, type InterpreterOptions } from "./ir/interpret.ts";
export type {
  Access,
  Base,
  Bucket,
  BundleIr,
  Channel,
  Collection,
  Column,
  CriterionClass,
  CriterionIr,
  DecideRow,
  Effect,
  Exact,
  ExpectationIr,
  Expr,
  FactorIr,
  KeyMatch,
  ListIr,
  ListMember,
  LiteralValue,
  ModelScoreIr,
  PolicyIr,
  QuotaIr,
  Reason,
  ReasonPart,
  SampleIr,
  ScorecardIr,
  Selection,
  SelectionKey,
  Series,
  SourceRef,
  StageEventIr,
  TableIr,
  TableRow,
  TestIr,
  TopIr,
  Validity,
  Window,
} from "./ir/ir.ts";
export { irFormat } from "./ir/ir.ts";
export { type PrintOptions, printExpr } from "./ir/print.ts";
export { allExprs, type Requirements, requirementsOf } from "./ir/required.ts";
export { bestRow, cellMatcher, isInForce, type Match } from "./ir/table-lookup.ts";
export { type IrFault, verifyIr } from "./ir/verify.ts";
export {
  childrenOf,
  criterionPlaces,
  type ExprPlace,
  mapChildren,
  outerChildren,
  policyPlaces,
  reasonPlaces,
  rewriteExpr,
  rowChildren,
  scorecardPlaces,
  visitExpr,
} from "./ir/walk.ts";
export { criterionForRow } from "./ir/with-row.ts";
export { containerCheckDigit, containerOwner, isContainerNo } from "./iso6346.ts";
export {
  type KeywordGroup,
  type KeywordName,
  type KeywordSpec,
  keywords,
  keywordTable,
} from "./keywords.ts";
export type {
  AggregateSpec,
  Evaluate,
  Example,
  FunctionSpec,
  Indexable,
  LevelsOf,
  Operand,
  OperatorForm,
  OperatorSpec,
  PropertySpec,
  Text,
  TypeProblem,
  TypeRule,
} from "./operator-spec.ts";
export { isOperatorName, type OperatorName, operatorSpec, operators } from "./operators.ts";
export {
  type Counter,
  countersOf,
  counts,
  Policy,
  type PolicyCondition,
  type PolicyHit,
  type PolicyInput,
  type PolicyOutcome,
  type PolicyState,
  type QuotaCase,
  quotaInput,
  type Standing,
  severity,
} from "./policy.ts";
export { isPropertyName, type PropertyName, properties, propertySpec } from "./properties.ts";
export {
  QUOTA_DAYS,
  type QuotaDayExport,
  type QuotaExport,
  type QuotaLimit,
  QuotaState,
  type QuotaVerdict,
  quotaLimit,
  type TopVerdict,
} from "./quota.ts";
export {
  absolute as absoluteRational,
  add as addRationals,
  ceil as ceilRational,
  compare as compareRationals,
  divide as divideRationals,
  exactText,
  floor as floorRational,
  isInteger as isIntegerRational,
  isZero as isZeroRational,
  multiply as multiplyRationals,
  negate as negateRational,
  parseRational,
  rational,
  rationalFromExact,
  rationalFromInteger,
  rationalFromNumber,
  roundedText,
  subtract as subtractRationals,
  toNumber as numberFromRational,
  wholeSquareRoot,
} from "./rational.ts";
export type {
  Code,
  CodeList,
  Currency,
  Field,
  Label,
  RecordType,
  Schema,
  Source,
  StageEvent,
  Unit,
  Word,
} from "./schema.ts";
export { drawText, SipHash, utf8Bytes } from "./siphash.ts";
export {
  containsAny,
  containsExactlyAny,
  fold,
  foldExactly,
  nfc,
  PhraseAutomaton,
  phraseOccurs,
} from "./text.ts";
export { isOrdered, isTextual, mergeTypes } from "./type-rules.ts";
export { builtInTypes, type Dimension, type Type, type TypeKind } from "./types.ts";
export { baseUnits, isUnitName, type UnitName, type UnitSpec, units } from "./units.ts";
export { isDataProblem, type UnknownCause, type UnknownKind } from "./unknown.ts";
export type { EvaluationContext, Rational, Result, Unknown, Value } from "./value.ts";
export type {
  BoundRow,
  ListBinding,
  Question,
  RowList,
  RowsQuery,
  ScoreBinding,
  SourceBinding,
  SourceRow,
  TableBinding,
  World,
} from "./world.ts";
export { unboundWorld } from "./world.ts";
