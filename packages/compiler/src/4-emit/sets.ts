/**
 * Writes membership: `in`, `under`, `starts with`, `contains` … with everything that may be listed on their right.
 *
 * Comes in: the call, its scope. Goes out: a condition. Membership is a disjunction: one listed value that holds makes it true, whatever is
 * unknown about the others; constants are tested together, declared lists and sets one by one.
 */
import type { Expr, Type } from "@luong/spec";
import { type Js, NoFastForm, nameFromPath } from "./code.ts";
import { levelWidth } from "./forms.ts";
import { writeLogic } from "./logic.ts";
import { compareLeaves } from "./numbers.ts";
import { type BoundRowSource, type Condition, factForm, type Scope } from "./scope.ts";

type Call = Extract<Expr, { readonly kind: "call" }>;
type Fact = Extract<Expr, { readonly kind: "fact" }>;
type ListExpr = Extract<Expr, { readonly kind: "list" }>;

/** Up to this many constants are compared one by one: equal strings are mostly one pointer (bench: set probe from 5 on is quicker). */
const COMPARED_MAX = 4;

function itemsOf(right: Expr): readonly Expr[] {
  return right.kind === "set" ? right.items.flatMap(itemsOf) : [right];
}

function isTextual(type: Type): boolean {
  return ["text", "id", "code", "channel", "flow", "stage"].includes(type.kind);
}

function stringsOf(items: readonly Expr[]): readonly string[] {
  return items.flatMap((item) => (item.kind === "literal" ? [String(item.value)] : []));
}

/** Time a list is asked for, ms; NaN when unknown. */
export function writeTime(asOf: Expr | undefined, scope: Scope): Js {
  if (asOf === undefined) return scope.fn.loadFrom("F[0]", "now");
  const num = scope.number(asOf, scope, "compare");
  if (!num.leaf || !num.integral || num.scale.d !== 1n || num.scale.n !== 1n) {
    throw new NoFastForm("a computed time");
  }
  if (asOf.type.kind !== "date") return num.v;
  return `(${num.v} * 86400000 - ${scope.module.ir.schema.zoneMinutes * 60_000})`;
}

/** The binding of a declared list as a constant of the matcher. */
export function listConstant(list: string, scope: Scope): Js {
  return scope.module.constants.add(
    "bound",
    `list_${nameFromPath([list])}`,
    `bindings.list(${JSON.stringify(list)})`,
  );
}

/** A set-valued expression as a JavaScript array, undefined when unknown. */
function setArray(expr: Expr, scope: Scope): Js {
  if (expr.type.kind !== "set") throw new NoFastForm("not a set");
  if (expr.kind === "fact") return factForm(scope, expr, "set");
  if (expr.kind === "lookup") {
    const column = scope.column(expr.table, expr.column ?? "", "set");
    return `${column}[${scope.lookupRow(expr, scope)}]`;
  }
  throw new NoFastForm(`${expr.kind} of a set`);
}

function truth(js: Js): Condition {
  return { kind: "truth", js };
}

/** A left side that is never unknown from here on, and the condition that it is known. */
interface Left {
  readonly js: Js;
  readonly maybe: boolean;
}

function leftText(expr: Expr, scope: Scope): Left {
  const text = scope.text(expr, scope);
  return { js: scope.fn.code.keep("value", text.js), maybe: text.maybe };
}

/** Unknown when the left side is, else what `write` says. */
function guarded(left: Left, scope: Scope, write: () => Condition): Condition {
  if (!left.maybe) return write();
  const { code } = scope.fn;
  const inner = code.aside(write);
  const isKnown = `${left.js} !== undefined`;
  const value = inner.result.kind === "bool" ? `${inner.result.js} ? 2 : 0` : inner.result.js;
  if (inner.lines.length === 0) return truth(`(${isKnown} ? ${value} : 1)`);
  const name = code.fresh("member");
  code.line(`let ${name} = 1;`);
  code.block(`if (${isKnown})`, () => {
    code.put(inner.lines);
    code.line(`${name} = ${value};`);
  });
  return truth(name);
}

function anyOf(scope: Scope, conditions: readonly (() => Condition)[]): Condition {
  return writeLogic(scope.fn.code, "or", conditions);
}

/* ------------------------------------------------------------------ in */

function inConstants(value: Js, constants: readonly string[], scope: Scope): Condition {
  if (constants.length <= COMPARED_MAX) {
    const tests = constants.map((each) => `${value} === ${JSON.stringify(each)}`);
    return { kind: "bool", js: `(${tests.join(" || ")})` };
  }
  const set = scope.module.constants.add("top", "values", `new Set(${JSON.stringify(constants)})`);
  return { kind: "bool", js: `${set}.has(${value})` };
}

function textItem(value: Js, item: Expr, scope: Scope): Condition {
  if (item.kind === "list") {
    const at = writeTime(item.asOf, scope);
    return truth(`inList(${listConstant(item.list, scope)}, ${value}, ${at})`);
  }
  if (item.type.kind === "set") return truth(`inSet(${setArray(item, scope)}, ${value})`);
  const text = scope.text(item, scope);
  if (!text.maybe) return { kind: "bool", js: `(${value} === ${text.js})` };
  const other = scope.fn.code.keep("other", text.js);
  return truth(`(${other} === undefined ? 1 : ${value} === ${other} ? 2 : 0)`);
}

function inText(left: Expr, items: readonly Expr[], scope: Scope): Condition {
  const value = leftText(left, scope);
  const constants = stringsOf(items);
  const others = items.filter((item) => item.kind !== "literal");
  return guarded(value, scope, () =>
    anyOf(scope, [
      ...(constants.length === 0 ? [] : [() => inConstants(value.js, constants, scope)]),
      ...others.map((item) => () => textItem(value.js, item, scope)),
    ]),
  );
}

function inNumbers(expr: Call, left: Expr, items: readonly Expr[], scope: Scope): Condition {
  const known = scope.number(left, scope, "compare");
  if (!known.leaf) throw new NoFastForm("membership of a computed number");
  const compared = items.map((item) => () => {
    if (item.type.kind === "set") {
      const array = setArray(item, scope);
      if (known.flag !== null || known.scale.n !== known.scale.d) throw new NoFastForm("scaled");
      return truth(`inSet(${array}, ${known.v})`);
    }
    const other = scope.number(item, scope, "compare");
    const ask = (): Js => {
      throw new NoFastForm(`${expr.op} too close to call`);
    };
    const condition = compareLeaves(scope.fn.code, known, other, "eq", ask);
    if (condition === undefined) throw new NoFastForm("membership of unlike numbers");
    return condition;
  });
  if (!known.maybe) return anyOf(scope, compared);
  const any = anyOf(scope, compared);
  const value = any.kind === "bool" ? `${any.js} ? 2 : 0` : any.js;
  return truth(`(${known.v} === ${known.v} ? ${value} : 1)`);
}

/* ------------------------------------------------------------------ under */

function codeList(
  type: Type,
  scope: Scope,
): { readonly shape: string; readonly levels: readonly number[]; readonly name: string } {
  if (type.kind !== "code") throw new NoFastForm("not a code");
  const list = scope.module.ir.schema.codeLists.find(({ name }) => name === type.list);
  if (list === undefined) throw new NoFastForm("no such code list");
  return list;
}

const BASE = 38;

/** The interval of `levelNumber` that holds the codes under a prefix. */
function interval(prefix: string, width: number): readonly [number, number] | undefined {
  if (!/^[0-9A-Z]+$/.test(prefix) || prefix.length > width) return undefined;
  let low = 0;
  for (let at = 0; at < width; at += 1) {
    const unit = at < prefix.length ? prefix.charCodeAt(at) : 0;
    low = low * BASE + (unit === 0 ? 0 : unit <= 57 ? unit - 47 : unit - 54);
  }
  return [low, low + BASE ** (width - prefix.length)];
}

/** Intervals in order, those that touch as one. */
function joined(
  intervals: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const sorted = intervals.toSorted((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = result.at(-1);
    if (last !== undefined && low <= last[1]) last[1] = Math.max(last[1], high);
    else result.push([low, high]);
  }
  return result;
}

/** Up to this many intervals are tested one by one, more by bisection. */
const INTERVALS_MAX = 8;

/** `hs under 84, 85` as tests of numbers; undefined when a constant is no level of the list. */
function underConstants(
  left: Expr,
  constants: readonly string[],
  scope: Scope,
): Condition | undefined {
  const width = levelWidth(scope.module.ir.schema, left.type);
  if (left.kind !== "fact" || width === undefined) return undefined;
  const { levels } = codeList(left.type, scope);
  const intervals = constants.map((each) =>
    levels.includes(each.length) ? interval(each, width) : undefined,
  );
  const sound = intervals.filter((each) => each !== undefined);
  if (sound.length !== constants.length) return undefined;
  const level = scope.fn.code.keep("level", factForm(scope, left, "level"));
  const parts = joined(sound);
  if (parts.length <= INTERVALS_MAX) {
    const tests = parts.map(([low, high]) => `(${level} >= ${low} && ${level} < ${high})`);
    return { kind: "bool", js: tests.length === 1 ? (tests[0] ?? "") : `(${tests.join(" || ")})` };
  }
  const bounds = scope.module.constants.add(
    "top",
    "prefixes",
    `Float64Array.of(${parts.flat().join(", ")})`,
  );
  return { kind: "bool", js: `inIntervals(${bounds}, ${level})` };
}

function underItem(value: Js, left: Expr, item: Expr, scope: Scope): Condition {
  const { shape, levels, name } = codeList(left.type, scope);
  const list = JSON.stringify(name);
  if (shape === "levels") {
    const lengths = scope.module.constants.add("top", "levels", JSON.stringify(levels));
    if (item.kind === "list") {
      return underList(value, left, item, lengths, scope);
    }
    if (item.type.kind === "set") {
      return truth(`underSet(${setArray(item, scope)}, ${value}, ${lengths})`);
    }
    const text = scope.text(item, scope);
    const other = scope.fn.code.keep("above", text.js);
    const js = `isUnder(${value}, ${other}, ${lengths})`;
    return text.maybe
      ? truth(`(${other} === undefined ? 1 : ${js} ? 2 : 0)`)
      : { kind: "bool", js };
  }
  if (shape !== "tree") throw new NoFastForm("a flat list has no hierarchy");
  if (item.kind === "list") {
    const at = writeTime(item.asOf, scope);
    return truth(
      `underTreeList(bindings, ${list}, ${value}, ${listConstant(item.list, scope)}, ${at})`,
    );
  }
  if (item.type.kind === "set") throw new NoFastForm("a set of codes of a tree");
  const text = scope.text(item, scope);
  const other = scope.fn.code.keep("above", text.js);
  const js = `underTree(bindings, ${list}, ${value}, ${other})`;
  return truth(text.maybe ? `(${other} === undefined ? 1 : ${js})` : js);
}

/** Members of a list that never changes are intervals, as constants are. */
function underList(value: Js, left: Expr, item: ListExpr, lengths: Js, scope: Scope): Condition {
  const list = listConstant(item.list, scope);
  const at = writeTime(item.asOf, scope);
  const slow = `underList(${list}, ${value}, ${lengths}, ${at})`;
  const width = levelWidth(scope.module.ir.schema, left.type);
  const dated = scope.module.ir.lists.find(({ name }) => name === item.list)?.dated ?? true;
  if (dated || item.asOf !== undefined || width === undefined || left.kind !== "fact") {
    return truth(slow);
  }
  const { constants } = scope.module;
  const bounds = constants.add(
    "bound",
    `${nameFromPath([item.list])}_prefixes`,
    `levelBounds(${list}, ${lengths}, ${width})`,
  );
  const level = scope.fn.code.keep("level", factForm(scope, left, "level"));
  return truth(`(${bounds} === null ? ${slow} : inIntervals(${bounds}, ${level}) ? 2 : 0)`);
}

/** Constants of a tree share one walk upwards, and what it found is kept by code. */
function underTreeConstants(
  value: Js,
  left: Expr,
  constants: readonly string[],
  scope: Scope,
): Condition {
  const { name } = codeList(left.type, scope);
  const args = `bindings, ${JSON.stringify(name)}, ${JSON.stringify(constants)}`;
  const tree = scope.module.constants.add(
    "bound",
    `tree_${nameFromPath([name])}`,
    `new TreePart(${args})`,
  );
  return truth(`${tree}.holds(${value})`);
}

function under(left: Expr, items: readonly Expr[], scope: Scope): Condition {
  const constants = stringsOf(items);
  const others = items.filter((item) => item.kind !== "literal");
  const value = leftText(left, scope);
  const { shape } = codeList(left.type, scope);
  const ofConstants = (): Condition => {
    if (shape === "tree") return underTreeConstants(value.js, left, constants, scope);
    const fast = underConstants(left, constants, scope);
    if (fast !== undefined) return fast;
    return anyOf(
      scope,
      items
        .filter((item) => item.kind === "literal")
        .map((item) => () => underItem(value.js, left, item, scope)),
    );
  };
  return guarded(value, scope, () =>
    anyOf(scope, [
      ...(constants.length === 0 ? [] : [ofConstants]),
      ...others.map((item) => () => underItem(value.js, left, item, scope)),
    ]),
  );
}

/* ------------------------------------------------------------------ text */

function affix(expr: Call, left: Expr, items: readonly Expr[], scope: Scope): Condition {
  const method = expr.op === "startsWith" ? "startsWith" : "endsWith";
  const value = leftText(left, scope);
  return guarded(value, scope, () =>
    anyOf(
      scope,
      items.map((item) => () => {
        if (item.kind === "list" || item.type.kind === "set")
          throw new NoFastForm("affixes in a set");
        const text = scope.text(item, scope);
        const part = scope.fn.code.keep("part", text.js);
        const js = `(${part} !== "" && ${value.js}.${method}(${part}))`;
        return text.maybe
          ? truth(`(${part} === undefined ? 1 : ${js} ? 2 : 0)`)
          : { kind: "bool", js };
      }),
    ),
  );
}

/** Where a text's words are remembered while the declaration is judged. */
/** Texts of the declaration are remembered; what stands beside it has no place for that. */
function isRemembered(left: Expr): left is Fact {
  return left.kind === "fact" && (left.base.kind === "declaration" || left.base.kind === "element");
}

function wordsMemo(
  left: Expr,
  exactly: boolean,
  scope: Scope,
): { readonly memo: Js; readonly at: Js } {
  if (!isRemembered(left)) throw new NoFastForm("words of a computed text");
  const automaton = exactly ? "exactWords" : "foldedWords";
  return memoOfField(left, automaton, (places) => `new WordMemo(${automaton}, ${places})`, scope);
}

/** A memory with a place for each element of the list a fact stands in; one place for a fact of the declaration. */
function memoOfField(
  left: Fact,
  purpose: string,
  make: (places: Js) => Js,
  scope: Scope,
): { readonly memo: Js; readonly at: Js } {
  const { constants } = scope.module;
  const field = left.path.join(".");
  const bound = left.base.kind === "element" ? scope.elements.get(left.base.variable) : undefined;
  if (bound === undefined) {
    if (left.base.kind === "element") throw new RangeError("element is not bound");
    const name = `${nameFromPath(left.path)}_${purpose}`;
    return { memo: constants.add("bound", name, make(`/* ${field} */ 1`)), at: "0" };
  }
  const name = `${bound.list.name}_${nameFromPath(left.path)}_${purpose}`;
  const places = `/* ${bound.list.name}.${field} */ ${bound.list.capacity}`;
  return { memo: constants.add("bound", name, make(places)), at: bound.index };
}

/** A phrase in the row of `for each row of`: each text is folded once, and so is the column where all rows are looked at. */
function cellPhrase(
  left: Expr,
  value: Js,
  column: string,
  exactly: boolean,
  scope: Scope,
): Condition {
  if (scope.row === null) throw new RangeError("no row is bound");
  if (!isRemembered(left)) throw new NoFastForm("words of a computed text");
  const phrase = foldedCell(scope.row, column, exactly, scope);
  const purpose = exactly ? "exact_text" : "folded_text";
  const make = (places: Js): Js => `new FoldedTexts(${exactly}, ${places})`;
  const { memo, at } = memoOfField(left, purpose, make, scope);
  return truth(`${memo}.occurs(${at}, ${value}, ${phrase})`);
}

function foldedCell(row: BoundRowSource, column: string, exactly: boolean, scope: Scope): Js {
  if (row.cell !== undefined) {
    const cell = row.cell(column, "text");
    const folded = `${exactly ? "foldExactly" : "fold"}(${cell})`;
    return scope.fn.loadFrom(`${cell} === undefined ? undefined : ${folded}`, "phrase");
  }
  const cells = scope.column(row.table, column, "text");
  const phrases = scope.module.constants.add(
    "bound",
    `${cells}_${exactly ? "exact" : "folded"}`,
    `foldedColumn(${cells}, ${exactly})`,
  );
  return `${phrases}[${row.index}]`;
}

function listWords(
  item: ListExpr,
  text: Js,
  exactly: boolean,
  group: (phrases: Js) => Condition,
  scope: Scope,
): Condition {
  const dated = scope.module.ir.lists.find(({ name }) => name === item.list)?.dated ?? true;
  // Groups are made before the other constants, so the list is asked for by name.
  if (!dated && item.asOf === undefined) {
    return group(`membersOf(bindings.list(${JSON.stringify(item.list)}))`);
  }
  const at = writeTime(item.asOf, scope);
  const made = `new DatedWords(${listConstant(item.list, scope)}, ${exactly})`;
  return truth(`${scope.module.constants.add("bound", "dated_words", made)}.occur(${text}, ${at})`);
}

function words(expr: Call, left: Expr, items: readonly Expr[], scope: Scope): Condition {
  const exactly = expr.op === "containsExactly";
  const value = leftText(left, scope);
  const constants = stringsOf(items);
  const others = items.filter((item) => item.kind !== "literal");
  const group = (phrases: Js): Condition => {
    const { memo, at } = wordsMemo(left, exactly, scope);
    const number = scope.module.phrases(exactly, phrases);
    return truth(`${memo}.occurs(${at}, ${value.js}, ${number})`);
  };
  return guarded(value, scope, () =>
    anyOf(scope, [
      ...(constants.length === 0 ? [] : [() => group(JSON.stringify(constants))]),
      ...others.map((item) => () => {
        if (item.kind === "lookup" && item.type.kind === "set") {
          // Cells stay as they were bound, so their automaton is made once.
          const name = scope.module.constants.add(
            "bound",
            "cell_words",
            `new CellWords(${exactly})`,
          );
          return truth(`${name}.occur(${value.js}, ${setArray(item, scope)})`);
        }
        if (item.kind === "fact" && item.base.kind === "row" && item.type.kind !== "set") {
          return cellPhrase(left, value.js, item.path[0] ?? "", exactly, scope);
        }
        if (item.kind !== "list") throw new NoFastForm("phrases that are facts");
        return listWords(item, value.js, exactly, group, scope);
      }),
    ]),
  );
}

/* ------------------------------------------------------------------ overlaps */

function overlaps(left: Expr, items: readonly Expr[], scope: Scope): Condition {
  const { code } = scope.fn;
  if (left.type.kind !== "set" || !isTextual(left.type.of))
    throw new NoFastForm("a set of numbers");
  const own = code.keep("members", setArray(left, scope));
  const constants = stringsOf(items);
  const others = items.filter((item) => item.kind !== "literal");
  const parts = [
    ...(constants.length === 0
      ? []
      : [
          (): Condition => {
            const set = scope.module.constants.add(
              "top",
              "values",
              `new Set(${JSON.stringify(constants)})`,
            );
            return truth(`anyInSet(${own}, ${set})`);
          },
        ]),
    ...others.map((item) => (): Condition => {
      if (item.kind === "list") {
        const at = writeTime(item.asOf, scope);
        return truth(`anyInList(${own}, ${listConstant(item.list, scope)}, ${at})`);
      }
      if (item.type.kind === "set") return truth(`anyInArray(${own}, ${setArray(item, scope)})`);
      const text = scope.text(item, scope);
      return truth(`inSet(${own}, ${text.js})`);
    }),
  ];
  const any = anyOf(scope, parts);
  return truth(
    `(${own} === undefined ? 1 : ${any.kind === "bool" ? `${any.js} ? 2 : 0` : any.js})`,
  );
}

/** An operator of the form `members`, not negated. */
export function writeMembers(expr: Call, scope: Scope): Condition {
  const [left, right] = expr.args;
  if (left === undefined || right === undefined) throw new NoFastForm("an operand is missing");
  const items = itemsOf(right);
  switch (expr.op) {
    case "in":
      return isTextual(left.type)
        ? inText(left, items, scope)
        : inNumbers(expr, left, items, scope);
    case "under":
      return under(left, items, scope);
    case "startsWith":
    case "endsWith":
      return affix(expr, left, items, scope);
    case "contains":
    case "containsExactly":
      return words(expr, left, items, scope);
    case "overlaps":
      return overlaps(left, items, scope);
    default:
      throw new NoFastForm(`membership ${expr.op}`);
  }
}
