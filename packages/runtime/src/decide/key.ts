/**
 * The key of a declaration: its number, its revision, and one text that tells declarations apart.
 *
 * Reads a declaration that need not be valid, so that a rejection can still name it. Texts are kept as declared.
 */

import type { Schema } from "@luong/spec";
import { memberOf } from "@luong/spec";

function recordKey(schema: Schema): readonly string[] {
  return schema.records.find(({ name }) => name === schema.root)?.key ?? [];
}

export class DeclarationKey {
  private readonly first: string | undefined;
  private readonly last: string | undefined;
  private readonly names: readonly string[];

  constructor(schema: Schema) {
    this.names = recordKey(schema);
    this.first = this.names[0];
    this.last = this.names.length > 1 ? this.names.at(-1) : undefined;
  }

  /** Value of the first key field; null when it cannot be read. */
  number(declaration: unknown): string | null {
    const value = this.first === undefined ? undefined : memberOf(declaration, this.first);
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  }

  /** Value of the last key field when there are several. */
  revision(declaration: unknown): number | string | undefined {
    const value = this.last === undefined ? undefined : memberOf(declaration, this.last);
    return typeof value === "string" || typeof value === "number" ? value : undefined;
  }

  /** Null when a part of the key is missing, so that nothing can be said about duplicates. */
  text(declaration: unknown): string | null {
    if (this.names.length === 0) return null;
    if (this.names.length === 1) return this.number(declaration);
    const parts = this.names.map((name) => memberOf(declaration, name) ?? null);
    return parts[0] === null
      ? null
      : parts.map((part) => (part === null ? "" : String(part))).join("/");
  }
}
