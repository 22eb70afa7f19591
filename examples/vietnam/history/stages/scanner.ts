// Containers on the quay, of which a scanner takes some: what is known when the crane puts one down. Comes in: draws. Goes out: rows of the
// schema `vn.scanner` and the planted ones. How many an hour can be scanned is for the policy, not for the rows.
import { containerNo } from "../../parts.ts";
import type { Random } from "../../random.ts";
import { instant, MS_PER_MINUTE, START } from "../time.ts";
import { type Plants, type StageFile, stageFile } from "./parts.ts";

export interface QuayContainer {
  task_no: string;
  container_no: string;
  unloaded_at: string;
  site: string;
  crane: string;
  size_type: string;
  state: "FULL" | "EMPTY";
  bill_no: string;
  consignee_code?: string;
  hs_heading?: string;
  origin_port: string;
  /** kg; SOLAS VI/2. */
  verified_mass: number;
  manifest_mass: number;
  seal_declared: string;
  seal_read?: string;
  /** Refrigerated ones only: what is set, and what the probe tells, °C. */
  temperature_set?: number;
  temperature_read?: number;
  plugged_in?: boolean;
  last_scans: number;
  last_suspicions: number;
}

const plants: Plants<QuayContainer> = {
  "weighed 25 % above the manifest": (box) => {
    box.state = "FULL";
    box.manifest_mass = Math.max(box.manifest_mass, 8_000);
    box.verified_mass = Math.round(box.manifest_mass * 1.25);
  },
  "another seal": (box) => {
    box.seal_read = `SL${Number(box.seal_declared.slice(2)) + 1}`;
  },
  "refrigerated container not plugged in": (box) => {
    box.size_type = "45R1";
    box.temperature_set = -18;
    box.temperature_read = 21;
    box.plugged_in = false;
  },
  "empty, three tonnes": (box) => {
    box.state = "EMPTY";
    box.verified_mass = 3_000;
    box.manifest_mass = 0;
  },
};

export function scanner(random: Random): StageFile<QuayContainer> {
  const make = (index: number): QuayContainer => {
    const cold = random.chance(0.12);
    const empty = !cold && random.chance(0.1);
    const mass = empty ? 0 : random.between(4_000, 26_000);
    const seal = `SL${random.between(100_000, 999_998)}`;
    return {
      task_no: `SO${String(index + 1).padStart(6, "0")}`,
      container_no: containerNo(random.pick(["MSK", "TGH", "CMA"]), 500_000 + index),
      unloaded_at: instant(START + index * 4 * MS_PER_MINUTE),
      site: "VNHPH-TC1",
      crane: `QC${random.between(1, 6)}`,
      size_type: cold ? "45R1" : random.pick(["22G1", "42G1", "45G1"]),
      state: empty ? "EMPTY" : "FULL",
      bill_no: `MAEU${600_000_000 + index}`,
      consignee_code: `0300${String(random.between(1, 5_000)).padStart(6, "0")}`,
      hs_heading: random.pick(["3902", "6109", "0202", "7318", "8450"]),
      origin_port: random.pick(["CNSHA", "KRPUS", "JPYOK", "SGSIN"]),
      verified_mass: Math.round(mass * (0.97 + 0.06 * random.next())),
      manifest_mass: mass,
      seal_declared: seal,
      ...(random.chance(0.9) ? { seal_read: seal } : {}),
      ...(cold
        ? { temperature_set: -18, temperature_read: -18 + random.between(-2, 2), plugged_in: true }
        : {}),
      last_scans: random.between(0, 30),
      last_suspicions: random.below(2),
    };
  };
  return stageFile(random, make, ({ task_no }) => task_no, plants);
}
