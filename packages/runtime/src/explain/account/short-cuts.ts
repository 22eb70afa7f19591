/**
 * Comparisons of a declared value with one that stands fast, without making exact numbers where doubles tell.
 *
 * Rounding keeps order: of two decimals whose nearest doubles differ, the doubles stand in the order of the decimals. Equal doubles tell nothing;
 * then, and whenever the units are not the same beyond doubt, the language's own operation is asked.
 */
import {
  type Evaluate,
  type KeyMatch,
  numberFromRational,
  operators,
  type Result,
  type Schema,
  type Truth,
  type Type,
  type Value,
} from "@luong/spec";

/** The truth for the JSON of a fact; undefined: the operation is to be asked. */
export type ShortCut = (json: unknown) => Truth | undefined;

/** Truth when the fact is less, and when it is more than the constant. */
const ordered = new Map<Evaluate, readonly [Truth, Truth]>([
  [operators.eq.evaluate, [0, 0]],
  [operators.lt.evaluate, [2, 0]],
  [operators.le.evaluate, [2, 0]],
  [operators.gt.evaluate, [0, 2]],
  [operators.ge.evaluate, [0, 2]],
]);

/** `fact OP constant`; undefined when there is none. */
export function shortCut(evaluate: Evaluate, type: Type, constant: Result): ShortCut | undefined {
  const truths = ordered.get(evaluate);
  const limit = truths === undefined ? undefined : plainNumber(type, constant);
  if (truths === undefined || limit === undefined) return undefined;
  const [less, more] = truths;
  return (json) => {
    if (typeof json !== "number" || json === limit) return undefined;
    return json < limit ? less : more;
  };
}

/** A fact of the type is written as a number in the unit of the constant. */
function isOneUnit(type: Type, constant: Value): boolean {
  switch (type.kind) {
    case "integer":
    case "number":
      return constant.kind === "number";
    case "money":
      return (
        type.currency !== null && constant.kind === "money" && constant.currency === type.currency
      );
    case "quantity":
      return (
        type.dimension !== null &&
        constant.kind === "quantity" &&
        constant.dimension === type.dimension
      );
    case "unitPrice":
      return (
        type.currency !== null &&
        type.dimension !== null &&
        constant.kind === "unitPrice" &&
        constant.currency === type.currency &&
        constant.dimension === type.dimension
      );
    default:
      return false;
  }
}

/** The nearest double of a constant that is measured as facts of the type are written; undefined otherwise. */
function plainNumber(type: Type, constant: Result): number | undefined {
  if (constant.kind === "unknown" || !isOneUnit(type, constant)) return undefined;
  return "value" in constant && typeof constant.value === "object"
    ? numberFromRational(constant.value)
    : undefined;
}

/** Does a text match the text of a cell, where that needs nothing but the two; undefined when it does. */
export function textMatch(
  match: KeyMatch,
  cell: Result,
  type: Type,
  schema: Schema,
): ((text: string) => boolean) | undefined {
  if (cell.kind !== "text") return undefined;
  const wanted = cell.value;
  if (match === "equal") return (text) => text === wanted;
  if (match !== "under" || type.kind !== "code") return undefined;
  const list = schema.codeLists.find(({ name }) => name === type.list);
  if (list?.shape !== "levels") return undefined;
  return list.levels.includes(wanted.length)
    ? (text) => text.startsWith(wanted)
    : (text) => text === wanted;
}

/** Membership in texts. */
export function textsOf(members: readonly Value[]): ReadonlySet<string> | undefined {
  const texts = members.flatMap((each) => (each.kind === "text" ? [each.value] : []));
  return texts.length === members.length ? new Set(texts) : undefined;
}
