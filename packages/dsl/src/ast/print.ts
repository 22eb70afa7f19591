/**
 * A tree as text, for comparing: what was said, without where it stood.
 *
 * Spans, ids, comments, the file's name and text are left out. English and Vietnamese spellings of one file print equally, and so
 * do a file and its formatted form. One part a line, indented; not meant to be parsed.
 */
import type { CritFile } from "./ast.ts";

const LEFT_OUT: readonly string[] = ["id", "span", "opSpan", "comments"];

export function printTree(file: CritFile): string {
  return printNode({ header: file.header, items: file.items });
}

/** Any part of a tree. */
export function printNode(node: unknown): string {
  const lines: string[] = [];
  print("", node, 0, lines);
  return `${lines.join("\n")}\n`;
}

function print(key: string, value: unknown, depth: number, lines: string[]): void {
  const indent = "  ".repeat(depth);
  const head = key === "" ? "" : `${key}: `;
  if (typeof value !== "object" || value === null) {
    lines.push(`${indent}${head}${JSON.stringify(value ?? null)}`);
    return;
  }
  if (Array.isArray(value)) {
    lines.push(`${indent}${head}${value.length === 0 ? "[]" : `[${value.length}]`}`);
    for (const each of value) print("", each, depth + 1, lines);
    return;
  }
  const kind = "kind" in value && typeof value.kind === "string" ? value.kind : "-";
  lines.push(`${indent}${head}${kind}`);
  for (const [name, part] of Object.entries(value)) {
    if (name !== "kind" && !LEFT_OUT.includes(name)) print(name, part, depth + 1, lines);
  }
}
