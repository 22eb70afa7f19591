// Traders of whom some are audited after clearance: a quarter of figures from declarations and from the books. Comes in: draws. Goes out: rows
// of the schema `vn.audit` and the planted ones. The findings of an audit are not here.
import { day, MS_PER_DAY } from "../../parts.ts";
import type { Random } from "../../random.ts";
import { instant, MS_PER_HOUR, START } from "../time.ts";
import { type Plants, type StageFile, stageFile } from "./parts.ts";

export interface AuditCase {
  case_no: string;
  tax_code: string;
  name: string;
  /** When the quarter is looked at. */
  selected_at: string;
  period_from: string;
  period_until: string;
  last_audit_on?: string;
  declarations: number;
  /** VND, as all amounts here. */
  import_value: number;
  duty_paid: number;
  duty_relieved: number;
  duty_refunded: number;
  /** From the tax authority. */
  turnover: number;
  stock_change: number;
  /** Value added after consultation. */
  value_corrected: number;
  related_party_value: number;
  materials_in: number;
  materials_used: number;
  amendments_after_release: number;
  findings_730: number;
}

const plants: Plants<AuditCase> = {
  "sold half of what was imported, stock unchanged": (each) => {
    each.turnover = Math.round(each.import_value * 0.5);
    each.stock_change = 0;
  },
  "refund above two thirds of the duty": (each) => {
    each.duty_refunded = Math.round(each.duty_paid * 0.7);
  },
  "most value from related parties, never corrected, no audit for five years": (each) => {
    each.related_party_value = Math.round(each.import_value * 0.9);
    each.value_corrected = 0;
    each.last_audit_on = "2019-06-30";
  },
  "materials not accounted for": (each) => {
    each.materials_in = 10_000_000_000;
    each.materials_used = 5_500_000_000;
  },
};

export function audit(random: Random): StageFile<AuditCase> {
  const make = (index: number): AuditCase => {
    const value = random.between(2, 900) * 1_000_000_000;
    const duty = Math.round(value * (0.02 + 0.1 * random.next()));
    const materials = random.chance(0.2) ? random.between(1, 50) * 1_000_000_000 : 0;
    return {
      case_no: `KTSTQ${String(index + 1).padStart(5, "0")}`,
      tax_code: `0300${String(index + 1).padStart(6, "0")}`,
      name: `Công ty TNHH Cát Tường ${index + 1}`,
      selected_at: instant(START + 9 * MS_PER_HOUR + index * 60_000),
      period_from: "2025-12-01",
      period_until: "2026-02-28",
      last_audit_on: day(START - random.between(100, 1_400) * MS_PER_DAY),
      declarations: random.between(5, 3_000),
      import_value: value,
      duty_paid: duty,
      duty_relieved: Math.round(duty * 0.1 * random.next()),
      duty_refunded: Math.round(duty * 0.15 * random.next()),
      turnover: Math.round(value * (1.05 + 0.5 * random.next())),
      stock_change: Math.round(value * 0.1 * random.next()),
      value_corrected: Math.round(value * 0.01 * random.next()),
      related_party_value: Math.round(value * 0.4 * random.next()),
      materials_in: materials,
      materials_used: Math.round(materials * (0.85 + 0.13 * random.next())),
      amendments_after_release: random.below(6),
      findings_730: random.chance(0.1) ? random.between(1, 3) : 0,
    };
  };
  return stageFile(random, make, ({ case_no }) => case_no, plants);
}
