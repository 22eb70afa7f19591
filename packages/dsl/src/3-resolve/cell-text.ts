/**
 * A cell of a CSV file to the JSON form of a fact.
 *
 * Comes in: the text of a cell, not empty, and the type of its column. Goes out: the JSON form, or undefined when the text
 * is no value of the type. Sets are separated by `;`. A fixed currency or dimension may be left out, as in facts.
 */
import {
  baseUnits,
  isUnitName,
  numberFromRational,
  parseDate,
  parseInstant,
  parseRational,
  parseTime,
  type Type,
} from "@luong/spec";
import { type Constant, isPeriodUnit, jsonOf } from "./constant.ts";
import type { FitWorld } from "./fit.ts";

type CellWorld = Pick<FitWorld, "codeLists" | "currencies" | "units" | "zoneMinutes">;

export function jsonFromCell(text: string, type: Type, world: CellWorld): unknown {
  switch (type.kind) {
    case "text":
    case "id":
      return text;
    case "code":
      return isCode(text, type.list, world) ? text : undefined;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "channel":
      return text === "red" || text === "yellow" || text === "green" ? text : undefined;
    case "integer": {
      const value = numberIn(text);
      return Number.isInteger(value) ? value : undefined;
    }
    case "number":
      return numberIn(text);
    case "percent":
      return numberIn(text.replace(/\s*%$/, ""));
    case "date":
      return parseDate(text) === undefined ? undefined : text;
    case "time":
      return parseTime(text) === undefined ? undefined : text;
    case "instant":
      return parseInstant(text, world.zoneMinutes) === undefined ? undefined : text;
    case "duration":
      return numberIn(text);
    case "money":
    case "quantity":
    case "unitPrice":
      return amount(text, type, world);
    case "set": {
      const members = text.split(";").map((each) => jsonFromCell(each.trim(), type.of, world));
      return members.includes(undefined) ? undefined : members;
    }
    case "flow":
    case "stage":
    case "period":
    case "record":
    case "list":
    case "error":
      return undefined;
  }
}

function numberIn(text: string): number | undefined {
  const value = parseRational(text);
  return value === undefined ? undefined : numberFromRational(value);
}

/** A code of the right form, and of the list when that is written out. */
export function isCode(text: string, list: string, world: Pick<CellWorld, "codeLists">): boolean {
  const symbol = world.codeLists.get(list);
  if (symbol === undefined) return false;
  const { levels } = symbol.list;
  if (levels.length > 0 && !levels.includes(text.length)) return false;
  return symbol.codes === null ? text !== "" : symbol.codes.has(text);
}

/** `12.5 USD`, `12 kg`, `2.50 USD per kg`, or the bare number where the type says the rest. */
function amount(
  text: string,
  type: Extract<Type, { kind: "money" | "quantity" | "unitPrice" }>,
  world: CellWorld,
): unknown {
  const match = /^(\S+)(?:\s+([A-Z]{3}))?(?:\s+per\s+(\S+)|\s+(\S+))?$/.exec(text);
  if (match === null || numberIn(match[1] ?? "") === undefined) return undefined;
  const [, image = "", currency, per, unit] = match;
  const span = { file: "", start: 0, end: 0 };
  const constant = (literal: Constant["literal"]): Constant => ({
    literal,
    negative: false,
    node: literal,
  });
  if (type.kind === "quantity") {
    const word = unit ?? (type.dimension === null ? undefined : baseUnits[type.dimension]);
    if (word === undefined || !isUnitName(word) || isPeriodUnit(word) || currency !== undefined)
      return undefined;
    return jsonOf(constant({ id: 0, span, kind: "quantity", image, unit: word }), type, world);
  }
  const money = currency ?? type.currency ?? undefined;
  if (money === undefined || !world.currencies.has(money) || unit !== undefined) return undefined;
  if (type.currency !== null && money !== type.currency) return undefined;
  const wanted = type.kind === "unitPrice";
  const base = wanted && type.dimension !== null ? baseUnits[type.dimension] : null;
  const word = per ?? base;
  if (wanted !== (word !== null) || (word !== null && !isUnitName(word))) return undefined;
  return jsonOf(
    constant({ id: 0, span, kind: "money", image, currency: money, per: word }),
    type,
    world,
  );
}
