/**
 * The two workloads: W1 as generated, W2 tuned as an office tunes its criteria, by replacing each that fires on past declarations.
 *
 * Comes in: a name, a seed. Goes out: criterion by position, declarations, the ground truth. W2 is a pure function of the position too, given the
 * held-out declarations; which positions are replaced takes a minute to find for a million and is kept in the folder for temporary files.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Criterion, criterion } from "./criteria.ts";
import { type Declaration, declaration } from "./declarations.ts";
import { Postings } from "./postings.ts";

export type WorkloadName = "W1" | "W2";

export const HELD_OUT = 3000;

/** Part of the name of what is kept: raise it when the generator changes. */
const GENERATOR = 1;

export interface Workload {
  readonly name: WorkloadName;
  readonly seed: number;
  /** Criteria it has. */
  readonly size: number;
  readonly criterion: (id: number) => Criterion;
  /** All, in order, made as they are asked for. */
  readonly criteria: () => Iterable<Criterion>;
}

export function workload(name: WorkloadName, size: number, seed: number): Workload {
  const attempts = name === "W1" ? undefined : attemptsOf(size, seed);
  const at = (id: number): Criterion => criterion(id, seed, attempts?.[id] ?? 0);
  return {
    name,
    seed,
    size,
    criterion: at,
    *criteria() {
      for (let id = 0; id < size; id += 1) yield at(id);
    },
  };
}

export function heldOut(seed: number): readonly Declaration[] {
  return Array.from({ length: HELD_OUT }, (_, index) => declaration(-1 - index, seed));
}

/** The first attempt for each position that fires on none of the held-out declarations. */
export function tunedAttempts(size: number, seed: number, postings: Postings): Uint8Array {
  const attempts = new Uint8Array(size);
  for (let id = 0; id < size; id += 1) {
    let attempt = 0;
    while (postings.fires(criterion(id, seed, attempt))) attempt += 1;
    if (attempt > 255) throw new Error(`no criterion for position ${id} in 256 attempts`);
    attempts[id] = attempt;
  }
  return attempts;
}

function attemptsOf(size: number, seed: number): Uint8Array {
  const folder = join(tmpdir(), "luong-million");
  const file = join(folder, `tuned-${GENERATOR}-${HELD_OUT}-${seed}-${size}.bin`);
  if (existsSync(file)) return readFileSync(file);
  const attempts = tunedAttempts(size, seed, new Postings(heldOut(seed)));
  mkdirSync(folder, { recursive: true });
  // Two processes may find it at the same time: a file appears whole or not at all.
  writeFileSync(`${file}.${process.pid}`, attempts);
  renameSync(`${file}.${process.pid}`, file);
  return attempts;
}

/** Ids of the criteria that fire, ascending, by declaration. */
export function groundTruth(
  of: Workload,
  declarations: readonly Declaration[],
): readonly (readonly number[])[] {
  const postings = new Postings(declarations);
  const hits: number[][] = declarations.map(() => []);
  for (const each of of.criteria())
    for (const place of postings.firing(each)) hits[place]?.push(each.id);
  return hits;
}
