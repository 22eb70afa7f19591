// The promises of the simulated world: same seed same bytes, files in the order of what is known, as many declarations as asked for, rows that the
// schema of the set knows, and the habits of cameras in the stated shares.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isContainerNo, isPlate, platesAlike } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { misreadPlate, SHARES } from "./camera.ts";
import { optionsFrom } from "./generate.ts";
import type { Envelope, FileName, HistoryDeclaration, Passage } from "./rows.ts";
import { simulate } from "./simulate.ts";
import { plate } from "./traders.ts";
import { type HistoryOptions, World } from "./world.ts";

const SMALL: HistoryOptions = {
  days: 6,
  declarations: 2_000,
  traders: 150,
  seed: 7,
  before: 3_000,
};
const START = "2026-03-02T00:00:00+07:00";
const END = "2026-03-08T00:00:00+07:00";

function digest(options: HistoryOptions): string {
  const hash = createHash("sha256");
  const { truth } = simulate(options, (file, before, line) => {
    hash.update(`${file} ${before} ${line}\n`);
  });
  return hash.update(JSON.stringify(truth)).digest("hex");
}

interface Told {
  readonly file: FileName;
  readonly before: boolean;
  readonly envelope: Envelope;
}

function run(options: HistoryOptions): Told[] {
  const told: Told[] = [];
  simulate(options, (file, before, line) =>
    told.push({ file, before, envelope: JSON.parse(line) }),
  );
  return told;
}

const told = run(SMALL);
const rowsOf = <T>(file: FileName): T[] =>
  told
    .filter((each) => each.file === file && each.envelope.withdrawn !== true)
    .map(({ envelope }) => envelope.row as T);
const passages = told.filter(({ file }) => file === "passages").map(({ envelope }) => envelope);

describe("simulate", () => {
  test("the same seed gives the same lines, another seed others", () => {
    expect(digest(SMALL)).toBe(digest(SMALL));
    expect(digest({ ...SMALL, seed: 8 })).not.toBe(digest(SMALL));
  });

  test("lines stand in the order in which they became known, before and in the run", () => {
    const last = new Map<string, string>();
    for (const { file, before, envelope } of told) {
      expect(envelope.known >= (last.get(file) ?? "")).toBe(true);
      last.set(file, envelope.known);
      expect(before).toBe(envelope.known < START);
      expect(envelope.known < END).toBe(true);
    }
  });

  test("as many declarations as asked for, numbered one after another", () => {
    const asked = told.filter(({ file, before }) => file === "declarations" && !before);
    expect(asked).toHaveLength(SMALL.declarations);
    const numbers = rowsOf<HistoryDeclaration>("declarations").map(
      ({ declaration_no }) => declaration_no,
    );
    // Some of history are told twice.
    expect(new Set(numbers).size).toBeGreaterThan(0.99 * numbers.length);
    expect(asked.every(({ envelope }) => envelope.stage === "clearance")).toBe(true);
  });

  test("sums agree but for the planted ones", () => {
    const rows = rowsOf<HistoryDeclaration>("declarations");
    for (const { items, total_customs_value } of rows) {
      expect(items.reduce((sum, item) => sum + item.customs_value, 0)).toBe(total_customs_value);
    }
    const light = rows.filter(
      ({ items, gross_weight }) =>
        items.reduce((sum, item) => sum + (item.net_weight ?? 0), 0) > gross_weight,
    );
    // Row 34 of the catalogue, three cases.
    expect(light).toHaveLength(3);
  });

  test("container numbers are right and different, but for the planted ones", () => {
    const first = rowsOf<HistoryDeclaration>("declarations").filter(
      ({ revision }) => revision === 0,
    );
    const byNumber = new Map(first.map((each) => [each.declaration_no, each]));
    const numbers = [...byNumber.values()].flatMap(({ containers }) =>
      containers.map(({ number }) => number),
    );
    // Row 48: every second of three cases fails its check digit.
    expect(numbers.filter((number) => !isContainerNo(number))).toHaveLength(2);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test("every trader of the run but the newcomers was there in the year before", () => {
    const known = new Set<string>();
    const fresh = new Set<string>();
    for (const { file, before, envelope } of told) {
      if (file !== "declarations" || envelope.flow !== "import") continue;
      const code = (envelope.row as HistoryDeclaration).importer.tax_code ?? "";
      if (before) known.add(code);
      else if (code.startsWith("0300") && code < "0300800000" && !known.has(code)) fresh.add(code);
    }
    // Two in a hundred of 150 traders.
    expect(fresh.size).toBeLessThanOrEqual(3);
    expect(known.size).toBeGreaterThan(120);
  });

  test("numbers of containers come once each", () => {
    const world = new World(SMALL, () => {});
    const random = world.randomFor(1);
    const made = Array.from({ length: 200_000 }, () => random.containerNo());
    expect(new Set(made).size).toBe(200_000);
    expect(made.slice(0, 500).every(isContainerNo)).toBe(true);
  });
});

describe("cameras", () => {
  test("plates have the form of the country", () => {
    const random = createRandom(1);
    const used = new Set<string>();
    for (let each = 0; each < 500; each += 1) expect(isPlate(plate(random, used))).toBe(true);
    expect(used.size).toBe(500);
  });

  test("a misread plate looks like the right one and like no other truck", () => {
    const random = createRandom(2);
    const plates = [...Array(300)].map(() => plate(random, new Set()));
    for (const right of plates) {
      const read = misreadPlate(random, right);
      expect(plates.filter((other) => platesAlike(read, other))).toEqual(
        plates.filter((other) => other === right),
      );
    }
  });

  test("late, twice, withdrawn in about the stated shares", () => {
    const delays = passages.map(
      ({ known, row }) =>
        (Date.parse(known) -
          Date.parse(row === undefined ? known : ((row as Passage).entered_at ?? known))) /
        60_000,
    );
    const late = delays.filter((minutes) => minutes >= 10).length / passages.length;
    const ids = passages.map(({ row }) => (row as Passage).passage_no);
    const again = (ids.length - new Set(ids).size) / ids.length;
    const withdrawn = passages.filter((each) => each.withdrawn === true).length / passages.length;
    expect(Math.abs(late - SHARES.late - SHARES.corrected)).toBeLessThan(0.015);
    // Told twice, corrected, and the withdrawal of a ghost: each adds one line.
    expect(Math.abs(again - SHARES.twice - SHARES.corrected - SHARES.ghost)).toBeLessThan(0.01);
    expect(Math.abs(withdrawn - SHARES.ghost)).toBeLessThan(0.003);
  });
});

/* ------------------------------------------------------------------ the schema */

interface RecordText {
  readonly fields: ReadonlySet<string>;
  readonly mandatory: readonly string[];
}

/** Fields of a record as the schema's text has them; derived ones are not written in files. */
function recordOf(schema: string, name: string): RecordText {
  const body = schema.split(new RegExp(`^record ${name} `, "m"))[1]?.split("\n\n")[0] ?? "";
  const lines = [...body.matchAll(/^ {2}([a-z_0-9]+): (.*)$/gm)].map(
    ([, field = "", rest = ""]) => ({ field, rest }),
  );
  return {
    fields: new Set(lines.map(({ field }) => field)),
    mandatory: lines
      .filter(
        ({ rest }) =>
          !/ optional /.test(rest) && !/^(list|set) of/.test(rest) && !rest.includes(" = "),
      )
      .map(({ field }) => field),
  };
}

describe("rows have the form of the schema", () => {
  const schema = readFileSync(new URL("../schema.crit", import.meta.url), "utf8");

  test.each([
    ["declarations", "Declaration"],
    ["amendments", "Declaration"],
    ["value-decisions", "Declaration"],
    ["follow-ups", "Declaration"],
    ["passages", "Passage"],
    ["appointments", "Appointment"],
    ["weighings", "Weighing"],
    ["scans", "Scan"],
    ["inspections", "Inspection"],
    ["consumptions", "Consumption"],
    ["licences", "Licence"],
    ["traders", "TraderVersion"],
    ["tariff", "TariffLine"],
  ] as const)("%s", (file, record) => {
    const { fields, mandatory } = recordOf(schema, record);
    expect(fields.size).toBeGreaterThan(3);
    const rows = rowsOf<Record<string, unknown>>(file);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(Object.keys(row).filter((name) => !fields.has(name))).toEqual([]);
      expect(mandatory.filter((name) => row[name] === undefined)).toEqual([]);
    }
  });

  test("lines of goods", () => {
    const { fields, mandatory } = recordOf(schema, "GoodsItem");
    for (const { items } of rowsOf<HistoryDeclaration>("declarations")) {
      for (const item of items) {
        expect(Object.keys(item).filter((name) => !fields.has(name))).toEqual([]);
        expect(mandatory.filter((name) => !(name in item))).toEqual([]);
      }
    }
  });
});

describe("options", () => {
  test("what is not said has a usual value", () => {
    expect(optionsFrom(["--out", "x"])).toEqual({
      days: 90,
      declarations: 200_000,
      traders: 5_000,
      seed: 7,
      before: 80_000,
      out: "x",
    });
  });

  test.each([
    [{ days: 3 }, /--days must be a whole number from 4 to 180, not 3/],
    [{ declarations: 299 }, /--declarations must be .* from 300/],
    [{ traders: 1.5 }, /--traders must be .* not 1.5/],
    [{ seed: Number.NaN }, /--seed must be .* not NaN/],
    [{ before: 0 }, /--before must be/],
  ])("%o is refused", (wrong, message) => {
    expect(() => simulate({ ...SMALL, ...wrong }, () => {})).toThrow(message);
  });

  test("a folder has to be named", () => {
    expect(() => optionsFrom([])).toThrow("--out FOLDER is missing");
  });
});
