/**
 * Reads of one lane in the order of capture → groups, one for each vehicle.
 *
 * A scan: what a read joins depends on reads before it and on nothing else, so the groups of a set of reads are the same however those
 * arrived. `sessions.ts` relies on it. Keeps no clock and emits nothing.
 */
import { isPlateAlike } from "./normalise.ts";
import { type CameraRead, compareReads, type PlateRead } from "./read.ts";

export interface GroupingRules {
  /** Reads further apart than this are of two vehicles. */
  readonly gapMs: number;
  /** A vehicle that stands in front of a camera becomes a new passage after so long. */
  readonly longestMs: number;
}

export interface Group {
  /** INVARIANT (reads in order): ascending by `compareReads`; never empty once it has been joined. */
  readonly reads: CameraRead[];
  /** Normal plates read; what cameras gave as second choice is not among them. */
  readonly plates: Set<string>;
  readonly containers: Set<string>;
}

/** Two 20-foot containers are the most that one vehicle carries. */
const CONTAINERS_MAX = 2;

export function firstAt(group: Group): number {
  return group.reads[0]?.capturedAt ?? 0;
}

export function lastAt(group: Group): number {
  return group.reads.at(-1)?.capturedAt ?? 0;
}

/** Could a read captured then still belong to the group? */
export function isWithin(group: Group, capturedAt: number, rules: GroupingRules): boolean {
  return (
    capturedAt - lastAt(group) <= rules.gapMs && capturedAt - firstAt(group) <= rules.longestMs
  );
}

/** Adds `read`, captured not before any of `open`, to the group it belongs to; a group that is given back and was not in `open` is new. */
export function joinGroup(open: readonly Group[], read: CameraRead, rules: GroupingRules): Group {
  const within = open.filter((group) => isWithin(group, read.capturedAt, rules));
  const group = groupFor(within, read) ?? emptyGroup();
  addToGroup(group, read);
  return group;
}

export function emptyGroup(): Group {
  return { reads: [], plates: new Set(), containers: new Set() };
}

/** Adds a read captured not before any of the group. */
export function addToGroup(group: Group, read: CameraRead): void {
  group.reads.push(read);
  if (read.kind === "plate") group.plates.add(read.plate.norm);
  else if (read.kind === "container") group.containers.add(containerKey(read));
}

/** All groups of reads in any order. */
export function groupReads(reads: readonly CameraRead[], rules: GroupingRules): readonly Group[] {
  const groups: Group[] = [];
  let open: Group[] = [];
  for (const read of reads.toSorted(compareReads)) {
    open = open.filter((group) => isWithin(group, read.capturedAt, rules));
    const group = joinGroup(open, read, rules);
    if (open.includes(group)) continue;
    open.push(group);
    groups.push(group);
  }
  return groups;
}

/** A number whose check digit fails is still a sign that there is a container. */
function containerKey(read: CameraRead & { readonly kind: "container" }): string {
  return read.container.number ?? `?${read.container.raw}`;
}

function groupFor(within: readonly Group[], read: CameraRead): Group | undefined {
  switch (read.kind) {
    case "plate":
      return groupForPlate(within, read.plate);
    case "container":
      return groupForContainer(within, containerKey(read));
    case "weight":
      return latest(within, () => true);
  }
}

/** The one last seen of those that fit; groups stand in the order in which they began, which decides a tie. */
function latest(within: readonly Group[], fits: (group: Group) => boolean): Group | undefined {
  let found: Group | undefined;
  for (const group of within) {
    if (fits(group) && (found === undefined || lastAt(group) >= lastAt(found))) found = group;
  }
  return found;
}

function groupForPlate(within: readonly Group[], plate: PlateRead): Group | undefined {
  return (
    latest(within, (group) => group.plates.has(plate.norm)) ??
    latest(within, (group) => plate.candidates.some(({ norm }) => group.plates.has(norm))) ??
    latest(within, (group) => hasAlike(group.plates, plate.norm)) ??
    latest(within, (group) => group.plates.size === 0)
  );
}

function hasAlike(plates: ReadonlySet<string>, norm: string): boolean {
  for (const plate of plates) if (isPlateAlike(plate, norm)) return true;
  return false;
}

/** Portals and weighbridges do not see plates: what they see belongs to the vehicle last seen, unless that carries all it can. */
function groupForContainer(within: readonly Group[], key: string): Group | undefined {
  const isMisread = key.startsWith("?");
  return (
    latest(within, (group) => group.containers.has(key)) ??
    latest(within, (group) => isMisread || numbersOf(group) < CONTAINERS_MAX)
  );
}

function numbersOf(group: Group): number {
  let count = 0;
  for (const key of group.containers) if (!key.startsWith("?")) count += 1;
  return count;
}
