/**
 * Items and headers as layout.
 *
 * In: an item of the tree. Out: a `Doc` that starts at column 0. Blank lines and comments between items are put by
 * `comments.ts` and `format.ts`.
 */
import type {
  AccessLevel,
  CodedNode,
  ColumnNode,
  Expression,
  FactorNode,
  FieldNode,
  Header,
  Item,
  ItemOf,
  LabelText,
  Name,
  OnClause,
  StageEvent,
  TypeRef,
} from "../ast/ast.ts";
import { displayWidth } from "../diagnostics/display-width.ts";
import {
  clause,
  flowsAndStages,
  given,
  orderedClauses,
  orderedPolicy,
  policyClause,
} from "./clauses.ts";
import {
  commas,
  commasOrLines,
  type Doc,
  either,
  flatText,
  join,
  LINE_WIDTH,
  label,
  line,
  margin,
  nest,
  soft,
  word,
} from "./doc.ts";
import { condition, expression, labelText, name, type Printing, path } from "./expression.ts";
import { cell, tableRows } from "./rows.ts";

export function header(to: Printing, node: Header): Doc {
  const of = to.words.of;
  if (node.kind === "schemaHeader") {
    return [
      label(`${of("schema")} `, node.span),
      node.name,
      ` ${of("version")} ${node.version}`,
      optionalLabel(to, node.label),
      node.zone === null ? "" : ` ${of("zone")} ${quote(node.zone)}`,
    ];
  }
  return [
    label(of("criteria set"), node.span),
    optionalLabel(to, node.label),
    ` ${of("version")} ${node.version}`,
    node.uses.map((use) => [
      line(),
      word(`${of("use schema")} ${use.name} ${use.version}`, use.span),
    ]),
  ];
}

export function item(to: Printing, node: Item): Doc {
  switch (node.kind) {
    case "codelist":
      return codelist(to, node);
    case "unit": {
      const units = node.units.map((each) =>
        word(`${to.words.unit(each.unit)} = ${each.code}`, each.span),
      );
      return filled(to, node, "unit", units);
    }
    case "currency": {
      const digits = to.words.of("digits");
      const currencies = node.currencies.map((each) =>
        word(`${each.code} ${digits} ${each.digits}`, each.span),
      );
      return filled(to, node, "currency", currencies);
    }
    case "record":
      return record(to, node);
    case "source":
      return source(to, node);
    case "words":
      return words(to, node);
    case "list":
      return list(to, node);
    case "table":
      return table(to, node);
    case "parameter":
      return [
        start(to, node, "parameter"),
        name(to, node.name),
        optionalLabel(to, node.label),
        accessPart(to, node.access),
        " = ",
        expression(to, node.value),
      ];
    case "define":
      return define(to, node);
    case "criterion":
      return criterion(to, node);
    case "scorecard":
      return scorecard(to, node);
    case "modelScore":
      return modelScore(to, node);
    case "policy":
      return policy(to, node);
    case "scenario":
      return [
        label(`${to.words.of("scenario")} `, node.span),
        labelText(to, node.test.label),
        given(to, node.test, 2),
      ];
    case "unreadable":
      return to.text.slice(node.span.start, node.span.end);
  }
}

function start(to: Printing, node: Item, keyword: string): Doc {
  return label(`${to.words.of(keyword)} `, node.span);
}

function optionalLabel(to: Printing, node: LabelText | null): Doc {
  return node === null ? "" : [" ", labelText(to, node)];
}

function accessPart(to: Printing, access: AccessLevel | null): Doc {
  return access === null ? "" : ` ${to.words.of("access")} ${to.words.of(access)}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/gu, "\\$&").normalize("NFC")}"`;
}

function filePart(to: Printing, file: string): Doc {
  return ` ${to.words.of("from")} ${quote(file)}`;
}

/** `unit a, b, c`, later lines under the first entry. */
function filled(to: Printing, node: Item, keyword: string, entries: readonly Doc[]): Doc {
  // Soft breaks go two columns right of the margin.
  const column = displayWidth(to.words.of(keyword)) + 1;
  return [start(to, node, keyword), margin(column - 2, commas(entries))];
}

/* ------------------------------------------------------------------ schema */

function codelist(to: Printing, node: ItemOf<"codelist">): Doc {
  const of = to.words.of;
  const shape =
    node.shape === "levels"
      ? ` ${of("levels")} ${node.levels.join(", ")}`
      : node.shape === "tree"
        ? ` ${of("tree")}`
        : "";
  const head: Doc = [
    start(to, node, "codelist"),
    name(to, node.name),
    optionalLabel(to, node.label),
    shape,
    node.source === null ? "" : [` ${of("source")} `, labelText(to, node.source)],
  ];
  if (node.external) return [head, ` ${of("external")}`];
  if (node.file !== null) return [head, filePart(to, node.file)];
  const codes = node.codes.map((each) => coded(to, each));
  const plain = node.codes.every((each) => each.label === null && each.parent === null);
  if (plain) return [head, " = ", commas(codes)];
  const lines = nest(2, [line(), join(codes, [",", line()])]);
  return either([head, " = ", join(codes, ", ")], [head, " =", lines]);
}

function coded(to: Printing, node: CodedNode): Doc {
  const parent = node.parent === null ? "" : ` ${to.words.of("in")} ${node.parent}`;
  return [label(`${node.code}${parent}`, node.span), optionalLabel(to, node.label)];
}

function record(to: Printing, node: ItemOf<"record">): Doc {
  const of = to.words.of;
  const names = (keyword: string, list: readonly Name[]): Doc =>
    list.length === 0
      ? ""
      : [
          ` ${of(keyword)} `,
          join(
            list.map((each) => name(to, each)),
            ", ",
          ),
        ];
  return [
    start(to, node, "record"),
    name(to, node.name),
    optionalLabel(to, node.label),
    names("key", node.key),
    names("clock", node.clock === null ? [] : [node.clock]),
    nest(
      2,
      node.fields.map((each) => [line(), field(to, each)]),
    ),
  ];
}

function field(to: Printing, node: FieldNode): Doc {
  const of = to.words.of;
  const part = (keyword: string, body: Doc | null): Doc =>
    body === null ? "" : [` ${of(keyword)} `, body];
  const value = (each: FieldNode["example"]): Doc | null =>
    each === null ? null : expression(to, each);
  return [
    name(to, node.name),
    ": ",
    typeRef(to, node.type),
    node.optional ? ` ${of("optional")}` : "",
    optionalLabel(to, node.label),
    part("alias", node.alias === null ? null : name(to, node.alias)),
    part("source", node.source === null ? null : labelText(to, node.source)),
    node.range === null
      ? ""
      : part("range", [
          expression(to, node.range[0]),
          ` ${of("to")} `,
          expression(to, node.range[1]),
        ]),
    part("example", value(node.example)),
    node.derived === null ? "" : [" = ", expression(to, node.derived)],
  ];
}

function typeRef(to: Printing, node: TypeRef): Doc {
  const of = to.words.of;
  const typeName = name(to, node.name);
  const max = node.max === null ? "" : ` ${of("max")} ${node.max}`;
  switch (node.shape) {
    case "list":
      return [
        `${of("list of")} `,
        typeName,
        max,
        node.typical === null ? "" : ` ${of("typical")} ${node.typical}`,
        node.each === null ? "" : [` ${of("each")} `, name(to, node.each)],
      ];
    case "set":
      return [`${of("set of")} `, typeName, max];
    case "plain":
      return [
        typeName,
        node.currency === null ? "" : [" ", name(to, node.currency)],
        node.per === null ? "" : ` ${of("per")} ${to.words.unit(node.per)}`,
      ];
  }
}

function words(to: Printing, node: ItemOf<"words">): Doc {
  const entries = node.names.map((each) => [
    name(to, each.name),
    optionalLabel(to, each.label),
    each.event === null ? "" : stageEvent(to, each.event),
  ]);
  const column = displayWidth(to.words.of(node.words)) + 1;
  return [start(to, node, node.words), margin(column, commasOrLines(entries))];
}

function stageEvent(to: Printing, node: StageEvent): Doc {
  const of = to.words.of;
  return [
    soft(1),
    `${of("with")} `,
    name(to, node.each),
    ` ${of("from")} `,
    name(to, node.source),
    soft(1),
    `${of("where")} `,
    expression(to, node.where, 1),
  ];
}

/** `history declarations of Declaration each past clock registered_at keep 730 days "…"` */
function source(to: Printing, node: ItemOf<"source">): Doc {
  const of = to.words.of;
  const part = (keyword: string, body: Doc | null): Doc =>
    body === null ? "" : [soft(0), `${of(keyword)} `, body];
  const length = (each: Expression | null): Doc | null =>
    each === null ? null : expression(to, each);
  return [
    start(to, node, node.sourceKind),
    name(to, node.name),
    node.of === null ? "" : [` ${of("of")} `, name(to, node.of)],
    node.from === null ? "" : [` ${of("from")} `, path(to, node.from)],
    ` ${of("each")} `,
    name(to, node.each),
    part("clock", node.clock === null ? null : name(to, node.clock)),
    part("keep", length(node.keep)),
    part("late", length(node.late)),
    node.label === null ? "" : [soft(0), labelText(to, node.label)],
  ];
}

/* ------------------------------------------------------------------ lists, tables, parameters, defines */

function list(to: Printing, node: ItemOf<"list">): Doc {
  const of = to.words.of;
  const dated = node.dated ? ` ${of("dated")}` : "";
  const head: Doc = [
    start(to, node, "list"),
    name(to, node.name),
    ` ${of("of")} `,
    typeRef(to, node.of),
    optionalLabel(to, node.label),
    accessPart(to, node.access),
  ];
  if (node.external) return [head, ` ${of("external")}`, dated];
  if (node.file !== null) return [head, dated, filePart(to, node.file)];
  return [head, " = ", commas(node.members.map((each) => expression(to, each)))];
}

function table(to: Printing, node: ItemOf<"table">): Doc {
  const of = to.words.of;
  const columns = (keyword: string, list: readonly ColumnNode[]): Doc => [
    `${of(keyword)} (`,
    commas(list.map((each) => column(to, each))),
    ")",
  ];
  const head: Doc = [
    start(to, node, "table"),
    name(to, node.name),
    optionalLabel(to, node.label),
    accessPart(to, node.access),
  ];
  const key = columns("key", node.key);
  const value: Doc = [
    columns("value", node.value),
    node.dated ? ` ${of("dated")}` : "",
    node.external ? ` ${of("external")}` : "",
    node.file === null ? "" : filePart(to, node.file),
  ];
  const rows = margin(2, tableRows(to, node.rows));
  const broken: Doc = [head, nest(2, [line(), key, line(), value]), rows];
  if (node.rows.length > 0) return broken;
  return either([head, " ", key, " ", value], broken);
}

function column(to: Printing, node: ColumnNode): Doc {
  const of = to.words.of;
  return [
    name(to, node.name),
    ": ",
    typeRef(to, node.type),
    node.match === "equal" ? "" : ` ${of(node.match)}`,
    node.optional ? ` ${of("optional")}` : "",
    optionalLabel(to, node.label),
  ];
}

function params(
  to: Printing,
  list: readonly { readonly name: Name; readonly type: TypeRef }[],
): Doc {
  const each = list.map((one): Doc => [name(to, one.name), ": ", typeRef(to, one.type)]);
  return ["(", join(each, ", "), ")"];
}

function define(to: Printing, node: ItemOf<"define">): Doc {
  const head: Doc = [
    start(to, node, "define"),
    name(to, node.name),
    node.params.length === 0 ? "" : params(to, node.params),
    optionalLabel(to, node.label),
  ];
  if (node.value.kind === "logic") {
    // Wide enough that `and` and `or` stay off column 0 in both languages.
    return [head, margin(2, [line(), "=     ", margin(8, condition(to, node.value))])];
  }
  const value = expression(to, node.value);
  return either([head, " = ", value], [head, margin(2, [line(), "= ", value])]);
}

/* ------------------------------------------------------------------ criteria, scorecards, policies */

function criterion(to: Printing, node: ItemOf<"criterion">): Doc {
  return [
    start(to, node, "criterion"),
    name(to, node.criterionId),
    optionalLabel(to, node.label),
    node.rowsOf === null ? "" : [` ${to.words.of("for each row of")} `, name(to, node.rowsOf)],
    orderedClauses(node.clauses).map((each) => clause(to, each)),
  ];
}

/** `on …` and `access …` behind the name, or on a line of their own. */
function opening(to: Printing, head: Doc, on: OnClause | null, access: AccessLevel | null): Doc {
  const flows: Doc =
    on === null ? "" : [label(`${to.words.of("on")} `, on.span), flowsAndStages(to, on)];
  const protection = accessPart(to, access);
  const flat: Doc = [head, on === null ? "" : " ", flows, protection];
  if (on === null || displayWidth(flatText(flat) ?? "") <= LINE_WIDTH) return flat;
  return [head, margin(2, [line(), flows]), protection];
}

function scorecard(to: Printing, node: ItemOf<"scorecard">): Doc {
  const head: Doc = [
    start(to, node, "scorecard"),
    name(to, node.name),
    optionalLabel(to, node.label),
  ];
  return [opening(to, head, node.on, node.access), node.factors.map((each) => factor(to, each))];
}

function factor(to: Printing, node: FactorNode): Doc {
  const of = to.words.of;
  const cases = node.cases.map(
    (each): Doc => [line(), label("- ", each.span), cell(to, each.cell), ` -> ${each.points}`],
  );
  return margin(2, [
    line(),
    label(`${of("factor")} `, node.span),
    name(to, node.name),
    optionalLabel(to, node.label),
    ` ${of("weight")} ${node.weight} ${of("by")} `,
    expression(to, node.by),
    margin(4, cases),
  ]);
}

/** What it is, where it comes from, what it gives: a line each. */
function modelScore(to: Printing, node: ItemOf<"modelScore">): Doc {
  const of = to.words.of;
  const inputs = node.inputs.map((each) => expression(to, each, 1));
  const limits =
    node.range === null
      ? []
      : [
          [
            `${of("range")} `,
            expression(to, node.range[0]),
            ` ${of("to")} `,
            expression(to, node.range[1]),
          ],
        ];
  const results: readonly Doc[] = [
    ...(node.returns.length === 0 ? [] : [[`${of("returns")} `, params(to, node.returns)]]),
    ...limits,
    [
      `${of("timeout")} `,
      node.timeout === null ? "" : expression(to, node.timeout),
      ` ${of("otherwise")} ${of("unknown")}`,
    ],
  ];
  return [
    start(to, node, "score"),
    name(to, node.name),
    node.param === null ? "" : params(to, [node.param]),
    ` ${of("version")} ${node.version}`,
    optionalLabel(to, node.label),
    margin(2, [
      line(),
      `${of("from")} ${of("plugin")} `,
      expression(to, node.plugin),
      soft(1),
      `${of("inputs")} (`,
      commas(inputs),
      ")",
      line(),
      join(results, soft(0)),
    ]),
  ];
}

function policy(to: Printing, node: ItemOf<"policy">): Doc {
  const head: Doc = [start(to, node, "policy"), name(to, node.name), optionalLabel(to, node.label)];
  return [
    opening(to, head, node.on, node.access),
    orderedPolicy(node.clauses).map((each) => policyClause(to, each)),
  ];
}
