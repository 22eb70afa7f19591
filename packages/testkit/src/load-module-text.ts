/**
 * Runs the text of an ES module that was just written, without a bundler and without a file.
 *
 * Comes in: module text whose imports are on lines of their own, the modules it may import, and one exported function to call. Goes out: what that
 * function returns. For tests only: products import a file.
 */
import { compileFunction } from "node:vm";

export function callModuleText(
  text: string,
  modules: Readonly<Record<string, object>>,
  exported: string,
  argument: unknown,
): unknown {
  const body = text
    .replaceAll(/^import (\{[^}]*\}) from "([^"]+)";$/gm, 'const $1 = modules["$2"];')
    .replaceAll(/^export /gm, "");
  const run = compileFunction(`${body}\nreturn ${exported}(argument);`, ["modules", "argument"]);
  return run(modules, argument);
}
