/**
 * The closed table of unit words: spelling in both languages, dimension, exact factor to the base unit.
 *
 * A schema maps the words it uses to the codes of its facts (`unit kg = KGM`). Closed, because an open unit name would let a
 * number eat the name on the next line.
 */
import type { Language } from "./diagnostic.ts";
import type { Dimension } from "./types.ts";

export interface UnitSpec {
  readonly spelling: Readonly<Record<Language, string>>;
  readonly dimension: Dimension;
  /** Base units in one of these, exact. */
  readonly factor: string;
  /** The usual UN/ECE Recommendation 20 code: what a base unit is called when a schema names no unit of the dimension. */
  readonly code: string;
}

export const units = {
  kg: { spelling: { en: "kg", vi: "kg" }, dimension: "mass", factor: "1", code: "KGM" },
  gram: { spelling: { en: "gram", vi: "gam" }, dimension: "mass", factor: "0.001", code: "GRM" },
  tonne: { spelling: { en: "tonne", vi: "tấn" }, dimension: "mass", factor: "1000", code: "TNE" },
  // The metric carat, 200 mg (4th CGPM, 1907).
  carat: {
    spelling: { en: "carat", vi: "cara" },
    dimension: "mass",
    factor: "0.0002",
    code: "CTM",
  },
  pcs: { spelling: { en: "pcs", vi: "chiếc" }, dimension: "count", factor: "1", code: "PCE" },
  pair: { spelling: { en: "pair", vi: "đôi" }, dimension: "count", factor: "2", code: "PR" },
  dozen: { spelling: { en: "dozen", vi: "tá" }, dimension: "count", factor: "12", code: "DZN" },
  litre: { spelling: { en: "litre", vi: "lít" }, dimension: "volume", factor: "1", code: "LTR" },
  m3: { spelling: { en: "m3", vi: "m3" }, dimension: "volume", factor: "1000", code: "MTQ" },
  metre: { spelling: { en: "metre", vi: "mét" }, dimension: "length", factor: "1", code: "MTR" },
  m2: { spelling: { en: "m2", vi: "m2" }, dimension: "area", factor: "1", code: "MTK" },
  kwh: { spelling: { en: "kwh", vi: "kwh" }, dimension: "energy", factor: "1", code: "KWH" },
} as const satisfies Readonly<Record<string, UnitSpec>>;

export type UnitName = keyof typeof units;

export function isUnitName(name: string): name is UnitName {
  return Object.hasOwn(units, name);
}

/** The unit whose factor is one, by dimension. */
export const baseUnits = {
  mass: "kg",
  count: "pcs",
  volume: "litre",
  length: "metre",
  area: "m2",
  energy: "kwh",
} as const satisfies Readonly<Record<Dimension, UnitName>>;
