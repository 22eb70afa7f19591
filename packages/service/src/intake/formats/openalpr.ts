/**
 * The JSON of OpenALPR agents: one picture (`alpr_results`) or one vehicle in several pictures (`alpr_group`); format version 1 and 2.
 *
 * Data of the JSON in, a reading for each plate out. `epoch_time` is in milliseconds, in old agents in seconds. Heartbeats and alerts are
 * told by name.
 */
import { memberOf } from "@luong/spec";
import { problem } from "../quarantine.ts";
import {
  candidatesFrom,
  collect,
  optionalNumber,
  optionalText,
  type Parsed,
  plateFrom,
  refuse,
  type WrittenRead,
  type WrittenTime,
} from "./parsed.ts";

export const RESULTS_MAX = 64;

export function parseOpenAlpr(json: unknown): Parsed {
  const dataType = memberOf(json, "data_type");
  if (dataType === "alpr_group") return collect("openalpr", [() => [groupFrom(json)]]);
  if (dataType !== undefined && dataType !== "alpr_results") {
    const otherEvent = typeof dataType === "string" ? dataType.slice(0, 64) : "";
    return otherEvent === ""
      ? refusedType("/data_type", "data_type", "word")
      : { format: "openalpr", reads: [], problems: [], otherEvent };
  }
  return resultsFrom(json);
}

function refusedType(path: string, field: string, expected: "word" | "list"): Parsed {
  const wrong = problem("wrongType", path, { field, expected });
  return { format: "openalpr", reads: [], problems: [wrong] };
}

function resultsFrom(json: unknown): Parsed {
  const results = memberOf(json, "results");
  if (!Array.isArray(results)) return refusedType("/results", "results", "list");
  if (results.length > RESULTS_MAX) {
    const many = problem("tooMany", "/results", { count: results.length, limit: RESULTS_MAX });
    return { format: "openalpr", reads: [], problems: [many] };
  }
  if (results.length === 0)
    return { format: "openalpr", reads: [], problems: [], otherEvent: "no results" };
  return collect(
    "openalpr",
    results.map((result: unknown, at) => () => [resultFrom(json, result, at)]),
  );
}

function resultFrom(json: unknown, result: unknown, at: number): WrittenRead {
  const path = `/results/${at}`;
  const uuid = optionalText(json, "uuid", "");
  const plate = plateFrom(result, "plate", "confidence", path);
  return {
    path,
    // One picture has one identifier; several plates in it are several events.
    ...(uuid === undefined ? {} : { uuid: `${uuid}.${at}` }),
    ...deviceOf(json),
    time: timeFrom(json, "epoch_time"),
    reading: {
      kind: "plate",
      plate,
      candidates: candidatesFrom(memberOf(result, "candidates")),
    },
    images: [],
  };
}

function groupFrom(json: unknown): WrittenRead {
  const uuid = optionalText(json, "best_uuid", "");
  const plate = plateFrom(json, "best_plate_number", "best_confidence", "");
  const bodies = memberOf(memberOf(json, "vehicle"), "body_type");
  const body: unknown = Array.isArray(bodies) ? memberOf(bodies[0], "name") : undefined;
  const candidates =
    memberOf(json, "candidates") ?? memberOf(memberOf(json, "best_plate"), "candidates");
  return {
    path: "",
    ...(uuid === undefined ? {} : { uuid: `group.${uuid}` }),
    ...deviceOf(json),
    ...(typeof body === "string" && body.length <= 64 ? { vehicleType: body } : {}),
    time: timeFrom(json, "epoch_start"),
    reading: { kind: "plate", plate, candidates: candidatesFrom(candidates) },
    images: uuid === undefined ? [] : [uuid],
  };
}

function deviceOf(json: unknown): { readonly device?: string } {
  const camera = memberOf(json, "camera_id");
  return typeof camera === "number" || typeof camera === "string"
    ? { device: String(camera).slice(0, 64) }
    : {};
}

/** Seconds since 1970 have ten digits until 2286, milliseconds thirteen. */
const SECONDS_MAX = 10_000_000_000;
const MS_MAX = 8_640_000_000_000_000;

function timeFrom(json: unknown, field: string): WrittenTime {
  const value = optionalNumber(json, field, "");
  if (value === undefined) return refuse(problem("missing", `/${field}`, { field }));
  const ms = Math.round(value < SECONDS_MAX ? value * 1000 : value);
  if (ms <= 0 || ms > MS_MAX)
    return refuse(problem("badTime", `/${field}`, { written: String(value) }));
  return { kind: "instant", ms };
}
