/**
 * The operators of the language, one entry each: spelling, form, typing, cost, index trait, meaning, documentation, examples.
 *
 * Logic, `matches`, `is present` and `is missing` are nodes of the IR, not entries: they see operands that are unknown.
 */
import { alikeBy, validBy } from "./identity/alike.ts";
import {
  addValues,
  anyMember,
  betweenResult,
  booleanValue,
  compareResult,
  divideValues,
  equalResult,
  known,
  membersOf,
  multiplyValues,
  subtractValues,
  textOf,
  underResult,
} from "./operations.ts";
import type { Evaluate, OperatorSpec } from "./operator-spec.ts";
import { containsAny, containsExactlyAny } from "./text.ts";
import {
  addRule,
  affixRule,
  divideRule,
  equalityRule,
  hierarchyRule,
  likenessRule,
  membershipRule,
  multiplyRule,
  orderRule,
  overlapRule,
  subtractRule,
  validityRule,
  wordsRule,
} from "./type-rules.ts";
import type { Type } from "./types.ts";
import type { Value } from "./value.ts";

const first = (operands: Parameters<Evaluate>[0]): Value => known(operands[0]);
const second = (operands: Parameters<Evaluate>[0]): Value => known(operands[1]);

function ordering(holds: (sign: number) => boolean): Evaluate {
  return (operands) => compareResult(first(operands), second(operands), holds);
}

function complementOf(evaluate: Evaluate): Evaluate {
  return (operands, context, types) => {
    const result = evaluate(operands, context, types);
    return result.kind === "boolean" ? booleanValue(!result.value) : result;
  };
}

function affix(holds: (text: string, part: string) => boolean): Evaluate {
  return (operands) =>
    anyMember(second(operands), (part) =>
      booleanValue(holds(textOf(first(operands)), textOf(part))),
    );
}

function words(occurs: (text: string, phrases: readonly string[]) => boolean): Evaluate {
  return (operands) =>
    booleanValue(occurs(textOf(first(operands)), membersOf(second(operands)).map(textOf)));
}

const equal: Evaluate = (operands) => equalResult(first(operands), second(operands));

const member: Evaluate = (operands) =>
  anyMember(second(operands), (each) => equalResult(first(operands), each));

const under: Evaluate = (operands, context, types) =>
  anyMember(second(operands), (each) =>
    underResult(textOf(first(operands)), textOf(each), types[0], context),
  );

const overlap: Evaluate = (operands) =>
  anyMember(first(operands), (left) =>
    anyMember(second(operands), (right) => equalResult(left, right)),
  );

const contains = words(containsAny);

/** What a table of `identity` has for an identifier's type; the type rule let no other through. */
function ofName<T>(table: Readonly<Record<string, T>>, type: Type | undefined): T {
  const found = type?.kind === "id" ? table[type.name] : undefined;
  if (found === undefined) throw new TypeError(`a ${type?.kind ?? "value"} has no such meaning`);
  return found;
}

const isValid: Evaluate = (operands, _, types) =>
  booleanValue(ofName(validBy, types[0])(textOf(first(operands))));

const looksLike: Evaluate = (operands, _, types) =>
  booleanValue(ofName(alikeBy, types[0])(textOf(first(operands)), textOf(second(operands))));

export const operators = {
  eq: {
    form: "comparison",
    spelling: { en: "=", vi: "=" },
    types: equalityRule,
    cost: 1,
    indexable: "equality",
    evaluate: equal,
    doc: {
      en: "Equal. Text is compared letter by letter, case and accents included; amounts only in one currency.",
      vi: "Bằng. Văn bản so từng chữ, kể cả hoa thường và dấu; tiền chỉ so khi cùng loại tiền.",
    },
    examples: [
      { source: "1 = 1.0", value: true },
      { source: "1 tonne = 1_000 kg", value: true },
      { source: '"Thép" = "thép"', value: false },
    ],
  },
  ne: {
    form: "comparison",
    spelling: { en: "!=", vi: "!=" },
    types: equalityRule,
    cost: 1,
    indexable: "none",
    negates: "eq",
    evaluate: complementOf(equal),
    doc: { en: "Not equal.", vi: "Khác." },
    examples: [
      { source: "2 != 3", value: true },
      { source: "1 dozen != 12 pcs", value: false },
    ],
  },
  lt: {
    form: "comparison",
    spelling: { en: "<", vi: "<" },
    types: orderRule,
    cost: 1,
    indexable: "range",
    evaluate: ordering((sign) => sign < 0),
    doc: { en: "Less than, earlier than.", vi: "Nhỏ hơn, sớm hơn." },
    examples: [
      { source: "2.50 USD per kg < 3 USD per kg", value: true },
      { source: "2026-02-01 < 2026-02-01", value: false },
    ],
  },
  le: {
    form: "comparison",
    spelling: { en: "<=", vi: "<=" },
    types: orderRule,
    cost: 1,
    indexable: "range",
    evaluate: ordering((sign) => sign <= 0),
    doc: { en: "At most, not later than.", vi: "Nhỏ hơn hoặc bằng, không muộn hơn." },
    examples: [
      { source: "15% <= 15%", value: true },
      { source: "36 hours <= 1 day", value: false },
    ],
  },
  gt: {
    form: "comparison",
    spelling: { en: ">", vi: ">" },
    types: orderRule,
    cost: 1,
    indexable: "range",
    evaluate: ordering((sign) => sign > 0),
    doc: { en: "Greater than, later than.", vi: "Lớn hơn, muộn hơn." },
    examples: [
      { source: "1 pair > 1 pcs", value: true },
      { source: "1 / 3 > 0.3333333333333333", value: true },
    ],
  },
  ge: {
    form: "comparison",
    spelling: { en: ">=", vi: ">=" },
    types: orderRule,
    cost: 1,
    indexable: "range",
    evaluate: ordering((sign) => sign >= 0),
    doc: { en: "At least, not earlier than.", vi: "Lớn hơn hoặc bằng, không sớm hơn." },
    examples: [
      { source: "0.1 + 0.2 >= 0.3", value: true },
      { source: "22:00 >= 22:30", value: false },
    ],
  },
  in: {
    form: "members",
    spelling: { en: "in", vi: "thuộc" },
    types: membershipRule,
    cost: 4,
    indexable: "membership",
    evaluate: member,
    doc: {
      en: "One of the listed values, or a member of a list. Codes must be whole: use `under` for what lies below a code.",
      vi: "Là một trong các giá trị đã nêu, hoặc có trong danh mục. Mã phải đủ: dùng `trực thuộc` cho các mã cấp dưới.",
    },
    examples: [
      { source: "3 in 1, 2, 3", value: true },
      { source: "2026-02-01 in 2026-01-31, 2026-02-02", value: false },
    ],
  },
  notIn: {
    form: "members",
    spelling: { en: "not in", vi: "không thuộc" },
    types: membershipRule,
    cost: 4,
    indexable: "none",
    negates: "in",
    evaluate: complementOf(member),
    doc: { en: "None of the listed values.", vi: "Không phải giá trị nào đã nêu." },
    examples: [
      { source: "4 not in 1, 2, 3", value: true },
      { source: "1 tonne not in 1_000 kg", value: false },
    ],
  },
  under: {
    form: "members",
    spelling: { en: "under", vi: "trực thuộc" },
    types: hierarchyRule,
    cost: 3,
    indexable: "prefix",
    evaluate: under,
    doc: {
      en: "The code itself or one below it: `item.hs under 61` is every code of chapter 61, `office under 03` every office of 03.",
      vi: "Chính mã đó hoặc mã cấp dưới: `item.hs trực thuộc 61` là mọi mã thuộc chương 61, `office trực thuộc 03` là mọi đơn vị thuộc 03.",
    },
    // Codes have a list only beside a fact, so there is no closed example.
    examples: [],
  },
  notUnder: {
    form: "members",
    spelling: { en: "not under", vi: "không trực thuộc" },
    types: hierarchyRule,
    cost: 3,
    indexable: "none",
    negates: "under",
    evaluate: complementOf(under),
    doc: {
      en: "Neither the code nor one below it.",
      vi: "Không phải mã đó, cũng không phải mã cấp dưới.",
    },
    examples: [],
  },
  startsWith: {
    form: "members",
    spelling: { en: "starts with", vi: "bắt đầu bằng" },
    types: affixRule,
    cost: 3,
    indexable: "prefix",
    evaluate: affix((text, part) => part !== "" && text.startsWith(part)),
    doc: {
      en: "Begins with one of the texts, case and accents included. An empty text begins nothing.",
      vi: "Bắt đầu bằng một trong các văn bản, kể cả hoa thường và dấu. Văn bản rỗng không bắt đầu gì.",
    },
    examples: [
      { source: '"MSCU6639870" starts with "MSC", "CMA"', value: true },
      { source: '"Áo thun" starts with "áo"', value: false },
    ],
  },
  endsWith: {
    form: "members",
    spelling: { en: "ends with", vi: "kết thúc bằng" },
    types: affixRule,
    cost: 3,
    indexable: "none",
    evaluate: affix((text, part) => part !== "" && text.endsWith(part)),
    doc: {
      en: "Ends with one of the texts, case and accents included. An empty text ends nothing.",
      vi: "Kết thúc bằng một trong các văn bản, kể cả hoa thường và dấu. Văn bản rỗng không kết thúc gì.",
    },
    examples: [
      { source: '"invoice.pdf" ends with ".pdf"', value: true },
      { source: '"invoice.pdf" ends with ""', value: false },
    ],
  },
  contains: {
    form: "members",
    spelling: { en: "contains", vi: "chứa" },
    types: wordsRule,
    cost: 40,
    indexable: "words",
    evaluate: contains,
    doc: {
      en: "One of the phrases occurs as whole words; case, accents, punctuation and extra blanks do not count.",
      vi: "Có một trong các cụm từ, tính theo từ trọn vẹn; không kể hoa thường, dấu, dấu câu và khoảng trắng thừa.",
    },
    examples: [
      { source: '"Máy ĐÃ QUA  SỬ DỤNG, còn tốt" contains "đã qua sử dụng"', value: true },
      { source: '"da qua su dung" contains "đã qua sử dụng"', value: true },
      { source: '"unused machine" contains "used"', value: false },
      { source: '"used machine" contains ""', value: false },
    ],
  },
  notContains: {
    form: "members",
    spelling: { en: "does not contain", vi: "không chứa" },
    types: wordsRule,
    cost: 40,
    indexable: "none",
    negates: "contains",
    evaluate: complementOf(contains),
    doc: { en: "None of the phrases occurs.", vi: "Không có cụm từ nào." },
    examples: [
      { source: '"new machine" does not contain "used", "second hand"', value: true },
      { source: '"second-hand machine" does not contain "second hand"', value: false },
    ],
  },
  containsExactly: {
    form: "members",
    spelling: { en: "contains exactly", vi: "ghi đúng" },
    types: wordsRule,
    cost: 40,
    indexable: "words",
    evaluate: words(containsExactlyAny),
    doc: {
      en: "As `contains`, but accents and punctuation count: chì (lead) is not chỉ (thread).",
      vi: "Như `chứa` nhưng kể cả dấu và dấu câu: chì khác chỉ.",
    },
    examples: [
      { source: '"Chỉ may" contains exactly "chỉ"', value: true },
      { source: '"Chỉ may" contains exactly "chì"', value: false },
    ],
  },
  overlaps: {
    form: "members",
    spelling: { en: "overlaps", vi: "giao với" },
    types: overlapRule,
    cost: 8,
    indexable: "membership",
    evaluate: overlap,
    doc: {
      en: "The two sets have a member in common: `importer.owner_ids overlaps exporter.owner_ids`.",
      vi: "Hai tập có phần tử chung: `importer.owner_ids giao với exporter.owner_ids`.",
    },
    // A set is a fact or a column, so there is no closed example.
    examples: [],
  },
  between: {
    form: "range",
    spelling: { en: "between", vi: "trong khoảng" },
    types: orderRule,
    cost: 2,
    indexable: "range",
    evaluate: (operands) => betweenResult(first(operands), second(operands), known(operands[2])),
    doc: {
      en: "From the first bound to the second, both included. Times may wrap midnight: `between 22:00 and 04:00`.",
      vi: "Từ cận đầu đến cận cuối, kể cả hai đầu. Giờ có thể qua nửa đêm: `trong khoảng 22:00 và 04:00`.",
    },
    examples: [
      { source: "5 between 1 and 5", value: true },
      { source: "23:30 between 22:00 and 04:00", value: true },
      { source: "12:00 between 22:00 and 04:00", value: false },
      { source: "3 between 5 and 1", value: false },
    ],
  },
  isValid: {
    form: "postfix",
    spelling: { en: "is valid", vi: "hợp lệ" },
    types: validityRule,
    cost: 12,
    indexable: "none",
    evaluate: isValid,
    doc: {
      en: "The form and the check digit hold: a container number of ISO 6346; a plate of Viet Nam, Laos, Cambodia, China or Thailand.",
      vi: "Đúng định dạng và số kiểm tra: số công-te-nơ theo ISO 6346; biển số xe của Việt Nam, Lào, Campuchia, Trung Quốc hoặc Thái Lan.",
    },
    // Only a fact is a container number or a plate, so there is no closed example.
    examples: [],
  },
  isNotValid: {
    form: "postfix",
    spelling: { en: "is not valid", vi: "không hợp lệ" },
    types: validityRule,
    cost: 12,
    indexable: "none",
    negates: "isValid",
    evaluate: complementOf(isValid),
    doc: { en: "The form or the check digit fails.", vi: "Sai định dạng hoặc sai số kiểm tra." },
    examples: [],
  },
  looksLike: {
    form: "operand",
    spelling: { en: "looks like", vi: "giống" },
    types: likenessRule,
    cost: 60,
    indexable: "none",
    evaluate: looksLike,
    doc: {
      en: "The same but for how it was typed or read, by type. `Plate`: equal without signs, or one character a camera confuses (0 and O, 8 and B). `ContainerNo`: so too, when the check digit says which is misread. `Name`, `Address`: 90 % similar with the same numbers, without legal forms, abbreviations written out.",
      vi: "Giống nhau, chỉ khác cách viết hoặc do đọc nhầm, tùy kiểu. `Plate`: bằng nhau khi bỏ dấu, hoặc khác một ký tự mà camera hay nhầm (0 và O, 8 và B). `ContainerNo`: như vậy, khi số kiểm tra cho biết bên nào bị đọc sai. `Name`, `Address`: giống từ 90 % và cùng các con số, không kể loại hình doanh nghiệp, chữ viết tắt được viết đủ.",
    },
    // Only a fact has such a type, so there is no closed example.
    examples: [],
  },
  notLooksLike: {
    form: "operand",
    spelling: { en: "does not look like", vi: "không giống" },
    types: likenessRule,
    cost: 60,
    indexable: "none",
    negates: "looksLike",
    evaluate: complementOf(looksLike),
    doc: {
      en: "Another one, even if one allows for typing and reading.",
      vi: "Khác nhau, kể cả khi đã tính đến cách viết và lỗi đọc.",
    },
    examples: [],
  },
  add: {
    form: "additive",
    spelling: { en: "+", vi: "+" },
    types: addRule,
    cost: 2,
    indexable: "none",
    evaluate: (operands, context) => addValues(first(operands), second(operands), context),
    doc: {
      en: "Sum of two of a kind; a date or time plus a duration or months. A day that does not exist becomes the last of the month.",
      vi: "Tổng của hai giá trị cùng loại; ngày giờ cộng thời hạn hoặc số tháng. Ngày không có thì lấy ngày cuối tháng.",
    },
    examples: [
      { source: "0.1 + 0.2", value: "0.3" },
      { source: "2026-01-31 + 1 month", value: "2026-02-28" },
      { source: "1 kg + 500 gram", value: "1.5 kg" },
      { source: "10% + 5%", value: "15%" },
    ],
  },
  sub: {
    form: "additive",
    spelling: { en: "-", vi: "-" },
    types: subtractRule,
    cost: 2,
    indexable: "none",
    evaluate: (operands, context) => subtractValues(first(operands), second(operands), context),
    doc: {
      en: "Difference of two of a kind; of two dates or times a duration.",
      vi: "Hiệu của hai giá trị cùng loại; hiệu hai ngày giờ là một thời hạn.",
    },
    examples: [
      { source: "2026-03-01 - 2026-02-01", value: "28 days" },
      { source: "2 USD - 0.50 USD", value: "1.50 USD" },
      { source: "2024-02-29 - 1 year", value: "2023-02-28" },
    ],
  },
  mul: {
    form: "multiplicative",
    spelling: { en: "*", vi: "*" },
    types: multiplyRule,
    cost: 3,
    indexable: "none",
    evaluate: (operands) => multiplyValues(first(operands), second(operands)),
    doc: {
      en: "Product with a number or a percentage; a unit price times a quantity is money.",
      vi: "Tích với một số hoặc một tỷ lệ; đơn giá nhân số lượng là tiền.",
    },
    examples: [
      { source: "80% * 10 USD", value: "8.00 USD" },
      { source: "2.50 USD per kg * 2 kg", value: "5.00 USD" },
      { source: "1.1 * 1.1", value: "1.21" },
    ],
  },
  div: {
    form: "multiplicative",
    spelling: { en: "/", vi: "/" },
    types: divideRule,
    cost: 3,
    indexable: "none",
    evaluate: (operands) => divideValues(first(operands), second(operands)),
    doc: {
      en: "Quotient, exact. Money by a quantity is a unit price, two of a kind make a number, by zero it is unknown.",
      vi: "Thương, chính xác. Tiền chia số lượng là đơn giá, hai giá trị cùng loại cho một số, chia cho 0 là chưa rõ.",
    },
    examples: [
      { source: "1 / 3", value: "1/3" },
      { source: "10 USD / 4 kg", value: "2.50 USD per kg" },
      { source: "3 kg / 2 kg", value: "1.5" },
      { source: "1 / 0", value: "unknown" },
    ],
  },
} as const satisfies Readonly<Record<string, OperatorSpec>>;

export type OperatorName = keyof typeof operators;

export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}

/** The entry as every reader of the table sees it, undefined when there is no such operator. */
export function operatorSpec(name: string): OperatorSpec | undefined {
  return isOperatorName(name) ? operators[name] : undefined;
}
