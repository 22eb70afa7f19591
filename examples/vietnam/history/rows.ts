// The shapes of what is written: one envelope for every source, and the row of each. Names and units are those of the schema
// (schema.crit and its additions); the JSON forms are those of docs/history.md and packages/spec/src/schema.ts.
import type { Declaration, Item, Party, Profile } from "../declaration.ts";

export interface HistoryProfile extends Profile {
  address_cluster?: string;
}

export interface HistoryParty extends Party {
  profile?: HistoryProfile;
}

export interface HistoryItem extends Item {
  material_code?: string;
  temporary_import?: string;
  temporary_import_line?: number;
  /** Absent: not decided yet. */
  price_accepted?: boolean;
}

export interface HistoryDeclaration extends Declaration {
  declarant?: string;
  cargo_class?: string;
  consignee?: Party;
  importer: HistoryParty;
  exporter: HistoryParty;
  /** Truck that takes the goods through gates, as declared. */
  declared_plate?: string;
  /** Leg to a warehouse or another place under customs control. */
  departed_at?: string;
  planned_arrival_at?: string;
  destination_site?: string;
  /** Subheadings of all lines, ascending. */
  hs_subheadings?: string[];
  items: HistoryItem[];
}

export interface Passage {
  passage_no: string;
  entered_at: string;
  site: string;
  gate: string;
  lane: number;
  direction: "IN" | "OUT" | "UNKNOWN";
  /** Absent: not readable. */
  plate?: string;
  /** 0 to 100. */
  plate_confidence?: number;
  container_no?: string;
  container_confidence?: number;
  device: string;
}

export interface Appointment {
  appointment_no: string;
  plate: string;
  site: string;
  gate: string;
  planned_at: string;
  made_at: string;
  declaration_no?: string;
}

export interface Weighing {
  weighing_no: string;
  weighed_at: string;
  site: string;
  plate: string;
  container_no?: string;
  /** kg, truck and container included. */
  gross_mass: number;
  /** kg of the truck and the empty container. */
  tare_mass: number;
}

export interface Scan {
  scan_no: string;
  scanned_at: string;
  site: string;
  phase: "UNLOADING" | "GATE" | "CLEARANCE";
  container_no: string;
  declaration_no?: string;
  importer_code: string;
  outcome: "CLEAN" | "SUSPECT" | "UNCLEAR";
  density: "EMPTY" | "LIGHT" | "LOADED";
  /** What opening the container brought; absent until then. */
  violation?: boolean;
}

export interface Inspection {
  inspection_no: string;
  declaration_no: string;
  importer_code: string;
  started_at: string;
  ended_at: string;
  form: "OFFICER" | "SCAN" | "LAB";
  extent: number;
  finding:
    | "NONE"
    | "DOCUMENT"
    | "QUANTITY"
    | "KIND"
    | "VALUE"
    | "CLASSIFICATION"
    | "ORIGIN"
    | "IPR"
    | "PROHIBITED"
    | "OTHER";
  /** VND. */
  amount: number;
  useful?: boolean;
}

export interface Consumption {
  consumption_no: string;
  trader_code: string;
  material_code: string;
  product_code: string;
  exported_at: string;
  quantity: { value: number; unit: string };
}

export interface Licence {
  licence_no: string;
  holder: string;
  kind: string;
  valid_from: string;
  valid_until: string;
}

export interface TraderVersion extends HistoryProfile {
  tax_code: string;
  name: string;
  address: string;
  valid_from: string;
}

export interface TariffLine {
  hs: string;
  mfn_rate: number;
  valid_from: string;
  valid_until?: string;
}

export type FlowName = "import" | "export";
export type StageName = "clearance" | "amendment" | "gate" | "scanning" | "follow_up";

interface RowOf {
  declarations: HistoryDeclaration;
  passages: Passage;
  appointments: Appointment;
  weighings: Weighing;
  scans: Scan;
  inspections: Inspection;
  consumptions: Consumption;
  licences: Licence;
  traders: TraderVersion;
  tariff: TariffLine;
}

export type SourceName = keyof RowOf;

/** One line of a file. */
export interface Envelope<S extends SourceName = SourceName> {
  source: S;
  /** When the system was told, with the offset of the zone. */
  known: string;
  /** Of a declaration. */
  flow?: FlowName;
  /** There when the line is also a question, asked at `known`; otherwise the row is told and nothing is asked. */
  stage?: StageName;
  /** From now on there is no such row; `row` then holds its key only. */
  withdrawn?: true;
  row: RowOf[S] | Partial<RowOf[S]>;
}

/** Files of a folder; what is known before the run starts lies in `before/`. */
export const FILES = [
  "declarations",
  "amendments",
  "value-decisions",
  "follow-ups",
  "passages",
  "appointments",
  "weighings",
  "scans",
  "inspections",
  "consumptions",
  "licences",
  "traders",
  "tariff",
] as const;

export type FileName = (typeof FILES)[number];

/** A planted case. */
export interface Truth {
  /** Number of the declaration, or of the passage for rows 49, 50 and 52. */
  id: string;
  /** Row of the catalogue of forty criteria. */
  row: number;
  planted: string;
}
