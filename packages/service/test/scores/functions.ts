// Functions as integrators write them, good and bad, for the thread they are run in.
// Comes in: the inputs of one request. Goes out: whatever each was made to do.
type Inputs = readonly (number | string | null)[];

export function score([x]: Inputs): number {
  return Number(x) * 2;
}

export async function later([x]: Inputs): Promise<{ score: number }> {
  return { score: Number(x) };
}

/** Good for ordinary numbers; the others are what can go wrong. */
export function moody([x]: Inputs): unknown {
  if (x === -1) for (;;);
  if (x === -2) process.exit(3);
  if (x === -3) throw new Error("no");
  if (x === -4) return new Promise(() => undefined);
  if (x === -5) return { score: () => 1 };
  if (x === -6)
    return setImmediate(() => Promise.reject(new Error("later"))) && new Promise(() => undefined);
  return x;
}

export const constant = 1;
