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
  ScoreBinding,
  TableBinding,
  TestIr,
  ToldRow,
  World,
} from "@luong/spec";
import { bindingFromLog, momentAt, valueFromJson } from "@luong/spec";
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

/** Rows a test gives are known when they happen; those that do not say when, from the beginning. A source without rows is there, and empty. */
function toldRows(ir: BundleIr, test: TestIr, now: number): readonly ToldRow[] {
  return Object.entries(test.rows ?? {}).flatMap(([name, rows]) => {
    const source = ir.schema.sources?.find((each) => each.name === name);
    const ofRegistry = source?.kind === "registry";
    return rows.map((json): ToldRow => {
      const at =
        source?.clock === undefined
          ? undefined
          : momentAt(json, source.clock, ir.schema.zoneMinutes);
      // A register is filled beforehand; what is planned is known before it happens.
      return { source: name, json, known: ofRegistry ? 0 : Math.min(at ?? 0, now) };
    });
  });
}

/** A score the test gives, whatever its inputs; another is not bound. */
function givenScore(ir: BundleIr, test: TestIr, name: string): ScoreBinding | undefined {
  const score = ir.modelScores?.find((each) => each.name === name);
  if (score === undefined) return undefined;
  return {
    read: (_, output) => {
      const subject = output === null ? name : `${name}.${output}`;
      const given = test.scores?.[subject] ?? null;
      const type = score.outputs.find((each) => each.name === output)?.type;
      return given === null || type === undefined
        ? { kind: "unknown", causes: [{ kind: "source failed", subject }] }
        : valueFromJson(given, type, ir.schema);
    },
  };
}

export function testWorld(ir: BundleIr, test: TestIr, world: World, now: number): TestWorld {
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
      source: bindingFromLog(ir, toldRows(ir, test, now)),
      modelScore: (name) => givenScore(ir, test, name),
    },
    problems,
  };
}
