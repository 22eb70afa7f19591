/**
 * Puts truths together: `and`, `or`, `not`, and the conversions between JavaScript booleans and 0, 1, 2.
 *
 * Comes in: conditions, or functions that write them. Goes out: one condition. Operands that need statements are written inside an `if`, so that
 * they are only reached when the ones before have not decided.
 */
import type { Code, Js } from "./code.ts";
import type { Condition } from "./scope.ts";

export function constantCondition(value: boolean): Condition {
  return { kind: "bool", js: value ? "true" : "false" };
}

/** 0, 1 or 2. */
export function truthText(condition: Condition): Js {
  return condition.kind === "truth" ? condition.js : `(${condition.js} ? 2 : 0)`;
}

/** As a JavaScript boolean that is true only for true. */
export function isTrueText(condition: Condition): Js {
  return condition.kind === "bool" ? condition.js : `${condition.js} === 2`;
}

export function negated(condition: Condition): Condition {
  return condition.kind === "bool"
    ? { kind: "bool", js: negatedText(condition.js) }
    : { kind: "truth", js: `(2 - ${condition.js})` };
}

/** Is all of the text inside one pair of parentheses? Strings in it have no say: a wrong no costs only a pair. */
function isWrapped(js: Js): boolean {
  if (!js.startsWith("(") || !js.endsWith(")") || js.includes('"')) return false;
  let depth = 0;
  for (let at = 0; at < js.length - 1; at += 1) {
    depth += js[at] === "(" ? 1 : js[at] === ")" ? -1 : 0;
    if (depth === 0) return false;
  }
  return true;
}

function wrapped(js: Js): Js {
  return isWrapped(js) || /^[\p{ID_Continue}$]+$/u.test(js) ? js : `(${js})`;
}

function unwrapped(js: Js): Js {
  return isWrapped(js) ? js.slice(1, -1) : js;
}

function negatedText(js: Js): Js {
  const inner = js.slice(1);
  if (js.startsWith("!") && (isWrapped(inner) || /^[\p{ID_Continue}$]+$/u.test(inner)))
    return inner;
  return `!${wrapped(js)}`;
}

interface Written {
  readonly lines: readonly string[];
  readonly result: Condition;
}

/** Neighbours without statements that are never unknown, as one boolean: `a && b`. */
function merged(parts: readonly Written[], sign: "&&" | "||"): readonly Written[] {
  const merges: Written[] = [];
  for (const part of parts) {
    const last = merges.at(-1);
    const both = last !== undefined && isPlain(last) && isPlain(part);
    if (!both) merges.push(part);
    else merges[merges.length - 1] = plain(`${last.result.js} ${sign} ${part.result.js}`);
  }
  return merges;
}

function plain(js: Js): Written {
  return { lines: [], result: { kind: "bool", js } };
}

function isPlain({ lines, result }: Written): boolean {
  return lines.length === 0 && result.kind === "bool";
}

/** `and` is the least, `or` the greatest of 0, 1, 2. Operands are tried in the order given. */
export function writeLogic(
  code: Code,
  op: "and" | "or",
  operands: readonly (() => Condition)[],
): Condition {
  const parts = operands.map((write) => code.aside(write));
  const pieces = merged(parts, op === "and" ? "&&" : "||");
  const [first, ...rest] = pieces;
  if (first === undefined) return constantCondition(op === "and");
  if (rest.length === 0) {
    code.put(first.lines);
    return first.result.kind === "bool" && first.lines.length === 0
      ? { kind: "bool", js: wrapped(first.result.js) }
      : first.result;
  }
  const isBool = pieces.every(({ result }) => result.kind === "bool");
  return isBool ? logicOfBooleans(code, op, first, rest) : logicOfTruths(code, op, first, rest);
}

function logicOfBooleans(
  code: Code,
  op: "and" | "or",
  first: Written,
  rest: readonly Written[],
): Condition {
  const name = code.fresh("holds");
  code.put(first.lines);
  code.line(`let ${name} = ${first.result.js};`);
  for (const part of rest) {
    code.block(`if (${op === "and" ? "" : "!"}${name})`, () => {
      code.put(part.lines);
      code.line(`${name} = ${part.result.js};`);
    });
  }
  return { kind: "bool", js: name };
}

function logicOfTruths(
  code: Code,
  op: "and" | "or",
  first: Written,
  rest: readonly Written[],
): Condition {
  const name = code.fresh("truth");
  const [end, better] = op === "and" ? [0, "<"] : [2, ">"];
  code.put(first.lines);
  code.line(`let ${name} = ${truthText(first.result)};`);
  for (const part of rest) {
    code.block(`if (${name} !== ${end})`, () => {
      code.put(part.lines);
      if (part.result.kind === "bool") {
        // A boolean decides or says nothing.
        const decides = op === "and" ? negatedText(part.result.js) : part.result.js;
        code.line(`if (${unwrapped(decides)}) ${name} = ${end};`);
        return;
      }
      const next = code.keep("next", part.result.js);
      code.line(`if (${next} ${better} ${name}) ${name} = ${next};`);
    });
  }
  return { kind: "truth", js: name };
}

/** Unknown when either is; else their least (`and`) or greatest (`or`). */
export function writeStrict(code: Code, op: "and" | "or", a: Condition, b: Condition): Condition {
  if (a.kind === "bool" && b.kind === "bool") {
    return { kind: "bool", js: `(${a.js} ${op === "and" ? "&&" : "||"} ${b.js})` };
  }
  const left = code.keep("left", truthText(a));
  const right = code.keep("right", truthText(b));
  const pick = op === "and" ? "<" : ">";
  const js = `(${left} === 1 || ${right} === 1 ? 1 : ${left} ${pick} ${right} ? ${left} : ${right})`;
  return { kind: "truth", js };
}
