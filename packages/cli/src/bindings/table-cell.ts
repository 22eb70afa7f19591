/**
 * One cell of a bound CSV table as the JSON form of a fact of the column's type; the same ways of writing as in files named by `from "…"`.
 *
 * An empty cell is null (matches everything in a key, unknown in a value). A set separates its members by `;`, a `between` key is
 * `1 to 9`, money `2.50 USD`, a quantity `100 KGM` or `100 kg`, a price `2.50 USD per KGM`; a fixed currency or unit may be left out. What cannot be
 * read is handed on as text: the engine checks every cell and says what it expected, so nothing is guessed here.
 */
import type { Column, Type, Unit } from "@luong/spec";

export function tableCell(
  text: string,
  column: Pick<Column, "type" | "match">,
  units: readonly Unit[],
): unknown {
  const given = text.trim();
  if (given === "") return null;
  if (column.match !== "between") return cellOf(given, column.type, units);
  const [from = "", to = from] = given.split(/\s+(?:to|đến)\s+|\.\./u);
  return [cellOf(from, column.type, units), cellOf(to, column.type, units)];
}

/** `1,234.50` is not a number: grouping means different amounts in different countries. */
function numberOf(text: string): unknown {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : text;
}

function cellOf(text: string, type: Type, units: readonly Unit[]): unknown {
  switch (type.kind) {
    case "boolean":
      return /^(true|yes|1)$/i.test(text) ? true : /^(false|no|0)$/i.test(text) ? false : text;
    case "integer":
    case "number":
    case "duration":
      return numberOf(text);
    case "percent":
      return numberOf(text.replace(/\s*%$/, ""));
    case "money":
      return moneyOf(text, type.currency);
    case "quantity":
      return type.dimension === null ? quantityOf(text, units) : numberOf(text);
    case "unitPrice":
      return priceOf(text, type, units);
    case "set":
      return text.split(";").map((member) => cellOf(member.trim(), type.of, units));
    case "text":
    case "id":
    case "code":
    case "date":
    case "time":
    case "instant":
    case "period":
    case "channel":
    case "flow":
    case "stage":
    case "record":
    case "list":
    case "error":
      return text;
  }
}

/** The UN/ECE code of a unit written by its keyword. */
function unitCode(word: string, units: readonly Unit[]): string {
  return units.find((unit) => unit.name === word)?.code ?? word;
}

function moneyOf(text: string, fixed: string | null): unknown {
  const [, amount = text, currency = fixed] = /^(\S+)\s+([A-Z]{3})$/.exec(text) ?? [];
  if (fixed !== null) return currency === fixed ? numberOf(amount) : text;
  return currency === null ? text : { amount: numberOf(amount), currency };
}

function quantityOf(text: string, units: readonly Unit[]): unknown {
  const [, value, unit] = /^(\S+)\s+(\S+)$/.exec(text) ?? [];
  if (value === undefined || unit === undefined) return text;
  return { value: numberOf(value), unit: unitCode(unit, units) };
}

function priceOf(
  text: string,
  type: Extract<Type, { kind: "unitPrice" }>,
  units: readonly Unit[],
): unknown {
  if (type.currency !== null && type.dimension !== null) return numberOf(text);
  const [, amount, currency, unit] = /^(\S+)\s+([A-Z]{3})\s+(?:per|mỗi)\s+(\S+)$/u.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return text;
  return { amount: numberOf(amount), currency, unit: unitCode(unit, units) };
}
