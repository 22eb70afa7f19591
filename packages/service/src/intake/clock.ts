/**
 * Whether a capture time is believed, and how far a device's clock seems to be off.
 *
 * Times in, a judgement out; reads no clock. The estimate is for people and alarms: applying it would move events by a figure nobody
 * decided on, and differently on every replay.
 */
import { type Problem, problem } from "./quarantine.ts";

export interface ClockRule {
  /** Captured after receipt by more than this is put aside. */
  readonly aheadMs: number;
  /** Captured before receipt by more than this is put aside. */
  readonly behindMs: number;
}

/** The problem with a read captured then and received now; undefined when it is believed. */
export function judgeClock(
  device: string,
  capturedAt: number,
  receivedAt: number,
  rule: ClockRule,
): Problem | undefined {
  const aheadMs = capturedAt - receivedAt;
  if (aheadMs > rule.aheadMs)
    return problem("clock", "", { device, aheadMs, limitMs: rule.aheadMs });
  if (-aheadMs > rule.behindMs)
    return problem("clock", "", { device, aheadMs, limitMs: rule.behindMs });
  return undefined;
}

export interface ClockEstimate {
  readonly device: string;
  /** Median of receipt less capture, in milliseconds: positive when the clock is behind or the way is long. */
  readonly behindMs: number;
  /** How many reads it rests on, at most 64, the latest. */
  readonly samples: number;
}

const SAMPLES = 64;
export type ClockSamples = Readonly<Record<string, readonly number[]>>;

/** The last differences of each device. Devices come from the register, so there are not more than it has. */
export class ClockEstimates {
  private readonly byDevice = new Map<string, number[]>();

  constructor(samples: ClockSamples = {}) {
    for (const [device, values] of Object.entries(samples)) this.byDevice.set(device, [...values]);
  }

  /** Also of reads that are put aside for their time: those show best what is wrong. */
  note(device: string, differenceMs: number): void {
    const values = this.byDevice.get(device) ?? [];
    if (values.length === 0) this.byDevice.set(device, values);
    values.push(differenceMs);
    if (values.length > SAMPLES) values.shift();
  }

  report(): readonly ClockEstimate[] {
    return [...this.byDevice].map(([device, values]) => ({
      device,
      behindMs: medianOf(values),
      samples: values.length,
    }));
  }

  samples(): ClockSamples {
    return Object.fromEntries([...this.byDevice].map(([device, values]) => [device, [...values]]));
  }
}

/** The middle value, the lower one of two. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
