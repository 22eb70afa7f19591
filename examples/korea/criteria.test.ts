// The set is sound, its tests pass, and the mapping reads the columns of the public set. The rows here are made up;
// the set itself is not part of this repository.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ScoreAnswer } from "@luong/runtime";
import { describe, expect, test } from "vitest";
import { decide, inFolder, luong } from "../luong.ts";
import { openFraudModel } from "./model/fraud-model.ts";

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

test("the score of a decision is the one the model gives for its facts, missing ones among them", () => {
  const model = openFraudModel();
  // In the order of the model: office … origin_mark, duty_rate, net_mass, item_price, price_per_kg.
  const codes = ["40", "B", "11", "21", "11", "10", "440890", "BE", "BE", "FEU1", "G"];
  const [weighed, massless] =
    model.scoreSync?.([
      { inputs: [...codes, 0, 108, 1000.5, 1000.5 / 108] },
      { inputs: [...codes, 0, 0, 1000.5, null] },
    ]) ?? [];
  const declared = {
    registered_at: "2020-03-02T00:00:00+09:00",
    office: "40",
    process_type: "B",
    import_type: "11",
    import_use: "21",
    payment_type: "11",
    mode: "10",
    declarant: "A",
    importer: "B",
    hs: "440890",
    departure: "BE",
    origin: "BE",
    duty_rate: 0,
    tax_type: "FEU1",
    origin_mark: "G",
    item_price: 1000.5,
  };
  inFolder((folder) => {
    const file = join(folder, "rows.ndjson");
    const rows = [
      { declaration_id: "1", net_mass: 108, ...declared },
      { declaration_id: "2", net_mass: 0, ...declared },
    ];
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const { run, decisions } = decide(set, file, "--explain", "full");
    expect(
      decisions.map(({ models }) => models?.[0]?.failed),
      run.output + run.errors,
    ).toEqual([undefined, undefined]);
    const points = decisions.map(
      ({ scores }) => scores.find(({ scorecard }) => scorecard === "model_risk")?.value,
    );
    expect(points).toEqual([pointsOf(weighed), pointsOf(massless)]);
  });
});

/** The bands of `model_risk`. */
function pointsOf(answer: ScoreAnswer | undefined): number {
  if (answer === undefined || "failed" in answer) return 1;
  const score = Number(answer.outputs["score"]);
  return score < 0.2 ? 0 : score < 0.5 ? 1 : score < 0.8 ? 2 : 4;
}

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
      // The model was really asked, of every one, and it is the one luong.json pins.
      expect(decisions.map((each) => each.models)).toEqual(
        Array(3).fill([
          {
            score: "fraud_score",
            version: 1,
            plugin: "trees:fraud",
            model: { version: "1", digest: "49b4bfcfd89a" },
          },
        ]),
      );
      expect(decisions[0]?.at).toBe("2020-03-02T00:00:00+09:00");
    });
  });
});
