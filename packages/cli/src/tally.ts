/**
 * What came out of many decisions, counted: channels, hits and unknowns by criterion, what the policy did.
 *
 * Comes in: decisions and rejections one by one. Goes out: counts, and the report of `decide` as text. It keeps no decision.
 */
import { displayWidth, padDisplay } from "@luong/dsl";
import type { Channel, Decision } from "@luong/spec";
import { formatCount, formatShare } from "./locale.ts";
import type { Output } from "./output.ts";

export const channelsInOrder: readonly Channel[] = ["green", "yellow", "red"];

const channelNames: Readonly<Record<Channel, Readonly<Record<"en" | "vi", string>>>> = {
  green: { en: "green", vi: "xanh" },
  yellow: { en: "yellow", vi: "vàng" },
  red: { en: "red", vi: "đỏ" },
};

interface CriterionCount {
  hits: number;
  suppressed: number;
  unknown: number;
}

export class Tally {
  readonly channels: Record<Channel, number> = { green: 0, yellow: 0, red: 0 };
  /** By the first cause, in words of the fault code. */
  readonly faults = new Map<string, number>();
  decided = 0;
  rejected = 0;
  exempt = 0;
  sampled = 0;
  cut = 0;
  private readonly criteria = new Map<string, CriterionCount>();

  /** Counts each criterion once a declaration, however many of its rows hit. */
  decide(decision: Decision): void {
    this.decided += 1;
    this.channels[decision.channel] += 1;
    for (const id of idsOf(decision.hits)) this.of(id).hits += 1;
    for (const id of idsOf(decision.suppressed)) this.of(id).suppressed += 1;
    for (const id of idsOf(decision.unknown)) this.of(id).unknown += 1;
    for (const step of decision.steps) {
      if (step.rule === "exempt") this.exempt += 1;
      if (step.rule === "sample") this.sampled += 1;
      if (step.rule === "quota" && step.outcome === "cut") this.cut += 1;
    }
  }

  reject(code: string): void {
    this.rejected += 1;
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
  }

  /** Sorted by hits, then by name. */
  byCriterion(): readonly (readonly [string, Readonly<CriterionCount>])[] {
    return [...this.criteria].sort(
      ([a, first], [b, second]) => second.hits - first.hits || (a < b ? -1 : 1),
    );
  }

  private of(id: string): CriterionCount {
    const known = this.criteria.get(id);
    if (known !== undefined) return known;
    const fresh = { hits: 0, suppressed: 0, unknown: 0 };
    this.criteria.set(id, fresh);
    return fresh;
  }
}

function idsOf(entries: readonly { readonly criterion: string }[]): ReadonlySet<string> {
  return new Set(entries.map((entry) => entry.criterion));
}

const BAR_WIDTH = 30;

/** One line a channel: name, count, share, bar. */
export function channelLines(tally: Tally, output: Output): readonly string[] {
  const { language, paint } = output;
  const names = channelsInOrder.map((channel) => channelNames[channel][language]);
  const nameWidth = Math.max(...names.map(displayWidth));
  const countWidth = formatCount(tally.decided, language).length;
  return channelsInOrder.map((channel) => {
    const count = tally.channels[channel];
    const name = padDisplay(channelNames[channel][language], nameWidth);
    const number = formatCount(count, language).padStart(countWidth);
    const share = formatShare(count, tally.decided, language).padStart(6);
    return `${paint(channel, name)}  ${number}  ${share}  ${paint(channel, bar(count, tally.decided))}`.trimEnd();
  });
}

/** A bar that is empty only for nothing. */
function bar(part: number, whole: number): string {
  if (part === 0) return "";
  return "█".repeat(Math.max(1, Math.round((BAR_WIDTH * part) / whole)));
}

/** One line a criterion with hits or unknowns; the rest in one line. */
export function criterionLines(
  tally: Tally,
  labels: ReadonlyMap<string, string>,
  output: Output,
): readonly string[] {
  const { language, paint } = output;
  const rows = tally.byCriterion();
  const silent = labels.size - rows.length;
  const nameWidth = Math.max(0, ...rows.map(([id]) => id.length));
  const lines = rows.map(([id, count]) => {
    const hits = formatCount(count.hits, language).padStart(8);
    const unknown = count.unknown === 0 ? "" : formatCount(count.unknown, language);
    const suppressed =
      count.suppressed === 0
        ? ""
        : output.say({
            en: ` (${formatCount(count.suppressed, language)} suppressed)`,
            vi: ` (${formatCount(count.suppressed, language)} bị miễn)`,
          });
    return `${id.padEnd(nameWidth)} ${hits} ${unknown.padStart(8)}  ${paint("dim", labels.get(id) ?? "")}${suppressed}`.trimEnd();
  });
  const head = `${" ".repeat(nameWidth)} ${output.say({ en: "hits", vi: "trúng" }).padStart(8)} ${output.say({ en: "unknown", vi: "chưa rõ" }).padStart(8)}`;
  const rest =
    silent <= 0
      ? []
      : [
          paint(
            "dim",
            output.say({
              en: `${formatCount(silent, language)} other criteria: no hit, nothing unknown`,
              vi: `${formatCount(silent, language)} tiêu chí khác: không trúng, không có gì chưa rõ`,
            }),
          ),
        ];
  return rows.length === 0 ? rest : [paint("dim", head), ...lines, ...rest];
}
