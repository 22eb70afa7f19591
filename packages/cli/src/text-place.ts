/**
 * Offsets of a text as people count: lines and columns from 1, columns in UTF-16 units as editors do.
 *
 * For the few places outside dsl's own rendering.
 */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
