import { describe, expect, test } from "vitest";
import { isContainerNo } from "../iso6346.ts";
import { containersAlike, normaliseContainerNo } from "./container.ts";

test.each([
  ["csqu 305438-3", "CSQU3054383"],
  ["CSQU/305438[3]", "CSQU3054383"],
  ["ＣＳＱＵ３０５４３８３", "CSQU3054383"],
  ["", ""],
])("%s is %s", (text, expected) => {
  expect(normaliseContainerNo(text)).toBe(expected);
});

describe("alike", () => {
  // CSQU3054383 is the worked example of ISO 6346.
  test.each([
    ["CSQU3054383", "CSQU3054383"],
    ["CSQU3054383", "csqu 305438-3"],
    ["CSQU3054383", "C5QU3054383"],
    ["CSQU3054383", "CSOU3054383"],
    ["CSQU3054383", "CSQV3054383"],
    ["CSQU3054383", "CSQU30S4383"],
    ["CSQU3054383", "CSQU3O54383"],
    ["CSQU3054383", "CSQU305A383"],
    ["CSQU3054383", "CSQU30543B3"],
    ["bad number", "BAD NUMBER"],
    ["", ""],
  ])("%s and %s", (a, b) => {
    expect(containersAlike(a, b)).toBe(true);
    expect(containersAlike(b, a)).toBe(true);
  });

  test.each([
    ["CSQU3054383", "CSQU3054384", "a wrong check digit is no misread one"],
    ["CSQU3054383", "MSKU3054383", "another owner"],
    ["CSQU3054383", "CSQU305438", "no check digit"],
    ["CSQU3O54383", "CSQU3D54383", "both fail"],
    ["CSQU3O54383", "CSQU3O543B3", "both fail, and two places"],
    ["CSQU3054383", "C5QV3054383", "two misread characters"],
    ["CSQU3054383", "", "nothing"],
    ["", "-", "nothing and signs"],
  ])("%s and %s are not: %s", (a, b) => {
    expect(containersAlike(a, b)).toBe(false);
    expect(containersAlike(b, a)).toBe(false);
  });

  test("of two numbers that hold each is another container", () => {
    const valid = ["MSCU6639870", "MSKU4107939", "CSQU3054383"];
    for (const a of valid) {
      expect(isContainerNo(a)).toBe(true);
      for (const b of valid) expect(containersAlike(a, b)).toBe(a === b);
    }
  });
});
