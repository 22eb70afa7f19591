/**
 * 3xxx: values that do not go together, and constants that are not what their place asks for.
 *
 * Each entry holds severity, both languages, an explain page and the pair of examples that tests run.
 * Which types go together is decided by the rules in `spec`; this file only words it.
 */

import type { Dimension, Type } from "@luong/spec";
import { defineDiagnostic } from "@luong/spec";
import { criterion, schema, tested, when } from "../example-schema.ts";
import { dimensionName, type Named, named, oneOf, typeName } from "../wording.ts";

/** Where a constant stands. */
export type ConstantPlace =
  | "example"
  | "range"
  | "member"
  | "cell"
  | "given"
  | "parameter"
  | "validity";

const placeEn: Readonly<Record<ConstantPlace, string>> = {
  example: "an example",
  range: "the end of a range",
  member: "a value of a list",
  cell: "a cell",
  given: "a given fact",
  parameter: "a parameter",
  validity: "a date of force",
};
const placeVi: Readonly<Record<ConstantPlace, string>> = {
  example: "ví dụ",
  range: "đầu của giới hạn",
  member: "giá trị của danh mục",
  cell: "ô",
  given: "dữ kiện cho biết",
  parameter: "tham số",
  validity: "ngày hiệu lực",
};

const bands =
  "table bands key (hs: Hs under) value (level: Channel, floor: Money USD per pcs optional) external\n";

export const typeDiagnostics = {
  LU3001: defineDiagnostic<{ operator: string; left: Type; right: Type }>({
    severity: "error",
    en: {
      message: ({ operator, left, right }) => ({
        what: `\`${operator}\` can not put these two together`,
        why: `on the left ${typeName(left, "en")}, on the right ${typeName(right, "en")}`,
      }),
      title: "Types do not go together",
      explain:
        "Both sides of a comparison are of one kind: text with text, a date with a date, money with money. What an operator accepts is listed on its reference page.",
    },
    vi: {
      message: ({ operator, left, right }) => ({
        what: `\`${operator}\` không ghép được hai vế này`,
        why: `vế trái là ${typeName(left, "vi")}, vế phải là ${typeName(right, "vi")}`,
      }),
      title: "Kiểu không hợp nhau",
      explain:
        "Hai vế của một phép so sánh cùng một loại: văn bản với văn bản, ngày với ngày, số tiền với số tiền. Trang tham khảo của từng phép ghi rõ phép đó nhận gì.",
    },
    bad: when('packages = "ten"'),
    good: when("packages = 10"),
  }),

  LU3002: defineDiagnostic<{ left: Dimension; right: Dimension }>({
    severity: "error",
    en: {
      message: ({ left, right }) => ({
        what: "these quantities measure different things",
        why: `on the left a ${dimensionName(left, "en")}, on the right a ${dimensionName(right, "en")}`,
        try: "use a unit of the same kind: kilograms and tonnes convert, kilograms and pieces never",
      }),
      title: "Units of different kinds",
      explain:
        "Units of one kind convert into each other (gram, kg, tonne). A mass and a number of pieces have nothing in common, so comparing them is always a slip.",
    },
    vi: {
      message: ({ left, right }) => ({
        what: "hai lượng này đo hai thứ khác nhau",
        why: `vế trái là ${dimensionName(left, "vi")}, vế phải là ${dimensionName(right, "vi")}`,
        try: "dùng đơn vị cùng loại: ki-lô-gam và tấn đổi được, ki-lô-gam và chiếc thì không",
      }),
      title: "Đơn vị khác loại",
      explain:
        "Đơn vị cùng loại đổi được cho nhau (gam, kg, tấn). Khối lượng và số chiếc không có gì chung, nên so sánh chúng luôn là nhầm lẫn.",
    },
    bad: when("gross_weight > 500 pcs"),
    good: when("gross_weight > 0.5 tonne"),
  }),

  LU3003: defineDiagnostic<{ left: string; right: string; to: string }>({
    severity: "error",
    en: {
      message: ({ left, right, to }) => ({
        what: `${left} and ${right} do not go together`,
        try: `convert one side: \`convert(…, ${to})\``,
      }),
      title: "Two currencies",
      explain:
        "Money of two currencies compares only after a conversion, which uses the official rate bound to the bundle. The conversion is written out, because without a rate the result is unknown.",
    },
    vi: {
      message: ({ left, right, to }) => ({
        what: `không cộng, trừ hay so sánh trực tiếp ${left} với ${right} được`,
        try: `quy đổi một vế: \`convert(…, ${to})\``,
      }),
      title: "Hai loại tiền",
      explain:
        "Tiền của hai loại tiền tệ chỉ so sánh được sau khi quy đổi theo tỷ giá chính thức nạp cùng gói. Phép quy đổi phải viết ra, vì thiếu tỷ giá thì kết quả là chưa rõ.",
    },
    bad: when("total_value > 20_000 USD"),
    good: when("convert(total_value, USD) > 20_000 USD"),
  }),

  LU3004: defineDiagnostic<{ left: Named; right: Named }>({
    severity: "error",
    en: {
      message: ({ left, right }) => ({
        what: `codes of ${named(left, "en")} and ${named(right, "en")} do not compare`,
        why: "equal letters mean different things in two code lists",
      }),
      title: "Two code lists",
      explain:
        "Codes compare only with codes of the same list. The country of a port is another fact than the port: the schema has to carry it.",
    },
    vi: {
      message: ({ left, right }) => ({
        what: `mã của ${named(left, "vi")} và ${named(right, "vi")} không so sánh được`,
        why: "cùng chữ cái nhưng mang nghĩa khác nhau trong hai bộ mã",
      }),
      title: "Hai bộ mã",
      explain:
        "Mã chỉ so sánh với mã của cùng bộ mã. Nước của cảng là dữ kiện khác với cảng: lược đồ phải có dữ kiện đó.",
    },
    bad: when("any item has item.origin = loading_port"),
    good: when("any item has item.origin = CN and loading_port = CNSHA"),
  }),

  LU3005: defineDiagnostic<{ list: Named; other: Type }>({
    severity: "error",
    en: {
      message: ({ list, other }) => ({
        what: `a code of ${named(list, "en")} is not ${typeName(other, "en")}`,
        why: "a code is a name made of digits or letters; it is never counted or measured",
      }),
      title: "Code and number",
      explain:
        "An HS code looks like a number and is none: `0101` and `101` are different, and nothing is gained by adding two. Compare it with codes, or ask what it stands under.",
    },
    vi: {
      message: ({ list, other }) => ({
        what: `mã thuộc ${named(list, "vi")} không phải là ${typeName(other, "vi")}`,
        why: "mã là tên gọi bằng chữ số hoặc chữ cái, không để đếm hay đo",
      }),
      title: "Mã và số",
      explain:
        "Mã HS trông như số nhưng không phải số: `0101` khác `101`, và cộng hai mã chẳng để làm gì. Hãy so sánh với mã, hoặc hỏi mã nằm trực thuộc đâu.",
    },
    bad: when("any item has item.hs = item.line_no"),
    good: when("any item has item.hs = 61091000"),
  }),

  LU3006: defineDiagnostic<{ operator: string; type: Type }>({
    severity: "error",
    en: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` needs an order, and ${typeName(type, "en")} has none`,
        ...(type.kind === "code" ? { try: "compare with `=`, `in` or `under`" } : {}),
      }),
      title: "Nothing to order",
      explain:
        "Numbers, percentages, money, quantities, dates and times have an order. Codes, text and truth values have not; for codes use `=`, `in` or `under`.",
    },
    vi: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` cần thứ tự, mà ${typeName(type, "vi")} không có thứ tự`,
        ...(type.kind === "code" ? { try: "so sánh bằng `=`, `thuộc` hoặc `trực thuộc`" } : {}),
      }),
      title: "Không có thứ tự",
      explain:
        "Số, tỷ lệ, số tiền, lượng hàng, ngày và giờ có thứ tự. Mã, văn bản và giá trị đúng sai thì không; với mã hãy dùng `=`, `thuộc` hoặc `trực thuộc`.",
    },
    bad: when("any item has item.hs < 61091000"),
    good: when("any item has item.hs under 6109"),
  }),

  LU3007: defineDiagnostic<{ image: string | null }>({
    severity: "error",
    en: {
      message: ({ image }) => ({
        what: "a percentage and a plain number do not go together",
        try: image === null ? "make both sides percentages" : `write \`${image}%\``,
      }),
      title: "Percentage and number",
      explain:
        "A percentage is not a number: `15%` never equals 15. The sign is always written, so that nobody has to guess whether 0.15 or 15 was meant.",
    },
    vi: {
      message: ({ image }) => ({
        what: "tỷ lệ phần trăm và số thường không đi với nhau",
        try: image === null ? "để cả hai vế là tỷ lệ phần trăm" : `viết \`${image}%\``,
      }),
      title: "Phần trăm và số",
      explain:
        "Tỷ lệ phần trăm không phải là số: `15%` không bao giờ bằng 15. Dấu phần trăm luôn được viết, để không ai phải đoán là 0,15 hay 15.",
    },
    bad: when("any item has item.duty_rate < 15"),
    good: when("any item has item.duty_rate < 15%"),
  }),

  LU3008: defineDiagnostic<{ operator: string }>({
    severity: "error",
    en: {
      message: () => ({
        what: "a date and a date with time do not compare",
        why: "a day is not a moment",
        try: "take the day of the moment with `.date`",
      }),
      title: "Date and moment",
      explain:
        "`registered_at` is a moment, `arrived_on` a whole day. `registered_at.date` is the local day of the moment, in the zone of the schema.",
    },
    vi: {
      message: () => ({
        what: "ngày và thời điểm không so sánh được",
        why: "một ngày không phải là một thời điểm",
        try: "lấy ngày của thời điểm bằng `.date`",
      }),
      title: "Ngày và thời điểm",
      explain:
        "`registered_at` là một thời điểm, `arrived_on` là cả một ngày. `registered_at.date` là ngày địa phương của thời điểm đó, theo múi giờ của lược đồ.",
    },
    bad: when("registered_at > arrived_on"),
    good: when("registered_at.date > arrived_on"),
  }),

  LU3009: defineDiagnostic<{ months: string | null }>({
    severity: "error",
    en: {
      message: () => ({
        what: "months and years have no fixed length",
        why: "they can be added to a date, and compare with nothing",
        try: "write days",
      }),
      title: "Months against days",
      explain:
        "A month has 28 to 31 days. `date + 3 months` is a day of the calendar; whether something lasted longer than 3 months is asked in days, or by comparing two dates.",
    },
    vi: {
      message: () => ({
        what: "tháng và năm không có độ dài cố định",
        why: "có thể cộng chúng vào một ngày, nhưng không so sánh với gì được",
        try: "viết bằng ngày",
      }),
      title: "Tháng với ngày",
      explain:
        "Một tháng có 28 đến 31 ngày. `ngày + 3 tháng` là một ngày trên lịch; muốn hỏi có lâu hơn 3 tháng không thì tính bằng ngày, hoặc so sánh hai ngày.",
    },
    bad: when("registered_at.date - importer.established_on < 6 months"),
    good: when("registered_at.date - importer.established_on < 180 days"),
  }),

  LU3010: defineDiagnostic<{ operator: string; type: Type }>({
    severity: "error",
    en: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` looks into text, and ${typeName(type, "en")} is none`,
      }),
      title: "Text is needed",
      explain:
        "`contains`, `starts with` and `ends with` look at letters and words. Codes, numbers, money and dates have their own operators.",
    },
    vi: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` tìm trong văn bản, mà ${typeName(type, "vi")} không phải văn bản`,
      }),
      title: "Cần văn bản",
      explain:
        "`chứa`, `bắt đầu bằng` và `kết thúc bằng` xét chữ và từ. Mã, số, số tiền và ngày có các phép riêng.",
    },
    bad: when('gross_weight contains "kg"'),
    good: when('notes contains "kg"'),
  }),

  LU3011: defineDiagnostic<{ operator: string; type: Type; label: Named | null }>({
    severity: "error",
    en: {
      message: ({ operator, type, label }) => ({
        what: `\`${operator}\` needs levels, and ${label === null ? `${typeName(type, "en")}` : named(label, "en")} has none`,
        try: "use `=` or `in`",
      }),
      title: "No hierarchy",
      explain:
        "`under` asks whether a code lies below another: an HS code below a heading, an office below its department. Only code lists with `levels` or `tree` have such an order.",
    },
    vi: {
      message: ({ operator, type, label }) => ({
        what: `\`${operator}\` cần phân cấp, mà ${label === null ? typeName(type, "vi") : named(label, "vi")} không có`,
        try: "dùng `=` hoặc `thuộc`",
      }),
      title: "Không có phân cấp",
      explain:
        "`trực thuộc` hỏi một mã có nằm dưới mã khác không: mã HS dưới nhóm, cơ quan dưới cục. Chỉ bộ mã có `phân cấp` hoặc `dạng cây` mới có quan hệ này.",
    },
    bad: when("any item has item.origin under CN"),
    good: when("any item has item.origin in CN"),
  }),

  LU3012: defineDiagnostic<{ code: string; list: Named; lengths: readonly number[] }>({
    severity: "error",
    en: {
      message: ({ code, list, lengths }) => ({
        what: `\`${code}\` has ${code.length} characters, and no level of ${named(list, "en")} has`,
        try: code.includes(".")
          ? "codes are written without dots"
          : `a code has ${oneOf(lengths.map(String), "en")} characters`,
      }),
      title: "Length of a code",
      explain:
        "The levels of the list say how long its codes are. For the HS: chapter 2, heading 4, subheading 6, national line 8 digits. Zeros in front count.",
    },
    vi: {
      message: ({ code, list, lengths }) => ({
        what: `\`${code}\` dài ${code.length} ký tự, ${named(list, "vi")} không có cấp nào như vậy`,
        try: code.includes(".")
          ? "mã viết liền, không có dấu chấm"
          : `mã dài ${oneOf(lengths.map(String), "vi")} ký tự`,
      }),
      title: "Độ dài của mã",
      explain:
        "Các cấp của bộ mã quy định độ dài của mã. Với HS: chương 2, nhóm 4, phân nhóm 6, dòng thuế quốc gia 8 chữ số. Số 0 đứng đầu cũng tính.",
    },
    bad: when("any item has item.hs under 61091"),
    good: when("any item has item.hs under 610910"),
  }),

  LU3013: defineDiagnostic<{ code: string; list: Named; length: number }>({
    severity: "error",
    en: {
      message: ({ code, list, length }) => ({
        what: `\`${code}\` can never equal a code of ${length} characters`,
        why: `${named(list, "en")} is declared here with ${length}`,
        try:
          code.length < length
            ? "use `under` for all codes below it"
            : "compare codes of one length",
      }),
      title: "Codes of two lengths",
      explain:
        "`=` and `in` compare whole codes. `item.hs in 6109` is never true when goods lines carry eight digits; `item.hs under 6109` asks for the heading.",
    },
    vi: {
      message: ({ code, list, length }) => ({
        what: `\`${code}\` không bao giờ bằng mã dài ${length} ký tự`,
        why: `${named(list, "vi")} ở đây được khai ${length} ký tự`,
        try:
          code.length < length
            ? "dùng `trực thuộc` cho mọi mã cấp dưới của nó"
            : "so sánh các mã cùng độ dài",
      }),
      title: "Mã khác độ dài",
      explain:
        "`=` và `thuộc` so sánh cả mã. `item.hs thuộc 6109` không bao giờ đúng khi dòng hàng khai tám chữ số; `item.hs trực thuộc 6109` hỏi theo nhóm.",
    },
    bad: when("any item has item.hs in 6109, 6110"),
    good: when("any item has item.hs under 6109, 6110"),
  }),

  LU3014: defineDiagnostic<{ left: string; right: string }>({
    severity: "error",
    en: {
      message: ({ left, right }) => ({
        what: `a \`${left}\` and a \`${right}\` name different things`,
      }),
      title: "Identifiers of different things",
      explain:
        "A tax code, a container number, a plate and a name are all written as text, and comparing one with another is a slip. Fields of one type compare.",
    },
    vi: {
      message: ({ left, right }) => ({
        what: `\`${left}\` và \`${right}\` gọi tên những thứ khác nhau`,
      }),
      title: "Định danh của hai thứ khác nhau",
      explain:
        "Mã số thuế, số container, biển số và tên đều viết bằng chữ, nhưng so sánh loại này với loại kia là nhầm lẫn. Các trường cùng kiểu mới so sánh được.",
    },
    bad: when("importer.tax_code = declaration_no"),
    good: when("importer.tax_code = exporter.tax_code"),
  }),

  LU3015: defineDiagnostic<{ operator: string; left: Type; right: Type }>({
    severity: "error",
    en: {
      message: ({ operator, left, right }) => ({
        what: `\`${operator}\` can not calculate with these`,
        why: `on the left ${typeName(left, "en")}, on the right ${typeName(right, "en")}`,
      }),
      title: "Calculation without meaning",
      explain:
        "Like things add up. Money divided by a quantity is a unit price, a unit price times a quantity is money, a duration can be added to a date. Money times money, or pieces divided by days, has no meaning here.",
    },
    vi: {
      message: ({ operator, left, right }) => ({
        what: `\`${operator}\` không tính được với hai vế này`,
        why: `vế trái là ${typeName(left, "vi")}, vế phải là ${typeName(right, "vi")}`,
      }),
      title: "Phép tính không có nghĩa",
      explain:
        "Chỉ cộng những thứ giống nhau. Số tiền chia cho lượng hàng là đơn giá, đơn giá nhân lượng hàng là số tiền, có thể cộng khoảng thời gian vào ngày. Tiền nhân tiền, hay số chiếc chia cho số ngày, không có nghĩa.",
    },
    bad: when("total_value * total_value > 5 VND"),
    good: when("total_value * 2 > 5_000_000 VND"),
  }),

  LU3016: defineDiagnostic<{ image: string; type: Type; units: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ image, type, units }) => ({
        what: `\`${image}\` needs a unit`,
        why: `the other side is ${typeName(type, "en")}`,
        try: `write ${oneOf(
          units.map((unit) => `${image} ${unit}`),
          "en",
        )}`,
      }),
      title: "Number without unit",
      explain:
        "A quantity is a number with its unit. The unit is always written, so that nobody has to remember in which unit a field is kept.",
    },
    vi: {
      message: ({ image, type, units }) => ({
        what: `\`${image}\` cần có đơn vị`,
        why: `vế kia là ${typeName(type, "vi")}`,
        try: `viết ${oneOf(
          units.map((unit) => `${image} ${unit}`),
          "vi",
        )}`,
      }),
      title: "Số thiếu đơn vị",
      explain:
        "Lượng hàng là một số kèm đơn vị. Đơn vị luôn được viết, để không ai phải nhớ trường được ghi theo đơn vị nào.",
    },
    bad: when("gross_weight > 500"),
    good: when("gross_weight > 500 kg"),
  }),

  LU3017: defineDiagnostic<{ image: string; type: Type; forms: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ image, type, forms }) => ({
        what: `\`${image}\` needs a currency`,
        why: `the other side is ${typeName(type, "en")}`,
        try: `write ${oneOf(
          forms.map((form) => `${image} ${form}`),
          "en",
        )}`,
      }),
      title: "Number without currency",
      explain:
        "Money is an amount with its currency, a unit price has also the unit it is for: `2.50 USD per kg`.",
    },
    vi: {
      message: ({ image, type, forms }) => ({
        what: `\`${image}\` cần có loại tiền`,
        why: `vế kia là ${typeName(type, "vi")}`,
        try: `viết ${oneOf(
          forms.map((form) => `${image} ${form}`),
          "vi",
        )}`,
      }),
      title: "Số thiếu loại tiền",
      explain: "Số tiền là một số kèm loại tiền, đơn giá kèm cả đơn vị tính: `2.50 USD mỗi kg`.",
    },
    bad: when("total_value > 1_000_000"),
    good: when("total_value > 1_000_000 VND"),
  }),

  LU3018: defineDiagnostic<{ type: Type }>({
    severity: "error",
    en: {
      message: ({ type }) => ({
        what: `a condition is needed here, this is ${typeName(type, "en")}`,
        try: "compare it with something, or ask `is present`",
      }),
      title: "Condition expected",
      explain:
        "`when`, `unless`, `scope`, `not`, `and`, `or`, `has` and `where` take conditions: something that is true or false. A value becomes one by a comparison.",
    },
    vi: {
      message: ({ type }) => ({
        what: `ở đây cần một điều kiện, đây là ${typeName(type, "vi")}`,
        try: "so sánh với giá trị nào đó, hoặc hỏi `đã có`",
      }),
      title: "Cần điều kiện",
      explain:
        "`khi`, `trừ khi`, `phạm vi`, `không phải`, `và`, `hoặc`, `mà` và `trong đó` nhận điều kiện: điều đúng hoặc sai. Một giá trị trở thành điều kiện nhờ phép so sánh.",
    },
    bad: when("packages"),
    good: when("packages > 0"),
  }),

  LU3019: defineDiagnostic<{ operator: string }>({
    severity: "error",
    en: {
      message: ({ operator }) => ({
        what: `\`${operator}\` needs a value, this is a condition`,
        try: "join conditions with `and` or `or`",
      }),
      title: "Value expected",
      explain:
        "A condition is true or false; it can not be added up, ordered or compared with a number. Only `= true` and `= false` may follow one.",
    },
    vi: {
      message: ({ operator }) => ({
        what: `\`${operator}\` cần một giá trị, đây là điều kiện`,
        try: "nối các điều kiện bằng `và` hoặc `hoặc`",
      }),
      title: "Cần giá trị",
      explain:
        "Điều kiện chỉ đúng hoặc sai; không cộng, không xếp thứ tự, không so sánh với số được. Sau điều kiện chỉ có thể là `= đúng` hoặc `= sai`.",
    },
    bad: when("importer.priority > 3"),
    good: when("importer.priority"),
  }),

  LU3020: defineDiagnostic<{ image: string }>({
    severity: "error",
    en: {
      message: ({ image }) => ({
        what: `\`${image}\` is a code, not a number`,
        why: "a number does not start with 0",
      }),
      title: "Zero in front",
      explain:
        "Digits with a zero in front are a code, and beside a number no code can stand. Either the zero is too much, or the other side is the wrong field.",
    },
    vi: {
      message: ({ image }) => ({
        what: `\`${image}\` là mã, không phải số`,
        why: "số không bắt đầu bằng 0",
      }),
      title: "Số 0 đứng đầu",
      explain:
        "Dãy chữ số có số 0 đứng đầu là mã, và mã không đứng cạnh số được. Hoặc thừa số 0, hoặc vế kia là trường khác.",
    },
    bad: when("packages > 010"),
    good: when("packages > 10"),
  }),

  LU3021: defineDiagnostic<{ image: string; type: Type }>({
    severity: "error",
    en: {
      message: ({ image, type }) => ({
        what: `\`${image}\` needs quotes`,
        why: `the other side is ${typeName(type, "en")}`,
        try: `write \`"${image}"\``,
      }),
      title: "Text without quotes",
      explain:
        'Numbers of taxpayers, declarations and containers are text and stand in quotes: `"0101234567"`. Only members of code lists are written bare.',
    },
    vi: {
      message: ({ image, type }) => ({
        what: `\`${image}\` cần dấu ngoặc kép`,
        why: `vế kia là ${typeName(type, "vi")}`,
        try: `viết \`"${image}"\``,
      }),
      title: "Văn bản thiếu ngoặc kép",
      explain:
        'Mã số thuế, số tờ khai, số container là văn bản và đặt trong ngoặc kép: `"0101234567"`. Chỉ mã thuộc bộ mã mới viết trần.',
    },
    bad: when("importer.tax_code = 0101234567"),
    good: when('importer.tax_code = "0101234567"'),
  }),

  LU3022: defineDiagnostic<{ record: Named; fields: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ record, fields }) => ({
        what: `${named(record, "en")} is a whole record, a single fact is needed`,
        ...(fields.length > 0 ? { try: `name a field: ${oneOf(fields, "en")}` } : {}),
      }),
      title: "Record where a fact is needed",
      explain:
        "Records do not compare. Say which of its facts is meant: `importer.tax_code`. A whole record may only be handed to a definition that takes one.",
    },
    vi: {
      message: ({ record, fields }) => ({
        what: `${named(record, "vi")} là cả bản ghi, ở đây cần một dữ kiện`,
        ...(fields.length > 0 ? { try: `nêu trường: ${oneOf(fields, "vi")}` } : {}),
      }),
      title: "Bản ghi thay cho dữ kiện",
      explain:
        "Bản ghi không so sánh được. Nêu rõ dữ kiện nào: `importer.tax_code`. Cả bản ghi chỉ đưa vào định nghĩa nhận bản ghi.",
    },
    bad: when("importer = exporter"),
    good: when("importer.tax_code = exporter.tax_code"),
  }),

  LU3023: defineDiagnostic<{ kind: "list" | "set"; name: string; each: string }>({
    severity: "error",
    en: {
      message: ({ kind, name, each }) => ({
        what: `\`${name}\` holds many values, a single one is needed`,
        try:
          kind === "list"
            ? `write \`any ${each} has …\` or \`count of ${name}\``
            : "use `in`, or `overlaps` for two sets",
      }),
      title: "Many where one is needed",
      explain:
        "A list of goods lines or a set of values is not one value. Ask about its elements with `any`, `every`, `no`, count them, or ask whether a value is `in` the set.",
    },
    vi: {
      message: ({ kind, name, each }) => ({
        what: `\`${name}\` có nhiều giá trị, ở đây cần một`,
        try:
          kind === "list"
            ? `viết \`có ${each} mà …\` hoặc \`đếm của ${name}\``
            : "dùng `thuộc`, hoặc `giao với` cho hai tập",
      }),
      title: "Nhiều thay cho một",
      explain:
        "Dãy dòng hàng hay tập giá trị không phải một giá trị. Hỏi về phần tử bằng `có`, `mọi`, `không có`, đếm chúng, hoặc hỏi một giá trị có `thuộc` tập không.",
    },
    bad: when("items > 3"),
    good: when("count of items > 3"),
  }),

  LU3024: defineDiagnostic<{ operator: string; type: Type; percent: string | null }>({
    severity: "error",
    en: {
      message: ({ type, percent }) => ({
        what: `a percentage can not be added to ${typeName(type, "en")}`,
        try: percent === null ? "multiply: `110% of x`" : `say of what: \`${percent} of x\``,
      }),
      title: "Percentage added",
      explain:
        "Ten per cent of what? A share is taken of something: `110% of x` is x and a tenth more. Percentages may be added to percentages.",
    },
    vi: {
      message: ({ type, percent }) => ({
        what: `không cộng tỷ lệ phần trăm vào ${typeName(type, "vi")}`,
        try: percent === null ? "nhân: `110% của x`" : `nói rõ của cái gì: \`${percent} của x\``,
      }),
      title: "Cộng phần trăm",
      explain:
        "Mười phần trăm của cái gì? Tỷ lệ luôn tính trên một giá trị: `110% của x` là x thêm một phần mười. Tỷ lệ phần trăm chỉ cộng với tỷ lệ phần trăm.",
    },
    bad: when("gross_weight + 10% > 500 kg"),
    good: when("110% of gross_weight > 500 kg"),
  }),

  LU3025: defineDiagnostic<{ name: string; parameter: string; expected: Type; found: Type }>({
    severity: "error",
    en: {
      message: ({ name, parameter, expected, found }) => ({
        what: `\`${parameter}\` of \`${name}\` is ${typeName(expected, "en")}, here is ${typeName(found, "en")}`,
      }),
      title: "Argument of another type",
      explain:
        "Each argument has a type: for a table the type of its key column, for a definition the one after the colon. The arguments stand in the order of the declaration.",
    },
    vi: {
      message: ({ name, parameter, expected, found }) => ({
        what: `\`${parameter}\` của \`${name}\` là ${typeName(expected, "vi")}, ở đây là ${typeName(found, "vi")}`,
      }),
      title: "Đối số khác kiểu",
      explain:
        "Mỗi đối số có kiểu: với bảng tra là kiểu của cột khóa, với định nghĩa là kiểu sau dấu hai chấm. Đối số đứng theo thứ tự khai báo.",
    },
    bad: bands + when("any item has bands(item.origin).level = red"),
    good: bands + when("any item has bands(item.hs).level = red"),
  }),

  LU3026: defineDiagnostic<{ effect: "channel" | "risk"; fact: Named }>({
    severity: "error",
    en: {
      message: ({ effect, fact }) => ({
        what: `${named(fact, "en")} may be missing, and an outcome must be definite`,
        try:
          effect === "risk"
            ? "make the column mandatory, or use `first_present(…, 0)`"
            : "make the column mandatory",
      }),
      title: "Uncertain outcome",
      explain:
        "When a criterion hits, its channel and its points must be known. A fact or column that may be missing can not decide them.",
    },
    vi: {
      message: ({ effect, fact }) => ({
        what: `${named(fact, "vi")} có thể thiếu, mà kết quả phải xác định`,
        try:
          effect === "risk"
            ? "để cột là bắt buộc, hoặc dùng `first_present(…, 0)`"
            : "để cột là bắt buộc",
      }),
      title: "Kết quả không chắc chắn",
      explain:
        "Khi tiêu chí trúng thì luồng và điểm rủi ro phải biết rõ. Dữ kiện hay cột có thể thiếu không quyết định được chúng.",
    },
    bad: criterion("  when packages > 10\n  then risk + importer.risk_rank"),
    good: criterion("  when packages > 10\n  then risk + importer.compliance_level"),
  }),

  LU3027: defineDiagnostic<{ effect: "channel" | "risk"; type: Type }>({
    severity: "error",
    en: {
      message: ({ effect, type }) => ({
        what:
          effect === "risk"
            ? `risk points are a number, this is ${typeName(type, "en")}`
            : `a channel is needed, this is ${typeName(type, "en")}`,
      }),
      title: "Type of an outcome",
      explain:
        "`risk` takes a number, `channel` one of red, yellow and green, or a column of type `Channel`.",
    },
    vi: {
      message: ({ effect, type }) => ({
        what:
          effect === "risk"
            ? `điểm rủi ro là số, đây là ${typeName(type, "vi")}`
            : `cần một luồng, đây là ${typeName(type, "vi")}`,
      }),
      title: "Kiểu của kết quả",
      explain: "`rủi ro` nhận một số, `luồng` nhận đỏ, vàng, xanh, hoặc cột kiểu `Channel`.",
    },
    bad: criterion("  when packages > 10\n  then risk + gross_weight"),
    good: criterion("  when packages > 10\n  then risk + packages"),
  }),

  LU3028: defineDiagnostic<{ fact: Named }>({
    severity: "error",
    en: {
      message: ({ fact }) => ({
        what: `\`scope\` must be true or false, and ${named(fact, "en")} may be missing`,
        try: "move the condition to `when`",
      }),
      title: "Scope that may be unknown",
      explain:
        "`scope` says which declarations a criterion is about, so it must be answerable for every declaration. What depends on a fact that may be missing belongs in `when`.",
    },
    vi: {
      message: ({ fact }) => ({
        what: `\`phạm vi\` phải đúng hoặc sai, mà ${named(fact, "vi")} có thể thiếu`,
        try: "chuyển điều kiện sang `khi`",
      }),
      title: "Phạm vi có thể chưa rõ",
      explain:
        "`phạm vi` nói tiêu chí xét những tờ khai nào, nên phải trả lời được với mọi tờ khai. Điều phụ thuộc dữ kiện có thể thiếu thì đặt ở `khi`.",
    },
    bad: criterion("  scope importer.risk_rank > 6\n  when packages > 10\n  then channel yellow"),
    good: criterion(
      "  scope office under 03\n  when importer.risk_rank > 6\n  then channel yellow",
    ),
  }),

  LU3029: defineDiagnostic<{ field: string; declared: Type; found: Type }>({
    severity: "error",
    en: {
      message: ({ field, declared, found }) => ({
        what: `\`${field}\` is declared as ${typeName(declared, "en")}, its expression gives ${typeName(found, "en")}`,
      }),
      title: "Type of a computed field",
      explain: "The expression after `=` must give a value of the type the field is declared with.",
    },
    vi: {
      message: ({ field, declared, found }) => ({
        what: `\`${field}\` khai báo là ${typeName(declared, "vi")}, biểu thức cho ${typeName(found, "vi")}`,
      }),
      title: "Kiểu của trường tính toán",
      explain: "Biểu thức sau dấu `=` phải cho giá trị đúng kiểu của trường.",
    },
    bad: schema("").replace(
      'example "104339917920"',
      'example "104339917920"\n  packages: Integer example 1\n  half: Percent = packages / 2',
    ),
    good: schema("").replace(
      'example "104339917920"',
      'example "104339917920"\n  packages: Integer example 1\n  half: Number = packages / 2',
    ),
  }),

  LU3030: defineDiagnostic<{
    place: ConstantPlace;
    expected: Type;
    found: Type | null;
    text: string;
  }>({
    severity: "error",
    en: {
      message: ({ place, expected, text }) => ({
        what: `\`${text}\` is not ${typeName(expected, "en")}`,
        why: `${placeEn[place]} has the type of what it stands for`,
      }),
      title: "Constant of another type",
      explain:
        "Examples, ranges, values of lists, cells of tables and given facts are constants of the type of their field, list or column.",
    },
    vi: {
      message: ({ place, expected, text }) => ({
        what: `\`${text}\` không phải là ${typeName(expected, "vi")}`,
        why: `${placeVi[place]} có kiểu của mục mà nó thuộc về`,
      }),
      title: "Hằng khác kiểu",
      explain:
        "Ví dụ, giới hạn, giá trị của danh mục, ô của bảng tra và dữ kiện cho biết là hằng có kiểu của trường, danh mục hay cột.",
    },
    bad: tested("given packages = true expect no hit"),
    good: tested("given packages = 3 expect no hit"),
  }),

  LU3031: defineDiagnostic<{ text: string; from: string; to: string }>({
    severity: "error",
    en: {
      message: ({ text, from, to }) => ({
        what: `\`${text}\` is outside \`${from}\` to \`${to}\``,
      }),
      title: "Outside the range",
      explain:
        "The schema gives the field a range, and facts outside it are rejected. A range goes from the lower to the higher end.",
    },
    vi: {
      message: ({ text, from, to }) => ({
        what: `\`${text}\` nằm ngoài \`${from}\` đến \`${to}\``,
      }),
      title: "Ngoài giới hạn",
      explain:
        "Lược đồ quy định giới hạn của trường, dữ kiện ngoài giới hạn bị từ chối. Giới hạn viết từ thấp đến cao.",
    },
    bad: tested("given importer.risk_rank = 12 expect no hit"),
    good: tested("given importer.risk_rank = 9 expect no hit"),
  }),

  LU3032: defineDiagnostic<{ image: string; currency: string; digits: number }>({
    severity: "error",
    en: {
      message: ({ image, currency, digits }) => ({
        what: `\`${image}\` has more decimals than ${currency}, which has ${digits}`,
      }),
      title: "Too many decimals",
      explain:
        "Money is a whole number of the smallest units of its currency. Unit prices may have more decimals.",
    },
    vi: {
      message: ({ image, currency, digits }) => ({
        what: `\`${image}\` có nhiều chữ số lẻ hơn ${currency}, vốn có ${digits}`,
      }),
      title: "Quá nhiều chữ số lẻ",
      explain:
        "Số tiền là một số nguyên các đơn vị nhỏ nhất của loại tiền. Đơn giá có thể có nhiều chữ số lẻ hơn.",
    },
    bad: when("any item has item.invoice_value > 10.005 USD"),
    good: when("any item has item.invoice_value > 10.05 USD"),
  }),

  LU3033: defineDiagnostic<{ table: string; row: number; first: number }>({
    severity: "error",
    en: {
      message: ({ table, row, first }) => ({
        what: `rows ${first} and ${row} of \`${table}\` match the same keys`,
        try: "remove one, or tell them apart by a key",
      }),
      title: "Rows that tie",
      explain:
        "For any keys one row must be the best: a filled cell beats an empty one, a longer code a shorter one, columns from left to right. Two rows with equal keys tie, and nobody could say which one holds.",
    },
    vi: {
      message: ({ table, row, first }) => ({
        what: `hàng ${first} và hàng ${row} của \`${table}\` khớp cùng khóa`,
        try: "bỏ một hàng, hoặc phân biệt bằng khóa",
      }),
      title: "Hàng trùng khóa",
      explain:
        "Với mọi khóa phải có một hàng phù hợp nhất: ô có giá trị thắng ô trống, mã dài thắng mã ngắn, xét cột từ trái sang phải. Hai hàng cùng khóa ngang nhau, không ai biết hàng nào áp dụng.",
    },
    bad: "table floors key (hs: Hs under) value (floor: Integer)\n  | 6109 | 2 |\n  | 6109 | 3 |\n",
    good: "table floors key (hs: Hs under) value (floor: Integer)\n  | 6109 | 2 |\n  | 6110 | 3 |\n",
  }),

  LU3034: defineDiagnostic<{ place: ConstantPlace }>({
    severity: "error",
    en: {
      message: ({ place }) => ({ what: `${placeEn[place]} must be a constant` }),
      title: "Constant expected",
      explain:
        "Examples, ranges, parameters, values of lists, cells of tables, given facts and dates of force are written out; nothing is calculated there.",
    },
    vi: {
      message: ({ place }) => ({ what: `${placeVi[place]} phải là hằng` }),
      title: "Cần hằng",
      explain:
        "Ví dụ, giới hạn, tham số, giá trị của danh mục, ô của bảng tra, dữ kiện cho biết và ngày hiệu lực được viết sẵn; ở đó không tính toán.",
    },
    bad: tested("given packages = revision expect no hit"),
    good: tested("given packages = 4 expect no hit"),
  }),

  LU3035: defineDiagnostic<{ aggregate: string; type: Type }>({
    severity: "error",
    en: {
      message: ({ aggregate, type }) => ({
        what: `\`${aggregate}\` can not be taken of ${typeName(type, "en")}`,
      }),
      title: "Aggregate of another type",
      explain:
        "`sum` and `average` take numbers, percentages, money, quantities and durations; `lowest` and `highest` take what has an order.",
    },
    vi: {
      message: ({ aggregate, type }) => ({
        what: `không lấy được \`${aggregate}\` của ${typeName(type, "vi")}`,
      }),
      title: "Tổng hợp sai kiểu",
      explain:
        "`tổng` và `trung bình` nhận số, tỷ lệ, số tiền, lượng hàng và khoảng thời gian; `nhỏ nhất`, `lớn nhất` nhận những gì có thứ tự.",
    },
    bad: when('sum of item.description over items = "x"'),
    good: when("sum of item.customs_value over items > 5 VND"),
  }),

  LU3036: defineDiagnostic<{ operator: string }>({
    severity: "error",
    en: {
      message: ({ operator }) => ({
        what: `after \`${operator}\` stands a column of the row: \`row.hs\``,
      }),
      title: "Match against a row",
      explain:
        "`matches` compares with a cell of the row in the way its column declares, and an empty cell matches everything. It is used in a criterion with `for each row of`.",
    },
    vi: {
      message: ({ operator }) => ({
        what: `sau \`${operator}\` là một cột của hàng: \`row.hs\``,
      }),
      title: "Khớp với hàng",
      explain:
        "`khớp` so sánh với ô của hàng theo cách cột khai báo, ô trống khớp mọi giá trị. Dùng trong tiêu chí có `cho từng dòng của`.",
    },
    bad: when("any item has item.hs matches 6109"),
    good: when("any item has item.hs under 6109"),
  }),

  LU3037: defineDiagnostic<{ match: "under" | "between" | "optional"; type: Type }>({
    severity: "error",
    en: {
      message: ({ match, type }) => ({
        what:
          match === "optional"
            ? `a key can not be ${typeName(type, "en")}`
            : `a column that is ${typeName(type, "en")} can not match by \`${match}\``,
      }),
      title: "How a column matches",
      explain:
        "`under` needs a code list with `levels` or `tree`, `between` a type with an order. Keys are single values.",
    },
    vi: {
      message: ({ match, type }) => ({
        what:
          match === "optional"
            ? `khóa không thể là ${typeName(type, "vi")}`
            : `cột ${typeName(type, "vi")} không khớp theo \`${match}\` được`,
      }),
      title: "Cách khớp của cột",
      explain:
        "`trực thuộc` cần bộ mã có `phân cấp` hoặc `dạng cây`, `trong khoảng` cần kiểu có thứ tự. Khóa là giá trị đơn.",
    },
    bad: "table bands key (origin: Country under) value (level: Channel) external\n",
    good: "table bands key (origin: Country) value (level: Channel) external\n",
  }),

  LU3039: defineDiagnostic<{ code: string }>({
    severity: "error",
    en: {
      message: ({ code }) => ({
        what: `nothing tells what \`${code}\` is a code of`,
        try: "put it next to a fact with a code list, or in quotes if it is text",
      }),
      title: "Code without a list",
      explain:
        "A code gets its meaning from the other side: `item.origin = CN`. Between two codes, or where a number is needed, it has none.",
    },
    vi: {
      message: ({ code }) => ({
        what: `không có gì cho biết \`${code}\` là mã của bộ mã nào`,
        try: "đặt cạnh dữ kiện có bộ mã, hoặc trong ngoặc kép nếu là văn bản",
      }),
      title: "Mã không có bộ mã",
      explain:
        "Mã nhận nghĩa từ vế kia: `item.origin = CN`. Giữa hai mã, hoặc nơi cần số, nó không có nghĩa.",
    },
    bad: when("CN = VN"),
    good: when("any item has item.origin = VN"),
  }),

  LU3040: defineDiagnostic<{ table: string; columns: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ table, columns }) => ({
        what: `\`${table}(…)\` is a whole row`,
        try: `name a column: ${oneOf(
          columns.map((column) => `.${column}`),
          "en",
        )}; or ask \`is present\``,
      }),
      title: "Row where a value is needed",
      explain:
        "A table gives the best row for its keys. A value is one of the row's columns: `reference_price(item.hs).usual`.",
    },
    vi: {
      message: ({ table, columns }) => ({
        what: `\`${table}(…)\` là cả một hàng`,
        try: `nêu cột: ${oneOf(
          columns.map((column) => `.${column}`),
          "vi",
        )}; hoặc hỏi \`đã có\``,
      }),
      title: "Hàng thay cho giá trị",
      explain:
        "Bảng tra cho hàng phù hợp nhất với khóa. Giá trị là một cột của hàng: `reference_price(item.hs).usual`.",
    },
    bad: bands + when("any item has bands(item.hs) = red"),
    good: bands + when("any item has bands(item.hs).level = red"),
  }),

  LU3041: defineDiagnostic<{ unitPriceLeft: boolean; text: string; forms: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ forms }) => ({
        what: "a unit price and an amount of money do not compare",
        why: "a unit price is money for one unit",
        ...(forms.length > 0
          ? {
              try: `write ${oneOf(forms, "en")}`,
            }
          : {}),
      }),
      title: "Price without its unit",
      explain:
        "`2.50 USD` is an amount, `2.50 USD per kg` a unit price. Without the unit nobody knows what the price is for.",
    },
    vi: {
      message: ({ forms }) => ({
        what: "đơn giá và số tiền không so sánh được",
        why: "đơn giá là số tiền cho một đơn vị",
        ...(forms.length > 0
          ? {
              try: `viết ${oneOf(forms, "vi")}`,
            }
          : {}),
      }),
      title: "Đơn giá thiếu đơn vị",
      explain:
        "`2.50 USD` là số tiền, `2.50 USD mỗi kg` là đơn giá. Thiếu đơn vị thì không biết giá của cái gì.",
    },
    bad: when("any item has item.unit_price < 2.50 USD"),
    good: when("any item has item.unit_price < 2.50 USD per pcs"),
  }),

  LU3042: defineDiagnostic<{ name: string }>({
    severity: "error",
    en: {
      message: ({ name }) => ({
        what: `\`${name}\` is not dated`,
        try: `declare it \`dated\`, or leave out \`as of\``,
      }),
      title: "As of without dates",
      explain:
        "Rows of a `dated` list or table have dates from and until, and `as of` asks for those in force at that time. Others hold always.",
    },
    vi: {
      message: ({ name }) => ({
        what: `\`${name}\` không có kỳ`,
        try: "khai báo `nhiều kỳ`, hoặc bỏ `tính đến`",
      }),
      title: "Tính đến khi không có kỳ",
      explain:
        "Hàng của danh mục hay bảng tra `nhiều kỳ` có ngày bắt đầu và kết thúc, `tính đến` hỏi những hàng có hiệu lực lúc đó. Loại khác thì luôn có hiệu lực.",
    },
    bad:
      "list hubs of Country external\n" +
      when("any item has item.origin in hubs as of registered_at"),
    good:
      "list hubs of Country external dated\n" +
      when("any item has item.origin in hubs as of registered_at"),
  }),

  LU3043: defineDiagnostic<{ name: string; shape: "list" | "set" | "currency" | "per" | "member" }>(
    {
      severity: "error",
      en: {
        message: ({ name, shape }) => ({
          what: {
            list: `\`list of\` takes a record, and \`${name}\` is none`,
            set: `\`set of\` takes single values, and \`${name}\` is none`,
            currency: `only \`Money\` has a currency, not \`${name}\``,
            per: `only \`Money\` goes with \`per\`, not \`${name}\``,
            member: `a list holds codes, texts or dates, not \`${name}\``,
          }[shape],
        }),
        title: "Shape of a type",
        explain:
          "`list of` makes an ordered list of records, `set of` a set of single values. A list of the set holds codes, identifiers, texts or dates. `Money VND per kg` is a unit price with fixed currency and unit.",
      },
      vi: {
        message: ({ name, shape }) => ({
          what: {
            list: `\`dãy\` nhận bản ghi, \`${name}\` không phải bản ghi`,
            set: `\`bộ giá trị\` nhận giá trị đơn, \`${name}\` không phải`,
            currency: `chỉ \`Money\` có loại tiền, \`${name}\` thì không`,
            per: `chỉ \`Money\` đi với \`mỗi\`, \`${name}\` thì không`,
            member: `danh mục chứa mã, văn bản hoặc ngày, không chứa \`${name}\``,
          }[shape],
        }),
        title: "Dạng của kiểu",
        explain:
          "`dãy` tạo dãy bản ghi có thứ tự, `bộ giá trị` tạo tập giá trị đơn. Danh mục chứa mã, định danh, văn bản hoặc ngày. `Money VND mỗi kg` là đơn giá có loại tiền và đơn vị cố định.",
      },
      bad: "list heavy of Money = 5 VND\n",
      good: 'list words of Text = "used"\n',
    },
  ),

  LU3044: defineDiagnostic<{ operator: string; type: Type }>({
    severity: "error",
    en: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` has no meaning for ${typeName(type, "en")}`,
      }),
      title: "Operation for another type",
      explain:
        "Some operations are made for one kind of value: `is valid` checks container numbers and plates, `looks like` compares plates, container numbers, names and addresses (other texts have `similarity`), `convert` takes money, `start_of_month` a date. The reference page of each says what it takes.",
    },
    vi: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` không có nghĩa với ${typeName(type, "vi")}`,
      }),
      title: "Phép dành cho kiểu khác",
      explain:
        "Một số phép chỉ dành cho một loại giá trị: `hợp lệ` kiểm tra số container và biển số xe, `giống` so biển số, số container, tên và địa chỉ (văn bản khác dùng `similarity`), `convert` nhận số tiền, `start_of_month` nhận ngày. Trang tham khảo của từng phép ghi rõ phép đó nhận gì.",
    },
    bad: when("importer.tax_code is not valid"),
    good: when("any container has container.number is not valid"),
  }),

  LU3045: defineDiagnostic<{ name: string; what: "series" | "selection" }>({
    severity: "error",
    en: {
      message: ({ name, what }) => ({
        what:
          what === "series"
            ? `\`${name}\` is a series of values, not one`
            : `\`${name}\` is a selection of rows, not a value`,
        try:
          what === "series"
            ? `take one value of it, such as \`average over ${name}\``
            : `ask about its rows: \`there is ${name}\`, \`count of ${name}\``,
      }),
      title: "Rows where a value is needed",
      explain:
        "A selection is many rows, and `count per 7 days` is many numbers. `there is`, a quantifier or an aggregate makes one answer of them.",
    },
    vi: {
      message: ({ name, what }) => ({
        what:
          what === "series"
            ? `\`${name}\` là một chuỗi giá trị, không phải một giá trị`
            : `\`${name}\` là một nhóm dòng, không phải một giá trị`,
        try:
          what === "series"
            ? `lấy một giá trị của chuỗi, chẳng hạn \`trung bình trên ${name}\``
            : `hỏi về các dòng: \`tồn tại ${name}\`, \`đếm của ${name}\``,
      }),
      title: "Nhóm dòng ở chỗ cần một giá trị",
      explain:
        "Phép chọn cho nhiều dòng, `đếm mỗi 7 ngày` cho nhiều số. `tồn tại`, lượng từ hoặc phép tổng hợp biến chúng thành một câu trả lời.",
    },
    bad: criterion(
      "  collect recent from declarations in last 7 days with same importer.tax_code\n  when recent >= 3\n  then channel yellow",
    ),
    good: criterion(
      "  collect recent from declarations in last 7 days with same importer.tax_code\n  when count of recent >= 3\n  then channel yellow",
    ),
  }),

  LU3046: defineDiagnostic<{ type: Type }>({
    severity: "error",
    en: {
      message: ({ type }) => ({
        what: "a window is about a date or a date with time",
        why: `this is ${typeName(type, "en")}`,
      }),
      title: "Window about something else",
      explain:
        "`within 3 days around …`, `from … until …` and `as of …` take dates and moments. A date stands for its whole day.",
    },
    vi: {
      message: ({ type }) => ({
        what: "khoảng xét phải quanh một ngày hoặc một thời điểm",
        why: `đây là ${typeName(type, "vi")}`,
      }),
      title: "Khoảng xét quanh giá trị khác",
      explain:
        "`không quá 3 ngày quanh …`, `từ … cho đến …` và `tính đến …` nhận ngày và thời điểm. Một ngày nghĩa là trọn ngày đó.",
    },
    bad: when("there is (declarations within 3 days around packages with same importer.tax_code)"),
    good: when(
      "there is (declarations within 3 days around registered_at with same importer.tax_code)",
    ),
  }),
};
