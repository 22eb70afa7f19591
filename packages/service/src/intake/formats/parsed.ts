/**
 * What a parser makes of a message before the register is asked: readings as written, and problems, side by side.
 *
 * Shared by the parsers of all formats, with the checked access to members of untrusted data. Never throws, never copies unknown members.
 */
import { memberOf } from "@luong/spec";
import { type Problem, problem } from "../quarantine.ts";
import type { SourceFormat } from "../read.ts";

/** A time as the camera wrote it: an instant, or digits of its own clock. */
export type WrittenTime =
  | { readonly kind: "instant"; readonly ms: number }
  | { readonly kind: "text"; readonly text: string };

export interface WrittenPlate {
  readonly raw: string;
  readonly confidence?: number;
}

export type Reading =
  | {
      readonly kind: "plate";
      readonly plate: WrittenPlate;
      readonly candidates: readonly WrittenPlate[];
    }
  | {
      readonly kind: "container";
      readonly raw: string;
      readonly confidence?: number;
      readonly sizeType?: string;
    }
  | { readonly kind: "weight"; readonly weightKg: number };

/** A reading that the register has still to place. */
export interface WrittenRead {
  readonly path: string;
  /** The camera's own identifier of the event. */
  readonly uuid?: string;
  /** What the message says of its sender. */
  readonly device?: string;
  readonly line?: string;
  readonly direction?: "forward" | "reverse" | "in" | "out";
  readonly time: WrittenTime;
  readonly reading: Reading;
  readonly vehicleType?: string;
  readonly images: readonly string[];
}

export interface Parsed {
  readonly format?: SourceFormat;
  readonly reads: readonly WrittenRead[];
  readonly problems: readonly Problem[];
  /** A message that is sound and holds no reading: a heartbeat, another kind of alarm. */
  readonly otherEvent?: string;
}

export const CANDIDATES_MAX = 10;
export const IMAGES_MAX = 16;
const TEXT_MAX = 128;
const PLATE_MAX = 24;
const WEIGHT_MAX_KG = 200_000;

/** Thrown inside this folder only, and caught by `collect`: the reading it is about is put aside, its neighbours are not. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(found: Problem) {
    super(found.reason);
    this.problem = found;
  }
}

export function refuse(found: Problem): never {
  throw new Refused(found);
}

/** Runs `make` for every place; a place that is refused becomes a problem. */
export function collect(
  format: SourceFormat,
  places: readonly (() => readonly WrittenRead[])[],
): Parsed {
  const reads: WrittenRead[] = [];
  const problems: Problem[] = [];
  for (const make of places) {
    try {
      reads.push(...make());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.push(error.problem);
    }
  }
  return { format, reads, problems };
}

/** At most 40 characters of what was written, for a message. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : String(JSON.stringify(value));
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

export function optionalText(json: unknown, field: string, path: string): string | undefined {
  const value = memberOf(json, field);
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string" || value.length > TEXT_MAX)
    return refuse(problem("wrongType", `${path}/${field}`, { field, expected: "text" }));
  return value;
}

export function requiredText(json: unknown, field: string, path: string): string {
  return (
    optionalText(json, field, path) ?? refuse(problem("missing", `${path}/${field}`, { field }))
  );
}

const decimal = /^[+-]?\d{1,15}(\.\d{1,15})?$/;

/** A finite number, or text that is one (XML knows nothing else). */
export function optionalNumber(json: unknown, field: string, path: string): number | undefined {
  const value = memberOf(json, field);
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "string" && decimal.test(value)) return Number(value);
  return refuse(problem("wrongType", `${path}/${field}`, { field, expected: "number" }));
}

/** 0 to 100, or absent. */
export function confidenceFrom(json: unknown, field: string, path: string): number | undefined {
  const value = memberOf(json, field);
  if (value === undefined || value === null || value === "") return undefined;
  const isNumber =
    typeof value === "number" || (typeof value === "string" && decimal.test(value.trim()));
  const confidence = isNumber ? Number(value) : Number.NaN;
  if (confidence >= 0 && confidence <= 100) return confidence;
  return refuse(problem("badConfidence", `${path}/${field}`, { written: shown(value) }));
}

/** A plate with a letter or digit in it; cameras write `unknown` when they saw none. */
export function plateFrom(
  json: unknown,
  field: string,
  confidenceField: string,
  path: string,
): WrittenPlate {
  const value = memberOf(json, field);
  if (value === undefined || value === null)
    return refuse(problem("missing", `${path}/${field}`, { field }));
  if (typeof value !== "string")
    return refuse(problem("wrongType", `${path}/${field}`, { field, expected: "text" }));
  const raw = value.trim();
  if (!isPlateText(raw))
    return refuse(problem("badPlate", `${path}/${field}`, { written: shown(value) }));
  const confidence = confidenceFrom(json, confidenceField, path);
  return { raw, ...(confidence === undefined ? {} : { confidence }) };
}

const noPlate = /^(unknown|noplate|no plate|unlicensed|-+)$/i;

function isPlateText(raw: string): boolean {
  return (
    raw.length >= 2 && raw.length <= PLATE_MAX && /[\p{L}\p{Nd}]/u.test(raw) && !noPlate.test(raw)
  );
}

/** Other readings of a plate; one that makes no sense spoils no good reading, it is left out. */
export function candidatesFrom(json: unknown): readonly WrittenPlate[] {
  if (!Array.isArray(json)) return [];
  const found: WrittenPlate[] = [];
  for (const each of json.slice(0, CANDIDATES_MAX)) {
    const raw = memberOf(each, "plate");
    const confidence = memberOf(each, "confidence");
    if (typeof raw !== "string" || !isPlateText(raw)) continue;
    const isSound = typeof confidence === "number" && confidence >= 0 && confidence <= 100;
    found.push(isSound ? { raw, confidence } : { raw });
  }
  return found;
}

export function weightFrom(json: unknown, field: string, path: string): number {
  const weightKg = optionalNumber(json, field, path);
  if (weightKg === undefined) return refuse(problem("missing", `${path}/${field}`, { field }));
  if (weightKg > 0 && weightKg <= WEIGHT_MAX_KG) return weightKg;
  return refuse(problem("badWeight", `${path}/${field}`, { written: shown(weightKg) }));
}

/** `[]` for nothing, `[x]` for one: an XML element that occurs once is no list. */
export function listFrom(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value : [value];
}
