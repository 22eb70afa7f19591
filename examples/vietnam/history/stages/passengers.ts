// Passengers of arriving flights: what an airline sends of each. Comes in: draws. Goes out: rows of the schema `vn.passenger` and the planted
// ones. All names and documents are invented. Not here: what is found in the luggage.
import { day, MS_PER_DAY } from "../../parts.ts";
import type { Random } from "../../random.ts";
import { instant, MS_PER_HOUR, START } from "../time.ts";
import { type Plants, type StageFile, stageFile } from "./parts.ts";

export interface Passenger {
  passenger_no: string;
  family_name: string;
  given_name: string;
  born_on: string;
  sex: "F" | "M" | "X";
  nationality: string;
  document_no: string;
  document_issuer: string;
  document_expires_on: string;
  flight: string;
  arrives_at: string;
  from_port: string;
  via_ports: string[];
  to_port: string;
  /** Left Viet Nam on the same ticket, if so. */
  left_on?: string;
  booked_at: string;
  booking_no: string;
  paid_by: "CARD" | "CASH" | "MILES" | "INVOICE";
  seat?: string;
  bags: number;
  /** kg, of all. */
  bag_weight: number;
  /** Others on the booking. */
  companions: number;
  trips_90: number;
  /** VND declared to carry, absent when nothing was declared. */
  currency_declared?: number;
}

const plants: Plants<Passenger> = {
  "two days away, booked the day before, cash": (each) => {
    const arrives = Date.parse(`${each.arrives_at.slice(0, 19)}Z`);
    each.left_on = day(arrives - 2 * MS_PER_DAY);
    each.booked_at = instant(arrives - 3 * MS_PER_DAY);
    each.paid_by = "CASH";
  },
  "twelve trips in 90 days, 90 kg each time": (each) => {
    each.trips_90 = 12;
    each.bags = 4;
    each.bag_weight = 90;
  },
  "passport on the list, one character misread": (each) => {
    each.document_no = "X5O12345";
  },
  "by a watched port, no bag, long stay": (each) => {
    each.via_ports = ["KEMBA"];
    each.bags = 0;
    each.bag_weight = 0;
    const arrives = Date.parse(`${each.arrives_at.slice(0, 19)}Z`);
    each.left_on = day(arrives - 40 * MS_PER_DAY);
  },
};

const FAMILIES = ["NGUYEN", "TRAN", "LE", "PHAM", "KIM", "SMITH", "TANAKA", "WANG", "SINGH"];
const GIVEN = ["AN", "BINH", "CHI", "DUC", "GIANG", "HOA", "LAN", "MINH", "QUAN", "THU"];

export function passengers(random: Random): StageFile<Passenger> {
  const make = (index: number): Passenger => {
    const arrivesAt = START + Math.floor(index / 25) * 6 * MS_PER_HOUR + random.below(90) * 60_000;
    const bags = random.between(0, 2);
    const away = random.between(5, 30);
    return {
      passenger_no: `HK${String(index + 1).padStart(6, "0")}`,
      family_name: random.pick(FAMILIES),
      given_name: random.pick(GIVEN),
      born_on: `${random.between(1950, 2005)}-${String(random.between(1, 12)).padStart(2, "0")}-15`,
      sex: random.pick(["F", "M"]),
      nationality: random.pick(["VN", "VN", "VN", "KR", "CN", "US", "JP", "IN"]),
      document_no: `C${random.between(1_000_000, 9_999_999)}`,
      document_issuer: "VN",
      document_expires_on: day(START + random.between(200, 3_000) * MS_PER_DAY),
      flight: `VN${200 + Math.floor(index / 25)}`,
      arrives_at: instant(arrivesAt),
      from_port: random.pick(["KRINC", "JPNRT", "THBKK", "SGSIN", "DEFRA"]),
      via_ports: random.chance(0.1) ? ["SGSIN"] : [],
      to_port: random.pick(["VNHAN", "VNSGN"]),
      left_on: day(arrivesAt - away * MS_PER_DAY),
      booked_at: instant(arrivesAt - (away + random.between(6, 90)) * MS_PER_DAY),
      booking_no: `PN${10_000 + Math.floor(index / 2)}`,
      paid_by: random.pick(["CARD", "CARD", "CARD", "INVOICE", "MILES", "CASH"]),
      seat: `${random.between(1, 40)}${random.pick(["A", "B", "C", "D", "E", "F"])}`,
      bags,
      bag_weight: bags * random.between(8, 23),
      companions: index % 2,
      trips_90: random.between(0, 4),
    };
  };
  return stageFile(random, make, ({ passenger_no }) => passenger_no, plants);
}
