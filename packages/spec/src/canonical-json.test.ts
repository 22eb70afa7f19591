import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("keys are sorted at every depth, arrays keep their order, undefined members go", () => {
  expect(canonicalJson({ b: [{ z: 1, a: null }, 2], a: "x", c: undefined })).toBe(
    '{"a":"x","b":[{"a":null,"z":1},2]}',
  );
});

test("keys are sorted by code unit, not by locale", () => {
  expect(canonicalJson({ é: 1, z: 2, Z: 3, "10": 4, "9": 5 })).toBe(
    '{"10":4,"9":5,"Z":3,"z":2,"é":1}',
  );
});

test("what JSON cannot say is refused", () => {
  expect(() => canonicalJson(Number.NaN)).toThrow("NaN");
  expect(() => canonicalJson({ f: () => 1 })).toThrow("function");
});

test("means the same as the value, and is a fixed point", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      const read: unknown = JSON.parse(text);
      expect(read).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(read)).toBe(text);
    }),
  );
});
