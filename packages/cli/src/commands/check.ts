/**
 * `luong check`: reads sets and says everything that is wrong with them.
 *
 * Comes in: paths or a set. Goes out: findings on standard output, their counts, and with `--fix` the files with the repairs that leave no choice.
 * Compiles nothing and runs no test.
 */
import { resolve } from "node:path";
import { soleFix } from "@luong/dsl";
import type { Diagnostic, Edit } from "@luong/spec";
import { analyseSet } from "../analyse-set.ts";
import { formatOption, setOption } from "../command-line.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import {
  type Counts,
  countBySeverity,
  countsText,
  type Findings,
  findingsJson,
  findingsOf,
  mergeFindings,
  renderFindings,
  withoutHints,
} from "../findings.ts";
import { type Command, type Invocation, inSetLanguage, toolOf } from "../invocation.ts";
import { formatCount } from "../locale.ts";
import type { Output } from "../output.ts";
import { Progress } from "../progress.ts";
import { type CriteriaSet, openSets } from "../set.ts";
import { writeWhole } from "../write-file.ts";

/** Sets larger than this show progress while they are read. */
const LARGE_BYTES = 500_000;

export const check: Command = {
  name: "check",
  summary: { en: "find mistakes in criteria", vi: "tìm lỗi trong tiêu chí" },
  usage: ["check [PATH …]", "check --set DIR"],
  about: {
    en: "Checks spelling, names, types, units and logic of a criteria set. A file is always read with the set it belongs to, since names cross files.",
    vi: "Kiểm tra chính tả, tên, kiểu, đơn vị và logic của bộ tiêu chí. Một tệp luôn được đọc cùng cả bộ của nó, vì tên dùng chung giữa các tệp.",
  },
  options: [
    setOption,
    formatOption,
    {
      name: "fix",
      help: {
        en: "make the repairs that leave no choice",
        vi: "tự sửa những chỗ chỉ có một cách sửa",
      },
    },
    {
      name: "hints",
      help: { en: "show hints as well", vi: "hiện cả gợi ý" },
    },
    {
      name: "max-warnings",
      value: "N",
      help: {
        en: "more than N warnings are a failure (exit code 1)",
        vi: "quá N cảnh báo thì coi là hỏng (mã kết thúc 1)",
      },
    },
  ],
  maxWords: Number.POSITIVE_INFINITY,
  examples: [
    { command: "luong check", what: { en: "the set in this folder", vi: "bộ trong thư mục này" } },
    {
      command: "luong check --set examples/vietnam --locale vi",
      what: { en: "another set, in Vietnamese", vi: "một bộ khác, bằng tiếng Việt" },
    },
    {
      command: "luong check --max-warnings 0 --format json > findings.json",
      what: { en: "in a build", vi: "trong dây chuyền tự động" },
    },
  ],
  run: async (given) => {
    const { args, cwd } = given;
    const maxWarnings = args.count("max-warnings");
    let sets = openSets(args.words, args.value("set"), cwd);
    const invocation = inSetLanguage(given, sets[0]?.config.locale ?? null);
    let found = findAll(sets, invocation);
    if (args.has("fix") && applyFixes(sets, found, invocation)) {
      sets = openSets(args.words, args.value("set"), cwd);
      found = findAll(sets, invocation);
    }
    const findings = withoutHints(mergeFindings(found), args.has("hints"));
    const counts = countBySeverity(findings.diagnostics);
    const files = sets.reduce((sum, set) => sum + (set.only?.size ?? set.sources.length), 0);
    print(findings, counts, files, invocation);
    return codeFor(counts, maxWarnings);
  },
};

function findAll(sets: readonly CriteriaSet[], { output, clock }: Invocation): readonly Findings[] {
  const progress = new Progress(output, clock);
  const found = sets.map((set) => {
    const bytes = set.sources.reduce((sum, source) => sum + source.text.length, 0);
    if (bytes > LARGE_BYTES)
      progress.step({ en: `checking ${set.shown}`, vi: `đang kiểm tra ${set.shown}` });
    return findingsOf(set, analyseSet(set).diagnostics);
  });
  progress.end();
  return found;
}

function codeFor(counts: Counts, maxWarnings: number | undefined): ExitCode {
  const tooMany = maxWarnings !== undefined && counts.warning > maxWarnings;
  return counts.error > 0 || tooMany ? exitCodes.findings : exitCodes.ok;
}

function print(findings: Findings, counts: Counts, files: number, invocation: Invocation): void {
  const { output } = invocation;
  if (output.format === "json") {
    output.json({
      schemaVersion: 1,
      tool: toolOf(invocation),
      results: findingsJson(findings),
      summary: {
        files,
        errors: counts.error,
        warnings: counts.warning,
        infos: counts.info,
        hints: counts.hint,
      },
    });
    return;
  }
  const text = renderFindings(findings, output);
  if (text !== "") output.line(text);
  if (text !== "" && output.format === "pretty") output.note();
  output.note(summaryLine(counts, files, output));
}

function summaryLine(counts: Counts, files: number, output: Output): string {
  const shownFiles = formatCount(files, output.language);
  const of = output.say({
    en: `in ${shownFiles} ${files === 1 ? "file" : "files"}`,
    vi: `trong ${shownFiles} tệp`,
  });
  const found = countsText(counts, output);
  if (found !== "") return `${found} ${of}`;
  return `${output.paint("green", output.say({ en: "no findings", vi: "không có lỗi" }))} ${of}`;
}

/** Applies the fix of each error and warning that has no other, where fixes do not touch each other; true if a file changed. */
function applyFixes(
  sets: readonly CriteriaSet[],
  found: readonly Findings[],
  { cwd, output }: Invocation,
): boolean {
  let count = 0;
  for (const findings of found.slice(0, sets.length)) {
    for (const [file, text] of findings.texts) {
      const edits = editsOf(file, findings.diagnostics);
      count += edits.length;
      if (edits.length > 0)
        writeWhole(resolve(cwd, file), applyEdits(text.normalize("NFC"), edits));
    }
  }
  const shown = formatCount(count, output.language);
  if (count > 0) output.aside({ en: `${shown} edits made`, vi: `đã sửa ${shown} chỗ` });
  return count > 0;
}

/** Edits of whole fixes in this file, from the end of the text to its beginning, none overlapping. */
function editsOf(file: string, diagnostics: readonly Diagnostic[]): readonly Edit[] {
  const chosen: Edit[] = [];
  for (const diagnostic of diagnostics) {
    // Two repairs, or the one of a hint (`is present and …`), are a choice of meaning, which only the author can make.
    const edits = soleFix(diagnostic)?.edits ?? [];
    const isHere = edits.every((edit) => edit.span.file === file);
    if (isHere && !edits.some((edit) => chosen.some((other) => overlaps(edit, other)))) {
      chosen.push(...edits);
    }
  }
  return chosen.sort((a, b) => b.span.start - a.span.start);
}

/** Two edits at one place, too: their order would be a guess. */
function overlaps(a: Edit, b: Edit): boolean {
  const apart = a.span.end < b.span.start || b.span.end < a.span.start;
  return !apart;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduce(
    (result, { span, text: inserted }) =>
      result.slice(0, span.start) + inserted + result.slice(span.end),
    text,
  );
}
