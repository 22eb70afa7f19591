/**
 * Random criteria sets, well-formed and well-typed against `corpus/schema.crit`.
 *
 * Out: fast-check arbitraries of `CriteriaText`: one structure that can be written in either language, with or without odd line
 * breaks and comments. It builds text, not trees, so that the parser is part of what a test exercises.
 */
import { aggregates, keywordTable, type Language, operators, units } from "@luong/spec";
import fc from "fast-check";

/** Words between ⟨ and ⟩ are keywords by their English spelling. */
type Template = string;

export interface CriteriaText {
  /** The set in one language, laid out plainly. */
  readonly write: (language: Language) => string;
  /** The same words with odd blanks, line breaks and comments between them. */
  readonly writeOddly: (language: Language) => string;
  /** Texts of the comments of `writeOddly`. */
  readonly comments: readonly string[];
}

/* ------------------------------------------------------------------ words */

const spellings = new Map<string, Readonly<Record<Language, string>>>(
  [
    ...Object.values(keywordTable),
    ...Object.values(operators),
    ...Object.values(aggregates),
    ...Object.values(units),
  ].map((each) => [each.spelling.en, each.spelling]),
);

function spell(template: Template, language: Language): string {
  return template.replace(/⟨([^⟩]*)⟩/gu, (_, english: string) => {
    const spelling = spellings.get(english);
    if (spelling === undefined) throw new Error(`no keyword is spelled ${english}`);
    return spelling[language];
  });
}

/* ------------------------------------------------------------------ conditions */

const comparison = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");
const order = fc.constantFrom("<", "<=", ">", ">=");
const small = fc.integer({ min: 0, max: 99 });

function text(strings: TemplateStringsArray, ...parts: fc.Arbitrary<string | number>[]) {
  return fc
    .tuple(...parts)
    .map((values) => strings.map((piece, index) => `${piece}${values[index] ?? ""}`).join(""));
}

const country = fc.constantFrom("CN", "MM", "BD", "SG", "HK", "VN");
const regime = fc.constantFrom("A11", "A12", "C11", "E21", "E31");
const heading = fc.constantFrom("61", "6109", "8471", "610910", "61091000", "0101");
const massUnit = fc.constantFrom("⟨kg⟩", "⟨gram⟩", "⟨tonne⟩");
const phrase = fc.constantFrom(
  '"lithium"',
  '"pin sạc"',
  '"đã qua sử dụng"',
  '"a \\"quoted\\" word"',
  '"50% cotton"',
  '"-- no comment"',
);

function listOf(values: fc.Arbitrary<string>, max = 4): fc.Arbitrary<string> {
  return fc.uniqueArray(values, { minLength: 1, maxLength: max }).map((all) => all.join(", "));
}

const mass = text`${small}.5 ${massUnit}`;
const vnd = text`${small}_000_000 VND`;
const packages = fc.oneof(
  fc.constant("packages"),
  text`packages + ${small}`,
  text`packages * 2 - ${small}`,
  text`(packages + 1) / 3`,
  fc.constant("⟨count⟩ ⟨of⟩ items"),
  fc.constant("⟨count⟩ ⟨of⟩ (items ⟨where⟩ item.origin = CN)"),
  fc.constant("⟨count distinct⟩ item.hs ⟨over⟩ items"),
  fc.constant("⟨highest⟩ ⟨of⟩ item.line_no ⟨over⟩ items"),
);

/** Conditions about the declaration. */
const declarationLeaf: fc.Arbitrary<Template> = fc.oneof(
  text`${packages} ${comparison} ${small}`,
  text`packages ⟨between⟩ ${small} ⟨and⟩ 200`,
  text`packages ⟨in⟩ ${listOf(small.map(String))}`,
  text`gross_weight ${order} ${mass}`,
  text`gross_weight ${order} ⟨sum⟩ ⟨of⟩ item.net_weight ⟨over⟩ items`,
  text`total_value ${order} ${vnd}`,
  text`freight ${order} ${small}% ⟨of⟩ total_value`,
  text`regime ⟨in⟩ ${listOf(regime)}`,
  text`regime ⟨not in⟩ ${listOf(regime)}`,
  text`office ⟨under⟩ ${fc.constantFrom("03", "03CC")}`,
  text`notes ⟨contains⟩ ${listOf(phrase, 2)}`,
  text`notes ${fc.constantFrom("⟨is missing⟩", "⟨is present⟩")}`,
  fc.constant("importer.priority"),
  fc.constant("importer.priority = ⟨false⟩"),
  fc.constant("⟨not⟩ importer.priority"),
  text`importer.risk_rank ⟨in⟩ ${listOf(fc.integer({ min: 1, max: 9 }).map(String))}`,
  text`registered_at.date - importer.established_on < ${small} ⟨days⟩`,
  fc.constant("gate_time ⟨between⟩ 22:00 ⟨and⟩ 04:00"),
  fc.constant("arrived_on >= 2026-02-01"),
  fc.constant("importer.owner_ids ⟨overlaps⟩ exporter.owner_ids"),
  text`abs(packages - ${small}) > 3`,
);

/** Conditions about one goods line. */
const itemLeaf: fc.Arbitrary<Template> = fc.oneof(
  text`item.hs ⟨under⟩ ${listOf(heading, 3)}`,
  text`item.hs ⟨not under⟩ ${listOf(heading, 2)}`,
  text`item.origin ⟨in⟩ ${listOf(country)}`,
  fc.constant("item.origin ⟨in⟩ risky_origins"),
  text`item.origin ${fc.constantFrom("=", "!=")} ${country}`,
  text`item.description ⟨contains⟩ ${listOf(phrase, 2)}`,
  text`item.description ⟨contains exactly⟩ ${phrase}`,
  text`item.duty_rate ${order} ${small}%`,
  text`item.net_weight ${order} ${mass}`,
  text`item.unit_price < ${small}.25 USD ⟨per⟩ ⟨pcs⟩`,
  text`item.customs_value ${order} ${vnd}`,
  text`item.invoice_value ${order} ${small} USD`,
  text`item.quantity ${order} ${small} ⟨dozen⟩`,
  text`(item.duty_rate ⟨is missing⟩ ⟨or⟩ item.line_no = ${small})`,
);

const containerLeaf: fc.Arbitrary<Template> = fc.oneof(
  fc.constant("container.number ⟨is not valid⟩"),
  fc.constant("container.seal = BROKEN"),
  text`container.declared_mass ${order} ${mass}`,
);

const quantifier = fc.oneof(
  fc.constantFrom("⟨any⟩", "⟨every⟩", "⟨no⟩"),
  text`⟨at least⟩ ${fc.integer({ min: 1, max: 5 })}`,
);

/** Bullets below `any of`; the inner ones are stars. */
function group(leaf: fc.Arbitrary<Template>, inner: boolean): fc.Arbitrary<Template> {
  const member = inner
    ? fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: starGroup(leaf) })
    : leaf;
  const sign = inner ? "-" : "*";
  return fc
    .tuple(
      fc.constantFrom("⟨any of⟩", "⟨all of⟩"),
      fc.array(member, { minLength: 2, maxLength: 4 }),
    )
    .map(([head, members]) => `${head}${members.map((each) => `\n${sign} ${each}`).join("")}`);
}

function starGroup(leaf: fc.Arbitrary<Template>): fc.Arbitrary<Template> {
  return group(leaf, false);
}

function quantified(element: string, leaf: fc.Arbitrary<Template>): fc.Arbitrary<Template> {
  const body = fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: group(leaf, true) },
    { weight: 1, arbitrary: text`⟨not⟩ ${leaf}` },
  );
  return text`${quantifier} ${fc.constant(element)} ⟨has⟩ ${body}`;
}

const simple: fc.Arbitrary<Template> = fc.oneof(
  { weight: 4, arbitrary: declarationLeaf },
  { weight: 4, arbitrary: quantified("item", itemLeaf) },
  { weight: 1, arbitrary: quantified("container", containerLeaf) },
  { weight: 1, arbitrary: group(declarationLeaf, true) },
  { weight: 1, arbitrary: text`(${declarationLeaf} ⟨or⟩ ${declarationLeaf})` },
);

const condition: fc.Arbitrary<Template> = fc.oneof(
  simple,
  fc
    .tuple(fc.constantFrom("⟨and⟩", "⟨or⟩"), fc.array(simple, { minLength: 2, maxLength: 4 }))
    .map(([operator, parts]) => parts.join(`\n${operator} `)),
);

/* ------------------------------------------------------------------ criteria */

const channel = fc.constantFrom("⟨red⟩", "⟨yellow⟩", "⟨green⟩");

const effects = fc
  .tuple(
    fc.option(text`⟨channel⟩ ${channel}`, { nil: "" }),
    fc.option(text`⟨risk⟩ +${fc.integer({ min: 1, max: 60 })}`, { nil: "" }),
    fc.option(fc.constant("⟨action⟩ scan_goods"), { nil: "" }),
    fc.option(fc.constant('⟨inspect⟩ "Look" ⟨vi⟩ "Xem"'), { nil: "" }),
  )
  .map((all) => all.filter((each) => each !== ""))
  .filter((all) => all.length > 0)
  .map((all) => all.join(", "));

const reason = fc.constantFrom(
  '"Reason"',
  '"Weight {gross_weight}, {⟨count⟩ ⟨of⟩ items} lines" ⟨vi⟩ "Trọng lượng {gross_weight}"',
  '"Trader {importer.name}"',
  '"A brace \\{ and {packages + 1}"',
);

function optional(arbitrary: fc.Arbitrary<Template>): fc.Arbitrary<Template> {
  return fc.option(arbitrary, { nil: "" });
}

const clauses = fc
  .tuple(
    optional(text`⟨class⟩ ${fc.constantFrom("⟨analysis⟩", "⟨quality⟩", "⟨statutory⟩")}`),
    fc.constantFrom("⟨on⟩ import ⟨at⟩ clearance", "⟨on⟩ import, export ⟨at⟩ clearance, gate"),
    optional(text`⟨scope⟩ regime ⟨in⟩ ${listOf(regime)}`),
    optional(fc.constant("⟨valid⟩ ⟨from⟩ 2026-01-01 ⟨until⟩ 2026-12-31 ⟨review⟩ 2026-09-01")),
    optional(fc.constant('⟨basis⟩ "Circular 38/2015" ⟨vi⟩ "Thông tư 38/2015", "Decree 1"')),
    optional(fc.constant("⟨access⟩ ⟨restricted⟩")),
    optional(text`⟨let⟩ load = ${packages}`),
    text`⟨when⟩ ${condition}`,
    optional(text`⟨unless⟩ ${simple}`),
    text`⟨then⟩ ${effects}`,
    text`⟨because⟩ ${reason}`,
    optional(
      text`⟨test⟩ "first" ⟨given⟩ packages = ${small}, item (hs = 61091000, origin = ${country}), freight ⟨is missing⟩ ⟨expect⟩ ${fc.constantFrom("⟨hit⟩", "⟨no hit⟩", "⟨hit⟩, ⟨risk⟩ 5", "⟨unknown⟩ ⟨because⟩ freight")}`,
    ),
  )
  .map((all) => all.filter((each) => each !== ""));

const decideClauses = fc
  .array(fc.tuple(small, channel), { minLength: 1, maxLength: 4 })
  .map((rows): Template[] => [
    "⟨on⟩ import ⟨at⟩ clearance",
    [
      "⟨decide⟩",
      "| packages | importer.risk_rank | ⟨channel⟩ | ⟨risk⟩ |",
      ...rows.map(([limit, to]) => `| < ${limit} | 1 ⟨to⟩ 3 | ${to} | +${limit} |`),
      "| - | ⟨is missing⟩ | ⟨yellow⟩ | +1 |",
    ].join("\n"),
    '⟨because⟩ "Row {table_row}"',
  ]);

const criterion = fc.oneof(
  { weight: 5, arbitrary: clauses },
  { weight: 1, arbitrary: decideClauses },
);

/** Sets of one to four criteria. */
export const criteriaText: fc.Arbitrary<CriteriaText> = fc
  .tuple(
    fc.array(criterion, { minLength: 1, maxLength: 4 }),
    fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 7, maxLength: 40 }),
  )
  .map(([criteria, noise]) => criteriaTextOf(criteria, noise));

function criteriaTextOf(
  criteria: readonly (readonly Template[])[],
  noise: readonly number[],
): CriteriaText {
  const items = [
    '⟨criteria set⟩ "Random" ⟨vi⟩ "Ngẫu nhiên" ⟨version⟩ 1\n⟨use schema⟩ corpus.customs 1',
    "⟨list⟩ risky_origins ⟨of⟩ Country = CN, MM",
    ...criteria.map((each, index) =>
      [`⟨criterion⟩ RND-${String(index + 1).padStart(3, "0")} "Title" ⟨vi⟩ "Tên"`, ...each].join(
        "\n",
      ),
    ),
  ];
  const plain = items.map((each) => each.replaceAll("\n", "\n  ")).join("\n\n");
  const odd = items.map((each, index) => disturb(each, noise, index));
  return {
    write: (language) => `${spell(plain, language)}\n`,
    writeOddly: (language) => `${odd.map((each) => spell(each.text, language)).join("\n")}\n`,
    comments: odd.flatMap((each) => each.comments),
  };
}

/** Puts other blanks, line breaks and comments where blanks are, outside quotes and table rows. */
function disturb(
  item: Template,
  noise: readonly number[],
  seed: number,
): { readonly text: string; readonly comments: readonly string[] } {
  const comments: string[] = [];
  const pieces = item.match(/"(?:[^"\\]|\\.)*"|⟨[^⟩]*⟩|\n|[^\S\n]+|[^\s"⟨]+/gu) ?? [];
  let inRow = false;
  const text = pieces.map((piece, index) => {
    const next = pieces[index + 1] ?? "";
    // A sign at the start of a line would become a bullet or a row.
    const startsLine = /^[-*|]/u.test(next);
    if (piece === "\n") {
      inRow = next.startsWith("|");
      const choice = noise[(index + seed) % noise.length] ?? 0;
      if (choice === 1) return `${comment()}\n  `;
      if (choice === 2) return `\n   ${comment()}\n `;
      return startsLine ? "\n    " : choice % 2 === 0 ? "\n  " : " ";
    }
    if (!/^\s+$/u.test(piece) || inRow) return piece;
    const choice = noise[(index * 7 + seed) % noise.length] ?? 0;
    const afterBullet = /^[-*]$/u.test(pieces[index - 1] ?? "");
    if (startsLine || afterBullet) return choice === 3 && !afterBullet ? "  " : " ";
    if (choice === 4) return "\n ";
    if (choice === 5) return `${comment()}\n     `;
    if (choice === 6) return `\n ${comment()}\n ${comment()}\n  `;
    return choice === 7 ? "\t" : " ";
  });
  return { text: text.join(""), comments };

  function comment(): string {
    const words = `-- note ${seed}.${comments.length}`;
    comments.push(words);
    return ` ${words}`;
  }
}
