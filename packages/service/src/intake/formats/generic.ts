/**
 * Our own JSON for cameras, portals and weighbridges that speak none of the others: `schemas/camera-event.schema.json`.
 *
 * Data of the JSON in, a reading for each of plate, container and weight out. Unknown members are ignored: a sender may know more than we.
 */
import { memberOf } from "@luong/spec";
import { problem } from "../quarantine.ts";
import {
  candidatesFrom,
  collect,
  confidenceFrom,
  IMAGES_MAX,
  optionalText,
  type Parsed,
  plateFrom,
  type Reading,
  refuse,
  requiredText,
  shown,
  type WrittenRead,
  weightFrom,
} from "./parsed.ts";

const kinds = ["plate", "container", "weightKg"] as const;

export function parseGeneric(json: unknown): Parsed {
  const present = kinds.filter((kind) => memberOf(json, kind) !== undefined);
  if (present.length === 0) {
    const none = problem("missing", "/plate", { field: "plate" });
    return { format: "generic", reads: [], problems: [none] };
  }
  // What is wrong with the frame spoils every reading in it, and is said once.
  const frame = collect("generic", [() => [frameFrom(json)]]);
  const [common] = frame.reads;
  if (common === undefined) return frame;
  return collect(
    "generic",
    present.map((kind) => () => [withReading(common, readingFrom(json, kind), present.length)]),
  );
}

/** Identifiers are of the event; a reading of several in one event gets its kind added. */
function withReading(common: WrittenRead, reading: Reading, count: number): WrittenRead {
  if (common.uuid === undefined || count === 1) return { ...common, reading };
  return { ...common, uuid: `${common.uuid}.${reading.kind}`, reading };
}

function frameFrom(json: unknown): WrittenRead {
  const uuid = optionalText(json, "id", "");
  const device = optionalText(json, "device", "");
  const line = optionalText(json, "line", "");
  const vehicleType = optionalText(json, "vehicleType", "");
  const direction = directionFrom(memberOf(json, "direction"));
  return {
    path: "",
    ...(uuid === undefined ? {} : { uuid }),
    ...(device === undefined ? {} : { device }),
    ...(line === undefined ? {} : { line }),
    ...(direction === undefined ? {} : { direction }),
    ...(vehicleType === undefined ? {} : { vehicleType }),
    time: { kind: "text", text: requiredText(json, "capturedAt", "") },
    reading: { kind: "weight", weightKg: 0 },
    images: imagesFrom(memberOf(json, "images")),
  };
}

function directionFrom(value: unknown): WrittenRead["direction"] | undefined {
  if (value === undefined || value === null || value === "unknown") return undefined;
  if (value === "in" || value === "out" || value === "forward" || value === "reverse") return value;
  return refuse(problem("wrongType", "/direction", { field: "direction", expected: "word" }));
}

function imagesFrom(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string"))
    return refuse(problem("wrongType", "/images", { field: "images", expected: "list" }));
  return value.slice(0, IMAGES_MAX).map((each) => each.slice(0, 500));
}

function readingFrom(json: unknown, kind: (typeof kinds)[number]): Reading {
  switch (kind) {
    case "plate":
      return plateReading(memberOf(json, "plate"));
    case "container":
      return containerReading(memberOf(json, "container"));
    case "weightKg":
      if (typeof memberOf(json, "weightKg") !== "number")
        return refuse(problem("wrongType", "/weightKg", { field: "weightKg", expected: "number" }));
      return { kind: "weight", weightKg: weightFrom(json, "weightKg", "") };
  }
}

function objectOf(value: unknown, field: string): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  return refuse(problem("wrongType", `/${field}`, { field, expected: "object" }));
}

function plateReading(value: unknown): Reading {
  const plate = objectOf(value, "plate");
  return {
    kind: "plate",
    plate: plateFrom(plate, "text", "confidence", "/plate"),
    candidates: candidatesFrom(memberOf(plate, "candidates")),
  };
}

function containerReading(value: unknown): Reading {
  const container = objectOf(value, "container");
  const raw = requiredText(container, "text", "/container").trim();
  if (raw.length < 4 || raw.length > 24 || !/[A-Za-z0-9]/.test(raw))
    return refuse(problem("badContainer", "/container/text", { written: shown(raw) }));
  const confidence = confidenceFrom(container, "confidence", "/container");
  const sizeType = optionalText(container, "sizeType", "/container");
  return {
    kind: "container",
    raw,
    ...(confidence === undefined ? {} : { confidence }),
    ...(sizeType === undefined ? {} : { sizeType }),
  };
}
