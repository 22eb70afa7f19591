// A small set that reads one score, compiled like every other: what the tests of failures decide with.
// Comes in: the provider and a clock. Goes out: an engine; the criterion SCO-001 hits from 0.5, the scorecard `model` gives 7 points for a score nobody knows.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, lower } from "@luong/compiler";
import { analyse } from "@luong/dsl";
import { createEngine, type Engine, type ScoreClock, type ScoreProvider } from "@luong/runtime";
import { type ReadBundle, readBundle } from "@luong/runtime/node";

export const DEADLINE_MS = 40;

const SCHEMA = `schema t version 1 "T" vi "T" zone "+07:00"
unit kg = KGM
record Declaration "Declaration" vi "Tờ khai" key number clock registered
  number: Id "Number" vi "Số"
  registered: Instant "Time" vi "Giờ"
  hs: Text "Code" vi "Mã"
  mass: Mass "Mass" vi "Khối lượng"
flow import "Import" vi "Nhập khẩu"
stage clearance "Clearance" vi "Thông quan"
`;

const CRITERIA = `criteria set "S" vi "S" version 1
use schema t 1
score fraud version 2 "Fraud" vi "Gian lận" from plugin "remote:fraud" inputs (hs, mass) range 0 to 1 timeout ${DEADLINE_MS} ms otherwise unknown
criterion SCO-001 "High" vi "Cao"
  class analysis
  on import at clearance
  valid from 2026-01-01 until 2027-12-31 review 2027-01-01
  when fraud >= 0.5
  then channel yellow
  because "{fraud}" vi "{fraud}"
criterion MAS-001 "Heavy" vi "Nặng"
  class analysis
  on import at clearance
  valid from 2026-01-01 until 2027-12-31 review 2027-01-01
  when mass > 90 kg
  then channel yellow
  because "{mass}" vi "{mass}"
scorecard model "Model" vi "Mô hình"
  on import at clearance access secret
  factor fraud "Fraud" vi "Gian lận" weight 1 by fraud
    - < 0.5 -> 0
    - else -> 3
    - unknown -> 7
policy p "P" vi "P"
  on import at clearance
  red when model >= 7
  yellow when any criterion says yellow
  else green
`;

let compiled: Promise<ReadBundle> | undefined;

/** Compiled once for a file of tests. */
async function bundleOf(): Promise<ReadBundle> {
  const analysis = analyse([
    { file: "schema.crit", text: SCHEMA },
    { file: "set.crit", text: CRITERIA },
  ]);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const { files } = await compile(lower(analysis), { optimise: true });
  const folder = mkdtempSync(join(tmpdir(), "luong-scores-"));
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const read = await readBundle(folder);
  rmSync(folder, { recursive: true });
  if (read.problems !== undefined) throw new Error(JSON.stringify(read.problems));
  return read.bundle;
}

export async function failingSet(
  provider: ScoreProvider | undefined,
  clock: ScoreClock,
): Promise<Engine> {
  compiled ??= bundleOf();
  const providers: Record<string, ScoreProvider> =
    provider === undefined ? {} : { "remote:fraud": provider };
  return createEngine(await compiled, { scores: { providers, clock } });
}

export const declaration = (number: string, mass: number): unknown => ({
  number,
  registered: "2026-06-01T09:00:00",
  hs: "010121",
  mass,
});
