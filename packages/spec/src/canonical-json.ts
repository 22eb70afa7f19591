/**
 * Canonical JSON: equal values are equal text, whatever the order in which their keys were written.
 *
 * Plain JSON in, one line out: keys sorted by UTF-16 code units, no blanks, numbers and strings as `JSON.stringify` writes them
 * (as in RFC 8785). Keys whose value is undefined are left out. Digests are made elsewhere.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((each: unknown) => canonicalJson(each ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return scalarJson(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** Throws on what JSON cannot say: a digest must not stand for a value that was dropped. */
function scalarJson(value: unknown): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
      return JSON.stringify(value);
    default:
      if (value === null) return "null";
      throw new TypeError(`a ${typeof value} is not JSON`);
  }
}
