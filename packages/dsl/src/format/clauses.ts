/**
 * Clauses of criteria, policies and tests as layout: labels in a left column, contents beside it.
 *
 * In: clauses of the tree. Out: a `Doc` for each, with its label. Order is fixed here (`CLAUSE_ORDER`,
 * `policyOrder`); what clauses mean, and whether one stands twice, is the checker's business.
 */
import type {
  Clause,
  EffectNode,
  ExpectedNode,
  Expression,
  FactNode,
  Name,
  OnClause,
  Path,
  PolicyClause,
  ReasonNode,
  TestNode,
} from "../ast/ast.ts";
import { displayWidth } from "../diagnostics/display-width.ts";
import {
  commas,
  commasOrLines,
  type Doc,
  either,
  flatText,
  join,
  label,
  line,
  margin,
  soft,
  word,
} from "./doc.ts";
import {
  channel,
  condition,
  expression,
  labelText,
  literal,
  name,
  type Printing,
  path,
  selection,
} from "./expression.ts";
import { decideRows } from "./rows.ts";

/** Column where clauses start. */
const CLAUSE_COLUMN = 2;

/** Column where the contents of clauses start: the longest usual label and its blank. */
export function bodyColumn(to: Printing): number {
  return CLAUSE_COLUMN + (to.words.language === "en" ? 9 : 11);
}

const CLAUSE_ORDER: readonly Clause["kind"][] = [
  "class",
  "on",
  "scope",
  "valid",
  "basis",
  "access",
  "collect",
  "let",
  "when",
  "unless",
  "decide",
  "then",
  "because",
  "test",
];

/** Clauses in the order they are written; those of one kind keep theirs. */
export function orderedClauses(clauses: readonly Clause[]): readonly Clause[] {
  return CLAUSE_ORDER.flatMap((kind) => clauses.filter((clause) => clause.kind === kind));
}

/** Lines of a policy in the order they are applied. */
export function orderedPolicy(clauses: readonly PolicyClause[]): readonly PolicyClause[] {
  return [...clauses].sort((a, b) => policyRank(a) - policyRank(b));
}

function policyRank(clause: PolicyClause): number {
  switch (clause.kind) {
    case "exempt":
      return 0;
    case "channelWhen":
      return { red: 1, yellow: 2, green: 3 }[clause.channel];
    case "top":
      return 4;
    case "sample":
      return 5;
    case "quota":
      return 6;
    case "else":
      return 7;
  }
}

/** A clause on its own line: the label padded to the body column, then the contents with their margin there. */
function labelled(to: Printing, column: number, text: string, node: SpanOwner, body: Doc): Doc {
  const start = bodyColumn(to);
  const blanks = Math.max(1, start - column - displayWidth(text));
  return margin(column, [
    line(),
    label(text, node.span),
    " ".repeat(blanks),
    margin(Math.max(start, column + displayWidth(text) + 1), body),
  ]);
}

/** A word at the end of `node` that has no node of its own. */
function lastWord(text: string, { span }: SpanOwner): Doc {
  return word(text, { start: span.end - 1, end: span.end });
}

type SpanOwner = { readonly span: { readonly start: number; readonly end: number } };

export function clause(to: Printing, node: Clause): Doc {
  const of = to.words.of;
  const under = (text: string, body: Doc): Doc => labelled(to, CLAUSE_COLUMN, of(text), node, body);
  switch (node.kind) {
    case "class":
      return under("class", lastWord(of(node.class), node));
    case "on":
      return under("on", flowsAndStages(to, node.on));
    case "scope":
      return under("scope", condition(to, node.condition));
    case "valid":
      return under("valid", validity(to, node));
    case "basis":
      return under("basis", commasOrLines(node.labels.map((each) => labelText(to, each))));
    case "access":
      return under("access", lastWord(of(node.access), node));
    case "collect":
      return under("collect", [
        name(to, node.name),
        forEach(to, node.forEach),
        ` ${of("from")} `,
        selection(to, node.rows),
      ]);
    case "let":
      return under("let", [
        name(to, node.name),
        forEach(to, node.forEach),
        " = ",
        condition(to, node.value),
      ]);
    case "when":
      return under("when", condition(to, node.condition));
    case "unless":
      return under("unless", condition(to, node.condition));
    case "decide":
      return decide(to, node);
    case "then":
      return under("then", commas(node.effects.map((each) => effect(to, each))));
    case "because":
      return under("because", reason(to, node.reason));
    case "test":
      return [under("test", labelText(to, node.test.label)), given(to, node.test, 4)];
  }
}

function forEach(to: Printing, element: Name | null): Doc {
  return element === null ? "" : [` ${to.words.of("for each")} `, name(to, element)];
}

export function flowsAndStages(to: Printing, node: OnClause): Doc {
  const flows = commas(node.flows.map((each) => name(to, each)));
  const stages = commas(node.stages.map((each) => name(to, each)));
  return node.stages.length === 0 ? flows : [flows, ` ${to.words.of("at")} `, stages];
}

function validity(to: Printing, node: Extract<Clause, { kind: "valid" }>): Doc {
  const part = (key: string, value: Expression | null): Doc[] =>
    value === null ? [] : [[`${to.words.of(key)} `, expression(to, value)]];
  return join(
    [...part("from", node.from), ...part("until", node.until), ...part("review", node.review)],
    " ",
  );
}

function decide(to: Printing, node: Extract<Clause, { kind: "decide" }>): Doc {
  const of = to.words.of;
  const head: Doc =
    node.forEach === null
      ? margin(CLAUSE_COLUMN, [line(), label(of("decide"), node.span)])
      : labelled(to, CLAUSE_COLUMN, of("decide"), node, [
          `${of("for each")} `,
          name(to, node.forEach),
        ]);
  return [head, margin(4, decideRows(to, node.head, node.rows))];
}

function effect(to: Printing, node: EffectNode): Doc {
  const of = to.words.of;
  switch (node.kind) {
    case "channel":
      return [
        label(`${of("channel")} `, node.span),
        node.channel === null ? "" : channel(to, node.channel),
        node.path === null ? "" : expression(to, node.path),
      ];
    case "risk":
      return [label(`${of("risk")} `, node.span), riskPoints(to, node.points)];
    case "action":
      return [label(`${of("action")} `, node.span), name(to, node.name)];
    case "alert":
      return [label(`${of("alert")} `, node.span), name(to, node.name)];
    case "inspect":
      return [label(`${of("inspect")} `, node.span), labelText(to, node.label)];
  }
}

/** `+30`, `-5`, `+ row.points`. */
function riskPoints(to: Printing, points: Expression): Doc {
  if (points.kind === "negative") return expression(to, points);
  if (points.kind === "number") return ["+", literal(to, points)];
  return ["+ ", expression(to, points)];
}

/** A reason: its texts below each other, holes rewritten, everything else as written. */
function reason(to: Printing, node: ReasonNode): Doc {
  const texts = node.texts.map((each) => {
    const tag = each.language === null ? "" : to.words.of(each.language);
    return { tag, doc: reasonText(to, each) };
  });
  return texts.map(({ tag, doc }, index) => {
    if (index === 0) return tag === "" ? doc : [`${tag} `, doc];
    return [line(-(tag.length + 2)), `${tag}  `, doc];
  });
}

function reasonText(to: Printing, node: ReasonNode["texts"][number]): Doc {
  const holes = node.parts.flatMap((part) => (typeof part === "string" ? [] : [part]));
  const open = to.text.indexOf('"', node.span.start);
  let from = open < 0 ? node.span.start : open;
  let written = "";
  for (const hole of holes) {
    written += `${to.text.slice(from, hole.span.start).trimEnd()}${holeText(to, hole)}`;
    from = hole.span.end;
    while (/\s/u.test(to.text[from] ?? "")) from += 1;
  }
  written += to.text.slice(from, node.span.end);
  return {
    kind: "word",
    text: written.normalize("NFC"),
    range: { start: node.span.start, end: node.span.end },
  };
}

function holeText(to: Printing, hole: Expression): string {
  return flatText(expression(to, hole)) ?? "";
}

/** `given` and `expect` of a test or scenario, at `column`. */
export function given(to: Printing, node: TestNode, column: number): Doc {
  const facts = commasOrLines(node.given.map((each) => fact(to, each)));
  const expected = commasOrLines(node.expect.map((each) => expectation(to, each)));
  const part = (key: string, body: Doc, owner: SpanOwner | undefined): Doc =>
    labelledFrom(to, column, to.words.of(key), owner, body);
  return [
    node.given.length === 0 ? "" : part("given", facts, node.given[0]),
    part("expect", expected, node.expect[0]),
  ];
}

/** Like `labelled`; the label of `given` has no node of its own. */
function labelledFrom(
  to: Printing,
  column: number,
  text: string,
  owner: SpanOwner | undefined,
  body: Doc,
): Doc {
  const start = testColumn(to, column);
  return margin(column, [
    line(),
    owner === undefined ? text : label(text, owner.span),
    " ".repeat(Math.max(1, start - column - displayWidth(text))),
    margin(start, body),
  ]);
}

/** In a criterion tests share the body column; in a scenario the contents follow the longer label. */
function testColumn(to: Printing, column: number): number {
  const longest = Math.max(displayWidth(to.words.of("given")), displayWidth(to.words.of("expect")));
  return column + longest + 1;
}

function fact(to: Printing, node: FactNode): Doc {
  const where = path(to, node.path);
  switch (node.kind) {
    case "given":
      return [where, " = ", expression(to, node.value)];
    case "includes":
      return [where, ` ${to.words.of("includes")} `, expression(to, node.value)];
    case "absent":
      return [where, ` ${to.words.of("is missing")}`];
    case "element":
      return [
        where,
        " (",
        commas(
          node.facts.map((each) => fact(to, each)),
          1,
        ),
        ")",
      ];
  }
}

function expectation(to: Printing, node: ExpectedNode): Doc {
  const prefix: Doc = node.criterion === null ? "" : [name(to, node.criterion), " "];
  return [prefix, outcome(to, node)];
}

function outcome(to: Printing, node: ExpectedNode): Doc {
  const of = to.words.of;
  switch (node.kind) {
    case "hit":
      return [
        label(of("hit"), node.span),
        node.element === null ? "" : [` ${of("on")} `, name(to, node.element)],
        node.position === null ? "" : ` ${node.position}`,
      ];
    case "noHit":
      return label(of("no hit"), node.span);
    case "unknown":
      return [
        label(of("unknown"), node.span),
        node.because === null ? "" : [` ${of("because")} `, path(to, node.because)],
      ];
    case "channelIs":
      return label(`${of("channel")} ${channel(to, node.channel)}`, node.span);
    case "riskIs":
      return label(`${of("risk")} ${node.points}`, node.span);
    case "exempt":
      return label(of("exempt"), node.span);
  }
}

/* ------------------------------------------------------------------ policy */

export function policyClause(to: Printing, node: PolicyClause): Doc {
  const of = to.words.of;
  const under = (text: string, body: Doc): Doc => labelled(to, CLAUSE_COLUMN, text, node, body);
  switch (node.kind) {
    case "exempt":
      return under(of("exempt"), when(to, node.condition));
    case "channelWhen":
      return under(channel(to, node.channel), when(to, node.condition));
    case "top":
      return under(of("top"), top(to, node));
    case "sample":
      return under(of("sample"), sample(to, node));
    case "quota":
      return under(of("quota"), quota(to, node));
    case "else":
      return under(of("else"), channel(to, node.channel));
  }
}

/** One line if it fits, else one condition a line. */
function when(to: Printing, node: Expression): Doc {
  const key = `${to.words.of("when")} `;
  const broken = margin(bodyColumn(to) + displayWidth(key), condition(to, node));
  return [key, either(expression(to, node), broken)];
}

function top(to: Printing, node: Extract<PolicyClause, { kind: "top" }>): Doc {
  return [
    moved(to, node),
    soft(0),
    `${to.words.of("ranked by")} `,
    expression(to, node.by, 1),
    buckets(to, node.per),
  ];
}

/** `1% of green to red` */
function moved(to: Printing, node: Extract<PolicyClause, { kind: "top" | "sample" }>): string {
  const of = to.words.of;
  const rate = node.rate.endsWith("%") ? node.rate : `${node.rate}%`;
  return `${rate} ${of("of")} ${channel(to, node.from)} ${of("to")} ${channel(to, node.to)}`;
}

function buckets(to: Printing, per: readonly (Path | { readonly day: true })[]): Doc {
  return per.map((each): Doc => {
    const by = "names" in each ? path(to, each) : to.words.unit("days", "1");
    return [` ${to.words.of("per")} `, by];
  });
}

function sample(to: Printing, node: Extract<PolicyClause, { kind: "sample" }>): Doc {
  const of = to.words.of;
  return [
    moved(to, node),
    node.by.length === 0 ? "" : [` ${of("by")} `, commas(node.by.map((each) => path(to, each)))],
    node.condition === null ? "" : [soft(0), `${of("when")} `, expression(to, node.condition)],
  ];
}

function quota(to: Printing, node: Extract<PolicyClause, { kind: "quota" }>): Doc {
  const of = to.words.of;
  const { kind, image } = node.limit;
  const share = kind === "share" && !image.endsWith("%") ? `${image}%` : image;
  return [
    `${channel(to, node.channel)} ${of("at most")} ${share}`,
    buckets(to, node.per),
    soft(0),
    `${of("keeping highest")} `,
    expression(to, node.keeping),
  ];
}
