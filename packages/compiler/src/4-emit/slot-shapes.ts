/**
 * Says which numbers and texts emitted code can tell the index without asking the reference, and how exactly.
 *
 * Comes in: an expression, tried in a module that is thrown away. Goes out: its shape, or undefined where there is no fast form. `writeSlotNumber` then writes
 * it in the same way, so what is said here holds there.
 */
import type { BundleIr, Expr } from "@luong/spec";
import { leafScale } from "../3-index/exact.ts";
import type { BoundElement, NumberShape, SlotShapes } from "../3-index/slots.ts";
import { NoFastForm } from "./code.ts";
import { rangeOf } from "./collections.ts";
import { functionScope } from "./conditions.ts";
import { dimensionOfNumber } from "./forms.ts";
import type { Num, Tag } from "./numbers.ts";
import { Constants, FunctionScope, type ModuleContext, type Scope, withElement } from "./scope.ts";
import { Stores } from "./stores.ts";

/** A module nobody reads: paths into the IR are not looked up for it. */
function scratchModule(ir: BundleIr): ModuleContext {
  const noShared = (): never => {
    throw new NoFastForm("a shared expression");
  };
  return {
    ir,
    stores: new Stores(ir.schema),
    constants: new Constants(),
    within: (_, write) => write(),
    slowIndex: () => 0,
    leave: () => undefined,
    leaveAt: () => undefined,
    phrases: () => 0,
    shared: { truth: noShared, number: noShared },
  };
}

/** The scope of a slot: of the declaration, or of the element at `index` of its list. */
export function slotScope(
  module: ModuleContext,
  fn: FunctionScope,
  element: BoundElement | null,
  index: string,
): Scope {
  const scope = functionScope(module, fn);
  if (element === null) return scope;
  const { list } = rangeOf(element.source, scope);
  return withElement(scope, { list, index, variable: element.variable });
}

/** As a comparison would write it: a fact as it was written, everything else computed. */
export function slotNum(expr: Expr, scope: Scope): Num {
  const { code } = scope.fn;
  const attempt = code.aside(() => scope.number(expr, scope, "compare"));
  if (!attempt.result.leaf) return scope.number(expr, scope, "compute");
  code.put(attempt.lines);
  return attempt.result;
}

/** Is the double the fact itself? */
export function isExactNum(num: Num): boolean {
  return num.leaf && num.flag === null;
}

function fixedText(tag: Tag | null): string | null {
  return tag?.fixed === true ? tag.js : null;
}

function shapeOf(expr: Expr, num: Num): NumberShape | undefined {
  // A constant is no slot; and where it is not certain that there is a value, nothing can be told.
  if (num.literal !== null || num.uncertain) return undefined;
  const currency = fixedText(num.currency);
  const dimension = fixedText(num.dimension);
  const isExact = isExactNum(num);
  return {
    form: isExact ? "number" : "approximate",
    scale: isExact ? num.scale : leafScale(expr.type),
    maybe: num.maybe,
    units: {
      currency: currency === null ? null : String(JSON.parse(currency)),
      dimension: dimension === null ? null : dimensionOfNumber(Number(dimension)),
    },
    openCurrency: num.currency?.fixed === false,
    openDimension: num.dimension?.fixed === false,
  };
}

function attempt<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof NoFastForm) return undefined;
    throw error;
  }
}

export function slotShapes(ir: BundleIr): SlotShapes {
  const module = scratchModule(ir);
  const scopeFor = (element: BoundElement | null): Scope =>
    slotScope(module, new FunctionScope(), element, "at");
  return {
    number: (expr, element) =>
      attempt(() => {
        const scope = scopeFor(element);
        return shapeOf(expr, slotNum(expr, scope));
      }),
    text: (expr, element) =>
      attempt(() => {
        const scope = scopeFor(element);
        return { maybe: scope.text(expr, scope).maybe };
      }),
  };
}
