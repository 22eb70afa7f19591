/**
 * What reading rows needs beside them: the interpreter, the zone, units by number, and the last moment read, as rows of one delivery share it.
 *
 * Part of the state of history; knows nothing of windows and keys.
 */
import {
  type BundleIr,
  bindElement,
  createInterpreter,
  type Expr,
  type Frame,
  frameOf,
  type Interpreter,
  instantFromDays,
  parseDate,
  parseInstant,
  type Result,
  ROW_VARIABLE,
  unboundWorld,
  type World,
} from "@luong/spec";
import type { RowView } from "./row-view.ts";
import { UnitTags } from "./unit-tags.ts";

export class ReadContext {
  readonly ir: BundleIr;
  readonly tags = new UnitTags();
  readonly zoneMinutes: number;
  /** What keys of rows may ask: rates, lists, codes above. */
  readonly world: World;
  readonly interpreter: Interpreter;
  #lastText = "";
  #lastMoment: number | undefined;

  constructor(ir: BundleIr, world: World = unboundWorld(ir.schema)) {
    this.ir = ir;
    this.zoneMinutes = ir.schema.zoneMinutes;
    this.world = world;
    this.interpreter = createInterpreter(ir, world);
  }

  frame(json: unknown, variable = ROW_VARIABLE, now = 0): Frame {
    const question = { declaration: {}, flow: "", stage: "", now };
    const element = { value: json, path: "row", each: "row", position: 1 };
    return bindElement(frameOf(question), variable, element);
  }

  value(expr: Expr, row: RowView): Result {
    return this.interpreter.value(expr, this.frame(row.whole()));
  }

  /** A date as its first local moment, an instant as it is. */
  moment(json: unknown): number | undefined {
    if (typeof json !== "string") return undefined;
    if (json === this.#lastText) return this.#lastMoment;
    const days = parseDate(json);
    const moment =
      days === undefined
        ? parseInstant(json, this.zoneMinutes)
        : instantFromDays(days, this.zoneMinutes);
    this.#lastText = json;
    this.#lastMoment = moment;
    return moment;
  }
}
