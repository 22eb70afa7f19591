/**
 * How the plan of an index is said, in both languages: keys as criteria write them, conditions as they print.
 *
 * Comes in: what the runtime found about an index. Goes out: phrases. Keywords are those of the language, so a reader can look for them in the criteria.
 */
import type { Access, KeyMeaning } from "@luong/runtime";
import type { IndexedCriterion, IndexNode, IndexPlan } from "@luong/runtime/abi";
import { aggregates, keywords, operators } from "@luong/spec";
import type { Both } from "../both.ts";
import { printable } from "../printable.ts";

const VALUES_SHOWN = 4;
const CONDITION_MAX = 72;

/** English spelling → Vietnamese, longest first, of every word a printed condition may have. */
const spellings = [
  ...Object.values(operators),
  ...Object.values(aggregates),
  ...Object.values(keywords),
]
  .map(({ spelling }) => [spelling.en, spelling.vi] as const)
  .filter(([en, vi]) => /^[a-z ]+$/.test(en) && en !== vi)
  .sort(([a], [b]) => b.length - a.length);
const vietnamese: ReadonlyMap<string, string> = new Map(spellings);
// Neither part of a name (`row.from`) nor in a text.
const word = new RegExp(
  `"(?:[^"\\\\]|\\\\.)*"|(?<![\\w.])(?:${[...vietnamese.keys()].join("|")})(?![\\w.])`,
  "g",
);

/** A printed expression, its keywords in either language; long ones are cut. */
export function conditionWords(printed: string): Both {
  const vi = printed.replace(word, (found) => vietnamese.get(found) ?? found);
  const cut = (text: string): string =>
    printable(text.length > CONDITION_MAX ? `${text.slice(0, CONDITION_MAX - 1)}…` : text);
  return { en: cut(printed), vi: cut(vi) };
}

function fact(name: string): Both {
  return conditionWords(name);
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}_.-]+$/u.test(value) ? value : JSON.stringify(printable(value));
}

function joined({ values, valueCount }: Pick<Access, "values" | "valueCount">): Both {
  const shown = values.slice(0, VALUES_SHOWN).map(quoted).join(", ");
  const more = valueCount - Math.min(VALUES_SHOWN, values.length);
  if (more === 0) return { en: shown, vi: shown };
  return { en: `${shown} and ${more} more`, vi: `${shown} và ${more} giá trị khác` };
}

/** `x >= 5`, from the condition that gave the key. */
function rangeWords(criterion: IndexedCriterion | null, slot: number, name: Both): Both {
  const range = criterion === null ? null : rangeOf(criterion.when, slot);
  const [low] = range?.low?.value.kind === "constant" ? range.low.value.values : [];
  const [high] = range?.high?.value.kind === "constant" ? range.high.value.values : [];
  if (low !== undefined && low === high)
    return { en: `${name.en} = ${low}`, vi: `${name.vi} = ${low}` };
  const parts = (["low", "high"] as const).flatMap((side) => {
    const bound = range?.[side];
    const [value] = bound?.value.kind === "constant" ? bound.value.values : [];
    if (bound === undefined || value === undefined) return [];
    return [`${side === "low" ? ">" : "<"}${bound.closed ? "=" : ""} ${value}`];
  });
  if (parts.length === 0) return { en: `${name.en} in a range`, vi: `${name.vi} trong một khoảng` };
  const said = (language: "en" | "vi", and: string): string =>
    parts.map((part) => `${name[language]} ${part}`).join(` ${and} `);
  return { en: said("en", "and"), vi: said("vi", "và") };
}

type Range = Extract<IndexNode, { kind: "range" }>;

function rangeOf(node: IndexNode, slot: number): Range | null {
  if (node.kind === "range") return node.slot === slot ? node : null;
  if (node.kind === "quantifier") return rangeOf(node.body, slot);
  if (node.kind !== "and") return null;
  for (const each of node.of) {
    const found = rangeOf(each, slot);
    if (found !== null) return found;
  }
  return null;
}

export interface WordsContext {
  readonly plan: Pick<IndexPlan, "slots">;
  /** Null: of several. */
  readonly criterion: IndexedCriterion | null;
}

/** `item.hs under 6109, 6110`. */
export function accessWords(access: Access, { plan, criterion }: WordsContext): Both {
  const name = fact(access.fact);
  const values = joined(access);
  const [only] = access.values;
  switch (access.kind) {
    case "always":
    case "question":
      return everyWords(access.fact, access.values);
    case "under":
      return { en: `${name.en} under ${values.en}`, vi: `${name.vi} trực thuộc ${values.vi}` };
    case "member":
      return {
        en: `${name.en} in the list ${only ?? ""}`,
        vi: `${name.vi} thuộc danh mục ${only ?? ""}`,
      };
    case "present":
      return { en: `${name.en} is present`, vi: `${name.vi} đã có` };
    case "unknown":
      return { en: `${name.en} is missing`, vi: `${name.vi} còn thiếu` };
    case "range":
      return rangeWords(criterion, access.slot, name);
    case "value":
      if (plan.slots[access.slot]?.form === "truth") return truthWords(name, access);
      return access.valueCount === 1
        ? { en: `${name.en} = ${values.en}`, vi: `${name.vi} = ${values.vi}` }
        : { en: `${name.en} in ${values.en}`, vi: `${name.vi} thuộc ${values.vi}` };
  }
}

function truthWords(name: Both, { values, valueCount }: Access): Both {
  if (valueCount > 1) return { en: `${name.en} yes or no`, vi: `${name.vi} đúng hoặc sai` };
  return values[0] === "0" ? { en: `not ${name.en}`, vi: `không phải ${name.vi}` } : name;
}

function everyWords(name: string, values: readonly string[]): Both {
  const list = values.map(printable).join(", ");
  if (name === "(flow)" && list !== "")
    return { en: `every declaration of flow ${list}`, vi: `mọi tờ khai của nghiệp vụ ${list}` };
  if (name === "(stage)" && list !== "")
    return { en: `every declaration at ${list}`, vi: `mọi tờ khai ở giai đoạn ${list}` };
  return { en: "every declaration", vi: "mọi tờ khai" };
}

/** How rows are found by one column or fact, without their values. */
export function rowAccessWords(access: Access): Both {
  const name = fact(access.fact);
  switch (access.kind) {
    case "under":
      return { en: `${name.en} under its code`, vi: `${name.vi} trực thuộc mã của dòng` };
    case "value":
      return { en: `${name.en} = its value`, vi: `${name.vi} = giá trị của dòng` };
    case "range":
      return { en: `${name.en} in its range`, vi: `${name.vi} trong khoảng của dòng` };
    default:
      return accessWords(access, { plan: { slots: [] }, criterion: null });
  }
}

/** One key of many entries. */
export function keyWords(
  {
    kind,
    slot,
    fact: name,
    text,
    from = Number.NEGATIVE_INFINITY,
    until = Number.POSITIVE_INFINITY,
  }: KeyMeaning,
  plan: Pick<IndexPlan, "slots">,
): Both {
  const isNamed = text !== "";
  const one = {
    scanned: false,
    entries: 0,
    candidates: 0,
    values: isNamed ? [text] : [],
    valueCount: isNamed ? 1 : 0,
  };
  if (kind !== "range")
    return accessWords({ ...one, kind, slot, fact: name }, { plan, criterion: null });
  const said = fact(name);
  if (from === Number.NEGATIVE_INFINITY && until === Number.POSITIVE_INFINITY)
    return { en: `${said.en} is known`, vi: `${said.vi} đã biết` };
  if (from === Number.NEGATIVE_INFINITY)
    return { en: `${said.en} < ${until}`, vi: `${said.vi} < ${until}` };
  const upTo = until === Number.POSITIVE_INFINITY ? "" : ` < ${until}`;
  const low = { en: `${said.en} >= ${from}`, vi: `${said.vi} >= ${from}` };
  if (upTo === "") return low;
  return { en: `${low.en} and${upTo}`, vi: `${low.vi} và${upTo}` };
}
