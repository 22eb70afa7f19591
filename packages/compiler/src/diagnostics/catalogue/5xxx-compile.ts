/**
 * 5xxx: what the compiler has to say about a set that is right: what will be slow, what nobody decides.
 *
 * Each entry holds severity, both languages, an explain page and the pair of examples that tests run. Examples stand on the sample schema of
 * the diagnostics of the language.
 */
import { defineDiagnostic } from "@luong/spec";

/** A criterion with a condition of its own, and a policy that decides its flow. */
function decided(condition: string): string {
  return (
    'criteria set "Sample" version 1\nuse schema vn.sample 1\n\n' +
    `criterion TST-001 "Sample"\n  on       import at clearance\n  when     ${condition}\n  then     channel yellow\n\n` +
    'policy test_policy "Sample" on import at clearance\n  else     green\n'
  );
}

export const compileDiagnostics = {
  LU5001: defineDiagnostic<{ criterion: string }>({
    severity: "info",
    bad: decided("importer.name contains notes"),
    good: decided('importer.name contains "used"'),
    en: {
      title: "criterion evaluated by the reference",
      message: ({ criterion }) => ({
        what: `\`${criterion}\` is evaluated by the reference, not by compiled code`,
        why: "its condition uses something that has no fast form",
        try: "nothing, unless this criterion is asked very often",
      }),
      explain:
        "Most conditions become machine code and take nanoseconds. A few, such as phrases taken from another fact, are " +
        "answered by the reference interpreter, which takes microseconds. The answer is the same. If many declarations are " +
        "asked, put a cheap condition such as a code or an office beside it with `and`: it is tried first, and the slow part is " +
        "reached only when it holds.",
    },
    vi: {
      title: "tiêu chí do trình tham chiếu tính",
      message: ({ criterion }) => ({
        what: `\`${criterion}\` do trình tham chiếu tính, không phải mã đã biên dịch`,
        why: "điều kiện của tiêu chí dùng phép chưa có dạng nhanh",
        try: "không cần làm gì, trừ khi tiêu chí này được hỏi rất nhiều",
      }),
      explain:
        "Phần lớn điều kiện được biên dịch thành mã máy và chỉ mất vài nano giây. Một số ít, như cụm từ lấy từ một chỉ tiêu khác, do trình " +
        "tham chiếu tính và mất vài micro giây. Kết quả như nhau. Nếu phải hỏi cho nhiều tờ khai, hãy thêm bằng `và` một điều kiện rẻ như mã " +
        "hàng hoặc cơ quan hải quan: điều kiện rẻ được thử trước, phần chậm chỉ tính khi điều kiện đó đúng.",
    },
  }),

  LU5002: defineDiagnostic<{ criterion: string; cost: number; limit: number }>({
    severity: "warning",
    bad: decided(
      'any item has any container has (item.description contains "used" and container.item_no = item.line_no)',
    ),
    good: decided("any item has any container has container.item_no = item.line_no"),
    en: {
      title: "criterion may be expensive",
      message: ({ criterion, cost, limit }) => ({
        what: `\`${criterion}\` may cost up to ${cost} steps for one declaration`,
        why: `conditions inside each other multiply; above ${limit} steps a single criterion delays the others`,
        try: "narrow the elements with a cheap condition first, or compare with a total instead of element by element",
      }),
      explain:
        "The bound follows from the largest number of elements the schema allows and from what each condition costs; it is known " +
        "before any declaration is seen, and no declaration can exceed it. Most declarations are far below it. Conditions about " +
        "elements of two lists multiply their lengths. An aggregate such as `sum of … over items` is computed once instead.",
    },
    vi: {
      title: "tiêu chí có thể tốn kém",
      message: ({ criterion, cost, limit }) => ({
        what: `\`${criterion}\` có thể mất đến ${cost} bước cho một tờ khai`,
        why: `điều kiện lồng nhau thì nhân lên; trên ${limit} bước, một tiêu chí làm chậm các tiêu chí khác`,
        try: "lọc phần tử bằng một điều kiện rẻ trước, hoặc so với tổng thay vì so từng phần tử",
      }),
      explain:
        "Giới hạn này tính từ số phần tử nhiều nhất mà lược đồ cho phép và chi phí từng điều kiện; biết trước khi có tờ khai nào, và không tờ " +
        "khai nào vượt được. Đa số tờ khai thấp hơn nhiều. Điều kiện về phần tử của hai dãy nhân độ dài của chúng. Phép gộp như " +
        "`tổng của … trên items` chỉ tính một lần.",
    },
  }),

  LU5003: defineDiagnostic<{ flow: string; criterion: string }>({
    severity: "warning",
    bad: decided("packages > 5").replace("on       import at", "on       import, export at"),
    good: decided("packages > 5"),
    en: {
      title: "no policy decides a flow",
      message: ({ flow, criterion }) => ({
        what: `no policy is on \`${flow}\``,
        why: `criteria such as \`${criterion}\` are asked for it; their hits are recorded, but samples, quotas and \`else\` have no say`,
        try: `add a policy on \`${flow}\`, or take the flow out of the criteria`,
      }),
      explain:
        "A policy tells how hits, scores, samples and quotas become a channel. Without one, a declaration of that flow takes the " +
        "severest channel among its hits, and green when there is none: nothing is sampled, nobody is exempt and no quota holds.",
    },
    vi: {
      title: "nghiệp vụ chưa có chính sách",
      message: ({ flow, criterion }) => ({
        what: `chưa có chính sách nào áp dụng cho \`${flow}\``,
        why: `các tiêu chí như \`${criterion}\` vẫn được hỏi và ghi nhận, nhưng lấy mẫu, hạn mức và \`còn lại\` không có tác dụng`,
        try: `thêm chính sách áp dụng cho \`${flow}\`, hoặc bỏ nghiệp vụ này khỏi tiêu chí`,
      }),
      explain:
        "Chính sách cho biết kết quả trúng, điểm, lấy mẫu và hạn mức trở thành luồng thế nào. Không có chính sách, tờ khai của nghiệp vụ đó nhận " +
        "luồng nặng nhất trong các tiêu chí trúng, và luồng xanh nếu không trúng gì: không lấy mẫu, không miễn, không hạn mức.",
    },
  }),
} as const;

export type CompileDiagnosticCode = keyof typeof compileDiagnostics;
