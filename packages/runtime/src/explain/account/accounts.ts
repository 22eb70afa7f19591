/**
 * Accounts of hits: for a criterion, or its row, what tells witnesses, reason and evidence of a hit in one reading.
 *
 * A hit in, what is said of it out. That it hit is known, so only what is not told by that is asked: which elements, which branch of an `or`. Criteria
 * with `decide` have no account; the reference explains them.
 */
import {
  type BoundTableRow,
  type BundleIr,
  type CriterionIr,
  type Evidence,
  type Interpreter,
  type Language,
  type Question,
  type ReasonPart,
  type ReasonText,
  type Result,
  textFromValue,
  type World,
} from "@luong/spec";
import { AccountCompiler } from "./compile.ts";
import type { Condition } from "./condition.ts";
import { Spot } from "./spot.ts";

/** What is said of a hit beside its effects. */
export interface Told {
  readonly elements: Readonly<Record<string, readonly number[]>>;
  readonly reason: ReasonText;
  readonly evidence: readonly Evidence[];
}

type Text = string | ((spot: Spot) => string);

/** A row of `for each row of` by its number, and how it is come by. */
export interface RowOf {
  readonly number: number;
  readonly bound: () => BoundTableRow;
}

interface Account {
  readonly row: BoundTableRow | undefined;
  readonly when: Condition | undefined;
  readonly reason: ReasonText | ((spot: Spot) => ReasonText);
}

/** What stands in a hole whose value is unknown; as the reference writes it. */
const NOT_KNOWN = "?";
/** Accounts of rows that are kept: rows that hit once hit again. */
const ROWS_KEPT = 4096;

export class Accounts {
  readonly #ir: BundleIr;
  readonly #compiler: AccountCompiler;
  readonly #spot = new Spot();
  readonly #whole = new Map<CriterionIr, Account>();
  readonly #ofRow = new Map<CriterionIr, Map<number, Account>>();
  #rows = 0;

  constructor(ir: BundleIr, world: World, interpreter: Interpreter) {
    this.#ir = ir;
    this.#compiler = new AccountCompiler(ir, world, interpreter);
  }

  /** What follows is asked of this question. */
  ask(question: Question): void {
    this.#spot.ask(question);
  }

  /** Of a hit of a criterion without `decide`, known to be one. */
  tell(criterion: CriterionIr, row?: RowOf): Told {
    const account = this.#account(criterion, row);
    this.#spot.begin(account.row);
    return this.#tell(account);
  }

  /** The same; undefined when criterion and row, as they are now, do not hold: they were changed since. */
  tellIfTrue(criterion: CriterionIr, row?: RowOf): Told | undefined {
    const account = this.#account(criterion, row);
    this.#spot.begin(account.row);
    const isTrue = account.when === undefined || account.when.truth(this.#spot) === 2;
    return isTrue ? this.#tell(account) : undefined;
  }

  #tell({ when, reason }: Account): Told {
    const spot = this.#spot;
    when?.witness(spot);
    const text = typeof reason === "function" ? reason(spot) : reason;
    when?.evidence(spot, 2);
    return { elements: spot.named, reason: text, evidence: spot.evidence };
  }

  #account(criterion: CriterionIr, row: RowOf | undefined): Account {
    if (row === undefined) {
      let account = this.#whole.get(criterion);
      if (account === undefined) {
        account = this.#make(criterion, undefined);
        this.#whole.set(criterion, account);
      }
      return account;
    }
    let accounts = this.#ofRow.get(criterion);
    if (accounts === undefined || this.#rows >= ROWS_KEPT) {
      if (accounts !== undefined) this.#ofRow.clear();
      this.#rows = accounts === undefined ? this.#rows : 0;
      accounts = new Map();
      this.#ofRow.set(criterion, accounts);
    }
    let account = accounts.get(row.number);
    if (account === undefined) {
      account = this.#make(criterion, row.bound());
      accounts.set(row.number, account);
      this.#rows += 1;
    }
    return account;
  }

  #make({ when, because }: CriterionIr, row: BoundTableRow | undefined): Account {
    const texts = (["en", "vi"] as const).flatMap((language) => {
      const parts = because?.[language];
      return parts === undefined ? [] : [[language, this.#text(parts, language, row)] as const];
    });
    return {
      row,
      when: when === undefined ? undefined : this.#compiler.condition(when, row),
      reason: reasonFrom(texts),
    };
  }

  #text(parts: readonly ReasonPart[], language: Language, row: BoundTableRow | undefined): Text {
    const texts = parts.map((part): Text => {
      if (typeof part === "string") return part;
      const { constant, read } = this.#compiler.operand(part, row);
      const shown = (value: Result): string =>
        value.kind === "unknown"
          ? NOT_KNOWN
          : textFromValue(value, part.type, this.#ir.schema, { language, exact: false });
      return read === undefined ? shown(constant) : (spot) => shown(read(spot));
    });
    return texts.every((text) => typeof text === "string")
      ? texts.join("")
      : (spot) => texts.map((text) => textAt(text, spot)).join("");
  }
}

function textAt(text: Text, spot: Spot): string {
  return typeof text === "string" ? text : text(spot);
}

function reasonFrom(
  texts: readonly (readonly [Language, Text])[],
): ReasonText | ((spot: Spot) => ReasonText) {
  const at = (spot: Spot): ReasonText =>
    Object.fromEntries(texts.map(([language, text]) => [language, textAt(text, spot)]));
  const isSame = texts.every(([, text]) => typeof text === "string");
  return isSame ? Object.freeze(at(new Spot())) : at;
}
