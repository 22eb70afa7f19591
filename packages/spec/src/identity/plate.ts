/**
 * Licence plates as they are typed and as cameras read them: one form to compare, the country, the province.
 *
 * Text in; a normal form, a yes or no, codes out. Any text is taken, of any script, and none is rejected: what has no known form still
 * compares. Plates of two vehicles in one text (lorry and trailer) are not taken apart.
 *
 * Forms of Viet Nam: Circular 24/2023/TT-BCA (civil, diplomatic), Circular 169/2021/TT-BQP (military). Foreign forms are those seen at its
 * land borders.
 */
import { isOneConfused } from "./confusables.ts";

/** Digits of scripts on plates, by the code point of their zero: Thai, Lao, Khmer, Myanmar. */
const zeros = [0x0e50, 0x0ed0, 0x17e0, 0x1040] as const;

const letterOrDigit = /[\p{L}\p{Nd}]/u;

/** What typists and cameras write for the same sign of a Chinese plate: the traditional character for the one on the plate. */
const simplified: Readonly<Record<string, string>> = {
  滬: "沪",
  遼: "辽",
  魯: "鲁",
  蘇: "苏",
  贛: "赣",
  晉: "晋",
  陝: "陕",
  閩: "闽",
  貴: "贵",
  粵: "粤",
  雲: "云",
  寧: "宁",
  瓊: "琼",
  學: "学",
  領: "领",
  掛: "挂",
};

function plateCharacter(character: string): string {
  if (character >= "0" && character <= "Z" && letterOrDigit.test(character)) return character;
  if (character === "Đ" || character === "Ð" || character === "Ɖ") return "D";
  const point = character.codePointAt(0) ?? 0;
  const zero = zeros.find((each) => point >= each && point < each + 10);
  if (zero !== undefined) return String(point - zero);
  if (!letterOrDigit.test(character)) return "";
  return simplified[character] ?? character;
}

/**
 * Capitals and digits alone: full-width characters plain, accents gone, Đ as D, digits of other scripts as 0 to 9, Chinese provinces as the
 * plate has them. `29c-123.45` becomes `29C12345`, `粵B·12345` becomes `粤B12345`.
 */
export function normalisePlate(text: string): string {
  const plain = text.normalize("NFKD").toUpperCase().normalize("NFKD");
  let plate = "";
  for (const character of plain) plate += plateCharacter(character);
  // Syllables of Hangul come apart above; here they are put together again.
  return plate.normalize("NFC");
}

/** The same plate, or one misread character away from it. Symmetric, not transitive. */
export function platesAlike(a: string, b: string): boolean {
  const left = normalisePlate(a);
  const right = normalisePlate(b);
  // Of signs alone nothing is left: such texts are alike only as they stand.
  if (left === "" || right === "") return a.normalize("NFC") === b.normalize("NFC");
  return left === right || isOneConfused(left, right);
}

/* ------------------------------------------------------------------ forms */

export interface PlateForm {
  /** ISO 3166-1 alpha-2. */
  readonly country: "VN" | "LA" | "KH" | "CN" | "TH";
  /** Two digits (VN) or one character (CN); null where the plate does not tell. */
  readonly province: string | null;
}

/** Codes of provinces run from 11 to 99 with these gaps; those of merged provinces stay on their plates. */
const unusedProvinces: ReadonlySet<string> = new Set("13 42 44 45 46 87 91 96".split(" "));

/** Letters of a series: I, J, O, Q, R and W are not used, R but for trailers. */
const S = "[ABCDEFGHKLMNPSTUVXYZ]";

/** After the two digits of the province. */
const vietnameseForms: readonly RegExp[] = [
  // One or two letters, four digits (old) or five: 29C-123.45, 51LD-012.34, 29R-012.34, 30-NG-123.45.
  new RegExp(`^(?:${S}{1,2}|R|RM|QT)\\d{4,5}$`, "u"),
  // Motorcycles: a letter, a digit, five digits; electric ones MĐ.
  new RegExp(`^(?:${S}|MD)[1-9]\\d{5}$`, "u"),
  // Diplomatic, the country before the letters: 80-731-NG-01.
  /^\d{3}(?:NG|NN|QT|CV)\d{2}$/u,
];

/** Two letters of the unit, the first of its branch, and four digits or five: TM-12-34. */
const military = /^[ABCDHKNPQTV][A-HK-NP-VXYZ]\d{4,5}$/u;

const chinese =
  /^([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])[A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领]$/u;

const otherForms: readonly (readonly [country: PlateForm["country"], form: RegExp])[] = [
  ["VN", military],
  ["KH", /^\p{Script=Khmer}*[1-4][A-Z]{1,2}\d{4}\p{Script=Khmer}*$/u],
  ["LA", /^\p{Script=Lao}{2,}\d{4}$/u],
  ["TH", /^\d?\p{Script=Thai}{1,3}\d{1,4}\p{Script=Thai}*$/u],
];

function isVietnamese(plate: string): boolean {
  const province = plate.slice(0, 2);
  if (!/^[1-9]\d$/u.test(province) || province === "10" || unusedProvinces.has(province)) {
    return false;
  }
  return vietnameseForms.some((form) => form.test(plate.slice(2)));
}

/** What the form of a plate tells; undefined when it is no form known here. */
export function plateForm(text: string): PlateForm | undefined {
  const plate = normalisePlate(text);
  if (isVietnamese(plate)) return { country: "VN", province: plate.slice(0, 2) };
  const [, province] = chinese.exec(plate) ?? [];
  if (province !== undefined) return { country: "CN", province };
  const other = otherForms.find(([, form]) => form.test(plate));
  return other === undefined ? undefined : { country: other[0], province: null };
}

/** Has it the form of a plate of Viet Nam, Laos, Cambodia, China or Thailand? */
export function isPlate(text: string): boolean {
  return plateForm(text) !== undefined;
}
