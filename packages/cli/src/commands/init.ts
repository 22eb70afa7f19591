/**
 * `luong init`: writes a small set that checks, tests and decides, to start from.
 *
 * Comes in: a folder. Goes out: its files, with keywords in the reader's language. It never overwrites a file.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Language } from "@luong/spec";
import { CannotRun } from "../both.ts";
import { exitCodes } from "../exit-code.ts";
import { formatSource } from "../format-source.ts";
import { templateData, templateSources } from "../init-template.ts";
import type { Command } from "../invocation.ts";
import { languageOption } from "../locale.ts";
import { showPath } from "../set.ts";
import { writeWhole } from "../write-file.ts";

export const init: Command = {
  name: "init",
  summary: { en: "make a small working set", vi: "tạo một bộ nhỏ chạy được" },
  usage: ["init [DIR]"],
  about: {
    en: "Writes a schema, two criteria with tests, a policy, a list and three declarations. Keywords are in the language of the reader; both are always accepted.",
    vi: "Ghi một lược đồ, hai tiêu chí có kiểm thử, một chính sách, một danh mục và ba tờ khai. Từ khóa theo ngôn ngữ người dùng; cả hai thứ tiếng luôn được chấp nhận.",
  },
  options: [
    {
      name: "lang",
      value: "LANG",
      choices: ["vi", "en"],
      help: { en: "keywords in vi or en", vi: "từ khóa tiếng vi hoặc en" },
    },
  ],
  maxWords: 1,
  examples: [
    { command: "luong init demo", what: { en: "in a new folder", vi: "trong thư mục mới" } },
    {
      command: "luong init demo --lang vi",
      what: { en: "with Vietnamese keywords", vi: "với từ khóa tiếng Việt" },
    },
  ],
  run: async ({ args, cwd, output }) => {
    const folder = resolve(cwd, args.words[0] ?? ".");
    const files = filesOf(languageOption(args.value("lang")) ?? output.language);
    const existing = Object.keys(files).find((file) => existsSync(join(folder, file)));
    if (existing !== undefined) {
      const path = showPath(join(folder, existing), cwd);
      throw new CannotRun(
        { en: `${path} is there already`, vi: `đã có ${path}` },
        { en: "give an empty folder", vi: "hãy cho một thư mục trống" },
      );
    }
    for (const [file, text] of Object.entries(files)) {
      writeWhole(join(folder, file), text);
      output.note(showPath(join(folder, file), cwd));
    }
    const shown = showPath(folder, cwd);
    output.note();
    output.note(output.say({ en: "Next:", vi: "Tiếp theo:" }));
    output.note(`  luong test --set ${shown}`);
    output.note(
      `  luong decide --set ${shown} --declarations ${shown === "." ? "" : `${shown}/`}declarations.ndjson`,
    );
    return exitCodes.ok;
  },
};

function filesOf(language: Language): Readonly<Record<string, string>> {
  const sources = Object.entries(templateSources).map(([file, text]) => {
    const formatted = formatSource({ file, text }, language);
    if (formatted.text === null) throw new Error(`template ${file} has syntax errors`);
    return [file, formatted.text] as const;
  });
  return { ...Object.fromEntries(sources), ...templateData };
}
