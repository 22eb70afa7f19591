/**
 * Every diagnostic of the language, by code: one file per thousand, merged here.
 *
 * Comes in: the catalogues. Goes out: one table and the type of its codes. Which code is reported when is decided by the phases.
 */
import { textDiagnostics } from "./1xxx-text.ts";
import { nameDiagnostics } from "./2xxx-names.ts";
import { typeDiagnostics } from "./3xxx-types.ts";
import { logicDiagnostics } from "./4xxx-logic.ts";

export const catalogue = {
  ...textDiagnostics,
  ...nameDiagnostics,
  ...typeDiagnostics,
  ...logicDiagnostics,
} as const;

export type DiagnosticCode = keyof typeof catalogue;
