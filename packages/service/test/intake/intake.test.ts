// The pipeline as a whole: true passages from generated traffic, restarts, receivers that fail, journals, pictures, clocks.
import { describe, expect, test } from "vitest";
import { readDevices } from "../../src/intake/devices.ts";
import type { IntakeState } from "../../src/intake/intake.ts";
import type { Passage } from "../../src/intake/passage.ts";
import { passageStream } from "../../src/intake/passage-stream.ts";
import type { CameraRead } from "../../src/intake/read.ts";
import { at, bytesOf, plateEvent, register, START, testIntake } from "./make-read.ts";
import { makeTraffic, type TrafficMessage, type TruePassage } from "./traffic.ts";

function contextOf({ contentType, receivedAt, device }: TrafficMessage) {
  return { contentType, receivedAt, deviceHint: device };
}

/** Passages that hold, in the terms in which the truth is known. */
function seenPassages(passages: readonly Passage[]): readonly string[] {
  const last = new Map(passages.map((passage) => [passage.passageId, passage]));
  return [...last.values()]
    .filter(({ supersededBy }) => supersededBy === undefined)
    .map(told)
    .toSorted();
}

function told(passage: Passage | TruePassage): string {
  const { site, gate, lane, direction, enteredAt, leftAt } = passage;
  const { plate, containerNo, weightKg } = passage;
  return JSON.stringify({
    site,
    gate,
    lane,
    direction,
    enteredAt,
    leftAt,
    plate,
    containerNo,
    weightKg,
  });
}

describe("generated traffic", () => {
  test.each([1, 2, 3, 4, 5])(
    "seed %i: every passage is right, every malformed message aside",
    async (seed) => {
      const traffic = makeTraffic({ seed, lanes: 6, vehiclesPerLane: 40 });
      const { devices, problems } = readDevices(traffic.register);
      expect(problems).toEqual([]);
      const { intake, passages, quarantined } = testIntake({ devices });
      for (const message of traffic.messages) {
        const result = await intake.take(message.bytes, contextOf(message));
        const reasons =
          result.kind === "taken" ? result.quarantined.map(({ reason }) => reason) : [];
        expect(reasons).toEqual(message.malformed === undefined ? [] : [message.malformed]);
      }
      expect(await intake.flush()).toBe(true);
      expect(seenPassages(passages)).toEqual(traffic.passages.map(told).toSorted());
      const malformed = traffic.messages.filter((message) => message.malformed !== undefined);
      expect(quarantined).toHaveLength(malformed.length);
      const counters = intake.counters();
      const sound = traffic.messages.length - malformed.length;
      expect(counters.reads + counters.duplicates).toBe(sound);
      expect(counters.duplicates).toBe(traffic.messages.filter((each) => each.isDuplicate).length);
      // The traffic is what it says it is, or this test would show nothing.
      expect(counters.duplicates / counters.reads).toBeGreaterThan(0.2);
      expect(counters.late).toBeGreaterThan(0);
      expect(counters.corrections).toBeGreaterThan(0);
      expect(malformed.length).toBeGreaterThan(0);
    },
  );

  test("stopped every 100 messages, the last ten of them delivered again: the same passages", async () => {
    const traffic = makeTraffic({ seed: 9, lanes: 4, vehiclesPerLane: 40 });
    const { devices } = readDevices(traffic.register);
    const passages: Passage[] = [];
    let state: IntakeState | undefined;
    for (let from = 0; from < traffic.messages.length; from += 100) {
      const started = testIntake({
        devices,
        onPassage: (passage) => void passages.push(passage),
        ...(state === undefined ? {} : { state }),
      });
      for (const message of traffic.messages.slice(Math.max(0, from - 10), from + 100))
        await started.intake.take(message.bytes, contextOf(message));
      state = JSON.parse(JSON.stringify(started.intake.state()));
    }
    const last = testIntake({
      devices,
      onPassage: (passage) => void passages.push(passage),
      ...(state === undefined ? {} : { state }),
    });
    await last.intake.flush();
    expect(seenPassages(passages)).toEqual(traffic.passages.map(told).toSorted());
    const names = passages.map(({ passageId, revision }) => `${passageId} ${revision}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a receiver that fails", () => {
  test("gets everything later, once and in order; intake says busy when too much waits", async () => {
    const passages: string[] = [];
    let isDown = true;
    const { intake } = testIntake({
      rules: { maxWaiting: 3 },
      onPassage: async (passage) => {
        if (isDown) throw new Error("down");
        passages.push(passage.plate ?? "");
      },
    });
    const results: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      const seconds = step * 200;
      const result = await intake.take(plateEvent(seconds, `29C1000${step}`), at(seconds));
      results.push(result.kind);
    }
    // Each read closes the passage before it: three wait after the fourth.
    expect(results).toEqual(["taken", "taken", "taken", "taken", "busy", "busy"]);
    expect(intake.counters()).toMatchObject({ waiting: 3, busy: 2, reads: 4 });
    isDown = false;
    const again = await intake.take(plateEvent(800, "29C10004"), at(800));
    expect(again.kind).toBe("taken");
    await intake.flush();
    expect(passages).toEqual(["29C10000", "29C10001", "29C10002", "29C10003", "29C10004"]);
  });

  test("what waits is in the state", async () => {
    const down = testIntake({
      onQuarantined: () => {
        throw new Error("down");
      },
    });
    await down.intake.take(bytesOf("?"), at(0));
    const up = testIntake({ state: JSON.parse(JSON.stringify(down.intake.state())) });
    expect(await up.intake.flush()).toBe(true);
    expect(up.quarantined.map(({ reason }) => reason)).toEqual(["unknownFormat"]);
  });
});

describe("a journal", () => {
  test("has every read before it counts; a failure leaves nothing behind", async () => {
    const journal: CameraRead[] = [];
    let isFull = true;
    const { intake } = testIntake({
      journal: async (reads) => {
        if (isFull) throw new Error("disk full");
        journal.push(...reads);
      },
    });
    expect(await intake.take(plateEvent(0, "29C12345"), at(0))).toEqual({
      kind: "busy",
      because: "journal",
    });
    expect(intake.counters()).toMatchObject({ reads: 0, heldReads: 0, seen: 0 });
    isFull = false;
    await intake.take(plateEvent(0, "29C12345"), at(1));
    await intake.take(plateEvent(0, "29C12345"), at(2));
    expect(journal.map(({ eventId }) => eventId)).toHaveLength(1);

    const restarted = testIntake();
    await restarted.intake.accept([...journal, ...journal]);
    await restarted.intake.flush();
    expect(restarted.passages).toMatchObject([{ plate: "29C12345", reads: 1, repeats: 0 }]);
  });
});

describe("pictures", () => {
  const picture = { name: "plate.jpg", contentType: "image/jpeg", bytes: bytesOf("jpeg") };

  test("go to the sink; the read has the reference, and a repetition brings none", async () => {
    const stored: string[] = [];
    const { intake, passages } = testIntake({
      images: {
        put: async ({ sha256, deviceId, name }) => {
          stored.push(`${deviceId}/${name}`);
          return `store:${sha256.slice(0, 8)}`;
        },
      },
    });
    const context = { ...at(0), pictures: [picture] };
    await intake.take(plateEvent(0, "29C12345"), context);
    await intake.take(plateEvent(0, "29C12345"), context);
    await intake.flush();
    expect(stored).toEqual(["cam/plate.jpg"]);
    // SHA-256 of the four letters, by coreutils.
    expect(passages[0]?.images).toEqual(["store:41e5787e"]);
  });

  test("that cannot be stored: send it again", async () => {
    const { intake } = testIntake({ images: { put: () => Promise.reject(new Error("full")) } });
    const result = await intake.take(plateEvent(0, "29C12345"), { ...at(0), pictures: [picture] });
    expect(result).toEqual({ kind: "busy", because: "images" });
    expect(intake.counters().reads).toBe(0);
  });
});

describe("times", () => {
  test("without an offset are in the zone of the register; its clock offset is taken off", async () => {
    const { devices } = readDevices({ cam: { ...register.cam, clockOffsetMs: 4000 } });
    const { intake } = testIntake({ devices });
    const local = await intake.take(
      bytesOf('{"capturedAt":"2026-03-02T08:00:10","weightKg":9000}'),
      at(10),
    );
    const list = await intake.take(
      bytesOf(
        "<Plates><Plate><captureTime>20260302T0800100000</captureTime><plateNumber>15C00001</plateNumber></Plate></Plates>",
      ),
      at(10),
    );
    // 08:00:10 at +07:00 is ten seconds after the start, less four.
    for (const result of [local, list])
      expect(result.kind === "taken" ? result.reads[0]?.capturedAt : 0).toBe(START + 6000);
  });

  test("the estimate of a clock is reported and changes nothing", async () => {
    const { intake } = testIntake();
    for (const [step, lag] of [40, 10, 20, 90, 30].entries())
      await intake.take(plateEvent(step * 100, `29C1000${step}`), at(step * 100 + lag));
    expect(intake.clockReport()).toEqual([{ device: "cam", behindMs: 30_000, samples: 5 }]);
    const result = await intake.take(plateEvent(500, "29C20000"), at(530));
    expect(result.kind === "taken" ? result.reads[0]?.capturedAt : 0).toBe(START + 500_000);
  });

  test("also counts reads put aside for their time", async () => {
    const { intake } = testIntake();
    await intake.take(plateEvent(0, "29C20000"), at(-3600));
    expect(intake.clockReport()).toEqual([{ device: "cam", behindMs: -3_600_000, samples: 1 }]);
    expect(intake.counters().quarantined).toEqual({ clock: 1 });
  });
});

describe("the register", () => {
  test("says every mistake, in both languages, and leaves the device out", () => {
    const { devices, problems } = readDevices({
      good: register.cam,
      "a/b": register.cam,
      bad: { site: "", gate: 4, lane: "L", direction: "up", clockOffsetMs: 1.5, zone: "7", x: 1 },
      worse: null,
    });
    expect([...devices.keys()]).toEqual(["good"]);
    expect(problems.map(({ device, field }) => `${device}.${field}`).toSorted()).toEqual([
      "a/b.",
      "bad.clockOffsetMs",
      "bad.direction",
      "bad.gate",
      "bad.site",
      "bad.x",
      "bad.zone",
      "worse.gate",
      "worse.lane",
      "worse.site",
    ]);
    expect(problems.every(({ en, vi }) => en !== vi)).toBe(true);
    expect(readDevices([]).problems).toHaveLength(1);
  });

  test("tells lanes by line, and ways by how the camera faces", async () => {
    const { devices } = readDevices({ cam: { ...register.cam, lanes: { 1: "L7", 2: "L8" } } });
    const { intake } = testIntake({ devices });
    const where = async (more: object) => {
      const result = await intake.take(plateEvent(0, "29C12345", more), at(0));
      if (result.kind !== "taken") return [];
      const [read] = result.reads;
      return read === undefined
        ? result.quarantined.map(({ reason }) => reason)
        : [read.lane, read.direction];
    };
    expect(await where({ id: "1", line: "2" })).toEqual(["L8", "in"]);
    expect(await where({ id: "2", line: "1", direction: "reverse" })).toEqual(["L7", "out"]);
    expect(await where({ id: "3", direction: "forward" })).toEqual(["L1", "in"]);
    expect(await where({ id: "4", line: "3" })).toEqual(["unknownLane"]);
  });
});

test("a stream of passages makes the intake wait for its reader, and ends", async () => {
  const stream = passageStream(1);
  const { intake } = testIntake({ onPassage: stream.onPassage });
  const taking = (async () => {
    for (let step = 0; step < 5; step += 1)
      await intake.take(plateEvent(step * 200, `29C1000${step}`), at(step * 200));
    await intake.flush();
    stream.end();
  })();
  await new Promise((resolve) => setImmediate(resolve));
  // The first passage fills the queue, so the second message is still being taken.
  expect(intake.counters()).toMatchObject({ messages: 2, passages: 1 });
  const plates: (string | undefined)[] = [];
  for await (const { plate } of stream) plates.push(plate);
  await taking;
  expect(plates).toEqual(["29C10000", "29C10001", "29C10002", "29C10003", "29C10004"]);
});
