/**
 * A model that cannot be used: what is wrong with it, in both languages.
 *
 * Thrown when models are opened, never while they answer: then it is a `ScoreFailure`.
 */
import type { Language } from "@luong/spec";

export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly text: Readonly<Record<Language, string>>;

  constructor(en: string, vi: string, options?: ErrorOptions) {
    super(en, options);
    this.text = { en, vi };
  }
}

/** The model uses `feature`, named as its library names it, which our evaluation does not know. */
export function unsupported(
  feature: string,
  advice: Readonly<Record<Language, string>>,
): ModelError {
  return new ModelError(
    `the model uses ${feature}, which is not supported; ${advice.en}`,
    `mô hình dùng ${feature}, chưa được hỗ trợ; ${advice.vi}`,
  );
}

/** The bytes are not what they are said to be. */
export function unreadable(format: string, reason: string): ModelError {
  return new ModelError(
    `this is no ${format} model that can be read: ${reason}`,
    `đây không phải mô hình ${format} đọc được: ${reason}`,
  );
}

/** What can be done with trees we do not evaluate ourselves. */
export const elsewhere: Readonly<Record<Language, string>> = {
  en: "train without it, or run the model through ONNX or a remote server",
  vi: "hãy huấn luyện không dùng tính năng này, hoặc chạy mô hình qua ONNX hay máy chủ từ xa",
};
