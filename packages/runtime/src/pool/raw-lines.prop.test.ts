// Lines cut here and read elsewhere are the lines `readLines` gives, however the bytes are cut into chunks.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Line, readLine, readLines } from "../facts/read-lines.ts";
import { RawLines } from "./raw-lines.ts";

const LIMIT = 12;

/** Few different bytes, so that line ends and lines just at the limit are common. */
const inputs = fc
  .array(fc.constantFrom("1", "22", "\n", "\r\n", "\r", "é", "333333333", "4444444444444"), {
    maxLength: 12,
  })
  .map((parts) => new TextEncoder().encode(parts.join("")));

function cutAt(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let start = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return [...chunks, bytes.subarray(start)];
}

test("cut as readLines cuts", async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 8 });
  let tooLong = 0;
  await fc.assert(
    fc.asyncProperty(inputs, sizes, async (bytes, cuts) => {
      const expected: Line[] = [];
      for await (const line of readLines([bytes], { maxBytes: LIMIT })) expected.push(line);
      const raw = new RawLines(LIMIT);
      const found: Line[] = [];
      for (const chunk of [...cutAt(bytes, cuts), null]) {
        for (const line of chunk === null ? raw.rest() : raw.cut(chunk)) {
          if (line.faults === undefined) found.push(readLine(line.bytes.slice(), line.position));
          else found.push(line);
        }
      }
      tooLong += expected.filter(({ faults }) => faults?.[0]?.code === "LU6005").length;
      expect(found).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  expect(tooLong).toBeGreaterThan(20);
});
