/**
 * `luong decide --profile FILE`: what the index did for these declarations, as a file and as a table.
 *
 * Comes in: a profile after the last declaration. Goes out: the report (`profile-output.schema.json`) and lines of at most 80 columns. How it is measured
 * stands in the runtime (`index/profile.ts`) and in docs/cli.md.
 */
import { displayWidth } from "@luong/dsl";
import type { Engine, IndexProfile } from "@luong/runtime";
import type { Both } from "../both.ts";
import { formatCount, formatShare } from "../locale.ts";
import type { Output } from "../output.ts";
import { printable } from "../printable.ts";
import { wrap } from "../wrap.ts";
import { type PlannedCluster, plannedCluster, rounded } from "./plan-report.ts";
import { clusterLines, smallNumber } from "./plan-text.ts";

export interface ProfiledCriterion {
  readonly id: string;
  readonly version: string;
  readonly candidates: number;
  readonly pastGuards: number;
  readonly hits: number;
  readonly unknown: number;
  readonly microsecondsPerDeclaration: number;
  /** Of the time of all criteria, from 0 to 1. */
  readonly timeShare: number;
}

export interface ProfileJson {
  readonly schemaVersion: 1;
  readonly bundleDigest: string;
  /** How the set is answered without a profile; it is always measured through the index. */
  readonly backEnd: "emitted" | "indexed";
  readonly declarations: number;
  readonly perDeclaration: {
    readonly candidates: number;
    readonly pastGuards: number;
    readonly hits: number;
    readonly unknown: number;
    readonly microseconds: number;
  };
  readonly criteria: readonly ProfiledCriterion[];
  readonly hotClusters: readonly PlannedCluster[];
}

export function profileJson(
  profile: IndexProfile,
  { index, ir, manifest }: Engine,
  backEnd: ProfileJson["backEnd"],
): ProfileJson {
  if (index === undefined) throw new Error("a profile without an index");
  const report = profile.report(index);
  const { declarations } = report;
  const each = (count: number): number => (declarations === 0 ? 0 : rounded(count / declarations));
  const spent = report.criteria.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return {
    schemaVersion: 1,
    bundleDigest: manifest.digest,
    backEnd,
    declarations,
    perDeclaration: {
      candidates: each(report.candidates),
      pastGuards: each(report.pastGuards),
      hits: each(report.hits),
      unknown: each(report.unknown),
      microseconds: each(1000 * report.milliseconds),
    },
    criteria: ir.criteria.flatMap(({ id, digest }, position) => {
      const found = report.criteria[position];
      if (found === undefined) return [];
      const { candidates, pastGuards, hits, unknown, milliseconds } = found;
      return [
        {
          id,
          version: digest,
          candidates,
          pastGuards,
          hits,
          unknown,
          microsecondsPerDeclaration: each(1000 * milliseconds),
          timeShare: spent === 0 ? 0 : rounded(milliseconds / spent),
        },
      ];
    }),
    hotClusters: report.index.hot
      .filter(({ key, entries, share }) => key.kind !== "always" && entries * share > 0)
      .map((cluster) => plannedCluster(cluster, index.parts.plan)),
  };
}

const COLUMNS = 80;
/** Criteria and clusters in the table; the file has all criteria. */
const SHOWN = 15;
const CLUSTERS_SHOWN = 5;

const heads: readonly Both[] = [
  { en: "candidates", vi: "ứng viên" },
  { en: "past guards", vi: "qua bộ lọc" },
  { en: "hits", vi: "trúng" },
  { en: "unknown", vi: "chưa rõ" },
  { en: "µs each", vi: "µs mỗi tờ" },
  { en: "time", vi: "thời gian" },
];

/** The criteria that took most of the time, first. */
export function profileLines(report: ProfileJson, output: Output): readonly string[] {
  const { language } = output;
  const width = Math.min(COLUMNS, output.width);
  const criteria = report.criteria
    .filter(({ candidates, hits, unknown }) => candidates + hits + unknown > 0)
    .sort((a, b) => b.timeShare - a.timeShare || (a.id < b.id ? -1 : 1));
  const shown = criteria.slice(0, SHOWN);
  const names = Math.max(0, ...shown.map(({ id }) => displayWidth(printable(id))));
  const titles = heads.map((head) => output.say(head));
  const cells = (texts: readonly string[]): string =>
    texts
      .map((text, at) => {
        const room = Math.max(8, displayWidth(titles[at] ?? ""));
        return `  ${" ".repeat(Math.max(0, room - displayWidth(text)))}${text}`;
      })
      .join("");
  const rows = shown.map((each) => {
    const id = printable(each.id);
    const counts = [each.candidates, each.pastGuards, each.hits, each.unknown];
    const texts = counts.map((count) => formatCount(count, language));
    const times = [
      smallNumber(each.microsecondsPerDeclaration, output),
      formatShare(each.timeShare, 1, language),
    ];
    return `${id}${" ".repeat(names - displayWidth(id))}${cells([...texts, ...times])}`;
  });
  const silent = report.criteria.length - shown.length;
  const rest = output.say({
    en: `${formatCount(silent, "en")} other criteria are in the file`,
    vi: `${formatCount(silent, "vi")} tiêu chí khác nằm trong tệp`,
  });
  const hot = clusterLines(report.hotClusters.slice(0, CLUSTERS_SHOWN), width, output);
  return [
    ...wrap(output.say(summary(report, output)), width),
    "",
    output.paint("dim", `${" ".repeat(names)}${cells(titles)}`),
    ...rows,
    ...(silent > 0 ? [output.paint("dim", rest)] : []),
    ...(hot.length === 0 ? [] : ["", output.say({ en: "Hot clusters", vi: "Cụm nóng" }), ...hot]),
  ];
}

function summary({ backEnd, declarations, perDeclaration }: ProfileJson, output: Output): Both {
  const number = (value: number): string => smallNumber(value, output);
  const { candidates, pastGuards, hits, microseconds } = perDeclaration;
  const [c, p, h, m] = [candidates, pastGuards, hits, microseconds].map(number);
  const count = formatCount(declarations, output.language);
  const small: Both =
    backEnd === "indexed"
      ? { en: "", vi: "" }
      : {
          en: " The set is small and otherwise asked as a whole; here it was measured through an index.",
          vi: " Bộ này nhỏ nên thường xét cùng một lượt; ở đây được đo qua chỉ mục.",
        };
  return {
    en: `Profile of ${count} declarations, for each: ${c} candidates, ${p} past guards, ${h} hits, ${m} µs.${small.en}`,
    vi: `Đo trên ${count} tờ khai, mỗi tờ khai: ${c} ứng viên, ${p} qua bộ lọc, ${h} trúng, ${m} µs.${small.vi}`,
  };
}
