/**
 * Checks the cells of a row as if they were facts: the columns become the fields of a record.
 *
 * So a table, a list and a declaration are held to the same rules and speak the same words. A range cell is checked end by end.
 */
import type { Field, Schema, Type } from "@luong/spec";
import { CodeChecker } from "../facts/codes.ts";
import { faultsFromValidator } from "../facts/faults.ts";
import { validateBySchema } from "../facts/validate-schema.ts";
import type { BindContext } from "./bind-context.ts";

export interface CellColumn {
  readonly name: string;
  readonly type: Type;
  readonly optional: boolean;
  /** The cell is `[from, to]`. */
  readonly pair: boolean;
}

function fieldOf(column: CellColumn): Field {
  const type: Type = column.pair ? { kind: "set", of: column.type, max: 2 } : column.type;
  return { name: column.name, type, optional: column.optional, label: {}, derived: false };
}

const ROW = "(row)";

function rowSchema(schema: Schema, columns: readonly CellColumn[]): Schema {
  const record = { name: ROW, label: {}, key: [], fields: columns.map(fieldOf) };
  return { ...schema, root: ROW, records: [...schema.records, record] };
}

export class CellChecker {
  private readonly context: BindContext;
  private readonly columns: readonly CellColumn[];
  private readonly schema: Schema;
  private readonly codes: CodeChecker;

  constructor(context: BindContext, columns: readonly CellColumn[]) {
    this.context = context;
    this.columns = columns;
    this.schema = rowSchema(context.schema, columns);
    this.codes = new CodeChecker(this.schema, context.codeSets);
  }

  /** True when every cell fits its column; else problems are pushed under `path`. */
  check(cells: readonly unknown[], path: string): boolean {
    const row = Object.fromEntries(
      this.columns.map(({ name }, index) => [name, cells[index] ?? null]),
    );
    const found = faultsFromValidator(this.schema, row, validateBySchema(this.schema, row));
    const faults = found.length === 0 ? this.codes.check(row) : found;
    // A list has one column, whose name nobody wrote.
    const single = this.columns.length === 1 && this.columns[0]?.name === "value";
    for (const each of faults) {
      const inside = single ? each.path.replace(/^\/value/, "") : each.path;
      this.context.problems.push({ ...each, path: path + inside });
    }
    return faults.length === 0;
  }
}
