/**
 * A row as it came: its JSON, and for an element of a list the row it stands in under its name.
 *
 * Facts are found by paths; the JSON of an element with its row in it is made only when somebody asks for it.
 */
import { memberOf } from "@luong/spec";

export class RowView {
  json: unknown;
  /** Of an element: the name of the row it stands in, and that row. */
  readonly parentName: string | null;
  readonly parent: RowView | null;
  #whole: unknown;

  constructor(json: unknown, parentName: string | null = null, parent: RowView | null = null) {
    this.json = json;
    this.parentName = parentName;
    this.parent = parent;
  }

  /** The JSON that expressions read. */
  whole(): unknown {
    if (this.parentName === null || this.parent === null) return this.json;
    if (this.#whole === undefined) {
      const fields = typeof this.json === "object" && this.json !== null ? this.json : {};
      this.#whole = { ...fields, [this.parentName]: this.parent.whole() };
    }
    return this.#whole;
  }

  /** The fact at a path, undefined when any link is absent. */
  at(path: readonly string[]): unknown {
    let row: RowView = this;
    let from = 0;
    while (row.parent !== null && from < path.length && path[from] === row.parentName) {
      row = row.parent;
      from += 1;
    }
    if (from === path.length) return row.whole() ?? undefined;
    let json = row.json;
    for (let at = from; at < path.length; at += 1) json = memberOf(json, path[at] ?? "");
    return json ?? undefined;
  }
}
