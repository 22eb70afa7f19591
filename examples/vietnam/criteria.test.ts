// The set is sound, its tests pass, and every criterion hits something among generated declarations.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Decision } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { criteriaHit, decide, inFolder, luong } from "../luong.ts";
import { generate } from "./generator.ts";
import type { Flow } from "./parts.ts";

const set = fileURLToPath(new URL(".", import.meta.url));

const criteria = readdirSync(set)
  .filter((file) => file.endsWith(".crit"))
  .flatMap((file) => [
    ...readFileSync(join(set, file), "utf8").matchAll(/^(?:criterion|tiêu chí) ([A-Z0-9-]+)/gm),
  ])
  .map(([, id = ""]) => id)
  .sort();

/** Decisions of generated declarations, one run of the command for each way of asking. */
function decisionsOf(
  flow: Flow,
  count: number,
  ...asks: readonly (readonly string[])[]
): Decision[] {
  return inFolder((folder) => {
    const file = join(folder, "declarations.ndjson");
    const lines = [...generate(7, count, flow)].map((each) => `${JSON.stringify(each)}\n`);
    writeFileSync(file, lines.join(""));
    return asks.flatMap((ask) => {
      const { run, decisions } = decide(set, file, "--flow", flow, ...ask);
      expect(run.status, run.output + run.errors).toBe(0);
      expect(decisions).toHaveLength(count);
      return decisions;
    });
  });
}

test("no errors, no warnings", () => {
  const { status, output, errors } = luong("check", "--set", set, "--format", "json");
  expect(status, output + errors).toBe(0);
  expect(JSON.parse(output).summary).toMatchObject({ errors: 0, warnings: 0 });
});

test("every criterion has tests, and all pass", () => {
  const { status, output, errors } = luong("test", "--set", set, "--format", "json");
  expect(status, output.slice(-2_000) + errors).toBe(0);
  const tested = new Set(
    JSON.parse(output).results.map((each: { criterion: string }) => each.criterion),
  );
  expect(criteria.filter((id) => !tested.has(id))).toEqual([]);
});

describe("generated declarations", () => {
  const clearance = decisionsOf("import", 2_000, ["--explain", "none"]);

  test("channels are in the usual proportions: most green, few red", () => {
    const share = (channel: string): number =>
      clearance.filter((each) => each.channel === channel).length / clearance.length;
    expect(share("green")).toBeGreaterThan(0.5);
    expect(share("red")).toBeGreaterThan(0.02);
    expect(share("red")).toBeLessThan(0.08);
  });

  test("every criterion hits at least once", () => {
    const hit = criteriaHit([
      ...clearance,
      ...decisionsOf(
        "import",
        1_500,
        ["--stage", "amendment"],
        ["--stage", "scanning"],
        // The time limits of temporary imports have passed by then.
        ["--stage", "follow_up", "--now", "2026-06-01T09:00"],
      ),
      ...decisionsOf("export", 300, ["--explain", "none"]),
    ]);
    expect(criteria.length).toBeGreaterThan(40);
    expect(criteria.filter((id) => !hit.has(id))).toEqual([]);
  });
});
