/**
 * Help: of the whole command, of one command, in the reader's language, with examples that can be copied.
 *
 * Everything comes from the commands' own descriptions; nothing is written twice.
 */
import type { Both } from "../both.ts";
import type { CommandSpec, Example, OptionSpec } from "../command-line.ts";
import { globalOptions } from "../command-line.ts";
import type { Output } from "../output.ts";

const headings = {
  usage: { en: "Usage", vi: "Cách dùng" },
  commands: { en: "Commands", vi: "Các lệnh" },
  options: { en: "Options", vi: "Tùy chọn" },
  always: { en: "Options of every command", vi: "Tùy chọn của mọi lệnh" },
  examples: { en: "Examples", vi: "Ví dụ" },
  codes: { en: "Exit codes", vi: "Mã kết thúc" },
} as const;

const intro = {
  en: "luong checks, tests, compiles and runs customs risk criteria.",
  vi: "luong kiểm tra, kiểm thử, biên dịch và chạy tiêu chí quản lý rủi ro hải quan.",
};

const exitLines = [
  { en: "0    nothing to mend", vi: "0    không có gì phải sửa" },
  {
    en: "1    findings, failed tests, files not formatted",
    vi: "1    có lỗi, kiểm thử hỏng, tệp chưa định dạng",
  },
  {
    en: "2    could not run: wrong option, unreadable file",
    vi: "2    không chạy được: sai tùy chọn, không đọc được tệp",
  },
  {
    en: "70   a bug of luong; a report is written",
    vi: "70   lỗi của luong; có ghi báo cáo",
  },
  { en: "130  interrupted", vi: "130  bị ngắt" },
] as const;

const generalExamples: readonly Example[] = [
  { command: "luong init demo", what: { en: "make a small set", vi: "tạo một bộ nhỏ" } },
  { command: "luong check --set demo", what: { en: "check it", vi: "kiểm tra bộ đó" } },
  {
    command: "luong decide --set demo --declarations demo/declarations.ndjson",
    what: { en: "decide declarations", vi: "phân luồng tờ khai" },
  },
  { command: "luong explain LU2001", what: { en: "what a code means", vi: "ý nghĩa một mã" } },
];

export function showGeneralHelp(commands: readonly CommandSpec[], output: Output): void {
  const lines = [
    output.say(intro),
    ...section(
      headings.usage,
      [`luong ${output.say({ en: "COMMAND [options]", vi: "LỆNH [tùy chọn]" })}`],
      output,
    ),
    ...section(
      headings.commands,
      columns(commands.map((each) => [each.name, output.say(each.summary)])),
      output,
    ),
    ...section(
      headings.always,
      columns(globalOptions.map((each) => optionRow(each, output))),
      output,
    ),
    ...section(headings.examples, exampleRows(generalExamples, output), output),
    ...section(
      headings.codes,
      exitLines.map((line) => output.say(line)),
      output,
    ),
    "",
    output.say({
      en: "`luong COMMAND --help` tells more about one command.",
      vi: "`luong LỆNH --help` cho biết thêm về từng lệnh.",
    }),
  ];
  output.raw(`${lines.join("\n")}\n`);
}

export function showCommandHelp(command: CommandSpec, output: Output): void {
  const lines = [
    output.say(command.summary),
    ...section(
      headings.usage,
      command.usage.map((usage) => `luong ${usage}`),
      output,
    ),
    "",
    output.say(command.about),
    ...section(
      headings.options,
      columns(command.options.map((each) => optionRow(each, output))),
      output,
    ),
    ...section(
      headings.always,
      columns(globalOptions.map((each) => optionRow(each, output))),
      output,
    ),
    ...section(headings.examples, exampleRows(command.examples, output), output),
  ];
  output.raw(`${lines.join("\n")}\n`);
}

function section(title: Both, lines: readonly string[], output: Output): readonly string[] {
  if (lines.length === 0) return [];
  return ["", output.paint("bold", output.say(title)), ...lines.map((line) => `  ${line}`)];
}

function optionRow(option: OptionSpec, output: Output): readonly [string, string] {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  const value = option.value === undefined ? "" : ` ${option.value}`;
  return [`${short}--${option.name}${value}`, output.say(option.help)];
}

function exampleRows(examples: readonly Example[], output: Output): readonly string[] {
  return examples.flatMap((each) => [
    output.paint("dim", `# ${output.say(each.what)}`),
    each.command,
  ]);
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`);
}
