/**
 * Declarations of the workload: seeded, pure in their number.
 *
 * Goes out: plain objects as the schema in `set/` wants them, about 2 KB as JSON, 1 to 20 items, 6.2 on average. Those with numbers below zero are the
 * held-out ones that W2 is tuned on; a measurement uses the others.
 */
import {
  type Category,
  type HeaderCategory,
  type HeaderMeasure,
  headerFields,
  type ItemCategory,
  type ItemMeasure,
  itemFields,
  type Measure,
  watchTags,
} from "./fields.ts";
import { Random, Zipf } from "./random.ts";

export type Item = Readonly<Record<ItemCategory, string> & Record<ItemMeasure, number>>;

export type Declaration = Readonly<
  Record<HeaderCategory, string> & Record<HeaderMeasure, number>
> & {
  readonly number: string;
  readonly registered_at: string;
  readonly watch_tags: readonly string[];
  readonly items: readonly Item[];
};

const STREAM = 1;

export function declaration(number: number, seed: number): Declaration {
  const random = new Random(STREAM, seed, number);
  const header = drawAll(headerFields, random);
  const count = 1 + Math.min(19, Math.floor(-6 * Math.log(1 - random.next())));
  return {
    number: `D${number}`,
    registered_at: "2026-02-01T09:00",
    ...header,
    watch_tags: [...new Set([...tagsOf(header.importer), ...tagsOf(header.exporter)])],
    items: Array.from({ length: count }, () => drawAll(itemFields, random)),
  };
}

type Drawn<Fields> = { [Name in keyof Fields]: Fields[Name] extends Category ? string : number };

function drawAll<Fields extends Record<string, Category | Measure>>(
  fields: Fields,
  random: Random,
): Drawn<Fields> {
  const drawn: Record<string, string | number> = {};
  for (const [name, field] of Object.entries(fields)) {
    drawn[name] =
      field.kind === "category"
        ? (field.values[Zipf.of(field.values.length, field.declared).draw(random)] ?? "")
        : amount(field, random);
  }
  return drawn as Drawn<Fields>;
}

function amount({ of, decimals }: Measure, random: Random): number {
  if ("below" in of) return random.below(of.below);
  return rounded(Math.exp(of.mean + of.deviation * random.normal()), decimals);
}

export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** The watch list a trader is on, by a hash (FNV-1a) of its number: one in fifty is on one of forty. */
function tagsOf(trader: string): readonly string[] {
  let hash = 2166136261;
  for (let index = 0; index < trader.length; index += 1)
    hash = Math.imul(hash ^ trader.charCodeAt(index), 16777619);
  hash >>>= 0;
  return hash % 50 === 0 ? [watchTags[(hash >>> 8) % watchTags.length] ?? ""] : [];
}

/**
 * The first `count` declarations, as JSON.parse gives them, in an order in which every beginning has about the mean number of items: an engine
 * that gets through three of them is then measured on three ordinary ones.
 */
export function sampleDeclarations(count: number, seed: number): readonly Declaration[] {
  const pools = new Map<number, Declaration[]>();
  let items = 0;
  for (let number = count - 1; number >= 0; number -= 1) {
    const made: Declaration = JSON.parse(JSON.stringify(declaration(number, seed)));
    items += made.items.length;
    const pool = pools.get(made.items.length);
    if (pool === undefined) pools.set(made.items.length, [made]);
    else pool.push(made);
  }
  return balanced(pools, items / count, count);
}

function balanced(
  pools: ReadonlyMap<number, Declaration[]>,
  mean: number,
  count: number,
): Declaration[] {
  const ordered: Declaration[] = [];
  let sum = 0;
  // Sizes far from the mean come in turns, the nearest total first.
  while (ordered.length < count) {
    const wanted = mean * (ordered.length + 1) - sum;
    let best = -1;
    for (const [size, pool] of pools) {
      if (pool.length === 0) continue;
      if (best < 0 || weight(size, wanted, pool) < weight(best, wanted, pools.get(best) ?? []))
        best = size;
    }
    const next = pools.get(best)?.pop();
    if (next === undefined) break;
    sum += best;
    ordered.push(next);
  }
  return ordered;
}

/** Distance to what is wanted; of two as near, the size of which more are left. */
function weight(size: number, wanted: number, pool: readonly Declaration[]): number {
  return Math.abs(size - wanted) - pool.length / 1e6;
}
