/**
 * The raw lexer: shapes of text only. `lex.ts` turns its tokens into words of the language.
 *
 * Every pattern has explicit letter classes and none has the `u` flag, which the library would drop. The last pattern takes
 * whatever no other one takes, so there are no lexer errors, and every first character is known, so it is always fast.
 */
import { createToken, Lexer, type TokenType } from "chevrotain";
import { BLANKS, LETTERS, NAME_PART, NAME_START } from "../source/letters.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Signs people write for ours; each is one error with a fix. Signs of the operator table are never here. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  "==": "=",
  "<>": "!=",
  "≠": "!=",
  "=<": "<=",
  "≤": "<=",
  "=>": ">=",
  "≥": ">=",
  "&&": "and",
  "&": "and",
  ":=": "=",
  "..": "to",
  "!": "not",
  "×": "*",
  "÷": "/",
  "→": "->",
  "−": "-",
  "–": "-",
  "—": "-",
  "•": "-",
  ";": ",",
};

/** Already reported when the file was read, or harmless: blanks for the lexer. */
const IGNORED = `${BLANKS}\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\uFFFD\\u202A-\\u202E\\u2066-\\u2069`;

const LINE_START = "(?<=(?:^|[\\r\\n])[ \\t]*)";

export const raw = {
  blank: createToken({ name: "blank", pattern: new RegExp(`[${IGNORED}]+`), group: Lexer.SKIPPED }),
  comment: createToken({
    name: "comment",
    pattern: /--[^\r\n]*/,
    group: "comments",
    start_chars_hint: ["-"],
  }),
  string: createToken({
    name: "rawString",
    pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/,
    start_chars_hint: ['"'],
  }),
  openString: createToken({
    name: "openString",
    pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/,
    start_chars_hint: ['"'],
  }),
  curlyString: createToken({
    name: "curlyString",
    pattern: /[“”„‟«][^“”„‟«»"\r\n]*[“”»"]|[‘’'][^‘’'\r\n]*[‘’']/,
    start_chars_hint: ["“", "”", "„", "‟", "«", "‘", "’", "'"],
  }),
  quotedName: createToken({ name: "quotedName", pattern: /`[^`\r\n]*`/, start_chars_hint: ["`"] }),
  member: createToken({
    name: "rawMember",
    pattern: new RegExp(`\\.[${NAME_START}][${NAME_PART}]*`),
  }),
  date: createToken({
    name: "rawDate",
    pattern: new RegExp(
      `[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:T[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?(?![${NAME_PART}-])`,
    ),
  }),
  foreignDate: createToken({
    name: "foreignDate",
    pattern:
      /[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}(?![0-9])|[0-9]{4}([/.])[0-9]{1,2}\2[0-9]{1,2}(?![0-9])/,
    start_chars_hint: [..."0123456789"],
  }),
  time: createToken({ name: "rawTime", pattern: /[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])/ }),
  brokenNumber: createToken({
    name: "brokenNumber",
    pattern: /[0-9]+(?:[.,][0-9]+)*,[0-9]+(?:[.,][0-9]+)*%?|[0-9]+(?:\.[0-9]+){2,}%?/,
  }),
  mixed: createToken({
    name: "mixed",
    pattern: new RegExp(`[0-9][0-9_]*(?:\\.[0-9]+)?[A-Za-z${LETTERS}][${NAME_PART}]*`),
  }),
  number: createToken({ name: "rawNumber", pattern: /[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?%?/ }),
  /** Bounded, so that a long run of `A-A-A-` is not read again from each of its letters. */
  criterionId: createToken({
    name: "rawCriterionId",
    pattern: new RegExp(`[A-Z][A-Z0-9]{0,19}(?:-[A-Z0-9]{1,20}){1,7}(?![${NAME_PART}-])`),
  }),
  word: createToken({ name: "word", pattern: new RegExp(`[${NAME_START}][${NAME_PART}]*`) }),
  /** `-` or `*` first on a line; a number or an arrow behind the dash makes it something else. */
  bullet: createToken({
    name: "bullet",
    pattern: new RegExp(`${LINE_START}(?:[-–—•](?![-0-9>])|\\*)`),
    start_chars_hint: ["-", "–", "—", "•", "*"],
  }),
  rowStart: createToken({
    name: "rawRowStart",
    pattern: new RegExp(`${LINE_START}\\|`),
    start_chars_hint: ["|"],
  }),
  negativeSign: createToken({
    name: "rawNegativeSign",
    pattern: new RegExp(`(?<![${NAME_PART})"\`%])-(?=[0-9])`),
    start_chars_hint: ["-"],
  }),
  /** Letters and signs of East Asian width, as an input method for Chinese or Japanese writes them. */
  fullWidth: createToken({
    name: "fullWidth",
    pattern: /[\uFF01-\uFF5E]+/,
    start_chars_hint: [0xff01, 0xff5e],
  }),
  arrow: createToken({ name: "rawArrow", pattern: /->/ }),
  punctuation: createToken({ name: "punctuation", pattern: /[(),:|]/ }),
  junk: createToken({
    name: "junk",
    pattern:
      /[!#$%&';?@[\]\\^`{}~./<>=+*\u0080-\u0084\u0086-\u009F\u00A1-\u00BF\u00D7\u00F7\u0250-\u167F\u1681-\u1DFF\u1F00-\u1FFF\u200B-\u2027\u2030-\u205E\u2060-\u2065\u206A-\u2FFF\u3001-\uFEFE\uFF00-\uFFFC\uFFFE\uFFFF]/,
  }),
} as const;

export interface RawLexer {
  readonly lexer: Lexer;
  readonly sign: TokenType;
  readonly lookAlike: TokenType;
  /** What a look-alike stands for, as text. */
  readonly meant: (image: string) => string;
}

export function createRawLexer(vocabulary: Vocabulary): RawLexer {
  const signs = vocabulary.signs.map(({ sign }) => sign);
  const likes = Object.keys(LOOK_ALIKES).filter((each) => !signs.includes(each));
  const sign = oneOf("sign", signs);
  const lookAlike = oneOf("lookAlike", likes);
  const { blank, comment, string, openString, curlyString, quotedName, member } = raw;
  const lexer = new Lexer(
    [
      blank,
      raw.criterionId,
      raw.word,
      comment,
      string,
      openString,
      curlyString,
      quotedName,
      member,
      raw.date,
      raw.foreignDate,
      raw.time,
      raw.brokenNumber,
      raw.mixed,
      raw.number,
      raw.bullet,
      raw.rowStart,
      raw.negativeSign,
      raw.fullWidth,
      raw.arrow,
      lookAlike,
      sign,
      raw.punctuation,
      raw.junk,
    ],
    { ensureOptimizations: true, positionTracking: "onlyOffset", skipValidations: true },
  );
  return { lexer, sign, lookAlike, meant: (image) => LOOK_ALIKES[image] ?? image };
}

/** Alternatives longest first; `!` must not eat the start of `!=`. */
function oneOf(name: string, texts: readonly string[]): TokenType {
  const sorted = texts.toSorted((a, b) => b.length - a.length);
  const pattern = sorted.map((each) => (each === "!" ? "!(?!=)" : escaped(each))).join("|");
  return createToken({
    name,
    pattern: new RegExp(pattern),
    start_chars_hint: [...new Set(sorted.map((each) => each.charAt(0)))],
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
