/**
 * Words in texts: every phrase of a bundle is looked for in one pass, and only when a condition about that text is reached.
 *
 * Part of every bundle. Comes in: groups of phrases (one group per condition), texts. Goes out: which groups occur. What was found in a text is
 * remembered until the next declaration.
 */
import { fold, foldExactly, type ListBinding, PhraseAutomaton, phraseOccurs } from "@luong/spec";

type Truth = 0 | 1 | 2;

/** Counts declarations, so that what was remembered for one is not taken for the next. */
export interface Turn {
  turn: number;
}

export class WordGroups {
  readonly clock: Turn;
  readonly count: number;
  /** Groups whose phrases are not bound. */
  readonly #unknown: Uint8Array;
  readonly #foldText: (text: string) => string;
  readonly #automaton: PhraseAutomaton;
  /** Group of each phrase. */
  readonly #groups: Int32Array;

  constructor(
    groups: readonly (readonly string[] | undefined)[],
    foldText: (text: string) => string,
    clock: Turn,
  ) {
    const phrases = groups.flatMap((group, index) =>
      (group ?? []).map((phrase) => ({ phrase: foldText(phrase), index })),
    );
    this.clock = clock;
    this.count = groups.length;
    this.#unknown = Uint8Array.from(groups, (group) => (group === undefined ? 1 : 0));
    this.#foldText = foldText;
    this.#automaton = new PhraseAutomaton(phrases.map(({ phrase }) => phrase));
    this.#groups = Int32Array.from(phrases, ({ index }) => index);
  }

  /** Sets `truths[from + group]` for every group. */
  scan(text: string, truths: Uint8Array, from: number): void {
    for (let group = 0; group < this.count; group += 1)
      truths[from + group] = this.#unknown[group] ?? 1;
    this.#automaton.search(this.#foldText(text), (phrase) => {
      truths[from + (this.#groups[phrase] ?? 0)] = 2;
      return false;
    });
  }
}

/** What was found in the texts of one field, by place of the element. */
export class WordMemo {
  readonly #words: WordGroups;
  readonly #truths: Uint8Array;
  readonly #turns: Float64Array;

  constructor(words: WordGroups, places: number) {
    this.#words = words;
    this.#truths = new Uint8Array(places * words.count);
    this.#turns = new Float64Array(places);
  }

  occurs(place: number, text: string, group: number): Truth {
    const { clock, count } = this.#words;
    if (this.#turns[place] !== clock.turn) {
      this.#turns[place] = clock.turn;
      this.#words.scan(text, this.#truths, place * count);
    }
    const truth = this.#truths[place * count + group];
    return truth === 2 ? 2 : truth === 1 ? 1 : 0;
  }
}

/** Phrases of a dated list: the automaton is made again only when other members are in force. */
export class DatedWords {
  readonly #list: ListBinding | undefined;
  readonly #foldText: (text: string) => string;
  #members = "";
  #automaton: PhraseAutomaton | undefined;

  constructor(list: ListBinding | undefined, exactly: boolean) {
    this.#list = list;
    this.#foldText = exactly ? foldExactly : fold;
  }

  occur(text: string, at: number): Truth {
    if (this.#list === undefined || Number.isNaN(at)) return 1;
    const members = this.#list.members(at);
    const key = members.join("\u0000");
    if (this.#automaton === undefined || key !== this.#members) {
      this.#members = key;
      this.#automaton = new PhraseAutomaton(members.map(this.#foldText));
    }
    return this.#automaton.occursIn(this.#foldText(text)) ? 2 : 0;
  }
}

/** Phrases of table cells: one automaton a cell, made when the cell is first asked about. */
export class CellWords {
  readonly #foldText: (text: string) => string;
  readonly #automata = new WeakMap<readonly string[], PhraseAutomaton>();

  constructor(exactly: boolean) {
    this.#foldText = exactly ? foldExactly : fold;
  }

  occur(text: string, phrases: readonly string[] | undefined): Truth {
    if (phrases === undefined) return 1;
    let automaton = this.#automata.get(phrases);
    if (automaton === undefined) {
      automaton = new PhraseAutomaton(phrases.map(this.#foldText));
      this.#automata.set(phrases, automaton);
    }
    return automaton.occursIn(this.#foldText(text)) ? 2 : 0;
  }
}

/** Folded texts of one field by place of the element, for phrases that differ from row to row. */
export class FoldedTexts {
  readonly #foldText: (text: string) => string;
  readonly #texts: string[];
  readonly #folded: string[];

  constructor(exactly: boolean, places: number) {
    this.#foldText = exactly ? foldExactly : fold;
    this.#texts = new Array<string>(places).fill("");
    this.#folded = new Array<string>(places).fill("");
  }

  /** Does a phrase, folded already, occur? An empty cell is unknown. */
  occurs(place: number, text: string, phrase: string | undefined): Truth {
    if (phrase === undefined) return 1;
    if (this.#texts[place] !== text) {
      this.#texts[place] = text;
      this.#folded[place] = this.#foldText(text);
    }
    return phraseOccurs(this.#folded[place] ?? "", phrase) ? 2 : 0;
  }
}

/** A column of phrases, folded once. */
export function foldedColumn(
  cells: readonly (string | undefined)[],
  exactly: boolean,
): readonly (string | undefined)[] {
  const foldText = exactly ? foldExactly : fold;
  return cells.map((cell) => (cell === undefined ? undefined : foldText(cell)));
}
