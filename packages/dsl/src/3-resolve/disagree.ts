/**
 * Why two sides do not go together, as one diagnostic with the best fix.
 *
 * Comes in: the problem a type rule of `spec` names, both sides with their types. Goes out: a report to the sink.
 * Which operators there are is not known here.
 */
import {
  aggregates,
  type Fix,
  keywords,
  mergeTypes,
  parseDate,
  parseInstant,
  parseTime,
  type Span,
  type Type,
  type TypeProblem,
} from "@luong/spec";
import type { Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { constantOf } from "./constant.ts";
import { edit, type FitWorld, listNamed, wordsOf } from "./fit.ts";
import { languageAt } from "./language-at.ts";
import type { RecordSymbol } from "./symbols.ts";
import { shown } from "./text.ts";

export interface Side {
  readonly type: Type;
  readonly span: Span;
  /** Null for a side that is not written here (a column, a list's type). */
  readonly node: Expression | null;
}

export interface DisagreeWorld extends FitWorld {
  readonly records: ReadonlyMap<string, RecordSymbol>;
}

export interface Disagreement {
  readonly problem: TypeProblem;
  /** As written. */
  readonly operator: string;
  /** Additive: a percentage beside another type was meant as a share. */
  readonly additive?: boolean;
  readonly arithmetic?: boolean;
  /** What else the operator takes: truth values, a set on the left. */
  readonly takes?: { readonly truth: boolean; readonly sets: boolean };
  /** For a set on the right where one value is needed. */
  readonly setFixes?: readonly Fix[];
  readonly left: Side;
  readonly right: Side;
}

export function reportDisagreement(found: Disagreement, world: DisagreeWorld): void {
  const { problem, operator, left, right } = found;
  if (left.type.kind === "error" || right.type.kind === "error") return;
  if (reportWhole(left, world) || reportWhole(right, world)) return;
  switch (problem) {
    case "units":
      reportUnits(left, right, world, operator);
      return;
    case "currencies":
      reportCurrencies(left, right, world);
      return;
    case "codeLists":
      reportCodeLists(left, right, world);
      return;
    case "notOrdered":
      world.emit(report("LU3006", left.span, { operator, type: memberType(left.type) }));
      return;
    case "notText": {
      const wrong = isTextual(left.type) ? right : left;
      world.emit(report("LU3010", wrong.span, { operator, type: memberType(wrong.type) }));
      return;
    }
    case "notHierarchy":
      world.emit(report("LU3011", left.span, { operator, type: left.type, label: null }));
      return;
    case "percentNumber":
      if (found.additive === true) reportShare(found, world);
      else world.emit(report("LU3007", right.span, { image: null }));
      return;
    case "dateInstant":
      reportDateInstant(left, right, world, operator);
      return;
    case "period":
      reportPeriod(left, right, world);
      return;
    case "notNumeric":
    case "mismatch":
      reportMismatch(found, world);
      return;
  }
}

/** A record, list or set where a single value is needed. */
export function reportWhole({ type, span, node }: Side, world: DisagreeWorld): boolean {
  if (type.kind === "record") {
    const symbol = world.records.get(type.record);
    const fields = symbol?.record.fields.slice(0, 3).map((field) => field.name) ?? [];
    const name = node === null ? type.record : shown(world.textOf(span));
    world.emit(
      report("LU3022", span, { record: { name, label: symbol?.record.label ?? {} }, fields }),
    );
    return true;
  }
  if (type.kind === "list") {
    const name = shown(world.textOf(span));
    const language = languageAt(world.textOf, span);
    const counted = `${aggregates.count.spelling[language]} ${keywords.of.spelling[language]} ${name}`;
    const fixes = [edit(span, counted, counted)];
    world.emit(report("LU3023", span, { kind: "list", name, each: type.each }, { fixes }));
    return true;
  }
  return false;
}

function isTextual(type: Type): boolean {
  return type.kind === "text" || type.kind === "id";
}

function memberType(type: Type): Type {
  return type.kind === "set" ? type.of : type;
}

function reportUnits(left: Side, right: Side, world: DisagreeWorld, operator: string): void {
  const a = dimensionOf(left.type);
  const b = dimensionOf(memberType(right.type));
  if (a === null || b === null) {
    world.emit(report("LU3001", right.span, { operator, left: left.type, right: right.type }));
    return;
  }
  world.emit(report("LU3002", right.span, { left: a, right: b }));
}

function dimensionOf(type: Type) {
  return type.kind === "quantity" || type.kind === "unitPrice" ? type.dimension : null;
}

function currencyOf(type: Type): string {
  return type.kind === "money" || type.kind === "unitPrice" ? (type.currency ?? "?") : "?";
}

function reportCurrencies(left: Side, right: Side, world: DisagreeWorld): void {
  const [l, r] = [currencyOf(left.type), currencyOf(memberType(right.type))];
  // A constant keeps its currency; of two facts the second is converted.
  const rightFixed = right.node === null || constantOf(right.node) !== undefined;
  const [side, to] = rightFixed ? [left, r] : [right, l];
  const convertible = side.node !== null && memberType(side.type).kind === "money";
  const text = `convert(${world.textOf(side.span)}, ${to})`;
  const fixes = convertible ? [edit(side.span, text, shown(text))] : [];
  world.emit(report("LU3003", right.span, { left: l, right: r, to }, { fixes }));
}

function reportCodeLists(left: Side, right: Side, world: DisagreeWorld): void {
  const [a, b] = [left.type, memberType(right.type)];
  if (a.kind !== "code" || b.kind !== "code") return;
  const args = { left: listNamed(a.list, world), right: listNamed(b.list, world) };
  world.emit(report("LU3004", right.span, args));
}

function reportDateInstant(left: Side, right: Side, world: DisagreeWorld, operator: string): void {
  const moment = memberType(left.type).kind === "instant" ? left : right;
  const { node } = moment;
  const fixes: Fix[] = [];
  if (node?.kind === "reference") {
    const text = `${world.textOf(moment.span)}.date`;
    fixes.push(edit(moment.span, text, shown(text)));
  } else if (node?.kind === "dateTime") {
    const day = node.image.slice(0, 10);
    fixes.push(edit(moment.span, day, day));
  }
  world.emit(report("LU3008", right.span, { operator }, { fixes }));
}

/** A month as 30 days, a year as 365: a proposal the author has to look at. */
function reportPeriod(left: Side, right: Side, world: DisagreeWorld): void {
  const side = memberType(left.type).kind === "period" ? left : right;
  const constant = side.node === null ? undefined : constantOf(side.node);
  const literal = constant?.literal;
  const fixes: Fix[] = [];
  if (literal?.kind === "duration" && /^\d+$/.test(literal.image)) {
    const days = Number(literal.image) * (literal.unit === "years" ? 365 : 30);
    const text = `${days} ${keywords.days.spelling[languageAt(world.textOf, literal.span)]}`;
    fixes.push(edit(literal.span, text, text));
  }
  const months = literal === undefined ? null : world.textOf(literal.span);
  world.emit(report("LU3009", side.span, { months }, { fixes }));
}

/** A percentage added to something that is none. */
function reportShare({ left, right, operator }: Disagreement, world: DisagreeWorld): void {
  const [share, whole] = right.type.kind === "percent" ? [right, left] : [left, right];
  const percent = share.node?.kind === "percent" ? world.textOf(share.span) : null;
  world.emit(report("LU3024", share.span, { operator, type: whole.type, percent }));
}

const counted: ReadonlySet<Type["kind"]> = new Set([
  "integer",
  "number",
  "percent",
  "quantity",
  "money",
]);

function reportMismatch(found: Disagreement, world: DisagreeWorld): void {
  const { operator, left, right } = found;
  // Members that do not fit are the mistake; members that would fit make the set itself one.
  const single =
    right.type.kind === "set" && typeof mergeTypes(left.type, right.type.of) === "string";
  const a = found.takes?.sets === true ? memberType(left.type) : left.type;
  const b = single || found.takes?.sets === true ? memberType(right.type) : right.type;
  if (a.kind === "set" || b.kind === "set") {
    const side = a.kind === "set" ? left : right;
    const name = shown(world.textOf(side.span));
    const fixes = side === right ? (found.setFixes ?? []) : [];
    world.emit(report("LU3023", side.span, { kind: "set", name, each: "" }, { fixes }));
    return;
  }
  if (found.additive === true && (a.kind === "percent") !== (b.kind === "percent")) {
    reportShare(found, world);
    return;
  }
  if ((a.kind === "boolean") !== (b.kind === "boolean")) {
    const side = a.kind === "boolean" ? left : right;
    const literal = side.node !== null && constantOf(side.node) !== undefined;
    // `priority = 1` has a wrong constant, `priority > 1` a condition where a value is needed.
    if (!literal && found.takes?.truth !== true) {
      world.emit(report("LU3019", side.span, { operator }));
      return;
    }
  }
  if (found.arithmetic === true) {
    world.emit(
      report(
        "LU3015",
        left.span.start < right.span.start ? cover(left.span, right.span) : right.span,
        { operator, left: a, right: b },
      ),
    );
    return;
  }
  if (a.kind === "id" && b.kind === "id") {
    world.emit(report("LU3014", right.span, { left: a.name, right: b.name }));
    return;
  }
  if ((a.kind === "code" && counted.has(b.kind)) || (b.kind === "code" && counted.has(a.kind))) {
    const [code, other] = a.kind === "code" ? [a, b] : [b, a];
    const list = listNamed(code.kind === "code" ? code.list : "", world);
    world.emit(report("LU3005", right.span, { list, other }));
    return;
  }
  if (
    (a.kind === "unitPrice" && b.kind === "money") ||
    (a.kind === "money" && b.kind === "unitPrice")
  ) {
    reportPriceWithoutUnit(left, right, world);
    return;
  }
  const fixes = [...unquoted(right, a, world), ...unquoted(left, b, world)];
  world.emit(report("LU3001", right.span, { operator, left: a, right: b }, { fixes }));
}

/** A date or number that stands in quotes. */
function unquoted({ node }: Side, want: Type, world: DisagreeWorld): readonly Fix[] {
  if (node?.kind !== "string") return [];
  const { text, span } = node;
  return isWritten(text, want, world.zoneMinutes) ? [edit(span, text, text)] : [];
}

function isWritten(text: string, type: Type, zoneMinutes: number): boolean {
  switch (type.kind) {
    case "date":
      return parseDate(text) !== undefined;
    case "time":
      return parseTime(text) !== undefined;
    case "instant":
      return parseInstant(text, zoneMinutes) !== undefined;
    case "integer":
    case "number":
      return /^\d+(\.\d+)?$/.test(text);
    default:
      return false;
  }
}

function cover(a: Span, b: Span): Span {
  return { file: a.file, start: a.start, end: b.end };
}

function reportPriceWithoutUnit(left: Side, right: Side, world: DisagreeWorld): void {
  const [price, money] = left.type.kind === "unitPrice" ? [left, right] : [right, left];
  const dimension = dimensionOf(price.type);
  const text = shown(world.textOf(money.span));
  const literal = money.node !== null && constantOf(money.node) !== undefined;
  const per = keywords.per.spelling[languageAt(world.textOf, money.span)];
  const words = literal && dimension === null ? wordsOf(null, money.span, world) : [];
  const forms = words.map((word) => `${text} ${per} ${word}`);
  const fixes = forms.map((form) => edit(money.span, form, form));
  world.emit(
    report("LU3041", right.span, { unitPriceLeft: price === left, text, forms }, { fixes }),
  );
}
