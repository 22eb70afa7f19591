// Files of the other stages: five hundred rows each, planted signs there and nowhere else. Each sign is looked for as an officer would say it.
import { describe, expect, test } from "vitest";
import type { AuditCase } from "./audit.ts";
import type { GateQuestion } from "./gate.ts";
import { stageFiles } from "./generate.ts";
import type { ManifestBill } from "./manifest.ts";
import type { StageFile } from "./parts.ts";
import type { Passenger } from "./passengers.ts";
import type { QuayContainer } from "./scanner.ts";

const files = stageFiles(7);

const hours = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;

type Sign<T> = (row: T) => boolean;

const billSigns: readonly Sign<ManifestBill>[] = [
  ({ description }) => /general cargo/i.test(description),
  ({ description, transhipment_ports: ports }) =>
    /ivory|pangolin/i.test(description) && ports.includes("NGAPP"),
  ({ containers }) =>
    containers.some(({ state, gross_weight }) => state === "EMPTY" && gross_weight > 0),
  ({ sent_at, arrives_at }) => hours(sent_at, arrives_at) < 12,
  ({ containers }) => containers.some(({ gross_weight }) => gross_weight > 32_000),
];

const boxSigns: readonly Sign<QuayContainer>[] = [
  ({ verified_mass, manifest_mass }) =>
    manifest_mass > 0 && Math.abs(verified_mass / manifest_mass - 1) > 0.2,
  ({ seal_declared, seal_read }) => seal_read !== undefined && seal_read !== seal_declared,
  ({ temperature_set, temperature_read }) =>
    temperature_set !== undefined && Math.abs((temperature_read ?? 0) - temperature_set) > 10,
  ({ state, verified_mass }) => state === "EMPTY" && verified_mass > 500,
];

const auditSigns: readonly Sign<AuditCase>[] = [
  ({ turnover, stock_change, import_value }) => turnover + stock_change < 0.8 * import_value,
  ({ duty_refunded, duty_paid }) => duty_refunded > 0.6 * duty_paid,
  ({ related_party_value, import_value }) => related_party_value > 0.8 * import_value,
  ({ materials_in, materials_used }) => materials_in > 0 && materials_used < 0.7 * materials_in,
];

const passengerSigns: readonly Sign<Passenger>[] = [
  ({ left_on = "", arrives_at, paid_by }) =>
    hours(`${left_on}T00:00:00+07:00`, arrives_at) < 80 && paid_by === "CASH",
  ({ trips_90, bag_weight }) => trips_90 >= 8 && bag_weight > 60,
  ({ document_no }) => document_no.replaceAll("O", "0") === "X5012345",
  ({ via_ports, bags }) => via_ports.includes("KEMBA") && bags === 0,
];

function signed<T>(
  file: StageFile<unknown> | undefined,
  signs: readonly Sign<T>[],
  idOf: (row: T) => string,
): string[] {
  const rows = (file?.rows ?? []) as readonly T[];
  return rows.filter((row) => signs.some((sign) => sign(row))).map(idOf);
}

describe("planted = signed", () => {
  test.each([
    ["manifest", signed(files["manifest"], billSigns, ({ bill_no }) => bill_no)],
    ["scanner", signed(files["scanner"], boxSigns, ({ task_no }) => task_no)],
    ["audit", signed(files["audit"], auditSigns, ({ case_no }) => case_no)],
    ["passengers", signed(files["passengers"], passengerSigns, ({ passenger_no }) => passenger_no)],
  ])("%s", (name, ids) => {
    expect(files[name]?.rows).toHaveLength(500);
    expect(ids).toEqual(files[name]?.truth.map(({ id }) => id));
    expect(ids).toHaveLength(20);
  });

  test("gate: nine planted passages, each with its declaration", () => {
    const { rows, truth } = files["gate"] ?? { rows: [], truth: [] };
    expect(rows).toHaveLength(500);
    expect(truth).toHaveLength(9);
    const ids = (rows as readonly GateQuestion[]).map(({ event }) => event.passage_no);
    expect(truth.filter(({ id }) => !ids.includes(id))).toEqual([]);
  });

  test("the same seed gives the same rows", () => {
    expect(stageFiles(7)).toEqual(files);
    expect(stageFiles(8)["manifest"]).not.toEqual(files["manifest"]);
  });
});
