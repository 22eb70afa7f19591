/**
 * Columns of numbers: doubles where they must be, integers of 8, 16 or 32 bits and a common scale where the values allow it.
 *
 * A value is a double that stands for the decimal of at most 15 digits nearest to it, or not a number (unknown). What is read is what was
 * written; the form only saves memory and lets sums be made of integers.
 */

export type Ints = Int8Array | Int16Array | Int32Array;

/** The integer that stands for unknown, by bytes of the integers: the least one. */
function noneOf(bytes: number): number {
  return -(2 ** (bytes * 8 - 1));
}

const MOST = 0x7fff_ffff;

function intsOf(bytes: number, length: number): Ints {
  if (bytes === 1) return new Int8Array(length);
  return bytes === 2 ? new Int16Array(length) : new Int32Array(length);
}

/** Bytes an integer takes beside the one for unknown. */
function bytesFor(size: number): number {
  if (size <= 0x7f) return 1;
  return size <= 0x7fff ? 2 : 4;
}

/** LIMIT (scale): powers of ten up to this are exact doubles. */
export const PLACES_MAX = 22;
/** Decimals a column of integers may have. */
const INTEGER_PLACES_MAX = 6;
/** Not a decimal of few places; sums of it are made of rationals. */
export const IRREGULAR = -1;
const FIFTEEN_DIGITS = 1e15;

export const powersOfTen: Float64Array = Float64Array.from({ length: PLACES_MAX + 1 }, (_, power) =>
  Number(`1e${power}`),
);

/** Decimals of the 15-digit decimal a double stands for; `IRREGULAR` when there is none, or none of few enough places. */
export function placesOf(value: number): number {
  if (Number.isInteger(value)) return Math.abs(value) < FIFTEEN_DIGITS ? 0 : IRREGULAR;
  for (let places = 1; places <= PLACES_MAX; places += 1) {
    const scale = powersOfTen[places] ?? 1;
    const whole = Math.round(value * scale);
    if (Math.abs(whole) >= FIFTEEN_DIGITS) return IRREGULAR;
    if (whole / scale === value) return places;
  }
  return IRREGULAR;
}

export class Numbers {
  /** One of the two is there. */
  ints: Ints | null;
  floats: Float64Array | null = null;
  /** Unknown among the integers. */
  none: number = noneOf(1);
  /** Integers are values × 10^places; of doubles the most decimals one of them has, `IRREGULAR` when one has too many. */
  places = 0;

  constructor(length: number) {
    this.ints = new Int8Array(length).fill(this.none);
  }

  get length(): number {
    return (this.ints ?? this.floats)?.length ?? 0;
  }

  get bytes(): number {
    return (this.ints ?? this.floats)?.byteLength ?? 0;
  }

  get(at: number): number {
    if (this.floats !== null) return this.floats[at] ?? Number.NaN;
    const whole = this.ints?.[at] ?? this.none;
    if (whole === this.none) return Number.NaN;
    return this.places === 0 ? whole : whole / (powersOfTen[this.places] ?? 1);
  }

  set(at: number, value: number): void {
    const { ints } = this;
    if (ints === null) {
      this.#setFloat(at, value);
      return;
    }
    if (Number.isNaN(value)) {
      ints[at] = this.none;
      return;
    }
    const scale = powersOfTen[this.places] ?? 1;
    const whole = this.places === 0 ? value : Math.round(value * scale);
    const isExact = this.places === 0 ? Number.isInteger(value) : whole / scale === value;
    if (isExact && whole < -this.none && whole > this.none) {
      ints[at] = whole;
      return;
    }
    this.#widen(isExact ? whole : Number.NaN, value);
    this.set(at, value);
  }

  #setFloat(at: number, value: number): void {
    const { floats } = this;
    if (floats === null) return;
    floats[at] = value;
    if (this.places === IRREGULAR || Number.isNaN(value)) return;
    const places = placesOf(value);
    this.places = places === IRREGULAR ? IRREGULAR : Math.max(this.places, places);
  }

  /** Makes room for a value that does not fit: wider integers, more decimals, else doubles. */
  #widen(whole: number, value: number): void {
    if (Math.abs(whole) <= MOST) {
      this.#rescale(1, bytesFor(Math.abs(whole)));
      return;
    }
    const places = placesOf(value);
    if (places > this.places && places <= INTEGER_PLACES_MAX && this.#takePlaces(places, value))
      return;
    const floats = new Float64Array(this.length);
    for (let at = 0; at < floats.length; at += 1) floats[at] = this.get(at);
    this.ints = null;
    this.floats = floats;
    if (places === IRREGULAR) this.places = IRREGULAR;
  }

  #takePlaces(places: number, value: number): boolean {
    const factor = powersOfTen[places - this.places] ?? 1;
    let largest = Math.abs(Math.round(value * (powersOfTen[places] ?? 1)));
    for (const whole of this.ints ?? []) {
      if (whole !== this.none) largest = Math.max(largest, Math.abs(whole) * factor);
    }
    if (largest > MOST) return false;
    this.#rescale(factor, Math.max(bytesFor(largest), this.ints?.BYTES_PER_ELEMENT ?? 1));
    this.places = places;
    return true;
  }

  #rescale(factor: number, bytes: number): void {
    const { ints, none } = this;
    if (ints === null) return;
    this.none = noneOf(bytes);
    this.ints = intsOf(bytes, ints.length);
    for (let at = 0; at < ints.length; at += 1) {
      const whole = ints[at] ?? none;
      this.ints[at] = whole === none ? this.none : whole * factor;
    }
  }

  /** Moves `count` values within the column. */
  shift(from: number, to: number, count: number): void {
    if (this.ints !== null) this.ints.copyWithin(to, from, from + count);
    else this.floats?.copyWithin(to, from, from + count);
  }

  grow(length: number): void {
    if (this.ints !== null) {
      const longer = intsOf(this.ints.BYTES_PER_ELEMENT, length);
      longer.fill(this.none, this.ints.length);
      longer.set(this.ints);
      this.ints = longer;
    } else if (this.floats !== null) {
      const longer = new Float64Array(length);
      longer.set(this.floats);
      this.floats = longer;
    }
  }
}

const MS_PER_SECOND = 1000;
const LAST_SECOND = 0xffff_ffff;

/** Moments in ms since 1970: whole seconds in 32 bits while all are such, else doubles. */
export class Times {
  seconds: Uint32Array | null;
  ms: Float64Array | null = null;

  constructor(length: number) {
    this.seconds = new Uint32Array(length);
  }

  get bytes(): number {
    return (this.seconds ?? this.ms)?.byteLength ?? 0;
  }

  get(at: number): number {
    return this.seconds === null ? (this.ms?.[at] ?? 0) : (this.seconds[at] ?? 0) * MS_PER_SECOND;
  }

  set(at: number, ms: number): void {
    if (this.seconds !== null) {
      const seconds = ms / MS_PER_SECOND;
      if (Number.isInteger(seconds) && seconds >= 0 && seconds <= LAST_SECOND) {
        this.seconds[at] = seconds;
        return;
      }
      this.ms = Float64Array.from(this.seconds, (each) => each * MS_PER_SECOND);
      this.seconds = null;
    }
    if (this.ms !== null) this.ms[at] = ms;
  }

  shift(from: number, to: number, count: number): void {
    if (this.seconds !== null) this.seconds.copyWithin(to, from, from + count);
    else this.ms?.copyWithin(to, from, from + count);
  }

  grow(length: number): void {
    if (this.seconds !== null) {
      const longer = new Uint32Array(length);
      longer.set(this.seconds);
      this.seconds = longer;
    } else if (this.ms !== null) {
      const longer = new Float64Array(length);
      longer.set(this.ms);
      this.ms = longer;
    }
  }
}
