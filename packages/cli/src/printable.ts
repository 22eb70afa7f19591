/**
 * Text of other people made fit for a terminal.
 *
 * File names, cells and labels may hold control characters that move the cursor or marks that turn the direction of text; both could make a
 * line say something else than it means. They become the replacement character; blanks and line ends stay.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

export function printable(text: string): string {
  return text.replace(UNSAFE, "\ufffd");
}
