// A day of declarations for the tests of the pool: valid ones, wrong ones, some given twice, in the quotas' buckets.
// Comes in: how many, a seed. Goes out: declarations, the same as NDJSON with broken lines between. No test of its own.
import fc from "fast-check";
import { validDeclarationsOf } from "./arbitrary-declaration.ts";
import { exampleIr, quotaPolicy, withPolicy } from "./example-ir.ts";

export const quotaIr = withPolicy(exampleIr, quotaPolicy);

const samples = fc.sample(validDeclarationsOf(exampleIr.schema), { numRuns: 150, seed: 11 });

/** Numbers that spread the declarations that are not like the others. */
function* spread(seed: number): Generator<number, never, undefined> {
  for (let state = seed | 1; ; ) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    yield (state >>> 8) / 2 ** 24;
  }
}

export function declarationsOfDay(count: number, seed: number): unknown[] {
  const random = spread(seed);
  return Array.from({ length: count }, (_, index) => {
    const at = random.next().value;
    const sample = samples[Math.floor(at * samples.length)];
    const declaration = { ...Object(sample), number: `N${index}` };
    const kind = Math.floor(random.next().value * 40);
    if (kind === 0) return { ...declaration, count: 77 };
    if (kind === 1) return { ...declaration, number: `N${Math.floor(at * index)}`, revision: 1 };
    if (kind === 2) return { ...declaration, at: undefined };
    if (kind === 3) return { ...declaration, count: 0.1 + 0.2 };
    return { ...declaration, revision: 1 };
  });
}

/** Line ends of both kinds, empty lines, broken JSON, bytes that are not UTF-8, none at the end. */
export function linesOfDay(count: number, seed: number): Uint8Array {
  const texts = declarationsOfDay(count, seed).map((declaration, index) => {
    const text = JSON.stringify(declaration);
    const kind = index % 97;
    return kind === 5 ? "" : kind === 6 ? text.slice(0, -3) : kind === 7 ? `${text}\r` : text;
  });
  const bytes = new TextEncoder().encode(texts.join("\n"));
  bytes[bytes.indexOf(10, bytes.length >> 1) + 3] = 0xff;
  return bytes;
}

/** In pieces of uneven size, as a network gives them. */
export function* piecesOf(bytes: Uint8Array, seed: number): Generator<Uint8Array> {
  const random = spread(seed);
  for (let start = 0; start < bytes.length; ) {
    const end = start + 1 + Math.floor(random.next().value * 9000);
    yield bytes.subarray(start, end);
    start = end;
  }
}

export async function collected<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of source) all.push(each);
  return all;
}
