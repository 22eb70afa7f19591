/**
 * From text to words of the language, with the comments between them.
 *
 * Comes in: a piece of a file and the offset where it stands. Goes out: tokens whose `image` is the meaning (a name without
 * back-quotes, a repaired number) and whose offsets are those of the file, comments, and what is wrong with single words. A word with
 * an obvious meaning (`2,50`, `≥`) is reported and repaired, so that it costs one message and nothing after it.
 */
import type { Diagnostic, Fix, Span } from "@luong/spec";
import type { IToken, TokenType } from "chevrotain";
import { report } from "../diagnostics/report.ts";
import { foldWord, NAME_PART, NAME_START } from "../source/letters.ts";
import { codePoint } from "../source/read.ts";
import { createRawLexer, type RawLexer, raw } from "./raw.ts";
import { dateReadings, isoDate, isoTime, numberReadings } from "./readings.ts";
import { shapes, type Vocabulary } from "./vocabulary.ts";

export interface Comment {
  readonly text: string;
  readonly span: Span;
  readonly ownLine: boolean;
}

/** A problem of one word. `fatal`: nothing could be put in its place, so what the parser says about the same clause is noise. */
export interface LexFault {
  readonly diagnostic: Diagnostic;
  readonly fatal: boolean;
}

export interface Lexed {
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  readonly faults: readonly LexFault[];
}

export type Lex = (file: string, text: string, base: number) => Lexed;

const NAME = new RegExp(`^[${NAME_START}][${NAME_PART}]*$`);
const LOWER = /[a-z\u00DF-\u00F6\u00F8-\u00FF\u0101-\u024F\u1E00-\u1EFF]/;
const CODE = /^[0-9]*[A-Z][0-9A-Z]*$/;
const CRITERION_ID = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+$/;
/** Soft hyphen, marks of zero width, joiners, variation selector. */
const INVISIBLE: ReadonlySet<string> = new Set(
  [
    0x00ad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xfe0f,
  ].map((each) => String.fromCharCode(each)),
);
/** Characters of a wrong word that a message repeats. */
const SHOWN = 40;

const PUNCTUATION: ReadonlyMap<string, TokenType> = new Map([
  ["(", shapes.open],
  [")", shapes.close],
  [",", shapes.comma],
  [":", shapes.colon],
  ["|", shapes.bar],
  ["->", shapes.arrow],
]);

/** After one of these a minus is a subtraction. */
const OPERAND_ENDS: ReadonlySet<TokenType> = new Set([
  shapes.name,
  shapes.member,
  shapes.number,
  shapes.percent,
  shapes.code,
  shapes.close,
  shapes.date,
  shapes.dateTime,
  shapes.time,
  shapes.string,
]);

/** After one of these a dot belongs to a path. */
const PATH_ENDS: ReadonlySet<TokenType> = new Set([shapes.name, shapes.member, shapes.close]);

interface Tools {
  readonly vocabulary: Vocabulary;
  readonly rawLexer: RawLexer;
  readonly signs: ReadonlyMap<string, TokenType>;
  readonly criterion: TokenType;
  readonly minus: TokenType;
}

export function createLex(vocabulary: Vocabulary): Lex {
  const tools: Tools = {
    vocabulary,
    rawLexer: createRawLexer(vocabulary),
    signs: new Map(vocabulary.signs.map((each) => [each.sign, each.type])),
    criterion: vocabulary.keyword("criterion"),
    minus: vocabulary.operator("sub"),
  };
  return (file, text, base) => new Reading(tools, file, text, base).read();
}

/** One run over the raw tokens of a piece. Offsets inside are those of the piece; `push` and `span` add the base. */
class Reading {
  private readonly tools: Tools;
  private readonly file: string;
  private readonly text: string;
  private readonly base: number;
  private readonly from: readonly IToken[];
  private readonly rawComments: readonly IToken[];
  private readonly tokens: IToken[] = [];
  private readonly faults: LexFault[] = [];

  constructor(tools: Tools, file: string, text: string, base: number) {
    this.tools = tools;
    this.file = file;
    this.text = text;
    this.base = base;
    const { tokens, groups } = tools.rawLexer.lexer.tokenize(text);
    const { comments = [] } = groups;
    this.from = tokens;
    this.rawComments = comments;
  }

  read(): Lexed {
    let index = 0;
    for (let token = this.from[index]; token !== undefined; token = this.from[index]) {
      index += this.one(token, index);
    }
    const comments = this.rawComments.map((each) => this.comment(each));
    return { tokens: this.tokens, comments, faults: this.faults };
  }

  /** Reads the raw token at `index` and says how many raw tokens that took. */
  private one(token: IToken, index: number): number {
    const { image, startOffset: start, tokenType: type } = token;
    const end = start + image.length;
    switch (type) {
      case raw.word:
        return this.word(image, start, index);
      case raw.mixed:
        return this.looseId(index) || this.mixed(image, start);
      case raw.junk:
        return this.junk(image, start, index);
      case raw.member:
        this.push(shapes.member, image.slice(1), start, end);
        break;
      case raw.string:
        this.string(image, start);
        break;
      case raw.number:
        return this.number(image, start, index);
      case raw.punctuation:
      case raw.arrow:
      case this.tools.rawLexer.sign:
        this.sign(image, start);
        break;
      case raw.criterionId:
        this.push(shapes.criterionId, image, start, end);
        break;
      case raw.bullet:
        this.bullet(image, start);
        break;
      case raw.rowStart:
        this.push(shapes.rowStart, image, start, end);
        break;
      case raw.negativeSign:
        this.push(shapes.negativeSign, image, start, end);
        break;
      case raw.date:
      case raw.time:
        this.moment(type, image, start);
        break;
      case raw.foreignDate:
        // 6109.10.00 is no day of the year 6109.
        if (isHsLike(image)) this.brokenNumber(image, start);
        else this.moment(type, image, start);
        break;
      case raw.fullWidth:
        this.fullWidth(image, start);
        break;
      case raw.quotedName:
        this.quotedName(image, start);
        break;
      case raw.brokenNumber:
        this.brokenNumber(image, start);
        break;
      case raw.openString:
        this.openString(image, start);
        break;
      case raw.curlyString:
        this.curlyString(image, start);
        break;
      default:
        this.lookAlike(image, start);
    }
    return 1;
  }

  /* ------------------------------------------------------------------ tools */

  private span(start: number, end: number): Span {
    return { file: this.file, start: this.base + start, end: this.base + end };
  }

  private push(type: TokenType, image: string, start: number, end: number): void {
    this.tokens.push({
      image,
      startOffset: this.base + start,
      endOffset: this.base + end - 1,
      tokenType: type,
      tokenTypeIdx: type.tokenTypeIdx ?? 0,
    });
  }

  private fault(diagnostic: Diagnostic, fatal = false): void {
    this.faults.push({ diagnostic, fatal });
  }

  private replacement(start: number, end: number, by: string): Fix {
    return {
      title: { en: `write \`${shown(by)}\``, vi: `viết \`${shown(by)}\`` },
      edits: [{ span: this.span(start, end), text: by }],
    };
  }

  private comment(token: IToken): Comment {
    const text = token.image.trimEnd();
    const { startOffset: start } = token;
    const ownLine = isFirstOnLine(this.text, start);
    return { text, span: this.span(start, start + text.length), ownLine };
  }

  /* ------------------------------------------------------------------ words */

  private word(image: string, start: number, index: number): number {
    const keyword = this.keywordAt(image, index) ?? this.withoutAccents(image, start, index);
    if (keyword !== undefined) {
      const last = this.from[index + keyword.count - 1];
      const end = last === undefined ? start : last.startOffset + last.image.length;
      const written = keyword.count === 1 ? image : this.text.slice(start, end);
      this.push(keyword.type, written, start, end);
      return keyword.count;
    }
    const count =
      this.looseId(index) || this.hyphenated(image, start, index) || this.percentWord(image, start);
    if (count === 0) this.name(image, start);
    return count || 1;
  }

  /** `tru khi` for `trừ khi`: reported here, since `khi` alone would start a clause. */
  private withoutAccents(
    image: string,
    start: number,
    index: number,
  ): { type: TokenType; count: number } | undefined {
    const entries = this.tools.vocabulary.folded.get(foldWord(image));
    const entry = entries?.find(({ words }) => this.foldsTo(index, words));
    const last = entry && this.from[index + entry.words.length - 1];
    if (entry === undefined || last === undefined) return undefined;
    const end = last.startOffset + last.image.length;
    const meant = entry.words.join(" ");
    const written = this.text.slice(start, end);
    const fixes = [this.replacement(start, end, meant)];
    this.fault(report("LU1021", this.span(start, end), { written, meant }, { fixes }));
    return { type: entry.type, count: entry.words.length };
  }

  private foldsTo(index: number, words: readonly string[]): boolean {
    let end = this.from[index]?.startOffset ?? 0;
    return words.every((word, step) => {
      const token = this.from[index + step];
      if (token?.tokenType !== raw.word || foldWord(token.image) !== foldWord(word)) return false;
      const gap = this.text.slice(end, token.startOffset);
      end = token.startOffset + token.image.length;
      return /^[ \t]*$/.test(gap);
    });
  }

  /** A soft hyphen inside a word, which a browser or a word processor put there. */
  private hyphenated(image: string, start: number, index: number): number {
    const [hyphen, rest] = [this.from[index + 1], this.from[index + 2]];
    const end = start + image.length;
    if (hyphen?.startOffset !== end || !INVISIBLE.has(hyphen.image)) return 0;
    if (rest?.startOffset !== end + 1 || rest.tokenType !== raw.word) return 0;
    const span = this.span(end, end + 1);
    const fix: Fix = { title: { en: "remove it", vi: "xóa đi" }, edits: [{ span, text: "" }] };
    const args = { character: codePoint(hyphen.image), count: 1 };
    this.fault(report("LU1005", span, args, { fixes: [fix] }));
    this.push(shapes.name, `${image}${rest.image}`, start, rest.startOffset + rest.image.length);
    return 3;
  }

  /** `5 percent` */
  private percentWord(image: string, start: number): number {
    const before = this.tokens.at(-1);
    if (image !== "percent" || before?.tokenType !== shapes.number) return 0;
    const from = before.startOffset - this.base;
    const end = start + image.length;
    const joined = `${before.image}%`;
    this.tokens.pop();
    this.push(shapes.percent, joined, from, end);
    const fixes = [this.replacement(from, end, joined)];
    this.fault(report("LU1017", this.span(start, end), { number: before.image }, { fixes }));
    return 1;
  }

  /** The longest spelling of the dictionary that begins here, and how many raw tokens it takes. */
  private keywordAt(image: string, index: number): { type: TokenType; count: number } | undefined {
    const entries = this.tools.vocabulary.dictionary.get(image);
    const entry = entries?.find(({ words }) => words.length === 1 || this.continues(index, words));
    return entry && { type: entry.type, count: entry.words.length };
  }

  /** The words stand behind each other with nothing but blanks between. */
  private continues(index: number, words: readonly string[]): boolean {
    let before = this.from[index];
    for (let step = 1; step < words.length; step += 1) {
      const next = this.from[index + step];
      if (before === undefined || next === undefined || next.image !== words[step]) return false;
      const gap = this.text.slice(before.startOffset + before.image.length, next.startOffset);
      if (gap.includes("--")) return false;
      before = next;
    }
    return true;
  }

  private name(image: string, start: number): void {
    const end = start + image.length;
    // A keyword shouted (`TIÊU CHÍ`) is left to the parser, which knows what could stand there.
    const isShouted = this.tools.vocabulary.syllables.has(image.toLowerCase());
    if (LOWER.test(image) || (isShouted && !CODE.test(image)))
      this.push(shapes.name, image, start, end);
    else if (CODE.test(image)) this.push(shapes.code, image, start, end);
    else {
      const lower = image.toLowerCase();
      const fixes = LOWER.test(lower) ? [this.replacement(start, end, lower)] : [];
      this.fault(report("LU1015", this.span(start, end), { name: shown(image) }, { fixes }));
      this.push(shapes.name, image, start, end);
    }
  }

  /** `val-001`, `VAL_001` or `VAL001` after `criterion`: one message, and the id that was meant. 0 when it is no such thing. */
  private looseId(index: number): number {
    if (this.tokens.at(-1)?.tokenType !== this.tools.criterion) return 0;
    const start = this.from[index]?.startOffset ?? 0;
    const written = /^[0-9A-Za-z]+(?:[-_.–—−][0-9A-Za-z]+)*/.exec(
      this.text.slice(start, start + 80),
    );
    const image = written?.[0] ?? "";
    if (!/[0-9]/.test(image)) return 0;
    const upper = image.toUpperCase().replaceAll(/[_.–—−]/g, "-");
    const id = CRITERION_ID.test(upper) ? upper : upper.replace(/^([A-Z]+)([0-9]+)$/, "$1-$2");
    if (!CRITERION_ID.test(id)) return 0;
    const end = start + image.length;
    const fixes = [this.replacement(start, end, id)];
    this.fault(report("LU1061", this.span(start, end), { id: image }, { fixes }));
    this.push(shapes.criterionId, id, start, end);
    let count = 1;
    while ((this.from[index + count]?.startOffset ?? end) < end) count += 1;
    return count;
  }

  private quotedName(image: string, start: number): void {
    const end = start + image.length;
    const inner = image.slice(1, -1);
    if (!NAME.test(inner)) {
      this.fault(report("LU1018", this.span(start, end), { name: shown(inner) }));
    }
    this.push(shapes.name, inner, start, end);
  }

  /* ------------------------------------------------------------------ texts */

  private string(image: string, start: number): void {
    const found = /(?<!\\)(?:\\\\)*(\\[^"\\{}])/.exec(image);
    if (found?.[1] !== undefined) {
      const at = start + found.index + found[0].length - 2;
      const fixes = [this.replacement(at, at + 2, `\\${found[1]}`)];
      this.fault(report("LU1010", this.span(at, at + 2), { escape: found[1] }, { fixes }));
    }
    this.push(shapes.string, image, start, start + image.length);
  }

  private openString(image: string, start: number): void {
    const written = image.trimEnd();
    const end = start + written.length;
    const fix: Fix = {
      title: { en: "close the text at the end of the line", vi: "đóng ngoặc kép ở cuối dòng" },
      edits: [{ span: this.span(end, end), text: '"' }],
    };
    this.fault(report("LU1008", this.span(start, end), {}, { fixes: [fix] }), true);
    this.push(shapes.string, `${written}"`, start, end);
  }

  private curlyString(image: string, start: number): void {
    const end = start + image.length;
    const straight = `"${image.slice(1, -1)}"`;
    const fixes = [this.replacement(start, end, straight)];
    this.fault(report("LU1009", this.span(start, end), {}, { fixes }));
    this.push(shapes.string, straight, start, end);
  }

  /* ------------------------------------------------------------------ numbers, dates, times */

  private number(image: string, start: number, index: number): number {
    const end = start + image.length;
    if (image.endsWith("%")) {
      this.push(shapes.percent, image, start, end);
      return 1;
    }
    const parts = this.thousandsApart(index);
    if (parts.length > 1) {
      const last = parts.at(-1);
      this.thousands(start, last === undefined ? end : last.startOffset + last.image.length);
      return parts.length;
    }
    // `1.000` is one here and a thousand in Viet Nam; nobody writes a decimal that ends in 0 with three places.
    if (/^[1-9][0-9]{0,2}\.[0-9]{2}0$/.test(image)) {
      const plain = String(Number(image));
      const readings = [image.replace(".", "_"), plain];
      const fixes = readings.map((each) => this.replacement(start, end, each));
      const args = { written: image, value: plain };
      this.fault(report("LU1013", this.span(start, end), args, { fixes }));
    }
    this.push(shapes.number, image, start, end);
    return 1;
  }

  /** `1 000 000`: the numbers of three digits behind one of up to three, one blank between. */
  private thousandsApart(index: number): readonly IToken[] {
    const first = this.from[index];
    if (first === undefined || !/^[1-9][0-9]{0,2}$/.test(first.image)) return [];
    const parts = [first];
    let end = first.startOffset + first.image.length;
    for (
      let next = this.from[index + 1];
      next !== undefined;
      next = this.from[index + parts.length]
    ) {
      const isNext = next.tokenType === raw.number && next.startOffset === end + 1;
      if (
        !isNext ||
        !/^[0-9]{3}(?:\.[0-9]+)?$/.test(next.image) ||
        /[\r\n]/.test(this.text[end] ?? "")
      )
        break;
      parts.push(next);
      end = next.startOffset + next.image.length;
    }
    return parts;
  }

  private thousands(start: number, end: number): void {
    const written = this.text.slice(start, end);
    const value = written.replaceAll(/\s/g, "_");
    const fixes = [this.replacement(start, end, value)];
    this.fault(report("LU1011", this.span(start, end), { written: shown(written) }, { fixes }));
    this.push(shapes.number, value, start, end);
  }

  private brokenNumber(image: string, start: number): void {
    const end = start + image.length;
    const { value, list } = numberReadings(image);
    const readings = [value, list?.join(", ")].filter((each) => each !== undefined);
    const fixes = readings.map((each) => this.replacement(start, end, each));
    this.fault(report("LU1011", this.span(start, end), { written: shown(image) }, { fixes }));
    if (value !== undefined) {
      this.push(numberShape(value), value, start, end);
      return;
    }
    let at = start;
    for (const part of image.split(",")) {
      if (at > start) this.push(shapes.comma, ",", at - 1, at);
      this.push(numberShape(part), part, at, at + part.length);
      at += part.length + 1;
    }
  }

  /** `03CC` is a code, `5kg` a number and a unit without the blank between them. */
  private mixed(image: string, start: number): number {
    const end = start + image.length;
    if (CODE.test(image)) {
      this.push(shapes.code, image, start, end);
      return 1;
    }
    const parts = /^([0-9][0-9_]*(?:\.[0-9]+)?)(.+)$/.exec(image);
    const digits = parts?.[1] ?? image;
    const rest = parts?.[2] ?? "";
    const known = this.tools.vocabulary.dictionary
      .get(rest)
      ?.find(({ words }) => words.length === 1);
    const type = known?.type ?? (/^[A-Z]{3}$/.test(rest) ? shapes.code : undefined);
    const span = this.span(start, end);
    const written = shown(image);
    if (type === undefined) {
      this.fault(report("LU1012", span, { written, digits: null, rest: null }));
      this.push(shapes.missing, image, start, end);
      return 1;
    }
    const fixes = [this.replacement(start, end, `${digits} ${rest}`)];
    this.fault(report("LU1012", span, { written, digits, rest }, { fixes }));
    this.push(shapes.number, digits, start, start + digits.length);
    this.push(type, rest, start + digits.length, end);
    return 1;
  }

  private moment(type: TokenType, image: string, start: number): void {
    const end = start + image.length;
    const readings = momentReadings(type, image);
    const first = readings[0];
    if (first !== image) {
      const fixes = readings.map((each) => this.replacement(start, end, each));
      this.fault(report("LU1014", this.span(start, end), { written: image }, { fixes }));
    }
    if (first === undefined) this.push(shapes.missing, image, start, end);
    else if (type === raw.time) this.push(shapes.time, first, start, end);
    else this.push(first.includes("T") ? shapes.dateTime : shapes.date, first, start, end);
  }

  /* ------------------------------------------------------------------ signs */

  /** `1-5` in a cell is `1 to 5`. */
  private isRange(start: number): boolean {
    const isBetweenDigits =
      /[0-9]/.test(this.text[start - 1] ?? "") && /[0-9]/.test(this.text[start + 1] ?? "");
    return isBetweenDigits && this.isInRow(start);
  }

  private sign(image: string, start: number): void {
    if (image === "-" && this.isRange(start)) {
      const fixes = [this.replacement(start, start + 1, " to ")];
      this.fault(
        report("LU1007", this.span(start, start + 1), { written: "-", meant: "to" }, { fixes }),
      );
      this.push(this.tools.vocabulary.keyword("to"), "to", start, start + 1);
      return;
    }
    const type = this.tools.signs.get(image) ?? PUNCTUATION.get(image);
    if (type === undefined) return;
    if (image === "|" && this.text[start - 1] === "|" && !this.isInRow(start)) {
      this.pipes(start);
      return;
    }
    if (type === this.tools.minus) this.checkMinus(start);
    this.push(type, image, start, start + image.length);
  }

  /** `||` outside a table is an `or`. */
  private pipes(start: number): void {
    this.tokens.pop();
    const fixes = [this.replacement(start - 1, start + 1, "or")];
    const span = this.span(start - 1, start + 1);
    this.fault(report("LU1007", span, { written: "||", meant: "or" }, { fixes }));
    this.push(this.tools.vocabulary.keyword("or"), "or", start - 1, start + 1);
  }

  /** The line starts with `|`. */
  private isInRow(start: number): boolean {
    const line = this.text.slice(
      Math.max(this.text.lastIndexOf("\n", start), start - 1000) + 1,
      start,
    );
    return /^[ \t]*\|/.test(line);
  }

  /** Between two operands a minus has a blank on each side; anything else looks like an id or a number below zero. */
  private checkMinus(start: number): void {
    const left = /[\s|]/.test(this.text[start - 1] ?? " ");
    const right = /[\s|)-]/.test(this.text[start + 1] ?? " ");
    if ((left && right) || !this.isAfterOperand()) return;
    const name = new RegExp(`^[${NAME_START}][${NAME_PART}]*`).exec(
      this.text.slice(start + 1, start + 100),
    )?.[0];
    if (name !== undefined && this.tools.vocabulary.dictionary.has(name)) {
      // `gross-weight`: a word of the language can not be subtracted, so this was a name.
      this.fault(
        report(
          "LU1016",
          this.span(start, start + 1),
          {},
          { fixes: [this.replacement(start, start + 1, "_")] },
        ),
      );
      return;
    }
    const fix: Fix = {
      title: { en: "put a blank on each side", vi: "thêm dấu cách ở hai bên" },
      edits: [
        { span: this.span(start, start + 1), text: `${left ? "" : " "}-${right ? "" : " "}` },
      ],
    };
    this.fault(report("LU1016", this.span(start, start + 1), {}, { fixes: [fix] }));
  }

  private isAfterOperand(): boolean {
    const before = this.tokens.at(-1);
    return before !== undefined && OPERAND_ENDS.has(before.tokenType);
  }

  private lookAlike(image: string, start: number): void {
    const { rawLexer, signs, vocabulary } = this.tools;
    const end = start + image.length;
    if (image === ";" && /^[ \t]*(?:[\r\n]|$)/.test(this.text.slice(end, end + 80))) {
      const fix: Fix = {
        title: { en: "remove it", vi: "xóa đi" },
        edits: [{ span: this.span(start, end), text: "" }],
      };
      this.fault(report("LU1006", this.span(start, end), { characters: image }, { fixes: [fix] }));
      return;
    }
    const meant = image === "=>" && this.isCase() ? "->" : rawLexer.meant(image);
    const word = vocabulary.dictionary.get(meant)?.at(-1)?.type;
    const type = signs.get(meant) ?? PUNCTUATION.get(meant) ?? word;
    if (type === undefined) return;
    const apart = (at: number): string =>
      type === word && /\S/.test(this.text[at] ?? " ") ? " " : "";
    const fixes = [this.replacement(start, end, `${apart(start - 1)}${meant}${apart(end)}`)];
    this.fault(report("LU1007", this.span(start, end), { written: image, meant }, { fixes }));
    this.push(type, meant, start, end);
  }

  /** Behind the cell of a factor's case, `- 1 => 0`. */
  private isCase(): boolean {
    const [mark, cell] = this.tokens.slice(-2);
    const isCell = cell !== undefined && !PATH_ENDS.has(cell.tokenType);
    return mark?.tokenType === shapes.dash && isCell;
  }

  private bullet(image: string, start: number): void {
    const end = start + image.length;
    const bullet = image === "*" ? "*" : "-";
    if (image !== bullet) {
      const fixes = [this.replacement(start, end, bullet)];
      this.fault(
        report("LU1007", this.span(start, end), { written: image, meant: bullet }, { fixes }),
      );
    }
    if (!/\s/.test(this.text[end] ?? " ")) {
      const fixes = [this.replacement(start, end, `${bullet} `)];
      this.fault(report("LU1019", this.span(start, end), { bullet }, { fixes }));
    }
    this.push(bullet === "*" ? shapes.star : shapes.dash, bullet, start, end);
  }

  /* ------------------------------------------------------------------ what no pattern takes */

  private junk(image: string, start: number, index: number): number {
    if (image === "%" && this.percentApart(start)) return 1;
    if (image === "." && this.memberApart(start, index)) return 2;
    if (image === "." && this.leadingDot(start, index)) return 2;
    let count = 1;
    while (this.isJunkAt(index + count, start + count)) count += 1;
    const end = start + count;
    const written = this.text.slice(start, end);
    const fixes = this.junkFixes(written, start, end, index + count);
    if (written.split("").every((each) => INVISIBLE.has(each))) {
      const args = { character: codePoint(written), count };
      this.fault(report("LU1005", this.span(start, end), args, { fixes }));
    } else {
      const args = { characters: shown(written) };
      this.fault(report("LU1006", this.span(start, end), args, { fixes }), true);
    }
    return count;
  }

  /** `#` first on a line was a comment, a bracket goes with its other half, a sign between two values can not just go. */
  private junkFixes(written: string, start: number, end: number, next: number): readonly Fix[] {
    const remove = { en: "remove it", vi: "xóa đi" };
    const edit = { span: this.span(start, end), text: "" };
    if (written === "#" && isFirstOnLine(this.text, start)) {
      return [
        {
          title: { en: "make it a comment", vi: "đổi thành ghi chú" },
          edits: [{ ...edit, text: "--" }],
        },
      ];
    }
    if (INVISIBLE.has(written.charAt(0))) return [{ title: remove, edits: [edit] }];
    const close = written === "[" ? "]" : written === "{" ? "}" : undefined;
    const rest = this.text.slice(end, end + 1000).split(/[\r\n]/, 1)[0] ?? "";
    const at = close === undefined ? -1 : rest.indexOf(close);
    if (at >= 0) {
      const other = { span: this.span(end + at, end + at + 1), text: "" };
      return [{ title: { en: "remove the brackets", vi: "bỏ dấu ngoặc" }, edits: [edit, other] }];
    }
    const follower = this.from[next]?.tokenType;
    const isBetween = this.isAfterOperand() && (follower === raw.word || follower === raw.number);
    return isBetween && !/[\r\n]/.test(this.text.slice(end, this.from[next]?.startOffset ?? end))
      ? []
      : [{ title: remove, edits: [edit] }];
  }

  private isJunkAt(index: number, offset: number): boolean {
    const next = this.from[index];
    return next?.tokenType === raw.junk && next.startOffset === offset;
  }

  /** `15 %` */
  private percentApart(start: number): boolean {
    const before = this.tokens.at(-1);
    if (before?.tokenType !== shapes.number) return false;
    const from = before.startOffset - this.base;
    const joined = `${before.image}%`;
    this.tokens.pop();
    this.push(shapes.percent, joined, from, start + 1);
    const fixes = [this.replacement(from, start + 1, joined)];
    this.fault(report("LU1017", this.span(from, start + 1), { number: before.image }, { fixes }));
    return true;
  }

  /** `.5` */
  private leadingDot(start: number, index: number): boolean {
    const next = this.from[index + 1];
    if (next?.tokenType !== raw.number || next.startOffset !== start + 1) return false;
    const end = next.startOffset + next.image.length;
    const value = `0.${next.image}`;
    const args = { written: `.${next.image}`, digits: null, rest: value };
    const fixes = [this.replacement(start, end, value)];
    this.fault(report("LU1012", this.span(start, end), args, { fixes }));
    this.push(numberShape(value), value, start, end);
    return true;
  }

  /** `（packages > ３）`: the same in common width. One message for all of a piece, with one fix. */
  private fullWidth(image: string, start: number): void {
    const meant = commonWidth(image);
    const wide = this.from.filter((each) => each.tokenType === raw.fullWidth);
    if (wide[0]?.startOffset === start) {
      const end = start + image.length;
      const fix: Fix = {
        title: { en: "write them in common width", vi: "viết bằng ký tự thường" },
        edits: wide.map((each) => ({
          span: this.span(each.startOffset, each.startOffset + each.image.length),
          text: commonWidth(each.image),
        })),
      };
      this.fault(
        report("LU1007", this.span(start, end), { written: image, meant }, { fixes: [fix] }),
      );
    }
    const inner = new Reading(this.tools, this.file, meant, this.base + start).read();
    this.tokens.push(...inner.tokens);
    this.faults.push(...inner.faults);
  }

  /** `importer. name` */
  private memberApart(start: number, index: number): boolean {
    const follower = this.from[index + 1];
    const before = this.tokens.at(-1)?.tokenType;
    if (follower?.tokenType !== raw.word || before === undefined || !PATH_ENDS.has(before))
      return false;
    const end = follower.startOffset + follower.image.length;
    const fixes = [this.replacement(start, end, `.${follower.image}`)];
    this.fault(report("LU1055", this.span(start, end), {}, { fixes }));
    this.push(shapes.member, follower.image, end - follower.image.length - 1, end);
    return true;
  }
}

function commonWidth(wide: string): string {
  return [...wide].map((each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0)).join("");
}

/** 6109.10.00: groups of an HS code, and no day. */
function isHsLike(image: string): boolean {
  return /^[0-9]{4}\.[0-9]{2}\.[0-9]{2}$/.test(image) && dateReadings(image).length === 0;
}

function numberShape(image: string): TokenType {
  return image.endsWith("%") ? shapes.percent : shapes.number;
}

function momentReadings(type: TokenType, image: string): readonly string[] {
  if (type === raw.foreignDate) return dateReadings(image);
  const reading = type === raw.time ? isoTime(image) : isoDate(image);
  return reading === undefined ? [] : [reading];
}

function shown(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function isFirstOnLine(text: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && (text[at] === " " || text[at] === "\t" || text[at] === "\uFEFF")) at -= 1;
  return at < 0 || text[at] === "\n" || text[at] === "\r";
}
