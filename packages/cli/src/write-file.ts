/**
 * Files that are there whole or not at all.
 *
 * What is written goes to a hidden file beside the target and takes its name when everything is down; an error or an
 * interruption removes it. A reader never sees half a file, and an old file stays until the new one is whole.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CannotRun } from "./both.ts";

/** Hidden files not yet whole; removed when the command is interrupted. */
const unfinished = new Set<string>();

export function removeUnfinishedFiles(): void {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
}

/** Collected text is written in pieces of about this size. */
const PIECE_CHARACTERS = 1 << 20;

export class FileWriter {
  readonly path: string;
  private readonly hidden: string;
  /** Null once closed. */
  private handle: number | null;
  private pending: string[] = [];
  private pendingCharacters = 0;

  constructor(path: string) {
    this.path = path;
    this.hidden = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
    this.handle = guard(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      return openSync(this.hidden, "w");
    });
    unfinished.add(this.hidden);
  }

  write(text: string): void {
    this.pending.push(text);
    this.pendingCharacters += text.length;
    if (this.pendingCharacters >= PIECE_CHARACTERS) this.flush();
  }

  /** Gives the file its name. */
  finish(): void {
    guard(this.path, () => {
      this.flush();
      // Without this a power cut could leave the new name on an empty file.
      if (this.handle !== null) fsyncSync(this.handle);
      this.close();
      renameSync(this.hidden, this.path);
    });
    unfinished.delete(this.hidden);
  }

  /** Forgets everything; the target stays as it was. */
  discard(): void {
    if (!unfinished.delete(this.hidden)) return;
    this.close();
    rmSync(this.hidden, { force: true });
  }

  private close(): void {
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
  }

  private flush(): void {
    const { handle } = this;
    if (handle === null) return;
    const bytes = Buffer.from(this.pending.join(""));
    this.pending = [];
    this.pendingCharacters = 0;
    guard(this.path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    });
  }
}

/** Writes a whole file at once. */
export function writeWhole(path: string, text: string): void {
  const file = new FileWriter(path);
  try {
    file.write(text);
    file.finish();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/**
 * Writes the files of a folder; each is whole or absent, and `manifest.json` comes last, so that a folder cut short by an interruption has
 * digests that do not fit and is refused when it is loaded.
 */
export function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  const names = Object.keys(files).sort(
    (a, b) => Number(a === "manifest.json") - Number(b === "manifest.json"),
  );
  for (const name of names) writeWhole(join(folder, name), files[name] ?? "");
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): CannotRun {
  const reason = error instanceof Error ? error.message : String(error);
  return new CannotRun({
    en: `cannot write ${path}: ${reason}`,
    vi: `không ghi được ${path}: ${reason}`,
  });
}
