/**
 * Intake: a camera's bytes → reads accepted, duplicates told, the rest put aside with its reason; and passages, given out as they close.
 *
 * The time of receipt is an input. What is given out waits in an outbox until its receiver has taken it; when too much waits, `take` says `busy`
 * and the transport makes the camera or broker wait. Never throws for what a camera sends. State is plain JSON.
 */
import { hash } from "node:crypto";
import { type ClockEstimate, ClockEstimates, type ClockRule, type ClockSamples } from "./clock.ts";
import { SeenEvents, type SeenState } from "./dedup.ts";
import type { DeviceRegister } from "./devices.ts";
import { parseMessage } from "./formats/parse.ts";
import type { Parsed } from "./formats/parsed.ts";
import type { Passage } from "./passage.ts";
import { placeRead } from "./place.ts";
import { type Problem, problem, type Quarantined, type QuarantineReason } from "./quarantine.ts";
import type { CameraRead, ImageSink, Picture, SourceFormat } from "./read.ts";
import { type SessionRules, type SessionState, Sessions } from "./sessions.ts";

export interface IntakeRules extends SessionRules {
  readonly clock: ClockRule;
  /** Largest message read, in bytes, pictures not counted. */
  readonly maxBytes: number;
  /** First bytes of a message kept when it is put aside. */
  readonly keptBytes: number;
  /** Identifiers remembered, at most. */
  readonly maxSeen: number;
  /** Passages and messages put aside that may wait for their receiver before `take` says `busy`. */
  readonly maxWaiting: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const defaultIntakeRules: IntakeRules = {
  gapMs: 30 * SECOND,
  longestMs: 30 * MINUTE,
  repeatMs: 10 * SECOND,
  latenessMs: 2 * MINUTE,
  keepMs: 6 * HOUR,
  maxReads: 250_000,
  clock: { aheadMs: 2 * MINUTE, behindMs: 6 * HOUR },
  maxBytes: 1_048_576,
  keptBytes: 16_384,
  maxSeen: 500_000,
  maxWaiting: 1000,
};

export interface IntakeState {
  readonly format: 1;
  readonly seen: SeenState;
  readonly sessions: SessionState;
  readonly clocks: ClockSamples;
  readonly waiting: readonly Output[];
}

export type Output =
  | { readonly kind: "passage"; readonly passage: Passage }
  | { readonly kind: "quarantined"; readonly quarantined: Quarantined };

export interface IntakeOptions {
  readonly devices: DeviceRegister;
  readonly rules?: Partial<IntakeRules>;
  /** Where pictures go; without it only their names are kept. */
  readonly images?: ImageSink;
  /**
   * Writes accepted reads before they count, so that none is lost between two saved states: after a restart give them to `accept`. When it
   * fails the message is not taken, and its sender sends it again.
   */
  readonly journal?: (reads: readonly CameraRead[]) => void | Promise<void>;
  /** Passages and corrections, in order. A failure is tried again; the same `passageId` and `revision` may then come twice. */
  readonly onPassage: (passage: Passage) => void | Promise<void>;
  readonly onQuarantined: (quarantined: Quarantined) => void | Promise<void>;
  readonly state?: IntakeState;
}

export interface MessageContext {
  /** As the sender gave it; kept with what is put aside. The format is told from the content. */
  readonly contentType: string;
  readonly receivedAt: number;
  /** The device by whose address (path, topic) the message came. */
  readonly deviceHint?: string;
  readonly pictures?: readonly Picture[];
}

export type TakeResult =
  | {
      readonly kind: "taken";
      readonly reads: readonly CameraRead[];
      /** Accepted before; told, and not counted again. */
      readonly duplicates: readonly CameraRead[];
      readonly quarantined: readonly Quarantined[];
      /** A heartbeat or another alarm, by the camera's name for it. */
      readonly otherEvent?: string;
    }
  | {
      /** Nothing was taken: send it again later. */
      readonly kind: "busy";
      readonly because: "waiting" | "images" | "journal";
    };

export interface IntakeCounters {
  readonly messages: number;
  readonly reads: number;
  readonly duplicates: number;
  /** Reads that came behind the watermark of their site. */
  readonly late: number;
  readonly otherEvents: number;
  readonly passages: number;
  readonly corrections: number;
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>;
  readonly busy: number;
  /** Now: outputs not taken yet, reads held, identifiers remembered. */
  readonly waiting: number;
  readonly heldReads: number;
  readonly seen: number;
}

export interface Intake {
  take(bytes: Uint8Array, context: MessageContext): Promise<TakeResult>;
  /** Reads from a journal; those accepted before do nothing. */
  accept(reads: readonly CameraRead[]): Promise<void>;
  /** Puts aside what a transport could not make a message of. `size` is of the whole, when `bytes` are only its beginning. */
  putAside(
    found: Problem,
    bytes: Uint8Array,
    context: MessageContext,
    size?: number,
  ): Promise<Quarantined>;
  /** Says what time it is, so that passages close where no camera reports. */
  advance(nowMs: number): Promise<void>;
  /** Gives out every passage there is, and waits until all is taken. False when a receiver failed. */
  flush(): Promise<boolean>;
  counters(): IntakeCounters;
  clockReport(): readonly ClockEstimate[];
  state(): IntakeState;
}

export function createIntake(options: IntakeOptions): Intake {
  return new CameraIntake(options);
}

class CameraIntake implements Intake {
  private readonly options: IntakeOptions;
  private readonly rules: IntakeRules;
  private readonly seen: SeenEvents;
  private readonly sessions: Sessions;
  private readonly clocks: ClockEstimates;
  private outbox: Output[];
  private delivering: Promise<boolean> | undefined;
  private readonly count = {
    messages: 0,
    reads: 0,
    duplicates: 0,
    late: 0,
    otherEvents: 0,
    passages: 0,
    corrections: 0,
    busy: 0,
  };
  private readonly reasons: Partial<Record<QuarantineReason, number>> = {};

  constructor(options: IntakeOptions) {
    const { state } = options;
    this.options = options;
    this.rules = { ...defaultIntakeRules, ...options.rules };
    const { clock, maxSeen } = this.rules;
    this.seen = new SeenEvents(clock.behindMs + clock.aheadMs, maxSeen, state?.seen);
    this.sessions = new Sessions(this.rules, (passage) => this.give(passage), state?.sessions);
    this.clocks = new ClockEstimates(state?.clocks);
    this.outbox = [...(state?.waiting ?? [])];
  }

  async take(bytes: Uint8Array, context: MessageContext): Promise<TakeResult> {
    if (this.outbox.length >= this.rules.maxWaiting && !(await this.deliver()))
      return this.busy("waiting");
    const parsed = parseMessage(bytes, this.rules.maxBytes);
    const { reads, failures } = this.place(parsed, context);
    const ready = await this.prepare(reads, context);
    if (typeof ready === "string") return this.busy(ready);
    return this.settle(bytes, context, parsed, ready, failures);
  }

  async accept(reads: readonly CameraRead[]): Promise<void> {
    for (const read of reads) if (!this.seen.has(read.eventId)) this.enter(read);
    await this.deliver();
  }

  async putAside(
    found: Problem,
    bytes: Uint8Array,
    context: MessageContext,
    size = bytes.length,
  ): Promise<Quarantined> {
    this.count.messages += 1;
    const digest = hash("sha256", bytes, "hex");
    const quarantined = this.quarantine(found, bytes, digest, size, context, {});
    await this.deliver();
    return quarantined;
  }

  async advance(nowMs: number): Promise<void> {
    this.sessions.advance(nowMs);
    await this.deliver();
  }

  flush(): Promise<boolean> {
    this.sessions.flush();
    return this.deliver();
  }

  counters(): IntakeCounters {
    return {
      ...this.count,
      quarantined: { ...this.reasons },
      waiting: this.outbox.length,
      heldReads: this.sessions.heldReads,
      seen: this.seen.size,
    };
  }

  clockReport(): readonly ClockEstimate[] {
    return this.clocks.report();
  }

  state(): IntakeState {
    return {
      format: 1,
      seen: this.seen.state(),
      sessions: this.sessions.state(),
      clocks: this.clocks.samples(),
      waiting: [...this.outbox],
    };
  }

  private busy(because: "waiting" | "images" | "journal"): TakeResult {
    this.count.busy += 1;
    return { kind: "busy", because };
  }

  private place(parsed: Parsed, context: MessageContext): PlacedMessage {
    const { devices } = this.options;
    const reads: CameraRead[] = [];
    const failures: Failure[] = parsed.problems.map((found) => ({ found }));
    const { format } = parsed;
    if (format === undefined) return { reads, failures };
    const { receivedAt, deviceHint } = context;
    const hint = deviceHint === undefined ? {} : { deviceHint };
    const placing = { devices, clock: this.rules.clock, receivedAt, format, ...hint };
    for (const written of parsed.reads) {
      const { read, problem: found, device, lagMs } = withDevice(placeRead(written, placing));
      if (lagMs !== undefined && device !== undefined) this.clocks.note(device, lagMs);
      if (read !== undefined) reads.push(read);
      else if (found !== undefined)
        failures.push(device === undefined ? { found } : { found, device });
    }
    return { reads, failures };
  }

  /** Pictures away, journal written: all that can fail comes before anything counts. */
  private async prepare(
    reads: readonly CameraRead[],
    context: MessageContext,
  ): Promise<readonly CameraRead[] | "images" | "journal"> {
    const isNew = reads.some((read) => !this.seen.has(read.eventId));
    if (!isNew) return reads;
    const { pictures = [] } = context;
    const { images, journal } = this.options;
    let ready = reads;
    if (pictures.length > 0 && images !== undefined) {
      const references = await storePictures(images, pictures, reads[0]?.deviceId ?? "");
      if (references === undefined) return "images";
      ready = reads.map((read) => ({ ...read, images: references }));
    }
    if (journal === undefined) return ready;
    try {
      await journal(ready.filter((read) => !this.seen.has(read.eventId)));
    } catch {
      return "journal";
    }
    return ready;
  }

  private async settle(
    bytes: Uint8Array,
    context: MessageContext,
    parsed: Parsed,
    ready: readonly CameraRead[],
    failures: readonly Failure[],
  ): Promise<TakeResult> {
    this.count.messages += 1;
    const reads: CameraRead[] = [];
    const duplicates: CameraRead[] = [];
    const failed = [...failures];
    for (const read of ready) {
      const device = read.deviceId;
      // Asked again, for another message may have been settled while this one waited.
      const arrival = this.seen.has(read.eventId) ? "duplicate" : this.enter(read);
      if (arrival === "duplicate") duplicates.push(read);
      else if (arrival === "tooLate")
        failed.push({ found: problem("tooLate", "", { device }), device });
      else reads.push(read);
    }
    const { format, otherEvent } = parsed;
    const quarantined =
      failed.length === 0 ? [] : this.quarantineAll(failed, bytes, context, format);
    if (otherEvent !== undefined) this.count.otherEvents += 1;
    this.count.duplicates += duplicates.length;
    if (this.outbox.length > 0) await this.deliver();
    const other = otherEvent === undefined ? {} : { otherEvent };
    return { kind: "taken", reads, duplicates, quarantined, ...other };
  }

  private enter(read: CameraRead): "accepted" | "duplicate" | "tooLate" {
    const arrival = this.sessions.add(read);
    if (arrival === "tooLate") return "tooLate";
    this.seen.add(read.eventId, read.receivedAt);
    if (arrival === "duplicate") return "duplicate";
    this.count.reads += 1;
    if (arrival === "late") this.count.late += 1;
    return "accepted";
  }

  private quarantineAll(
    failed: readonly Failure[],
    bytes: Uint8Array,
    context: MessageContext,
    format: SourceFormat | undefined,
  ): readonly Quarantined[] {
    const digest = hash("sha256", bytes, "hex");
    return failed.map(({ found, device = context.deviceHint }) =>
      this.quarantine(found, bytes, digest, bytes.length, context, {
        ...(device === undefined ? {} : { device }),
        ...(format === undefined ? {} : { format }),
      }),
    );
  }

  private quarantine(
    found: Problem,
    bytes: Uint8Array,
    sha256: string,
    size: number,
    { receivedAt, contentType, deviceHint }: MessageContext,
    known: { readonly device?: string; readonly format?: SourceFormat },
  ): Quarantined {
    const head = Buffer.from(bytes.subarray(0, this.rules.keptBytes)).toString("base64");
    const device = deviceHint === undefined ? {} : { device: deviceHint };
    const quarantined = {
      ...found,
      receivedAt,
      contentType: contentType.slice(0, 200),
      ...device,
      ...known,
      size,
      sha256,
      head,
    };
    this.reasons[found.reason] = (this.reasons[found.reason] ?? 0) + 1;
    this.outbox.push({ kind: "quarantined", quarantined });
    return quarantined;
  }

  private give(passage: Passage): void {
    if (passage.revision === 1) this.count.passages += 1;
    else this.count.corrections += 1;
    this.outbox.push({ kind: "passage", passage });
  }

  /** Empties the outbox, one at a time and in order; true when nothing is left. Who comes meanwhile waits for the same run. */
  private deliver(): Promise<boolean> {
    this.delivering ??= this.empty().finally(() => {
      this.delivering = undefined;
    });
    return this.delivering;
  }

  private async empty(): Promise<boolean> {
    let at = 0;
    try {
      for (; at < this.outbox.length; at += 1) {
        const output = this.outbox[at];
        const taken = output === undefined ? undefined : this.receiver(output);
        if (taken !== undefined) await taken;
      }
    } catch {
      // The receiver's own business; what it did not take stays first in line.
    }
    this.outbox = this.outbox.slice(at);
    return this.outbox.length === 0;
  }

  private receiver(output: Output): void | Promise<void> {
    return output.kind === "passage"
      ? this.options.onPassage(output.passage)
      : this.options.onQuarantined(output.quarantined);
  }
}

interface Failure {
  readonly found: Problem;
  readonly device?: string;
}

interface PlacedMessage {
  readonly reads: readonly CameraRead[];
  readonly failures: readonly Failure[];
}

function withDevice(placed: ReturnType<typeof placeRead>): {
  readonly read?: CameraRead;
  readonly problem?: Problem;
  readonly device?: string | undefined;
  readonly lagMs?: number | undefined;
} {
  if (placed.problem !== undefined) return placed;
  return { read: placed.read, device: placed.read.deviceId, lagMs: placed.lagMs };
}

/** References in the order of the pictures; undefined when the sink failed. */
async function storePictures(
  images: ImageSink,
  pictures: readonly Picture[],
  deviceId: string,
): Promise<readonly string[] | undefined> {
  try {
    return await Promise.all(
      pictures.map((picture) =>
        images.put({ ...picture, deviceId, sha256: hash("sha256", picture.bytes, "hex") }),
      ),
    );
  } catch {
    return undefined;
  }
}
