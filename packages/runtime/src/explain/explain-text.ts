/**
 * A decision as an officer reads it: channel, hits with reasons and facts, what is unknown, and how the policy came to the channel.
 *
 * Comes in: a decision, best an explained one (`Engine.explain`), and the criteria it came from. Goes out: lines of text in one language. Nothing is
 * evaluated here; what the decision does not hold is not shown.
 */

import type {
  BundleIr,
  Channel,
  Decision,
  Evidence,
  Hit,
  Language,
  PolicyStep,
  Schema,
  Type,
  UnknownCause,
} from "@luong/spec";
import { textFromValue, valueFromJson } from "@luong/spec";
import { criterionTitle, factLabel, labelText, wordLabel } from "./labels.ts";
import { causeWords, channelWords, classWords, headings } from "./words.ts";

interface Writer {
  readonly ir: BundleIr;
  readonly language: Language;
  readonly lines: string[];
}

function channelText(channel: Channel, language: Language): string {
  return channelWords[language][channel];
}

function signed(points: number): string {
  return points >= 0 ? `+${points}` : String(points);
}

function header({ ir, language, lines }: Writer, decision: Decision): void {
  const words = headings[language];
  const flow = wordLabel(ir.schema.flows, decision.flow, language);
  const stage = wordLabel(ir.schema.stages, decision.stage, language);
  const revision =
    decision.revision === undefined ? "" : ` (${words.revision} ${decision.revision})`;
  lines.push(
    `${words.declaration} ${decision.declaration}${revision} · ${flow} · ${stage} · ${words.decided} ${decision.at}`,
  );
  const points = decision.riskPoints === 0 ? "" : ` · ${words.points} ${decision.riskPoints}`;
  lines.push(`${words.channel}: ${channelText(decision.channel, language)}${points}`);
  const set = labelText(ir.set.label, language, ir.schema.name);
  const digest = decision.bundle === "" ? "" : ` (${decision.bundle.slice(0, 12)})`;
  lines.push(`${words.bundle}: ${set} ${ir.set.version}${digest}`);
}

function heading({ lines }: Writer, text: string): void {
  lines.push("", text);
}

/** Type of the fact a path leads to, through lists and records. */
function factType(schema: Schema, path: string): Type | undefined {
  let record: string | undefined = schema.root;
  let type: Type | undefined;
  for (const part of path.split(".")) {
    const name = part.replace(/\[\d+\]$/, "");
    const fields = schema.records.find((each) => each.name === record)?.fields;
    type = fields?.find((field) => field.name === name)?.type;
    record = type?.kind === "record" || type?.kind === "list" ? type.record : undefined;
  }
  return type;
}

function evidenceText({ ir, language }: Writer, { fact, value }: Evidence): string {
  const label = factLabel(ir.schema, fact, language);
  if (value === null) return `${label} = ${causeWords[language]["not declared"]}`;
  const type = factType(ir.schema, fact);
  const isScalar = type !== undefined && type.kind !== "record" && type.kind !== "list";
  const shown = isScalar
    ? textFromValue(valueFromJson(value, type, ir.schema), type, ir.schema, {
        language,
        exact: false,
      })
    : JSON.stringify(value);
  return `${label} = ${shown}`;
}

function hitHeadline({ ir, language }: Writer, hit: Hit): string {
  const words = headings[language];
  const row = hit.row === undefined ? "" : `/${hit.row}`;
  return [
    `${hit.criterion}${row} ${criterionTitle(ir, hit.criterion, language)}`.trimEnd(),
    classWords[language][hit.class],
    ...(hit.tableRow === undefined ? [] : [`${words.tableRow} ${hit.tableRow}`]),
    ...(hit.channel === undefined ? [] : [channelText(hit.channel, language)]),
    ...(hit.risk === undefined ? [] : [`${words.points} ${signed(hit.risk)}`]),
  ].join(" · ");
}

function writeHit(writer: Writer, hit: Hit): void {
  const { ir, language, lines } = writer;
  const words = headings[language];
  lines.push(`  ${hitHeadline(writer, hit)}`);
  const reason = hit.reason?.[language] ?? hit.reason?.[language === "en" ? "vi" : "en"];
  if (reason !== undefined) lines.push(`    ${reason}`);
  const facts = hit.evidence ?? [];
  if (facts.length > 0)
    lines.push(
      `    ${words.because}: ${facts.map((each) => evidenceText(writer, each)).join("; ")}`,
    );
  const actions =
    hit.actions?.map((action) => wordLabel(ir.schema.actions, action, language)) ?? [];
  if (actions.length > 0) lines.push(`    ${words.actions}: ${actions.join("; ")}`);
  if (hit.alerts !== undefined) lines.push(`    ${words.alerts}: ${hit.alerts.join("; ")}`);
  const inspect = hit.inspect?.map((each) => labelText(each, language, "")) ?? [];
  if (inspect.length > 0) lines.push(`    ${words.inspect}: ${inspect.join("; ")}`);
}

function causesText({ ir, language }: Writer, causes: readonly UnknownCause[]): string {
  return causes
    .map(
      ({ kind, subject }) =>
        `${factLabel(ir.schema, subject, language)} (${causeWords[language][kind]})`,
    )
    .join("; ");
}

function writeUnknown(writer: Writer, decision: Decision): void {
  for (const { criterion, row, causes } of decision.unknown) {
    const name = row === undefined ? criterion : `${criterion}/${row}`;
    const why = causes.length === 0 ? "" : `: ${causesText(writer, causes)}`;
    const title = criterionTitle(writer.ir, criterion, writer.language);
    writer.lines.push(`  ${`${name} ${title}`.trimEnd()}${why}`);
  }
}

function writeScores(writer: Writer, decision: Decision): void {
  const { ir, language, lines } = writer;
  for (const { scorecard, value, factors } of decision.scores) {
    const card = ir.scorecards.find(({ name }) => name === scorecard);
    lines.push(`  ${labelText(card?.label, language, scorecard)}: ${value}`);
    for (const { factor, weighted, unknown } of factors ?? []) {
      const label = card?.factors.find(({ name }) => name === factor)?.label;
      const why =
        unknown === undefined
          ? ""
          : ` · ${headings[language].unknown}: ${causesText(writer, unknown)}`;
      lines.push(`    ${labelText(label, language, factor)} ${signed(weighted)}${why}`);
    }
  }
}

/** `0.015` as `1.5 %`. Rates are exact decimals or fractions. */
function rateText(rate: string): string {
  const [n = "0", d = "1"] = rate.split("/");
  return `${Number(((Number(n) / Number(d)) * 100).toPrecision(6))} %`;
}

function stepText(writer: Writer, step: PolicyStep): string {
  const { language } = writer;
  const isEnglish = language === "en";
  const channel = (each: Channel): string => channelText(each, language);
  switch (step.rule) {
    case "exempt":
      return isEnglish
        ? "exempt: only statutory criteria count"
        : "được miễn: chỉ tính tiêu chí theo quy định";
    case "criteria":
      return isEnglish
        ? `criteria say ${channel(step.channel)}`
        : `tiêu chí kết luận ${channel(step.channel)}`;
    case "condition":
      return isEnglish
        ? `the policy's condition for ${channel(step.channel)} is true`
        : `điều kiện ${channel(step.channel)} của chính sách đúng`;
    case "condition unknown": {
      const which =
        step.channel === "exempt" ? (isEnglish ? "exemption" : "miễn") : channel(step.channel);
      const why = causesText(writer, step.causes);
      return isEnglish
        ? `the policy's condition for ${which} is unknown and does not apply: ${why}`
        : `điều kiện ${which} của chính sách chưa rõ nên không áp dụng: ${why}`;
    }
    case "sample":
      return isEnglish
        ? `drawn at random (${rateText(step.rate)}): ${channel(step.from)} to ${channel(step.to)}`
        : `lấy mẫu ngẫu nhiên (${rateText(step.rate)}): ${channel(step.from)} sang ${channel(step.to)}`;
    case "top":
      return topText(step, language, rateText(step.rate));
    case "quota":
      return quotaText(step, language);
    case "held":
      return isEnglish
        ? `stays ${channel(step.to)}: no reason code was given to lower it to ${channel(step.from)}`
        : `giữ ${channel(step.to)}: không có mã lý do để hạ xuống ${channel(step.from)}`;
    case "else":
      return isEnglish
        ? `nothing else applies: ${channel(step.channel)}`
        : `còn lại: ${channel(step.channel)}`;
  }
}

function topText(
  step: Extract<PolicyStep, { rule: "top" }>,
  language: Language,
  rate: string,
): string {
  const isEnglish = language === "en";
  const bucket = step.bucket.map(String).join(", ");
  const [from, to] = [channelText(step.from, language), channelText(step.to, language)];
  const count = isEnglish
    ? `${step.chosen} chosen of ${step.decided} decided in ${bucket}`
    : `đã chọn ${step.chosen} trên ${step.decided} tờ khai đã quyết định của ${bucket}`;
  switch (step.outcome) {
    case "chosen":
      return isEnglish
        ? `among the highest ${rate} of ${from}, to ${to}: ${count}`
        : `thuộc ${rate} cao nhất của ${from}, chuyển ${to}: ${count}`;
    case "left":
      return isEnglish
        ? `not among the highest ${rate} of ${from}: ${count}`
        : `không thuộc ${rate} cao nhất của ${from}: ${count}`;
    case "unknown":
      return isEnglish
        ? `no score to rank ${from} by, so not chosen: ${count}`
        : `chưa rõ điểm để xếp ${from} nên không chọn: ${count}`;
  }
}

function quotaText(step: Extract<PolicyStep, { rule: "quota" }>, language: Language): string {
  const isEnglish = language === "en";
  const bucket = step.bucket.map(String).join(", ");
  const [from, to] = [channelText(step.from, language), channelText(step.to, language)];
  const count = isEnglish
    ? `number ${step.kept} of ${step.decided} decided in ${bucket}`
    : `thứ ${step.kept} trên ${step.decided} tờ khai đã quyết định của ${bucket}`;
  switch (step.outcome) {
    case "kept":
      return isEnglish
        ? `within the quota for ${from}: ${count}`
        : `trong hạn mức ${from}: ${count}`;
    case "statutory":
      return isEnglish
        ? `not subject to the quota for ${from}: a statutory criterion hit (${count})`
        : `không tính hạn mức ${from}: tiêu chí theo quy định trúng (${count})`;
    case "drawn":
      return isEnglish
        ? `not subject to the quota for ${from}: drawn at random (${count})`
        : `không tính hạn mức ${from}: được chọn ngẫu nhiên (${count})`;
    case "cut":
      return isEnglish
        ? `cut by the quota for ${from}, to ${to}: ${count}`
        : `vượt hạn mức ${from}, chuyển ${to}: ${count}`;
  }
}

/** Several lines, without a line end at the end. */
export function explainText(decision: Decision, language: Language, ir: BundleIr): string {
  const writer: Writer = { ir, language, lines: [] };
  const words = headings[language];
  header(writer, decision);
  heading(writer, decision.hits.length === 0 ? `${words.hits}: ${words.none}` : words.hits);
  for (const hit of decision.hits) writeHit(writer, hit);
  if (decision.suppressed.length > 0) heading(writer, words.suppressed);
  for (const hit of decision.suppressed) writeHit(writer, hit);
  if (decision.unknown.length > 0) heading(writer, words.unknown);
  writeUnknown(writer, decision);
  if (decision.scores.length > 0) heading(writer, words.scores);
  writeScores(writer, decision);
  heading(writer, words.steps);
  for (const step of decision.steps) writer.lines.push(`  ${stepText(writer, step)}`);
  return writer.lines.join("\n");
}
