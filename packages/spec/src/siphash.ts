/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): the keyed draw of random selection.
 *
 * A 128-bit key and text in; a number in [0, 1) out that nobody can foretell without the key and everybody with it can repeat. In
 * 32-bit halves, because draws are made for every declaration. Makes no keys.
 */

/**
 * Writes `text` in UTF-8 to `bytes` from `start`, where there is room for three bytes a code unit; gives the place after it. A lone surrogate
 * becomes U+FFFD.
 */
function writeUtf8(text: string, bytes: Uint8Array, start: number): number {
  let size = start;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      bytes[size++] = unit;
      continue;
    }
    const code = text.codePointAt(at) ?? unit;
    if (code > 0xffff) at += 1;
    const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
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
  return size;
}

/** Bytes of `text` in UTF-8; a lone surrogate becomes U+FFFD. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  return bytes.subarray(0, writeUtf8(text, bytes, 0));
}

/** The little-endian 32-bit word at `at`; bytes from `size` on are zero. */
function wordAt(bytes: Uint8Array, at: number, size: number): number {
  if (at + 4 <= size) {
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  }
  let word = 0;
  for (let place = Math.min(size - at, 4) - 1; place >= 0; place -= 1) {
    word = (word << 8) | (bytes[at + place] ?? 0);
  }
  return word;
}

/** The part of a draw that is the same for many: its whole words are hashed already. */
export interface DrawStart {
  /** Low and high halves of the four words of state, after the whole words of the text. */
  readonly state: Int32Array;
  /** Bytes left over, fewer than eight. */
  readonly rest: Uint8Array;
  /** Bytes of the text. */
  readonly size: number;
}

export class SipHash {
  /** The state before the first word: low and high half of each of four words. */
  readonly #start: Int32Array;
  /** The state after the words last absorbed. */
  readonly #after = new Int32Array(8);
  /** The hash last made: its low and high half. */
  #low = 0;
  #high = 0;
  /** Bytes of the text being drawn; kept, as draws are many and texts short. */
  #bytes = new Uint8Array(256);

  /** Throws unless `key` has 16 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== 16) throw new RangeError(`a sampling key has 16 bytes, not ${key.length}`);
    const low = [wordAt(key, 0, 16), wordAt(key, 4, 16)] as const;
    const high = [wordAt(key, 8, 16), wordAt(key, 12, 16)] as const;
    this.#start = Int32Array.of(
      low[0] ^ 0x70736575,
      low[1] ^ 0x736f6d65,
      high[0] ^ 0x6e646f6d,
      high[1] ^ 0x646f7261,
      low[0] ^ 0x6e657261,
      low[1] ^ 0x6c796765,
      high[0] ^ 0x79746573,
      high[1] ^ 0x74656462,
    );
  }

  /**
   * Goes on from `start` over `size` bytes: to the end of a text of `total` bytes, or (`total` below 0) over whole words only, which leaves the
   * state in `#after`. In one function on local halves (`a` low, `b` high), as calls and arrays made it five times slower.
   */
  #run(start: Int32Array, bytes: Uint8Array, size: number, total: number): void {
    let a0 = start[0] ?? 0;
    let b0 = start[1] ?? 0;
    let a1 = start[2] ?? 0;
    let b1 = start[3] ?? 0;
    let a2 = start[4] ?? 0;
    let b2 = start[5] ?? 0;
    let a3 = start[6] ?? 0;
    let b3 = start[7] ?? 0;
    const whole = size - (size % 8);
    // The words, the last with the size in its highest byte; then four rounds more to finish.
    const end = total < 0 ? whole - 8 : whole + 8;
    for (let at = 0; at <= end; at += 8) {
      const isFinish = at > whole;
      const low = isFinish ? 0 : wordAt(bytes, at, size);
      const high = isFinish
        ? 0
        : at === whole
          ? wordAt(bytes, at + 4, size) | (total << 24)
          : wordAt(bytes, at + 4, size);
      if (isFinish) a2 ^= 0xff;
      a3 ^= low;
      b3 ^= high;
      for (let rounds = isFinish ? 4 : 2; rounds > 0; rounds -= 1) {
        // Sums carry from the low half to the high one. v0 += v1; v1 = v1 <<< 13 ^ v0; v0 <<<= 32
        let sum = (a0 + a1) | 0;
        b0 = (b0 + b1 + (((a0 & a1) | ((a0 | a1) & ~sum)) >>> 31)) | 0;
        a0 = sum;
        let a = (a1 << 13) | (b1 >>> 19);
        let b = (b1 << 13) | (a1 >>> 19);
        a1 = a ^ a0;
        b1 = b ^ b0;
        a = a0;
        a0 = b0;
        b0 = a;
        // v2 += v3; v3 = v3 <<< 16 ^ v2
        sum = (a2 + a3) | 0;
        b2 = (b2 + b3 + (((a2 & a3) | ((a2 | a3) & ~sum)) >>> 31)) | 0;
        a2 = sum;
        a = (a3 << 16) | (b3 >>> 16);
        b = (b3 << 16) | (a3 >>> 16);
        a3 = a ^ a2;
        b3 = b ^ b2;
        // v0 += v3; v3 = v3 <<< 21 ^ v0
        sum = (a0 + a3) | 0;
        b0 = (b0 + b3 + (((a0 & a3) | ((a0 | a3) & ~sum)) >>> 31)) | 0;
        a0 = sum;
        a = (a3 << 21) | (b3 >>> 11);
        b = (b3 << 21) | (a3 >>> 11);
        a3 = a ^ a0;
        b3 = b ^ b0;
        // v2 += v1; v1 = v1 <<< 17 ^ v2; v2 <<<= 32
        sum = (a2 + a1) | 0;
        b2 = (b2 + b1 + (((a2 & a1) | ((a2 | a1) & ~sum)) >>> 31)) | 0;
        a2 = sum;
        a = (a1 << 17) | (b1 >>> 15);
        b = (b1 << 17) | (a1 >>> 15);
        a1 = a ^ a2;
        b1 = b ^ b2;
        a = a2;
        a2 = b2;
        b2 = a;
      }
      a0 ^= low;
      b0 ^= high;
    }
    if (total < 0) {
      const after = this.#after;
      after[0] = a0;
      after[1] = b0;
      after[2] = a1;
      after[3] = b1;
      after[4] = a2;
      after[5] = b2;
      after[6] = a3;
      after[7] = b3;
    }
    this.#low = (a0 ^ a1 ^ a2 ^ a3) >>> 0;
    this.#high = (b0 ^ b1 ^ b2 ^ b3) >>> 0;
  }

  /** The 64-bit hash. */
  hash(bytes: Uint8Array): bigint {
    this.#run(this.#start, bytes, bytes.length, bytes.length);
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  /** The upper 53 bits of the hash of the text's UTF-8 bytes, as a number in [0, 1). */
  draw(text: string): number {
    return this.drawAfter({ state: this.#start, rest: nothing, size: 0 }, text);
  }

  /** Hashes what many draws begin with. The text must not end in half a character. */
  startOf(text: string): DrawStart {
    const bytes = utf8Bytes(text);
    this.#run(this.#start, bytes, bytes.length, -1);
    return {
      state: this.#after.slice(),
      rest: bytes.slice(bytes.length - (bytes.length % 8)),
      size: bytes.length,
    };
  }

  /** The draw of what `start` was made of and `text` after it. */
  drawAfter({ state, rest, size }: DrawStart, text: string): number {
    const room = rest.length + text.length * 3;
    if (this.#bytes.length < room) this.#bytes = new Uint8Array(room);
    const bytes = this.#bytes;
    for (let at = 0; at < rest.length; at += 1) bytes[at] = rest[at] ?? 0;
    const end = writeUtf8(text, bytes, rest.length);
    this.#run(state, bytes, end, size - rest.length + end);
    return (this.#high * 0x200000 + (this.#low >>> 11)) / 0x20000000000000;
  }
}

const nothing = new Uint8Array(0);

/** What is drawn for a declaration under a line of a policy; no name holds a line break, so two pairs never meet. */
export function drawText(sample: string, declaration: string): string {
  return `${sample}\n${declaration}`;
}
