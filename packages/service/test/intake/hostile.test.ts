// What is hostile or broken is put aside with its reason, whole and in both languages; nothing throws and nothing is lost.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quarantineMessage, quarantineReasons } from "../../src/intake/quarantine.ts";
import { at, bytesOf, plateEvent, START, testIntake } from "./make-read.ts";
import { makeTraffic } from "./traffic.ts";

const time = "2026-03-02T01:00:00Z";
const json = (more: object): string => JSON.stringify({ capturedAt: time, ...more });
const xml = (anpr: string, when = time): string =>
  `<EventNotificationAlert><dateTime>${when}</dateTime><eventType>ANPR</eventType><ANPR>${anpr}</ANPR></EventNotificationAlert>`;

/** Entities within entities: 10^9 copies of one text, were they put in. */
const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${[..."bcdefghij"].map((name, i) => `<!ENTITY ${name} "${`&${"abcdefghi"[i]};`.repeat(10)}">`).join("")}]>${xml("<licensePlate>&j;</licensePlate>")}`;

const cases: readonly (readonly [reason: string, path: string, message: string | Uint8Array])[] = [
  ["tooLarge", "", " ".repeat(1_048_577)],
  ["notUtf8", "", Uint8Array.of(0x7b, 0xb0, 0xa1, 0x7d)],
  ["unknownFormat", "", ""],
  ["unknownFormat", "", "GET / HTTP/1.1"],
  ["unknownFormat", "", "{}"],
  ["unknownFormat", "", "<html></html>"],
  ["notJson", "", '{"capturedAt": NaN}'],
  ["notJson", "", json({ plate: { text: "15C00001" } }).slice(0, -1)],
  ["notXml", "", xml("<licensePlate>15C00001</licensePlate>").slice(0, -3)],
  ["notXml", "", xml("<licensePlate>15C00001</plate>")],
  ["notXml", "", xml("<__proto__><x>1</x></__proto__>")],
  ["entities", "", laughs],
  ["entities", "", `<!doctype x SYSTEM "file:///etc/passwd">${xml("")}`],
  ["tooDeep", "", `${"<a>".repeat(5000)}${"</a>".repeat(5000)}`],
  ["tooDeep", "", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  [
    "missing",
    "/EventNotificationAlert/ANPR",
    "<EventNotificationAlert><eventType>ANPR</eventType></EventNotificationAlert>",
  ],
  [
    "missing",
    "/EventNotificationAlert/dateTime",
    "<EventNotificationAlert><ANPR><licensePlate>15C00001</licensePlate></ANPR></EventNotificationAlert>",
  ],
  ["missing", "/EventNotificationAlert/ANPR/licensePlate", xml("<line>1</line>")],
  [
    "wrongType",
    "/EventNotificationAlert/ANPR",
    "<EventNotificationAlert><ANPR>x</ANPR></EventNotificationAlert>",
  ],
  [
    "wrongType",
    "/EventNotificationAlert/ANPR/licensePlate",
    xml("<licensePlate>A</licensePlate><licensePlate>B</licensePlate>"),
  ],
  ["wrongType", "/plate", json({ plate: "15C00001" })],
  ["wrongType", "/plate/text", json({ plate: { text: 15 } })],
  ["wrongType", "/plate", json({ plate: ["15C00001"] })],
  ["wrongType", "/weightKg", json({ weightKg: "31000" })],
  ["wrongType", "/direction", json({ weightKg: 1, direction: "left" })],
  ["wrongType", "/results", '{"data_type":"alpr_results","results":{}}'],
  ["wrongType", "/data_type", '{"data_type":{},"results":[]}'],
  [
    "tooMany",
    "/results",
    JSON.stringify({ data_type: "alpr_results", epoch_time: START, results: Array(65).fill({}) }),
  ],
  [
    "badTime",
    "/EventNotificationAlert",
    xml("<licensePlate>15C00001</licensePlate>", "2026-02-30T08:00:00Z"),
  ],
  ["badTime", "", json({ weightKg: 1, capturedAt: "yesterday" })],
  [
    "badTime",
    "/epoch_time",
    '{"data_type":"alpr_results","epoch_time":-4,"results":[{"plate":"15C00001"}]}',
  ],
  [
    "wrongType",
    "/epoch_time",
    '{"data_type":"alpr_results","epoch_time":"soon","results":[{"plate":"15C00001"}]}',
  ],
  [
    "badConfidence",
    "/EventNotificationAlert/ANPR/confidenceLevel",
    xml("<licensePlate>15C00001</licensePlate><confidenceLevel>NaN</confidenceLevel>"),
  ],
  ["badConfidence", "/plate/confidence", json({ plate: { text: "15C00001", confidence: 100.5 } })],
  ["badConfidence", "/plate/confidence", json({ plate: { text: "15C00001", confidence: -1 } })],
  [
    "badConfidence",
    "/plate/confidence",
    '{"capturedAt":"2026-03-02T01:00:00Z","plate":{"text":"15C00001","confidence":1e999}}',
  ],
  ["badConfidence", "/plate/confidence", json({ plate: { text: "15C00001", confidence: true } })],
  [
    "badPlate",
    "/EventNotificationAlert/ANPR/licensePlate",
    xml("<licensePlate>unknown</licensePlate>"),
  ],
  ["badPlate", "/plate/text", json({ plate: { text: "-.-" } })],
  ["badPlate", "/plate/text", json({ plate: { text: "9".repeat(500) } })],
  ["badContainer", "/container/text", json({ container: { text: "??????" } })],
  ["badWeight", "/weightKg", json({ weightKg: 0 })],
  ["badWeight", "/weightKg", json({ weightKg: 200_001 })],
  ["deviceMismatch", "/device", json({ weightKg: 1, device: "back" })],
  ["clock", "", json({ weightKg: 1, capturedAt: "2026-03-02T01:02:00.001Z" })],
  ["clock", "", json({ weightKg: 1, capturedAt: "2026-03-01T18:59:59.999Z" })],
];

describe("put aside", () => {
  test.each(cases)("%s %s (case %#)", async (reason, path, message) => {
    const { intake, quarantined } = testIntake();
    const bytes = typeof message === "string" ? bytesOf(message) : message;
    const result = await intake.take(bytes, at(0));
    expect(result).toMatchObject({ kind: "taken", reads: [], duplicates: [] });
    expect(quarantined.map((each) => [each.reason, each.path])).toEqual([[reason, path]]);
    const [aside] = quarantined;
    if (aside === undefined) return;
    expect(aside).toMatchObject({ device: "cam", receivedAt: START, size: bytes.length });
    expect(aside.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(Buffer.from(aside.head, "base64")).toEqual(Buffer.from(bytes.subarray(0, 16_384)));
    const [en, vi] = [quarantineMessage(aside, "en"), quarantineMessage(aside, "vi")];
    expect(en.what).not.toBe(vi.what);
    expect(JSON.stringify([en, vi])).not.toMatch(/undefined|NaN s|\[object/);
    expect(intake.counters()).toMatchObject({
      messages: 1,
      reads: 0,
      quarantined: { [reason]: 1 },
    });
  });

  test("without an address, from a stranger, by a line without lane, a time without zone", async () => {
    const { intake, quarantined } = testIntake();
    const message = bytesOf(json({ weightKg: 1 }));
    const context = { contentType: "", receivedAt: START };
    await intake.take(message, context);
    await intake.take(message, { ...context, deviceHint: "stranger" });
    // No offset, and `back` has no zone in the register.
    await intake.take(bytesOf('{"capturedAt":"2026-03-02T08:00:00","weightKg":1}'), at(0, "back"));
    expect(quarantined.map(({ reason, device }) => [reason, device])).toEqual([
      ["noDevice", undefined],
      ["unknownDevice", "stranger"],
      ["noZone", "back"],
    ]);
  });

  test("the limits of the clock are inside", async () => {
    const { intake, quarantined } = testIntake();
    await intake.take(bytesOf(json({ weightKg: 1, capturedAt: "2026-03-02T01:02:00Z" })), at(0));
    await intake.take(bytesOf(json({ weightKg: 2, capturedAt: "2026-03-01T19:00:00Z" })), at(0));
    expect(quarantined).toEqual([]);
    expect(intake.counters().reads).toBe(2);
  });
});

test("every reason has words in both languages, and they differ", () => {
  const args = {
    bytes: 1,
    limit: 1,
    field: "f",
    expected: "text",
    count: 1,
    written: "w",
    device: "d",
    line: "1",
    aheadMs: 1000,
    limitMs: 1000,
  };
  expect(quarantineReasons).toHaveLength(23);
  for (const reason of quarantineReasons) {
    const words = (["en", "vi"] as const).map((language) =>
      quarantineMessage({ reason, path: "", args }, language),
    );
    expect(words[0]?.what).not.toBe(words[1]?.what);
    expect(JSON.stringify(words)).not.toContain("undefined");
  }
});

describe("whatever comes", () => {
  test("is taken, told twice or put aside", async () => {
    const { messages, register } = makeTraffic({ seed: 5, lanes: 1, vehiclesPerLane: 6 });
    const samples = messages.map(({ bytes }) => bytes);
    expect(Object.keys(register)).toHaveLength(4);
    const damaged = fc
      .tuple(fc.constantFrom(...samples), fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 8 }))
      .map(([bytes, from, length, put]) => {
        const start = from % bytes.length;
        const end = start + (length % 20);
        return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(end)]);
      });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(damaged, fc.uint8Array(), fc.json().map(bytesOf)),
        async (bytes) => {
          const { intake, quarantined } = testIntake();
          const result = await intake.take(bytes, at(30));
          if (result.kind !== "taken") throw new Error("busy without reason");
          const outcomes =
            result.reads.length +
            result.duplicates.length +
            result.quarantined.length +
            (result.otherEvent === undefined ? 0 : 1);
          expect(outcomes).toBeGreaterThan(0);
          expect(quarantined).toEqual(result.quarantined);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a name that means something to JavaScript is only a name", async () => {
    const { intake } = testIntake();
    const text =
      '{"capturedAt":"2026-03-02T01:00:00Z","__proto__":{"weightKg":9},"constructor":1,"plate":{"text":"15C00001"}}';
    const result = await intake.take(bytesOf(text), at(0));
    expect(result.kind === "taken" ? result.reads.map(({ kind }) => kind) : []).toEqual(["plate"]);
    expect(Reflect.get({}, "weightKg")).toBeUndefined();
    await intake.take(plateEvent(1, "constructor"), at(1, "__proto__"));
    expect(intake.counters().quarantined).toEqual({ unknownDevice: 1 });
  });
});
