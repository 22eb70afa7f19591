/**
 * 1xxx: what is written, before any name is looked up: characters, words, numbers, the form of clauses.
 *
 * Each entry holds severity, both languages, an explain page and the pair of examples that tests run.
 * Reported by `source`, `1-lex` and `2-parse`; when a code is reported is decided there.
 */
import { defineDiagnostic, type Language, type Message, type Text } from "@luong/spec";
import { criterion, policy, schema, tested, when } from "../example-schema.ts";

/** What the grammar wanted, for the messages that have no better word. */
export type ExpectedPart = keyof typeof parts;

const parts = {
  value: { en: "a value", vi: "một giá trị" },
  condition: { en: "a condition", vi: "một điều kiện" },
  name: { en: "a name", vi: "một tên" },
  text: { en: "a text in quotes", vi: "một văn bản trong ngoặc kép" },
  number: { en: "a number", vi: "một số" },
  code: { en: "a code such as `CN`", vi: "một mã như `CN`" },
  codes: {
    en: '`external`, `from "file.csv"` or `=` and the codes',
    vi: '`bên ngoài`, `từ "tệp.csv"` hoặc `=` và các mã',
  },
  members: {
    en: '`external`, `from "file.csv"` or `=` and the members',
    vi: '`bên ngoài`, `từ "tệp.csv"` hoặc `=` và các phần tử',
  },
  criterionId: { en: "an id such as `VAL-001`", vi: "một mã tiêu chí như `VAL-001`" },
  percent: { en: "a percentage such as `1%`", vi: "một tỷ lệ như `1%`" },
  bracket: { en: "`)`", vi: "`)`" },
  bar: { en: "`|`", vi: "`|`" },
  arrow: { en: "`->`", vi: "`->`" },
  colon: { en: "`:`", vi: "`:`" },
  case: { en: "a case such as `- 1 -> 0`", vi: "một trường hợp như `- 1 -> 0`" },
  class: { en: "a class such as `analysis`", vi: "một loại như `phân tích`" },
  access: { en: "`internal`, `restricted` or `secret`", vi: "`nội bộ`, `hạn chế` hoặc `mật`" },
  channel: { en: "`red`, `yellow` or `green`", vi: "`đỏ`, `vàng` hoặc `xanh`" },
  unit: { en: "a unit such as `kg`", vi: "một đơn vị như `kg`" },
  type: { en: "a type such as `Integer`", vi: "một kiểu như `Integer`" },
  effect: {
    en: "`channel`, `risk`, `action`, `alert` or `inspect`",
    vi: "`luồng`, `rủi ro`, `biện pháp`, `cảnh báo` hoặc `kiểm tra`",
  },
  outcome: {
    en: "`hit`, `no hit`, `unknown`, `channel`, `risk` or `exempt`",
    vi: "`trúng`, `không trúng`, `chưa rõ`, `luồng`, `rủi ro` hoặc `miễn`",
  },
  fact: {
    en: "`=` and a value, `includes`, `is missing` or facts in brackets",
    vi: "`=` và một giá trị, `gồm`, `còn thiếu` hoặc các dữ kiện trong ngoặc",
  },
  cell: { en: "a cell (`-` for anything)", vi: "một ô (`-` nghĩa là bất kỳ)" },
  heading: {
    en: "a heading such as `packages`, `channel` or `risk`",
    vi: "một tiêu đề cột như `packages`, `luồng` hoặc `rủi ro`",
  },
  bound: { en: "`and` and the upper end", vi: "`và` cùng giá trị trên" },
  openBracket: { en: "`(`", vi: "`(`" },
  rows: { en: "a list such as `items`", vi: "một dãy như `items`" },
  window: {
    en: "a window such as `in last 30 days`",
    vi: "một khoảng thời gian như `trong vòng 30 ngày`",
  },
  side: { en: "`before`, `after` or `around`", vi: "`trước`, `sau` hoặc `quanh`" },
  key: {
    en: "a key such as `same importer.tax_code`",
    vi: "một khóa như `cùng importer.tax_code`",
  },
  period: {
    en: "a period such as `7 days` or a field",
    vi: "một kỳ như `7 ngày` hoặc một trường",
  },
  rowsOfSource: {
    en: "`of` and a record, or `from` and rows",
    vi: "`của` và một bản ghi, hoặc `từ` và các dòng",
  },
  share: { en: "a share such as `5%` or a number", vi: "một tỷ lệ như `5%` hoặc một số" },
  bucket: { en: "a field or `day`", vi: "một trường hoặc `ngày`" },
  tableRows: {
    en: '`external`, `from "file.csv"` or rows that start with `|`',
    vi: '`bên ngoài`, `từ "tệp.csv"` hoặc các dòng bắt đầu bằng `|`',
  },
  decideRows: {
    en: "a heading and rows that start with `|`",
    vi: "dòng tiêu đề và các dòng giá trị bắt đầu bằng `|`",
  },
  expectClause: { en: "`expect` and an outcome", vi: "`kết quả` và điều mong đợi" },
  end: { en: "the end of this clause", vi: "hết mệnh đề này" },
} as const satisfies Readonly<Record<string, Text>>;
const expectedParts: Readonly<Record<ExpectedPart, Text>> = parts;

/** The one order of parts, for the message that names it. */
const orders = {
  selection: {
    en: "a selection have one order: `called`, `as of`, the window, `by`, `with`, `where`, `latest`, `including this`, `minimum`",
    vi: "phép chọn có một thứ tự: `gọi là`, `tính đến`, khoảng thời gian, `theo`, `với`, `trong đó`, `mới nhất`, `kể cả tờ khai này`, `tối thiểu`",
  },
  source: {
    en: "a source have one order: `of`, `from`, `each`, `clock`, `keep`, `late`, the title",
    vi: "nguồn có một thứ tự: `của`, `từ`, `từng`, `mốc`, `lưu`, `trễ`, tên gọi",
  },
  score: {
    en: "a score have one order: `version`, the title, `from plugin`, `inputs`, `returns`, `range`, `timeout`, `otherwise`",
    vi: "điểm số có một thứ tự: `phiên bản`, tên gọi, `từ trình cắm`, `đầu vào`, `trả về`, `giới hạn`, `thời hạn`, `nếu không`",
  },
} as const satisfies Readonly<Record<string, Text>>;

function expectation(
  args: { readonly expected: ExpectedPart | null; readonly word: string | null },
  language: Language,
): string | undefined {
  if (args.word !== null) return `\`${args.word}\``;
  return args.expected === null ? undefined : expectedParts[args.expected][language];
}

export interface JunkArgs {
  readonly characters: string;
  /** What it was probably there for. */
  readonly role: "comment" | "currency" | "calculation" | "extra" | "letter" | null;
  /** The letter it looks like. */
  readonly meant: string | null;
}

function junkMessage({ characters, role, meant }: JunkArgs, language: Language): Message {
  const say = (text: Text): string => text[language];
  const what = say({
    en: `\`${characters}\` means nothing here`,
    vi: `\`${characters}\` không có nghĩa ở đây`,
  });
  switch (role) {
    case "letter":
      return {
        what: say({
          en: `\`${characters}\` is not the letter \`${meant}\`, it only looks like it`,
          vi: `\`${characters}\` không phải chữ \`${meant}\`, chỉ trông giống`,
        }),
        why: say({
          en: "it comes from another alphabet, and two words that look alike would differ",
          vi: "ký tự này thuộc bảng chữ cái khác, hai từ trông giống nhau sẽ thành khác nhau",
        }),
        try: say({ en: "write the Latin letter", vi: "viết bằng chữ Latinh" }),
      };
    case "comment":
      return {
        what,
        try: say({ en: "a comment starts with `--`", vi: "ghi chú mở đầu bằng `--`" }),
      };
    case "currency":
      return {
        what,
        try: say({
          en: "write the code of the currency behind the amount, such as `100 VND`",
          vi: "viết mã loại tiền sau số tiền, ví dụ `100 VND`",
        }),
      };
    case "calculation":
      return {
        what,
        try: say({
          en: "the signs of calculation are `+`, `-`, `*` and `/`",
          vi: "các dấu phép tính là `+`, `-`, `*` và `/`",
        }),
      };
    case "extra":
      return { what, try: say({ en: "remove it", vi: "xóa đi" }) };
    case null:
      return {
        what,
        try: say({
          en: "remove it, or put it between quotes if it belongs to a text",
          vi: "xóa đi, hoặc đặt trong ngoặc kép nếu thuộc về một văn bản",
        }),
      };
  }
}

export const textDiagnostics = {
  /* ---------------------------------------------------------------- the file */
  LU1001: defineDiagnostic<{ megabytes: number; limit: number }>({
    severity: "error",
    en: {
      title: "File too large",
      message: ({ megabytes, limit }) => ({
        what: `this file has ${megabytes} MiB, I read files of up to ${limit} MiB`,
        try: "put long lists and tables into CSV files, and criteria into several files",
      }),
      explain:
        "A criteria file is read by people. One above this size is nearly always data: lists and tables belong into CSV files, which a list or table names with `from`.",
    },
    vi: {
      title: "Tệp quá lớn",
      message: ({ megabytes, limit }) => ({
        what: `tệp này có ${megabytes} MiB, chỉ đọc được tệp đến ${limit} MiB`,
        try: "đưa danh mục và bảng dài vào tệp CSV, chia tiêu chí thành nhiều tệp",
      }),
      explain:
        "Tệp tiêu chí là để người đọc. Tệp vượt kích thước này hầu như luôn là dữ liệu: danh mục và bảng nên nằm trong tệp CSV, được danh mục hoặc bảng nêu bằng `từ`.",
    },
    // A text of that size can not stand here; tests make one.
    bad: "-- more than 64 MiB\n",
    good: "-- less\n",
  }),
  LU1002: defineDiagnostic<{ count: number }>({
    severity: "error",
    en: {
      title: "Not UTF-8",
      message: ({ count }) => ({
        what: `${count === 1 ? "a character" : `${count} characters`} could not be read: the file is not stored as UTF-8`,
        try: "save the file as UTF-8 and open it again",
      }),
      explain:
        "Files are UTF-8. Where bytes are not valid UTF-8 a replacement character stands instead, so letters are lost. Older Vietnamese encodings (TCVN3, VNI, Windows-1258) have to be converted first.",
    },
    vi: {
      title: "Không phải UTF-8",
      message: ({ count }) => ({
        what: `có ${count} ký tự không đọc được: tệp không lưu ở dạng UTF-8`,
        try: "lưu lại tệp ở dạng UTF-8 rồi mở lại",
      }),
      explain:
        "Tệp phải ở dạng UTF-8. Chỗ nào không đúng UTF-8 thì có ký tự thay thế, tức là đã mất chữ. Các bảng mã tiếng Việt cũ (TCVN3, VNI, Windows-1258) cần được chuyển mã trước.",
    },
    bad: criterion(
      '  basis "Th\uFFFDng t\u01B0 38"\n  when gross_weight > 500 kg\n  then channel yellow',
    ),
    good: criterion('  basis "Thông tư 38"\n  when gross_weight > 500 kg\n  then channel yellow'),
  }),
  LU1003: defineDiagnostic<object>({
    severity: "warning",
    en: {
      title: "Accents stored apart from their letters",
      message: () => ({
        what: "accents in this file are stored apart from their letters (NFD)",
        why: "two texts that look the same could then differ, so I read the file in composed form (NFC)",
        try: "format the file: it is then stored in composed form",
      }),
      explain:
        "Unicode can store `ế` as one character or as `e` with two marks. Some systems write the second form. Nothing changes in meaning, but other tools may not find what they search for.",
    },
    vi: {
      title: "Dấu được lưu tách khỏi chữ",
      message: () => ({
        what: "dấu tiếng Việt trong tệp này được lưu tách khỏi chữ (NFD)",
        why: "hai văn bản trông giống nhau có thể bị coi là khác, nên tệp được đọc ở dạng dựng sẵn (NFC)",
        try: "định dạng lại tệp để lưu ở dạng dựng sẵn",
      }),
      explain:
        "Unicode có thể lưu `ế` thành một ký tự, hoặc thành `e` và hai dấu. Một số hệ thống ghi theo cách thứ hai. Ý nghĩa không đổi, nhưng công cụ khác có thể không tìm thấy chữ cần tìm.",
    },
    bad: criterion(
      '  basis "Ngh\u0069\u0323 \u0111i\u0323nh"\n  when gross_weight > 500 kg\n  then channel yellow',
    ),
    good: criterion('  basis "Nghị định"\n  when gross_weight > 500 kg\n  then channel yellow'),
  }),
  LU1004: defineDiagnostic<{ character: string; count: number }>({
    severity: "error",
    en: {
      title: "Control character",
      message: ({ character, count }) => ({
        what: `there ${count === 1 ? "is a control character" : `are ${count} control characters`} in this text (the first is ${character})`,
        try: "remove it; if the file looks like data of a program, it is not a criteria file",
      }),
      explain:
        "Control characters are invisible and do nothing here. They come from broken copies, or the file is something else than text.",
    },
    vi: {
      title: "Ký tự điều khiển",
      message: ({ character, count }) => ({
        what: `trong văn bản có ${count} ký tự điều khiển (ký tự đầu tiên là ${character})`,
        try: "xóa các ký tự này; nếu tệp là dữ liệu của chương trình khác thì đây không phải tệp tiêu chí",
      }),
      explain:
        "Ký tự điều khiển không nhìn thấy được và không có tác dụng gì ở đây. Chúng xuất hiện do sao chép lỗi, hoặc tệp không phải là văn bản.",
    },
    bad: when("gross_weight >\u0000 500 kg"),
    good: when("gross_weight > 500 kg"),
  }),
  LU1005: defineDiagnostic<{ character: string; count: number }>({
    severity: "error",
    en: {
      title: "Invisible character",
      message: ({ character }) => ({
        what: `an invisible character stands here (${character})`,
        why: "what a reviewer sees must be what is decided",
        try: "remove it",
      }),
      explain:
        "Marks that hide or turn the direction of text can make a criterion look different from what it says. They are not allowed anywhere, comments and texts included.",
    },
    vi: {
      title: "Ký tự vô hình",
      message: ({ character }) => ({
        what: `ở đây có ký tự vô hình (${character})`,
        why: "điều người duyệt nhìn thấy phải đúng là điều được quyết định",
        try: "xóa ký tự này",
      }),
      explain:
        "Ký tự ẩn hoặc đổi chiều chữ có thể làm tiêu chí trông khác với nội dung thật. Chúng không được phép ở bất cứ đâu, kể cả trong ghi chú và văn bản.",
    },
    bad: when("gross_weight > 500\u200B kg"),
    good: when("gross_weight > 500 kg"),
  }),

  /* ---------------------------------------------------------------- characters and words */
  LU1006: defineDiagnostic<JunkArgs>({
    severity: "error",
    en: {
      title: "Character without meaning",
      message: (args) => junkMessage(args, "en"),
      explain:
        "Criteria are written with letters, digits, quotes and the signs `( ) , : | . = != < <= > >= + - * / % ->`. Anything else may stand inside quotes or in a comment after `--`.",
    },
    vi: {
      title: "Ký tự không có nghĩa",
      message: (args) => junkMessage(args, "vi"),
      explain:
        "Tiêu chí được viết bằng chữ, số, ngoặc kép và các dấu `( ) , : | . = != < <= > >= + - * / % ->`. Ký tự khác chỉ đứng trong ngoặc kép hoặc trong ghi chú sau `--`.",
    },
    bad: when("gross_weight > 500 kg @"),
    good: when("gross_weight > 500 kg"),
  }),
  LU1007: defineDiagnostic<{ written: string; meant: string }>({
    severity: "error",
    en: {
      title: "Sign of another language",
      message: ({ written, meant }) => ({
        what: `\`${written}\` is written \`${meant}\` here`,
      }),
      explain:
        "Signs such as `==`, `≥`, `&&` or a long dash come from other languages or from a word processor. Here there is one spelling for each.",
    },
    vi: {
      title: "Dấu của ngôn ngữ khác",
      message: ({ written, meant }) => ({
        what: `ở đây \`${written}\` được viết là \`${meant}\``,
      }),
      explain:
        "Các dấu như `==`, `≥`, `&&` hay gạch ngang dài đến từ ngôn ngữ khác hoặc trình soạn thảo. Ở đây mỗi ý chỉ có một cách viết.",
    },
    bad: when("gross_weight ≥ 500 kg"),
    good: when("gross_weight >= 500 kg"),
  }),
  LU1008: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Text not closed",
      message: () => ({
        what: "this text has no closing quote on its line",
        try: 'close it with `"`; a quote inside a text is written `\\"`',
      }),
      explain:
        'A text stands between two straight quotes on one line. To put a quote into it, write `\\"`.',
    },
    vi: {
      title: "Văn bản chưa đóng",
      message: () => ({
        what: "văn bản này chưa có ngoặc kép đóng trên cùng dòng",
        try: 'đóng bằng `"`; ngoặc kép bên trong văn bản viết là `\\"`',
      }),
      explain:
        'Văn bản nằm giữa hai ngoặc kép thẳng, trên một dòng. Muốn có ngoặc kép bên trong, viết `\\"`.',
    },
    bad: criterion(
      '  basis "Circular 38/2015\n  when gross_weight > 500 kg\n  then channel yellow',
    ),
    good: criterion(
      '  basis "Circular 38/2015"\n  when gross_weight > 500 kg\n  then channel yellow',
    ),
  }),
  LU1009: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Quotes of another kind",
      message: () => ({ what: 'texts are written between straight double quotes `"`' }),
      explain:
        "Word processors turn quotes into curly ones, other languages use single ones. Here only the straight double quote opens and closes a text.",
    },
    vi: {
      title: "Ngoặc kép khác loại",
      message: () => ({ what: 'văn bản được đặt giữa hai ngoặc kép thẳng `"`' }),
      explain:
        "Trình soạn thảo hay đổi ngoặc kép thành dạng cong, ngôn ngữ khác dùng dấu nháy đơn. Ở đây chỉ ngoặc kép thẳng mở và đóng văn bản.",
    },
    bad: criterion(
      "  basis “Circular 38/2015”\n  when gross_weight > 500 kg\n  then channel yellow",
    ),
    good: criterion(
      '  basis "Circular 38/2015"\n  when gross_weight > 500 kg\n  then channel yellow',
    ),
  }),
  LU1010: defineDiagnostic<{ escape: string }>({
    severity: "error",
    en: {
      title: "Backslash before another character",
      message: ({ escape: written }) => ({
        what: `I do not know \`${written}\` inside a text`,
        try: "write `\\\\` for a backslash",
      }),
      explain: 'Inside a text a backslash stands only before `"`, `\\`, `{` and `}`.',
    },
    vi: {
      title: "Dấu chéo ngược trước ký tự khác",
      message: ({ escape: written }) => ({
        what: `\`${written}\` không dùng được trong văn bản`,
        try: "viết `\\\\` nếu muốn có dấu chéo ngược",
      }),
      explain: 'Trong văn bản, dấu chéo ngược chỉ đứng trước `"`, `\\`, `{` và `}`.',
    },
    bad: criterion('  basis "C:\\law"\n  when gross_weight > 500 kg\n  then channel yellow'),
    good: criterion('  basis "C:\\\\law"\n  when gross_weight > 500 kg\n  then channel yellow'),
  }),
  LU1011: defineDiagnostic<{
    written: string;
    reading: "code" | "blanks" | null;
    meant: string | null;
  }>({
    severity: "error",
    en: {
      title: "Number with more than one reading",
      message: ({ written, reading, meant }) => ({
        what: `\`${written}\` can be read in more than one way`,
        why:
          reading === "code"
            ? `a code is written without dots, \`${meant}\`; the decimal sign of numbers is \`.\``
            : reading === "blanks"
              ? `thousands are parted by \`_\`, \`${meant}\`; entries of a list by \`, \``
              : "the decimal sign is `.`, thousands are parted by `_`, entries of a list by `, ` with a blank",
      }),
      explain:
        "`2,50` is two and a half in Viet Nam and a list of two numbers elsewhere. Numbers are written `2.50` and `1_000_000`, lists `2, 50`, codes without dots: `61091000`.",
    },
    vi: {
      title: "Số có thể hiểu nhiều cách",
      message: ({ written, reading, meant }) => ({
        what: `\`${written}\` có thể hiểu theo nhiều cách`,
        why:
          reading === "code"
            ? `mã viết liền không có dấu chấm, \`${meant}\`; dấu \`.\` là dấu thập phân của số`
            : reading === "blanks"
              ? `hàng nghìn ngăn bằng \`_\`, \`${meant}\`; các phần tử của danh sách cách bằng \`, \``
              : "dấu thập phân là `.`, hàng nghìn ngăn bằng `_`, các phần tử của danh sách cách bằng `, ` có dấu cách",
      }),
      explain:
        "`2,50` ở Việt Nam là hai phẩy năm, nơi khác có thể là hai số. Số được viết `2.50` và `1_000_000`, danh sách viết `2, 50`, mã viết liền: `61091000`.",
    },
    bad: when("gross_weight > 2,50 kg"),
    good: when("gross_weight > 2.50 kg"),
  }),
  LU1012: defineDiagnostic<{
    written: string;
    digits: string | null;
    rest: string | null;
    meant: string | null;
  }>({
    severity: "error",
    en: {
      title: "Digits and letters together",
      message: ({ written, digits, rest, meant }) =>
        meant !== null
          ? { what: `\`${written}\` is written \`${meant}\` here` }
          : digits === null
            ? {
                what: `\`${written}\` starts with a digit, so it is neither a number nor a name`,
                try: "names start with a letter; codes have capitals only",
              }
            : { what: `a blank is missing between \`${digits}\` and \`${rest}\`` },
      explain:
        "A number and its unit are two words: `5 kg`. A code such as `03CC` has digits and capitals only.",
    },
    vi: {
      title: "Số và chữ viết liền",
      message: ({ written, digits, rest, meant }) =>
        meant !== null
          ? { what: `ở đây \`${written}\` được viết là \`${meant}\`` }
          : digits === null
            ? {
                what: `\`${written}\` bắt đầu bằng chữ số nên không phải số cũng không phải tên`,
                try: "tên bắt đầu bằng chữ cái; mã chỉ có chữ hoa và chữ số",
              }
            : { what: `thiếu dấu cách giữa \`${digits}\` và \`${rest}\`` },
      explain: "Số và đơn vị là hai từ: `5 kg`. Mã như `03CC` chỉ gồm chữ số và chữ hoa.",
    },
    bad: when("gross_weight > 500kg"),
    good: when("gross_weight > 500 kg"),
  }),
  LU1013: defineDiagnostic<{ written: string; value: string }>({
    severity: "warning",
    en: {
      title: "Thousands parted by a dot",
      message: ({ written, value }) => ({
        what: `\`${written}\` is ${value} here, not a thousand times as much`,
        try: "write `_` between thousands, or leave out the zeros",
      }),
      explain:
        "In Viet Nam a dot parts thousands. Here it is the decimal sign, so `1.000` is one. Thousands are written `1_000`.",
    },
    vi: {
      title: "Dấu chấm ngăn hàng nghìn",
      message: ({ written, value }) => ({
        what: `ở đây \`${written}\` bằng ${value}, không phải hàng nghìn`,
        try: "dùng `_` để ngăn hàng nghìn, hoặc bỏ các số 0 ở cuối",
      }),
      explain:
        "Ở Việt Nam dấu chấm ngăn hàng nghìn. Ở đây dấu chấm là dấu thập phân nên `1.000` là một. Một nghìn viết là `1_000`.",
    },
    bad: when("gross_weight > 1.000 kg"),
    good: when("gross_weight > 1_000 kg"),
  }),
  LU1014: defineDiagnostic<{ written: string }>({
    severity: "error",
    en: {
      title: "Not a date or time",
      message: ({ written }) => ({
        what: `\`${written}\` is not a date or time I can read`,
        why: "dates are written year-month-day, `2026-01-31`, times `09:00`, both together `2026-01-31T09:00`",
      }),
      explain:
        "Dates have one form, so that 01/02 is never taken for another day. The day must exist.",
    },
    vi: {
      title: "Không phải ngày hoặc giờ",
      message: ({ written }) => ({
        what: `\`${written}\` không phải ngày hoặc giờ đọc được`,
        why: "ngày viết theo năm-tháng-ngày, `2026-01-31`, giờ viết `09:00`, cả hai là `2026-01-31T09:00`",
      }),
      explain:
        "Ngày chỉ có một cách viết, để 01/02 không bị hiểu thành ngày khác. Ngày phải có thật.",
    },
    bad: criterion("  valid from 31/01/2026\n  when gross_weight > 500 kg\n  then channel yellow"),
    good: criterion("  valid from 2026-01-31\n  when gross_weight > 500 kg\n  then channel yellow"),
  }),
  LU1015: defineDiagnostic<{ name: string }>({
    severity: "error",
    en: {
      title: "Name without a small letter",
      message: ({ name }) => ({
        what: `\`${name}\` can not stand here`,
        why: "names have at least one small letter, codes such as `CN` only capitals and digits",
      }),
      explain:
        "A word of capitals and digits is always a code, never a name, so nobody can change the meaning of `CN` by declaring something with that name.",
    },
    vi: {
      title: "Tên không có chữ thường",
      message: ({ name }) => ({
        what: `\`${name}\` không dùng được ở đây`,
        why: "tên phải có ít nhất một chữ thường, mã như `CN` chỉ gồm chữ hoa và chữ số",
      }),
      explain:
        "Từ chỉ gồm chữ hoa và chữ số luôn là mã, không bao giờ là tên, nên không ai đổi được nghĩa của `CN` bằng cách khai báo một tên như vậy.",
    },
    bad: "list HUBS of Country = SG\n",
    good: "list hubs of Country = SG\n",
  }),
  LU1016: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Minus without blanks",
      message: () => ({
        what: "a minus between two values has a blank on each side",
      }),
      explain:
        "`VAL-001` is an id and `-3` a number below zero, so a subtraction is written `a - b`.",
    },
    vi: {
      title: "Dấu trừ thiếu dấu cách",
      message: () => ({
        what: "dấu trừ giữa hai giá trị phải có dấu cách ở hai bên",
      }),
      explain: "`VAL-001` là mã tiêu chí, `-3` là số âm, nên phép trừ viết là `a - b`.",
    },
    bad: when("gross_weight-5 kg > 500 kg"),
    good: when("gross_weight - 5 kg > 500 kg"),
  }),
  LU1017: defineDiagnostic<{ number: string; word: string | null }>({
    severity: "error",
    en: {
      title: "Percent sign apart",
      message: ({ number, word }) => ({
        what:
          word === null
            ? `write \`${number}%\` without a blank`
            : `\`${number} ${word}\` is written \`${number}%\` here`,
      }),
      explain: "A percentage is one word: `15%`.",
    },
    vi: {
      title: "Dấu phần trăm viết rời",
      message: ({ number, word }) => ({
        what:
          word === null
            ? `viết liền \`${number}%\`, không có dấu cách`
            : `ở đây \`${number} ${word}\` được viết là \`${number}%\``,
      }),
      explain: "Tỷ lệ phần trăm là một từ: `15%`.",
    },
    bad: when("any item has item.duty_rate > 15 %"),
    good: when("any item has item.duty_rate > 15%"),
  }),
  LU1018: defineDiagnostic<{ name: string }>({
    severity: "error",
    en: {
      title: "Not a name between back-quotes",
      message: ({ name }) => ({
        what: `between back-quotes I expect a name, not \`${name}\``,
        try: "names have letters, digits and `_`, and no blanks",
      }),
      explain:
        "Back-quotes let a word of the language be used as a name. They do not allow blanks or signs in names.",
    },
    vi: {
      title: "Giữa hai dấu huyền không phải là tên",
      message: ({ name }) => ({
        what: `giữa hai dấu huyền phải là một tên, không phải \`${name}\``,
        try: "tên gồm chữ, số và `_`, không có dấu cách",
      }),
      explain:
        "Dấu huyền cho phép dùng một từ của ngôn ngữ làm tên. Chúng không cho phép dấu cách hay ký hiệu trong tên.",
    },
    bad: "list `risky hubs` of Country = SG\n",
    good: "list risky_hubs of Country = SG\n",
  }),
  LU1019: defineDiagnostic<{ bullet: string }>({
    severity: "error",
    en: {
      title: "Bullet without a blank",
      message: ({ bullet }) => ({
        what: `a blank is missing after the bullet \`${bullet}\``,
      }),
      explain: "A bullet is `-` or `*` first on a line, and a blank.",
    },
    vi: {
      title: "Gạch đầu dòng thiếu dấu cách",
      message: ({ bullet }) => ({
        what: `thiếu dấu cách sau gạch đầu dòng \`${bullet}\``,
      }),
      explain: "Gạch đầu dòng là `-` hoặc `*` đứng đầu dòng, sau đó có dấu cách.",
    },
    bad: when("any of\n    -gross_weight > 500 kg\n    - packages > 5"),
    good: when("any of\n    - gross_weight > 500 kg\n    - packages > 5"),
  }),

  /* ---------------------------------------------------------------- items */
  LU1020: defineDiagnostic<{ found: string }>({
    severity: "error",
    en: {
      title: "Text that belongs to no item",
      message: ({ found }) => ({
        what: `I expected an item here, not \`${found}\``,
        try: "start with `criterion`, `list`, `table`, `parameter`, `define` or another item word at the left margin",
      }),
      explain:
        "A file is a row of items. Each starts at the left margin with its word: `criterion`, `list`, `table`, `parameter`, `define`, `scorecard`, `score`, `policy`, `scenario`, or in a schema `codelist`, `record`, `unit`, `currency`, `history`, `event`, `registry`, `flow`, `stage`, `action`.",
    },
    vi: {
      title: "Văn bản không thuộc mục nào",
      message: ({ found }) => ({
        what: `ở đây phải là một mục, không phải \`${found}\``,
        try: "bắt đầu bằng `tiêu chí`, `danh mục`, `bảng tra`, `tham số`, `định nghĩa` hoặc từ mở mục khác ở lề trái",
      }),
      explain:
        "Tệp gồm các mục nối nhau. Mỗi mục bắt đầu ở lề trái bằng từ của mục: `tiêu chí`, `danh mục`, `bảng tra`, `tham số`, `định nghĩa`, `bảng điểm`, `điểm số`, `chính sách`, `kịch bản`; trong lược đồ là `bộ mã`, `bản ghi`, `đơn vị`, `tiền tệ`, `lịch sử`, `sự kiện`, `sổ bộ`, `nghiệp vụ`, `giai đoạn`, `biện pháp`.",
    },
    bad: 'EX-1 "Example"\n  on import at clearance\n',
    good: criterion("  when gross_weight > 500 kg\n  then channel yellow"),
  }),
  LU1021: defineDiagnostic<{ written: string; meant: string }>({
    severity: "error",
    en: {
      title: "Misspelt word of the language",
      message: ({ written, meant }) => ({
        what: `I do not know \`${written}\` here`,
        try: `did you mean \`${meant}\`?`,
      }),
      explain:
        "The word is nearly one of the language, in English or Vietnamese. Keywords are in small letters, with their accents.",
    },
    vi: {
      title: "Từ của ngôn ngữ viết sai",
      message: ({ written, meant }) => ({
        what: `không rõ \`${written}\` ở đây là gì`,
        try: `có phải ý bạn là \`${meant}\`?`,
      }),
      explain:
        "Từ này gần giống một từ của ngôn ngữ, tiếng Anh hoặc tiếng Việt. Từ khóa viết thường và đủ dấu.",
    },
    bad: criterion("  wehn gross_weight > 500 kg\n  then channel yellow"),
    good: criterion("  when gross_weight > 500 kg\n  then channel yellow"),
  }),
  LU1023: defineDiagnostic<{ word: string }>({
    severity: "error",
    en: {
      title: "Word of the language used as a name",
      message: ({ word }) => ({
        what: `\`${word}\` is a word of the language`,
        try: "choose another name, or put it between back-quotes",
      }),
      explain:
        "Words of both languages are reserved, so that every file can be read in either. After a dot any word is allowed: `row.value`.",
    },
    vi: {
      title: "Dùng từ của ngôn ngữ làm tên",
      message: ({ word }) => ({
        what: `\`${word}\` là từ của ngôn ngữ`,
        try: "chọn tên khác, hoặc đặt giữa hai dấu huyền",
      }),
      explain:
        "Từ của cả hai thứ tiếng đều được giữ riêng, để mọi tệp đọc được bằng tiếng nào cũng được. Sau dấu chấm thì từ nào cũng dùng được: `row.value`.",
    },
    bad: "list range of Country = SG\n",
    good: "list ranges of Country = SG\n",
  }),
  LU1024: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Header not at the top",
      message: () => ({
        what: "`criteria set` and `schema` stand once, before everything else in the file",
      }),
      explain: "The header says what the file is. It comes first and only once.",
    },
    vi: {
      title: "Phần mở đầu không ở đầu tệp",
      message: () => ({
        what: "`bộ tiêu chí` và `lược đồ` chỉ đứng một lần, trước mọi mục khác trong tệp",
      }),
      explain: "Phần mở đầu cho biết tệp là gì. Nó đứng đầu và chỉ có một.",
    },
    bad: 'list hubs of Country = SG\ncriteria set "Example" version 1\n',
    good: 'criteria set "Example" version 1\nlist hubs of Country = SG\n',
  }),

  /* ---------------------------------------------------------------- conditions */
  LU1030: defineDiagnostic<{ before: string; after: string }>({
    severity: "error",
    en: {
      title: "Two conditions side by side",
      message: ({ before, after }) => ({
        what: `\`and\` or \`or\` is missing between \`${before}\` and \`${after}\``,
      }),
      explain: "Conditions are joined by `and` or `or`. A new line alone joins nothing.",
    },
    vi: {
      title: "Hai điều kiện đứng liền nhau",
      message: ({ before, after }) => ({
        what: `thiếu \`và\` hoặc \`hoặc\` giữa \`${before}\` và \`${after}\``,
      }),
      explain: "Các điều kiện được nối bằng `và` hoặc `hoặc`. Xuống dòng không có nghĩa là nối.",
    },
    bad: when("gross_weight > 500 kg\n       packages > 5"),
    good: when("gross_weight > 500 kg\n       and packages > 5"),
  }),
  LU1031: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "`and` mixed with `or`",
      message: () => ({
        what: "`and` and `or` stand at the same level",
        why: "people do not agree which of them binds tighter, so I do not guess",
        try: "put brackets around one of them, or use `any of` and `all of` with bullets",
      }),
      explain:
        "There is no precedence to learn between `and` and `or`: write `(a and b) or c` or `a and (b or c)`.",
    },
    vi: {
      title: "Lẫn `và` với `hoặc`",
      message: () => ({
        what: "`và` và `hoặc` đứng cùng một cấp",
        why: "mỗi người hiểu thứ tự một khác, nên máy không đoán",
        try: "thêm ngoặc cho một trong hai, hoặc dùng `một trong` và `tất cả` với gạch đầu dòng",
      }),
      explain:
        "Không có thứ tự ưu tiên giữa `và` và `hoặc`: viết `(a và b) hoặc c` hoặc `a và (b hoặc c)`.",
    },
    bad: when("gross_weight > 500 kg and packages > 5 or importer.priority"),
    good: when("(gross_weight > 500 kg and packages > 5) or importer.priority"),
  }),
  LU1032: defineDiagnostic<{ after: string; before: string | null; instead: string | null }>({
    severity: "error",
    en: {
      title: "Nothing after an operator",
      message: ({ after, before, instead }) => ({
        what:
          before === null
            ? `something is missing after \`${after}\``
            : `something is missing between \`${after}\` and \`${before}\``,
        ...(instead === null ? {} : { try: `did you mean \`${instead}\`?` }),
      }),
      explain: "The word or sign needs a value or a condition on its right side.",
    },
    vi: {
      title: "Thiếu phần sau",
      message: ({ after, before, instead }) => ({
        what:
          before === null
            ? `còn thiếu phần đứng sau \`${after}\``
            : `còn thiếu phần đứng giữa \`${after}\` và \`${before}\``,
        ...(instead === null ? {} : { try: `có phải ý bạn là \`${instead}\`?` }),
      }),
      explain: "Từ hoặc dấu này cần một giá trị hoặc điều kiện ở bên phải.",
    },
    bad: when("gross_weight >"),
    good: when("gross_weight > 500 kg"),
  }),
  LU1033: defineDiagnostic<{ word: string; isFirst: boolean }>({
    severity: "error",
    en: {
      title: "Nothing to join",
      message: ({ word, isFirst }) => ({
        what: `no condition ${isFirst ? "comes before" : "follows"} \`${word}\``,
        try: "add the condition, or remove the word",
      }),
      explain: "`and` and `or` stand between two conditions.",
    },
    vi: {
      title: "Không có gì để nối",
      message: ({ word, isFirst }) => ({
        what: `${isFirst ? "trước" : "sau"} \`${word}\` không có điều kiện nào`,
        try: "thêm điều kiện, hoặc xóa từ này",
      }),
      explain: "`và` và `hoặc` đứng giữa hai điều kiện.",
    },
    bad: when("gross_weight > 500 kg and"),
    good: when("gross_weight > 500 kg"),
  }),
  LU1034: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Bracket not closed",
      message: () => ({ what: "this bracket is never closed", try: "put `)` where its part ends" }),
      explain: "Every `(` needs its `)` within the same clause.",
    },
    vi: {
      title: "Ngoặc chưa đóng",
      message: () => ({ what: "ngoặc này chưa được đóng", try: "thêm `)` ở chỗ kết thúc" }),
      explain: "Mỗi `(` cần có `)` trong cùng mệnh đề.",
    },
    bad: when("(gross_weight > 500 kg or packages > 5"),
    good: when("(gross_weight > 500 kg or packages > 5)"),
  }),
  LU1035: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Bracket that closes nothing",
      message: () => ({
        what: "this bracket closes nothing",
        try: "remove it, or open one before",
      }),
      explain: "Every `)` needs a `(` before it within the same clause.",
    },
    vi: {
      title: "Ngoặc đóng thừa",
      message: () => ({
        what: "ngoặc đóng này không có ngoặc mở",
        try: "xóa đi, hoặc thêm ngoặc mở phía trước",
      }),
      explain: "Mỗi `)` cần có `(` đứng trước trong cùng mệnh đề.",
    },
    bad: when("gross_weight > 500 kg)"),
    good: when("gross_weight > 500 kg"),
  }),
  LU1036: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Comma too many",
      message: () => ({
        what: "there is a comma too many here",
        try: "remove it, or add what is missing beside it",
      }),
      explain: "A comma stands between two entries of a list.",
    },
    vi: {
      title: "Thừa dấu phẩy",
      message: () => ({
        what: "ở đây thừa một dấu phẩy",
        try: "xóa đi, hoặc thêm phần còn thiếu bên cạnh",
      }),
      explain: "Dấu phẩy đứng giữa hai phần tử của danh sách.",
    },
    bad: when("any item has item.origin in CN,, BD"),
    good: when("any item has item.origin in CN, BD"),
  }),
  LU1037: defineDiagnostic<{ clause: string }>({
    severity: "error",
    en: {
      title: "Empty clause",
      message: ({ clause }) => ({
        what: `nothing follows \`${clause}\``,
        try: "complete the clause, or remove it",
      }),
      explain: "A clause has a label and something after it, up to the next label.",
    },
    vi: {
      title: "Mệnh đề trống",
      message: ({ clause }) => ({
        what: `sau \`${clause}\` không có gì`,
        try: "viết tiếp mệnh đề, hoặc xóa đi",
      }),
      explain: "Mệnh đề gồm một nhãn và nội dung đứng sau, cho đến nhãn kế tiếp.",
    },
    bad: criterion("  when gross_weight > 500 kg\n  then"),
    good: criterion("  when gross_weight > 500 kg\n  then channel yellow"),
  }),
  LU1038: defineDiagnostic<{ clause: string }>({
    severity: "error",
    en: {
      title: "Clause twice",
      message: ({ clause }) => ({
        what: `\`${clause}\` stands here for the second time`,
        try: "join both, or remove one",
      }),
      explain:
        "A clause stands once in its item, so that nobody has to look for a second one. Only `collect`, `let` and `test`, and in a policy `top`, `sample` and `quota`, may repeat.",
    },
    vi: {
      title: "Mệnh đề lặp lại",
      message: ({ clause }) => ({
        what: `\`${clause}\` đã có, đây là lần thứ hai`,
        try: "gộp lại, hoặc xóa bớt",
      }),
      explain:
        "Mỗi mệnh đề chỉ đứng một lần trong mục, để không ai phải tìm mệnh đề thứ hai. Chỉ `tập hợp`, `đặt` và `kiểm thử`, trong chính sách là `chọn ra`, `lấy mẫu` và `hạn mức`, được lặp lại.",
    },
    bad: criterion("  when gross_weight > 500 kg\n  when packages > 5\n  then channel yellow"),
    good: criterion("  when gross_weight > 500 kg\n       and packages > 5\n  then channel yellow"),
  }),
  LU1039: defineDiagnostic<{ clause: string; item: string | null }>({
    severity: "error",
    en: {
      title: "Clause in the wrong place",
      message: ({ clause, item }) =>
        item === null
          ? { what: `\`${clause}\` belongs to a test`, try: 'start one with `test "…"` before it' }
          : { what: `\`${clause}\` has no place in this \`${item}\`` },
      explain:
        "`given` and `expect` follow `test` or `scenario`; the other labels are clauses of a criterion.",
    },
    vi: {
      title: "Mệnh đề sai chỗ",
      message: ({ clause, item }) =>
        item === null
          ? {
              what: `\`${clause}\` thuộc về một phép thử`,
              try: 'mở phép thử bằng `kiểm thử "…"` ở phía trước',
            }
          : { what: `\`${clause}\` không có chỗ trong \`${item}\` này` },
      explain:
        "`cho biết` và `kết quả` đứng sau `kiểm thử` hoặc `kịch bản`; các nhãn khác là mệnh đề của tiêu chí.",
    },
    bad: criterion("  when gross_weight > 500 kg\n  then channel yellow\n  expect hit"),
    good: tested("given gross_weight = 900 kg expect hit"),
  }),
  LU1040: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Criterion without an id",
      message: () => ({
        what: "this criterion has no id",
        try: "write one before the title, such as `VAL-001`",
      }),
      explain:
        "The id names a criterion in decisions, tests and reports. It has capitals and digits in parts joined by `-`.",
    },
    vi: {
      title: "Tiêu chí không có mã",
      message: () => ({
        what: "tiêu chí này chưa có mã",
        try: "viết mã trước tên gọi, ví dụ `VAL-001`",
      }),
      explain:
        "Mã gọi tên tiêu chí trong quyết định, phép thử và báo cáo. Mã gồm chữ hoa và chữ số, các phần nối bằng `-`.",
    },
    bad: 'criterion "Heavy" vi "Nặng"\n  on import at clearance\n  when gross_weight > 500 kg\n  then channel yellow\n',
    good: 'criterion EX-1 "Heavy" vi "Nặng"\n  on import at clearance\n  when gross_weight > 500 kg\n  then channel yellow\n',
  }),
  LU1041: defineDiagnostic<{ item: string }>({
    severity: "error",
    en: {
      title: "Title missing",
      message: ({ item }) => ({
        what: `this \`${item}\` has no title`,
        try: 'write one in quotes: `"…"`',
      }),
      explain:
        'Officers read the title in decisions and reports. It may be given in both languages: `"…" vi "…"`.',
    },
    vi: {
      title: "Thiếu tên gọi",
      message: ({ item }) => ({
        what: `\`${item}\` này chưa có tên gọi`,
        try: 'viết tên gọi trong ngoặc kép: `"…"`',
      }),
      explain:
        'Công chức đọc tên gọi trong quyết định và báo cáo. Có thể viết bằng cả hai thứ tiếng: `"…" vi "…"`.',
    },
    bad: "criterion EX-1\n  on import at clearance\n  when gross_weight > 500 kg\n  then channel yellow\n",
    good: criterion("  when gross_weight > 500 kg\n  then channel yellow"),
  }),
  LU1042: defineDiagnostic<{ element: string }>({
    severity: "error",
    en: {
      title: "`has` missing",
      message: ({ element }) => ({
        what: `\`has\` is missing after \`${element}\``,
      }),
      explain:
        "`any`, `every`, `no` and `at least` name an element; what must hold for it follows `has`: `any item has item.hs under 84`.",
    },
    vi: {
      title: "Thiếu `mà`",
      message: ({ element }) => ({ what: `thiếu \`mà\` sau \`${element}\`` }),
      explain:
        "`có`, `mọi`, `không có` và `ít nhất` nêu một phần tử; điều phải đúng với nó đứng sau `mà`: `có item mà item.hs trực thuộc 84`.",
    },
    bad: when("any item item.hs under 84"),
    good: when("any item has item.hs under 84"),
  }),
  LU1043: defineDiagnostic<{
    bullet: string;
    reading: "brackets" | "condition" | "calculation" | "comment" | null;
    word: string | null;
  }>({
    severity: "error",
    en: {
      title: "Bullet outside a group",
      message: ({ bullet, reading, word }) => {
        const what = `a line that starts with \`${bullet}\` is a bullet, and no \`any of\` or \`all of\` is open here`;
        switch (reading) {
          case "brackets":
            return {
              what: `this bullet belongs to no group: \`${word}\` in the bullet before ended it`,
              try: `put brackets around the bullet with \`${word}\``,
            };
          case "calculation":
            return { what, try: `put \`${bullet}\` at the end of the line before` };
          case "comment":
            return { what, try: "a comment starts with `--`" };
          case "condition":
          case null:
            return { what, try: "write `any of` or `all of` before the bullets" };
        }
      },
      explain:
        "`-` or `*` first on a line is always a bullet. Bullets stand under `any of` or `all of`; a minus or times that continues a line stands at the end of the line before.",
    },
    vi: {
      title: "Gạch đầu dòng ngoài nhóm",
      message: ({ bullet, reading, word }) => {
        const what = `dòng bắt đầu bằng \`${bullet}\` là gạch đầu dòng, nhưng ở đây không có \`một trong\` hoặc \`tất cả\``;
        switch (reading) {
          case "brackets":
            return {
              what: `gạch đầu dòng này không thuộc nhóm nào: \`${word}\` ở gạch đầu dòng trước đã kết thúc nhóm`,
              try: `thêm ngoặc quanh gạch đầu dòng có \`${word}\``,
            };
          case "calculation":
            return { what, try: `đặt \`${bullet}\` ở cuối dòng trước` };
          case "comment":
            return { what, try: "ghi chú mở đầu bằng `--`" };
          case "condition":
          case null:
            return { what, try: "viết `một trong` hoặc `tất cả` trước các gạch đầu dòng" };
        }
      },
      explain:
        "`-` hoặc `*` đứng đầu dòng luôn là gạch đầu dòng, nằm dưới `một trong` hoặc `tất cả`. Dấu trừ hoặc dấu nhân nối dòng thì đặt ở cuối dòng trước.",
    },
    bad: when("gross_weight > 500 kg and\n    - packages > 5"),
    good: when("any of\n    - gross_weight > 500 kg\n    - packages > 5"),
  }),
  LU1044: defineDiagnostic<{ bullet: string; other: string }>({
    severity: "error",
    en: {
      title: "Bullets of one kind inside each other",
      message: ({ bullet, other }) => ({
        what: `this group has bullets \`${bullet}\` inside a bullet \`${bullet}\``,
        why: "nobody could tell which group the next bullet belongs to",
        try: `use \`${other}\` inside, or brackets`,
      }),
      explain: "Inside a `-` bullet the inner bullets are `*`. A third level stands in brackets.",
    },
    vi: {
      title: "Gạch đầu dòng cùng loại lồng nhau",
      message: ({ bullet, other }) => ({
        what: `nhóm này có gạch đầu dòng \`${bullet}\` nằm trong gạch đầu dòng \`${bullet}\``,
        why: "không thể biết gạch đầu dòng kế tiếp thuộc nhóm nào",
        try: `dùng \`${other}\` ở bên trong, hoặc dùng ngoặc`,
      }),
      explain: "Bên trong gạch đầu dòng `-`, các gạch đầu dòng là `*`. Cấp thứ ba đặt trong ngoặc.",
    },
    bad: when(
      "all of\n    - packages > 5\n    - any of\n      - gross_weight > 500 kg\n      - importer.priority",
    ),
    good: when(
      "all of\n    - packages > 5\n    - any of\n      * gross_weight > 500 kg\n      * importer.priority",
    ),
  }),
  LU1045: defineDiagnostic<{ word: string; written: string | null }>({
    severity: "error",
    en: {
      title: "Group without bullets",
      message: ({ word, written }) => ({
        what:
          written === null
            ? `after \`${word}\` each condition stands on its own line and starts with \`- \``
            : `before bullets \`${written}\` is written \`${word}\``,
      }),
      explain: "`any of` and `all of` open a group of bullets, one condition each.",
    },
    vi: {
      title: "Nhóm không có gạch đầu dòng",
      message: ({ word, written }) => ({
        what:
          written === null
            ? `sau \`${word}\`, mỗi điều kiện đứng trên một dòng riêng và bắt đầu bằng \`- \``
            : `trước các gạch đầu dòng, \`${written}\` được viết là \`${word}\``,
      }),
      explain: "`một trong` và `tất cả` mở một nhóm gạch đầu dòng, mỗi dòng một điều kiện.",
    },
    bad: when("any of gross_weight > 500 kg, packages > 5"),
    good: when("any of\n    - gross_weight > 500 kg\n    - packages > 5"),
  }),
  LU1046: defineDiagnostic<{ points: string }>({
    severity: "error",
    en: {
      title: "Points without a sign",
      message: ({ points }) => ({
        what: `risk points are added or taken away: write \`+\` or \`-\` before \`${points}\``,
      }),
      explain:
        "`risk +10` adds ten points to those of other criteria, it does not set the risk to ten.",
    },
    vi: {
      title: "Điểm không có dấu",
      message: ({ points }) => ({
        what: `điểm rủi ro được cộng hoặc trừ: viết \`+\` hoặc \`-\` trước \`${points}\``,
      }),
      explain:
        "`rủi ro +10` cộng mười điểm vào điểm của các tiêu chí khác, không đặt điểm rủi ro bằng mười.",
    },
    bad: criterion("  when gross_weight > 500 kg\n  then risk 10"),
    good: criterion("  when gross_weight > 500 kg\n  then risk +10"),
  }),
  LU1047: defineDiagnostic<{ cells: number; columns: number; rows: number }>({
    severity: "error",
    en: {
      title: "Row and head differ",
      message: ({ cells, columns, rows }) => ({
        what:
          rows === 1
            ? `this row has ${cells} cells, the table has ${columns} columns`
            : `the table has ${columns} columns, its rows have ${cells} cells`,
        try: "write `-` where anything will do",
      }),
      explain: "Every row has as many cells as the table has columns.",
    },
    vi: {
      title: "Dòng và tiêu đề không khớp",
      message: ({ cells, columns, rows }) => ({
        what:
          rows === 1
            ? `dòng này có ${cells} ô, bảng có ${columns} cột`
            : `bảng có ${columns} cột, các dòng có ${cells} ô`,
        try: "viết `-` cho ô nhận mọi giá trị",
      }),
      explain: "Mỗi dòng có số ô bằng số cột của bảng.",
    },
    bad: criterion(
      "  decide\n    | packages | gross_weight | channel |\n    | > 5      | > 500 kg     | yellow  |\n    | > 9      | red     |",
    ),
    good: criterion(
      "  decide\n    | packages | gross_weight | channel |\n    | > 9      | > 500 kg     | yellow  |\n    | > 5      | -            | red     |",
    ),
  }),
  LU1048: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Row not closed",
      message: () => ({ what: "the row ends without `|`" }),
      explain: "A row starts and ends with `|`.",
    },
    vi: {
      title: "Dòng chưa đóng",
      message: () => ({ what: "dòng kết thúc mà không có `|`" }),
      explain: "Dòng của bảng bắt đầu và kết thúc bằng `|`.",
    },
    bad: criterion("  decide\n    | packages | channel |\n    | > 5      | yellow"),
    good: criterion("  decide\n    | packages | channel |\n    | > 5      | yellow  |"),
  }),
  LU1049: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "List in brackets",
      message: () => ({ what: "a list is written without brackets" }),
      explain: "Write `origin in CN, BD`. Brackets hold one condition or value.",
    },
    vi: {
      title: "Danh sách trong ngoặc",
      message: () => ({ what: "danh sách được viết không có ngoặc" }),
      explain: "Viết `origin thuộc CN, BD`. Ngoặc chỉ chứa một điều kiện hoặc giá trị.",
    },
    bad: when("any item has item.origin in (CN, BD)"),
    good: when("any item has item.origin in CN, BD"),
  }),
  LU1050: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Two comparisons in one",
      message: () => ({
        what: "one condition compares once",
        try: "write two conditions joined by `and`, or `between … and …`",
      }),
      explain: "Write `x between 1 and 9`, or `1 < x and x < 9`.",
    },
    vi: {
      title: "Hai phép so sánh trong một",
      message: () => ({
        what: "mỗi điều kiện chỉ so sánh một lần",
        try: "viết hai điều kiện nối bằng `và`, hoặc `trong khoảng … và …`",
      }),
      explain: "Viết `x trong khoảng 1 và 9`, hoặc `1 < x và x < 9`.",
    },
    bad: when("1 < packages < 9"),
    good: when("packages between 1 and 9"),
  }),
  LU1051: defineDiagnostic<{ limit: number; what: "nesting" | "chain" }>({
    severity: "error",
    en: {
      title: "Too deep",
      message: ({ limit, what }) => ({
        what:
          what === "nesting"
            ? `conditions are nested deeper than ${limit} levels here`
            : `more than ${limit} values are joined by signs here`,
        try: "give parts of it names with `let` or `define`",
      }),
      explain: "A condition this deep can not be read by anyone. Name its parts.",
    },
    vi: {
      title: "Lồng quá sâu",
      message: ({ limit, what }) => ({
        what:
          what === "nesting"
            ? `điều kiện ở đây lồng sâu quá ${limit} cấp`
            : `ở đây có hơn ${limit} giá trị nối bằng phép tính`,
        try: "đặt tên cho các phần bằng `đặt` hoặc `định nghĩa`",
      }),
      explain: "Không ai đọc được điều kiện sâu như vậy. Hãy đặt tên cho từng phần.",
    },
    bad: when(`${"(".repeat(70)}packages > 5${")".repeat(70)}`),
    good: when("(packages > 5)"),
  }),
  LU1052: defineDiagnostic<{ problem: "empty" | "open" }>({
    severity: "error",
    en: {
      title: "Hole of a reason",
      message: ({ problem }) =>
        problem === "empty"
          ? {
              what: "these braces are empty",
              try: "put a fact between them, such as `{importer.name}`",
            }
          : {
              what: "this brace is not closed in the text",
              try: "close it with `}`, or write `\\{` for the sign itself",
            },
      explain: "In a reason, `{…}` is replaced by the value of what stands in it.",
    },
    vi: {
      title: "Chỗ trống trong lý do",
      message: ({ problem }) =>
        problem === "empty"
          ? {
              what: "cặp ngoặc nhọn này trống",
              try: "đặt một dữ kiện vào giữa, ví dụ `{importer.name}`",
            }
          : {
              what: "ngoặc nhọn này chưa được đóng trong văn bản",
              try: "đóng bằng `}`, hoặc viết `\\{` nếu muốn chính ký tự đó",
            },
      explain: "Trong lý do, `{…}` được thay bằng giá trị của nội dung bên trong.",
    },
    bad: criterion('  when gross_weight > 500 kg\n  then channel yellow\n  because "Weight {}"'),
    good: criterion(
      '  when gross_weight > 500 kg\n  then channel yellow\n  because "Weight {gross_weight}"',
    ),
  }),
  LU1053: defineDiagnostic<{ found: string }>({
    severity: "error",
    en: {
      title: "Quota per other time",
      message: ({ found }) => ({
        what: `decisions are counted per \`day\` here, not per \`${found}\``,
      }),
      explain:
        "Decisions of one local day make up a bucket, together with the fields named by `per`.",
    },
    vi: {
      title: "Hạn mức theo thời gian khác",
      message: ({ found }) => ({
        what: `ở đây các quyết định được tính theo \`ngày\`, không theo \`${found}\``,
      }),
      explain:
        "Các quyết định trong một ngày (giờ địa phương) thuộc một nhóm, cùng với các trường nêu sau `mỗi`.",
    },
    bad: policy("  quota red at most 5% per week keeping highest risk_points\n  else green"),
    good: policy("  quota red at most 5% per day keeping highest risk_points\n  else green"),
  }),
  LU1054: defineDiagnostic<{ found: string | null }>({
    severity: "error",
    en: {
      title: "Date expected",
      message: ({ found }) => ({
        what: found === null ? "a date is missing here" : `I expected a date, not \`${found}\``,
        try: "write it year-month-day: `2026-01-31`",
      }),
      explain: "`valid from`, `until` and `review` are followed by a date without time.",
    },
    vi: {
      title: "Cần một ngày",
      message: ({ found }) => ({
        what:
          found === null
            ? "ở đây thiếu một ngày"
            : `ở đây phải là một ngày, không phải \`${found}\``,
        try: "viết theo năm-tháng-ngày: `2026-01-31`",
      }),
      explain: "Sau `hiệu lực từ`, `cho đến` và `rà soát` là một ngày, không kèm giờ.",
    },
    bad: criterion("  valid from 2026\n  when gross_weight > 500 kg\n  then channel yellow"),
    good: criterion("  valid from 2026-01-31\n  when gross_weight > 500 kg\n  then channel yellow"),
  }),
  LU1055: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Blank after a dot",
      message: () => ({ what: "a field stands right behind its dot, without a blank" }),
      explain: "`importer.name` is one path: no blank around the dot.",
    },
    vi: {
      title: "Dấu cách sau dấu chấm",
      message: () => ({ what: "tên trường đứng ngay sau dấu chấm, không có dấu cách" }),
      explain: "`importer.name` là một đường dẫn: không có dấu cách quanh dấu chấm.",
    },
    bad: when("importer. priority"),
    good: when("importer.priority"),
  }),
  LU1056: defineDiagnostic<{ instead: string | null }>({
    severity: "error",
    en: {
      title: "Comma missing",
      message: ({ instead }) => ({
        what:
          instead === null
            ? "a comma is missing here"
            : `entries of a list are parted by commas, not by \`${instead}\``,
      }),
      explain: "Lists of values, outcomes and facts are parted by commas.",
    },
    vi: {
      title: "Thiếu dấu phẩy",
      message: ({ instead }) => ({
        what:
          instead === null
            ? "ở đây thiếu dấu phẩy"
            : `các phần tử của danh sách cách nhau bằng dấu phẩy, không phải \`${instead}\``,
      }),
      explain: "Danh sách giá trị, hệ quả và dữ kiện được ngăn bằng dấu phẩy.",
    },
    bad: criterion("  when gross_weight > 500 kg\n  then channel yellow risk +10"),
    good: criterion("  when gross_weight > 500 kg\n  then channel yellow, risk +10"),
  }),
  LU1057: defineDiagnostic<{ operator: string; several: string }>({
    severity: "error",
    en: {
      title: "Compared with several values",
      message: ({ operator, several }) => ({
        what: `\`${operator}\` compares with one value`,
        try: `write \`${several}\` for several`,
      }),
      explain: "`origin in CN, BD` is true for either. `=` has one value on its right side.",
    },
    vi: {
      title: "So sánh với nhiều giá trị",
      message: ({ operator, several }) => ({
        what: `\`${operator}\` chỉ so sánh với một giá trị`,
        try: `dùng \`${several}\` cho nhiều giá trị`,
      }),
      explain: "`origin thuộc CN, BD` đúng với một trong hai. `=` chỉ có một giá trị ở bên phải.",
    },
    bad: when("any item has item.origin = CN, BD"),
    good: when("any item has item.origin in CN, BD"),
  }),
  LU1058: defineDiagnostic<{ channel: string }>({
    severity: "error",
    en: {
      title: "`channel` missing",
      message: ({ channel }) => ({
        what: `\`channel\` is missing before \`${channel}\``,
      }),
      explain: "Outcomes start with their word: `then channel red, risk +10`.",
    },
    vi: {
      title: "Thiếu `luồng`",
      message: ({ channel }) => ({ what: `thiếu \`luồng\` trước \`${channel}\`` }),
      explain: "Mỗi hệ quả bắt đầu bằng từ của nó: `thì luồng đỏ, rủi ro +10`.",
    },
    bad: criterion("  when gross_weight > 500 kg\n  then red"),
    good: criterion("  when gross_weight > 500 kg\n  then channel red"),
  }),
  LU1060: defineDiagnostic<{
    found: string | null;
    after: string | null;
    expected: ExpectedPart | null;
    word: string | null;
  }>({
    severity: "error",
    en: {
      title: "Something else expected",
      message: ({ found, after, ...args }) => {
        const expected = expectation(args, "en");
        const place = after === null ? "" : ` after \`${after}\``;
        if (found === null) return { what: `I expected ${expected ?? "more"}${place}` };
        return args.expected === "end" || expected === undefined
          ? { what: `I did not expect \`${found}\`${place}` }
          : { what: `I expected ${expected}${place}, not \`${found}\`` };
      },
      explain:
        "The clause can not go on like this. The language reference shows the form of each clause.",
    },
    vi: {
      title: "Ở đây cần nội dung khác",
      message: ({ found, after, ...args }) => {
        const expected = expectation(args, "vi");
        const place = after === null ? "ở đây" : `sau \`${after}\``;
        if (found === null) return { what: `${place} cần ${expected ?? "viết tiếp"}` };
        return args.expected === "end" || expected === undefined
          ? { what: `${place} không thể là \`${found}\`` }
          : { what: `${place} cần ${expected}, không phải \`${found}\`` };
      },
      explain:
        "Mệnh đề không thể viết tiếp như vậy. Tài liệu ngôn ngữ nêu cách viết của từng mệnh đề.",
    },
    bad: schema("codelist Colour = RED\nlist colours of Colour"),
    good: schema("codelist Colour = RED\nlist colours of Colour = RED"),
  }),
  LU1061: defineDiagnostic<{ id: string }>({
    severity: "error",
    en: {
      title: "Form of a criterion's id",
      message: ({ id }) => ({
        what: `\`${id}\` is not the id of a criterion`,
        why: "ids have capitals and digits in parts joined by `-`, such as `VAL-001`",
      }),
      explain: "The form of an id keeps it apart from names and codes wherever it is used.",
    },
    vi: {
      title: "Dạng của mã tiêu chí",
      message: ({ id }) => ({
        what: `\`${id}\` không phải mã tiêu chí`,
        why: "mã gồm chữ hoa và chữ số, các phần nối bằng `-`, ví dụ `VAL-001`",
      }),
      explain: "Dạng này giúp phân biệt mã tiêu chí với tên và mã khác ở mọi nơi.",
    },
    bad: 'criterion ex-1 "Heavy" vi "Nặng"\n  on import at clearance\n  when gross_weight > 500 kg\n  then channel yellow\n',
    good: 'criterion EX-1 "Heavy" vi "Nặng"\n  on import at clearance\n  when gross_weight > 500 kg\n  then channel yellow\n',
  }),
  LU1062: defineDiagnostic<object>({
    severity: "error",
    en: {
      title: "Empty cell",
      message: () => ({ what: "this cell is empty", try: "write `-` when anything will do" }),
      explain: "An empty cell could be forgotten or meant; `-` says that any value will do.",
    },
    vi: {
      title: "Ô trống",
      message: () => ({ what: "ô này trống", try: "viết `-` nếu nhận mọi giá trị" }),
      explain: "Ô trống có thể là quên hoặc cố ý; `-` nói rõ rằng giá trị nào cũng được.",
    },
    bad: criterion(
      "  decide\n    | packages | gross_weight | channel |\n    | > 5      |              | yellow  |",
    ),
    good: criterion(
      "  decide\n    | packages | gross_weight | channel |\n    | > 5      | -            | yellow  |",
    ),
  }),
  /* ---------------------------------------------------------------- selections, sources, scores */
  LU1063: defineDiagnostic<{ words: "flow" | "action" }>({
    severity: "error",
    en: {
      title: "Event of something else than a stage",
      message: ({ words }) => ({
        what: `only a \`stage\` comes with an event, a \`${words}\` does not`,
        try: "remove what starts with `with`, or declare a stage",
      }),
      explain:
        "At a stage declared `with passage from passages where …` a declaration is asked together with one event, and `passage` is that event. Flows and actions have none.",
    },
    vi: {
      title: "Sự kiện không thuộc giai đoạn",
      message: ({ words }) => ({
        what: `chỉ \`giai đoạn\` mới đi kèm sự kiện, \`${words === "flow" ? "nghiệp vụ" : "biện pháp"}\` thì không`,
        try: "bỏ phần bắt đầu bằng `với`, hoặc khai báo một giai đoạn",
      }),
      explain:
        "Ở giai đoạn được khai báo `với passage từ passages trong đó …`, tờ khai được xét cùng một sự kiện và `passage` là sự kiện đó. Nghiệp vụ và biện pháp không có sự kiện.",
    },
    bad: schema(
      'flow import "Import" vi "Nhập khẩu" with passage from passages where passage.number = declaration_no',
    ),
    good: schema('flow import "Import" vi "Nhập khẩu"'),
  }),
  LU1064: defineDiagnostic<{
    rows: string;
    reading: "brackets" | "needless" | "name" | "condition";
  }>({
    severity: "error",
    en: {
      title: "Brackets of a selection",
      message: ({ rows, reading }) => {
        switch (reading) {
          case "brackets":
            return {
              what: "a selection inside a condition stands in brackets",
              try: `put \`(\` before \`${rows}\` and \`)\` where the selection ends`,
            };
          case "needless":
            return { what: "the selection of a `collect` stands without brackets" };
          case "condition":
            return { what: "the condition that is counted here stands in brackets" };
          case "name":
            return {
              what: `after \`of\` there is only a name, so \`${rows}\` can not be narrowed down here`,
              try: "name the rows with `collect` before, and use that name here",
            };
        }
      },
      explain:
        "Without brackets nobody sees where a selection ends: `count of (declarations in last 30 days) > 3`. Quantifiers such as `any past of recent has …` take a name; `collect recent from declarations in last 30 days` gives one, and needs no brackets itself.",
    },
    vi: {
      title: "Ngoặc của phép chọn",
      message: ({ rows, reading }) => {
        switch (reading) {
          case "brackets":
            return {
              what: "phép chọn bên trong điều kiện phải đặt trong ngoặc",
              try: `thêm \`(\` trước \`${rows}\` và \`)\` ở chỗ phép chọn kết thúc`,
            };
          case "needless":
            return { what: "phép chọn của `tập hợp` viết không có ngoặc" };
          case "condition":
            return { what: "điều kiện được tính ở đây phải đặt trong ngoặc" };
          case "name":
            return {
              what: `sau \`của\` chỉ có một tên, nên không thể thu hẹp \`${rows}\` ở đây`,
              try: "đặt tên cho các dòng bằng `tập hợp` ở trên, rồi dùng tên đó ở đây",
            };
        }
      },
      explain:
        "Không có ngoặc thì không thấy phép chọn kết thúc ở đâu: `đếm của (declarations trong vòng 30 ngày) > 3`. Các lượng từ như `có past của recent mà …` nhận một tên; `tập hợp recent từ declarations trong vòng 30 ngày` đặt tên đó và không cần ngoặc.",
    },
    bad: when("count of items where item.origin = CN > 3"),
    good: when("count of (items where item.origin = CN) > 3"),
  }),
  LU1065: defineDiagnostic<{
    of: keyof typeof orders;
    part: string;
    before: string | null;
  }>({
    severity: "error",
    en: {
      title: "Part in the wrong place",
      message: ({ of, part, before }) => ({
        what:
          before === null
            ? `\`${part}\` stands here for the second time`
            : `\`${part}\` belongs before \`${before}\``,
        why: `the parts of ${orders[of].en}`,
      }),
      explain:
        "Every part has one place, so that all selections read alike: the rows, `called`, `as of`, the window and its `by`, `with`, `where`, `latest`, `including this`, `minimum`. Sources and scores have their order too.",
    },
    vi: {
      title: "Phần sai thứ tự",
      message: ({ of, part, before }) => ({
        what:
          before === null
            ? `\`${part}\` đã có, đây là lần thứ hai`
            : `\`${part}\` phải đứng trước \`${before}\``,
        why: `các phần của ${orders[of].vi}`,
      }),
      explain:
        "Mỗi phần có một chỗ, để mọi phép chọn đọc như nhau: các dòng, `gọi là`, `tính đến`, khoảng thời gian và `theo`, `với`, `trong đó`, `mới nhất`, `kể cả tờ khai này`, `tối thiểu`. Nguồn và điểm số cũng có thứ tự.",
    },
    bad: when("count of (items where line.origin = CN called line) > 3"),
    good: when("count of (items called line where line.origin = CN) > 3"),
  }),
  LU1066: defineDiagnostic<{ meant: string | null; part: "unit" | "number" | "both" }>({
    severity: "error",
    en: {
      title: "Length of time",
      message: ({ meant, part }) => ({
        what:
          part === "both"
            ? "I expected a length of time such as `30 days`"
            : `a length of time has a number and a unit, the ${part} is missing`,
        ...(meant === null ? {} : { try: `did you mean \`${meant}\`?` }),
      }),
      explain:
        "A length of time is a number and `ms`, `seconds`, `minutes`, `hours`, `days`, `weeks`, `months` or `years`: `30 days`.",
    },
    vi: {
      title: "Độ dài thời gian",
      message: ({ meant, part }) => ({
        what:
          part === "both"
            ? "ở đây cần một độ dài thời gian như `30 ngày`"
            : `độ dài thời gian gồm số và đơn vị, còn thiếu ${part === "unit" ? "đơn vị" : "số"}`,
        ...(meant === null ? {} : { try: `có phải ý bạn là \`${meant}\`?` }),
      }),
      explain:
        "Độ dài thời gian gồm một số và `mili giây`, `giây`, `phút`, `giờ`, `ngày`, `tuần`, `tháng` hoặc `năm`: `30 ngày`.",
    },
    bad: schema("history declarations of Declaration each past keep 730"),
    good: schema("history declarations of Declaration each past keep 730 days"),
  }),
  LU1067: defineDiagnostic<{
    field: string;
    problem: "bare" | "relation" | "both";
    operator: string | null;
  }>({
    severity: "error",
    en: {
      title: "Key of a selection",
      message: ({ field, problem, operator }) => {
        switch (problem) {
          case "bare":
            return {
              what: `\`${field}\` alone does not say what it must equal`,
              try: `write \`same ${field}\`, or compare it: \`${field} = …\``,
            };
          case "relation":
            return {
              what: `keys are compared with \`=\` or \`looks like\`, not with \`${operator}\``,
              try: "put this condition behind `where`",
            };
          case "both":
            return {
              what: `\`same ${field}\` already says what it must equal`,
              try: `write \`${field} ${operator} …\` without \`same\``,
            };
        }
      },
      explain:
        "Behind `with` stand the keys by which rows are looked up: `same importer.tax_code` (the field of the declaration), `same hs as item`, `importer_code = importer.tax_code`, `plate looks like declared_plate`. Everything else stands behind `where`.",
    },
    vi: {
      title: "Khóa của phép chọn",
      message: ({ field, problem, operator }) => {
        switch (problem) {
          case "bare":
            return {
              what: `chỉ viết \`${field}\` thì chưa rõ phải bằng gì`,
              try: `viết \`cùng ${field}\`, hoặc so sánh: \`${field} = …\``,
            };
          case "relation":
            return {
              what: `khóa được so sánh bằng \`=\` hoặc \`giống\`, không phải \`${operator}\``,
              try: "đưa điều kiện này ra sau `trong đó`",
            };
          case "both":
            return {
              what: `\`cùng ${field}\` đã nói rõ phải bằng gì`,
              try: `viết \`${field} ${operator} …\`, bỏ \`cùng\``,
            };
        }
      },
      explain:
        "Sau `với` là các khóa để tra dòng: `cùng importer.tax_code` (trường của tờ khai), `cùng hs như item`, `importer_code = importer.tax_code`, `plate giống declared_plate`. Mọi điều kiện khác đứng sau `trong đó`.",
    },
    bad: when("there is (declarations in last 30 days with importer.tax_code)"),
    good: when("there is (declarations in last 30 days with same importer.tax_code)"),
  }),
} as const;
