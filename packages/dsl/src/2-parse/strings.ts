/**
 * Texts between quotes: their escapes, and the holes of a reason.
 *
 * Comes in: a string token's image and offset. Goes out: plain text, or text and holes with the offsets of what stands in them.
 */

/** `\"`, `\\`, `\{` and `\}` stand for their second character; anything else was reported by the lexer and stays. */
export function plainText(image: string): string {
  const inner = image.slice(1, -1);
  return inner.includes("\\") ? inner.replace(/\\(["\\{}])/g, "$1") : inner;
}

export type Part =
  | { readonly kind: "text"; readonly text: string }
  /** `{expression}`: `start` is the offset of the expression in the file. */
  | { readonly kind: "hole"; readonly source: string; readonly start: number }
  /** A brace without its other half. */
  | { readonly kind: "open"; readonly start: number };

export function reasonParts(image: string, offset: number): readonly Part[] {
  const parts: Part[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
  };
  const end = image.length - 1;
  let at = 1;
  while (at < end) {
    const character = image.charAt(at);
    const next = image.charAt(at + 1);
    if (character === "\\" && at + 1 < end && '"\\{}'.includes(next)) {
      text += next;
      at += 2;
    } else if (character !== "{") {
      text += character;
      at += 1;
    } else {
      const close = image.indexOf("}", at);
      flush();
      if (close < 0 || close >= end) {
        parts.push({ kind: "open", start: offset + at });
        return parts;
      }
      parts.push({ kind: "hole", source: image.slice(at + 1, close), start: offset + at + 1 });
      at = close + 1;
    }
  }
  flush();
  return parts;
}
