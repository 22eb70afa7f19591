/**
 * 4xxx: criteria, policies and tests that are well typed and still can not be meant so.
 *
 * Each entry holds severity, both languages, an explain page and the pair of examples that tests run.
 * What needs a solver (contradictions, overlaps, gaps) is the compiler's analysis, not this list.
 */

import type { Channel, Type } from "@luong/spec";
import { defineDiagnostic, keywords, type Text } from "@luong/spec";
import { criterion, policy, schema, tested, when } from "../example-schema.ts";
import { type Named, named, noneOf, oneOf, typeName } from "../wording.ts";

/** Parts that a criterion, scorecard or policy may lack. */
export type ClauseKind = "on" | "when" | "then";

const samples: ReadonlyMap<ClauseKind, Text> = new Map([
  ["on", { en: "on import at clearance", vi: "áp dụng import tại clearance" }],
  ["when", { en: "when …", vi: "khi …" }],
  ["then", { en: "then channel yellow", vi: "thì luồng vàng" }],
]);

function clauseVi(clause: ClauseKind): string {
  return keywords[clause].spelling.vi;
}

type NegatedPlace = "unless" | "not" | "no" | "every";
const negatedVi: Readonly<Record<NegatedPlace, string>> = {
  unless: "trừ khi",
  not: "không phải",
  no: "không có",
  every: "mọi",
};

const channelVi: Readonly<Record<Channel, string>> = { red: "đỏ", yellow: "vàng", green: "xanh" };

/** Parts of a selection. */
export type SelectionPart =
  | "window"
  | "asOf"
  | "keys"
  | "where"
  | "latest"
  | "includingThis"
  | "minimum";

const partEn: Readonly<Record<SelectionPart, string>> = {
  window: "a window",
  asOf: "`as of`",
  keys: "keys after `with`",
  where: "`where`",
  latest: "`latest`",
  includingThis: "`including this`",
  minimum: "`minimum`",
};
const partVi: Readonly<Record<SelectionPart, string>> = {
  window: "khoảng thời gian",
  asOf: "`tính đến`",
  keys: "khóa sau `với`",
  where: "`trong đó`",
  latest: "`mới nhất`",
  includingThis: "`kể cả tờ khai này`",
  minimum: "`tối thiểu`",
};

/** What rows are taken of: a kind of source, a list of the declaration, a name of `collect`. */
type RowsKind = "history" | "event" | "registry" | "list" | "named";

const rowsEn: Readonly<Record<RowsKind, string>> = {
  history: "a history holds the declarations and records of the past",
  event: "an event happens at one moment",
  registry: "of a registry those rows are taken that are in force at one moment",
  list: "it is a list of the declaration itself",
  named: "`collect` has said which rows",
};
const rowsVi: Readonly<Record<RowsKind, string>> = {
  history: "lịch sử gồm tờ khai và bản ghi trong quá khứ",
  event: "sự kiện xảy ra tại một thời điểm",
  registry: "với sổ bộ, các dòng đang có hiệu lực tại một thời điểm được lấy",
  list: "đây là dãy của chính tờ khai",
  named: "`tập hợp` đã nêu các dòng",
};

type SeriesProblem = "list" | "value" | "calendar" | "parts";
type NumberPart = "latest" | "minimum" | "percentile" | "skipping";
type ScoreProblem = "input" | "param" | "output" | "timeout" | "range" | "plugin";

const scoreEn: Readonly<Record<ScoreProblem, string>> = {
  input: "a list or record is no input of a model",
  param: "the parameter has to be a record, such as `GoodsItem`",
  output: "a model gives numbers, percentages, texts and codes",
  timeout: "the time limit is between 1 ms and 60 seconds",
  range: "the range is for numbers and percentages, from the lower to the higher",
  plugin: "a plugin is named `kind:name`, such as `trees:fraud`",
};
const scoreVi: Readonly<Record<ScoreProblem, string>> = {
  input: "dãy hoặc bản ghi không làm đầu vào của mô hình được",
  param: "tham số phải là một bản ghi, chẳng hạn `GoodsItem`",
  output: "mô hình cho ra số, tỷ lệ phần trăm, văn bản và mã",
  timeout: "thời hạn nằm trong khoảng từ 1 mili giây đến 60 giây",
  range: "giới hạn dành cho số và tỷ lệ phần trăm, từ thấp đến cao",
  plugin: "trình cắm có tên dạng `loại:tên`, chẳng hạn `trees:fraud`",
};

const bands = "table bands key (hs: Hs under) value (level: Channel) external\n";
const scorecard =
  'scorecard trader_risk "Trader risk" on import at clearance\n  factor level weight 2 by importer.compliance_level\n    - 1 -> 0\n    - else -> 5\n';

export const logicDiagnostics = {
  LU4001: defineDiagnostic<{ clauses: readonly ClauseKind[]; id: string }>({
    severity: "error",
    en: {
      message: ({ clauses, id }) => ({
        what: `\`${id}\` has no ${noneOf(clauses, "en")}`,
        try: `add \`${clauses.map((clause) => samples.get(clause)?.en).join(" ")}\``,
      }),
      title: "Part missing",
      explain:
        "A criterion has `on`, a condition (`when` or `decide`) and an outcome (`then` or `decide`). A scorecard and a policy have `on`.",
    },
    vi: {
      message: ({ clauses, id }) => ({
        what: `\`${id}\` thiếu ${noneOf(clauses.map(clauseVi), "vi")}`,
        try: `thêm \`${clauses.map((clause) => samples.get(clause)?.vi).join(" ")}\``,
      }),
      title: "Thiếu phần",
      explain:
        "Tiêu chí có `áp dụng`, điều kiện (`khi` hoặc `quyết định`) và kết quả (`thì` hoặc `quyết định`). Bảng điểm và chính sách có `áp dụng`.",
    },
    bad: criterion("  when packages > 10"),
    good: criterion("  when packages > 10\n  then channel yellow"),
  }),

  LU4003: defineDiagnostic<{ from: string; until: string }>({
    severity: "error",
    en: {
      message: ({ from, until }) => ({
        what: `in force from ${from}, until ${until}: that is never`,
      }),
      title: "Dates of force in the wrong order",
      explain:
        "`valid from … until …` includes both days, so the first must not be after the last.",
    },
    vi: {
      message: ({ from, until }) => ({
        what: `hiệu lực từ ${from} đến ${until}: không có ngày nào`,
      }),
      title: "Ngày hiệu lực ngược",
      explain: "`hiệu lực từ … cho đến …` tính cả hai ngày, nên ngày đầu không được sau ngày cuối.",
    },
    bad: criterion(
      "  valid from 2026-12-31 until 2026-02-01\n  when packages > 10\n  then channel yellow",
    ),
    good: criterion(
      "  valid from 2026-02-01 until 2026-12-31\n  when packages > 10\n  then channel yellow",
    ),
  }),

  LU4004: defineDiagnostic<{ review: string; from: string; until: string | null }>({
    severity: "warning",
    en: {
      message: ({ review, from, until }) => ({
        what: `the review on ${review} is outside the time in force`,
        why: `in force from ${from}${until === null ? "" : ` until ${until}`}`,
      }),
      title: "Review outside the time in force",
      explain:
        "A review falls while the criterion is in force, best before it ends, so that it can still be prolonged or changed.",
    },
    vi: {
      message: ({ review, from, until }) => ({
        what: `ngày rà soát ${review} nằm ngoài thời gian hiệu lực`,
        why: `hiệu lực từ ${from}${until === null ? "" : ` đến ${until}`}`,
      }),
      title: "Rà soát ngoài thời gian hiệu lực",
      explain:
        "Rà soát diễn ra khi tiêu chí còn hiệu lực, tốt nhất là trước khi hết hạn, để còn kịp gia hạn hoặc sửa đổi.",
    },
    bad: criterion(
      "  valid from 2026-02-01 until 2026-12-31 review 2027-03-01\n  when packages > 10\n  then channel yellow",
    ),
    good: criterion(
      "  valid from 2026-02-01 until 2026-12-31 review 2026-09-01\n  when packages > 10\n  then channel yellow",
    ),
  }),

  LU4005: defineDiagnostic<{ id: string }>({
    severity: "error",
    en: {
      message: () => ({
        what: "a scoring criterion sets no channel",
        try: "give points with `risk`, or make it `class analysis`",
      }),
      title: "Scoring criterion with a channel",
      explain:
        "`class scoring` only adds risk points; scorecards and the policy turn points into a channel. A criterion that decides a channel itself is of another class.",
    },
    vi: {
      message: () => ({
        what: "tiêu chí tính điểm không phân luồng",
        try: "cho điểm bằng `rủi ro`, hoặc chuyển sang `phân loại phân tích`",
      }),
      title: "Tiêu chí tính điểm có luồng",
      explain:
        "`phân loại tính điểm` chỉ cộng điểm rủi ro; bảng điểm và chính sách đổi điểm thành luồng. Tiêu chí tự phân luồng thuộc loại khác.",
    },
    bad: criterion("  class scoring\n  when packages > 10\n  then channel yellow"),
    good: criterion("  class scoring\n  when packages > 10\n  then risk +5"),
  }),

  LU4006: defineDiagnostic<{
    effect: "channel" | "risk" | "action" | "alert";
    name: string | null;
  }>({
    severity: "error",
    en: {
      message: ({ effect, name }) => ({
        what: `\`${effect}${name === null ? "" : ` ${name}`}\` stands twice`,
        try: "keep one",
      }),
      title: "Outcome twice",
      explain:
        "A criterion has one channel and one number of points, and names each action and each post once.",
    },
    vi: {
      message: ({ effect, name }) => ({
        what: `\`${{ channel: "luồng", risk: "rủi ro", action: "biện pháp", alert: "cảnh báo" }[effect]}${name === null ? "" : ` ${name}`}\` có hai lần`,
        try: "giữ một mục",
      }),
      title: "Kết quả lặp lại",
      explain:
        "Tiêu chí có một luồng, một số điểm, và nêu mỗi biện pháp, mỗi nơi nhận cảnh báo một lần.",
    },
    bad: criterion("  when packages > 10\n  then channel yellow, channel red"),
    good: criterion("  when packages > 10\n  then channel yellow, risk +5"),
  }),

  LU4007: defineDiagnostic<{ fact: Named }>({
    severity: "warning",
    en: {
      message: ({ fact }) => ({
        what: `a statutory criterion stays unknown when ${named(fact, "en")} is missing`,
        why: "`unless` then neither exempts nor lets the criterion hit",
        try: "ask `is present` first, so that a missing fact does not exempt",
      }),
      title: "Statutory criterion with an uncertain exception",
      explain:
        "The law applies unless an exception is proved. If the exception reads a fact that may be missing, the criterion becomes unknown instead of hitting.",
    },
    vi: {
      message: ({ fact }) => ({
        what: `tiêu chí quy định sẽ là chưa rõ khi thiếu ${named(fact, "vi")}`,
        why: "khi đó `trừ khi` không miễn mà cũng không để tiêu chí trúng",
        try: "hỏi `đã có` trước, để thiếu dữ kiện thì không được miễn",
      }),
      title: "Tiêu chí quy định có ngoại lệ không chắc chắn",
      explain:
        "Quy định được áp dụng trừ khi chứng minh được ngoại lệ. Nếu ngoại lệ đọc dữ kiện có thể thiếu, tiêu chí thành chưa rõ thay vì trúng.",
    },
    bad: criterion(
      "  class statutory\n  when packages > 10\n  unless importer.risk_rank = 1\n  then channel yellow",
    ),
    good: criterion(
      "  class statutory\n  when packages > 10\n  unless (importer.risk_rank is present and importer.risk_rank = 1)\n  then channel yellow",
    ),
  }),

  LU4008: defineDiagnostic<{ fact: Named; place: NegatedPlace }>({
    severity: "warning",
    en: {
      message: ({ fact, place }) => ({
        what: `${named(fact, "en")} may be missing, and under \`${place}\` that leaves the criterion unknown`,
        try: "ask `is present` first",
      }),
      title: "Missing fact under a negation",
      explain:
        "A missing fact makes a condition unknown, and what is not unknown is unknown too: the criterion does not hit. With `x is present and …` a missing fact counts as false, and the negation as true.",
    },
    vi: {
      message: ({ fact, place }) => ({
        what: `${named(fact, "vi")} có thể thiếu, dưới \`${negatedVi[place]}\` thì tiêu chí thành chưa rõ`,
        try: "hỏi `đã có` trước",
      }),
      title: "Dữ kiện thiếu dưới phủ định",
      explain:
        "Thiếu dữ kiện thì điều kiện là chưa rõ, và phủ định của chưa rõ cũng là chưa rõ: tiêu chí không trúng. Với `x đã có và …`, thiếu dữ kiện được tính là sai, và phủ định của nó là đúng.",
    },
    bad: when("no item has item.duty_rate > 5%"),
    good: when("no item has (item.duty_rate is present and item.duty_rate > 5%)"),
  }),

  LU4009: defineDiagnostic<{ fact: Named }>({
    severity: "hint",
    en: {
      message: ({ fact }) => ({ what: `unknown when ${named(fact, "en")} is missing` }),
      title: "Optional fact in a condition",
      explain:
        "The criterion does not hit on declarations without this fact; the decision lists it as unknown. That is often right. With `x is present and …` such declarations count as not hit.",
    },
    vi: {
      message: ({ fact }) => ({ what: `chưa rõ khi thiếu ${named(fact, "vi")}` }),
      title: "Dữ kiện không bắt buộc trong điều kiện",
      explain:
        "Tiêu chí không trúng tờ khai thiếu dữ kiện này; quyết định ghi là chưa rõ. Thường như vậy là đúng. Với `x đã có và …` tờ khai đó được tính là không trúng.",
    },
    bad: when("importer.risk_rank > 6"),
    good: when("(importer.risk_rank is present and importer.risk_rank > 6)"),
  }),

  LU4010: defineDiagnostic<{ element: string }>({
    severity: "info",
    en: {
      message: ({ element }) => ({
        what: `this may be another \`${element}\` than the one above`,
        try: `for the same \`${element}\`, put both under one \`any ${element} has all of\``,
      }),
      title: "Two quantifiers, two elements",
      explain:
        "`any item has A and any item has B` is true when one goods line has A and another has B. If one line must have both, write one quantifier.",
    },
    vi: {
      message: ({ element }) => ({
        what: `đây có thể là \`${element}\` khác với \`${element}\` ở trên`,
        try: `nếu là cùng một \`${element}\`, đặt cả hai dưới một \`có ${element} mà tất cả\``,
      }),
      title: "Hai lượng từ, hai phần tử",
      explain:
        "`có item mà A và có item mà B` đúng khi một dòng hàng thỏa A và dòng khác thỏa B. Nếu một dòng phải thỏa cả hai, viết một lượng từ.",
    },
    bad: when("any item has item.origin = CN\n   and any item has item.hs under 6109"),
    good: when("any item has (item.origin = CN and item.hs under 6109)"),
  }),

  LU4011: defineDiagnostic<{ product: number; limit: number; elements: readonly string[] }>({
    severity: "error",
    en: {
      message: ({ product, limit, elements }) => ({
        what: `${elements.join(" × ")} is up to ${product} combinations, the limit is ${limit}`,
        try: "ask about fewer collections at once, or lower a `max` in the schema",
      }),
      title: "Too many combinations",
      explain:
        "Quantifiers inside each other try every combination of their elements. The product of the bounds in the schema must stay below the limit, so that every decision has a known cost.",
    },
    vi: {
      message: ({ product, limit, elements }) => ({
        what: `${elements.join(" × ")} có đến ${product} tổ hợp, giới hạn là ${limit}`,
        try: "xét ít dãy hơn cùng lúc, hoặc giảm `nhiều nhất` trong lược đồ",
      }),
      title: "Quá nhiều tổ hợp",
      explain:
        "Lượng từ lồng nhau thử mọi tổ hợp phần tử. Tích các giới hạn trong lược đồ phải nằm dưới mức cho phép, để mọi quyết định có chi phí biết trước.",
    },
    bad: when("any item has any container has any item called other has other.hs = item.hs"),
    good: when("any item has any container has container.item_no = item.line_no"),
  }),

  LU4012: defineDiagnostic<{ text: string }>({
    severity: "warning",
    en: {
      message: ({ text }) => ({
        what: `\`${text}\` is never true`,
        try: "remove it, or correct it",
      }),
      title: "Never true",
      explain:
        "Whatever is declared, this condition is false: both sides are constants, or the constant lies outside what the fact can be.",
    },
    vi: {
      message: ({ text }) => ({
        what: `\`${text}\` không bao giờ đúng`,
        try: "bỏ đi, hoặc sửa lại",
      }),
      title: "Không bao giờ đúng",
      explain:
        "Dù khai thế nào, điều kiện này cũng sai: hai vế là hằng, hoặc hằng nằm ngoài giá trị mà dữ kiện có thể có.",
    },
    bad: when("importer.compliance_level > 5"),
    good: when("importer.compliance_level > 4"),
  }),

  LU4013: defineDiagnostic<{ text: string }>({
    severity: "warning",
    en: {
      message: ({ text }) => ({
        what: `\`${text}\` is always true`,
        try: "remove it, or correct it",
      }),
      title: "Always true",
      explain:
        "Whatever is declared, this condition is true (or unknown when a fact is missing), so it tells nothing.",
    },
    vi: {
      message: ({ text }) => ({ what: `\`${text}\` luôn đúng`, try: "bỏ đi, hoặc sửa lại" }),
      title: "Luôn đúng",
      explain:
        "Dù khai thế nào, điều kiện này cũng đúng (hoặc chưa rõ khi thiếu dữ kiện), nên không nói lên điều gì.",
    },
    bad: when("any item has item.hs = item.hs"),
    good: when("any item has item.hs = 61091000"),
  }),

  LU4014: defineDiagnostic<{ text: string }>({
    severity: "warning",
    en: {
      message: ({ text }) => ({
        what: `\`${text}\` stands twice in this group`,
        try: "remove one",
      }),
      title: "Condition twice",
      explain:
        "The same condition twice in one group of `and` or `or` changes nothing. Often one of the two was meant to be changed.",
    },
    vi: {
      message: ({ text }) => ({
        what: `\`${text}\` có hai lần trong nhóm này`,
        try: "bỏ một điều kiện",
      }),
      title: "Điều kiện lặp lại",
      explain:
        "Cùng một điều kiện hai lần trong một nhóm `và` hay `hoặc` không thay đổi gì. Thường là một trong hai chưa được sửa.",
    },
    bad: when("packages > 10 and packages > 10"),
    good: when("packages > 10 and gross_weight > 10 kg"),
  }),

  LU4016: defineDiagnostic<{ problem: "noOutput" | "noInput" | "repeated"; output: string | null }>(
    {
      severity: "error",
      en: {
        message: ({ problem, output }) => ({
          what: {
            noOutput: "the table decides nothing: it has no `channel`, `risk` or `action`",
            noInput: "the table asks nothing: it has no column with a fact",
            repeated: `two columns are \`${output ?? ""}\``,
          }[problem],
        }),
        title: "Columns of a decision table",
        explain:
          "A decision table has one or more columns with facts, then one or more of `channel`, `risk` and `action`, each once.",
      },
      vi: {
        message: ({ problem, output }) => ({
          what: {
            noOutput: "bảng không quyết định gì: không có `luồng`, `rủi ro` hay `biện pháp`",
            noInput: "bảng không hỏi gì: không có cột dữ kiện",
            repeated: `hai cột cùng là \`${output ?? ""}\``,
          }[problem],
        }),
        title: "Cột của bảng quyết định",
        explain:
          "Bảng quyết định có một hoặc nhiều cột dữ kiện, rồi một hoặc nhiều cột `luồng`, `rủi ro`, `biện pháp`, mỗi cột một lần.",
      },
      bad: criterion("  decide\n    | packages | gross_weight |\n    | > 10     | > 5 kg       |"),
      good: criterion(
        "  decide\n    | packages | gross_weight | channel |\n    | > 10     | > 5 kg       | yellow  |",
      ),
    },
  ),

  LU4017: defineDiagnostic<{ column: "input" | "channel" | "risk" | "action" | "table" }>({
    severity: "error",
    en: {
      message: ({ column }) => ({
        what: {
          input: "this cell belongs under an outcome, not under a fact",
          channel: "a channel stands here: `red`, `yellow`, `green` or `-`",
          risk: "risk points stand here: `+10`, `-5` or `-`",
          action: "one action stands here, or `-`",
          table: "a cell of a table is a constant, a range `1 to 9`, or `-`",
        }[column],
      }),
      title: "Cell in the wrong column",
      explain:
        "Under a fact stands a test (`< 5`, `6109, 6110`, `1 to 9`, `is missing`, `-`), under `channel` a channel, under `risk` points, under `action` an action. Tables hold constants.",
    },
    vi: {
      message: ({ column }) => ({
        what: {
          input: "ô này thuộc cột kết quả, không thuộc cột dữ kiện",
          channel: "ở đây là luồng: `đỏ`, `vàng`, `xanh` hoặc `-`",
          risk: "ở đây là điểm rủi ro: `+10`, `-5` hoặc `-`",
          action: "ở đây là một biện pháp, hoặc `-`",
          table: "ô của bảng tra là hằng, khoảng `1 đến 9`, hoặc `-`",
        }[column],
      }),
      title: "Ô sai cột",
      explain:
        "Dưới dữ kiện là phép thử (`< 5`, `6109, 6110`, `1 đến 9`, `còn thiếu`, `-`), dưới `luồng` là luồng, dưới `rủi ro` là điểm, dưới `biện pháp` là biện pháp. Bảng tra chứa hằng.",
    },
    bad: criterion("  decide\n    | packages | channel |\n    | > 10     | +5      |"),
    good: criterion("  decide\n    | packages | risk |\n    | > 10     | +5   |"),
  }),

  LU4018: defineDiagnostic<{ row: number; after: number }>({
    severity: "warning",
    en: {
      message: ({ row, after }) => ({
        what: `row ${row} is never reached`,
        why: `row ${after} already matches everything`,
      }),
      title: "Row never reached",
      explain:
        "The first row that matches decides. After a row of `-` or `else` in every column, and after an equal row, no other has a turn.",
    },
    vi: {
      message: ({ row, after }) => ({
        what: `không bao giờ đến hàng ${row}`,
        why: `hàng ${after} đã khớp mọi trường hợp`,
      }),
      title: "Hàng không bao giờ đến",
      explain:
        "Hàng khớp đầu tiên quyết định. Sau hàng toàn `-` hoặc `còn lại`, và sau hàng giống hệt, không hàng nào còn đến lượt.",
    },
    bad: criterion(
      "  decide\n    | packages | channel |\n    | -        | yellow  |\n    | > 10     | red     |",
    ),
    good: criterion(
      "  decide\n    | packages | channel |\n    | > 10     | red     |\n    | -        | yellow  |",
    ),
  }),

  LU4019: defineDiagnostic<{ problem: "afterElse" | "repeated" }>({
    severity: "warning",
    en: {
      message: ({ problem }) => ({
        what:
          problem === "afterElse"
            ? "this case is never reached: it stands after `else`"
            : "this case stands twice",
      }),
      title: "Case never reached",
      explain:
        "The first matching case of a factor counts. `else` comes last; only `unknown`, which is about missing facts, may follow it.",
    },
    vi: {
      message: ({ problem }) => ({
        what:
          problem === "afterElse"
            ? "không bao giờ đến trường hợp này: nó đứng sau `còn lại`"
            : "trường hợp này có hai lần",
      }),
      title: "Trường hợp không bao giờ đến",
      explain:
        "Trường hợp khớp đầu tiên của yếu tố được tính. `còn lại` đứng cuối; sau nó chỉ có thể là `chưa rõ`, dành cho dữ kiện thiếu.",
    },
    bad: 'scorecard trader_risk "Trader risk" on import\n  factor level weight 2 by importer.compliance_level\n    - else -> 5\n    - 1 -> 0\n',
    good: scorecard,
  }),

  LU4021: defineDiagnostic<{ policy: string }>({
    severity: "error",
    en: {
      message: ({ policy }) => ({
        what: `\`${policy}\` does not say what happens otherwise`,
        try: "add `else green`",
      }),
      title: "Policy without else",
      explain:
        "Every declaration gets a channel, so a policy ends with `else` and the channel of those that nothing else caught.",
    },
    vi: {
      message: ({ policy }) => ({
        what: `\`${policy}\` không ghi trường hợp còn lại`,
        try: "thêm `còn lại xanh`",
      }),
      title: "Chính sách thiếu còn lại",
      explain:
        "Tờ khai nào cũng được phân luồng, nên chính sách kết thúc bằng `còn lại` và luồng cho những tờ khai không rơi vào dòng nào.",
    },
    bad: policy("  red when packages > 10"),
    good: policy("  red when packages > 10\n  else green"),
  }),

  LU4022: defineDiagnostic<{ rate: string }>({
    severity: "error",
    en: {
      message: ({ rate }) => ({ what: `a share of ${rate}% is not between 0% and 100%` }),
      title: "Share out of range",
      explain:
        "A sample draws a share of the declarations, a quota keeps one: more than all of them is not possible.",
    },
    vi: {
      message: ({ rate }) => ({ what: `tỷ lệ ${rate}% không nằm trong 0% đến 100%` }),
      title: "Tỷ lệ ngoài giới hạn",
      explain: "Lấy mẫu chọn một phần tờ khai, hạn mức giữ một phần: không thể nhiều hơn tất cả.",
    },
    bad: policy("  sample 120% of green to yellow\n  else green"),
    good: policy("  sample 1.2% of green to yellow\n  else green"),
  }),

  LU4023: defineDiagnostic<{ other: string; flow: string; stage: string | null }>({
    severity: "error",
    en: {
      message: ({ other, flow, stage }) => ({
        what: `\`${other}\` already decides \`${flow}\`${stage === null ? "" : ` at \`${stage}\``}`,
        try: "one policy for each flow and stage",
      }),
      title: "Two policies for one question",
      explain:
        "For each flow and stage at most one policy decides. A policy without `at` decides at every stage.",
    },
    vi: {
      message: ({ other, flow, stage }) => ({
        what: `\`${other}\` đã quyết định \`${flow}\`${stage === null ? "" : ` tại \`${stage}\``}`,
        try: "mỗi nghiệp vụ và giai đoạn một chính sách",
      }),
      title: "Hai chính sách cho một câu hỏi",
      explain:
        "Mỗi nghiệp vụ và giai đoạn có nhiều nhất một chính sách. Chính sách không có `tại` áp dụng ở mọi giai đoạn.",
    },
    bad: policy("  else green") + policy("  else green").replace("example_policy", "other_policy"),
    good:
      policy("  else green") +
      policy("  else green").replace("example_policy", "other_policy").replace("clearance", "gate"),
  }),

  LU4024: defineDiagnostic<{ scorecard: string }>({
    severity: "hint",
    en: {
      message: ({ scorecard }) => ({ what: `no policy reads \`${scorecard}\`` }),
      title: "Unused scorecard",
      explain:
        "A scorecard is recorded with every decision; it changes one only when a policy reads it: `red when trader_risk >= 25`.",
    },
    vi: {
      message: ({ scorecard }) => ({ what: `không chính sách nào đọc \`${scorecard}\`` }),
      title: "Bảng điểm không dùng",
      explain:
        "Bảng điểm được ghi cùng mọi quyết định; nó chỉ thay đổi quyết định khi chính sách đọc nó: `đỏ khi trader_risk >= 25`.",
    },
    bad: scorecard,
    good: scorecard + policy("  red when trader_risk >= 25\n  else green"),
  }),

  LU4025: defineDiagnostic<{ table: string }>({
    severity: "warning",
    en: {
      message: ({ table }) => ({
        what: `the criterion is repeated for each row of \`${table}\` and reads none`,
        try: "use a column: `item.hs matches row.hs`",
      }),
      title: "Row not used",
      explain:
        "`for each row of` asks the criterion once per row. Without `row.` in its condition every row gives the same answer.",
    },
    vi: {
      message: ({ table }) => ({
        what: `tiêu chí lặp lại cho từng dòng của \`${table}\` mà không đọc dòng nào`,
        try: "dùng một cột: `item.hs khớp row.hs`",
      }),
      title: "Không dùng dòng",
      explain:
        "`cho từng dòng của` hỏi tiêu chí một lần cho mỗi hàng. Không có `row.` trong điều kiện thì hàng nào cũng trả lời như nhau.",
    },
    bad: `${bands}criterion EX-1 "Example" for each row of bands\n  on import\n  when packages > 10\n  then channel yellow\n`,
    good: `${bands}criterion EX-1 "Example" for each row of bands\n  on import\n  when any item has item.hs matches row.hs\n  then channel row.level\n`,
  }),

  LU4026: defineDiagnostic<{ element: string; position: number; given: number }>({
    severity: "error",
    en: {
      message: ({ element, position, given }) => ({
        what: `the test expects \`${element}\` ${position}, and gives ${given}`,
        try: `give it with \`${element} (…)\`, or correct the number`,
      }),
      title: "Element that is not given",
      explain:
        "Elements are counted in the order they are given, from 1. Elements that are not given do not exist.",
    },
    vi: {
      message: ({ element, position, given }) => ({
        what: `kiểm thử chờ \`${element}\` ${position}, nhưng chỉ cho ${given}`,
        try: `cho biết bằng \`${element} (…)\`, hoặc sửa số`,
      }),
      title: "Phần tử không được cho",
      explain: "Phần tử được đếm theo thứ tự cho biết, từ 1. Phần tử không được cho thì không có.",
    },
    bad: criterion(
      '  when any item has item.origin = CN\n  then channel yellow\n  test "second" given item (origin = CN) expect hit on item 2',
    ),
    good: criterion(
      '  when any item has item.origin = CN\n  then channel yellow\n  test "second" given item (origin = VN), item (origin = CN) expect hit on item 2',
    ),
  }),

  LU4027: defineDiagnostic<{ facts: readonly string[]; more: number }>({
    severity: "error",
    en: {
      message: ({ facts, more }) => ({
        what: `the test lacks ${oneOf(facts, "en")}${more > 0 ? ` and ${more} more` : ""}`,
        why: "these facts are mandatory, and the schema has no `example` for them",
        try: "give them, or add an `example` in the schema",
      }),
      title: "Mandatory fact without value",
      explain:
        "A test fills mandatory facts that it does not give with the `example` of the schema. Without one the declaration would be incomplete.",
    },
    vi: {
      message: ({ facts, more }) => ({
        what: `kiểm thử thiếu ${noneOf(facts, "vi")}${more > 0 ? ` và ${more} dữ kiện nữa` : ""}`,
        why: "các dữ kiện này là bắt buộc và lược đồ không có `ví dụ` cho chúng",
        try: "cho biết chúng, hoặc thêm `ví dụ` vào lược đồ",
      }),
      title: "Dữ kiện bắt buộc không có giá trị",
      explain:
        "Kiểm thử lấy `ví dụ` của lược đồ cho dữ kiện bắt buộc không được cho. Không có ví dụ thì tờ khai không đủ.",
    },
    bad:
      schema(
        `record Declaration key declaration_no
  declaration_no: Id example "1"
  packages: Integer
  boxes: Integer example 2
flow import
`,
        false,
      ) +
      criterion(
        '  when boxes > 10\n  then channel yellow\n  test "few" given boxes = 3 expect no hit',
      ).replace(" at clearance", ""),
    good:
      schema(
        `record Declaration key declaration_no
  declaration_no: Id example "1"
  packages: Integer
  boxes: Integer example 2
flow import
`,
        false,
      ) +
      criterion(
        '  when boxes > 10\n  then channel yellow\n  test "few" given boxes = 3, packages = 1 expect no hit',
      ).replace(" at clearance", ""),
  }),

  LU4028: defineDiagnostic<{ id: string }>({
    severity: "hint",
    en: {
      message: ({ id }) => ({
        what: `\`${id}\` has no test`,
        try: "add one that hits and one that does not",
      }),
      title: "Criterion without test",
      explain:
        'A test says what the author meant, and stays true when somebody changes the criterion: `test "…" given … expect hit`.',
    },
    vi: {
      message: ({ id }) => ({
        what: `\`${id}\` chưa có kiểm thử`,
        try: "thêm một kiểm thử trúng và một không trúng",
      }),
      title: "Tiêu chí chưa có kiểm thử",
      explain:
        'Kiểm thử nói điều người viết muốn, và vẫn đúng khi có người sửa tiêu chí: `kiểm thử "…" cho biết … kết quả trúng`.',
    },
    bad: when("packages > 10"),
    good: tested("given gross_weight = 600 kg expect hit"),
  }),

  LU4029: defineDiagnostic<{ from: Channel; to: Channel }>({
    severity: "error",
    en: {
      message: ({ from, to }) => ({
        what: `a sample goes to a stricter channel, not from ${from} to ${to}`,
      }),
      title: "Sample in the wrong direction",
      explain:
        "A sample checks some of those that would pass more easily: from green to yellow or red, from yellow to red.",
    },
    vi: {
      message: ({ from, to }) => ({
        what: `lấy mẫu chuyển sang luồng chặt hơn, không từ ${channelVi[from]} sang ${channelVi[to]}`,
      }),
      title: "Lấy mẫu sai chiều",
      explain:
        "Lấy mẫu kiểm tra một phần những tờ khai đáng lẽ dễ qua hơn: từ xanh sang vàng hoặc đỏ, từ vàng sang đỏ.",
    },
    bad: policy("  sample 1% of red to green\n  else green"),
    good: policy("  sample 1% of green to red\n  else green"),
  }),

  LU4030: defineDiagnostic<{ channel: Channel }>({
    severity: "error",
    en: {
      message: () => ({
        what: "there is no channel below green",
        try: "set the quota for red or yellow",
      }),
      title: "Quota for green",
      explain:
        "A quota limits inspections: what is cut goes to the next lower channel. Nothing is lower than green.",
    },
    vi: {
      message: () => ({
        what: "không có luồng nào dưới luồng xanh",
        try: "đặt hạn mức cho luồng đỏ hoặc vàng",
      }),
      title: "Hạn mức cho luồng xanh",
      explain:
        "Hạn mức giới hạn việc kiểm tra: phần bị cắt chuyển xuống luồng thấp hơn. Không có luồng nào thấp hơn xanh.",
    },
    bad: policy("  quota green at most 5% per day keeping highest risk_points\n  else green"),
    good: policy("  quota red at most 5% per day keeping highest risk_points\n  else green"),
  }),

  LU4031: defineDiagnostic<{ channel: Channel }>({
    severity: "error",
    en: {
      message: () => ({
        what: "`green when` has no effect",
        try: "write `exempt when`, or `else green`",
      }),
      title: "Green by condition",
      explain:
        "Red beats yellow and yellow beats green, so a condition can only raise the channel. Who is to be spared is named with `exempt`.",
    },
    vi: {
      message: () => ({
        what: "`xanh khi` không có tác dụng",
        try: "viết `miễn khi`, hoặc `còn lại xanh`",
      }),
      title: "Xanh theo điều kiện",
      explain:
        "Đỏ hơn vàng, vàng hơn xanh, nên điều kiện chỉ có thể nâng luồng. Ai được miễn thì ghi bằng `miễn`.",
    },
    bad: policy("  green when importer.priority\n  else yellow"),
    good: policy("  exempt when importer.priority\n  else yellow"),
  }),

  LU4032: defineDiagnostic<{ id: string }>({
    severity: "error",
    en: {
      message: () => ({
        what: "these expectations exclude each other",
        try: "keep one of `hit`, `no hit` and `unknown`",
      }),
      title: "Contradicting expectations",
      explain:
        "A criterion hits, does not hit, or is unknown. A test can expect only one of the three of the same criterion.",
    },
    vi: {
      message: () => ({
        what: "các kết quả này loại trừ nhau",
        try: "giữ một trong `trúng`, `không trúng`, `chưa rõ`",
      }),
      title: "Kết quả mâu thuẫn",
      explain:
        "Tiêu chí trúng, không trúng, hoặc chưa rõ. Kiểm thử chỉ chờ được một trong ba với cùng một tiêu chí.",
    },
    bad: tested("given gross_weight = 600 kg expect hit, no hit"),
    good: tested("given gross_weight = 600 kg expect hit, risk 10"),
  }),

  LU4033: defineDiagnostic<{ fact: Named }>({
    severity: "error",
    en: {
      message: ({ fact }) => ({ what: `${named(fact, "en")} is mandatory and never missing` }),
      title: "Fact that can not be missing",
      explain:
        "Only facts declared `optional` may be missing. A declaration without a mandatory fact is rejected before any criterion is asked.",
    },
    vi: {
      message: ({ fact }) => ({ what: `${named(fact, "vi")} là bắt buộc, không bao giờ thiếu` }),
      title: "Dữ kiện không thể thiếu",
      explain:
        "Chỉ dữ kiện `không bắt buộc` mới có thể thiếu. Tờ khai thiếu dữ kiện bắt buộc bị từ chối trước khi hỏi tiêu chí nào.",
    },
    bad: tested("given packages is missing expect no hit"),
    good: tested("given freight is missing expect no hit"),
  }),

  LU4034: defineDiagnostic<{ problem: "criterionNeeded" | "otherCriterion" | "exempt" }>({
    severity: "error",
    en: {
      message: ({ problem }) => ({
        what: {
          criterionNeeded: "a scenario says of which criterion: `EX-1 hit`",
          otherCriterion: "a test speaks of its own criterion only; use a `scenario`",
          exempt: "only a scenario knows the policy, so only a scenario can expect `exempt`",
        }[problem],
      }),
      title: "Expectation in the wrong place",
      explain:
        "A `test` asks one criterion alone. A `scenario` runs the whole decision, with policy and all criteria, and names the criteria it speaks of.",
    },
    vi: {
      message: ({ problem }) => ({
        what: {
          criterionNeeded: "kịch bản phải nêu tiêu chí: `EX-1 trúng`",
          otherCriterion: "kiểm thử chỉ nói về tiêu chí của nó; hãy dùng `kịch bản`",
          exempt: "chỉ kịch bản biết chính sách, nên chỉ kịch bản chờ `miễn` được",
        }[problem],
      }),
      title: "Kết quả sai chỗ",
      explain:
        "`kiểm thử` chỉ hỏi một tiêu chí. `kịch bản` chạy cả quyết định, với chính sách và mọi tiêu chí, và nêu tên tiêu chí được nói tới.",
    },
    bad: `${when("packages > 10")}scenario "many" given packages = 20 expect hit\n`,
    good: `${when("packages > 10")}scenario "many" given packages = 20 expect EX-1 hit\n`,
  }),

  LU4035: defineDiagnostic<{ element: string; given: number; max: number }>({
    severity: "error",
    en: {
      message: ({ element, given, max }) => ({
        what: `the test gives ${given} times \`${element}\`, the schema allows ${max}`,
      }),
      title: "Too many elements",
      explain:
        "Every collection has a bound in the schema, and a declaration with more is rejected.",
    },
    vi: {
      message: ({ element, given, max }) => ({
        what: `kiểm thử cho ${given} \`${element}\`, lược đồ cho phép ${max}`,
      }),
      title: "Quá nhiều phần tử",
      explain: "Dãy nào cũng có giới hạn trong lược đồ, tờ khai vượt giới hạn bị từ chối.",
    },
    bad: tested(
      `given item (${Array.from({ length: 11 }, (_, index) => `brand (name = "B${index}")`).join(", ")}) expect no hit`,
    ),
    good: tested('given item (brand (name = "B1"), brand (name = "B2")) expect no hit'),
  }),

  LU4036: defineDiagnostic<{ fact: string }>({
    severity: "error",
    en: {
      message: ({ fact }) => ({ what: `\`${fact}\` is given twice`, try: "keep one" }),
      title: "Fact given twice",
      explain: "A test gives each fact once; elements and rows may be given several times.",
    },
    vi: {
      message: ({ fact }) => ({ what: `\`${fact}\` được cho hai lần`, try: "giữ một lần" }),
      title: "Dữ kiện cho hai lần",
      explain: "Kiểm thử cho mỗi dữ kiện một lần; phần tử và hàng có thể cho nhiều lần.",
    },
    bad: tested("given packages = 1, packages = 2 expect no hit"),
    good: tested("given packages = 1, gross_weight = 2 kg expect no hit"),
  }),

  LU4037: defineDiagnostic<{ source: string; asked: string; keepDays: number }>({
    severity: "error",
    en: {
      message: ({ source, asked, keepDays }) => ({
        what: `\`${asked}\` is longer than \`${source}\` is kept`,
        why: `the schema keeps ${keepDays} days of it`,
        try: "ask for a shorter time, or have the schema keep more",
      }),
      title: "Window longer than what is kept",
      explain:
        "`keep` of a source says how far back its rows are there. A longer window would silently see less than it says.",
    },
    vi: {
      message: ({ source, asked, keepDays }) => ({
        what: `\`${asked}\` dài hơn thời gian lưu của \`${source}\``,
        why: `lược đồ lưu ${keepDays} ngày`,
        try: "xét khoảng ngắn hơn, hoặc tăng thời gian `lưu` trong lược đồ",
      }),
      title: "Khoảng xét dài hơn thời gian lưu",
      explain:
        "`lưu` của một nguồn cho biết dữ liệu còn được giữ bao xa về trước. Khoảng dài hơn sẽ âm thầm xét ít hơn điều đã viết.",
    },
    bad: when('there is (passages in last 365 days with passage_id = "P1")'),
    good: when('there is (passages in last 30 days with passage_id = "P1")'),
  }),

  LU4038: defineDiagnostic<{ part: SelectionPart; source: string; kind: RowsKind }>({
    severity: "error",
    en: {
      message: ({ part, source, kind }) => ({
        what: `\`${source}\` takes no ${partEn[part]}`.replace(" no a ", " no "),
        why: rowsEn[kind],
      }),
      title: "Part that does not go with these rows",
      explain:
        "Histories and events have windows; registries are asked `as of` a moment. `including this` is for declarations and their lists. A name of `collect` is used as it is.",
    },
    vi: {
      message: ({ part, source, kind }) => ({
        what: `\`${source}\` không đi với ${partVi[part]}`,
        why: rowsVi[kind],
      }),
      title: "Phần không hợp với nguồn",
      explain:
        "Lịch sử và sự kiện có khoảng thời gian; sổ bộ được xét `tính đến` một thời điểm. `kể cả tờ khai này` dành cho tờ khai và dãy của tờ khai. Tên của `tập hợp` dùng nguyên như vậy.",
    },
    bad: when("there is (traders in last 30 days with same tax_code as importer)"),
    good: when("there is (traders as of registered_at with same tax_code as importer)"),
  }),

  LU4039: defineDiagnostic<{ aggregate: string }>({
    severity: "error",
    en: {
      message: ({ aggregate }) => ({
        what: `\`${aggregate}\` of so few rows would say nothing`,
        try: "end the selection with `minimum 30`, or another number",
      }),
      title: "Fewest rows not said",
      explain:
        "Percentiles and measures of spread of two or three rows are chance. `minimum n` makes them unknown below n rows.",
    },
    vi: {
      message: ({ aggregate }) => ({
        what: `\`${aggregate}\` của quá ít dòng không nói lên điều gì`,
        try: "thêm `tối thiểu 30` (hoặc số khác) vào cuối phép chọn",
      }),
      title: "Chưa nêu số dòng tối thiểu",
      explain:
        "Phân vị và độ phân tán của hai, ba dòng chỉ là ngẫu nhiên. `tối thiểu n` làm cho chúng chưa rõ khi có dưới n dòng.",
    },
    bad: when(
      "any item has item.unit_price < percentile 10 of line.unit_price over (lines in last 365 days with same hs as item)",
    ),
    good: when(
      "any item has item.unit_price < percentile 10 of line.unit_price over (lines in last 365 days with same hs as item minimum 30)",
    ),
  }),

  LU4040: defineDiagnostic<{ problem: SeriesProblem; text: string }>({
    severity: "error",
    en: {
      message: ({ problem, text }) => {
        switch (problem) {
          case "list":
            return {
              what: `\`${text}\` is a list of the declaration, which has no time`,
              try: "make a series of the rows of a source",
            };
          case "value":
            return {
              what: `\`${text}\` has its values already`,
              try: `write \`average over ${text}\``,
            };
          case "calendar":
            return {
              what: `\`${text}\` can not cut this window into equal parts`,
              why: "both have to be of a fixed length",
              try: "use days or weeks, and a window `in last …`",
            };
          case "parts":
            return {
              what: `the window is no whole number of \`${text}\``,
              why: "the first part would be shorter than the others (and 1,000 parts are the most)",
            };
        }
      },
      title: "Series",
      explain:
        "`count per 7 days over …` cuts the window of a selection into equal periods, counted back from its end.",
    },
    vi: {
      message: ({ problem, text }) => {
        switch (problem) {
          case "list":
            return {
              what: `\`${text}\` là dãy của tờ khai, không có thời gian`,
              try: "lập chuỗi từ các dòng của một nguồn",
            };
          case "value":
            return {
              what: `\`${text}\` đã có giá trị của nó`,
              try: `viết \`trung bình trên ${text}\``,
            };
          case "calendar":
            return {
              what: `không thể chia khoảng này thành các phần bằng nhau theo \`${text}\``,
              why: "cả hai phải có độ dài cố định",
              try: "dùng ngày hoặc tuần, và khoảng `trong vòng …`",
            };
          case "parts":
            return {
              what: `khoảng này không chia hết cho \`${text}\``,
              why: "phần đầu sẽ ngắn hơn các phần khác (và nhiều nhất là 1.000 phần)",
            };
        }
      },
      title: "Chuỗi theo kỳ",
      explain:
        "`đếm mỗi 7 ngày trên …` chia khoảng của phép chọn thành các kỳ bằng nhau, tính lùi từ cuối khoảng.",
    },
    bad: criterion(
      "  let weekly = count per 7 days over (declarations in last 30 days with same importer.tax_code)\n  when highest over weekly > 3\n  then channel yellow",
    ),
    good: criterion(
      "  let weekly = count per 7 days over (declarations in last 28 days with same importer.tax_code)\n  when highest over weekly > 3\n  then channel yellow",
    ),
  }),

  LU4041: defineDiagnostic<{ part: NumberPart; image: string; least: number; most: number }>({
    severity: "error",
    en: {
      message: ({ part, image, least, most }) =>
        part === "skipping"
          ? { what: `\`${image}\` leaves nothing of the window`, try: "skip less than the window" }
          : {
              what: `\`${part} ${image}\` is not between ${least} and ${most}`,
              ...(part === "percentile" ? {} : { why: "it is a whole number of rows" }),
            },
      title: "Number in a selection",
      explain:
        "`latest n` and `minimum n` take whole numbers of rows, `percentile p` a number from 0 to 100, `skipping last` a time shorter than the window.",
    },
    vi: {
      message: ({ part, image, least, most }) =>
        part === "skipping"
          ? { what: `\`${image}\` bỏ qua hết khoảng xét`, try: "bỏ qua ít hơn khoảng xét" }
          : {
              what: `${part === "percentile" ? "phân vị" : partVi[part].replaceAll("`", "")} \`${image}\` không nằm trong khoảng từ ${least} đến ${most}`,
              ...(part === "percentile" ? {} : { why: "đây phải là số nguyên dòng" }),
            },
      title: "Số trong phép chọn",
      explain:
        "`mới nhất n` và `tối thiểu n` nhận số nguyên dòng, `phân vị p` nhận số từ 0 đến 100, `bỏ qua` nhận thời gian ngắn hơn khoảng xét.",
    },
    bad: when("count of (declarations in last 30 days with same importer.tax_code latest 0) > 1"),
    good: when("count of (declarations in last 30 days with same importer.tax_code latest 10) > 1"),
  }),

  LU4042: defineDiagnostic<{ operator: string; type: Type }>({
    severity: "error",
    en: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` can not be a key of ${typeName(type, "en")}`,
        why: "every row would have to be compared",
        try: "put it after `where`, beside a key that is equal",
      }),
      title: "Key that can not be looked up",
      explain:
        "Keys are found directly: equal values, and plates and container numbers that look alike. Other likeness is a condition on rows that a key has found.",
    },
    vi: {
      message: ({ operator, type }) => ({
        what: `\`${operator}\` không dùng làm khóa cho ${typeName(type, "vi")} được`,
        why: "sẽ phải so với mọi dòng",
        try: "đặt sau `trong đó`, bên cạnh một khóa bằng nhau",
      }),
      title: "Khóa không tra được",
      explain:
        "Khóa được tra trực tiếp: giá trị bằng nhau, biển số và số container giống nhau. Kiểu giống khác là điều kiện trên các dòng mà khóa đã tìm ra.",
    },
    bad: when(
      "there is (declarations in last 30 days with exporter.name looks like exporter.name)",
    ),
    good: when(
      "there is (declarations in last 30 days with same importer.tax_code where past.exporter.name looks like exporter.name)",
    ),
  }),

  LU4043: defineDiagnostic<{ score: string; problem: ScoreProblem }>({
    severity: "error",
    en: {
      message: ({ score, problem }) => ({ what: `\`${score}\`: ${scoreEn[problem]}` }),
      title: "Score that can not be asked for",
      explain:
        "A score names its plugin, gives it single values as inputs, and says what it returns, in which range and how soon.",
    },
    vi: {
      message: ({ score, problem }) => ({ what: `\`${score}\`: ${scoreVi[problem]}` }),
      title: "Điểm số không hỏi được",
      explain:
        "Điểm số nêu trình cắm, đưa các giá trị đơn làm đầu vào, và cho biết trả về gì, trong giới hạn nào, trong thời hạn bao lâu.",
    },
    bad: `score fraud version 1 "Fraud" vi "Gian lận" from plugin "trees:fraud" inputs (items) timeout 20 ms otherwise unknown\n${when("fraud > 0.9")}`,
    good: `score fraud version 1 "Fraud" vi "Gian lận" from plugin "trees:fraud" inputs (packages) range 0 to 1 timeout 20 ms otherwise unknown\n${when("fraud > 0.9")}`,
  }),
};
