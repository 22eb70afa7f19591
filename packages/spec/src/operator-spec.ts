/**
 * The shape of one entry of the language: an operator, a function or an aggregate.
 *
 * `operators.ts`, `functions.ts` and `aggregates.ts` hold the entries. Tokens, grammar, checking, interpreter,
 * default emission, formatter, completion, reference page and generators are derived from them, so adding one is
 * adding one entry. Nothing outside `spec` asks `op === "within"`; it asks for a trait such as `indexable`.
 */
import type { Language } from "./diagnostic.ts";
import type { Type } from "./types.ts";
import type { EvaluationContext, Rational, Result, Value } from "./value.ts";

export type Text = Readonly<Record<Language, string>>;

/**
 * How the operator is written after its left operand:
 * `comparison` `x < arith` · `members` `x in a, b, list` (one set argument) · `operand` `x matches y` (one argument) ·
 * `range` `x between a and b` (two arguments) · `postfix` `x is valid` (none) · `additive`, `multiplicative` `x + y`.
 */
export type OperatorForm =
  | "comparison"
  | "members"
  | "operand"
  | "range"
  | "postfix"
  | "additive"
  | "multiplicative";

/** What the index can do with `fact op constant` (read by the planner; correctness never depends on it). */
export type Indexable =
  | "equality"
  | "membership"
  | "prefix"
  | "range"
  | "presence"
  | "words"
  | "none";

/** An operand as the checker sees it. */
export interface Operand {
  readonly type: Type;
  /** For a members argument: the types of what is listed. */
  readonly members?: readonly Type[];
}

/**
 * Type of the result, or why not. `problem` is a name the checker maps to a diagnostic:
 * `mismatch` (different kinds), `units` (dimensions differ), `currencies` (currencies differ), `codeLists` (code lists differ),
 * `notOrdered`, `notText`, `notHierarchy`, `percentNumber`, `dateInstant`, `period`, `notNumeric`.
 */
export type TypeRule = (
  operands: readonly Type[],
  /** By position: the text of an operand that is written out (`USD` in `convert(x, USD)`), undefined otherwise. */
  literals?: readonly (string | undefined)[],
) => { readonly type: Type } | { readonly problem: TypeProblem; readonly operand: number };

export type TypeProblem =
  | "mismatch"
  | "units"
  | "currencies"
  | "codeLists"
  | "notOrdered"
  | "notText"
  | "notHierarchy"
  | "percentNumber"
  | "dateInstant"
  | "period"
  | "notNumeric";

/** A closed expression and what it gives, executed interpreted, compiled and optimised. */
export interface Example {
  /** A condition or expression in the language, closed (no facts), English keywords. */
  readonly source: string;
  /** `true`, `false`, `"unknown"`, or the exact value as `textFromValue` writes it (USD with two decimals). */
  readonly value: boolean | string;
}

export interface OperatorSpec {
  readonly form: OperatorForm;
  /** Keywords or symbols; the same for a symbol. The first spelling is the one the formatter writes. */
  readonly spelling: Readonly<Record<Language, string>>;
  readonly types: TypeRule;
  /** Relative cost of one evaluation, 1 is an integer comparison. */
  readonly cost: number;
  readonly indexable: Indexable;
  /** The IR name of the complement (`not under` is `not` of `under`): lowered to `not(call)`; no own evaluate. */
  readonly negates?: string;
  /** Reference meaning. Operands are never unknown here (strict); unknown comes back where the operation itself has no answer. */
  readonly evaluate: Evaluate;
  readonly doc: Text;
  readonly examples: readonly Example[];
}

/**
 * `types` are the operands' static types (a code's list cannot be seen from its value). A cause without subject means the operation
 * itself; the interpreter writes its text there.
 */
export type Evaluate = (
  operands: readonly Result[],
  context: EvaluationContext,
  types: readonly Type[],
) => Result;

export interface FunctionSpec {
  readonly parameters: readonly string[];
  /** The last parameter may repeat. */
  readonly variadic?: boolean;
  readonly types: TypeRule;
  readonly cost: number;
  /** False: sees unknown operands itself (`first_present`). */
  readonly strict: boolean;
  readonly evaluate: Evaluate;
  readonly doc: Text;
  readonly examples: readonly Example[];
}

/** Lengths of the levels of a code list, none when it has no levels, undefined when the schema has no such list. */
export type LevelsOf = (list: string) => readonly number[] | undefined;

/** A property of a type, written `.name` after a value: `hs.chapter`, `registered_at.date`. */
export interface PropertySpec {
  /** Type of the property on a value of this type; null when the type has no such property. */
  readonly on: (type: Type, levels: LevelsOf) => Type | null;
  /** `type` is that of the value: a plate and a port are both text. */
  readonly evaluate: (value: Value, context: EvaluationContext, type: Type) => Result;
  readonly doc: Text;
}

export interface AggregateSpec {
  readonly spelling: Readonly<Record<Language, string>>;
  /** Other accepted spellings; the formatter writes the main one. */
  readonly also?: readonly string[];
  /** Written with a number, 0 to 100: `percentile 10 of …`. */
  readonly ranked?: true;
  /** Speaks of rows in their order of time, which elements of a list have not. */
  readonly ofRows?: true;
  /** Of rows only with a `minimum`: of few it would say little. A series needs none. */
  readonly needsMinimum?: true;
  readonly types: (
    value: Type | null,
  ) => { readonly type: Type } | { readonly problem: TypeProblem };
  /**
   * Values of the elements or rows that pass the filter, none unknown, in order; `type` is that of the result (the unit of a sum over nothing),
   * `rank` the number of one that is `ranked`.
   */
  readonly evaluate: (
    values: readonly Value[],
    context: EvaluationContext,
    type: Type,
    rank?: Rational,
  ) => Result;
  readonly doc: Text;
  readonly examples: readonly Example[];
}
