/**
 * The pages of all diagnostics in one file per language: a table, then for each code what it means and how it is put right.
 *
 * The same texts as `luong explain CODE`; nothing is worded here but the frame.
 */
import type { Language } from "@luong/spec";
import { findPage, type Page, pageCodes } from "../../packages/cli/src/explain-pages.ts";

const words = {
  en: {
    title: "Diagnostics",
    intro:
      "Generated from the catalogues by `npm run docs`; `luong explain LU2001` prints one page. Codes are never reused. Vietnamese: [thong-bao.md](thong-bao.md).",
    code: "Code",
    severity: "Severity",
    means: "Means",
    bad: "Gives it",
    good: "Put right",
    ranges:
      "1xxx text · 2xxx names · 3xxx types · 4xxx logic · 5xxx compilation · 6xxx declarations, bundles and files",
    levels: { error: "error", warning: "warning", info: "information", hint: "hint" },
  },
  vi: {
    title: "Thông báo",
    intro:
      "Sinh từ danh mục thông báo bằng `npm run docs`; `luong explain LU2001` in một trang. Mã không dùng lại. Tiếng Anh: [diagnostics.md](diagnostics.md).",
    code: "Mã",
    severity: "Mức",
    means: "Ý nghĩa",
    bad: "Gây ra",
    good: "Sửa lại",
    ranges:
      "1xxx văn bản · 2xxx tên · 3xxx kiểu · 4xxx lô-gic · 5xxx biên dịch · 6xxx tờ khai, gói và tệp",
    levels: { error: "lỗi", warning: "cảnh báo", info: "thông tin", hint: "gợi ý" },
  },
} as const;

export function diagnosticsPage(language: Language): string {
  const pages = pageCodes()
    .map(findPage)
    .filter((page) => page !== null);
  const { title, intro, ranges, code, severity, means, levels } = words[language];
  const rows = pages.map((page) => {
    const text = page.title[language].replaceAll("|", "\\|");
    return `| [${page.code}](#${page.code.toLowerCase()}) | ${levels[page.severity]} | ${text} |`;
  });
  const table = [`| ${code} | ${severity} | ${means} |`, "| --- | --- | --- |", ...rows].join("\n");
  const bodies = pages.map((page) => body(page, language));
  return `# ${title}\n\n${intro}\n\n${ranges}\n\n${table}\n\n${bodies.join("\n\n")}\n`;
}

function body(page: Page, language: Language): string {
  const { bad, good, levels } = words[language];
  const parts = [
    `## ${page.code}`,
    `**${page.title[language]}** (${levels[page.severity]})`,
    page.explain[language].trim(),
    example(bad, page.bad),
    example(good, page.good),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function example(title: string, text: string): string {
  const shown = visible(text.trimEnd());
  return shown === "" ? "" : `${title}:\n\n\`\`\`\`text\n${shown}\n\`\`\`\``;
}

/** Ranges of characters nobody would see, or that are no text; line ends are kept. */
const unseen: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0xa0],
  [0x300, 0x36f],
  [0x200b, 0x200f],
  [0x2028, 0x202f],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
  [0xfffd, 0xfffd],
];

/** Such characters by their number. */
function visible(text: string): string {
  const shown = (character: string): string => {
    const code = character.codePointAt(0) ?? 0;
    const isUnseen = unseen.some(([from, to]) => code >= from && code <= to);
    return isUnseen ? `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩` : character;
  };
  return [...text].map(shown).join("");
}
