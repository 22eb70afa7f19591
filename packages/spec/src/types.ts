/**
 * The types of the language, as plain data.
 *
 * Everything after the parser speaks of values in these terms: the checker, the IR, the interpreter
 * and what the compiler emits. A type says what may be compared with what; how a value is stored
 * is told in `value.ts` (reference) and decided by the compiler (fast path).
 */

/** Dimensions of quantities; each has one base unit (see `units.ts`). */
export type Dimension = "mass" | "count" | "volume" | "length" | "area" | "energy";

export type Type =
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  | { readonly kind: "number" }
  | { readonly kind: "percent" }
  | { readonly kind: "text" }
  /** Free text that names a thing (`Id`, `TaxCode`, `ContainerNo`, `Plate`, `Name`, `Address` …); different names never compare. */
  | { readonly kind: "id"; readonly name: string }
  /** A member of a declared code list. */
  | { readonly kind: "code"; readonly list: string }
  | { readonly kind: "date" }
  | { readonly kind: "time" }
  | { readonly kind: "instant" }
  /** Exact length of time, in milliseconds. */
  | { readonly kind: "duration" }
  /** Calendar months (12 a year): can be added to a date or instant, compares with nothing. */
  | { readonly kind: "period" }
  /** `currency` is null when only the fact itself knows it. */
  | { readonly kind: "money"; readonly currency: string | null }
  /** `dimension` is null when only the fact itself knows it. */
  | { readonly kind: "quantity"; readonly dimension: Dimension | null }
  /** Money per quantity. */
  | {
      readonly kind: "unitPrice";
      readonly currency: string | null;
      readonly dimension: Dimension | null;
    }
  | { readonly kind: "record"; readonly record: string }
  /** Ordered elements of a record (`list of GoodsItem max 50 each item`). */
  | {
      readonly kind: "list";
      readonly record: string;
      readonly max: number;
      readonly typical: number;
      readonly each: string;
    }
  /** Distinct values (`set of Code max 20`), a named list, or values written out. */
  | { readonly kind: "set"; readonly of: Type; readonly max: number | null }
  | { readonly kind: "channel" }
  | { readonly kind: "flow" }
  | { readonly kind: "stage" }
  /** What an expression has after an error: it agrees with every type, so one mistake stays one message. */
  | { readonly kind: "error" };

export type TypeKind = Type["kind"];

/** The names that can be written as a field's type, without declared code lists and records. */
export const builtInTypes: { readonly [name: string]: Type } = {
  Boolean: { kind: "boolean" },
  Integer: { kind: "integer" },
  Number: { kind: "number" },
  Percent: { kind: "percent" },
  Text: { kind: "text" },
  Id: { kind: "id", name: "Id" },
  TaxCode: { kind: "id", name: "TaxCode" },
  ContainerNo: { kind: "id", name: "ContainerNo" },
  Plate: { kind: "id", name: "Plate" },
  Name: { kind: "id", name: "Name" },
  Address: { kind: "id", name: "Address" },
  /** What `.unit`, `.currency` and `.owner` give: UN/ECE Rec. 20, ISO 4217 and BIC codes. */
  Unit: { kind: "id", name: "Unit" },
  Currency: { kind: "id", name: "Currency" },
  OwnerCode: { kind: "id", name: "OwnerCode" },
  /** What `.province` gives: two digits (Viet Nam) or one character (China). */
  PlateProvince: { kind: "id", name: "PlateProvince" },
  Date: { kind: "date" },
  Time: { kind: "time" },
  Instant: { kind: "instant" },
  Duration: { kind: "duration" },
  Money: { kind: "money", currency: null },
  Quantity: { kind: "quantity", dimension: null },
  Mass: { kind: "quantity", dimension: "mass" },
  Count: { kind: "quantity", dimension: "count" },
  Volume: { kind: "quantity", dimension: "volume" },
  Length: { kind: "quantity", dimension: "length" },
  Area: { kind: "quantity", dimension: "area" },
  Energy: { kind: "quantity", dimension: "energy" },
  UnitPrice: { kind: "unitPrice", currency: null, dimension: null },
  Channel: { kind: "channel" },
  Flow: { kind: "flow" },
  Stage: { kind: "stage" },
};
