// The ordinary life of the simulated world: day by day traders declare, more on Mondays than on Sundays, the first far more than the last; some
// goods are imported for a time, some go to bonded warehouses, some are processed and leave again, parcels come by courier.
// Nothing planted is here, and nothing that a red row of the catalogue would mark: each function says how it keeps clear of it.
import { type Goods, importGoods } from "../goods.ts";
import { day, MS_PER_DAY, round } from "../parts.ts";
import { tellPassage } from "./camera.ts";
import { acceptPrices, type Case, follow, SHARES } from "./consequences.ts";
import { exportDeclaration, importDeclaration, line, permitsFor, settle } from "./declare.ts";
import type { FlowName, HistoryDeclaration, HistoryItem } from "./rows.ts";
import {
  busyness,
  instant,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  midnight,
  momentOf,
  START,
} from "./time.ts";
import { createTrader, dayFromStart, SCRAP, type Trader, taxCode } from "./traders.ts";
import { between, dayOf, type Random, type World } from "./world.ts";

/** Random sources of the parts, so that a change in one leaves the others as they are. */
const PART = { traders: 1, days: 2, anchors: 3, newcomers: 4 } as const;

const YEAR = 365;
/** Share of the background that are parcels of the courier. */
const PARCELS = 0.012;
/** Share of the traders who start during the run. */
const NEWCOMERS = 0.02;

export interface Background {
  readonly traders: readonly Trader[];
  readonly plates: Set<string>;
}

export function startBackground(world: World): Background {
  const random = world.randomFor(PART.traders);
  const plates = new Set<string>();
  const count = Math.max(20, Math.round(world.options.traders * (1 - NEWCOMERS)));
  const traders = Array.from({ length: count }, (_, at) =>
    createTrader(random, { index: at + 1, plates }),
  );
  const courier = courierOf(random, plates);
  for (const trader of [...traders, courier]) {
    register(world, random, trader);
    anchor(world, trader);
  }
  planDays(world, traders, courier);
  planNewcomers(world, count, plates);
  tellTariff(world);
  return { traders, plates };
}

/* ------------------------------------------------------------------ registers */

/** Versions of the profile; some change during the run, none so that a row of the catalogue would care. */
export function register(world: World, random: Random, trader: Trader): void {
  const validFrom = trader.profile.established_on ?? dayFromStart(-YEAR);
  tellVersion(world, trader, START - YEAR * MS_PER_DAY, validFrom);
  if (random.chance(0.06)) {
    const at = midnight(between(random, START - 100 * MS_PER_DAY, world.end));
    world.agenda.plan(at, () => {
      trader.profile = {
        ...trader.profile,
        employees: (trader.profile.employees ?? 10) + random.between(1, 20),
      };
      tellVersion(world, trader, at, day(at));
    });
  }
  if (trader.scrapLicence !== undefined) {
    tellLicence(world, trader.scrapLicence, trader.taxCode, "ENV", -500, 500);
    // An older one, long expired.
    tellLicence(world, `${trader.scrapLicence}-0`, trader.taxCode, "ENV", -1_600, -501);
  }
}

export function tellVersion(world: World, trader: Trader, known: number, validFrom: string): void {
  const { taxCode: tax_code, name, address, profile } = trader;
  world.tell("traders", known, {
    source: "traders",
    row: { tax_code, name, address, valid_from: validFrom, ...profile },
  });
}

/** Days are counted from the start of the run. */
export function tellLicence(
  world: World,
  licenceNo: string,
  holder: string,
  kind: string,
  fromDay: number,
  untilDay: number,
): void {
  world.tell("licences", START + Math.max(-YEAR, fromDay) * MS_PER_DAY, {
    source: "licences",
    row: {
      licence_no: licenceNo,
      holder,
      kind,
      valid_from: dayFromStart(fromDay),
      valid_until: dayFromStart(untilDay),
    },
  });
}

/** Rates of the goods and of a sister code of each subheading; one rate changes when the run begins. */
function tellTariff(world: World): void {
  const known = START - YEAR * MS_PER_DAY;
  const tell = (hs: string, mfn_rate: number, valid_from = "2025-01-01"): void =>
    world.tell("tariff", known, { source: "tariff", row: { hs, mfn_rate, valid_from } });
  for (const { hs, duty } of importGoods) tell(hs, duty);
  for (const [subheading, rate] of SISTERS) tell(`${subheading}99`, rate);
  // Told in advance, in force from the first day of the run.
  tell("84183010", 18, dayFromStart(0));
}

/** Highest rate under subheadings where codes are easily confused. */
const SISTERS: readonly (readonly [string, number])[] = [
  ["852859", 35],
  ["392690", 20],
  ["690721", 35],
  ["853650", 15],
  ["870830", 20],
  ["851821", 25],
];

/* ------------------------------------------------------------------ days */

/** Every trader declares at least once a quarter in the year before: nobody is dormant, nobody comes for the first time. */
function anchor(world: World, trader: Trader): void {
  const random = world.randomFor(PART.anchors + Number(trader.taxCode.slice(2)));
  for (const quarter of [0, 1, 2, 3]) {
    const first = -YEAR + quarter * 89;
    const at = momentOf(random, START + random.between(first, first + 88) * MS_PER_DAY);
    declareOne(world, random, trader, at, true);
  }
}

/**
 * Older history is thinner: what is kept of a day halves with every so many days of age, beside a thirtieth that is kept of all. So counts by
 * the week do not jump when the run begins.
 */
function densityBefore(world: World): (day: number) => number {
  const { before, declarations, days } = world.options;
  const perDay = declarations / days;
  const halfLife = Math.min(21, Math.max(2, (before * 0.7 * Math.LN2) / perDay));
  const raw = (day: number): number =>
    busyness(day) * (halving(-day / halfLife) + (0.3 * before) / perDay / YEAR);
  let sum = 0;
  for (let day = -YEAR; day < 0; day += 1) sum += raw(day);
  return (day) => (raw(day) * before) / sum;
}

/** 2^-x for x ≥ 0, by squaring and straight lines between: the same on every machine, which Math.pow need not be. */
function halving(x: number): number {
  let whole = Math.floor(x);
  let value = 1 - (x - whole) / 2;
  for (; whole > 0 && value > 1e-12; whole -= 1) value /= 2;
  return value;
}

function planDays(world: World, traders: readonly Trader[], courier: Trader): void {
  const random = world.randomFor(PART.days);
  const density = densityBefore(world);
  let carried = 0;
  const open = (day: number): void => {
    const start = START + day * MS_PER_DAY;
    carried += day < 0 ? density(day) : dueOn(world, day);
    const count = Math.max(0, Math.floor(carried));
    carried = Math.max(0, carried - count);
    for (let each = 0; each < count; each += 1) {
      const trader = random.chance(PARCELS) ? courier : random.pickEarly(traders);
      declareOne(world, random, trader, momentOf(random, start), false);
    }
    if (start + MS_PER_DAY < world.end) world.agenda.plan(start + MS_PER_DAY, () => open(day + 1));
  };
  world.agenda.plan(START - YEAR * MS_PER_DAY, () => open(-YEAR));
}

/** What the background has to add on a day of the run, so that the run has as many declarations as asked for. */
function dueOn(world: World, today: number): number {
  const { days, declarations } = world.options;
  let left = 0;
  let planned = 0;
  let done = 0;
  for (let day = 0; day < days; day += 1) {
    if (day < today) done += world.plannedOn(day);
    else {
      left += busyness(day);
      planned += world.plannedOn(day);
    }
  }
  const open = declarations - done - planned;
  return today === days - 1 ? open : Math.floor((open * busyness(today)) / left);
}

/* ------------------------------------------------------------------ one declaration */

/** `bare`: nothing is cancelled and nothing follows; the row is there to be counted on. */
function declareOne(world: World, random: Random, trader: Trader, at: number, bare: boolean): void {
  const flow: FlowName = trader.role === "exporter" ? "export" : "import";
  const special = bare ? undefined : specialOf(world, random, trader, at);
  if (special === "done") return;
  // Told late, though within the hour.
  const late = at < START && random.chance(SHARES.knownLate);
  world.declare({
    at,
    flow,
    ...(late ? { known: between(random, at + 5 * MS_PER_MINUTE, at + 50 * MS_PER_MINUTE) } : {}),
    make: (no) => {
      const draft = { random, trader, at, no };
      if (trader.role === "courier") return parcel(world, random, trader, at, no);
      const made = flow === "export" ? exportDeclaration(draft) : importDeclaration(draft);
      if (at < START && random.chance(0.8)) acceptPrices(made, true);
      if (trader.role === "processing") nameMaterials(made, trader);
      return made;
    },
    after: (declaration) => {
      if (bare) return;
      const each: Case = { world, random, trader, declaration, flow, at };
      if (trader.role === "processing") {
        consume(world, random, trader, declaration, at, 1);
        return;
      }
      if (trader.role !== "courier") follow(each);
    },
  });
}

/** Imports for a time and into bonded warehouses take their own way. */
function specialOf(world: World, random: Random, trader: Trader, at: number): "done" | undefined {
  if (trader.role === "temporary" && random.chance(0.3)) {
    temporaryImport(world, random, trader, at, {});
    return "done";
  }
  if (trader.role === "bonded") {
    intoBond(world, random, trader, at, "on time");
    return "done";
  }
  return undefined;
}

/* ------------------------------------------------------------------ processing */

/** One code for a material of a trader, whatever line it comes in. */
export function nameMaterials(declaration: HistoryDeclaration, trader: Trader): void {
  for (const item of declaration.items) {
    item.material_code = materialCode(trader, item.hs);
    item.description = `${item.material_code}#&${item.description}`;
  }
}

function materialCode(trader: Trader, hs: string): string {
  return `NPL${trader.taxCode.slice(-5)}-${hs.slice(0, 4)}`;
}

/** What was brought in leaves as products within days: nine tenths and more of it, times `share`. */
export function consume(
  world: World,
  random: Random,
  trader: Trader,
  declaration: HistoryDeclaration,
  at: number,
  share: number,
): void {
  for (const item of declaration.items) {
    for (const half of [1, 2]) {
      const exportedAt = momentOf(random, midnight(at) + (half + random.below(3)) * MS_PER_DAY);
      const used = item.quantity.value * (0.46 + 0.035 * random.next()) * share;
      world.tell("consumptions", between(random, exportedAt, exportedAt + 2 * MS_PER_DAY), {
        source: "consumptions",
        row: {
          consumption_no: world.nextNo("TH"),
          trader_code: trader.taxCode,
          material_code: item.material_code ?? "",
          product_code: `SP-${random.between(1, 9)}`,
          exported_at: instant(exportedAt),
          quantity: { value: round(used, 2), unit: item.quantity.unit },
        },
      });
    }
  }
}

/* ------------------------------------------------------------------ temporary imports */

export interface Return {
  /** Days until the goods have to be out again. */
  readonly deadline?: number;
  /** Shares of the weight that leave, one declaration each; honest ones add up to all of it. */
  readonly lots?: readonly number[];
  readonly planted?: (no: string) => void;
}

/** G11 in, G21 out before the time limit; the day after it the import is looked at again. */
export function temporaryImport(
  world: World,
  random: Random,
  trader: Trader,
  at: number,
  plan: Return,
): void {
  const deadline = plan.deadline ?? random.between(20, 60);
  const lots = plan.lots ?? (random.chance(0.7) ? [1] : [0.55, 0.45]);
  world.declare({
    at,
    flow: "import",
    make: (no) => {
      const made = importDeclaration({ random, trader, at, no });
      made.regime = "G11";
      made.re_export_deadline = day(at + deadline * MS_PER_DAY);
      return made;
    },
    after: (declaration) => {
      plan.planted?.(declaration.declaration_no);
      lots.forEach((share, index) => {
        const days = Math.max(1, Math.floor(((deadline - 3) * (index + 1)) / (lots.length + 1)));
        const out = momentOf(random, midnight(at) + days * MS_PER_DAY);
        world.declare({
          at: out,
          flow: "export",
          make: (no) => reExport(random, trader, { at: out, no, share, of: declaration }),
        });
      });
      const asked = midnight(at) + (deadline + 1) * MS_PER_DAY + 8 * MS_PER_HOUR;
      askAgain(world, declaration, asked);
    },
  });
}

interface Lot {
  readonly at: number;
  readonly no: string;
  readonly share: number;
  readonly of: HistoryDeclaration;
}

function reExport(random: Random, trader: Trader, { at, no, share, of }: Lot): HistoryDeclaration {
  const made = importDeclaration({ random, trader, at, no });
  made.regime = "G21";
  made.exporter = made.importer;
  made.importer = of.exporter;
  made.loading_port = "VNHPH";
  made.loading_country = "VN";
  made.destination_country = of.exporter.country ?? "CN";
  made.permits = [];
  made.route_ports = [];
  delete made.consignee;
  made.items = of.items.map(
    (item, index): HistoryItem => ({
      ...item,
      line_no: index + 1,
      net_weight: round((item.net_weight ?? 0) * share, 4),
      temporary_import: of.declaration_no,
      temporary_import_line: item.line_no,
    }),
  );
  settle(made);
  return made;
}

/** Asked after clearance, in the version that counts; only questions of the run are written. */
export function askAgain(world: World, declaration: HistoryDeclaration, at: number): void {
  if (at < START) return;
  world.tell("follow-ups", at, {
    source: "declarations",
    flow: "import",
    stage: "follow_up",
    row: declaration,
  });
}

/* ------------------------------------------------------------------ bonded warehouses */

/** What becomes of the truck; all but the first are planted. */
export type Way = "on time" | "never" | "late" | "elsewhere";

/** C11: by truck to a bonded warehouse within hours, seen there by the camera at the gate. */
export function intoBond(
  world: World,
  random: Random,
  trader: Trader,
  at: number,
  way: Way,
  planted?: (no: string) => void,
): void {
  const departed = midnight(at) + 2 * MS_PER_DAY + 9 * MS_PER_HOUR;
  const planned = departed + random.between(6, 12) * MS_PER_HOUR;
  const site = `KNQ-${random.between(1, 6)}`;
  world.declare({
    at,
    flow: "import",
    make: (no) => {
      const made = importDeclaration({ random, trader, at, no });
      made.regime = "C11";
      made.mode = "2";
      made.office = "03CC";
      made.declared_plate = made.declared_plate ?? random.pick(trader.plates);
      made.arrived_on = day(at);
      made.departed_at = instant(departed);
      made.planned_arrival_at = instant(planned);
      made.destination_site = site;
      return made;
    },
    after: (declaration) => {
      planted?.(declaration.declaration_no);
      const plate = declaration.declared_plate ?? "";
      const seen = { plate, direction: "IN" as const, reliable: true };
      const box = declaration.containers[0]?.number;
      const last = between(random, departed + MS_PER_HOUR, planned - MS_PER_HOUR);
      const on = (place: string, when: number): void => {
        const sighting = { ...seen, at: when, site: place, gate: `${place}-G1` };
        tellPassage(world, random, box === undefined ? sighting : { ...sighting, container: box });
      };
      if (way === "on time") on(site, last);
      if (way === "late") on(site, planned + random.between(2, 5) * MS_PER_HOUR);
      if (way === "elsewhere") on("KNQ-9", last);
      askAgain(world, declaration, planned + 7 * MS_PER_HOUR);
    },
  });
}

/* ------------------------------------------------------------------ parcels and newcomers */

function courierOf(random: Random, plates: Set<string>): Trader {
  const trader = createTrader(random, { index: 900_001, plates, role: "courier" });
  return { ...trader, name: "Công ty chuyển phát nhanh Sông Hồng", office: "01E3" };
}

const PARCEL_GOODS = importGoods.filter(
  ({ hs, price }) =>
    price < 400_000 && ![...SCRAP, "2402", "2208"].some((code) => hs.startsWith(code)),
);

/** Parcels are of little value, each for another person: at most two go to one address, from whatever shop. */
function parcel(
  world: World,
  random: Random,
  trader: Trader,
  at: number,
  no: string,
): HistoryDeclaration {
  const made = importDeclaration({ random, trader, at, no });
  const goods: Goods = random.pick(PARCEL_GOODS);
  const origin = goods.origins[0] ?? "CN";
  const item = line(random, goods, origin, 1);
  const price = Math.round(item.customs_value / item.quantity.value);
  item.quantity.value = Math.max(1, Math.floor(800_000 / price / random.between(1, 3)));
  item.customs_value = item.quantity.value * price;
  item.net_weight = round(item.quantity.value * goods.kgPerUnit, 4);
  item.tariff_schedule = "B01";
  item.duty_rate = goods.duty;
  made.items = [item];
  made.regime = "H11";
  made.cargo_class = "F";
  made.mode = "1";
  made.containers = [];
  delete made.container_count;
  delete made.declared_plate;
  made.exporter = {
    name: `Online Shop ${random.between(1, 40)}`,
    address: "1 Web Street",
    country: origin,
  };
  const house = Math.floor(Number(world.nextNo("HO").slice(2)) / 2);
  made.consignee = {
    name: `Người nhận ${house}`,
    address: `Căn hộ ${house}, khu đô thị ${house % 7}`,
    country: "VN",
  };
  made.permits = permitsFor(made, { random, trader, at, no });
  settle(made);
  return made;
}

/** Their first import is one alone, more than a week before the next, and they have no rank yet. */
function planNewcomers(world: World, known: number, plates: Set<string>): void {
  const random = world.randomFor(PART.newcomers);
  const count = world.options.traders - known;
  for (let each = 0; each < count; each += 1) {
    const index = known + each + 1;
    const trader = createTrader(random, { index, plates, role: "ordinary" });
    delete trader.profile.risk_rank;
    trader.profile.established_on = dayFromStart(-random.between(40, 300));
    tellVersion(world, trader, START - MS_PER_DAY, trader.profile.established_on);
    if (trader.scrapLicence !== undefined) {
      tellLicence(world, trader.scrapLicence, taxCode(index), "ENV", -30, 400);
    }
    let at = momentOf(random, START + random.below(world.options.days) * MS_PER_DAY);
    for (let turn = 0; turn < 6 && dayOf(at) < world.options.days; turn += 1) {
      declareOne(world, random, trader, at, false);
      at = momentOf(random, midnight(at) + (turn === 0 ? 9 : random.between(2, 12)) * MS_PER_DAY);
    }
  }
}
