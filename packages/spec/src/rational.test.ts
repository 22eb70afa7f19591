import { describe, expect, test } from "vitest";
import {
  ceil,
  exactText,
  floor,
  parseRational,
  rational,
  rationalFromNumber,
  roundedText,
  toNumber,
} from "./rational.ts";

describe("text of a number", () => {
  test.each([
    ["12", "12"],
    ["-0.50", "-0.5"],
    ["+3", "3"],
    ["1e3", "1000"],
    ["1.5e-3", "0.0015"],
    ["2/4", "0.5"],
    ["-1/3", "-1/3"],
    ["007", "7"],
    ["-0", "0"],
  ])("%s is %s", (text, expected) => {
    const value = parseRational(text);
    expect(value && exactText(value)).toBe(expected);
  });

  test.each(["", " 1", "1 ", "1.", ".5", "1/0", "1_000", "0x10", "NaN", "1/3/5", "--1", "1e99999"])(
    "%j is no number",
    (text) => {
      expect(parseRational(text)).toBeUndefined();
    },
  );
});

describe("doubles", () => {
  test("mean the decimal that was written", () => {
    expect(exactText(rationalFromNumber(0.1))).toBe("0.1");
    expect(exactText(rationalFromNumber(1e-7))).toBe("0.0000001");
    expect(exactText(rationalFromNumber(123456789012345))).toBe("123456789012345");
  });

  test("come back as the nearest one", () => {
    expect(toNumber(rational(1n, 3n))).toBe(1 / 3);
    expect(toNumber(rational(-2n, 3n))).toBe(-2 / 3);
    expect(toNumber(rational(10n ** 400n, 3n))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("rounding", () => {
  test("floor and ceiling go down and up, also below zero", () => {
    expect([floor(rational(7n, 2n)), ceil(rational(7n, 2n))]).toEqual([3n, 4n]);
    expect([floor(rational(-7n, 2n)), ceil(rational(-7n, 2n))]).toEqual([-4n, -3n]);
    expect([floor(rational(-4n)), ceil(rational(-4n))]).toEqual([-4n, -4n]);
  });

  test("for people is half up, away from zero", () => {
    expect(roundedText(rational(1n, 3n), 4)).toBe("0.3333");
    expect(roundedText(rational(5n, 2n), 0)).toBe("3");
    expect(roundedText(rational(-5n, 2n), 0)).toBe("-3");
  });
});

test("a zero denominator is a fault of ours", () => {
  expect(() => rational(1n, 0n)).toThrow(RangeError);
});
