/**
 * Texts as bytes in one long array: writing, reading, hashing and comparing, without making strings on the way.
 *
 * UTF-8, and half characters (which UTF-8 proper cannot write) as three bytes, so that every string comes back as it was. The arrays may lie on shared
 * memory, which the platform's own decoders refuse.
 */

/** Room that several threads can read when `shared`, where such memory exists; pages that are not isolated have none. */
export function room(bytes: number, shared: boolean): ArrayBuffer | SharedArrayBuffer {
  return shared && typeof SharedArrayBuffer !== "undefined"
    ? new SharedArrayBuffer(bytes)
    : new ArrayBuffer(bytes);
}

/** Bytes `writeText` needs at most for a text. */
export function mostBytes(text: string): number {
  return text.length * 3;
}

/** Writes a text at `at`; gives the place after it. There must be `mostBytes` of room. */
export function writeText(text: string, bytes: Uint8Array, at: number): number {
  let end = at;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      bytes[end++] = unit;
      continue;
    }
    const point = text.codePointAt(index) ?? 0;
    if (point < 0x800) {
      bytes[end++] = 0xc0 | (point >> 6);
    } else {
      if (point < 0x10000) {
        bytes[end++] = 0xe0 | (point >> 12);
      } else {
        index += 1;
        bytes[end++] = 0xf0 | (point >> 18);
        bytes[end++] = 0x80 | ((point >> 12) & 0x3f);
      }
      bytes[end++] = 0x80 | ((point >> 6) & 0x3f);
    }
    bytes[end++] = 0x80 | (point & 0x3f);
  }
  return end;
}

/** Code units given to one `fromCharCode`: more would overflow the stack of arguments. */
const UNITS_AT_ONCE = 4096;

/** The text between two places. */
export function readText(bytes: Uint8Array, from: number, until: number): string {
  return until - from <= UNITS_AT_ONCE && isAscii(bytes, from, until)
    ? String.fromCharCode.apply(null, bytes.subarray(from, until) as unknown as number[])
    : readAny(bytes, from, until);
}

function isAscii(bytes: Uint8Array, from: number, until: number): boolean {
  for (let at = from; at < until; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

function readAny(bytes: Uint8Array, from: number, until: number): string {
  let text = "";
  let units: number[] = [];
  let at = from;
  while (at < until) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      units.push(first);
      at += 1;
    } else {
      const size = sizeOf(first);
      const point = pointAt(bytes, at, size);
      at += size;
      if (point < 0x10000) units.push(point);
      else units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
    }
    if (units.length >= UNITS_AT_ONCE) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

/** Bytes of a character by its first byte. */
function sizeOf(first: number): number {
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

function pointAt(bytes: Uint8Array, at: number, size: number): number {
  let point = (bytes[at] ?? 0) & (0x7f >> size);
  for (let next = at + 1; next < at + size; next += 1) {
    point = (point << 6) | ((bytes[next] ?? 0) & 0x3f);
  }
  return point;
}

/** Is the text what stands between two places? */
export function isTextAt(text: string, bytes: Uint8Array, from: number, until: number): boolean {
  // Every code unit takes one byte to three.
  if (until - from < text.length || until - from > mostBytes(text)) return false;
  let at = from;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const first = bytes[at] ?? 0;
    if (unit < 0x80) {
      if (first !== unit) return false;
      at += 1;
      continue;
    }
    if (first < 0x80) return false;
    const point = text.codePointAt(index) ?? 0;
    const size = sizeOf(first);
    if (at + size > until || pointAt(bytes, at, size) !== point) return false;
    at += size;
    if (point >= 0x10000) index += 1;
  }
  return at === until;
}

/** 32 bits, over code units: every bit of a text moves every bit of the hash (the last steps are those of MurmurHash3). */
export function hashText(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash ^= hash >>> 15;
  }
  return mixed(hash);
}

/** Spreads the bits of a 32-bit number over all of them. */
export function mixed(number: number): number {
  let hash = number ^ (number >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Slot of a hash among `slots`, of any number. */
export function slotOf(hash: number, slots: number): number {
  return Math.floor((hash / 0x1_0000_0000) * slots);
}
