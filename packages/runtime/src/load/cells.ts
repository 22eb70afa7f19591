/**
 * Checks the cells of a row as if they were facts: the columns become the fields of a record.
 *
 * So a table, a list and a declaration are held to the same rules and speak the same words. A range cell is checked end by end.
 */
import type { Fault, Field, Schema, Type } from "@luong/spec";
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
  private readonly isNameless: boolean;

  /** `isNameless`: the one column has no name its writer knows, so paths end before it. */
  constructor(context: BindContext, columns: readonly CellColumn[], isNameless = false) {
    this.isNameless = isNameless;
    this.context = context;
    this.columns = columns;
    this.schema = rowSchema(context.schema, columns);
    this.codes = new CodeChecker(this.schema, context.codeSets);
  }

  /** Do the cells have the form of their columns? Whether their codes are known is not asked. */
  hasForm(cells: readonly unknown[]): boolean {
    return validateBySchema(this.schema, this.rowOf(cells)).length === 0;
  }

  /** What does not fit, with paths from the row on. */
  faults(cells: readonly unknown[]): readonly Fault[] {
    const row = this.rowOf(cells);
    const found = faultsFromValidator(this.schema, row, validateBySchema(this.schema, row));
    return found.length === 0 ? this.codes.check(row) : found;
  }

  /** True when every cell fits its column; else problems are pushed under `path`. */
  check(cells: readonly unknown[], path: string): boolean {
    const faults = this.faults(cells);
    for (const each of faults) {
      const inside = this.isNameless ? each.path.replace(/^\/[^/]*/, "") : each.path;
      this.context.problems.push({ ...each, path: path + inside });
    }
    return faults.length === 0;
  }

  private rowOf(cells: readonly unknown[]): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.columns.map(({ name }, index) => [name, cells[index] ?? null]));
  }
}
