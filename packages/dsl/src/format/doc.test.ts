import { describe, expect, test } from "vitest";
import {
  commas,
  commasOrLines,
  type Doc,
  either,
  layOut,
  line,
  margin,
  nest,
  soft,
} from "./doc.ts";

function text(doc: Doc): string {
  return layOut(doc)
    .map((each) => " ".repeat(each.indent) + each.text)
    .join("\n");
}

const words = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index).padStart(length, "w"));

describe("layout", () => {
  test("a short list stays on its line", () => {
    expect(text(["list ", commas(["a", "b"])])).toBe("list a, b");
  });

  test("a long list is broken after the last comma that fits, two columns in", () => {
    const lines = text(["list ", commas(words(30, 8))]).split("\n");
    expect(lines).toHaveLength(4);
    expect(lines.every((each) => each.length <= 100)).toBe(true);
    expect(lines[0]).toHaveLength(94); // nine entries; a tenth would end in column 104
    expect(lines[1]).toMatch(/^ {2}wwwwwww9,/);
  });

  test("width counts columns, so wide letters break earlier", () => {
    const wide = words(10, 0).map(() => "数".repeat(5));
    expect(text(commas(wide)).split("\n")).toHaveLength(2);
    expect(text(commas(words(10, 5))).split("\n")).toHaveLength(1);
  });

  test("the lightest break goes first, even when a heavier one lies further right", () => {
    const long = "x".repeat(45);
    expect(text([long, soft(0), long, soft(3), long])).toBe(`${long}\n  ${long} ${long}`);
  });

  test("a line that can not be broken stays whole", () => {
    expect(text("y".repeat(150))).toBe("y".repeat(150));
  });

  test("facts stand on one line or one a line", () => {
    expect(text(margin(4, ["given ", commasOrLines(["a", "b"])]))).toBe("given a, b");
    const facts = words(4, 30);
    expect(text([line(), margin(6, ["given ", commasOrLines(facts)])])).toBe(
      facts.map((each, index) => (index === 0 ? "given " : "      ") + each).join(",\n"),
    );
  });

  test("either takes the flat form only when it fits and has no forced line", () => {
    expect(text(either("flat", "broken"))).toBe("flat");
    expect(text(either(["a", line(), "b"], "broken"))).toBe("broken");
    expect(text(["z".repeat(98), either("abc", ["a", line(), "bc"])])).toBe(
      `${"z".repeat(98)}a\nbc`,
    );
  });

  test("new lines follow the margin, and may hang left of it", () => {
    expect(text(nest(6, ["a", line(-4), "and b"]))).toBe("a\n  and b");
  });
});
