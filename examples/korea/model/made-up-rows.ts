// Eight thousand rows that are nobody's: every value drawn on its own from a seed, so that they need not be kept, only what LightGBM said of them.
// Comes in: the committed model, whose file lists the categories. Goes out: rows in the order of its inputs; with a folder on the command line, `rows.json` in it, for predict.py.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelFile } from "./fraud-model.ts";

type Cell = string | number | null;

interface Input {
  readonly name: string;
  readonly kind: "number" | "category";
  readonly categories?: readonly string[];
}

const MODULUS = 2147483647;
/** One value in so many is missing, as many are codes the model has never seen. */
const RARE = 1 / 12;
/** What numbers are drawn around: duty in percent, mass in kilograms, value in won, value of a kilogram. */
const SCALES: Readonly<Record<string, number>> = {
  duty_rate: 8,
  net_mass: 400,
  item_price: 400_000,
  price_per_kg: 900,
};

/** Numbers in [0, 1), the same for the same seed on every machine. */
function drawFrom(seed: number): () => number {
  let state = (seed % (MODULUS - 1)) + 1;
  return () => {
    state = (state * 48271) % MODULUS;
    return (state - 1) / (MODULUS - 1);
  };
}

function cellOf({ name, categories = [] }: Input, draw: () => number): Cell {
  const luck = draw();
  const value = draw();
  if (luck < RARE) return null;
  if (categories.length > 0)
    return luck < 2 * RARE ? "unseen" : (categories[Math.floor(value * categories.length)] ?? null);
  // Most are small, some are a thousand times as large; two decimals, as amounts have.
  const spread = value / (1.001 - value);
  return Math.round((SCALES[name] ?? 1) * spread * 100) / 100;
}

export function madeUpRows(count: number, seed: number): readonly (readonly Cell[])[] {
  const { inputs } = JSON.parse(readFileSync(modelFile, "utf8")) as {
    readonly inputs: readonly Input[];
  };
  const draw = drawFrom(seed);
  return Array.from({ length: count }, () => inputs.map((input) => cellOf(input, draw)));
}

/** What the committed predictions were made of. */
export const checkRows = { count: 8_000, seed: 11 } as const;

const [out] = process.argv.slice(2);
if (import.meta.main && out !== undefined) {
  const rows = madeUpRows(checkRows.count, checkRows.seed);
  writeFileSync(join(out, "rows.json"), JSON.stringify(rows));
  console.log(`${rows.length} rows`);
}
