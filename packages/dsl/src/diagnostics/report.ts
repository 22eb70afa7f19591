/**
 * Builds a diagnostic from its catalogue entry: severity comes from there, arguments are checked by code.
 *
 * It renders nothing and decides nothing.
 */
import type { ArgsOf, Diagnostic, Fix, Language, Span } from "@luong/spec";
import { catalogue, type DiagnosticCode } from "./catalogue/index.ts";

export interface Extra {
  readonly fixes?: readonly Fix[];
  readonly related?: readonly {
    readonly span: Span;
    readonly note: Readonly<Record<Language, string>>;
  }[];
}

export function report<C extends DiagnosticCode>(
  code: C,
  span: Span,
  args: ArgsOf<(typeof catalogue)[C]>,
  extra: Extra = {},
): Diagnostic {
  return {
    code,
    severity: catalogue[code].severity,
    span,
    args: { ...args },
    related: extra.related ?? [],
    fixes: extra.fixes ?? [],
  };
}
