/**
 * A reading as written + the register → a read with its place, its time and its identifier; or why not.
 *
 * Pure: the time of receipt is an input. What the message says of its sender is compared with the address it came by, never preferred to it.
 */
import { parseInstant } from "@luong/spec";
import { type ClockRule, judgeClock } from "./clock.ts";
import type { Device, DeviceRegister } from "./devices.ts";
import type { Reading, WrittenPlate, WrittenRead } from "./formats/parsed.ts";
import { containerNumber, normalPlate } from "./normalise.ts";
import { type Problem, problem } from "./quarantine.ts";
import type { CameraRead, ContainerRead, Direction, PlateRead, SourceFormat } from "./read.ts";

export interface Placing {
  readonly devices: DeviceRegister;
  readonly clock: ClockRule;
  readonly receivedAt: number;
  /** The device by whose address (path, topic) the message came. */
  readonly deviceHint?: string;
  readonly format: SourceFormat;
}

export type Placed =
  | { readonly read: CameraRead; readonly problem?: undefined; readonly lagMs: number }
  | { readonly problem: Problem; readonly device?: string; readonly lagMs?: number };

export function placeRead(written: WrittenRead, placing: Placing): Placed {
  const sender = senderOf(written, placing);
  if (typeof sender !== "string") return { problem: sender };
  const device = placing.devices.get(sender);
  if (device === undefined)
    return { problem: problem("unknownDevice", "", { device: sender }), device: sender };
  const lane = laneOf(written, device);
  if (typeof lane !== "string") return { problem: lane, device: sender };
  const time = timeOf(written, device);
  if (typeof time !== "number") return { problem: time, device: sender };
  const lagMs = placing.receivedAt - time;
  const wrong = judgeClock(sender, time, placing.receivedAt, placing.clock);
  if (wrong !== undefined)
    return { problem: { ...wrong, path: written.path }, device: sender, lagMs };
  return { read: readFrom(written, device, lane, time, placing), lagMs };
}

function senderOf(written: WrittenRead, placing: Placing): string | Problem {
  const { deviceHint, format } = placing;
  if (deviceHint === undefined) return written.device ?? problem("noDevice", "", {});
  // An OpenALPR agent numbers its own streams; those numbers are no names of ours.
  const isOther =
    format === "generic" && written.device !== undefined && written.device !== deviceHint;
  return isOther
    ? problem("deviceMismatch", "/device", { device: deviceHint, written: written.device })
    : deviceHint;
}

function laneOf(written: WrittenRead, device: Device): string | Problem {
  const { lanes, deviceId } = device;
  if (lanes === undefined || written.line === undefined) return device.lane;
  const { line } = written;
  const lane = Object.hasOwn(lanes, line) ? lanes[line] : undefined;
  return lane ?? problem("unknownLane", written.path, { device: deviceId, line });
}

// Hikvision's list writes `20200424T161627` and, by model, four more digits that no guide explains; they are left out.
const compact = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(?:\d{0,4})(Z|[+-]\d{2}:?\d{2})?$/;
const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/i;

function timeOf(written: WrittenRead, device: Device): number | Problem {
  const { time } = written;
  if (time.kind === "instant") return time.ms - device.clockOffsetMs;
  const text = time.text.trim();
  const iso = text.replace(compact, "$1-$2-$3T$4:$5:$6$7");
  const isZoned = hasOffset.test(iso.slice(10));
  const ms = parseInstant(iso, device.zoneMinutes ?? 0);
  const shown = text.slice(0, 40);
  if (ms === undefined) return problem("badTime", written.path, { written: shown });
  if (!isZoned && device.zoneMinutes === undefined)
    return problem("noZone", written.path, { written: shown, device: device.deviceId });
  return ms - device.clockOffsetMs;
}

function directionOf(written: WrittenRead, device: Device): Direction {
  switch (written.direction) {
    case "in":
    case "out":
      return written.direction;
    case "reverse":
      return device.direction === "in" ? "out" : device.direction === "out" ? "in" : "unknown";
    default:
      return device.direction;
  }
}

function readFrom(
  written: WrittenRead,
  device: Device,
  lane: string,
  capturedAt: number,
  placing: Placing,
): CameraRead {
  const { reading } = written;
  const base = {
    eventId: eventIdOf(written, device.deviceId, capturedAt),
    deviceId: device.deviceId,
    site: device.site,
    gate: device.gate,
    lane,
    direction: directionOf(written, device),
    capturedAt,
    receivedAt: placing.receivedAt,
    ...(written.vehicleType === undefined ? {} : { vehicleType: written.vehicleType }),
    images: written.images,
    format: placing.format,
  };
  switch (reading.kind) {
    case "plate":
      return { ...base, kind: "plate", plate: plateOf(reading.plate, reading.candidates) };
    case "container":
      return { ...base, kind: "container", container: containerOf(reading) };
    case "weight":
      return { ...base, kind: "weight", weightKg: reading.weightKg };
  }
}

/** The camera's identifier, or all that makes the recognition what it is: equal content is the same event. */
function eventIdOf(written: WrittenRead, deviceId: string, capturedAt: number): string {
  if (written.uuid !== undefined) return `${deviceId}/${written.uuid}`;
  const { reading } = written;
  const what =
    reading.kind === "plate"
      ? `${reading.plate.raw}/${reading.plate.confidence ?? ""}`
      : reading.kind === "container"
        ? `${reading.raw}/${reading.confidence ?? ""}`
        : String(reading.weightKg);
  return `${deviceId}/@${capturedAt}/${reading.kind}/${what}`;
}

function withNorm(plate: WrittenPlate): WrittenPlate & { readonly norm: string } {
  return { ...plate, norm: normalPlate(plate.raw) };
}

function plateOf(plate: WrittenPlate, candidates: readonly WrittenPlate[]): PlateRead {
  return { ...withNorm(plate), candidates: candidates.map(withNorm) };
}

function containerOf(reading: Reading & { readonly kind: "container" }): ContainerRead {
  const number = containerNumber(reading.raw);
  return {
    raw: reading.raw,
    checkDigitOk: number !== undefined,
    ...(number === undefined ? {} : { number }),
    ...(reading.confidence === undefined ? {} : { confidence: reading.confidence }),
    ...(reading.sizeType === undefined ? {} : { sizeType: reading.sizeType }),
  };
}
