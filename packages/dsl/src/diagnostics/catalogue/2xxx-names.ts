/**
 * 2xxx: names, declarations and files that do not fit together.
 *
 * Each entry holds severity, both languages, an explain page and the pair of examples that tests run.
 * Reported by `3-resolve` and `4-check`; when a code is reported is decided there.
 */

import type { Type } from "@luong/spec";
import { defineDiagnostic } from "@luong/spec";
import { criterion, policy, schema, tested, when } from "../example-schema.ts";
import { didYouMean, type Named, named, oneOf, typeName } from "../wording.ts";

/** What a row of a CSV file has wrong. */
export type CsvProblem =
  | { readonly kind: "syntax" }
  | { readonly kind: "cells"; readonly expected: number; readonly found: number }
  | { readonly kind: "missingColumn"; readonly name: string }
  | { readonly kind: "unknownColumn"; readonly name: string }
  | { readonly kind: "empty" }
  | { readonly kind: "value"; readonly text: string; readonly type: Type }
  | { readonly kind: "dates" };

/** What a name that was declared stands for. */
export type DeclaredKind =
  | "type"
  | "field"
  | "list"
  | "table"
  | "parameter"
  | "define"
  | "scorecard"
  | "policy"
  | "let"
  | "collect"
  | "modelScore"
  | "source"
  | "element"
  | "function"
  | "argument"
  | "special";

const kindEn: Readonly<Record<DeclaredKind, string>> = {
  type: "a type",
  field: "a field of the declaration",
  list: "a list",
  table: "a table",
  parameter: "a parameter",
  define: "a definition",
  scorecard: "a scorecard",
  policy: "a policy",
  let: "a `let`",
  collect: "a `collect`",
  modelScore: "a score",
  source: "a source of rows",
  element: "an element",
  function: "a function",
  argument: "an argument",
  special: "a word of the language",
};
const kindVi: Readonly<Record<DeclaredKind, string>> = {
  type: "một kiểu",
  field: "một trường của tờ khai",
  list: "một danh mục",
  table: "một bảng tra",
  parameter: "một tham số",
  define: "một định nghĩa",
  scorecard: "một bảng điểm",
  policy: "một chính sách",
  let: "một giá trị `đặt`",
  collect: "một nhóm `tập hợp`",
  modelScore: "một điểm số",
  source: "một nguồn dữ liệu",
  element: "một phần tử",
  function: "một hàm",
  argument: "một đối số",
  special: "một từ của ngôn ngữ",
};

/** What is wrong with the declaration of a source, or of the event of a stage. */
export type SourceProblem =
  /** `name` is no record. */
  | "record"
  /** `name` is no source. */
  | "source"
  /** `name` is no list of it. */
  | "list"
  /** The element has a field `name` already, which is what the row it stands in is called. */
  | "parent"
  /** `name` is no field. */
  | "clock"
  /** `name` is no instant and no date. */
  | "clockType"
  /** The rows are called otherwise than `name`. */
  | "element"
  /** Only a stage has an event. */
  | "notStage";

const sourceEn: Readonly<Record<SourceProblem, (name: string) => string>> = {
  record: (name) => `\`${name}\` is no record`,
  source: (name) => `\`${name}\` is no source`,
  list: (name) => `\`${name}\` is no list`,
  parent: (name) =>
    `the element has a field \`${name}\`, which is what the row it stands in is called`,
  clock: (name) => `there is no field \`${name}\``,
  clockType: (name) => `\`${name}\` is neither a date nor a date with time`,
  element: (name) => `its rows are not called \`${name}\``,
  notStage: () => "only a stage is asked together with an event",
};
const sourceVi: Readonly<Record<SourceProblem, (name: string) => string>> = {
  record: (name) => `\`${name}\` không phải là bản ghi`,
  source: (name) => `\`${name}\` không phải là nguồn dữ liệu`,
  list: (name) => `\`${name}\` không phải là dãy`,
  parent: (name) => `phần tử đã có trường \`${name}\`, trùng với tên gọi của dòng chứa nó`,
  clock: (name) => `không có trường \`${name}\``,
  clockType: (name) => `\`${name}\` không phải là ngày, cũng không phải là thời điểm`,
  element: (name) => `dòng của nguồn này không gọi là \`${name}\``,
  notStage: () => "chỉ giai đoạn mới được xét cùng một sự kiện",
};

type WordKind = "flow" | "stage" | "action";
const wordEn: Readonly<Record<WordKind, string>> = {
  flow: "flow",
  stage: "stage",
  action: "action",
};
const wordVi: Readonly<Record<WordKind, string>> = {
  flow: "nghiệp vụ",
  stage: "giai đoạn",
  action: "biện pháp",
};

type EntryKind =
  | "field"
  | "column"
  | "code"
  | "alias"
  | "unit"
  | "currency"
  | "member"
  | "factor"
  | "argument";
const entryEn: Readonly<Record<EntryKind, string>> = {
  field: "field",
  column: "column",
  code: "code",
  alias: "alias",
  unit: "unit",
  currency: "currency",
  member: "value",
  factor: "factor",
  argument: "argument",
};
const entryVi: Readonly<Record<EntryKind, string>> = {
  field: "trường",
  column: "cột",
  code: "mã",
  alias: "tên khác",
  unit: "đơn vị",
  currency: "tiền tệ",
  member: "giá trị",
  factor: "yếu tố",
  argument: "đối số",
};

function csvProblemEn(problem: CsvProblem): string {
  switch (problem.kind) {
    case "syntax":
      return "the quotes of this row do not close";
    case "cells":
      return `the header names ${problem.expected} columns, this row has ${problem.found}`;
    case "missingColumn":
      return `the header has no column \`${problem.name}\``;
    case "unknownColumn":
      return `nothing is called \`${problem.name}\` in the declaration of these columns`;
    case "empty":
      return "this cell must not be empty";
    case "value":
      return `\`${problem.text}\` is not ${typeName(problem.type, "en")}`;
    case "dates":
      return "`valid_from` and `valid_until` must be dates, the first before the second";
  }
}

function csvProblemVi(problem: CsvProblem): string {
  switch (problem.kind) {
    case "syntax":
      return "dấu ngoặc kép của hàng này không đóng";
    case "cells":
      return `dòng tiêu đề có ${problem.expected} cột, hàng này có ${problem.found}`;
    case "missingColumn":
      return `dòng tiêu đề không có cột \`${problem.name}\``;
    case "unknownColumn":
      return `khai báo không có cột nào tên là \`${problem.name}\``;
    case "empty":
      return "ô này không được để trống";
    case "value":
      return `\`${problem.text}\` không phải là ${typeName(problem.type, "vi")}`;
    case "dates":
      return "`valid_from` và `valid_until` phải là ngày, ngày đầu trước ngày sau";
  }
}

export const nameDiagnostics = {
  LU2001: defineDiagnostic<{ name: string; suggestions: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ name, suggestions }) => ({
        what: `nothing here is called \`${name}\``,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Unknown name",
      explain:
        "A name that stands alone means a field of the declaration, a list, a table, a parameter, a definition or a `let` of the same criterion. None of these has this name. A field of a goods line is written through its element: `item.hs`.",
    },
    vi: {
      message: ({ name, suggestions }) => ({
        what: `ở đây không có gì tên là \`${name}\``,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Tên không có",
      explain:
        "Một tên đứng riêng là trường của tờ khai, danh mục, bảng tra, tham số, định nghĩa hoặc giá trị `đặt` của cùng tiêu chí. Không có tên nào như vậy. Trường của dòng hàng được viết qua phần tử: `item.hs`.",
    },
    bad: when("gros_weight > 500 kg"),
    good: when("gross_weight > 500 kg"),
  }),

  LU2002: defineDiagnostic<{ field: string; owner: Named; suggestions: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ field, owner, suggestions }) => ({
        what: `${named(owner, "en")} has no \`${field}\``,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Unknown field",
      explain:
        "The record or table before the dot has no field or column with this name. The schema lists the fields of each record, with their Vietnamese aliases.",
    },
    vi: {
      message: ({ field, owner, suggestions }) => ({
        what: `${named(owner, "vi")} không có \`${field}\``,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Trường không có",
      explain:
        "Bản ghi hoặc bảng tra đứng trước dấu chấm không có trường hay cột tên như vậy. Lược đồ liệt kê các trường của từng bản ghi cùng tên khác bằng tiếng Việt.",
    },
    bad: when("importer.tax_cod = exporter.tax_code"),
    good: when("importer.tax_code = exporter.tax_code"),
  }),

  LU2003: defineDiagnostic<{ element: string }>({
    severity: "error",
    en: {
      message: ({ element }) => ({
        what: `no element named \`${element}\` here`,
        why: `\`${element}\` exists only inside \`any ${element} has …\`, and \`has\` takes one thing`,
        try: `put both lines under \`all of\`, or start with \`any ${element} has\``,
      }),
      title: "Element outside its quantifier",
      explain:
        "An element name such as `item` stands for one element while a quantifier looks at it: `any item has …`. `has` takes one relation, one bracket or one group of bullets; an `and` after it is outside again. Two conditions about the same goods line go under `all of`, with bullets.",
    },
    vi: {
      message: ({ element }) => ({
        what: `ở đây không có phần tử tên \`${element}\``,
        why: `\`${element}\` chỉ có bên trong \`có ${element} mà …\`, và \`mà\` chỉ nhận một vế`,
        try: `đặt cả hai dòng dưới \`tất cả\`, hoặc bắt đầu bằng \`có ${element} mà\``,
      }),
      title: "Phần tử ngoài lượng từ",
      explain:
        "Tên phần tử như `item` chỉ một phần tử trong lúc lượng từ xét nó: `có item mà …`. `mà` nhận một quan hệ, một ngoặc hoặc một nhóm gạch đầu dòng; chữ `và` sau đó đã ở bên ngoài. Hai điều kiện về cùng một dòng hàng đặt dưới `tất cả`, với gạch đầu dòng.",
    },
    bad: when("any item has item.hs under 6109\n   and item.origin = CN"),
    good: when("any item has all of\n    - item.hs under 6109\n    - item.origin = CN"),
  }),

  LU2004: defineDiagnostic<{ name: string; first: DeclaredKind }>({
    severity: "error",
    en: {
      message: ({ name, first }) => ({
        what: `\`${name}\` is already ${kindEn[first]}`,
        try: "choose another name: one name has one meaning in a set",
      }),
      title: "Name declared twice",
      explain:
        "Lists, tables, parameters, definitions, scorecards, `let` and the fields of the declaration share one space of names, so that a reader never has to ask which one is meant. Code lists and records share another.",
    },
    vi: {
      message: ({ name, first }) => ({
        what: `\`${name}\` đã là ${kindVi[first]}`,
        try: "chọn tên khác: trong một bộ tiêu chí mỗi tên có một nghĩa",
      }),
      title: "Tên khai báo hai lần",
      explain:
        "Danh mục, bảng tra, tham số, định nghĩa, bảng điểm, giá trị `đặt` và trường của tờ khai dùng chung một không gian tên, để người đọc không phải hỏi tên nào được nói tới. Bộ mã và bản ghi dùng chung một không gian khác.",
    },
    bad: "list hubs of Country = SG\nparameter hubs = 3\n",
    good: "list hubs of Country = SG\nparameter hub_count = 3\n",
  }),

  LU2005: defineDiagnostic<{ id: string }>({
    severity: "error",
    en: {
      message: ({ id }) => ({
        what: `criterion \`${id}\` is declared twice`,
        try: "give the second one its own id",
      }),
      title: "Criterion declared twice",
      explain:
        "The id names a criterion in every decision and report, so it is unique in the whole set, over all its files.",
    },
    vi: {
      message: ({ id }) => ({
        what: `tiêu chí \`${id}\` được khai báo hai lần`,
        try: "đặt mã riêng cho tiêu chí thứ hai",
      }),
      title: "Tiêu chí khai báo hai lần",
      explain:
        "Mã gọi tên tiêu chí trong mọi quyết định và báo cáo, nên là duy nhất trong cả bộ tiêu chí, qua mọi tệp.",
    },
    bad: when("packages > 10") + when("packages > 20"),
    good: when("packages > 10") + when("packages > 20").replace("EX-1", "EX-2"),
  }),

  LU2006: defineDiagnostic<{ name: string; suggestions: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ name, suggestions }) => ({
        what: `no type is called \`${name}\``,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Unknown type",
      explain:
        "A type is built in (`Text`, `Money`, `Mass`, `Date` …), a code list or a record of the schema. Names of types are written as they were declared, capitals included.",
    },
    vi: {
      message: ({ name, suggestions }) => ({
        what: `không có kiểu nào tên là \`${name}\``,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Kiểu không có",
      explain:
        "Kiểu có sẵn (`Text`, `Money`, `Mass`, `Date` …), hoặc là bộ mã hay bản ghi của lược đồ. Tên kiểu viết đúng như khai báo, kể cả chữ hoa.",
    },
    bad: "list hubs of Contry = SG\n",
    good: "list hubs of Country = SG\n",
  }),

  LU2007: defineDiagnostic<{
    element: string;
    suggestions: readonly string[];
    of: readonly string[];
  }>({
    severity: "error",
    en: {
      message: ({ element, suggestions, of }) => ({
        what: `no collection here has elements named \`${element}\``,
        ...(of.length > 0
          ? {
              try: `write whose: ${oneOf(
                of.map((owner) => `${element} of ${owner}`),
                "en",
              )}`,
            }
          : didYouMean(suggestions, "en")),
      }),
      title: "Unknown element",
      explain:
        "A quantifier names one element by the word after `each` in the schema: `items: list of GoodsItem max 50 each item` gives `any item has …`. For a collection inside another record say whose it is: `any brand of item has …`.",
    },
    vi: {
      message: ({ element, suggestions, of }) => ({
        what: `ở đây không có dãy nào có phần tử tên \`${element}\``,
        ...(of.length > 0
          ? {
              try: `viết rõ của ai: ${oneOf(
                of.map((owner) => `${element} của ${owner}`),
                "vi",
              )}`,
            }
          : didYouMean(suggestions, "vi")),
      }),
      title: "Phần tử không có",
      explain:
        "Lượng từ gọi một phần tử bằng từ đứng sau `từng` trong lược đồ: `items: dãy GoodsItem nhiều nhất 50 từng item` cho `có item mà …`. Với dãy nằm trong bản ghi khác, viết rõ của ai: `có brand của item mà …`.",
    },
    bad: when("any itm has packages > 10"),
    good: when("any item has item.origin = CN"),
  }),

  LU2008: defineDiagnostic<{ property: string; type: Type; properties: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ property, type, properties }) => ({
        what: `${typeName(type, "en")} has no \`.${property}\``,
        ...(properties.length > 0
          ? {
              try: `it has ${oneOf(
                properties.map((each) => `.${each}`),
                "en",
              )}`,
            }
          : {}),
      }),
      title: "Unknown property",
      explain:
        "Some values have properties, written after a dot: `.chapter` and `.heading` of an HS code, `.date` and `.time` of a date and time, `.unit` of a quantity. Other values have none.",
    },
    vi: {
      message: ({ property, type, properties }) => ({
        what: `${typeName(type, "vi")} không có \`.${property}\``,
        ...(properties.length > 0
          ? {
              try: `có ${oneOf(
                properties.map((each) => `.${each}`),
                "vi",
              )}`,
            }
          : {}),
      }),
      title: "Thuộc tính không có",
      explain:
        "Một số giá trị có thuộc tính, viết sau dấu chấm: `.chapter`, `.heading` của mã HS, `.date`, `.time` của thời điểm, `.unit` của lượng hàng. Giá trị khác thì không.",
    },
    bad: when("any item has item.hs.headng = 6109"),
    good: when("any item has item.hs.heading = 6109"),
  }),

  LU2009: defineDiagnostic<{ name: string; suggestions: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ name, suggestions }) => ({
        what: `no table is called \`${name}\``,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Unknown table",
      explain:
        "`for each row of` repeats a criterion for every row of a table, so a `table` with this name must be declared in the set.",
    },
    vi: {
      message: ({ name, suggestions }) => ({
        what: `không có bảng tra nào tên là \`${name}\``,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Bảng tra không có",
      explain:
        "`cho từng dòng của` lặp lại tiêu chí cho mỗi hàng của một bảng tra, nên bộ tiêu chí phải khai báo `bảng tra` tên như vậy.",
    },
    bad: 'table bands key (hs: Hs under) value (level: Channel) external\ncriterion EX-1 "Example" for each row of band\n  on import\n  when any item has item.hs matches row.hs\n  then channel row.level\n',
    good: 'table bands key (hs: Hs under) value (level: Channel) external\ncriterion EX-1 "Example" for each row of bands\n  on import\n  when any item has item.hs matches row.hs\n  then channel row.level\n',
  }),

  LU2010: defineDiagnostic<{
    kind: WordKind;
    name: string;
    known: readonly string[];
    suggestions: readonly string[];
  }>({
    severity: "error",
    en: {
      message: ({ kind, name, known, suggestions }) => ({
        what: `the schema has no ${wordEn[kind]} \`${name}\``,
        ...(known.length > 0 ? { why: `it has ${oneOf(known, "en")}` } : {}),
        ...didYouMean(suggestions, "en"),
      }),
      title: "Unknown flow, stage or action",
      explain:
        "Flows, stages and actions are declared in the schema, so that every system that reads a decision knows them.",
    },
    vi: {
      message: ({ kind, name, known, suggestions }) => ({
        what: `lược đồ không có ${wordVi[kind]} \`${name}\``,
        ...(known.length > 0 ? { why: `lược đồ có ${oneOf(known, "vi")}` } : {}),
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Nghiệp vụ, giai đoạn hoặc biện pháp không có",
      explain:
        "Nghiệp vụ, giai đoạn và biện pháp được khai báo trong lược đồ, để mọi hệ thống đọc quyết định đều biết chúng.",
    },
    bad: 'criterion EX-1 "Example"\n  on import at clearence\n  when packages > 10\n  then channel yellow\n',
    good: 'criterion EX-1 "Example"\n  on import at clearance\n  when packages > 10\n  then channel yellow\n',
  }),

  LU2011: defineDiagnostic<{ wanted: string | null; found: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ wanted, found }) => ({
        what: wanted === null ? "the set has no schema" : `no schema is called \`${wanted}\``,
        try:
          found.length > 0
            ? `the folder has ${oneOf(found, "en")}`
            : "put a file that starts with `schema NAME version N` into the folder",
      }),
      title: "No schema",
      explain:
        "Criteria speak of facts, and a schema says which facts there are. The folder of a set holds one, in a file of its own.",
    },
    vi: {
      message: ({ wanted, found }) => ({
        what:
          wanted === null
            ? "bộ tiêu chí không có lược đồ"
            : `không có lược đồ nào tên là \`${wanted}\``,
        try:
          found.length > 0
            ? `thư mục có ${oneOf(found, "vi")}`
            : "đặt một tệp bắt đầu bằng `lược đồ TÊN phiên bản N` vào thư mục",
      }),
      title: "Thiếu lược đồ",
      explain:
        "Tiêu chí nói về dữ kiện, và lược đồ cho biết có những dữ kiện nào. Thư mục của bộ tiêu chí có một lược đồ, trong tệp riêng.",
    },
    bad: `criteria set "Example" version 1\nuse schema vn.smaple 1\n\n${when("packages > 10")}`,
    good: `criteria set "Example" version 1\nuse schema vn.sample 1\n\n${when("packages > 10")}`,
  }),

  LU2012: defineDiagnostic<{ name: string; wanted: string; found: number }>({
    severity: "error",
    en: {
      message: ({ name, wanted, found }) => ({
        what: `the set uses version ${wanted} of \`${name}\`, the folder has version ${found}`,
        try: "check the criteria against the new schema, then change the number",
      }),
      title: "Another version of the schema",
      explain:
        "A set names the version of the schema it was written for. A new version may mean other facts, so the number is changed by hand, after a look.",
    },
    vi: {
      message: ({ name, wanted, found }) => ({
        what: `bộ tiêu chí dùng phiên bản ${wanted} của \`${name}\`, thư mục có phiên bản ${found}`,
        try: "đối chiếu tiêu chí với lược đồ mới rồi đổi số",
      }),
      title: "Lược đồ khác phiên bản",
      explain:
        "Bộ tiêu chí ghi phiên bản lược đồ mà nó được viết theo. Phiên bản mới có thể có dữ kiện khác, nên số này được sửa bằng tay sau khi xem lại.",
    },
    bad: `criteria set "Example" version 1\nuse schema vn.sample 2\n\n${when("packages > 10")}`,
    good: `criteria set "Example" version 1\nuse schema vn.sample 1\n\n${when("packages > 10")}`,
  }),

  LU2013: defineDiagnostic<{ entry: EntryKind; name: string; owner: string }>({
    severity: "error",
    en: {
      message: ({ entry, name, owner }) => ({
        what: `${entryEn[entry]} \`${name}\` stands twice in \`${owner}\``,
        try: "remove or rename one",
      }),
      title: "Entry declared twice",
      explain:
        "Fields and aliases of a record, columns of a table and codes of a code list are each declared once.",
    },
    vi: {
      message: ({ entry, name, owner }) => ({
        what: `${entryVi[entry]} \`${name}\` có hai lần trong \`${owner}\``,
        try: "bỏ hoặc đổi tên một mục",
      }),
      title: "Mục khai báo hai lần",
      explain:
        "Trường và tên khác của bản ghi, cột của bảng tra, mã của bộ mã chỉ khai báo một lần.",
    },
    bad: "table bands key (hs: Hs) value (hs: Channel) external\n",
    good: "table bands key (hs: Hs) value (level: Channel) external\n",
  }),

  LU2014: defineDiagnostic<{ schema: string }>({
    severity: "error",
    en: {
      message: ({ schema }) => ({
        what: `schema \`${schema}\` has no record \`Declaration\``,
        try: "declare what is decided: `record Declaration …`",
      }),
      title: "Nothing to decide",
      explain:
        "The record named `Declaration` is the one a decision is made about. Bare names in criteria are its fields.",
    },
    vi: {
      message: ({ schema }) => ({
        what: `lược đồ \`${schema}\` không có bản ghi \`Declaration\``,
        try: "khai báo đối tượng được quyết định: `bản ghi Declaration …`",
      }),
      title: "Không có đối tượng quyết định",
      explain:
        "Bản ghi tên `Declaration` là đối tượng của quyết định. Tên đứng riêng trong tiêu chí là trường của nó.",
    },
    bad: schema("record Party\n  name: Name\n", false),
    good: schema("record Party\n  name: Name\n"),
  }),

  LU2015: defineDiagnostic<{ names: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ names }) => ({
        what: `\`${names[0] ?? ""}\` is made from itself`,
        why: names.map((name) => `\`${name}\``).join(" → "),
      }),
      title: "Circular definition",
      explain:
        "A definition, a `let`, a computed field and a record may use others, but no chain of uses may lead back to where it began: the value could never be found, and a record would have no end.",
    },
    vi: {
      message: ({ names }) => ({
        what: `\`${names[0] ?? ""}\` được tạo từ chính nó`,
        why: names.map((name) => `\`${name}\``).join(" → "),
      }),
      title: "Định nghĩa vòng tròn",
      explain:
        "Định nghĩa, giá trị `đặt`, trường tính toán và bản ghi có thể dùng nhau, nhưng không chuỗi nào được quay lại nơi bắt đầu: giá trị sẽ không bao giờ tìm được, bản ghi sẽ không có điểm dừng.",
    },
    bad: "define a = b + 1\ndefine b = a + 1\n",
    good: "define a = b + 1\ndefine b = packages + 1\n",
  }),

  LU2016: defineDiagnostic<{ name: string; where: "policy" | "reason" | "template" }>({
    severity: "error",
    en: {
      message: ({ name, where }) => ({
        what: `\`${name}\` has no meaning here`,
        why:
          where === "policy"
            ? "it is known only when all criteria have been asked, so only a policy may read it"
            : where === "reason"
              ? "it tells which row fired, so only `because` of a criterion with `decide` may read it"
              : "there is a row only in a criterion with `for each row of`",
      }),
      title: "Word out of its place",
      explain:
        "`risk_points`, scorecards and `any criterion says` belong to policies, `table_row` to the reason of a decision table, and `row` to a criterion with `for each row of`.",
    },
    vi: {
      message: ({ name, where }) => ({
        what: `\`${name}\` không có nghĩa ở đây`,
        why:
          where === "policy"
            ? "giá trị này chỉ biết sau khi hỏi mọi tiêu chí, nên chỉ chính sách được đọc"
            : where === "reason"
              ? "nó cho biết hàng nào khớp, nên chỉ `vì` của tiêu chí có `quyết định` được đọc"
              : "chỉ tiêu chí có `cho từng dòng của` mới có `row`",
      }),
      title: "Từ dùng sai chỗ",
      explain:
        "`risk_points`, bảng điểm và `có tiêu chí kết luận` thuộc về chính sách, `table_row` thuộc về lý do của bảng quyết định, `row` thuộc về tiêu chí có `cho từng dòng của`.",
    },
    bad: when("risk_points > 30"),
    good: policy("  red when risk_points > 30\n  else green"),
  }),

  LU2017: defineDiagnostic<{ name: string; element: string }>({
    severity: "error",
    en: {
      message: ({ name, element }) => ({
        what: `\`${name}\` exists once per \`${element}\`, and no \`${element}\` is looked at here`,
        try: `use it inside \`any ${element} has …\``,
      }),
      title: "Value of an element used outside",
      explain:
        "`let … for each item` names one value per goods line. It has a value only inside a quantifier, or `decide for each`, over that element under its own name.",
    },
    vi: {
      message: ({ name, element }) => ({
        what: `\`${name}\` có một giá trị cho mỗi \`${element}\`, mà ở đây không xét \`${element}\` nào`,
        try: `dùng bên trong \`có ${element} mà …\``,
      }),
      title: "Giá trị của phần tử dùng bên ngoài",
      explain:
        "`đặt … ứng với item` gọi tên một giá trị cho mỗi dòng hàng. Giá trị chỉ có bên trong lượng từ, hoặc `quyết định ứng với`, trên phần tử đó với tên của chính nó.",
    },
    bad: criterion(
      "  let value_usd for each item = item.invoice_value * 2\n  when value_usd > 100 USD\n  then channel yellow",
    ),
    good: criterion(
      "  let value_usd for each item = item.invoice_value * 2\n  when any item has value_usd > 100 USD\n  then channel yellow",
    ),
  }),

  LU2018: defineDiagnostic<{ element: string }>({
    severity: "error",
    en: {
      message: ({ element }) => ({
        what: `\`${element}\` is already the name of the element outside`,
        try: `rename the inner one: \`any ${element} called other has …\``,
      }),
      title: "Element name taken",
      explain:
        "Inside a quantifier over `item` another one over `item` needs its own name, with `called`. Otherwise nobody could tell the two apart.",
    },
    vi: {
      message: ({ element }) => ({
        what: `\`${element}\` đã là tên của phần tử bên ngoài`,
        try: `đổi tên phần tử bên trong: \`có ${element} gọi là other mà …\``,
      }),
      title: "Tên phần tử đã dùng",
      explain:
        "Bên trong lượng từ trên `item`, lượng từ khác cũng trên `item` cần tên riêng, bằng `gọi là`. Nếu không thì không ai phân biệt được hai phần tử.",
    },
    bad: when("any item has any item has item.origin = CN"),
    good: when("any item has any item called other has item.hs = other.hs"),
  }),

  LU2019: defineDiagnostic<{ file: string; name: string }>({
    severity: "error",
    en: {
      message: ({ file, name }) => ({
        what: `\`${file}\` is not there`,
        why: `\`${name}\` takes its rows from it`,
        try: "paths start at the folder of the set",
      }),
      title: "Data file not found",
      explain:
        '`from "lists/hubs.csv"` names a file of the set\'s folder. Forward slashes, relative to that folder.',
    },
    vi: {
      message: ({ file, name }) => ({
        what: `không có tệp \`${file}\``,
        why: `\`${name}\` lấy dữ liệu từ tệp này`,
        try: "đường dẫn bắt đầu từ thư mục của bộ tiêu chí",
      }),
      title: "Không tìm thấy tệp dữ liệu",
      explain:
        '`từ "lists/hubs.csv"` gọi một tệp trong thư mục của bộ tiêu chí. Dùng dấu gạch chéo xuôi, tính từ thư mục đó.',
    },
    bad: 'list hubs of Country from "hub.csv"\n',
    good: 'codelist Nation "Nation" from "countries.csv"\nlist neighbours of Nation = LA\n',
  }),

  LU2020: defineDiagnostic<{
    file: string;
    row: number;
    column: string | null;
    problem: CsvProblem;
  }>({
    severity: "error",
    en: {
      message: ({ file, row, column, problem }) => ({
        what: `\`${file}\`, row ${row}${column === null ? "" : `, column \`${column}\``}: ${csvProblemEn(problem)}`,
      }),
      title: "Row of a data file",
      explain:
        "A CSV file has a header row that names the columns, commas between cells, and as many cells in each row as in the header. Each cell must be a value of its column's type. Row 1 is the header.",
    },
    vi: {
      message: ({ file, row, column, problem }) => ({
        what: `\`${file}\`, hàng ${row}${column === null ? "" : `, cột \`${column}\``}: ${csvProblemVi(problem)}`,
      }),
      title: "Hàng của tệp dữ liệu",
      explain:
        "Tệp CSV có dòng tiêu đề ghi tên cột, dấu phẩy giữa các ô, và mỗi hàng có đủ số ô như tiêu đề. Mỗi ô phải là giá trị đúng kiểu của cột. Hàng 1 là tiêu đề.",
    },
    bad: 'table floors key (hs: Hs under) value (floor: Integer) from "short-row.csv"\n',
    good: "table floors key (hs: Hs under) value (floor: Integer)\n  | 6109 | 2 |\n  | 6110 | 3 |\n",
  }),

  LU2021: defineDiagnostic<{ code: string; list: Named; suggestions: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ code, list, suggestions }) => ({
        what: `\`${code}\` is no code of ${named(list, "en")}`,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Unknown code",
      explain:
        "The code list is written out in the schema and this code is not in it, so the condition could never be true.",
    },
    vi: {
      message: ({ code, list, suggestions }) => ({
        what: `\`${code}\` không phải là mã thuộc ${named(list, "vi")}`,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Mã không có",
      explain:
        "Bộ mã được viết đủ trong lược đồ và không có mã này, nên điều kiện không bao giờ đúng.",
    },
    bad: when("any item has item.origin = CM"),
    good: when("any item has item.origin = CN"),
  }),

  LU2022: defineDiagnostic<{ currency: string; known: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ currency, known }) => ({
        what: `the schema has no currency \`${currency}\``,
        ...(known.length > 0 ? { try: `it has ${oneOf(known, "en")}` } : {}),
      }),
      title: "Unknown currency",
      explain:
        "Currencies and their decimals are declared in the schema: `currency VND digits 0, USD digits 2`. Money is exact, so the number of decimals must be known.",
    },
    vi: {
      message: ({ currency, known }) => ({
        what: `lược đồ không có tiền tệ \`${currency}\``,
        ...(known.length > 0 ? { try: `lược đồ có ${oneOf(known, "vi")}` } : {}),
      }),
      title: "Tiền tệ không có",
      explain:
        "Tiền tệ và số chữ số lẻ được khai báo trong lược đồ: `tiền tệ VND số lẻ 0, USD số lẻ 2`. Số tiền là chính xác nên phải biết số chữ số lẻ.",
    },
    bad: when("total_value > 500 EUR"),
    good: when("total_value > 500_000 VND"),
  }),

  LU2023: defineDiagnostic<{ unit: string; known: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ unit, known }) => ({
        what: `the schema has no unit \`${unit}\``,
        ...(known.length > 0 ? { try: `it has ${oneOf(known, "en")}` } : {}),
      }),
      title: "Unit not declared",
      explain:
        "The words for units belong to the language; which of them facts may use, and under which code, the schema says: `unit kg = KGM, pcs = PCE`.",
    },
    vi: {
      message: ({ unit, known }) => ({
        what: `lược đồ không có đơn vị \`${unit}\``,
        ...(known.length > 0 ? { try: `lược đồ có ${oneOf(known, "vi")}` } : {}),
      }),
      title: "Đơn vị chưa khai báo",
      explain:
        "Từ chỉ đơn vị thuộc về ngôn ngữ; dữ kiện dùng đơn vị nào, mã gì, do lược đồ quy định: `đơn vị kg = KGM, chiếc = PCE`.",
    },
    bad: when("any item has item.pieces > 3 dozen"),
    good: when("any item has item.pieces > 36 pcs"),
  }),

  LU2024: defineDiagnostic<{
    name: string;
    kind: DeclaredKind;
    called: boolean;
    parameters: readonly string[];
  }>({
    severity: "error",
    en: {
      message: ({ name, kind, called, parameters }) =>
        called
          ? { what: `\`${name}\` is ${kindEn[kind]} and takes nothing in parentheses` }
          : {
              what: `\`${name}\` is ${kindEn[kind]} and needs its arguments`,
              try: `write \`${name}(${parameters.join(", ")})\``,
            },
      title: "With or without parentheses",
      explain:
        "A table is asked with its keys in parentheses, a function or definition with its arguments. Facts, lists, parameters and definitions without arguments stand alone.",
    },
    vi: {
      message: ({ name, kind, called, parameters }) =>
        called
          ? { what: `\`${name}\` là ${kindVi[kind]}, không có gì trong ngoặc` }
          : {
              what: `\`${name}\` là ${kindVi[kind]}, cần có đối số`,
              try: `viết \`${name}(${parameters.join(", ")})\``,
            },
      title: "Có hay không có ngoặc",
      explain:
        "Bảng tra được hỏi với các khóa trong ngoặc, hàm hay định nghĩa với các đối số. Dữ kiện, danh mục, tham số và định nghĩa không đối số thì đứng riêng.",
    },
    bad: when("packages(1) > 10"),
    good: when("packages > 10"),
  }),

  LU2025: defineDiagnostic<{
    name: string;
    parameters: readonly string[];
    variadic: boolean;
    found: number;
  }>({
    severity: "error",
    en: {
      message: ({ name, parameters, variadic, found }) => ({
        what: `\`${name}\` takes ${variadic ? "at least " : ""}${parameters.length} ${parameters.length === 1 ? "argument" : "arguments"}, here are ${found}`,
        try: `write \`${name}(${parameters.join(", ")}${variadic ? ", …" : ""})\``,
      }),
      title: "Number of arguments",
      explain:
        "A table takes one argument for each key column, in their order; a definition one for each of its own; a function those its reference page lists.",
    },
    vi: {
      message: ({ name, parameters, variadic, found }) => ({
        what: `\`${name}\` nhận ${variadic ? "ít nhất " : ""}${parameters.length} đối số, ở đây có ${found}`,
        try: `viết \`${name}(${parameters.join(", ")}${variadic ? ", …" : ""})\``,
      }),
      title: "Số đối số",
      explain:
        "Bảng tra nhận mỗi cột khóa một đối số, theo thứ tự; định nghĩa nhận đúng số đối số của nó; hàm nhận những gì trang tham khảo ghi.",
    },
    bad:
      "define heavy(i: GoodsItem) = i.net_weight is present\n" +
      when("any item has heavy(item, 3)"),
    good: `define heavy(i: GoodsItem) = i.net_weight is present\n${when("any item has heavy(item)")}`,
  }),

  LU2026: defineDiagnostic<{
    kind: "list" | "table" | "parameter" | "define" | "let" | "collect" | "modelScore";
    name: string;
  }>({
    severity: "hint",
    en: {
      message: ({ kind, name }) => ({
        what: `${kindEn[kind]} \`${name}\` is used by nothing`.replace(/^an? /, ""),
        try: "remove it, or use it",
      }),
      title: "Unused declaration",
      explain:
        "Nothing in the set reads this. An unused list must still be bound and kept up to date, and a reader wonders what it is for.",
    },
    vi: {
      message: ({ kind, name }) => ({
        what: `${kindVi[kind]} \`${name}\` không được dùng`.replace(/^một /, ""),
        try: "bỏ đi, hoặc dùng đến",
      }),
      title: "Khai báo không dùng",
      explain:
        "Không có gì trong bộ tiêu chí đọc mục này. Danh mục không dùng vẫn phải nạp và cập nhật, và người đọc không biết nó để làm gì.",
    },
    bad: "list hubs of Country = SG\n",
    good: `list hubs of Country = SG\n${when("any item has item.origin in hubs")}`,
  }),

  LU2027: defineDiagnostic<{ what: "set" | "schema" }>({
    severity: "error",
    en: {
      message: ({ what }) => ({
        what:
          what === "set"
            ? "two files say differently what this set is"
            : "a set has one schema, here are two",
        try:
          what === "set"
            ? "keep one `criteria set` line, or make them equal"
            : "merge the files, or repeat the same `schema NAME version N`",
      }),
      title: "Headers disagree",
      explain:
        "All files of a folder make one set. The title and version of the set, and the name and version of its schema, are the same wherever they are written.",
    },
    vi: {
      message: ({ what }) => ({
        what:
          what === "set"
            ? "hai tệp ghi khác nhau về bộ tiêu chí này"
            : "bộ tiêu chí có một lược đồ, ở đây có hai",
        try:
          what === "set"
            ? "giữ một dòng `bộ tiêu chí`, hoặc ghi giống nhau"
            : "gộp các tệp, hoặc lặp lại cùng `lược đồ TÊN phiên bản N`",
      }),
      title: "Phần đầu không khớp",
      explain:
        "Mọi tệp của thư mục tạo thành một bộ tiêu chí. Tên và phiên bản của bộ tiêu chí, tên và phiên bản lược đồ phải giống nhau ở mọi nơi.",
    },
    bad: `schema vn.other version 1\n${when("packages > 10")}`,
    good: `criteria set "Example" version 1\n${when("packages > 10")}`,
  }),

  LU2028: defineDiagnostic<{ zone: string }>({
    severity: "error",
    en: {
      message: ({ zone }) => ({
        what: `\`${zone}\` is no offset from UTC`,
        try: 'write it like `"+07:00"`',
      }),
      title: "Time zone",
      explain:
        "Local dates and times use one fixed offset from UTC, from `-14:00` to `+14:00`. Names of zones are not accepted: their rules change, and a decision must be repeatable in five years.",
    },
    vi: {
      message: ({ zone }) => ({
        what: `\`${zone}\` không phải là độ lệch so với UTC`,
        try: 'viết như `"+07:00"`',
      }),
      title: "Múi giờ",
      explain:
        "Ngày giờ địa phương dùng một độ lệch cố định so với UTC, từ `-14:00` đến `+14:00`. Không nhận tên múi giờ: quy tắc của chúng thay đổi, còn quyết định phải lặp lại được sau năm năm.",
    },
    bad: schema("").replace('vi "Nhỏ"', 'vi "Nhỏ" zone "Asia/Ho_Chi_Minh"'),
    good: schema("").replace('vi "Nhỏ"', 'vi "Nhỏ" zone "+07:00"'),
  }),

  LU2029: defineDiagnostic<{ id: string; suggestions: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ id, suggestions }) => ({
        what: `no criterion is called \`${id}\``,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Unknown criterion",
      explain: "A scenario may expect results of criteria of the same set only.",
    },
    vi: {
      message: ({ id, suggestions }) => ({
        what: `không có tiêu chí nào tên là \`${id}\``,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Tiêu chí không có",
      explain: "Kịch bản chỉ chờ kết quả của các tiêu chí trong cùng bộ tiêu chí.",
    },
    bad: `${when("packages > 10")}scenario "many packages" given packages = 20 expect EX-2 hit\n`,
    good: `${when("packages > 10")}scenario "many packages" given packages = 20 expect EX-1 hit\n`,
  }),

  LU2030: defineDiagnostic<{ element: string }>({
    severity: "error",
    en: {
      message: ({ element }) => ({
        what: `the reason names \`${element}\`, but \`when\` points at no single \`${element}\``,
        why: `only \`any ${element} has\`, \`at least\` or \`decide for each ${element}\` point at one`,
      }),
      title: "Reason without witness",
      explain:
        "A reason may name the element that made the condition true: the first one that made `any` or `at least` in `when` true. `no`, `every`, an aggregate or a negated condition points at no element.",
    },
    vi: {
      message: ({ element }) => ({
        what: `lý do nêu \`${element}\`, nhưng \`khi\` không chỉ ra một \`${element}\` nào`,
        why: `chỉ \`có ${element} mà\`, \`ít nhất\` hoặc \`quyết định ứng với ${element}\` mới chỉ ra một phần tử`,
      }),
      title: "Lý do không có phần tử làm chứng",
      explain:
        "Lý do có thể nêu phần tử làm cho điều kiện đúng: phần tử đầu tiên làm cho `có` hoặc `ít nhất` trong `khi` đúng. `không có`, `mọi`, phép tổng hợp hay điều kiện phủ định không chỉ ra phần tử nào.",
    },
    bad: criterion(
      '  when no item has item.origin = VN\n  then channel yellow\n  because "Goods of {item.origin}"',
    ),
    good: criterion(
      '  when any item has item.origin = CN\n  then channel yellow\n  because "Goods of {item.origin}"',
    ),
  }),

  LU2031: defineDiagnostic<{ code: string; parent: string; list: string; isBelowItself: boolean }>({
    severity: "error",
    en: {
      message: ({ code, parent, list, isBelowItself }) =>
        isBelowItself
          ? {
              what: `\`${code}\` stands in \`${parent}\`, which stands below \`${code}\``,
              try: "correct one of the parents",
            }
          : {
              what: `\`${code}\` stands in \`${parent}\`, which \`${list}\` does not have`,
              try: `declare \`${parent}\` in the same code list, or correct the parent`,
            },
      title: "Parent of a code",
      explain:
        "In a code list with `tree`, `03CC in 03` says that `03CC` lies below `03`. The parent is a code of the same list, and no code lies below itself.",
    },
    vi: {
      message: ({ code, parent, list, isBelowItself }) =>
        isBelowItself
          ? {
              what: `\`${code}\` nằm trong \`${parent}\`, mà \`${parent}\` lại nằm dưới \`${code}\``,
              try: "sửa một trong các mã cha",
            }
          : {
              what: `\`${code}\` nằm trong \`${parent}\`, mà \`${list}\` không có mã đó`,
              try: `khai báo \`${parent}\` trong cùng bộ mã, hoặc sửa mã cha`,
            },
      title: "Mã cha",
      explain:
        "Trong bộ mã `dạng cây`, `03CC thuộc 03` nghĩa là `03CC` nằm dưới `03`. Mã cha thuộc cùng bộ mã, và không mã nào nằm dưới chính nó.",
    },
    bad: schema('codelist Post "Post" tree = 03A in 03 "Gate"\n'),
    good: schema('codelist Post "Post" tree = 03 "Office", 03A in 03 "Gate"\n'),
  }),

  LU2032: defineDiagnostic<{ fact: string; element: string | null }>({
    severity: "error",
    en: {
      message: ({ fact }) => ({
        what: `a test can not give \`${fact}\``,
        why: "given are facts of the declaration, elements, rows, values for lists, `flow` and `stage`",
      }),
      title: "Fact that can not be given",
      explain:
        "A test gives facts as they are declared: fields, elements such as `item (…)`, rows of tables, values that a list includes, `flow` and `stage`. Computed fields, definitions and parameters follow from the set.",
    },
    vi: {
      message: ({ fact }) => ({
        what: `kiểm thử không thể cho biết \`${fact}\``,
        why: "có thể cho biết dữ kiện của tờ khai, phần tử, hàng của bảng tra, giá trị của danh mục, `nghiệp vụ` và `giai đoạn`",
      }),
      title: "Dữ kiện không thể cho",
      explain:
        "Kiểm thử cho biết dữ kiện như khi khai: trường, phần tử như `item (…)`, hàng của bảng tra, giá trị mà danh mục gồm, nghiệp vụ và giai đoạn. Trường tính toán, định nghĩa và tham số suy ra từ bộ tiêu chí.",
    },
    bad: tested("given item (unit_price = 2 USD per pcs) expect no hit"),
    good: tested("given item (invoice_value = 200 USD) expect no hit"),
  }),

  LU2033: defineDiagnostic<{
    name: string;
    suggestions: readonly string[];
    sources: readonly string[];
  }>({
    severity: "error",
    en: {
      message: ({ name, suggestions, sources }) => ({
        what: `there are no rows called \`${name}\``,
        why:
          sources.length === 0
            ? "the schema declares no history, event or registry"
            : `the schema has rows of ${oneOf(sources, "en")}`,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Rows that nobody declares",
      explain:
        "A selection takes rows of a source: a `history`, an `event` or a `registry` of the schema, or of a `collect` of the same criterion.",
    },
    vi: {
      message: ({ name, suggestions, sources }) => ({
        what: `không có nguồn dữ liệu nào tên là \`${name}\``,
        why:
          sources.length === 0
            ? "lược đồ chưa khai báo lịch sử, sự kiện hay sổ bộ nào"
            : `lược đồ có ${oneOf(sources, "vi")}`,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Nguồn chưa khai báo",
      explain:
        "Phép chọn lấy các dòng của một nguồn: `lịch sử`, `sự kiện` hoặc `sổ bộ` của lược đồ, hoặc của một `tập hợp` trong cùng tiêu chí.",
    },
    bad: when("there is (declaration in last 7 days with same importer.tax_code)"),
    good: when("there is (declarations in last 7 days with same importer.tax_code)"),
  }),

  LU2034: defineDiagnostic<{
    source: string;
    problem: SourceProblem;
    name: string;
    suggestions: readonly string[];
  }>({
    severity: "error",
    en: {
      message: ({ source, problem, name, suggestions }) => ({
        what: `\`${source}\`: ${sourceEn[problem](name)}`,
        ...didYouMean(suggestions, "en"),
      }),
      title: "Source that can not be",
      explain:
        "A source has rows of a record, or `from` a list in the rows of another source. `clock` and `by` name a date or a date with time of the row. A stage may be asked `with` one row of a source, called as the source calls it.",
    },
    vi: {
      message: ({ source, problem, name, suggestions }) => ({
        what: `\`${source}\`: ${sourceVi[problem](name)}`,
        ...didYouMean(suggestions, "vi"),
      }),
      title: "Nguồn dữ liệu khai báo sai",
      explain:
        "Nguồn có các dòng của một bản ghi, hoặc lấy `từ` một dãy trong các dòng của nguồn khác. `mốc` và `theo` nêu một ngày hoặc thời điểm của dòng. Giai đoạn có thể được xét `với` một dòng của nguồn, gọi đúng tên mà nguồn đặt.",
    },
    bad: schema(
      'record Visit "Visit" key visit_no\n  visit_no: Id "Number" example "1"\n  seen_on: Date "Seen" example 2026-03-01\nevent visits of Visit each visit clock seen_at\n',
    ),
    good: schema(
      'record Visit "Visit" key visit_no\n  visit_no: Id "Number" example "1"\n  seen_on: Date "Seen" example 2026-03-01\nevent visits of Visit each visit clock seen_on\n',
    ),
  }),

  LU2035: defineDiagnostic<{ event: string; stages: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ event, stages }) => ({
        what: `\`${event}\` is not there at every stage this is asked at`,
        why: `a declaration is asked together with a \`${event}\` at ${oneOf(stages, "en")} only`,
        try: `say \`on … at ${stages[0] ?? "…"}\``,
      }),
      title: "Event of another stage",
      explain:
        "At a stage declared `with` an event the declaration is asked together with that event. Elsewhere the event has no meaning; its earlier ones can be selected as rows of its source.",
    },
    vi: {
      message: ({ event, stages }) => ({
        what: `không phải giai đoạn nào tiêu chí này áp dụng cũng có \`${event}\``,
        why: `tờ khai chỉ được xét cùng \`${event}\` tại ${oneOf(stages, "vi")}`,
        try: `viết \`áp dụng … tại ${stages[0] ?? "…"}\``,
      }),
      title: "Sự kiện của giai đoạn khác",
      explain:
        "Tại giai đoạn khai báo `với` một sự kiện, tờ khai được xét cùng sự kiện đó. Ở giai đoạn khác sự kiện không có nghĩa; muốn xét các sự kiện trước thì chọn dòng của nguồn.",
    },
    bad: when("passage.container_no is present"),
    good: 'criterion EX-1 "Example" vi "Ví dụ"\n  on import at gate\n  when passage.container_no is present\n  then channel yellow\n',
  }),
};
