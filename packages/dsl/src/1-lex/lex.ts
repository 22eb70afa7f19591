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
import { NAME_PART, NAME_START } from "../source/letters.ts";
import { codePoint } from "../source/read.ts";
import { createRawLexer, raw } from "./raw.ts";
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
const INVISIBLE = /^[\u00AD\u200B-\u200F\u2060-\u2064\uFE0F]$/;
const CRITERION_ID = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+$/;

const PUNCTUATION: Readonly<Record<string, TokenType>> = {
  "(": shapes.open,
  ")": shapes.close,
  ",": shapes.comma,
  ":": shapes.colon,
  "|": shapes.bar,
  "->": shapes.arrow,
};

export function createLex(vocabulary: Vocabulary): Lex {
  const { lexer, sign, lookAlike, meant } = createRawLexer(vocabulary);
  const signs = new Map(vocabulary.signs.map((each) => [each.sign, each.type]));
  const criterion = vocabulary.keyword("criterion");
  const minus = vocabulary.operator("sub");

  /** One run over the raw tokens of a piece. */
  const run = (file: string, text: string, base: number): Lexed => {
    const found = lexer.tokenize(text);
    const from = found.tokens;
    const tokens: IToken[] = [];
    const faults: LexFault[] = [];

    const span = (start: number, end: number): Span => ({
      file,
      start: base + start,
      end: base + end,
    });
    const push = (type: TokenType, image: string, start: number, end: number): void => {
      tokens.push({
        image,
        startOffset: base + start,
        endOffset: base + end - 1,
        tokenType: type,
        tokenTypeIdx: type.tokenTypeIdx ?? 0,
      });
    };
    const fault = (diagnostic: Diagnostic, fatal = false): void => {
      faults.push({ diagnostic, fatal });
    };
    const replacement = (start: number, end: number, by: string): Fix => ({
      title: { en: `write \`${by}\``, vi: `viết \`${by}\`` },
      edits: [{ span: span(start, end), text: by }],
    });

    /** Length of the longest spelling of the dictionary that begins at raw token `index`, in raw tokens. */
    const keywordAt = (index: number): { type: TokenType; count: number } | undefined => {
      const first = from[index];
      if (first === undefined) return undefined;
      for (const { words, type } of vocabulary.dictionary.get(first.image) ?? []) {
        if (words.length === 1 || continues(index, words)) return { type, count: words.length };
      }
      return undefined;
    };
    const continues = (index: number, words: readonly string[]): boolean => {
      let before = from[index];
      for (let step = 1; step < words.length; step += 1) {
        const next = from[index + step];
        if (before === undefined || next === undefined || next.image !== words[step]) return false;
        if (text.slice(before.startOffset + before.image.length, next.startOffset).includes("--"))
          return false;
        before = next;
      }
      return true;
    };

    const word = (index: number): number => {
      const token = from[index];
      if (token === undefined) return 1;
      const { image, startOffset: start } = token;
      const keyword = keywordAt(index);
      if (keyword !== undefined) {
        const last = from[index + keyword.count - 1] ?? token;
        const end = last.startOffset + last.image.length;
        push(keyword.type, keyword.count === 1 ? image : text.slice(start, end), start, end);
        return keyword.count;
      }
      if (tokens.at(-1)?.tokenType === criterion) {
        const count = looseId(index);
        if (count > 0) return count;
      }
      name(image, start);
      return 1;
    };

    const name = (image: string, start: number): void => {
      const end = start + image.length;
      if (LOWER.test(image)) return push(shapes.name, image, start, end);
      if (CODE.test(image)) return push(shapes.code, image, start, end);
      const lower = image.toLowerCase();
      const fixes = LOWER.test(lower) ? [replacement(start, end, lower)] : [];
      fault(report("LU1015", span(start, end), { name: image }, { fixes }));
      push(shapes.name, image, start, end);
    };

    /** `val-001`, `VAL_001` or `VAL001` after `criterion`: one message, and the id that was meant. */
    const looseId = (index: number): number => {
      const start = from[index]?.startOffset ?? 0;
      const image = /^[0-9A-Za-z]+(?:[-_.][0-9A-Za-z]+)*/.exec(text.slice(start, start + 80))?.[0];
      if (image === undefined || !/[0-9]/.test(image)) return 0;
      const upper = image.toUpperCase().replaceAll(/[_.]/g, "-");
      const meantId = CRITERION_ID.test(upper)
        ? upper
        : upper.replace(/^([A-Z]+)([0-9]+)$/, "$1-$2");
      if (!CRITERION_ID.test(meantId)) return 0;
      const end = start + image.length;
      fault(
        report(
          "LU1061",
          span(start, end),
          { id: image },
          { fixes: [replacement(start, end, meantId)] },
        ),
      );
      push(shapes.criterionId, meantId, start, end);
      let count = 1;
      while ((from[index + count]?.startOffset ?? end) < end) count += 1;
      return count;
    };

    const quotedName = (image: string, start: number): void => {
      const end = start + image.length;
      const inner = image.slice(1, -1);
      if (!NAME.test(inner)) fault(report("LU1018", span(start, end), { name: inner }));
      push(shapes.name, inner, start, end);
    };

    const string = (image: string, start: number): void => {
      const end = start + image.length;
      const escape = /(?<!\\)(?:\\\\)*(\\[^"\\{}])/.exec(image);
      if (escape?.[1] !== undefined) {
        const at = start + escape.index + escape[0].length - 2;
        const args = { escape: escape[1] };
        fault(
          report("LU1010", span(at, at + 2), args, {
            fixes: [replacement(at, at + 2, `\\${escape[1]}`)],
          }),
        );
      }
      push(shapes.string, image, start, end);
    };

    const openString = (image: string, start: number): void => {
      const text_ = image.trimEnd();
      const end = start + text_.length;
      const fix: Fix = {
        title: { en: "close the text at the end of the line", vi: "đóng ngoặc kép ở cuối dòng" },
        edits: [{ span: span(end, end), text: '"' }],
      };
      fault(report("LU1008", span(start, end), {}, { fixes: [fix] }), true);
      push(shapes.string, `${text_}"`, start, end);
    };

    const curlyString = (image: string, start: number): void => {
      const end = start + image.length;
      const straight = `"${image.slice(1, -1)}"`;
      fault(report("LU1009", span(start, end), {}, { fixes: [replacement(start, end, straight)] }));
      push(shapes.string, straight, start, end);
    };

    const dateShape = (image: string): TokenType =>
      image.includes("T") ? shapes.dateTime : shapes.date;
    const date = (image: string, start: number): void => {
      const end = start + image.length;
      const iso = isoDate(image);
      if (iso !== image) {
        const fixes = iso === undefined ? [] : [replacement(start, end, iso)];
        fault(report("LU1014", span(start, end), { written: image }, { fixes }));
      }
      push(iso === undefined ? shapes.missing : dateShape(image), iso ?? image, start, end);
    };
    const foreignDate = (image: string, start: number): void => {
      const end = start + image.length;
      const readings = dateReadings(image);
      const fixes = readings.map((each) => replacement(start, end, each));
      fault(report("LU1014", span(start, end), { written: image }, { fixes }));
      push(
        readings[0] === undefined ? shapes.missing : shapes.date,
        readings[0] ?? image,
        start,
        end,
      );
    };
    const time = (image: string, start: number): void => {
      const end = start + image.length;
      const iso = isoTime(image);
      if (iso !== image) {
        const fixes = iso === undefined ? [] : [replacement(start, end, iso)];
        fault(report("LU1014", span(start, end), { written: image }, { fixes }));
      }
      push(iso === undefined ? shapes.missing : shapes.time, iso ?? image, start, end);
    };

    const number = (image: string, start: number): void => {
      const end = start + image.length;
      if (image.endsWith("%")) return push(shapes.percent, image, start, end);
      // `1.000` is one here and a thousand in Vietnamese; nobody writes a decimal that ends in 0 with three places.
      if (/^[1-9][0-9]{0,2}\.[0-9]{2}0$/.test(image)) {
        const plain = String(Number(image));
        const fixes = [
          replacement(start, end, image.replace(".", "_")),
          replacement(start, end, plain),
        ];
        fault(report("LU1013", span(start, end), { written: image, value: plain }, { fixes }));
      }
      push(shapes.number, image, start, end);
    };

    const brokenNumber = (image: string, start: number): void => {
      const end = start + image.length;
      const { value, list } = numberReadings(image);
      const fixes: Fix[] = [];
      if (value !== undefined) fixes.push(replacement(start, end, value));
      if (list !== undefined) fixes.push(replacement(start, end, list.join(", ")));
      fault(report("LU1011", span(start, end), { written: image }, { fixes }));
      if (value !== undefined) {
        return push(value.endsWith("%") ? shapes.percent : shapes.number, value, start, end);
      }
      let at = start;
      for (const part of image.split(",")) {
        if (at > start) push(shapes.comma, ",", at - 1, at);
        push(part.endsWith("%") ? shapes.percent : shapes.number, part, at, at + part.length);
        at += part.length + 1;
      }
    };

    const mixed = (image: string, start: number): void => {
      const end = start + image.length;
      if (CODE.test(image)) return push(shapes.code, image, start, end);
      const parts = /^([0-9][0-9_]*(?:\.[0-9]+)?)(.+)$/.exec(image);
      const digits = parts?.[1] ?? image;
      const rest = parts?.[2] ?? "";
      const known = vocabulary.dictionary.get(rest)?.find(({ words }) => words.length === 1)?.type;
      const type = known ?? (/^[A-Z]{3}$/.test(rest) ? shapes.code : undefined);
      if (type === undefined) {
        fault(report("LU1012", span(start, end), { written: image, digits: null, rest: null }));
        return push(shapes.missing, image, start, end);
      }
      const fixes = [replacement(start, end, `${digits} ${rest}`)];
      fault(report("LU1012", span(start, end), { written: image, digits, rest }, { fixes }));
      push(shapes.number, digits, start, start + digits.length);
      push(type, rest, start + digits.length, end);
    };

    const signed = (image: string, start: number): void => {
      const end = start + image.length;
      const type = signs.get(image) ?? PUNCTUATION[image];
      if (type === undefined) return;
      if (type === minus) checkMinus(start);
      push(type, image, start, end);
    };
    /** Between two operands a minus has a blank on each side; anything else looks like an id or a negative number. */
    const checkMinus = (start: number): void => {
      const before = text[start - 1] ?? " ";
      const after = text[start + 1] ?? " ";
      const left = /[\s|]/.test(before);
      const right = /[\s|)-]/.test(after);
      if ((left && right) || !endsOperand(tokens.at(-1))) return;
      const end = start + 1;
      const by = `${left ? "" : " "}-${right ? "" : " "}`;
      const fix: Fix = {
        title: { en: "put a blank on each side", vi: "thêm dấu cách ở hai bên" },
        edits: [{ span: span(start, end), text: by }],
      };
      fault(report("LU1016", span(start, end), {}, { fixes: [fix] }));
    };

    const likeness = (image: string, start: number): void => {
      const end = start + image.length;
      const by = meant(image);
      const type = signs.get(by) ?? PUNCTUATION[by] ?? vocabulary.dictionary.get(by)?.at(-1)?.type;
      if (type === undefined) return;
      const args = { written: image, meant: by };
      const blank = (at: number): string =>
        /^[a-z]/.test(by) && /\S/.test(text[at] ?? " ") ? " " : "";
      const written = `${blank(start - 1)}${by}${blank(end)}`;
      fault(
        report("LU1007", span(start, end), args, { fixes: [replacement(start, end, written)] }),
      );
      push(type, by, start, end);
    };

    const bullet = (image: string, start: number): void => {
      const end = start + image.length;
      const star = image === "*";
      if (image !== "-" && !star) {
        const fixes = [replacement(start, end, "-")];
        fault(report("LU1007", span(start, end), { written: image, meant: "-" }, { fixes }));
      }
      if (!/[\s]/.test(text[end] ?? " ")) {
        const fixes = [replacement(start, end, star ? "* " : "- ")];
        fault(report("LU1019", span(start, end), { bullet: star ? "*" : "-" }, { fixes }));
      }
      push(star ? shapes.star : shapes.dash, star ? "*" : "-", start, end);
    };

    const junk = (index: number): number => {
      const first = from[index];
      if (first === undefined) return 1;
      const { startOffset: start } = first;
      const before = tokens.at(-1);
      if (first.image === "%" && before?.tokenType === shapes.number) {
        const from_ = before.startOffset - base;
        tokens.pop();
        push(shapes.percent, `${before.image}%`, from_, start + 1);
        const fixes = [replacement(from_, start + 1, `${before.image}%`)];
        fault(report("LU1017", span(from_, start + 1), { number: before.image }, { fixes }));
        return 1;
      }
      const follower = from[index + 1];
      if (first.image === "." && follower?.tokenType === raw.word && endsOperand(before)) {
        const end = follower.startOffset + follower.image.length;
        const fixes = [replacement(start, end, `.${follower.image}`)];
        fault(report("LU1055", span(start, end), {}, { fixes }));
        push(shapes.member, follower.image, start, end);
        return 2;
      }
      let count = 1;
      while (isJunkAt(index + count, start + count)) count += 1;
      const image = text.slice(start, start + count);
      const drop: Fix = {
        title: { en: "remove it", vi: "xóa đi" },
        edits: [{ span: span(start, start + count), text: "" }],
      };
      if ([...image].every((each) => INVISIBLE.test(each))) {
        const args = { character: codePoint(image), count };
        fault(report("LU1005", span(start, start + count), args, { fixes: [drop] }));
      } else {
        fault(
          report(
            "LU1006",
            span(start, start + count),
            { characters: image.slice(0, 40) },
            { fixes: [drop] },
          ),
          true,
        );
      }
      return count;
    };
    const isJunkAt = (index: number, offset: number): boolean => {
      const next = from[index];
      return next?.tokenType === raw.junk && next.startOffset === offset;
    };

    let index = 0;
    for (let token = from[index]; token !== undefined; token = from[index]) {
      const { image, startOffset: start, tokenType: type } = token;
      const end = start + image.length;
      let count = 1;
      if (type === raw.word) count = word(index);
      else if (type === raw.member) push(shapes.member, image.slice(1), start, end);
      else if (type === raw.string) string(image, start);
      else if (type === raw.number) number(image, start);
      else if (type === raw.punctuation || type === raw.arrow || type === sign)
        signed(image, start);
      else if (type === raw.criterionId) push(shapes.criterionId, image, start, end);
      else if (type === raw.bullet) bullet(image, start);
      else if (type === raw.rowStart) push(shapes.rowStart, image, start, end);
      else if (type === raw.negativeSign) push(shapes.negativeSign, image, start, end);
      else if (type === raw.mixed) {
        count = tokens.at(-1)?.tokenType === criterion ? looseId(index) : 0;
        if (count === 0) mixed(image, start);
        count = Math.max(1, count);
      } else if (type === raw.date) date(image, start);
      else if (type === raw.time) time(image, start);
      else if (type === raw.quotedName) quotedName(image, start);
      else if (type === raw.brokenNumber) brokenNumber(image, start);
      else if (type === raw.foreignDate) foreignDate(image, start);
      else if (type === raw.openString) openString(image, start);
      else if (type === raw.curlyString) curlyString(image, start);
      else if (type === lookAlike) likeness(image, start);
      else count = junk(index);
      index += count;
    }

    const comments = (found.groups["comments"] ?? []).map((each): Comment => {
      const image = each.image.trimEnd();
      const { startOffset: start } = each;
      return {
        text: image,
        span: span(start, start + image.length),
        ownLine: isFirstOnLine(text, start),
      };
    });
    return { tokens, comments, faults };
  };
  return run;
}

function isFirstOnLine(text: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && (text[at] === " " || text[at] === "\t" || text[at] === "\uFEFF")) at -= 1;
  return at < 0 || text[at] === "\n" || text[at] === "\r";
}

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

function endsOperand(token: IToken | undefined): boolean {
  return token !== undefined && OPERAND_ENDS.has(token.tokenType);
}
