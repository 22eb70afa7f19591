import { describe, expect, test } from "vitest";
import { containerCheckDigit, containerOwner, isContainerNo } from "./iso6346.ts";

describe("container numbers", () => {
  // CSQU3054383 is the worked example of the standard: weighted sum 6185, remainder of 11 is 3.
  test.each(["CSQU3054383", "MSCU6639870"])("%s is valid", (number) => {
    expect(isContainerNo(number)).toBe(true);
  });

  test.each([
    ["CSQU3054384", "another check digit"],
    ["CSQU305438", "no check digit"],
    ["CSQU30543833", "too long"],
    ["CSQX3054383", "a category that is none"],
    ["csqu3054383", "lower case"],
    ["CSQU 3054383", "a blank"],
    ["", "nothing"],
  ])("%s is not: %s", (number) => {
    expect(isContainerNo(number)).toBe(false);
  });

  test("a remainder of ten is the digit 0", () => {
    // A=10, A=10, A=10, U=32 weighted 10 + 20 + 40 + 256 = 326 = 7 (mod 11); a serial of weight 3 more gives 10.
    // 2^4 … 2^9 are 5, 10, 9, 7, 3, 6 (mod 11): one 1 at the weight 3.
    expect(containerCheckDigit("AAAU000010")).toBe(0);
    expect(isContainerNo("AAAU0000100")).toBe(true);
  });

  test("the owner has three letters", () => {
    expect(containerOwner("MSCU6639870")).toBe("MSC");
    expect(containerOwner("51C-123.45")).toBeUndefined();
  });
});

test("any one wrong digit is found", () => {
  const number = "CSQU3054383";
  for (let place = 4; place < 11; place += 1) {
    for (let digit = 0; digit < 10; digit += 1) {
      if (number[place] === String(digit)) continue;
      const wrong = `${number.slice(0, place)}${digit}${number.slice(place + 1)}`;
      expect(isContainerNo(wrong)).toBe(false);
    }
  }
});
