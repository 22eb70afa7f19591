/**
 * The 38 facts of a declaration of the workload: where each stands, what values it takes, how often declarations and criteria use them.
 *
 * Goes out: one table, from which declarations, criteria, the rows of indicators and the rules of the peers are made. The schema in `set/` says the
 * same to the language; a test compares them.
 */
import { Random } from "./random.ts";

export interface Category {
  readonly kind: "category";
  readonly values: readonly string[];
  /** Exponents of Zipf's law: of values declared, and of values that criteria name (flatter, officers look for the unusual). */
  readonly declared: number;
  readonly sought: number;
}

export interface Measure {
  readonly kind: "measure";
  /** Log-normal with these parameters of the logarithm, or uniform on 0 … below − 1. */
  readonly of: { readonly mean: number; readonly deviation: number } | { readonly below: number };
  /** Decimals a value has. */
  readonly decimals: number;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const numbered = (count: number, show: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => show(index));
const padded = (number: number, width: number): string => String(number).padStart(width, "0");

/** 220 codes of two letters; `ZZ` is none of them. */
const countries = numbered(234, (index) => {
  const first = LETTERS[Math.floor(index / 9)] ?? "";
  return first + (LETTERS[(index % 9) * 3] ?? "");
}).slice(0, 220);

/** About 16,000 codes of ten digits in a tree: 96 chapters, headings, subheadings, national lines; the common ones anywhere in it. */
function goodsCodes(): readonly string[] {
  const random = new Random(777);
  const headings: string[] = [];
  for (let chapter = 1; chapter <= 97; chapter += 1) {
    if (chapter === 77) continue; // reserved by the Harmonized System
    const count = random.between(5, 20);
    for (let heading = 1; heading <= count; heading += 1)
      headings.push(padded(chapter, 2) + padded(heading, 2));
  }
  shuffle(headings, random);
  return headings.flatMap((heading) => codesBelow(heading, random));
}

function codesBelow(heading: string, random: Random): string[] {
  const codes: string[] = [];
  const subheadings = random.between(1, 8);
  for (let six = 1; six <= subheadings; six += 1) {
    const tariffLines = random.between(1, 3);
    for (let eight = 0; eight < tariffLines; eight += 1) {
      const nationalLines = random.between(1, 2);
      for (let ten = 0; ten < nationalLines; ten += 1)
        codes.push(heading + padded(six * 10, 2) + padded(eight * 10, 2) + padded(ten * 10, 2));
    }
  }
  return codes;
}

function shuffle(values: string[], random: Random): void {
  for (let index = values.length - 1; index > 0; index -= 1) {
    const other = random.between(0, index);
    [values[index], values[other]] = [values[other] ?? "", values[index] ?? ""];
  }
}

function category(values: readonly string[], declared: number, sought = declared * 0.6): Category {
  return { kind: "category", values, declared, sought };
}

function logNormal(mean: number, deviation: number, decimals: number): Measure {
  return { kind: "measure", of: { mean, deviation }, decimals };
}

const uniform = (below: number): Measure => ({ kind: "measure", of: { below }, decimals: 0 });

/** Facts of the declaration itself. `watch_tags` stands beside them: watch lists its traders are on. */
export const headerFields = {
  declaration_type: category(["IM", "EX", "CO", "T1", "T2", "EU"], 1.2),
  procedure: category(
    numbered(40, (index) => padded(1000 + index * 171, 4)),
    1.1,
  ),
  importer: category(
    numbered(50_000, (index) => `EORI${padded((index * 7919) % 1_000_003, 8)}`),
    0.9,
    0.5,
  ),
  exporter: category(
    numbered(80_000, (index) => `X${padded((index * 104_729) % 10_000_019, 9)}`),
    0.8,
    0.5,
  ),
  declarant: category(
    numbered(3000, (index) => `AGT${padded(index, 6)}`),
    0.9,
  ),
  office_entry: category(
    numbered(300, (index) => `OF${padded(index, 6)}`),
    1,
  ),
  office_destination: category(
    numbered(300, (index) => `OD${padded(index, 6)}`),
    1,
  ),
  dispatch: category(countries, 1, 0.4),
  destination: category(countries.slice(0, 40), 0.9),
  mode: category(["1", "3", "4", "2", "5", "7", "8", "9", "0"], 1.2),
  nationality: category(countries, 1, 0.4),
  invoice_currency: category(
    numbered(30, (index) => `C${padded(index, 2)}`),
    1.3,
  ),
  incoterm: category(
    ["FOB", "CIF", "EXW", "DAP", "DDP", "FCA", "CPT", "CIP", "FAS", "CFR", "DPU"],
    0.8,
  ),
  container: category(["1", "0"], 0.3),
  location: category(
    numbered(20, (index) => `L${index}`),
    0.8,
  ),
  regime: category(
    numbered(15, (index) => `R${padded(index * 10, 2)}`),
    1.2,
  ),
  guarantee: category(
    numbered(10, (index) => `G${index}`),
    1,
  ),
  carrier: category(
    numbered(5000, (index) => `CARR${padded(index, 5)}`),
    0.9,
  ),
  total_value: logNormal(9.6, 1.6, 2),
  total_gross: logNormal(8, 1.8, 3),
  packages: logNormal(4, 1.5, 0),
  lodged_hour: uniform(24),
  profile_score: uniform(100),
  importer_age: logNormal(6.5, 1.2, 0),
} as const satisfies Record<string, Category | Measure>;

/** Facts of each goods item. */
export const itemFields = {
  hs: category(goodsCodes(), 0.75, 0.55),
  origin: category(countries, 1, 0.4),
  /** `ZZ`: no preference claimed. */
  preference_origin: category(["ZZ", ...countries.slice(0, 100)], 1.5),
  item_procedure: category(
    numbered(60, (index) => `P${padded(index, 3)}`),
    1.2,
  ),
  package_kind: category(
    numbered(40, (index) => `K${padded(index, 2)}`),
    1,
  ),
  preference_code: category(
    numbered(20, (index) => padded(100 + index * 10, 3)),
    1.5,
  ),
  document_code: category(
    numbered(80, (index) => `Y${padded(900 + index, 3)}`),
    1,
    0.5,
  ),
  valuation: category(["1", "2", "3", "4", "5", "6"], 2),
  net_mass: logNormal(5.5, 1.9, 3),
  gross_mass: logNormal(5.7, 1.9, 3),
  item_value: logNormal(7.2, 1.8, 2),
  supplementary_units: logNormal(3, 2, 3),
  unit_price: logNormal(2, 1.4, 2),
} as const satisfies Record<string, Category | Measure>;

export const watchTags = numbered(40, (index) => `WL${padded(index, 2)}`);

type Named<Table, Kind> = {
  [Name in keyof Table]: Table[Name] extends Kind ? Name : never;
}[keyof Table];

export type HeaderCategory = Named<typeof headerFields, Category>;
export type HeaderMeasure = Named<typeof headerFields, Measure>;
export type ItemCategory = Named<typeof itemFields, Category>;
export type ItemMeasure = Named<typeof itemFields, Measure>;
export type CategoryName = HeaderCategory | ItemCategory;
export type MeasureName = HeaderMeasure | ItemMeasure;

const allFields: Readonly<Record<string, Category | Measure>> = { ...headerFields, ...itemFields };

export function categoryOf(name: CategoryName): Category {
  return allFields[name] as Category;
}

export function measureOf(name: MeasureName): Measure {
  return allFields[name] as Measure;
}

export function isItemField(name: CategoryName | MeasureName): boolean {
  return Object.hasOwn(itemFields, name);
}

/** Categories that criteria name often, with tens to thousands of values. */
export const middleCategories = [
  "origin",
  "dispatch",
  "procedure",
  "office_entry",
  "office_destination",
  "declarant",
  "carrier",
  "item_procedure",
  "document_code",
  "preference_origin",
  "package_kind",
  "nationality",
  "destination",
] as const satisfies readonly CategoryName[];

/** Categories of few values. */
export const smallCategories = [
  "declaration_type",
  "mode",
  "invoice_currency",
  "incoterm",
  "container",
  "location",
  "regime",
  "guarantee",
  "preference_code",
  "valuation",
] as const satisfies readonly CategoryName[];

export const measures = [
  "total_value",
  "total_gross",
  "packages",
  "lodged_hour",
  "profile_score",
  "importer_age",
  "net_mass",
  "gross_mass",
  "item_value",
  "supplementary_units",
  "unit_price",
] as const satisfies readonly MeasureName[];

/** Lengths at which criteria cut codes of goods. */
export const goodsLevels = [4, 6, 8, 10] as const;
