/**
 * One cell of a bound CSV table as the JSON form of a fact of the column's type.
 *
 * An empty cell is null (matches everything in a key, unknown in a value). A set separates its members by `;`, a `between` key is
 * `1 to 9`, money of any currency `2.50 USD`, a quantity of any unit `100 KGM`, a price of any `2.50 USD per KGM`. What cannot be read is
 * handed on as text: the engine checks every cell and says what it expected, so nothing is guessed here.
 */
import type { Column, Type } from "@luong/spec";

export function tableCell(text: string, column: Pick<Column, "type" | "match">): unknown {
  const given = text.trim();
  if (given === "") return null;
  if (column.match !== "between") return cellOf(given, column.type);
  const ends = given.split(/\s+(?:to|đến)\s+/u);
  return ends.length === 2 ? ends.map((end) => cellOf(end, column.type)) : given;
}

/** `+1,234.50` is not a number: grouping means different amounts in different countries. */
function numberOf(text: string): unknown {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : text;
}

function cellOf(text: string, type: Type): unknown {
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
      return type.currency === null ? moneyOf(text) : numberOf(text);
    case "quantity":
      return type.dimension === null ? quantityOf(text) : numberOf(text);
    case "unitPrice":
      return type.currency === null || type.dimension === null ? priceOf(text) : numberOf(text);
    case "set":
      return text.split(";").map((member) => cellOf(member.trim(), type.of));
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

function moneyOf(text: string): unknown {
  const [, amount, currency] = /^(\S+)\s+([A-Z]{3})$/.exec(text) ?? [];
  return amount === undefined ? text : { amount: numberOf(amount), currency };
}

function quantityOf(text: string): unknown {
  const [, value, unit] = /^(\S+)\s+(\S+)$/.exec(text) ?? [];
  return value === undefined ? text : { value: numberOf(value), unit };
}

function priceOf(text: string): unknown {
  const [, amount, currency, unit] = /^(\S+)\s+([A-Z]{3})\s+(?:per|mỗi)\s+(\S+)$/u.exec(text) ?? [];
  return amount === undefined ? text : { amount: numberOf(amount), currency, unit };
}
