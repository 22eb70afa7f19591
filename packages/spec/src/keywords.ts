/**
 * The closed table of keywords: both spellings and what each is for.
 *
 * The key is the English spelling the formatter writes. Operators, aggregates and unit words are not here: they take their
 * spelling from `operators.ts`, `aggregates.ts` and `units.ts`. Both spellings are reserved everywhere except after a dot.
 * No Vietnamese keyword begins another one and none has a syllable whose tone mark may sit on two vowels.
 */
import type { Language } from "./diagnostic.ts";
import type { OperatorForm, Text } from "./operator-spec.ts";

export type KeywordGroup =
  | "item"
  | "clause"
  | "class"
  | "access"
  | "logic"
  | "relation"
  | "rows"
  | "time"
  | "outcome"
  | "policy"
  | "test"
  | "schema"
  | "language";

export interface KeywordSpec {
  readonly spelling: Readonly<Record<Language, string>>;
  /** Other accepted spellings (`day` beside `days`); the formatter writes the main one. */
  readonly also?: readonly string[];
  readonly group: KeywordGroup;
  /** At the left margin it starts an item, always. */
  readonly startsItem?: true;
  /** It ends the clause before it and starts one of its own. */
  readonly startsClause?: true;
  /** A relation that is not an operator because it sees through unknown or needs a row: its place in the grammar and its `op` in the tree. */
  readonly relation?: { readonly form: OperatorForm; readonly op: string };
  readonly doc: Text;
}

export const keywords = {
  /* ---------------------------------------------------------------- items */
  "criteria set": {
    spelling: { en: "criteria set", vi: "bộ tiêu chí" },
    group: "item",
    startsItem: true,
    doc: { en: "Opens a criteria set.", vi: "Mở đầu một bộ tiêu chí." },
  },
  schema: {
    spelling: { en: "schema", vi: "lược đồ" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Opens a schema: the facts of a declaration.",
      vi: "Mở đầu một lược đồ: các dữ kiện của tờ khai.",
    },
  },
  version: {
    spelling: { en: "version", vi: "phiên bản" },
    group: "item",
    doc: { en: "Version of a set or a schema.", vi: "Phiên bản của bộ tiêu chí hoặc lược đồ." },
  },
  "use schema": {
    spelling: { en: "use schema", vi: "dùng lược đồ" },
    group: "item",
    doc: { en: "Names the schema the set is written for.", vi: "Nêu lược đồ mà bộ tiêu chí dùng." },
  },
  zone: {
    spelling: { en: "zone", vi: "múi giờ" },
    group: "item",
    doc: { en: "Offset of local time in a schema.", vi: "Độ lệch giờ địa phương của lược đồ." },
  },
  codelist: {
    spelling: { en: "codelist", vi: "bộ mã" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares a code list, which is a type.",
      vi: "Khai báo một bộ mã, dùng làm kiểu dữ liệu.",
    },
  },
  record: {
    spelling: { en: "record", vi: "bản ghi" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares a record and its fields.",
      vi: "Khai báo một bản ghi và các trường của nó.",
    },
  },
  unit: {
    spelling: { en: "unit", vi: "đơn vị" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Gives unit words the codes used in the facts.",
      vi: "Gán mã trong dữ kiện cho các từ chỉ đơn vị.",
    },
  },
  currency: {
    spelling: { en: "currency", vi: "tiền tệ" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares currencies and their decimals.",
      vi: "Khai báo các loại tiền và số chữ số thập phân.",
    },
  },
  flow: {
    spelling: { en: "flow", vi: "nghiệp vụ" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares flows such as import and export.",
      vi: "Khai báo nghiệp vụ như nhập khẩu, xuất khẩu.",
    },
  },
  stage: {
    spelling: { en: "stage", vi: "giai đoạn" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares stages such as clearance and gate.",
      vi: "Khai báo giai đoạn như thông quan, qua cổng.",
    },
  },
  action: {
    spelling: { en: "action", vi: "biện pháp" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares an action; in `then`, asks for it.",
      vi: "Khai báo biện pháp; trong `thì` là yêu cầu biện pháp đó.",
    },
  },
  history: {
    spelling: { en: "history", vi: "lịch sử" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares a log of earlier rows: declarations, findings, scans.",
      vi: "Khai báo nguồn ghi các dòng trước đây: tờ khai, kết quả kiểm tra, soi chiếu.",
    },
  },
  event: {
    spelling: { en: "event", vi: "sự kiện" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares a source of events, which may come late.",
      vi: "Khai báo nguồn sự kiện, có thể đến trễ.",
    },
  },
  registry: {
    spelling: { en: "registry", vi: "sổ bộ" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares a register of versions in force: traders, licences.",
      vi: "Khai báo sổ bộ các phiên bản còn hiệu lực: doanh nghiệp, giấy phép.",
    },
  },
  list: {
    spelling: { en: "list", vi: "danh mục" },
    group: "item",
    startsItem: true,
    doc: { en: "Declares a list of codes or texts.", vi: "Khai báo một danh mục mã hoặc từ ngữ." },
  },
  table: {
    spelling: { en: "table", vi: "bảng tra" },
    group: "item",
    startsItem: true,
    doc: { en: "Declares a table looked up by keys.", vi: "Khai báo một bảng tra theo khóa." },
  },
  parameter: {
    spelling: { en: "parameter", vi: "tham số" },
    group: "item",
    startsItem: true,
    doc: { en: "Names a threshold.", vi: "Đặt tên cho một ngưỡng." },
  },
  define: {
    spelling: { en: "define", vi: "định nghĩa" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Names an expression or a condition.",
      vi: "Đặt tên cho một biểu thức hoặc điều kiện.",
    },
  },
  criterion: {
    spelling: { en: "criterion", vi: "tiêu chí" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Starts a criterion; also in `any criterion says`.",
      vi: "Mở đầu một tiêu chí; cũng dùng trong `có tiêu chí kết luận`.",
    },
  },
  "for each row of": {
    spelling: { en: "for each row of", vi: "cho từng dòng của" },
    group: "item",
    doc: {
      en: "One template asked for every row of a table.",
      vi: "Một mẫu tiêu chí, xét cho từng dòng của bảng.",
    },
  },
  scorecard: {
    spelling: { en: "scorecard", vi: "bảng điểm" },
    group: "item",
    startsItem: true,
    doc: { en: "Starts a scorecard.", vi: "Mở đầu một bảng điểm." },
  },
  score: {
    spelling: { en: "score", vi: "điểm số" },
    group: "item",
    startsItem: true,
    doc: {
      en: "Declares a score that a plugin computes.",
      vi: "Khai báo điểm số do trình cắm tính.",
    },
  },
  policy: {
    spelling: { en: "policy", vi: "chính sách" },
    group: "item",
    startsItem: true,
    doc: { en: "Starts a decision policy.", vi: "Mở đầu một chính sách phân luồng." },
  },
  scenario: {
    spelling: { en: "scenario", vi: "kịch bản" },
    group: "item",
    startsItem: true,
    doc: { en: "Test of a whole decision.", vi: "Phép thử cho cả một quyết định." },
  },

  /* -------------------------------------------------------------- clauses */
  class: {
    spelling: { en: "class", vi: "phân loại" },
    group: "clause",
    startsClause: true,
    doc: { en: "Kind of the criterion.", vi: "Loại của tiêu chí." },
  },
  on: {
    spelling: { en: "on", vi: "áp dụng" },
    group: "clause",
    startsClause: true,
    doc: { en: "Flows the criterion is asked for.", vi: "Nghiệp vụ mà tiêu chí được xét." },
  },
  at: {
    spelling: { en: "at", vi: "tại" },
    group: "clause",
    doc: { en: "Stages, after `on`.", vi: "Giai đoạn, đứng sau `áp dụng`." },
  },
  scope: {
    spelling: { en: "scope", vi: "phạm vi" },
    group: "clause",
    startsClause: true,
    doc: {
      en: "Limits where the criterion is asked at all.",
      vi: "Giới hạn nơi tiêu chí được xét.",
    },
  },
  valid: {
    spelling: { en: "valid", vi: "hiệu lực" },
    group: "clause",
    startsClause: true,
    doc: { en: "First and last day in force.", vi: "Ngày bắt đầu và ngày hết hiệu lực." },
  },
  review: {
    spelling: { en: "review", vi: "rà soát" },
    group: "clause",
    doc: {
      en: "Day of the next review, after `valid`.",
      vi: "Ngày rà soát lại, đứng sau `hiệu lực`.",
    },
  },
  basis: {
    spelling: { en: "basis", vi: "căn cứ" },
    group: "clause",
    startsClause: true,
    doc: { en: "Legal basis.", vi: "Căn cứ pháp lý." },
  },
  access: {
    spelling: { en: "access", vi: "bảo mật" },
    group: "clause",
    startsClause: true,
    doc: { en: "Who may read it.", vi: "Ai được đọc." },
  },
  collect: {
    spelling: { en: "collect", vi: "tập hợp" },
    group: "clause",
    startsClause: true,
    doc: {
      en: "Names the rows of a selection.",
      vi: "Đặt tên cho các dòng được chọn.",
    },
  },
  let: {
    spelling: { en: "let", vi: "đặt" },
    group: "clause",
    startsClause: true,
    doc: {
      en: "Names a value inside the criterion.",
      vi: "Đặt tên cho một giá trị trong tiêu chí.",
    },
  },
  "for each": {
    spelling: { en: "for each", vi: "ứng với" },
    group: "clause",
    doc: {
      en: "The value or table exists once per element.",
      vi: "Giá trị hoặc bảng được xét cho từng phần tử.",
    },
  },
  when: {
    spelling: { en: "when", vi: "khi" },
    group: "clause",
    startsClause: true,
    doc: { en: "The condition.", vi: "Điều kiện." },
  },
  unless: {
    spelling: { en: "unless", vi: "trừ khi" },
    group: "clause",
    startsClause: true,
    doc: {
      en: "Exception: and-not, counted apart.",
      vi: "Ngoại lệ: trừ các trường hợp này, thống kê riêng.",
    },
  },
  decide: {
    spelling: { en: "decide", vi: "quyết định" },
    group: "clause",
    startsClause: true,
    doc: { en: "Decision table of the criterion.", vi: "Bảng quyết định của tiêu chí." },
  },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of the language; this table is never awaited.
  then: {
    spelling: { en: "then", vi: "thì" },
    group: "clause",
    startsClause: true,
    doc: { en: "What a hit does.", vi: "Hệ quả khi tiêu chí trúng." },
  },
  because: {
    spelling: { en: "because", vi: "vì" },
    group: "clause",
    startsClause: true,
    doc: {
      en: "Reason shown; in a test, the missing fact.",
      vi: "Lý do hiển thị; trong kiểm thử là dữ kiện còn thiếu.",
    },
  },
  test: {
    spelling: { en: "test", vi: "kiểm thử" },
    group: "clause",
    startsClause: true,
    doc: { en: "Test of one criterion.", vi: "Kiểm thử một tiêu chí." },
  },
  given: {
    spelling: { en: "given", vi: "cho biết" },
    group: "clause",
    startsClause: true,
    doc: { en: "Facts of a test.", vi: "Dữ kiện của phép thử." },
  },
  expect: {
    spelling: { en: "expect", vi: "kết quả" },
    group: "clause",
    startsClause: true,
    doc: { en: "Expected outcome of a test.", vi: "Kết quả mong đợi của phép thử." },
  },

  /* ------------------------------------------------------ classes, access */
  statutory: {
    spelling: { en: "statutory", vi: "quy định" },
    group: "class",
    doc: {
      en: "Required by law: never waived, cut or sampled away.",
      vi: "Theo quy định: không miễn, không cắt, không bỏ qua khi lấy mẫu.",
    },
  },
  analysis: {
    spelling: { en: "analysis", vi: "phân tích" },
    group: "class",
    doc: { en: "Risk profile.", vi: "Tiêu chí phân tích rủi ro." },
  },
  scoring: {
    spelling: { en: "scoring", vi: "tính điểm" },
    group: "class",
    doc: { en: "Only adds risk points.", vi: "Chỉ cộng điểm rủi ro." },
  },
  quality: {
    spelling: { en: "quality", vi: "chất lượng" },
    group: "class",
    doc: { en: "Data quality.", vi: "Chất lượng dữ liệu khai." },
  },
  internal: {
    spelling: { en: "internal", vi: "nội bộ" },
    group: "access",
    doc: { en: "Lowest access level.", vi: "Mức bảo mật thấp nhất." },
  },
  restricted: {
    spelling: { en: "restricted", vi: "hạn chế" },
    group: "access",
    doc: { en: "Middle access level.", vi: "Mức bảo mật giữa." },
  },
  secret: {
    spelling: { en: "secret", vi: "mật" },
    group: "access",
    doc: { en: "Highest access level.", vi: "Mức bảo mật cao nhất." },
  },

  /* ---------------------------------------------------------------- logic */
  and: {
    spelling: { en: "and", vi: "và" },
    group: "logic",
    doc: {
      en: "Both hold; second bound of a range.",
      vi: "Cả hai đều đúng; cận thứ hai của khoảng.",
    },
  },
  or: {
    spelling: { en: "or", vi: "hoặc" },
    group: "logic",
    doc: { en: "At least one holds.", vi: "Ít nhất một vế đúng." },
  },
  not: {
    spelling: { en: "not", vi: "không phải" },
    group: "logic",
    doc: { en: "Negates one condition.", vi: "Phủ định một điều kiện." },
  },
  "any of": {
    spelling: { en: "any of", vi: "một trong" },
    group: "logic",
    doc: { en: "One of the bullets holds.", vi: "Một trong các gạch đầu dòng đúng." },
  },
  "all of": {
    spelling: { en: "all of", vi: "tất cả" },
    group: "logic",
    doc: { en: "All bullets hold.", vi: "Mọi gạch đầu dòng đều đúng." },
  },
  any: {
    spelling: { en: "any", vi: "có" },
    group: "logic",
    doc: { en: "Some element.", vi: "Có một phần tử nào đó." },
  },
  every: {
    spelling: { en: "every", vi: "mọi" },
    group: "logic",
    doc: { en: "All elements.", vi: "Tất cả phần tử." },
  },
  no: {
    spelling: { en: "no", vi: "không có" },
    group: "logic",
    doc: { en: "No element.", vi: "Không có phần tử nào." },
  },
  "at least": {
    spelling: { en: "at least", vi: "ít nhất" },
    group: "logic",
    doc: { en: "So many elements or more.", vi: "Từ ngần ấy phần tử trở lên." },
  },
  has: {
    spelling: { en: "has", vi: "mà" },
    group: "logic",
    doc: { en: "Starts what must hold for the element.", vi: "Mở đầu điều phải đúng với phần tử." },
  },
  called: {
    spelling: { en: "called", vi: "gọi là" },
    group: "logic",
    doc: { en: "Gives the element another name.", vi: "Đặt tên khác cho phần tử." },
  },
  true: {
    spelling: { en: "true", vi: "đúng" },
    group: "logic",
    doc: { en: "Truth value.", vi: "Giá trị đúng." },
  },
  false: {
    spelling: { en: "false", vi: "sai" },
    group: "logic",
    doc: { en: "Truth value.", vi: "Giá trị sai." },
  },

  /* ------------------------------------- relations that are not operators */
  "is missing": {
    spelling: { en: "is missing", vi: "còn thiếu" },
    group: "relation",
    relation: { form: "postfix", op: "isMissing" },
    doc: {
      en: "Has no value; sees through unknown.",
      vi: "Không có giá trị; nhìn được qua chưa rõ.",
    },
  },
  "is present": {
    spelling: { en: "is present", vi: "đã có" },
    group: "relation",
    relation: { form: "postfix", op: "isPresent" },
    doc: { en: "Has a value; sees through unknown.", vi: "Có giá trị; nhìn được qua chưa rõ." },
  },
  matches: {
    spelling: { en: "matches", vi: "khớp" },
    group: "relation",
    relation: { form: "operand", op: "matches" },
    doc: {
      en: "Agrees with a cell of the row; an empty cell agrees with all.",
      vi: "Khớp với ô của dòng; ô trống khớp với mọi giá trị.",
    },
  },
  "as of": {
    spelling: { en: "as of", vi: "tính đến" },
    group: "relation",
    doc: {
      en: "Date at which a list, table or register is read.",
      vi: "Thời điểm tra danh mục, bảng hoặc sổ bộ.",
    },
  },

  /* ----------------------------------------------------------------- rows */
  from: {
    spelling: { en: "from", vi: "từ" },
    group: "rows",
    doc: {
      en: "First day or moment; file of a list or table; source of a selection.",
      vi: "Ngày hoặc thời điểm đầu; tệp của danh mục hoặc bảng; nguồn của phép chọn.",
    },
  },
  until: {
    spelling: { en: "until", vi: "cho đến" },
    group: "rows",
    doc: {
      en: "Last day, included; end of a window.",
      vi: "Ngày cuối, tính cả ngày đó; cuối khoảng thời gian.",
    },
  },
  to: {
    spelling: { en: "to", vi: "đến" },
    group: "rows",
    doc: {
      en: "Second bound of a range; target channel of a sample.",
      vi: "Cận thứ hai; luồng đích khi lấy mẫu.",
    },
  },
  by: {
    spelling: { en: "by", vi: "theo" },
    group: "rows",
    doc: {
      en: "Input of a factor; strata of a sample; field that gives the time in a window.",
      vi: "Đầu vào của yếu tố; phân tổ khi lấy mẫu; trường cho biết thời điểm trong khoảng thời gian.",
    },
  },
  where: {
    spelling: { en: "where", vi: "trong đó" },
    group: "rows",
    doc: { en: "Condition on the elements taken.", vi: "Điều kiện đối với các phần tử được lấy." },
  },
  of: {
    spelling: { en: "of", vi: "của" },
    group: "rows",
    doc: { en: "Belonging to.", vi: "Thuộc về." },
  },
  over: {
    spelling: { en: "over", vi: "trên" },
    group: "rows",
    doc: { en: "Elements an aggregate runs over.", vi: "Các phần tử được tổng hợp." },
  },
  per: {
    spelling: { en: "per", vi: "mỗi" },
    group: "rows",
    doc: {
      en: "Unit of a price; bucket of a quota; periods or groups of a series.",
      vi: "Đơn vị của đơn giá; nhóm tính hạn mức; kỳ hoặc nhóm của một chuỗi.",
    },
  },
  this: {
    spelling: { en: "this", vi: "này" },
    group: "rows",
    doc: { en: "The declaration being decided.", vi: "Tờ khai đang xét." },
  },
  "there is no": {
    spelling: { en: "there is no", vi: "không tồn tại" },
    group: "rows",
    doc: {
      en: "The selection has no row.",
      vi: "Không có dòng nào được chọn.",
    },
  },
  "there is": {
    spelling: { en: "there is", vi: "tồn tại" },
    group: "rows",
    doc: {
      en: "The selection has a row.",
      vi: "Có ít nhất một dòng được chọn.",
    },
  },
  "in last": {
    spelling: { en: "in last", vi: "trong vòng" },
    group: "rows",
    doc: {
      en: "Window that ends now.",
      vi: "Khoảng thời gian kết thúc ở hiện tại.",
    },
  },
  "skipping last": {
    spelling: { en: "skipping last", vi: "bỏ qua" },
    group: "rows",
    doc: {
      en: "Leaves out the end of the window.",
      vi: "Bỏ phần cuối của khoảng thời gian.",
    },
  },
  within: {
    spelling: { en: "within", vi: "không quá" },
    group: "rows",
    doc: {
      en: "Window about another moment.",
      vi: "Khoảng thời gian quanh một mốc khác.",
    },
  },
  before: {
    spelling: { en: "before", vi: "trước" },
    group: "rows",
    doc: {
      en: "Window up to the moment.",
      vi: "Khoảng thời gian trước mốc.",
    },
  },
  after: {
    spelling: { en: "after", vi: "sau" },
    group: "rows",
    doc: {
      en: "Window from the moment on.",
      vi: "Khoảng thời gian sau mốc.",
    },
  },
  around: {
    spelling: { en: "around", vi: "quanh" },
    group: "rows",
    doc: {
      en: "Window on both sides of the moment.",
      vi: "Khoảng thời gian ở cả hai phía của mốc.",
    },
  },
  with: {
    spelling: { en: "with", vi: "với" },
    group: "rows",
    doc: {
      en: "Keys of a selection; the event of a stage.",
      vi: "Khóa của phép chọn; sự kiện của giai đoạn.",
    },
  },
  same: {
    spelling: { en: "same", vi: "cùng" },
    group: "rows",
    doc: {
      en: "Key: the field of the row equals that of the declaration.",
      vi: "Khóa: trường của dòng bằng trường của tờ khai.",
    },
  },
  as: {
    spelling: { en: "as", vi: "như" },
    group: "rows",
    doc: {
      en: "Whose field the row must equal: `same hs as item`.",
      vi: "Trường của dòng phải bằng trường của đối tượng nào: `cùng hs như item`.",
    },
  },
  "including this": {
    spelling: { en: "including this", vi: "kể cả tờ khai này" },
    group: "rows",
    doc: {
      en: "Counts the declaration being decided too.",
      vi: "Tính cả tờ khai đang xét.",
    },
  },
  minimum: {
    spelling: { en: "minimum", vi: "tối thiểu" },
    group: "rows",
    doc: {
      en: "With fewer rows the result is unknown.",
      vi: "Ít dòng hơn thì kết quả là chưa rõ.",
    },
  },
  previous: {
    spelling: { en: "previous", vi: "bản trước" },
    group: "rows",
    doc: {
      en: "The version of this declaration decided before.",
      vi: "Bản của tờ khai này đã được quyết định trước đó.",
    },
  },

  /* ----------------------------------------------------------------- time */
  ms: {
    spelling: { en: "ms", vi: "mili giây" },
    group: "time",
    doc: { en: "Thousandth of a second.", vi: "Một phần nghìn giây." },
  },
  seconds: {
    spelling: { en: "seconds", vi: "giây" },
    also: ["second"],
    group: "time",
    doc: { en: "Length of time.", vi: "Khoảng thời gian." },
  },
  minutes: {
    spelling: { en: "minutes", vi: "phút" },
    also: ["minute"],
    group: "time",
    doc: { en: "Length of time.", vi: "Khoảng thời gian." },
  },
  hours: {
    spelling: { en: "hours", vi: "giờ" },
    also: ["hour"],
    group: "time",
    doc: { en: "Length of time.", vi: "Khoảng thời gian." },
  },
  days: {
    spelling: { en: "days", vi: "ngày" },
    also: ["day"],
    group: "time",
    doc: {
      en: "Length of time; `per day` in a quota.",
      vi: "Khoảng thời gian; `mỗi ngày` trong hạn mức.",
    },
  },
  weeks: {
    spelling: { en: "weeks", vi: "tuần" },
    also: ["week"],
    group: "time",
    doc: { en: "Length of time.", vi: "Khoảng thời gian." },
  },
  months: {
    spelling: { en: "months", vi: "tháng" },
    also: ["month"],
    group: "time",
    doc: { en: "Calendar months.", vi: "Tháng theo lịch." },
  },
  years: {
    spelling: { en: "years", vi: "năm" },
    also: ["year"],
    group: "time",
    doc: { en: "Calendar years.", vi: "Năm theo lịch." },
  },

  /* ------------------------------------------------------------- outcomes */
  channel: {
    spelling: { en: "channel", vi: "luồng" },
    group: "outcome",
    doc: { en: "Sends to a channel.", vi: "Phân vào một luồng." },
  },
  red: {
    spelling: { en: "red", vi: "đỏ" },
    group: "outcome",
    doc: { en: "Channel: physical inspection.", vi: "Luồng đỏ: kiểm tra thực tế hàng hóa." },
  },
  yellow: {
    spelling: { en: "yellow", vi: "vàng" },
    group: "outcome",
    doc: { en: "Channel: documents are checked.", vi: "Luồng vàng: kiểm tra hồ sơ." },
  },
  green: {
    spelling: { en: "green", vi: "xanh" },
    group: "outcome",
    doc: { en: "Channel: cleared without checks.", vi: "Luồng xanh: miễn kiểm tra." },
  },
  risk: {
    spelling: { en: "risk", vi: "rủi ro" },
    group: "outcome",
    doc: { en: "Adds risk points.", vi: "Cộng điểm rủi ro." },
  },
  alert: {
    spelling: { en: "alert", vi: "cảnh báo" },
    group: "outcome",
    doc: { en: "Message to a post.", vi: "Gửi cảnh báo đến một vị trí." },
  },
  inspect: {
    spelling: { en: "inspect", vi: "kiểm tra" },
    group: "outcome",
    doc: { en: "Instruction to the officer.", vi: "Hướng dẫn cho công chức." },
  },
  unknown: {
    spelling: { en: "unknown", vi: "chưa rõ" },
    group: "outcome",
    doc: {
      en: "Third truth value; case of a factor; test result.",
      vi: "Giá trị thứ ba; trường hợp của yếu tố; kết quả kiểm thử.",
    },
  },
  else: {
    spelling: { en: "else", vi: "còn lại" },
    group: "outcome",
    doc: { en: "Last case; default channel.", vi: "Trường hợp cuối; luồng mặc định." },
  },

  /* ----------------------------------------------------- policy, scorecard */
  factor: {
    spelling: { en: "factor", vi: "yếu tố" },
    group: "policy",
    doc: { en: "Line of a scorecard.", vi: "Một dòng của bảng điểm." },
  },
  weight: {
    spelling: { en: "weight", vi: "trọng số" },
    group: "policy",
    doc: { en: "Weight of a factor.", vi: "Trọng số của yếu tố." },
  },
  exempt: {
    spelling: { en: "exempt", vi: "miễn" },
    group: "policy",
    doc: { en: "Waives non-statutory criteria.", vi: "Miễn các tiêu chí không phải quy định." },
  },
  says: {
    spelling: { en: "says", vi: "kết luận" },
    group: "policy",
    doc: { en: "`any criterion says red`.", vi: "`có tiêu chí kết luận đỏ`." },
  },
  sample: {
    spelling: { en: "sample", vi: "lấy mẫu" },
    group: "policy",
    doc: { en: "Random selection.", vi: "Lựa chọn ngẫu nhiên." },
  },
  top: {
    spelling: { en: "top", vi: "chọn ra" },
    group: "policy",
    doc: {
      en: "Selects the highest share of a channel.",
      vi: "Chọn tỷ lệ cao nhất của một luồng.",
    },
  },
  "ranked by": {
    spelling: { en: "ranked by", vi: "xếp theo" },
    group: "policy",
    doc: {
      en: "Value by which `top` selects.",
      vi: "Giá trị dùng để `chọn ra`.",
    },
  },
  quota: {
    spelling: { en: "quota", vi: "hạn mức" },
    group: "policy",
    doc: { en: "Capacity of a channel.", vi: "Năng lực của một luồng." },
  },
  "at most": {
    spelling: { en: "at most", vi: "tối đa" },
    group: "policy",
    doc: { en: "Share or count of a quota.", vi: "Tỷ lệ hoặc số lượng của hạn mức." },
  },
  "keeping highest": {
    spelling: { en: "keeping highest", vi: "giữ cao nhất" },
    group: "policy",
    doc: { en: "What a quota keeps first.", vi: "Giá trị được hạn mức ưu tiên giữ." },
  },

  /* ---------------------------------------------------------------- tests */
  hit: {
    spelling: { en: "hit", vi: "trúng" },
    group: "test",
    doc: { en: "The criterion hits.", vi: "Tiêu chí trúng." },
  },
  "no hit": {
    spelling: { en: "no hit", vi: "không trúng" },
    group: "test",
    doc: { en: "The criterion does not hit.", vi: "Tiêu chí không trúng." },
  },
  includes: {
    spelling: { en: "includes", vi: "gồm" },
    group: "test",
    doc: {
      en: "Puts a value into a list of the test.",
      vi: "Đưa một giá trị vào danh mục của phép thử.",
    },
  },

  /* --------------------------------------------------------------- schema */
  key: {
    spelling: { en: "key", vi: "định danh" },
    group: "schema",
    doc: { en: "Key of a record or table.", vi: "Khóa của bản ghi hoặc bảng." },
  },
  value: {
    spelling: { en: "value", vi: "giá trị" },
    group: "schema",
    doc: { en: "Columns a table gives back.", vi: "Các cột mà bảng trả về." },
  },
  external: {
    spelling: { en: "external", vi: "bên ngoài" },
    group: "schema",
    doc: { en: "Bound when decisions are made.", vi: "Được gắn khi ra quyết định." },
  },
  dated: {
    spelling: { en: "dated", vi: "nhiều kỳ" },
    group: "schema",
    doc: { en: "Rows have a first and a last day.", vi: "Mỗi dòng có kỳ hiệu lực." },
  },
  optional: {
    spelling: { en: "optional", vi: "không bắt buộc" },
    group: "schema",
    doc: { en: "May be missing.", vi: "Có thể thiếu." },
  },
  "list of": {
    spelling: { en: "list of", vi: "dãy" },
    group: "schema",
    doc: { en: "Ordered elements.", vi: "Các phần tử có thứ tự." },
  },
  "set of": {
    spelling: { en: "set of", vi: "bộ giá trị" },
    group: "schema",
    doc: { en: "Distinct values.", vi: "Các giá trị khác nhau." },
  },
  max: {
    spelling: { en: "max", vi: "nhiều nhất" },
    group: "schema",
    doc: { en: "Most elements there may be.", vi: "Số phần tử nhiều nhất." },
  },
  typical: {
    spelling: { en: "typical", vi: "thường" },
    group: "schema",
    doc: {
      en: "Usual number of elements, for cost.",
      vi: "Số phần tử thường gặp, để ước tính chi phí.",
    },
  },
  each: {
    spelling: { en: "each", vi: "từng" },
    group: "schema",
    doc: { en: "Name of one element or row.", vi: "Tên của một phần tử hoặc một dòng." },
  },
  levels: {
    spelling: { en: "levels", vi: "phân cấp" },
    group: "schema",
    doc: { en: "Lengths of the levels of a code list.", vi: "Độ dài các cấp của bộ mã." },
  },
  tree: {
    spelling: { en: "tree", vi: "dạng cây" },
    group: "schema",
    doc: { en: "Code list whose codes have parents.", vi: "Bộ mã có mã cha." },
  },
  alias: {
    spelling: { en: "alias", vi: "tên khác" },
    group: "schema",
    doc: { en: "Other spelling of a field's name.", vi: "Cách viết khác của tên trường." },
  },
  source: {
    spelling: { en: "source", vi: "nguồn" },
    group: "schema",
    doc: {
      en: "Reference to VNACCS, WCO and others.",
      vi: "Tham chiếu đến VNACCS, WCO và nguồn khác.",
    },
  },
  example: {
    spelling: { en: "example", vi: "ví dụ" },
    group: "schema",
    doc: {
      en: "Value tests use when none is given.",
      vi: "Giá trị phép thử dùng khi không cho biết.",
    },
  },
  range: {
    spelling: { en: "range", vi: "giới hạn" },
    group: "schema",
    doc: { en: "Allowed values of a field.", vi: "Các giá trị cho phép của trường." },
  },
  clock: {
    spelling: { en: "clock", vi: "mốc" },
    group: "schema",
    doc: {
      en: "Field that tells the time of a record.",
      vi: "Trường cho biết thời điểm của bản ghi.",
    },
  },
  keep: {
    spelling: { en: "keep", vi: "lưu" },
    group: "schema",
    doc: {
      en: "How far back the rows of a source reach.",
      vi: "Các dòng của nguồn được lưu bao lâu.",
    },
  },
  late: {
    spelling: { en: "late", vi: "trễ" },
    group: "schema",
    doc: {
      en: "How late a row may come.",
      vi: "Dòng có thể đến trễ bao lâu.",
    },
  },
  plugin: {
    spelling: { en: "plugin", vi: "trình cắm" },
    group: "schema",
    doc: {
      en: "Provider of a score.",
      vi: "Nơi tính điểm số.",
    },
  },
  inputs: {
    spelling: { en: "inputs", vi: "đầu vào" },
    group: "schema",
    doc: {
      en: "What a score is computed from.",
      vi: "Dữ liệu dùng để tính điểm số.",
    },
  },
  returns: {
    spelling: { en: "returns", vi: "trả về" },
    group: "schema",
    doc: {
      en: "What a score gives back, when it is more than a number.",
      vi: "Các giá trị điểm số trả về, khi không chỉ là một số.",
    },
  },
  timeout: {
    spelling: { en: "timeout", vi: "thời hạn" },
    group: "schema",
    doc: {
      en: "Longest wait for a score.",
      vi: "Thời gian chờ điểm số lâu nhất.",
    },
  },
  otherwise: {
    spelling: { en: "otherwise", vi: "nếu không" },
    group: "schema",
    doc: {
      en: "What holds when a score fails: `otherwise unknown`.",
      vi: "Kết quả khi không tính được điểm số: `nếu không chưa rõ`.",
    },
  },
  digits: {
    spelling: { en: "digits", vi: "số lẻ" },
    group: "schema",
    doc: { en: "Decimals of a currency.", vi: "Số chữ số thập phân của đồng tiền." },
  },

  /* ------------------------------------------------------------ languages */
  vi: {
    spelling: { en: "vi", vi: "vi" },
    group: "language",
    doc: { en: "The text after it is Vietnamese.", vi: "Văn bản đứng sau là tiếng Việt." },
  },
  en: {
    spelling: { en: "en", vi: "en" },
    group: "language",
    doc: { en: "The text after it is English.", vi: "Văn bản đứng sau là tiếng Anh." },
  },
} as const satisfies Readonly<Record<string, KeywordSpec>>;

/** English spelling of a keyword. */
export type KeywordName = keyof typeof keywords;

/** The same entries for readers that go through all of them, with every optional column visible. */
export const keywordTable: Readonly<Record<string, KeywordSpec>> = { ...keywords };
