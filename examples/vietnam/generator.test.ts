// The generator's promises: same seed same bytes, sums that agree, container numbers the language accepts, and a
// pattern planted in about one declaration of twelve. Which criteria hit is tested in criteria.test.ts.
import { createHash } from "node:crypto";
import { isContainerNo } from "@luong/spec";
import { describe, expect, test } from "vitest";
import type { Declaration } from "./declaration.ts";
import { generate } from "./generator.ts";
import { containerNo, wrongCheckDigit } from "./parts.ts";
import { createRandom } from "./random.ts";

const few = [...generate(7, 400)];
const many = [...generate(11, 3_000)];

function digest(declarations: readonly Declaration[]): string {
  return createHash("sha256").update(JSON.stringify(declarations)).digest("hex");
}

describe("generate", () => {
  test("the same seed gives the same declarations, another seed others", () => {
    expect(digest([...generate(7, 400)])).toBe(digest(few));
    expect(digest([...generate(8, 400)])).not.toBe(digest(few));
  });

  test("is lazy: the first of a million comes at once", () => {
    expect(generate(7, 1_000_000).next().value?.declaration_no).toBe("104300000000");
  });

  test("numbers are unique, lines are one to fifty and numbered", () => {
    expect(new Set(many.map((each) => each.declaration_no)).size).toBe(many.length);
    for (const { items } of many) {
      expect(items.length).toBeGreaterThanOrEqual(1);
      expect(items.length).toBeLessThanOrEqual(50);
      expect(items.map((item) => item.line_no)).toEqual(items.map((_, index) => index + 1));
    }
    expect(Math.max(...many.map((each) => each.items.length))).toBeGreaterThan(20);
  });

  test("sums agree, but for a few planted ones", () => {
    const off = many.filter((each) => {
      const sum = each.items.reduce((total, item) => total + item.customs_value, 0);
      return sum !== each.total_customs_value;
    });
    expect(off.length).toBeGreaterThan(0);
    expect(off.length / many.length).toBeLessThan(0.01);
    const heavy = many.filter(
      (each) =>
        each.items.reduce((total, item) => total + (item.net_weight ?? 0), 0) > each.gross_weight,
    );
    expect(heavy.length / many.length).toBeLessThan(0.01);
  });

  test("no amount has more than fifteen digits", () => {
    for (const each of many) {
      expect(each.total_customs_value).toBeLessThan(1e15);
      expect(String(each.invoice.total.amount).replace(/\D/g, "").length).toBeLessThanOrEqual(15);
    }
  });

  test("traders follow Zipf: the first trades far more than the twentieth", () => {
    const count = (taxCode: string): number =>
      many.filter((each) => each.importer.tax_code === taxCode).length;
    expect(count("0300000001")).toBeGreaterThan(8 * count("0300000020"));
  });

  test("an export has the trader as exporter and a destination", () => {
    for (const each of generate(7, 200, "export")) {
      expect(each.exporter.tax_code).toMatch(/^0300\d{6}$/);
      expect(each.destination_country).toMatch(/^[A-Z]{2}$/);
    }
  });
});

describe("container numbers", () => {
  test("made here, accepted by the language", () => {
    for (const owner of ["MSK", "CSQ", "TGH", "YML", "KLV"]) {
      for (const serial of [0, 7, 305_438, 999_999]) {
        expect(isContainerNo(containerNo(owner, serial))).toBe(true);
        expect(isContainerNo(wrongCheckDigit(containerNo(owner, serial)))).toBe(false);
      }
    }
    // The example of the standard.
    expect(containerNo("CSQ", 305_438)).toBe("CSQU3054383");
  });

  test("about one in a hundred and fifty declarations has a bad one", () => {
    const bad = many.filter((each) =>
      each.containers.some((container) => !isContainerNo(container.number)),
    );
    expect(bad.length / many.length).toBeGreaterThan(0.002);
    expect(bad.length / many.length).toBeLessThan(0.03);
  });
});

describe("random", () => {
  test("uniform enough: each tenth of the range holds a tenth of the numbers", () => {
    const random = createRandom(1);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 20_000; i += 1) {
      const tenth = random.below(10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Six standard deviations of a binomial count (20,000 draws, one in ten): 42.4 × 6.
    for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(255);
  });

  test("earlier values are picked more often, in the ratio of their places", () => {
    const random = createRandom(2);
    const counts = { a: 0, b: 0, c: 0 };
    const names = ["a", "b", "c"] as const;
    for (let i = 0; i < 22_000; i += 1) counts[random.pickEarly(names)] += 1;
    // Weights 1, 1/2, 1/3 of 11/6.
    expect(counts.a / 12_000).toBeCloseTo(1, 1);
    expect(counts.b / 6_000).toBeCloseTo(1, 1);
    expect(counts.c / 4_000).toBeCloseTo(1, 1);
  });

  test("factors lie around one", () => {
    const random = createRandom(3);
    const factors = Array.from({ length: 5_000 }, () => random.factor(0.1)).sort((a, b) => a - b);
    expect(factors[2_500]).toBeCloseTo(1, 1);
    expect(factors[0]).toBeGreaterThan(0.5);
    expect(factors[4_999]).toBeLessThan(1.7);
  });
});
