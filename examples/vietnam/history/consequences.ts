// What follows from an ordinary declaration: it is amended or cancelled, its truck passes a gate, a container is scanned or weighed, goods are
// inspected, the value is decided. All of it clean: nothing here is a reason to mark anything red.
import { MS_PER_DAY, round } from "../parts.ts";
import { gateOf, siteOf, tellPassage } from "./camera.ts";
import { container, settle } from "./declare.ts";
import { isHighRisk } from "./lists.ts";
import type { FlowName, HistoryDeclaration, Inspection, Scan } from "./rows.ts";
import { instant, isNight, MS_PER_HOUR, MS_PER_MINUTE, midnight, momentOf, START } from "./time.ts";
import type { Trader } from "./traders.ts";
import { between, type Random, type World } from "./world.ts";

/** Shares of declarations. */
export const SHARES = {
  cancelled: 0.008,
  toldTwice: 0.005,
  knownLate: 0.01,
  amended: 0.025,
  valueDecided: 0.08,
  inspected: 0.05,
  scanned: 0.1,
  appointment: 0.3,
  weighed: 0.12,
} as const;

export interface Case {
  readonly world: World;
  readonly random: Random;
  readonly trader: Trader;
  readonly declaration: HistoryDeclaration;
  readonly flow: FlowName;
  /** Registered. */
  readonly at: number;
}

/** First moment of the day of arrival. */
function arrivalOf({ declaration, at }: Case): number {
  return Date.parse(`${declaration.arrived_on ?? instant(at).slice(0, 10)}T00:00:00Z`);
}

export function follow(each: Case): void {
  const { random, flow, declaration, at, world, trader } = each;
  // A newcomer's first import must stay the first, so none of his is cancelled; he has no rank yet.
  if (random.chance(SHARES.cancelled) && trader.profile.risk_rank !== undefined) {
    cancel(each);
    return;
  }
  if (at < START && random.chance(SHARES.toldTwice)) {
    // Before anything else becomes known of it: what is told last counts.
    world.tell("declarations", between(random, at + 60_000, at + 45 * MS_PER_MINUTE), {
      source: "declarations",
      flow,
      row: declaration,
    });
  }
  if (random.chance(SHARES.amended)) amend(each);
  if (random.chance(SHARES.inspected)) inspect(each);
  if (flow === "import") followImport(each);
}

function followImport(each: Case): void {
  const { random, declaration } = each;
  if (random.chance(SHARES.valueDecided)) decideValue(each);
  if (declaration.mode === "2" || declaration.mode === "4") passGates(each);
  if (declaration.containers.length > 0 && random.chance(SHARES.scanned)) planScan(each);
}

/** Before the goods move, so nothing else follows. */
function cancel({ world, random, declaration, flow, at }: Case): void {
  world.tell("amendments", between(random, at + MS_PER_HOUR, at + 2 * MS_PER_DAY), {
    source: "declarations",
    flow,
    withdrawn: true,
    row: { declaration_no: declaration.declaration_no },
  });
}

/* ------------------------------------------------------------------ amendments and values */

/** What a trader puts right; what is sensitive only while the goods are on their way. */
function amend(each: Case): void {
  const { world, random, declaration, flow, at } = each;
  const madeAt = between(random, at + MS_PER_HOUR, at + 30 * MS_PER_HOUR);
  const onTheWay = madeAt < arrivalOf(each);
  const area = onTheWay
    ? random.pick(["QUANTITY", "VALUE", "CONTAINER"])
    : random.pick(["ORIGIN", "PARTY", "OTHER"]);
  const [old_text, new_text] = change(declaration, random, area);
  declaration.revision += 1;
  declaration.changes.push({ area, old_text, new_text, made_at: instant(madeAt) });
  world.tell("amendments", madeAt, {
    source: "declarations",
    flow,
    ...(madeAt < START ? {} : { stage: "amendment" as const }),
    row: declaration,
  });
}

function change(declaration: HistoryDeclaration, random: Random, area: string): [string, string] {
  const [first] = declaration.items;
  const [box] = declaration.containers;
  if (area === "CONTAINER" && box !== undefined) {
    const old = box.number;
    box.number = container(random, 0).number;
    return [old, box.number];
  }
  if ((area === "QUANTITY" || area === "VALUE") && first !== undefined) {
    const price = first.customs_value / first.quantity.value;
    const weight = (first.net_weight ?? 0) / first.quantity.value;
    const before = area === "VALUE" ? first.customs_value : first.quantity.value;
    if (area === "QUANTITY") {
      first.quantity.value += 1;
      first.net_weight = round(weight * first.quantity.value, 4);
    }
    first.customs_value = first.quantity.value * Math.round(price * (area === "VALUE" ? 1.02 : 1));
    settle(declaration);
    return [String(before), String(area === "VALUE" ? first.customs_value : first.quantity.value)];
  }
  return ["như đã khai", "như chứng từ"];
}

export function acceptPrices(declaration: HistoryDeclaration, accepted: boolean): void {
  for (const item of declaration.items) item.price_accepted = accepted;
}

/** A decision on the value is a later version of the lines; most values are accepted. */
function decideValue({ world, random, declaration, flow, at }: Case): void {
  const decided = structuredClone(declaration);
  acceptPrices(decided, random.chance(0.85));
  world.tell("value-decisions", between(random, at + 3 * MS_PER_DAY, at + 30 * MS_PER_DAY), {
    source: "declarations",
    flow,
    row: decided,
  });
}

/* ------------------------------------------------------------------ inspections and scans */

const FINDINGS: readonly Inspection["finding"][] = [
  "DOCUMENT",
  "QUANTITY",
  "VALUE",
  "CLASSIFICATION",
  "ORIGIN",
  "OTHER",
];

function inspect({ world, random, declaration, trader, at }: Case): void {
  const startedAt = momentOf(random, midnight(at) + random.between(1, 6) * MS_PER_DAY);
  const endedAt = between(random, startedAt + MS_PER_HOUR, startedAt + 30 * MS_PER_HOUR);
  const found = random.chance(0.04);
  const finding = found ? random.pickEarly(FINDINGS) : "NONE";
  const inspection: Inspection = {
    inspection_no: world.nextNo("KH"),
    declaration_no: declaration.declaration_no,
    importer_code: trader.taxCode,
    started_at: instant(startedAt),
    ended_at: instant(endedAt),
    form: random.pickEarly(["OFFICER", "SCAN", "LAB"]),
    extent: random.pick([5, 10, 100]),
    finding,
    amount: found ? random.between(2, 90) * 1_000_000 : 0,
  };
  // The outcome comes weeks after; the feedback on criteria later still, as a version of the same row.
  const known = between(random, endedAt + 5 * MS_PER_DAY, endedAt + 40 * MS_PER_DAY);
  world.tell("inspections", known, { source: "inspections", row: inspection });
  if (random.chance(0.3)) {
    world.tell("inspections", known + 10 * MS_PER_DAY, {
      source: "inspections",
      row: { ...inspection, useful: found },
    });
  }
}

function planScan(each: Case): void {
  const { world, random, declaration } = each;
  const box = random.pick(declaration.containers);
  const scannedAt = momentOf(random, Math.max(arrivalOf(each), midnight(each.at)) + MS_PER_DAY);
  // The outcome is drawn when it is scanned, so that the scans of a trader are drawn in their order.
  world.agenda.plan(scannedAt, () => scan(each, box, scannedAt));
}

function densityOf(box: HistoryDeclaration["containers"][number]): Scan["density"] {
  if (box.state === "EMPTY") return "EMPTY";
  return (box.declared_mass ?? 0) < 500 ? "LIGHT" : "LOADED";
}

/** Two suspicions of one trader lie more than ten scans apart; nothing is found when containers are opened. */
function scan(each: Case, box: HistoryDeclaration["containers"][number], at: number): void {
  const { world, random, trader, declaration } = each;
  const suspect = trader.scansSinceSuspicion > 14 && random.chance(0.06);
  trader.scansSinceSuspicion = suspect ? 0 : trader.scansSinceSuspicion + 1;
  const row: Scan = {
    scan_no: world.nextNo("SC"),
    scanned_at: instant(at),
    site: siteOf(declaration.office),
    phase: random.pick(["UNLOADING", "GATE", "CLEARANCE"]),
    container_no: box.number,
    declaration_no: declaration.declaration_no,
    importer_code: trader.taxCode,
    outcome: suspect ? "SUSPECT" : random.chance(0.015) ? "UNCLEAR" : "CLEAN",
    density: densityOf(box),
  };
  const known = between(random, at + 2 * MS_PER_MINUTE, at + 30 * MS_PER_MINUTE);
  world.tell("scans", known, { source: "scans", row });
  if (!suspect) return;
  const opened = between(random, at + 6 * MS_PER_HOUR, at + 3 * MS_PER_DAY);
  world.tell("scans", opened, { source: "scans", row: { ...row, violation: false } });
}

/* ------------------------------------------------------------------ gates */

/** Each container leaves once, the truck coming back for the next; on the road the truck itself crosses. */
function passGates(each: Case): void {
  const { random, declaration, at, world } = each;
  const plate = declaration.declared_plate;
  // Passages are kept for sixty days; of older ones nothing would be asked.
  if (plate === undefined || at < START - 60 * MS_PER_DAY) return;
  const day = Math.max(arrivalOf(each), midnight(at)) + MS_PER_DAY;
  let next = momentOf(random, day);
  const boxes = declaration.containers.length === 0 ? [undefined] : declaration.containers;
  for (const box of boxes) {
    passOnce(each, plate, box?.number, next);
    if (box !== undefined && random.chance(SHARES.weighed)) weigh(world, random, each, box, next);
    next = between(random, next + 2 * MS_PER_HOUR, next + 5 * MS_PER_HOUR);
  }
}

function passOnce(each: Case, plate: string, box: string | undefined, at: number): void {
  const { world, random, declaration } = each;
  const site = siteOf(declaration.office);
  const appointed = random.chance(SHARES.appointment);
  // High-risk goods do not leave at night by a gate that is closed then.
  const nightly = isNight(at) && declaration.items.some(({ hs }) => isHighRisk(hs));
  const gate = gateOf(site, nightly || random.chance(0.6) ? 1 : 2);
  if (appointed) {
    const plannedAt = between(random, at - 60 * MS_PER_MINUTE, at + 60 * MS_PER_MINUTE);
    const madeAt = Math.max(each.at, between(random, at - 30 * MS_PER_HOUR, at - 5 * MS_PER_HOUR));
    world.tell("appointments", madeAt, {
      source: "appointments",
      row: {
        appointment_no: world.nextNo("LH"),
        plate,
        site,
        gate,
        planned_at: instant(plannedAt),
        made_at: instant(madeAt),
        declaration_no: declaration.declaration_no,
      },
    });
  }
  const seen = { at, site, gate, direction: "OUT" as const, plate };
  tellPassage(world, random, box === undefined ? seen : { ...seen, container: box });
}

function weigh(
  world: World,
  random: Random,
  each: Case,
  box: HistoryDeclaration["containers"][number],
  at: number,
): void {
  const tare = 16_500 + random.between(-600, 600);
  world.tell("weighings", at + 3 * MS_PER_MINUTE, {
    source: "weighings",
    row: {
      weighing_no: world.nextNo("CA"),
      weighed_at: instant(at - 4 * MS_PER_MINUTE),
      site: siteOf(each.declaration.office),
      plate: each.declaration.declared_plate ?? "",
      container_no: box.number,
      gross_mass: Math.round(tare + (box.declared_mass ?? 0) * (0.98 + 0.04 * random.next())),
      tare_mass: tare,
    },
  });
}
