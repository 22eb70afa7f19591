/**
 * The engines of the benchmark, ours first. A new one is a file and a line here.
 */
import type { Contender } from "./contender.ts";
import { jsonParse } from "./engines/json-parse.ts";
import { luong, luongWithoutIndex } from "./engines/luong.ts";
import { celJs } from "./peers/cel-js.ts";
import { closures } from "./peers/closures.ts";
import { generated } from "./peers/generated.ts";
import { jsonLogicEngine } from "./peers/json-logic-engine.ts";
import { jsonRulesEngine } from "./peers/json-rules-engine.ts";
import { zen } from "./peers/zen.ts";

export const contenders: readonly Contender[] = [
  luong,
  luongWithoutIndex,
  jsonParse,
  closures,
  generated,
  jsonLogicEngine,
  celJs,
  zen,
  jsonRulesEngine,
];

export function contenderNamed(name: string): Contender {
  const found = contenders.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no contender ${name}`);
  return found;
}
