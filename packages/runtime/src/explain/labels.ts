/**
 * Labels of what a decision names: criteria, facts by path, flows, stages, actions.
 *
 * A label in the wanted language, else in the other, else the name itself. A fact `items[2].value` reads "Item 2: Customs value".
 */
import type { BundleIr, Field, Label, Language, Schema } from "@luong/spec";

export function labelText(label: Label | undefined, language: Language, name: string): string {
  const other: Language = language === "en" ? "vi" : "en";
  return label?.[language] ?? label?.[other] ?? name;
}

export function wordLabel(
  words: readonly { readonly name: string; readonly label: Label }[],
  name: string,
  language: Language,
): string {
  return labelText(words.find((word) => word.name === name)?.label, language, name);
}

export function criterionTitle(ir: BundleIr, id: string, language: Language): string {
  return labelText(ir.criteria.find((criterion) => criterion.id === id)?.label, language, "");
}

function fieldOf(schema: Schema, record: string, name: string): Field | undefined {
  return schema.records
    .find((each) => each.name === record)
    ?.fields.find((field) => field.name === name);
}

/** One step of a path: a field, with the position of an element when it is a list. */
interface Step {
  readonly name: string;
  readonly position: string | undefined;
}

function stepsOf(path: string): Step[] {
  return path.split(".").map((part) => {
    const match = /^(.*?)(?:\[(\d+)\])?$/.exec(part);
    return { name: match?.[1] ?? part, position: match?.[2] };
  });
}

/** `items[2].value` in words; what the schema does not know stays as it is (operations are subjects too). */
export function factLabel(schema: Schema, path: string, language: Language): string {
  let record: string | undefined = schema.root;
  const parts: string[] = [];
  for (const { name, position } of stepsOf(path)) {
    const field: Field | undefined =
      record === undefined ? undefined : fieldOf(schema, record, name);
    if (field === undefined) return path;
    const { type }: Field = field;
    record = type.kind === "record" || type.kind === "list" ? type.record : undefined;
    parts.push(stepLabel(schema, field, position, language));
  }
  return parts.join(": ");
}

function stepLabel(
  schema: Schema,
  field: Field,
  position: string | undefined,
  language: Language,
): string {
  if (position === undefined || field.type.kind !== "list") {
    return labelText(field.label, language, field.name);
  }
  const { record, each } = field.type;
  const label = schema.records.find(({ name }) => name === record)?.label;
  return `${labelText(label, language, each)} ${position}`;
}
