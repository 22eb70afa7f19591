// Bills of sea manifests before arrival: what a carrier sends hours before the ship is there. Comes in: draws. Goes out: rows of the schema
// `vn.manifest` and the planted ones. Not here: air manifests and the answer to the carrier.
import { containerNo } from "../../parts.ts";
import type { Random } from "../../random.ts";
import { instant, MS_PER_HOUR, START } from "../time.ts";
import { type Plants, type StageFile, stageFile } from "./parts.ts";

export interface ManifestContainer {
  number: string;
  size_type: string;
  state: "FULL" | "EMPTY";
  seals: string[];
  /** kg, container not included. */
  gross_weight: number;
}

export interface ManifestBill {
  bill_no: string;
  master_no?: string;
  vessel_imo: string;
  voyage: string;
  carrier: string;
  sent_at: string;
  arrives_at: string;
  loading_port: string;
  discharge_port: string;
  transhipment_ports: string[];
  shipper: { name: string; address: string; country: string };
  consignee: { name: string; address: string; tax_code?: string };
  notify_name?: string;
  description: string;
  hs_heading?: string;
  packages: number;
  gross_weight: number;
  measure: number;
  containers: ManifestContainer[];
}

const GOODS = [
  ["Polypropylene resin in bags", "3902", 24_000],
  ["Cotton T-shirts, men's", "6109", 6_000],
  ["Frozen beef, boneless", "0202", 22_000],
  ["Steel bolts and nuts", "7318", 20_000],
  ["Washing machines, front load", "8450", 9_000],
  ["Red wine in bottles", "2204", 15_000],
] as const;

const plants: Plants<ManifestBill> = {
  "description says nothing, consignee is a forwarder": (bill) => {
    bill.description = "General cargo FAK, consolidated";
    bill.consignee = { name: "Công ty giao nhận Sóng Biển", address: "1 Lê Thánh Tông" };
    delete bill.hs_heading;
  },
  "wildlife words, transhipped at a listed port": (bill) => {
    bill.description = "Timber, dried ivory nut and pangolin scales";
    bill.transhipment_ports = ["NGAPP", "SGSIN"];
  },
  "declared empty, four tonnes": (bill) => {
    for (const box of bill.containers) box.state = "EMPTY";
    for (const box of bill.containers) box.gross_weight = 4_000;
  },
  "sent two hours before arrival": (bill) => {
    bill.sent_at = instant(Date.parse(`${bill.arrives_at.slice(0, 19)}Z`) - 2 * MS_PER_HOUR);
  },
  "heavier than a container may be": (bill) => {
    for (const box of bill.containers) box.gross_weight = 36_500;
    bill.gross_weight = 36_500 * bill.containers.length;
  },
};

export function manifest(random: Random): StageFile<ManifestBill> {
  const make = (index: number): ManifestBill => {
    const [description, hs_heading, weight] = random.pick(GOODS);
    const arrivesAt =
      START + Math.floor(index / 10) * 12 * MS_PER_HOUR + random.below(600) * 60_000;
    const count = random.between(1, 4);
    const gross = count * Math.round(weight * (0.9 + 0.15 * random.next()));
    return {
      bill_no: `MAEU${600_000_000 + index}`,
      ...(random.chance(0.4) ? { master_no: `MAEUM${60_000 + Math.floor(index / 5)}` } : {}),
      vessel_imo: `IMO${9_100_000 + Math.floor(index / 50) * 37}`,
      voyage: `${100 + Math.floor(index / 50)}N`,
      carrier: random.pick(["MAEU", "ONEY", "EGLV", "HLCU"]),
      sent_at: instant(arrivesAt - random.between(24, 96) * MS_PER_HOUR),
      arrives_at: instant(arrivesAt),
      loading_port: random.pick(["CNSHA", "KRPUS", "JPYOK", "SGSIN", "THLCH"]),
      discharge_port: random.pick(["VNHPH", "VNCLI"]),
      transhipment_ports: random.chance(0.2) ? ["SGSIN"] : [],
      shipper: {
        name: `Golden Trading ${random.between(1, 400)} Ltd`,
        address: `${random.between(1, 200)} Harbour Road`,
        country: "CN",
      },
      consignee: {
        name: `Công ty TNHH Nhật Minh ${random.between(1, 400)}`,
        address: `${random.between(1, 300)} Lạch Tray`,
        tax_code: `0300${String(random.between(1, 5_000)).padStart(6, "0")}`,
      },
      description,
      hs_heading,
      packages: Math.ceil(gross / 18),
      gross_weight: gross,
      measure: Math.round(gross / 350),
      containers: Array.from({ length: count }, (_, place) => ({
        number: containerNo(random.pick(["MSK", "TGH", "CMA"]), index * 10 + place),
        size_type: "42G1",
        state: "FULL" as const,
        seals: [`SL${random.between(100_000, 999_999)}`],
        gross_weight: Math.round(gross / count),
      })),
    };
  };
  return stageFile(random, make, ({ bill_no }) => bill_no, plants);
}
