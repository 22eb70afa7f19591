// Laws of likeness on any text: symmetric, reflexive, never throwing; normal forms are their own.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, one, zero } from "../rational.ts";
import { foldAddress } from "./address.ts";
import { alikeBy, validBy } from "./alike.ts";
import { normaliseContainerNo } from "./container.ts";
import { foldName } from "./name.ts";
import { normalisePlate, plateForm, platesAlike } from "./plate.ts";
import { comparableText, isNear, textSimilarity } from "./similarity.ts";

const words = fc.constantFrom(
  ..."công ty tnhh mtv cp co ltd xnk tm vn d p q tp số 12 a b c 桂A12345 29C-123.45 有限公司 ***".split(
    " ",
  ),
);
const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.array(words, { maxLength: 8 }).map((each) => each.join(" ")),
  // Lone halves of surrogate pairs.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((units) => String.fromCharCode(...units)),
);
/** Two texts that are near each other as often as not. */
const pairs = fc.oneof(
  fc.tuple(texts, texts),
  fc
    .tuple(texts, texts, texts)
    .map(([a, b, c]) => [`${a}${b}${c}`, `${a}${c}`] as [string, string]),
  texts.map((text) => [text, text.toUpperCase().normalize("NFD")] as [string, string]),
);

describe.each(Object.entries(alikeBy))("%s", (_, alike) => {
  test("is like itself", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(alike(text, text)).toBe(true);
      }),
    );
  });

  test("the order of the two does not count", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(alike(a, b)).toBe(alike(b, a));
      }),
    );
  });

  test("composed and decomposed text are alike", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(alike(text.normalize("NFC"), text.normalize("NFD"))).toBe(true);
      }),
    );
  });

  test("nothing is like nothing but nothing", () => {
    fc.assert(
      fc.property(texts, (text) => {
        if (comparableText(text) !== "") expect(alike("", text)).toBe(false);
      }),
    );
  });
});

test.each([
  ["plates", normalisePlate],
  ["containers", normaliseContainerNo],
  ["names", foldName],
  ["addresses", foldAddress],
  ["texts", comparableText],
] as const)("the normal form of %s is its own", (_, normalise) => {
  fc.assert(
    fc.property(texts, (text) => {
      const form = normalise(text);
      expect(normalise(form)).toBe(form);
    }),
  );
});

test("any text has a form or none, and a plate of a known form is valid", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(validBy["Plate"]?.(text)).toBe(plateForm(text) !== undefined);
      expect(typeof validBy["ContainerNo"]?.(text)).toBe("boolean");
    }),
  );
});

test("a plate stays itself however it is punctuated", () => {
  const plate = fc.stringMatching(/^[1-9]\d[A-Z]\d{5}$/);
  const sign = fc.constantFrom(" ", ".", "-", "", " - ");
  fc.assert(
    fc.property(plate, fc.array(sign, { minLength: 8, maxLength: 8 }), (text, signs) => {
      const spread = [...text].map((character, at) => `${character}${signs[at] ?? ""}`).join("");
      expect(platesAlike(text, spread.toLowerCase())).toBe(true);
    }),
  );
});

/** Written from the definition: the least of all ways, each letter edited once. */
function slowDistance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const least = Math.min(
    slowDistance(x, b) + 1,
    slowDistance(a, y) + 1,
    slowDistance(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1),
  );
  const swaps = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return swaps ? Math.min(least, slowDistance(a.slice(0, -2), b.slice(0, -2)) + 1) : least;
}

const shortText = fc
  .array(fc.constantFrom(..."abc"), { maxLength: 6 })
  .map((each) => each.join(""));

test("similarity is the edits of the definition over the longer text", () => {
  fc.assert(
    fc.property(shortText, shortText, (a, b) => {
      const { n, d } = textSimilarity(a, b);
      const length = Math.max(a.length, b.length);
      const edits = slowDistance(a, b);
      expect(Number(n) * length).toBe(length === 0 ? 0 : (length - edits) * Number(d));
    }),
    { numRuns: 300 },
  );
});

test("near is what the whole table of distances says", () => {
  const long = fc
    .array(fc.constantFrom(..."ab"), { minLength: 10, maxLength: 60 })
    .map((each) => each.join(""));
  const near = fc
    .tuple(long, fc.nat(), fc.nat(), fc.constantFrom("", "a", "b"))
    .map(([text, i, j, put]) => {
      const at = i % text.length;
      const cut = `${text.slice(0, at)}${text.slice(at + 1)}`;
      const to = j % text.length;
      return [text, `${cut.slice(0, to)}${put}${cut.slice(to)}`] as const;
    });
  fc.assert(
    fc.property(near, ([a, b]) => {
      const similarity = textSimilarity(a, b);
      expect(isNear(a, b)).toBe(compare(similarity, { n: 9n, d: 10n }) >= 0);
    }),
  );
});

test("similarity lies between none and all, and is all for equal folded texts alone", () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const similarity = textSimilarity(a, b);
      expect(compare(similarity, zero)).toBeGreaterThanOrEqual(0);
      expect(compare(similarity, one) === 0).toBe(comparableText(a) === comparableText(b));
      expect(textSimilarity(b, a)).toEqual(similarity);
    }),
  );
});
