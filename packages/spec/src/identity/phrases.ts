/**
 * Replaces phrases in a row of words: legal forms, abbreviations, words that say nothing.
 *
 * Comes in: words, folded. Goes out: words. The longest phrase wins, from left to right; what is put in is not looked at again.
 */

interface Phrase {
  readonly words: readonly string[];
  readonly put: readonly string[];
}

function wordsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}

function standsAt(phrase: readonly string[], words: readonly string[], at: number): boolean {
  return phrase.every((word, index) => words[at + index] === word);
}

export class PhraseTable {
  readonly #byFirst = new Map<string, Phrase[]>();

  /** Phrase → what stands for it, empty to leave it out. */
  constructor(table: Readonly<Record<string, string>>) {
    for (const [text, put] of Object.entries(table)) {
      const words = wordsOf(text);
      const first = words[0] ?? "";
      const beside = this.#byFirst.get(first) ?? [];
      beside.push({ words, put: wordsOf(put) });
      beside.sort((a, b) => b.words.length - a.words.length);
      this.#byFirst.set(first, beside);
    }
  }

  replaced(words: readonly string[]): readonly string[] {
    const result: string[] = [];
    for (let at = 0; at < words.length; ) {
      const word = words[at] ?? "";
      const found = this.#byFirst.get(word)?.find((each) => standsAt(each.words, words, at));
      if (found === undefined) result.push(word);
      else result.push(...found.put);
      at += found?.words.length ?? 1;
    }
    return result;
  }
}

/** Applies `step` until nothing changes; stops before nothing is left. */
export function settled(
  words: readonly string[],
  step: (words: readonly string[]) => readonly string[],
): readonly string[] {
  let now = words;
  for (;;) {
    const next = step(now);
    const isSame = next.length === now.length && next.every((word, index) => word === now[index]);
    if (isSame || next.length === 0) return now;
    now = next;
  }
}

/** Words with a digit, as one text. */
export function numbersIn(words: readonly string[]): string {
  return words.filter((word) => /\p{Nd}/u.test(word)).join(" ");
}
