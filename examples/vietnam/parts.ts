// Small parts of a declaration that both the generator and its patterns build: lines, money, container
// numbers, dates. Pure functions; whatever is drawn comes from the `Random` given.
import type { Item, Money } from "./declaration.ts";
import type { Goods } from "./goods.ts";
import type { Random } from "./random.ts";
import { agreementOf, currencies } from "./trade.ts";

export type Flow = "import" | "export";

export const MS_PER_DAY = 86_400_000;

export function line(random: Random, goods: Goods, origin: string, lineNo: number): Item {
  const quantity = Math.max(1, Math.round(goods.usual * random.factor(0.5)));
  const agreement = agreementOf[origin];
  const preferential = agreement !== undefined && goods.duty > 0 && random.chance(0.45);
  return {
    line_no: lineNo,
    hs: goods.hs,
    description: `${goods.description}, mới 100%`,
    origin,
    tariff_schedule: preferential ? agreement : "B01",
    duty_rate: preferential ? 0 : goods.duty,
    quantity: { value: quantity, unit: goods.unit },
    net_weight: round(quantity * goods.kgPerUnit * (0.97 + 0.06 * random.next()), 2),
    customs_value: Math.round(quantity * goods.price * random.factor(0.09)),
    brands: [],
  };
}

export function moneyFrom(vnd: number, currency: string): Money {
  const { rate, digits } = currencies[currency] ?? { rate: 1, digits: 0 };
  return { amount: round(vnd / rate, digits), currency };
}

export function totalOf(items: readonly Item[], currency: string): Money {
  const digits = currencies[currency]?.digits ?? 0;
  const sum = items.reduce((total, item) => total + (item.invoice_value?.amount ?? 0), 0);
  return { amount: round(sum, digits), currency };
}

/** ISO 6346, written here a second time on purpose: the language's own check is tested against it. */
export function containerNo(owner: string, serial: number): string {
  const text = `${owner}U${String(serial).padStart(6, "0")}`;
  let sum = 0;
  for (let place = 0; place < text.length; place += 1) {
    const letter = "0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ".indexOf(text.charAt(place));
    sum += letter * 2 ** place;
  }
  return `${text}${(sum % 11) % 10}`;
}

export function wrongCheckDigit(number: string): string {
  return `${number.slice(0, 10)}${(Number(number.slice(10)) + 1) % 10}`;
}

export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

export function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
