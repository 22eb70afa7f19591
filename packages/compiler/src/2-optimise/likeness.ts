/**
 * A number that is the same for expressions of one form; different forms seldom share one.
 *
 * Comes in: an expression. Goes out: 32 bits over kinds, operators, constants and paths, without the numbers of bound variables. Expressions with different numbers
 * differ in `canonicalText` too, so the dear text is made only where two numbers agree.
 */
import type { Expr } from "@luong/spec";

/** FNV-1a (Fowler, Noll, Vo), over UTF-16 units. */
function mixText(hash: number, text: string): number {
  let mixed = hash;
  for (let at = 0; at < text.length; at += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  }
  return mixed;
}

function mixNumber(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193);
}

function likenessOf(value: object): number {
  let sum = 0;
  for (const key of Object.keys(value)) {
    if (key === "variable" || key === "type") continue;
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    // Added up, so that the order in which keys were written does not matter.
    sum = (sum + mixNumber(mixText(0x811c9dc5, key), memberLikeness(member))) | 0;
  }
  return sum;
}

function memberLikeness(member: unknown): number {
  if (typeof member === "string") return mixText(0x811c9dc5, member);
  if (typeof member !== "object" || member === null) return mixText(0x811c9dc5, String(member));
  return likenessOf(member);
}

export function likeness(expr: Expr): number {
  return likenessOf(expr);
}
