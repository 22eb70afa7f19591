/**
 * `mapping.json`: which column of a CSV file is which fact of a declaration.
 *
 * Comes in: the file. Goes out: its checked content; published as `schemas/mapping.schema.json`. One row is one declaration; what
 * the schema says about the facts is checked later, on the declaration.
 */
import { CannotRun } from "../both.ts";
import {
  listOf,
  mapOf,
  object,
  oneOf,
  type Place,
  type Reader,
  readJsonFile,
  text,
  wholeNumber,
  wrong,
} from "../json-file.ts";

export const cellKinds = [
  "text",
  "integer",
  "number",
  "percent",
  "boolean",
  "date",
  "time",
  "instant",
  "duration",
] as const;
export type CellKind = (typeof cellKinds)[number];

export interface ColumnMapping {
  readonly column: string;
  /** `registered_at`, `importer.tax_code`, `items.1.hs` (elements count from 1). */
  readonly field: string;
  readonly as: CellKind;
  /** What an empty cell means: no such fact, or an empty text. */
  readonly blank: "absent" | "empty";
  /** Numbers are rounded to so many decimals, half away from zero; null: as written. */
  readonly decimals: number | null;
  /** Dates and times as `DD/MM/YYYY hh:mm`; null: ISO 8601. */
  readonly pattern: string | null;
}

export interface Mapping {
  readonly delimiter: string;
  /** Of every row; null: to be given with the command, or the schema's first. */
  readonly flow: string | null;
  readonly stage: string | null;
  readonly columns: readonly ColumnMapping[];
  /** Facts that are the same in every row, in JSON form, by field. */
  readonly constants: Readonly<Record<string, unknown>>;
  /** Columns that are there and not used. */
  readonly ignored: readonly string[];
}

const anything: Reader<unknown> = (value) => value;

const fieldPath: Reader<string> = (value, place) => {
  const path = text(value, place);
  // Would reach the prototype of every object when the declaration is built.
  const forbidden = /(^|\.)(__proto__|constructor|prototype)(\.|$)/.test(path);
  if (
    !forbidden &&
    /^[\p{L}_][\p{L}\p{N}_]*(\.([\p{L}_][\p{L}\p{N}_]*|[1-9]\d{0,3}))*$/u.test(path)
  )
    return path;
  throw wrong(
    place,
    { en: `\`${path}\` is not a path of facts`, vi: `\`${path}\` không phải đường dẫn dữ kiện` },
    {
      en: "write it as `importer.tax_code` or `items.1.hs`",
      vi: "hãy viết như `importer.tax_code` hoặc `items.1.hs`",
    },
  );
};

const pattern: Reader<string> = (value, place) => {
  const given = text(value, place);
  if (/YYYY/.test(given) && /MM/.test(given) && /DD/.test(given)) return given;
  throw wrong(place, {
    en: "a pattern needs YYYY, MM and DD, and may have hh, mm and ss",
    vi: "mẫu cần YYYY, MM và DD, có thể có hh, mm và ss",
  });
};

const delimiter: Reader<string> = (value, place) => {
  const given = text(value, place);
  if (given.length === 1 && !/["\r\n]/.test(given)) return given;
  throw wrong(place, {
    en: "the delimiter is one character, such as `,` or `;`",
    vi: "dấu phân cách là một ký tự, ví dụ `,` hoặc `;`",
  });
};

export const mappingReader = object(
  {
    columns: listOf(
      object(
        { column: text, field: fieldPath },
        {
          as: oneOf(...cellKinds),
          blank: oneOf("absent", "empty"),
          decimals: wholeNumber(0, 12),
          pattern,
        },
      ),
    ),
  },
  {
    $schema: text,
    format: oneOf("csv"),
    delimiter,
    flow: text,
    stage: text,
    constants: mapOf(anything),
    ignored: listOf(text),
  },
);

export function readMapping(path: string, shown: string): Mapping {
  const place: Place = { file: shown, path: "" };
  const given = mappingReader(readJsonFile(path, shown), place);
  const mapping: Mapping = {
    delimiter: given.delimiter ?? ",",
    flow: given.flow ?? null,
    stage: given.stage ?? null,
    columns: given.columns.map((column) => ({
      column: column.column,
      field: column.field,
      as: column.as ?? "text",
      blank: column.blank ?? "absent",
      decimals: column.decimals ?? null,
      pattern: column.pattern ?? null,
    })),
    constants: given.constants ?? {},
    ignored: given.ignored ?? [],
  };
  for (const field of Object.keys(mapping.constants)) {
    fieldPath(field, { file: shown, path: "constants" });
  }
  refuseRepeats(mapping, place);
  return mapping;
}

/** Two columns for one field would overwrite each other silently. */
function refuseRepeats(mapping: Mapping, place: Place): void {
  const seen = new Set<string>();
  const fields = [...mapping.columns.map((each) => each.field), ...Object.keys(mapping.constants)];
  for (const field of fields) {
    const inside = fields.find((other) => other.startsWith(`${field}.`));
    if (seen.has(field) || inside !== undefined) {
      throw wrong(place, {
        en: `\`${inside ?? field}\` is filled twice`,
        vi: `\`${inside ?? field}\` được điền hai lần`,
      });
    }
    seen.add(field);
  }
}

/** Every column of the file is used or ignored, every column used is there. */
export function checkHeader(header: readonly string[], mapping: Mapping, shown: string): void {
  const known = [...mapping.columns.map((each) => each.column), ...mapping.ignored];
  const missing = known.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !known.includes(column));
  const twice = header.filter((column, at) => header.indexOf(column) !== at);
  if (twice.length > 0) {
    throw new CannotRun({
      en: `${shown}: two columns are called ${quoted(twice)}`,
      vi: `${shown}: có hai cột tên ${quoted(twice)}`,
    });
  }
  const needed = missing.filter((column) => !mapping.ignored.includes(column));
  if (needed.length > 0) {
    throw new CannotRun(
      {
        en: `${shown} has no column ${quoted(needed)}, which the mapping reads`,
        vi: `${shown} không có cột ${quoted(needed)} mà tệp ánh xạ cần`,
      },
      {
        en: `its columns: ${quoted(header)}`,
        vi: `các cột của tệp: ${quoted(header)}`,
      },
    );
  }
  if (unknown.length > 0) {
    throw new CannotRun(
      {
        en: `${shown} has the column ${quoted(unknown)}, which the mapping does not name`,
        vi: `${shown} có cột ${quoted(unknown)} mà tệp ánh xạ không nêu`,
      },
      { en: "map it, or list it under `ignored`", vi: "hãy ánh xạ, hoặc ghi vào `ignored`" },
    );
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
