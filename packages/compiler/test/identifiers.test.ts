// Plates, container numbers, names, addresses and working days in whole criteria: both languages, every way to decide, unknowns too.
import type { EngineOptions } from "@luong/runtime";
import { describe, expect, test } from "vitest";
import { engineFrom, irFrom, referenceEngine } from "./decide-source.ts";

const schema = `schema vn.gate version 1 "Gate" vi "Cổng" zone "+07:00"
codelist Country "Country" vi "Nước" = VN "Viet Nam" vi "Việt Nam", LA "Laos" vi "Lào", KH "Cambodia" vi "Campuchia", CN "China" vi "Trung Quốc"
codelist Port "Port" vi "Cảng" = CNSHA "Shanghai" vi "Thượng Hải", VNHPH "Hai Phong" vi "Hải Phòng"
record Container "Container" vi "Container"
  number: ContainerNo "Number" vi "Số" example "CSQU3054383"
record Declaration "Declaration" vi "Tờ khai" key number clock registered_at
  number: Id "Number" vi "Số" example "1"
  registered_at: Instant "Registered" vi "Đăng ký lúc" example 2026-02-13T09:00
  arrived_on: Date optional "Arrived" vi "Ngày đến"
  plate: Plate optional "Declared plate" vi "Biển số khai"
  seen_plate: Plate optional "Plate read" vi "Biển số đọc được"
  seen_container: ContainerNo optional "Container read" vi "Container đọc được"
  importer: Name "Importer" vi "Người nhập khẩu" example "Công ty A"
  consignee: Name optional "Consignee" vi "Người nhận"
  address: Address optional "Address" vi "Địa chỉ"
  warehouse: Address optional "Warehouse" vi "Kho"
  loading_port: Port "Port" vi "Cảng" example CNSHA
  notes: Text optional "Notes" vi "Ghi chú"
  containers: list of Container max 20 typical 2 each container
flow import "Import" vi "Nhập khẩu"
stage gate "Gate" vi "Cổng"
`;

const head = `criteria set "Gate" version 1
use schema vn.gate 1

list public_holidays of Date external
list written_holidays of Date = 2026-02-16, 2026-02-17
list watched of Plate = "29C-123.45"
`;

/** Conditions in English and in Vietnamese, in the order of their criteria. */
const conditions: readonly (readonly [en: string, vi: string])[] = [
  ["plate looks like seen_plate", "plate giống seen_plate"],
  ["plate does not look like seen_plate", "plate không giống seen_plate"],
  ['seen_plate looks like "29C-123.45"', 'seen_plate giống "29C-123.45"'],
  [
    "no container has container.number looks like seen_container",
    "không có container mà container.number giống seen_container",
  ],
  ["importer looks like consignee", "importer giống consignee"],
  ["address does not look like warehouse", "address không giống warehouse"],
  ["seen_plate is not valid", "seen_plate không hợp lệ"],
  ["seen_container is valid", "seen_container hợp lệ"],
  ["seen_plate.country in LA, KH, CN", "seen_plate.country thuộc LA, KH, CN"],
  ['seen_plate.province = "29"', 'seen_plate.province = "29"'],
  ["loading_port.country = CN", "loading_port.country = CN"],
  ["similarity(importer, consignee) >= 80%", "similarity(importer, consignee) >= 80%"],
  ['similarity(notes, "cham nop C/O") > 50%', 'similarity(notes, "cham nop C/O") > 50%'],
  ["working_day(registered_at, public_holidays)", "working_day(registered_at, public_holidays)"],
  [
    "working_days(arrived_on, registered_at, public_holidays) > 3",
    "working_days(arrived_on, registered_at, public_holidays) > 3",
  ],
  ["registered_at.date in public_holidays", "registered_at.date thuộc public_holidays"],
  ["arrived_on in written_holidays", "arrived_on thuộc written_holidays"],
  [
    "time_at(registered_at, 9) between 22:00 and 05:00",
    "time_at(registered_at, 9) trong khoảng 22:00 và 05:00",
  ],
  [
    "date_at(registered_at, -5) < registered_at.date",
    "date_at(registered_at, -5) < registered_at.date",
  ],
  ["registered_at.time between 22:00 and 05:00", "registered_at.time trong khoảng 22:00 và 05:00"],
  ["seen_plate in watched", "seen_plate thuộc watched"],
];

const criteria = conditions
  .map(
    ([en], at) =>
      `criterion C-${at} "${at}"\n  on import at gate\n  when ${en}\n  then channel yellow\n`,
  )
  .join("\n");
const tiêuChí = conditions
  .map(
    ([, vi], at) =>
      `tiêu chí C-${at} "${at}"\n  áp dụng import tại gate\n  khi ${vi}\n  thì luồng vàng\n`,
  )
  .join("\n");

const english = irFrom(schema, `${head}\n${criteria}`);
const vietnamese = irFrom(schema, `${head}\n${tiêuChí}`);

const lorry = {
  number: "1",
  registered_at: "2026-02-13T22:30",
  arrived_on: "2026-02-06",
  plate: "29C-123.45",
  seen_plate: "29c 1Z3 45",
  seen_container: "C5QU 305438-3",
  importer: "Công ty TNHH Hoàng Long",
  consignee: "HOANG LONG CO., LTD",
  address: "12 Nguyễn Trãi, P.5, Q.1, TP.HCM",
  warehouse: "12 đường Nguyễn Trãi, Phường 5, Quận 1, Hồ Chí Minh",
  loading_port: "CNSHA",
  notes: "xin CHAM NOP C/O",
  containers: [{ number: "CSQU3054383" }],
};

// Worked out by hand: numbers of the criteria that hit, and of those that are unknown.
const cases = [
  {
    name: "typed and read otherwise, all the same",
    declaration: lorry,
    // A plate with Z for 2 has no form, hence no country and no province. 22:30 in Vietnam is half past midnight in Korea.
    hits: [0, 2, 4, 6, 10, 12, 13, 14, 17, 19],
    unknown: [8, 9],
  },
  {
    name: "another lorry, another company, on a holiday at noon",
    declaration: {
      ...lorry,
      registered_at: "2026-02-16T12:00",
      arrived_on: "2026-02-16",
      seen_plate: "桂A·12345",
      seen_container: "MSKU4107939",
      consignee: "Công ty TNHH Hoàng Gia",
      warehouse: "14 Nguyễn Trãi, P.5, Q.1, TP.HCM",
      notes: "không",
      loading_port: "VNHPH",
    },
    // Four edits of 23 letters part the folded names, the legal form included.
    hits: [1, 3, 5, 7, 8, 11, 15, 16],
    unknown: [],
  },
  {
    name: "nothing declared that may be left out",
    declaration: {
      number: "1",
      registered_at: "2026-02-12T08:00",
      importer: "Công ty A",
      loading_port: "VNHPH",
      containers: [{ number: "CSQU3054383" }],
    },
    // Eight in the morning is eight in the evening before, five hours behind UTC.
    hits: [13, 18],
    unknown: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 16, 20],
  },
  {
    name: "the watched plate itself, and no container to compare with",
    declaration: {
      ...lorry,
      registered_at: "2026-02-14T20:00",
      seen_plate: "29C-123.45",
      containers: [],
    },
    hits: [0, 2, 3, 4, 9, 10, 12, 14, 17, 20],
    unknown: [],
  },
] as const;

const options: EngineOptions = {
  lists: { public_holidays: ["2026-02-16", "2026-02-17", "2026-02-18"] },
};

const engines = {
  reference: async () => referenceEngine(english, options),
  "as lowered": async () => engineFrom(english, { optimise: false, backEnd: "emitted" }, options),
  optimised: async () => engineFrom(english, { optimise: true, backEnd: "emitted" }, options),
  indexed: async () =>
    engineFrom(english, { optimise: true, backEnd: "indexed" }, { ...options, indexed: true }),
  "in Vietnamese": async () =>
    engineFrom(vietnamese, { optimise: true, backEnd: "emitted" }, options),
} as const;

describe.each(Object.entries(engines))("%s", (_, make) => {
  test.each(cases)("$name", async ({ declaration, hits, unknown }) => {
    const engine = await make();
    const { decision, rejection } = engine.decide(declaration, { flow: "import", stage: "gate" });
    expect(rejection).toBeUndefined();
    const numbers = (found: readonly { readonly criterion: string }[] = []): number[] =>
      found.map(({ criterion }) => Number(criterion.slice(2))).sort((a, b) => a - b);
    expect(numbers(decision?.hits)).toEqual(hits);
    expect(numbers(decision?.unknown)).toEqual(unknown);
  });
});

test("likeness and form are told without the reference", async () => {
  const few = irFrom(
    schema,
    `${head}\n${[0, 3, 4, 5, 6, 7]
      .map(
        (at) =>
          `criterion C-${at} "${at}"\n  on import at gate\n  when ${conditions[at]?.[0]}\n  then channel yellow\n`,
      )
      .join("\n")}`,
  );
  const engine = await engineFrom(
    few,
    { optimise: true, backEnd: "emitted" },
    { allowUnbound: true },
  );
  const { decision } = engine.decide(lorry);
  expect(decision?.hits.length).toBe(3);
  expect(engine.slowCalls()).toBe(0);
});

test("a list of dates takes days and nothing else", () => {
  const wrong = { lists: { public_holidays: ["2026-02-30"] } };
  expect(() => referenceEngine(english, wrong)).toThrow(/public_holidays/);
});

test("an external list that is not bound leaves the working day open", async () => {
  const engine = await engineFrom(
    english,
    { optimise: true, backEnd: "emitted" },
    { allowUnbound: true },
  );
  const { decision } = engine.decide(lorry);
  const open = decision?.unknown.map(({ criterion }) => criterion);
  expect(open).toEqual(expect.arrayContaining(["C-13", "C-14", "C-15"]));
});
