/**
 * From the parsed pieces of an item to its node: headers, criteria, scorecards, policies, tests.
 *
 * A piece may lack parts. Reports what only the whole item shows: a clause twice, a test without an outcome. Schema items, lists and
 * tables are read by `tree-schema.ts`.
 */
import type { Diagnostic, Span } from "@luong/spec";
import type { CstNode, IToken } from "chevrotain";
import { groups } from "../1-lex/vocabulary.ts";
import type {
  AccessLevel,
  Channel,
  Clause,
  DecideColumn,
  EffectNode,
  ExpectedNode,
  Expression,
  FactNode,
  FactorNode,
  Header,
  LabelText,
  Name,
  OnClause,
  Path,
  PolicyClause,
  TestNode,
} from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { editDistance, foldWord } from "../source/letters.ts";
import { endOf, node, nodes, token } from "./cst.ts";
import type { ItemKind, PieceRule } from "./pieces.ts";
import { plainText } from "./strings.ts";
import type { Base } from "./tree.ts";
import { type BareItem, type Parsed, SchemaBuilder } from "./tree-schema.ts";

/** Mixed `and` and `or`, bullets inside bullets, a clause twice. */
const PIECE_CODES: readonly string[] = ["LU1031", "LU1044", "LU1038"];

/** Clauses of criteria and lines of policies that may stand more than once. */
const REPEATABLE: readonly (Clause | PolicyClause)["kind"][] = [
  "collect",
  "let",
  "test",
  "top",
  "sample",
  "quota",
];

export class ItemBuilder extends SchemaBuilder {
  /** A piece before the one at hand was reported: `test` may have been lost there. */
  private brokenBefore = false;

  /** What the trees showed; in a broken piece some of that may be an effect of what was reported. */
  soundDiagnostics(broken: readonly Span[]): readonly Diagnostic[] {
    return this.diagnostics.filter(
      ({ span, code }) =>
        !PIECE_CODES.includes(code) ||
        !broken.some(({ start, end }) => span.start >= start && span.start < end),
    );
  }

  header(kind: "setHeader" | "schemaHeader", pieces: readonly Parsed[]): Header {
    const cst = pieces[0]?.cst;
    const base = this.pieceBase(pieces);
    const version = token(cst, "versionNumber")?.image ?? "1";
    if (kind === "schemaHeader") {
      const zone = token(cst, "offset");
      return {
        ...base,
        kind,
        name: this.dotted(node(cst, "path")),
        version,
        label: this.label(node(cst, "label")),
        zone: zone === undefined ? null : plainText(zone.image),
      };
    }
    const uses = nodes(cst, "use").map((each) => ({
      name: this.dotted(node(each, "path")),
      version: token(each, "versionNumber")?.image ?? "",
      span: this.spanOf(each),
    }));
    return { ...base, kind, label: this.label(node(cst, "label")), version, uses };
  }

  private dotted(from: CstNode | undefined): string {
    return this.path(from)
      .names.map(({ text }) => text)
      .join(".");
  }

  item(kind: Exclude<ItemKind, "setHeader" | "schemaHeader">, pieces: readonly Parsed[]): BareItem {
    const base = this.pieceBase(pieces);
    const head = pieces[0];
    const cst = head?.cst;
    switch (kind) {
      case "codelist":
        return this.codelist(base, cst);
      case "unit":
        return {
          ...base,
          kind,
          units: nodes(cst, "unitCode").flatMap((each) => this.unitCode(each)),
        };
      case "currency":
        return {
          ...base,
          kind,
          currencies: nodes(cst, "currencyDigits").flatMap((each) => this.digits(each)),
        };
      case "record":
        return this.record(base, cst, pieces);
      case "source":
        return this.source(base, cst);
      case "words":
        return this.words(base, cst);
      case "list":
        return this.list(base, cst);
      case "table":
        return this.table(base, pieces);
      case "parameter": {
        const shared = this.named(cst);
        return {
          ...base,
          kind,
          ...shared,
          access: this.access(node(cst, "accessLevel")),
          value: this.arith(node(cst, "arith")),
        };
      }
      case "define": {
        const shared = this.named(cst);
        const params = nodes(cst, "param").map((each) => this.param(each));
        return { ...base, kind, ...shared, params, value: this.condition(node(cst, "condition")) };
      }
      case "criterion":
        return this.criterion(base, cst, pieces);
      case "scorecard":
        return {
          ...base,
          kind,
          ...this.headed(cst),
          factors: pieces.slice(1).map((each) => this.factor(each)),
        };
      case "modelScore":
        return this.modelScore(base, cst);
      case "policy":
        return this.policy(base, cst, pieces);
      case "scenario":
        return { ...base, kind, test: this.test(base, pieces) };
    }
  }

  unreadable(pieces: readonly Parsed[]): BareItem {
    return { ...this.pieceBase(pieces), kind: "unreadable" };
  }

  /* ------------------------------------------------------------------ criteria */

  private criterion(base: Base, cst: CstNode | undefined, pieces: readonly Parsed[]): BareItem {
    return {
      ...base,
      kind: "criterion",
      criterionId: this.name(token(cst, "criterionId")),
      label: this.label(node(cst, "label")),
      rowsOf: this.nameOrNull(token(cst, "name")),
      clauses: this.clauses(pieces.slice(1)),
    };
  }

  private clauses(pieces: readonly Parsed[]): readonly Clause[] {
    const clauses: Clause[] = [];
    const labels = new Map<Clause["kind"], IToken>();
    for (let index = 0; index < pieces.length; index += 1) {
      const piece = pieces[index];
      if (piece === undefined) continue;
      const label = piece.tokens[0];
      const length = partsOf(pieces, index);
      this.brokenBefore = pieces.slice(0, index).some(({ broken }) => broken);
      const clause = this.clause(piece, pieces.slice(index, index + length));
      index += length - 1;
      if (clause === undefined || label === undefined) continue;
      const before = labels.get(clause.kind);
      if (before === undefined || REPEATABLE.includes(clause.kind)) clauses.push(clause);
      else this.twice(label, before);
      labels.set(clause.kind, before ?? label);
    }
    return clauses;
  }

  private clause(piece: Parsed, parts: readonly Parsed[]): Clause | undefined {
    const { cst } = piece;
    const base = this.pieceBase(parts);
    const condition = (): Expression => this.condition(node(cst, "condition"));
    switch (piece.rule) {
      case "classClause": {
        const word = token(cst, "classWord");
        return word === undefined
          ? undefined
          : { ...base, kind: "class", class: classOf(this.meaningName(word)) };
      }
      case "onClause":
        return { ...base, kind: "on", on: this.on(cst) };
      case "scopeClause":
        return { ...base, kind: "scope", condition: condition() };
      case "validClause":
        return {
          ...base,
          kind: "valid",
          from: this.day(node(cst, "firstDay")) ?? this.missing(),
          until: this.day(node(cst, "lastDay")),
          review: this.day(node(cst, "reviewDay")),
        };
      case "basisClause":
        return {
          ...base,
          kind: "basis",
          labels: nodes(cst, "label").map((each) => this.labelOrEmpty(each)),
        };
      case "accessLevel": {
        const access = this.access(cst);
        return access === null ? undefined : { ...base, kind: "access", access };
      }
      case "collectClause":
        return {
          ...base,
          kind: "collect",
          name: this.name(token(cst, "name") ?? writtenName(piece)),
          forEach: this.nameOrNull(token(cst, "element")),
          rows: this.selection(node(cst, "selection")),
        };
      case "letClause":
        return {
          ...base,
          kind: "let",
          name: this.name(token(cst, "name") ?? writtenName(piece)),
          forEach: this.nameOrNull(token(cst, "element")),
          value: condition(),
        };
      case "whenClause":
      case "unlessClause":
        return {
          ...base,
          kind: piece.rule === "whenClause" ? "when" : "unless",
          condition: condition(),
        };
      case "decideClause":
        return this.decide(base, parts);
      case "thenClause":
        return {
          ...base,
          kind: "then",
          effects: nodes(cst, "effect").flatMap((each) => this.effect(each)),
        };
      case "becauseClause":
        return { ...base, kind: "because", reason: this.reason(node(cst, "label")) };
      case "testHead":
        return { ...base, kind: "test", test: this.test(base, parts) };
      case "givenClause":
      case "expectClause":
        return this.outsideTest(piece);
      default:
        return undefined;
    }
  }

  private outsideTest(piece: Parsed): undefined {
    const label = piece.tokens[0];
    if (label === undefined || piece.broken || this.brokenBefore) return;
    this.diagnostics.push(
      report("LU1039", this.spanOf(label), { clause: label.image, item: null }),
    );
  }

  private on(from: CstNode | undefined): OnClause {
    return {
      ...this.base(from),
      flows: this.names(node(from, "flows")),
      stages: this.names(node(from, "stages")),
    };
  }

  private day(from: CstNode | undefined): Expression | null {
    if (from === undefined) return null;
    const date = token(from, "date");
    return date === undefined
      ? this.missing(from)
      : { ...this.base(from), kind: "date", image: date.image };
  }

  private decide(base: Base, parts: readonly Parsed[]): Clause {
    const [clause, head, ...rest] = parts;
    const isSound = clause?.broken === false && head?.broken !== true;
    const read: readonly DecideColumn[] = head?.cst === undefined ? [] : this.headRow(head.cst);
    // A table whose head was reported decides something, nobody knows what.
    const columns = isSound ? read : [...read, this.anyOutput(base)];
    const rows = isSound ? this.rowPieces(rest) : [];
    if (clause?.broken === false && head?.broken === false)
      this.rowsFit(rows, columns.length, head.cst);
    if (clause?.broken === false && rows.length === 0 && head?.broken !== true) {
      const at = this.spanOf(clause.tokens[0]);
      this.diagnostics.push(
        report("LU1060", at, { found: null, after: null, expected: "decideRows", word: null }),
      );
    }
    return {
      ...base,
      kind: "decide",
      forEach: this.nameOrNull(token(clause?.cst, "element")),
      head: columns,
      rows: rows.map(({ row }) => row),
    };
  }

  private anyOutput({ span }: Base): DecideColumn {
    return {
      id: this.nextId(),
      span: { ...span, end: span.start },
      kind: "output",
      output: "channel",
    };
  }

  /** `channel yelow`: a name alone is a channel misspelt, there is nothing else it could be. */
  private misspeltChannel(from: CstNode): Channel | null {
    const name = token(from, "name");
    if (
      name === undefined ||
      token(from, "open") !== undefined ||
      token(from, "member") !== undefined
    )
      return null;
    const folded = foldWord(name.image);
    const near = this.v.spellings.find(
      ({ type, folded: other }) =>
        type.CATEGORIES?.includes(groups.channelWord) === true &&
        editDistance(folded, other, 1) <= 1,
    );
    if (near === undefined) return null;
    const span = this.spanOf(name);
    const fix = {
      title: { en: `write \`${near.text}\``, vi: `viết \`${near.text}\`` },
      edits: [{ span, text: near.text }],
    };
    this.diagnostics.push(
      report("LU1021", span, { written: name.image, meant: near.text }, { fixes: [fix] }),
    );
    return this.channel({ ...name, tokenType: near.type });
  }

  private effect(from: CstNode): readonly EffectNode[] {
    const base = this.base(from);
    if (token(from, "channel") !== undefined) {
      const word = token(from, "channelWord");
      const path = node(from, "reference");
      if (word === undefined && path === undefined) return [];
      const meant = path === undefined ? null : this.misspeltChannel(path);
      if (meant !== null) return [{ ...base, kind: "channel", channel: meant, path: null }];
      return [
        {
          ...base,
          kind: "channel",
          channel: word === undefined ? null : this.channel(word),
          path: path === undefined ? null : this.reference(path),
        },
      ];
    }
    if (token(from, "risk") !== undefined)
      return [{ ...base, kind: "risk", points: this.points(from) }];
    const name = token(from, "name");
    if (token(from, "inspect") !== undefined) {
      return [{ ...base, kind: "inspect", label: this.labelOrEmpty(node(from, "label")) }];
    }
    if (name === undefined) return [];
    return [
      {
        ...base,
        kind: token(from, "action") === undefined ? "alert" : "action",
        name: this.name(name),
      },
    ];
  }

  private points(from: CstNode): Expression {
    const number = token(from, "number");
    if (number === undefined) return this.arith(node(from, "arith"));
    const sign = token(from, "negativeSign");
    const span = this.range(sign?.startOffset ?? number.startOffset, endOf(number));
    const operand: Expression = { ...this.base(number), kind: "number", image: number.image };
    return { id: this.nextId(), span, kind: "negative", operand };
  }

  /* ------------------------------------------------------------------ tests */

  /** `pieces`: the head with its title, then any `given` and `expect`. */
  private test(base: Base, pieces: readonly Parsed[]): TestNode {
    const of = (rule: PieceRule): CstNode | undefined =>
      pieces.find((each) => each.rule === rule)?.cst;
    const isSound = pieces.every(({ broken }) => !broken);
    if (isSound) this.partsOnce(pieces.slice(1));
    const head = pieces[0];
    if (head !== undefined && isSound && !pieces.some((each) => each.rule === "expectClause")) {
      const at = this.spanOf(head.tokens[0]);
      this.diagnostics.push(
        report("LU1060", at, { found: null, after: null, expected: "expectClause", word: null }),
      );
    }
    return {
      id: this.nextId(),
      span: base.span,
      label: this.labelOrEmpty(node(head?.cst, "label")),
      given: nodes(of("givenClause"), "fact").flatMap((each) => this.fact(each)),
      expect: nodes(of("expectClause"), "expected").flatMap((each) => this.expected(each)),
    };
  }

  private partsOnce(pieces: readonly Parsed[]): void {
    const seen = new Map<PieceRule, IToken>();
    for (const { rule, tokens: written } of pieces) {
      const label = written[0];
      const before = seen.get(rule);
      if (label === undefined) continue;
      if (before === undefined) seen.set(rule, label);
      else this.twice(label, before);
    }
  }

  private fact(from: CstNode): readonly FactNode[] {
    const written = node(from, "path");
    const question = token(from, "flow") ?? token(from, "stage");
    if (written === undefined && question === undefined) return [];
    const base = this.base(from);
    const path = question === undefined ? this.path(written) : this.questionPath(question);
    if (token(from, "absent") !== undefined) return [{ ...base, kind: "absent", path }];
    if (token(from, "open") !== undefined) {
      return [
        {
          ...base,
          kind: "element",
          path,
          facts: nodes(from, "fact").flatMap((each) => this.fact(each)),
        },
      ];
    }
    const kind = token(from, "includes") === undefined ? "given" : "includes";
    return [{ ...base, kind, path, value: this.arith(node(from, "arith")) }];
  }

  /** `flow` or `stage`, whichever language it was written in. */
  private questionPath(word: IToken): Path {
    const base = this.base(word);
    return { ...base, names: [{ ...this.base(word), text: this.meaningName(word) }] };
  }

  private expected(from: CstNode): readonly ExpectedNode[] {
    const base = { ...this.base(from), criterion: this.nameOrNull(token(from, "criterionId")) };
    if (token(from, "hit") !== undefined) {
      const element = this.nameOrNull(token(from, "name"));
      return [{ ...base, kind: "hit", element, position: token(from, "position")?.image ?? null }];
    }
    if (token(from, "no_hit") !== undefined) return [{ ...base, kind: "noHit" }];
    if (token(from, "unknown") !== undefined) {
      const path = node(from, "path");
      return [{ ...base, kind: "unknown", because: path === undefined ? null : this.path(path) }];
    }
    if (token(from, "exempt") !== undefined) return [{ ...base, kind: "exempt" }];
    const channel = token(from, "channelWord");
    if (channel !== undefined)
      return [{ ...base, kind: "channelIs", channel: this.channel(channel) }];
    const points = token(from, "points")?.image;
    const sign = token(from, "negativeSign") === undefined ? "" : "-";
    return points === undefined ? [] : [{ ...base, kind: "riskIs", points: `${sign}${points}` }];
  }

  /* ------------------------------------------------------------------ scorecards and policies */

  private headed(cst: CstNode | undefined): {
    readonly name: Name;
    readonly label: LabelText | null;
    readonly on: OnClause | null;
    readonly access: AccessLevel | null;
  } {
    const on = node(cst, "onClause");
    return {
      ...this.named(cst),
      on: on === undefined ? null : this.on(on),
      access: this.access(node(cst, "accessLevel")),
    };
  }

  private factor(piece: Parsed): FactorNode {
    const { cst } = piece;
    return {
      ...this.pieceBase([piece]),
      ...this.named(cst),
      weight: token(cst, "factorWeight")?.image ?? "",
      by: this.arith(node(cst, "arith")),
      cases: nodes(cst, "factorCase").map((each) => ({
        ...this.base(each),
        cell: this.cell(node(each, "cell")),
        points: `${token(each, "negativeSign") === undefined ? "" : "-"}${token(each, "points")?.image ?? "0"}`,
      })),
    };
  }

  private policy(base: Base, cst: CstNode | undefined, pieces: readonly Parsed[]): BareItem {
    const clauses: PolicyClause[] = [];
    const labels = new Map<string, IToken>();
    for (const piece of pieces.slice(1)) {
      const clause = this.policyClause(piece);
      const label = piece.tokens[0];
      if (clause === undefined || label === undefined) continue;
      const key = clause.kind === "channelWhen" ? `${clause.kind} ${clause.channel}` : clause.kind;
      const before = labels.get(key);
      if (before === undefined || REPEATABLE.includes(clause.kind)) clauses.push(clause);
      else this.twice(label, before);
      labels.set(key, before ?? label);
    }
    return { ...base, kind: "policy", ...this.headed(cst), clauses };
  }

  private policyClause(piece: Parsed): PolicyClause | undefined {
    const { cst } = piece;
    const top = node(cst, "topLine");
    if (top !== undefined) return this.top(piece, top);
    const sample = node(cst, "sampleLine");
    if (sample !== undefined) return this.sample(piece, sample);
    const quota = node(cst, "quotaLine");
    if (quota !== undefined) return this.quota(piece, quota);
    const base = this.pieceBase([piece]);
    const channel = token(cst, "channel");
    if (token(cst, "exempt") !== undefined) {
      return { ...base, kind: "exempt", condition: this.condition(node(cst, "condition")) };
    }
    if (channel === undefined) return undefined;
    if (token(cst, "else") !== undefined)
      return { ...base, kind: "else", channel: this.channel(channel) };
    return {
      ...base,
      kind: "channelWhen",
      channel: this.channel(channel),
      condition: this.condition(node(cst, "condition")),
    };
  }

  private top(piece: Parsed, from: CstNode): PolicyClause | undefined {
    const source = token(from, "from");
    const target = token(from, "target");
    if (source === undefined || target === undefined) return undefined;
    return {
      ...this.pieceBase([piece]),
      kind: "top",
      rate: token(from, "percent")?.image.slice(0, -1) ?? "0",
      from: this.channel(source),
      to: this.channel(target),
      by: this.arith(node(from, "arith")),
      per: nodes(from, "bucket").flatMap((each) => this.bucket(each)),
    };
  }

  private sample(piece: Parsed, from: CstNode): PolicyClause | undefined {
    const source = token(from, "from");
    const target = token(from, "target");
    if (source === undefined || target === undefined) return undefined;
    const condition = node(from, "condition");
    return {
      ...this.pieceBase([piece]),
      kind: "sample",
      rate: token(from, "percent")?.image.slice(0, -1) ?? "0",
      from: this.channel(source),
      to: this.channel(target),
      by: nodes(from, "path").map((each) => this.path(each)),
      condition: condition === undefined ? null : this.condition(condition),
    };
  }

  private quota(piece: Parsed, from: CstNode): PolicyClause | undefined {
    const channel = token(from, "channel");
    const share = token(from, "percent");
    const count = token(from, "number");
    if (channel === undefined) return undefined;
    return {
      ...this.pieceBase([piece]),
      kind: "quota",
      channel: this.channel(channel),
      limit:
        share === undefined
          ? { kind: "count", image: count?.image ?? "0" }
          : { kind: "share", image: share.image.slice(0, -1) },
      per: nodes(from, "bucket").flatMap((each) => this.bucket(each)),
      keeping: this.arith(node(from, "arith")),
    };
  }

  private bucket(from: CstNode): readonly (Path | (Base & { readonly day: true }))[] {
    const path = node(from, "path");
    if (path !== undefined) return [this.path(path)];
    const day = token(from, "day");
    return day === undefined ? [] : [{ ...this.base(day), day: true }];
  }
}

/** How many pieces belong to the clause at `index`: the rows of a table, the parts of a test. */
function partsOf(pieces: readonly Parsed[], index: number): number {
  const rule = pieces[index]?.rule;
  const parts: readonly PieceRule[] =
    rule === "decideClause"
      ? ["headRow", "row"]
      : rule === "testHead"
        ? ["givenClause", "expectClause"]
        : [];
  let count = 1;
  for (let next = pieces[index + count]; next !== undefined; next = pieces[index + count]) {
    if (!parts.includes(next.rule)) break;
    count += 1;
  }
  return count;
}

function classOf(name: string): "statutory" | "analysis" | "scoring" | "quality" {
  return name === "statutory" || name === "scoring" || name === "quality" ? name : "analysis";
}

/** The name of a `let` or `collect` that could not be read: known, so that nothing is said about its uses. */
function writtenName(piece: Parsed): IToken | undefined {
  return piece.tokens.find(({ tokenType }) => tokenType.name === "name");
}
