import { describe, expect, test } from "vitest";
import { displayWidth, padDisplay } from "./display-width.ts";

describe("display width", () => {
  test.each([
    ["", 0],
    ["gross_weight", 12],
    ["trọng lượng", 11],
    ["trọng lượng".normalize("NFD"), 11],
    ["３", 2],
    ["（a）", 5],
    ["数量", 4],
    ["수량", 4],
    ["│ …", 3],
    ["a\u200bb", 2],
    ["\u0000a", 1],
    ["✅", 2],
    ["🚢", 2],
  ])("%j", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test("pads to columns, not to characters", () => {
    expect(padDisplay("数量", 6)).toBe("数量  ");
    expect(padDisplay("abcdef", 3)).toBe("abcdef");
  });
});
