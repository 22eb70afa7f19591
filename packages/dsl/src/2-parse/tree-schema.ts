/**
 * From the parsed pieces of a schema, a source, a score, a list, a table, a parameter or a definition to its node.
 *
 * A piece may lack parts. Reports what only the whole item shows: an attribute twice, rows that do not fit their head.
 */
import type { Span } from "@luong/spec";
import type { CstNode, IToken } from "chevrotain";
import type {
  AccessLevel,
  CellRow,
  CodedNode,
  ColumnNode,
  Expression,
  FieldNode,
  Item,
  LabelText,
  Name,
  StageEvent,
  TypeRef,
} from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { endOf, node, nodes, token, tokens } from "./cst.ts";
import type { PieceRule } from "./pieces.ts";
import { plainText } from "./strings.ts";
import type { Base } from "./tree.ts";
import { RowsBuilder } from "./tree-rows.ts";

/** A piece after parsing. */
export interface Parsed {
  readonly rule: PieceRule;
  readonly tokens: readonly IToken[];
  readonly cst: CstNode | undefined;
  /** Something in it has been reported; what it lacks is no news. */
  readonly broken: boolean;
}

/** An item without its comments, which the file puts in. */
export type BareItem = Item extends infer I
  ? I extends Item
    ? Omit<I, "comments">
    : never
  : never;

export class SchemaBuilder extends RowsBuilder {
  /** From the first token to the last, whether they were understood or not. */
  protected pieceBase(pieces: readonly Parsed[]): Base {
    const first = pieces[0]?.tokens[0];
    const last = pieces.at(-1)?.tokens.at(-1);
    const span =
      first === undefined || last === undefined
        ? this.spanOf(undefined)
        : this.range(first.startOffset, endOf(last));
    return { id: this.nextId(), span };
  }

  protected named(cst: CstNode | undefined): {
    readonly name: Name;
    readonly label: LabelText | null;
  } {
    return { name: this.name(token(cst, "name")), label: this.label(node(cst, "label")) };
  }

  protected access(from: CstNode | undefined): AccessLevel | null {
    const word = token(from, "accessWord");
    if (word === undefined) return null;
    const name = this.meaningName(word);
    return name === "internal" || name === "restricted" ? name : "secret";
  }

  protected file_(from: CstNode | undefined): string | null {
    const file = token(node(from, "fromFile"), "file");
    return file === undefined ? null : plainText(file.image);
  }

  protected twice(label: IToken, before: IToken): void {
    const related = [
      {
        span: this.spanOf(before),
        note: { en: "it stands here already", vi: "đã có ở đây" },
      },
    ];
    this.diagnostics.push(
      report("LU1038", this.spanOf(label), { clause: label.image }, { related }),
    );
  }

  protected codelist(base: Base, cst: CstNode | undefined): BareItem {
    const levels = tokens(cst, "level").map(({ image }) => image);
    const shape =
      token(cst, "tree") === undefined
        ? token(cst, "levels") === undefined
          ? "flat"
          : "levels"
        : "tree";
    return {
      ...base,
      kind: "codelist",
      ...this.named(cst),
      shape,
      levels,
      source: this.label(node(cst, "sourceLabel")),
      external: token(cst, "external") !== undefined,
      file: this.file_(cst),
      codes: nodes(cst, "coded").map((each) => this.coded(each)),
    };
  }

  protected coded(from: CstNode): CodedNode {
    const parent = node(from, "parent");
    return {
      ...this.base(from),
      code: codeOf(node(from, "code")),
      parent: parent === undefined ? null : codeOf(parent),
      label: this.label(node(from, "label")),
    };
  }

  protected unitCode(from: CstNode): readonly { unit: string; code: string; span: Span }[] {
    const word = token(from, "unitWord");
    const code = codeOf(node(from, "codeOrNumber"));
    return word === undefined
      ? []
      : [{ unit: this.meaningName(word), code, span: this.spanOf(from) }];
  }

  protected digits(from: CstNode): readonly { code: string; digits: string; span: Span }[] {
    const code = token(from, "code");
    const span = this.spanOf(from);
    return code === undefined
      ? []
      : [{ code: code.image, digits: token(from, "decimals")?.image ?? "0", span }];
  }

  protected record(base: Base, cst: CstNode | undefined, pieces: readonly Parsed[]): BareItem {
    return {
      ...base,
      kind: "record",
      ...this.named(cst),
      key: this.names(node(cst, "keys")),
      clock: this.nameOrNull(token(cst, "clockField")),
      fields: pieces.slice(1).flatMap((each) => this.field(each)),
    };
  }

  protected field(piece: Parsed): readonly FieldNode[] {
    const { cst } = piece;
    const name = token(cst, "name");
    if (name === undefined) return [];
    const attributes = nodes(cst, "attribute");
    const of = (part: string): CstNode | undefined =>
      attributes.map((each) => node(each, part)).find((each) => each !== undefined);
    this.attributesOnce(attributes);
    const value = (part: string): Expression | null => {
      const found = of(part);
      return found === undefined ? null : this.arith(found);
    };
    const alias = attributes
      .map((each) => token(each, "aliasName"))
      .find((each) => each !== undefined);
    const from = value("rangeFrom");
    const to = value("rangeTo");
    return [
      {
        id: this.nextId(),
        span: this.spanOf(cst),
        name: this.name(name),
        type: this.type(node(cst, "type")),
        optional: token(cst, "optional") !== undefined,
        label: this.label(node(cst, "label")),
        alias: this.nameOrNull(alias),
        source: this.label(of("sourceLabel")),
        example: value("exampleValue"),
        range: from === null ? null : [from, to ?? this.missing()],
        derived: value("derived"),
      },
    ];
  }

  protected attributesOnce(attributes: readonly CstNode[]): void {
    const seen = new Map<string, IToken>();
    for (const each of attributes) {
      const word = firstToken(each);
      if (word === undefined) continue;
      const before = seen.get(word.tokenType.name);
      if (before === undefined) seen.set(word.tokenType.name, word);
      else this.twice(word, before);
    }
  }

  type(from: CstNode | undefined): TypeRef {
    const base = this.base(from);
    const names = tokens(from, "name");
    const currency = token(from, "currency");
    const per = token(from, "perUnit");
    const shape =
      token(from, "list_of") === undefined
        ? token(from, "set_of") === undefined
          ? "plain"
          : "set"
        : "list";
    return {
      ...base,
      name: this.name(names[0]),
      shape,
      max: token(from, "most")?.image ?? null,
      typical: token(from, "usual")?.image ?? null,
      each: this.nameOrNull(token(from, "element")),
      currency: currency === undefined ? null : this.name(currency),
      per: per === undefined ? null : this.meaningName(per),
    };
  }

  protected words(base: Base, cst: CstNode | undefined): BareItem {
    const words =
      token(cst, "flow") === undefined
        ? token(cst, "stage") === undefined
          ? "action"
          : "stage"
        : "flow";
    return {
      ...base,
      kind: "words",
      words,
      names: nodes(cst, "namedWord").map((each) => ({
        ...this.named(each),
        event: this.stageEvent(node(each, "stageEvent"), words),
      })),
    };
  }

  private stageEvent(
    from: CstNode | undefined,
    words: "flow" | "stage" | "action",
  ): StageEvent | null {
    if (from === undefined) return null;
    if (words !== "stage") {
      this.diagnostics.push(report("LU1063", this.spanOf(token(from, "with")), { words }));
      return null;
    }
    return {
      ...this.base(from),
      each: this.name(token(from, "each")),
      source: this.name(token(from, "events")),
      where: this.condition(node(from, "condition")),
    };
  }

  protected source(base: Base, cst: CstNode | undefined): BareItem {
    const { name, label } = this.named(cst);
    const parent = node(cst, "parentRows");
    const length = (part: string): Expression | null => {
      const found = node(cst, part);
      return found === undefined ? null : this.duration(found);
    };
    return {
      ...base,
      kind: "source",
      sourceKind:
        token(cst, "history") === undefined
          ? token(cst, "event") === undefined
            ? "registry"
            : "event"
          : "history",
      name,
      of: this.nameOrNull(token(cst, "recordName")),
      from: parent === undefined ? null : this.path(node(parent, "path")),
      each: this.name(token(cst, "element")),
      clock: this.nameOrNull(token(cst, "clockField")),
      keep: length("keepFor"),
      late: length("lateBy"),
      label,
    };
  }

  protected modelScore(base: Base, cst: CstNode | undefined): BareItem {
    const { name, label } = this.named(cst);
    const plugin = token(cst, "pluginName");
    const from = node(cst, "rangeFrom");
    const timeout = node(cst, "longest");
    return {
      ...base,
      kind: "modelScore",
      name,
      param: nodes(cst, "parameter").map((each) => this.param(each))[0] ?? null,
      version: token(cst, "versionNumber")?.image ?? "",
      label,
      plugin:
        plugin === undefined
          ? this.missing()
          : { ...this.base(plugin), kind: "string", text: plainText(plugin.image) },
      inputs: this.values(node(cst, "values")),
      returns: nodes(cst, "returned").map((each) => this.param(each)),
      range: from === undefined ? null : [this.arith(from), this.arith(node(cst, "rangeTo"))],
      timeout: timeout === undefined ? null : this.duration(timeout),
    };
  }

  protected param(from: CstNode): { readonly name: Name; readonly type: TypeRef } {
    return { name: this.name(token(from, "name")), type: this.type(node(from, "type")) };
  }

  protected list(base: Base, cst: CstNode | undefined): BareItem {
    return {
      ...base,
      kind: "list",
      name: this.name(token(cst, "name")),
      of: this.type(node(cst, "memberType")),
      label: this.label(node(cst, "label")),
      access: this.access(node(cst, "accessLevel")),
      dated: token(cst, "dated") !== undefined,
      external: token(cst, "external") !== undefined,
      file: this.file_(cst),
      members: this.values(node(cst, "values")),
    };
  }

  protected table(base: Base, pieces: readonly Parsed[]): BareItem {
    const head = pieces[0];
    const cst = head?.cst;
    const key = nodes(node(cst, "keys"), "column").map((each) => this.column(each));
    const value = nodes(node(cst, "results"), "column").map((each) => this.column(each));
    const rows = this.rowPieces(pieces.slice(1));
    const external = token(cst, "external") !== undefined;
    const file = this.file_(cst);
    if (head?.broken === false) {
      this.rowsFit(rows, key.length + value.length, cst);
      if (!external && file === null && rows.length === 0) {
        const span = this.spanOf(cst);
        const at = { ...span, start: span.end };
        this.diagnostics.push(
          report("LU1060", at, { found: null, after: null, expected: "tableRows", word: null }),
        );
      }
    }
    return {
      ...base,
      kind: "table",
      ...this.named(cst),
      access: this.access(node(cst, "accessLevel")),
      key,
      value,
      dated: token(cst, "dated") !== undefined,
      external,
      file,
      rows: rows.map(({ row }) => row),
    };
  }

  protected column(from: CstNode): ColumnNode {
    const match =
      token(from, "under") === undefined
        ? token(from, "between") === undefined
          ? "equal"
          : "between"
        : "under";
    return {
      ...this.base(from),
      name: this.name(token(from, "name")),
      type: this.type(node(from, "type")),
      match,
      optional: token(from, "optional") !== undefined,
      label: this.label(node(from, "label")),
    };
  }

  protected rowPieces(
    pieces: readonly Parsed[],
  ): readonly { readonly row: CellRow; readonly broken: boolean }[] {
    return pieces.flatMap(({ rule, cst, broken }) =>
      rule === "row" && cst !== undefined ? [{ row: this.row(cst), broken }] : [],
    );
  }

  /** Says so once at the head when most rows agree against it, else at each row that stands out. */
  protected rowsFit(
    rows: readonly { readonly row: CellRow; readonly broken: boolean }[],
    columns: number,
    head: CstNode | undefined,
  ): void {
    const wrong = rows.filter(({ row, broken }) => !broken && row.cells.length !== columns);
    const first = wrong[0];
    if (first === undefined) return;
    const common = first.row.cells.length;
    if (
      wrong.length > 1 &&
      wrong.length * 2 > rows.length &&
      wrong.every(({ row }) => row.cells.length === common)
    ) {
      this.diagnostics.push(
        report("LU1047", this.spanOf(head), { cells: common, columns, rows: wrong.length }),
      );
      return;
    }
    for (const { row } of wrong) {
      this.diagnostics.push(
        report("LU1047", row.span, { cells: row.cells.length, columns, rows: 1 }),
      );
    }
  }
}

function codeOf(from: CstNode | undefined): string {
  return (token(from, "code") ?? token(from, "number"))?.image ?? "";
}

function firstToken(from: CstNode): IToken | undefined {
  return Object.keys(from.children)
    .flatMap((name) => tokens(from, name))
    .toSorted((a, b) => a.startOffset - b.startOffset)[0];
}
