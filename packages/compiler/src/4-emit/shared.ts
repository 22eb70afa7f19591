/**
 * Writes one function per shared expression: worked out when first asked for a declaration, remembered until the next.
 *
 * Comes in: `BundleIr.shared`. Goes out: functions, and how their values are read elsewhere. Truths are remembered in `B`, numbers with their size and
 * units in `F` and `V`.
 */
import type { Expr } from "@luong/spec";
import type { Js } from "./code.ts";
import { functionScope } from "./conditions.ts";
import type { WrittenFunction } from "./criteria.ts";
import { truthText } from "./logic.ts";
import { magnitude, type Num, type Tag } from "./numbers.ts";
import { FunctionScope, type ModuleContext } from "./scope.ts";

/** Not asked yet. */
export const UNASKED = 255;

interface SharedNumber {
  readonly num: Num;
  readonly written: WrittenFunction;
}

export class SharedWriter {
  readonly #module: () => ModuleContext;
  /** Place in `B` by index: 255, or the truth, or 0 for a number that is ready. */
  readonly #memos = new Map<number, number>();
  readonly #truths = new Map<number, WrittenFunction>();
  readonly #numbers = new Map<number, SharedNumber>();

  constructor(module: () => ModuleContext) {
    this.#module = module;
  }

  /** Places in `B` to be set back for each declaration. */
  get memos(): readonly number[] {
    return [...this.#memos.values()];
  }

  get functions(): readonly WrittenFunction[] {
    const numbers = [...this.#numbers.values()].map(({ written }) => written);
    return [...this.#truths.values(), ...numbers];
  }

  #entry(index: number): Expr {
    const entry = this.#module().ir.shared[index];
    if (entry === undefined) throw new RangeError(`no shared expression ${index}`);
    return entry;
  }

  #memo(index: number): number {
    let memo = this.#memos.get(index);
    if (memo === undefined) {
      memo = this.#module().stores.reserve("B");
      this.#memos.set(index, memo);
    }
    return memo;
  }

  truth(index: number): Js {
    const name = `shared$${index + 1}`;
    if (!this.#truths.has(index)) {
      const module = this.#module();
      const memo = this.#memo(index);
      const fn = new FunctionScope();
      const scope = functionScope(module, fn);
      const value = module.within(null, () =>
        truthText(scope.condition(this.#entry(index), scope)),
      );
      fn.code.line(`return (B[${memo}] = ${value});`);
      const lines = [`if (B[${memo}] !== ${UNASKED}) return B[${memo}];`, ...fn.lines];
      this.#truths.set(index, { name, parameters: [], lines });
    }
    return `${name}()`;
  }

  number(index: number): Num {
    const known = this.#numbers.get(index);
    if (known !== undefined) return known.num;
    const module = this.#module();
    const { stores } = module;
    const name = `shared$${index + 1}$number`;
    const memo = this.#memo(index);
    const fn = new FunctionScope();
    const scope = functionScope(module, fn);
    const num = module.within(null, () => scope.number(this.#entry(index), scope, "compute"));
    const [value, size, flag] = [stores.reserve("F"), stores.reserve("F"), stores.reserve("B")];
    fn.code.line(`F[${value}] = ${num.v};`);
    fn.code.line(`F[${size}] = ${magnitude(num)};`);
    if (num.flag !== null) fn.code.line(`B[${flag}] = ${num.flag};`);
    const keepTag = (tag: Tag | null): Tag | null => {
      if (tag === null || tag.fixed) return tag;
      const place = stores.reserve("V");
      fn.code.line(`V[${place}] = ${tag.js};`);
      return { ...tag, js: `V[${place}]` };
    };
    const [currency, dimension] = [keepTag(num.currency), keepTag(num.dimension)];
    fn.code.line(`B[${memo}] = 0;`);
    fn.code.line(`return F[${value}];`);
    const lines = [`if (B[${memo}] !== ${UNASKED}) return F[${value}];`, ...fn.lines];
    const kept: Num = {
      ...num,
      // Reading the value makes it; size, flag and units are read after it.
      v: `${name}()`,
      m: num.leaf ? null : `F[${size}]`,
      flag: num.flag === null ? null : `B[${flag}]`,
      currency,
      dimension,
      literal: null,
    };
    this.#numbers.set(index, { num: kept, written: { name, parameters: [], lines } });
    return kept;
  }
}
