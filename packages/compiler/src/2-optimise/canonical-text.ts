/**
 * A text that is equal for expressions that mean the same by their form.
 *
 * Comes in: an expression. Goes out: its JSON with keys in one order and bound variables numbered by the order of their binders, so that
 * `any item has item.hs under 61` is one text in two criteria. Numbers written differently (`1`, `1.0`) are told apart.
 */
import { canonicalJson, canonicalKeys, type Expr } from "@luong/spec";

type Names = ReadonlyMap<number, string>;

const noNames: Names = new Map();

/** Types are the same few objects over and over. */
const typeTexts = new WeakMap<object, string>();

function typeText(type: object): string {
  let text = typeTexts.get(type);
  if (text === undefined) {
    text = canonicalJson(type);
    typeTexts.set(type, text);
  }
  return text;
}

/** JSON of any value; `names` replaces the numbers of variables bound on the way. */
function write(value: unknown, names: Names): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) {
    let text = "[";
    for (const each of value) text += `${write(each, names)},`;
    return `${text}]`;
  }
  return writeObject(value, names);
}

function writeObject(value: object, names: Names): string {
  const variable: unknown = Reflect.get(value, "variable");
  const inner = isBinder(value, variable)
    ? new Map(names).set(variable, `bound ${names.size}`)
    : names;
  let text = "{";
  for (const { key, quoted } of canonicalKeys(value)) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    text += quoted;
    if (key === "variable" && typeof member === "number") {
      text += `"${inner.get(member) ?? `free ${member}`}"`;
    } else if (key === "type" && typeof member === "object" && member !== null) {
      text += typeText(member);
    } else {
      // The source of a quantifier is outside its scope.
      text += write(member, key === "source" ? names : inner);
    }
    text += ",";
  }
  return `${text}}`;
}

function isBinder(value: object, variable: unknown): variable is number {
  if (typeof variable !== "number") return false;
  const kind: unknown = Reflect.get(value, "kind");
  return kind === "quantifier" || kind === "aggregate";
}

const cache = new WeakMap<Expr, string>();

/** Expressions are immutable, so the text is worked out once for each. */
export function canonicalText(expr: Expr): string {
  const known = cache.get(expr);
  if (known !== undefined) return known;
  const text = write(expr, noNames);
  cache.set(expr, text);
  return text;
}
