/**
 * Text in both languages, and the one error a command may throw.
 *
 * Every word the command prints exists in English and Vietnamese at the place where it is made; the reader's language is
 * chosen last, by `output.ts`. Findings about criteria are not errors: they are diagnostics, and have exit code 1.
 */
import type { Language } from "@luong/spec";

export type Both = Readonly<Record<Language, string>>;

/** The command could not do its work: wrong option, unreadable file, set with errors where none may be. Exit code 2. */
export class CannotRun extends Error {
  readonly text: Both;
  /** What to try, if there is something. */
  readonly advice: Both | null;

  constructor(text: Both, advice: Both | null = null) {
    super(text.en);
    this.name = "CannotRun";
    this.text = text;
    this.advice = advice;
  }
}

/** "did you mean `a`?"; null when nothing is near. */
export function didYouMean(nearest: string | null): Both | null {
  if (nearest === null) return null;
  return { en: `did you mean \`${nearest}\`?`, vi: `có phải ý bạn là \`${nearest}\`?` };
}
