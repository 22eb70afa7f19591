/**
 * Random criteria sets: `criteriaText` well-formed and well-typed against `corpus/schema.crit`, `historyText` well-formed only.
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

const noises = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 7, maxLength: 40 });

/** Sets of one to four criteria. */
export const criteriaText: fc.Arbitrary<CriteriaText> = fc
  .tuple(fc.array(criterion, { minLength: 1, maxLength: 4 }), noises)
  .map(([criteria, noise]) => criteriaTextOf(criteria.map(itemOf), noise));

function itemOf(written: readonly Template[], index: number): Template {
  const id = `RND-${String(index + 1).padStart(3, "0")}`;
  return [`⟨criterion⟩ ${id} "Title" ⟨vi⟩ "Tên"`, ...written].join("\n");
}

/* ------------------------------------------------------------------ earlier rows */

const duration = text`${fc.integer({ min: 1, max: 400 })} ${fc.constantFrom("⟨hours⟩", "⟨days⟩", "⟨weeks⟩", "⟨months⟩")}`;

const moment = fc.constantFrom(
  "now",
  "registered_at",
  "arrived_on",
  "2026-01-31",
  "start_of_month(now)",
  "passage.entered_at + 2 ⟨hours⟩",
  "⟨previous⟩.registered_at",
);

const window: fc.Arbitrary<Template> = fc
  .tuple(
    fc.oneof(
      text`⟨in last⟩ ${duration}`,
      text`⟨in last⟩ ${duration} ⟨skipping last⟩ ${duration}`,
      text`⟨within⟩ ${duration} ${fc.constantFrom("⟨before⟩", "⟨after⟩", "⟨around⟩")} ${moment}`,
      text`⟨from⟩ ${moment} ⟨until⟩ ${moment}`,
    ),
    fc.constantFrom("", "", " ⟨by⟩ arrived_on"),
  )
  .map((both) => both.join(""));

const key: fc.Arbitrary<Template> = fc.constantFrom(
  "⟨same⟩ importer.tax_code",
  "⟨same⟩ hs ⟨as⟩ item",
  "⟨same⟩ declaration_no ⟨as⟩ ⟨previous⟩",
  "measure = item.quantity.unit",
  "plate ⟨looks like⟩ declared_plate",
);

const rowLeaf: fc.Arbitrary<Template> = fc.oneof(
  text`past.channel = ${fc.constantFrom("⟨red⟩", "⟨yellow⟩")}`,
  text`past.total_value ${order} ${small}% ⟨of⟩ ⟨this⟩.total_value`,
  text`past.office ⟨in⟩ ${listOf(fc.constantFrom("03", "03CC", "03EE"), 3)}`,
  fc.constant("past.importer.name ⟨does not look like⟩ exporter.name"),
  fc.constant("⟨any⟩ item ⟨of⟩ past ⟨called⟩ old ⟨has⟩ old.hs = 61091000"),
);

const rowCondition: fc.Arbitrary<Template> = fc.oneof(
  { weight: 4, arbitrary: rowLeaf },
  { weight: 2, arbitrary: text`${rowLeaf} ⟨and⟩ ${rowLeaf}` },
  { weight: 1, arbitrary: group(rowLeaf, false) },
);

/** A selection: any of its parts may be missing, the rest stands in the one order. */
const selection: fc.Arbitrary<Template> = fc
  .tuple(
    fc.constantFrom("declarations", "lines", "passages", "items", "⟨previous⟩.items"),
    optional(fc.constant("⟨called⟩ other")),
    optional(text`⟨as of⟩ ${moment}`),
    optional(window),
    optional(text`⟨with⟩ ${listOf(key, 3)}`),
    optional(text`⟨where⟩ ${rowCondition}`),
    optional(text`⟨latest⟩ ${small}`),
    optional(fc.constant("⟨including this⟩")),
    optional(text`⟨minimum⟩ ${small}`),
  )
  .map((parts) => parts.filter((each) => each !== "").join(" "));

const rows: fc.Arbitrary<Template> = fc.oneof(
  fc.constantFrom("recent", "weekly", "⟨previous⟩.items"),
  text`(${selection})`,
);

const per = fc.oneof(text`⟨per⟩ ${duration}`, fc.constant("⟨per⟩ past.office"));

const aggregate: fc.Arbitrary<Template> = fc.oneof(
  text`⟨count⟩ ⟨of⟩ ${rows}`,
  text`⟨count⟩ ${per} ⟨over⟩ ${rows}`,
  text`⟨count distinct⟩ past.exporter.name ⟨over⟩ ${rows}`,
  text`${fc.constantFrom("⟨sum⟩", "⟨average⟩", "⟨median⟩", "⟨deviation⟩", "⟨spread⟩", "⟨latest⟩", "⟨earliest⟩")} ⟨of⟩ past.total_value * 2 ⟨over⟩ ${rows}`,
  text`⟨percentile⟩ ${fc.constantFrom("10", "99.5")} ⟨of⟩ ln(line.unit_price) ⟨over⟩ ${rows}`,
  text`⟨share⟩ ⟨of⟩ (${rowLeaf}) ⟨over⟩ ${rows}`,
  text`⟨sum⟩ ⟨of⟩ past.total_value ${per} ⟨over⟩ ${rows}`,
  text`${fc.constantFrom("⟨average⟩", "⟨highest⟩", "⟨deviation⟩")} ⟨over⟩ weekly`,
  text`⟨percentile⟩ 90 ⟨over⟩ weekly`,
);

const rowsCondition: fc.Arbitrary<Template> = fc.oneof(
  text`${aggregate} ${order} ${small}`,
  text`total_value > ${aggregate} + 4 * ${aggregate}`,
  text`${fc.constantFrom("⟨there is⟩", "⟨there is no⟩")} ${rows}`,
  text`${quantifier} past ⟨of⟩ recent ⟨has⟩ ${rowLeaf}`,
  text`⟨not⟩ ⟨there is⟩ ${rows}`,
  text`total_value < ${small}% ⟨of⟩ ⟨previous⟩.total_value`,
  text`(fraud_score > 0.9 ⟨or⟩ ⟨there is⟩ ${rows})`,
);

const historyClauses = fc
  .tuple(
    fc.array(text`⟨collect⟩ recent ${fc.constantFrom("", "⟨for each⟩ item ")}⟨from⟩ ${selection}`, {
      maxLength: 2,
    }),
    optional(text`⟨let⟩ weekly = ${aggregate}`),
    fc.array(rowsCondition, { minLength: 1, maxLength: 3 }),
    optional(text`⟨unless⟩ ${rowsCondition}`),
  )
  .map(([collects, series, conditions, exception]): Template[] =>
    [
      "⟨on⟩ import ⟨at⟩ gate",
      ...collects,
      series,
      `⟨when⟩ ${conditions.join("\n⟨and⟩ ")}`,
      exception,
      "⟨then⟩ ⟨channel⟩ ⟨red⟩",
      '⟨because⟩ "Among {⟨count⟩ ⟨of⟩ recent}, {⟨average⟩ ⟨over⟩ weekly} a week"',
      '⟨test⟩ "two" ⟨given⟩ past (registered_at = 2026-02-01T09:00, total_value = 1 VND), fraud_score = 0.9 ⟨expect⟩ ⟨hit⟩',
    ].filter((each) => each !== ""),
  );

/** Declarations that go with selections: sources, a stage with its event, scores, a ranked share. */
const historyItem: fc.Arbitrary<Template> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("⟨history⟩", "⟨event⟩", "⟨registry⟩"),
      fc.constantFrom(
        "⟨of⟩ Row",
        "⟨from⟩ declarations.items",
        "⟨of⟩ Row ⟨from⟩ declarations.items",
      ),
      optional(fc.constant("⟨clock⟩ entered_at")),
      optional(text`⟨keep⟩ ${duration}`),
      optional(text`⟨late⟩ ${duration}`),
      optional(fc.constant('"Rows" ⟨vi⟩ "Các dòng"')),
    )
    .map(([kind, of, ...parts]) =>
      [kind, "some_rows", of, "⟨each⟩ row_of_it", ...parts.filter((each) => each !== "")].join(" "),
    ),
  text`⟨stage⟩ clearance "Clearance" ⟨vi⟩ "Thông quan", gate "Gate" ⟨with⟩ passage ⟨from⟩ passages ⟨where⟩ ${fc.constantFrom("passage.plate ⟨looks like⟩ plate", "passage.gate = gate ⟨and⟩ (passage.lane ⟨in⟩ 1, 2)")}`,
  fc
    .tuple(
      fc.constantFrom("", "(i: GoodsItem)"),
      fc.constantFrom("", ' "Score" ⟨vi⟩ "Điểm"'),
      listOf(fc.constantFrom("importer.risk_rank", "i.description", "total_value / 2"), 3),
      fc.constantFrom("", " ⟨returns⟩ (heading: Hs, confidence: Percent)"),
      fc.constantFrom("", " ⟨range⟩ 0 ⟨to⟩ 1", " ⟨range⟩ -3 ⟨to⟩ 3"),
    )
    .map(
      ([param, title, inputs, returns, range]) =>
        `⟨score⟩ some_score${param} ⟨version⟩ 2${title} ⟨from⟩ ⟨plugin⟩ "onnx:model" ⟨inputs⟩ (${inputs})${returns}${range} ⟨timeout⟩ 20 ⟨ms⟩ ⟨otherwise⟩ ⟨unknown⟩`,
    ),
  text`⟨policy⟩ some_policy "Policy" ⟨vi⟩ "Chính sách" ⟨on⟩ import\n⟨red⟩ ⟨when⟩ ${rowsCondition}\n⟨top⟩ 0.5% ⟨of⟩ ⟨green⟩ ⟨to⟩ ⟨red⟩ ⟨ranked by⟩ ${aggregate} ⟨per⟩ office ⟨per⟩ ⟨days⟩\n⟨else⟩ ⟨green⟩`,
);

/** Sets with selections, sources and scores; their names need not exist. */
export const historyText: fc.Arbitrary<CriteriaText> = fc
  .tuple(
    fc.array(historyItem, { maxLength: 2 }),
    fc.array(historyClauses, { minLength: 1, maxLength: 2 }),
    noises,
  )
  .map(([declared, criteria, noise]) =>
    criteriaTextOf([...declared, ...criteria.map(itemOf)], noise),
  );

/* ------------------------------------------------------------------ texts */

function criteriaTextOf(written: readonly Template[], noise: readonly number[]): CriteriaText {
  const items = [
    '⟨criteria set⟩ "Random" ⟨vi⟩ "Ngẫu nhiên" ⟨version⟩ 1\n⟨use schema⟩ corpus.customs 1',
    "⟨list⟩ risky_origins ⟨of⟩ Country = CN, MM",
    ...written,
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
