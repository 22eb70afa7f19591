// Planted patterns: each bends an ordinary declaration so that one criterion of this folder has something to find.
// Comes in: a declaration, changed in place. The names are the criteria they are for; a declaration may hit others too.
import type { Declaration, Item, Profile } from "./declaration.ts";
import { exportGoods, type Goods, importGoods, rareGoods } from "./goods.ts";
import {
  containerNo,
  day,
  type Flow,
  line,
  MS_PER_DAY,
  moneyFrom,
  totalOf,
  wrongCheckDigit,
} from "./parts.ts";
import type { Random } from "./random.ts";

type Pattern = (declaration: Declaration, random: Random) => void;

export function plantPattern(declaration: Declaration, flow: Flow, random: Random): void {
  const patterns = flow === "import" ? importPatterns : exportPatterns;
  const [, apply] = random.pick(Object.entries(patterns));
  apply(declaration, random);
}

function goodsOf(list: readonly Goods[], hs: string): Goods {
  const found = list.find((each) => each.hs === hs);
  if (found === undefined) throw new RangeError(`no goods ${hs}`);
  return found;
}

/** Puts goods in the first line; totals follow. */
function firstLine(declaration: Declaration, random: Random, goods: Goods, origin?: string): Item {
  const item = line(random, goods, origin ?? goods.origins[0] ?? "CN", 1);
  item.tariff_schedule = "B01";
  item.duty_rate = goods.duty;
  declaration.items[0] = item;
  settle(declaration);
  return item;
}

function importLine(declaration: Declaration, random: Random, hs: string, origin?: string): Item {
  return firstLine(declaration, random, goodsOf(importGoods, hs), origin);
}

/** Makes values, invoice and weights agree again after a line was changed. */
function settle(declaration: Declaration): void {
  const { currency } = declaration.invoice.total;
  for (const item of declaration.items)
    item.invoice_value = moneyFrom(item.customs_value, currency);
  declaration.invoice.total = totalOf(declaration.items, currency);
  declaration.total_customs_value = declaration.items.reduce(
    (sum, item) => sum + item.customs_value,
    0,
  );
  const net = declaration.items.reduce((sum, item) => sum + (item.net_weight ?? 0), 0);
  declaration.gross_weight = Math.round(net * 1.06 + 2);
  declaration.packages = Math.max(1, Math.ceil(declaration.gross_weight / 18));
}

function scalePrice(declaration: Declaration, factor: number): void {
  const [first] = declaration.items;
  if (first === undefined) return;
  first.customs_value = Math.max(1, Math.round(first.customs_value * factor));
  settle(declaration);
}

function withProfile(declaration: Declaration, changes: Partial<Profile>): void {
  const known = declaration.importer.profile ?? { priority: false, focus: false };
  declaration.importer.profile = { ...known, priority: false, compliance_level: 3, ...changes };
}

/** Local date of registration moved by days. */
function dayFrom(declaration: Declaration, days: number): string {
  return day(Date.parse(`${declaration.registered_at}Z`) + days * MS_PER_DAY);
}

function timeFrom(declaration: Declaration, days: number): string {
  return `${dayFrom(declaration, days)}T08:30:00`;
}

/** A sea consignment with one container, if it was none. */
function bySea(declaration: Declaration, random: Random): void {
  declaration.mode = "2";
  if (declaration.containers.length > 0) return;
  declaration.containers = [
    { number: containerNo("MSK", random.below(1_000_000)), state: "FULL", item_no: 1, seals: [] },
  ];
  declaration.container_count = 1;
  declaration.bills = [{ number: `MAEU${random.between(10_000_000, 99_999_999)}` }];
}

const importPatterns: Readonly<Record<string, Pattern>> = {
  "VAL-001": (d) => {
    withProfile(d, {});
    scalePrice(d, 0.55);
  },
  "VAL-006": (d) => {
    d.adjustments.push({ kind: "G", side: "SB", amount: { amount: 500, currency: "USD" } });
    const [first] = d.items;
    if (first !== undefined) first.value_after_discount = Math.round(first.customs_value * 0.6);
  },
  "VAL-007": (d) => scalePrice(d, 4.5),
  "VAL-008": (d) => {
    d.valuation_method = "7";
    scalePrice(d, 0.85);
  },
  "VAL-010": (d, random) => {
    if (random.chance(0.5)) d.invoice.total.amount = Math.round(d.invoice.total.amount * 1.2);
    else {
      d.invoice.incoterm = "FOB";
      delete d.freight;
    }
  },
  "VAL-012": (d) => {
    d.invoice.incoterm = "CIF";
    for (const item of d.items) item.customs_value = Math.round(item.customs_value * 0.82);
    d.total_customs_value = d.items.reduce((sum, item) => sum + item.customs_value, 0);
  },
  "REF-100": (d, random) => {
    importLine(d, random, random.pick(["85171300", "61091010", "84713020"]), "CN");
    scalePrice(d, 0.1);
  },
  "CLS-011": (d, random) => {
    importLine(d, random, "85285910", "CN").description = random.pick([
      "Màn hình LED 55 inch có bộ thu truyền hình",
      "MAN HINH LED CO BO THU TRUYEN HINH",
      "Tivi LED 55 inch",
    ]);
  },
  "CLS-013": (d, random) => {
    const item = importLine(d, random, "85285910", "KR");
    item.quantity.value = 200;
    item.customs_value = 1_600_000_000;
    item.net_weight = 3_000;
    settle(d);
  },
  "ORG-015": (d, random) => {
    const item = importLine(d, random, "61091010", "CN");
    item.tariff_schedule = "B05";
    item.duty_rate = 0;
    if (random.chance(0.5)) {
      d.notes = "Doanh nghiệp xin chậm nộp C/O form E";
      d.permits = [{ kind: "CO", number: "CO-7777" }];
    } else d.permits = [];
  },
  "ORG-016": (d, random) => {
    const item = importLine(d, random, "64029990", "CN");
    item.tariff_schedule = "B05";
    item.duty_rate = 0;
    d.permits = [{ kind: "CO", number: "CO-8888" }];
    d.loading_port = "AEDXB";
    d.loading_country = "AE";
  },
  "IPR-020": (d, random) => {
    const item = importLine(d, random, "64039990", "CN");
    item.brands = [{ name: "NOVARA" }];
    item.customs_value = item.quantity.value * 2_000_000;
    settle(d);
  },
  "IPR-021": (d, random) => {
    importLine(d, random, "91021100", "CN").brands = [{ name: "TIDEMARK" }];
    scalePrice(d, 0.5);
  },
  "POL-023": (d, random) => {
    importLine(d, random, "30049099", "IN");
    d.permits = [];
  },
  "POL-024": (d, random) => {
    if (random.chance(0.5)) firstLine(d, random, rareGoods.tortoiseShell);
    else importLine(d, random, "44079190", "US").description = "Gỗ sồi xẻ, lẫn vảy tê tê";
    d.permits = [];
    d.loading_port = random.pick(["NGAPP", "KEMBA"]);
    d.loading_country = d.loading_port.slice(0, 2);
  },
  "POL-025": (d, random) => {
    importLine(d, random, "72044900", "JP");
    d.permits = random.chance(0.5)
      ? []
      : [{ kind: "ENV", number: "ENV-1", valid_from: "2024-01-01", valid_until: "2025-12-15" }];
  },
  "POL-026": (d, random) => {
    const item = importLine(d, random, random.pick(["84581190", "84571090"]), "JP");
    item.description = random.pick([
      "Máy tiện CNC đã qua sử dụng",
      "Trung tâm gia công, second hand",
      "May tien CNC da qua su dung",
    ]);
    item.made_in_year = random.between(2017, 2022);
    d.permits = [];
  },
  "POL-027": (d, random) => {
    const item = importLine(d, random, "84571090", "TW");
    item.description = "Trung tâm gia công CNC, hàng cũ";
    item.made_in_year = random.between(2004, 2014);
    d.permits = [{ kind: "AGE", number: "AGE-1" }];
  },
  "TMP-031": (d, random) => {
    d.regime = "G11";
    d.re_export_deadline = dayFrom(d, 30);
    if (random.chance(0.5)) d.re_exported_weight = Math.round(d.gross_weight * 0.5);
  },
  "QTY-034": (d) => {
    d.gross_weight = Math.max(1, Math.round(d.gross_weight * 0.8));
  },
  "CNT-036": (d, random) => {
    bySea(d, random);
    const [first] = d.containers;
    if (first === undefined) return;
    first.state = "EMPTY";
    first.scanned_at = timeFrom(d, 1);
    first.scan_result = "SUSPECT";
    first.scan_density = "LOADED";
  },
  "CNT-037": (d, random) => {
    importLine(d, random, "24022020", "ID");
    bySea(d, random);
    const [first] = d.containers;
    if (first === undefined) return;
    first.item_no = 1;
    first.scanned_at = timeFrom(d, 1);
    first.scan_result = "SUSPECT";
  },
  "CNT-048": (d, random) => {
    bySea(d, random);
    const [first] = d.containers;
    if (first === undefined) return;
    first.number = random.chance(0.5)
      ? wrongCheckDigit(first.number)
      : containerNo("QQX", random.below(1_000_000));
  },
  "CNT-049": (d, random) => {
    bySea(d, random);
    const [first] = d.containers;
    if (first === undefined) return;
    first.declared_mass = 9_000;
    first.verified_mass = random.pick([13_000, 7_500]);
  },
  "AMD-046": (d, random) => {
    d.arrived_on = dayFrom(d, 1);
    d.changes.push({
      area: random.pick(["HS", "QUANTITY", "VALUE", "CONTAINER"]),
      old_text: "1",
      new_text: "2",
      made_at: timeFrom(d, 3),
    });
  },
  "TRD-037": (d, random) => {
    const rank = random.pick([7, 8, 9]);
    withProfile(d, {
      activity_days_365: 0,
      declarations_365: 0,
      declarations_7: 0,
      risk_rank: rank,
    });
  },
  "TRD-038": (d, random) => {
    importLine(d, random, "64039990", "IT");
    withProfile(d, { headings_seen: ["8471"] });
  },
  "TRD-040": (d) => {
    withProfile(d, {
      capital: 500_000_000,
      employees: 2,
      residential: true,
      address_traders: 8,
      established_on: dayFrom(d, -150),
      value_30: 14_000_000_000,
    });
  },
  "TRD-042": (d) => {
    withProfile(d, { declarations_7: 4, previous_activity_on: dayFrom(d, -500) });
  },
  "SCN-055": (d) => withProfile(d, { scans_suspect_10: 3, scans_violation_10: 1 }),
  "TRD-056": (d) => {
    withProfile(d, { tax_overdue_days: 200 });
    d.payment_term = "C";
  },
  "DEMO-002": (d) => {
    d.first_no = "F";
    d.branch_no = 4;
    d.branch_count = 3;
  },
  "DEMO-003": (d, random) => {
    bySea(d, random);
    d.container_count = d.containers.length + 1;
  },
  "DEMO-004": (d) => {
    d.arrived_on = dayFrom(d, -1);
    d.departed_on = dayFrom(d, 1);
  },
  "DEMO-005": (d, random) => {
    const [first] = d.items;
    if (first !== undefined)
      first.description = random.pick(["Hàng hóa các loại", "general goods"]);
  },
  "DEMO-006": (d) => {
    d.total_customs_value += 1;
  },
  "DEMO-007": (d, random) => {
    bySea(d, random);
    d.bills = [];
  },
  "DEMO-008": (d) => {
    const [first] = d.items;
    if (first !== undefined) first.dangerous_goods = "1203";
    d.registered_at = `${d.registered_at.slice(0, 10)}T23:40:00`;
  },
  "DEMO-009": (d, random) => {
    while (d.items.length < 2) {
      d.items.push(line(random, goodsOf(importGoods, "85365099"), "CN", d.items.length + 1));
    }
    for (const item of d.items.slice(0, 2)) item.duty_relief = "XNK31";
    settle(d);
  },
  "DEMO-010": (d, random) => {
    d.items = [];
    importLine(d, random, "84571090", "JP");
    d.invoice.kind = "B";
  },
  "IND-500": (d, random) => {
    if (random.chance(0.5)) d.importer.tax_code = "0300000666";
    else importLine(d, random, "22083090", "GB");
  },
};

const exportPatterns: Readonly<Record<string, Pattern>> = {
  "TRD-018": (d, random) => {
    const item = firstLine(d, random, goodsOf(exportGoods, "44123100"), "VN");
    item.quantity.value = 800_000;
    item.customs_value = 12_800_000_000;
    item.net_weight = 800_000;
    settle(d);
    const known = d.exporter.profile ?? { priority: false, focus: false };
    d.exporter.profile = { ...known, priority: false, established_on: dayFrom(d, -90) };
  },
  "POL-028": (d, random) => {
    firstLine(d, random, goodsOf(exportGoods, "88062100"), "VN");
    d.destination_country = "IR";
    d.permits = [];
  },
  "POL-024": (d, random) => {
    firstLine(d, random, rareGoods.tortoiseShell, "VN");
    d.permits = [];
    d.route_ports = ["ZADUR"];
  },
  "VAL-010": (d) => {
    d.invoice.total.amount = Math.round(d.invoice.total.amount * 1.2);
  },
  "CNT-048": (d, random) => {
    bySea(d, random);
    const [first] = d.containers;
    if (first !== undefined) first.number = wrongCheckDigit(first.number);
  },
};
