// Bytes into lines: every line gives a declaration or a fault, whatever the chunks and however broken the neighbours.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Line, readLines } from "./read-lines.ts";

const utf8 = new TextEncoder();

async function collected(lines: AsyncIterable<Line>): Promise<Line[]> {
  const all: Line[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function linesOf(chunks: readonly Uint8Array[], maxBytes?: number): Promise<Line[]> {
  return collected(readLines(chunks, maxBytes === undefined ? {} : { maxBytes }));
}

async function shown(text: string | Uint8Array, maxBytes?: number): Promise<string[]> {
  const bytes = typeof text === "string" ? utf8.encode(text) : text;
  return (await linesOf([bytes], maxBytes)).map(
    (line) => `${line.position} ${line.faults?.map(({ code }) => code).join() ?? "ok"}`,
  );
}

describe("lines", () => {
  test("one declaration a line, with or without a line end at the end", async () => {
    expect(await shown('{"a":1}\n{"a":2}\n')).toEqual(["1 ok", "2 ok"]);
    expect(await shown('{"a":1}\r\n{"a":2}')).toEqual(["1 ok", "2 ok"]);
    expect(await shown("")).toEqual([]);
  });

  test("an empty line is reported in its place", async () => {
    expect(await shown('{"a":1}\n\n  \n{"a":2}\n')).toEqual([
      "1 ok",
      "2 LU6003",
      "3 LU6003",
      "4 ok",
    ]);
  });

  test("a line that is too long is skipped to its end and the next is read", async () => {
    const long = `{"a":"${"x".repeat(200)}"}`;
    expect(await shown(`${long}\n{"a":2}\n${long}`, 100)).toEqual(["1 LU6005", "2 ok", "3 LU6005"]);
  });

  test("the limit counts bytes and not the line end", async () => {
    const line = '{"a":"é"}';
    expect(await shown(`${line}\r\n`, 10)).toEqual(["1 ok"]);
    expect(await shown(`${line}\n`, 9)).toEqual(["1 LU6005"]);
  });
});

describe("encodings", () => {
  test("Latin-1 names the byte, the others go on", async () => {
    const bytes = Uint8Array.from([
      ...utf8.encode('{"a":1}\n{"a":"caf'),
      0xe9,
      ...utf8.encode('"}\n{"a":2}\n'),
    ]);
    const lines = await linesOf([bytes]);
    expect(lines.map(({ faults }) => faults)).toEqual([
      undefined,
      [{ code: "LU6001", path: "", args: { byte: 10 } }],
      undefined,
    ]);
  });

  test.each([
    [[0xc0, 0x80], 1],
    [[0x41, 0xed, 0xa0, 0x80], 2],
    [[0x41, 0x42, 0xf4, 0x90, 0x80, 0x80], 3],
    [[0xe2, 0x82], 1],
    [[0xc3, 0xa9, 0xff], 3],
  ])("%j is wrong at byte %i", async (bytes, byte) => {
    const [line] = await linesOf([Uint8Array.from(bytes)]);
    expect(line?.faults?.[0]?.args).toEqual({ byte });
  });

  test("marks are named", async () => {
    expect(await shown(utf8.encode('\ufeff{"a":1}\n{"a":2}'))).toEqual(["1 LU6004", "2 ok"]);
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...[...'{"a":1}\n'].flatMap((c) => [c.charCodeAt(0), 0]),
    ]);
    expect(await shown(utf16)).toEqual(["1 LU6004", "2 LU6002"]);
  });
});

test("where the chunks end does not matter", async () => {
  const text = '{"a":"đất"}\n\n{"b":[1,2]}\r\nnot json\n{"c":"€uro"}';
  const bytes = utf8.encode(text);
  const whole = await linesOf([bytes]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 6 }), async (cuts) => {
      const ends = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const chunks = ends.slice(1).map((end, index) => bytes.subarray(ends[index] ?? 0, end));
      expect(await linesOf(chunks)).toEqual(whole);
    }),
  );
});

test("a chunk may be reused by the stream once the next is asked for", async () => {
  async function* reusing(): AsyncGenerator<Uint8Array> {
    const memory = new Uint8Array(5);
    const bytes = utf8.encode('{"a":"one"}\n{"a":"two"}');
    for (let at = 0; at < bytes.length; at += 5) {
      const part = bytes.subarray(at, at + 5);
      memory.set(part);
      yield memory.subarray(0, part.length);
    }
  }
  const lines = await collected(readLines(reusing()));
  expect(lines).toEqual([
    { position: 1, declaration: { a: "one" } },
    { position: 2, declaration: { a: "two" } },
  ]);
});
