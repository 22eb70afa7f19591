// The traders of the simulated world: what each deals in, with whom, through which office, with which trucks. Made once from the seed.
// None of them does anything by itself; background.ts and the plans of planted/ make them declare.
import { exportGoods, type Goods, importGoods } from "../goods.ts";
import { day, MS_PER_DAY } from "../parts.ts";
import type { Random } from "../random.ts";
import type { HistoryParty, HistoryProfile } from "./rows.ts";
import { START } from "./time.ts";

export type Role = "ordinary" | "processing" | "exporter" | "bonded" | "temporary" | "courier";

export interface Trader {
  readonly taxCode: string;
  readonly name: string;
  readonly address: string;
  readonly role: Role;
  /** What it usually deals in; earlier ones more often. */
  readonly goods: readonly Goods[];
  readonly office: string;
  /** Customs broker who signs for it. */
  readonly declarant: string;
  readonly plates: readonly string[];
  /** Its own trade mark, which it may import (`ipr-licences.csv`). */
  readonly brand?: { readonly name: string; readonly usual: number };
  /** Number of its licence to import scrap. */
  readonly scrapLicence?: string;
  profile: HistoryProfile;
  /** Scans since the last suspicion; a trader of the background never has two among ten. */
  scansSinceSuspicion: number;
}

/** Importers the right holder has authorised, with the usual price of the genuine goods: as in the bindings. */
const BRANDS: Readonly<Record<number, Trader["brand"] & object>> = {
  1: { name: "TIDEMARK", usual: 9_000_000 },
  2: { name: "LUMENTA", usual: 6_500_000 },
  3: { name: "NOVARA", usual: 2_400_000 },
  5: { name: "KESTREL & ROE", usual: 1_800_000 },
  8: { name: "SAO BẮC", usual: 300_000 },
};

const NAMES =
  "An Bình,An Khang,Bảo Long,Bắc Hà,Cát Tường,Đông Đô,Gia Phát,Hải Đăng,Hồng Hà,Hưng Thịnh,Khải Hoàn,Lam Sơn,Mai Linh,Nhật Minh,Phương Đông,Quang Trung,Sông Hậu,Tây Đô,Thành Công,Vạn Xuân".split(
    ",",
  );
const KINDS = ["Công ty TNHH", "Công ty cổ phần", "Công ty TNHH MTV", "Doanh nghiệp tư nhân"];
const STREETS =
  "Bà Triệu,Cách Mạng Tháng Tám,Đinh Tiên Hoàng,Hoàng Diệu,Lạch Tray,Nguyễn Huệ,Phan Bội Châu,Quang Trung,Tô Hiệu,Võ Văn Kiệt".split(
    ",",
  );
const OFFICES = ["03CC", "02CI", "03CE", "01B1", "02B1", "15BB", "01E3"];
/** Codes of provinces on plates, those with ports and borders first. */
const PROVINCES = [15, 16, 51, 50, 29, 30, 12, 14, 61, 60, 34, 89, 99, 98, 17, 35, 36, 37, 43, 72];

export const SCRAP = ["3915", "4707", "7204", "7404", "7602"];
const PROCESSED = [
  "39021040",
  "52010000",
  "60062200",
  "85340090",
  "85423100",
  "39269059",
  "52094200",
];
const EXCISE = ["22083090", "24022020"];
/** What needs a special right or tempts: left to those who have a reason. */
const SPECIAL = ["2402", "2208", ...SCRAP];

/** No two of these letters look alike to a camera, and none stands where a digit stands. */
export function plate(random: Random, used: Set<string>): string {
  for (;;) {
    const number = String(random.below(100_000)).padStart(5, "0");
    const text = `${random.pickEarly(PROVINCES)}${random.pick(["C", "D", "H"])}-${number.slice(0, 3)}.${number.slice(3)}`;
    if (used.has(text)) continue;
    used.add(text);
    return text;
  }
}

export function taxCode(index: number): string {
  return `0300${String(index).padStart(6, "0")}`;
}

function roleOf(index: number): Role {
  if (index % 16 === 5 && index > 20) return "processing";
  if (index % 50 === 11) return "bonded";
  if (index % 40 === 9) return "temporary";
  return index % 7 === 3 && index > 8 ? "exporter" : "ordinary";
}

function goodsFor(random: Random, index: number, role: Role): Goods[] {
  const pool = (prefixes: readonly string[], wanted: boolean): Goods[] =>
    importGoods.filter(({ hs }) => prefixes.some((prefix) => hs.startsWith(prefix)) === wanted);
  if (role === "bonded") return pool(EXCISE, true);
  if (role === "processing") return [random.pick(pool(PROCESSED, true))];
  if (role === "exporter") return [random.pick(ordinaryExports), random.pick(ordinaryExports)];
  const usual = pool(SPECIAL, false);
  const count = Math.min(6, 2 + Math.floor(200 / (index + 40)) + random.below(3));
  const goods = Array.from({ length: count }, () => random.pick(usual));
  // One trader in thirty deals in scrap, with the licence for it.
  if (index % 30 === 17) goods.push(random.pick(pool(SCRAP, true)));
  const watch = importGoods.find(({ hs }) => hs === "91021100");
  if (BRANDS[index] !== undefined && watch !== undefined) goods.push(watch);
  return [...new Set(goods)];
}

const ordinaryExports = exportGoods;

/** First moment of a date that many days from the start of the run. */
export function dayFromStart(days: number): string {
  return day(START + days * MS_PER_DAY);
}

const RANKS = [3, 4, 2, 4, 5, 3, 4, 6, 4, 3];
const LEVELS = [2, 3, 3, 2, 3, 4, 3, 2, 3, 3];

function profileFor(random: Random, index: number): HistoryProfile {
  const priority = index === 2 || index === 7;
  // A few small firms live in one house: five of them make a cluster, none imports much for its capital.
  const small = index > 200 && index % 97 < 5;
  return {
    compliance_level: priority ? 1 : random.pick(LEVELS),
    risk_rank: priority ? 1 : random.pick(RANKS),
    priority,
    focus: random.chance(0.03),
    established_on: `${random.between(1995, 2023)}-${String(random.between(1, 12)).padStart(2, "0")}-01`,
    capital: random.between(small ? 1 : 2, small ? 3 : 400) * 1_000_000_000,
    employees: small ? random.between(2, 6) : random.between(4, 900),
    residential: small,
    address_cluster: small ? `KV${Math.floor(index / 97)}` : `KV${9_000 + index}`,
    owner_ids: [`OWN${10_000 + index}`],
  };
}

export interface NewTrader {
  readonly index: number;
  readonly role?: Role;
  readonly plates: Set<string>;
}

export function createTrader(
  random: Random,
  { index, plates, role = roleOf(index) }: NewTrader,
): Trader {
  const goods = goodsFor(random, index, role);
  const brand = BRANDS[index];
  const trucks = 1 + random.below(3) + Math.min(60, Math.floor(1_500 / index));
  return {
    taxCode: taxCode(index),
    name: `${random.pick(KINDS)} ${random.pick(NAMES)} ${index}`,
    address: `${random.between(1, 400)} ${random.pick(STREETS)}`,
    role,
    goods,
    office: random.pickEarly(OFFICES),
    declarant: `DL${String(1 + (index % 180)).padStart(4, "0")}`,
    plates: Array.from({ length: trucks }, () => plate(random, plates)),
    ...(brand === undefined ? {} : { brand }),
    ...(isScrapDealer(goods) ? { scrapLicence: `GPMT-${10_000 + index}` } : {}),
    profile: profileFor(random, index),
    scansSinceSuspicion: 99,
  };
}

function isScrapDealer(goods: readonly Goods[]): boolean {
  return goods.some(({ hs }) => SCRAP.some((prefix) => hs.startsWith(prefix)));
}

/** Three suppliers for each country of a trader, always the same. */
export function supplierOf(trader: Trader, country: string, choice: number): HistoryParty {
  const place = ["Harbour Road", "Station Street", "Mill Lane"][choice % 3] ?? "Harbour Road";
  const number = Number(trader.taxCode.slice(4)) * 3 + (choice % 3);
  return {
    name: `${["Pacific", "Golden", "Northern"][choice % 3] ?? "Blue"} ${country} Trading ${number} Ltd`,
    address: `${1 + (number % 300)} ${place}`,
    country,
    profile: { priority: false, focus: false, owner_ids: [`FOREIGN${country}${number}`] },
  };
}

/** The trader as it stands on a declaration. */
export function partyOf(trader: Trader): HistoryParty {
  return {
    tax_code: trader.taxCode,
    name: trader.name,
    address: trader.address,
    country: "VN",
    profile: { ...trader.profile },
  };
}
