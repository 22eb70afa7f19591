/**
 * Text broken into lines of a terminal.
 *
 * Comes in: text, columns. Goes out: lines; a word that is longer than a line stands alone on its own.
 */
import { displayWidth } from "@luong/dsl";

/** Paragraphs stay; their lines are broken at blanks. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}

/** The text beside its head, its later lines under its first: `why   …`. */
export function hanging(head: string, text: string, width: number): readonly string[] {
  const indent = displayWidth(head);
  return wrap(text, width - indent).map((line, at) =>
    at === 0 ? `${head}${line}` : `${" ".repeat(indent)}${line}`,
  );
}
