/**
 * A fact schema as plain data: what a declaration may hold.
 *
 * Comes out of `schema` files (the checker in `dsl` builds it), goes into the IR, the JSON Schema,
 * the TypeScript declaration, the encoder and the completion list. It does not know how facts
 * are stored or validated.
 *
 * JSON form of a fact, by type: boolean → boolean; integer, number → number; percent → number (8 means 8 %);
 * text, id, code, channel, flow, stage → string; date → `2026-02-01`; time → `22:00` or `22:00:30`; instant → ISO 8601
 * date-time, without offset in the schema's zone; duration → number of seconds; money of a fixed currency → number (major units),
 * other money → `{ "amount": 12.5, "currency": "USD" }`; quantity of a fixed dimension → number in the base unit
 * (kg, pcs, litre, metre, m2, kwh), other → `{ "value": 100, "unit": "PCE" }`; unit price with both fixed → number, else
 * `{ "amount", "currency", "unit" }`; record → object; list and set → array. A missing optional fact is absent; `null` counts as absent.
 */
import type { Dimension, Type } from "./types.ts";

/** Text in the languages it was written in; at least one is there. */
export interface Label {
  readonly en?: string;
  readonly vi?: string;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly optional: boolean;
  readonly label: Label;
  readonly alias?: string;
  /** VNACCS item, WCO Data Model id, … as written. */
  readonly source?: string;
  /** JSON form; what tests use when a mandatory fact is not given. */
  readonly example?: unknown;
  /** Closed, in JSON form. */
  readonly range?: readonly [number | string, number | string];
  /** True when the field is computed (`unit_price: UnitPrice = customs_value / quantity`); it is not read from the facts. */
  readonly derived: boolean;
}

export interface RecordType {
  readonly name: string;
  readonly label: Label;
  readonly key: readonly string[];
  /** Field that tells the time of the record: now, unless the caller gives another. Root record only. */
  readonly clock?: string;
  readonly fields: readonly Field[];
  /** Made by the language for the rows of a derived source; nobody writes its name. */
  readonly synthetic?: true;
}

export interface Code {
  readonly code: string;
  readonly label: Label;
  /** Tree lists only: the code above, absent at a root. */
  readonly parent?: string;
}

export interface CodeList {
  readonly name: string;
  readonly label: Label;
  readonly shape: "flat" | "levels" | "tree";
  /** Lengths of a levelled list (2, 4, 6, 8), ascending. */
  readonly levels: readonly number[];
  readonly source?: string;
  /** Null: external, any text of the right form is a member until codes are bound. */
  readonly codes: readonly Code[] | null;
}

export interface Unit {
  /** The keyword's name: kg, gram, … */
  readonly name: string;
  /** UN/ECE Recommendation 20 code used in facts. */
  readonly code: string;
  readonly dimension: Dimension;
}

export interface Currency {
  readonly code: string;
  /** Decimals of the minor unit (ISO 4217). */
  readonly digits: number;
}

export interface Word {
  readonly name: string;
  readonly label: Label;
}

/** Where rows beside the declaration come from (docs/history.md). */
export interface Source {
  readonly name: string;
  readonly kind: "history" | "event" | "registry";
  readonly label: Label;
  /** Record of one row. Of a derived source the record made of the element and the row it stands in. */
  readonly record: string;
  /** Word for one row (`past`). */
  readonly each: string;
  /**
   * Rows are the elements of the list `path` in each row of `source`; such a row has the fields of the element and the row it stands in
   * under the name `parent`.
   */
  readonly derived?: {
    readonly source: string;
    readonly path: readonly string[];
    readonly parent: string;
  };
  /** Path of the effective time in a row: an instant or a date. Absent: the known time. */
  readonly clock?: readonly string[];
  /** Longest window, in days. */
  readonly keepDays: number;
  /** How long after its effective time a row may still come, in ms; absent: nothing is waited for. */
  readonly lateMs?: number;
  /** Fields that tell rows apart; rows with equal ones are versions of one. Empty: the whole content. */
  readonly identity: readonly string[];
}

/** The event a stage is asked with. */
export interface StageEvent {
  readonly stage: string;
  readonly each: string;
  readonly source: string;
}

export interface Schema {
  readonly name: string;
  readonly version: number;
  readonly label: Label;
  /** Offset of local time in minutes (+07:00 is 420). */
  readonly zoneMinutes: number;
  /** The record that is decided; by convention named `Declaration`. */
  readonly root: string;
  readonly records: readonly RecordType[];
  readonly codeLists: readonly CodeList[];
  readonly units: readonly Unit[];
  readonly currencies: readonly Currency[];
  readonly flows: readonly Word[];
  readonly stages: readonly Word[];
  readonly actions: readonly Word[];
  /** In the order declared; absent when there is none. */
  readonly sources?: readonly Source[];
  readonly stageEvents?: readonly StageEvent[];
}
