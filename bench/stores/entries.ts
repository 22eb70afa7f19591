/**
 * Entries of the size of a declaration, about 2 kB of JSON, for measuring stores: five goods lines with descriptions, prices, weights.
 *
 * Comes in: a number. Goes out: the same entry for the same number. What is in it means nothing.
 */
import type { LogEntry } from "@luong/runtime";
import { RandomSource } from "@luong/testkit";

const LINES = 5;
const words = [
  "máy bơm nước",
  "vải dệt kim",
  "linh kiện điện tử",
  "hạt nhựa nguyên sinh",
  "thép cuộn",
];

export function declarationEntry(number: number): LogEntry {
  const random = new RandomSource(number);
  const text = String(number).padStart(11, "0");
  const json = {
    number: `1${text}`,
    registered_at: "2026-11-20T09:30",
    importer: {
      tax_code: `010${random.below(9_999_999)}`,
      name: "Công ty TNHH Thương mại Bình Minh",
    },
    exporter: {
      name: "Eastern Harbour Trading Co., Ltd",
      country: random.pick(["CN", "KR", "JP"]),
    },
    customs_office: "03TG",
    total_customs_value: random.below(90_000_000) / 100,
    items: Array.from({ length: LINES }, (_, at) => lineOf(at, random)),
  };
  return { id: `declaration ${number}`, source: "declarations", known: 1_763_600_000_000, json };
}

function lineOf(at: number, random: RandomSource): unknown {
  return {
    line: at + 1,
    hs: String(84_000_000 + random.below(999_999)),
    description: `${random.picks(words, 4).join(", ")}, mới 100 %, hàng đóng trong kiện gỗ, nhãn hiệu Đại Dương`,
    origin: random.pick(["CN", "KR", "JP", "TH"]),
    quantity: { value: 1 + random.below(5_000), unit: "piece" },
    net_weight: { value: random.below(900_000) / 100, unit: "kg" },
    unit_price: { amount: random.below(99_999) / 100, currency: "USD" },
    customs_value: random.below(99_999_999) / 100,
  };
}
