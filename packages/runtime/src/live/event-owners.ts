/**
 * Which open declarations an event belongs to: those for which the condition of its stage is true.
 *
 * The condition compares texts of the declaration with texts of the event (a plate, a container). Texts of open declarations are indexed, so an event is
 * compared with few of them; a condition of another kind is asked of all.
 */
import {
  type BundleIr,
  type Expr,
  frameOf,
  type Interpreter,
  likenessBucket,
  likenessBuckets,
  nfc,
  type StageEventIr,
  visitExpr,
} from "@luong/spec";
import { TRUE } from "../abi.ts";
import type { OpenDeclaration } from "./open-declaration.ts";

/** What a condition compares. */
interface Compared {
  /** Last names of facts of the declaration, and of the event. */
  readonly own: ReadonlySet<string>;
  readonly event: ReadonlySet<string>;
  /** Names of the types that are only alike. */
  readonly alike: ReadonlySet<string>;
}

/** Undefined: the condition is more than comparisons of texts, so anything may make it true. */
function comparedBy(condition: Expr): Compared | undefined {
  const [own, event, alike] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let isPlain = true;
  visitExpr(condition, (expr) => {
    switch (expr.kind) {
      case "fact": {
        const last = expr.path.at(-1) ?? "";
        if (expr.type.kind === "list") return;
        (expr.base.kind === "event" ? event : own).add(last);
        return;
      }
      case "call": {
        const [left] = expr.args;
        if (expr.op === "looksLike" && left?.type.kind === "id") alike.add(left.type.name);
        else if (expr.op !== "eq") isPlain = false;
        if (expr.args.some(({ kind }) => kind !== "fact")) isPlain = false;
        return;
      }
      case "logic":
        return;
      case "quantifier":
        if (expr.quantifier !== "any") isPlain = false;
        return;
      default:
        isPlain = false;
    }
  });
  return isPlain ? { own, event, alike } : undefined;
}

/** Texts anywhere under a value whose name is one of these. */
function textsOf(json: unknown, names: ReadonlySet<string>, found: string[], name = ""): string[] {
  if (typeof json === "string") {
    if (names.has(name)) found.push(nfc(json));
  } else if (Array.isArray(json)) for (const each of json) textsOf(each, names, found, name);
  else if (typeof json === "object" && json !== null)
    for (const [key, value] of Object.entries(json)) textsOf(value, names, found, key);
  return found;
}

/** Of one stage. */
export class EventOwners {
  readonly stage: StageEventIr;
  readonly #compared: Compared | undefined;
  readonly #byText = new Map<string, Set<OpenDeclaration>>();
  readonly #textsOf = new Map<OpenDeclaration, readonly string[]>();

  constructor(stage: StageEventIr) {
    this.stage = stage;
    this.#compared = comparedBy(stage.where);
  }

  add(open: OpenDeclaration): void {
    const { own, alike } = this.#compared ?? { own: new Set<string>(), alike: [] };
    const texts = textsOf(open.declaration, own, []);
    const places = texts.flatMap((text) => [
      `=${text}`,
      ...[...alike].map((type) => `${type}~${likenessBucket(type, text)}`),
    ]);
    this.#textsOf.set(open, places);
    for (const place of places) {
      const beside = this.#byText.get(place);
      if (beside === undefined) this.#byText.set(place, new Set([open]));
      else beside.add(open);
    }
  }

  remove(open: OpenDeclaration): void {
    for (const place of this.#textsOf.get(open) ?? []) {
      const beside = this.#byText.get(place);
      beside?.delete(open);
      if (beside?.size === 0) this.#byText.delete(place);
    }
    this.#textsOf.delete(open);
  }

  #candidates(event: unknown): Iterable<OpenDeclaration> {
    if (this.#compared === undefined) return this.#textsOf.keys();
    const { event: names, alike } = this.#compared;
    const found = new Set<OpenDeclaration>();
    for (const text of textsOf(event, names, [])) {
      const likeness = [...alike].flatMap((type) =>
        likenessBuckets(type, text).map((bucket) => `${type}~${bucket}`),
      );
      for (const place of [`=${text}`, ...likeness])
        for (const open of this.#byText.get(place) ?? []) found.add(open);
    }
    return found;
  }

  /** Declarations the event belongs to at `now`, in the order of their numbers. */
  of(event: unknown, now: number, interpreter: Interpreter): readonly OpenDeclaration[] {
    const { stage, where } = this.stage;
    return [...this.#candidates(event)]
      .filter(({ declaration, flow }) => {
        const frame = frameOf({ declaration, flow, stage, now, event });
        return interpreter.truth(where, frame).truth === TRUE;
      })
      .sort((a, b) => (a.number < b.number ? -1 : 1));
  }
}

export function eventOwnersOf(ir: BundleIr): readonly EventOwners[] {
  return (ir.stageEvents ?? []).map((stage) => new EventOwners(stage));
}
