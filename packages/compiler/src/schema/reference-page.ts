/**
 * The reference page of a schema, for the people who write criteria and those who send declarations.
 *
 * Comes in: the fact schema. Goes out: Markdown, one table per record and per closed code list, in both languages side by side. Says what a fact is
 * called, means, is measured in, and comes from; how it stands in JSON is in `declaration.d.ts`.
 */
import type { CodeList, Field, RecordType, Schema, Type } from "@luong/spec";
import { writtenRecords } from "./written-records.ts";

function typeName(type: Type): string {
  switch (type.kind) {
    case "id":
      return type.name;
    case "code":
      return type.list;
    case "record":
      return `[${type.record}](#${type.record.toLowerCase()})`;
    case "list":
      return `[${type.record}](#${type.record.toLowerCase()}) × ${type.max}, \`${type.each}\``;
    case "set":
      return `${typeName(type.of)} × ${type.max ?? "∞"}`;
    case "money":
      return ["Money", type.currency].filter((part) => part !== null).join(" ");
    case "quantity":
      return type.dimension === null ? "Quantity" : `Quantity (${type.dimension})`;
    case "unitPrice":
      return ["UnitPrice", type.currency, type.dimension && `(${type.dimension})`]
        .filter((part) => part !== null)
        .join(" ");
    default:
      return type.kind;
  }
}

/** A pipe would end the cell. */
function cell(text: string | undefined): string {
  return (text ?? "").replaceAll("|", "\\|").replaceAll("\n", " ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function presence({ derived, optional }: Field): string {
  if (derived) return "tính ra · computed";
  return optional ? "có thể thiếu · optional" : "";
}

function fieldRow(field: Field): readonly string[] {
  const { name, alias, label, type, range, source } = field;
  const names = alias === undefined ? `\`${name}\`` : `\`${name}\`, \`${alias}\``;
  const limits = range === undefined ? "" : ` ${range[0]} … ${range[1]}`;
  return [
    names,
    cell(label.vi),
    cell(label.en),
    typeName(type) + limits,
    presence(field),
    cell(source),
  ];
}

function recordSection(record: RecordType): string {
  const { name, label, key, clock, fields } = record;
  const title = [label.vi, label.en].filter((text) => text !== undefined).join(" · ");
  const keys =
    key.length === 0 ? "" : `Định danh · key: ${key.map((each) => `\`${each}\``).join(", ")}. `;
  const time = clock === undefined ? "" : `Mốc · clock: \`${clock}\`.`;
  const head = ["", "Tiếng Việt", "English", "Kiểu · type", "", "Nguồn · source"];
  return [`## ${name}`, title, `${keys}${time}`.trim(), table(head, fields.map(fieldRow))]
    .filter((part) => part !== "")
    .join("\n\n");
}

function codeListSection({ name, label, codes, source }: CodeList): string {
  const title = [label.vi, label.en, source].filter((text) => text !== undefined).join(" · ");
  if (codes === null) return `### ${name}\n\n${title} (bên ngoài · external)`;
  const isTree = codes.some(({ parent }) => parent !== undefined);
  const head = ["Mã · code", "Tiếng Việt", "English", ...(isTree ? ["Thuộc · parent"] : [])];
  const rows = codes.map(({ code, label: of, parent }) => [
    `\`${code}\``,
    cell(of.vi),
    cell(of.en),
    ...(isTree ? [parent === undefined ? "" : `\`${parent}\``] : []),
  ]);
  return `### ${name}\n\n${title}\n\n${table(head, rows)}`;
}

/** `declaration.md` of a bundle; the root record comes first, the others as declared. */
export function schemaPage(schema: Schema): string {
  const title = [schema.label.vi, schema.label.en].filter((text) => text !== undefined).join(" · ");
  const root = schema.records.filter(({ name }) => name === schema.root);
  const others = writtenRecords(schema).filter(({ name }) => name !== schema.root);
  return `${[
    `# ${schema.name} ${schema.version}`,
    title,
    ...[...root, ...others].map(recordSection),
    "## Bộ mã · code lists",
    ...schema.codeLists.map(codeListSection),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}
