/**
 * From the concrete tree to the AST: collections, selections, windows, keys, aggregates.
 *
 * Every part may be missing, as in `tree.ts`. Nothing is reported: the parts of a selection are told apart by the grammar alone.
 */
import type { CstNode } from "chevrotain";
import type { Expression, KeyNode, Per, Rows, WindowNode } from "../ast/ast.ts";
import { node, nodes, token } from "./cst.ts";
import { type Base, TreeBuilder } from "./tree.ts";

export class RowsBuilder extends TreeBuilder {
  protected exists(from: CstNode): Expression {
    const base = this.base(from);
    const negated = token(from, "there_is_no") !== undefined;
    return { ...base, kind: "exists", negated, rows: this.rows(node(from, "rows")) };
  }

  protected aggregate(from: CstNode): Expression {
    const base = this.base(from);
    const word = token(from, "aggregate");
    // Behind `count` rows and periods stand right there, behind the others in a rule of their own.
    const body = node(from, "aggregated") ?? from;
    const value = node(body, "arith");
    return {
      ...base,
      kind: "aggregate",
      aggregate: word === undefined ? "" : this.meaningName(word),
      rank: token(from, "rank")?.image ?? null,
      value: value === undefined ? null : this.arith(value),
      per: this.per(node(body, "perPart")),
      rows: this.rows(node(body, "rows")),
    };
  }

  private per(from: CstNode | undefined): Per | null {
    if (from === undefined) return null;
    const base = this.base(from);
    const path = node(from, "path");
    if (path !== undefined) return { ...base, kind: "group", path: this.path(path) };
    return { ...base, kind: "period", length: this.duration(node(from, "duration")) };
  }

  private rows(from: CstNode | undefined): Rows {
    const path = node(from, "path");
    return path === undefined
      ? this.selection(node(from, "selection"), this.base(from))
      : { ...this.selection(undefined, this.base(from)), source: this.path(path) };
  }

  /** `base` is where the rows stand, brackets included. */
  protected selection(from: CstNode | undefined, base: Base = this.base(from)): Rows {
    const asOf = node(from, "asOf");
    const where = node(from, "condition");
    return {
      ...base,
      source: this.path(node(from, "path")),
      called: this.nameOrNull(token(from, "rename")),
      asOf: asOf === undefined ? null : this.arith(asOf),
      window: this.window(node(from, "window")),
      keys: nodes(from, "keyPart").flatMap((each) => this.key(each)),
      where: where === undefined ? null : this.condition(where),
      latest: token(from, "latestCount")?.image ?? null,
      includingThis: token(from, "including_this") !== undefined,
      minimum: token(from, "fewest")?.image ?? null,
    };
  }

  private window(from: CstNode | undefined): WindowNode | null {
    if (from === undefined) return null;
    const base = this.base(from);
    const length = node(from, "length");
    const moment = node(from, "moment");
    const by = token(from, "field");
    if (token(from, "in_last") !== undefined) {
      const skipped = node(from, "skipped");
      return {
        ...base,
        kind: "last",
        length: this.duration(length),
        skipping: skipped === undefined ? null : this.duration(skipped),
        by: this.nameOrNull(by),
      };
    }
    if (token(from, "within") !== undefined) {
      return {
        ...base,
        kind: "within",
        length: this.duration(length),
        side: sideOf(node(from, "side")),
        at: this.arith(moment),
        by: this.nameOrNull(by),
      };
    }
    return {
      ...base,
      kind: "between",
      from: this.arith(node(from, "first")),
      until: this.arith(node(from, "last")),
      by: this.nameOrNull(by),
    };
  }

  /** None where a key was left out. */
  private key(from: CstNode): readonly KeyNode[] {
    const written = node(from, "ofRow");
    if (written === undefined) return [];
    const base = this.base(from);
    const path = this.path(written);
    const relation = node(from, "keyRelation");
    const op = token(relation, "op");
    if (op === undefined) {
      const other = node(from, "asOther");
      const as = other === undefined ? null : this.path(other);
      return [{ ...base, kind: "same", path, as }];
    }
    const value = this.arith(node(relation, "arith"));
    const compared = { path, op: this.meaningName(op), opSpan: this.spanOf(op), value };
    return [{ ...base, kind: "compared", ...compared }];
  }

  protected duration(from: CstNode | undefined): Expression {
    const number = token(from, "number");
    const time = token(from, "time");
    if (number === undefined || time === undefined) return this.missing(from);
    const unit = this.meaningName(time);
    return { ...this.base(from), kind: "duration", image: number.image, unit };
  }
}

function sideOf(from: CstNode | undefined): "before" | "after" | "around" {
  if (token(from, "before") !== undefined) return "before";
  return token(from, "after") === undefined ? "around" : "after";
}
