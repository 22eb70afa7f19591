// The written files as those see them who look for cases: lines in, records with their versions out. It shares no code with the generator
// but the shapes of rows; times are ms since 1970 UTC, as written with their offset.
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type {
  Envelope,
  FileName,
  FlowName,
  HistoryDeclaration,
  Licence,
  Passage,
  Scan,
  SourceName,
  StageName,
  TraderVersion,
  Truth,
} from "../rows.ts";

/** Lines of a file with what was known before the run in front. */
export interface Files {
  readonly lines: (file: FileName) => Iterable<string>;
  readonly truth: readonly Truth[];
}

export function filesOf(folder: string): Files {
  return {
    *lines(file) {
      yield* linesOf(join(folder, "before", `${file}.ndjson`));
      yield* linesOf(join(folder, `${file}.ndjson`));
    },
    truth: JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth[],
  };
}

function* linesOf(path: string): Generator<string> {
  const file = openSync(path, "r");
  try {
    const decoder = new StringDecoder("utf8");
    const buffer = Buffer.alloc(1 << 20);
    let rest = "";
    for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
      const pieces = `${rest}${decoder.write(buffer.subarray(0, size))}`.split("\n");
      rest = pieces.pop() ?? "";
      yield* pieces;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(file);
  }
}

/* ------------------------------------------------------------------ versions */

/** What was told of one thing, in the order it became known; undefined: withdrawn. */
export interface Told<T> {
  readonly known: number;
  readonly row: T | undefined;
}

export class Versions<T> {
  private readonly byId = new Map<string, Told<T>[]>();

  add(id: string, known: number, row: T | undefined): void {
    const told = this.byId.get(id);
    if (told === undefined) this.byId.set(id, [{ known, row }]);
    else {
      // Files are read one after another, so a later file may hold what was known earlier.
      let at = told.length;
      while (at > 0 && (told[at - 1]?.known ?? 0) > known) at -= 1;
      told.splice(at, 0, { known, row });
    }
  }

  /** The version that counts at a moment. */
  at(id: string, now: number): T | undefined {
    const told = this.byId.get(id) ?? [];
    let found: T | undefined;
    for (const each of told) {
      if (each.known > now) break;
      found = each.row;
    }
    return found;
  }

  all(): Iterable<[string, readonly Told<T>[]]> {
    return this.byId;
  }
}

/* ------------------------------------------------------------------ declarations */

export interface Line {
  readonly hs: string;
  readonly origin: string;
  readonly description: string;
  readonly value: number;
  readonly quantity: number;
  readonly unit: string;
  readonly net: number;
  readonly rate: number;
  readonly schedule: string;
  readonly brands: readonly string[];
  readonly accepted: boolean | undefined;
  readonly material: string | undefined;
  readonly temporaryImport: string | undefined;
  readonly afterDiscount: number | undefined;
}

/** What the conditions of the catalogue read of a declaration. */
export interface Seen {
  readonly no: string;
  readonly registered: number;
  readonly regime: string;
  readonly importer: string | undefined;
  readonly exporter: string | undefined;
  readonly exporterName: string;
  readonly consignee: string | undefined;
  readonly rank: number | undefined;
  readonly established: number;
  readonly exporterEstablished: number;
  readonly capital: number;
  readonly employees: number;
  readonly residential: boolean;
  readonly cluster: string | undefined;
  readonly owners: readonly string[];
  readonly exporterOwners: readonly string[];
  readonly arrivedOn: string;
  readonly departedOn: string;
  readonly value: number;
  readonly plate: string | undefined;
  readonly ports: readonly string[];
  readonly loadingCountry: string;
  readonly destination: string | undefined;
  readonly deadline: string | undefined;
  readonly departedAt: number;
  readonly plannedArrival: number;
  readonly site: string | undefined;
  readonly scanNotice: number;
  readonly containers: readonly {
    readonly no: string;
    readonly state: string;
    readonly mass: number;
  }[];
  readonly changes: readonly { readonly area: string; readonly at: number; readonly day: string }[];
  readonly permits: readonly string[];
  readonly notes: string;
  readonly gross: number;
  readonly incoterm: string;
  readonly hasFreight: boolean;
  readonly invoiceTotal: number;
  readonly invoiceSum: number;
  readonly method: string;
  readonly discounted: boolean;
  readonly lines: readonly Line[];
}

const time = (text: string | undefined): number =>
  text === undefined ? Number.NaN : Date.parse(text);

/** A date as its first moment in the zone of the files. */
export const dateTime = (text: string | undefined): number =>
  time(text && `${text}T00:00:00+07:00`);

function seenOf(row: HistoryDeclaration): Seen {
  const { importer, exporter } = row;
  return {
    no: row.declaration_no,
    registered: time(row.registered_at),
    regime: row.regime,
    importer: importer.tax_code,
    exporter: exporter.tax_code,
    exporterName: exporter.name,
    consignee: row.consignee?.address,
    rank: importer.profile?.risk_rank,
    established: dateTime(importer.profile?.established_on),
    exporterEstablished: dateTime(exporter.profile?.established_on),
    capital: importer.profile?.capital ?? Number.POSITIVE_INFINITY,
    employees: importer.profile?.employees ?? Number.POSITIVE_INFINITY,
    residential: importer.profile?.residential === true,
    cluster: importer.profile?.address_cluster,
    owners: importer.profile?.owner_ids ?? [],
    exporterOwners: exporter.profile?.owner_ids ?? [],
    arrivedOn: row.arrived_on ?? "",
    departedOn: row.departed_on ?? "",
    value: row.total_customs_value,
    plate: row.declared_plate,
    ports: [row.loading_port, ...row.route_ports],
    loadingCountry: row.loading_country,
    destination: row.destination_country,
    deadline: row.re_export_deadline,
    departedAt: time(row.departed_at),
    plannedArrival: time(row.planned_arrival_at),
    site: row.destination_site,
    scanNotice: time(row.scan_notice_at),
    containers: row.containers.map(({ number, state, declared_mass }) => ({
      no: number,
      state,
      mass: declared_mass ?? Number.NaN,
    })),
    changes: row.changes.map(({ area, made_at }) => ({
      area,
      at: time(made_at),
      day: made_at.slice(0, 10),
    })),
    permits: row.permits.map(({ kind }) => kind),
    notes: row.notes ?? "",
    gross: row.gross_weight,
    incoterm: row.invoice.incoterm,
    hasFreight: row.freight !== undefined,
    invoiceTotal: row.invoice.total.amount,
    invoiceSum: row.items.reduce((sum, item) => sum + (item.invoice_value?.amount ?? 0), 0),
    method: row.valuation_method ?? "",
    discounted: row.adjustments.some(({ kind }) => kind === "G"),
    lines: row.items.map((item) => ({
      hs: item.hs,
      origin: item.origin,
      description: item.description,
      value: item.customs_value,
      quantity: item.quantity.value,
      unit: item.quantity.unit,
      net: item.net_weight ?? Number.NaN,
      rate: item.duty_rate ?? Number.NaN,
      schedule: item.tariff_schedule ?? "",
      brands: item.brands.map(({ name }) => name),
      accepted: item.price_accepted,
      material: item.material_code,
      temporaryImport: item.temporary_import,
      afterDiscount: item.value_after_discount,
    })),
  };
}

/** A declaration as it was asked. */
export interface Asked {
  readonly now: number;
  readonly flow: FlowName;
  readonly stage: StageName;
  readonly declaration: Seen;
}

export interface Consumed {
  readonly trader: string;
  readonly material: string;
  readonly quantity: number;
  readonly at: number;
  readonly known: number;
}

export interface Records {
  readonly asked: readonly Asked[];
  readonly declarations: Versions<Seen>;
  readonly passages: Versions<Passage>;
  readonly scans: Versions<Scan>;
  readonly licences: Versions<Licence>;
  readonly traders: readonly TraderVersion[];
  readonly appointments: readonly { readonly plate: string; readonly at: number }[];
  readonly consumptions: readonly Consumed[];
  readonly rates: ReadonlyMap<string, number>;
  readonly truth: readonly Truth[];
}

function* envelopes<S extends SourceName>(
  files: Files,
  file: FileName,
  source: S,
): Generator<Envelope<S> & { at: number }> {
  for (const line of files.lines(file)) {
    const envelope = JSON.parse(line) as Envelope<S>;
    if (envelope.source !== source) throw new Error(`${file}: a line of ${envelope.source}`);
    yield { ...envelope, at: time(envelope.known) };
  }
}

export function recordsFrom(files: Files): Records {
  const asked: Asked[] = [];
  const declarations = new Versions<Seen>();
  for (const file of ["declarations", "amendments", "value-decisions", "follow-ups"] as const) {
    for (const { at, row, stage, flow = "import", withdrawn } of envelopes(
      files,
      file,
      "declarations",
    )) {
      const seen = withdrawn === true ? undefined : seenOf(row as HistoryDeclaration);
      declarations.add(row.declaration_no ?? "", at, seen);
      if (stage !== undefined && seen !== undefined)
        asked.push({ now: at, flow, stage, declaration: seen });
    }
  }
  return {
    asked,
    declarations,
    passages: versionsOf(files, "passages", "passage_no"),
    scans: versionsOf(files, "scans", "scan_no"),
    licences: versionsOf(files, "licences", "licence_no"),
    traders: [...envelopes(files, "traders", "traders")].map(({ row }) => row as TraderVersion),
    appointments: [...envelopes(files, "appointments", "appointments")].map(({ row }) => ({
      plate: row.plate ?? "",
      at: time(row.planned_at),
    })),
    consumptions: [...envelopes(files, "consumptions", "consumptions")].map(({ row, at }) => ({
      trader: row.trader_code ?? "",
      material: row.material_code ?? "",
      quantity: row.quantity?.value ?? 0,
      at: time(row.exported_at),
      known: at,
    })),
    rates: highestRates([...envelopes(files, "tariff", "tariff")]),
    truth: files.truth,
  };
}

function versionsOf<T>(
  files: Files,
  file: "passages" | "scans" | "licences",
  key: string,
): Versions<T> {
  const versions = new Versions<T>();
  for (const { at, row, withdrawn } of envelopes(files, file, file)) {
    const id = String((row as Readonly<Record<string, unknown>>)[key]);
    versions.add(id, at, withdrawn === true ? undefined : (row as T));
  }
  return versions;
}

function highestRates(lines: readonly Envelope<"tariff">[]): Map<string, number> {
  const highest = new Map<string, number>();
  for (const { row } of lines) {
    const subheading = (row.hs ?? "").slice(0, 6);
    highest.set(subheading, Math.max(highest.get(subheading) ?? 0, row.mfn_rate ?? 0));
  }
  return highest;
}
