import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogue } from "./diagnostics/catalogue/index.ts";
import { exampleSchema } from "./diagnostics/example-schema.ts";
import { runExample } from "./diagnostics/run-example.ts";
import { messageOf } from "./diagnostics/text.ts";
import { analyse } from "./pipeline.ts";

const examples = Object.values(catalogue).flatMap(({ bad, good }) => [bad, good]);

/** Words, signs and blanks: what an author deletes or doubles by accident. */
const pieces = (text: string): string[] =>
  text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

const edited = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.nat(),
    fc.nat(3),
    fc.constantFrom("delete", "double", "swap"),
  )
  .map(([text, at, count, how]) => {
    const parts = pieces(text);
    const index = parts.length === 0 ? 0 : at % parts.length;
    const cut = parts.splice(index, count);
    if (how === "double") parts.splice(index, 0, ...cut, ...cut);
    if (how === "swap") parts.splice((index * 7) % (parts.length + 1), 0, ...cut);
    return parts.join("");
  });

test("no text throws, every diagnostic points into it and has words in both languages", () => {
  fc.assert(
    fc.property(edited, (text) => {
      for (const each of runExample(text)) {
        const { start, end, file } = each.span;
        const length =
          file === "example.crit" ? text.normalize("NFC").length : exampleSchema.length;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(length);
        expect(messageOf(each, "en").what).not.toBe("");
        expect(messageOf(each, "vi").what).not.toBe("");
        expect(JSON.parse(JSON.stringify(each.args))).toEqual(each.args);
      }
    }),
    { numRuns: 600 },
  );
});

test("a damaged schema throws nothing either", () => {
  const parts = pieces(exampleSchema);
  fc.assert(
    fc.property(fc.nat(parts.length - 1), fc.integer({ min: 1, max: 6 }), (at, count) => {
      const text = parts.toSpliced(at, count).join("");
      const analysis = analyse([
        { file: "schema.crit", text },
        { file: "set.crit", text: "list hubs of Country = SG\n" },
      ]);
      expect(analysis.files).toHaveLength(2);
    }),
    { numRuns: 150 },
  );
});

test("the order of files does not change what is found", () => {
  const criteria = examples.filter((text) => text.startsWith("criterion EX-1"));
  const texts = criteria.slice(0, 80).map((text, index) => ({ file: `${index}.crit`, text }));
  const sources = [{ file: "schema.crit", text: exampleSchema }, ...texts];
  const codes = (order: typeof sources): string[] =>
    analyse(order)
      .diagnostics.filter(({ code }) => code.startsWith("LU3"))
      .map(({ code, span }) => `${span.file} ${span.start} ${code}`);
  expect(codes(sources.toReversed())).toEqual(codes(sources));
});
