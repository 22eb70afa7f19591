// Cases that the history of a trader tells: new, first, dormant, sudden, split, of a shell company; materials that do not come back; goods
// for a time that stay; scans that were bad. Rows 18, 29, 31, 37, 38, 40, 42, 43, 44 and 55.
import { day, MS_PER_DAY } from "../../parts.ts";
import { consume, nameMaterials, temporaryImport } from "../background.ts";
import type { Scan } from "../rows.ts";
import { instant, MS_PER_HOUR, MS_PER_MINUTE, midnight, START } from "../time.ts";
import { dayFromStart, type Trader } from "../traders.ts";
import type { Plan } from "./plan.ts";

export function plantTraders(plan: Plan): void {
  plantNewExporter(plan);
  plantMaterials(plan);
  plantTemporary(plan);
  plantFirst(plan);
  plantNewHeading(plan);
  plantShell(plan);
  plantDormant(plan);
  plantBurst(plan);
  plantSplit(plan);
  plantScans(plan);
}

const PARTS = { hs: "39269059", origin: "CN" };

/** Three shipments of 4 billion dong in a day; with the third more than 10 billion have left. */
function plantNewExporter(plan: Plan): void {
  plan.each((_, at) => {
    const trader = plan.trader({
      role: "exporter",
      profile: { established_on: day(at - 100 * MS_PER_DAY) },
      active: [],
    });
    for (const turn of [0, 1, 2]) {
      plan.declare(
        "export",
        trader,
        at + turn * 40 * MS_PER_MINUTE,
        { hs: "44123100", origin: "VN", quantity: 250_000 },
        undefined,
        (made) => {
          if (turn === 2)
            plan.world.plant(
              18,
              made.declaration_no,
              "12 billion dong of plywood by a trader of 100 days",
            );
        },
      );
    }
  });
}

/** Twelve imports in the year, of which two fifths leave again. */
function plantMaterials(plan: Plan): void {
  plan.each((_, at) => {
    const trader = plan.trader({ role: "processing", active: [] });
    const hs = trader.goods[0]?.hs ?? "39021040";
    const origin = trader.goods[0]?.origins[0] ?? "CN";
    const bring = (when: number, last: boolean): void =>
      plan.declare(
        "import",
        trader,
        when,
        { hs, origin },
        (made) => {
          made.regime = "E31";
          nameMaterials(made, trader);
        },
        (made) => {
          if (last) plan.world.plant(29, made.declaration_no, "two fifths of the material used");
          else consume(plan.world, plan.random, trader, made, when, 0.4);
        },
      );
    for (let month = 1; month <= 11; month += 1)
      bring(START - month * 28 * MS_PER_DAY + 9 * MS_PER_HOUR, false);
    bring(at, true);
  });
}

/** Nothing out by the time limit, or four fifths of the weight. The import lies before the run, the time limit in it. */
function plantTemporary(plan: Plan): void {
  plan.each((index, at) => {
    const trader = plan.trader({ role: "temporary" });
    const lots = index % 2 === 0 ? [] : [0.5, 0.3];
    const planted = index % 2 === 0 ? "nothing taken out" : "four fifths taken out";
    // The day after the time limit is the day of the case.
    const deadline = 40;
    temporaryImport(plan.world, plan.random, trader, at - (deadline + 1) * MS_PER_DAY, {
      deadline,
      lots,
      planted: (no) => plan.world.plant(31, no, planted),
    });
  });
}

/** No declaration ever, or none for a year, of the ranks that say so. */
function plantFirst(plan: Plan): void {
  plan.each((index, at) => {
    for (const rank of [9, 7 + (index % 2)]) {
      const trader = plan.trader({
        profile: { risk_rank: rank, established_on: "2019-05-01" },
        active: index % 2 === 0 ? [] : [-395],
      });
      plan.declare("import", trader, at + rank * MS_PER_MINUTE, PARTS, undefined, (made) =>
        plan.world.plant(37, made.declaration_no, `first import, rank ${rank}`),
      );
    }
  });
}

function plantNewHeading(plan: Plan): void {
  plan.plant(
    38,
    "first time in heading 6403, duty 30 %",
    { hs: "64039990", origin: "IT" },
    () => {},
    { hs: "39021040" },
  );
}

/** Little capital, two people, a house with six firms, half a year old; with the second declaration 12 billion dong in 30 days. */
function plantShell(plan: Plan): void {
  plan.each((index, at) => {
    const house = { residential: true, address_cluster: `KV-NHA${index}` };
    for (let neighbour = 0; neighbour < 5; neighbour += 1) {
      plan.trader({
        profile: { ...house, capital: 800_000_000, employees: 2, established_on: "2021-03-01" },
      });
    }
    const trader = plan.trader({
      profile: { ...house, capital: 500_000_000, employees: 2, established_on: dayFromStart(-150) },
      active: [-80, -35],
    });
    for (const turn of [0, 1]) {
      plan.declare(
        "import",
        trader,
        at + turn * MS_PER_HOUR,
        { ...PARTS, quantity: 50_000 },
        undefined,
        (made) => {
          if (turn === 1)
            plan.world.plant(
              40,
              made.declaration_no,
              "12 billion dong on a capital of 0.5 billion",
            );
        },
      );
    }
  });
}

/** Last active more than a year ago, then four in a day: the third and the fourth are marked. */
function plantDormant(plan: Plan): void {
  plan.each((_, at) => {
    const trader = plan.trader({ profile: { risk_rank: 6 }, active: [-400, -385] });
    for (const turn of [0, 1, 2, 3]) {
      plan.declare("import", trader, at + turn * 50 * MS_PER_MINUTE, PARTS, undefined, (made) => {
        if (turn >= 2)
          plan.world.plant(
            42,
            made.declaration_no,
            `declaration ${turn + 1} in a day after a year of none`,
          );
      });
    }
  });
}

/** One or two a week for a quarter, then ten in two days; from the sixth on the week is far above the mean. */
function plantBurst(plan: Plan): void {
  plan.each((_, at) => {
    const trader = plan.trader({ active: [-200] });
    for (let week = 1; week <= 13; week += 1) {
      const when = midnight(at) - week * 7 * MS_PER_DAY + 10 * MS_PER_HOUR;
      for (let turn = 0; turn <= week % 2; turn += 1) {
        plan.declare("import", trader, when + turn * 30 * MS_PER_HOUR, PARTS);
      }
    }
    for (let turn = 0; turn < 10; turn += 1) {
      plan.declare("import", trader, at + turn * 20 * MS_PER_MINUTE, PARTS, undefined, (made) => {
        if (turn >= 5)
          plan.world.plant(43, made.declaration_no, `declaration ${turn + 1} of a burst`);
      });
    }
  });
}

/** One consignee, one shop, one subheading, four parcels of 0.6 million dong: the third and the fourth complete the pattern. */
function plantSplit(plan: Plan): void {
  plan.each((index, at) => {
    const address = `${20 + index} Lạch Tray, phường Đằng Giang`;
    for (const turn of [0, 1, 2, 3]) {
      // Each by another trader: only address and shop give it away.
      const trader = plan.trader();
      plan.declare(
        "import",
        trader,
        at + turn * 45 * MS_PER_MINUTE,
        { hs: "61091010", origin: "CN", quantity: 6 },
        (made) => {
          made.regime = "H11";
          made.consignee = { name: `Người nhận ${index}`, address, country: "VN" };
          made.exporter = { name: `Online Shop X${index}`, address: "2 Web Street", country: "CN" };
          made.arrived_on = day(at - MS_PER_DAY + (turn % 3) * MS_PER_DAY);
        },
        (made) => {
          if (turn >= 2) plan.world.plant(44, made.declaration_no, `parcel ${turn + 1} of four`);
        },
      );
    }
  });
}

/** Two suspicions or a violation among five scans in the year before. */
function plantScans(plan: Plan): void {
  plan.each((index, at) => {
    const trader = plan.trader();
    const kind = index % 2 === 0 ? "two suspicions" : "a violation";
    for (const turn of [0, 1, 2, 3, 4]) {
      const bad = index % 2 === 0 ? turn === 1 || turn === 3 : turn === 2;
      tellScan(
        plan,
        trader,
        START - (60 - turn * 10) * MS_PER_DAY + 9 * MS_PER_HOUR,
        bad,
        kind === "a violation",
      );
    }
    plan.declare("import", trader, at, PARTS, undefined, (made) =>
      plan.world.plant(55, made.declaration_no, `${kind} in the last scans`),
    );
  });
}

/** The violation becomes known when the container has been opened. */
function tellScan(plan: Plan, trader: Trader, at: number, bad: boolean, found: boolean): void {
  const row: Scan = {
    scan_no: plan.world.nextNo("SC"),
    scanned_at: instant(at),
    site: "VNHPH-TC1",
    phase: "CLEARANCE",
    container_no: "MSKU4107939",
    importer_code: trader.taxCode,
    outcome: bad ? "SUSPECT" : "CLEAN",
    density: "LOADED",
  };
  plan.world.tell("scans", at + 10 * MS_PER_MINUTE, { source: "scans", row });
  if (bad && found) {
    plan.world.tell("scans", at + 2 * MS_PER_DAY, {
      source: "scans",
      row: { ...row, violation: true },
    });
  }
}
