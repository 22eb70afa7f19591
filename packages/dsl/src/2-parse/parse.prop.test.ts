import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLex } from "../1-lex/lex.ts";
import { children } from "../ast/visit.ts";
import { parseExpression, parseFile, standardParser } from "./parse.ts";

const samples = ["schema", "criteria"].map((name) =>
  readFileSync(new URL(`./samples/${name}.crit`, import.meta.url), "utf8"),
);
const { vocabulary, chunks } = standardParser();
const lex = createLex(vocabulary);

interface Word {
  readonly start: number;
  readonly end: number;
}

function wordsOf(text: string): readonly Word[] {
  return chunks(text).flatMap(({ start, end }) =>
    lex("x", text.slice(start, end), start).tokens.map(
      ({ startOffset, endOffset = startOffset }) => ({
        start: startOffset,
        end: endOffset + 1,
      }),
    ),
  );
}

const mutations: Readonly<
  Record<string, (text: string, word: Word, next: Word | undefined) => string>
> = {
  deleted: (text, { start, end }) => text.slice(0, start) + text.slice(end),
  doubled: (text, { start, end }) =>
    `${text.slice(0, end)} ${text.slice(start, end)}${text.slice(end)}`,
  exchanged: (text, word, next) =>
    next === undefined
      ? text
      : `${text.slice(0, word.start)}${text.slice(next.start, next.end)} ${text.slice(word.end, next.start)} ${text.slice(word.start, word.end)} ${text.slice(next.end)}`,
};

describe("one word wrong", () => {
  test.each(Object.keys(mutations))("%s: at most two messages, none in another item", (name) => {
    const mutate = mutations[name];
    if (mutate === undefined) throw new Error(name);
    const bad: string[] = [];
    const far: string[] = [];
    for (const text of samples) {
      const words = wordsOf(text);
      const items = chunks(text);
      // Every third word, so that the run stays short; the offset differs by mutation.
      for (let index = name.length % 3; index < words.length; index += 3) {
        const word = words[index];
        if (word === undefined) continue;
        const changed = mutate(text, word, words[index + 1]);
        const { diagnostics } = parseFile("x", changed);
        const item = items.find(({ start, end }) => word.start >= start && word.start < end);
        const grown = changed.length - text.length;
        const inside = diagnostics.every(
          ({ span }) =>
            item !== undefined &&
            span.start >= item.start - 1 &&
            span.start <= item.end + Math.max(grown, 0) + 1,
        );
        // A word of the left margin that moves takes the border between two items with it.
        const isBorder = [word, words[index + 1]].some(
          (each) => each === undefined || text[each.start - 1] === "\n",
        );
        if (!inside && !isBorder)
          far.push(`${name} ${text.slice(word.start, word.end)} at ${word.start}`);
        if (diagnostics.length > 2) {
          const codes = diagnostics.map(({ code }) => code).join(" ");
          bad.push(`${name} ${text.slice(word.start, word.end)} at ${word.start}: ${codes}`);
        }
      }
    }
    expect(bad).toEqual([]);
    expect(far).toEqual([]);
  });
});

/** Parses and looks at what comes out: nothing thrown, spans inside the text, every node complete. */
function survives(text: string): void {
  const { file, diagnostics } = parseFile("x", text);
  for (const { span } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(Math.max(file.text.length, 1));
  }
  const stack = [...children({ header: file.header, items: file.items })];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    expect(node.span.start).toBeGreaterThanOrEqual(0);
    expect(node.span.end).toBeLessThanOrEqual(file.text.length);
    stack.push(...children(node));
  }
}

describe("any text", () => {
  test("of any characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), survives), {
      numRuns: 200,
    });
  });

  test("of bytes read as UTF-8", () => {
    const decoder = new TextDecoder();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => survives(decoder.decode(bytes))),
      { numRuns: 200 },
    );
  });

  test("of the sample with a piece replaced", () => {
    const text = samples.join("\n");
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(60),
        fc.string({ unit: "grapheme", maxLength: 12 }),
        (at, length, by) => survives(text.slice(0, at) + by + text.slice(at + length)),
      ),
      { numRuns: 60 },
    );
  });

  test("of words of the language in any order", () => {
    const words = fc.constantFrom(
      ...vocabulary.spellings.map(({ text }) => text),
      ...vocabulary.signs.map(({ sign }) => sign),
      "\n",
      "\n  - ",
      "\n* ",
      "\n| ",
      "|",
      "(",
      ")",
      ",",
      ":",
      "->",
      "name",
      "a.b",
      "CN",
      "6109",
      "80%",
      "VAL-001",
      '"text"',
      '"{a}"',
      "2026-02-01",
      "22:00",
      "-3",
      "2,50",
      "-- note\n",
    );
    const texts = fc.array(words, { maxLength: 60 }).map((each) => each.join(" "));
    fc.assert(fc.property(texts, survives), { numRuns: 300 });
    fc.assert(
      fc.property(texts, (text) =>
        survives(`criterion A-1 "x"\n  when ${text}\n  then channel red\n`),
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(texts, (text) => {
        parseExpression(text);
      }),
      { numRuns: 200 },
    );
  });
});

test("hostile texts take no time to speak of", () => {
  const hostile: readonly string[] = [
    "€§".repeat(100_000),
    "\u0000".repeat(200_000),
    '"'.repeat(50_001),
    "A-".repeat(50_000),
    `criterion A-1 "x"\n when ${"A-".repeat(20_000)}`,
    `criterion A-1 "x"\n when a > ${"1,1".repeat(20_000)}`,
    `criterion A-1 "x"\n when a > ${"1.1".repeat(20_000)}`,
    `${" ".repeat(5000)}-\n`.repeat(50),
    `criterion A-1 "x" because "${"{".repeat(50_000)}"`,
    "abc ".repeat(50_000),
    `criterion A-1 "x"\n on import\n${"foo bar\n".repeat(5000)}`,
    `criterion A-1 "x"\n when a in ${"CN,,".repeat(5000)}VN`,
    `criterion A-1 "x"\n collect r from d ${"with same a ".repeat(20_000)}`,
    `criterion A-1 "x"\n when count of d ${"where b in last ".repeat(10_000)}`,
  ];
  for (const text of hostile) {
    const start = performance.now();
    parseFile("x", text);
    // Far above what it takes (under 0.7 s each); a quadratic pattern took half a minute.
    expect(performance.now() - start).toBeLessThan(10_000);
  }
});

test("10,000 criteria", () => {
  const criteria = Array.from(
    { length: 10_000 },
    (_, index) => `criterion VAL-${index} "Unit price below the reference" vi "Đơn giá thấp"
  class    analysis
  on       import at clearance
  valid    from 2026-02-01 until 2026-12-31
  when     any item has all of
             - item.hs under 6109, 6110
             - item.unit_price < 80% of reference(item).usual
       and importer.tax_code not in trusted_importers
  unless   importer.compliance_level = 1
  then     channel yellow, risk +30, action value_consultation
  because  "Unit price {item.unit_price} is below {price_floor}"
`,
  ).join("\n");
  const start = performance.now();
  const { file, diagnostics } = parseFile("x", criteria);
  console.info(`10,000 criteria: ${Math.round(performance.now() - start)} ms`);
  expect(diagnostics).toEqual([]);
  expect(file.items).toHaveLength(10_000);
});
