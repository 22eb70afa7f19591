/**
 * Names of companies and persons: one form to compare, and whether two are alike.
 *
 * Text in, folded words or a yes out. Legal forms go, in Vietnamese, English, German and Chinese; common abbreviations become words. Nothing is
 * translated or transliterated: a name in Cyrillic and the same in Latin letters are two names.
 */
import { numbersIn, PhraseTable, settled } from "./phrases.ts";
import { comparableText, isNear } from "./similarity.ts";

function dropped(phrases: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(phrases.map((phrase) => [phrase, ""]));
}

/** Left out wherever they stand. */
const legalForms = [
  "cong ty",
  "cty",
  "ctcp",
  "ctytnhh",
  "co phan",
  "cp",
  "trach nhiem huu han",
  "tnhh",
  "tnhhmtv",
  "mot thanh vien",
  "1 thanh vien",
  "hai thanh vien",
  "hai thanh vien tro len",
  "2 thanh vien",
  "2 thanh vien tro len",
  "mtv",
  "1tv",
  "doanh nghiep tu nhan",
  "dntn",
  "company",
  "corp",
  "corporation",
  "inc",
  "incorporated",
  "ltd",
  "limited",
  "limited liability",
  "llc",
  "llp",
  "plc",
  "jsc",
  "joint stock",
  "one member",
  "single member",
  "gmbh",
  "pte",
  "pty",
  "sdn bhd",
  "gongsi",
  "gong si",
  "youxian gongsi",
  "you xian gong si",
  "youxian zeren gongsi",
  "you xian ze ren gong si",
  "gufen youxian gongsi",
  "gu fen you xian gong si",
];

/** The same thing written short. Folded as everything: `TM&DV` is two words, `XNK` is one. */
const shortForms = {
  xnk: "xuat nhap khau",
  tm: "thuong mai",
  dv: "dich vu",
  sx: "san xuat",
  tmdv: "thuong mai dich vu",
  sxtm: "san xuat thuong mai",
  vn: "viet nam",
  vietnam: "viet nam",
};

const phrases = new PhraseTable({ ...dropped(legalForms), ...shortForms });

/** Short ones that are words of names elsewhere: `co` is also cơ of cơ khí (mechanics). They count only at the end. */
const endings: ReadonlySet<string> = new Set(["co", "ag", "bv", "nv", "sa", "spa", "srl"]);

const chineseForm = /(?:股份)?(?:有限)?(?:责任|責任)?公司$/u;

/** `a b c` → `abc`: A.B.C. is written with and without its dots. */
function initialsJoined(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let isInitial = false;
  for (const word of words) {
    const single = /^[a-z]$/u.test(word);
    if (single && isInitial) joined.push(`${joined.pop() ?? ""}${word}`);
    else joined.push(word);
    isInitial = single;
  }
  return joined;
}

function withoutEnding(words: readonly string[]): readonly string[] {
  return endings.has(words.at(-1) ?? "") ? words.slice(0, -1) : words;
}

function withoutChineseForm(word: string): string {
  const bare = word.replace(chineseForm, "");
  return bare === "" ? word : bare;
}

/**
 * Folded, without legal forms: `Công ty TNHH MTV Hoàng Long` and `HOANG LONG CO., LTD` both become `hoang long`. A name of legal forms alone
 * keeps them, one of signs alone its signs.
 */
export function foldName(text: string): string {
  const words = comparableText(text).split(" ");
  return settled(words, (each) =>
    withoutEnding(phrases.replaced(initialsJoined(each).map(withoutChineseForm))),
  ).join(" ");
}

/** Equal, or at least 90 % similar with the same numbers: plant 1 and plant 2 are two plants. */
export function namesAlike(a: string, b: string): boolean {
  const left = foldName(a);
  const right = foldName(b);
  if (left === right) return true;
  return numbersIn(left.split(" ")) === numbersIn(right.split(" ")) && isNear(left, right);
}
