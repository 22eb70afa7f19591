import fc from "fast-check";
import { expect, test } from "vitest";
import { containsAny, containsExactlyAny, fold, foldExactly, PhraseAutomaton } from "./text.ts";

const vietnamese = fc.constantFrom(..."aăâbcdđeêoôơuưyáàảãạấầẩẫậđĐÁỪ 0123456789.,-()");
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.array(vietnamese, { maxLength: 30 }).map((letters) => letters.join("")),
);

test("folding twice is folding once, and leaves letters, digits and single blanks", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const folded = fold(text);
      expect(fold(folded)).toBe(folded);
      expect(folded).toMatch(/^([\p{L}\p{Nd}]+( [\p{L}\p{Nd}]+)*)?$/u);
    }),
  );
});

test("folding forgets case, composition and marks", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(fold(text.normalize("NFD"))).toBe(fold(text));
      expect(fold(text.normalize("NFC"))).toBe(fold(text));
      expect(fold(text.toLowerCase())).toBe(fold(text));
    }),
  );
});

test("folding exactly twice is folding once", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const folded = foldExactly(text);
      expect(foldExactly(folded)).toBe(folded);
    }),
  );
});

/** Whole words of folded text are what blanks separate. */
function naive(text: string, phrase: string): boolean {
  return phrase !== "" && ` ${text} `.includes(` ${phrase} `);
}

// Few letters, so that phrases overlap, contain and repeat one another.
const words = fc
  .array(fc.constantFrom(..."ab "), { maxLength: 12 })
  .map((letters) => fold(letters.join("")));

test("the automaton finds what a naive search finds", () => {
  fc.assert(
    fc.property(words, fc.array(words, { maxLength: 8 }), (text, phrases) => {
      const found = new Set<number>();
      new PhraseAutomaton(phrases).search(text, (phrase) => {
        found.add(phrase);
        return false;
      });
      const expected = phrases.flatMap((phrase, index) => (naive(text, phrase) ? [index] : []));
      expect([...found].sort((a, b) => a - b)).toEqual(expected);
    }),
  );
});

test("what contains a text exactly contains it", () => {
  fc.assert(
    fc.property(texts, texts, texts, (before, phrase, after) => {
      const text = `${before} ${phrase} ${after}`;
      const isWord = fold(phrase) !== "";
      expect(containsAny(text, [phrase])).toBe(isWord);
      if (isWord) expect(containsExactlyAny(text, [phrase])).toBe(true);
    }),
  );
});
