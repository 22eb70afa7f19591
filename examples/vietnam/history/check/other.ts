// The yellow and scoring rows for the planted cases: does what was planted really have the sign? Comes in: records and the planted ids. Goes
// out: ids that have it, by row. Rows 14 and 56 are of models, which are not here; what honest declarations hit is only counted.
import { csv } from "../lists.ts";
import { type Asked, dateTime, type Line, type Records, type Seen } from "./records.ts";
import {
  alike,
  attachedTo,
  earlier,
  type Found,
  hasCheckDigit,
  type Index,
  isFirst,
} from "./red.ts";

const DAY = 86_400_000;

export const OTHER_ROWS = [
  1, 2, 3, 4, 6, 7, 8, 10, 11, 13, 15, 16, 23, 26, 29, 33, 34, 38, 43, 48, 50, 52,
] as const;

/** Nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN;
}

interface Peer {
  readonly line: Line;
  readonly seen: Seen;
}

/** Lines of earlier declarations by code, with the number of the declaration and the place of the line in it. */
class Peers {
  private readonly byCode = new Map<string, [no: string, place: number][]>();
  private readonly records: Records;
  private last: { readonly line: Line; readonly peers: readonly Peer[] } | undefined;

  constructor(records: Records) {
    this.records = records;
    for (const [no, told] of records.declarations.all()) {
      (told[0]?.row?.lines ?? []).forEach((line, place) => {
        const list = this.byCode.get(line.hs) ?? [];
        list.push([no, place]);
        this.byCode.set(line.hs, list);
      });
    }
  }

  /** Several rows ask the same of one line after another. */
  of(line: Line, asked: Asked, sameOrigin: boolean): readonly Peer[] {
    if (line !== this.last?.line) this.last = { line, peers: this.find(line, asked) };
    const { peers } = this.last;
    return sameOrigin ? peers.filter((peer) => peer.line.origin === line.origin) : peers;
  }

  private find(line: Line, { now, declaration }: Asked): Peer[] {
    return (this.byCode.get(line.hs) ?? []).flatMap(([no, place]) => {
      if (no === declaration.no) return [];
      const seen = this.records.declarations.at(no, now);
      const peer = seen?.lines[place];
      if (seen === undefined || peer === undefined || peer.unit !== line.unit) return [];
      const isInYear = seen.registered < now && seen.registered >= now - 365 * DAY;
      return isInYear ? [{ line: peer, seen }] : [];
    });
  }
}

const price = (line: Line): number => line.value / line.quantity;

interface Reference {
  readonly hs: string;
  readonly origin: string;
  readonly usual: number;
}

const references: readonly Reference[] = csv("../bindings/reference-prices.csv")
  .filter((row) => row["valid_until"] === "")
  .map((row) => ({
    hs: row["hs"] ?? "",
    origin: row["origin"] ?? "",
    usual: Number((row["usual"] ?? "").split(" ")[0]),
  }));

function referenceOf(line: Line): number {
  const of = references.filter(({ hs }) => line.hs.startsWith(hs));
  return (
    (of.find(({ origin }) => origin === line.origin) ?? of.find(({ origin }) => origin === ""))
      ?.usual ?? Number.NaN
  );
}

const pairs = csv("../bindings/confusion-pairs.csv");
const policies = csv("../bindings/permit-policy.csv");
const owners = new Set(csv("../bindings/bic-owners.csv").map((row) => row["code"]));
const transit = new Set(
  csv("../bindings/transit-allowed.csv").map((row) => `${row["origin"]} ${row["through"]}`),
);
const nightGates = new Set(
  csv("./gates.csv")
    .filter((row) => row["all_day"] === "false")
    .map((row) => row["gate"]),
);
const highRisk = csv("../bindings/high-risk-hs.csv").map((row) => row["code"] ?? "");
const PREFERENTIAL = ["B04", "B05", "B06", "B07", "B08", "B09", "B10"];
const USED = ["đã qua sử dụng", "second hand", "hang cu", "da qua su dung"];

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
}

function contains(text: string, word: string): boolean {
  return plain(text).includes(plain(word));
}

type LineTest = (line: Line, asked: Asked) => boolean;

/** Lowest accepted price of goods exported within 60 days, else 90. */
function acceptedFloor(peers: Peers, line: Line, asked: Asked): number {
  for (const days of [60, 90]) {
    const exported = dateTime(asked.declaration.departedOn);
    const prices = peers
      .of(line, asked, true)
      .filter(
        ({ line: { accepted }, seen }) =>
          accepted === true && Math.abs(dateTime(seen.departedOn) - exported) <= days * DAY,
      )
      .map((each) => price(each.line));
    if (prices.length > 0) return Math.min(...prices);
  }
  return Number.NaN;
}

function robustZ(prices: readonly number[], own: number): number {
  const logs = prices.map(Math.log);
  const median = percentile(logs, 50);
  const spread = percentile(
    logs.map((each) => Math.abs(each - median)),
    50,
  );
  return (Math.log(own) - median) / spread;
}

function lineTests(peers: Peers): readonly (readonly [number, LineTest])[] {
  const prices: (line: Line, asked: Asked) => number[] = (line, asked) =>
    peers.of(line, asked, true).map((each) => price(each.line));
  return [
    [1, (line) => price(line) < 0.8 * referenceOf(line)],
    [2, (line, asked) => price(line) < acceptedFloor(peers, line, asked)],
    [
      3,
      (line, asked) => {
        const known = prices(line, asked);
        return known.length >= 30 && price(line) < percentile(known, 10);
      },
    ],
    [
      4,
      (line, asked) => {
        const known = prices(line, asked);
        return known.length >= 30 && robustZ(known, price(line)) < -3;
      },
    ],
    [
      6,
      (line, asked) =>
        asked.declaration.discounted &&
        (line.afterDiscount ?? Number.NaN) / line.quantity < acceptedFloor(peers, line, asked),
    ],
    [7, (line) => price(line) > 3 * referenceOf(line)],
    [
      8,
      (line, asked) => {
        const { method, owners: mine, exporterOwners } = asked.declaration;
        const related = method === "7" || mine.some((owner) => exporterOwners.includes(owner));
        return related && price(line) < percentile(prices(line, asked), 50);
      },
    ],
    [
      11,
      (line) =>
        pairs.some(
          (pair) =>
            line.hs.startsWith(pair["hs"] ?? "?") &&
            contains(line.description, pair["word"] ?? "?"),
        ),
    ],
    [
      15,
      (line, { declaration: { permits, notes } }) =>
        PREFERENTIAL.includes(line.schedule) &&
        (!permits.includes("CO") || contains(notes, "chậm nộp C/O")),
    ],
    [
      16,
      (line, { declaration: { loadingCountry } }) =>
        PREFERENTIAL.includes(line.schedule) &&
        loadingCountry !== line.origin &&
        !transit.has(`${line.origin} ${loadingCountry}`),
    ],
    [
      23,
      (line, { declaration: { permits } }) => {
        const policy = policies.find(
          (each) => line.hs.startsWith(each["hs"] ?? "?") && each["valid_until"] === "",
        );
        return policy !== undefined && !permits.includes(policy["permit"] ?? "");
      },
    ],
    [
      26,
      (line, { declaration: { permits } }) =>
        /^8[45]/.test(line.hs) &&
        USED.some((word) => contains(line.description, word)) &&
        !permits.includes("AGE"),
    ],
    [
      33,
      (line, asked) => {
        const weights = peers
          .of(line, asked, false)
          .map((each) => each.line.net / each.line.quantity);
        const own = line.net / line.quantity;
        // What is declared is exact; a quotient of doubles is off by less than this.
        const near = 1e-9 * own;
        return (
          weights.length >= 50 &&
          (own < percentile(weights, 1) - near || own > percentile(weights, 99) + near)
        );
      },
    ],
  ];
}

type Test = (index: Index, asked: Asked) => boolean;

const materials: Test = (index, asked) => {
  const { declaration, now } = asked;
  if (!["E21", "E31"].includes(declaration.regime)) return false;
  const year = [
    declaration,
    ...earlier(index, index.byImporter.of(declaration.importer), asked, now - 365 * DAY),
  ];
  return declaration.lines.some(({ material }) => {
    const brought = year
      .flatMap(({ lines }) => lines)
      .filter((line) => line.material === material && line.material !== undefined);
    const quantity = brought.reduce((sum, line) => sum + line.quantity, 0);
    const used = index.records.consumptions
      .filter((each) => each.trader === declaration.importer && each.material === material)
      .filter((each) => each.known <= now && each.at < now && each.at >= now - 365 * DAY)
      .reduce((sum, each) => sum + each.quantity, 0);
    return quantity - used > 0.3 * quantity;
  });
};

const newHeading: Test = (index, asked) => {
  const { declaration, now } = asked;
  const seen = new Set(
    earlier(index, index.byImporter.of(declaration.importer), asked, now - 730 * DAY).flatMap(
      ({ lines }) => lines.map(({ hs }) => hs.slice(0, 4)),
    ),
  );
  return declaration.lines.some(({ hs, rate }) => !seen.has(hs.slice(0, 4)) && rate >= 20);
};

const burst: Test = (index, asked) => {
  const { declaration, now } = asked;
  const all = earlier(index, index.byImporter.of(declaration.importer), asked, now - 91 * DAY);
  const weeks = Array.from({ length: 12 }, (_, week) => {
    const until = now - (week + 1) * 7 * DAY;
    return all.filter(({ registered }) => registered < until && registered >= until - 7 * DAY)
      .length;
  });
  const mean = weeks.reduce((sum, each) => sum + each, 0) / 12;
  const deviation = Math.sqrt(weeks.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 12);
  const recent = all.filter(({ registered }) => registered >= now - 7 * DAY).length + 1;
  return mean > 0 && recent > mean + 4 * deviation;
};

const declarationTests: readonly (readonly [number, Test])[] = [
  [
    10,
    (_, { declaration: { invoiceTotal, invoiceSum, incoterm, hasFreight } }) =>
      Math.abs(invoiceTotal - invoiceSum) > 1 || (["EXW", "FOB"].includes(incoterm) && !hasFreight),
  ],
  [
    13,
    ({ records }, { declaration }) =>
      declaration.lines.some(
        ({ hs, rate, value }) =>
          (records.rates.get(hs.slice(0, 6)) ?? 0) - rate >= 15 && value > 500_000_000,
      ),
  ],
  [29, materials],
  [
    34,
    (_, { declaration: { lines, gross } }) => lines.reduce((sum, { net }) => sum + net, 0) > gross,
  ],
  [38, newHeading],
  [43, burst],
  [
    48,
    (_, { declaration }) =>
      declaration.containers.some(({ no }) => !hasCheckDigit(no) || !owners.has(no.slice(0, 3))),
  ],
  // Ranks 7 and 8 are yellow, 9 is red.
  [37, (index, asked) => (asked.declaration.rank ?? 0) >= 7 && isFirst(index, asked)],
];

/** Rows of the other colours that an asked declaration hits. */
export function otherTests(index: Index): (asked: Asked) => number[] {
  const tests = lineTests(new Peers(index.records));
  return (asked) => {
    if (asked.flow !== "import" || asked.stage !== "clearance") return [];
    const byLine = tests.filter(([, isHit]) =>
      asked.declaration.lines.some((line) => isHit(line, asked)),
    );
    const whole = declarationTests.filter(([, isHit]) => isHit(index, asked));
    return [...byLine, ...whole].map(([row]) => row);
  };
}

/** Passages of the wrong truck, and by night through a gate that is closed then. */
export function otherPassages(index: Index): Found {
  const { records } = index;
  const trucks = new Set<string>();
  const nights = new Set<string>();
  for (const [id] of records.passages.all()) {
    const passage = records.passages.at(id, Number.POSITIVE_INFINITY);
    if (passage?.plate === undefined) continue;
    const { plate, container_no: box } = passage;
    const at = Date.parse(passage.entered_at);
    const owner = index.byContainer
      .of(box)
      .flatMap(({ no }) => records.declarations.at(no, at) ?? [])
      .filter(({ registered }) => registered >= at - 10 * DAY && registered <= at);
    const sure = (passage.plate_confidence ?? 0) >= 80 && owner.length > 0;
    if (sure && !owner.some((each) => each.plate !== undefined && alike(plate, each.plate)))
      trucks.add(id);
    const hour = Number(passage.entered_at.slice(11, 13));
    if ((hour < 22 && hour >= 4) || !nightGates.has(passage.gate)) continue;
    const risky = attachedTo(index, plate, at)
      .filter((seen) => box === undefined || seen.containers.some(({ no }) => no === box))
      .some((seen) => seen.lines.some(({ hs }) => highRisk.some((code) => hs.startsWith(code))));
    const appointed = records.appointments.some(
      (each) => Math.abs(each.at - at) <= 7_200_000 && alike(plate, each.plate),
    );
    if (risky && !appointed) nights.add(id);
  }
  return new Map([
    [50, trucks],
    [52, nights],
  ]);
}
