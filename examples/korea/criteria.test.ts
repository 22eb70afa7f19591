// The set is sound, its tests pass, and the mapping reads the columns of the public set. The rows here are made up;
// the set itself is not part of this repository.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { decide, inFolder, luong } from "../luong.ts";

const set = fileURLToPath(new URL(".", import.meta.url));

const criteria = readdirSync(set)
  .filter((file) => file.endsWith(".crit"))
  .flatMap((file) => [...readFileSync(join(set, file), "utf8").matchAll(/^criterion (\S+)/gm)])
  .map(([, id = ""]) => id);

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
  expect(criteria.length).toBeGreaterThanOrEqual(28);
  expect(criteria.filter((id) => !tested.has(id))).toEqual([]);
});

test("indicators: at most 150 rows, each with a name of its own, none with counts of the set", () => {
  const [head, ...rows] = readFileSync(join(set, "bindings/risk-indicators.csv"), "utf8")
    .trim()
    .split("\n");
  expect(head).toBe("id,hs,origin,level,points");
  expect(rows.length).toBeLessThanOrEqual(150);
  expect(new Set(rows.map((row) => row.split(",")[0])).size).toBe(rows.length);
  expect(
    rows.every((row) => /^K\d{3},\d{6},[A-Z]{0,2},(red|yellow),(10|20|30|40)$/.test(row)),
  ).toBe(true);
});

describe("a CSV file with the columns of the public set", () => {
  const HEAD =
    "Declaration ID,Date,Office ID,Process Type,Import Type,Import Use,Payment Type,Mode of Transport,Declarant ID,Importer ID,Seller ID,Courier ID,HS6 Code,Country of Departure,Country of Origin,Tax Rate,Tax Type,Country of Origin Indicator,Net Mass,Item Price,Fraud,Critical Fraud";
  const ROWS = [
    "10000001,2020-03-02,40,B,11,21,11,10,AAAAAA1,BBBBBB1,CCCCCC1,,440890,BE,BE,0.0,FEU1,G,108.0,1000.5,0,0",
    // Seventeen digits, as a program writes a double; no seller.
    "10000002,2020-03-02,40,B,11,21,11,40,AAAAAA1,BBBBBB2,,DDDDD1,930320,US,US,8.0,A,Y,0.3,12.340000000000002,1,0",
    "10000003,2020-03-03,20,B,11,21,11,10,AAAAAA2,BBBBBB3,CCCCCC2,,870830,DE,CN,8.0,A,E,50.0,90000.0,1,0",
    "10000004,2020-02-30,20,B,11,21,11,10,AAAAAA2,BBBBBB3,CCCCCC2,,870830,DE,CN,8.0,A,E,50.0,90000.0,1,0",
  ];

  test("is decided row by row; a row that cannot be is rejected, the others go on", () => {
    inFolder((folder) => {
      const file = join(folder, "rows.csv");
      writeFileSync(file, `${[HEAD, ...ROWS].join("\n")}\n`);
      const { run, decisions } = decide(set, file);
      expect(
        decisions.map((each) => each.declaration),
        run.output + run.errors,
      ).toEqual(["10000001", "10000002", "10000003"]);
      expect(decisions.map((each) => each.hits.map((hit) => hit.criterion))).toEqual([
        [],
        ["REG-001"],
        ["GDS-302", "GDS-308", "RTE-103"],
      ]);
      expect(decisions[1]?.channel).toBe("red");
      expect(decisions[0]?.at).toBe("2020-03-02T00:00:00+09:00");
    });
  });
});
