/**
 * LU65xx: a bundle, or what is bound to it, cannot be used.
 *
 * Raised by `load/` and `node/`; collected in one `LoadError`. Nothing is decided with a bundle that has one of these.
 */
import { defineFault } from "./define.ts";
import { describeExpected, describeGot, type Expected, type Got } from "./expected.ts";

export const loadingFaults = {
  LU6501: defineFault<{ file: string; reason: string }>({
    example: "files",
    bad: "manifest.json: ",
    good: "",
    en: {
      title: "file of the bundle cannot be read",
      message: ({ file, reason }) => ({
        what: `cannot read \`${file}\` of the bundle`,
        why: reason,
        try: "build the bundle again, or copy it again",
      }),
      explain:
        "A bundle is a folder with `manifest.json` and the files it names. One of them is missing, empty, cut off or not what it should be. Nothing is decided with half a bundle.",
    },
    vi: {
      title: "không đọc được tệp của gói",
      message: ({ file, reason }) => ({
        what: `không đọc được \`${file}\` của gói`,
        why: reason,
        try: "dựng lại gói, hoặc sao chép lại",
      }),
      explain:
        "Gói là một thư mục gồm `manifest.json` và các tệp nêu trong đó. Một tệp bị thiếu, rỗng, bị cắt hoặc sai dạng. Không quyết định gì với gói không trọn vẹn.",
    },
  }),

  LU6502: defineFault<{ format: string; version: string }>({
    example: "files",
    bad: 'manifest.json: {"format":"luong-bundle","formatVersion":2}',
    good: "",
    en: {
      title: "another bundle format",
      message: ({ format, version }) => ({
        what: `this runtime reads bundles of format luong-bundle 1, this is ${format} ${version}`,
        try: "use the runtime of the same release as the compiler",
      }),
      explain:
        "The layout of a bundle has a version. A runtime reads exactly the layout it was made for; anything else could be read wrongly.",
    },
    vi: {
      title: "gói thuộc định dạng khác",
      message: ({ format, version }) => ({
        what: `bộ chạy này đọc gói định dạng luong-bundle 1, gói này là ${format} ${version}`,
        try: "dùng bộ chạy cùng bản phát hành với trình biên dịch",
      }),
      explain:
        "Cách sắp xếp của gói có số phiên bản. Bộ chạy chỉ đọc đúng cách sắp xếp nó được làm ra để đọc; đọc khác đi có thể hiểu sai.",
    },
  }),

  LU6503: defineFault<{ wanted: number; got: string }>({
    example: "files",
    bad: 'manifest.json: {"format":"luong-bundle","formatVersion":1,"abi":99}',
    good: "",
    en: {
      title: "bundle made for another runtime",
      message: ({ wanted, got }) => ({
        what: `this runtime speaks ABI ${wanted}, the bundle ${got}`,
        try: "compile the criteria again with the compiler of this release",
      }),
      explain:
        "The emitted code and the runtime speak through a small contract with a version (ABI). Another version means calls that no longer fit.",
    },
    vi: {
      title: "gói làm cho bộ chạy khác",
      message: ({ wanted, got }) => ({
        what: `bộ chạy này dùng ABI ${wanted}, gói dùng ${got}`,
        try: "biên dịch lại tiêu chí bằng trình biên dịch của bản này",
      }),
      explain:
        "Mã sinh ra và bộ chạy nói với nhau qua một giao ước nhỏ có số phiên bản (ABI). Phiên bản khác nghĩa là lời gọi không còn khớp.",
    },
  }),

  LU6504: defineFault<{ file: string; wanted: string; got: string }>({
    example: "files",
    bad: "bundle.mjs: export default 1;",
    good: "",
    en: {
      title: "file of the bundle was changed",
      message: ({ file, wanted, got }) => ({
        what: `\`${file}\` is not the file that was built`,
        why: `SHA-256 is ${got.slice(0, 12)}…, the manifest says ${wanted.slice(0, 12)}…`,
        try: "copy the bundle again from where it was built; if it was changed on purpose, build it again",
      }),
      explain:
        "Every file of a bundle is listed with its SHA-256. A different digest means damage on the way or a change after the approval; either way the criteria are not those that were approved.",
    },
    vi: {
      title: "tệp của gói đã bị thay đổi",
      message: ({ file, wanted, got }) => ({
        what: `\`${file}\` không phải là tệp đã dựng`,
        why: `SHA-256 là ${got.slice(0, 12)}…, bản kê ghi ${wanted.slice(0, 12)}…`,
        try: "sao chép lại gói từ nơi đã dựng; nếu cố ý sửa thì dựng lại gói",
      }),
      explain:
        "Mọi tệp của gói được kê cùng SHA-256. Giá trị khác nghĩa là hỏng trên đường đi hoặc bị sửa sau khi phê duyệt; cả hai đều có nghĩa tiêu chí không còn là bản đã duyệt.",
    },
  }),

  LU6505: defineFault<{ part: string; wanted: string; got: string }>({
    example: "options",
    bad: '{"manifest":{"language":"0"}}',
    good: "{}",
    en: {
      title: "criteria are not those of the manifest",
      message: ({ part, wanted, got }) => ({
        what: "the criteria in the module are not those the manifest names",
        why: `\`${part}\` is ${shorten(wanted)} in the manifest, ${shorten(got)} in the module`,
        try: "build the bundle again",
      }),
      explain:
        "The identity of a bundle is the digest of its criteria (canonical JSON of the IR). Decisions are recorded under it, and people read the manifest to know what runs; so what it says must be true.",
    },
    vi: {
      title: "tiêu chí không phải của bản kê",
      message: ({ part, wanted, got }) => ({
        what: "tiêu chí trong mô-đun không phải là tiêu chí mà bản kê nêu",
        why: `\`${part}\` trong bản kê là ${shorten(wanted)}, trong mô-đun là ${shorten(got)}`,
        try: "dựng lại gói",
      }),
      explain:
        "Danh tính của gói là giá trị băm của tiêu chí (JSON chuẩn tắc của IR). Quyết định được ghi theo danh tính đó, và người ta đọc bản kê để biết cái gì đang chạy; vì vậy bản kê phải đúng.",
    },
  }),

  LU6506: defineFault<{ what: BoundKind; name: string }>({
    example: "options",
    bad: '{"lists":{"suspects":null}}',
    good: "{}",
    en: {
      title: "something the bundle needs is not bound",
      message: ({ what, name }) => ({
        what: `the bundle needs the ${bound[what].en}${name === "" ? "" : ` \`${name}\``}`,
        try: "give it in the options, or allow it to be unbound: questions to it are then unknown",
      }),
      explain:
        "Lists, tables and code lists declared `external` come from outside when the engine is made. Without them criteria would be unknown for every declaration, which is more often a forgotten file than an intention; so it must be said.",
    },
    vi: {
      title: "thiếu nguồn mà gói cần",
      message: ({ what, name }) => ({
        what: `gói cần ${bound[what].vi}${name === "" ? "" : ` \`${name}\``}`,
        try: "cho vào tùy chọn, hoặc cho phép thiếu: khi đó câu hỏi về nó là chưa rõ",
      }),
      explain:
        "Danh mục, bảng tra và bộ mã khai `bên ngoài` được nạp khi tạo bộ chạy. Thiếu chúng thì tiêu chí sẽ chưa rõ với mọi tờ khai, thường là quên tệp chứ không phải chủ ý; vì vậy phải nói rõ.",
    },
  }),

  LU6507: defineFault<{ what: BoundKind; name: string; nearest: string | null }>({
    example: "options",
    bad: '{"lists":{"suspect":[]}}',
    good: "{}",
    en: {
      title: "bound, but the bundle does not have it",
      message: ({ what, name, nearest }) => ({
        what: `the bundle has no external ${bound[what].en} \`${name}\``,
        try: nearest === null ? "remove it" : `did you mean \`${nearest}\`?`,
      }),
      explain:
        "The name is misspelt, or the list is written in the source and cannot be replaced at run time.",
    },
    vi: {
      title: "nạp thứ mà gói không có",
      message: ({ what, name, nearest }) => ({
        what: `gói không có ${bound[what].vi} bên ngoài \`${name}\``,
        try: nearest === null ? "bỏ đi" : `có phải là \`${nearest}\`?`,
      }),
      explain: "Tên bị gõ sai, hoặc danh mục được viết trong nguồn nên không thay lúc chạy được.",
    },
  }),

  LU6508: defineFault<{ count: number; wanted: number }>({
    example: "options",
    bad: '{"tables":{"prices":[{"cells":["6109"]}]}}',
    good: "{}",
    en: {
      title: "row has another number of cells",
      message: ({ count, wanted }) => ({
        what: `this row has ${count} cells, the table has ${wanted} columns`,
      }),
      explain:
        "The cells of a row stand in the order of the columns: key columns, then value columns. An empty cell is `null`.",
    },
    vi: {
      title: "dòng có số ô khác",
      message: ({ count, wanted }) => ({
        what: `dòng này có ${count} ô, bảng tra có ${wanted} cột`,
      }),
      explain: "Các ô của dòng theo thứ tự cột: cột định danh rồi cột giá trị. Ô trống là `null`.",
    },
  }),

  LU6509: defineFault<{ table: string; row: number; other: number }>({
    example: "options",
    bad: '{"tables":{"prices":[{"cells":["6109","VN"]},{"cells":["6109","CN"]}]}}',
    good: "{}",
    en: {
      title: "two rows tie",
      message: ({ table, row, other }) => ({
        what: `rows ${other} and ${row} of \`${table}\` answer the same question`,
        why: "no rule says which of them counts",
        try: "remove one, or tell them apart by a key or by dates",
      }),
      explain:
        "A look-up has one answer. A longer prefix wins over a shorter, a filled cell over an empty one, and dates separate rows in time; these two rows differ in none of this.",
    },
    vi: {
      title: "hai dòng ngang nhau",
      message: ({ table, row, other }) => ({
        what: `dòng ${other} và ${row} của \`${table}\` trả lời cùng một câu hỏi`,
        why: "không quy tắc nào nói dòng nào được tính",
        try: "bỏ một dòng, hoặc phân biệt bằng định danh hay thời gian",
      }),
      explain:
        "Tra cứu chỉ có một câu trả lời. Tiền tố dài thắng tiền tố ngắn, ô có giá trị thắng ô trống, và thời gian tách các dòng; hai dòng này không khác nhau ở điểm nào trong đó.",
    },
  }),

  LU6510: defineFault<{
    from: string | null;
    until: string | null;
    reason: "form" | "order" | "undated";
  }>({
    example: "options",
    bad: '{"lists":{"suspects":[{"value":"0101","validFrom":"2026-13-01"}]}}',
    good: "{}",
    en: {
      title: "wrong period",
      message: ({ from, until, reason }) => ({
        what: `the period from \`${from ?? "…"}\` until \`${until ?? "…"}\` is wrong`,
        why: {
          form: "it is not a date or a date and time",
          order: "it ends before it begins",
          undated: "the list or table is not declared `dated`",
        }[reason],
      }),
      explain:
        "A period begins at `validFrom` (included) and ends at `validUntil` (excluded); either may be absent. A date alone means midnight in the schema's zone.",
    },
    vi: {
      title: "thời hạn sai",
      message: ({ from, until, reason }) => ({
        what: `thời hạn từ \`${from ?? "…"}\` đến \`${until ?? "…"}\` không đúng`,
        why: {
          form: "không phải ngày hoặc ngày giờ",
          order: "kết thúc trước khi bắt đầu",
          undated: "danh mục hoặc bảng tra không khai `nhiều kỳ`",
        }[reason],
      }),
      explain:
        "Thời hạn bắt đầu từ `validFrom` (tính cả) và kết thúc ở `validUntil` (không tính); có thể thiếu một đầu. Chỉ ghi ngày nghĩa là 0 giờ theo múi giờ của lược đồ.",
    },
  }),

  LU6511: defineFault<{ expected: Expected; got: Got }>({
    example: "options",
    bad: '{"samplingKey":"secret"}',
    good: "{}",
    en: {
      title: "option of another form",
      message: ({ expected, got }) => ({
        what: `expected ${describeExpected(expected, "en")}, got ${describeGot(got, "en")}`,
      }),
      explain:
        "Options of the engine: lists, tables, code lists, rates as exact decimals, the sampling key as 32 hexadecimal digits (16 bytes).",
    },
    vi: {
      title: "tùy chọn sai dạng",
      message: ({ expected, got }) => ({
        what: `cần ${describeExpected(expected, "vi")}, lại nhận ${describeGot(got, "vi")}`,
      }),
      explain:
        "Tùy chọn của bộ chạy: danh mục, bảng tra, bộ mã, tỷ giá là số thập phân chính xác, khóa lấy mẫu là 32 chữ số thập lục phân (16 byte).",
    },
  }),

  LU6512: defineFault<{
    code: string;
    list: string;
    reason: "repeated" | "parent" | "cycle" | "length";
  }>({
    example: "options",
    bad: '{"codes":{"Regime":[{"code":"A11","parent":"A"}]}}',
    good: "{}",
    en: {
      title: "code list does not hold together",
      message: ({ code, list, reason }) => ({
        what: `the code \`${code}\` of \`${list}\` is wrong`,
        why: {
          repeated: "it is given twice",
          parent: "the code above it is not in the list",
          cycle: "it stands above itself",
          length: "it has no length of the levels",
        }[reason],
      }),
      explain:
        "A code stands once in its list; in a tree the code above it is in the list too, and no code is above itself; in a list with levels every code has the length of a level.",
    },
    vi: {
      title: "bộ mã không nhất quán",
      message: ({ code, list, reason }) => ({
        what: `mã \`${code}\` của \`${list}\` không đúng`,
        why: {
          repeated: "bị ghi hai lần",
          parent: "mã cấp trên không có trong bộ mã",
          cycle: "nó ở trên chính nó",
          length: "độ dài không đúng cấp nào",
        }[reason],
      }),
      explain:
        "Mỗi mã chỉ có một lần; ở dạng cây thì mã cấp trên cũng phải có và không mã nào ở trên chính nó; ở bộ mã phân cấp thì độ dài phải đúng một cấp.",
    },
  }),

  LU6513: defineFault<{ column: string; from: string; to: string }>({
    example: "options",
    bad: '{"tables":{"bands":[{"cells":[[9,1],"red"]}]}}',
    good: "{}",
    en: {
      title: "range ends before it begins",
      message: ({ column, from, to }) => ({
        what: `the range in \`${column}\` ends before it begins: ${from} to ${to}`,
        try: "write the lower end first",
      }),
      explain:
        "A range cell is `[from, to]`, both ends included. A range that ends before it begins matches nothing, which is hardly what was meant.",
    },
    vi: {
      title: "khoảng kết thúc trước khi bắt đầu",
      message: ({ column, from, to }) => ({
        what: `khoảng ở \`${column}\` kết thúc trước khi bắt đầu: ${from} đến ${to}`,
        try: "ghi đầu nhỏ trước",
      }),
      explain:
        "Ô khoảng là `[từ, đến]`, tính cả hai đầu. Khoảng kết thúc trước khi bắt đầu không khớp gì cả, hẳn không phải ý muốn.",
    },
  }),

  LU6514: defineFault<{ table: string; row: string }>({
    example: "change",
    bad: '{"tables":{"bands":{"remove":["no such row"]}}}',
    good: '{"tables":{"bands":{"remove":[]}}}',
    en: {
      title: "no such row to remove",
      message: ({ table, row }) => ({
        what: `the table \`${table}\` has no row \`${row}\` to remove`,
        try: "name the row by its `id`, or by its number from 1",
      }),
      explain:
        "A change of a running engine is all or nothing: a row that is to go must be there. Rows keep their name and number for as long as the engine runs.",
    },
    vi: {
      title: "không có dòng cần xóa",
      message: ({ table, row }) => ({
        what: `bảng tra \`${table}\` không có dòng \`${row}\` để xóa`,
        try: "ghi `id` của dòng, hoặc số thứ tự từ 1",
      }),
      explain:
        "Thay đổi trên hệ thống đang chạy được thực hiện trọn vẹn hoặc không thực hiện: dòng cần xóa phải tồn tại. Tên và số thứ tự của dòng không đổi trong khi hệ thống chạy.",
    },
  }),

  LU6515: defineFault<{ what: string }>({
    example: "change",
    bad: '{"criteria":{"ir":{}}}',
    good: "{}",
    en: {
      title: "the bundle must be loaded anew",
      message: ({ what }) => ({
        what: `these criteria cannot be put into the running bundle: ${what} differ`,
        try: "load the new bundle instead",
      }),
      explain:
        "Criteria of a bundle with an index can be changed while it runs, as long as schema, lists, tables, scorecards and policies stay what they are. Anything else is another bundle.",
    },
    vi: {
      title: "cần nạp lại bộ tiêu chí",
      message: ({ what }) => ({
        what: `không thể đưa các tiêu chí này vào bộ đang chạy: khác nhau ở ${what}`,
        try: "hãy nạp bộ mới",
      }),
      explain:
        "Có thể thay đổi tiêu chí của bộ có chỉ mục trong khi chạy, với điều kiện lược đồ, danh mục, bảng tra, bảng điểm và chính sách giữ nguyên. Mọi thay đổi khác tạo thành bộ mới.",
    },
  }),

  LU6516: defineFault<{ file: string; wanted: string; got: string }>({
    example: "state",
    bad: '{"bundle":"of another set"}',
    good: "{}",
    en: {
      title: "the index is of another bundle",
      message: ({ file, wanted, got }) => ({
        what: `\`${file}\` was made for another bundle`,
        why: `the bundle is ${shorten(wanted)}, it was made for ${shorten(got)}`,
        try: "make it again with `luong build --snapshot`, or give the rows",
      }),
      explain:
        "A snapshot holds rows and an index that only one bundle can read: the one it was made for. When criteria change the bundle is another, and an old snapshot would answer for criteria that are no longer there.",
    },
    vi: {
      title: "chỉ mục thuộc gói khác",
      message: ({ file, wanted, got }) => ({
        what: `\`${file}\` được tạo cho gói khác`,
        why: `gói này là ${shorten(wanted)}, còn tệp được tạo cho ${shorten(got)}`,
        try: "hãy tạo lại bằng `luong build --snapshot`, hoặc cung cấp các dòng của bảng",
      }),
      explain:
        "Ảnh chụp chứa các dòng và chỉ mục mà chỉ một gói đọc được: gói mà nó được tạo cho. Khi tiêu chí thay đổi thì gói cũng khác, và ảnh chụp cũ sẽ trả lời cho những tiêu chí không còn nữa.",
    },
  }),

  LU6517: defineFault<{ plugin: string; wanted: string; got: string }>({
    example: "options",
    bad: '{"manifest":{"models":[{"plugin":"trees:fraud","version":"1","digest":"49b4bfcfd89a"}]},"scores":{"providers":{"trees:fraud":{"version":"2","digest":"0c1d2e3f4a5b"}}}}',
    good: '{"manifest":{"models":[{"plugin":"trees:fraud","version":"1","digest":"49b4bfcfd89a"}]},"scores":{"providers":{"trees:fraud":{"version":"1","digest":"49b4bfcfd89a"}}}}',
    en: {
      title: "another model than the bundle was built with",
      message: ({ plugin, wanted, got }) => ({
        what: `the model of \`${plugin}\` is not the one the bundle was built with`,
        why: `the bundle names version ${wanted}, given is version ${got}`,
        try: "give the model the bundle names, or build the bundle anew with this one",
      }),
      explain:
        "A bundle built with models names version and digest of each in its manifest, so that thresholds chosen for one model are never applied to the scores of another. A new model is a new bundle.",
    },
    vi: {
      title: "mô hình khác với mô hình khi dựng gói",
      message: ({ plugin, wanted, got }) => ({
        what: `mô hình của \`${plugin}\` không phải mô hình đã dùng khi dựng gói`,
        why: `gói ghi phiên bản ${wanted}, mô hình được nạp là phiên bản ${got}`,
        try: "hãy nạp đúng mô hình gói đã ghi, hoặc dựng lại gói với mô hình này",
      }),
      explain:
        "Gói dựng kèm mô hình ghi phiên bản và mã băm của từng mô hình, để ngưỡng chọn cho mô hình này không bị áp dụng cho điểm của mô hình khác. Mô hình mới là gói mới.",
    },
  }),
} as const;

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}

export type BoundKind = "list" | "table" | "codeList" | "rates" | "samplingKey" | "model";

const bound: Readonly<Record<BoundKind, Readonly<Record<"en" | "vi", string>>>> = {
  list: { en: "list", vi: "danh mục" },
  table: { en: "table", vi: "bảng tra" },
  codeList: { en: "code list", vi: "bộ mã" },
  rates: { en: "rates of exchange", vi: "tỷ giá" },
  samplingKey: { en: "sampling key", vi: "khóa lấy mẫu" },
  model: { en: "model", vi: "mô hình" },
};
