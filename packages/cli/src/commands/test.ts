/**
 * `luong test`: runs the tests that stand in criteria and scenarios, by the reference meaning.
 *
 * Comes in: a set without errors. Goes out: failures with what was expected and what came, results by criterion, and the conditions no test has seen
 * both true and false.
 */
import type { CriterionCoverage, TestResult } from "@luong/runtime/prove";
import { runTests } from "@luong/runtime/prove";
import type { Label } from "@luong/spec";
import { analyseSound } from "../analyse-set.ts";
import { CannotRun, didYouMean } from "../both.ts";
import { formatOption, setOption } from "../command-line.ts";
import { lowerSet } from "../compile-set.ts";
import { boundWorld } from "../engine.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type Command, type Invocation, inSetLanguage, toolOf } from "../invocation.ts";
import { formatCount } from "../locale.ts";
import type { Output } from "../output.ts";
import { type CriteriaSet, openSet, showFile } from "../set.ts";
import { nearestWord } from "../suggest.ts";
import { lineAndColumn } from "../text-place.ts";

export const test: Command = {
  name: "test",
  summary: { en: "run the tests written in criteria", vi: "chạy kiểm thử viết trong tiêu chí" },
  usage: ["test [--set DIR] [CRITERION …]"],
  about: {
    en: "Runs every test and scenario of a set, or those of the criteria named. Lists and tables are those bound in luong.json unless a test gives its own. Nothing is sampled.",
    vi: "Chạy mọi kiểm thử và kịch bản của bộ, hoặc của các tiêu chí nêu tên. Danh mục và bảng tra lấy theo luong.json trừ khi kiểm thử tự cho. Không chọn ngẫu nhiên.",
  },
  options: [
    setOption,
    {
      name: "coverage",
      help: {
        en: "list the conditions no test has seen both true and false",
        vi: "liệt kê điều kiện chưa kiểm thử nào thấy cả đúng lẫn sai",
      },
    },
    formatOption,
  ],
  maxWords: Number.POSITIVE_INFINITY,
  examples: [
    { command: "luong test --set demo", what: { en: "all tests", vi: "mọi kiểm thử" } },
    {
      command: "luong test --set demo QTY-001 --coverage",
      what: { en: "one criterion, with coverage", vi: "một tiêu chí, kèm độ phủ" },
    },
  ],
  run: async (given) => {
    const set = openSet(given.args.value("set"), given.cwd);
    const invocation = inSetLanguage(given, set.config.locale);
    const analysis = analyseSound(set, invocation.output);
    const lowered = analysis === null ? null : lowerSet(analysis);
    if (lowered === null) return exitCodes.findings;
    const { ir, tests } = lowered;
    const wanted = namedCriteria(invocation.args.words, ir.criteria);
    const chosen = tests.filter(({ criterion }) => wanted === null || wanted.has(criterion ?? ""));
    const world = await boundWorld(set, ir, invocation.environment);
    const run = runTests(ir, chosen, world);
    const coverage = run.coverage.filter(
      ({ criterion }) => wanted === null || wanted.has(criterion),
    );
    return report({ set, results: run.results, coverage, invocation });
  },
};

function namedCriteria(
  words: readonly string[],
  criteria: readonly { readonly id: string }[],
): ReadonlySet<string> | null {
  if (words.length === 0) return null;
  const ids = criteria.map(({ id }) => id);
  for (const word of words) {
    if (ids.includes(word)) continue;
    throw new CannotRun(
      { en: `there is no criterion \`${word}\``, vi: `không có tiêu chí \`${word}\`` },
      didYouMean(nearestWord(word, ids)),
    );
  }
  return new Set(words);
}

interface Run {
  readonly set: CriteriaSet;
  readonly results: readonly TestResult[];
  readonly coverage: readonly CriterionCoverage[];
  readonly invocation: Invocation;
}

interface Summary {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly criteria: number;
  readonly criteriaWithoutTests: number;
  readonly conditions: number;
  readonly conditionsSeenBothWays: number;
}

function summaryOf({ results, coverage }: Run): Summary {
  const passed = results.filter((result) => result.passed).length;
  const tested = new Set(results.map((result) => result.criterion));
  const conditions = coverage.flatMap((each) => each.conditions);
  return {
    tests: results.length,
    passed,
    failed: results.length - passed,
    criteria: coverage.length,
    criteriaWithoutTests: coverage.filter(({ criterion }) => !tested.has(criterion)).length,
    conditions: conditions.length,
    conditionsSeenBothWays: conditions.filter((each) => each.seenTrue && each.seenFalse).length,
  };
}

function report(run: Run): ExitCode {
  const summary = summaryOf(run);
  const { invocation, results, coverage } = run;
  const { output } = invocation;
  if (output.format === "json") {
    output.json({
      schemaVersion: 1,
      tool: toolOf(invocation),
      results: results.map((result) => ({
        criterion: result.criterion,
        test: result.test,
        passed: result.passed,
        messages: result.messages,
        ...placeOf(result, run.set),
      })),
      coverage,
      summary,
    });
  } else {
    if (output.format === "pretty") criterionTable(results, output);
    for (const result of results) if (!result.passed) failure(result, run.set, output);
    if (invocation.args.has("coverage")) coverageLines(coverage, output);
    summaryLines(summary, output);
  }
  return summary.failed > 0 ? exitCodes.findings : exitCodes.ok;
}

interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

function placeOf({ source }: TestResult, set: CriteriaSet): Place {
  const text = set.sources.find(({ file }) => file === source.file)?.text.normalize("NFC") ?? "";
  const { start, end } = source;
  return { file: showFile(set, source.file), start, end, ...lineAndColumn(text, start) };
}

function titleOf(label: Label, output: Output): string {
  return label[output.language] ?? label.en ?? label.vi ?? "";
}

/** `QTY-001  ✓✓✗`, so that the eye finds the failing one. */
function criterionTable(results: readonly TestResult[], output: Output): void {
  const scenario = output.say({ en: "scenarios", vi: "kịch bản" });
  const marks = new Map<string, string>();
  for (const { criterion, passed } of results) {
    const name = criterion ?? scenario;
    const mark = passed ? output.paint("green", "✓") : output.paint("red", "✗");
    marks.set(name, `${marks.get(name) ?? ""}${mark}`);
  }
  const width = Math.max(0, ...[...marks.keys()].map((name) => name.length));
  for (const [name, text] of marks) output.note(`${name.padEnd(width)}  ${text}`);
  output.note();
}

function failure(result: TestResult, set: CriteriaSet, output: Output): void {
  const { file, line, column } = placeOf(result, set);
  const of = result.criterion === null ? "" : `${result.criterion} `;
  const word = output.paint("red", output.say({ en: "failed", vi: "hỏng" }));
  output.line(`${file}:${line}:${column}: ${word} ${of}"${titleOf(result.test, output)}"`);
  for (const message of result.messages) output.line(`  ${output.say(message)}`);
}

function coverageLines(coverage: readonly CriterionCoverage[], output: Output): void {
  for (const { criterion, conditions } of coverage) {
    for (const each of conditions) {
      if (each.seenTrue && each.seenFalse) continue;
      const never =
        each.seenTrue || each.seenFalse
          ? output.say(
              each.seenTrue
                ? { en: "never false", vi: "chưa bao giờ sai" }
                : { en: "never true", vi: "chưa bao giờ đúng" },
            )
          : output.say({ en: "never asked", vi: "chưa bao giờ được hỏi" });
      const row = each.row === undefined ? "" : ` ${each.row}`;
      output.line(
        `${criterion} ${each.clause}${row}: ${output.paint("yellow", never)}: ${each.condition}`,
      );
    }
  }
}

function summaryLines(summary: Summary, output: Output): void {
  const count = (number: number): string => formatCount(number, output.language);
  const passed = output.paint(summary.failed === 0 ? "green" : "bold", count(summary.passed));
  const failed = summary.failed === 0 ? count(0) : output.paint("red", count(summary.failed));
  output.note(
    output.say({
      en: `${passed} passed, ${failed} failed`,
      vi: `${passed} đạt, ${failed} hỏng`,
    }),
  );
  output.note(
    output.say({
      en: `${count(summary.conditionsSeenBothWays)} of ${count(summary.conditions)} conditions seen both true and false; ${count(summary.criteriaWithoutTests)} of ${count(summary.criteria)} criteria without a test`,
      vi: `${count(summary.conditionsSeenBothWays)} trên ${count(summary.conditions)} điều kiện đã thấy cả đúng lẫn sai; ${count(summary.criteriaWithoutTests)} trên ${count(summary.criteria)} tiêu chí chưa có kiểm thử`,
    }),
  );
}
