/**
 * Binds what `luong.json` names: CSV and Parquet files in, the engine's options out.
 *
 * Comes in: the set's configuration and the lists, tables and code lists of the compiled set. Rows of tables are checked here, where their lines are
 * known; of the rest the engine checks every member, period and name.
 */
import { resolve } from "node:path";
import { type EngineOptions, intakeContext, type RowStore } from "@luong/runtime";
import type { BundleIr, Code, ListIr, ListMember, TableRow } from "@luong/spec";
import { CannotRun } from "../both.ts";
import type { SetConfig } from "../config.ts";
import type { Environment } from "../locale.ts";
import { PERIOD, type RowsProgress, readRows } from "../rows/read-rows.ts";
import { type FileErrors, RowErrors } from "../rows/row-errors.ts";
import type { CriteriaSet } from "../set.ts";
import { showFile } from "../set.ts";
import { type CsvTable, readCsvTable } from "./csv-table.ts";

export type Bound = Pick<EngineOptions, "lists" | "tables" | "codes" | "rates" | "samplingKey">;

/** Told while a table is read; `shown` is its file. */
export type OnRows = (shown: string, progress: RowsProgress) => void;

/** Tables whose rows the caller has already: their files are not opened. */
type HeldTables = Readonly<Record<string, unknown>>;

/** `set` says where files are and how they are shown. Throws `RowErrors` with all that is wrong with all tables. */
export async function bindingsOf(
  set: Pick<CriteriaSet, "folder" | "shown" | "config">,
  ir: BundleIr,
  environment: Environment,
  onRows: OnRows = () => undefined,
  held: HeldTables = {},
): Promise<Bound> {
  const open = (file: string): CsvTable =>
    readCsvTable(resolve(set.folder, file), showFile(set, file));
  const { config } = set;
  const rates = config.rates === null ? undefined : ratesFrom(open(config.rates));
  const samplingKey = environment.LUONG_SAMPLING_KEY || config.samplingKey;
  const codes = mapFiles(config.codeLists, open, codesFrom);
  return {
    lists: mapFiles(config.lists, open, (table, name) =>
      membersFrom(
        table,
        ir.lists.find((list) => list.name === name),
      ),
    ),
    tables: await readTables(set, ir, codes, onRows, held),
    codes,
    ...(rates === undefined ? {} : { rates }),
    ...(samplingKey === null ? {} : { samplingKey }),
  };
}

type Tables = NonNullable<EngineOptions["tables"]>;

/** A table the set does not have is left to the engine, which says so with a suggestion. */
async function readTables(
  set: Pick<CriteriaSet, "folder" | "shown" | "config">,
  ir: BundleIr,
  codes: Bound["codes"],
  onRows: OnRows,
  held: HeldTables,
): Promise<Tables> {
  const context = intakeContext(ir, codes === undefined ? {} : { codes }, []);
  const tables: Record<string, RowStore | readonly TableRow[]> = {};
  const wrong: FileErrors[] = [];
  for (const [name, file] of Object.entries(set.config.tables)) {
    if (Object.hasOwn(held, name)) continue;
    const declared = ir.tables.find((each) => each.name === name);
    const shown = showFile(set, file);
    if (declared === undefined) {
      tables[name] = [];
      continue;
    }
    const path = resolve(set.folder, file);
    const { store, errors } = await readRows({ path, shown }, declared, context, (progress) =>
      onRows(shown, progress),
    );
    if (errors === null) tables[name] = store;
    else wrong.push(errors);
  }
  if (wrong.length > 0) throw new RowErrors(wrong);
  return tables;
}

function mapFiles<T>(
  files: SetConfig["lists"],
  open: (file: string) => CsvTable,
  convert: (table: CsvTable, name: string) => readonly T[],
): Readonly<Record<string, readonly T[]>> {
  const entries = Object.entries(files);
  return Object.fromEntries(entries.map(([name, file]) => [name, convert(open(file), name)]));
}

function periodOf(
  table: CsvTable,
  row: readonly string[],
): Pick<TableRow, "validFrom" | "validUntil"> {
  const validFrom = table.cell(row, "valid_from");
  const validUntil = table.cell(row, "valid_until");
  return {
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

/** The members' column is `code`, `value` or the list's own name, else the first. */
function membersFrom(table: CsvTable, list: ListIr | undefined): readonly ListMember[] {
  const named = ["code", "value", list?.name ?? ""].find((name) => table.has(name));
  const column = named ?? table.header[0] ?? "";
  table.allow([column, ...PERIOD]);
  return table.rows.flatMap((row) => {
    const value = table.cell(row, column);
    return value === undefined ? [] : [{ value, ...periodOf(table, row) }];
  });
}

function codesFrom(table: CsvTable): readonly Code[] {
  table.need("code");
  table.allow(["code", "parent", "en", "vi"]);
  return table.rows.flatMap((row) => {
    const code = table.cell(row, "code");
    if (code === undefined) return [];
    const parent = table.cell(row, "parent");
    const en = table.cell(row, "en");
    const vi = table.cell(row, "vi");
    const label = { ...(en === undefined ? {} : { en }), ...(vi === undefined ? {} : { vi }) };
    return [{ code, label, ...(parent === undefined ? {} : { parent }) }];
  });
}

function ratesFrom(table: CsvTable): Readonly<Record<string, string>> {
  table.allow(["from", "to", "rate"]);
  const [from, to, rate] = [table.need("from"), table.need("to"), table.need("rate")];
  const rates: Record<string, string> = {};
  for (const row of table.rows) {
    const pair = `${row[from]?.trim()}/${row[to]?.trim()}`;
    if (Object.hasOwn(rates, pair)) {
      throw new CannotRun({
        en: `${table.shown}: the rate ${pair} is given twice`,
        vi: `${table.shown}: tỷ giá ${pair} ghi hai lần`,
      });
    }
    rates[pair] = row[rate]?.trim() ?? "";
  }
  return rates;
}
