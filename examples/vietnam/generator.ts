// Comes in: a seed and a count. Goes out: declarations in the JSON form of the schema, the same for the same seed, in the
// order of time; about one in twelve carries a planted pattern (patterns.ts), so that every criterion of this folder hits
// something. It imitates volumes and mixtures, no real trader and no real price.
//
//   node examples/vietnam/generator.ts --count 20000 --seed 7 --out declarations.ndjson [--flow export]
import { closeSync, openSync, writeSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Container, Declaration, Item, Party, Permit } from "./declaration.ts";
import { exportGoods, importGoods } from "./goods.ts";
import {
  containerNo,
  day,
  type Flow,
  line,
  MS_PER_DAY,
  moneyFrom,
  round,
  totalOf,
  wrongCheckDigit,
} from "./parts.ts";
import { plantPattern } from "./patterns.ts";
import { createRandom, type Random } from "./random.ts";
import { createTraders, currencyOf, hubsOf, permitOf, portsOf, type Trader } from "./trade.ts";

/** Local time, 1 January 2026, in ms since 1970 as if it were UTC. */
const START = Date.UTC(2026, 0, 1, 7);
const DAYS = 60;
const TRADERS = 400;
const PLANTED = 0.08;

export function* generate(
  seed: number,
  count: number,
  flow: Flow = "import",
): Generator<Declaration> {
  const random = createRandom(seed);
  const traders = createTraders(random, TRADERS, flow === "import" ? importGoods : exportGoods);
  const step = (DAYS * MS_PER_DAY) / Math.max(count, 1);
  for (let index = 0; index < count; index += 1) {
    const at = START + Math.floor(index * step + random.next() * step);
    const trader = random.pickEarly(traders);
    const context = { index, at, trader, random };
    const declaration = flow === "import" ? importDeclaration(context) : exportDeclaration(context);
    if (random.chance(PLANTED)) plantPattern(declaration, flow, random);
    yield declaration;
  }
}

interface Context {
  readonly index: number;
  /** Local time of registration, as `START`. */
  readonly at: number;
  readonly trader: Trader;
  readonly random: Random;
}

const IMPORT_REGIMES = ["A11", "A12", "E31", "E21", "A11", "E11", "A41", "C11", "G12", "H11"];
const EXPORT_REGIMES = ["B11", "E62", "E52", "E42", "G21"];

function importDeclaration(context: Context): Declaration {
  const { random, trader } = context;
  const road = trader.office === "15BB";
  const origin = road ? "CN" : random.pick(random.pick(trader.goods).origins);
  const air = !road && random.chance(0.15);
  const declaration = common(context, lines(context, origin), random.pickEarly(IMPORT_REGIMES));
  const through = loadingCountry(random, origin, declaration);
  declaration.mode = road ? "4" : air ? "1" : "2";
  declaration.office = officeFor(trader.office, declaration.mode, random);
  declaration.loading_country = through;
  declaration.loading_port = road ? "CNPIN" : portOf(random, through, air);
  // A country without a port of its own loads next door.
  declaration.loading_country = declaration.loading_port.slice(0, 2);
  declaration.unloading_port = road ? "VNLGS" : air ? "VNHAN" : "VNHPH";
  declaration.departed_on = day(context.at - random.between(3, 30) * MS_PER_DAY);
  declaration.arrived_on = day(context.at + random.between(-2, 3) * MS_PER_DAY);
  if (declaration.arrived_on < declaration.departed_on)
    declaration.departed_on = declaration.arrived_on;
  declaration.exporter = foreignParty(random, origin);
  declaration.permits = permitsFor(declaration, context);
  addTransport(declaration, context);
  return declaration;
}

function exportDeclaration(context: Context): Declaration {
  const { random, trader } = context;
  const destination = random.pick(["US", "JP", "KR", "CN", "DE", "NL", "AU"]);
  const declaration = common(context, lines(context, "VN"), random.pickEarly(EXPORT_REGIMES));
  declaration.mode = random.chance(0.12) ? "1" : "2";
  declaration.office = officeFor(trader.office, declaration.mode, random);
  declaration.loading_port = declaration.mode === "1" ? "VNHAN" : "VNHPH";
  declaration.loading_country = "VN";
  declaration.destination_country = destination;
  declaration.exporter = declaration.importer;
  declaration.importer = foreignParty(random, destination);
  addTransport(declaration, context);
  return declaration;
}

/** Everything that does not depend on the flow; the trader stands as importer. */
function common(context: Context, items: Item[], regime: string): Declaration {
  const { random, trader, index, at } = context;
  const currency = invoiceCurrency(random, items[0]?.origin ?? "CN");
  for (const item of items) item.invoice_value = moneyFrom(item.customs_value, currency);
  const incoterm = random.pickEarly(["CIF", "FOB", "CFR", "EXW", "FCA", "CIP", "DAP"]);
  const net = items.reduce((sum, item) => sum + (item.net_weight ?? 0), 0);
  const gross = round(net * (1.04 + 0.06 * random.next()) + 2, 1);
  const declaration: Declaration = {
    declaration_no: String(104_300_000_000 + index),
    revision: 0,
    regime,
    party_class: "4",
    mode: "2",
    office: trader.office,
    registered_at: new Date(at).toISOString().slice(0, 19),
    importer: traderParty(context),
    exporter: { name: "" },
    bills: [],
    packages: packagesFor(items, gross),
    package_unit: "CT",
    gross_weight: gross,
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
      total: totalOf(items, currency),
      incoterm,
      payment: random.pickEarly(["TTR", "LC", "DP", "OA", "KC", "CASH"]),
    },
    valuation_method: random.chance(0.04) ? "7" : random.chance(0.06) ? "1" : "6",
    adjustments: [],
    total_customs_value: items.reduce((sum, item) => sum + item.customs_value, 0),
    payment_term: random.pick(["D", "D", "C", "B"]),
    changes: [],
    items,
  };
  if (incoterm !== "CIF" && incoterm !== "CIP" && incoterm !== "DAP") {
    declaration.freight = { amount: random.between(80, 4_000), currency: "USD" };
  }
  return declaration;
}

/** One to fifty lines, mostly few; all of one consignment come from one country. */
function lines(context: Context, origin: string): Item[] {
  const { random, trader } = context;
  const count = Math.min(50, Math.ceil(0.6 / (random.next() + 0.012)));
  const known = trader.goods.filter((each) => each.origins.includes(origin));
  const choice = known.length > 0 ? known : trader.goods;
  return Array.from({ length: count }, (_, index) =>
    line(random, random.pick(choice), origin, index + 1),
  );
}

function loadingCountry(random: Random, origin: string, declaration: Declaration): string {
  const hubs = hubsOf[origin];
  const direct = declaration.office === "15BB" || hubs === undefined || random.chance(0.9);
  return direct ? origin : random.pick(hubs);
}

function portOf(random: Random, country: string, air: boolean): string {
  const ports = portsOf[country] ?? ["SGSIN"];
  return air ? (ports[1] ?? ports[0] ?? "SGSIN") : random.pickEarly(ports);
}

function officeFor(home: string, mode: string, random: Random): string {
  if (mode === "4") return "15BB";
  if (mode === "1") return random.chance(0.5) ? "01B1" : "02B1";
  return home === "15BB" || home === "01B1" || home === "02B1" ? "03CC" : home;
}

function traderParty({ trader, random, at }: Context): Party {
  const party: Party = {
    tax_code: trader.taxCode,
    name: trader.name,
    address: trader.address,
    country: "VN",
  };
  // A trader registered today has no profile yet.
  if (!random.chance(0.006)) {
    const profile = {
      ...trader.profile,
      headings_seen: [...(trader.profile.headings_seen ?? [])],
      previous_activity_on: day(at - random.between(8, 40) * MS_PER_DAY),
    };
    // Now and then the profile lacks the heading: the first import of such goods.
    if (random.chance(0.02)) profile.headings_seen.pop();
    party.profile = profile;
  }
  return party;
}

function foreignParty(random: Random, country: string): Party {
  const number = random.between(1, 900);
  return {
    name: `${random.pick(["Pacific", "Golden", "Northern", "United", "Blue River"])} Trading ${number} Ltd`,
    address: `${random.between(1, 300)} Harbour Road`,
    country,
    profile: { priority: false, focus: false, owner_ids: [`FOREIGN${number}`] },
  };
}

function invoiceCurrency(random: Random, origin: string): string {
  return random.chance(0.8) ? "USD" : (currencyOf[origin] ?? "USD");
}

/** Packages of eighteen kilograms, or one for each heavy thing. */
function packagesFor(items: readonly Item[], gross: number): number {
  const heavy = items.filter((item) => (item.net_weight ?? 0) / item.quantity.value > 100);
  if (heavy.length === items.length) {
    return heavy.reduce((sum, item) => sum + item.quantity.value, 0);
  }
  return Math.max(1, Math.ceil(gross / 18));
}

function permitsFor(declaration: Declaration, context: Context): Permit[] {
  const { random, at } = context;
  const kinds = new Set<string>();
  for (const item of declaration.items) {
    const needed = permitOf.find(([prefix]) => item.hs.startsWith(prefix))?.[1];
    if (needed !== undefined && !random.chance(0.03)) kinds.add(needed);
    if (item.tariff_schedule !== "B01" && !random.chance(0.02)) kinds.add("CO");
  }
  return [...kinds].slice(0, 5).map((kind) => ({
    kind,
    number: `${kind}-${random.between(1_000, 9_999)}`,
    valid_from: day(at - 200 * MS_PER_DAY),
    valid_until: day(at + 165 * MS_PER_DAY),
  }));
}

function addTransport(declaration: Declaration, context: Context): void {
  const { random, at } = context;
  const { mode } = declaration;
  if (mode === "4") {
    declaration.plate = `${random.between(11, 99)}C-${random.between(100, 999)}.${String(random.below(100)).padStart(2, "0")}`;
  } else {
    const carrier = mode === "1" ? "738-" : random.pick(["MAEU", "ONEY", "EGLV", "HLCU"]);
    declaration.bills = [
      {
        number: `${carrier}${random.between(10_000_000, 99_999_999)}`,
        issued_on: day(at - 9 * MS_PER_DAY),
      },
    ];
    declaration.vessel_name =
      mode === "1" ? `VN${random.between(100, 999)}` : `HAI AN ${random.between(1, 40)}`;
  }
  if (mode !== "2") return;
  const count = Math.min(20, Math.max(1, Math.ceil(declaration.gross_weight / 24_000)));
  declaration.container_count = count;
  declaration.containers = Array.from({ length: count }, (_, index) =>
    container(declaration, context, count, index),
  );
}

const OWNERS = ["MSK", "MSC", "CMA", "HLC", "OOL", "EGH", "TCL", "TGH", "CSN", "YML"];

function container(
  declaration: Declaration,
  context: Context,
  count: number,
  index: number,
): Container {
  const { random, at } = context;
  const mass = round(declaration.gross_weight / count, 1);
  const made: Container = {
    number: containerNo(random.pickEarly(OWNERS), random.below(1_000_000)),
    size_type: random.pick(["22G1", "42G1", "45G1"]),
    state: "FULL",
    item_no: (index % declaration.items.length) + 1,
    seals: [`SL${random.between(100_000, 999_999)}`],
    declared_mass: mass,
  };
  if (random.chance(0.004)) made.number = wrongCheckDigit(made.number);
  if (random.chance(0.6)) made.verified_mass = round(mass * (0.97 + 0.06 * random.next()), 1);
  if (random.chance(0.1)) {
    made.scanned_at = new Date(at + random.between(1, 40) * 3_600_000).toISOString().slice(0, 19);
    made.scan_result = random.chance(0.06) ? "SUSPECT" : "CLEAN";
    made.scan_density = mass < 2_000 ? "LIGHT" : "LOADED";
  }
  return made;
}

function wholeOption(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} must be a whole number, not ${text}`);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "20000" },
      seed: { type: "string", default: "7" },
      flow: { type: "string", default: "import" },
      out: { type: "string" },
    },
  });
  const flow = values.flow === "export" ? "export" : "import";
  const out = values.out === undefined ? process.stdout.fd : openSync(values.out, "w");
  let lines = "";
  const write = (): void => {
    writeSync(out, lines);
    lines = "";
  };
  const seed = wholeOption("seed", values.seed);
  for (const declaration of generate(seed, wholeOption("count", values.count), flow)) {
    lines += `${JSON.stringify(declaration)}\n`;
    if (lines.length > 1_000_000) write();
  }
  write();
  if (values.out !== undefined) closeSync(out);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
