/**
 * A writer of JavaScript text: lines, blocks, names that do not meet.
 *
 * Comes in: statements as text. Goes out: indented lines of one function body. Parts can be written aside (`aside`), looked at, and put in or
 * dropped; that is how the emitter finds out whether an expression needs statements at all.
 */

import { helperImports } from "./helper-imports.ts";

/** A JavaScript expression without side effects, in parentheses where it needs them. */
export type Js = string;

/** What cannot be written as fast code; the nearest condition around it is handed to the reference. */
export class NoFastForm extends Error {
  override readonly name = "NoFastForm";
}

/** Words of JavaScript, and names the module itself uses: facts may be called so. */
const reserved: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield NaN Infinity " +
    "Math Set Array Object Float64Array Int32Array Uint8Array asked ask askDecide bindings clock counts elements encode " +
    "encodeFacts exactWords flow foldedWords guards match policy result score sink slots slowCalls stage state tableRow truths verdict verdicts " +
    "total F B V Map Number String Date"
  )
    .split(" ")
    .concat(Object.values(helperImports).flat()),
);

export class Code {
  #lines: string[] = [];
  #depth = 0;
  readonly #used = new Map<string, number>();

  line(text: string): void {
    this.#lines.push(`${"  ".repeat(this.#depth)}${text}`);
  }

  block(head: string, body: () => void, tail = "}"): void {
    this.line(head === "" ? "{" : `${head} {`);
    this.#depth += 1;
    try {
      body();
    } finally {
      this.#depth -= 1;
    }
    this.line(tail);
  }

  /** A name nobody else in this function has: `hint`, then `hint_2` … */
  fresh(hint: string): string {
    const count = (this.#used.get(hint) ?? 0) + 1;
    this.#used.set(hint, count);
    return count === 1 && !reserved.has(hint) ? hint : `${hint}_${count}`;
  }

  /** Keeps `value` in a local constant; a name or a literal stands for itself. */
  keep(hint: string, value: Js): Js {
    if (/^(-?[\p{ID_Continue}$.]+|"[^"\\]*")$/u.test(value)) return value;
    const name = this.fresh(hint);
    this.line(`const ${name} = ${value};`);
    return name;
  }

  /** Runs `write` with a buffer of its own; the lines come back instead of going in. */
  aside<T>(write: () => T): { readonly lines: readonly string[]; readonly result: T } {
    const outer = this.#lines;
    const depth = this.#depth;
    this.#lines = [];
    this.#depth = 0;
    try {
      const result = write();
      return { lines: this.#lines, result };
    } finally {
      this.#lines = outer;
      this.#depth = depth;
    }
  }

  /** Puts lines written aside here. */
  put(lines: readonly string[]): void {
    for (const line of lines) this.line(line);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Lines written so far. */
  get length(): number {
    return this.#lines.length;
  }
}

/** A fact's path as a JavaScript name: `importer.tax_code` → `importer_tax_code`. */
export function nameFromPath(path: readonly string[]): string {
  // Vietnamese letters may stand in names here too; what may not is replaced by its code point.
  const text = path
    .join("_")
    .replace(/[^\p{ID_Continue}]/gu, (other) => `u${other.codePointAt(0)?.toString(16) ?? ""}`);
  return /^\p{ID_Start}/u.test(text) ? text : `_${text}`;
}
