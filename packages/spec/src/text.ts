/**
 * Folded text and the search for whole words in it, in linear time.
 *
 * Comes in: text as declared, phrases as written. Goes out: folded text, and which phrases occur. One automaton (Aho and Corasick,
 * 1975) serves a single phrase, a list, and every phrase of a bundle at once. No fuzzy matching, no stemming, no locale data.
 */

/**
 * Is this code unit one that NFC neither changes nor joins with what stands before it? True of all below U+0300, of the Latin letters
 * Vietnamese is written with, and of Han characters; a safe no for the rest.
 */
function isComposed(unit: number): boolean {
  return unit < 0x300 || (unit >= 0x1e00 && unit <= 0x1eff) || (unit >= 0x4e00 && unit <= 0x9fff);
}

/** NFC of a text; the text itself when that is plain to see. */
export function nfc(text: string): string {
  for (let at = 0; at < text.length; at += 1) {
    if (!isComposed(text.charCodeAt(at))) return text.normalize("NFC");
  }
  return text;
}

const wordCharacter = /[\p{L}\p{Nd}]/u;

/** One character: lower case without marks, a blank for anything but letters and digits. */
function foldCharacter(character: string): string {
  const bare = character
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    // Some compatibility letters get an upper-case base only after decomposition.
    .toLowerCase()
    .replaceAll("đ", "d")
    // Lower case of Σ depends on the place in the word; one letter is enough here.
    .replaceAll("ς", "σ");
  // A mark alone vanishes, so that decomposed and composed text fold alike.
  return bare === "" ? "" : wordCharacter.test(bare) ? bare : " ";
}

/**
 * What each code unit of the basic plane folds to, filled as units are met (folding is per character, so a table is exact): 0 not met
 * yet, `VANISHES`, `SEVERAL` units (in `foldsToSeveral`), else one unit, 32 for a blank.
 */
const foldTable = new Int32Array(0x10000);
const VANISHES = -1;
const SEVERAL = -2;
const BLANK = 32;
const foldsToSeveral = new Map<number, string>();

function fillFold(unit: number): number {
  const folded = foldCharacter(String.fromCharCode(unit));
  if (folded.length > 1) foldsToSeveral.set(unit, folded);
  const entry = folded === "" ? VANISHES : folded.length > 1 ? SEVERAL : folded.charCodeAt(0);
  foldTable[unit] = entry;
  return entry;
}

/** Folded units on their way to a string; grows with the longest text. */
let foldBuffer = new Uint16Array(1024);
/** A letter folds to four units at most (Hangul syllables to three). */
const UNITS_PER_LETTER = 4;
/** Arguments a call may have on every engine. */
const CHUNK = 4096;

function stringFromUnits(units: Uint16Array, size: number): string {
  let text = "";
  for (let at = 0; at < size; at += CHUNK) {
    text += Reflect.apply(
      String.fromCharCode,
      null,
      units.subarray(at, Math.min(at + CHUNK, size)),
    );
  }
  return text;
}

/** The slow cases of folding: several units, or a character beyond the basic plane. */
function foldAt(text: string, at: number): string {
  const unit = text.charCodeAt(at);
  return (
    foldsToSeveral.get(unit) ?? foldCharacter(String.fromCodePoint(text.codePointAt(at) ?? unit))
  );
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/**
 * Lower case, accents removed, đ→d, anything but letters and digits one blank, none at the ends.
 * `"Áo  thun (đã qua sử dụng)"` becomes `ao thun da qua su dung`.
 */
export function fold(text: string): string {
  // A blank may come before each letter.
  const room = text.length * (UNITS_PER_LETTER + 1);
  if (foldBuffer.length < room) foldBuffer = new Uint16Array(room);
  const units = foldBuffer;
  let size = 0;
  let blank = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    let entry = foldTable[unit] ?? 0;
    if (entry === 0) entry = isSurrogate(unit) ? SEVERAL : fillFold(unit);
    if (entry === BLANK) blank = true;
    if (entry === VANISHES || entry === BLANK) continue;
    const piece = entry === SEVERAL ? foldAt(text, at) : "";
    if (isSurrogate(unit) && (text.codePointAt(at) ?? 0) > 0xffff) at += 1;
    if (piece === " ") blank = true;
    if (entry === SEVERAL && (piece === " " || piece === "")) continue;
    if (blank && size > 0) units[size++] = BLANK;
    blank = false;
    if (entry === SEVERAL)
      for (let place = 0; place < piece.length; place += 1) units[size++] = piece.charCodeAt(place);
    else units[size++] = entry;
  }
  return stringFromUnits(units, size);
}

/** For `contains exactly`: NFC, lower case, runs of blanks as one; accents and punctuation stay. */
export function foldExactly(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replaceAll("ς", "σ")
    .replace(/\s+/gu, " ")
    .trim();
}

const partOfWord = /[\p{L}\p{Nd}\p{M}]/u;

function isWordAt(text: string, at: number): boolean {
  const point = text.codePointAt(at);
  return point !== undefined && partOfWord.test(String.fromCodePoint(point));
}

function isWordBefore(text: string, at: number): boolean {
  if (at === 0) return false;
  const low = text.charCodeAt(at - 1);
  const start = low >= 0xdc00 && low <= 0xdfff && at >= 2 ? at - 2 : at - 1;
  return isWordAt(text, start);
}

/** Does a match from `start` to `end` cut no word in two? */
function isWhole(text: string, start: number, end: number): boolean {
  const cutsBefore = isWordBefore(text, start) && isWordAt(text, start);
  return !cutsBefore && !(isWordAt(text, end) && isWordBefore(text, end));
}

/** States times classes up to which the transitions are laid out flat: 16 MB, one array read a character. */
const FLAT_CELLS_MAX = 4_000_000;

/**
 * Finds every phrase of a set in one pass over a text. Phrases and texts must be folded alike (`fold` or `foldExactly`).
 * Empty phrases never occur; equal phrases are reported each.
 */
export class PhraseAutomaton {
  /** Class of each code unit; 0 for units no phrase has, which lead back to the root. */
  readonly #classes = new Uint16Array(0x10000);
  #classCount = 1;
  /** Trie edges by `state * classCount + class`. */
  readonly #edges = new Map<number, number>();
  readonly #fail: Int32Array;
  /** First phrase that ends in a state, -1 for none; `#nextSame` chains equal phrases. */
  readonly #ends: Int32Array;
  readonly #nextSame: Int32Array;
  /** Nearest state along the failure links in which a phrase ends. */
  readonly #output: Int32Array;
  readonly #lengths: Int32Array;
  readonly #flat: Int32Array | null;

  constructor(phrases: readonly string[]) {
    let size = 1;
    for (const phrase of phrases) size += phrase.length;
    this.#fail = new Int32Array(size);
    this.#output = new Int32Array(size).fill(-1);
    this.#ends = new Int32Array(size).fill(-1);
    this.#nextSame = new Int32Array(phrases.length).fill(-1);
    this.#lengths = Int32Array.from(phrases, (phrase) => phrase.length);
    for (const phrase of phrases) this.#classify(phrase);
    let states = 1;
    phrases.forEach((phrase, index) => {
      states = this.#insert(phrase, index, states);
    });
    const order = this.#link(states);
    this.#flat = states * this.#classCount <= FLAT_CELLS_MAX ? this.#flatten(states, order) : null;
  }

  #classify(phrase: string): void {
    for (let at = 0; at < phrase.length; at += 1) {
      const unit = phrase.charCodeAt(at);
      if (this.#classes[unit] === 0) {
        this.#classes[unit] = this.#classCount;
        this.#classCount += 1;
      }
    }
  }

  #insert(phrase: string, index: number, states: number): number {
    if (phrase === "") return states;
    let count = states;
    let state = 0;
    for (let at = 0; at < phrase.length; at += 1) {
      const edge = state * this.#classCount + (this.#classes[phrase.charCodeAt(at)] ?? 0);
      let next = this.#edges.get(edge);
      if (next === undefined) {
        next = count;
        count += 1;
        this.#edges.set(edge, next);
      }
      state = next;
    }
    this.#nextSame[index] = this.#ends[state] ?? -1;
    this.#ends[state] = index;
    return count;
  }

  /** Failure links, nearest first; gives the states in breadth-first order. */
  #link(states: number): Int32Array {
    const children = this.#childrenByState(states);
    const order = new Int32Array(states);
    let read = 0;
    let written = 1;
    while (read < written) {
      const state = order[read] ?? 0;
      read += 1;
      for (const [unitClass, child] of children[state] ?? []) {
        const fallback = state === 0 ? 0 : this.#step(this.#fail[state] ?? 0, unitClass);
        this.#fail[child] = fallback;
        this.#output[child] =
          (this.#ends[fallback] ?? -1) >= 0 ? fallback : (this.#output[fallback] ?? -1);
        order[written] = child;
        written += 1;
      }
    }
    return order;
  }

  #childrenByState(states: number): [unitClass: number, child: number][][] {
    const children: [number, number][][] = Array.from({ length: states }, () => []);
    for (const [edge, child] of this.#edges) {
      const state = Math.floor(edge / this.#classCount);
      children[state]?.push([edge - state * this.#classCount, child]);
    }
    return children;
  }

  /** All transitions as one table; states come in breadth-first order, so a state's fallback is ready before it. */
  #flatten(states: number, order: Int32Array): Int32Array {
    const width = this.#classCount;
    const table = new Int32Array(states * width);
    for (const state of order) {
      const fallback = (this.#fail[state] ?? 0) * width;
      for (let unitClass = 1; unitClass < width; unitClass += 1) {
        const inherited = state === 0 ? 0 : (table[fallback + unitClass] ?? 0);
        table[state * width + unitClass] = this.#edges.get(state * width + unitClass) ?? inherited;
      }
    }
    return table;
  }

  #step(from: number, unitClass: number): number {
    if (unitClass === 0) return 0;
    let state = from;
    for (;;) {
      const next = this.#edges.get(state * this.#classCount + unitClass);
      if (next !== undefined) return next;
      if (state === 0) return 0;
      state = this.#fail[state] ?? 0;
    }
  }

  /** Calls `found` with the number of each phrase that occurs as whole words, once per occurrence; stops when it returns true. */
  search(text: string, found: (phrase: number) => boolean): boolean {
    const width = this.#classCount;
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const unitClass = this.#classes[text.charCodeAt(at)] ?? 0;
      state =
        this.#flat === null
          ? this.#step(state, unitClass)
          : (this.#flat[state * width + unitClass] ?? 0);
      const ending = (this.#ends[state] ?? -1) >= 0 ? state : (this.#output[state] ?? -1);
      if (ending >= 0 && this.#report(text, at + 1, ending, found)) return true;
    }
    return false;
  }

  #report(text: string, end: number, first: number, found: (phrase: number) => boolean): boolean {
    for (let state = first; state >= 0; state = this.#output[state] ?? -1) {
      const phrase = this.#ends[state] ?? -1;
      if (!isWhole(text, end - (this.#lengths[phrase] ?? 0), end)) continue;
      for (let same = phrase; same >= 0; same = this.#nextSame[same] ?? -1) {
        if (found(same)) return true;
      }
    }
    return false;
  }

  /** Does any phrase occur in `text` as whole words? */
  occursIn(text: string): boolean {
    return this.search(text, () => true);
  }
}

/**
 * Does one phrase occur in a text as whole words, both folded alike? For phrases asked about once: an automaton costs more to make than
 * many such searches.
 */
export function phraseOccurs(text: string, phrase: string): boolean {
  if (phrase === "") return false;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (isWhole(text, at, at + phrase.length)) return true;
  }
  return false;
}

/** `contains`: does any phrase occur in the text as whole words, both folded? */
export function containsAny(text: string, phrases: readonly string[]): boolean {
  const folded = fold(text);
  return phrases.some((phrase) => phraseOccurs(folded, fold(phrase)));
}

/** `contains exactly`: the same with accents and punctuation kept. */
export function containsExactlyAny(text: string, phrases: readonly string[]): boolean {
  const folded = foldExactly(text);
  return phrases.some((phrase) => phraseOccurs(folded, foldExactly(phrase)));
}
