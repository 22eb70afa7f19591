// Texts as bytes: every string comes back, compares and hashes as itself. Comes in: any strings, half characters too.
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashText, isTextAt, mostBytes, readText, slotOf, writeText } from "./bytes.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\ud800", "\udc00", "a", "\u0300", "é", "€", "𝄞", "\0") }),
);

function written(text: string, before = 0): { bytes: Uint8Array; from: number; until: number } {
  const bytes = new Uint8Array(before + mostBytes(text));
  return { bytes, from: before, until: writeText(text, bytes, before) };
}

test("what is written is read, at any place", () => {
  fc.assert(
    fc.property(anyText, fc.nat(9), (text, before) => {
      const { bytes, from, until } = written(text, before);
      expect(readText(bytes, from, until)).toBe(text);
      expect(isTextAt(text, bytes, from, until)).toBe(true);
    }),
  );
});

test("well-formed text is UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const { bytes, until } = written(text);
      expect([...bytes.subarray(0, until)]).toEqual([...new TextEncoder().encode(text)]);
    }),
  );
});

test("another text is another", () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const { bytes, from, until } = written(a);
      expect(isTextAt(b, bytes, from, until)).toBe(a === b);
    }),
  );
});

test("composed and decomposed letters are two texts", () => {
  const { bytes, from, until } = written("\u00e0");
  expect(isTextAt("a\u0300", bytes, from, until)).toBe(false);
});

test("long texts are read in parts", () => {
  const text = "đ".repeat(10_000) + "x".repeat(10_000);
  const { bytes, until } = written(text);
  expect(readText(bytes, 0, until)).toBe(text);
});

test("hashes spread over slots of any number", () => {
  const counts = new Int32Array(97);
  for (let at = 0; at < 97_000; at += 1) {
    const slot = slotOf(hashText(`IND-${at}`), counts.length);
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1200);
});
