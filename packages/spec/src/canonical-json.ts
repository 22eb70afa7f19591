/**
 * Canonical JSON: equal values are equal text, whatever the order in which their keys were written.
 *
 * Plain JSON in, one line out: keys sorted by UTF-16 code units, no blanks, numbers and strings as `JSON.stringify` writes them
 * (as in RFC 8785). Keys whose value is undefined are left out. Digests are made elsewhere.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return scalarJson(value);
  return Array.isArray(value) ? arrayJson(value) : objectJson(value);
}

function arrayJson(values: readonly unknown[]): string {
  let text = "[";
  for (let at = 0; at < values.length; at += 1) {
    if (at > 0) text += ",";
    text += canonicalJson(values[at] ?? null);
  }
  return `${text}]`;
}

function objectJson(value: object): string {
  let text = "{";
  for (const { key, quoted } of canonicalKeys(value)) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    if (text.length > 1) text += ",";
    text += quoted + canonicalJson(member);
  }
  return `${text}}`;
}

export interface CanonicalKey {
  readonly key: string;
  /** `"key":` */
  readonly quoted: string;
}

/** Objects of one shape, made in one order, come by the thousand: their keys are sorted once. Bounded, as data may have any keys. */
const shapes = new Map<string, readonly CanonicalKey[]>();
const SHAPES_MAX = 2000;

/** Own keys in canonical order, with their text. */
export function canonicalKeys(value: object): readonly CanonicalKey[] {
  const keys = Object.keys(value);
  const shape = keys.join("\n");
  const known = shapes.get(shape);
  // A key may hold the separator, so equal shapes are compared by their number of keys too.
  if (known !== undefined && known.length === keys.length) return known;
  const sorted = keys.sort().map((key) => ({ key, quoted: `${JSON.stringify(key)}:` }));
  if (shapes.size < SHAPES_MAX && !sorted.some(({ key }) => key.includes("\n"))) {
    shapes.set(shape, sorted);
  }
  return sorted;
}

/** Throws on what JSON cannot say: a digest must not stand for a value that was dropped. */
function scalarJson(value: unknown): string {
  switch (typeof value) {
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
      return JSON.stringify(value);
    default:
      if (value === null) return "null";
      throw new TypeError(`a ${typeof value} is not JSON`);
  }
}
