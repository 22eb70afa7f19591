import fc from "fast-check";
import { expect, test } from "vitest";
import {
  add,
  compare,
  divide,
  exactText,
  floor,
  isZero,
  multiply,
  negate,
  parseRational,
  rational,
  rationalFromExact,
  rationalFromNumber,
  subtract,
  toNumber,
  zero,
} from "./rational.ts";

const big = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 20n });
const rationals = fc.tuple(big, positive).map(([n, d]) => rational(n, d));

test("lowest terms: numerator and denominator have no common factor", () => {
  const common = (a: bigint, b: bigint): bigint => (b === 0n ? a : common(b, a % b));
  fc.assert(
    fc.property(big, positive, (n, d) => {
      const value = rational(n, d);
      expect(value.n * d).toBe(n * value.d);
      expect(common(value.n < 0n ? -value.n : value.n, value.d)).toBe(1n);
    }),
  );
});

test("a field: associative, commutative, distributive, with inverses", () => {
  fc.assert(
    fc.property(rationals, rationals, rationals, (a, b, c) => {
      expect(add(a, b)).toEqual(add(b, a));
      expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
      expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
      expect(add(a, negate(a))).toEqual(zero);
      if (!isZero(b)) expect(multiply(divide(a, b), b)).toEqual(a);
    }),
  );
});

test("order agrees with the sign of the difference", () => {
  fc.assert(
    fc.property(rationals, rationals, (a, b) => {
      const difference = subtract(a, b).n;
      expect(compare(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
  );
});

test("floor is the greatest whole number not above", () => {
  fc.assert(
    fc.property(rationals, (a) => {
      const whole = floor(a);
      expect(whole * a.d <= a.n && (whole + 1n) * a.d > a.n).toBe(true);
    }),
  );
});

test("text is read back as the same number, and equal numbers have equal text", () => {
  fc.assert(
    fc.property(rationals, (a) => {
      expect(rationalFromExact(exactText(a))).toEqual(a);
    }),
  );
});

test("a double and its decimal determine each other", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      // −0 is written as 0.
      expect(toNumber(rationalFromNumber(x))).toBe(x === 0 ? 0 : x);
    }),
  );
});

test("the nearest double of a quotient is what IEEE division of small integers gives", () => {
  const small = fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 });
  fc.assert(
    fc.property(small, small, (n, d) => {
      fc.pre(d !== 0);
      expect(toNumber(rational(BigInt(n), BigInt(d)))).toBe(n / d === 0 ? 0 : n / d);
    }),
  );
});

test("parsing never throws", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const value = parseRational(text);
      expect(value === undefined || value.d > 0n).toBe(true);
    }),
  );
});
