/**
 * What the compiler offers to other packages: the way from a checked set to a bundle, and the IR and tests on the way.
 *
 * Every name is listed; inside the package files import each other, never this one.
 */
export { languageVersion, lower } from "./1-lower/lower.ts";
export { lowerTests } from "./1-lower/lower-tests.ts";
export { isGiven, type RequiredTerm, requiredTerms } from "./3-index/required-terms.ts";
export type { Emitted } from "./4-emit/emit.ts";
export { bundleDigest, compilerVersion, withDigests } from "./5-bundle/bundle.ts";
export {
  type CompileDiagnosticCode,
  compileDiagnostics,
} from "./diagnostics/catalogue/5xxx-compile.ts";
export { type Compiled, type CompileOptions, compile, emitIr, indexPlan } from "./pipeline.ts";
export { declarationTypes } from "./schema/declaration-types.ts";
export { type JsonSchema, jsonSchemaFromSchema } from "./schema/json-schema.ts";
