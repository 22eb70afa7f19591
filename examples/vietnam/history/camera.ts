// What cameras at gates, weighbridges and scanners tell of a consignment that passes, with their habits: plates and container numbers
// misread, events told late, twice, corrected or withdrawn.
//
// Promise to the background: a misread plate is one confusable character off, or not given at all; a misread container
// number is told with little confidence or fails its check digit. So an honest truck never looks like another one.
import { wrongCheckDigit } from "../parts.ts";
import type { Passage } from "./rows.ts";
import { instant, MS_PER_HOUR, MS_PER_MINUTE } from "./time.ts";
import { between, type Random, type World } from "./world.ts";

/** Shares of passages. */
export const SHARES = {
  late: 0.04,
  veryLate: 0.001,
  twice: 0.02,
  corrected: 0.005,
  ghost: 0.003,
  plateMisread: 0.03,
  plateUnread: 0.01,
  containerMisread: 0.03,
} as const;

const SITES: Readonly<Record<string, string>> = {
  "03CC": "VNHPH-TC1",
  "03CE": "VNHPH-TC2",
  "02CI": "VNCLI-CL1",
  "15BB": "VNLGS-HN1",
};

export function siteOf(office: string): string {
  return SITES[office] ?? "VNHPH-ICD1";
}

/** Gate 1 of a site is open day and night, gate 2 is not (`gates.csv`). */
export function gateOf(site: string, number: 1 | 2): string {
  return `${site}-G${number}`;
}

/** What a camera takes a digit for; never another digit, so never another truck. */
const MISREAD: Readonly<Record<string, string>> = {
  "0": "O",
  "1": "I",
  "2": "Z",
  "5": "S",
  "8": "B",
};

/** The plate with one character misread, or as it is when none of its characters is ever misread. */
export function misreadPlate(random: Pick<Random, "pick">, plate: string): string {
  const places = [...plate].flatMap((character, at) =>
    MISREAD[character] === undefined ? [] : [at],
  );
  if (places.length === 0) return plate;
  const at = random.pick(places);
  return `${plate.slice(0, at)}${MISREAD[plate.charAt(at)] ?? ""}${plate.slice(at + 1)}`;
}

export interface Sighting {
  readonly at: number;
  readonly site: string;
  readonly gate: string;
  readonly direction: Passage["direction"];
  readonly plate: string;
  readonly container?: string;
  /** Something hangs on this one: it is read, and told within five hours. */
  readonly reliable?: boolean;
}

export function passageOf(world: World, random: Random, seen: Sighting): Passage {
  return {
    passage_no: world.nextNo("PS"),
    entered_at: instant(seen.at),
    site: seen.site,
    gate: seen.gate,
    lane: random.between(1, 4),
    direction: seen.direction,
    plate: seen.plate,
    plate_confidence: random.between(88, 99),
    ...(seen.container === undefined
      ? {}
      : { container_no: seen.container, container_confidence: random.between(91, 99) }),
    device: `${seen.gate}-C${random.between(1, 2)}`,
  };
}

function misreadSome(random: Random, passage: Passage, reliable: boolean): void {
  const plate = passage.plate ?? "";
  if (random.chance(SHARES.plateMisread)) {
    passage.plate = misreadPlate(random, plate);
    passage.plate_confidence = random.between(55, 92);
  } else if (!reliable && random.chance(SHARES.plateUnread)) {
    delete passage.plate;
    delete passage.plate_confidence;
  }
  if (passage.container_no === undefined || !random.chance(SHARES.containerMisread)) return;
  if (random.chance(0.5)) {
    passage.container_no = wrongCheckDigit(passage.container_no);
  } else {
    passage.container_no = `${passage.container_no.slice(0, 4)}${random.between(1_000_000, 9_999_999)}`;
    passage.container_confidence = random.between(40, 80);
  }
}

/** When the system hears of it. */
function knownAt(random: Random, at: number, reliable: boolean): number {
  if (!reliable && random.chance(SHARES.veryLate)) {
    return between(random, at + 7 * MS_PER_HOUR, at + 20 * MS_PER_HOUR);
  }
  if (random.chance(SHARES.late)) {
    return between(random, at + 10 * MS_PER_MINUTE, at + 300 * MS_PER_MINUTE);
  }
  return between(random, at + 2_000, at + 40_000);
}

/** A passage as the background has them; gives what was told in the end. */
export function tellPassage(world: World, random: Random, seen: Sighting): Passage {
  const passage = passageOf(world, random, seen);
  const reliable = seen.reliable === true;
  const known = knownAt(random, seen.at, reliable);
  if (random.chance(SHARES.corrected)) {
    // Read wrong at first, put right by the post within the hour.
    const wrong = { ...passage, plate: misreadPlate(random, seen.plate), plate_confidence: 61 };
    world.tell("passages", known, { source: "passages", row: wrong });
    world.tell("passages", known + 40 * MS_PER_MINUTE, { source: "passages", row: passage });
    return passage;
  }
  misreadSome(random, passage, reliable);
  world.tell("passages", known, { source: "passages", row: passage });
  if (random.chance(SHARES.twice)) {
    world.tell("passages", between(random, known + 1000, known + 90_000), {
      source: "passages",
      row: passage,
    });
  }
  if (random.chance(SHARES.ghost)) tellGhost(world, random, seen, known);
  return passage;
}

/** A reflection taken for a second vehicle, withdrawn a quarter of an hour later. */
function tellGhost(world: World, random: Random, seen: Sighting, known: number): void {
  const { container: _, ...bare } = seen;
  const ghost = passageOf(world, random, { ...bare, at: seen.at + 3_000 });
  world.tell("passages", known + 4_000, { source: "passages", row: ghost });
  world.tell("passages", known + 15 * MS_PER_MINUTE, {
    source: "passages",
    withdrawn: true,
    row: { passage_no: ghost.passage_no },
  });
}
