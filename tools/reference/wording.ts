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
               - item.net_weight is present
             - item.net_weight < 5 kg
               - item.customs_value > 500_000_000 VND
         và office không trực thuộc 01
  trừ khi    total_customs_value > 100_000_000_000 VND
  thì        luồng vàng, rủi ro +10
  vì         "{item.description}: {item.customs_value} for {item.net_weight}"
         vi  "{item.description}: {item.customs_value} cho {item.net_weight}"`;

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
    text: "Over a list of the declaration: `sum of item.net_weight over items`, `count of (items where item.hs under 61)`.",
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
    later: "Reserved for a later version",
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
    text: "Trên một dãy của tờ khai: `tổng của item.net_weight trên items`, `đếm của (items trong đó item.hs trực thuộc 61)`.",
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
    later: "Dành cho phiên bản sau",
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
