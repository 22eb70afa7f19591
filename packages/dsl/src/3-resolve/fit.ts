/**
 * Does a literal suit the type its place asks for?
 *
 * Comes in: a literal and the type of the other side (or of its field, column, list). Goes out: the type it has there; a number,
 * a text or a code takes it from the other side (`6109` beside an HS code is a code). What is wrong with the literal itself (unknown
 * code, missing unit) is reported here and gives `error`; whether the two types go together is asked by the caller.
 */
import {
  type Dimension,
  isUnitName,
  keywords,
  type Label,
  parseDate,
  parseInstant,
  parseTime,
  type Span,
  type Type,
  units,
} from "@luong/spec";
import type { Literal } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { type Constant, isPeriodUnit, unitOf } from "./constant.ts";
import { languageAt } from "./language-at.ts";
import { candidate, suggest } from "./suggest.ts";
import type { Emit, Symbols } from "./symbols.ts";

export interface FitWorld extends Pick<Symbols, "codeLists" | "currencies" | "units" | "textOf"> {
  readonly zoneMinutes: number;
  readonly emit: Emit;
}

/**
 * How a code is read: `below` for `under`, `whole` for `=` with the length of the other side, `member` for any level. `said`: several
 * listed codes of a wrong length are one mistake.
 */
export type CodeReading =
  | { readonly kind: "below" }
  | { readonly kind: "member" }
  | {
      readonly kind: "whole";
      readonly length: number | null;
      readonly fix: CodeFix | null;
      readonly said: { done: boolean };
    };

/** Writes `under` in place of the operator. */
export interface CodeFix {
  readonly span: Span;
  readonly text: string;
}

const errorType: Type = { kind: "error" };

export function fitLiteral(
  constant: Constant,
  want: Type,
  reading: CodeReading,
  world: FitWorld,
): Type {
  const { literal } = constant;
  const span = constant.node.span;
  switch (literal.kind) {
    case "number":
      return fitNumber(constant, literal.image, want, reading, world);
    case "string":
      return want.kind === "code"
        ? fitCode(literal.text, span, want, reading, world)
        : fitText(want);
    case "code":
      return fitCodeWord(literal.text, span, want, reading, world);
    case "percent":
      return { kind: "percent" };
    case "boolean":
      return { kind: "boolean" };
    case "channelLiteral":
      return { kind: "channel" };
    case "date":
      return inCalendar(parseDate(literal.image), { kind: "date" });
    case "time":
      return inCalendar(parseTime(literal.image), { kind: "time" });
    case "dateTime":
      return inCalendar(parseInstant(literal.image, world.zoneMinutes), { kind: "instant" });
    case "duration":
      return { kind: isPeriodUnit(literal.unit) ? "period" : "duration" };
    case "quantity":
      if (!knowsUnit(literal.unit, span, world)) return errorType;
      return { kind: "quantity", dimension: unitOf(literal.unit).dimension };
    case "money":
      return fitMoney(literal, world);
  }
}

/** The type a literal has with nothing beside it; a lone code has none. */
export function naturalType(literal: Literal): Type | null {
  switch (literal.kind) {
    case "number":
      return literal.image.includes(".") ? { kind: "number" } : { kind: "integer" };
    case "string":
      return { kind: "text" };
    case "code":
      return null;
    default:
      return errorType;
  }
}

/** Takes its type from the other side. */
export function isFlexible(literal: Literal): boolean {
  return literal.kind === "number" || literal.kind === "string" || literal.kind === "code";
}

/** A day or time that does not exist has been reported by the lexer. */
function inCalendar(value: number | undefined, type: Type): Type {
  return value === undefined ? errorType : type;
}

/* ------------------------------------------------------------------ numbers */

function fitNumber(
  { node, literal }: Constant,
  image: string,
  want: Type,
  reading: CodeReading,
  world: FitWorld,
): Type {
  const { span } = node;
  switch (want.kind) {
    case "code":
      return fitCode(image, span, want, reading, world);
    case "id":
    case "text": {
      const fixes = [edit(span, `"${image}"`, `"${image}"`)];
      world.emit(report("LU3021", span, { image, type: want }, { fixes }));
      return errorType;
    }
    case "percent": {
      const written = world.textOf(span);
      const fixes = [edit(span, `${written}%`, `${written}%`)];
      world.emit(report("LU3007", span, { image: written }, { fixes }));
      return errorType;
    }
    case "quantity":
      return lacksUnit(span, want, wordsOf(want.dimension, span, world), world);
    case "duration": {
      const language = languageAt(world.textOf, span);
      const words = [keywords.days, keywords.hours].map((each) => each.spelling[language]);
      return lacksUnit(span, want, words, world);
    }
    case "money":
    case "unitPrice":
      return lacksCurrency(span, want, world);
    default:
      if (/^0\d/.test(image)) {
        world.emit(report("LU3020", span, { image }));
        return errorType;
      }
      return naturalType(literal) ?? errorType;
  }
}

/** Unit words of the schema in the language of the place, those of one dimension when it is known. */
export function wordsOf(
  dimension: Dimension | null,
  span: Span,
  world: Pick<FitWorld, "units" | "textOf">,
): readonly string[] {
  const language = languageAt(world.textOf, span);
  return [...world.units.keys()]
    .filter(isUnitName)
    .filter((word) => dimension === null || units[word].dimension === dimension)
    .slice(0, 4)
    .map((word) => units[word].spelling[language]);
}

function lacksUnit(span: Span, type: Type, words: readonly string[], world: FitWorld): Type {
  const image = world.textOf(span);
  const fixes = words.map((word) => edit(span, `${image} ${word}`, `${image} ${word}`));
  world.emit(report("LU3016", span, { image, type, units: words }, { fixes }));
  return errorType;
}

function lacksCurrency(
  span: Span,
  type: Extract<Type, { kind: "money" | "unitPrice" }>,
  world: FitWorld,
): Type {
  const image = world.textOf(span);
  const per = keywords.per.spelling[languageAt(world.textOf, span)];
  const currencies = type.currency === null ? [...world.currencies.keys()] : [type.currency];
  const forms =
    type.kind === "money"
      ? currencies
      : currencies.flatMap((currency) =>
          wordsOf(type.dimension, span, world).map((word) => `${currency} ${per} ${word}`),
        );
  const few = forms.slice(0, 4);
  const fixes = few.map((form) => edit(span, `${image} ${form}`, `${image} ${form}`));
  world.emit(report("LU3017", span, { image, type, forms: few }, { fixes }));
  return errorType;
}

/* ------------------------------------------------------------------ text and codes */

function fitText(want: Type): Type {
  return want.kind === "id" ? want : { kind: "text" };
}

function fitCodeWord(
  text: string,
  span: Span,
  want: Type,
  reading: CodeReading,
  world: FitWorld,
): Type {
  switch (want.kind) {
    case "code":
      return fitCode(text, span, want, reading, world);
    case "id":
      return want;
    case "text": {
      const fixes = [edit(span, `"${text}"`, `"${text}"`)];
      world.emit(report("LU3021", span, { image: text, type: want }, { fixes }));
      return errorType;
    }
    case "error":
      return errorType;
    default:
      world.emit(report("LU3039", span, { code: text }));
      return errorType;
  }
}

export function listNamed(
  list: string,
  world: Pick<FitWorld, "codeLists">,
): { readonly name: string; readonly label: Label } {
  return { name: list, label: world.codeLists.get(list)?.list.label ?? {} };
}

function fitCode(
  code: string,
  span: Span,
  want: Extract<Type, { kind: "code" }>,
  reading: CodeReading,
  world: FitWorld,
): Type {
  const symbol = world.codeLists.get(want.list);
  if (symbol === undefined) return errorType;
  const list = listNamed(want.list, world);
  const { levels } = symbol.list;
  if (levels.length > 0 && !levels.includes(code.length)) {
    // Printed tariffs part the digits: 6109.10.
    const bare = code.replace(/[^0-9A-Z]/g, "");
    const fixes = bare !== code && levels.includes(bare.length) ? [edit(span, bare, bare)] : [];
    world.emit(report("LU3012", span, { code, list, lengths: levels }, { fixes }));
    return errorType;
  }
  if (reading.kind === "whole" && reading.length !== null && code.length !== reading.length) {
    if (reading.said.done) return errorType;
    reading.said.done = true;
    const fixes =
      reading.fix !== null && code.length < reading.length
        ? [edit(reading.fix.span, reading.fix.text, reading.fix.text)]
        : [];
    world.emit(report("LU3013", span, { code, list, length: reading.length }, { fixes }));
    return errorType;
  }
  if (symbol.codes !== null && !symbol.codes.has(code)) {
    const near = suggest(
      code,
      [...symbol.codes.values()].map((each) => candidate({ ...each, name: each.code })),
    );
    const fixes = near.map((name) => edit(span, name, name));
    world.emit(report("LU2021", span, { code, list, suggestions: near }, { fixes }));
    return errorType;
  }
  return want;
}

/* ------------------------------------------------------------------ units and money */

function knowsUnit(unit: string, span: Span, world: FitWorld): boolean {
  if (world.units.has(unit)) return true;
  world.emit(report("LU2023", span, { unit, known: [...world.units.keys()] }));
  return false;
}

function fitMoney(literal: Extract<Literal, { kind: "money" }>, world: FitWorld): Type {
  const { currency, per, image, span } = literal;
  const digits = world.currencies.get(currency);
  if (digits === undefined) {
    world.emit(report("LU2022", span, { currency, known: [...world.currencies.keys()] }));
    return errorType;
  }
  if (per !== null) {
    if (!knowsUnit(per, span, world)) return errorType;
    return { kind: "unitPrice", currency, dimension: unitOf(per).dimension };
  }
  const decimals = /\.(\d+)/.exec(image)?.[1]?.replace(/0+$/, "").length ?? 0;
  if (decimals > digits) {
    world.emit(report("LU3032", span, { image, currency, digits }));
    return errorType;
  }
  return { kind: "money", currency };
}

/** A fix that writes `text` over `span`. */
export function edit(span: Span, text: string, shownAs: string) {
  return {
    title: { en: `write \`${shownAs}\``, vi: `viết \`${shownAs}\`` },
    edits: [{ span, text }],
  };
}
