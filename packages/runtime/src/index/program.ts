/**
 * Conditions as byte-code over 32-bit words: one word a literal, its constants behind it.
 *
 * Comes in: the condition of an entry. Goes out: words that `verify.ts` runs. The last literal of a conjunction carries the sign bit. Constants are in
 * the code, next to each other, because a look into another table costs more than reading on.
 *
 *   word = last(1) | op(4) | payload(27)
 */
import type { Condition } from "./condition.ts";
import type { Words } from "./growable.ts";

/** Key follows in the payload. */
export const KEY = 0;
/** Payload: number of keys, which follow. Their domain tells when they are unknown. */
export const KEYS = 1;
/** Payload: slot << 2 | form of the bounds; doubles follow, two words each. */
export const NUMBER_OF_DECLARATION = 2;
export const NUMBER_OF_ELEMENT = 3;
/** As `KEYS`, none may hold. */
export const NOT_KEYS = 4;
/** Payload: words that follow, a sequence of literals. */
export const OR = 5;
export const AND = 6;
export const NOT = 7;
/** Payload: words that follow; the first is kind(2) | collection(8) | count(16), then one literal. */
export const QUANTIFIER = 8;
/** Payload: 0, 1 or 2. */
export const CONSTANT = 9;
/** Payload: slot. */
export const PRESENT = 10;
export const MISSING = 11;
/** Payload: domain. False where it is known: membership of nothing. */
export const NEVER = 12;

export const AT_LEAST_BOUND = 0;
export const AT_MOST_BOUND = 1;
export const BETWEEN_BOUNDS = 2;

const OP_SHIFT = 27;
export const PAYLOAD = (1 << OP_SHIFT) - 1;
export const LAST = 1 << 31;

const QUANTIFIERS = ["any", "every", "no", "atLeast"] as const;

function word(op: number, payload: number): number {
  if (payload > PAYLOAD || payload < 0) throw new RangeError("the index has more keys than fit");
  return (op << OP_SHIFT) | payload;
}

const doubles = new Float64Array(1);
const halves = new Int32Array(doubles.buffer);

export class ProgramWriter {
  readonly #words: Words;
  /** By slot: −1 for values of the declaration. */
  readonly #collections: Int32Array;

  constructor(words: Words, collections: Int32Array) {
    this.#words = words;
    this.#collections = collections;
  }

  /** A conjunction of literals; of none, one that is true. */
  conjunction(literals: readonly Condition[]): void {
    if (literals.length === 0) {
      this.#words.push(word(CONSTANT, 2) | LAST);
      return;
    }
    literals.forEach((literal, index) => {
      const at = this.#words.length;
      this.literal(literal);
      if (index === literals.length - 1) {
        this.#words.data[at] = (this.#words.data[at] ?? 0) | LAST;
      }
    });
  }

  literal(condition: Condition): void {
    switch (condition.kind) {
      case "constant":
        this.#words.push(word(CONSTANT, condition.truth));
        return;
      case "keys":
        this.#keys(condition);
        return;
      case "number":
        this.#number(condition);
        return;
      case "present":
        this.#words.push(word(condition.negated ? MISSING : PRESENT, condition.slot));
        return;
      case "and":
      case "or":
        this.#nested(condition.kind === "and" ? AND : OR, () => {
          for (const each of condition.of) this.literal(each);
        });
        return;
      case "not":
        this.#nested(NOT, () => this.literal(condition.of));
        return;
      case "quantifier": {
        const kind = QUANTIFIERS.indexOf(condition.quantifier);
        // More than a list may have is never reached, whatever the number says.
        const count = Math.min(condition.count, 0xffff);
        this.#nested(QUANTIFIER, () => {
          this.#words.push((kind << 24) | (condition.collection << 16) | count);
          this.literal(condition.body);
        });
      }
    }
  }

  #keys({ domain, keys, negated }: Extract<Condition, { kind: "keys" }>): void {
    const [first] = keys;
    if (first === undefined) {
      if (negated) this.#nested(NOT, () => this.#words.push(word(NEVER, domain)));
      else this.#words.push(word(NEVER, domain));
      return;
    }
    if (keys.length === 1 && !negated) {
      this.#words.push(word(KEY, first));
      return;
    }
    this.#words.push(word(negated ? NOT_KEYS : KEYS, keys.length));
    for (const key of keys) this.#words.push(key);
  }

  #number({ slot, low, high }: Extract<Condition, { kind: "number" }>): void {
    const op = (this.#collections[slot] ?? -1) < 0 ? NUMBER_OF_DECLARATION : NUMBER_OF_ELEMENT;
    const form =
      high === Number.POSITIVE_INFINITY
        ? AT_LEAST_BOUND
        : low === Number.NEGATIVE_INFINITY
          ? AT_MOST_BOUND
          : BETWEEN_BOUNDS;
    this.#words.push(word(op, (slot << 2) | form));
    if (form !== AT_MOST_BOUND) this.#double(low);
    if (form !== AT_LEAST_BOUND) this.#double(high);
  }

  #double(value: number): void {
    doubles[0] = value;
    this.#words.push(halves[0] ?? 0);
    this.#words.push(halves[1] ?? 0);
  }

  #nested(op: number, write: () => void): void {
    const at = this.#words.length;
    this.#words.push(0);
    write();
    this.#words.data[at] = word(op, this.#words.length - at - 1);
  }
}
