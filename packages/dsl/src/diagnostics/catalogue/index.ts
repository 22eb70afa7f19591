/**
 * Every diagnostic of the language, by code. One file per thousand, merged here.
 */
import { textDiagnostics } from "./1xxx-text.ts";

export const catalogue = { ...textDiagnostics } as const;

export type DiagnosticCode = keyof typeof catalogue;
