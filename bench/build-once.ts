/**
 * One check and build of N text criteria in memory; prints the milliseconds of both as JSON. Started by `build.ts`.
 */
import { compile } from "@luong/compiler";
import { analyse } from "@luong/dsl";
import { criteriaSources } from "./criteria-text.ts";

const count = Number(process.argv[2] ?? "10000");
const sources = criteriaSources(count);
const start = performance.now();
const analysis = analyse(sources);
const analysed = performance.now();
const bad = analysis.diagnostics.filter((each) => each.severity === "error");
if (bad.length > 0) throw new Error(`${bad.length} errors, first ${bad[0]?.code}`);
const { manifest } = await compile(analysis, { optimise: true });
const built = performance.now();
if (manifest?.criteria.length !== count)
  throw new Error(`${manifest?.criteria.length} of ${count} criteria in the bundle`);
console.log(JSON.stringify({ analyseMs: analysed - start, compileMs: built - analysed }));
