/**
 * The list a Hikvision camera gives when asked: `Plates` of `Plate` (ISAPI, `Traffic/channels/<n>/vehicleDetect/plates`).
 *
 * Data of the XML in, a reading for each plate out. The list has no confidence and no identifier of the event; `picName` names the picture.
 */
import { memberOf } from "@luong/spec";
import { problem } from "../quarantine.ts";
import { hikvisionDirection } from "./hikvision-event.ts";
import {
  collect,
  listFrom,
  optionalText,
  type Parsed,
  plateFrom,
  requiredText,
  type WrittenRead,
} from "./parsed.ts";
import { plainText } from "./xml.ts";

/** Cameras keep some thousand plates; a poll asks for those since the last one. */
export const PLATES_MAX = 5000;

export function parseHikvisionPlates(plates: unknown): Parsed {
  const list = listFrom(memberOf(plates, "Plate"));
  if (list.length > PLATES_MAX) {
    const many = problem("tooMany", "/Plates", { count: list.length, limit: PLATES_MAX });
    return { format: "hikvision-plates", reads: [], problems: [many] };
  }
  if (list.length === 0)
    return { format: "hikvision-plates", reads: [], problems: [], otherEvent: "no plates" };
  return collect(
    "hikvision-plates",
    list.map((plate, at) => () => [readFrom(plate, `/Plates/Plate/${at}`)]),
  );
}

function readFrom(plate: unknown, path: string): WrittenRead {
  const line = optionalText(plate, "laneNo", path);
  const picture = optionalText(plate, "picName", path);
  const direction = hikvisionDirection(memberOf(plate, "direction"));
  const { raw } = plateFrom(plate, "plateNumber", "confidenceLevel", path);
  return {
    path,
    ...(line === undefined ? {} : { line }),
    ...(direction === undefined ? {} : { direction }),
    time: { kind: "text", text: requiredText(plate, "captureTime", path) },
    reading: { kind: "plate", plate: { raw: plainText(raw) }, candidates: [] },
    images: picture === undefined ? [] : [picture],
  };
}
