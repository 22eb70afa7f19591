/**
 * One line that tells how far long work is, on a terminal only.
 *
 * Comes in: a count, now and then. Goes out: `deciding 12,000 …` on standard error, wiped away at the end. It draws at most ten times a
 * second, and says nothing in the first half second, so short work stays quiet.
 */
import type { Both } from "./both.ts";
import { formatCount } from "./locale.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;

export class Progress {
  private readonly output: Output;
  private readonly clock: () => number;
  private readonly isShown: boolean;
  private next: number;
  private drawn = false;
  private file: { readonly name: string; readonly since: number } | undefined;

  constructor(output: Output, clock: () => number) {
    this.output = output;
    this.clock = clock;
    this.isShown = output.errorIsTerminal && !output.quiet;
    this.next = clock() + FIRST_AFTER_MS;
  }

  /** `what` and how many are done; `total` when it is known. */
  at(what: Both, done: number, total: number | null = null): void {
    if (!this.isShown || this.clock() < this.next) return;
    this.next = this.clock() + EVERY_MS;
    const { language } = this.output;
    const of = total === null ? "" : ` / ${formatCount(total, language)}`;
    this.draw(`${what[language]} ${formatCount(done, language)}${of} …`);
  }

  /** Rows of a file that were read, how fast, and what share of its bytes. */
  rows(file: string, rows: number, bytes: number, totalBytes: number): void {
    const now = this.clock();
    if (this.file?.name !== file) this.file = { name: file, since: now };
    if (!this.isShown || now < this.next) return;
    this.next = now + EVERY_MS;
    const { language } = this.output;
    const count = formatCount(rows, language);
    const speed = formatCount(
      Math.round((rows * 1000) / Math.max(1, now - this.file.since)),
      language,
    );
    const share = Math.floor((100 * bytes) / Math.max(1, totalBytes));
    const shown = printable(file);
    this.draw(
      language === "en"
        ? `reading ${shown}: ${count} rows, ${speed}/s, ${share}% …`
        : `đang đọc ${shown}: ${count} dòng, ${speed}/giây, ${share}% …`,
    );
  }

  /** A step whose length nobody knows. */
  step(what: Both): void {
    if (this.isShown) this.draw(`${what[this.output.language]} …`);
  }

  end(): void {
    if (this.drawn) this.output.rawError("\r\u001b[K");
    this.drawn = false;
  }

  private draw(text: string): void {
    this.output.rawError(`\r\u001b[K${text}`);
    this.drawn = true;
  }
}
