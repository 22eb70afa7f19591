/**
 * Conditions and values as layout.
 *
 * In: an expression of the tree and the words of one language. Out: a `Doc`: one condition a line under a clause,
 * bullets below their group, everything else in a line that may be broken after commas and around operators.
 * Names, numbers and texts are taken from the source as written; keywords are never looked at.
 */
import type { Span } from "@luong/spec";
import type {
  Channel,
  Expression,
  KeyNode,
  LabelText,
  Literal,
  Name,
  Path,
  Per,
  Rows,
  WindowNode,
} from "../ast/ast.ts";
import { commas, type Doc, join, label, line, nest, soft, word } from "./doc.ts";
import type { Words } from "./words.ts";

/** What printing needs to know of the file. */
export interface Printing {
  readonly words: Words;
  /** Text of the file, NFC is applied to what is taken from it. */
  readonly text: string;
}

/** Weights of the places where a line may be broken; the lightest goes first. */
const LIST = 0;
const LOGIC = 1;
const OPERATOR = 3;
const ARGUMENT = 4;

export function slice(to: Printing, span: Span): string {
  return to.text.slice(span.start, span.end).normalize("NFC");
}

/** A name, in back-quotes if it was written so. */
export function name(to: Printing, node: Name): Doc {
  const quoted = to.text[node.span.start] === "`";
  return word(quoted ? `\`${node.text}\`` : node.text.normalize("NFC"), node.span);
}

/** Element after a dot: any word is allowed there, so no back-quotes. */
function members(names: readonly Name[]): Doc {
  return names.map((each) => word(`.${each.text.normalize("NFC")}`, each.span));
}

export function path(to: Printing, node: Path): Doc {
  const [first, ...rest] = node.names;
  return first === undefined ? "" : [root(to, first), members(rest)];
}

/** Words of the language that stand for something: no names unless in back-quotes. */
const ROOT_WORDS: readonly string[] = ["this", "previous"];

function root(to: Printing, node: Name): Doc {
  return ROOT_WORDS.includes(node.text) && to.text[node.span.start] !== "`"
    ? word(to.words.of(node.text), node.span)
    : name(to, node);
}

/** The quoted part of a text with its quotes and escapes as written. */
export function quoted(to: Printing, span: Span): string {
  const written = slice(to, span);
  return written.slice(Math.max(0, written.indexOf('"')));
}

/** `"…" vi "…"`. */
export function labelText(to: Printing, node: LabelText): Doc {
  return join(
    node.texts.map((each) => [
      each.language === null ? "" : `${to.words.of(each.language)} `,
      word(quoted(to, each.span), each.span),
    ]),
    " ",
  );
}

export function channel(to: Printing, value: Channel | "unknown"): string {
  return to.words.of(value);
}

/** A clause's condition: `and` and `or` at the start of their own line, ending one column before the margin. */
export function condition(to: Printing, node: Expression): Doc {
  if (node.kind !== "logic") return expression(to, node);
  const operator = to.words.of(node.op);
  const between: Doc = [line(-([...operator].length + 1)), `${operator} `];
  return join(
    node.operands.map((each) => expression(to, each)),
    between,
  );
}

export function expression(to: Printing, node: Expression, depth = 0): Doc {
  const inner = (child: Expression): Doc => expression(to, child, depth);
  const of = to.words.of;
  switch (node.kind) {
    case "reference":
      return reference(to, node, depth);
    case "logic":
      return join(node.operands.map(inner), [soft(LOGIC + depth * 2), `${of(node.op)} `]);
    case "group":
      return [
        of(node.op === "any" ? "any of" : "all of"),
        nest(
          2,
          node.members.map((each) => [line(), `${node.bullet} `, inner(each)]),
        ),
      ];
    case "not":
      return [`${of("not")} `, inner(node.operand)];
    case "parenthesis":
      return ["(", nest(1, expression(to, node.inner, depth + 1)), ")"];
    case "quantified":
      return [
        quantifier(to, node),
        " ",
        name(to, node.element),
        node.of === null ? "" : [` ${of("of")} `, path(to, node.of)],
        called(to, node.called),
        ` ${of("has")} `,
        inner(node.body),
      ];
    case "says":
      return `${of("any")} ${of("criterion")} ${of("says")} ${channel(to, node.says)}`;
    case "relation":
      return [inner(node.left), " ", relationTail(to, node, depth)];
    case "binary":
      return binary(to, node, depth);
    case "percentOf":
      return [label(percentImage(node.percent), node.span), ` ${of("of")} `, inner(node.operand)];
    case "aggregate":
      return aggregate(to, node, depth);
    case "exists":
      return [`${of(node.negated ? "there is no" : "there is")} `, rows(to, node.rows, depth)];
    case "negative":
      return ["-", inner(node.operand)];
    case "missing":
      return "";
    default:
      return literal(to, node);
  }
}

function quantifier(to: Printing, node: Extract<Expression, { kind: "quantified" }>): string {
  return node.quantifier === "atLeast"
    ? `${to.words.of("at least")} ${node.count ?? ""}`
    : to.words.of(node.quantifier);
}

function called(to: Printing, node: Name | null): Doc {
  return node === null ? "" : [` ${to.words.of("called")} `, name(to, node)];
}

function reference(
  to: Printing,
  node: Extract<Expression, { kind: "reference" }>,
  depth: number,
): Doc {
  const args = node.call?.args.map((each) => expression(to, each, depth + 1)) ?? [];
  const asOf = node.call?.asOf ?? null;
  const time = asOf === null ? "" : asOfPart(to, asOf, depth + 1, args.length > 0 ? " " : "");
  return [
    root(to, node.root),
    node.call === null ? "" : ["(", commas(args, ARGUMENT + depth * 2), time, ")"],
    members(node.path),
  ];
}

function asOfPart(to: Printing, time: Expression, depth: number, before = " "): Doc {
  return [`${before}${to.words.of("as of")} `, expression(to, time, depth)];
}

/** What follows the left side: also the form of a cell. */
export function relationTail(
  to: Printing,
  node: {
    readonly op: string;
    readonly args: readonly Expression[];
    readonly asOf?: Expression | null;
  },
  depth = 0,
): Doc {
  const { form, spelling } = to.words.operator(node.op);
  const args = node.args.map((each) => expression(to, each, depth));
  const time = node.asOf === undefined || node.asOf === null ? "" : asOfPart(to, node.asOf, depth);
  switch (form) {
    case "postfix":
      return [spelling, time];
    case "members":
      return [`${spelling} `, commas(args, LIST + depth * 2), time];
    case "range":
      return [`${spelling} `, join(args, ` ${to.words.of("and")} `), time];
    case "comparison":
    case "operand":
    case "additive":
    case "multiplicative":
      return [`${spelling} `, args, time];
  }
}

/** Broken before the sign, except where the sign would then look like a bullet. */
function binary(to: Printing, node: Extract<Expression, { kind: "binary" }>, depth: number): Doc {
  const { form, spelling } = to.words.operator(node.op);
  const weight = OPERATOR + depth * 2 + (form === "additive" ? 0 : 1);
  const left = expression(to, node.left, depth);
  const right = expression(to, node.right, depth);
  return spelling === "-" || spelling === "*"
    ? [left, ` ${spelling}`, soft(weight), right]
    : [left, soft(weight), `${spelling} `, right];
}

function aggregate(
  to: Printing,
  node: Extract<Expression, { kind: "aggregate" }>,
  depth: number,
): Doc {
  const { words } = to;
  const spelling = words.aggregate(node.aggregate);
  const source = rows(to, node.rows, depth);
  if (words.countsRows(node.aggregate) && node.per === null) {
    return [`${spelling} ${words.of("of")} `, source];
  }
  const of = words.countsPaths(node.aggregate) ? "" : ` ${words.of("of")}`;
  return [
    node.rank === null ? spelling : `${spelling} ${node.rank}`,
    node.value === null ? "" : [`${of} `, expression(to, node.value, depth)],
    node.per === null ? "" : [` ${words.of("per")} `, periodOrGroup(to, node.per)],
    soft(OPERATOR + depth * 2),
    `${words.of("over")} `,
    source,
  ];
}

function periodOrGroup(to: Printing, node: Per): Doc {
  return node.kind === "period" ? expression(to, node.length) : path(to, node.path);
}

/* ------------------------------------------------------------------ rows */

/** A name alone, or everything said of the rows in parentheses. */
function rows(to: Printing, node: Rows, depth: number): Doc {
  if (isBare(node)) return path(to, node.source);
  const weights = { part: ARGUMENT + depth * 2, inPart: ARGUMENT + depth * 2, depth: depth + 2 };
  return ["(", nest(1, parts(to, node, weights)), ")"];
}

function isBare(node: Rows): boolean {
  return (
    node.called === null &&
    node.asOf === null &&
    node.window === null &&
    node.keys.length === 0 &&
    node.where === null &&
    node.latest === null &&
    !node.includingThis &&
    node.minimum === null
  );
}

/** A selection that is a clause: broken before `with` and `where` first, then inside them. */
export function selection(to: Printing, node: Rows): Doc {
  return parts(to, node, { part: LIST, inPart: LIST + 1, depth: 1 });
}

interface PartWeights {
  /** Before `with` and `where`. */
  readonly part: number;
  /** Between keys and before what ends the selection. */
  readonly inPart: number;
  /** Of the conditions inside. */
  readonly depth: number;
}

function parts(to: Printing, node: Rows, { part, inPart, depth }: PartWeights): Doc {
  const { of } = to.words;
  const keys = node.keys.map((each) => key(to, each, depth));
  const ends = [
    ...(node.latest === null ? [] : [`${to.words.aggregate("latest")} ${node.latest}`]),
    ...(node.includingThis ? [of("including this")] : []),
    ...(node.minimum === null ? [] : [`${of("minimum")} ${node.minimum}`]),
  ];
  return [
    path(to, node.source),
    called(to, node.called),
    node.asOf === null ? "" : asOfPart(to, node.asOf, depth),
    node.window === null ? "" : [soft(inPart), window(to, node.window, depth)],
    keys.length === 0 ? "" : [soft(part), `${of("with")} `, commas(keys, inPart)],
    node.where === null
      ? ""
      : [soft(part), `${of("where")} `, nest(2, expression(to, node.where, depth))],
    ends.map((each) => [soft(inPart), each]),
  ];
}

function window(to: Printing, node: WindowNode, depth: number): Doc {
  const { of } = to.words;
  const value = (each: Expression): Doc => expression(to, each, depth);
  const by: Doc = node.by === null ? "" : [` ${of("by")} `, name(to, node.by)];
  switch (node.kind) {
    case "last": {
      const { skipping } = node;
      const skipped = skipping === null ? "" : [` ${of("skipping last")} `, value(skipping)];
      return [`${of("in last")} `, value(node.length), skipped, by];
    }
    case "within":
      return [`${of("within")} `, value(node.length), ` ${of(node.side)} `, value(node.at), by];
    case "between":
      return [`${of("from")} `, value(node.from), ` ${of("until")} `, value(node.until), by];
  }
}

function key(to: Printing, node: KeyNode, depth: number): Doc {
  const field = path(to, node.path);
  if (node.kind === "compared") {
    return [field, " ", relationTail(to, { op: node.op, args: [node.value] }, depth)];
  }
  const as = node.as === null ? "" : [` ${to.words.of("as")} `, path(to, node.as)];
  return [`${to.words.of("same")} `, field, as];
}

function percentImage(image: string): string {
  return image.endsWith("%") ? image : `${image}%`;
}

/** Numbers keep their image; units and truth values are words of the language. */
export function literal(to: Printing, node: Literal): Doc {
  return word(literalText(to, node), node.span);
}

function literalText(to: Printing, node: Literal): string {
  const { of } = to.words;
  switch (node.kind) {
    case "number":
    case "date":
    case "time":
    case "dateTime":
      return node.image;
    case "percent":
      return percentImage(node.image);
    case "string":
      return quoted(to, node.span);
    case "code":
      return node.text;
    case "boolean":
      return of(node.value ? "true" : "false");
    case "channelLiteral":
      return channel(to, node.channel);
    case "quantity":
    case "duration":
      return `${node.image} ${to.words.unit(node.unit, node.image)}`;
    case "money":
      return `${node.image} ${node.currency}${node.per === null ? "" : ` ${of("per")} ${to.words.unit(node.per)}`}`;
  }
}
