// Every fault of a store has words in both languages, different ones, with its arguments in them; a store's error carries them.
import { describe, expect, test } from "vitest";
import { storeError, storeFaultCodes, storeFaultMessage, storeFaultText } from "./store-faults.ts";

const args = {
  place: "lịch sử.db",
  reason: "disk I/O error",
  found: 3,
  known: 2,
  unfit: "time",
  option: "schema",
  given: "A-b",
};

describe.each(storeFaultCodes)("%s", (code) => {
  test("says something else in each language, and nothing undefined", () => {
    const [en, vi] = (["en", "vi"] as const).map((language) =>
      storeFaultText({ code, path: "", args }, language),
    );
    expect(en).toMatch(new RegExp(`^${code}: [a-z\`]`));
    expect(vi).not.toBe(en);
    expect(vi).toMatch(/[ạ-ỹđ]/);
    expect(`${en} ${vi}`).not.toMatch(/undefined|NaN|\[object/);
  });

  test("names the place, or what was given", () => {
    const said = storeFaultText({ code, path: "/entries/0/known", args }, "vi");
    expect(said).toMatch(/lịch sử\.db|A-b|\/entries\/0\/known/);
  });
});

test("codes ascend and are of their hundred", () => {
  expect(storeFaultCodes).toEqual([...storeFaultCodes].sort());
  expect(storeFaultCodes.every((code) => /^LU68\d\d$/.test(code))).toBe(true);
});

test("an older and a newer format are two advices", () => {
  const textOf = (found: number, known: number) =>
    storeFaultText({ code: "LU6802", path: "", args: { place: "p", found, known } }, "en");
  expect(textOf(3, 2)).toBe(
    "LU6802: the store `p` has format 3, this version writes format 2; open it with the newer version that wrote it",
  );
  expect(textOf(1, 2)).toContain("brings it up to date");
});

test("a fault of somebody else has no words here", () => {
  expect(storeFaultMessage({ code: "LU6002", path: "", args: {} }, "en")).toBeUndefined();
});

test("an error says itself in English, keeps fault and cause", () => {
  const cause = new Error("SQLITE_FULL");
  const error = storeError("LU6805", { place: "p" }, { cause });
  expect(error.message).toBe(
    "LU6805: there is no space left for the store `p`; nothing was written; make space or raise its limit, then send the batch again",
  );
  expect([error.code, error.cause]).toEqual(["LU6805", cause]);
  expect(storeFaultText(error.fault, "vi")).toContain("không còn chỗ cho kho lịch sử `p`");
});
