/**
 * Writes one function per scorecard: the exact sum of weight × points as the nearest double.
 *
 * Comes in: a scorecard. Goes out: a function without parameters. Every product is a whole number over one common denominator, so that
 * summing is exact and only the last division rounds; sums beyond 2^53 are made of big integers.
 */

import { FACTOR_OTHERWISE, FACTOR_UNKNOWN } from "@luong/runtime/abi";
import {
  type FactorIr,
  multiplyRationals,
  type Rational,
  rationalFromExact,
  type ScorecardIr,
} from "@luong/spec";
import { type Js, NoFastForm } from "./code.ts";
import { functionScope } from "./conditions.ts";
import type { WrittenFunction } from "./criteria.ts";
import { truthText } from "./logic.ts";
import { askReference, FunctionScope, type ModuleContext, type Scope } from "./scope.ts";

function weighted(factor: FactorIr, points: string): Rational {
  return multiplyRationals(rationalFromExact(factor.weight), rationalFromExact(points));
}

function outcomesOf(factor: FactorIr): readonly Rational[] {
  const points = [
    ...factor.cases.map((each) => each.points),
    factor.otherwise,
    factor.unknown ?? "0",
  ];
  return points.map((each) => weighted(factor, each));
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

function commonDenominator(values: readonly Rational[]): bigint {
  return values.reduce((common, { d }) => (common / gcd(common, d)) * d, 1n);
}

/** How whole multiples of 1/denominator are written and divided back. */
interface Units {
  readonly denominator: bigint;
  readonly big: boolean;
}

function unitsOf(card: ScorecardIr): Units {
  const outcomes = card.factors.map(outcomesOf);
  const denominator = commonDenominator(outcomes.flat());
  // Every factor at its largest, so that no order of adding can pass the bound.
  const largest = outcomes.map((values) =>
    values.reduce((most, { n, d }) => {
      const size = ((n < 0n ? -n : n) * denominator) / d;
      if (size > most) return size;
      return most;
    }, 0n),
  );
  const total = largest.reduce((a, b) => a + b, 0n);
  return { denominator, big: total > 2n ** 53n || denominator > 2n ** 53n };
}

function unitText({ n, d }: Rational, units: Units): Js {
  const whole = (n * units.denominator) / d;
  return `${whole}${units.big ? "n" : ""}`;
}

/** Is the input unknown? Null: never. What cannot be told quickly the reference tells. */
function unknownInput(factor: FactorIr, scope: Scope): Js | null {
  const { code } = scope.fn;
  try {
    const { lines, result } = code.aside(() => scope.presence(factor.input, scope));
    code.put(lines);
    return result.kind === "bool" && result.js === "true" ? null : `!${result.js}`;
  } catch (error) {
    if (!(error instanceof NoFastForm)) throw error;
    return `${askReference(scope, factor.input)} === 1`;
  }
}

/**
 * The first true case; without one, `unknown` when the input or a case was unknown, else `otherwise`. Which it was goes to `taken`, for
 * explanations.
 */
function writeFactor(factor: FactorIr, units: Units, taken: Js, scope: Scope): void {
  const { code } = scope.fn;
  const points = code.fresh("points");
  const open = code.fresh("open");
  const text = (value: string): Js => unitText(weighted(factor, value), units);
  code.line(`//! ${factor.name}`);
  code.line(`let ${points}, ${open} = false;`);
  factor.cases.forEach((each, index) => {
    code.block(`if (${points} === undefined)`, () => {
      const truth = code.keep("case", truthText(scope.condition(each.when, scope)));
      code.line(`if (${truth} === 2) ${points} = ${text(each.points)}, ${taken} = ${index};`);
      code.line(`else if (${truth} === 1) ${open} = true;`);
    });
  });
  code.block(`if (${points} === undefined)`, () => {
    const unknown = unknownInput(factor, scope);
    const isUnknown = unknown === null ? open : `${open} || ${unknown}`;
    const fallback = text(factor.unknown ?? factor.otherwise);
    code.line(`${taken} = ${isUnknown} ? ${FACTOR_UNKNOWN} : ${FACTOR_OTHERWISE};`);
    code.line(
      `${points} = ${taken} === ${FACTOR_UNKNOWN} ? ${fallback} : ${text(factor.otherwise)};`,
    );
  });
  code.line(`total += ${points};`);
}

export interface WrittenScorecard {
  readonly written: WrittenFunction;
  /** Array with the case each factor took last. */
  readonly cases: Js;
}

export function writeScorecards(module: ModuleContext): readonly WrittenScorecard[] {
  return module.ir.scorecards.map((card, index) => {
    const units = unitsOf(card);
    const fn = new FunctionScope();
    const scope = functionScope(module, fn);
    const cases = module.constants.add(
      "bound",
      `score_${index + 1}_cases`,
      // The number tells cards of one size apart: equal texts are one constant.
      `new Int16Array(/* ${index + 1} */ ${card.factors.length})`,
    );
    fn.code.line(`let total = 0${units.big ? "n" : ""};`);
    module.within(`scorecards/${index}`, () => {
      card.factors.forEach((factor, place) => {
        writeFactor(factor, units, `${cases}[${place}]`, scope);
      });
    });
    fn.code.line(
      units.big
        ? `return nearestQuotient(total, ${units.denominator}n);`
        : `return total / ${units.denominator};`,
    );
    return { written: { name: `score$${index + 1}`, parameters: [], lines: fn.lines }, cases };
  });
}
