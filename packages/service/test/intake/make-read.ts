/**
 * Reads and intakes for tests: everything given a sensible value, so that a test names only what it is about.
 *
 * Times are seconds after 2 March 2026, 01:00 UTC. Not a test itself.
 */
import { readDevices } from "../../src/intake/devices.ts";
import { createIntake, type Intake, type IntakeOptions } from "../../src/intake/intake.ts";
import type { Passage } from "../../src/intake/passage.ts";
import type { Quarantined } from "../../src/intake/quarantine.ts";
import type { CameraRead, Direction } from "../../src/intake/read.ts";

export const START = Date.UTC(2026, 2, 2, 1);

interface Brief {
  readonly device?: string;
  readonly lane?: string;
  readonly direction?: Direction;
}

export function plateRead(
  seconds: number,
  norm: string,
  confidence?: number,
  brief: Brief = {},
): CameraRead {
  return {
    ...base(seconds, `p/${norm}/${confidence}`, brief),
    kind: "plate",
    plate: {
      raw: norm,
      norm,
      ...(confidence === undefined ? {} : { confidence }),
      candidates: [],
    },
  };
}

export function containerRead(seconds: number, number: string, brief: Brief = {}): CameraRead {
  return {
    ...base(seconds, `c/${number}`, brief),
    kind: "container",
    container: { raw: number, number, checkDigitOk: true, confidence: 90 },
  };
}

export function misreadContainer(seconds: number, raw: string): CameraRead {
  return {
    ...base(seconds, `c/${raw}`, {}),
    kind: "container",
    container: { raw, checkDigitOk: false },
  };
}

export function weightRead(seconds: number, weightKg: number, brief: Brief = {}): CameraRead {
  return { ...base(seconds, `w/${weightKg}`, brief), kind: "weight", weightKg };
}

function base(seconds: number, what: string, brief: Brief) {
  const { device = "cam", lane = "L1", direction = "in" } = brief;
  const capturedAt = START + seconds * 1000;
  return {
    eventId: `${device}/${lane}/${seconds}/${what}`,
    deviceId: device,
    site: "port",
    gate: "G1",
    lane,
    direction,
    capturedAt,
    receivedAt: capturedAt + 500,
    images: [],
    format: "generic" as const,
  };
}

export const register = {
  cam: { site: "port", gate: "G1", lane: "L1", direction: "in", zone: "+07:00" },
  back: { site: "port", gate: "G1", lane: "L2", direction: "out" },
};

export interface TestIntake {
  readonly intake: Intake;
  readonly passages: Passage[];
  readonly quarantined: Quarantined[];
}

export function testIntake(options: Partial<IntakeOptions> = {}): TestIntake {
  const passages: Passage[] = [];
  const quarantined: Quarantined[] = [];
  const intake = createIntake({
    devices: readDevices(register).devices,
    onPassage: (passage) => void passages.push(passage),
    onQuarantined: (aside) => void quarantined.push(aside),
    ...options,
  });
  return { intake, passages, quarantined };
}

/** Our own JSON: a plate seen so many seconds after the start. */
export function plateEvent(seconds: number, text: string, more: object = {}): Uint8Array {
  const capturedAt = new Date(START + seconds * 1000).toISOString();
  return bytesOf(JSON.stringify({ capturedAt, plate: { text, confidence: 90 }, ...more }));
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function at(seconds: number, device = "cam") {
  return {
    contentType: "application/json",
    receivedAt: START + seconds * 1000,
    deviceHint: device,
  };
}
