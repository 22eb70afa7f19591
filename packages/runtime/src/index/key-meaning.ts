/**
 * What a key of the index says of a declaration, and in which share of declarations it is thought to hold.
 *
 * Comes in: an index and the number of a key. Goes out: the value of the declaration it speaks of, how it is asked, and with what. No words: those are
 * chosen by who prints.
 */
import { Chooser, PRESENT_TEXT, UNKNOWN_TEXT } from "./choose.ts";
import { ALWAYS } from "./key-space.ts";
import { type IndexSlot, NOW_SLOT } from "./plan.ts";
import type { PredicateIndex } from "./predicate-index.ts";

/**
 * always: every declaration. question: flow, stage, day or now, which are about the question. value: the slot is `text`. under: the code is `text` or below it. member: it stands in the
 * list `text`. range: a number in part `text` of what the sample has. present: it is there. unknown: it is not, so nobody can say.
 */
export type KeyKind =
  | "always"
  | "question"
  | "value"
  | "under"
  | "member"
  | "range"
  | "present"
  | "unknown";

export interface KeyMeaning {
  readonly kind: KeyKind;
  /** Number of the slot and of the domain (`domains.ts`); −1 for `ALWAYS`. */
  readonly slot: number;
  readonly domain: number;
  /** As criteria write it: `item.hs`; empty for `ALWAYS`. */
  readonly fact: string;
  readonly text: string;
  /** Of a range: from this number on (−Infinity: open), and below that one. */
  readonly from?: number;
  readonly until?: number;
}

/** Flow, stage, day and now: they are about the question, so they tell hardly any two declarations of a day apart. */
function isOfQuestion({ name }: IndexSlot): boolean {
  return name.startsWith("(") || name === NOW_SLOT;
}

export function keyMeaning({ parts, version }: PredicateIndex, key: number): KeyMeaning {
  const number = version.keys.domain[key] ?? -1;
  const domain = parts.domains.all[number];
  const slot = parts.plan.slots[domain?.slot ?? -1];
  if (key === ALWAYS || domain === undefined || slot === undefined) {
    return { kind: "always", slot: -1, domain: -1, fact: "", text: "" };
  }
  const text = version.keys.text(key);
  const of = { slot: domain.slot, domain: number, fact: slot.name };
  if (isOfQuestion(slot)) {
    return { kind: "question", ...of, text: slot.form === "text" ? text : "" };
  }
  if (text === UNKNOWN_TEXT) return { kind: "unknown", ...of, text: "" };
  if (text === PRESENT_TEXT) return { kind: "present", ...of, text: "" };
  if (domain.kind === "member") return { kind: "member", ...of, text: domain.list ?? "" };
  if (domain.kind === "under") return { kind: "under", ...of, text };
  if (!text.startsWith("\u0000")) return { kind: "value", ...of, text };
  const part = Number(text.slice(1));
  const bounds = parts.classes.boundsOf(domain.slot);
  const [from, until] = [
    bounds[part - 1] ?? Number.NEGATIVE_INFINITY,
    bounds[part] ?? Number.POSITIVE_INFINITY,
  ];
  return { kind: "range", ...of, text: String(part), from, until };
}

/** Share of declarations an optional fact is thought to be there in; as `choose.ts` weighs it. */
const PRESENT_UNSEEN = 0.9;

export type ShareOfKey = (key: number) => number;

/** Shares as the index itself chose by: of its sample, else what is assumed without one (`choose.ts`). */
export function assumedShares(index: PredicateIndex): ShareOfKey {
  const { plan, domains, classes, statistics } = index.parts;
  const chooser = new Chooser(plan, domains, index.version.keys, classes, statistics);
  return (key) => {
    const { kind, slot, text } = keyMeaning(index, key);
    if (kind === "always") return 1;
    // Which flow and stage are asked, only a sample tells; time goes on for all of them.
    if (kind === "question" && (statistics.declarations === 0 || text === "")) return 1;
    if (kind === "present" && statistics.declarations === 0) return PRESENT_UNSEEN;
    if (kind === "unknown") return statistics.slots[slot]?.unknown ?? 0;
    return kind === "range"
      ? classes.share(slot, 1 << Number(text))
      : Math.min(1, chooser.shareOfKey(key));
  };
}
