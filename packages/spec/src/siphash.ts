/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): the keyed draw of random selection.
 *
 * A 128-bit key and text in; a number in [0, 1) out that nobody can foretell without the key and everybody with it can repeat. In
 * 32-bit halves, because draws are made for every declaration. Makes no keys.
 */

/** Bytes of `text` in UTF-8; a lone surrogate becomes U+FFFD. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
    if (point < 0x80) bytes[size++] = point;
    else {
      if (point < 0x800) bytes[size++] = 0xc0 | (point >> 6);
      else {
        if (point < 0x10000) bytes[size++] = 0xe0 | (point >> 12);
        else {
          bytes[size++] = 0xf0 | (point >> 18);
          bytes[size++] = 0x80 | ((point >> 12) & 0x3f);
        }
        bytes[size++] = 0x80 | ((point >> 6) & 0x3f);
      }
      bytes[size++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes.subarray(0, size);
}

/** The little-endian word at `at`; bytes beyond the end are zero. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** Adds the pair at `b` to the pair at `a`; pairs are (low, high). */
function addPair(v: Int32Array, a: number, b: number): void {
  const low = ((v[a] ?? 0) >>> 0) + ((v[b] ?? 0) >>> 0);
  v[a + 1] = (v[a + 1] ?? 0) + (v[b + 1] ?? 0) + (low > 0xffffffff ? 1 : 0);
  v[a] = low;
}

function xorPair(v: Int32Array, a: number, b: number): void {
  v[a] = (v[a] ?? 0) ^ (v[b] ?? 0);
  v[a + 1] = (v[a + 1] ?? 0) ^ (v[b + 1] ?? 0);
}

/** Rotates left by 1 to 31 bits. */
function rotatePair(v: Int32Array, a: number, bits: number): void {
  const low = v[a] ?? 0;
  const high = v[a + 1] ?? 0;
  v[a] = (low << bits) | (high >>> (32 - bits));
  v[a + 1] = (high << bits) | (low >>> (32 - bits));
}

function swapPair(v: Int32Array, a: number): void {
  const low = v[a] ?? 0;
  v[a] = v[a + 1] ?? 0;
  v[a + 1] = low;
}

/** One SipRound on v0 … v3, at 0, 2, 4 and 6. */
function round(v: Int32Array): void {
  addPair(v, 0, 2);
  rotatePair(v, 2, 13);
  xorPair(v, 2, 0);
  swapPair(v, 0);
  addPair(v, 4, 6);
  rotatePair(v, 6, 16);
  xorPair(v, 6, 4);
  addPair(v, 0, 6);
  rotatePair(v, 6, 21);
  xorPair(v, 6, 0);
  addPair(v, 4, 2);
  rotatePair(v, 2, 17);
  xorPair(v, 2, 4);
  swapPair(v, 4);
}

export class SipHash {
  readonly #key: Int32Array;
  readonly #v = new Int32Array(8);

  /** Throws unless `key` has 16 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== 16) throw new RangeError(`a sampling key has 16 bytes, not ${key.length}`);
    this.#key = Int32Array.of(wordAt(key, 0), wordAt(key, 4), wordAt(key, 8), wordAt(key, 12));
  }

  #run(bytes: Uint8Array): void {
    const v = this.#v;
    const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = this.#key;
    v[0] = k0 ^ 0x70736575;
    v[1] = k1 ^ 0x736f6d65;
    v[2] = k2 ^ 0x6e646f6d;
    v[3] = k3 ^ 0x646f7261;
    v[4] = k0 ^ 0x6e657261;
    v[5] = k1 ^ 0x6c796765;
    v[6] = k2 ^ 0x79746573;
    v[7] = k3 ^ 0x74656462;
    const whole = bytes.length - (bytes.length % 8);
    for (let at = 0; at < whole; at += 8) this.#absorb(wordAt(bytes, at), wordAt(bytes, at + 4));
    this.#absorb(wordAt(bytes, whole), wordAt(bytes, whole + 4) | (bytes.length << 24));
    v[4] = (v[4] ?? 0) ^ 0xff;
    for (let count = 0; count < 4; count += 1) round(v);
    xorPair(v, 0, 2);
    xorPair(v, 4, 6);
    xorPair(v, 0, 4);
  }

  #absorb(low: number, high: number): void {
    const v = this.#v;
    v[6] = (v[6] ?? 0) ^ low;
    v[7] = (v[7] ?? 0) ^ high;
    round(v);
    round(v);
    v[0] = (v[0] ?? 0) ^ low;
    v[1] = (v[1] ?? 0) ^ high;
  }

  /** The 64-bit hash. */
  hash(bytes: Uint8Array): bigint {
    this.#run(bytes);
    return (BigInt((this.#v[1] ?? 0) >>> 0) << 32n) | BigInt((this.#v[0] ?? 0) >>> 0);
  }

  /** The upper 53 bits of the hash of the text's UTF-8 bytes, as a number in [0, 1). */
  draw(text: string): number {
    this.#run(utf8Bytes(text));
    const high = (this.#v[1] ?? 0) >>> 0;
    const low = (this.#v[0] ?? 0) >>> 11;
    return (high * 0x200000 + low) / 0x20000000000000;
  }
}

/** What is drawn for a declaration under a line of a policy; no name holds a line break, so two pairs never meet. */
export function drawText(sample: string, declaration: string): string {
  return `${sample}\n${declaration}`;
}
