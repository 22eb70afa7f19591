/**
 * A criterion of the tree to a criterion of the IR.
 *
 * Clauses in any order in; fields in the IR's order out. Elements are numbered over the whole criterion, `when` first, so that the reason
 * finds its witnesses. The digest is left empty for the bundler.
 */

import type {
  Clause,
  DecideColumn,
  EffectNode,
  Expression,
  ItemOf,
  Name,
  OnClause,
  ReasonNode,
} from "@luong/dsl";
import { nodeKey } from "@luong/dsl";
import {
  type CriterionIr,
  type DecideRow,
  type Effect,
  type Expr,
  type Language,
  parseDate,
  type Reason,
  type ReasonPart,
  type Validity,
} from "@luong/spec";
import { invariant } from "../support/invariant.ts";
import { cellCondition } from "./cells.ts";
import { conjunction, type ExpressionLowering, literal } from "./expression.ts";
import { labelOf, textLanguage } from "./labels.ts";
import { type BoundName, type Scope, Variables, withBound } from "./scope.ts";

type ClauseOf<K extends Clause["kind"]> = Extract<Clause, { readonly kind: K }>;

export function lowerCriterion(
  item: ItemOf<"criterion">,
  file: string,
  language: Language,
  lowering: ExpressionLowering,
): CriterionIr {
  return new CriterionLowering(item, file, language, lowering).lower();
}

/** The scope at the left margin of an item. */
export function itemScope(file: string, lowering: ExpressionLowering): Scope {
  return {
    file,
    self: lowering.root,
    args: [],
    eventRecord: "",
    bound: [],
    variables: new Variables(),
    letNamed: (name) => {
      throw new RangeError(`no let ${name}`);
    },
  };
}

export function flowsAndStages(on: OnClause | null): {
  flows: readonly string[];
  stages: readonly string[];
} {
  const texts = (names: readonly Name[]): string[] => [...new Set(names.map((name) => name.text))];
  return { flows: texts(on?.flows ?? []), stages: texts(on?.stages ?? []) };
}

class CriterionLowering {
  readonly #item: ItemOf<"criterion">;
  readonly #file: string;
  readonly #language: Language;
  readonly #lowering: ExpressionLowering;
  readonly #scope: Scope;

  constructor(
    item: ItemOf<"criterion">,
    file: string,
    language: Language,
    lowering: ExpressionLowering,
  ) {
    this.#item = item;
    this.#file = file;
    this.#language = language;
    this.#lowering = lowering;
    this.#scope = {
      ...itemScope(file, lowering),
      eventRecord: this.#eventRecord(),
      letNamed: (name, scope) => this.#let(name, scope),
    };
  }

  /** The checker has seen to it that an event is named only where every stage has it. */
  #eventRecord(): string {
    const stages = this.#clause("on")?.on.stages.map(({ text }) => text) ?? [];
    const events = this.#lowering.model.stageEvents;
    return events.find(({ stage }) => stages.includes(stage))?.record ?? "";
  }

  lower(): CriterionIr {
    const { criterionId, label, rowsOf, span } = this.#item;
    const when = this.#condition("when");
    const scope = this.#condition("scope");
    const unless = this.#condition("unless");
    const valid = this.#clause("valid");
    const decide = this.#decide();
    const because = this.#clause("because");
    return {
      id: criterionId.text,
      label: labelOf(label, this.#language),
      digest: "",
      class: this.#clause("class")?.class ?? "analysis",
      ...flowsAndStages(this.#clause("on")?.on ?? null),
      ...(scope === undefined ? {} : { scope }),
      ...(valid === undefined ? {} : { valid: validity(valid) }),
      basis: (this.#clause("basis")?.labels ?? []).map((each) => labelOf(each, this.#language)),
      access: this.#clause("access")?.access ?? "internal",
      ...(rowsOf === null ? {} : { rowsOf: rowsOf.text }),
      ...(when === undefined ? {} : { when }),
      ...(unless === undefined ? {} : { unless }),
      ...(decide === undefined ? {} : { decide: decide.table }),
      effects: (this.#clause("then")?.effects ?? []).map((effect) =>
        this.#effect(effect, this.#scope),
      ),
      ...(because === undefined ? {} : { because: this.#reason(because.reason, decide?.bound) }),
      source: { file: this.#file, start: span.start, end: span.end },
    };
  }

  #clause<K extends Clause["kind"]>(kind: K): ClauseOf<K> | undefined {
    return this.#item.clauses.find((clause): clause is ClauseOf<K> => clause.kind === kind);
  }

  #condition(kind: "when" | "unless" | "scope"): Expr | undefined {
    const clause = this.#clause(kind);
    return clause && this.#lowering.lower(clause.condition, this.#scope);
  }

  /** Lowered anew at each use: the element it speaks of is bound there. */
  #let(name: string, scope: Scope): Expr {
    const clause = this.#item.clauses.find(
      (each): each is ClauseOf<"let"> => each.kind === "let" && each.name.text === name,
    );
    invariant(clause !== undefined, `a let ${name}`);
    return this.#lowering.lower(clause.value, {
      ...scope,
      file: this.#file,
      self: this.#lowering.root,
      args: [],
    });
  }

  /* ---------------------------------------------------------------- decide */

  #decide():
    | { table: NonNullable<CriterionIr["decide"]>; bound: BoundName | undefined }
    | undefined {
    const clause = this.#clause("decide");
    if (clause === undefined) return undefined;
    const element =
      clause.forEach === null ? undefined : this.#decideElement(clause, clause.forEach);
    const scope = element === undefined ? this.#scope : withBound(this.#scope, element.bound);
    const heads = clause.head.map((column) =>
      column.kind === "input" ? this.#lowering.lower(column.expression, scope) : undefined,
    );
    const rows = clause.rows.map((row) => this.#decideRow(clause.head, heads, row.cells, scope));
    const over = element && { source: element.source, variable: element.bound.variable };
    return {
      table: { ...(over === undefined ? {} : { element: over }), rows },
      bound: element?.bound,
    };
  }

  #decideElement(clause: ClauseOf<"decide">, name: Name) {
    return this.#lowering.bindCollection(nodeKey(this.#file, clause), name.text, this.#scope);
  }

  #decideRow(
    head: readonly DecideColumn[],
    heads: readonly (Expr | undefined)[],
    cells: ClauseOf<"decide">["rows"][number]["cells"],
    scope: Scope,
  ): DecideRow {
    const conditions: Expr[] = [];
    const effects: Effect[] = [];
    for (const [index, column] of head.entries()) {
      const cell = cells[index];
      const value = heads[index];
      if (cell === undefined) continue;
      if (column.kind === "output")
        effects.push(...outputEffects(column.output, cell, this.#lowering, scope));
      else if (value !== undefined) {
        const condition = cellCondition(cell, value, this.#lowering, scope);
        if (condition !== undefined) conditions.push(condition);
      }
    }
    return { when: conjunction(conditions), effects };
  }

  /* ---------------------------------------------------------------- outcome */

  #effect(effect: EffectNode, scope: Scope): Effect {
    switch (effect.kind) {
      case "channel": {
        const channel =
          effect.path === null
            ? literal(effect.channel ?? "green", { kind: "channel" })
            : this.#lowering.lower(effect.path, scope);
        return { kind: "channel", channel };
      }
      case "risk":
        return { kind: "risk", points: this.#lowering.lower(effect.points, scope) };
      case "action":
        return { kind: "action", action: effect.name.text };
      case "alert":
        return { kind: "alert", post: effect.name.text };
      case "inspect":
        return { kind: "inspect", instruction: labelOf(effect.label, this.#language) };
    }
  }

  /** Names of elements are those of the witnesses: of the quantifier the checker bound them to, or of the decision table. */
  #reason(reason: ReasonNode, decideElement: BoundName | undefined): Reason {
    const scope = decideElement === undefined ? this.#scope : withBound(this.#scope, decideElement);
    const parts = (each: ReasonNode["texts"][number]): ReasonPart[] =>
      each.parts.map((part: string | Expression) =>
        typeof part === "string" ? part : this.#lowering.lower(part, scope),
      );
    const result: { en?: readonly ReasonPart[]; vi?: readonly ReasonPart[] } = {};
    for (const [index, each] of reason.texts.entries()) {
      result[textLanguage(reason.texts, index, this.#language)] = parts(each);
    }
    return result;
  }
}

/** Effects of one output cell; `-` is none. */
function outputEffects(
  output: "channel" | "risk" | "action",
  cell: ClauseOf<"decide">["rows"][number]["cells"][number],
  lowering: ExpressionLowering,
  scope: Scope,
): Effect[] {
  if (cell.kind === "points") {
    const points = literal(cell.image.replace(/^\+/, "").replaceAll("_", ""), { kind: "number" });
    return [{ kind: "risk", points }];
  }
  if (cell.kind !== "values") return [];
  return cell.values.map((value): Effect => {
    if (output === "action") {
      invariant(value.kind === "reference", "the name of an action");
      return { kind: "action", action: value.root.text };
    }
    const expr = lowering.lower(value, scope);
    return output === "channel"
      ? { kind: "channel", channel: expr }
      : { kind: "risk", points: expr };
  });
}

function validity({ from, until, review }: ClauseOf<"valid">): Validity {
  const last = until === null ? undefined : dayOf(until);
  const again = review === null ? undefined : dayOf(review);
  return {
    from: dayOf(from),
    ...(last === undefined ? {} : { until: last }),
    ...(again === undefined ? {} : { review: again }),
  };
}

function dayOf(node: Expression): number {
  const day = node.kind === "date" ? parseDate(node.image) : undefined;
  invariant(day !== undefined, "a date");
  return day;
}
