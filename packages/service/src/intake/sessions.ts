/**
 * Reads in any order → passages: one for each vehicle at a lane, given out when nothing on time can still change it, corrected when something
 * late does.
 *
 * Each site has a watermark, the latest capture less the lateness. Reads before it have been scanned, in order (`partition.ts`); reads
 * after it wait. A read that comes behind the watermark has the groups it touches scanned again, with the same result as if it had come in time.
 * No clock, no I/O; state in and out as plain JSON; bounded by the number of reads held.
 */
import { hash } from "node:crypto";
import { canonicalJson } from "@luong/spec";
import {
  addToGroup,
  emptyGroup,
  firstAt,
  type Group,
  type GroupingRules,
  groupReads,
  isWithin,
  joinGroup,
  lastAt,
} from "./partition.ts";
import { type Passage, passageContent, type VotingRules } from "./passage.ts";
import { type CameraRead, compareReads } from "./read.ts";

export interface SessionRules extends GroupingRules, VotingRules {
  /** How far behind the latest capture of its site a read may come and still be on time. */
  readonly latenessMs: number;
  /** How long passages given out can be corrected, in time of capture. */
  readonly keepMs: number;
  /** Reads held in all; beyond it the oldest passages can no longer be corrected. */
  readonly maxReads: number;
}

/** What became of a read: waits, came behind the watermark, is held already, or is older than all that is held of its lane. */
export type Arrival = "onTime" | "late" | "duplicate" | "tooLate";

/** A passage that was given out: its name, the read it was named by, and what was said last. */
interface Identity {
  readonly passageId: string;
  readonly anchor: string;
  revision: number;
  said: string;
}

interface Tracked {
  readonly group: Group;
  /** INVARIANT (first is live): the first names the group, the others are superseded by it; empty until it is given out. */
  identities: Identity[];
}

interface Lane {
  readonly site: string;
  readonly gate: string;
  readonly lane: string;
  /** Reads captured at or after `scannedTo`, in order. */
  pending: CameraRead[];
  /** In the order in which they began. */
  tracked: Tracked[];
  /** Those of `tracked` that a read on time can still join, or that have not been given out since they changed. */
  open: Tracked[];
  scannedTo: number;
  /** Last capture of what is no longer held. */
  forgottenTo: number;
}

interface Site {
  latest: number;
  watermark: number;
  sweptAt: number;
  readonly lanes: Map<string, Lane>;
}

interface LaneState {
  readonly gate: string;
  readonly lane: string;
  readonly pending: readonly CameraRead[];
  readonly tracked: readonly {
    readonly reads: readonly CameraRead[];
    readonly identities: readonly Identity[];
    readonly isOpen: boolean;
  }[];
  readonly scannedTo: number | null;
  readonly forgottenTo: number | null;
}

export interface SessionState {
  readonly sites: readonly {
    readonly site: string;
    readonly latest: number;
    readonly watermark: number;
    readonly lanes: readonly LaneState[];
  }[];
}

/** Lanes nothing came from are looked at when the watermark has moved so far. */
const SWEEP_MS = 1000;
/** After relief so much of `maxReads` is held. */
const RELIEF = 0.9;

export class Sessions {
  private readonly rules: SessionRules;
  private readonly emit: (passage: Passage) => void;
  private readonly sites = new Map<string, Site>();
  private held = 0;

  /** `emit` is called during `add`, `advance` and `flush`, and must not throw. */
  constructor(rules: SessionRules, emit: (passage: Passage) => void, state?: SessionState) {
    this.rules = rules;
    this.emit = emit;
    if (state !== undefined) this.restore(state);
  }

  /** Reads held for passages that are open or can be corrected. */
  get heldReads(): number {
    return this.held;
  }

  add(read: CameraRead): Arrival {
    const site = this.siteOf(read.site);
    const lane = laneOf(site, read);
    if (read.capturedAt - this.rules.gapMs <= lane.forgottenTo) return "tooLate";
    const isLate = read.capturedAt < lane.scannedTo;
    const isNew = isLate ? this.addLate(lane, read) : insert(lane.pending, read);
    if (!isNew) return "duplicate";
    this.held += 1;
    const cameBehind = read.capturedAt < site.watermark;
    site.latest = Math.max(site.latest, read.capturedAt);
    this.moveWatermark(site, site.latest - this.rules.latenessMs, lane);
    if (this.held > this.rules.maxReads) this.relieve();
    return cameBehind ? "late" : "onTime";
  }

  /** Says that time has gone on to `nowMs` everywhere, so that passages close where no camera reports. */
  advance(nowMs: number): void {
    for (const site of this.sites.values())
      this.moveWatermark(site, nowMs - this.rules.latenessMs, undefined);
  }

  /** Gives out everything there is. What comes later and belongs to it corrects it. */
  flush(): void {
    for (const site of this.sites.values()) {
      site.watermark = Math.max(site.watermark, site.latest + 1);
      for (const lane of site.lanes.values()) {
        this.scan(lane, site.watermark);
        for (const tracked of lane.open) this.give(lane, tracked);
      }
    }
  }

  state(): SessionState {
    return {
      sites: [...this.sites].map(([name, { latest, watermark, lanes }]) => ({
        site: name,
        latest,
        watermark,
        lanes: [...lanes.values()].map(stateOfLane),
      })),
    };
  }

  private restore(state: SessionState): void {
    for (const { site: name, latest, watermark, lanes } of state.sites) {
      const site: Site = { latest, watermark, sweptAt: watermark, lanes: new Map() };
      this.sites.set(name, site);
      for (const saved of lanes) {
        const lane = laneFromState(name, saved);
        site.lanes.set(laneKey(saved), lane);
        this.held += lane.pending.length;
        for (const { group } of lane.tracked) this.held += group.reads.length;
      }
    }
  }

  private siteOf(name: string): Site {
    let site = this.sites.get(name);
    if (site === undefined) {
      const never = Number.NEGATIVE_INFINITY;
      site = { latest: never, watermark: never, sweptAt: never, lanes: new Map() };
      this.sites.set(name, site);
    }
    return site;
  }

  private moveWatermark(site: Site, to: number, touched: Lane | undefined): void {
    site.watermark = Math.max(site.watermark, to);
    if (site.watermark - site.sweptAt >= SWEEP_MS) {
      site.sweptAt = site.watermark;
      for (const lane of site.lanes.values()) this.sweep(lane, site.watermark);
    } else if (touched !== undefined) this.sweep(touched, site.watermark);
  }

  private sweep(lane: Lane, watermark: number): void {
    this.scan(lane, watermark);
    this.close(lane);
    this.forget(lane, watermark);
  }

  private scan(lane: Lane, watermark: number): void {
    if (watermark <= lane.scannedTo) return;
    lane.scannedTo = watermark;
    let count = 0;
    for (const read of lane.pending) {
      if (read.capturedAt >= watermark) break;
      count += 1;
      this.join(lane, read);
    }
    if (count > 0) lane.pending.splice(0, count);
  }

  private join(lane: Lane, read: CameraRead): void {
    const groups = lane.open.map(({ group }) => group);
    const group = joinGroup(groups, read, this.rules);
    if (groups.includes(group)) return;
    const tracked = { group, identities: [] };
    lane.open.push(tracked);
    lane.tracked.push(tracked);
  }

  /** Gives out what no read on time can join any more. */
  private close(lane: Lane): void {
    if (lane.open.length === 0) return;
    const still: Tracked[] = [];
    for (const tracked of lane.open) {
      if (isWithin(tracked.group, lane.scannedTo, this.rules)) still.push(tracked);
      else this.give(lane, tracked);
    }
    lane.open = still;
  }

  /** Scans again what a late read touches: groups connected with it by steps no longer than the gap. Outside them nothing can change. */
  private addLate(lane: Lane, read: CameraRead): boolean {
    const touched = connected(lane.tracked, read.capturedAt, this.rules.gapMs);
    const reads = touched.flatMap(({ group }) => group.reads);
    if (reads.some(({ eventId }) => eventId === read.eventId)) return false;
    const fresh = groupReads([...reads, read], this.rules).map(
      (group): Tracked => ({ group, identities: [] }),
    );
    const replaced = new Set(touched);
    handOver(
      touched.flatMap(({ identities }) => identities),
      fresh,
    );
    lane.tracked = [...lane.tracked.filter((tracked) => !replaced.has(tracked)), ...fresh].sort(
      (a, b) => compareGroups(a.group, b.group),
    );
    lane.open = lane.tracked.filter(
      (tracked) =>
        fresh.includes(tracked) || (lane.open.includes(tracked) && !replaced.has(tracked)),
    );
    this.close(lane);
    return true;
  }

  private give(lane: Lane, tracked: Tracked): void {
    const { group } = tracked;
    if (tracked.identities.length === 0) {
      const anchor = group.reads[0]?.eventId ?? "";
      const passageId = passageIdOf(lane, anchor);
      tracked.identities = [{ passageId, anchor, revision: 0, said: "" }];
    }
    const content = passageContent(group, this.rules);
    const [live, ...superseded] = tracked.identities;
    if (live === undefined) return;
    this.say(live, content, {});
    for (const each of superseded) this.say(each, content, { supersededBy: live.passageId });
  }

  /** A passage is given out again only when it says something else. */
  private say(
    identity: Identity,
    content: ReturnType<typeof passageContent>,
    mark: { readonly supersededBy?: string },
  ): void {
    const said =
      mark.supersededBy === undefined
        ? hash("sha256", canonicalJson(content), "base64url")
        : mark.supersededBy;
    if (said === identity.said) return;
    identity.said = said;
    identity.revision += 1;
    const { passageId, revision } = identity;
    this.emit({ passageId, ...content, revision, ...mark });
  }

  private forget(lane: Lane, watermark: number): void {
    const limit = watermark - this.rules.keepMs - this.rules.gapMs;
    let count = 0;
    while (count < lane.tracked.length) {
      const tracked = lane.tracked[count];
      if (tracked === undefined || lastAt(tracked.group) >= limit) break;
      if (lane.open.includes(tracked)) break;
      this.release(lane, tracked);
      count += 1;
    }
    if (count > 0) lane.tracked.splice(0, count);
  }

  private release(lane: Lane, { group }: Tracked): void {
    this.held -= group.reads.length;
    lane.forgottenTo = Math.max(lane.forgottenTo, lastAt(group));
  }

  /** Too much is held: the oldest passages go; when none are closed, all are given out first. */
  private relieve(): void {
    const aim = this.rules.maxReads * RELIEF;
    if (!this.releaseOldest(aim)) {
      this.flush();
      for (const site of this.sites.values())
        for (const lane of site.lanes.values()) lane.open = [];
      this.releaseOldest(aim);
    }
  }

  private releaseOldest(aim: number): boolean {
    const closed: { readonly lane: Lane; readonly tracked: Tracked }[] = [];
    for (const site of this.sites.values())
      for (const lane of site.lanes.values()) {
        const open = new Set(lane.open);
        for (const tracked of lane.tracked) if (!open.has(tracked)) closed.push({ lane, tracked });
      }
    closed.sort((a, b) => lastAt(a.tracked.group) - lastAt(b.tracked.group));
    const gone = new Set<Tracked>();
    for (const { lane, tracked } of closed) {
      if (this.held <= aim) break;
      this.release(lane, tracked);
      gone.add(tracked);
    }
    for (const site of this.sites.values())
      for (const lane of site.lanes.values())
        lane.tracked = lane.tracked.filter((tracked) => !gone.has(tracked));
    return this.held <= aim;
  }
}

function laneKey(of: { readonly gate: string; readonly lane: string }): string {
  return JSON.stringify([of.gate, of.lane]);
}

function laneOf(site: Site, read: CameraRead): Lane {
  const key = laneKey(read);
  let lane = site.lanes.get(key);
  if (lane === undefined) {
    lane = {
      site: read.site,
      gate: read.gate,
      lane: read.lane,
      pending: [],
      tracked: [],
      open: [],
      scannedTo: Number.NEGATIVE_INFINITY,
      forgottenTo: Number.NEGATIVE_INFINITY,
    };
    site.lanes.set(key, lane);
  }
  return lane;
}

/** Puts a read in its place; false when it is there already. Most come at the end. */
function insert(reads: CameraRead[], read: CameraRead): boolean {
  let at = reads.length;
  while (at > 0) {
    const before = reads[at - 1];
    if (before === undefined) break;
    const order = compareReads(before, read);
    if (order === 0) return false;
    if (order < 0) break;
    at -= 1;
  }
  reads.splice(at, 0, read);
  return true;
}

function compareGroups(a: Group, b: Group): number {
  const [x] = a.reads;
  const [y] = b.reads;
  return x === undefined || y === undefined ? 0 : compareReads(x, y);
}

/** The groups that hang together with a moment: reached from it, or from each other, by steps no longer than the gap. */
function connected(
  tracked: readonly Tracked[],
  capturedAt: number,
  gapMs: number,
): readonly Tracked[] {
  let from = capturedAt;
  let to = capturedAt;
  let found: readonly Tracked[] = [];
  for (;;) {
    const reached = tracked.filter(
      ({ group }) => lastAt(group) >= from - gapMs && firstAt(group) <= to + gapMs,
    );
    if (reached.length === found.length) return reached;
    found = reached;
    for (const { group } of reached) {
      from = Math.min(from, firstAt(group));
      to = Math.max(to, lastAt(group));
    }
  }
}

/** Every identity goes with the read it was named by; where several meet, the one whose read is earliest stays alive. */
function handOver(identities: readonly Identity[], fresh: readonly Tracked[]): void {
  const byAnchor = new Map(identities.map((identity) => [identity.anchor, identity]));
  for (const tracked of fresh) {
    // Reads are in order, so identities come in the order of their reads.
    tracked.identities = tracked.group.reads.flatMap(({ eventId }) => byAnchor.get(eventId) ?? []);
  }
}

function passageIdOf(lane: Lane, anchor: string): string {
  return hash("sha256", canonicalJson([lane.site, lane.gate, lane.lane, anchor]), "hex").slice(
    0,
    32,
  );
}

/** JSON has no infinity. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function stateOfLane(lane: Lane): LaneState {
  const open = new Set(lane.open);
  return {
    gate: lane.gate,
    lane: lane.lane,
    pending: [...lane.pending],
    tracked: lane.tracked.map((tracked) => ({
      reads: [...tracked.group.reads],
      identities: tracked.identities.map((identity) => ({ ...identity })),
      isOpen: open.has(tracked),
    })),
    scannedTo: finite(lane.scannedTo),
    forgottenTo: finite(lane.forgottenTo),
  };
}

function laneFromState(site: string, state: LaneState): Lane {
  const tracked = state.tracked.map(({ reads, identities, isOpen }) => ({
    isOpen,
    tracked: { group: groupFromReads(reads), identities: identities.map((each) => ({ ...each })) },
  }));
  return {
    site,
    gate: state.gate,
    lane: state.lane,
    pending: [...state.pending],
    tracked: tracked.map((each) => each.tracked),
    open: tracked.filter(({ isOpen }) => isOpen).map((each) => each.tracked),
    scannedTo: state.scannedTo ?? Number.NEGATIVE_INFINITY,
    forgottenTo: state.forgottenTo ?? Number.NEGATIVE_INFINITY,
  };
}

/** A group with exactly these reads, whatever the scan would make of them. */
function groupFromReads(reads: readonly CameraRead[]): Group {
  const group = emptyGroup();
  for (const read of reads) addToGroup(group, read);
  return group;
}
