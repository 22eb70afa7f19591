/**
 * The runner of tests written in criteria, and the coverage of their conditions.
 *
 * Apart from the engine, because what decides need not carry it; runs wherever the engine runs.
 */
export type { ConditionCoverage, CriterionCoverage } from "./coverage.ts";
export type { Both } from "./expectation.ts";
export { runTests, type TestResult, type TestRun } from "./run-tests.ts";
