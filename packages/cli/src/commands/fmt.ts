/**
 * `luong fmt`: writes criteria in the one layout, and turns their keywords over to the other language.
 *
 * Comes in: paths, a set, or standard input. Goes out: files written anew where they differ, or with `--check` their names. A file with syntax
 * errors is left as it is and reported.
 */
import { join } from "node:path";
import type { SourceFile } from "@luong/dsl";
import type { Language } from "@luong/spec";
import { CannotRun } from "../both.ts";
import { setOption } from "../command-line.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { findingsOf, renderFindings } from "../findings.ts";
import { formatSource } from "../format-source.ts";
import { type Command, type Invocation, inSetLanguage } from "../invocation.ts";
import { formatCount, languageOption } from "../locale.ts";
import type { Output } from "../output.ts";
import { type CriteriaSet, openSets, showFile } from "../set.ts";
import { writeWhole } from "../write-file.ts";

export const fmt: Command = {
  name: "fmt",
  summary: { en: "format criteria", vi: "định dạng tiêu chí" },
  usage: [
    "fmt [PATH …] [--check]",
    "fmt --set DIR --lang vi",
    "fmt --stdin [--stdin-filename FILE]",
  ],
  about: {
    en: "Writes criteria in the one layout. Comments stay. With --lang keywords change language, names and meaning do not: the result is read again and refused if it means anything else.",
    vi: "Viết lại tiêu chí theo một cách trình bày. Chú thích giữ nguyên. Với --lang, từ khóa đổi ngôn ngữ, tên và ý nghĩa không đổi: kết quả được đọc lại và bị từ chối nếu khác nghĩa.",
  },
  options: [
    setOption,
    {
      name: "check",
      help: {
        en: "change nothing; name the files that are not formatted (exit code 1)",
        vi: "không sửa; chỉ nêu các tệp chưa định dạng (mã kết thúc 1)",
      },
    },
    {
      name: "lang",
      value: "LANG",
      choices: ["vi", "en"],
      help: {
        en: "language of the keywords; default: as most of the file",
        vi: "ngôn ngữ từ khóa; mặc định: theo phần lớn tệp",
      },
    },
    {
      name: "stdin",
      help: {
        en: "read standard input, write standard output",
        vi: "đọc đầu vào chuẩn, ghi đầu ra chuẩn",
      },
    },
    {
      name: "stdin-filename",
      value: "FILE",
      help: { en: "name of the text in messages", vi: "tên của văn bản trong thông báo" },
    },
  ],
  maxWords: Number.POSITIVE_INFINITY,
  examples: [
    { command: "luong fmt", what: { en: "the set in this folder", vi: "bộ trong thư mục này" } },
    { command: "luong fmt --check", what: { en: "in a build", vi: "trong dây chuyền tự động" } },
    {
      command: "luong fmt --set demo --lang vi",
      what: { en: "Vietnamese keywords", vi: "từ khóa tiếng Việt" },
    },
  ],
  run: async (given) => {
    const { args, cwd } = given;
    const language = languageOption(args.value("lang"));
    if (args.has("stdin")) return formatInput(given, language);
    if (args.has("stdin-filename")) {
      throw new CannotRun({
        en: "--stdin-filename needs --stdin",
        vi: "--stdin-filename cần có --stdin",
      });
    }
    const sets = openSets(args.words, args.value("set"), cwd);
    const invocation = inSetLanguage(given, sets[0]?.config.locale ?? null);
    const counts = { changed: 0, broken: 0, files: 0 };
    for (const set of sets) {
      for (const source of set.sources) {
        if (set.only !== null && !set.only.has(source.file)) continue;
        counts.files += 1;
        formatFile(set, source, language, invocation, counts);
      }
    }
    return report(counts, invocation);
  },
};

interface Counts {
  changed: number;
  broken: number;
  files: number;
}

function formatFile(
  set: CriteriaSet,
  source: SourceFile,
  language: Language | null,
  { args, output }: Invocation,
  counts: Counts,
): void {
  const formatted = formatSource(source, language);
  if (formatted.text === null) {
    counts.broken += 1;
    showBroken(set, formatted.diagnostics, output);
  } else if (formatted.text !== source.text) {
    counts.changed += 1;
    output.line(showFile(set, source.file));
    if (!args.has("check")) writeWhole(join(set.folder, source.file), formatted.text);
  }
}

function showBroken(
  set: CriteriaSet,
  diagnostics: Parameters<typeof findingsOf>[1],
  output: Output,
): void {
  output.line(renderFindings(findingsOf(set, diagnostics), output));
}

function report({ changed, broken, files }: Counts, { args, output }: Invocation): ExitCode {
  const count = (number: number): string => formatCount(number, output.language);
  const isCheck = args.has("check");
  const of = {
    en: `${count(changed)} of ${count(files)} files`,
    vi: `${count(changed)} trên ${count(files)} tệp`,
  };
  const what =
    changed === 0
      ? { en: "nothing to format", vi: "không có gì phải định dạng" }
      : isCheck
        ? { en: `${of.en} are not formatted`, vi: `${of.vi} chưa định dạng` }
        : { en: `${of.en} formatted`, vi: `đã định dạng ${of.vi}` };
  if (broken === 0 || changed > 0) output.aside(what);
  return broken > 0 || (isCheck && changed > 0) ? exitCodes.findings : exitCodes.ok;
}

async function formatInput(invocation: Invocation, language: Language | null): Promise<ExitCode> {
  const { args, input, output } = invocation;
  if (args.words.length > 0 || args.has("set")) {
    throw new CannotRun({
      en: "--stdin takes neither paths nor --set",
      vi: "--stdin không dùng cùng đường dẫn hay --set",
    });
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of input) pieces.push(piece);
  const file = args.value("stdin-filename") ?? "<stdin>";
  const source = { file, text: Buffer.concat(pieces).toString("utf8") };
  const formatted = formatSource(source, language);
  if (formatted.text === null) {
    const texts = new Map([[file, source.text]]);
    // Standard output is the formatted text or nothing: an editor would put findings into the file.
    output.rawError(`${renderFindings({ diagnostics: formatted.diagnostics, texts }, output)}\n`);
    return exitCodes.findings;
  }
  if (!args.has("check")) output.raw(formatted.text);
  const isDifferent = formatted.text !== source.text;
  return args.has("check") && isDifferent ? exitCodes.findings : exitCodes.ok;
}
