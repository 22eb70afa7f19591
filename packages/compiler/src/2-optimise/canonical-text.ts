/**
 * A text that is equal for expressions that mean the same by their form.
 *
 * Comes in: an expression. Goes out: its JSON with keys in one order and bound variables numbered by the order of their binders, so that
 * `any item has item.hs under 61` is one text in two criteria. Numbers written differently (`1`, `1.0`) are told apart.
 */
import type { Expr } from "@luong/spec";

type Names = ReadonlyMap<number, string>;

function renamed(variable: number, names: Names): string {
  return names.get(variable) ?? `free ${variable}`;
}

/** JSON of any value; `Names` replaces the numbers of variables bound on the way. */
function write(value: unknown, names: Names): string {
  if (Array.isArray(value)) return `[${value.map((each) => write(each, names)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = new Map<string, unknown>(Object.entries(value));
  const variable = members.get("variable");
  const kind = members.get("kind");
  const inner =
    typeof variable === "number" && (kind === "quantifier" || kind === "aggregate")
      ? new Map(names).set(variable, `bound ${names.size}`)
      : names;
  const texts = [...members]
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => {
      if (name === "variable" && typeof member === "number") {
        return `"variable":"${renamed(member, inner)}"`;
      }
      // The source of a quantifier is outside its scope.
      return `${JSON.stringify(name)}:${write(member, name === "source" ? names : inner)}`;
    });
  return `{${texts.join(",")}}`;
}

const noNames: Names = new Map();
const cache = new WeakMap<Expr, string>();

/** Expressions are immutable, so the text is worked out once for each. */
export function canonicalText(expr: Expr): string {
  const known = cache.get(expr);
  if (known !== undefined) return known;
  const text = write(expr, noNames);
  cache.set(expr, text);
  return text;
}
