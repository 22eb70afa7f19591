// Where everything that happens is told: the agenda, the files, the numbers, the list of planted cases. Comes in: rows with the moment they
// become known. Goes out: lines in the order of that moment. It knows nothing of trade.
import { containerNo, MS_PER_DAY } from "../parts.ts";
import { createRandom, type Random as Draws } from "../random.ts";
import { Agenda } from "./agenda.ts";
import type {
  Envelope,
  FileName,
  FlowName,
  HistoryDeclaration,
  SourceName,
  StageName,
  Truth,
} from "./rows.ts";
import { instant, START } from "./time.ts";

export interface HistoryOptions {
  /** Length of the run, 2 to 180 days. */
  readonly days: number;
  /** Declarations of the run. */
  readonly declarations: number;
  /** Traders of the background. */
  readonly traders: number;
  readonly seed: number;
  /** Declarations before the run beside the four that every trader has. */
  readonly before: number;
}

/** Takes a line for a file; `before` when it is known before the run starts. */
export type Sink = (file: FileName, before: boolean, line: string) => void;

/** Draws, and numbers of containers that nobody else has in this world. */
export interface Random extends Draws {
  readonly containerNo: () => string;
}

/** Of the list in `../bindings/bic-owners.csv`. */
const OWNERS =
  "MSK MSC MED CMA HLC HLX OOL EGH EMC TCL TGH TRI CSN CSQ YML ONE HDM WHL SUD APZ BMO CAI FCI GES TEM TLL TTN UET CXD DFS".split(
    " ",
  );
const SERIALS = 1_000_000;
/** Has no factor in common with the numbers there are (thirty million), so each comes once. */
const STRIDE = 12_345_701;

/** A moment between two bounds, whole seconds. */
export function between(random: Random, low: number, high: number): number {
  return low + random.below(Math.floor((high - low) / 1000) + 1) * 1000;
}

export interface Declared {
  readonly at: number;
  readonly flow: FlowName;
  readonly make: (no: string) => HistoryDeclaration;
  /** What follows from it. */
  readonly after?: (declaration: HistoryDeclaration) => void;
  /** Of history: known later than registered. */
  readonly known?: number;
}

export class World {
  readonly options: HistoryOptions;
  readonly agenda = new Agenda();
  readonly truth: Truth[] = [];
  /** First moment after the run. */
  readonly end: number;
  private readonly sink: Sink;
  private readonly plannedOnDay = new Map<number, number>();
  private readonly numbers = new Map<string, number>();
  private containers = 0;

  constructor(options: HistoryOptions, sink: Sink) {
    this.options = options;
    this.sink = sink;
    this.end = START + options.days * MS_PER_DAY;
  }

  /** A source of random numbers of its own: what one part draws does not shift what another draws. */
  randomFor(part: number): Random {
    const draws = createRandom(
      Math.imul(this.options.seed, 2_654_435_761) ^ Math.imul(part, 40_503),
    );
    return { ...draws, containerNo: () => this.containerNo() };
  }

  private containerNo(): string {
    this.containers += 1;
    const place = (this.containers * STRIDE) % (OWNERS.length * SERIALS);
    return containerNo(OWNERS[Math.floor(place / SERIALS)] ?? "MSK", place % SERIALS);
  }

  /** `PS00000017`: the next number of a kind. */
  nextNo(kind: string): string {
    const next = (this.numbers.get(kind) ?? 0) + 1;
    this.numbers.set(kind, next);
    return `${kind}${String(next).padStart(8, "0")}`;
  }

  /** Written when it becomes known; the row is taken as it is now. */
  tell<S extends SourceName>(
    file: FileName,
    known: number,
    envelope: Omit<Envelope<S>, "known">,
  ): void {
    if (known >= this.end) return;
    const { source, row, ...rest } = envelope;
    const line = JSON.stringify({ source, known: instant(known), ...rest, row });
    this.agenda.plan(known, () => this.sink(file, known < START, line));
  }

  /** A declaration is registered: numbered then, told then, and asked when the run has begun. */
  declare({ at, flow, make, after, known = at }: Declared): void {
    if (at >= this.end) return;
    this.plannedOnDay.set(dayOf(at), this.plannedOn(dayOf(at)) + 1);
    this.agenda.plan(at, () => {
      const declaration = make(this.declarationNo());
      const asked: { stage?: StageName } = at < START ? {} : { stage: "clearance" };
      this.tell("declarations", known, {
        source: "declarations",
        flow,
        ...asked,
        row: declaration,
      });
      after?.(declaration);
    });
  }

  /** Declarations planned so far for a day of the run (0 is the first). */
  plannedOn(day: number): number {
    return this.plannedOnDay.get(day) ?? 0;
  }

  plant(row: number, id: string, planted: string): void {
    this.truth.push({ id, row, planted });
  }

  private declarationNo(): string {
    return String(104_300_000_000 + Number(this.nextNo("").slice(-8)));
  }
}

export function dayOf(at: number): number {
  return Math.floor((at - START) / MS_PER_DAY);
}
