/**
 * LU61xx: a declaration does not have the form of the schema; LU62xx: the question about it cannot be asked.
 *
 * Raised by `facts/` and by the engine. `expected` is a phrase key of `messages/expected.ts`, so that both languages can say it.
 */
import { defineFault } from "./define.ts";
import { describeExpected, describeGot, type Expected, type Got, listCodes } from "./expected.ts";

export const factFaults = {
  LU6101: defineFault<{ got: Got }>({
    example: "lines",
    bad: '["A"]',
    good: '{"number":"A"}',
    en: {
      title: "declaration is not an object",
      message: ({ got }) => ({
        what: `a declaration is an object with named fields, this is ${describeGot(got, "en")}`,
        try: "one `{…}` per line; a list of declarations is sent line by line",
      }),
      explain:
        "A declaration is a JSON object whose fields are those of the schema's root record. Lists, texts, numbers and `null` are something else, " +
        "most often a whole file sent as one array.",
    },
    vi: {
      title: "tờ khai không phải là đối tượng",
      message: ({ got }) => ({
        what: `tờ khai là một đối tượng có các trường, đây lại là ${describeGot(got, "vi")}`,
        try: "mỗi dòng một `{…}`; danh sách tờ khai thì gửi từng dòng",
      }),
      explain:
        "Tờ khai là đối tượng JSON có các trường của bản ghi gốc trong lược đồ. Danh sách, văn bản, số và `null` là thứ khác, " +
        "thường gặp nhất là cả tệp được gửi thành một mảng.",
    },
  }),

  LU6102: defineFault<{ field: string }>({
    example: "lines",
    bad: '{"office":"03CC"}',
    good: '{"number":"A","office":"03CC"}',
    en: {
      title: "field is missing",
      message: ({ field }) => ({
        what: `the field \`${field}\` is missing`,
        why: "the schema says that every declaration has it",
        try: `declare \`${field}\``,
      }),
      explain:
        "A field that the schema does not mark `optional` must be there, and `null` counts as absent. Criteria rely on it: they may read it " +
        "without asking whether it is present. If the field can honestly be unknown, the schema should say `optional`.",
    },
    vi: {
      title: "thiếu trường",
      message: ({ field }) => ({
        what: `thiếu trường \`${field}\``,
        why: "lược đồ quy định mọi tờ khai đều có trường này",
        try: `khai \`${field}\``,
      }),
      explain:
        "Trường không được lược đồ ghi `không bắt buộc` thì phải có, và `null` được coi là không có. Tiêu chí dựa vào điều đó: được đọc trường mà " +
        "không cần hỏi nó có hay không. Nếu thực tế có thể chưa biết, lược đồ nên ghi `không bắt buộc`.",
    },
  }),

  LU6103: defineFault<{ field: string; nearest: string | null }>({
    example: "lines",
    bad: '{"number":"A","ofice":"03CC"}',
    good: '{"number":"A","office":"03CC"}',
    en: {
      title: "field is not in the schema",
      message: ({ field, nearest }) => ({
        what: `the schema has no field \`${field}\``,
        ...(nearest === null
          ? { try: "remove it, or add it to the schema" }
          : { try: `did you mean \`${nearest}\`?` }),
      }),
      explain:
        "An unknown field is refused, because it is most often a misspelt one: the real field would then be absent, and criteria that read it " +
        "would be unknown for every declaration of that sender. A field that no criterion needs can be removed before sending.",
    },
    vi: {
      title: "trường không có trong lược đồ",
      message: ({ field, nearest }) => ({
        what: `lược đồ không có trường \`${field}\``,
        ...(nearest === null
          ? { try: "bỏ trường này, hoặc thêm vào lược đồ" }
          : { try: `có phải là \`${nearest}\`?` }),
      }),
      explain:
        "Trường lạ bị từ chối vì thường là trường gõ sai tên: khi đó trường thật bị thiếu, và tiêu chí đọc nó sẽ chưa rõ với mọi tờ khai của " +
        "người gửi ấy. Trường không tiêu chí nào cần thì có thể bỏ trước khi gửi.",
    },
  }),

  LU6104: defineFault<{ expected: Expected; got: Got }>({
    example: "lines",
    bad: '{"number":17}',
    good: '{"number":"17"}',
    en: {
      title: "value of another type",
      message: ({ expected, got }) => ({
        what: `expected ${describeExpected(expected, "en")}, got ${describeGot(got, "en")}`,
      }),
      explain:
        "Each type has one form in JSON: texts, codes, dates and times are in quotes, numbers and amounts are not, money without a fixed currency is " +
        '`{"amount": 12.5, "currency": "USD"}`, a quantity without a fixed dimension `{"value": 100, "unit": "PCE"}`. Nothing is converted silently: ' +
        "`0101` as a number would lose its zero.",
    },
    vi: {
      title: "giá trị khác kiểu",
      message: ({ expected, got }) => ({
        what: `cần ${describeExpected(expected, "vi")}, lại nhận ${describeGot(got, "vi")}`,
      }),
      explain:
        "Mỗi kiểu có một dạng JSON: văn bản, mã, ngày giờ đặt trong dấu nháy; số và số tiền thì không; tiền không cố định loại tiền là " +
        '`{"amount": 12.5, "currency": "USD"}`, lượng không cố định đơn vị là `{"value": 100, "unit": "PCE"}`. Không có gì được tự chuyển đổi: ' +
        "`0101` viết thành số sẽ mất số 0.",
    },
  }),

  LU6105: defineFault<{ code: string; list: string; nearest: string | null }>({
    example: "lines",
    bad: '{"number":"A","office":"03XX"}',
    good: '{"number":"A","office":"03CC"}',
    en: {
      title: "code is not in the code list",
      message: ({ code, list, nearest }) => ({
        what: `\`${code}\` is not a code of \`${list}\``,
        try: nearest === null ? `look the code up in \`${list}\`` : `did you mean \`${nearest}\`?`,
      }),
      explain:
        "The field holds codes of one list, and this code is not in it: misspelt, out of date, or of another list. If the code is new, the code list " +
        "of the schema (or the one bound at run time) has to be brought up to date.",
    },
    vi: {
      title: "mã không có trong bộ mã",
      message: ({ code, list, nearest }) => ({
        what: `\`${code}\` không phải là mã của \`${list}\``,
        try: nearest === null ? `tra lại trong \`${list}\`` : `có phải là \`${nearest}\`?`,
      }),
      explain:
        "Trường này chứa mã của một bộ mã, và mã này không có trong đó: gõ sai, đã hết hiệu lực, hoặc thuộc bộ mã khác. Nếu là mã mới thì cần cập nhật " +
        "bộ mã của lược đồ (hoặc bộ mã nạp lúc chạy).",
    },
  }),

  LU6106: defineFault<{ value: number | string; from: number | string; to: number | string }>({
    example: "lines",
    bad: '{"number":"A","count":12}',
    good: '{"number":"A","count":9}',
    en: {
      title: "value is out of range",
      message: ({ value, from, to }) => ({
        what: `${value} is out of range, allowed is ${from} to ${to}`,
      }),
      explain:
        "The schema gives the field a range, both ends included, and this value lies outside.",
    },
    vi: {
      title: "giá trị ngoài giới hạn",
      message: ({ value, from, to }) => ({
        what: `${value} nằm ngoài giới hạn, cho phép từ ${from} đến ${to}`,
      }),
      explain: "Lược đồ đặt giới hạn cho trường này, tính cả hai đầu, và giá trị nằm ngoài.",
    },
  }),

  LU6107: defineFault<{ count: number | null; limit: number }>({
    example: "lines",
    bad: '{"number":"A","tags":["a","b","c","d"]}',
    good: '{"number":"A","tags":["a","b","c"]}',
    en: {
      title: "too many elements",
      message: ({ count, limit }) => ({
        what: `${count === null ? "too many elements" : `${count} elements`}, at most ${limit} are allowed`,
        try: "split the declaration, or raise `max` in the schema",
      }),
      explain:
        "Every list has a greatest length in the schema; the cost of each criterion is bounded by it. A longer list is refused as a whole: leaving " +
        "out the rest would hide goods.",
    },
    vi: {
      title: "quá nhiều phần tử",
      message: ({ count, limit }) => ({
        what: `${count === null ? "quá nhiều phần tử" : `${count} phần tử`}, chỉ cho phép ${limit}`,
        try: "tách tờ khai, hoặc nâng `nhiều nhất` trong lược đồ",
      }),
      explain:
        "Mỗi dãy có độ dài tối đa trong lược đồ; chi phí của từng tiêu chí được giới hạn theo đó. Dãy dài hơn bị từ chối cả dãy: bỏ bớt phần cuối " +
        "là giấu hàng.",
    },
  }),

  LU6108: defineFault<{ value: string; expected: Expected }>({
    example: "lines",
    bad: '{"number":"A","arrived":"2026-02-30"}',
    good: '{"number":"A","arrived":"2026-02-28"}',
    en: {
      title: "date or time does not exist",
      message: ({ value, expected }) => ({
        what: `\`${value}\` is not ${describeExpected(expected, "en")}`,
        try: "the form is `2026-02-01`, `22:00`, `2026-02-01T09:00+07:00`",
      }),
      explain:
        "Dates are written year-month-day, times on the 24-hour clock, instants as ISO 8601 with or without offset (without, they are in the zone of the " +
        "schema). The day must exist: 30 February is refused rather than moved to 2 March.",
    },
    vi: {
      title: "ngày giờ không tồn tại",
      message: ({ value, expected }) => ({
        what: `\`${value}\` không phải là ${describeExpected(expected, "vi")}`,
        try: "viết theo dạng `2026-02-01`, `22:00`, `2026-02-01T09:00+07:00`",
      }),
      explain:
        "Ngày viết năm-tháng-ngày, giờ theo 24 giờ, thời điểm theo ISO 8601 có hoặc không có múi giờ (không có thì hiểu theo múi giờ của lược đồ). Ngày " +
        "phải có thật: 30 tháng 2 bị từ chối chứ không chuyển thành 2 tháng 3.",
    },
  }),

  LU6109: defineFault<{ value: number; currency: string; digits: number }>({
    example: "lines",
    bad: '{"number":"A","value":1000.5}',
    good: '{"number":"A","value":1000}',
    en: {
      title: "more decimals than the currency has",
      message: ({ value, currency, digits }) => ({
        what: `${value} ${currency} has more than ${digits} decimal${digits === 1 ? "" : "s"}`,
        why: `amounts in ${currency} are whole numbers of its smallest unit`,
        try: "round the amount as the law says, then declare it",
      }),
      explain:
        "Money is exact: an amount is a whole number of the smallest unit of its currency. Rounding is a legal matter and is not done here.",
    },
    vi: {
      title: "nhiều chữ số lẻ hơn loại tiền cho phép",
      message: ({ value, currency, digits }) => ({
        what: `${value} ${currency} có hơn ${digits} chữ số lẻ`,
        why: `số tiền ${currency} là số nguyên lần đơn vị nhỏ nhất của nó`,
        try: "làm tròn theo quy định rồi khai",
      }),
      explain:
        "Tiền được tính chính xác: số tiền là số nguyên lần đơn vị nhỏ nhất của loại tiền. Làm tròn là việc theo quy định pháp luật nên không làm ở đây.",
    },
  }),

  LU6110: defineFault<{ currency: string; known: readonly string[] }>({
    example: "lines",
    bad: '{"number":"A","price":{"amount":1,"currency":"USX"}}',
    good: '{"number":"A","price":{"amount":1,"currency":"USD"}}',
    en: {
      title: "unknown currency",
      message: ({ currency, known }) => ({
        what: `the schema has no currency \`${currency}\``,
        try: `known are ${listCodes(known)}`,
      }),
      explain:
        "The schema lists the currencies with their decimals; an amount in another cannot be compared or converted.",
    },
    vi: {
      title: "loại tiền chưa biết",
      message: ({ currency, known }) => ({
        what: `lược đồ không có loại tiền \`${currency}\``,
        try: `đã biết ${listCodes(known)}`,
      }),
      explain:
        "Lược đồ liệt kê các loại tiền và số chữ số lẻ; số tiền thuộc loại khác không so sánh, không quy đổi được.",
    },
  }),

  LU6111: defineFault<{ unit: string; known: readonly string[] }>({
    example: "lines",
    bad: '{"number":"A","quantity":{"value":1,"unit":"BOX"}}',
    good: '{"number":"A","quantity":{"value":1,"unit":"PCE"}}',
    en: {
      title: "unknown unit",
      message: ({ unit, known }) => ({
        what: `the schema has no unit \`${unit}\``,
        try: `known are ${listCodes(known)}`,
      }),
      explain:
        "Units are the UN/ECE Recommendation 20 codes that the schema declares, such as KGM and PCE.",
    },
    vi: {
      title: "đơn vị chưa biết",
      message: ({ unit, known }) => ({
        what: `lược đồ không có đơn vị \`${unit}\``,
        try: `đã biết ${listCodes(known)}`,
      }),
      explain: "Đơn vị là các mã UN/ECE Recommendation 20 mà lược đồ khai báo, như KGM và PCE.",
    },
  }),

  LU6112: defineFault<{ key: string; record: string; first: number }>({
    example: "lines",
    bad: '{"number":"A","items":[{"line":1},{"line":1}]}',
    good: '{"number":"A","items":[{"line":1},{"line":2}]}',
    en: {
      title: "two elements with the same key",
      message: ({ key, record, first }) => ({
        what: `two elements of \`${record}\` have the key ${key}`,
        why: `the first is number ${first}`,
        try: "number the lines again",
      }),
      explain:
        "The schema names the fields that tell elements apart. Two elements with one key are a line sent twice or a numbering mistake; sums would count it twice.",
    },
    vi: {
      title: "hai phần tử trùng định danh",
      message: ({ key, record, first }) => ({
        what: `hai phần tử \`${record}\` cùng định danh ${key}`,
        why: `phần tử đầu ở vị trí ${first}`,
        try: "đánh lại số dòng",
      }),
      explain:
        "Lược đồ nêu các trường phân biệt phần tử. Hai phần tử trùng định danh là dòng gửi hai lần hoặc đánh số sai; tổng sẽ bị cộng hai lần.",
    },
  }),

  LU6113: defineFault<{ code: string; list: string; levels: readonly number[] }>({
    example: "lines",
    bad: '{"number":"A","hs":"61091"}',
    good: '{"number":"A","hs":"610910"}',
    en: {
      title: "code has no length of its list",
      message: ({ code, list, levels }) => ({
        what: `\`${code}\` is not a code of \`${list}\``,
        why: `codes have ${levels.join(", ")} characters, this has ${code.length}`,
        try: "give the whole code; a leading zero is lost when a code passes through a number",
      }),
      explain:
        "Codes of a list with levels have one of the lengths of the levels, such as 2, 4, 6 or 8 for the HS. Another length is a truncated code or one that lost its zero.",
    },
    vi: {
      title: "độ dài mã không đúng",
      message: ({ code, list, levels }) => ({
        what: `\`${code}\` không phải là mã của \`${list}\``,
        why: `mã có ${levels.join(", ")} ký tự, mã này có ${code.length}`,
        try: "ghi đủ mã; số 0 ở đầu bị mất khi mã đi qua kiểu số",
      }),
      explain:
        "Mã của bộ mã phân cấp có độ dài bằng một trong các cấp, như 2, 4, 6 hoặc 8 với mã HS. Độ dài khác là mã bị cắt hoặc mất số 0.",
    },
  }),

  LU6114: defineFault<{ keyword: string; params: string }>({
    example: "validator",
    bad: '[{"path":"/note","keyword":"minLength","params":{"limit":3}}]',
    good: "[]",
    en: {
      title: "value does not have the form of the schema",
      message: ({ keyword, params }) => ({
        what: `this value breaks the schema's rule \`${keyword}\``,
        why: params,
      }),
      explain:
        "The JSON Schema of the bundle has a rule for this field that the value breaks, and that this runtime has no better words for. The compiler of the bundle is probably newer than the runtime.",
    },
    vi: {
      title: "giá trị không đúng dạng của lược đồ",
      message: ({ keyword, params }) => ({
        what: `giá trị này vi phạm quy tắc \`${keyword}\` của lược đồ`,
        why: params,
      }),
      explain:
        "JSON Schema của gói có quy tắc cho trường này mà giá trị vi phạm, và bộ chạy này chưa có lời giải thích rõ hơn. Có lẽ trình biên dịch của gói mới hơn bộ chạy.",
    },
  }),

  LU6201: defineFault<{ key: string; first: number }>({
    example: "lines",
    bad: '{"number":"A"}\n{"number":"A"}',
    good: '{"number":"A"}\n{"number":"B"}',
    en: {
      title: "declaration given twice",
      message: ({ key, first }) => ({
        what: `declaration \`${key}\` was given before, at position ${first}`,
        try: "remove one; a changed declaration has the next revision",
      }),
      explain:
        "Two declarations with the same key in one run would be counted twice in quotas and reports. Which of them is right cannot be decided here: the first was decided, this one is rejected.",
    },
    vi: {
      title: "tờ khai gửi hai lần",
      message: ({ key, first }) => ({
        what: `tờ khai \`${key}\` đã có ở vị trí ${first}`,
        try: "bỏ một bản; tờ khai sửa thì tăng lần sửa",
      }),
      explain:
        "Hai tờ khai trùng định danh trong một lượt chạy sẽ bị đếm hai lần trong hạn mức và báo cáo. Ở đây không thể biết bản nào đúng: bản đầu đã được quyết định, bản này bị từ chối.",
    },
  }),

  LU6202: defineFault<{ clock: string | null }>({
    example: "lines",
    bad: '{"number":"A","at":null}',
    good: '{"number":"A"}',
    en: {
      title: "decision time is not known",
      message: ({ clock }) => ({
        what: "the time of this decision is not known",
        why:
          clock === null
            ? "the schema names no clock field"
            : `the clock field \`${clock}\` is absent`,
        try: "give `now` with the question",
      }),
      explain:
        "Time is an input: the one given with the question, else the clock field of the declaration. The machine's own clock is never read, so that a decision can be repeated years later.",
    },
    vi: {
      title: "không biết thời điểm quyết định",
      message: ({ clock }) => ({
        what: "không biết thời điểm của quyết định này",
        why:
          clock === null
            ? "lược đồ không nêu trường mốc thời gian"
            : `thiếu trường mốc thời gian \`${clock}\``,
        try: "cho `now` kèm theo câu hỏi",
      }),
      explain:
        "Thời gian là đầu vào: thời điểm cho kèm câu hỏi, nếu không thì trường mốc của tờ khai. Không bao giờ đọc đồng hồ máy, để nhiều năm sau vẫn lặp lại được quyết định.",
    },
  }),

  LU6203: defineFault<{ what: "flow" | "stage"; given: string; known: readonly string[] }>({
    example: "ask",
    bad: '{"flow":"imports"}',
    good: '{"flow":"import"}',
    en: {
      title: "flow or stage is not in the schema",
      message: ({ what, given, known }) => ({
        what: `the schema has no ${what} \`${given}\``,
        try: `known are ${listCodes(known)}`,
      }),
      explain:
        "A question names the flow and the stage it is asked at. At a place the schema does not know, no criterion would be asked and every " +
        "declaration would be green; so the question is refused instead.",
    },
    vi: {
      title: "nghiệp vụ hoặc giai đoạn không có trong lược đồ",
      message: ({ what, given, known }) => ({
        what: `lược đồ không có ${what === "flow" ? "nghiệp vụ" : "giai đoạn"} \`${given}\``,
        try: `đã biết ${listCodes(known)}`,
      }),
      explain:
        "Câu hỏi nêu nghiệp vụ và giai đoạn. Ở nơi lược đồ không biết thì không tiêu chí nào được hỏi và mọi tờ khai sẽ thành luồng xanh; " +
        "vì vậy câu hỏi bị từ chối.",
    },
  }),

  LU6204: defineFault<{ deaths: number; reason: string }>({
    example: "threads",
    bad: '{"number":"A","note":"ends the thread"}',
    good: '{"number":"A","note":"ends nothing"}',
    en: {
      title: "declaration ended the threads that decided it",
      message: ({ deaths, reason }) => ({
        what: `this declaration could not be decided: ${deaths} threads in a row ended over it`,
        why: reason,
        try: "keep the declaration and report it; decide it by hand meanwhile",
      }),
      explain:
        "When a thread of a pool ends, its declarations go to another. One that is alone when it ends two more is given up, so that the others are decided. " +
        "It may need more memory than a thread is allowed, or there is a mistake in the runtime or the bundle; the reason given is that of the last thread.",
    },
    vi: {
      title: "tờ khai làm các luồng xử lý dừng hẳn",
      message: ({ deaths, reason }) => ({
        what: `không quyết định được tờ khai này: ${deaths} luồng xử lý liên tiếp dừng hẳn vì nó`,
        why: reason,
        try: "giữ lại tờ khai và báo lỗi; trong lúc đó hãy quyết định thủ công",
      }),
      explain:
        "Khi một luồng xử lý dừng hẳn, các tờ khai của nó được giao cho luồng khác. Tờ khai nào được xử lý riêng mà vẫn làm dừng hai luồng nữa thì bị bỏ, để các tờ khai khác được quyết định. " +
        "Có thể nó cần nhiều bộ nhớ hơn mức cho phép, hoặc bộ chạy hay gói có lỗi; lý do ghi kèm là của luồng cuối cùng.",
    },
  }),

  LU6205: defineFault<{
    member: "line" | "source" | "known" | "row" | "identity";
    given: string;
    known: readonly string[];
  }>({
    example: "event",
    bad: '{"source":"passages","known":"2026-02-01T09:00","row":{}}',
    good: '{"release":"A","known":"2026-02-01T09:00"}',
    en: {
      title: "line of events is not understood",
      message: ({ member, given, known }) => {
        switch (member) {
          case "line":
            return {
              what: "this is no event",
              try: "a line has `source` with `row`, or `declaration`, or `release`, and `known`",
            };
          case "source":
            return {
              what: `the schema has no source \`${given}\` that is told`,
              ...(known.length === 0 ? {} : { try: `known are ${listCodes(known)}` }),
            };
          case "known":
            return {
              what: `\`known\` is not a time: \`${given}\``,
              try: "write when the system was told, such as `2026-02-01T09:00+07:00`",
            };
          case "row":
            return { what: "`row` is missing", try: "give the content of the row" };
          case "identity":
            return {
              what: `a withdrawn row of \`${given}\` needs the fields that tell it apart`,
              try: `give ${listCodes(known)}`,
            };
        }
      },
      explain:
        "Events are told one on a line: which source, when the system was told, and the row. A line that is not understood is set aside, with its place, and the others go on.",
    },
    vi: {
      title: "không hiểu dòng sự kiện",
      message: ({ member, given, known }) => {
        switch (member) {
          case "line":
            return {
              what: "đây không phải là sự kiện",
              try: "mỗi dòng có `source` kèm `row`, hoặc `declaration`, hoặc `release`, và `known`",
            };
          case "source":
            return {
              what: `lược đồ không có nguồn \`${given}\` nhận từ ngoài`,
              ...(known.length === 0 ? {} : { try: `đã biết ${listCodes(known)}` }),
            };
          case "known":
            return {
              what: `\`known\` không phải là thời điểm: \`${given}\``,
              try: "ghi lúc hệ thống được báo, như `2026-02-01T09:00+07:00`",
            };
          case "row":
            return { what: "thiếu `row`", try: "ghi nội dung của dòng" };
          case "identity":
            return {
              what: `dòng rút lại của \`${given}\` thiếu trường định danh`,
              try: `ghi ${listCodes(known)}`,
            };
        }
      },
      explain:
        "Mỗi dòng báo một sự kiện: nguồn nào, hệ thống được báo lúc nào, nội dung gì. Dòng không hiểu được để riêng kèm vị trí, các dòng khác vẫn tiếp tục.",
    },
  }),
} as const;
