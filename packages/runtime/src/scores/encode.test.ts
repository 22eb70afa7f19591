// Values of the language as inputs of a model: as in the JSON of facts, units gone.
import { rational, type Type, type Value } from "@luong/spec";
import { expect, test } from "vitest";
import { encodeInput } from "./encode.ts";
import { scoreFailures, scoreFailureText } from "./failure.ts";

const money: Type = { kind: "money", currency: "USD" };

test.each<[string, Value, Type, number | string]>([
  ["8 % is 8", { kind: "number", value: rational(2n, 25n) }, { kind: "percent" }, 8],
  ["a number", { kind: "number", value: rational(2n, 25n) }, { kind: "number" }, 0.08],
  [
    "a third is the nearest double",
    { kind: "number", value: rational(1n, 3n) },
    { kind: "number" },
    1 / 3,
  ],
  ["12.50 USD", { kind: "money", value: rational(25n, 2n), currency: "USD" }, money, 12.5],
  [
    "2 t, base unit kg",
    { kind: "quantity", value: rational(2000n), dimension: "mass" },
    { kind: "quantity", dimension: "mass" },
    2000,
  ],
  ["yes", { kind: "boolean", value: true }, { kind: "boolean" }, 1],
  ["no", { kind: "boolean", value: false }, { kind: "boolean" }, 0],
  ["a code keeps its zero", { kind: "text", value: "0101" }, { kind: "code", list: "Hs" }, "0101"],
  ["2 January 1970", { kind: "date", value: rational(1n) }, { kind: "date" }, 1],
  ["two minutes", { kind: "duration", value: rational(120_000n) }, { kind: "duration" }, 120],
])("%s", (_, value, type, expected) => {
  expect(encodeInput(value, type)).toBe(expected);
});

test("a set is no input", () => {
  const type: Type = { kind: "set", of: { kind: "text" }, max: null };
  expect(() => encodeInput({ kind: "set", members: [] }, type)).toThrow(TypeError);
});

test("every failure has different words in both languages", () => {
  const words = scoreFailures.flatMap((failure) => [
    scoreFailureText(failure, "en"),
    scoreFailureText(failure, "vi"),
  ]);
  expect(new Set(words).size).toBe(2 * scoreFailures.length);
});
