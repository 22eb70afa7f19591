/**
 * The sentences of the language reference, in both languages; everything that can be derived is in `language-page.ts`.
 *
 * Each section has a title and a text; sample criteria are checked by the reference's test, in the language they are written in.
 */
import type { KeywordGroup, Language } from "@luong/spec";

export interface Section {
  readonly title: string;
  readonly text: string;
}

export interface Wording {
  readonly title: string;
  readonly intro: string;
  readonly shape: Section;
  /** Selections of earlier declarations and events; examples stand on the sample schema of the diagnostics. */
  readonly rows: Section;
  readonly text: Section;
  readonly types: Section;
  readonly operators: Section;
  readonly functions: Section;
  readonly aggregates: Section;
  readonly properties: Section;
  readonly units: Section;
  readonly keywords: Section;
  readonly grammar: Section;
  readonly groups: Readonly<Record<KeywordGroup, string>>;
  readonly columns: {
    readonly written: string;
    readonly english: string;
    readonly vietnamese: string;
    readonly meaning: string;
    readonly examples: string;
    readonly type: string;
    readonly json: string;
    readonly factor: string;
  };
  readonly forms: Readonly<Record<string, string>>;
}

const sample = `criterion DEMO-010 "Light goods of high value" vi "Hàng nhẹ trị giá cao"
  class    analysis
  on       import at clearance
  when     any item has all of
             - item.net_weight is present
             - item.net_weight < 5 kg
             - item.customs_value > 500_000_000 VND
       and office not under 01
  unless   total_customs_value > 100_000_000_000 VND
  then     channel yellow, risk +10
  because  "{item.description}: {item.customs_value} for {item.net_weight}"
       vi  "{item.description}: {item.customs_value} cho {item.net_weight}"`;

const mau = `tiêu chí DEMO-010 "Light goods of high value" vi "Hàng nhẹ trị giá cao"
  phân loại  phân tích
  áp dụng    import tại clearance
  khi        có item mà tất cả
               - item.net_weight đã có
               - item.net_weight < 5 kg
               - item.customs_value > 500_000_000 VND
         và office không trực thuộc 01
  trừ khi    total_customs_value > 100_000_000_000 VND
  thì        luồng vàng, rủi ro +10
  vì         "{item.description}: {item.customs_value} for {item.net_weight}"
         vi  "{item.description}: {item.customs_value} cho {item.net_weight}"`;

const sources = `history declarations of Declaration each past clock registered_at keep 730 days "Earlier declarations" vi "Tờ khai trước đó"
history lines from declarations.items each line "Lines of earlier declarations" vi "Dòng hàng của tờ khai trước đó"
event passages of Passage each passage clock entered_at keep 60 days late 6 hours "Gate passages" vi "Lượt qua cổng"
registry traders of Trader each trader "Traders" vi "Doanh nghiệp"`;

const nguon = `lịch sử declarations của Declaration từng past mốc registered_at lưu 730 ngày "Earlier declarations" vi "Tờ khai trước đó"
lịch sử lines từ declarations.items từng line "Lines of earlier declarations" vi "Dòng hàng của tờ khai trước đó"
sự kiện passages của Passage từng passage mốc entered_at lưu 60 ngày trễ 6 giờ "Gate passages" vi "Lượt qua cổng"
sổ bộ traders của Trader từng trader "Traders" vi "Doanh nghiệp"`;

const history = `criterion DEMO-020 "Sudden rise in declarations" vi "Tăng đột biến số tờ khai"
  on       import at clearance
  collect  recent from declarations in last 7 days with same importer.tax_code including this
  collect  earlier from declarations in last 91 days skipping last 7 days
             with same importer.tax_code
  collect  peers for each item from lines in last 365 days with same hs as item minimum 30
  let      weekly = count per 7 days over earlier
  when     count of recent > 2 * average over weekly
       and there is earlier
       and any item has item.customs_value < percentile 10 of line.customs_value over peers
       and there is no (traders with same tax_code as importer where trader.residential)
  then     channel yellow
  because  "{count of recent} declarations this week, usually {average over weekly}"`;

const lichSu = `tiêu chí DEMO-020 "Sudden rise in declarations" vi "Tăng đột biến số tờ khai"
  áp dụng    import tại clearance
  tập hợp    recent từ declarations trong vòng 7 ngày với cùng importer.tax_code kể cả tờ khai này
  tập hợp    earlier từ declarations trong vòng 91 ngày bỏ qua 7 ngày
               với cùng importer.tax_code
  tập hợp    peers ứng với item từ lines trong vòng 365 ngày với cùng hs như item tối thiểu 30
  đặt        weekly = đếm mỗi 7 ngày trên earlier
  khi        đếm của recent > 2 * trung bình trên weekly
         và tồn tại earlier
         và có item mà item.customs_value < phân vị 10 của line.customs_value trên peers
         và không tồn tại (traders với cùng tax_code như importer trong đó trader.residential)
  thì        luồng vàng
  vì         "{đếm của recent} declarations this week, usually {trung bình trên weekly}"`;

const en: Wording = {
  title: "Language reference",
  intro:
    "Generated from `packages/spec` by `npm run docs`; a test keeps it in step. What everything means is in [meaning.md](meaning.md); the same page in Vietnamese is [ngon-ngu.md](ngon-ngu.md).",
  shape: {
    title: "The shape of a criterion",
    text: `A criterion is a form: a left column of labels, one condition a line. A label ends the clause before it; there are no braces, indentation means nothing. English and Vietnamese keywords may be mixed and give the same criterion; \`luong fmt --lang vi\` rewrites them.

\`\`\`crit
${sample}
\`\`\`

- \`and\` and \`or\` are never mixed at one level: write parentheses, or \`any of\` / \`all of\` with bullets (\`-\`, inside it \`*\`).
- \`any item has\` takes one thing: a relation, a bracket or a bullet group. Everything in it is about the same item.
- A bare name is a fact of the declaration. Anything else is reached through its element: \`item.hs\`, \`row.points\`.
- A missing fact makes a condition unknown, never false; \`is missing\` and \`is present\` look at that.
- \`class statutory\` is never suppressed, sampled away or cut. \`class scoring\` only adds risk points.`,
  },
  rows: {
    title: "Earlier declarations, events",
    text: `The schema declares where rows come from and what one of them is called.

\`\`\`crit
${sources}
\`\`\`

A selection takes rows of a source. \`collect\` names one; inside a condition it stands in brackets.

\`\`\`crit
${history}
\`\`\`

- The parts of a selection stand in this order, and all but the source may be left out: source, \`called\`, \`as of\`, window, \`with\`, \`where\`, \`latest\`, \`including this\`, \`minimum\`.
- Windows: \`in last 30 days\`, \`in last 91 days skipping last 7 days\`, \`within 2 hours after registered_at\` (\`before\`, \`around\`), \`from registered_at until now\`; behind it \`by arrived_on\` takes another field for the time. A \`registry\` has no window but \`as of\`.
- Keys stand behind \`with\`: \`same importer.tax_code\` (the field of the declaration), \`same hs as item\`, \`importer_code = importer.tax_code\`, \`plate looks like declared_plate\`. Everything else stands behind \`where\`, where the row goes by its own name: \`past.channel = red\`.
- \`count per 7 days over …\` is a series; \`average over\`, \`highest over\` and the others read it by its name.
- \`for each item\` lets a selection depend on the element of a quantifier over \`item\`.
- \`previous\` is the version of this declaration decided before: \`total_value < 90% of previous.total_value\`.
- In a test, rows are given under their name: \`given past (registered_at = 2026-02-01T09:00, packages = 3)\`.

What it means to the instant is in [history.md](history.md).`,
  },
  text: {
    title: "Text",
    text: `UTF-8. A comment runs from \`--\` to the end of the line. A name has a lower-case letter (\`unit_price\`, \`mã_hs\`); a code has only capitals and digits (\`CN\`, \`A11\`); digits beside a code are a code (\`item.hs under 6109\`). A name that is a keyword is written in back-quotes. Numbers: \`1_000_000\`, \`2.50\`; percent \`80%\`; money \`2.50 USD\`, unit price \`2.50 USD per kg\`; quantity \`100 kg\`; date \`2026-02-01\`, time \`22:00\`, both \`2026-02-01T09:00\`; duration \`180 days\`. Text stands in \`"…"\`; \`"…" vi "…"\` gives it in two languages. In \`because\`, \`{expression}\` is filled in.`,
  },
  types: {
    title: "Types",
    text: "The last column is how a fact of the type stands in a JSON declaration.",
  },
  operators: {
    title: "Relations and arithmetic",
    text: "Every example below is executed by the tests: interpreted, compiled and optimised.",
  },
  functions: { title: "Functions", text: "The same names in both languages." },
  aggregates: {
    title: "Aggregates",
    text: "Over a list of the declaration or the rows of a selection: `sum of item.net_weight over items`, `count of (items where item.hs under 61)`, `percentile 10 of line.customs_value over peers`.",
  },
  properties: { title: "Properties", text: "Written after a value: `item.hs.chapter`." },
  units: {
    title: "Units",
    text: "A closed table; the schema says which code each has in the facts.",
  },
  keywords: { title: "Keywords", text: "Both columns are reserved, except after a dot." },
  grammar: { title: "Grammar", text: "Printed from the parser. `{ }` repeats, `[ ]` is optional." },
  groups: {
    item: "Items",
    clause: "Clause labels",
    class: "Classes",
    access: "Access",
    logic: "Logic",
    relation: "Relations",
    rows: "Rows",
    time: "Time",
    outcome: "Outcomes",
    policy: "Policies",
    test: "Tests",
    schema: "Schema",
    language: "Language tags",
  },
  columns: {
    written: "Written",
    english: "English",
    vietnamese: "Vietnamese",
    meaning: "Meaning",
    examples: "Examples",
    type: "Type",
    json: "In JSON",
    factor: "Base units",
  },
  forms: {
    comparison: "Comparisons",
    members: "Membership and text",
    operand: "Matching",
    range: "Ranges",
    postfix: "Checks",
    additive: "Sums",
    multiplicative: "Products",
  },
};

const vi: Wording = {
  title: "Tra cứu ngôn ngữ",
  intro:
    "Sinh từ `packages/spec` bằng `npm run docs`; có kiểm thử giữ cho khớp. Ý nghĩa đầy đủ ở [meaning.md](meaning.md); bản tiếng Anh là [language.md](language.md).",
  shape: {
    title: "Hình thức của một tiêu chí",
    text: `Tiêu chí là một biểu mẫu: cột trái là nhãn, mỗi dòng một điều kiện. Nhãn mới kết thúc mệnh đề trước; không có dấu ngoặc nhọn, thụt dòng không có nghĩa. Từ khóa tiếng Anh và tiếng Việt dùng lẫn được và cho cùng một tiêu chí; \`luong fmt --lang vi\` đổi từ khóa.

\`\`\`crit
${mau}
\`\`\`

- Không trộn \`và\` với \`hoặc\` ở cùng một cấp: dùng dấu ngoặc, hoặc \`một trong\` / \`tất cả\` với gạch đầu dòng (\`-\`, bên trong là \`*\`).
- \`có item mà\` chỉ nhận một thứ: một quan hệ, một ngoặc hoặc một nhóm gạch đầu dòng. Mọi điều kiện trong đó nói về cùng một dòng hàng.
- Tên đứng một mình là dữ kiện của tờ khai. Thứ khác viết qua phần tử của nó: \`item.hs\`, \`row.points\`.
- Thiếu dữ kiện thì điều kiện là chưa rõ, không bao giờ là sai; \`còn thiếu\` và \`đã có\` xét việc đó.
- \`phân loại quy định\` không bao giờ bị miễn, lấy mẫu bỏ hay cắt bởi hạn mức. \`phân loại tính điểm\` chỉ cộng điểm rủi ro.`,
  },
  rows: {
    title: "Tờ khai trước, sự kiện",
    text: `Lược đồ khai báo các dòng lấy từ đâu và mỗi dòng gọi là gì.

\`\`\`crit
${nguon}
\`\`\`

Phép chọn lấy các dòng của một nguồn. \`tập hợp\` đặt tên cho phép chọn; bên trong điều kiện thì phép chọn đặt trong ngoặc.

\`\`\`crit
${lichSu}
\`\`\`

- Các phần của phép chọn đứng theo thứ tự sau, phần nào cũng có thể vắng trừ nguồn: nguồn, \`gọi là\`, \`tính đến\`, khoảng thời gian, \`với\`, \`trong đó\`, \`mới nhất\`, \`kể cả tờ khai này\`, \`tối thiểu\`.
- Khoảng thời gian: \`trong vòng 30 ngày\`, \`trong vòng 91 ngày bỏ qua 7 ngày\`, \`không quá 2 giờ sau registered_at\` (\`trước\`, \`quanh\`), \`từ registered_at cho đến now\`; phía sau, \`theo arrived_on\` lấy một trường khác làm thời điểm. \`sổ bộ\` không có khoảng thời gian mà dùng \`tính đến\`.
- Khóa đứng sau \`với\`: \`cùng importer.tax_code\` (trường của tờ khai), \`cùng hs như item\`, \`importer_code = importer.tax_code\`, \`plate giống declared_plate\`. Mọi điều kiện khác đứng sau \`trong đó\`, ở đó dòng được gọi bằng tên của nó: \`past.channel = đỏ\`.
- \`đếm mỗi 7 ngày trên …\` là một chuỗi; \`trung bình trên\`, \`lớn nhất trên\` và các phép gộp khác đọc chuỗi qua tên của nó.
- \`ứng với item\` cho phép chọn phụ thuộc vào phần tử của lượng từ trên \`item\`.
- \`bản trước\` là bản của tờ khai này đã được quyết định trước đó: \`total_value < 90% của bản trước.total_value\`.
- Trong phép thử, các dòng được nêu bằng tên của chúng: \`cho biết past (registered_at = 2026-02-01T09:00, packages = 3)\`.

Ý nghĩa chính xác nằm ở [history.md](history.md).`,
  },
  text: {
    title: "Văn bản",
    text: `UTF-8. Chú thích từ \`--\` đến hết dòng. Tên phải có chữ thường (\`unit_price\`, \`mã_hs\`); mã chỉ gồm chữ hoa và số (\`CN\`, \`A11\`); chữ số đứng cạnh một mã là mã (\`item.hs trực thuộc 6109\`). Tên trùng từ khóa thì viết trong dấu \`\` \`tên\` \`\`. Số: \`1_000_000\`, \`2.50\`; phần trăm \`80%\`; tiền \`2.50 USD\`, đơn giá \`2.50 USD mỗi kg\`; lượng \`100 kg\`; ngày \`2026-02-01\`, giờ \`22:00\`, cả hai \`2026-02-01T09:00\`; khoảng thời gian \`180 ngày\`. Văn bản đặt trong \`"…"\`; \`"…" vi "…"\` là hai thứ tiếng. Trong \`vì\`, \`{biểu thức}\` được điền giá trị.`,
  },
  types: { title: "Kiểu", text: "Cột cuối là cách dữ kiện đứng trong tờ khai JSON." },
  operators: {
    title: "Quan hệ và phép tính",
    text: "Mọi ví dụ dưới đây đều được kiểm thử chạy: diễn giải, biên dịch và tối ưu.",
  },
  functions: { title: "Hàm", text: "Tên hàm giống nhau trong hai thứ tiếng." },
  aggregates: {
    title: "Phép gộp",
    text: "Trên một dãy của tờ khai hoặc các dòng của phép chọn: `tổng của item.net_weight trên items`, `đếm của (items trong đó item.hs trực thuộc 61)`, `phân vị 10 của line.customs_value trên peers`.",
  },
  properties: { title: "Thuộc tính", text: "Viết sau một giá trị: `item.hs.chapter`." },
  units: { title: "Đơn vị", text: "Bảng đóng; lược đồ cho biết mã của từng đơn vị trong dữ kiện." },
  keywords: { title: "Từ khóa", text: "Cả hai cột đều dành riêng, trừ khi đứng sau dấu chấm." },
  grammar: {
    title: "Ngữ pháp",
    text: "In từ bộ phân tích. `{ }` là lặp lại, `[ ]` là có thể vắng.",
  },
  groups: {
    item: "Mục",
    clause: "Nhãn mệnh đề",
    class: "Phân loại",
    access: "Bảo mật",
    logic: "Lô-gic",
    relation: "Quan hệ",
    rows: "Dòng",
    time: "Thời gian",
    outcome: "Kết quả",
    policy: "Chính sách",
    test: "Kiểm thử",
    schema: "Lược đồ",
    language: "Nhãn ngôn ngữ",
  },
  columns: {
    written: "Cách viết",
    english: "Tiếng Anh",
    vietnamese: "Tiếng Việt",
    meaning: "Ý nghĩa",
    examples: "Ví dụ",
    type: "Kiểu",
    json: "Trong JSON",
    factor: "Theo đơn vị gốc",
  },
  forms: {
    comparison: "So sánh",
    members: "Thuộc về và văn bản",
    operand: "Khớp",
    range: "Khoảng",
    postfix: "Kiểm tra",
    additive: "Cộng trừ",
    multiplicative: "Nhân chia",
  },
};

export const wording: Readonly<Record<Language, Wording>> = { en, vi };
