/**
 * Why a score is unknown, and how that is said in both languages.
 *
 * Comes in: a failure as a provider or the guard names it. Goes out: its words. A failure is part of a decision, so the names are external and append-only.
 */
import type { Language } from "@luong/spec";

const failures = {
  timeout: {
    en: "the model did not answer in time",
    vi: "mô hình không trả lời kịp thời hạn",
  },
  crashed: {
    en: "the model stopped with an error",
    vi: "mô hình dừng vì lỗi",
  },
  "out of range": {
    en: "the model gave a number outside the declared range",
    vi: "mô hình cho giá trị nằm ngoài khoảng đã khai báo",
  },
  "not a number": {
    en: "the model gave no finite number",
    vi: "mô hình không cho một số hữu hạn",
  },
  "missing output": {
    en: "the model did not give a declared output",
    vi: "mô hình không trả đủ các kết quả đã khai báo",
  },
  "wrong type": {
    en: "the model gave a number where a text is declared, or a text where a number is",
    vi: "mô hình trả số ở chỗ khai báo là chữ, hoặc trả chữ ở chỗ khai báo là số",
  },
  "wrong shape": {
    en: "the model's answer does not have the form that was agreed",
    vi: "câu trả lời của mô hình không đúng dạng đã thống nhất",
  },
  "breaker open": {
    en: "the model failed several times in a row and is left alone for a while",
    vi: "mô hình lỗi nhiều lần liên tiếp nên tạm ngừng gọi",
  },
  "not available": {
    en: "the model cannot be reached",
    vi: "không gọi được mô hình",
  },
  refused: {
    en: "the model's server refused the request",
    vi: "máy chủ của mô hình từ chối yêu cầu",
  },
  "wrong version": {
    en: "another version of the model answered",
    vi: "một phiên bản khác của mô hình đã trả lời",
  },
  "missing input": {
    en: "a value the model needs is missing",
    vi: "thiếu giá trị mà mô hình cần",
  },
  "wrong input": {
    en: "a value does not have the form the model takes",
    vi: "có giá trị không đúng dạng mà mô hình nhận",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type ScoreFailure = keyof typeof failures;

/** Every failure there is, in the order of the table in `docs/scores.md`. */
export const scoreFailures = Object.keys(failures) as readonly ScoreFailure[];

export function isScoreFailure(value: unknown): value is ScoreFailure {
  return typeof value === "string" && Object.hasOwn(failures, value);
}

/** A failure as an officer reads it, without a full stop. */
export function scoreFailureText(failure: ScoreFailure, language: Language): string {
  return failures[failure][language];
}
