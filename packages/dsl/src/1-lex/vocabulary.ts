/**
 * Token types, made from the tables of the language: one per keyword, operator, aggregate and unit, one category per operator form.
 *
 * Comes in: the tables. Goes out: token types for the grammar and a dictionary from words to them. No word is spelled here;
 * only brackets, separators and the shapes of names and numbers are.
 */
import {
  type AggregateSpec,
  aggregates,
  type KeywordName,
  type KeywordSpec,
  keywordTable,
  type Language,
  type OperatorForm,
  type OperatorSpec,
  operators,
  type UnitSpec,
  units,
} from "@luong/spec";
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import { foldWord, hasAccents } from "../source/letters.ts";

/** What the lexer and the grammar are made from; `spec` has the real ones. */
export interface Tables {
  readonly keywords: Readonly<Record<string, KeywordSpec>>;
  readonly operators: Readonly<Record<string, Pick<OperatorSpec, "form" | "spelling">>>;
  readonly aggregates: Readonly<
    Record<string, Pick<AggregateSpec, "spelling" | "also" | "ranked" | "types">>
  >;
  readonly units: Readonly<Record<string, Pick<UnitSpec, "spelling">>>;
}

export const specTables: Tables = { keywords: keywordTable, operators, aggregates, units };

/** What a token of the dictionary stands for in the tree. */
export interface Meaning {
  readonly kind: "keyword" | "operator" | "aggregate" | "unit";
  /** Key in its table; for a relation keyword its `op`. */
  readonly name: string;
  readonly spelling: Readonly<Record<Language, string>>;
}

/** One spelling in the dictionary. */
export interface Entry {
  readonly words: readonly string[];
  readonly type: TokenType;
}

export interface Vocabulary {
  readonly tables: Tables;
  readonly all: readonly TokenType[];
  readonly keyword: (name: KeywordName) => TokenType;
  /** Token of an operator that the grammar itself needs (`eq`, `add`, `under` …). */
  readonly operator: (name: string) => TokenType;
  /** Token of an aggregate whose word the grammar uses elsewhere too (`latest 10`). */
  readonly aggregate: (name: string) => TokenType;
  readonly form: Readonly<Record<OperatorForm, TokenType>>;
  readonly meaning: ReadonlyMap<TokenType, Meaning>;
  /** First word → spellings that begin with it, longest first. */
  readonly dictionary: ReadonlyMap<string, readonly Entry[]>;
  /** Folded first word → spellings of several words, for those written without accents. */
  readonly folded: ReadonlyMap<string, readonly Entry[]>;
  /** Every word that occurs in a spelling. */
  readonly syllables: ReadonlySet<string>;
  /** Operators written with signs, longest first. */
  readonly signs: readonly { readonly sign: string; readonly type: TokenType }[];
  /** Every spelling of both languages with its folded form, for suggestions. */
  readonly spellings: readonly Spelling[];
  /** Item keywords of both languages. */
  readonly itemSpellings: readonly Spelling[];
}

export interface Spelling extends Entry {
  readonly text: string;
  readonly folded: string;
}

const abstract = (name: string): TokenType => createToken({ name, pattern: Lexer.NA });

/** Words that are not in a table: made by the lexer from what it finds. */
export const shapes = {
  name: abstract("name"),
  code: abstract("code"),
  criterionId: abstract("criterionId"),
  member: abstract("member"),
  string: abstract("string"),
  number: abstract("number"),
  percent: abstract("percent"),
  date: abstract("date"),
  time: abstract("time"),
  dateTime: abstract("dateTime"),
  /** A minus written right before a number. */
  negativeSign: abstract("negativeSign"),
  dash: abstract("dash"),
  star: abstract("star"),
  rowStart: abstract("rowStart"),
  bar: abstract("bar"),
  arrow: abstract("arrow"),
  open: abstract("open"),
  close: abstract("close"),
  comma: abstract("comma"),
  colon: abstract("colon"),
  /** Stands where something was left out; put in by the parser after it reported that. */
  missing: abstract("missing"),
} as const;

/** Categories beside the operator forms. */
export const groups = {
  /** Aggregates that take elements, as `count` does. */
  counting: abstract("counting"),
  /** Aggregates that take a value of each element. */
  aggregating: abstract("aggregating"),
  /** The same behind a number: `percentile 10 of …`. */
  ranking: abstract("ranking"),
  unitWord: abstract("unitWord"),
  timeWord: abstract("timeWord"),
  channelWord: abstract("channelWord"),
  classWord: abstract("classWord"),
  accessWord: abstract("accessWord"),
} as const;

const CHANNELS: readonly string[] = ["red", "yellow", "green"];

/** Token types are made once per call; two vocabularies never mix. */
export function createVocabulary(tables: Tables = specTables): Vocabulary {
  const form: Readonly<Record<OperatorForm, TokenType>> = {
    comparison: abstract("comparison"),
    members: abstract("members"),
    operand: abstract("operand"),
    range: abstract("range"),
    postfix: abstract("postfix"),
    additive: abstract("additive"),
    multiplicative: abstract("multiplicative"),
  };
  const made = new Map<string, TokenType>();
  const meaning = new Map<TokenType, Meaning>();
  const spelled: Spelling[] = [];
  const itemSpellings: Spelling[] = [];

  const add = (key: string, what: Meaning, categories: TokenType[], also: readonly string[]) => {
    const type = createToken({ name: key.replaceAll(" ", "_"), pattern: Lexer.NA, categories });
    made.set(key, type);
    meaning.set(type, what);
    for (const text of new Set([what.spelling.en, what.spelling.vi, ...also])) {
      spelled.push({ text, folded: foldWord(text), words: text.split(" "), type });
    }
  };

  for (const [name, spec] of Object.entries(tables.keywords)) {
    const categories = keywordCategories(name, spec, form);
    const meant = spec.relation?.op ?? name;
    const { spelling } = spec;
    const before = spelled.length;
    const kind = spec.relation === undefined ? "keyword" : "operator";
    add(name, { kind, name: meant, spelling }, categories, spec.also ?? []);
    if (spec.startsItem === true) itemSpellings.push(...spelled.slice(before));
  }
  for (const [name, { form: written, spelling }] of Object.entries(tables.operators)) {
    add(`operator ${name}`, { kind: "operator", name, spelling }, [form[written]], []);
  }
  for (const [name, spec] of Object.entries(tables.aggregates)) {
    const { spelling } = spec;
    const what: Meaning = { kind: "aggregate", name, spelling };
    add(`aggregate ${name}`, what, [aggregateCategory(spec)], spec.also ?? []);
  }
  for (const [name, { spelling }] of Object.entries(tables.units)) {
    add(`unit ${name}`, { kind: "unit", name, spelling }, [groups.unitWord], []);
  }

  const find = (key: string): TokenType => {
    const type = made.get(key);
    if (type === undefined) throw new Error(`the language tables have no ${key}`);
    return type;
  };
  const words = spelled.filter(({ text }) => isWord(text));
  return {
    tables,
    all: [
      ...Object.values(shapes),
      ...Object.values(groups),
      ...Object.values(form),
      ...made.values(),
    ],
    keyword: find,
    operator: (name) => find(`operator ${name}`),
    aggregate: (name) => find(`aggregate ${name}`),
    form,
    meaning,
    dictionary: dictionaryOf(words, (word) => word),
    folded: dictionaryOf(
      words.filter((each) => each.words.length > 1 && hasAccents(each.text)),
      foldWord,
    ),
    syllables: new Set(words.flatMap((each) => each.words)),
    signs: spelled
      .filter(({ text }) => !isWord(text))
      .map(({ text, type }) => ({ sign: text, type }))
      .sort((a, b) => b.sign.length - a.sign.length),
    spellings: words,
    itemSpellings,
  };
}

function keywordCategories(
  name: string,
  spec: KeywordSpec,
  form: Readonly<Record<OperatorForm, TokenType>>,
): TokenType[] {
  if (spec.relation !== undefined) return [form[spec.relation.form]];
  if (CHANNELS.includes(name)) return [groups.channelWord];
  switch (spec.group) {
    case "class":
      return [groups.classWord];
    case "access":
      return [groups.accessWord];
    case "time":
      return [groups.timeWord];
    default:
      return [];
  }
}

function aggregateCategory({ ranked, types }: Tables["aggregates"][string]): TokenType {
  if (ranked === true) return groups.ranking;
  // An aggregate that has a type without a value counts elements: `count of items`.
  return "type" in types(null) ? groups.counting : groups.aggregating;
}

/** The language of the first word that is spelled differently in both. */
export function isVietnamese(v: Vocabulary, tokens: readonly IToken[]): boolean {
  for (const { tokenType, image } of tokens) {
    const spelling = v.meaning.get(tokenType)?.spelling;
    if (spelling !== undefined && spelling.en !== spelling.vi) {
      return image.replaceAll(/\s+/g, " ") === spelling.vi;
    }
  }
  return false;
}

function isWord(text: string): boolean {
  return /^[A-Za-z_\u00C0-\u1EFF]/.test(text);
}

function dictionaryOf(
  entries: readonly Entry[],
  key: (word: string) => string,
): ReadonlyMap<string, readonly Entry[]> {
  const dictionary = new Map<string, Entry[]>();
  for (const entry of entries) {
    const first = key(entry.words[0] ?? "");
    const beside = dictionary.get(first);
    if (beside === undefined) dictionary.set(first, [entry]);
    else beside.push(entry);
  }
  for (const beside of dictionary.values()) beside.sort((a, b) => b.words.length - a.words.length);
  return dictionary;
}
