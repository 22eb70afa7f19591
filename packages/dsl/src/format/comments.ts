/**
 * Puts comments back between and beside the laid-out lines, and blank lines between items.
 *
 * In: the header and items with their lines, and every comment with the place where it stood. Out: the text of the file.
 * A comment behind words stays behind the line that now holds them; a comment on its own line stays above the line
 * that followed it. No comment is dropped or joined with another.
 */
import type { Line } from "./doc.ts";

export interface LaidOut {
  readonly start: number;
  readonly end: number;
  /** Always a blank line around it; others keep the grouping they had. */
  readonly apart: boolean;
  readonly lines: readonly Line[];
}

export interface CommentAt {
  /** With its `--`, without blanks behind. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly ownLine: boolean;
}

interface ElementBlock {
  readonly kind: "element";
  readonly element: LaidOut;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface CommentBlock {
  readonly kind: "comment";
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Stands right below the item before, indented like its clauses. */
  readonly belongsAbove: boolean;
}

type Block = ElementBlock | CommentBlock;

/** What goes around the lines of one element. */
interface Placement {
  readonly above: Map<number, string[]>;
  readonly behind: Map<number, string[]>;
}

export function assemble(
  elements: readonly LaidOut[],
  comments: readonly CommentAt[],
  source: string,
): string {
  const placements = new Map<LaidOut, Placement>(
    elements.map((each) => [each, { above: new Map(), behind: new Map() }]),
  );
  const between: CommentBlock[] = [];
  for (const comment of comments) {
    between.push(...put(comment, elements, placements, source));
  }
  const blocks: Block[] = [...between];
  for (const element of elements) blocks.push(...elementBlocks(element, placements.get(element)));
  blocks.sort((a, b) => a.start - b.start || rank(a) - rank(b));
  let above: LaidOut | null = null;
  const texts = blocks.map((block, index) => {
    const gap = index > 0 && hasGap(blocks, index, above, source) ? "\n" : "";
    if (block.kind === "element") above = block.element;
    return `${gap}${block.text}`;
  });
  return texts.length === 0 ? "" : `${texts.join("\n")}\n`;
}

/** At one place comments go first. */
function rank(block: Block): number {
  return block.kind === "comment" ? 0 : 1;
}

/** Gives the comment to a line of an element, or hands it back as a block of its own. */
function put(
  comment: CommentAt,
  elements: readonly LaidOut[],
  placements: ReadonlyMap<LaidOut, Placement>,
  source: string,
): readonly CommentBlock[] {
  const owner = lastBefore(elements, comment.start);
  const placement = owner === undefined ? undefined : placements.get(owner);
  if (owner === undefined || placement === undefined) return [commentBlock(comment, false)];
  if (!comment.ownLine) {
    push(placement.behind, lineBegunBefore(owner.lines, comment.start), comment.text);
    return [];
  }
  if (comment.start < owner.end) {
    const at = lineForOwn(owner.lines, comment.start);
    if (at === null) return [commentBlock(comment, true)];
    push(placement.above, at, comment.text);
    return [];
  }
  return [commentBlock(comment, isBelow(comment, owner, source))];
}

/** The last element that starts at or before `position`; elements ascend by start. */
function lastBefore(elements: readonly LaidOut[], position: number): LaidOut | undefined {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.start ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return elements[low - 1];
}

function commentBlock(comment: CommentAt, belongsAbove: boolean): CommentBlock {
  const text = belongsAbove ? `  ${comment.text}` : comment.text;
  return { kind: "comment", start: comment.start, end: comment.end, text, belongsAbove };
}

/** Indented, and nothing but indented comments between it and the item. */
function isBelow(comment: CommentAt, owner: LaidOut, source: string): boolean {
  const gap = source.slice(owner.end, comment.end).split("\n").slice(1);
  return gap.length > 0 && gap.every((each) => /^[ \t]+--/u.test(each));
}

function push(map: Map<number, string[]>, key: number, text: string): void {
  const texts = map.get(key);
  if (texts === undefined) map.set(key, [text]);
  else texts.push(text);
}

function lineBegunBefore(lines: readonly Line[], position: number): number {
  let best = 0;
  let bestStart = -1;
  for (const [index, { range }] of lines.entries()) {
    if (range !== null && range.start <= position && range.start >= bestStart) {
      best = index;
      bestStart = range.start;
    }
  }
  return best;
}

/** The line around `position`, else the next one; null when nothing follows. */
function lineForOwn(lines: readonly Line[], position: number): number | null {
  const around = lines.findIndex(
    ({ range }) => range !== null && range.start < position && position < range.end,
  );
  if (around >= 0) return around;
  let best: number | null = null;
  let bestStart = Number.POSITIVE_INFINITY;
  for (const [index, { range }] of lines.entries()) {
    if (range !== null && range.start > position && range.start < bestStart) {
      best = index;
      bestStart = range.start;
    }
  }
  return best;
}

/** The element with its inner comments; those above its first line become blocks before it. */
function elementBlocks(element: LaidOut, placement: Placement | undefined): readonly Block[] {
  const first: string[] = [];
  const texts: string[] = [];
  for (const [index, each] of element.lines.entries()) {
    const indent = " ".repeat(each.indent);
    const behind = placement?.behind.get(index) ?? [];
    // Two comments behind one line would read as one, so all but the last go above it.
    const above = [...(placement?.above.get(index) ?? []), ...behind.slice(0, -1)];
    const last = behind.at(-1);
    if (index === 0) first.push(...above);
    else texts.push(...above.map((text) => `${indent}${text}`));
    texts.push(`${indent}${each.text}${last === undefined ? "" : ` ${last}`}`);
  }
  const { start, end } = element;
  return [
    ...first.map(
      (text): Block => ({ kind: "comment", start, end: start, text, belongsAbove: false }),
    ),
    { kind: "element", element, start, end, text: texts.join("\n") },
  ];
}

/** True when a blank line goes before block `index`; `above` is the last element before it. */
function hasGap(
  blocks: readonly Block[],
  index: number,
  above: LaidOut | null,
  source: string,
): boolean {
  const before = blocks[index - 1];
  const block = blocks[index];
  if (before === undefined || block === undefined) return false;
  if (block.kind === "comment" && block.belongsAbove) return false;
  const blank = isBlankBetween(before, block, source);
  if (block.kind === "element") {
    if (before.kind === "comment" && !before.belongsAbove) return blank;
    return blank || isApart(above, block.element);
  }
  if (before.kind === "comment" && !before.belongsAbove) return blank;
  // A comment right below an item: its note when a blank line follows, else the heading of the next item.
  const next = headed(blocks, index, source);
  return blank || (next !== null && isApart(above, next));
}

function isApart(before: LaidOut | null, after: LaidOut): boolean {
  return after.apart || (before?.apart ?? false);
}

/** The element that the comments from `index` on lead to without a blank line. */
function headed(blocks: readonly Block[], index: number, source: string): LaidOut | null {
  for (let at = index; at + 1 < blocks.length; at += 1) {
    const here = blocks[at];
    const next = blocks[at + 1];
    if (here === undefined || next === undefined || isBlankBetween(here, next, source)) return null;
    if (next.kind === "element") return next.element;
  }
  return null;
}

function isBlankBetween(before: Block, after: Block, source: string): boolean {
  const gap = source.slice(before.end, Math.max(before.end, after.start));
  return (gap.match(/\n/gu)?.length ?? 0) > 1;
}
