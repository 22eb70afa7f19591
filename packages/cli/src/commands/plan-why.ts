/**
 * Why a criterion has to be asked at every declaration, and what its author can change.
 *
 * Comes in: the criterion as lowered, what the index found. Goes out: each condition with the reason it is no key, and advice. A key is what can be looked up
 * in the declaration: a code, an identifier, a list. A condition that holds of almost everything, or that only computing tells, is none.
 */
import { isGiven } from "@luong/compiler";
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
  | "decideTable"
  | "negation"
  | "every"
  | "alternatives"
  | "wideRange"
  | "rangeWithoutSample"
  | "computed"
  | "compared"
  | "manyValues"
  | "manyNumbers"
  | "underList"
  | "text"
  | "lookup"
  | "nested"
  | "open"
  | "common"
  | "missing"
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
    en: "a range that too many declarations fall into",
    vi: "là khoảng giá trị mà quá nhiều tờ khai rơi vào",
  },
  rangeWithoutSample: {
    en: "a number; only a sample of declarations tells how rare that is",
    vi: "so sánh con số; phải có mẫu tờ khai mới biết có hiếm không",
  },
  computed: {
    en: "must be worked out for each declaration",
    vi: "phải tính cho từng tờ khai",
  },
  compared: {
    en: "compares two values of the same declaration",
    vi: "so sánh hai giá trị của cùng một tờ khai",
  },
  decideTable: {
    en: "its conditions stand in the table of `decide` and give no key",
    vi: "các điều kiện nằm trong bảng quyết định và không cho khóa nào",
  },
  manyNumbers: {
    en: "names several numbers; a key is one range of numbers",
    vi: "nêu nhiều con số; khóa chỉ là một khoảng số",
  },
  underList: {
    en: "looks below the codes of a list; keys are codes that the criterion names",
    vi: "xét các mã trực thuộc mã trong danh mục; khóa phải là mã ghi trong tiêu chí",
  },
  manyValues: {
    en: "names more than 16 values",
    vi: "nêu hơn 16 giá trị",
  },
  text: {
    en: "searches a text; the index does not look inside texts",
    vi: "tìm trong văn bản; chỉ mục không tra bên trong văn bản",
  },
  lookup: {
    en: "looks into a table for each declaration",
    vi: "phải tra bảng cho từng tờ khai",
  },
  nested: {
    en: "is about a list within a list; the index sees one list deep",
    vi: "nói về danh sách nằm trong danh sách; chỉ mục chỉ nhìn một tầng",
  },
  open: {
    en: "can be told by the criterion alone",
    vi: "chỉ chính tiêu chí mới trả lời được",
  },
  common: {
    en: "holds in nearly every declaration",
    vi: "đúng với gần như mọi tờ khai",
  },
  missing: {
    en: "the fact is missing in most declarations, and there nobody can say",
    vi: "dữ kiện còn thiếu ở phần lớn tờ khai, ở đó không ai biết được",
  },
  rowsWithoutKey: {
    en: "these rows fill no column that can be a key",
    vi: "các dòng này không điền cột nào làm khóa được",
  },
};

function valuesIn(expr: Expr): number {
  return expr.kind === "set" ? expr.items.reduce((sum, each) => sum + valuesIn(each), 0) : 1;
}

function hasList(expr: Expr): boolean {
  return expr.kind === "list" || (expr.kind === "set" && expr.items.some(hasList));
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
  if (trait === "prefix") {
    if (left.type.kind !== "code") return "text";
    if (rest.some(hasList)) return "underList";
  }
  const given = [left, ...rest].filter((each) => isGiven(each)).length;
  if (given < rest.length || given === 0) {
    return [left, ...rest].some((each) => !isGiven(each) && !isFact(each))
      ? "computed"
      : "compared";
  }
  if (trait === "range" || isNumberLike(left.type)) {
    const asked = isGiven(left) ? rest[0] : left;
    if (asked !== undefined && !isFact(asked)) return "computed";
    if (rest.some((each) => each.kind === "set" && valuesIn(each) > 1)) return "manyNumbers";
    return hasSample ? "wideRange" : "rangeWithoutSample";
  }
  return rest.some((each) => valuesIn(each) > 16) ? "manyValues" : "common";
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
    case "present":
      return isFact(expr.operand) ? "common" : "lookup";
    case "fact":
    case "matches":
      return "common";
    case "lookup":
      return "lookup";
    case "aggregate":
      return "computed";
    default:
      return "open";
  }
}

interface Conjunct {
  readonly expr: Expr;
  /** Of the elements bound around it, outermost first. */
  readonly names: ReadonlyMap<number, string>;
}

function whyNoKey({ expr, names }: Conjunct, hasSample: boolean): WhyKind {
  const kind = whyOf(expr, hasSample);
  // What would be a key of an element is none of an element's element.
  return names.size > 1 && kind !== "negation" && kind !== "alternatives" ? "nested" : kind;
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

/** What is known of traffic. */
export interface Traffic {
  readonly hasSample: boolean;
  /** Share of declarations in which a fact, as criteria write it, is missing. */
  readonly missing: (fact: string) => number;
}

/** Where a fact is missing its condition is unknown, so that it rules out nothing. */
const MOSTLY = 0.5;

function readsMissing({ expr, names }: Conjunct, schema: Schema, { missing }: Traffic): boolean {
  const nameOf = (variable: number): string => names.get(variable) ?? "";
  const facts = expr.kind === "call" ? expr.args.filter(isFact) : [expr].filter(isFact);
  return facts.some((fact) => missing(printExpr(fact, { schema, nameOf })) > MOSTLY);
}

/** Of a criterion without rows that is asked at every declaration: each of its conditions, and why it is no key. */
export function whyScanned(
  { when, decide }: CriterionIr,
  schema: Schema,
  traffic: Traffic,
): readonly Why[] {
  if (when === undefined) {
    const kind = decide === undefined ? "noCondition" : "decideTable";
    return [{ kind, condition: null, message: messages[kind] }];
  }
  return conjunctsOf(when, new Map()).map((conjunct) => {
    const own = whyNoKey(conjunct, traffic.hasSample);
    const isKey = own === "common" || own === "wideRange";
    const kind = isKey && readsMissing(conjunct, schema, traffic) ? "missing" : own;
    return { kind, condition: printed(conjunct, schema), message: messages[kind] };
  });
}

/** The fact of a key that is unknown nearly always: whoever finds by it has to look everywhere. */
export function whyMissing(fact: string): Why {
  return { kind: "missing", condition: conditionWords(fact), message: messages.missing };
}

export const rowsWithoutKey: Why = {
  kind: "rowsWithoutKey",
  condition: null,
  message: messages.rowsWithoutKey,
};

/** What an index never tells; a number that must be worked out it can often tell. */
const alwaysOpen: ReadonlySet<WhyKind> = new Set<WhyKind>([
  "text",
  "lookup",
  "nested",
  "compared",
  "underList",
]);

/** Kinds of what stands in a condition. */
function kindsIn(conjunct: Conjunct): readonly WhyKind[] {
  const { expr, names } = conjunct;
  switch (expr.kind) {
    case "logic":
      return expr.operands.flatMap((each) => kindsIn({ expr: each, names }));
    case "not":
      return kindsIn({ expr: expr.operand, names });
    case "quantifier": {
      const inner = new Map(names).set(expr.variable, expr.source.each);
      return kindsIn({ expr: expr.body, names: inner });
    }
    default:
      return [whyNoKey(conjunct, true)];
  }
}

/** Conditions an index does not tell, so that the criterion has the last word about its candidates. */
export function openConditions({ when }: CriterionIr, schema: Schema): readonly Both[] {
  const conjuncts = (when === undefined ? [] : conjunctsOf(when, new Map())).map((conjunct) => {
    return { conjunct, kinds: kindsIn(conjunct) };
  });
  const open = conjuncts.filter(({ kinds }) => kinds.some((kind) => alwaysOpen.has(kind)));
  const told = conjuncts.filter(({ kinds }) => kinds.includes("computed"));
  return (open.length > 0 ? open : told).map(({ conjunct }) => printed(conjunct, schema));
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
  const kinds = new Set(why.map(({ kind }) => kind));
  if (columns !== null && !kinds.has("missing")) return columnAdvice(columns);
  const such = [...new Set(facts)].slice(0, 3).join(", ");
  const example = such === "" ? { en: "", vi: "" } : { en: ` (${such})`, vi: ` (${such})` };
  const parts: Both[] = [];
  if (kinds.has("missing")) {
    parts.push({
      en: "ask first whether the fact is there (`is present`)",
      vi: "hỏi trước xem dữ kiện đã có chưa (`đã có`)",
    });
  }
  if (kinds.has("alternatives")) {
    parts.push({
      en: "make each branch of the `or` a criterion, or write branches about one fact with `in`",
      vi: "tách mỗi nhánh `hoặc` thành một tiêu chí, hoặc viết các nhánh về cùng dữ kiện bằng `thuộc`",
    });
  }
  if (kinds.has("manyValues")) {
    parts.push({
      en: "put the values into a list and write `in` that list",
      vi: "đưa các giá trị vào một danh mục rồi viết `thuộc` danh mục đó",
    });
  }
  if (kinds.has("underList")) {
    parts.push({
      en: "name the codes, up to 16, or make them rows of `for each row of`",
      vi: "ghi thẳng các mã, tối đa 16, hoặc đưa chúng vào bảng có `cho từng dòng của`",
    });
  }
  if (kinds.has("manyNumbers")) {
    parts.push({
      en: "write neighbouring numbers as `between`",
      vi: "viết các số liền nhau bằng `trong khoảng`",
    });
  }
  if (kinds.has("rangeWithoutSample")) {
    parts.push({
      en: "give a sample (--declarations): a rare range is then a key",
      vi: "cho mẫu tờ khai (--declarations): khi đó khoảng hiếm làm khóa được",
    });
  }
  parts.push({
    en: `add a rare condition that every hit meets, on a code, an identifier or a list${example.en}`,
    vi: `thêm điều kiện hiếm mà mọi tờ khai trúng đều thỏa, về mã, số định danh hoặc danh mục${example.vi}`,
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
