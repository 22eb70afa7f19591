/**
 * LU1090: the formatter would have changed what a file says, so it leaves the file alone.
 *
 * Goes out: the entry of this one code. It is apart from the catalogue because no text is known that gives it; a text that
 * does is a fault of the formatter and becomes a case of the corpus.
 */
import { type Diagnostic, defineDiagnostic } from "@luong/spec";

export const FORMAT_REFUSED = "LU1090";

export const formatRefused = defineDiagnostic<object>({
  severity: "error",
  en: {
    message: () => ({
      what: "I left this file as it is",
      why: "laid out anew it would not say the same",
      try: "please send the file to the makers of Luồng: this is a fault of the formatter",
    }),
    title: "Formatter stopped",
    explain:
      "After laying out a file the formatter reads its own text again and compares the two trees. They differed, so nothing was written. The criteria themselves are fine.",
  },
  vi: {
    message: () => ({
      what: "tôi giữ nguyên tệp này",
      why: "nếu trình bày lại, nội dung sẽ không còn như cũ",
      try: "xin gửi tệp cho nhóm phát triển Luồng: đây là lỗi của bộ định dạng",
    }),
    title: "Bộ định dạng dừng lại",
    explain:
      "Sau khi trình bày lại, bộ định dạng đọc lại văn bản vừa tạo và so sánh hai cây cú pháp. Chúng khác nhau nên không có gì được ghi. Bản thân các tiêu chí không có lỗi.",
  },
  bad: "",
  good: "",
});

export function refusal(file: string): Diagnostic {
  const span = { file, start: 0, end: 0 };
  return { code: FORMAT_REFUSED, severity: "error", span, args: {}, related: [], fixes: [] };
}
