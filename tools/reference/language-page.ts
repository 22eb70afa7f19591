/**
 * The language reference as Markdown: tables of `spec` and the grammar of the parser in, one page per language out.
 *
 * Nothing is written twice here: a new operator, function, unit or keyword appears because it is in its table.
 */
import {
  aggregates,
  builtInTypes,
  type Example,
  functions,
  type KeywordSpec,
  keywordTable,
  type Language,
  type OperatorSpec,
  operators,
  properties,
  type Type,
  units,
} from "@luong/spec";
import { type Wording, wording } from "./wording.ts";

/** Form of a fact in JSON, by kind of type (`packages/spec/src/schema.ts`). */
const jsonForms: Readonly<Record<string, string>> = {
  boolean: "`true`",
  integer: "`3`",
  number: "`2.5`",
  percent: "`8` (8 %)",
  text: '`"áo thun"`',
  id: '`"0101234567"`',
  date: '`"2026-02-01"`',
  time: '`"22:00"`',
  instant: '`"2026-02-01T09:00"`',
  duration: "`3600` (s)",
  money: '`{ "amount": 12.5, "currency": "USD" }`',
  quantity: '`{ "value": 100, "unit": "PCE" }`',
  unitPrice: '`{ "amount": 2.5, "currency": "USD", "unit": "KGM" }`',
  channel: '`"red"`',
  flow: '`"import"`',
  stage: '`"clearance"`',
};

export function languagePage(language: Language, grammar: string): string {
  const words = wording[language];
  const sections = [
    `# ${words.title}\n\n${words.intro}`,
    prose(words.shape),
    prose(words.rows),
    prose(words.text),
    section(words.types, typeTable(words)),
    section(words.operators, operatorTables(language, words)),
    section(words.functions, functionTable(language, words)),
    section(words.aggregates, aggregateTable(language, words)),
    section(words.properties, propertyTable(language, words)),
    section(words.units, unitTable(words)),
    section(words.keywords, keywordTables(language, words)),
    section(words.grammar, `\`\`\`\n${grammar}\n\`\`\``),
  ];
  return `${sections.join("\n\n")}\n`;
}

function prose(part: { title: string; text: string }): string {
  return `## ${part.title}\n\n${part.text}`;
}

function section(part: { title: string; text: string }, body: string): string {
  return `## ${part.title}\n\n${part.text}\n\n${body}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A pipe would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}

function examplesOf(examples: readonly Example[]): string {
  return examples.map((each) => `${code(each.source)} → ${each.value}`).join("; ");
}

function typeTable({ columns }: Wording): string {
  const rows = Object.entries(builtInTypes).map(([name, type]) => [code(name), jsonForm(type)]);
  const fixed = [
    [code("Money VND"), "`2500000`"],
    [code("Money VND per kg"), "`25000`"],
    [code("list of GoodsItem max 50 each item"), "`[{ … }, …]`"],
    [code("set of Country max 60"), '`["CN", "VN"]`'],
  ];
  return table([columns.type, columns.json], [...rows, ...fixed]);
}

function jsonForm(type: Type): string {
  const fixed = type.kind === "quantity" && type.dimension !== null;
  return fixed ? "`12.5`" : (jsonForms[type.kind] ?? "");
}

function operatorTables(language: Language, words: Wording): string {
  const entries: readonly OperatorSpec[] = Object.values(operators);
  const forms = [...new Set(entries.map((entry) => entry.form))];
  return forms
    .map((form) => {
      const rows = entries
        .filter((entry) => entry.form === form)
        .map((entry) => [
          code(entry.spelling.en),
          code(entry.spelling.vi),
          cell(entry.doc[language]),
          examplesOf(entry.examples),
        ]);
      const { columns } = words;
      return `### ${words.forms[form] ?? form}\n\n${table([columns.english, columns.vietnamese, columns.meaning, columns.examples], rows)}`;
    })
    .join("\n\n");
}

function functionTable(language: Language, { columns }: Wording): string {
  const rows = Object.entries(functions).map(([name, entry]) => {
    const variadic = "variadic" in entry && entry.variadic === true;
    const call = `${name}(${entry.parameters.join(", ")}${variadic ? ", …" : ""})`;
    return [code(call), cell(entry.doc[language]), examplesOf(entry.examples)];
  });
  return table([columns.written, columns.meaning, columns.examples], rows);
}

function aggregateTable(language: Language, { columns }: Wording): string {
  const rows = Object.values(aggregates).map((entry) => [
    code(entry.spelling.en),
    code(entry.spelling.vi),
    cell(entry.doc[language]),
  ]);
  return table([columns.english, columns.vietnamese, columns.meaning], rows);
}

function propertyTable(language: Language, { columns }: Wording): string {
  const rows = Object.entries(properties).map(([name, entry]) => [
    code(`.${name}`),
    cell(entry.doc[language]),
  ]);
  return table([columns.written, columns.meaning], rows);
}

function unitTable({ columns }: Wording): string {
  const rows = Object.values(units).map((unit) => [
    code(unit.spelling.en),
    code(unit.spelling.vi),
    unit.dimension,
    unit.factor,
    unit.code,
  ]);
  return table(
    [columns.english, columns.vietnamese, columns.type, columns.factor, "UN/ECE Rec. 20"],
    rows,
  );
}

function keywordTables(language: Language, words: Wording): string {
  const entries: readonly KeywordSpec[] = Object.values(keywordTable);
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return groups
    .map((group) => {
      const rows = entries
        .filter((entry) => entry.group === group)
        .map((entry) => [spellings(entry), code(entry.spelling.vi), cell(entry.doc[language])]);
      const { columns } = words;
      return `### ${words.groups[group]}\n\n${table([columns.english, columns.vietnamese, columns.meaning], rows)}`;
    })
    .join("\n\n");
}

function spellings(entry: KeywordSpec): string {
  return [entry.spelling.en, ...(entry.also ?? [])].map(code).join(", ");
}
