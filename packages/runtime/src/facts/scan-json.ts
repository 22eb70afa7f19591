/**
 * Reads JSON text token by token and names everything wrong with it, with a path or a column.
 *
 * `JSON.parse` silently drops what matters here: the first of two equal keys, digits beyond the fifteenth, the exponent of a
 * number that became infinite. This scanner sees them. It builds no values, keeps its own stack (depth is bounded) and is asked
 * only when `read-json.ts` has a suspicion.
 */
import type { Fault } from "@luong/spec";
import { fault } from "../messages/catalogue.ts";
import { isForbiddenKey, MAX_DEPTH, MAX_DIGITS, MAX_EXPONENT, MAX_FAULTS } from "./limits.ts";
import { pointer } from "./pointer.ts";

/** Where the text stops being JSON; caught in `scanJson`, so that the scanner need not check after every token. */
class SyntaxStop {
  readonly at: number;
  constructor(at: number) {
    this.at = at;
  }
}

interface Level {
  /** Keys seen, null for an array. */
  readonly keys: Set<string> | null;
  readonly path: string;
  /** Next element of an array. */
  index: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in texts (RFC 8259, section 7).
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordToken = /true|false|null/y;
const blanks = /[ \t\r\n]*/y;

/** Significant digits and the decimal exponent of the first of them; zero has neither. */
export function measureNumber(written: string): {
  readonly digits: number;
  readonly exponent: number;
} {
  const [mantissa = "", power = "0"] = written.replace("-", "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first < 0) return { digits: 0, exponent: 0 };
  const digits = all.slice(first).replace(/0+$/, "").length;
  return { digits, exponent: whole.length - 1 - first + Number(power) };
}

class Scanner {
  readonly faults: Fault[] = [];
  private readonly text: string;
  private at = 0;
  private readonly stack: Level[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** The whole text is one value; stops early when it is nested too deep. */
  scan(): void {
    this.skipBlanks();
    this.value("");
    while (this.stack.length > 0) this.nextInLevel();
    this.skipBlanks();
    if (this.at < this.text.length) throw new SyntaxStop(this.at);
  }

  private report(found: Fault): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push(found);
  }

  private take(token: RegExp): string {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found === undefined) throw new SyntaxStop(this.at);
    this.at += found.length;
    return found;
  }

  private skipBlanks(): void {
    this.take(blanks);
  }

  /** A scalar is read whole; `{` and `[` open a level that `nextInLevel` continues. */
  private value(path: string): void {
    switch (this.text[this.at]) {
      case "{":
        this.open(path, new Set());
        break;
      case "[":
        this.open(path, null);
        break;
      case '"':
        this.take(stringToken);
        break;
      case "t":
      case "f":
      case "n":
        this.take(wordToken);
        break;
      default:
        this.number(path, this.take(numberToken));
    }
  }

  private open(path: string, keys: Set<string> | null): void {
    this.at++;
    this.stack.push({ keys, path, index: 0 });
    if (this.stack.length > MAX_DEPTH) {
      this.report(fault("LU6008", path, { limit: MAX_DEPTH }));
      this.stack.length = 0;
      this.at = this.text.length;
    }
  }

  private nextInLevel(): void {
    const level = this.stack.at(-1);
    if (level === undefined) return;
    this.skipBlanks();
    const closing = level.keys === null ? "]" : "}";
    if (this.text[this.at] === closing) {
      this.at++;
      this.stack.pop();
      return;
    }
    if (level.index > 0) this.expect(",");
    this.skipBlanks();
    const path =
      level.keys === null ? pointer(level.path, level.index) : this.key(level, level.keys);
    level.index++;
    this.value(path);
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) throw new SyntaxStop(this.at);
    this.at++;
  }

  private key(level: Level, keys: Set<string>): string {
    const key = String(JSON.parse(this.take(stringToken)));
    const path = pointer(level.path, key);
    if (isForbiddenKey(key)) this.report(fault("LU6007", path, { key }));
    else if (keys.has(key)) this.report(fault("LU6006", path, { key }));
    keys.add(key);
    this.skipBlanks();
    this.expect(":");
    this.skipBlanks();
    return path;
  }

  private number(path: string, written: string): void {
    const { digits, exponent } = measureNumber(written);
    if (Math.abs(exponent) > MAX_EXPONENT) {
      this.report(fault("LU6010", path, { written: written.slice(0, 40) }));
    } else if (digits > MAX_DIGITS) {
      this.report(fault("LU6009", path, { digits }));
    }
  }
}

/** What stands at a place where something else was expected: shown to people, so one character or "end of line". */
function foundAt(text: string, at: number): string {
  const character = text.codePointAt(at);
  if (character === undefined) return "end of line";
  const shown = character < 32 || character === 127;
  return shown
    ? `U+${character.toString(16).toUpperCase().padStart(4, "0")}`
    : `\`${String.fromCodePoint(character)}\``;
}

/** Every fault of the text; empty when it is JSON without duplicate or forbidden keys, and its numbers are exact. */
export function scanJson(text: string): readonly Fault[] {
  const scanner = new Scanner(text);
  try {
    scanner.scan();
    return scanner.faults;
  } catch (stop) {
    if (!(stop instanceof SyntaxStop)) throw stop;
    return [fault("LU6002", "", { column: stop.at + 1, found: foundAt(text, stop.at) })];
  }
}
