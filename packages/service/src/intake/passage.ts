/**
 * The reads of one vehicle at one lane → its passage: when, which way, best plate, best container number, weight, pictures.
 *
 * Pure, and the same for the same set of reads. Repetitions by one camera (Hikvision posts an event again, trackers send "updated") count as one
 * vote, the most confident one; otherwise a stammering camera would outvote its neighbour.
 */
import { hasPlateForm, isPlateAlike } from "./normalise.ts";
import type { Group } from "./partition.ts";
import type { CameraRead, Direction } from "./read.ts";

export interface Passage {
  /** 32 hexadecimal digits, made from place and first read; stays when the passage is corrected. */
  readonly passageId: string;
  readonly site: string;
  readonly gate: string;
  readonly lane: string;
  readonly direction: Direction;
  /** Capture of the first and of the last read, milliseconds UTC. */
  readonly enteredAt: number;
  readonly leftAt: number;
  /** Normal form; absent when no camera read one. */
  readonly plate?: string;
  /** The highest confidence of a reading of that plate, 0 to 100. */
  readonly plateConfidence?: number;
  /** Votes for that plate, and votes in all. */
  readonly plateVotes: number;
  readonly plateVotesAll: number;
  /** The number read best, and all of them: a lorry can carry two. Check digits are right. */
  readonly containerNo?: string;
  readonly containerConfidence?: number;
  readonly containers: readonly string[];
  /** A container was seen and no reading of it had a right check digit. */
  readonly containerUnreadable: boolean;
  /** The last weighing. */
  readonly weightKg?: number;
  readonly vehicleType?: string;
  readonly images: readonly string[];
  /** Reads that count, and repetitions that do not. */
  readonly reads: number;
  readonly repeats: number;
  /** When no further read could belong to it: `leftAt` and the gap. */
  readonly closedAt: number;
  /** From 1. */
  readonly revision: number;
  /** The passage this one turned out to be part of; it is void. */
  readonly supersededBy?: string;
}

/** What the reads say; the identity is given by `sessions.ts`. */
export type PassageContent = Omit<Passage, "passageId" | "revision" | "supersededBy">;

export interface VotingRules {
  readonly gapMs: number;
  /** Alike reads by one camera within this are one vote. */
  readonly repeatMs: number;
}

const IMAGES_MAX = 16;
/** What a reading without confidence weighs: less than a good one, more than a bad one. */
const CONFIDENCE_UNKNOWN = 50;

export function passageContent(group: Group, rules: VotingRules): PassageContent {
  const { reads } = group;
  const [first] = reads;
  const last = reads.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("a group without reads");
  const votes = votesOf(reads, rules.repeatMs);
  const plates = platesOf(votes);
  const containers = tally(votes, (vote) =>
    vote.kind === "container" && vote.container.number !== undefined
      ? { value: vote.container.number, confidence: vote.container.confidence }
      : undefined,
  );
  const [plate] = plates;
  const [container] = containers;
  const weight = votes.findLast((vote) => vote.kind === "weight");
  const vehicleType = tally(votes, (vote) =>
    vote.vehicleType === undefined ? undefined : { value: vote.vehicleType, confidence: 1 },
  )[0]?.value;
  return {
    site: first.site,
    gate: first.gate,
    lane: first.lane,
    direction: directionOf(votes),
    enteredAt: first.capturedAt,
    leftAt: last.capturedAt,
    ...(plate === undefined ? {} : { plate: plate.value }),
    ...(plate?.confidence === undefined ? {} : { plateConfidence: plate.confidence }),
    plateVotes: plate?.votes ?? 0,
    plateVotesAll: plates.reduce((sum, each) => sum + each.votes, 0),
    ...(container === undefined ? {} : { containerNo: container.value }),
    ...(container?.confidence === undefined ? {} : { containerConfidence: container.confidence }),
    containers: containers.map((each) => each.value),
    containerUnreadable: group.containers.size > 0 && container === undefined,
    ...(weight === undefined ? {} : { weightKg: weight.weightKg }),
    ...(vehicleType === undefined ? {} : { vehicleType }),
    images: [...new Set(reads.flatMap((read) => read.images))].slice(0, IMAGES_MAX),
    reads: votes.length,
    repeats: reads.length - votes.length,
    closedAt: last.capturedAt + rules.gapMs,
  };
}

/** One read for each run of alike reads by one camera: the most confident, of equals the first. */
function votesOf(reads: readonly CameraRead[], repeatMs: number): readonly CameraRead[] {
  const runs: { readonly startedAt: number; best: CameraRead }[] = [];
  for (const read of reads) {
    const run = runs.findLast(
      ({ startedAt, best }) =>
        read.capturedAt - startedAt <= repeatMs &&
        best.deviceId === read.deviceId &&
        isRepeat(best, read),
    );
    if (run === undefined) runs.push({ startedAt: read.capturedAt, best: read });
    else if (confidenceOf(read) > confidenceOf(run.best)) run.best = read;
  }
  return runs.map(({ best }) => best);
}

function isRepeat(a: CameraRead, b: CameraRead): boolean {
  if (a.kind === "plate" && b.kind === "plate") return isPlateAlike(a.plate.norm, b.plate.norm);
  if (a.kind === "container" && b.kind === "container")
    return a.container.number === b.container.number;
  return a.kind === "weight" && b.kind === "weight" && a.weightKg === b.weightKg;
}

function confidenceOf(read: CameraRead): number {
  const written =
    read.kind === "plate"
      ? read.plate.confidence
      : read.kind === "container"
        ? read.container.confidence
        : undefined;
  return written ?? CONFIDENCE_UNKNOWN;
}

interface Tallied {
  readonly value: string;
  readonly votes: number;
  readonly confidence?: number;
}

/** Values with their votes, the one with the greatest sum of confidences first. */
function tally(
  votes: readonly CameraRead[],
  of: (
    vote: CameraRead,
  ) => { readonly value: string; readonly confidence: number | undefined } | undefined,
): readonly Tallied[] {
  const sums = new Map<string, { sum: number; votes: number; confidence: number | undefined }>();
  for (const vote of votes) {
    const said = of(vote);
    if (said === undefined) continue;
    const entry = sums.get(said.value) ?? { sum: 0, votes: 0, confidence: undefined };
    if (entry.votes === 0) sums.set(said.value, entry);
    entry.sum += said.confidence ?? CONFIDENCE_UNKNOWN;
    entry.votes += 1;
    if (said.confidence !== undefined)
      entry.confidence = Math.max(entry.confidence ?? 0, said.confidence);
  }
  return [...sums]
    .sort(([a, x], [b, y]) => y.sum - x.sum || y.votes - x.votes || (a < b ? -1 : 1))
    .map(([value, { votes: count, confidence }]) => ({
      value,
      votes: count,
      ...(confidence === undefined ? {} : { confidence }),
    }));
}

/** A plate of a known form comes before one without: it is the form that tells `8` from `B` when confidences do not. */
function platesOf(votes: readonly CameraRead[]): readonly Tallied[] {
  const plates = tally(votes, (vote) =>
    vote.kind === "plate"
      ? { value: vote.plate.norm, confidence: vote.plate.confidence }
      : undefined,
  );
  const formed = plates.filter(({ value }) => hasPlateForm(value));
  return formed.length === 0 ? plates : [...new Set([...formed, ...plates])];
}

/** The way most reads say; a tie is unknown. */
function directionOf(votes: readonly CameraRead[]): Direction {
  let balance = 0;
  for (const { direction } of votes)
    balance += direction === "in" ? 1 : direction === "out" ? -1 : 0;
  return balance > 0 ? "in" : balance < 0 ? "out" : "unknown";
}
