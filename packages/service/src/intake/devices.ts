/**
 * The register of devices: which site, gate and lane a camera looks at, which way it faces, and how its clock is to be read.
 *
 * Plain JSON in, a register or every mistake in it out. A device that is not in it is never guessed: its messages are put aside.
 */
import { memberOf, parseZone } from "@luong/spec";
import type { Direction } from "./read.ts";

export interface Device {
  readonly deviceId: string;
  readonly site: string;
  readonly gate: string;
  readonly lane: string;
  /** Which way a vehicle goes that the camera calls `forward`. */
  readonly direction: Direction;
  /** How far the camera's clock is ahead of the true time; taken off every capture time. */
  readonly clockOffsetMs: number;
  /** Minutes east of UTC of times written without an offset; absent: such times are put aside. */
  readonly zoneMinutes?: number;
  /** Of a camera that watches several: its line number → lane. */
  readonly lanes?: Readonly<Record<string, string>>;
}

export type DeviceRegister = ReadonlyMap<string, Device>;

export interface RegisterProblem {
  readonly device: string;
  readonly field: string;
  readonly en: string;
  readonly vi: string;
}

export interface RegisterResult {
  readonly devices: DeviceRegister;
  /** Empty when the register is sound; otherwise devices with a mistake are left out. */
  readonly problems: readonly RegisterProblem[];
}

const fields = ["site", "gate", "lane", "direction", "clockOffsetMs", "zone", "lanes"];
/** A clock further off than a day is broken, not off. */
const OFFSET_MAX_MS = 86_400_000;

/** Reads `{ "<device>": { site, gate, lane, direction?, clockOffsetMs?, zone?, lanes? } }`; `zone` as `+07:00`. */
export function readDevices(json: unknown): RegisterResult {
  const devices = new Map<string, Device>();
  const problems: RegisterProblem[] = [];
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    const wrong = { device: "", field: "", en: "an object of devices is expected" };
    return { devices, problems: [{ ...wrong, vi: "cần một đối tượng gồm các thiết bị" }] };
  }
  for (const [deviceId, entry] of Object.entries(json)) {
    const found: RegisterProblem[] = [];
    const device = deviceFrom(deviceId, entry, (field, en, vi) =>
      found.push({ device: deviceId, field, en, vi }),
    );
    if (found.length === 0) devices.set(deviceId, device);
    problems.push(...found);
  }
  return { devices, problems };
}

type Report = (field: string, en: string, vi: string) => void;

function deviceFrom(deviceId: string, entry: unknown, report: Report): Device {
  // "/" parts device and event in an event's identifier, and levels in a topic.
  if (!/^[^/#+\s]{1,64}$/.test(deviceId))
    report(
      "",
      "the name has 1 to 64 characters, no blank, `/`, `#` or `+`",
      "tên dài 1 đến 64 ký tự, không có dấu cách, `/`, `#`, `+`",
    );
  const known = typeof entry === "object" && entry !== null ? Object.keys(entry) : [];
  for (const name of known)
    if (!fields.includes(name)) report(name, "no such field", "không có trường này");
  const zoneMinutes = zoneFrom(entry, report);
  const lanes = lanesFrom(entry, report);
  return {
    deviceId,
    site: placeFrom(entry, "site", report),
    gate: placeFrom(entry, "gate", report),
    lane: placeFrom(entry, "lane", report),
    direction: directionFrom(entry, report),
    clockOffsetMs: offsetFrom(entry, report),
    ...(zoneMinutes === undefined ? {} : { zoneMinutes }),
    ...(lanes === undefined ? {} : { lanes }),
  };
}

function isPlace(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 64;
}

function placeFrom(entry: unknown, field: string, report: Report): string {
  const value = memberOf(entry, field);
  if (isPlace(value)) return value;
  report(field, "a text of 1 to 64 characters is expected", "cần văn bản dài 1 đến 64 ký tự");
  return "";
}

function directionFrom(entry: unknown, report: Report): Direction {
  const value = memberOf(entry, "direction") ?? "unknown";
  if (value === "in" || value === "out" || value === "unknown") return value;
  report("direction", "`in`, `out` or `unknown`", "`in`, `out` hoặc `unknown`");
  return "unknown";
}

function offsetFrom(entry: unknown, report: Report): number {
  const value = memberOf(entry, "clockOffsetMs") ?? 0;
  if (Number.isInteger(value) && Math.abs(Number(value)) <= OFFSET_MAX_MS) return Number(value);
  report(
    "clockOffsetMs",
    "whole milliseconds, at most a day",
    "số nguyên mili giây, không quá một ngày",
  );
  return 0;
}

function zoneFrom(entry: unknown, report: Report): number | undefined {
  const value = memberOf(entry, "zone");
  if (value === undefined) return undefined;
  const minutes = typeof value === "string" ? parseZone(value) : undefined;
  if (minutes === undefined) report("zone", "an offset such as `+07:00`", "múi giờ dạng `+07:00`");
  return minutes;
}

function lanesFrom(entry: unknown, report: Report): Readonly<Record<string, string>> | undefined {
  const value = memberOf(entry, "lanes");
  if (value === undefined) return undefined;
  const lanes = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (lanes.length === 0 || !lanes.every(([, lane]) => isPlace(lane)))
    report("lanes", "lanes by line number", "các làn theo số vạch");
  return Object.fromEntries(lanes) as Record<string, string>;
}
