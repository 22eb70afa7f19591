/**
 * Compares what a test expects with what came out; one sentence in each language when they differ.
 *
 * Works on findings only (what each criterion said, the decision of a scenario); evaluates nothing.
 */

import type {
  Channel,
  Decision,
  ExpectationIr,
  Language,
  Rational,
  Schema,
  UnknownCause,
} from "@luong/spec";
import { compareRationals, exactText, rationalFromExact, rationalFromNumber } from "@luong/spec";
import { causeWords, channelWords } from "../explain/words.ts";

export type Both = Readonly<Record<Language, string>>;

/** What one criterion said, over all its rows. */
export interface Said {
  /** False when it was not asked: out of flow, stage, validity or scope. */
  readonly asked: boolean;
  readonly hit: boolean;
  readonly unknown: boolean;
  readonly suppressed: boolean;
  /** Positions from 1 by element name, of all hits. */
  readonly elements: Readonly<Record<string, readonly number[]>>;
  readonly causes: readonly UnknownCause[];
  readonly channel: Channel | undefined;
  readonly risk: Rational;
}

export interface Findings {
  readonly schema: Schema;
  readonly said: (criterion: string) => Said;
  /** Of a scenario. */
  readonly decision: Decision | undefined;
}

type Wanted = ExpectationIr["expect"];

/** Records whose elements have a name of their own: `items[2].value` is also `item.value`. */
export function elementPath(schema: Schema, subject: string): string {
  let record: string | undefined = schema.root;
  let names: string[] = [];
  for (const part of subject.split(".")) {
    const name = part.replace(/\[\d+\]$/, "");
    const fields = schema.records.find((each) => each.name === record)?.fields;
    const type = fields?.find((field) => field.name === name)?.type;
    record = type?.kind === "record" || type?.kind === "list" ? type.record : undefined;
    const isElement = type?.kind === "list" && part !== name;
    names = isElement ? [type.each] : [...names, name];
  }
  return names.join(".");
}

function causesText(causes: readonly UnknownCause[], language: Language): string {
  return causes.map(({ kind, subject }) => `${subject} (${causeWords[language][kind]})`).join(", ");
}

/** What came out, in words. */
function outcomeText(said: Said): Both {
  if (said.hit) return { en: "it hits", vi: "tiêu chí trúng" };
  if (said.suppressed)
    return {
      en: "its hit is suppressed by the exemption",
      vi: "tiêu chí trúng nhưng không tính do được miễn",
    };
  if (said.unknown) {
    return {
      en: `it is unknown: ${causesText(said.causes, "en")}`,
      vi: `tiêu chí chưa rõ: ${causesText(said.causes, "vi")}`,
    };
  }
  return said.asked
    ? { en: "it does not hit", vi: "tiêu chí không trúng" }
    : {
        en: "it is not asked (flow, stage, dates or scope)",
        vi: "tiêu chí không được hỏi (nghiệp vụ, giai đoạn, thời hạn hoặc phạm vi)",
      };
}

function complaint(wanted: Both, got: Both): Both {
  return { en: `expected ${wanted.en}, got: ${got.en}`, vi: `cần ${wanted.vi}, nhưng ${got.vi}` };
}

function checkHit(wanted: Extract<Wanted, { kind: "hit" }>, said: Said): Both | null {
  if (!said.hit) return complaint({ en: "a hit", vi: "trúng" }, outcomeText(said));
  const { element } = wanted;
  if (element === undefined) return null;
  const positions = said.elements[element.each] ?? [];
  if (positions.includes(element.position)) return null;
  const found =
    positions.length === 0
      ? { en: "none", vi: "không có" }
      : { en: positions.join(", "), vi: positions.join(", ") };
  return complaint(
    {
      en: `a hit on ${element.each} ${element.position}`,
      vi: `trúng ${element.each} ${element.position}`,
    },
    { en: `hits on ${element.each} ${found.en}`, vi: `trúng ${element.each} ${found.vi}` },
  );
}

function checkUnknown(because: string | undefined, said: Said, schema: Schema): Both | null {
  if (!said.unknown) return complaint({ en: "unknown", vi: "chưa rõ" }, outcomeText(said));
  if (because === undefined) return null;
  const isNamed = said.causes.some(
    ({ subject }) => subject === because || elementPath(schema, subject) === because,
  );
  return isNamed
    ? null
    : complaint(
        { en: `unknown because of ${because}`, vi: `chưa rõ vì ${because}` },
        outcomeText(said),
      );
}

function checkChannel(wanted: Channel, got: Channel | undefined): Both | null {
  if (got === wanted) return null;
  const shown = (channel: Channel, language: Language): string => channelWords[language][channel];
  return complaint(
    { en: `channel ${shown(wanted, "en")}`, vi: `luồng ${shown(wanted, "vi")}` },
    got === undefined
      ? { en: "no channel", vi: "không có luồng" }
      : { en: `channel ${shown(got, "en")}`, vi: `luồng ${shown(got, "vi")}` },
  );
}

function checkRisk(wanted: Rational, got: Rational): Both | null {
  if (compareRationals(wanted, got) === 0) return null;
  return complaint(
    { en: `risk ${exactText(wanted)}`, vi: `rủi ro ${exactText(wanted)}` },
    { en: `risk ${exactText(got)}`, vi: `rủi ro ${exactText(got)}` },
  );
}

const notAScenario: Both = {
  en: "only a scenario decides about an exemption",
  vi: "chỉ kịch bản mới quyết định việc miễn",
};

/** Null when it is as expected. `own` is the criterion a test stands in, null for a scenario. */
export function checkExpectation(
  expectation: ExpectationIr,
  own: string | null,
  findings: Findings,
): Both | null {
  const criterion = expectation.criterion ?? own;
  const wanted = expectation.expect;
  const said = criterion === null ? undefined : findings.said(criterion);
  const found =
    said === undefined
      ? checkDecision(wanted, findings.decision)
      : checkSaid(wanted, said, findings);
  const name = expectation.criterion;
  return found === null || name === null
    ? found
    : { en: `${name}: ${found.en}`, vi: `${name}: ${found.vi}` };
}

function checkSaid(wanted: Wanted, said: Said, findings: Findings): Both | null {
  switch (wanted.kind) {
    case "hit":
      return checkHit(wanted, said);
    case "noHit":
      // Unknown is not a hit, and not "no hit" either: it has to be expected by its name.
      return said.hit || said.unknown
        ? complaint({ en: "no hit", vi: "không trúng" }, outcomeText(said))
        : null;
    case "unknown":
      return checkUnknown(wanted.because, said, findings.schema);
    case "channel":
      return checkChannel(wanted.channel, said.channel);
    case "risk":
      return checkRisk(rationalFromExact(wanted.points), said.risk);
    case "exempt":
      return findings.decision === undefined
        ? notAScenario
        : checkDecision(wanted, findings.decision);
  }
}

function checkDecision(wanted: Wanted, decision: Decision | undefined): Both | null {
  if (decision === undefined) return notAScenario;
  switch (wanted.kind) {
    case "channel":
      return checkChannel(wanted.channel, decision.channel);
    case "risk":
      return checkRisk(rationalFromExact(wanted.points), rationalFromNumber(decision.riskPoints));
    case "exempt":
      return decision.steps.some(({ rule }) => rule === "exempt")
        ? null
        : complaint({ en: "exempt", vi: "được miễn" }, { en: "not exempt", vi: "không được miễn" });
    case "hit":
      return decision.hits.length > 0
        ? null
        : complaint({ en: "a hit", vi: "có tiêu chí trúng" }, { en: "none", vi: "không có" });
    case "noHit":
      return decision.hits.length === 0
        ? null
        : complaint({ en: "no hit", vi: "không tiêu chí nào trúng" }, hitList(decision));
    case "unknown":
      return decision.unknown.length > 0
        ? null
        : complaint(
            { en: "unknown", vi: "chưa rõ" },
            { en: "nothing unknown", vi: "không có gì chưa rõ" },
          );
  }
}

function hitList(decision: Decision): Both {
  const names = decision.hits.map(({ criterion }) => criterion).join(", ");
  return { en: names, vi: names };
}
