/**
 * What may stand after a dot: properties of a value, and the message when nothing of the kind is there.
 *
 * Fields of records are walked in `references.ts`; this file knows values only.
 */
import { isPropertyName, type Label, properties, type Span, type Type } from "@luong/spec";
import { edit } from "../3-resolve/fit.ts";
import { type Candidate, suggest } from "../3-resolve/suggest.ts";
import { levelsOf } from "../3-resolve/symbols.ts";
import type { Name } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import type { Typing } from "./typing.ts";

/** Type after the properties, undefined when one does not exist; that has been reported. */
export function propertyType(t: Typing, of: Type, names: readonly Name[]): Type | undefined {
  let type = of;
  for (const name of names) {
    if (type.kind === "error") return undefined;
    const found = isPropertyName(name.text)
      ? properties[name.text].on(type, (list) => levelsOf(t.symbols, list))
      : null;
    if (found === null) {
      const known = propertiesOf(t, type);
      const near = suggest(
        name.text,
        known.map((each) => ({ name: each })),
      );
      const fixes = near.map((each) =>
        edit(name.span, `.${each}`.slice(startsWithDot(t, name.span) ? 0 : 1), each),
      );
      t.emit(
        report("LU2008", name.span, { property: name.text, type, properties: known }, { fixes }),
      );
      return undefined;
    }
    type = found;
  }
  return type;
}

/** A name after a dot may carry the dot in its span. */
function startsWithDot(t: Typing, span: Span): boolean {
  return t.symbols.textOf(span).startsWith(".");
}

function propertiesOf(t: Typing, type: Type): readonly string[] {
  return Object.entries(properties)
    .filter(([, spec]) => spec.on(type, (list) => levelsOf(t.symbols, list)) !== null)
    .map(([name]) => name);
}

/** A field or column that is not there. */
export function reportUnknownMember(
  t: Typing,
  name: Name,
  owner: { readonly name: string; readonly label: Label },
  candidates: readonly Candidate[],
): void {
  const suggestions = suggest(name.text, candidates);
  const dot = startsWithDot(t, name.span) ? "." : "";
  const fixes = suggestions.map((each) => edit(name.span, `${dot}${each}`, each));
  t.emit(report("LU2002", name.span, { field: name.text, owner, suggestions }, { fixes }));
}
