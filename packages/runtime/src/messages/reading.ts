/**
 * LU60xx: a line could not be read as one JSON value.
 *
 * Raised by `facts/read-lines.ts` and `facts/read-json.ts` before any schema is looked at. Columns and bytes count from 1.
 */
import { defineFault } from "./define.ts";

export const readingFaults = {
  LU6001: defineFault<{ byte: number }>({
    example: "lines",
    bad: '{"number":"A\u00ff"}',
    good: '{"number":"A"}',
    en: {
      title: "text is not UTF-8",
      message: ({ byte }) => ({
        what: `byte ${byte} of this line is not UTF-8`,
        why: "the text was probably saved as Latin-1, Windows-1258 or TCVN3",
        try: "save or convert the file as UTF-8",
      }),
      explain:
        "Declarations are read as UTF-8 and nothing else. Guessing another encoding would change names and descriptions " +
        "without anybody noticing, and a keyword criterion would then miss them. Convert the file, for example with " +
        "`iconv -f WINDOWS-1258 -t UTF-8`, and send the line again. The other lines are not affected.",
    },
    vi: {
      title: "văn bản không phải UTF-8",
      message: ({ byte }) => ({
        what: `byte thứ ${byte} của dòng này không phải UTF-8`,
        why: "có thể văn bản được lưu theo Latin-1, Windows-1258 hoặc TCVN3",
        try: "lưu hoặc chuyển tệp sang UTF-8",
      }),
      explain:
        "Tờ khai chỉ được đọc theo UTF-8. Đoán bảng mã khác sẽ âm thầm làm sai tên và mô tả hàng, và tiêu chí theo từ khóa " +
        "sẽ bỏ sót. Hãy chuyển tệp, ví dụ bằng `iconv -f WINDOWS-1258 -t UTF-8`, rồi gửi lại dòng đó. Các dòng khác không bị ảnh hưởng.",
    },
  }),

  LU6002: defineFault<{ column: number; found: string }>({
    example: "lines",
    bad: '{"number": A1}',
    good: '{"number":"A"}',
    en: {
      title: "line is not JSON",
      message: ({ column, found }) => ({
        what: `this line is not JSON: ${found} at column ${column}`,
        try: "one JSON object per line, names and texts in double quotes",
      }),
      explain:
        "Each line of an NDJSON file must hold one whole JSON value (RFC 8259). Usual causes: a value without quotes, a comma after " +
        "the last field, `NaN` or `Infinity`, a declaration spread over several lines, or a file cut off in the middle of its last line.",
    },
    vi: {
      title: "dòng không phải JSON",
      message: ({ column, found }) => ({
        what: `dòng này không phải JSON: ${found} ở cột ${column}`,
        try: "mỗi dòng một đối tượng JSON, tên và văn bản đặt trong dấu nháy kép",
      }),
      explain:
        "Mỗi dòng của tệp NDJSON phải là một giá trị JSON trọn vẹn (RFC 8259). Nguyên nhân thường gặp: giá trị thiếu dấu nháy, dấu phẩy " +
        "sau trường cuối, `NaN` hoặc `Infinity`, một tờ khai trải trên nhiều dòng, hoặc tệp bị cắt giữa dòng cuối.",
    },
  }),

  LU6003: defineFault<Record<never, never>>({
    example: "lines",
    bad: "",
    good: '{"number":"A"}',
    en: {
      title: "line is empty",
      message: () => ({
        what: "this line is empty",
        try: "remove it, or find the lost declaration",
      }),
      explain:
        "Every line must hold a declaration, so that the number of lines and the number of answers agree. An empty line may be " +
        "a slip, or the place of a declaration that was lost; it is reported rather than skipped. A line end at the end of the file is fine.",
    },
    vi: {
      title: "dòng trống",
      message: () => ({ what: "dòng này trống", try: "xóa dòng, hoặc tìm lại tờ khai bị mất" }),
      explain:
        "Mỗi dòng phải có một tờ khai, để số dòng và số trả lời khớp nhau. Dòng trống có thể do gõ thừa, cũng có thể là chỗ của " +
        "một tờ khai đã mất; vì vậy nó được báo chứ không bị bỏ qua. Dấu xuống dòng ở cuối tệp là bình thường.",
    },
  }),

  LU6004: defineFault<{ encoding: string }>({
    example: "lines",
    bad: '\ufeff{"number":"A"}',
    good: '{"number":"A"}',
    en: {
      title: "line begins with a byte-order mark",
      message: ({ encoding }) => ({
        what: `this line begins with a byte-order mark (${encoding})`,
        try: "save as UTF-8 without a byte-order mark",
      }),
      explain:
        "A byte-order mark is an invisible character that some Windows programs write first. In UTF-8 it is not needed, and JSON " +
        "forbids to send it (RFC 8259, section 8.1). A UTF-16 mark means that the whole file has another encoding. Save again as UTF-8 without mark.",
    },
    vi: {
      title: "dòng bắt đầu bằng dấu BOM",
      message: ({ encoding }) => ({
        what: `dòng này bắt đầu bằng dấu thứ tự byte (${encoding})`,
        try: "lưu theo UTF-8 không có BOM",
      }),
      explain:
        "Dấu thứ tự byte (BOM) là ký tự vô hình mà một số chương trình Windows ghi ở đầu tệp. UTF-8 không cần nó và JSON cấm gửi nó " +
        "(RFC 8259, mục 8.1). BOM của UTF-16 nghĩa là cả tệp dùng bảng mã khác. Hãy lưu lại theo UTF-8 không có BOM.",
    },
  }),

  LU6005: defineFault<{ bytes: number; limit: number }>({
    example: "lines",
    bad: `{"number":"${"A".repeat(70_000)}"}`,
    good: '{"number":"A"}',
    en: {
      title: "line is too long",
      message: ({ bytes, limit }) => ({
        what: `this line has ${bytes} bytes, at most ${limit} are read`,
        try: "one declaration per line; raise the limit when declarations really are so large",
      }),
      explain:
        "A line that never ends would fill the memory of the machine and stop the decisions of everybody else. The limit is an option " +
        "of the reader (`maxBytes`).",
    },
    vi: {
      title: "dòng quá dài",
      message: ({ bytes, limit }) => ({
        what: `dòng này có ${bytes} byte, chỉ đọc tối đa ${limit}`,
        try: "mỗi dòng một tờ khai; nâng giới hạn nếu tờ khai thật sự lớn như vậy",
      }),
      explain:
        "Một dòng không bao giờ kết thúc sẽ chiếm hết bộ nhớ và làm dừng việc quyết định của các tờ khai khác. Giới hạn là tùy chọn " +
        "của bộ đọc (`maxBytes`).",
    },
  }),

  LU6006: defineFault<{ key: string }>({
    example: "lines",
    bad: '{"number":"A","number":"B"}',
    good: '{"number":"A"}',
    en: {
      title: "field given twice",
      message: ({ key }) => ({
        what: `the field \`${key}\` is given twice`,
        why: "programs disagree about which of the two counts",
        try: "give it once",
      }),
      explain:
        "JSON readers disagree about an object with the same name twice: some take the first value, some the last. A declaration could " +
        "then be checked on one value and released on the other, so it is refused.",
    },
    vi: {
      title: "trường khai hai lần",
      message: ({ key }) => ({
        what: `trường \`${key}\` được khai hai lần`,
        why: "các chương trình không thống nhất giá trị nào được tính",
        try: "chỉ khai một lần",
      }),
      explain:
        "Các bộ đọc JSON không thống nhất khi một tên xuất hiện hai lần: có bộ lấy giá trị đầu, có bộ lấy giá trị cuối. Tờ khai có thể được " +
        "kiểm tra theo giá trị này mà thông quan theo giá trị kia, vì vậy bị từ chối.",
    },
  }),

  LU6007: defineFault<{ key: string }>({
    example: "lines",
    bad: '{"number":"A","__proto__":{"count":9}}',
    good: '{"number":"A"}',
    en: {
      title: "forbidden field name",
      message: ({ key }) => ({
        what: `the field name \`${key}\` is not allowed`,
        why: "it can change the meaning of every other object in a JavaScript program",
        try: "remove the field, and ask who sent it",
      }),
      explain:
        "`__proto__`, `constructor` and `prototype` are the names used in prototype-pollution attacks. No schema has such fields and no honest " +
        "declaration needs them; they are refused before anything is built from the text.",
    },
    vi: {
      title: "tên trường bị cấm",
      message: ({ key }) => ({
        what: `không được dùng tên trường \`${key}\``,
        why: "tên này có thể làm thay đổi mọi đối tượng khác trong chương trình JavaScript",
        try: "bỏ trường này và hỏi xem ai đã gửi",
      }),
      explain:
        "`__proto__`, `constructor` và `prototype` là các tên dùng trong tấn công làm bẩn nguyên mẫu. Không lược đồ nào có trường như vậy và " +
        "tờ khai ngay thẳng không cần chúng; chúng bị từ chối trước khi dựng bất cứ dữ liệu nào.",
    },
  }),

  LU6008: defineFault<{ limit: number }>({
    example: "lines",
    bad: `{"number":"A","note":${"[".repeat(65)}${"]".repeat(65)}}`,
    good: '{"number":"A"}',
    en: {
      title: "nested too deep",
      message: ({ limit }) => ({
        what: `nested more than ${limit} levels deep`,
        try: "send the declaration in the form of the schema",
      }),
      explain:
        "No schema nests so deep. Data like this is broken or hostile (it makes recursive programs run out of stack), so it is refused " +
        "while it is read.",
    },
    vi: {
      title: "lồng nhau quá sâu",
      message: ({ limit }) => ({
        what: `lồng nhau sâu hơn ${limit} tầng`,
        try: "gửi tờ khai đúng dạng của lược đồ",
      }),
      explain:
        "Không lược đồ nào lồng sâu đến thế. Dữ liệu như vậy là hỏng hoặc có ác ý (làm chương trình đệ quy tràn ngăn xếp), nên bị từ chối " +
        "ngay khi đọc.",
    },
  }),

  LU6009: defineFault<{ digits: number }>({
    example: "lines",
    bad: '{"number":"A","value":1234567890123456}',
    good: '{"number":"A","value":123456789012345}',
    en: {
      title: "number has too many digits",
      message: ({ digits }) => ({
        what: `this number has ${digits} significant digits, at most 15 are exact`,
        try: "check the amount; send an identifier as text in quotes",
      }),
      explain:
        "Amounts are computed exactly. A JSON number passes through a double in many programs on its way, and a double keeps 15 decimal digits; " +
        "with more, the amount that arrives need not be the one declared. Numbers that are really identifiers belong in quotes.",
    },
    vi: {
      title: "số có quá nhiều chữ số",
      message: ({ digits }) => ({
        what: `số này có ${digits} chữ số có nghĩa, chỉ 15 chữ số là chính xác`,
        try: "kiểm tra lại số tiền; mã số thì gửi dạng văn bản trong dấu nháy",
      }),
      explain:
        "Số tiền được tính chính xác tuyệt đối. Trên đường đi, số JSON thường qua kiểu double, chỉ giữ được 15 chữ số thập phân; nhiều hơn " +
        "thì số nhận được có thể khác số đã khai. Những số thực chất là mã thì đặt trong dấu nháy.",
    },
  }),

  LU6010: defineFault<{ written: string }>({
    example: "lines",
    bad: '{"number":"A","value":1e400}',
    good: '{"number":"A","value":1}',
    en: {
      title: "number is too large, too small or not finite",
      message: ({ written }) => ({
        what: `the number \`${written}\` is out of all bounds`,
        why: "its exponent is beyond 15, or it is not a number at all",
        try: "check the amount",
      }),
      explain:
        "Numbers run from 10^-15 to 10^15. `1e400` becomes infinity in most programs, and infinity is larger than every threshold; " +
        "`NaN` is larger than none. Neither may decide about a consignment.",
    },
    vi: {
      title: "số quá lớn, quá nhỏ hoặc không hữu hạn",
      message: ({ written }) => ({
        what: `số \`${written}\` vượt mọi giới hạn`,
        why: "số mũ vượt 15, hoặc đây không phải là số",
        try: "kiểm tra lại giá trị",
      }),
      explain:
        "Số chạy từ 10^-15 đến 10^15. `1e400` thành vô cực trong hầu hết chương trình, và vô cực lớn hơn mọi ngưỡng; `NaN` thì không lớn hơn " +
        "ngưỡng nào. Cả hai đều không được phép quyết định về một lô hàng.",
    },
  }),

  LU6011: defineFault<{ length: number; limit: number }>({
    example: "lines",
    bad: `{"number":"A","note":"${"x".repeat(10_001)}"}`,
    good: '{"number":"A","note":"x"}',
    en: {
      title: "text is too long",
      message: ({ length, limit }) => ({
        what: `this text has ${length} characters, at most ${limit} are allowed`,
        try: "shorten it",
      }),
      explain:
        "Keyword criteria read every text of a declaration. A text of megabytes would delay the decisions of everybody else.",
    },
    vi: {
      title: "văn bản quá dài",
      message: ({ length, limit }) => ({
        what: `văn bản này có ${length} ký tự, chỉ cho phép ${limit}`,
        try: "rút ngắn lại",
      }),
      explain:
        "Tiêu chí theo từ khóa đọc mọi văn bản của tờ khai. Văn bản dài hàng megabyte sẽ làm chậm quyết định của tất cả tờ khai khác.",
    },
  }),

  LU6012: defineFault<Record<never, never>>({
    example: "lines",
    bad: '{"number":"A","note":"\\ud800"}',
    good: '{"number":"A","note":"x"}',
    en: {
      title: "text holds half a character",
      message: () => ({
        what: "this text holds half a character (a lone surrogate)",
        why: "it was cut in the middle of a character and cannot be stored as UTF-8",
        try: "send the whole text",
      }),
      explain:
        "Characters such as emoji take two units in many programs. A text that was cut between them holds half a character; it cannot be written as " +
        "UTF-8, so two programs would store two different texts.",
    },
    vi: {
      title: "văn bản chứa nửa ký tự",
      message: () => ({
        what: "văn bản này chứa nửa ký tự (surrogate lẻ)",
        why: "nó bị cắt giữa một ký tự và không lưu được theo UTF-8",
        try: "gửi trọn vẹn văn bản",
      }),
      explain:
        "Các ký tự như biểu tượng cảm xúc chiếm hai đơn vị trong nhiều chương trình. Văn bản bị cắt giữa hai đơn vị chứa nửa ký tự; nó không ghi được " +
        "theo UTF-8 nên hai chương trình sẽ lưu hai văn bản khác nhau.",
    },
  }),
} as const;
