/**
 * Addresses: one form to compare, and whether two are alike.
 *
 * Text in, folded words or a yes out. Vietnamese and English abbreviations become words, words that are as often left out go. No gazetteer: a
 * street that was renamed is another street. Clusters made outside are better where there are some.
 */
import { numbersIn, PhraseTable, settled } from "./phrases.ts";
import { comparableText, isNear } from "./similarity.ts";

const phrases = new PhraseTable({
  // Kinds of places.
  p: "phuong",
  q: "quan",
  h: "huyen",
  x: "xa",
  tx: "thi xa",
  tt: "thi tran",
  kp: "khu pho",
  kcn: "khu cong nghiep",
  kcx: "khu che xuat",
  kkt: "khu kinh te",
  ccn: "cum cong nghiep",
  kdc: "khu dan cu",
  kdt: "khu do thi",
  ql: "quoc lo",
  dist: "district",
  rd: "road",
  str: "street",
  ave: "avenue",
  // Cities with a short name.
  "tp hcm": "ho chi minh",
  tphcm: "ho chi minh",
  hcm: "ho chi minh",
  hcmc: "ho chi minh",
  hn: "ha noi",
  hanoi: "ha noi",
  // As often left out as written.
  so: "",
  no: "",
  duong: "",
  tp: "",
  "thanh pho": "",
  city: "",
  tinh: "",
  province: "",
  vn: "",
  vietnam: "",
  "viet nam": "",
});

/** `q1` → `q 1`: a number glued to its word. */
function ungluedWords(text: string): readonly string[] {
  return text
    .replace(/(\p{L})(?=\p{Nd})/gu, "$1 ")
    .replace(/(\p{Nd})(?=\p{L})/gu, "$1 ")
    .split(" ");
}

/** `đ.` before the name of a street; before a number it is the name of the street itself (D3). */
function withoutStreetSign(words: readonly string[]): readonly string[] {
  return words.filter((word, at) => word !== "d" || /^\p{Nd}/u.test(words[at + 1] ?? "0"));
}

/** Folded, abbreviations written out: `12A đ. Nguyễn Trãi, P.5, Q.1, TP.HCM` becomes `12 a nguyen trai phuong 5 quan 1 ho chi minh`. */
export function foldAddress(text: string): string {
  const words = ungluedWords(comparableText(text));
  return settled(words, (each) => phrases.replaced(withoutStreetSign(each))).join(" ");
}

/** Words of `a` that `b` has not, each as often as it is there too many; in order of the alphabet. */
function surplus(a: readonly string[], b: readonly string[]): string {
  const left = new Map<string, number>();
  for (const word of b) left.set(word, (left.get(word) ?? 0) + 1);
  return a
    .filter((word) => {
      const count = left.get(word) ?? 0;
      left.set(word, count - 1);
      return count <= 0;
    })
    .toSorted()
    .join(" ");
}

/**
 * The same numbers, and of all letters at least nine tenths the same, whatever the order of the words: words both have are set aside, the rest
 * is compared letter by letter.
 */
export function addressesAlike(a: string, b: string): boolean {
  const [left, right] = [foldAddress(a), foldAddress(b)];
  if (left === right) return true;
  const [x, y] = [left.split(" "), right.split(" ")];
  if (numbersIn(x.toSorted()) !== numbersIn(y.toSorted())) return false;
  const rest = [surplus(x, y), surplus(y, x)] as const;
  return isNear(rest[0], rest[1], Math.max(left.length, right.length));
}
