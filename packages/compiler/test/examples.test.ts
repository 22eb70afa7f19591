// Every example in the tables of the language gives what it says: interpreted, emitted as lowered, emitted optimised.
import {
  aggregates,
  type BundleIr,
  createInterpreter,
  type Example,
  type Expr,
  frameOf,
  functions,
  type OperatorSpec,
  operators,
  textFromValue,
  type World,
} from "@luong/spec";
import { beforeAll, describe, expect, test } from "vitest";
import { engineFrom, irFrom } from "./decide-source.ts";

const schema = `schema vn.examples version 1 "Examples" zone "+07:00"
currency USD digits 2, VND digits 0
unit kg = KGM, gram = GRM, tonne = TNE, pcs = PCE, pair = PR, dozen = DZN, litre = LTR
record Declaration "Declaration" key number clock declared_at
  number: Id "Number" example "1"
  declared_at: Instant "Declared at" example 2026-02-01T09:00
flow import "Import"
stage clearance "Clearance"
`;

const groups: Readonly<Record<string, Readonly<Record<string, Pick<OperatorSpec, "examples">>>>> = {
  operators,
  functions,
  aggregates,
};

const examples: readonly (Example & { readonly owner: string })[] = Object.entries(groups).flatMap(
  ([group, table]) =>
    Object.entries(table).flatMap(([name, spec]) =>
      spec.examples.map((each) => ({ ...each, owner: `${group}.${name}` })),
    ),
);

/** The example as a condition: a value stands twice in a comparison, where it keeps its own type. */
function criterionOf({ source, value }: Example, index: number): string {
  const when = typeof value === "boolean" ? source : `(${source}) = (${source})`;
  return `criterion EX-${index} "${index}"\n  on import at clearance\n  when ${when}\n  then channel yellow\n`;
}

/** True for those that hold, and for values, as they equal themselves; null where there is none. */
function truthOf({ value }: Example): boolean | null {
  return value === "unknown" ? null : value !== false;
}

let ir: BundleIr;

beforeAll(() => {
  const criteria = examples.map(criterionOf).join("\n");
  ir = irFrom(schema, `criteria set "Examples" version 1\nuse schema vn.examples 1\n\n${criteria}`);
});

const question = { declaration: { number: "1" }, flow: "import", stage: "clearance", now: 0 };

function interpreted(index: number, { value }: Example): boolean | string {
  const world: Partial<World> = {
    schema: ir.schema,
    parentOf: () => undefined,
    rate: () => undefined,
  };
  const interpreter = createInterpreter(ir, world as World);
  const when = ir.criteria.find(({ id }) => id === `EX-${index}`)?.when;
  if (when === undefined) throw new RangeError("no such criterion");
  if (typeof value === "boolean") return interpreter.truth(when, frameOf(question)).truth === 2;
  const expr: Expr | undefined = when.kind === "call" ? when.args[0] : undefined;
  if (expr === undefined) throw new RangeError("the example is no value");
  const found = interpreter.value(expr, frameOf(question));
  if (found.kind === "unknown") return "unknown";
  return textFromValue(found, expr.type, ir.schema, { language: "en", exact: true });
}

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(60);
});

describe("interpreted", () => {
  test.each(examples.map((each, index) => ({ ...each, index })))(
    "$owner: $source is $value",
    ({ index, ...example }) => {
      expect(interpreted(index, example)).toBe(example.value);
    },
  );
});

describe.each([
  ["as lowered", { optimise: false, backEnd: "emitted" }],
  ["optimised", { optimise: true, backEnd: "emitted" }],
  ["indexed", { optimise: true, backEnd: "indexed" }],
] as const)("%s", (_, compiling) => {
  test("every example is as true as it says", async () => {
    const engine = await engineFrom(ir, compiling, { allowUnbound: true });
    const { decision } = engine.decide({ number: "1", declared_at: "2026-02-01T09:00" });
    const hits = new Set(decision?.hits.map(({ criterion }) => criterion));
    const unknowns = new Set(decision?.unknown.map(({ criterion }) => criterion));
    const found = examples.map(({ owner, source }, index) => {
      const id = `EX-${index}`;
      return { owner, source, truth: hits.has(id) ? true : unknowns.has(id) ? null : false };
    });
    expect(found).toEqual(
      examples.map((each) => ({ owner: each.owner, source: each.source, truth: truthOf(each) })),
    );
  });
});
