/**
 * Why a criterion has to be asked at every declaration, and what its author can change.
 *
 * Comes in: the criterion as lowered, what the index found. Goes out: each condition with the reason it is no key, and advice. A key is what can be looked up
 * in the declaration: a code, an identifier, a list. A condition that holds of almost everything, or that only computing tells, is none.
 */
import type { IndexedCriterion, IndexNode } from "@luong/runtime/abi";
import {
  type CriterionIr,
  type Expr,
  operatorSpec,
  printExpr,
  type Schema,
  type TableIr,
} from "@luong/spec";
import type { Both } from "../both.ts";
import { conditionWords } from "./plan-words.ts";

export type WhyKind =
  | "noCondition"
  | "negation"
  | "every"
  | "alternatives"
  | "wideRange"
  | "rangeWithoutSample"
  | "computed"
  | "compared"
  | "manyValues"
  | "text"
  | "open"
  | "rowsWithoutKey";

export interface Why {
  readonly kind: WhyKind;
  /** The condition as criteria write it; null: of the criterion as a whole. */
  readonly condition: Both | null;
  readonly message: Both;
}

const messages: Readonly<Record<WhyKind, Both>> = {
  noCondition: {
    en: "it has no condition",
    vi: "không có điều kiện nào",
  },
  negation: {
    en: "says only what it is not; nearly every declaration fits that",
    vi: "chỉ nói nó không là gì; gần như tờ khai nào cũng hợp",
  },
  every: {
    en: "is about all elements at once, so no single one is a key",
    vi: "nói về tất cả các phần tử cùng lúc nên không phần tử nào làm khóa được",
  },
  alternatives: {
    en: "an `or`: each branch would need a key of its own",
    vi: "là phép `hoặc`: mỗi nhánh cần một khóa riêng",
  },
  wideRange: {
    en: "a range that holds too much of the traffic",
    vi: "là khoảng giá trị quá rộng so với thực tế tờ khai",
  },
  rangeWithoutSample: {
    en: "a range; only a sample of declarations tells how much it holds",
    vi: "là khoảng giá trị; phải có mẫu tờ khai mới biết khoảng này chứa bao nhiêu",
  },
  computed: {
    en: "must be worked out for each declaration",
    vi: "phải tính cho từng tờ khai",
  },
  compared: {
    en: "compares two values of the same declaration",
    vi: "so sánh hai giá trị của cùng một tờ khai",
  },
  manyValues: {
    en: "names more than 16 values",
    vi: "nêu hơn 16 giá trị",
  },
  text: {
    en: "searches a text; the index does not look inside texts",
    vi: "tìm trong văn bản; chỉ mục không tra bên trong văn bản",
  },
  open: {
    en: "can be told by the criterion alone",
    vi: "chỉ chính tiêu chí mới trả lời được",
  },
  rowsWithoutKey: {
    en: "these rows fill no column that can be a key",
    vi: "các dòng này không điền cột nào làm khóa được",
  },
};

function isGiven(expr: Expr): boolean {
  switch (expr.kind) {
    case "literal":
      return true;
    case "list":
      return expr.asOf === undefined;
    case "set":
      return expr.items.every(isGiven);
    case "fact":
      return expr.base.kind === "row";
    default:
      return false;
  }
}

function valuesIn(expr: Expr): number {
  return expr.kind === "set" ? expr.items.reduce((sum, each) => sum + valuesIn(each), 0) : 1;
}

/** Facts that are written as they are: no arithmetic, no look-up. */
function isFact(expr: Expr): boolean {
  return expr.kind === "fact" && expr.base.kind !== "row";
}

function isNumberLike({ kind }: Expr["type"]): boolean {
  return (
    kind !== "text" && kind !== "id" && kind !== "code" && kind !== "boolean" && kind !== "set"
  );
}

function whyOfCall(expr: Extract<Expr, { kind: "call" }>, hasSample: boolean): WhyKind {
  const trait = operatorSpec(expr.op)?.indexable ?? "none";
  const [left, ...rest] = expr.args;
  if (left === undefined || trait === "none") return "open";
  if (trait === "words") return "text";
  const isText = trait === "prefix" && left.type.kind !== "code";
  if (isText) return "text";
  const given = [left, ...rest].filter((each) => isGiven(each)).length;
  if (given < rest.length || given === 0) {
    return [left, ...rest].some((each) => !isGiven(each) && !isFact(each))
      ? "computed"
      : "compared";
  }
  if (trait === "range" || isNumberLike(left.type)) {
    const asked = isGiven(left) ? rest[0] : left;
    if (asked !== undefined && !isFact(asked)) return "computed";
    return hasSample ? "wideRange" : "rangeWithoutSample";
  }
  return rest.some((each) => valuesIn(each) > 16) ? "manyValues" : "open";
}

function whyOf(expr: Expr, hasSample: boolean): WhyKind {
  switch (expr.kind) {
    case "not":
      return "negation";
    case "logic":
      return "alternatives";
    case "quantifier":
      return "every";
    case "call":
      return whyOfCall(expr, hasSample);
    case "lookup":
    case "aggregate":
      return "computed";
    default:
      return "open";
  }
}

interface Conjunct {
  readonly expr: Expr;
  readonly names: ReadonlyMap<number, string>;
}

/** What must hold all at once, inside `any` as well. */
function conjunctsOf(expr: Expr, names: ReadonlyMap<number, string>): readonly Conjunct[] {
  if (expr.kind === "logic" && expr.op === "and") {
    return expr.operands.flatMap((each) => conjunctsOf(each, names));
  }
  const isOne =
    expr.kind === "quantifier" &&
    (expr.quantifier === "any" || (expr.quantifier === "atLeast" && expr.count > 0));
  if (!isOne) return [{ expr, names }];
  return conjunctsOf(expr.body, new Map(names).set(expr.variable, expr.source.each));
}

function printed({ expr, names }: Conjunct, schema: Schema): Both {
  return conditionWords(
    printExpr(expr, { schema, nameOf: (variable) => names.get(variable) ?? `$${variable}` }),
  );
}

/** Of a criterion without rows that is asked at every declaration: each of its conditions, and why it is no key. */
export function whyScanned(
  { when }: CriterionIr,
  schema: Schema,
  hasSample: boolean,
): readonly Why[] {
  if (when === undefined) {
    return [{ kind: "noCondition", condition: null, message: messages.noCondition }];
  }
  return conjunctsOf(when, new Map()).map((conjunct) => {
    const kind = whyOf(conjunct.expr, hasSample);
    return { kind, condition: printed(conjunct, schema), message: messages[kind] };
  });
}

export const rowsWithoutKey: Why = {
  kind: "rowsWithoutKey",
  condition: null,
  message: messages.rowsWithoutKey,
};

/** Conditions an index does not tell, so that the criterion has the last word about its candidates. */
export function openConditions(criterion: CriterionIr, schema: Schema): readonly Both[] {
  const { when } = criterion;
  if (when === undefined) return [];
  return conjunctsOf(when, new Map())
    .filter(({ expr }) => {
      const kind = whyOf(expr, true);
      return kind === "open" || kind === "text" || kind === "compared" || kind === "computed";
    })
    .filter(
      ({ expr }) => expr.kind !== "fact" && expr.kind !== "present" && expr.kind !== "matches",
    )
    .map((conjunct) => printed(conjunct, schema));
}

/* ------------------------------------------------------------------ rows */

/** Columns of a table by which a row can be found: filled, they are a key. */
export function keyColumns(
  { when }: IndexedCriterion,
  table: TableIr | undefined,
): readonly string[] {
  const numbers = new Set<number>();
  const visit = (node: IndexNode): void => {
    switch (node.kind) {
      case "and":
        for (const each of node.of) visit(each);
        return;
      case "or":
        // An empty cell asks nothing; beside that, one condition.
        if (node.of.filter((each) => !isEmptyCell(each)).length === 1)
          for (const each of node.of) visit(each);
        return;
      case "quantifier":
        if (node.quantifier === "any") visit(node.body);
        return;
      case "in":
      case "under":
        if (node.values.kind === "column") numbers.add(node.values.column);
        return;
      default:
    }
  };
  visit(when);
  const columns = table === undefined ? [] : [...table.key, ...table.value];
  return columns.flatMap(({ name }, at) => (numbers.has(at) ? [name] : []));
}

function isEmptyCell(node: IndexNode): boolean {
  return node.kind === "not" && node.of.kind === "cell";
}

/* ------------------------------------------------------------------ advice */

/** `facts` are good keys of this set, best first; of a criterion with rows, `columns` are. */
export function adviceFor(
  why: readonly Why[],
  facts: readonly string[],
  columns: readonly string[] | null,
): Both {
  if (columns !== null) return columnAdvice(columns);
  const kinds = new Set(why.map(({ kind }) => kind));
  const such = facts.slice(0, 3).join(", ");
  const example = such === "" ? { en: "", vi: "" } : { en: `: ${such}`, vi: `: ${such}` };
  const parts: Both[] = [];
  if (kinds.has("alternatives")) {
    parts.push({
      en: "make each branch of the `or` a criterion of its own, or write branches about one fact as `in`",
      vi: "tách mỗi nhánh `hoặc` thành một tiêu chí, hoặc viết các nhánh về cùng một dữ kiện bằng `thuộc`",
    });
  }
  if (kinds.has("manyValues")) {
    parts.push({
      en: "put the values into a list and write `in` that list",
      vi: "đưa các giá trị vào một danh mục rồi viết `thuộc` danh mục đó",
    });
  }
  if (kinds.has("rangeWithoutSample")) {
    parts.push({
      en: "give a sample of declarations: a narrow range is then a key",
      vi: "cho một mẫu tờ khai: khi đó khoảng hẹp cũng làm khóa được",
    });
  }
  parts.push({
    en: `add a condition that every hit must meet and that few declarations meet, on a code, an identifier or a list${example.en}`,
    vi: `thêm một điều kiện mà mọi tờ khai trúng đều phải thỏa và ít tờ khai khác thỏa, về mã, số định danh hoặc danh mục${example.vi}`,
  });
  return { en: parts.map(({ en }) => en).join("; "), vi: parts.map(({ vi }) => vi).join("; ") };
}

function columnAdvice(columns: readonly string[]): Both {
  const such = columns.join(", ");
  if (such === "") {
    return {
      en: "give the criterion a condition that compares a code or an identifier with a column (`matches`)",
      vi: "thêm vào tiêu chí một điều kiện so mã hoặc số định danh với một cột (`khớp`)",
    };
  }
  return { en: `fill one of the columns ${such}`, vi: `điền một trong các cột ${such}` };
}
