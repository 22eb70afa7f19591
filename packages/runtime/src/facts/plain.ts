/**
 * Checks that a value is plain JSON data of sound size: what an embedding program hands over need not have come from JSON.
 *
 * Comes in: anything. Goes out: faults with paths, and the two counts that `read-json.ts` compares with the text. Own enumerable
 * keys only; getters are not called by design of the callers (data made by `JSON.parse`, or object literals), and prototypes other than
 * `Object.prototype`, null and arrays are refused. Knows no schema.
 */
import type { Fault } from "@luong/spec";
import { fault } from "../messages/catalogue.ts";
import {
  hasHalfCharacter,
  isForbiddenKey,
  MAX_DEPTH,
  MAX_FAULTS,
  MAX_TEXT_LENGTH,
  MAX_VALUES,
} from "./limits.ts";
import { pointer } from "./pointer.ts";

const COLON = 58;

function isRecord(value: object): value is Readonly<Record<string, unknown>> {
  return !Array.isArray(value);
}

export class PlainCheck {
  readonly faults: Fault[] = [];
  /** Keys of all objects, and colons inside all texts and keys: together the colons of the JSON text. */
  colons = 0;
  private values = 0;

  private report(found: Fault): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push(found);
  }

  /** `keys` is the way to `value`; it becomes a pointer only when there is something to report. */
  check(value: unknown, keys: (string | number)[]): void {
    // Nothing more is reported then, so nothing more is looked at.
    if (this.faults.length === MAX_FAULTS || this.values > MAX_VALUES) return;
    if (++this.values > MAX_VALUES) {
      this.report(fault("LU6107", "", { count: null, limit: MAX_VALUES }));
      return;
    }
    switch (typeof value) {
      case "string":
        this.text(value, keys);
        break;
      case "number":
        if (!Number.isFinite(value))
          this.report(fault("LU6010", pathOf(keys), { written: String(value) }));
        break;
      case "boolean":
        break;
      case "object":
        if (value !== null) this.container(value, keys);
        break;
      case "undefined":
      case "bigint":
      case "symbol":
      case "function":
        this.report(fault("LU6104", pathOf(keys), { expected: { kind: "text" }, got: "other" }));
    }
  }

  private text(value: string, keys: readonly (string | number)[]): void {
    const mayBeHalf = this.countColons(value);
    if (value.length > MAX_TEXT_LENGTH) {
      this.report(fault("LU6011", pathOf(keys), { length: value.length, limit: MAX_TEXT_LENGTH }));
    } else if (mayBeHalf && hasHalfCharacter(value)) {
      this.report(fault("LU6012", pathOf(keys), {}));
    }
  }

  /** One walk over the text for both questions; true when it has characters of two halves, or halves of them. */
  private countColons(text: string): boolean {
    let hasSurrogates = false;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === COLON) this.colons++;
      else if (unit >= 0xd800 && unit <= 0xdfff) hasSurrogates = true;
    }
    return hasSurrogates;
  }

  private container(value: object, keys: (string | number)[]): void {
    if (keys.length >= MAX_DEPTH) {
      this.report(fault("LU6008", pathOf(keys), { limit: MAX_DEPTH }));
      return;
    }
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) this.child(value[index], index, keys);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      this.report(
        fault("LU6104", pathOf(keys), { expected: { kind: "object", of: "{}" }, got: "other" }),
      );
      return;
    }
    if (!isRecord(value)) return;
    for (const key of Object.keys(value)) this.property(value, key, keys);
  }

  private property(
    value: Readonly<Record<string, unknown>>,
    key: string,
    keys: (string | number)[],
  ): void {
    this.colons++;
    this.countColons(key);
    if (isForbiddenKey(key)) {
      this.report(fault("LU6007", pointer(pathOf(keys), key), { key }));
      return;
    }
    const child = value[key];
    // An absent optional fact may be written as undefined in a program; it is the same as no key.
    if (child !== undefined) this.child(child, key, keys);
  }

  private child(value: unknown, key: string | number, keys: (string | number)[]): void {
    keys.push(key);
    this.check(value, keys);
    keys.pop();
  }
}

function pathOf(keys: readonly (string | number)[]): string {
  return keys.reduce<string>(pointer, "");
}

/** Faults of a value handed over by a program. */
export function checkPlain(value: unknown): readonly Fault[] {
  const check = new PlainCheck();
  check.check(value, []);
  return check.faults;
}
