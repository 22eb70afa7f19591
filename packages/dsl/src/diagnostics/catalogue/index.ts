/**
 * Every diagnostic of the language, by code. One file per thousand, merged here.
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
