/**
 * LIMITS of what is read, in one place. They bound memory and time per declaration, whatever is sent.
 *
 * Digits and exponent are part of the meaning (docs/meaning.md, Numbers); the others may be raised without changing a decision.
 */

/** Bytes of one line, line end not counted: a declaration of 999 goods lines takes about 1 MB. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** Arrays and objects inside each other. */
export const MAX_DEPTH = 64;
/** UTF-16 units of one text. */
export const MAX_TEXT_LENGTH = 10_000;
/** Significant decimal digits of a number: so many survive a double. */
export const MAX_DIGITS = 15;
/** Decimal exponent of the first significant digit. */
export const MAX_EXPONENT = 15;
/** Values of one declaration, lists and objects counted: a program may hand over data that is shared a billion times. */
export const MAX_VALUES = 1_000_000;
/** Faults reported for one declaration; more of the same help nobody. */
export const MAX_FAULTS = 100;

/** Names that reach the prototype of every object in careless programs. */
export function isForbiddenKey(key: string): boolean {
  return key === "__proto__" || key === "constructor" || key === "prototype";
}

const halfCharacter = /\p{Surrogate}/u;

/** Does the text hold half a character, which UTF-8 cannot write? */
export function hasHalfCharacter(text: string): boolean {
  return halfCharacter.test(text);
}
