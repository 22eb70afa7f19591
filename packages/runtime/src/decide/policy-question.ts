/**
 * What the order of a decision asks about one declaration, answered by the matcher where it can and by the interpreter where it must.
 *
 * One object per engine, filled anew for each declaration. Conditions are emitted code; strata, buckets and sample conditions are rare or
 * simple, so simple facts are read directly and the rest is interpreted.
 */

import type {
  Expr,
  Frame,
  Hit,
  Interpreter,
  PolicyCondition,
  PolicyInput,
  Question,
  Schema,
  UnknownCause,
} from "@luong/spec";
import {
  dateTextFromDays,
  drawText,
  frameOf,
  jsonFromValue,
  memberOf,
  nfc,
  numberFromRational,
  SipHash,
} from "@luong/spec";
import type { Matcher, PolicyState } from "../abi.ts";
import type { ReferencePath } from "../evaluate/slow-path.ts";
import type { Place } from "./policies.ts";

/** A fact of the declaration that is a text in JSON: needs no interpreter to tell buckets apart. */
function isTextFact(expr: Expr): expr is Extract<Expr, { kind: "fact" }> {
  const { type } = expr;
  return (
    expr.kind === "fact" &&
    expr.base.kind === "declaration" &&
    (type.kind === "code" || type.kind === "id")
  );
}

/** Keys of buckets remembered; a stream of made-up codes must not fill the memory. */
const TEXT_KEYS_MAX = 10_000;

export interface PolicyParts {
  readonly schema: Schema;
  readonly matcher: Matcher;
  readonly interpreter: Interpreter;
  readonly slow: ReferencePath;
  /** Null: nothing is drawn. */
  readonly samplingKey: Uint8Array | null;
  readonly scorecards: readonly string[];
}

export class PolicyQuestion implements PolicyInput<Hit> {
  hits: readonly Hit[] = [];
  unknownStatutory = false;
  unknownOther = false;
  scores: Float64Array;
  day = 0;
  private readonly parts: PolicyParts;
  private readonly sipHash: SipHash | null;
  private readonly textKeys = new Map<string, string>();
  /** What is drawn of a line, up to the number of the declaration. */
  private readonly drawStarts = new Map<string, ReturnType<SipHash["startOf"]>>();
  private question: Question = { declaration: {}, flow: "", stage: "", now: 0 };
  private place: Place | undefined;
  private number = "";
  private lastState: PolicyState | undefined;

  constructor(parts: PolicyParts) {
    this.parts = parts;
    this.scores = new Float64Array(parts.scorecards.length);
    this.sipHash = parts.samplingKey === null ? null : new SipHash(parts.samplingKey);
  }

  /** The declaration of the calls to come. */
  speakOf(question: Question, place: Place, number: string, day: number): void {
    this.question = question;
    this.place = place;
    this.number = number;
    this.day = day;
  }

  condition(which: PolicyCondition, state: PolicyState): 0 | 1 | 2 {
    this.lastState = state;
    const { matcher, slow } = this.parts;
    slow.speakOf(this.question, state);
    const truth = matcher.policy(this.place?.index ?? -1, which, state);
    slow.speakOf(this.question, undefined);
    return truth;
  }

  sampleCondition(index: number, state: PolicyState): 0 | 1 | 2 {
    this.lastState = state;
    const expr = this.place?.ir?.samples[index]?.when;
    return expr === undefined ? 2 : this.parts.interpreter.truth(expr, this.frame()).truth;
  }

  causes(of: PolicyCondition | number): readonly UnknownCause[] {
    const policy = this.place?.ir;
    const expr = typeof of === "number" ? policy?.samples[of]?.when : policy?.[of];
    return expr === undefined ? [] : this.parts.interpreter.truth(expr, this.frame()).causes;
  }

  /** Without a key nothing is drawn: 1 is beyond every rate. */
  draw(name: string): number {
    if (this.sipHash === null) return 1;
    let start = this.drawStarts.get(name);
    if (start === undefined) {
      start = this.sipHash.startOf(drawText(name, ""));
      this.drawStarts.set(name, start);
    }
    return this.sipHash.drawAfter(start, this.number);
  }

  strata(index: number): readonly unknown[] {
    return (this.place?.ir?.samples[index]?.strata ?? []).map((expr) => this.json(expr));
  }

  bucket(index: number): readonly unknown[] {
    return (this.place?.counters[index]?.per ?? []).map((each) =>
      each.kind === "day" ? dateTextFromDays(this.day) : this.json(each.fact),
    );
  }

  bucketKey(index: number): string {
    const per = this.place?.counters[index]?.per ?? [];
    const [first] = per;
    if (per.length <= 2 && first?.kind === "fact" && per[1]?.kind !== "fact") {
      const fact = this.json(first.fact);
      if (typeof fact === "string") return this.keyOfText(fact);
    }
    const facts = per.flatMap((each) => (each.kind === "fact" ? [this.json(each.fact)] : []));
    return JSON.stringify(facts);
  }

  /** Most counters count by one code, and there are few of those. */
  private keyOfText(text: string): string {
    let key = this.textKeys.get(text);
    if (key === undefined) {
      key = JSON.stringify([text]);
      if (this.textKeys.size >= TEXT_KEYS_MAX) this.textKeys.clear();
      this.textKeys.set(text, key);
    }
    return key;
  }

  keeping(index: number, state: PolicyState): number | null {
    this.lastState = state;
    const expr = this.place?.counters[index]?.by;
    if (expr === undefined) return null;
    switch (expr.kind) {
      case "score":
        return state.scores[this.parts.scorecards.indexOf(expr.scorecard)] ?? 0;
      case "riskPoints":
        return state.riskPoints;
      default: {
        const kept = this.parts.interpreter.keeping(expr, this.frame());
        return kept === null ? null : numberFromRational(kept);
      }
    }
  }

  private frame(): Frame {
    const frame = frameOf(this.question);
    return this.lastState === undefined ? frame : { ...frame, policy: this.lastState };
  }

  /** JSON form of a value as recorded; null when it is unknown. */
  private json(expr: Expr): unknown {
    if (isTextFact(expr)) {
      let text = this.question.declaration;
      for (const name of expr.path) text = memberOf(text, name);
      return typeof text === "string" ? nfc(text) : null;
    }
    const value = this.parts.interpreter.value(expr, this.frame());
    return value.kind === "unknown" ? null : jsonFromValue(value, expr.type, this.parts.schema);
  }
}
