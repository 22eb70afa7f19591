/**
 * Chooses how an entry is found and how most candidates are turned away: its access predicate and three guards.
 *
 * Comes in: the condition of an entry. Goes out: keys one of which must hold whenever the entry is not false, guard words, literals in the order they are
 * verified. Chosen by shares of a sample of traffic; any choice gives the same answers.
 */
import { ALL_CLASSES, type Classes, NO_GUARD } from "./classes.ts";
import type { Condition } from "./condition.ts";
import type { Domains } from "./domains.ts";
import { ALWAYS, type KeySpace } from "./key-space.ts";
import type { IndexPlan } from "./plan.ts";
import { NO_COLLECTION } from "./segment.ts";
import { bucketOf, CLASSES, type Statistics, UNKNOWN_CLASS } from "./statistics.ts";

/** Texts of keys that are no values. */
export const UNKNOWN_TEXT = "\u0000unknown";
export const PRESENT_TEXT = "\u0000present";
export function bucketText(bucket: number): string {
  return `\u0000${bucket}`;
}

/** An entry found by more keys than this would be copied too often. */
const KEYS_MAX = 16;
const BUCKETS_MAX = 8;
/** Share of declarations a literal is thought to hold in when no sample tells. */
const SHARE_UNSEEN = 0.0005;

export interface Chosen {
  /** Keys of the access predicate; only `ALWAYS` when there is none. */
  readonly keys: readonly number[];
  readonly guards: readonly [number, number, number];
  readonly literals: readonly Condition[];
  readonly complex: boolean;
  readonly collection: number;
  /** Expected share of declarations in which it becomes a candidate. */
  readonly share: number;
  /** The literal that gives access, for `luong plan`. */
  readonly access: Condition | null;
}

interface Literal {
  readonly condition: Condition;
  /** −1: about the declaration; else the number of the quantifier it stands in. */
  readonly group: number;
  readonly share: number;
}

/** A conjunction taken apart: literals about the declaration, and those of each `any`. */
interface Parts {
  readonly literals: readonly Condition[];
  readonly groups: readonly { readonly collection: number; readonly of: readonly Condition[] }[];
  /** Everything said, as it stands. */
  readonly whole: readonly Condition[];
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === "and" ? condition.of : [condition];
}

function partsOf(condition: Condition): Parts {
  const whole = conjuncts(condition);
  const literals: Condition[] = [];
  const groups: { collection: number; of: readonly Condition[] }[] = [];
  for (const each of whole) {
    if (each.kind !== "quantifier") literals.push(each);
    else if (each.quantifier === "any" || (each.quantifier === "atLeast" && each.count > 0)) {
      groups.push({ collection: each.collection, of: conjuncts(each.body) });
    }
  }
  return { literals, groups, whole };
}

/** No quantifier, and nothing that is unknown even of a declaration whose facts are all there. */
function isPlain(condition: Condition): boolean {
  switch (condition.kind) {
    case "quantifier":
      return false;
    case "constant":
      return condition.truth !== 1;
    case "and":
    case "or":
      return condition.of.every(isPlain);
    case "not":
      return isPlain(condition.of);
    default:
      return true;
  }
}

export class Chooser {
  readonly #plan: IndexPlan;
  readonly #domains: Domains;
  readonly #keys: KeySpace;
  readonly #classes: Classes;
  readonly #statistics: Statistics;
  /** By key, filled when first asked; −1 before. */
  #shares = new Float32Array(1024).fill(-1);

  constructor(
    plan: IndexPlan,
    domains: Domains,
    keys: KeySpace,
    classes: Classes,
    statistics: Statistics,
  ) {
    this.#plan = plan;
    this.#domains = domains;
    this.#keys = keys;
    this.#classes = classes;
    this.#statistics = statistics;
  }

  choose(condition: Condition): Chosen {
    const parts = partsOf(condition);
    const core = this.#coreOf(parts);
    const literals = this.#weighed(parts);
    const access = this.#access(literals);
    const guards = this.#guards(literals, access, core !== undefined);
    const order = core === undefined ? parts.whole : this.#inOrder(core.literals, access);
    return {
      keys: access?.keys ?? [ALWAYS],
      guards,
      literals: order,
      complex: core === undefined,
      collection: core?.collection ?? NO_COLLECTION,
      share: access?.share ?? 1,
      access: access?.literal.condition ?? null,
    };
  }

  /** One conjunction about the declaration and one element: the form nearly every criterion has. */
  #coreOf({
    literals,
    groups,
    whole,
  }: Parts): { readonly literals: readonly Condition[]; readonly collection: number } | undefined {
    const [group, more] = groups;
    if (!literals.every(isPlain)) return undefined;
    if (whole.length === literals.length) return { literals, collection: NO_COLLECTION };
    const quantifier = whole.find((each) => each.kind === "quantifier");
    const isOne = whole.length === literals.length + 1 && more === undefined;
    if (group === undefined || !isOne || quantifier?.kind !== "quantifier") return undefined;
    const { collection, of } = group;
    const fits =
      quantifier.quantifier === "any" &&
      collection < NO_COLLECTION &&
      // Over an absent list the quantifier is unknown, whatever its body says of the declaration.
      this.#plan.collections[collection]?.optional === false;
    return fits && of.every(isPlain) ? { literals: [...literals, ...of], collection } : undefined;
  }

  #weighed({ literals, groups }: Parts): readonly Literal[] {
    const own = literals.map((condition) => {
      return { condition, group: -1, share: this.share(condition) };
    });
    const inGroups = groups.flatMap(({ collection, of }, group) =>
      of
        .filter((condition) => this.#isNecessary(condition, collection))
        .map((condition) => ({ condition, group, share: this.share(condition) })),
    );
    return [...own, ...inGroups];
  }

  /** Over a list that is absent a quantifier is unknown, even where its body is false of the declaration. */
  #isNecessary(condition: Condition, collection: number): boolean {
    if (this.#plan.collections[collection]?.optional !== true) return true;
    if (condition.kind !== "keys" && condition.kind !== "number") return false;
    return this.#plan.slots[condition.slot]?.collection === collection;
  }

  /* ------------------------------------------------------------------ shares */

  shareOfKey(key: number): number {
    if (key >= this.#shares.length) {
      const longer = new Float32Array(Math.max(key + 1, this.#shares.length * 2)).fill(-1);
      longer.set(this.#shares);
      this.#shares = longer;
    }
    let share = this.#shares[key] ?? -1;
    if (share < 0) {
      share = this.#findShare(key);
      this.#shares[key] = share;
    }
    return share;
  }

  #findShare(key: number): number {
    const domain = this.#domains.all[this.#keys.domain[key] ?? -1];
    if (domain === undefined) return 1;
    const seen = this.#statistics.slots[domain.slot];
    if (domain.kind === "member") return 0.05;
    const text = this.#keys.text(key);
    if (text === PRESENT_TEXT) return 1 - (seen?.unknown ?? 0);
    const shares = domain.kind === "under" ? seen?.under : seen?.shares;
    const share = shares?.get(text);
    if (share !== undefined) return share;
    if (this.#statistics.declarations > 0) return SHARE_UNSEEN;
    const slot = this.#plan.slots[domain.slot];
    // Flow and stage tell hardly any two declarations of a day apart.
    if (slot?.name.startsWith("(") === true) return 1;
    // Without a sample the longer code is the rarer one, and a truth holds in every second declaration.
    if (slot?.form === "truth") return 0.5;
    return domain.kind === "under" ? 0.3 ** text.length + SHARE_UNSEEN : 0.01;
  }

  share(condition: Condition): number {
    switch (condition.kind) {
      case "constant":
        return condition.truth === 0 ? 0 : 1;
      case "keys": {
        const sum = condition.keys.reduce((total, key) => total + this.shareOfKey(key), 0);
        return condition.negated ? Math.max(0.05, 1 - sum) : Math.min(1, sum);
      }
      case "number":
        return this.#shareOfRange(condition);
      case "present":
        return condition.negated ? (this.#statistics.slots[condition.slot]?.unknown ?? 0.5) : 0.9;
      case "and":
        return condition.of.reduce((least, each) => Math.min(least, this.share(each)), 1);
      case "or":
        return Math.min(
          1,
          condition.of.reduce((sum, each) => sum + this.share(each), 0),
        );
      default:
        return 1;
    }
  }

  #shareOfRange({ slot, low, high }: Extract<Condition, { kind: "number" }>): number {
    const bounds = this.#classes.boundsOf(slot);
    if (bounds.length === 0) return 0.5;
    const buckets = bucketOf(bounds, high) - bucketOf(bounds, low) + 1;
    return (
      this.#classes.share(slot, maskOf(bucketOf(bounds, low), bucketOf(bounds, high))) *
      (buckets > 20 ? 1 : 0.9)
    );
  }

  /* ------------------------------------------------------------------ access */

  #access(
    literals: readonly Literal[],
  ):
    | { readonly literal: Literal; readonly keys: readonly number[]; readonly share: number }
    | undefined {
    let best: { literal: Literal; keys: readonly number[]; share: number } | undefined;
    for (const literal of literals) {
      const keys = this.#keysOf(literal.condition, best?.share ?? 1);
      if (keys === undefined) continue;
      const share = literal.share + this.#shareUnknown(literal.condition);
      if (best === undefined || share < best.share) best = { literal, keys, share };
    }
    return best;
  }

  /** Keys one of which holds whenever the condition is not false; undefined when it gives no access, or none better than `share`. */
  #keysOf(condition: Condition, share: number): readonly number[] | undefined {
    switch (condition.kind) {
      case "keys": {
        if (condition.negated || condition.keys.length > KEYS_MAX) return undefined;
        return this.#withUnknown(condition.slot, condition.domain, condition.keys);
      }
      case "number": {
        const bounds = this.#classes.boundsOf(condition.slot);
        if (bounds.length === 0 || condition.low > condition.high) return undefined;
        const low = bucketOf(bounds, condition.low);
        const high = bucketOf(bounds, condition.high);
        if (high - low >= BUCKETS_MAX || this.share(condition) > share) return undefined;
        if (this.#plan.slots[condition.slot]?.form === "approximate") return undefined;
        const keys: number[] = [];
        for (let bucket = low; bucket <= high; bucket++) {
          keys.push(this.#keys.intern(condition.slot, bucketText(bucket)));
        }
        return this.#withUnknown(condition.slot, condition.slot, keys);
      }
      case "present":
        return condition.negated ? undefined : [this.#keys.intern(condition.slot, PRESENT_TEXT)];
      default:
        return undefined;
    }
  }

  /** Where the value is unknown so is the condition: then the entry is a candidate as well. */
  #withUnknown(slot: number, domain: number, keys: readonly number[]): readonly number[] {
    return this.mayBeUnknown(slot, domain)
      ? [...keys, this.#keys.intern(domain, UNKNOWN_TEXT)]
      : keys;
  }

  mayBeUnknown(slot: number, domain: number): boolean {
    const declared = this.#plan.slots[slot];
    if (declared === undefined) return true;
    const kind = this.#domains.all[domain]?.kind;
    const isForeign = kind === "member" || (kind === "under" && declared.tree !== null);
    return (
      declared.maybe || isForeign || this.#plan.collections[declared.collection]?.optional === true
    );
  }

  canBeUnknown(condition: Condition): boolean {
    switch (condition.kind) {
      case "constant":
        return condition.truth === 1;
      case "keys":
        return this.mayBeUnknown(condition.slot, condition.domain);
      case "number":
        return (
          this.mayBeUnknown(condition.slot, condition.slot) ||
          this.#plan.slots[condition.slot]?.form === "approximate"
        );
      case "present":
        return false;
      case "and":
      case "or":
        return condition.of.some((each) => this.canBeUnknown(each));
      case "not":
        return this.canBeUnknown(condition.of);
      case "quantifier": {
        const isOptional = this.#plan.collections[condition.collection]?.optional === true;
        return isOptional || this.canBeUnknown(condition.body);
      }
    }
  }

  #shareUnknown(condition: Condition): number {
    if (condition.kind !== "keys" && condition.kind !== "number") return 0;
    return this.#statistics.slots[condition.slot]?.unknown ?? 0;
  }

  /* ------------------------------------------------------------------ guards */

  /** Of the same element as the access, or about the declaration: the classes of another element say nothing. */
  #guards(
    literals: readonly Literal[],
    access: { readonly literal: Literal; readonly keys: readonly number[] } | undefined,
    isCore: boolean,
  ): readonly [number, number, number] {
    const found: { readonly word: number; readonly share: number }[] = [];
    let ofAccess: { readonly word: number; readonly share: number } | undefined;
    for (const literal of literals) {
      if (!isCore && literal.group >= 0 && literal.group !== access?.literal.group) continue;
      const isOfElement = literal.group >= 0 && literal.group === access?.literal.group;
      const guard = this.#guardOf(literal.condition, isOfElement);
      if (guard === undefined || guard.share >= 0.9) continue;
      // What gives access holds already, but for the ends of a range: it is looked at again only where nothing else is.
      if (literal !== access?.literal) found.push(guard);
      else if (literal.condition.kind === "number") ofAccess = guard;
    }
    if (found.length === 0 && ofAccess !== undefined) found.push(ofAccess);
    found.sort((a, b) => a.share - b.share);
    const [a, b, c] = found;
    return [a?.word ?? NO_GUARD, b?.word ?? NO_GUARD, c?.word ?? NO_GUARD];
  }

  #guardOf(
    condition: Condition,
    isOfElement: boolean,
  ): { readonly word: number; readonly share: number } | undefined {
    const mask = this.#maskOf(condition);
    if (mask === undefined || (condition.kind !== "keys" && condition.kind !== "number"))
      return undefined;
    const field = this.#classes.field[condition.slot] ?? -1;
    if (field < 0) return undefined;
    const share = this.#classes.share(condition.slot, mask, isOfElement);
    return { word: (field << CLASSES) | mask | (1 << UNKNOWN_CLASS), share };
  }

  #maskOf(condition: Condition): number | undefined {
    if (condition.kind === "number") {
      const bounds = this.#classes.boundsOf(condition.slot);
      if (bounds.length === 0 || condition.low > condition.high) return undefined;
      if (this.#plan.slots[condition.slot]?.form === "approximate") return undefined;
      return maskOf(bucketOf(bounds, condition.low), bucketOf(bounds, condition.high));
    }
    if (condition.kind !== "keys" || condition.negated) return undefined;
    const kind = this.#domains.all[condition.domain]?.kind;
    if (kind === "member") return undefined;
    let mask = 0;
    for (const key of condition.keys) {
      const text = this.#keys.text(key);
      if (kind === "under" && !this.#classes.tellsBelow(condition.slot, text)) return undefined;
      mask |= 1 << this.#classes.ofText(condition.slot, text);
    }
    return mask === ALL_CLASSES ? undefined : mask;
  }

  /** Rarest first; what gave access is known to hold, unless its value may be unknown. */
  #inOrder(
    literals: readonly Condition[],
    access: { readonly literal: Literal } | undefined,
  ): readonly Condition[] {
    const known = access?.literal.condition;
    const isSure = known?.kind === "keys" && !this.mayBeUnknown(known.slot, known.domain);
    const rest = isSure ? literals.filter((each) => each !== known) : literals;
    return rest
      .map((condition) => ({ condition, share: this.share(condition) }))
      .sort((a, b) => a.share - b.share)
      .map(({ condition }) => condition);
  }
}

function maskOf(low: number, high: number): number {
  let mask = 0;
  for (let bucket = low; bucket <= Math.min(high, UNKNOWN_CLASS - 1); bucket++) mask |= 1 << bucket;
  return mask;
}
