// The red rows of the catalogue, each as a plain loop over what was written, straight from its wording. Comes in: records. Goes out: ids by
// row. It shares nothing with the generator and nothing with the language, so that either can be wrong and be found out.
import { csv } from "../lists.ts";
import type { Scan } from "../rows.ts";
import { type Asked, dateTime, type Records, type Seen } from "./records.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;

export type Found = Map<number, Set<string>>;

/** Rows that mark red. */
export const RED_ROWS = [18, 20, 21, 24, 25, 28, 31, 32, 36, 37, 40, 42, 44, 46, 49, 55] as const;

interface Place {
  readonly no: string;
  readonly registered: number;
}

/** Declarations by something they have in common; all of one key, in the order registered. */
class By {
  private readonly rows = new Map<string, Place[]>();

  add(key: string | undefined, no: string, registered: number): void {
    if (key === undefined) return;
    const found = this.rows.get(key);
    if (found === undefined) this.rows.set(key, [{ no, registered }]);
    else if (found[found.length - 1]?.no !== no) found.push({ no, registered });
  }

  sort(): void {
    for (const found of this.rows.values()) found.sort((a, b) => a.registered - b.registered);
  }

  of(key: string | undefined): readonly Place[] {
    return key === undefined ? [] : (this.rows.get(key) ?? []);
  }
}

/** Those registered in [from, until), of a list in that order. */
function between(places: readonly Place[], from: number, until: number): readonly Place[] {
  const firstFrom = (moment: number): number => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.registered ?? 0) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return places.slice(firstFrom(from), firstFrom(until));
}

export interface Index {
  readonly records: Records;
  readonly byImporter: By;
  readonly byExporter: By;
  readonly byAddress: By;
  readonly byPlate: By;
  readonly byTemporary: By;
  readonly byContainer: By;
}

export function indexOf(records: Records): Index {
  const index: Index = {
    records,
    byImporter: new By(),
    byExporter: new By(),
    byAddress: new By(),
    byPlate: new By(),
    byTemporary: new By(),
    byContainer: new By(),
  };
  for (const [no, told] of records.declarations.all()) {
    for (const { row } of told) {
      if (row === undefined) continue;
      const at = row.registered;
      index.byImporter.add(row.importer, no, at);
      index.byExporter.add(row.exporter, no, at);
      index.byAddress.add(row.consignee, no, at);
      if (row.plate !== undefined) index.byPlate.add(bare(row.plate), no, at);
      for (const line of row.lines) index.byTemporary.add(line.temporaryImport, no, at);
      for (const box of row.containers) index.byContainer.add(box.no, no, at);
    }
  }
  for (const by of [index.byImporter, index.byExporter, index.byAddress]) by.sort();
  for (const by of [index.byPlate, index.byTemporary, index.byContainer]) by.sort();
  return index;
}

/** Others of these, registered in [from, now), as they are known now. */
export function earlier(
  { records }: Index,
  places: readonly Place[],
  { now, declaration }: Asked,
  from: number,
): Seen[] {
  return between(places, from, now).flatMap(({ no }) => {
    const seen = no === declaration.no ? undefined : records.declarations.at(no, now);
    return seen === undefined ? [] : [seen];
  });
}

/** Is there another of these, registered in [from, until), that is known now? */
function isAny(
  { records }: Index,
  places: readonly Place[],
  { now, declaration }: Asked,
  from: number,
  until: number,
): boolean {
  return between(places, from, until).some(
    ({ no }) => no !== declaration.no && records.declarations.at(no, now) !== undefined,
  );
}

/* ------------------------------------------------------------------ lists of the bindings */

interface Dated {
  readonly value: string;
  readonly from: string;
  readonly until: string;
}

function dated(path: string): Dated[] {
  return csv(`../bindings/${path}`).map((row) => ({
    value: row["code"] ?? row["value"] ?? "",
    from: row["valid_from"] ?? "",
    until: row["valid_until"] ?? "",
  }));
}

function inForce(list: readonly Dated[], now: number): string[] {
  const local = new Date(now + 7 * HOUR).toISOString().slice(0, 16);
  return list
    .filter(({ from, until }) => (from === "" || from <= local) && (until === "" || local < until))
    .map(({ value }) => value);
}

const remedy = dated("remedy-hs.csv");
const recorded = dated("recorded-brands.csv");
const strategic = dated("strategic-hs.csv");
const destinations = dated("strategic-destinations.csv");
const wildlifePorts = dated("wildlife-ports.csv");
const wildlifeWords = csv("../bindings/wildlife-words.csv").map((row) => row["value"] ?? "");
const authorised = new Set(
  csv("../bindings/ipr-licences.csv").map((row) => `${row["brand"]} ${row["importer"]}`),
);
const brandPrices = new Map(
  csv("../bindings/brand-prices.csv").map((row) => [row["brand"], Number(row["usual"])]),
);
const WILDLIFE_HS = ["0106", "0208", "050790", "0508", "4103", "960110"];
const SCRAP_HS = ["3915", "4707", "7204", "7404", "7602"];
const HIGH_TAX_HS = ["2203", "2208", "2402", "2403"];
const LOW_VALUE = 1_000_000;

function under(hs: string, codes: readonly string[]): boolean {
  return codes.some((code) => hs.startsWith(code));
}

/* ------------------------------------------------------------------ rows asked at clearance */

type Row = (index: Index, asked: Asked) => boolean;

/** Trader established < 180 days and more than 10 billion dong of remedy goods exported in 30 days. */
const newExporter: Row = (index, asked) => {
  const { now, flow, declaration } = asked;
  if (flow !== "export" || !(now - declaration.exporterEstablished < 180 * DAY)) return false;
  const codes = inForce(remedy, now);
  const all = [
    declaration,
    ...earlier(index, index.byExporter.of(declaration.exporter), asked, now - 30 * DAY),
  ];
  let sum = 0;
  for (const each of all) {
    for (const line of each.lines) if (under(line.hs, codes)) sum += line.value;
  }
  return sum > 10_000_000_000;
};

const mark: Row = (_, { now, flow, declaration }) => {
  const brands = inForce(recorded, now);
  return (
    flow === "import" &&
    declaration.lines.some((line) =>
      line.brands.some(
        (brand) => brands.includes(brand) && !authorised.has(`${brand} ${declaration.importer}`),
      ),
    )
  );
};

const cheapMark: Row = (_, { flow, declaration }) =>
  flow === "import" &&
  declaration.lines.some((line) =>
    line.brands.some((brand) => line.value / line.quantity < 0.3 * (brandPrices.get(brand) ?? 0)),
  );

const wildlife: Row = (_, { now, declaration }) => {
  const ports = inForce(wildlifePorts, now);
  return (
    declaration.ports.some((port) => ports.includes(port)) &&
    declaration.lines.some(
      (line) =>
        under(line.hs, WILDLIFE_HS) ||
        wildlifeWords.some((word) => line.description.toLowerCase().includes(word)),
    )
  );
};

const scrap: Row = ({ records }, { now, flow, declaration }) => {
  if (flow !== "import" || !declaration.lines.some((line) => under(line.hs, SCRAP_HS)))
    return false;
  for (const [no] of records.licences.all()) {
    const licence = records.licences.at(no, now);
    if (licence?.holder !== declaration.importer || licence?.kind !== "ENV") continue;
    if (licence.valid_from <= declaration.arrivedOn && declaration.arrivedOn <= licence.valid_until)
      return false;
  }
  return true;
};

const strategicExport: Row = (_, { now, flow, declaration }) =>
  flow === "export" &&
  inForce(destinations, now).includes(declaration.destination ?? "") &&
  declaration.lines.some((line) => under(line.hs, inForce(strategic, now)));

export function isFirst(index: Index, asked: Asked): boolean {
  const { now, declaration } = asked;
  return !isAny(index, index.byImporter.of(declaration.importer), asked, now - 365 * DAY, now);
}

const firstOfRankNine: Row = (index, asked) =>
  asked.flow === "import" && asked.declaration.rank === 9 && isFirst(index, asked);

const shell: Row = (index, asked) => {
  const { now, flow, declaration } = asked;
  const { capital, employees, residential, established, cluster } = declaration;
  if (flow !== "import" || capital >= 1_000_000_000 || employees > 3 || !residential) return false;
  if (!(now - established < 365 * DAY)) return false;
  const neighbours = new Set(
    index.records.traders
      .filter((each) => each.address_cluster === cluster)
      .map((each) => each.tax_code),
  );
  if (neighbours.size < 5) return false;
  const recent = earlier(index, index.byImporter.of(declaration.importer), asked, now - 30 * DAY);
  const value = recent.reduce((sum, each) => sum + each.value, declaration.value);
  return value > 20 * capital;
};

/** None in the year before the last seven days, then three or more in these. */
const dormant: Row = (index, asked) => {
  const { now, flow, declaration } = asked;
  const mine = index.byImporter.of(declaration.importer);
  if (flow !== "import" || isAny(index, mine, asked, now - 372 * DAY, now - 7 * DAY)) return false;
  return earlier(index, mine, asked, now - 7 * DAY).length + 1 >= 3;
};

const split: Row = (index, asked) => {
  const { declaration, flow, now } = asked;
  if (flow !== "import" || declaration.value >= LOW_VALUE) return false;
  const mine = new Set(declaration.lines.map(({ hs }) => hs.slice(0, 6)));
  const siblings = earlier(
    index,
    index.byAddress.of(declaration.consignee),
    asked,
    now - 730 * DAY,
  ).filter(
    (each) =>
      each.value < LOW_VALUE &&
      each.exporterName === declaration.exporterName &&
      Math.abs(dateTime(each.arrivedOn) - dateTime(declaration.arrivedOn)) <= 3 * DAY &&
      each.lines.some(({ hs }) => mine.has(hs.slice(0, 6))),
  );
  const sum = siblings.reduce((total, each) => total + each.value, declaration.value);
  return siblings.length + 1 >= 3 && sum > LOW_VALUE;
};

const clearance: readonly (readonly [number, Row])[] = [
  [18, newExporter],
  [20, mark],
  [21, cheapMark],
  [24, wildlife],
  [25, scrap],
  [28, strategicExport],
  [37, firstOfRankNine],
  [40, shell],
  [42, dormant],
  [44, split],
];

/* ------------------------------------------------------------------ rows asked later */

/** Re-export overdue, or less than 95 % of the weight out. */
const temporary: Row = (index, asked) => {
  const { now, declaration } = asked;
  if (declaration.regime !== "G11") return false;
  const out = earlier(index, index.byTemporary.of(declaration.no), asked, declaration.registered);
  const weightIn = declaration.lines.reduce((sum, { net }) => sum + net, 0);
  let weightOut = 0;
  for (const each of out) {
    for (const line of each.lines)
      if (line.temporaryImport === declaration.no) weightOut += line.net;
  }
  const overdue = now >= dateTime(declaration.deadline) + DAY;
  return (overdue && out.length === 0) || (out.length > 0 && weightOut < 0.95 * weightIn);
};

const SENSITIVE = ["HS", "QUANTITY", "VALUE", "CONTAINER"];

const amendment: Row = (_, { declaration }) =>
  declaration.changes.some(
    ({ area, at, day }) =>
      SENSITIVE.includes(area) && (day > declaration.arrivedOn || at > declaration.scanNotice),
  );

/** Plates that a camera may have made of this one, itself first; the pairs that this world has. */
function readings(plate: string): string[] {
  const text = bare(plate);
  const pairs = ["0O", "1I", "2Z", "5S", "8B"];
  const others: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    for (const pair of pairs) {
      const place = pair.indexOf(text.charAt(at));
      if (place >= 0)
        others.push(`${text.slice(0, at)}${pair.charAt(1 - place)}${text.slice(at + 1)}`);
    }
  }
  return [text, ...others];
}

export function bare(plate: string): string {
  return plate.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

export function alike(a: string, b: string): boolean {
  return readings(a).includes(bare(b));
}

/** Passages at bonded warehouses by site. */
function arrivals(records: Records): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [no, [first]] of records.passages.all()) {
    const site = first?.row?.site ?? "";
    if (site.startsWith("KNQ")) {
      const list = found.get(site) ?? [];
      list.push(no);
      found.set(site, list);
    }
  }
  return found;
}

/** High-tax goods of which the truck was not seen where it had to arrive, when it had to. */
function bonded({ records }: Index): (asked: Asked) => boolean {
  const bySite = arrivals(records);
  return ({ now, declaration }) => {
    const { regime, site = "", plate = "", departedAt, plannedArrival } = declaration;
    if (regime !== "C11" || !declaration.lines.some(({ hs }) => under(hs, HIGH_TAX_HS)))
      return false;
    return !(bySite.get(site) ?? []).some((no) => {
      const seen = records.passages.at(no, now);
      if (seen?.plate === undefined) return false;
      const at = Date.parse(seen.entered_at);
      return at >= departedAt && at < plannedArrival && alike(plate, seen.plate);
    });
  };
}

/** Scans of what was declared empty or nearly so. */
function emptyContainers({ records, byContainer }: Index): Set<string> {
  const found = new Set<string>();
  for (const [, told] of records.scans.all()) {
    for (const { known, row } of told) {
      if (row?.density !== "LOADED") continue;
      for (const { no } of byContainer.of(row.container_no)) {
        const seen = records.declarations.at(no, known);
        if (seen === undefined || seen.registered > known || seen.registered < known - 30 * DAY)
          continue;
        const light = seen.containers.some(
          (box) => box.no === row.container_no && (box.state === "EMPTY" || box.mass < 500),
        );
        if (light) found.add(no);
      }
    }
  }
  return found;
}

/** ISO 6346, written from the standard: letters from 10 without multiples of 11, weights 2^n. */
export function hasCheckDigit(no: string): boolean {
  if (!/^[A-Z]{3}[UJZ]\d{7}$/.test(no)) return false;
  const values: number[] = [];
  for (let value = 10; values.length < 26; value += 1) if (value % 11 !== 0) values.push(value);
  let sum = 0;
  for (let at = 0; at < 10; at += 1) {
    const character = no.charAt(at);
    const value =
      character >= "A" ? (values[character.charCodeAt(0) - 65] ?? 0) : Number(character);
    sum += value * 2 ** at;
  }
  return (sum % 11) % 10 === Number(no.charAt(10));
}

/** Containers read surely at a gate that are on no declaration of the truck, and not put right in two hours. */
function strangeContainers(index: Index): Set<string> {
  const { records } = index;
  const found = new Set<string>();
  for (const [id, told] of records.passages.all()) {
    for (const { known, row } of told) {
      const { container_no: box, plate, container_confidence: sure = 0 } = row ?? {};
      if (row === undefined || box === undefined || plate === undefined) continue;
      if (sure < 90 || !hasCheckDigit(box)) continue;
      const attached = attachedTo(index, plate, known);
      if (
        attached.length === 0 ||
        attached.some((seen) => seen.containers.some(({ no }) => no === box))
      )
        continue;
      const entered = Date.parse(row.entered_at);
      const corrected = attached.some(({ no }) =>
        records.declarations
          .at(no, Number.POSITIVE_INFINITY)
          ?.changes.some(
            ({ area, at }) => area === "CONTAINER" && at >= entered && at <= entered + 2 * HOUR,
          ),
      );
      if (!corrected) found.add(id);
    }
  }
  return found;
}

/** Declarations of the last 30 days whose declared truck looks like that plate. */
export function attachedTo({ records, byPlate }: Index, plate: string, now: number): Seen[] {
  const nos = new Set(
    readings(plate).flatMap((each) =>
      between(byPlate.of(each), now - 30 * DAY, now + 1).map(({ no }) => no),
    ),
  );
  return [...nos].flatMap((no) => {
    const seen = records.declarations.at(no, now);
    return seen !== undefined && seen.registered <= now && seen.registered >= now - 30 * DAY
      ? [seen]
      : [];
  });
}

/** Two suspicions or one violation among the last ten scans of the importer. */
function badScans({ records }: Index): (asked: Asked) => boolean {
  const byImporter = new Map<string, { no: string; at: number }[]>();
  for (const [no, [first]] of records.scans.all()) {
    if (first?.row === undefined) continue;
    const list = byImporter.get(first.row.importer_code) ?? [];
    list.push({ no, at: Date.parse(first.row.scanned_at) });
    byImporter.set(first.row.importer_code, list);
  }
  // Latest first.
  for (const list of byImporter.values()) list.sort((a, b) => b.at - a.at);
  return ({ now, declaration }) => {
    const last: Scan[] = [];
    for (const { no, at } of byImporter.get(declaration.importer ?? "") ?? []) {
      const scan = at < now ? records.scans.at(no, now) : undefined;
      if (scan !== undefined) last.push(scan);
      if (last.length === 10) break;
    }
    const suspicions = last.filter(({ outcome }) => outcome === "SUSPECT").length;
    return suspicions >= 2 || last.some(({ violation }) => violation === true);
  };
}

/** All that the red rows mark in the run. */
export function findRed(index: Index): Found {
  const found: Found = new Map(RED_ROWS.map((row) => [row, new Set<string>()]));
  const note = (row: number, { declaration }: Asked): void => {
    found.get(row)?.add(declaration.no);
  };
  const scanned = badScans(index);
  const lost = bonded(index);
  for (const asked of index.records.asked) {
    if (asked.stage === "clearance") {
      for (const [row, isHit] of clearance) if (isHit(index, asked)) note(row, asked);
      if (asked.flow === "import" && scanned(asked)) note(55, asked);
    }
    if (asked.stage === "amendment" && asked.flow === "import" && amendment(index, asked))
      note(46, asked);
    if (asked.stage === "follow_up" && temporary(index, asked)) note(31, asked);
    if (asked.stage === "follow_up" && lost(asked)) note(32, asked);
  }
  found.set(36, emptyContainers(index));
  found.set(49, strangeContainers(index));
  return found;
}
