/**
 * One item: lexed, cut into pieces, each piece parsed, mistakes explained, the node built.
 *
 * Comes in: the text of an item and where it stands. Goes out: items (more than one when an item keyword was misspelt), comments,
 * diagnostics. Never throws. It knows nothing of other items, so an editor may keep what did not change.
 */
import type { Diagnostic, Fix, Span } from "@luong/spec";
import type { CstNode, IToken } from "chevrotain";
import type { Comment, Lex, LexFault } from "../1-lex/lex.ts";
import { shapes, type Vocabulary } from "../1-lex/vocabulary.ts";
import type { Expression, Header } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { editDistance, foldWord, hasAccents } from "../source/letters.ts";
import { endOf } from "./cst.ts";
import { withoutDamage } from "./damage.ts";
import type { Grammar } from "./grammar-criterion.ts";
import { MAX_NESTING, TooDeep } from "./grammar-expression.ts";
import type { Mistake } from "./mistakes/mistake.ts";
import { explain } from "./mistakes.ts";
import type { Cutter, ItemKind, Piece, PieceRule } from "./pieces.ts";
import { tooDeepIn } from "./tree-depth.ts";
import { ItemBuilder } from "./tree-items.ts";
import type { BareItem, Parsed } from "./tree-schema.ts";

export interface Machine {
  readonly v: Vocabulary;
  readonly grammar: Grammar;
  readonly lex: Lex;
  readonly cutter: Cutter;
}

export interface ReadItem {
  readonly header: Header | null;
  readonly items: readonly BareItem[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /** First id not used. */
  readonly nextId: number;
  /** Offset behind the last token; the start of the text when there is none. */
  readonly end: number;
}

/** `split`: the tokens of a clause that began inside this one. */
type ReadPiece = Parsed & { readonly split?: readonly IToken[] };

interface Outcome {
  readonly cst: CstNode | undefined;
  /** Where the first error is, and what the grammar knew about it. */
  readonly error: {
    readonly index: number;
    readonly inner: string;
    readonly expected: string | null;
  } | null;
  readonly tooDeep: IToken | null;
}

/** Above so many tokens a tree is measured before later phases walk it. */
const MEASURED_FROM = 400;

export function readItem(
  machine: Machine,
  file: string,
  text: string,
  start: number,
  firstId: number,
): ReadItem {
  return new ItemReader(machine, file, text, start, firstId).read();
}

/** An expression by itself, as in the hole of a reason. */
export function readExpression(
  machine: Machine,
  file: string,
  text: string,
  rule: "condition" | "arith",
): { readonly expression: Expression; readonly diagnostics: readonly Diagnostic[] } {
  return new ItemReader(machine, file, text, 0, 0).expression(rule);
}

class ItemReader {
  private readonly machine: Machine;
  private readonly file: string;
  private readonly start: number;
  private readonly text: string;
  private readonly tokens: readonly IToken[];
  private readonly comments: readonly Comment[];
  private readonly faults: readonly LexFault[];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly builder: ItemBuilder;
  /** Faults of words that were reported or are an effect of one; a clause may be read twice. */
  private readonly told = new Set<LexFault>();
  /** Pieces in which something was reported. */
  private readonly broken: Span[] = [];

  constructor(machine: Machine, file: string, text: string, start: number, firstId: number) {
    this.machine = machine;
    this.file = file;
    this.text = text;
    this.start = start;
    const lexed = machine.lex(file, text, start);
    this.tokens = lexed.tokens;
    this.comments = lexed.comments;
    this.faults = lexed.faults;
    this.builder = new ItemBuilder(file, machine.v, firstId, (source, at) => this.hole(source, at));
  }

  read(): ReadItem {
    const items: BareItem[] = [];
    let header: Header | null = null;
    if (this.tokens.length === 0) this.keepAllFaults();
    let rest: readonly IToken[] | undefined = this.tokens.length === 0 ? undefined : this.tokens;
    while (rest !== undefined) {
      const read = this.next(rest);
      if (read.header !== null) header = read.header;
      if (read.item !== null) items.push(read.item);
      rest = read.rest;
    }
    return {
      header,
      items,
      comments: this.comments,
      diagnostics: [...this.diagnostics, ...this.builder.soundDiagnostics(this.broken)],
      nextId: this.builder.nextId(),
      end:
        this.tokens.length === 0
          ? this.start
          : endOf(this.tokens[this.tokens.length - 1] ?? missingToken),
    };
  }

  expression(rule: "condition" | "arith"): {
    readonly expression: Expression;
    readonly diagnostics: readonly Diagnostic[];
  } {
    const expression = this.readRule(rule, this.tokens, rule);
    return {
      expression,
      diagnostics: [...this.diagnostics, ...this.builder.soundDiagnostics(this.broken)],
    };
  }

  /** Parses `tokens` with an expression rule and reports the first mistake. */
  private readRule(
    rule: "condition" | "arith",
    tokens: readonly IToken[],
    item: "condition" | "arith",
  ): Expression {
    const piece = this.piece({ rule: item, tokens }, "define", Number.POSITIVE_INFINITY);
    const made =
      rule === "condition" ? this.builder.condition(piece.cst) : this.builder.arith(piece.cst);
    return made;
  }

  private hole(source: string, at: number): Expression {
    const { lex } = this.machine;
    const lexed = lex(this.file, source, at);
    const fatal = lexed.faults.find((each) => each.fatal);
    for (const { diagnostic, fatal: isFatal } of lexed.faults)
      if (!isFatal) this.diagnostics.push(diagnostic);
    if (fatal !== undefined) this.diagnostics.push(fatal.diagnostic);
    const outcome = this.parse("arith", lexed.tokens);
    if (outcome.error !== null && fatal === undefined) {
      const span = { file: this.file, start: at, end: at + source.length };
      const diagnostic = this.explained(
        { rule: "arith", tokens: lexed.tokens },
        "define",
        outcome,
      ).diagnostic;
      this.diagnostics.push(lexed.tokens.length === 0 ? { ...diagnostic, span } : diagnostic);
    }
    const isSound = outcome.error === null && fatal === undefined;
    return isSound ? this.builder.arith(outcome.cst) : this.builder.missing(lexed.tokens[0]);
  }

  /* ------------------------------------------------------------------ one item */

  private next(tokens: readonly IToken[]): {
    readonly header: Header | null;
    readonly item: BareItem | null;
    readonly rest: readonly IToken[] | undefined;
  } {
    const { cutter } = this.machine;
    const first = tokens[0];
    const kind = first === undefined ? undefined : cutter.kindOf(first);
    if (first === undefined || kind === undefined) {
      return { header: null, item: null, rest: this.strayText(tokens) };
    }
    const { parsed, rest } = this.piecesOf(tokens, kind);
    if (kind === "setHeader" || kind === "schemaHeader") {
      return { header: this.builder.header(kind, parsed), item: null, rest };
    }
    return { header: null, item: this.limited(this.builder.item(kind, parsed), parsed), rest };
  }

  /** Text that belongs to no item: an item keyword was misspelt or forgotten. */
  private strayText(tokens: readonly IToken[]): readonly IToken[] | undefined {
    const first = tokens[0];
    if (first === undefined) return undefined;
    const start = this.misspeltItem(tokens, 0);
    if (start !== undefined) return start;
    this.keepAllFaults();
    if (!this.faults.some((each) => each.fatal)) {
      this.diagnostics.push(
        report(
          "LU1020",
          this.spanOf(first),
          { found: first.image },
          { fixes: this.comment(first) },
        ),
      );
    }
    return undefined;
  }

  /** `// …` and its block form are comments elsewhere; here it is `-- …`. */
  private comment(first: IToken): readonly Fix[] {
    const line = this.text.slice(first.startOffset - this.start).split(/[\r\n]/, 1)[0] ?? "";
    const close = line.indexOf("*/");
    if (!line.startsWith("//") && !(line.startsWith("/*") && close > 0)) return [];
    const at = (from: number, to: number): Span => ({
      file: this.file,
      start: first.startOffset + from,
      end: first.startOffset + to,
    });
    const end = line.startsWith("/*") ? [{ span: at(close, close + 2), text: "" }] : [];
    const title = { en: "make it a comment", vi: "đổi thành ghi chú" };
    return [{ title, edits: [{ span: at(0, 2), text: "--" }, ...end] }];
  }

  /** The tokens from `index` on with the item keyword that was probably meant, reported. */
  private misspeltItem(tokens: readonly IToken[], index: number): readonly IToken[] | undefined {
    const { v } = this.machine;
    const first = tokens[index];
    if (first === undefined) return undefined;
    // The lexer put the accents of an item word right and said so.
    if (this.machine.cutter.kindOf(first) !== undefined) return tokens.slice(index);
    if (first.tokenType === shapes.criterionId && tokens[index + 1]?.tokenType === shapes.string) {
      const vietnamese = hasAccents(this.text.slice(0, 40));
      const spelling = v.meaning.get(v.keyword("criterion"))?.spelling;
      const word = (vietnamese ? spelling?.vi : spelling?.en) ?? "criterion";
      const span = this.spanOf(first);
      const fix = {
        title: { en: `put in \`${word}\``, vi: `thêm \`${word}\`` },
        edits: [{ span: { ...span, end: span.start }, text: `${word} ` }],
      };
      this.diagnostics.push(report("LU1020", span, { found: first.image }, { fixes: [fix] }));
      const type = v.keyword("criterion");
      const made: IToken = {
        ...first,
        image: word,
        tokenType: type,
        tokenTypeIdx: type.tokenTypeIdx ?? 0,
      };
      return [made, ...tokens.slice(index)];
    }
    for (const count of [2, 1]) {
      const words = tokens.slice(index, index + count);
      const last = words.at(-1);
      if (
        last === undefined ||
        words.length < count ||
        !words.some(({ tokenType }) => tokenType === shapes.name || tokenType === shapes.code)
      )
        continue;
      const written = words.map(({ image }) => image).join(" ");
      const folded = foldWord(written);
      const near = v.itemSpellings
        .map((spelling) => ({
          spelling,
          distance: editDistance(folded, spelling.folded, folded.length < 5 ? 1 : 2),
        }))
        .filter(({ distance }) => distance <= (folded.length < 5 ? 1 : 2))
        .toSorted((a, b) => a.distance - b.distance)[0];
      if (near === undefined) continue;
      const span = { file: this.file, start: first.startOffset, end: endOf(last) };
      const { text, type } = near.spelling;
      const fix = {
        title: { en: `write \`${text}\``, vi: `viết \`${text}\`` },
        edits: [{ span, text }],
      };
      this.diagnostics.push(report("LU1021", span, { written, meant: text }, { fixes: [fix] }));
      const made: IToken = {
        image: text,
        startOffset: first.startOffset,
        endOffset: endOf(last) - 1,
        tokenType: type,
        tokenTypeIdx: type.tokenTypeIdx ?? 0,
      };
      return [made, ...tokens.slice(index + count)];
    }
    return undefined;
  }

  private keepAllFaults(): void {
    for (const { diagnostic } of this.faults) this.diagnostics.push(diagnostic);
  }

  /* ------------------------------------------------------------------ pieces */

  private piecesOf(
    tokens: readonly IToken[],
    kind: ItemKind,
  ): { readonly parsed: readonly Parsed[]; readonly rest: readonly IToken[] | undefined } {
    const { cutter } = this.machine;
    const parsed: Parsed[] = [];
    const queue = [...cutter.cut(tokens, kind)].reverse();
    for (let piece = queue.pop(); piece !== undefined; piece = queue.pop()) {
      const following = queue.at(-1);
      const end = following?.tokens[0]?.startOffset ?? Number.POSITIVE_INFINITY;
      if (this.repeatedLabel(piece, following)) continue;
      const begun = this.nextItemIn(piece, kind, tokens);
      if (begun !== undefined) {
        const border = begun.rest?.[0]?.startOffset ?? end;
        if (begun.before.tokens.length > 0) parsed.push(this.piece(begun.before, kind, border));
        return { parsed, rest: begun.rest };
      }
      const read = this.piece(piece, kind, end);
      parsed.push(read);
      if (read.split !== undefined) {
        const more = cutter.cut([tokens[0] ?? missingToken, ...read.split], kind).slice(1);
        queue.push(...more.toReversed());
      }
    }
    return { parsed, rest: undefined };
  }

  /** `when when a > 1`: one message, the second label counts. */
  private repeatedLabel(piece: Piece, following: Piece | undefined): boolean {
    const label = piece.tokens[0];
    const next = following?.tokens[0];
    if (piece.tokens.length !== 1 || label === undefined || next === undefined) return false;
    if (label.tokenType !== next.tokenType || label.tokenType === shapes.rowStart) return false;
    const fix = {
      title: { en: "remove one of them", vi: "xóa bớt một từ" },
      edits: [
        { span: { file: this.file, start: label.startOffset, end: next.startOffset }, text: "" },
      ],
    };
    const span = this.spanOf(next);
    const related = [
      { span: this.spanOf(label), note: { en: "it stands here already", vi: "đã có ở đây" } },
    ];
    this.diagnostics.push(
      report("LU1038", span, { clause: next.image }, { fixes: [fix], related }),
    );
    return true;
  }

  /**
   * A token at the left margin that is no clause, in an item whose clauses are indented, where the grammar has no way on: the next
   * item begins there with a misspelt or missing keyword.
   */
  private nextItemIn(
    piece: Piece,
    kind: ItemKind,
    all: readonly IToken[],
  ): { readonly before: Piece; readonly rest: readonly IToken[] | undefined } | undefined {
    // A keyword put in for a missing one stands where the id does: the id must not begin the same item once more.
    const own = all[0]?.startOffset;
    const index = piece.tokens.findIndex(
      (each) => each.startOffset !== own && this.isAtMargin(each) && this.mayStartItem(each, kind),
    );
    if (index < 0) return undefined;
    const { error } = this.parse(piece.rule, piece.tokens);
    if (error === null) return undefined;
    const from = all.indexOf(piece.tokens[index] ?? missingToken);
    const start = this.misspeltItem(all, from);
    const before = { rule: piece.rule, tokens: piece.tokens.slice(0, index) };
    if (start !== undefined) return { before, rest: start };
    const isIndented = all.some((each) => this.isClauseLabel(each, kind) && !this.isAtMargin(each));
    if (!isIndented || error.index > index + 1) return undefined;
    const first = all[from];
    if (first !== undefined) {
      const args = { found: first.image };
      this.diagnostics.push(
        report("LU1020", this.spanOf(first), args, { fixes: this.comment(first) }),
      );
    }
    return { before, rest: undefined };
  }

  /** Bullets and rows may stand at the margin too, where nobody indents. */
  private mayStartItem(token: IToken, kind: ItemKind): boolean {
    const { tokenType: type } = token;
    const isMark = type === shapes.rowStart || type === shapes.dash || type === shapes.star;
    return !isMark && !this.isClauseLabel(token, kind);
  }

  private isClauseLabel(token: IToken, kind: ItemKind): boolean {
    return this.machine.cutter.clauseOf(token.tokenType, kind) !== undefined;
  }

  /** First on its line with at most one blank before it. */
  private isAtMargin(token: IToken): boolean {
    const at = token.startOffset - this.start;
    if (at === 0 || isLineEnd(this.text[at - 1])) return true;
    return this.text[at - 1] === " " && (at === 1 || isLineEnd(this.text[at - 2]));
  }

  /** Parses a piece; one message at most, repaired words apart. `end` is where the next piece begins. */
  private piece(piece: Piece, kind: ItemKind, end: number): ReadPiece {
    const { tokens } = piece;
    const start = tokens[0]?.startOffset ?? this.start;
    const faults = this.faults.filter((each) => {
      const at = each.diagnostic.span.start;
      return at >= start && at < end && !this.told.has(each);
    });
    for (const each of faults) this.told.add(each);
    const fatal = faults.find((each) => each.fatal);
    for (const each of faults) if (!each.fatal) this.diagnostics.push(each.diagnostic);
    const { rule } = piece;
    const outcome = this.parse(rule, tokens);
    if (outcome.tooDeep !== null) {
      const span = this.spanOf(outcome.tooDeep);
      this.diagnostics.push(report("LU1051", span, { limit: MAX_NESTING / 2, what: "nesting" }));
      return { rule, tokens, cst: undefined, broken: true };
    }
    const { error } = outcome;
    if (error === null && fatal === undefined)
      return { rule, tokens, cst: outcome.cst, broken: false };
    this.markBroken(tokens);
    if (fatal !== undefined && isFirst(fatal, error, tokens)) {
      this.diagnostics.push(fatal.diagnostic);
      const at = tokens.findIndex((each) => each.startOffset >= fatal.diagnostic.span.start);
      return this.damaged(rule, tokens, at < 0 ? tokens.length : at, outcome);
    }
    if (error === null || faults.some((each) => touches(each, tokens, error.index))) {
      return this.damaged(rule, tokens, error?.index ?? tokens.length, outcome);
    }
    return this.mistaken(piece, kind, outcome);
  }

  /** Reports the mistake and reads the piece as it was probably meant. */
  private mistaken(piece: Piece, kind: ItemKind, outcome: Outcome): ReadPiece {
    const { tokens, rule } = piece;
    const index = outcome.error?.index ?? tokens.length;
    const explained = this.explained(piece, kind, outcome);
    // An empty clause right behind a broken one: the label belongs to what went wrong there.
    const isEcho =
      explained.diagnostic.code === "LU1037" && this.broken.at(-2)?.end === this.endBefore(tokens);
    if (!isEcho) this.diagnostics.push(explained.diagnostic);
    if (explained.split !== undefined) {
      const before = tokens.slice(0, explained.split.index);
      const { cst } = this.parse(rule, before);
      return { rule, tokens: before, cst, broken: true, split: explained.split.rest };
    }
    if (explained.tokens === undefined) return this.damaged(rule, tokens, index, outcome);
    const again = this.parse(rule, explained.tokens);
    const isBetter = again.tooDeep === null && (again.error?.index ?? tokens.length) >= index;
    if (!isBetter) return this.damaged(rule, tokens, index, outcome);
    const at = again.error?.index;
    return at === undefined
      ? { rule, tokens, cst: again.cst, broken: true }
      : { ...this.damaged(rule, explained.tokens, at, again), tokens };
  }

  /** The piece without the condition that nobody could read, so that later phases have nothing to say about it. */
  private damaged(
    rule: PieceRule,
    tokens: readonly IToken[],
    index: number,
    outcome: Outcome,
  ): ReadPiece {
    const sound = withoutDamage(this.machine.v, rule, tokens, index);
    const again = sound === undefined ? undefined : this.parse(rule, sound);
    const cst = again === undefined || again.tooDeep !== null ? outcome.cst : again.cst;
    return { rule, tokens, cst, broken: true };
  }

  /** Offset behind the token before a piece. */
  private endBefore(tokens: readonly IToken[]): number {
    const first = tokens[0];
    const before = first === undefined ? undefined : this.tokens[this.tokens.indexOf(first) - 1];
    return before === undefined ? -1 : endOf(before);
  }

  private markBroken(tokens: readonly IToken[]): void {
    const first = tokens[0];
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) return;
    this.broken.push({ file: this.file, start: first.startOffset, end: endOf(last) });
  }

  private explained(piece: Piece, kind: ItemKind, outcome: Outcome): ReturnType<typeof explain> {
    const { rule } = piece;
    const error = outcome.error ?? { index: 0, inner: rule, expected: null };
    const mistake: Mistake = {
      v: this.machine.v,
      file: this.file,
      item: kind,
      rule,
      tokens: piece.tokens,
      index: error.index,
      inner: error.inner,
      expected: error.expected,
      attempt: (tokens) => this.reach(rule, tokens),
      attemptClause: (tokens) => {
        const label = tokens[0];
        const clause = label && this.machine.cutter.clauseOf(label.tokenType, kind);
        return clause === undefined ? 0 : this.reach(clause.rule, tokens);
      },
      isCommented: (start, end) =>
        this.comments.some(({ span }) => span.start >= start && span.end <= end),
    };
    return explain(mistake);
  }

  /** Index of the first error, infinite when there is none. */
  private reach(rule: PieceRule, tokens: readonly IToken[]): number {
    const { error, tooDeep } = this.parse(rule, tokens);
    return tooDeep === null ? (error?.index ?? Number.POSITIVE_INFINITY) : 0;
  }

  /* ------------------------------------------------------------------ the grammar */

  private parse(rule: PieceRule, tokens: readonly IToken[]): Outcome {
    const { grammar } = this.machine;
    grammar.start([...tokens]);
    try {
      const cst = grammar[rule]();
      const error = grammar.errors[0];
      if (error === undefined) return { cst, error: null, tooDeep: null };
      const index = tokens.indexOf(error.token);
      const at = index < 0 ? tokens.length : index;
      const written = error.context.ruleStack.at(-1) ?? rule;
      const isEmptyList = error.name === "EarlyExitException";
      const inner = (isEmptyList ? ENTRY_RULES[written] : undefined) ?? written;
      const expected = (isEmptyList ? ENTRY_TOKENS[written] : undefined) ?? (error.message || null);
      return {
        cst,
        error: { index: this.secondWord(tokens, at, inner), inner, expected },
        tooDeep: null,
      };
    } catch (thrown) {
      if (!(thrown instanceof TooDeep)) throw thrown;
      return { cst: undefined, error: null, tooDeep: thrown.token };
    }
  }

  /** `any 5`: the grammar looked two words ahead, the second one is wrong. */
  private secondWord(tokens: readonly IToken[], index: number, inner: string): number {
    const isAny = tokens[index]?.tokenType === this.machine.v.keyword("any");
    return isAny && inner === "simple" ? index + 1 : index;
  }

  /** A tree too deep for the phases after this one is not handed on. */
  private limited(item: BareItem, parsed: readonly Parsed[]): BareItem {
    if (parsed.every(({ tokens }) => tokens.length < MEASURED_FROM)) return item;
    const span = tooDeepIn(item);
    if (span === null) return item;
    this.diagnostics.push(report("LU1051", span, { limit: MAX_NESTING / 2, what: "nesting" }));
    return this.builder.unreadable(parsed);
  }

  private spanOf(token: IToken): Span {
    return { file: this.file, start: token.startOffset, end: endOf(token) };
  }
}

/** A list without its first entry is an error of the list's rule; these are the rules and tokens of the entries. */
const ENTRY_RULES: Readonly<Record<string, string>> = {
  thenClause: "effect",
  expectClause: "expected",
  codelistItem: "codeOrNumber",
};
const ENTRY_TOKENS: Readonly<Record<string, string>> = {
  names: "name",
  words: "name",
  columns: "name",
  defineItem: "name",
  givenClause: "name",
  fact: "name",
  basisClause: "string",
  units: "unitWord",
  currencies: "code",
  quotaLine: "per",
  topLine: "per",
};

/** The unreadable word comes before what the parser stumbled over, which may then be its effect. */
function isFirst(
  { diagnostic: { code, span } }: LexFault,
  error: { readonly index: number } | null,
  tokens: readonly IToken[],
): boolean {
  // A text that was not closed swallows the words behind it and the end of the line.
  if (error === null || code === "LU1008") return true;
  const found = tokens[error.index];
  return found === undefined || span.start <= found.startOffset;
}

/** A word that was repaired stands at the place: the repair was not what the author meant. */
function touches({ diagnostic }: LexFault, tokens: readonly IToken[], index: number): boolean {
  if (diagnostic.severity !== "error") return false;
  const { start, end } = diagnostic.span;
  return [tokens[index - 1], tokens[index]].some(
    (each) => each !== undefined && start < endOf(each) && end > each.startOffset,
  );
}

function isLineEnd(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}

/** Stands in for a token that must exist; its place is never shown. */
const missingToken: IToken = {
  image: "",
  startOffset: 0,
  endOffset: -1,
  tokenType: shapes.missing,
  tokenTypeIdx: 0,
};
