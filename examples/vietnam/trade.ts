// Facts the generator draws from beside the goods: ports, offices, exchange rates, trade agreements, traders.
// All invented but for codes and names of countries and ports.
import type { Profile } from "./declaration.ts";
import type { Goods } from "./goods.ts";
import type { Random } from "./random.ts";

/** First: the usual port by sea; second: by air, where there is one. */
export const portsOf: Readonly<Record<string, readonly string[]>> = {
  AE: ["AEJEA", "AEDXB"],
  AU: ["AUMEL"],
  BD: ["BDCGP"],
  BR: ["BRSSZ"],
  CH: ["ITGOA"],
  CN: ["CNSHA", "CNSZX", "CNNGB", "CNYTN"],
  DE: ["DEHAM", "DEFRA"],
  FR: ["FRLEH"],
  GB: ["GBFXT"],
  HK: ["HKHKG"],
  ID: ["IDJKT"],
  IN: ["INNSA"],
  IT: ["ITGOA"],
  JP: ["JPYOK", "JPNRT", "JPTYO"],
  KE: ["KEMBA"],
  KH: ["KHPNH"],
  KR: ["KRPUS", "KRINC"],
  MY: ["MYPKG"],
  NG: ["NGAPP"],
  NZ: ["NZAKL"],
  SA: ["AEJEA"],
  SG: ["SGSIN"],
  TH: ["THLCH", "THBKK"],
  TW: ["TWKHH", "TWTPE"],
  US: ["USLAX", "USLGB", "USNYC"],
};

/** Hubs through which goods of a country may come under its agreement. */
export const hubsOf: Readonly<Record<string, readonly string[]>> = {
  CN: ["HK", "SG"],
  KR: ["SG", "HK"],
  JP: ["SG", "HK"],
  TH: ["SG", "MY"],
  ID: ["SG", "MY"],
  MY: ["SG"],
  IN: ["SG", "MY"],
  AU: ["SG"],
  NZ: ["SG"],
};

export const agreementOf: Readonly<Record<string, string>> = {
  CN: "B05",
  KR: "B06",
  AU: "B07",
  NZ: "B07",
  IN: "B08",
  JP: "B09",
  TH: "B04",
  ID: "B04",
  MY: "B04",
  KH: "B04",
  SG: "B04",
};

/** VND for one unit, and decimals. */
export const currencies: Readonly<
  Record<string, { readonly rate: number; readonly digits: number }>
> = {
  USD: { rate: 25_400, digits: 2 },
  EUR: { rate: 27_600, digits: 2 },
  CNY: { rate: 3_500, digits: 2 },
  JPY: { rate: 166, digits: 0 },
  KRW: { rate: 18.4, digits: 0 },
};

export const currencyOf: Readonly<Record<string, string>> = {
  CN: "CNY",
  JP: "JPY",
  KR: "KRW",
  DE: "EUR",
  FR: "EUR",
  IT: "EUR",
};

/** Permit asked for goods of an HS prefix; the longest prefix counts. */
export const permitOf: readonly (readonly [string, string])[] = [
  ["02", "QUAR"],
  ["03", "QUAR"],
  ["07", "QUAR"],
  ["08", "QUAR"],
  ["1905", "FOOD"],
  ["210690", "FOOD"],
  ["2204", "FOOD"],
  ["2208", "FOOD"],
  ["3004", "DRUG"],
  ["380891", "CHEM"],
  ["292211", "PREC"],
  ["851713", "TELE"],
  ["8703", "AUTO"],
  ["901812", "QUAL"],
  ["3915", "ENV"],
  ["4707", "ENV"],
  ["7204", "ENV"],
  ["7404", "ENV"],
];

export interface Trader {
  readonly taxCode: string;
  readonly name: string;
  readonly address: string;
  readonly goods: readonly Goods[];
  readonly office: string;
  readonly profile: Profile;
}

const NAMES = [
  "An Phú",
  "Bình Minh",
  "Cửu Long",
  "Đại Dương",
  "Hải Âu",
  "Hoàng Gia",
  "Kim Long",
  "Minh Quang",
  "Nam Sơn",
  "Phú Thịnh",
  "Sao Mai",
  "Tân Tiến",
  "Thiên Hà",
  "Trường Sơn",
  "Việt Hưng",
];
const KINDS = ["Công ty TNHH", "Công ty cổ phần", "Doanh nghiệp tư nhân"];
const STREETS = [
  "Lê Lợi",
  "Trần Phú",
  "Nguyễn Trãi",
  "Hai Bà Trưng",
  "Lý Thường Kiệt",
  "Điện Biên Phủ",
];
const OFFICES = ["03CC", "02CI", "03CE", "01B1", "02B1", "15BB", "01E3"];

/** Levels of compliance as they are usual: few of the best, few of the worst. */
const LEVELS = [2, 3, 3, 2, 3, 4, 3, 2, 3, 3, 4, 2, 3, 5];
const RANKS = [3, 4, 2, 4, 5, 3, 4, 6, 4, 3];

/** Goods that indicators and permits are about; the largest traders of the example stay away from them. */
const SENSITIVE = ["2204", "2208", "2402", "3915", "4707", "7204", "7404", "8703", "9102"];
const LARGE = 30;

function isEveryday(goods: Goods): boolean {
  return !SENSITIVE.some((prefix) => goods.hs.startsWith(prefix));
}

/** The first ones trade most (`Random.pickEarly`); two of them are priority enterprises. */
export function createTraders(random: Random, count: number, trade: readonly Goods[]): Trader[] {
  return Array.from({ length: count }, (_, index) => {
    const choice = index < LARGE ? trade.filter(isEveryday) : trade;
    const goods = Array.from({ length: random.between(2, 6) }, () => random.pick(choice));
    const priority = index === 2 || index === 7;
    return {
      taxCode: `0300${String(index + 1).padStart(6, "0")}`,
      name: `${random.pick(KINDS)} ${random.pick(NAMES)} ${index + 1}`,
      address: `${random.between(1, 400)} ${random.pick(STREETS)}`,
      goods,
      office: random.pickEarly(OFFICES),
      profile: {
        compliance_level: priority ? 1 : random.pick(LEVELS),
        risk_rank: priority ? 1 : random.pick(RANKS),
        priority,
        focus: random.chance(0.03),
        established_on: `${random.between(1995, 2024)}-${two(random.between(1, 12))}-01`,
        capital: random.between(2, 400) * 1_000_000_000,
        employees: random.between(4, 900),
        residential: random.chance(0.08),
        address_traders: random.between(1, 4),
        owner_ids: [`OWN${random.between(1, 9_999)}`],
        activity_days_365: random.between(20, 250),
        declarations_7: random.between(1, 30),
        declarations_365: random.between(40, 2_000),
        value_30: random.between(1, 90) * 1_000_000_000,
        headings_seen: [...new Set(goods.map((each) => each.hs.slice(0, 4)))].sort(),
        scans_suspect_10: index >= LARGE && random.chance(0.06) ? 2 : random.below(2),
        scans_violation_10: index >= LARGE && random.chance(0.02) ? 1 : 0,
        findings_365: random.chance(0.1) ? random.between(1, 4) : 0,
        tax_overdue_days: index >= LARGE && random.chance(0.03) ? random.between(91, 400) : 0,
      },
    };
  });
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
