/**
 * Files of events → one sequence in the order in which the system was told.
 *
 * Comes in: an NDJSON file, or a folder whose `.ndjson` files are read beside each other; each is in the order of `known`. Goes out: what each line says,
 * or its faults, by time; at one time rows come before declarations, then files by name. Nothing is held in memory but one line of each file.
 */
import { createReadStream, readdirSync, type Stats, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type LiveEvent, readEvent, readLines } from "@luong/runtime";
import type { Schema } from "@luong/spec";
import { CannotRun } from "../both.ts";
import { cannotRead } from "../json-file.ts";

export interface EventLine {
  readonly event: LiveEvent;
  /** Name of the file, and the line in it from 1. */
  readonly file: string;
  readonly line: number;
}

/** Files in the order of their names. Throws when there is nothing to read. */
export function eventFiles(path: string, shown: string): readonly string[] {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    throw cannotRead(shown, error);
  }
  if (!stats.isDirectory()) return [path];
  const files = readdirSync(path)
    .filter((name) => name.endsWith(".ndjson"))
    .sort();
  if (files.length === 0) {
    throw new CannotRun({
      en: `${shown}: no .ndjson file in this folder`,
      vi: `${shown}: thư mục này không có tệp .ndjson`,
    });
  }
  return files.map((name) => join(path, name));
}

async function* linesOf(path: string, schema: Schema): AsyncGenerator<EventLine> {
  const file = basename(path);
  let last = Number.NEGATIVE_INFINITY;
  const stream = createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    for await (const line of readLines(stream)) {
      const event: LiveEvent =
        line.faults === undefined ? readEvent(schema, line.declaration) : { faults: line.faults };
      if (event.faults === undefined) {
        if (event.known < last) throw outOfOrder(file, line.position);
        last = event.known;
      }
      yield { event, file, line: line.position };
    }
  } catch (error) {
    throw error instanceof Error && "code" in error ? cannotRead(file, error) : error;
  } finally {
    stream.destroy();
  }
}

function outOfOrder(file: string, line: number): CannotRun {
  return new CannotRun(
    {
      en: `${file}, line ${line}: known earlier than the line before`,
      vi: `${file}, dòng ${line}: \`known\` sớm hơn dòng trước`,
    },
    {
      en: "sort the lines by `known`: a decision must not see what was told later",
      vi: "hãy xếp các dòng theo `known`: quyết định không được thấy điều được báo sau đó",
    },
  );
}

/** A line that was read and not yet given; what is wrong goes first. */
interface Head {
  readonly lines: AsyncGenerator<EventLine>;
  readonly next: EventLine;
}

function isBefore(a: EventLine, b: EventLine): boolean {
  if (a.event.faults !== undefined) return true;
  if (b.event.faults !== undefined) return false;
  if (a.event.known !== b.event.known) return a.event.known < b.event.known;
  return a.event.kind === "arrived" && b.event.kind !== "arrived";
}

export async function* readEvents(
  files: readonly string[],
  schema: Schema,
): AsyncGenerator<EventLine> {
  const heads: Head[] = [];
  for (const file of files) {
    const lines = linesOf(file, schema);
    const first = await lines.next();
    if (first.done !== true) heads.push({ lines, next: first.value });
  }
  while (heads.length > 0) {
    let at = 0;
    for (let place = 1; place < heads.length; place += 1) {
      const [best, other] = [heads[at], heads[place]];
      if (best !== undefined && other !== undefined && isBefore(other.next, best.next)) at = place;
    }
    const head = heads[at];
    if (head === undefined) return;
    yield head.next;
    const following = await head.lines.next();
    if (following.done === true) heads.splice(at, 1);
    else heads[at] = { lines: head.lines, next: following.value };
  }
}
