/**
 * Whether a set is small enough to be answered by emitted code alone, when its bundle holds both that and an index.
 *
 * Comes in: the module, the options, how many rows a table has. Goes out: yes or no. Asking every one of a few rows costs less than telling an index the whole
 * declaration; how many are few was measured (`npm run bench -- korea`).
 */
import type { PredicateModule } from "../abi.ts";
import type { EngineOptions } from "../load/options.ts";

/** Rows of all tables of `for each row of` together. */
const FEW = 256;

export function hasFewRows(
  { ir, whole }: PredicateModule,
  options: EngineOptions,
  rowsOf: (table: string) => number,
): boolean {
  const { index, profile, indexed = false, added = [] } = options;
  // An index that is given is to be used, and only an index can be profiled or hold criteria that came later.
  const needsIndex = indexed || index !== undefined || profile !== undefined || added.length > 0;
  if (whole === undefined || needsIndex) return false;
  const walked = new Set(ir.criteria.flatMap(({ rowsOf }) => rowsOf ?? []));
  const rows = [...walked].reduce((sum, name) => sum + rowsOf(name), 0);
  return rows <= FEW;
}
