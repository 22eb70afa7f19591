/**
 * Diagnostics as data: what a phase reports, and how a code is declared.
 *
 * A code is declared once, with its arguments, both languages, an explain page and a pair of examples;
 * the type of `defineDiagnostic` makes a missing translation a compile error. Nothing here renders text
 * to a terminal (that is `dsl/src/diagnostics/render.ts`) and nothing throws.
 */

export type Language = "en" | "vi";
export type Severity = "error" | "warning" | "info" | "hint";

/** Half-open range of UTF-16 offsets in one file. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Replace `span` by `text`. Edits of one fix do not overlap. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: Readonly<Record<Language, string>>;
  readonly edits: readonly Edit[];
}

export interface Diagnostic {
  /** External, append-only, never reused: `LU` and four digits. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** Arguments of the message, plain JSON. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly related: readonly {
    readonly span: Span;
    readonly note: Readonly<Record<Language, string>>;
  }[];
  /** Best first. */
  readonly fixes: readonly Fix[];
}

/** What the reader sees: what is wrong, the facts involved, what to try. Lower case, user text in backticks. */
export interface Message {
  readonly what: string;
  readonly why?: string;
  readonly try?: string;
}

export interface DiagnosticText<Args> {
  /** Short text under the caret and in one-line formats. */
  readonly message: (args: Args) => Message;
  /** A few words, title of the explain page. */
  readonly title: string;
  /** Body of the explain page: what it means, why it matters, what to do. Markdown, sentences. */
  readonly explain: string;
}

export interface DiagnosticSpec<Args> {
  readonly severity: Severity;
  readonly en: DiagnosticText<Args>;
  readonly vi: DiagnosticText<Args>;
  /** Smallest text that gives exactly this code, and its repair; both are executed by tests. */
  readonly bad: string;
  readonly good: string;
}

/** Declares one diagnostic; `Args` must be plain JSON. */
export function defineDiagnostic<Args extends object>(
  spec: DiagnosticSpec<Args>,
): DiagnosticSpec<Args> {
  return spec;
}

export type ArgsOf<Spec> = Spec extends DiagnosticSpec<infer Args> ? Args : never;
