/**
 * Runs the byte-code of candidates over the encoded declaration.
 *
 * `two` is for declarations in which everything is known: one mask of elements. `three` carries two masks, elements for which the condition is true and those
 * for which it is not false (Kleene). Both stop at the first literal that leaves no element.
 */
import type { Facts } from "./facts.ts";
import {
  AND,
  AT_LEAST_BOUND,
  AT_MOST_BOUND,
  CONSTANT,
  KEY,
  KEYS,
  MISSING,
  NEVER,
  NOT,
  NOT_KEYS,
  NUMBER_OF_DECLARATION,
  NUMBER_OF_ELEMENT,
  OR,
  PAYLOAD,
  PRESENT,
  QUANTIFIER,
} from "./program.ts";

const doubles = new Float64Array(2);
const halves = new Int32Array(doubles.buffer);

function popcount(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** By which bounds a number literal is long: one double or two. */
function numberEnd(at: number, form: number): number {
  return form === 2 ? at + 4 : at + 2;
}

export class Verifier {
  readonly #facts: Facts;
  #code: Int32Array = new Int32Array(0);
  #keyDomain: Int32Array;
  readonly #domainCount: number;
  readonly #collectionCount: number;
  /** Results of the literal just evaluated. */
  #true = 0;
  #maybe = 0;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#keyDomain = facts.keys.domain;
    this.#domainCount = facts.context.domains.all.length;
    this.#collectionCount = facts.context.plan.collections.length;
  }

  use(code: Int32Array): void {
    this.#code = code;
    this.#keyDomain = this.#facts.keys.domain;
  }

  /* ------------------------------------------------------------------ everything known */

  /** Elements among `mask` for which the conjunction at `at` holds. */
  two(at: number, mask: number, chunk: number): number {
    const code = this.#code;
    const { masks, bits, low, numberAt, stride } = this.#facts;
    const base = chunk * stride;
    let left = mask;
    let place = at;
    for (;;) {
      const word = code[place++] as number;
      const payload = word & PAYLOAD;
      switch ((word >>> 27) & 15) {
        case KEY:
          left &=
            (((bits[payload >>> 5] as number) >>> (payload & 31)) & 1) === 0
              ? 0
              : (masks[base + payload] as number);
          break;
        case KEYS: {
          let found = 0;
          for (const end = place + payload; place < end; place++) {
            const key = code[place] as number;
            if ((((bits[key >>> 5] as number) >>> (key & 31)) & 1) === 1)
              found |= masks[base + key] as number;
          }
          left &= found;
          break;
        }
        case NOT_KEYS: {
          let found = 0;
          for (const end = place + payload; place < end; place++) {
            const key = code[place] as number;
            if ((((bits[key >>> 5] as number) >>> (key & 31)) & 1) === 1)
              found |= masks[base + key] as number;
          }
          left &= ~found;
          break;
        }
        case NUMBER_OF_DECLARATION: {
          const form = payload & 3;
          const value = low[numberAt[payload >>> 2] as number] as number;
          halves[0] = code[place] as number;
          halves[1] = code[place + 1] as number;
          const bound = doubles[0] as number;
          if (form === AT_LEAST_BOUND) {
            if (!(value >= bound)) return 0;
          } else if (form === AT_MOST_BOUND) {
            if (!(value <= bound)) return 0;
          } else {
            halves[2] = code[place + 2] as number;
            halves[3] = code[place + 3] as number;
            if (!(value >= bound && value <= (doubles[1] as number))) return 0;
            place += 2;
          }
          place += 2;
          break;
        }
        case NUMBER_OF_ELEMENT: {
          const form = payload & 3;
          halves[0] = code[place] as number;
          halves[1] = code[place + 1] as number;
          let from = doubles[0] as number;
          let to = Number.POSITIVE_INFINITY;
          if (form === AT_MOST_BOUND) {
            to = from;
            from = Number.NEGATIVE_INFINITY;
          } else if (form !== AT_LEAST_BOUND) {
            halves[2] = code[place + 2] as number;
            halves[3] = code[place + 3] as number;
            to = doubles[1] as number;
            place += 2;
          }
          place += 2;
          const first = (numberAt[payload >>> 2] as number) + chunk * 32;
          let found = 0;
          while (left !== 0) {
            const element = 31 - Math.clz32(left & -left);
            const value = low[first + element] as number;
            if (value >= from && value <= to) found |= 1 << element;
            left &= left - 1;
          }
          left = found;
          break;
        }
        default:
          place = this.#evaluate(place - 1, chunk, left);
          left &= this.#true;
      }
      if (left === 0 || word < 0) return left;
    }
  }

  /* ------------------------------------------------------------------ something unknown */

  /** Elements for which the conjunction is not false; those for which it is true are in `certain`. */
  certain = 0;

  three(at: number, mask: number, chunk: number): number {
    const code = this.#code;
    let place = at;
    let sure = mask;
    let maybe = mask;
    for (;;) {
      const word = code[place] as number;
      place = this.#evaluate(place, chunk, maybe);
      sure &= this.#true;
      maybe &= this.#maybe;
      if (maybe === 0 || word < 0) {
        this.certain = sure;
        return maybe;
      }
    }
  }

  #keyMasks(key: number, base: number): number {
    const { masks, bits } = this.#facts;
    return (((bits[key >>> 5] as number) >>> (key & 31)) & 1) === 0
      ? 0
      : (masks[base + key] as number);
  }

  /** One literal; gives the place after it. Elements outside `wanted` need not be looked at. */
  #evaluate(at: number, chunk: number, wanted: number): number {
    const code = this.#code;
    const facts = this.#facts;
    const word = code[at] as number;
    const payload = word & PAYLOAD;
    const base = chunk * facts.stride;
    const unknownAt = chunk * this.#domainCount;
    switch ((word >>> 27) & 15) {
      case KEY: {
        this.#true = this.#keyMasks(payload, base);
        this.#maybe =
          this.#true | (facts.unknown[unknownAt + (this.#keyDomain[payload] as number)] as number);
        return at + 1;
      }
      case KEYS:
      case NOT_KEYS: {
        let found = 0;
        for (let place = at + 1; place <= at + payload; place++) {
          found |= this.#keyMasks(code[place] as number, base);
        }
        const domain = this.#keyDomain[code[at + 1] as number] as number;
        const unknown = facts.unknown[unknownAt + domain] as number;
        if (((word >>> 27) & 15) === KEYS) {
          this.#true = found;
          this.#maybe = found | unknown;
        } else {
          this.#maybe = ~found;
          this.#true = ~found & ~unknown;
        }
        return at + 1 + payload;
      }
      case NUMBER_OF_DECLARATION:
      case NUMBER_OF_ELEMENT:
        return this.#number(at, word, chunk, wanted);
      case OR:
      case AND:
        return this.#several(at, word, chunk, wanted);
      case NOT: {
        this.#evaluate(at + 1, chunk, wanted);
        const sure = this.#true;
        this.#true = ~this.#maybe;
        this.#maybe = ~sure;
        return at + 1 + payload;
      }
      case QUANTIFIER:
        this.#quantifier(at + 1);
        return at + 1 + payload;
      case CONSTANT:
        this.#true = payload === 2 ? -1 : 0;
        this.#maybe = payload === 0 ? 0 : -1;
        return at + 1;
      case PRESENT:
      case MISSING: {
        const missing = facts.unknown[unknownAt + payload] as number;
        this.#true = ((word >>> 27) & 15) === PRESENT ? ~missing : missing;
        this.#maybe = this.#true;
        return at + 1;
      }
      case NEVER:
        this.#true = 0;
        this.#maybe = facts.unknown[unknownAt + payload] as number;
        return at + 1;
      default:
        throw new RangeError("no such instruction in the index");
    }
  }

  #number(at: number, word: number, chunk: number, wanted: number): number {
    const code = this.#code;
    const { low, high, numberAt, unknown } = this.#facts;
    const payload = word & PAYLOAD;
    const form = payload & 3;
    const slot = payload >>> 2;
    halves[0] = code[at + 1] as number;
    halves[1] = code[at + 2] as number;
    let from = doubles[0] as number;
    let to = Number.POSITIVE_INFINITY;
    if (form === AT_MOST_BOUND) {
      to = from;
      from = Number.NEGATIVE_INFINITY;
    } else if (form !== AT_LEAST_BOUND) {
      halves[2] = code[at + 3] as number;
      halves[3] = code[at + 4] as number;
      to = doubles[1] as number;
    }
    // The value of slot i is domain i.
    const missing = unknown[chunk * this.#domainCount + slot] as number;
    const isElement = ((word >>> 27) & 15) === NUMBER_OF_ELEMENT;
    if (!isElement) {
      const place = numberAt[slot] as number;
      const [least, most] = [low[place] as number, high[place] as number];
      const isSure = missing === 0 && least >= from && most <= to;
      this.#true = isSure ? -1 : 0;
      this.#maybe = isSure || missing !== 0 || (most >= from && least <= to) ? -1 : 0;
      return numberEnd(at + 1, form);
    }
    const first = (numberAt[slot] as number) + chunk * 32;
    let sure = 0;
    let maybe = missing;
    for (let left = wanted & ~missing; left !== 0; left &= left - 1) {
      const element = 31 - Math.clz32(left & -left);
      const least = low[first + element] as number;
      const most = high[first + element] as number;
      if (most >= from && least <= to) {
        maybe |= 1 << element;
        if (least >= from && most <= to) sure |= 1 << element;
      }
    }
    this.#true = sure;
    this.#maybe = maybe;
    return numberEnd(at + 1, form);
  }

  #several(at: number, word: number, chunk: number, wanted: number): number {
    const isOr = ((word >>> 27) & 15) === OR;
    const end = at + 1 + (word & PAYLOAD);
    let sure = isOr ? 0 : -1;
    let maybe = sure;
    for (let place = at + 1; place < end; ) {
      place = this.#evaluate(place, chunk, wanted);
      if (isOr) {
        sure |= this.#true;
        maybe |= this.#maybe;
      } else {
        sure &= this.#true;
        maybe &= this.#maybe;
      }
    }
    this.#true = sure;
    this.#maybe = maybe;
    return end;
  }

  /** Joins all chunks of a list; the result is all elements or none. */
  #quantifier(at: number): void {
    const facts = this.#facts;
    const head = this.#code[at] as number;
    const kind = head >>> 24;
    const collection = (head >>> 16) & 255;
    const count = head & 0xffff;
    const elements = facts.counts[collection] as number;
    if (elements < 0) {
      this.#true = 0;
      this.#maybe = -1;
      return;
    }
    let holds = 0;
    let perhaps = 0;
    const chunks = (elements + 31) >> 5;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const there = facts.present[chunk * this.#collectionCount + collection] as number;
      this.#evaluate(at + 1, chunk, there);
      holds += popcount(this.#true & there);
      perhaps += popcount(this.#maybe & there);
    }
    // any: one is true · every: all are · no: none may be · atLeast: so many are.
    const sure =
      kind === 0
        ? holds > 0
        : kind === 1
          ? holds === elements
          : kind === 2
            ? perhaps === 0
            : holds >= count;
    const maybe =
      kind === 0
        ? perhaps > 0
        : kind === 1
          ? perhaps === elements
          : kind === 2
            ? holds === 0
            : perhaps >= count;
    this.#true = sure ? -1 : 0;
    this.#maybe = maybe ? -1 : 0;
  }
}
