/**
 * Seeded camera traffic with known passages: lanes with four devices each, all formats, repetitions, late and malformed messages.
 *
 * A seed in; messages in the order of receipt and the vehicles that really passed out. The truth is made first and the messages from it, by
 * code that shares nothing with intake. For tests and benches; no real plates.
 */
import { containerCheckDigit, platesAlike } from "@luong/spec";

export interface TrafficOptions {
  readonly seed: number;
  readonly lanes: number;
  readonly vehiclesPerLane: number;
  /** Shares of the messages; 0.3, 0.05 and 0.01 when absent. */
  readonly duplicates?: number;
  readonly late?: number;
  readonly malformed?: number;
}

export interface TrafficMessage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly device: string;
  readonly receivedAt: number;
  /** The reason it must be put aside with; absent when it is sound. */
  readonly malformed?: string;
  /** A second delivery of a sound message. */
  readonly isDuplicate: boolean;
}

export interface TruePassage {
  readonly site: string;
  readonly gate: string;
  readonly lane: string;
  readonly direction: "in" | "out";
  readonly enteredAt: number;
  readonly leftAt: number;
  readonly plate: string;
  readonly containerNo: string | undefined;
  readonly weightKg: number | undefined;
}

export interface Traffic {
  readonly register: Readonly<Record<string, unknown>>;
  readonly messages: readonly TrafficMessage[];
  readonly passages: readonly TruePassage[];
}

/** 2 March 2026, 01:00 UTC. */
export const TRAFFIC_START = Date.UTC(2026, 2, 2, 1);

/** Marsaglia's xorshift on 32 bits: enough for test data. */
export function seeded(seed: number): () => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

class Dice {
  private readonly next: () => number;
  constructor(seed: number) {
    this.next = seeded(seed);
  }
  chance(share: number): boolean {
    return this.next() < share;
  }
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }
  pick<T>(of: readonly T[]): T {
    return of[this.between(0, of.length - 1)] as T;
  }
}

interface Vehicle {
  readonly plate: string;
  readonly container: string | undefined;
  readonly weightKg: number | undefined;
}

type Sound = Omit<TrafficMessage, "isDuplicate" | "malformed"> & { readonly capturedAt: number };

interface LaneOf {
  readonly name: string;
  readonly site: string;
  readonly gate: string;
  readonly direction: "in" | "out";
}

export function makeTraffic(options: TrafficOptions): Traffic {
  const { duplicates = 0.3, late = 0.05, malformed = 0.01 } = options;
  const dice = new Dice(options.seed);
  const register: Record<string, unknown> = {};
  const passages: TruePassage[] = [];
  const sound: Sound[] = [];
  for (let at = 0; at < options.lanes; at += 1) {
    const lane = laneOf(at);
    for (const kind of "hpog")
      register[`${kind}-${lane.name}`] = {
        site: lane.site,
        gate: lane.gate,
        lane: lane.name,
        direction: lane.direction,
        zone: "+07:00",
      };
    drive(lane, options.vehiclesPerLane, dice, passages, sound);
  }
  const messages: TrafficMessage[] = [];
  for (const message of sound) {
    const { capturedAt, ...first } = message;
    const delayMs = dice.chance(late) ? dice.between(180_000, 2_400_000) : dice.between(50, 1500);
    const delivered = { ...first, receivedAt: capturedAt + delayMs };
    messages.push({ ...delivered, isDuplicate: false });
    if (dice.chance(duplicates)) messages.push(again(delivered, dice));
    if (dice.chance(malformed)) messages.push(broken(delivered, dice));
  }
  // A stable sort: equal times keep the order in which they were made.
  messages.sort((a, b) => a.receivedAt - b.receivedAt);
  return { register, messages, passages };
}

function laneOf(at: number): LaneOf {
  const site = `site-${Math.floor(at / 8)}`;
  return {
    name: `L${at}`,
    site,
    gate: `gate-${Math.floor(at / 4)}`,
    direction: at % 2 === 0 ? "in" : "out",
  };
}

function drive(
  lane: LaneOf,
  count: number,
  dice: Dice,
  passages: TruePassage[],
  sound: Sound[],
): void {
  let clock = TRAFFIC_START + dice.between(0, 60_000);
  let before: Vehicle | undefined;
  for (let at = 0; at < count; at += 1) {
    // The same lorry comes back now and then, after more than the gap.
    const isReturning = before !== undefined && dice.chance(0.05);
    const vehicle: Vehicle =
      isReturning && before !== undefined ? before : newVehicle(before, dice);
    // A quarter drive up close behind another, within the gap.
    const headwayMs =
      !isReturning && dice.chance(0.25) ? dice.between(6000, 20_000) : dice.between(40_000, 90_000);
    clock += headwayMs;
    const times = pass(lane, vehicle, clock, dice, sound);
    passages.push({
      ...{ site: lane.site, gate: lane.gate, lane: lane.name, direction: lane.direction },
      enteredAt: Math.min(...times),
      leftAt: Math.max(...times),
      plate: vehicle.plate,
      containerNo: vehicle.container,
      weightKg: vehicle.weightKg,
    });
    clock = Math.max(...times);
    before = vehicle;
  }
}

function newVehicle(before: Vehicle | undefined, dice: Dice): Vehicle {
  let plate: string;
  do {
    const digits = String(dice.between(0, 99_999)).padStart(5, "0");
    plate = `${dice.pick(["29", "30", "15", "51", "14", "12"])}${dice.pick([..."ABCEHKLM"])}${digits}`;
  } while (before !== undefined && platesAlike(before.plate, plate));
  const stem = `${dice.pick(["MSCU", "TEMU", "CMAU", "OOLU"])}${dice.between(100_000, 999_999)}`;
  return {
    plate,
    container: dice.chance(0.7) ? `${stem}${containerCheckDigit(stem)}` : undefined,
    weightKg: dice.chance(0.5) ? dice.between(9000, 42_000) : undefined,
  };
}

/** All reads of one passage; gives their times. The plate is read rightly first. */
function pass(
  lane: LaneOf,
  vehicle: Vehicle,
  startMs: number,
  dice: Dice,
  sound: Sound[],
): readonly number[] {
  // Whole seconds, so that the list of plates, which knows no milliseconds, does not come before the start.
  let at = Math.ceil(startMs / 1000) * 1000;
  const times: number[] = [];
  const add = (message: Omit<Sound, "receivedAt">): void => {
    sound.push({ ...message, receivedAt: 0 });
    times.push(message.capturedAt);
  };
  add(
    dice.chance(0.5)
      ? hikvision(lane, vehicle.plate, at, 95, dice)
      : polled(lane, vehicle.plate, at),
  );
  for (let more = dice.between(0, 2); more > 0; more -= 1) {
    at += dice.between(1, 3) * 1000;
    const isMisread = more === 1 && dice.chance(0.3);
    const text = isMisread ? misread(vehicle.plate) : vehicle.plate;
    const confidence = isMisread ? dice.between(30, 45) : dice.between(80, 99);
    add(
      dice.chance(0.5)
        ? hikvision(lane, text, at, confidence, dice)
        : openAlpr(lane, text, at, confidence, dice),
    );
  }
  if (vehicle.container !== undefined) {
    at += dice.between(1, 4) * 1000;
    add(ours(lane, at, { container: { text: vehicle.container, confidence: 90 } }));
    if (dice.chance(0.2)) {
      at += 700;
      const wrong = `${vehicle.container.slice(0, 10)}${(Number(vehicle.container[10]) + 1) % 10}`;
      add(ours(lane, at, { container: { text: wrong, confidence: 40 } }));
    }
  }
  if (vehicle.weightKg !== undefined) {
    at += dice.between(1, 4) * 1000;
    add(ours(lane, at, { weightKg: vehicle.weightKg }));
  }
  return times;
}

const misreadings: Readonly<Record<string, string>> = {
  0: "O",
  1: "I",
  2: "Z",
  5: "S",
  6: "G",
  8: "B",
};

/** The last character that has a double is read as its double; a plate without one is read rightly. */
function misread(plate: string): string {
  const at = [...plate].findLastIndex((character) => Object.hasOwn(misreadings, character));
  if (at < 0) return plate;
  return `${plate.slice(0, at)}${misreadings[plate.charAt(at)]}${plate.slice(at + 1)}`;
}

/** `20260302T081504` and so on, in the zone of the cameras. */
function localText(ms: number): string {
  return new Date(ms + 7 * 3_600_000).toISOString().slice(0, -1);
}

function written(plate: string): string {
  return `${plate.slice(0, 3)}-${plate.slice(3, 6)}.${plate.slice(6)}`;
}

const utf8 = new TextEncoder();

function hikvision(
  lane: LaneOf,
  plate: string,
  capturedAt: number,
  confidence: number,
  dice: Dice,
): Omit<Sound, "receivedAt"> {
  const uuid = `${capturedAt.toString(36)}-${dice.between(1, 1_000_000_000)}`;
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
  <ipAddress>192.0.2.70</ipAddress>
  <channelID>1</channelID>
  <dateTime>${localText(capturedAt)}+07:00</dateTime>
  <activePostCount>1</activePostCount>
  <eventType>ANPR</eventType>
  <eventState>active</eventState>
  <ANPR>
    <country>64</country>
    <licensePlate>${written(plate)}</licensePlate>
    <line>1</line>
    <direction>forward</direction>
    <confidenceLevel>${confidence}</confidenceLevel>
    <plateColor>white</plateColor>
    <vehicleType>truck</vehicleType>
    <pictureInfoList>
      <pictureInfo><fileName>licensePlatePicture.jpg</fileName><pId>${uuid}-1</pId></pictureInfo>
      <pictureInfo><fileName>detectionPicture.jpg</fileName><pId>${uuid}-2</pId></pictureInfo>
    </pictureInfoList>
  </ANPR>
  <UUID>${uuid}</UUID>
</EventNotificationAlert>`;
  return {
    bytes: utf8.encode(text),
    contentType: "application/xml",
    device: `h-${lane.name}`,
    capturedAt,
  };
}

function polled(lane: LaneOf, plate: string, capturedAt: number): Omit<Sound, "receivedAt"> {
  const digits = localText(capturedAt).replaceAll(/[-:]/g, "").slice(0, 15);
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Plates version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
  <Plate>
    <captureTime>${digits}0000</captureTime>
    <plateNumber>${plate}</plateNumber>
    <picName>${digits.replace("T", "")}000</picName>
    <country>VNM</country>
    <laneNo>1</laneNo>
    <direction>forward</direction>
  </Plate>
</Plates>`;
  return {
    bytes: utf8.encode(text),
    contentType: "application/xml",
    device: `p-${lane.name}`,
    capturedAt,
  };
}

function openAlpr(
  lane: LaneOf,
  plate: string,
  capturedAt: number,
  confidence: number,
  dice: Dice,
): Omit<Sound, "receivedAt"> {
  const event = {
    version: 2,
    data_type: "alpr_results",
    uuid: `${capturedAt.toString(36)}-${dice.between(1, 1_000_000_000)}`,
    camera_id: 1,
    epoch_time: capturedAt,
    img_width: 1280,
    img_height: 720,
    results: [
      {
        plate,
        confidence: confidence + 0.125,
        matches_template: 0,
        coordinates: [{ x: 218, y: 342 }],
        candidates: [
          { plate, confidence: confidence + 0.125, matches_template: 0 },
          { plate: `${plate.slice(0, -1)}X`, confidence: 20.5, matches_template: 0 },
        ],
      },
    ],
  };
  return json(`o-${lane.name}`, event, capturedAt);
}

function ours(lane: LaneOf, capturedAt: number, seen: object): Omit<Sound, "receivedAt"> {
  const device = `g-${lane.name}`;
  return json(
    device,
    { device, capturedAt: new Date(capturedAt).toISOString(), ...seen },
    capturedAt,
  );
}

function json(device: string, event: object, capturedAt: number): Omit<Sound, "receivedAt"> {
  const bytes = utf8.encode(JSON.stringify(event));
  return { bytes, contentType: "application/json", device, capturedAt };
}

/** Delivered again: the same bytes, or with the count of posts a Hikvision camera raises. */
function again(message: Omit<TrafficMessage, "isDuplicate">, dice: Dice): TrafficMessage {
  const text = new TextDecoder().decode(message.bytes);
  const posts = `<activePostCount>${dice.between(2, 5)}</activePostCount>`;
  return {
    ...message,
    bytes: utf8.encode(text.replace("<activePostCount>1</activePostCount>", posts)),
    receivedAt: message.receivedAt + dice.between(200, 300_000),
    isDuplicate: true,
  };
}

const ANY = { json: "", xml: "" };
const atTime = (time: string, confidence: unknown = 90): typeof ANY => ({
  json: JSON.stringify({ capturedAt: time, plate: { text: "29C12345", confidence } }),
  xml: `<EventNotificationAlert><dateTime>${time}</dateTime><eventType>ANPR</eventType><ANPR><licensePlate>29C12345</licensePlate><confidenceLevel>${confidence}</confidenceLevel></ANPR></EventNotificationAlert>`,
});

/** A message that must be put aside, and the reason. */
function broken(message: Omit<TrafficMessage, "isDuplicate">, dice: Dice): TrafficMessage {
  const { device, receivedAt } = message;
  const now = new Date(receivedAt).toISOString();
  const cut = atTime(now);
  const make = (malformed: string, text: string, from = device): TrafficMessage => ({
    bytes: utf8.encode(text),
    contentType: "application/octet-stream",
    device: from,
    receivedAt,
    malformed,
    isDuplicate: false,
  });
  const kinds: readonly (() => TrafficMessage)[] = [
    () => make("notXml", cut.xml.slice(0, -30)),
    () => make("notJson", cut.json.slice(0, -5)),
    () => make("entities", `<!DOCTYPE a [<!ENTITY b "${"c".repeat(100)}">]>${cut.xml}`),
    () => make("tooDeep", `${'{"a":'.repeat(40)}1${"}".repeat(40)}`),
    () => make("badConfidence", atTime(now, 140).json),
    () => make("badConfidence", atTime(now, "NaN").xml),
    () => make("badTime", atTime("2026-02-30T08:00:00Z").xml),
    () => make("clock", atTime(new Date(receivedAt + 3_600_000).toISOString()).json),
    () => make("clock", atTime(new Date(receivedAt - 86_400_000).toISOString()).xml),
    () => make("unknownDevice", cut.json, "nobody"),
    () => make("wrongType", `{"capturedAt":"${now}","plate":"29C12345"}`),
    () => make("badPlate", cut.xml.replace("29C12345", "unknown")),
    () => make("unknownFormat", "OK"),
    () => ({ ...make("notUtf8", ""), bytes: Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d) }),
  ];
  return dice.pick(kinds)();
}
