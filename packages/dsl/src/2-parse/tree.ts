/**
 * From the concrete tree to the AST: names, texts, conditions, values and cells. What runs over rows is in `tree-rows.ts`.
 *
 * Every part may be missing; a `missing` node stands in its place, and whoever left it out has been told. Keywords end here:
 * operators, aggregates and units appear by their name in the tables. Reports what the grammar lets pass (mixed `and` and `or`,
 * dashes inside dashes).
 */
import type { Diagnostic, Fix, Span } from "@luong/spec";
import type { CstNode, IToken } from "chevrotain";
import type { Vocabulary } from "../1-lex/vocabulary.ts";
import type {
  Cell,
  CellRow,
  Channel,
  DecideColumn,
  Expression,
  LabelText,
  Name,
  Path,
  Quantifier,
  ReasonNode,
} from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { endOf, isNode, node, nodes, token, tokens } from "./cst.ts";
import { plainText, reasonParts } from "./strings.ts";

/** Operators in a row that a tree may lean to the left with; flat lists have no such limit. */
const MAX_CHAIN = 200;

/** Reads `{…}` of a reason: tokens and errors are its business. */
export type ParseHole = (source: string, start: number) => Expression;

export interface Base {
  readonly id: number;
  readonly span: Span;
}

export abstract class TreeBuilder {
  protected readonly file: string;
  protected readonly v: Vocabulary;
  readonly diagnostics: Diagnostic[] = [];
  private id: number;
  /** Where a node without tokens stands. */
  private last = 0;
  private readonly hole: ParseHole;

  constructor(file: string, vocabulary: Vocabulary, firstId: number, hole: ParseHole) {
    this.file = file;
    this.v = vocabulary;
    this.id = firstId;
    this.hole = hole;
  }

  nextId(): number {
    const { id } = this;
    this.id += 1;
    return id;
  }

  spanOf(from: CstNode | IToken | undefined): Span {
    if (from === undefined) return this.emptySpan();
    if (!isNode(from)) return this.range(from.startOffset, endOf(from));
    const { startOffset = -1, endOffset = -1 } = from.location ?? {};
    return startOffset >= 0 ? this.range(startOffset, endOffset + 1) : this.emptySpan();
  }

  range(start: number, end: number): Span {
    this.last = end;
    return { file: this.file, start, end };
  }

  private emptySpan(): Span {
    return { file: this.file, start: this.last, end: this.last };
  }

  base(from: CstNode | IToken | undefined): Base {
    return { id: this.nextId(), span: this.spanOf(from) };
  }

  missing(from?: CstNode | IToken): Expression {
    return { ...this.base(from), kind: "missing" };
  }

  /* ------------------------------------------------------------------ names and texts */

  name(from: IToken | undefined): Name {
    return { ...this.base(from), text: from?.image ?? "" };
  }

  nameOrNull(from: IToken | undefined): Name | null {
    return from === undefined ? null : this.name(from);
  }

  names(from: CstNode | undefined): readonly Name[] {
    return tokens(from, "name").map((each) => this.name(each));
  }

  path(from: CstNode | undefined): Path {
    const base = this.base(from);
    const root = this.root(from);
    return { ...base, names: root === undefined ? [] : [root, ...this.members(from)] };
  }

  /** A name, `this` or `previous`. The keywords are other words in Vietnamese; trees do not depend on the language. */
  private root(from: CstNode | undefined): Name | undefined {
    const name = token(from, "name");
    if (name !== undefined) return this.name(name);
    const word = token(from, "this") ?? token(from, "previous");
    return word && { ...this.base(word), text: this.meaningName(word) };
  }

  private members(from: CstNode | undefined): readonly Name[] {
    return tokens(from, "member").map((each) => ({
      id: this.nextId(),
      span: this.range(each.startOffset + 1, endOf(each)),
      text: each.image,
    }));
  }

  label(from: CstNode | undefined): LabelText | null {
    if (from === undefined) return null;
    const base = this.base(from);
    const texts = this.texts(from).map(({ language, from: string }) => ({
      language,
      text: plainText(string.image),
      span: this.spanOf(string),
    }));
    return { ...base, texts };
  }

  labelOrEmpty(from: CstNode | undefined): LabelText {
    return this.label(from) ?? { ...this.base(from), texts: [] };
  }

  private texts(from: CstNode): readonly { language: "en" | "vi" | null; from: IToken }[] {
    const first = token(from, "first");
    const second = token(from, "second");
    const language = token(from, "en") === undefined ? "vi" : "en";
    return [
      ...(first === undefined ? [] : [{ language: null, from: first }]),
      ...(second === undefined ? [] : [{ language, from: second } as const]),
    ];
  }

  reason(from: CstNode | undefined): ReasonNode {
    const base = this.base(from);
    if (from === undefined) return { ...base, texts: [] };
    const texts = this.texts(from).map(({ language, from: string }) => ({
      language,
      span: this.spanOf(string),
      parts: this.parts(string),
    }));
    return { ...base, texts };
  }

  private parts(string: IToken): readonly (string | Expression)[] {
    return reasonParts(string.image, string.startOffset).map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "hole") return this.readHole(part.source, part.start);
      const span = this.range(part.start, part.start + 1);
      this.diagnostics.push(report("LU1052", span, { problem: "open" }));
      return { id: this.nextId(), span, kind: "missing" };
    });
  }

  private readHole(source: string, start: number): Expression {
    if (source.trim() !== "") return this.hole(source, start);
    const span = this.range(start - 1, start + source.length + 1);
    this.diagnostics.push(report("LU1052", span, { problem: "empty" }));
    return { id: this.nextId(), span, kind: "missing" };
  }

  /* ------------------------------------------------------------------ conditions */

  condition(from: CstNode | undefined, bullet: "-" | "*" | null = null): Expression {
    const operands = nodes(from, "simple");
    const words = [...tokens(from, "and"), ...tokens(from, "or")].sort(
      (a, b) => a.startOffset - b.startOffset,
    );
    const first = operands[0];
    if (first === undefined) return this.missing(from);
    if (words.length === 0) return this.simple(first, bullet);
    const base = this.base(from);
    const made = operands.map((each) => this.simple(each, bullet));
    while (made.length <= words.length) made.push(this.missing());
    const kinds = words.map((each): "and" | "or" => (this.isWord(each, "and") ? "and" : "or"));
    if (kinds.every((each) => each === kinds[0])) {
      return { ...base, kind: "logic", op: kinds[0] ?? "and", operands: made };
    }
    this.diagnostics.push(this.mixed(words, kinds, operands));
    return { ...base, kind: "logic", op: "or", operands: this.byAnd(made, kinds) };
  }

  private isWord(from: IToken, name: string): boolean {
    return this.v.meaning.get(from.tokenType)?.name === name;
  }

  /** The runs joined by `and`, each as one operand of `or`: what the first fix would give. */
  private byAnd(
    made: readonly Expression[],
    kinds: readonly ("and" | "or")[],
  ): readonly Expression[] {
    return runs(kinds, "and").map(([from, to]) => {
      const operands = made.slice(from, to + 1);
      const first = operands[0];
      const last = operands.at(-1);
      if (first === undefined || last === undefined) return this.missing();
      if (operands.length === 1) return first;
      const span = { file: this.file, start: first.span.start, end: last.span.end };
      return { id: this.nextId(), span, kind: "logic", op: "and", operands };
    });
  }

  private mixed(
    words: readonly IToken[],
    kinds: readonly ("and" | "or")[],
    operands: readonly CstNode[],
  ): Diagnostic {
    const second = words[kinds.findIndex((each) => each !== kinds[0])];
    const first = words[0];
    const fixes = (["and", "or"] as const).map((op) => this.wrapping(op, kinds, operands));
    const related =
      first === undefined
        ? []
        : [
            {
              span: this.spanOf(first),
              note: {
                en: `\`${first.image}\` stands here, at the same level`,
                vi: `\`${first.image}\` đứng ở đây, cùng một cấp`,
              },
            },
          ];
    return report("LU1031", this.spanOf(second), {}, { fixes, related });
  }

  /** Brackets around every run joined by `op`. */
  private wrapping(
    op: "and" | "or",
    kinds: readonly ("and" | "or")[],
    operands: readonly CstNode[],
  ): Fix {
    const edits = runs(kinds, op)
      .filter(([from, to]) => to > from)
      .flatMap(([from, to]) => {
        const { start } = this.spanOf(operands[from]);
        const { end } = this.spanOf(operands[to]);
        return [
          { span: this.range(start, start), text: "(" },
          { span: this.range(end, end), text: ")" },
        ];
      });
    const { en, vi } = this.v.tables.keywords[op]?.spelling ?? { en: op, vi: op };
    return {
      title: {
        en: `put brackets around what \`${en}\` joins`,
        vi: `thêm ngoặc quanh phần nối bằng \`${vi}\``,
      },
      edits,
    };
  }

  simple(from: CstNode | undefined, bullet: "-" | "*" | null = null): Expression {
    const negation = node(from, "negation");
    if (negation !== undefined) {
      const operand = this.simple(node(negation, "simple"), bullet);
      return { ...this.base(negation), kind: "not", operand };
    }
    const group = node(from, "group");
    if (group !== undefined) return this.group(group, bullet);
    const says = node(from, "anySays");
    if (says !== undefined) return this.says(says);
    const quantified = node(from, "quantified");
    if (quantified !== undefined) return this.quantified(quantified, bullet);
    const exists = node(from, "exists");
    if (exists !== undefined) return this.exists(exists);
    return this.relation(node(from, "relation"));
  }

  private group(from: CstNode, outer: "-" | "*" | null): Expression {
    const dashes = tokens(from, "dash");
    const bullet = dashes.length > 0 ? "-" : "*";
    const marks = bullet === "-" ? dashes : tokens(from, "star");
    if (outer === bullet) this.diagnostics.push(this.sameBullet(from, bullet, marks));
    const base = this.base(from);
    const members = nodes(from, "simple").map((each) => this.simple(each, bullet));
    if (members.length === 0) members.push(this.missing());
    const op = token(from, "any_of") === undefined ? "all" : "any";
    return { ...base, kind: "group", op, bullet, members };
  }

  private sameBullet(from: CstNode, bullet: "-" | "*", marks: readonly IToken[]): Diagnostic {
    const other = bullet === "-" ? "*" : "-";
    const word = token(from, "any_of") ?? token(from, "all_of");
    const fix: Fix = {
      title: {
        en: `write \`${other}\` for the inner bullets`,
        vi: `dùng \`${other}\` cho các gạch đầu dòng bên trong`,
      },
      edits: marks.map((each) => ({ span: this.spanOf(each), text: other })),
    };
    return report(
      "LU1044",
      this.spanOf(word),
      { bullet, other },
      { fixes: bullet === "-" ? [fix] : [] },
    );
  }

  private says(from: CstNode): Expression {
    const word = token(from, "channelWord");
    return {
      ...this.base(from),
      kind: "says",
      says: word === undefined ? "unknown" : this.channel(word),
    };
  }

  private quantified(from: CstNode, bullet: "-" | "*" | null): Expression {
    const base = this.base(from);
    const count = token(from, "count");
    return {
      ...base,
      kind: "quantified",
      quantifier: quantifierOf(from),
      count: count?.image ?? null,
      element: this.name(token(from, "element")),
      of: node(from, "path") === undefined ? null : this.path(node(from, "path")),
      called: this.nameOrNull(token(from, "rename")),
      body: this.simple(node(from, "simple"), bullet),
    };
  }

  private relation(from: CstNode | undefined): Expression {
    const left = node(from, "left");
    if (from === undefined || left === undefined) return this.missing(from);
    const tail = node(from, "tail");
    if (tail === undefined) return this.arith(left);
    const base = this.base(from);
    return { ...base, kind: "relation", left: this.arith(left), ...this.tail(tail) };
  }

  private tail(from: CstNode): {
    readonly op: string;
    readonly opSpan: Span;
    readonly args: readonly Expression[];
    readonly asOf: Expression | null;
  } {
    const op = token(from, "op");
    const asOf = node(from, "asOf");
    const values = node(from, "values");
    const args = values === undefined ? nodes(from, "arith") : nodes(values, "arith");
    const made = args.map((each) => this.arith(each));
    const wanted = this.argumentCount(op);
    while (made.length < wanted) made.push(this.missing());
    return {
      op: op === undefined ? "" : this.meaningName(op),
      opSpan: this.spanOf(op),
      args: made,
      asOf: asOf === undefined ? null : this.arith(asOf),
    };
  }

  private argumentCount(op: IToken | undefined): number {
    const name = op === undefined ? "" : this.meaningName(op);
    const form =
      this.v.tables.operators[name]?.form ??
      Object.values(this.v.tables.keywords).find(({ relation }) => relation?.op === name)?.relation
        ?.form;
    if (form === "postfix" || form === undefined) return 0;
    return form === "range" ? 2 : 1;
  }

  meaningName(from: IToken): string {
    return this.v.meaning.get(from.tokenType)?.name ?? from.image;
  }

  channel(from: IToken): Channel {
    const name = this.meaningName(from);
    return name === "red" || name === "yellow" ? name : "green";
  }

  /* ------------------------------------------------------------------ values */

  arith(from: CstNode | undefined): Expression {
    return this.chain(from, "product", (each) => this.product(each));
  }

  private product(from: CstNode | undefined): Expression {
    return this.chain(from, "primary", (each) => this.primary(each));
  }

  /** `a + b - c`, left to right. */
  private chain(
    from: CstNode | undefined,
    part: string,
    make: (each: CstNode) => Expression,
  ): Expression {
    const parts = nodes(from, part);
    const ops = tokens(from, "op");
    const first = parts[0];
    if (first === undefined) return this.missing(from);
    let left = make(first);
    if (ops.length > MAX_CHAIN) {
      this.diagnostics.push(
        report("LU1051", this.spanOf(ops[MAX_CHAIN]), { limit: MAX_CHAIN, what: "chain" }),
      );
      return this.missing(from);
    }
    for (const [index, op] of ops.entries()) {
      const part_ = parts[index + 1];
      const right = part_ === undefined ? this.missing() : make(part_);
      const span = this.range(left.span.start, Math.max(left.span.end, right.span.end));
      const id = this.nextId();
      left = {
        id,
        span,
        kind: "binary",
        op: this.meaningName(op),
        opSpan: this.spanOf(op),
        left,
        right,
      };
    }
    return left;
  }

  private primary(from: CstNode): Expression {
    const plain = node(from, "plain");
    if (plain !== undefined) return this.plain(plain);
    const reference = node(from, "reference");
    if (reference !== undefined) return this.reference(reference);
    const quantity = node(from, "quantity");
    if (quantity !== undefined) return this.quantity(quantity);
    const open = token(from, "open");
    if (open !== undefined) {
      return {
        ...this.base(from),
        kind: "parenthesis",
        inner: this.condition(node(from, "condition")),
      };
    }
    const aggregate = node(from, "aggregate");
    if (aggregate !== undefined) return this.aggregate(aggregate);
    const percent = token(from, "percent");
    if (percent !== undefined) return this.percent(from, percent);
    if (token(from, "negativeSign") !== undefined) {
      return { ...this.base(from), kind: "negative", operand: this.negated(from) };
    }
    return this.missing(from);
  }

  private negated(from: CstNode): Expression {
    const percent = token(from, "negatedPercent");
    if (percent === undefined) return this.quantity(node(from, "negated"));
    return { ...this.base(percent), kind: "percent", image: percentImage(percent) };
  }

  private percent(from: CstNode, percent: IToken): Expression {
    const whole = node(from, "whole");
    if (whole !== undefined || token(from, "of") !== undefined) {
      const base = this.base(from);
      const operand = whole === undefined ? this.missing() : this.primary(whole);
      return { ...base, kind: "percentOf", percent: percentImage(percent), operand };
    }
    return { ...this.base(percent), kind: "percent", image: percentImage(percent) };
  }

  quantity(from: CstNode | undefined): Expression {
    const number = token(from, "number");
    if (number === undefined) return this.missing(from);
    const base = this.base(from);
    const { image } = number;
    const unit = token(from, "unit");
    if (unit !== undefined)
      return { ...base, kind: "quantity", image, unit: this.meaningName(unit) };
    const time = token(from, "time");
    if (time !== undefined)
      return { ...base, kind: "duration", image, unit: this.meaningName(time) };
    const currency = token(from, "currency");
    if (currency === undefined) return { ...base, kind: "number", image };
    const per = token(from, "perUnit");
    return {
      ...base,
      kind: "money",
      image,
      currency: currency.image,
      per: per === undefined ? null : this.meaningName(per),
    };
  }

  private plain(from: CstNode): Expression {
    const base = this.base(from);
    for (const [kind, elements] of Object.entries(from.children)) {
      const first = elements[0];
      if (first === undefined || isNode(first)) continue;
      switch (kind) {
        case "string":
          return { ...base, kind: "string", text: plainText(first.image) };
        case "dateTime":
        case "date":
        case "time":
          return { ...base, kind, image: first.image };
        case "code":
          return { ...base, kind: "code", text: first.image };
        case "true":
        case "false":
          return { ...base, kind: "boolean", value: kind === "true" };
        default:
          return { ...base, kind: "channelLiteral", channel: this.channel(first) };
      }
    }
    return { ...base, kind: "missing" };
  }

  reference(from: CstNode): Expression {
    const base = this.base(from);
    const root = this.root(from) ?? this.name(undefined);
    const asOf = node(from, "asOf");
    const call =
      token(from, "open") === undefined
        ? null
        : {
            args: nodes(from, "arith").map((each) => this.arith(each)),
            asOf: asOf === undefined ? null : this.arith(asOf),
          };
    return { ...base, kind: "reference", root, call, path: this.members(from) };
  }

  protected abstract aggregate(from: CstNode): Expression;
  protected abstract exists(from: CstNode): Expression;

  values(from: CstNode | undefined): readonly Expression[] {
    return nodes(from, "arith").map((each) => this.arith(each));
  }

  /* ------------------------------------------------------------------ cells */

  row(from: CstNode): CellRow {
    const base = this.base(from);
    return { ...base, cells: nodes(from, "cell").map((each) => this.cell(each)) };
  }

  headRow(from: CstNode): readonly DecideColumn[] {
    return nodes(from, "headCell").map((each) => {
      const base = this.base(each);
      const value = node(each, "arith");
      if (value !== undefined) return { ...base, kind: "input", expression: this.arith(value) };
      const output =
        token(each, "channel") === undefined
          ? token(each, "risk") === undefined
            ? "action"
            : "risk"
          : "channel";
      return { ...base, kind: "output", output };
    });
  }

  cell(from: CstNode | undefined): Cell {
    const base = this.base(from);
    if (token(from, "anything") !== undefined) return { ...base, kind: "anything" };
    if (token(from, "unknown") !== undefined) return { ...base, kind: "unknown" };
    if (token(from, "else") !== undefined) return { ...base, kind: "else" };
    const points = token(from, "points");
    if (points !== undefined) return { ...base, kind: "points", image: points.image };
    const tail = node(from, "tail");
    if (tail !== undefined) return this.testCell(base, tail);
    const first = node(from, "first");
    if (first === undefined) return { ...base, kind: "missing" };
    if (token(from, "to") !== undefined) {
      return {
        ...base,
        kind: "rangeCell",
        from: this.arith(first),
        to: this.arith(node(from, "end")),
      };
    }
    const values = [first, ...nodes(from, "more")].map((each) => this.arith(each));
    return { ...base, kind: "values", values };
  }

  private testCell(base: Base, tail: CstNode): Cell {
    const { op, args } = this.tail(tail);
    if (op === "isMissing" || op === "isPresent") {
      return { ...base, kind: "presence", present: op === "isPresent" };
    }
    return { ...base, kind: "test", op, args };
  }
}

function quantifierOf(from: CstNode): Quantifier {
  if (token(from, "any") !== undefined) return "any";
  if (token(from, "every") !== undefined) return "every";
  return token(from, "no") === undefined ? "atLeast" : "no";
}

function percentImage(from: IToken): string {
  return from.image.slice(0, -1);
}

/** First and last operand of every run joined by `op`; a lone operand is a run of its own. */
function runs(
  kinds: readonly ("and" | "or")[],
  op: "and" | "or",
): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let from = 0;
  for (const [index, kind] of kinds.entries()) {
    if (kind === op) continue;
    found.push([from, index]);
    from = index + 1;
  }
  found.push([from, kinds.length]);
  return found;
}
