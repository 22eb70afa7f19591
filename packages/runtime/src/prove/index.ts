/**
 * The runner of tests written in criteria, apart from the engine: what decides need not carry it.
 */
export type { ConditionCoverage, CriterionCoverage } from "./coverage.ts";
export type { Both } from "./expectation.ts";
export { runTests, type TestResult, type TestRun } from "./run-tests.ts";
