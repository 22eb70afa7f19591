/**
 * LU63xx: a row of a CSV file could not be read as a declaration. Words in both languages, explain pages, examples.
 *
 * Same form as the runtime's faults, of which the CSV reader also uses LU6001, LU6003, LU6005, LU6009 and LU6010. `bad` and `good` are whole CSV
 * files, read by a test with the mapping of `csv-declarations.test.ts`.
 */
import type { DiagnosticText, Fault, Language, Message } from "@luong/spec";
import type { CellKind } from "./mapping.ts";

interface CsvFaultSpec<Args> {
  readonly en: DiagnosticText<Args>;
  readonly vi: DiagnosticText<Args>;
  readonly bad: string;
  readonly good: string;
}

function define<Args extends object>(spec: CsvFaultSpec<Args>): CsvFaultSpec<Args> {
  return spec;
}

type ReadableKind = Exclude<CellKind, "text">;

const kinds: Readonly<Record<ReadableKind, Readonly<Record<Language, string>>>> = {
  integer: { en: "a whole number", vi: "số nguyên" },
  number: { en: "a number such as `1234.5`", vi: "số như `1234.5`" },
  percent: { en: "a percentage such as `8` or `8%`", vi: "tỷ lệ phần trăm như `8` hoặc `8%`" },
  boolean: { en: "`true` or `false`", vi: "`true` hoặc `false`" },
  date: { en: "a date such as `2026-02-01`", vi: "ngày như `2026-02-01`" },
  time: { en: "a time such as `22:00`", vi: "giờ như `22:00`" },
  instant: {
    en: "a date and time such as `2026-02-01T22:00`",
    vi: "ngày giờ như `2026-02-01T22:00`",
  },
  duration: { en: "a number of seconds", vi: "số giây" },
};

function wanted(args: { as: ReadableKind; pattern: string | null }, language: Language): string {
  if (args.pattern === null) return kinds[args.as][language];
  return language === "en" ? `a date as \`${args.pattern}\`` : `ngày dạng \`${args.pattern}\``;
}

const specs = {
  LU6301: define<{ expected: number; got: number }>({
    bad: "id,value\nA1,5,7\n",
    good: "id,value\nA1,5\n",
    en: {
      title: "row has another number of cells",
      message: ({ expected, got }) => ({
        what: `this row has ${got} cells, the header names ${expected}`,
        try: "put quotes around a text that holds the delimiter",
      }),
      explain:
        "Every row must have as many cells as the header has columns; otherwise nobody can say which cell belongs to which column. Usual causes: a " +
        "comma inside a text without quotes, a decimal comma, or a line that was cut. The other rows are not affected.",
    },
    vi: {
      title: "dòng có số ô khác dòng tiêu đề",
      message: ({ expected, got }) => ({
        what: `dòng này có ${got} ô, dòng tiêu đề có ${expected}`,
        try: "đặt văn bản có chứa dấu phân cách trong dấu nháy",
      }),
      explain:
        "Mỗi dòng phải có số ô bằng số cột của dòng tiêu đề; nếu không thì không biết ô nào thuộc cột nào. Nguyên nhân thường gặp: dấu phẩy trong " +
        "văn bản không có nháy, dấu phẩy thập phân, hoặc dòng bị cắt. Các dòng khác không bị ảnh hưởng.",
    },
  }),

  LU6302: define<Record<never, never>>({
    bad: 'id,value\nA1,"5\nA2,6\n',
    good: 'id,value\nA1,"5"\nA2,6\n',
    en: {
      title: "quote is not closed or stands in the wrong place",
      message: () => ({
        what: "a quote of this row is not closed, or stands in the middle of a cell",
        try: 'write a cell with quotes as `"…"`, and a quote inside it as `""`',
      }),
      explain:
        'A cell that begins with a quote ends with one, and a quote inside it is written twice: `"15"" pipe"` (RFC 4180). An open quote swallows the ' +
        "following lines; so only the line on which it was opened is given up, and reading starts again on the next.",
    },
    vi: {
      title: "dấu nháy không đóng hoặc sai chỗ",
      message: () => ({
        what: "dấu nháy của dòng này không đóng, hoặc nằm giữa ô",
        try: 'viết ô có nháy là `"…"`, dấu nháy bên trong viết là `""`',
      }),
      explain:
        'Ô bắt đầu bằng dấu nháy thì phải kết thúc bằng dấu nháy, dấu nháy bên trong viết hai lần: `"ống 15"""` (RFC 4180). Dấu nháy không đóng sẽ ' +
        "nuốt các dòng sau; vì vậy chỉ bỏ dòng mở nháy, và đọc lại từ dòng kế tiếp.",
    },
  }),

  LU6303: define<{ as: ReadableKind; pattern: string | null; got: string }>({
    bad: 'id,value\nA1,"1.234,5"\n',
    good: "id,value\nA1,1234.5\n",
    en: {
      title: "cell cannot be read",
      message: (args) => ({
        what: `\`${args.got}\` is not ${wanted(args, "en")}`,
        try: "correct the cell, or the kind of the column in the mapping",
      }),
      explain:
        "The mapping says what kind of fact a column holds. A number is written with a point for the decimals and without grouping: `1234.5`, since `1.234` " +
        "means different amounts in different countries. Dates are ISO 8601 unless the mapping gives a `pattern` such as `DD/MM/YYYY`.",
    },
    vi: {
      title: "không đọc được ô",
      message: (args) => ({
        what: `\`${args.got}\` không phải ${wanted(args, "vi")}`,
        try: "sửa ô, hoặc sửa kiểu của cột trong tệp ánh xạ",
      }),
      explain:
        "Tệp ánh xạ cho biết mỗi cột là loại dữ kiện nào. Số viết với dấu chấm thập phân, không tách nhóm: `1234.5`, vì `1.234` có nghĩa khác nhau ở các " +
        "nước. Ngày theo ISO 8601 trừ khi tệp ánh xạ cho `pattern` như `DD/MM/YYYY`.",
    },
  }),
} as const;

/** By code, ascending. */
export const csvFaultCatalogue: Readonly<Record<string, CsvFaultSpec<never>>> = specs;

/** The words of a fault of this file; null for other codes. */
export function csvFaultMessage(fault: Fault, language: Language): Message | null {
  const spec = csvFaultCatalogue[fault.code];
  if (spec === undefined) return null;
  // INVARIANT (typed faults): faults are made beside `define`d arguments only.
  return (spec[language] as DiagnosticText<Fault["args"]>).message(fault.args);
}
