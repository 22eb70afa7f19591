/**
 * Parses `.crit` files: text in, tree and diagnostics out. Never throws on any text.
 *
 * A file is cut into items at the left margin, each item is lexed and parsed on its own and knows its offset. The parser is made
 * from the tables of the language; the usual one is made once.
 */
import type { Diagnostic } from "@luong/spec";
import { createLex } from "../1-lex/lex.ts";
import { createVocabulary, specTables, type Tables, type Vocabulary } from "../1-lex/vocabulary.ts";
import type { Comments, CritFile, Expression, Header, Item } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { type Chunk, type Chunker, createChunker } from "../source/chunks.ts";
import { readText } from "../source/read.ts";
import { Grammar } from "./grammar-criterion.ts";
import { type Machine, type ReadItem, readExpression, readItem } from "./parse-item.ts";
import { createCutter } from "./pieces.ts";
import type { BareItem } from "./tree-schema.ts";

export interface ParsedFile {
  readonly file: CritFile;
  /** Sorted by start, then code. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Parser {
  readonly parseFile: (file: string, text: string) => ParsedFile;
  /** A condition or value by itself. */
  readonly parseExpression: (
    text: string,
    file?: string,
  ) => {
    readonly expression: Expression;
    readonly diagnostics: readonly Diagnostic[];
  };
  /** Ranges of the items of a text in NFC, for `parseItem`. */
  readonly chunks: Chunker;
  /** One item: `text` is the piece that stands at `start`; ids count up from `firstId`. */
  readonly parseItem: (file: string, text: string, start: number, firstId: number) => ReadItem;
  readonly vocabulary: Vocabulary;
  readonly grammar: Grammar;
}

/** `checked` lets the library look for ambiguities in the grammar, which takes long; tests do. */
export function createParser(tables: Tables = specTables, checked = false): Parser {
  const v = createVocabulary(tables);
  const machine: Machine = {
    v,
    grammar: new Grammar(v, checked),
    lex: createLex(v),
    cutter: createCutter(v),
  };
  const chunks = createChunker(v.itemSpellings.map(({ text }) => text));
  return {
    parseFile: (file, text) => parseWith(machine, chunks, file, text),
    parseExpression: (text, file = "expression") =>
      readExpression(machine, file, text.normalize("NFC"), "condition"),
    chunks,
    parseItem: (file, text, start, firstId) => readItem(machine, file, text, start, firstId),
    vocabulary: v,
    grammar: machine.grammar,
  };
}

let usual: Parser | undefined;

/** The parser of the language as `spec` declares it. */
export function standardParser(): Parser {
  usual ??= createParser();
  return usual;
}

export function parseFile(file: string, text: string): ParsedFile {
  return standardParser().parseFile(file, text);
}

export function parseExpression(text: string): ReturnType<Parser["parseExpression"]> {
  return standardParser().parseExpression(text);
}

function parseWith(machine: Machine, chunks: Chunker, file: string, raw: string): ParsedFile {
  const { text, readable, diagnostics: textual } = readText(file, raw);
  const diagnostics = [...textual];
  const gathered = new Gathering(file, text);
  if (readable) {
    let id = 0;
    for (const chunk of chunks(text)) {
      const read = readItem(machine, file, text.slice(chunk.start, chunk.end), chunk.start, id);
      id = read.nextId;
      for (const each of read.diagnostics) diagnostics.push(each);
      gathered.add(chunk, read);
    }
  }
  for (const each of gathered.diagnostics) diagnostics.push(each);
  diagnostics.sort((a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : 1));
  return { file: gathered.file(), diagnostics };
}

/** Puts items and comments together into a file. */
class Gathering {
  readonly diagnostics: Diagnostic[] = [];
  private readonly name: string;
  private readonly text: string;
  private header: Header | null = null;
  private headerComments: Comments = [];
  private readonly items: Item[] = [];
  private trailing: Comments = [];

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  add(chunk: Chunk, read: ReadItem): void {
    const { comments } = read;
    if (read.header !== null) this.addHeader(read.header);
    const [first, ...more] = read.items;
    if (first === undefined) {
      // Nothing but the header, or text before the first item: its comments head the file.
      if (this.items.length === 0 || read.header !== null)
        this.headerComments = [...this.headerComments, ...comments];
      else this.trailing = [...this.trailing, ...comments];
      return;
    }
    const behind = comments.filter(
      ({ span }) => span.start >= read.end && this.isApart(read.end, span.start),
    );
    const isLast = chunk.end === this.text.length;
    const own = isLast ? comments.filter((each) => !behind.includes(each)) : comments;
    if (isLast) this.trailing = behind;
    this.items.push(withComments(first, own));
    for (const each of more) this.items.push(withComments(each, []));
  }

  private addHeader(header: Header): void {
    if (this.header !== null || this.items.length > 0) {
      this.diagnostics.push(report("LU1024", header.span, {}));
      return;
    }
    this.header = header;
  }

  /** A blank line stands between. */
  private isApart(from: number, to: number): boolean {
    return /\n[ \t]*\r?\n/.test(this.text.slice(from, to));
  }

  file(): CritFile {
    const { header, headerComments, items, trailing } = this;
    return { file: this.name, text: this.text, header, headerComments, items, trailing };
  }
}

function withComments(item: BareItem, comments: Comments): Item {
  return { ...item, comments };
}
