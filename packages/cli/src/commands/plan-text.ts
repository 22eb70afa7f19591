/**
 * The report of `luong plan` as text for a reader: what is asked at every declaration first, since that is what can be mended.
 *
 * Comes in: the report. Goes out: lines of at most 80 columns, in one language.
 */
import { displayWidth } from "@luong/dsl";
import type { Both } from "../both.ts";
import { formatBytes, formatCount, formatDecimal, formatShare } from "../locale.ts";
import type { Output } from "../output.ts";
import { printable } from "../printable.ts";
import { hanging, wrap } from "../wrap.ts";
import type { PlannedAccess, PlannedCluster, PlannedCriterion, PlanReport } from "./plan-report.ts";

const COLUMNS = 80;
/** Reasons and rows shown of one criterion; JSON has all. */
const SHOWN = 3;

type Say = (text: Both) => string;

/** `0.02`, `12.3`, `1,234`: three digits are enough to compare. */
export function smallNumber(value: number, { language }: Pick<Output, "language">): string {
  if (value === 0) return "0";
  if (value < 0.005) return language === "en" ? "< 0.01" : "< 0,01";
  return formatDecimal(value, value < 10 ? 2 : value < 100 ? 1 : 0, language);
}

export function planLines(report: PlanReport, output: Output): readonly string[] {
  const width = Math.min(COLUMNS, output.width);
  const scanned = report.criteria.filter(({ scannedEntries }) => scannedEntries > 0);
  const found = report.criteria
    .filter(({ scannedEntries, entries }) => scannedEntries < entries)
    .sort((a, b) => keyedCandidates(b) - keyedCandidates(a));
  const empty = report.criteria.filter(({ entries }) => entries === 0);
  return [
    ...summaryLines(report, scanned.length, width, output),
    ...section(
      {
        en: `Asked at every declaration (${scanned.length})`,
        vi: `Phải xét ở mọi tờ khai (${scanned.length})`,
      },
      scanned.flatMap((each) => scannedLines(each, width, output)),
      output,
    ),
    ...section(
      {
        en: `Found by a key (${found.length}), most candidates first`,
        vi: `Tra bằng khóa (${found.length}), nhiều ứng viên nhất trước`,
      },
      found.flatMap((each) => foundLines(each, width, output)),
      output,
    ),
    ...section(
      { en: `Never looked at (${empty.length})`, vi: `Không bao giờ phải xét (${empty.length})` },
      empty.flatMap((each) => emptyLines(each, output)),
      output,
    ),
    ...section(
      {
        en: "Hot clusters: keys that bring the most candidates",
        vi: "Cụm nóng: các khóa đem lại nhiều ứng viên nhất",
      },
      clusterLines(report.clusters.hot, width, output),
      output,
    ),
    "",
    ...sizeLines(report, output).flatMap((line) => wrap(line, width)),
  ];
}

function section(title: Both, lines: readonly string[], output: Output): readonly string[] {
  return lines.length === 0 ? [] : ["", output.paint("bold", output.say(title)), ...lines];
}

function counted(count: number, en: readonly [string, string], vi: string, output: Output): string {
  const number = formatCount(count, output.language);
  return output.say({ en: `${number} ${en[count === 1 ? 0 : 1]}`, vi: `${number} ${vi}` });
}

function entriesOf({ rowsOf }: PlannedCriterion, count: number, output: Output): string {
  return rowsOf === null
    ? counted(count, ["entry", "entries"], "mục", output)
    : counted(count, ["row entry", "row entries"], "mục dòng", output);
}

function summaryLines(
  report: PlanReport,
  scanned: number,
  width: number,
  output: Output,
): readonly string[] {
  const { backEnd, criteria } = report;
  const entries = counted(report.entries, ["entry", "entries"], "mục", output);
  const all = counted(criteria.length, ["criterion", "criteria"], "tiêu chí", output);
  const candidates = smallNumber(report.candidatesPerDeclaration, output);
  const lines: Both[] = [
    {
      en: `${all}, ${entries} in the index. A declaration has about ${candidates} candidates; ${scanned === 0 ? "no criterion has" : scanned === 1 ? "1 criterion has" : `${scanned} criteria have`} to be asked at every declaration.`,
      vi: `${all}, ${entries} trong chỉ mục. Mỗi tờ khai có khoảng ${candidates} ứng viên; ${scanned === 0 ? "không tiêu chí nào" : `${scanned} tiêu chí`} phải xét ở mọi tờ khai.`,
    },
    backEnd === "emitted"
      ? {
          en: "The set is small: all its criteria are asked at once, without an index. This is the plan it would have with one.",
          vi: "Bộ này nhỏ: mọi tiêu chí được xét cùng một lượt, không qua chỉ mục. Dưới đây là kế hoạch nếu dùng chỉ mục.",
        }
      : { en: "The set is answered through the index.", vi: "Bộ này được xét qua chỉ mục." },
    sampleWords(report, output),
  ];
  return lines.flatMap((line) => wrap(output.say(line), width));
}

function sampleWords({ sample, shares }: PlanReport, output: Output): Both {
  if (shares === "snapshot") {
    return {
      en: "No sample of declarations (--declarations): candidates are estimated from the one that the bundle's snapshot was made with.",
      vi: "Không có mẫu tờ khai (--declarations): số ứng viên ước theo mẫu đã dùng khi tạo ảnh chụp của gói.",
    };
  }
  if (sample === null) {
    return {
      en: "No sample of declarations (--declarations): candidates are assumed. A value occurs in 1% of declarations, a code of n digits or what lies below it in 0.3^n, a list's member in 5%, a yes in half, a fact is there in 90%; a range is no key.",
      vi: "Không có mẫu tờ khai (--declarations): số ứng viên là ước đoán. Một giá trị gặp ở 1% tờ khai, một mã n chữ số và các mã trực thuộc ở 0,3^n, mã thuộc danh mục ở 5%, điều kiện đúng ở một nửa, dữ kiện có mặt ở 90%; khoảng giá trị không làm khóa.",
    };
  }
  const count = formatCount(sample.declarations, output.language);
  const file = printable(sample.file);
  const left = formatCount(sample.rejected, output.language);
  const out: Both =
    sample.rejected === 0
      ? { en: "", vi: "" }
      : { en: `, ${left} left out as invalid`, vi: `, bỏ qua ${left} tờ khai không hợp lệ` };
  return {
    en: `Sample: ${count} declarations of ${file}${out.en}; candidates are counted in it.`,
    vi: `Mẫu: ${count} tờ khai của ${file}${out.vi}; số ứng viên đếm trên mẫu này.`,
  };
}

function head(criterion: PlannedCriterion, entries: number, output: Output): string {
  const { id, version } = criterion;
  return `  ${output.paint("bold", printable(id))}  ${output.paint("dim", version)}  ${entriesOf(criterion, entries, output)}`;
}

/* ------------------------------------------------------------------ criteria */

function scannedLines(
  criterion: PlannedCriterion,
  width: number,
  output: Output,
): readonly string[] {
  const { why, advice, scannedRows, scannedEntries, entries } = criterion;
  const say: Say = (text) => output.say(text);
  const of =
    scannedEntries === entries
      ? ""
      : say({
          en: ` of ${formatCount(entries, "en")}`,
          vi: ` trong ${formatCount(entries, "vi")}`,
        });
  const [whyWord, tryWord] = [
    say({ en: "why   ", vi: "vì sao    " }),
    say({ en: "try   ", vi: "nên sửa   " }),
  ];
  const blank = " ".repeat(displayWidth(whyWord));
  const reasons = why.slice(0, SHOWN).map(({ condition, message }) => {
    const what = condition === null ? "" : `\`${say(condition)}\`: `;
    return `${what}${say(message)}`;
  });
  const more = why.length - reasons.length;
  if (more > 0)
    reasons.push(say({ en: `and ${more} more conditions`, vi: `và ${more} điều kiện nữa` }));
  return [
    `${head(criterion, scannedEntries, output)}${of}`,
    ...reasons.flatMap((reason, at) => hanging(`    ${at === 0 ? whyWord : blank}`, reason, width)),
    ...(scannedRows === null ? [] : rowLines(scannedRows, `    ${blank}`, width, output)),
    ...(advice === null ? [] : hanging(`    ${tryWord}`, say(advice), width)),
  ];
}

function rowLines(
  { total, first }: NonNullable<PlannedCriterion["scannedRows"]>,
  indent: string,
  width: number,
  output: Output,
): readonly string[] {
  const shown = first.slice(0, SHOWN);
  const lines = shown.map(({ row, columns }) => {
    const name = printable(row);
    const filled = columns.join(", ");
    return output.say({
      en: filled === "" ? `row ${name}: nothing filled` : `row ${name}: only ${filled}`,
      vi: filled === "" ? `dòng ${name}: không điền gì` : `dòng ${name}: chỉ điền ${filled}`,
    });
  });
  const more = total - shown.length;
  if (more > 0) {
    const count = formatCount(more, output.language);
    lines.push(output.say({ en: `and ${count} more rows`, vi: `và ${count} dòng nữa` }));
  }
  return lines.flatMap((line) => hanging(indent, line, width));
}

function keyedCandidates({ access }: PlannedCriterion): number {
  return access.reduce(
    (sum, { scanned, candidatesPerDeclaration }) => sum + (scanned ? 0 : candidatesPerDeclaration),
    0,
  );
}

function foundLines(criterion: PlannedCriterion, width: number, output: Output): readonly string[] {
  const { access, openEntries, openConditions, rowsOf, entries, scannedEntries } = criterion;
  const keyed = access.filter(({ scanned }) => !scanned);
  const say: Say = (text) => output.say(text);
  const number = smallNumber(keyedCandidates(criterion), output);
  const lines = [
    `${head(criterion, entries - scannedEntries, output)}  ${say({ en: `${number} candidates a declaration`, vi: `${number} ứng viên mỗi tờ khai` })}`,
    ...keyed.flatMap((each) =>
      rowsOf === null && keyed.length === 1
        ? hanging("    ", say(each.text), width)
        : accessLines(each, width, output),
    ),
  ];
  if (openEntries === 0) return lines;
  const conditions = openConditions.map((condition) => `\`${say(condition)}\``).join(", ");
  const open =
    conditions === ""
      ? say({
          en: "the criterion has the last word about candidates",
          vi: "ứng viên do chính tiêu chí quyết định sau cùng",
        })
      : say({
          en: `then the criterion itself tells ${conditions}`,
          vi: `sau đó chính tiêu chí xét ${conditions}`,
        });
  return [...lines, ...hanging("    ", open, width)];
}

/** One way among several, with its part of entries and candidates. */
function accessLines(access: PlannedAccess, width: number, output: Output): readonly string[] {
  const entries = counted(access.entries, ["entry", "entries"], "mục", output);
  const candidates = smallNumber(access.candidatesPerDeclaration, output);
  const what = output.say({ en: `${candidates} candidates`, vi: `${candidates} ứng viên` });
  return hanging("    ", `${output.say(access.text)}: ${entries}, ${what}`, width);
}

function emptyLines(criterion: PlannedCriterion, output: Output): readonly string[] {
  const reason =
    criterion.rowsOf === null
      ? output.say({ en: "it can never hit", vi: "không bao giờ trúng" })
      : output.say({
          en: `the table ${criterion.rowsOf} has no row that can hit`,
          vi: `bảng ${criterion.rowsOf} không có dòng nào có thể trúng`,
        });
  return [
    `  ${output.paint("bold", printable(criterion.id))}  ${output.paint("dim", criterion.version)}  ${reason}`,
  ];
}

/* ------------------------------------------------------------------ the whole */

/** `120 entries in 12.3% of declarations: 14.8 candidates`. */
export function clusterLines(
  clusters: readonly PlannedCluster[],
  width: number,
  output: Output,
): readonly string[] {
  return clusters.flatMap(({ text, entries, shareOfDeclarations, candidatesPerDeclaration }) => {
    const count = counted(entries, ["entry", "entries"], "mục", output);
    const share = formatShare(shareOfDeclarations, 1, output.language);
    const candidates = smallNumber(candidatesPerDeclaration, output);
    const numbers = output.say({
      en: `${count} in ${share} of declarations, ${candidates} candidates`,
      vi: `${count} ở ${share} tờ khai, ${candidates} ứng viên`,
    });
    return hanging("  ", `${output.say(text)}: ${numbers}`, width);
  });
}

function sizeLines(
  { clusters, guards, bytes, entries }: PlanReport,
  output: Output,
): readonly string[] {
  const { language } = output;
  const count = (number: number): string => formatCount(number, language);
  const size = (number: number): string => formatBytes(number, language);
  const perEntry = entries === 0 ? "0" : formatDecimal(bytes.perEntry, 0, language);
  return [
    output.say({
      en: `${count(clusters.count)} ${clusters.count === 1 ? "cluster" : "clusters"}. Guards turn candidates away early: entries with three ${count(guards.three)}, with two ${count(guards.two)}, with one ${count(guards.one)}, with none ${count(guards.none)}.`,
      vi: `${count(clusters.count)} cụm. Bộ lọc loại sớm ứng viên: ${count(guards.three)} mục có ba bộ lọc, ${count(guards.two)} có hai, ${count(guards.one)} có một, ${count(guards.none)} không có.`,
    }),
    output.say({
      en: `Memory: ${size(bytes.total)}, ${perEntry} bytes an entry (clusters ${size(bytes.clusters + bytes.starts)}, code ${size(bytes.code)}, dictionary ${size(bytes.dictionary)}).`,
      vi: `Bộ nhớ: ${size(bytes.total)}, ${perEntry} byte mỗi mục (cụm ${size(bytes.clusters + bytes.starts)}, mã lệnh ${size(bytes.code)}, từ điển ${size(bytes.dictionary)}).`,
    }),
  ];
}
