// Open declarations under changes of lists, versions that are refused, calls that overlap: what the command's tests do not reach.
// Comes in: the example set, which looks at no history. Goes out: nothing.
import { expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { createEngine, type Outcome } from "../engine.ts";
import { interpretedBundle } from "../evaluate/interpreted.ts";
import { Live } from "./live.ts";

const start = Date.UTC(2026, 1, 1, 2);
const hour = 3_600_000;

function live(): Live {
  const options = { ...exampleOptions, lists: { ...exampleOptions.lists, suspects: [] } };
  return new Live(exampleIr, (history) =>
    createEngine(interpretedBundle(exampleIr), { ...options, history }),
  );
}

/** Nothing of the example set speaks of it but a list of its importer. */
function declared(number: string, importer: string, over: Readonly<Record<string, unknown>> = {}) {
  const plain = { number, importer, office: "02CI", priority: false, count: 1, items: [] };
  return { declaration: { ...plain, ...over }, now: start };
}

const said = (outcomes: readonly Outcome[]): readonly unknown[] =>
  outcomes.map(({ decision, rejection }) =>
    decision === undefined
      ? rejection.faults.map(({ code }) => code)
      : `${decision.declaration} ${decision.channel}`,
  );

async function twoOpen(): Promise<Live> {
  const given = live();
  expect(said(await given.declare(declared("A", "T1")))).toEqual(["A green"]);
  expect(said(await given.declare(declared("B", "T2")))).toEqual(["B green"]);
  return given;
}

test("a changed list decides those again that it speaks of", async () => {
  const given = await twoOpen();
  const outcomes = await given.change({ lists: { suspects: ["T1"] } }, start + hour);
  expect(said(outcomes)).toEqual(["A red"]);
  expect(outcomes[0]?.decision?.replaces).toMatchObject({
    channel: "green",
    because: { kind: "update", number: 1 },
    hit: ["LST-010"],
  });
  expect(given.counts()).toMatchObject({ decided: 2, changed: 1, confirmed: 0 });
});

test("a decision that is held is given once; a reason code lowers it later", async () => {
  const given = await twoOpen();
  await given.change({ lists: { suspects: ["T1"] } }, start + hour);
  const held = await given.change({ lists: { suspects: [] } }, start + 2 * hour);
  expect(said(held)).toEqual(["A red"]);
  expect(held[0]?.decision?.steps.at(-1)).toEqual({ rule: "held", from: "green", to: "red" });
  expect(await given.change({ lists: { suspects: ["T9"] } }, start + 3 * hour)).toEqual([]);
  // The same version told again, with a reason.
  const lowered = await given.declare({ ...declared("A", "T1"), reason: "CLEARED" });
  expect(said(lowered)).toEqual(["A green"]);
  expect(lowered[0]?.decision?.replaces).toMatchObject({ channel: "red", reason: "CLEARED" });
});

test("a version that is refused leaves the declaration open as it was", async () => {
  const given = await twoOpen();
  const refused = await given.declare(declared("A", "T1", { revision: 1, count: "two" }));
  expect(said(refused)).toEqual([["LU6104"]]);
  expect(said(await given.change({ lists: { suspects: ["T1"] } }, start + hour))).toEqual([
    "A red",
  ]);
});

test("a change that is refused changes nothing", async () => {
  const given = await twoOpen();
  await expect(given.change({ lists: { nobody: [] } }, start + hour)).rejects.toThrow(/nobody/);
  expect(said(await given.change({ lists: { suspects: ["T2"] } }, start + hour))).toEqual([
    "B red",
  ]);
});

test("what is released is decided no more", async () => {
  const given = await twoOpen();
  expect([given.release("A"), given.release("A"), given.open]).toEqual([true, false, 1]);
  expect(said(await given.change({ lists: { suspects: ["T1", "T2"] } }, start + hour))).toEqual([
    "B red",
  ]);
  expect([given.releaseBefore(start), given.open]).toEqual([0, 1]);
  expect([given.releaseBefore(start + 1), given.open]).toEqual([1, 0]);
});

test("calls that overlap are answered one after the other", async () => {
  const given = live();
  const [a, b, change] = await Promise.all([
    given.declare(declared("A", "T1")),
    given.declare(declared("B", "T2")),
    given.change({ lists: { suspects: ["T1", "T2"] } }, start + hour),
  ]);
  expect([a, b, change].map(said)).toEqual([["A green"], ["B green"], ["A red", "B red"]]);
});
