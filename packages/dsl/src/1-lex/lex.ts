/**
 * From text to words of the language, with the comments between them.
 *
 * Comes in: a piece of a file and the offset where it stands. Goes out: tokens whose `image` is the meaning (a name without
 * back-quotes, a repaired number) and whose offsets are those of the file, comments, and what is wrong with single words. A word with
 * an obvious meaning (`2,50`, `≥`) is reported and repaired, so that it costs one message and nothing after it.
 */
import type { Diagnostic, Edit, Fix, KeywordName, Span } from "@luong/spec";
import type { IToken, TokenType } from "chevrotain";
import { report } from "../diagnostics/report.ts";
import { foldWord, NAME_PART, NAME_START } from "../source/letters.ts";
import { codePoint } from "../source/read.ts";
import {
  CURRENCY_SIGNS,
  commonWidth,
  FOREIGN_LETTER,
  LETTERS_ALIKE,
  RANGE_SIGNS,
  REMOVABLE,
  SIGN_WORDS,
  WORD_WITH_FOREIGN,
} from "./pasted.ts";
import { createRawLexer, type RawLexer, raw } from "./raw.ts";
import { dateReadings, isoDate, isoTime, mixedReading, numberReadings } from "./readings.ts";
import { isVietnamese, shapes, type Vocabulary } from "./vocabulary.ts";

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

/** What a sign without meaning was probably there for. */
type JunkRole = "comment" | "currency" | "calculation" | "extra";

const NAME_AT_START = new RegExp(`^[${NAME_START}][${NAME_PART}]*`);
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
    const foreign = this.foreignLetters(start, index);
    if (foreign > 0) return foreign;
    const keyword = this.keywordAt(image, index) ?? this.withoutAccents(image, start, index);
    if (keyword !== undefined) {
      const last = this.from[index + keyword.count - 1];
      const end = last === undefined ? start : last.startOffset + last.image.length;
      const written = keyword.count === 1 ? image : this.text.slice(start, end);
      this.push(keyword.type, written, start, end);
      return keyword.count;
    }
    const count =
      this.looseId(index) || this.hyphenated(image, start, index) || this.percentWord(start, index);
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

  /** `5 percent`, `5 phần trăm` */
  private percentWord(start: number, index: number): number {
    const before = this.tokens.at(-1);
    const written = /^(?:percent|pct|phần[ \t]+trăm)(?![0-9A-Za-z_])/.exec(
      this.text.slice(start, start + 40),
    );
    if (written === null || before?.tokenType !== shapes.number) return 0;
    const from = before.startOffset - this.base;
    const end = start + written[0].length;
    const { image: number } = before;
    const joined = `${number}%`;
    this.tokens.pop();
    this.push(shapes.percent, joined, from, end);
    const fixes = [this.replacement(from, end, joined)];
    const args = { number, word: written[0] };
    this.fault(report("LU1017", this.span(start, end), args, { fixes }));
    return this.rawTokensUpTo(index, end);
  }

  /** How many raw tokens from `index` on begin before `end`. */
  private rawTokensUpTo(index: number, end: number): number {
    let count = 1;
    while ((this.from[index + count]?.startOffset ?? end) < end) count += 1;
    return count;
  }

  /** `gross_wеight` with a Cyrillic letter: read as the word it looks like, which is also the fix. */
  private foreignLetters(start: number, index: number): number {
    const run = WORD_WITH_FOREIGN.exec(this.text.slice(start, start + 200))?.[0] ?? "";
    const end = start + run.length;
    if (FOREIGN_LETTER.test(this.text[end] ?? "")) return 0;
    const edits = [...run].flatMap((letter, at): readonly Edit[] => {
      const meant = LETTERS_ALIKE.get(letter);
      return meant === undefined
        ? []
        : [{ span: this.span(start + at, start + at + 1), text: meant }];
    });
    const [first] = edits;
    if (first === undefined) return 0;
    const word = [...run].map((letter) => LETTERS_ALIKE.get(letter) ?? letter).join("");
    const characters = this.text.slice(first.span.start - this.base, first.span.end - this.base);
    const args = { characters, role: "letter", meant: first.text } as const;
    const title = { en: `write \`${shown(word)}\``, vi: `viết \`${shown(word)}\`` };
    this.fault(report("LU1006", first.span, args, { fixes: [{ title, edits }] }));
    this.tokens.push(...this.inner(word, start));
    return this.rawTokensUpTo(index, end);
  }

  /** Reads a text as if it stood at `start`; the caller has reported what differs. */
  private inner(text: string, start: number): readonly IToken[] {
    const { tokens, faults } = new Reading(this.tools, this.file, text, this.base + start).read();
    this.faults.push(...faults);
    return tokens;
  }

  /** The keyword as the text spells it. */
  private spell(name: KeywordName): string {
    const { vocabulary } = this.tools;
    const spelling = vocabulary.tables.keywords[name]?.spelling;
    return (isVietnamese(vocabulary, this.tokens) ? spelling?.vi : spelling?.en) ?? name;
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
    return this.rawTokensUpTo(index, end);
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
    const fixes = [value, written.replaceAll(/\s/g, ", ")].map((each) =>
      this.replacement(start, end, each),
    );
    const args = { written: shown(written), reading: "blanks", meant: value } as const;
    this.fault(report("LU1011", this.span(start, end), args, { fixes }));
    this.push(shapes.number, value, start, end);
  }

  private brokenNumber(image: string, start: number): void {
    const end = start + image.length;
    const { value, decimal, list } = numberReadings(image);
    // Where Vietnamese is written, a lone comma is more likely the decimal sign.
    const isDecimal = decimal !== undefined && isVietnamese(this.tools.vocabulary, this.tokens);
    const numbers = isDecimal ? [decimal, value] : [value, decimal];
    const readings = [...numbers, list?.join(", ")].filter((each) => each !== undefined);
    const fixes = readings.map((each) => this.replacement(start, end, each));
    const isCode = value !== undefined && /^[0-9]{6,}$/.test(value);
    const reading = isCode ? "code" : null;
    const args = { written: shown(image), reading, meant: value ?? null } as const;
    this.fault(report("LU1011", this.span(start, end), args, { fixes }));
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
      const meant = mixedReading(image) ?? null;
      const fixes = meant === null ? [] : [this.replacement(start, end, meant)];
      const args = { written, digits: null, rest: null, meant };
      this.fault(report("LU1012", span, args, { fixes }), meant === null);
      const inner = meant === null ? undefined : this.inner(meant, start);
      if (inner === undefined) this.push(shapes.missing, image, start, end);
      else this.tokens.push(...inner.map((each) => ({ ...each, endOffset: this.base + end - 1 })));
      return 1;
    }
    const fixes = [this.replacement(start, end, `${digits} ${rest}`)];
    this.fault(report("LU1012", span, { written, digits, rest, meant: null }, { fixes }));
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

  /** `1-5`, `1–5` and `1..5` in a cell or after `between` are `1 to 5`. */
  private isRange(start: number, end: number): boolean {
    const isBetweenDigits =
      /[0-9]/.test(this.text[start - 1] ?? "") && /[0-9]/.test(this.text[end] ?? "");
    const { range } = this.tools.vocabulary.form;
    const operator = this.tokens.at(-2)?.tokenType.CATEGORIES ?? [];
    return isBetweenDigits && (this.isInRow(start) || operator.includes(range));
  }

  private range(image: string, start: number): void {
    this.wordForSign(image, "to", start, start + image.length);
  }

  /** A sign that is a word of the language, reported and put in with the blanks it needs. */
  private wordForSign(image: string, name: KeywordName, start: number, end: number): void {
    const meant = this.spell(name);
    const apart = (at: number): string => (/\S/.test(this.text[at] ?? " ") ? " " : "");
    const text = `${apart(start - 1)}${meant}${apart(end)}`;
    const title = { en: `write \`${meant}\``, vi: `viết \`${meant}\`` };
    const fixes = [{ title, edits: [{ span: this.span(start, end), text }] }];
    this.fault(report("LU1007", this.span(start, end), { written: image, meant }, { fixes }));
    this.push(this.tools.vocabulary.keyword(name), meant, start, end);
  }

  private sign(image: string, start: number): void {
    if (image === "/" && this.slashes(start)) return;
    if (image === "-" && this.isRange(start, start + 1)) {
      this.range(image, start);
      return;
    }
    const type = this.tools.signs.get(image) ?? PUNCTUATION.get(image);
    if (type === undefined) return;
    if (image === "|" && this.text[start - 1] === "|" && !this.isInRow(start)) {
      this.tokens.pop();
      this.wordForSign("||", "or", start - 1, start + 1);
      return;
    }
    if (type === this.tools.minus) this.checkMinus(start);
    this.push(type, image, start, start + image.length);
  }

  /** `// …` behind a clause is a comment elsewhere; first on a line the parser sees it. */
  private slashes(start: number): boolean {
    const isSecond = this.text[start - 1] === "/";
    const first = isSecond ? start - 1 : start;
    if (isFirstOnLine(this.text, first) || this.text[first + 1] !== "/") return false;
    if (isSecond) return true;
    const title = { en: "make it a comment", vi: "đổi thành ghi chú" };
    const fix = { title, edits: [{ span: this.span(start, start + 2), text: "--" }] };
    this.fault(this.meaningless("//", start, "comment", [fix]), true);
    return true;
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
    const apart: Fix = {
      title: { en: "put a blank on each side", vi: "thêm dấu cách ở hai bên" },
      edits: [
        { span: this.span(start, start + 1), text: `${left ? "" : " "}-${right ? "" : " "}` },
      ],
    };
    this.fault(
      report("LU1016", this.span(start, start + 1), {}, { fixes: this.oneName(start) ?? [apart] }),
    );
  }

  /** `gross-weight`: a word of the language can not be subtracted, so this was a name. */
  private oneName(start: number): readonly Fix[] | undefined {
    const before = this.tokens.at(-1);
    const rest = NAME_AT_START.exec(this.text.slice(start + 1, start + 100))?.[0];
    const isGlued = before !== undefined && before.endOffset === this.base + start - 1;
    if (rest === undefined || !isGlued || !PATH_ENDS.has(before.tokenType)) return undefined;
    if (before.tokenType === shapes.close || !this.tools.vocabulary.dictionary.has(rest))
      return undefined;
    const name = shown(`${before.image}_${rest}`);
    const title = { en: `write \`${name}\``, vi: `viết \`${name}\`` };
    return [{ title, edits: [{ span: this.span(start, start + 1), text: "_" }] }];
  }

  private isAfterOperand(): boolean {
    const before = this.tokens.at(-1);
    return before !== undefined && OPERAND_ENDS.has(before.tokenType);
  }

  private lookAlike(image: string, start: number): void {
    const { rawLexer, signs, vocabulary } = this.tools;
    const end = start + image.length;
    if (image === ";" && /^[ \t]*(?:[\r\n]|$)/.test(this.text.slice(end, end + 80))) {
      this.fault(this.meaningless(image, start, "extra", [this.removal(start, end)]));
      return;
    }
    if (RANGE_SIGNS.has(image) && this.isRange(start, end)) {
      this.range(image, start);
      return;
    }
    const meant = image === "=>" && this.isCase() ? "->" : rawLexer.meant(image);
    const name = SIGN_WORDS.get(meant);
    if (name !== undefined) {
      this.wordForSign(image, name, start, end);
      return;
    }
    const type = signs.get(meant) ?? PUNCTUATION.get(meant);
    if (type === undefined) {
      this.fault(this.meaningless(image, start, null, []), true);
      return;
    }
    const isMinus = type === vocabulary.operator("sub");
    const isNegative = isMinus && !this.isAfterOperand() && /[0-9]/.test(this.text[end] ?? "");
    // Between two values our minus has its blanks, else it would be an error of its own.
    const apart = (at: number): string =>
      isMinus && !isNegative && /\S/.test(this.text[at] ?? " ") ? " " : "";
    const title = { en: `write \`${meant}\``, vi: `viết \`${meant}\`` };
    const text = `${apart(start - 1)}${meant}${apart(end)}`;
    const fixes = [{ title, edits: [{ span: this.span(start, end), text }] }];
    this.fault(report("LU1007", this.span(start, end), { written: image, meant }, { fixes }));
    this.push(isNegative ? shapes.negativeSign : type, meant, start, end);
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
    const foreign = this.foreignLetters(start, index);
    if (foreign > 0) return foreign;
    let count = 1;
    while (this.isJunkAt(index + count, start + count)) count += 1;
    const end = start + count;
    const written = this.text.slice(start, end);
    if ([...written].every((each) => INVISIBLE.has(each))) {
      const args = { character: codePoint(written), count };
      const fixes = [this.removal(start, end)];
      this.fault(report("LU1005", this.span(start, end), args, { fixes }));
    } else {
      const role = this.roleOf(written, start, end);
      const fixes = this.junkFixes(written, role, start, end, index + count);
      this.fault(this.meaningless(written, start, role, fixes), true);
    }
    return count;
  }

  private removal(start: number, end: number): Fix {
    const edits = [{ span: this.span(start, end), text: "" }];
    return { title: { en: "remove it", vi: "xóa đi" }, edits };
  }

  private meaningless(
    written: string,
    start: number,
    role: JunkRole | null,
    fixes: readonly Fix[],
  ): Diagnostic {
    const args = { characters: shown(written), role, meant: null };
    return report("LU1006", this.span(start, start + written.length), args, { fixes });
  }

  private roleOf(written: string, start: number, end: number): JunkRole | null {
    const before = this.text[start - 1] ?? " ";
    const isApart = /\s/.test(before) && /\s/.test(this.text[end] ?? " ");
    if (written === "#" && (isApart || isFirstOnLine(this.text, start))) return "comment";
    if (/^\p{Sc}$/u.test(written) && !/[A-Za-z]/.test(this.text[end] ?? "")) return "currency";
    if (/^[%^~]$/.test(written) && this.isAfterOperand()) return "calculation";
    return /^[[\]{};]$/.test(written) ? "extra" : null;
  }

  /** Never a fix that makes another word or number of what stands there. */
  private junkFixes(
    written: string,
    role: JunkRole | null,
    start: number,
    end: number,
    next: number,
  ): readonly Fix[] {
    const span = this.span(start, end);
    if (role === "comment") {
      const title = { en: "make it a comment", vi: "đổi thành ghi chú" };
      return [{ title, edits: [{ span, text: "--" }] }];
    }
    if (role === "currency") return this.currencyFixes(written, start, end);
    const close = written === "[" ? "]" : written === "{" ? "}" : undefined;
    const rest = this.text.slice(end, end + 1000).split(/[\r\n]/, 1)[0] ?? "";
    const at = close === undefined ? -1 : rest.indexOf(close);
    if (at >= 0) {
      const other = { span: this.span(end + at, end + at + 1), text: "" };
      const title = { en: "remove the brackets", vi: "bỏ dấu ngoặc" };
      return [{ title, edits: [{ span, text: "" }, other] }];
    }
    const follower = this.from[next];
    const gap = this.text.slice(end, follower?.startOffset ?? end);
    const isValue = [raw.word, raw.number, raw.mixed, raw.string].some(
      (type) => type === follower?.tokenType,
    );
    const isBetween = this.isAfterOperand() && isValue && !/[\r\n]/.test(gap);
    const isNumber = follower?.tokenType === raw.number;
    const isHarmless = REMOVABLE.test(written) || (/^[$#]$/.test(written) && !isNumber);
    return isBetween || !isHarmless || (written.endsWith(".") && isNumber)
      ? []
      : [this.removal(start, end)];
  }

  /** `100₫` · `€ 100`: the code of a sign that belongs to one currency. */
  private currencyFixes(sign: string, start: number, end: number): readonly Fix[] {
    const code = CURRENCY_SIGNS.get(sign);
    if (code === undefined) return [];
    const amount = /^[ \t]*[0-9][0-9_]*(?:\.[0-9]+)?(?![0-9.,])/.exec(
      this.text.slice(end, end + 40),
    )?.[0];
    if (this.tokens.at(-1)?.tokenType === shapes.number) {
      const blank = /\s/.test(this.text[start - 1] ?? " ") ? "" : " ";
      return [this.replacement(start, end, `${blank}${code}`)];
    }
    if (amount === undefined) return [];
    return [this.replacement(start, end + amount.length, `${amount.trim()} ${code}`)];
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
    const args = { number: before.image, word: null };
    this.fault(report("LU1017", this.span(from, start + 1), args, { fixes }));
    return true;
  }

  /** `.5` */
  private leadingDot(start: number, index: number): boolean {
    const next = this.from[index + 1];
    if (next?.tokenType !== raw.number || next.startOffset !== start + 1) return false;
    const end = next.startOffset + next.image.length;
    const value = `0.${next.image}`;
    const args = { written: `.${next.image}`, digits: null, rest: null, meant: value };
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
        title:
          wide.length === 1
            ? { en: `write \`${shown(meant)}\``, vi: `viết \`${shown(meant)}\`` }
            : { en: "write all of them in common width", vi: "viết tất cả với độ rộng thường" },
        edits: wide.map((each) => ({
          span: this.span(each.startOffset, each.startOffset + each.image.length),
          text: commonWidth(each.image),
        })),
      };
      this.fault(
        report("LU1007", this.span(start, end), { written: image, meant }, { fixes: [fix] }),
      );
    }
    this.tokens.push(...this.inner(meant, start));
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
