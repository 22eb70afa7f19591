// What every planted case needs: traders of its own, whose whole life is written, a plain declaration to bend, a moment in the run, a line in the
// list of truths. Nothing follows by itself from a planted declaration: what its case needs beside it is told by the case.
import { day, MS_PER_DAY, moneyFrom } from "../../parts.ts";
import { portsOf } from "../../trade.ts";
import { tellVersion } from "../background.ts";
import {
  drawnPrice,
  exportDeclaration,
  goodsOf,
  importDeclaration,
  netWeight,
  permitsFor,
  refillContainers,
  settle,
  usualPrice,
} from "../declare.ts";
import type { FlowName, HistoryDeclaration, HistoryItem, HistoryProfile } from "../rows.ts";
import { MS_PER_HOUR, momentOf, START, wholeSecond } from "../time.ts";
import { createTrader, dayFromStart, type Role, type Trader } from "../traders.ts";
import type { Random, World } from "../world.ts";

export interface Wish {
  readonly role?: Role;
  readonly profile?: Partial<HistoryProfile>;
  /** Days from the start of the run on which it declared before; by default three in the year before. */
  readonly active?: readonly number[];
  /** Kind of goods of those declarations. */
  readonly hs?: string;
}

/** What a plain declaration is about. */
export interface Goods {
  readonly hs: string;
  readonly origin: string;
  /** Of the usual price; drawn when not given. */
  readonly price?: number;
  readonly quantity?: number;
}

const PARTS: Goods = { hs: "39269059", origin: "CN" };

/** What the price of a case is compared with has to be frequent, in the smallest of runs too. */
const FREQUENT: readonly Goods[] = [
  PARTS,
  { hs: "61091010", origin: "CN" },
  { hs: "85365099", origin: "CN" },
  { hs: "19053120", origin: "ID" },
];

export class Plan {
  readonly world: World;
  readonly random: Random;
  /** Cases of each row. */
  readonly cases: number;
  private readonly plates: Set<string>;
  private made = 0;

  constructor(world: World, plates: Set<string>) {
    this.world = world;
    this.random = world.randomFor(77);
    this.plates = plates;
    this.cases = 3 + Math.floor(world.options.days / 15);
  }

  /** Moment of a case, in working hours, spread over the run; the first and last day are left free. */
  moment(index: number): number {
    const days = 1 + Math.floor((index * (this.world.options.days - 2)) / this.cases);
    const hours = 8 + 7 * this.random.next();
    return wholeSecond(START + days * MS_PER_DAY + hours * MS_PER_HOUR);
  }

  each(work: (index: number, at: number) => void): void {
    for (let index = 0; index < this.cases; index += 1) work(index, this.moment(index));
  }

  trader(wish: Wish = {}): Trader {
    this.made += 1;
    const index = 800_000 + this.made;
    const made = createTrader(this.random, {
      index,
      plates: this.plates,
      role: wish.role ?? "ordinary",
    });
    const trader: Trader = {
      ...made,
      office: "03CC",
      profile: { ...made.profile, focus: false, ...wish.profile },
    };
    tellVersion(
      this.world,
      trader,
      START - 400 * MS_PER_DAY,
      trader.profile.established_on ?? dayFromStart(-400),
    );
    for (const days of wish.active ?? [-210, -120, -20]) {
      const at = momentOf(this.random, START + (days - this.random.below(6)) * MS_PER_DAY);
      this.declare(
        "import",
        trader,
        at,
        wish.hs === undefined
          ? (FREQUENT[(this.made + days) & 3] ?? PARTS)
          : { hs: wish.hs, origin: "CN" },
      );
    }
    return trader;
  }

  /** A plain declaration at that moment, bent by the case. */
  declare(
    flow: FlowName,
    trader: Trader,
    at: number,
    goods: Goods,
    bend: (declaration: HistoryDeclaration) => void = () => {},
    after: (declaration: HistoryDeclaration) => void = () => {},
  ): void {
    const draft = { random: this.random, trader, at };
    this.world.declare({
      at,
      flow,
      make: (no) => {
        const declaration =
          flow === "import"
            ? plainImport(importDeclaration({ ...draft, no }), at, goods, this.random)
            : plainExport(exportDeclaration({ ...draft, no }), goods);
        declaration.permits = permitsFor(declaration, { ...draft, no });
        bend(declaration);
        return declaration;
      },
      after,
    });
  }

  /** Cases that one declaration makes. */
  plant(
    row: number,
    planted: string,
    goods: Goods,
    bend: (declaration: HistoryDeclaration, index: number) => void,
    wish: Wish = {},
  ): void {
    this.each((index, at) => {
      const trader = this.trader(wish);
      this.declare(
        "import",
        trader,
        at,
        goods,
        (declaration) => bend(declaration, index),
        ({ declaration_no }) => this.world.plant(row, declaration_no, planted),
      );
    });
  }
}

/* ------------------------------------------------------------------ plain declarations */

/** One line of the goods at the usual weight. */
export function putLine(declaration: HistoryDeclaration, wish: Goods, random: Random): HistoryItem {
  const { hs, origin, price, quantity } = wish;
  const goods = goodsOf(hs);
  const count = quantity ?? goods.usual;
  const item: HistoryItem = {
    line_no: 1,
    hs,
    description: `${goods.description}, mới 100%`,
    origin,
    tariff_schedule: "B01",
    duty_rate: goods.duty,
    quantity: { value: count, unit: goods.unit },
    net_weight: netWeight(goods, count, 100),
    customs_value:
      count *
      (price === undefined
        ? drawnPrice(random, goods, origin)
        : Math.round(usualPrice(goods, origin) * price)),
    brands: [],
  };
  declaration.items = [item];
  settle(declaration);
  return item;
}

function plainImport(
  declaration: HistoryDeclaration,
  at: number,
  goods: Goods,
  random: Random,
): HistoryDeclaration {
  putLine(declaration, goods, random);
  const port = portsOf[goods.origin]?.[0] ?? "SGSIN";
  declaration.mode = "2";
  declaration.office = "03CC";
  declaration.regime = "A11";
  declaration.valuation_method = "6";
  declaration.invoice.incoterm = "CIF";
  delete declaration.freight;
  declaration.loading_port = port;
  declaration.loading_country = port.slice(0, 2);
  declaration.unloading_port = "VNHPH";
  declaration.route_ports = [];
  declaration.arrived_on = day(at - MS_PER_DAY);
  declaration.departed_on = day(at - 9 * MS_PER_DAY);
  declaration.bills = [{ number: `MAEU${random.between(10_000_000, 99_999_999)}` }];
  refillContainers(declaration, random);
  return declaration;
}

function plainExport(declaration: HistoryDeclaration, goods: Goods): HistoryDeclaration {
  declaration.destination_country = "JP";
  declaration.importer = { ...declaration.importer, country: "JP" };
  if (goods.hs === "44123100" || goods.hs === "88062100") {
    declaration.items = declaration.items.slice(0, 1);
    const [item] = declaration.items;
    if (item !== undefined) {
      item.hs = goods.hs;
      item.description =
        goods.hs === "88062100" ? "Thiết bị bay không người lái" : "Gỗ dán, mới 100%";
      item.quantity = {
        value: goods.quantity ?? 100,
        unit: goods.hs === "88062100" ? "PCE" : "KGM",
      };
      item.net_weight = item.quantity.value;
      item.customs_value = item.quantity.value * (goods.hs === "88062100" ? 3_800_000 : 16_000);
    }
  }
  settle(declaration);
  return declaration;
}

/** The invoice says so too. */
export function setValue(declaration: HistoryDeclaration, item: HistoryItem, value: number): void {
  item.customs_value = value;
  item.invoice_value = moneyFrom(value, declaration.invoice.total.currency);
  settle(declaration);
}
