/**
 * The alarm a Hikvision camera pushes: `EventNotificationAlert` with an `ANPR` element (ISAPI, "Traffic" guide, ANPR event).
 *
 * Data of the XML in, one reading out. `activePostCount` counts repetitions of one event, which keep their UUID. Other event types
 * (video loss, motion, heartbeat) are told by name and are no mistake.
 */
import { memberOf } from "@luong/spec";
import { problem } from "../quarantine.ts";
import {
  collect,
  IMAGES_MAX,
  listFrom,
  optionalText,
  type Parsed,
  plateFrom,
  refuse,
  requiredText,
  type WrittenRead,
} from "./parsed.ts";
import { plainText } from "./xml.ts";

const ROOT = "/EventNotificationAlert";

export function parseHikvisionEvent(alert: unknown): Parsed {
  const eventType = memberOf(alert, "eventType");
  const isOther =
    typeof eventType === "string" && eventType !== "" && eventType.toUpperCase() !== "ANPR";
  if (isOther)
    return {
      format: "hikvision-event",
      reads: [],
      problems: [],
      otherEvent: eventType.slice(0, 64),
    };
  return collect("hikvision-event", [() => [readFrom(alert)]]);
}

function readFrom(alert: unknown): WrittenRead {
  const anpr = memberOf(alert, "ANPR");
  if (anpr === undefined) return refuse(problem("missing", `${ROOT}/ANPR`, { field: "ANPR" }));
  if (typeof anpr !== "object" || anpr === null || Array.isArray(anpr))
    return refuse(problem("wrongType", `${ROOT}/ANPR`, { field: "ANPR", expected: "object" }));
  const path = `${ROOT}/ANPR`;
  const uuid = optionalText(alert, "UUID", ROOT);
  const line = optionalText(anpr, "line", path);
  const vehicleType = optionalText(anpr, "vehicleType", path);
  const direction = hikvisionDirection(memberOf(anpr, "direction"));
  const plate = plateFrom(anpr, "licensePlate", "confidenceLevel", path);
  const images = imagesOf(memberOf(memberOf(anpr, "pictureInfoList"), "pictureInfo"));
  return {
    path: ROOT,
    ...(uuid === undefined ? {} : { uuid }),
    ...(line === undefined ? {} : { line }),
    ...(direction === undefined ? {} : { direction }),
    ...(vehicleType === undefined || vehicleType === "unknown" ? {} : { vehicleType }),
    time: { kind: "text", text: requiredText(alert, "dateTime", ROOT) },
    reading: {
      kind: "plate",
      plate: { ...plate, raw: plainText(plate.raw) },
      candidates: originalOf(anpr, plate.raw),
    },
    images,
  };
}

/** The reading before the camera compared it with its own list. */
function originalOf(anpr: unknown, raw: string): readonly { readonly raw: string }[] {
  const original = memberOf(anpr, "originalLicensePlate");
  const isOther = typeof original === "string" && original !== raw && original.length >= 4;
  return isOther ? [{ raw: plainText(original.slice(0, 24)) }] : [];
}

function imagesOf(pictures: unknown): readonly string[] {
  return listFrom(pictures)
    .slice(0, IMAGES_MAX)
    .map((picture) => memberOf(picture, "pId") ?? memberOf(picture, "fileName"))
    .filter((name): name is string => typeof name === "string" && name !== "" && name.length < 200);
}

/** `forward` is towards the camera; whatever else is written says nothing. */
export function hikvisionDirection(written: unknown): "forward" | "reverse" | undefined {
  return written === "forward" || written === "reverse" ? written : undefined;
}
