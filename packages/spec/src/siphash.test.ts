import { describe, expect, test } from "vitest";
import { drawText, SipHash, utf8Bytes } from "./siphash.ts";

const key = Uint8Array.from({ length: 16 }, (_, index) => index);

/** Published with the reference implementation: key 00 … 0f, input of n bytes 00, 01, …; bytes of the hash, least first. */
const published = [
  "310e0edd47db6f72",
  "fd67dc93c539f874",
  "5a4fa9d909806c0d",
  "2d7efbd796666785",
  "b7877127e09427cf",
  "8da699cd64557618",
  "cee3fe586e46c9cb",
  "37d1018bf50002ab",
  "6224939a79f5f593",
];

function bytesOf(hash: bigint): string {
  return Array.from({ length: 8 }, (_, index) => {
    return ((hash >> BigInt(8 * index)) & 0xffn).toString(16).padStart(2, "0");
  }).join("");
}

describe("SipHash-2-4", () => {
  test.each(published.map((hash, length) => [length, hash] as const))(
    "of %i bytes is %s",
    (length, hash) => {
      const input = Uint8Array.from({ length }, (_, index) => index);
      expect(bytesOf(new SipHash(key).hash(input))).toBe(hash);
    },
  );

  test("of the fifteen bytes worked through in the paper", () => {
    const input = Uint8Array.from({ length: 15 }, (_, index) => index);
    expect(new SipHash(key).hash(input)).toBe(0xa129ca6149be45e5n);
  });

  test("needs a key of sixteen bytes", () => {
    expect(() => new SipHash(new Uint8Array(8))).toThrow("16 bytes");
  });
});

describe("a draw", () => {
  const hash = new SipHash(key);

  test("is the upper 53 bits of the hash", () => {
    const text = "104339917920";
    const bits = hash.hash(utf8Bytes(text)) >> 11n;
    expect(hash.draw(text)).toBe(Number(bits) / 2 ** 53);
  });

  test("is in [0, 1) and even: a tenth of ten thousand below a tenth", () => {
    let below = 0;
    for (let number = 0; number < 10_000; number += 1) {
      const draw = hash.draw(drawText("import/1", String(number)));
      expect(draw >= 0 && draw < 1).toBe(true);
      if (draw < 0.1) below += 1;
    }
    // Six standard deviations of a binomial of 10,000 with p = 0.1 are 180.
    expect(Math.abs(below - 1000)).toBeLessThan(180);
  });

  test("of two texts is that of the one they make, long ones and other scripts included", () => {
    for (const [first, second] of [
      ["", ""],
      ["import/1\n", "104339917920"],
      ["chính/2\n", "tờ khai".repeat(200)],
    ] as const) {
      expect(hash.drawAfter(hash.startOf(first), second)).toBe(hash.draw(first + second));
    }
  });

  test("differs by line and by key", () => {
    expect(hash.draw(drawText("import/1", "1"))).not.toBe(hash.draw(drawText("import/2", "1")));
    const other = new SipHash(new Uint8Array(16));
    expect(other.draw("1")).not.toBe(hash.draw("1"));
  });
});

test("UTF-8 is that of the platform, lone surrogates included", () => {
  for (const text of ["", "abc", "Đà Nẵng", "漢字", "😀x", "\ud800", "a\udc00b"]) {
    expect([...utf8Bytes(text)]).toEqual([...Buffer.from(text, "utf8")]);
  }
});
