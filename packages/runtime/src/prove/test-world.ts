/**
 * The world of one test: what is bound, with the rows and members the test gives in its place.
 *
 * A list or table that the test names holds what the test says and nothing else, so the test can be read alone.
 */
import type {
  BundleIr,
  Fault,
  ListBinding,
  ListMember,
  TableBinding,
  TestIr,
  World,
} from "@luong/spec";
import { codeSetFrom } from "../facts/code-sets.ts";
import { pointer } from "../facts/pointer.ts";
import { onlyWalkedTables } from "../load/bind.ts";
import type { BindContext } from "../load/bind-context.ts";
import { bindList } from "../load/bind-list.ts";
import { bindTable } from "../load/bind-table.ts";

export interface TestWorld {
  readonly world: World;
  /** What is wrong with the rows and members the test gives. */
  readonly problems: readonly Fault[];
}

export function testWorld(ir: BundleIr, test: TestIr, world: World): TestWorld {
  const problems: Fault[] = [];
  const codeSets = new Map(
    ir.schema.codeLists.map((list) => [list.name, codeSetFrom(list, list.codes)]),
  );
  const onlyWalked = onlyWalkedTables(ir);
  const context: BindContext = { schema: ir.schema, codeSets, problems, onlyWalked };
  const tables = new Map<string, TableBinding>();
  for (const table of ir.tables) {
    const rows = test.tables[table.name];
    if (rows !== undefined)
      tables.set(table.name, bindTable(table, rows, pointer("", table.name), context));
  }
  const lists = new Map<string, ListBinding>();
  for (const list of ir.lists) {
    const members: readonly (string | ListMember)[] | undefined = test.lists[list.name];
    if (members !== undefined)
      lists.set(list.name, bindList(list, members, pointer("", list.name), context));
  }
  return {
    world: {
      ...world,
      list: (name) => lists.get(name) ?? world.list(name),
      table: (name) => tables.get(name) ?? world.table(name),
    },
    problems,
  };
}
