// Cases that an event tells: goods that never reach the warehouse, a full container declared empty, a late amendment, a strange container or
// truck at the gate, a passage by night. Rows 32, 36, 46, 49, 50 and 52; also what looks like one of them and is none.
import { containerNo, day, MS_PER_DAY } from "../../parts.ts";
import { intoBond, type Way } from "../background.ts";
import { gateOf, passageOf, type Sighting, siteOf } from "../camera.ts";
import type { HistoryDeclaration, Passage } from "../rows.ts";
import { instant, MS_PER_HOUR, MS_PER_MINUTE, midnight } from "../time.ts";
import { plate, type Trader } from "../traders.ts";
import type { Plan } from "./plan.ts";

export function plantEvents(plan: Plan): void {
  plantBonded(plan);
  plantEmpty(plan);
  plantAmendments(plan);
  plantStrangeContainer(plan);
  plantCorrectedContainer(plan);
  plantStrangeTruck(plan);
  plantNight(plan);
}

const RESIN = { hs: "39021040", origin: "KR", quantity: 20_000 };

function plantBonded(plan: Plan): void {
  const ways: readonly Way[] = ["never", "late", "elsewhere"];
  const words = {
    never: "never seen",
    late: "seen after the planned time",
    elsewhere: "seen at another site",
    "on time": "",
  };
  plan.each((index, at) => {
    const way = ways[index % ways.length] ?? "never";
    // Departure, arrival and the question fall on the two days after registration.
    const registered = at - 2 * MS_PER_DAY;
    intoBond(plan.world, plan.random, plan.trader({ role: "bonded" }), registered, way, (no) =>
      plan.world.plant(32, no, words[way]),
    );
  });
}

function plantEmpty(plan: Plan): void {
  plan.each((index, at) => {
    const trader = plan.trader();
    // Every fourth is empty indeed, and no case.
    const honest = index % 4 === 3;
    plan.declare(
      "import",
      trader,
      at,
      RESIN,
      ({ containers: [box] }) => {
        if (box === undefined) return;
        if (index % 2 === 0 || honest) box.state = "EMPTY";
        box.declared_mass = index % 2 === 0 || honest ? 0 : 420;
        delete box.verified_mass;
      },
      (made) => {
        if (!honest)
          plan.world.plant(
            36,
            made.declaration_no,
            "declared empty or under 500 kg, scanned loaded",
          );
        tellScan(plan, made, trader, at + 3 * MS_PER_HOUR, honest);
      },
    );
  });
}

function tellScan(
  plan: Plan,
  made: HistoryDeclaration,
  trader: Trader,
  at: number,
  honest: boolean,
): void {
  plan.world.tell("scans", at + 5 * MS_PER_MINUTE, {
    source: "scans",
    row: {
      scan_no: plan.world.nextNo("SC"),
      scanned_at: instant(at),
      site: siteOf(made.office),
      phase: "GATE",
      container_no: made.containers[0]?.number ?? "",
      declaration_no: made.declaration_no,
      importer_code: trader.taxCode,
      outcome: honest ? "CLEAN" : "UNCLEAR",
      density: honest ? "EMPTY" : "LOADED",
    },
  });
}

/** After the goods came, or after the scan was announced. */
function plantAmendments(plan: Plan): void {
  plan.each((index, at) => {
    const byScan = index % 2 === 1;
    const noticeAt = at + MS_PER_HOUR;
    const madeAt = at + 5 * MS_PER_HOUR;
    const area = ["HS", "QUANTITY", "VALUE", "CONTAINER"][index % 4] ?? "HS";
    plan.declare(
      "import",
      plan.trader(),
      at,
      RESIN,
      (made) => {
        made.arrived_on = day(at + (byScan ? 3 : -2) * MS_PER_DAY);
      },
      (made) => {
        plan.world.plant(
          46,
          made.declaration_no,
          byScan ? `${area} changed after the scan notice` : `${area} changed after arrival`,
        );
        made.revision = 1;
        if (byScan) made.scan_notice_at = instant(noticeAt);
        made.changes.push({ area, old_text: "1", new_text: "2", made_at: instant(madeAt) });
        plan.world.tell("amendments", madeAt, {
          source: "declarations",
          flow: "import",
          stage: "amendment",
          row: made,
        });
      },
    );
  });
}

/* ------------------------------------------------------------------ gates */

/** A truck of its own, so that it belongs to one declaration; the passage on the next day. */
function atGate(
  plan: Plan,
  at: number,
  goods: { readonly hs: string; readonly origin: string; readonly quantity?: number },
  seen: (made: HistoryDeclaration, passed: Sighting) => void,
): void {
  plan.declare(
    "import",
    plan.trader(),
    at,
    goods,
    (made) => {
      made.declared_plate = made.declared_plate ?? "";
    },
    (made) => {
      const site = siteOf(made.office);
      seen(made, {
        at: at + 4 * MS_PER_HOUR,
        site,
        gate: gateOf(site, 1),
        direction: "OUT",
        plate: made.declared_plate ?? "",
        ...(made.containers[0] === undefined ? {} : { container: made.containers[0].number }),
      });
    },
  );
}

function tell(plan: Plan, seen: Sighting): Passage {
  const passage = passageOf(plan.world, plan.random, seen);
  plan.world.tell("passages", seen.at + 8_000, { source: "passages", row: passage });
  return passage;
}

function plantStrangeContainer(plan: Plan): void {
  plan.each((index, at) => {
    atGate(plan, at, RESIN, (_, seen) => {
      const passage = tell(plan, { ...seen, container: containerNo("TGH", 700_000 + index) });
      plan.world.plant(49, passage.passage_no, "container that is on no declaration of the truck");
    });
  });
}

/** The list of containers is put right within two hours, on the day of arrival: no case. */
function plantCorrectedContainer(plan: Plan): void {
  plan.each((index, at) => {
    if (index > 1) return;
    const now = midnight(at) + 9 * MS_PER_HOUR;
    atGate(plan, now, RESIN, (made, seen) => {
      const right = containerNo("TGH", 800_000 + index);
      tell(plan, { ...seen, container: right });
      const [box] = made.containers;
      if (box === undefined) return;
      made.arrived_on = day(now);
      made.revision = 1;
      made.changes.push({
        area: "CONTAINER",
        old_text: box.number,
        new_text: right,
        made_at: instant(seen.at + 70 * MS_PER_MINUTE),
      });
      box.number = right;
      plan.world.tell("amendments", seen.at + 70 * MS_PER_MINUTE, {
        source: "declarations",
        flow: "import",
        stage: "amendment",
        row: made,
      });
    });
  });
}

function plantStrangeTruck(plan: Plan): void {
  const used = new Set<string>();
  plan.each((_, at) => {
    atGate(plan, at, RESIN, (_made, seen) => {
      // The letter E stands on no plate of the background.
      const strange = plate(plan.random, used).replace(/[CDH]/, "E");
      const passage = tell(plan, { ...seen, plate: strange });
      plan.world.plant(50, passage.passage_no, "the right container on another truck");
    });
  });
}

function plantNight(plan: Plan): void {
  plan.each((index, at) => {
    const registered = midnight(at) + 10 * MS_PER_HOUR;
    atGate(plan, registered, { hs: "33030000", origin: "FR", quantity: 3_000 }, (_, seen) => {
      const night = midnight(at) + (index % 2 === 0 ? 23 : 26) * MS_PER_HOUR + 20 * MS_PER_MINUTE;
      const passage = tell(plan, { ...seen, at: night, gate: gateOf(seen.site, 2) });
      plan.world.plant(52, passage.passage_no, "perfume by night, gate 2, no appointment");
    });
  });
}
