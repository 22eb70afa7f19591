/**
 * Which expressions the emitted code leaves to the reference, by their path in the IR as lowered.
 *
 * Comes in: expressions without fast form. Goes out: their numbers, and the list of paths for `PredicateModule.slow`. An expression the optimiser
 * rebuilt is named by the one it stands for.
 */
import type { BundleIr, Expr } from "@luong/spec";
import type { Origins } from "../2-optimise/rewrite.ts";

/** Where an object stands: in which other, under which key. */
interface Place {
  readonly parent: object | null;
  readonly key: string;
}

/** Members below which no expression stands. */
const leaves: ReadonlySet<string> = new Set([
  "type",
  "path",
  "base",
  "source",
  "label",
  "basis",
  "because",
  "flows",
  "stages",
  "valid",
]);

class Paths {
  readonly #places = new Map<object, Place>();
  readonly #start: string;

  constructor(root: object, start: string) {
    this.#start = start;
    this.#note(root, null, "");
  }

  /** Undefined when it does not stand below the root. */
  of(part: object): string | undefined {
    if (!this.#places.has(part)) return undefined;
    const keys: string[] = [];
    for (let at: object | null = part; at !== null; ) {
      const place = this.#places.get(at);
      if (place !== undefined && place.parent !== null) keys.push(place.key);
      at = place?.parent ?? null;
    }
    const path = keys.reverse().join("/");
    return this.#start === "" ? path : path === "" ? this.#start : `${this.#start}/${path}`;
  }

  /** Every object below, at the first place of one that stands in several. */
  #note(part: object, parent: object | null, key: string): void {
    if (this.#places.has(part)) return;
    this.#places.set(part, { parent, key });
    for (const name of Object.keys(part)) {
      const child: unknown = Reflect.get(part, name);
      if (typeof child === "object" && child !== null && !leaves.has(name))
        this.#note(child, part, name);
    }
  }
}

function valueAt(root: unknown, path: string): unknown {
  return path
    .split("/")
    .reduce<unknown>(
      (part, key) => (Object(part) === part ? Reflect.get(Object(part), key) : undefined),
      root,
    );
}

/** An expression that is always answered by the reference. */
export interface LeftExpression {
  /** Into the IR as lowered. */
  readonly path: string;
  readonly why: string;
}

export class SlowPaths {
  readonly #ir: BundleIr;
  readonly #origins: Origins;
  readonly #byOwner = new Map<string, Paths>();
  readonly #numbers = new Map<string, number>();
  readonly #left = new Map<string, string>();
  #owner: string | null = null;

  /** `ir` is the IR as lowered. */
  constructor(ir: BundleIr, origins: Origins) {
    this.#ir = ir;
    this.#origins = origins;
  }

  get paths(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  within<T>(owner: string | null, write: () => T): T {
    const before = this.#owner;
    this.#owner = owner;
    try {
      return write();
    } finally {
      this.#owner = before;
    }
  }

  /** Those without any fast form, and why; the others are asked about only when two numbers are too close. */
  get left(): readonly LeftExpression[] {
    return [...this.#left].map(([path, why]) => ({ path, why }));
  }

  leaveAt(path: string, why: string): void {
    this.#left.set(path, why);
  }

  leave(expr: Expr, why: string): void {
    this.#left.set(this.#pathOf(expr), why);
  }

  #pathOf(expr: Expr): string {
    const lowered = this.#origins.of(expr);
    const own = this.#owner === null ? undefined : this.#pathsOf(this.#owner).of(lowered);
    const path = own ?? this.#pathsOf("").of(lowered);
    if (path === undefined) throw new RangeError(`a ${expr.kind} has no place in the IR`);
    return path;
  }

  indexOf(expr: Expr): number {
    const path = this.#pathOf(expr);
    const known = this.#numbers.get(path);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(path, number);
    return number;
  }

  #pathsOf(owner: string): Paths {
    let paths = this.#byOwner.get(owner);
    if (paths === undefined) {
      const part =
        owner === ""
          ? {
              shared: this.#ir.shared,
              criteria: this.#ir.criteria,
              scorecards: this.#ir.scorecards,
              policies: this.#ir.policies,
            }
          : valueAt(this.#ir, owner);
      if (typeof part !== "object" || part === null) throw new RangeError(`nothing at ${owner}`);
      paths = new Paths(part, owner);
      this.#byOwner.set(owner, paths);
    }
    return paths;
  }
}
