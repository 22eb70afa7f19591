/**
 * A store of history in memory: for tests, replays, and systems whose history is told to them anew at each start.
 *
 * It keeps text, not objects: what was handed over may be changed afterwards, and reading gives what a database would. Nothing outlives the process.
 */
import {
  checkCheckpoints,
  type PreparedDecision,
  type PreparedEntry,
  prepareBatch,
} from "./prepare-batch.ts";
import type {
  Appended,
  Batch,
  Checkpoint,
  DecisionEntry,
  HistoryStore,
  LogEntry,
} from "./store.ts";
import { storeError } from "./store-faults.ts";

type Kept = PreparedEntry & { readonly number: number };

class MemoryStore implements HistoryStore {
  /** INVARIANT (order of the log): numbers ascend; pruning leaves gaps. */
  #log: Kept[] = [];
  #last = 0;
  #isClosed = false;
  readonly #ids = new Set<string>();
  readonly #decisions = new Map<string, PreparedDecision>();
  readonly #byDeclaration = new Map<string, PreparedDecision[]>();
  readonly #checkpoints = new Map<string, Checkpoint>();

  readonly append = async (batch: Batch): Promise<Appended> => {
    this.#check();
    const { entries, decisions } = prepareBatch(batch);
    const numbers = entries.map((entry) => this.#put(entry));
    for (const decision of decisions) this.#decide(decision);
    return { last: this.#last, numbers };
  };

  #put(entry: PreparedEntry): number | null {
    if (this.#ids.has(entry.id)) return null;
    this.#ids.add(entry.id);
    this.#last += 1;
    this.#log.push({ ...entry, number: this.#last });
    return this.#last;
  }

  #decide(decision: PreparedDecision): void {
    if (this.#decisions.has(decision.id)) return;
    this.#decisions.set(decision.id, decision);
    const others = this.#byDeclaration.get(decision.declaration);
    if (others === undefined) this.#byDeclaration.set(decision.declaration, [decision]);
    else others.push(decision);
  }

  async *read(
    after: number,
    sources?: readonly string[],
  ): AsyncGenerator<LogEntry & { readonly number: number }> {
    this.#check();
    const wanted = sources === undefined ? undefined : new Set(sources);
    const through = this.#last;
    let number = after;
    while (true) {
      // Looked up each time: the log may be pruned between two entries.
      const kept = this.#log[this.#placeAfter(number)];
      if (kept === undefined || kept.number > through) return;
      number = kept.number;
      if (wanted === undefined || wanted.has(kept.source)) yield entryOf(kept);
    }
  }

  /** Place of the first entry above `number`. */
  #placeAfter(number: number): number {
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#log[middle]?.number ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  readonly last = async (): Promise<number> => {
    this.#check();
    return this.#last;
  };

  readonly decision = async (id: string): Promise<unknown> => {
    this.#check();
    const found = this.#decisions.get(id);
    return found === undefined ? undefined : JSON.parse(found.text);
  };

  readonly decisionsOf = async (declaration: string): Promise<readonly DecisionEntry[]> => {
    this.#check();
    const found = this.#byDeclaration.get(declaration) ?? [];
    return found.map(({ text, ...rest }) => ({ ...rest, decision: JSON.parse(text) }));
  };

  readonly saveCheckpoints = async (checkpoints: readonly Checkpoint[]): Promise<void> => {
    this.#check();
    checkCheckpoints(checkpoints);
    for (const each of checkpoints) this.#checkpoints.set(each.group, copied(each));
  };

  readonly checkpoint = async (group: string): Promise<Checkpoint | undefined> => {
    this.#check();
    const found = this.#checkpoints.get(group);
    return found === undefined ? undefined : copied(found);
  };

  readonly groups = async (): Promise<readonly string[]> => {
    this.#check();
    return [...this.#checkpoints.keys()].sort();
  };

  readonly dropCheckpoints = async (groups: readonly string[]): Promise<void> => {
    this.#check();
    for (const group of groups) this.#checkpoints.delete(group);
  };

  readonly prune = async (source: string, knownBefore: number): Promise<number> => {
    this.#check();
    const isGone = (each: Kept): boolean => each.source === source && each.known < knownBefore;
    const before = this.#log.length;
    for (const each of this.#log) if (isGone(each)) this.#ids.delete(each.id);
    this.#log = this.#log.filter((each) => !isGone(each));
    return before - this.#log.length;
  };

  readonly close = async (): Promise<void> => {
    this.#isClosed = true;
  };

  #check(): void {
    if (this.#isClosed) throw storeError("LU6810", { place: "memory" });
  }
}

function copied({ group, through, bytes }: Checkpoint): Checkpoint {
  return { group, through, bytes: Uint8Array.from(bytes) };
}

function entryOf({ number, id, source, known, identity, text }: Kept): LogEntry & {
  readonly number: number;
} {
  const json: unknown = text === null ? null : JSON.parse(text);
  return { number, id, source, known, json, ...(identity === null ? {} : { identity }) };
}

/** A store that forgets everything when the process ends. */
export function memoryStore(): HistoryStore {
  return new MemoryStore();
}
