// Ordinary declarations: sums that agree, prices and weights as they are in an honest trade, permits where goods need them.
// Whatever is drawn comes from the `Random` given. Plans of planted/ bend what is made here.
import { type Goods, importGoods, rareGoods } from "../goods.ts";
import { day, MS_PER_DAY, moneyFrom, round, totalOf } from "../parts.ts";
import { agreementOf, currencyOf, hubsOf, permitOf, portsOf } from "../trade.ts";
import type { HistoryDeclaration, HistoryItem } from "./rows.ts";
import { instant } from "./time.ts";
import { partyOf, supplierOf, type Trader } from "./traders.ts";
import type { Random } from "./world.ts";

export interface Draft {
  readonly random: Random;
  readonly trader: Trader;
  /** Local moment of registration. */
  readonly at: number;
  readonly no: string;
}

export function goodsOf(hs: string): Goods {
  const found = [...importGoods, ...Object.values(rareGoods)].find((each) => each.hs === hs);
  if (found === undefined) throw new RangeError(`no goods ${hs}`);
  return found;
}

/* ------------------------------------------------------------------ lines */

/** What goods cost more when they come from where the better ones are made, as the reference prices say. */
const dearer: Readonly<Record<string, number>> = {
  "64039990 IT": 1.9,
  "91021100 CH": 3.8,
  "22042111 FR": 1.65,
  "85171300 KR": 1.3,
};

/** VND for one unit, the middle of what is usual for the origin; whole dong. */
export function usualPrice(goods: Goods, origin: string): number {
  return Math.round(goods.price * (dearer[`${goods.hs} ${origin}`] ?? 1));
}

/**
 * Declarants know what customs accepts and do not go below it: a fifth of all prices lies exactly at that floor. So the lowest tenth of a
 * history is the floor itself, and an honest line is hardly ever below it.
 */
const PRICE_FLOOR = 0.93;

export function drawnPrice(random: Random, goods: Goods, origin: string): number {
  return Math.round(usualPrice(goods, origin) * Math.max(PRICE_FLOOR, random.factor(0.09)));
}

/** Hundredths of the usual weight. Each is frequent, so that the hundredth part of a history lies among them. */
const WEIGHTS = [98, 99, 100, 101, 102];

/** kg, with as many decimals as it takes: the weight of one unit comes out the same for every quantity. */
export function netWeight(goods: Goods, quantity: number, hundredths: number): number {
  const share = goods.unit === "KGM" && goods.kgPerUnit === 1 ? 100 : hundredths;
  return (quantity * Math.round(goods.kgPerUnit * 100) * share) / 10_000;
}

export function line(random: Random, goods: Goods, origin: string, lineNo: number): HistoryItem {
  const quantity = Math.max(1, Math.round(goods.usual * random.factor(0.5)));
  const agreement = agreementOf[origin];
  const preferential = agreement !== undefined && goods.duty > 0 && random.chance(0.4);
  return {
    line_no: lineNo,
    hs: goods.hs,
    description: `${goods.description}, mới 100%`,
    origin,
    tariff_schedule: preferential ? agreement : "B01",
    duty_rate: preferential ? 0 : goods.duty,
    quantity: { value: quantity, unit: goods.unit },
    net_weight: netWeight(goods, quantity, random.pick(WEIGHTS)),
    customs_value: quantity * drawnPrice(random, goods, origin),
    brands: [],
  };
}

/** One to twenty lines, mostly few; all of one consignment come from one country. */
function lines({ random, trader }: Draft, origin: string): HistoryItem[] {
  const count = Math.min(20, Math.ceil(0.5 / (random.next() + 0.02)));
  const known = trader.goods.filter(({ origins }) => origins.includes(origin));
  return Array.from({ length: count }, (_, index) => {
    const goods = random.pickEarly(known);
    const item = line(random, goods, origin, index + 1);
    if (trader.brand !== undefined && goods.hs === "91021100" && random.chance(0.1)) {
      item.brands = [{ name: trader.brand.name }];
      item.customs_value =
        item.quantity.value * Math.max(usualPrice(goods, origin), trader.brand.usual);
    }
    return item;
  });
}

/** Makes what depends on the lines agree with them: values, invoice, weights, packages, subheadings. */
export function settle(declaration: HistoryDeclaration): void {
  const { items, invoice } = declaration;
  for (const item of items) {
    item.invoice_value = moneyFrom(item.customs_value, invoice.total.currency);
  }
  invoice.total = totalOf(items, invoice.total.currency);
  declaration.total_customs_value = items.reduce((sum, item) => sum + item.customs_value, 0);
  const net = items.reduce((sum, item) => sum + (item.net_weight ?? 0), 0);
  declaration.gross_weight = round(net * 1.06 + 2, 1);
  declaration.packages = packagesFor(items, declaration.gross_weight);
  declaration.hs_subheadings = [...new Set(items.map(({ hs }) => hs.slice(0, 6)))].sort();
}

/** Packages of eighteen kilograms, or one for each heavy thing. */
function packagesFor(items: readonly HistoryItem[], gross: number): number {
  const heavy = items.filter((item) => (item.net_weight ?? 0) / item.quantity.value > 100);
  if (heavy.length === items.length) {
    return items.reduce((sum, item) => sum + item.quantity.value, 0);
  }
  return Math.max(1, Math.ceil(gross / 18));
}

/* ------------------------------------------------------------------ declarations */

export function importDeclaration(draft: Draft): HistoryDeclaration {
  const { random, trader } = draft;
  const origin = random.pick(random.pickEarly(trader.goods).origins);
  const road = trader.office === "15BB" && origin === "CN";
  const declaration = base(draft, lines(draft, origin), regimeOf(draft));
  declaration.exporter = supplierOf(trader, origin, random.below(3));
  declaration.consignee = { name: trader.name, address: trader.address, country: "VN" };
  setRoute(declaration, draft, origin, road);
  declaration.permits = permitsFor(declaration, draft);
  addTransport(declaration, draft);
  return declaration;
}

export function exportDeclaration(draft: Draft): HistoryDeclaration {
  const { random, trader } = draft;
  const destination = random.pick(["US", "JP", "KR", "CN", "DE", "NL", "AU"]);
  const items = lines(draft, "VN");
  const declaration = base(draft, items, random.pickEarly(["B11", "B13"]));
  declaration.exporter = declaration.importer;
  declaration.importer = supplierOf(trader, destination, random.below(3));
  declaration.office = trader.office === "15BB" ? "03CC" : trader.office;
  declaration.loading_port = "VNHPH";
  declaration.loading_country = "VN";
  declaration.destination_country = destination;
  addTransport(declaration, draft);
  // A dual-use thing leaves with its licence, whatever the destination.
  if (items.some(({ hs }) => hs === "88062100")) {
    declaration.permits = [{ kind: "DUAL", number: `DUAL-${draft.no.slice(-5)}` }];
  }
  return declaration;
}

function regimeOf({ random, trader }: Draft): string {
  if (trader.role === "processing") return random.pick(["E31", "E21"]);
  return random.pickEarly(["A11", "A12", "A41", "E11", "H11"]);
}

function base(
  { random, trader, at, no }: Draft,
  items: HistoryItem[],
  regime: string,
): HistoryDeclaration {
  const currency = random.chance(0.8) ? "USD" : (currencyOf[items[0]?.origin ?? "CN"] ?? "USD");
  const incoterm = random.pickEarly(["CIF", "FOB", "CFR", "EXW", "FCA", "CIP", "DAP"]);
  const declaration: HistoryDeclaration = {
    declaration_no: no,
    revision: 0,
    regime,
    party_class: "4",
    mode: "2",
    office: trader.office,
    registered_at: instant(at),
    importer: partyOf(trader),
    exporter: { name: "" },
    declarant: trader.declarant,
    bills: [],
    packages: 1,
    package_unit: "CT",
    gross_weight: 0,
    loading_port: "CNSHA",
    loading_country: "CN",
    route_ports: [],
    containers: [],
    permits: [],
    other_laws: [],
    invoice: {
      kind: "A",
      number: `INV-${random.between(10_000, 99_999)}`,
      issued_on: day(at - random.between(5, 60) * MS_PER_DAY),
      total: { amount: 0, currency },
      incoterm,
      payment: random.pickEarly(["TTR", "LC", "DP", "OA", "KC", "CASH"]),
    },
    valuation_method: random.chance(0.015) ? "7" : random.chance(0.06) ? "1" : "6",
    adjustments: [],
    total_customs_value: 0,
    payment_term: random.pick(["D", "D", "C", "B"]),
    changes: [],
    items,
  };
  if (!["CIF", "CIP", "DAP"].includes(incoterm)) {
    declaration.freight = { amount: random.between(80, 4_000), currency: "USD" };
  }
  settle(declaration);
  return declaration;
}

function setRoute(
  declaration: HistoryDeclaration,
  draft: Draft,
  origin: string,
  road: boolean,
): void {
  const { random, at, trader } = draft;
  const air = !road && random.chance(0.15);
  declaration.mode = road ? "4" : air ? "1" : "2";
  declaration.office = officeFor(trader.office, declaration.mode, random);
  const hubs = hubsOf[origin];
  const through = road || hubs === undefined || random.chance(0.9) ? origin : random.pick(hubs);
  const ports = portsOf[through] ?? ["SGSIN"];
  declaration.loading_port = road ? "CNPIN" : ((air ? ports[1] : ports[0]) ?? ports[0] ?? "SGSIN");
  declaration.loading_country = declaration.loading_port.slice(0, 2);
  declaration.unloading_port = road ? "VNLGS" : air ? "VNHAN" : "VNHPH";
  // Ports where wildlife is watched are called at by honest ships too.
  if (random.chance(0.004)) declaration.route_ports = [random.pick(["ZADUR", "KEMBA"])];
  const arrived = at + random.between(-2, 3) * MS_PER_DAY;
  declaration.arrived_on = day(arrived);
  declaration.departed_on = day(arrived - random.between(2, 28) * MS_PER_DAY);
}

export function officeFor(home: string, mode: string, random: Random): string {
  if (mode === "4") return "15BB";
  if (mode === "1") return random.chance(0.5) ? "01B1" : "02B1";
  return home === "15BB" || home === "01B1" || home === "02B1" ? "03CC" : home;
}

/** Permits that goods need; an honest trader forgets none. */
export function permitsFor(
  declaration: HistoryDeclaration,
  { random, trader, at }: Draft,
): HistoryDeclaration["permits"] {
  const kinds = new Set<string>();
  for (const item of declaration.items) {
    const needed = permitOf.find(([prefix]) => item.hs.startsWith(prefix))?.[1];
    if (needed !== undefined) kinds.add(needed);
    if (item.tariff_schedule !== "B01") kinds.add("CO");
  }
  return [...kinds].slice(0, 5).map((kind) => ({
    kind,
    number:
      kind === "ENV" && trader.scrapLicence !== undefined
        ? trader.scrapLicence
        : `${kind}-${random.between(1_000, 9_999)}`,
    valid_from: day(at - 200 * MS_PER_DAY),
    valid_until: day(at + 165 * MS_PER_DAY),
  }));
}

/* ------------------------------------------------------------------ transport */

export function container(
  random: Random,
  mass: number,
  lineNo = 1,
): HistoryDeclaration["containers"][number] {
  return {
    number: random.containerNo(),
    size_type: random.pick(["22G1", "42G1", "45G1"]),
    state: "FULL",
    item_no: lineNo,
    seals: [`SL${random.between(100_000, 999_999)}`],
    declared_mass: mass,
  };
}

/** Bills, vessel, containers, truck; by the mode and the gross weight. */
export function addTransport(declaration: HistoryDeclaration, { random, trader, at }: Draft): void {
  const { mode } = declaration;
  if (mode === "1") {
    declaration.bills = [{ number: `738-${random.between(10_000_000, 99_999_999)}` }];
    declaration.vessel_name = `VN${random.between(100, 999)}`;
    return;
  }
  declaration.declared_plate = random.pick(trader.plates);
  if (mode === "4") {
    declaration.plate = declaration.declared_plate;
    return;
  }
  const carrier = random.pick(["MAEU", "ONEY", "EGLV", "HLCU"]);
  declaration.bills = [
    {
      number: `${carrier}${random.between(10_000_000, 99_999_999)}`,
      issued_on: day(at - 9 * MS_PER_DAY),
    },
  ];
  declaration.vessel_name = `HAI AN ${random.between(1, 40)}`;
  refillContainers(declaration, random);
}

/** Containers for what is declared, of equal mass. */
export function refillContainers(declaration: HistoryDeclaration, random: Random): void {
  const count = Math.min(6, Math.max(1, Math.ceil(declaration.gross_weight / 26_000)));
  const mass = round(declaration.gross_weight / count, 1);
  declaration.container_count = count;
  declaration.containers = Array.from({ length: count }, (_, index) => {
    const made = container(random, mass, (index % declaration.items.length) + 1);
    if (random.chance(0.5)) made.verified_mass = round(mass * (0.97 + 0.06 * random.next()), 1);
    return made;
  });
}
