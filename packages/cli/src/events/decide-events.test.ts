// `decide --events`: what arrives decides open declarations again, and only those it concerns; nothing later is seen, no channel is lowered without a reason.
// Comes in: a small set and lines of events written here. Runs the command in this process.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Decision, Rejection } from "@luong/spec";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../../test/run-command.ts";

const root = mkdtempSync(join(tmpdir(), "luong-events-"));

const schema = `schema vn.live version 1 "Live" vi "Trực tiếp" zone "+07:00"
currency VND digits 0
record Declaration "Declaration" vi "Tờ khai" key number, revision clock registered_at
  number: Id "Number" vi "Số" example "A"
  revision: Integer "Revision" vi "Lần sửa" example 0
  registered_at: Instant "Registered" vi "Đăng ký lúc" example 2026-03-01T09:00
  importer: TaxCode "Importer" vi "Người nhập khẩu" example "0101234567"
  amount: Money VND "Value" vi "Trị giá" example 1_000 VND
  plate: Plate optional "Truck" vi "Biển số"
record Passage "Passage" vi "Lượt qua cổng" key passage_no
  passage_no: Id "Number" vi "Số" example "P1"
  entered_at: Instant "Seen" vi "Ghi nhận lúc" example 2026-03-01T10:00
  plate: Plate "Plate" vi "Biển số" example "51C-123.45"
record Finding "Finding" vi "Vi phạm" key finding_no
  finding_no: Id "Number" vi "Số" example "F1"
  found_at: Instant "Found" vi "Phát hiện lúc" example 2026-02-01T09:00
  trader: TaxCode "Trader" vi "Doanh nghiệp" example "0101234567"
history declarations of Declaration each past clock registered_at keep 365 days "Earlier" vi "Trước đó"
history findings of Finding each finding clock found_at keep 365 days "Findings" vi "Vi phạm"
event passages of Passage each passage clock entered_at keep 30 days late 6 hours "Passages" vi "Lượt qua cổng"
flow import "Import" vi "Nhập khẩu"
stage clearance "Clearance" vi "Thông quan",
      gate "Gate" vi "Qua cổng" with passage from passages where passage.plate looks like plate
`;

const set = `criteria set "Trực tiếp" version 1
use schema vn.live 1

criterion LIV-001 "Nhiều tờ khai nhỏ" en "Many small declarations"
  on import at clearance
  when count of (declarations in last 3 days with same importer including this) >= 3
  then channel yellow
  because "{count of (declarations in last 3 days with same importer including this)} tờ khai"

tiêu chí LIV-002 "Có vi phạm trước đó" en "Found before"
  áp dụng import tại clearance
  khi tồn tại (findings trong vòng 90 ngày với trader = importer)
  thì luồng đỏ
  vì "đã có vi phạm"

criterion LIV-003 "Không qua cổng" en "No passage"
  on import at clearance
  when there is no (passages within 2 hours after registered_at with plate looks like plate)
  then channel yellow
  because "không qua cổng"

criterion LIV-004 "Qua cổng ban đêm" en "At the gate by night"
  on import at gate
  when passage.entered_at > registered_at + 12 hours
  then channel red
  because "qua cổng lúc {passage.entered_at}"

policy import_clearance "Nhập khẩu" en "Import" on import at clearance, gate
  else green
`;

type Json = Readonly<Record<string, unknown>>;

function declared(number: string, known: string, over: Json = {}, more: Json = {}): Json {
  const row = { number, revision: 0, registered_at: known, importer: "0101234567", amount: 1000 };
  return { source: "declarations", stage: "clearance", known, row: { ...row, ...over }, ...more };
}

function passage(passage_no: string, entered_at: string, plate: string, known = entered_at): Json {
  return { source: "passages", known, row: { passage_no, entered_at, plate } };
}

function finding(finding_no: string, known: string, more: Json = {}): Json {
  const row = { finding_no, found_at: known, trader: "0101234567" };
  return { source: "findings", known, row, ...more };
}

interface Result {
  readonly status: number;
  readonly output: string;
  readonly decisions: readonly Decision[];
  readonly rejections: readonly Rejection[];
}

async function decided(
  events: readonly (Json | string)[],
  history: readonly Json[] = [],
): Promise<Result> {
  const text = (lines: readonly (Json | string)[]): string =>
    lines.map((each) => `${typeof each === "string" ? each : JSON.stringify(each)}\n`).join("");
  const [now, before, out] = ["now.ndjson", "before.ndjson", "out.ndjson"].map((name) =>
    join(root, name),
  ) as [string, string, string];
  writeFileSync(now, text(events));
  writeFileSync(before, text(history));
  rmSync(out, { force: true });
  rmSync(`${out}.rejected.ndjson`, { force: true });
  const words = ["decide", "--set", join(root, "set"), "--events", now, "--history", before];
  const ran = await runCommand([...words, "--out", out, "--locale", "en"], {
    cwd: root,
    input: "",
  });
  const read = <T>(file: string): readonly T[] => {
    try {
      const lines = readFileSync(file, "utf8").split("\n");
      return lines.filter((line) => line !== "").map((line): T => JSON.parse(line));
    } catch {
      return [];
    }
  };
  const { status, error } = ran;
  const output = `${ran.out}${error}`;
  return {
    status,
    output,
    decisions: read<Decision>(out),
    rejections: read<Rejection>(`${out}.rejected.ndjson`),
  };
}

const hitsOf = ({ hits }: Decision): readonly string[] => hits.map(({ criterion }) => criterion);

beforeAll(() => {
  mkdirSync(join(root, "set"));
  writeFileSync(join(root, "set", "schema.crit"), schema);
  writeFileSync(join(root, "set", "set.crit"), set);
  writeFileSync(
    join(root, "set", "luong.json"),
    JSON.stringify({ set: "live", locale: "vi", sources: ["*.crit"] }),
  );
});
afterAll(() => rmSync(root, { recursive: true }));

test("the third declaration raises the two before it, each decision naming what arrived and the one it replaces", async () => {
  const { status, output, decisions } = await decided([
    declared("A", "2026-03-01T09:00"),
    declared("B", "2026-03-01T10:00"),
    declared("X", "2026-03-01T10:30", { importer: "0309999999" }),
    declared("C", "2026-03-01T11:00"),
  ]);
  expect(status, output).toBe(0);
  const said = decisions.map(({ declaration, channel, replaces }) => [
    declaration,
    channel,
    replaces?.channel,
  ]);
  expect(said).toEqual([
    ["A", "green", undefined],
    ["B", "green", undefined],
    ["X", "green", undefined],
    ["C", "yellow", undefined],
    ["A", "yellow", "green"],
    ["B", "yellow", "green"],
  ]);
  expect(decisions[4]?.replaces).toMatchObject({
    at: "2026-03-01T09:00:00+07:00",
    because: { kind: "row", source: "declarations", identity: '["C"]' },
    hit: ["LIV-001"],
    noLonger: [],
  });
  expect(decisions[4]?.hits[0]?.reason?.en).toBe("3 tờ khai");
});

test("a finding of another trader, or one told twice, decides nothing again", async () => {
  const { decisions } = await decided([
    declared("A", "2026-03-01T09:00"),
    {
      ...finding("F1", "2026-03-01T09:30"),
      row: { finding_no: "F1", found_at: "2026-03-01T09:30", trader: "0309999999" },
    },
    finding("F2", "2026-03-01T10:00"),
    { ...finding("F2", "2026-03-01T10:00"), known: "2026-03-01T10:05" },
  ]);
  expect(decisions.map(hitsOf)).toEqual([[], ["LIV-002"]]);
  expect(decisions[1]).toMatchObject({ channel: "red", at: "2026-03-01T10:00:00.001+07:00" });
});

test("a channel is lowered with a reason code only, and the decision says that it was held", async () => {
  const lines = (more: Json): readonly Json[] => [
    finding("F1", "2026-03-01T08:00"),
    declared("A", "2026-03-01T09:00"),
    {
      source: "findings",
      known: "2026-03-01T10:00",
      withdrawn: true,
      row: { finding_no: "F1" },
      ...more,
    },
  ];
  const held = await decided(lines({}));
  expect(held.decisions.map(({ channel }) => channel)).toEqual(["red", "red"]);
  expect(held.decisions[1]?.steps.at(-1)).toEqual({ rule: "held", from: "green", to: "red" });
  expect(held.decisions[1]?.replaces?.noLonger).toEqual(["LIV-002"]);
  const lowered = await decided(lines({ reason: "FINDING_REVOKED" }));
  expect(lowered.decisions.map(({ channel }) => channel)).toEqual(["red", "green"]);
  expect(lowered.decisions[1]?.replaces).toMatchObject({ reason: "FINDING_REVOKED" });
});

test("what was told later is not seen, and history alone decides nothing", async () => {
  const { decisions } = await decided(
    [declared("A", "2026-03-01T09:00", {}, {})],
    [finding("F0", "2026-02-20T09:00")],
  );
  expect(decisions.map(hitsOf)).toEqual([["LIV-002"]]);
  const later = await decided([
    declared("A", "2026-03-01T09:00"),
    { ...finding("F1", "2026-02-20T09:00"), known: "2026-03-01T09:30" },
  ]);
  expect(later.decisions.map(hitsOf)).toEqual([[], ["LIV-002"]]);
});

test("a window that is open is decided again when it closes", async () => {
  const truck = { plate: "51C-123.45" };
  const { decisions } = await decided([
    declared("A", "2026-03-01T09:00", truck),
    declared("B", "2026-03-01T09:10", { ...truck, plate: "51C-999.99", importer: "0309999999" }),
    passage("P1", "2026-03-01T10:00", "51C12345"),
    declared("Z", "2026-03-02T09:00", { importer: "0808888888" }),
  ]);
  const ofA = decisions.filter(
    ({ declaration, stage }) => declaration === "A" && stage === "clearance",
  );
  expect(ofA.map(({ unknown }) => unknown.map(({ criterion }) => criterion))).toEqual([
    ["LIV-003"],
    [],
  ]);
  const ofB = decisions.filter(({ declaration }) => declaration === "B");
  expect(ofB.map(hitsOf)).toEqual([[], ["LIV-003"]]);
  // Two hours and then six for late passages.
  expect(ofB[1]?.at).toBe("2026-03-01T17:10:00+07:00");
  expect(ofB[1]?.replaces?.because).toEqual({ kind: "window", until: "2026-03-01T17:10:00+07:00" });
});

test("an event is asked at its stage of the declarations it belongs to, until they are released", async () => {
  const { decisions } = await decided([
    declared("A", "2026-03-01T09:00", { plate: "51C-123.45" }),
    declared("B", "2026-03-01T09:00", { plate: "51C-999.99", importer: "0309999999" }),
    // A 0 read as an O.
    passage("P1", "2026-03-01T23:00", "51C-1Z3.45"),
    { release: "A", known: "2026-03-01T23:30" },
    passage("P2", "2026-03-01T23:40", "51C-123.45"),
  ]);
  const atGate = decisions.filter(({ stage }) => stage === "gate");
  expect(atGate.map(({ declaration, channel }) => [declaration, channel])).toEqual([["A", "red"]]);
  expect(atGate[0]?.hits[0]?.reason?.en).toContain("qua cổng lúc");
  expect(atGate[0]?.event).toEqual({ source: "passages", identity: '["P1"]' });
});

test("a new version sees the one before, and replaces its decision", async () => {
  const { decisions } = await decided([
    finding("F1", "2026-02-20T09:00"),
    declared("A", "2026-03-01T09:00"),
    declared(
      "A",
      "2026-03-01T11:00",
      { revision: 1, importer: "0309999999" },
      { reason: "AMENDED" },
    ),
  ]);
  expect(decisions.map(({ revision, channel }) => [revision, channel])).toEqual([
    [0, "red"],
    [1, "green"],
  ]);
  expect(decisions[1]?.replaces).toMatchObject({
    because: { kind: "declaration", revision: 1 },
    reason: "AMENDED",
  });
});

test("a new version that is refused leaves the one before open", async () => {
  const { decisions, rejections } = await decided([
    declared("A", "2026-03-01T09:00"),
    declared("A", "2026-03-01T10:00", { revision: 1, amount: "nhiều" }),
    finding("F1", "2026-03-01T11:00"),
  ]);
  expect(rejections.map(({ declaration, position }) => [declaration, position])).toEqual([
    ["A", 2],
  ]);
  expect(decisions.map(({ revision, channel }) => [revision, channel])).toEqual([
    [0, "green"],
    [0, "red"],
  ]);
});

test("a cancelled declaration is no longer counted nor decided", async () => {
  const { decisions } = await decided([
    declared("A", "2026-03-01T09:00"),
    { source: "declarations", known: "2026-03-01T09:30", withdrawn: true, row: { number: "A" } },
    declared("B", "2026-03-01T10:00"),
    declared("C", "2026-03-01T11:00"),
  ]);
  expect(decisions.map(({ declaration, channel }) => [declaration, channel])).toEqual([
    ["A", "green"],
    ["B", "green"],
    ["C", "green"],
  ]);
});

test("lines that are not understood are set aside with their place, the others go on", async () => {
  const { status, decisions, rejections, output } = await decided([
    "{",
    { source: "passage", known: "2026-03-01T08:00", row: {} },
    {
      source: "passages",
      known: "2026-03-01T08:00",
      row: { passage_no: "P1", entered_at: "sáng nay" },
    },
    { source: "passages", known: "yesterday", row: {} },
    declared("A", "2026-03-01T09:00"),
  ]);
  expect(status).toBe(0);
  expect(decisions).toHaveLength(1);
  expect(
    rejections.map(({ position, faults }) => [position, faults.map(({ path }) => path)]),
  ).toEqual([
    [1, [""]],
    [2, ["/source"]],
    [3, ["/row/entered_at", "/row/plate"]],
    [4, ["/known"]],
  ]);
  expect(output).toContain("4 rejected");
});

test("a file that is not in the order of time stops the command", async () => {
  const { status, output } = await decided([
    declared("A", "2026-03-01T09:00"),
    declared("B", "2026-03-01T08:00"),
  ]);
  expect(status).toBe(2);
  expect(output).toContain("now.ndjson, line 2");
});
