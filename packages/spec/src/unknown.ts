/**
 * Why a condition is unknown: the closed set of causes, as recorded in decisions.
 *
 * Apart from `decision.ts`, so that values can carry causes without knowing what a decision is.
 */
export type UnknownKind =
  | "not declared"
  | "no such row"
  | "too few rows"
  | "units differ"
  | "division by zero"
  | "source failed"
  | "window open";

/** `subject` names the fact (`importer.capital`, `items[3].net_weight`), table, list or operation. */
export interface UnknownCause {
  readonly kind: UnknownKind;
  readonly subject: string;
  /** `window open`: when it closes, ISO 8601 in the schema's zone; the declaration is decided again then. */
  readonly until?: string;
}

/** Causes that tell of a fault in the data; the others are ordinary answers of the language. */
export function isDataProblem(cause: UnknownCause): boolean {
  switch (cause.kind) {
    case "not declared":
    case "units differ":
    case "source failed":
      return true;
    case "no such row":
    case "too few rows":
    case "division by zero":
    case "window open":
      return false;
  }
}
