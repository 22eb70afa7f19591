/**
 * Bytes of a camera's message → readings and problems, whichever of the four formats they are in.
 *
 * The format is told from the content: cameras send XML as `text/plain` and JSON as `application/octet-stream`. Bounded in size and depth
 * before it is parsed. Never throws.
 */
import { memberOf } from "@luong/spec";
import { type Problem, problem } from "../quarantine.ts";
import { parseGeneric } from "./generic.ts";
import { parseHikvisionEvent } from "./hikvision-event.ts";
import { parseHikvisionPlates } from "./hikvision-plates.ts";
import { parseOpenAlpr } from "./openalpr.ts";
import type { Parsed } from "./parsed.ts";
import { readXml } from "./xml.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });
export const JSON_DEPTH_MAX = 32;

function failed(found: Problem): Parsed {
  return { reads: [], problems: [found] };
}

/** At most `maxBytes` are read; the decoder leaves a byte-order mark out. */
export function parseMessage(bytes: Uint8Array, maxBytes: number): Parsed {
  if (bytes.length > maxBytes)
    return failed(problem("tooLarge", "", { bytes: bytes.length, limit: maxBytes }));
  let text: string;
  try {
    text = utf8.decode(bytes).trim();
  } catch {
    return failed(problem("notUtf8", "", {}));
  }
  if (text.startsWith("<")) return parseXml(text);
  if (text.startsWith("{")) return parseJson(text);
  return failed(problem("unknownFormat", "", {}));
}

function parseXml(text: string): Parsed {
  const read = readXml(text);
  if ("problem" in read) return failed(read.problem);
  const alert = memberOf(read.value, "EventNotificationAlert");
  if (alert !== undefined) return parseHikvisionEvent(alert);
  const plates = memberOf(read.value, "Plates");
  if (plates !== undefined) return parseHikvisionPlates(plates);
  return failed(problem("unknownFormat", "", {}));
}

function parseJson(text: string): Parsed {
  if (isDeep(text)) return failed(problem("tooDeep", "", { limit: JSON_DEPTH_MAX }));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed(problem("notJson", "", {}));
  }
  const isOpenAlpr =
    memberOf(json, "data_type") !== undefined ||
    (memberOf(json, "results") !== undefined && memberOf(json, "epoch_time") !== undefined);
  if (isOpenAlpr) return parseOpenAlpr(json);
  const isOurs = ["capturedAt", "plate", "container", "weightKg"].some(
    (name) => memberOf(json, name) !== undefined,
  );
  return isOurs ? parseGeneric(json) : failed(problem("unknownFormat", "", {}));
}

const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts brackets outside texts; says nothing of whether the text is JSON. */
function isDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (isQuoted) {
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) isQuoted = false;
    } else if (unit === QUOTE) isQuoted = true;
    else if (OPENING.has(unit)) {
      depth += 1;
      if (depth > JSON_DEPTH_MAX) return true;
    } else if (CLOSING.has(unit)) depth -= 1;
  }
  return false;
}
