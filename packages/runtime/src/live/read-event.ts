/**
 * One line of events as JSON → a declaration to decide, a row that was told, or a release.
 *
 * Forms: `{"source", "known", "row"}` with `withdrawn`, `identity`, `reason`; the same of the root record with `stage`, which is then also decided;
 * `{"declaration", "known"}` with `flow`, `stage`, `reason`; `{"release", "known"}`. Anything else is a fault with its place.
 */
import {
  type Fault,
  identityOf,
  memberOf,
  parseInstant,
  type Schema,
  type Source,
} from "@luong/spec";
import { faultsFromValidator } from "../facts/faults.ts";
import { pointer } from "../facts/pointer.ts";
import { validateBySchema } from "../facts/validate-schema.ts";
import { fault } from "../messages/catalogue.ts";
import type { Arrived, Declared } from "./live.ts";

/** What a line says; `known` is when the system was told. */
export type LiveEvent =
  | {
      readonly kind: "declared";
      readonly known: number;
      readonly declared: Declared;
      readonly faults?: undefined;
    }
  | {
      readonly kind: "arrived";
      readonly known: number;
      readonly arrived: Arrived;
      readonly faults?: undefined;
    }
  | {
      readonly kind: "released";
      readonly known: number;
      readonly number: string;
      readonly faults?: undefined;
    }
  | { readonly faults: readonly Fault[] };

function textOf(json: unknown, name: string): string | undefined {
  const value = memberOf(json, name);
  return typeof value === "string" ? value : undefined;
}

function shown(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value).slice(0, 40);
}

function wrong(
  path: string,
  member: "line" | "source" | "known" | "row" | "identity",
  given = "",
  known: readonly string[] = [],
): { readonly faults: readonly Fault[] } {
  return { faults: [fault("LU6205", path, { member, given, known })] };
}

/** Faults of a row by the record of its source; paths begin at the row. */
function rowFaults(schema: Schema, source: Source, row: unknown): readonly Fault[] {
  const seen = { ...schema, root: source.record };
  const found = validateBySchema(seen, row);
  return found.length === 0 ? [] : faultsFromValidator(seen, row, found);
}

function under(parent: string, faults: readonly Fault[]): readonly Fault[] {
  return faults.map((each) => ({ ...each, path: `${parent}${each.path}` }));
}

function questionPart(json: unknown): Pick<Declared, "flow" | "stage" | "reason"> {
  const [flow, stage, reason] = ["flow", "stage", "reason"].map((name) => textOf(json, name));
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(stage === undefined ? {} : { stage }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function readRow(schema: Schema, source: Source, json: unknown, known: number): LiveEvent {
  const row = memberOf(json, "row") ?? null;
  const isWithdrawn = memberOf(json, "withdrawn") === true;
  const given = textOf(json, "identity");
  const reason = textOf(json, "reason");
  const because = reason === undefined ? {} : { reason };
  if (isWithdrawn) {
    const isThere = source.identity.every((name) => memberOf(row, name) !== undefined);
    if (given === undefined && (source.identity.length === 0 || !isThere))
      return wrong("/row", "identity", source.name, source.identity);
    const identity = given ?? identityOf(source, row);
    const told = { source: source.name, json: row, known, withdrawn: true, identity };
    return { kind: "arrived", known, arrived: { ...told, ...because } };
  }
  if (row === null) return wrong("/row", "row");
  // A question is validated by the engine that decides it.
  if (source.record === schema.root && memberOf(json, "stage") !== undefined)
    return {
      kind: "declared",
      known,
      declared: { declaration: row, now: known, ...questionPart(json) },
    };
  const faults = rowFaults(schema, source, row);
  if (faults.length > 0) return { faults: under("/row", faults) };
  const told = { source: source.name, json: row, known, ...because };
  return {
    kind: "arrived",
    known,
    arrived: given === undefined ? told : { ...told, identity: given },
  };
}

export function readEvent(schema: Schema, json: unknown): LiveEvent {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return wrong("", "line");
  const written = memberOf(json, "known");
  const known = typeof written === "string" ? parseInstant(written, schema.zoneMinutes) : undefined;
  if (known === undefined) return wrong(pointer("", "known"), "known", shown(written));
  const released = textOf(json, "release");
  if (released !== undefined) return { kind: "released", known, number: released };
  const declaration = memberOf(json, "declaration");
  if (declaration !== undefined)
    return {
      kind: "declared",
      known,
      declared: { declaration, now: known, ...questionPart(json) },
    };
  const name = textOf(json, "source");
  if (name === undefined) return wrong("", "line");
  const told = (schema.sources ?? []).filter(({ derived }) => derived === undefined);
  const source = told.find((each) => each.name === name);
  if (source === undefined)
    return wrong(
      "/source",
      "source",
      name,
      told.map((each) => each.name),
    );
  return readRow(schema, source, json, known);
}
