/**
 * Where words go: findings and results to standard output, progress and complaints to standard error.
 *
 * Knows the reader's language, whether colours are wanted, and that a closed pipe (`| head`) is no error: what is written after it
 * is dropped and the command still ends with its own exit code. Nothing here knows what is printed.
 */
import type { Language } from "@luong/spec";
import type { Both } from "./both.ts";
import type { Environment } from "./locale.ts";
import { printable } from "./printable.ts";

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "blue" | "cyan";

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

export type Paint = (style: Style, text: string) => string;

export const plainPaint: Paint = (_, text) => text;
const ansiPaint: Paint = (style, text) => {
  const [on, off] = codes[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
};

export type Format = "pretty" | "compact" | "json";

/** The part of a Node stream that is used. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): boolean;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** `--color`, then NO_COLOR and FORCE_COLOR (https://no-color.org, https://force-color.org), then: only on a terminal. */
export function wantsColour(
  option: string | undefined,
  environment: Environment,
  isTerminal: boolean,
): boolean {
  if (option === "always") return true;
  if (option === "never") return false;
  const force = environment.FORCE_COLOR;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if ((environment.NO_COLOR ?? "") !== "") return false;
  return isTerminal && environment.TERM !== "dumb";
}

export interface OutputSettings {
  readonly language: Language;
  readonly format: Format | undefined;
  readonly colour: string | undefined;
  readonly quiet: boolean;
  readonly environment: Environment;
}

export class Output {
  readonly language: Language;
  readonly format: Format;
  readonly quiet: boolean;
  readonly paint: Paint;
  /** Columns of the terminal; 100 when there is none. */
  readonly width: number;
  readonly errorIsTerminal: boolean;
  private readonly settings: OutputSettings;
  private readonly out: Sink;
  private readonly error: Sink;
  private readonly errorPaint: Paint;

  constructor(settings: OutputSettings, out: Sink, error: Sink) {
    const isTerminal = out.isTTY === true;
    this.settings = settings;
    this.language = settings.language;
    this.format = settings.format ?? (isTerminal ? "pretty" : "compact");
    this.quiet = settings.quiet;
    this.out = out;
    this.error = error;
    this.width = out.columns ?? 100;
    this.errorIsTerminal = error.isTTY === true;
    this.paint = paintFor(settings, isTerminal);
    this.errorPaint = paintFor(settings, this.errorIsTerminal);
  }

  /** The same output for a reader of another language: the set may say which. */
  inLanguage(language: Language): Output {
    return new Output({ ...this.settings, language }, this.out, this.error);
  }

  say(text: Both): string {
    return text[this.language];
  }

  /** One line of a finding or result. */
  line(text = ""): void {
    this.out.write(`${text}\n`);
  }

  /** Text as it is. */
  raw(text: string): void {
    this.out.write(text);
  }

  /** A line for the reader's comfort: dropped by `--quiet` and beside JSON. */
  note(text = ""): void {
    if (!this.quiet && this.format !== "json") this.line(text);
  }

  /** One JSON value and a line end. */
  json(value: unknown): void {
    this.line(JSON.stringify(value, null, 2));
  }

  /** A complaint, to standard error. */
  complain(text: Both, advice: Both | null = null): void {
    const hint = advice === null ? "" : `; ${this.say(advice)}`;
    const words = printable(`${this.say(text)}${hint}`);
    this.error.write(`${this.errorPaint("red", "luong:")} ${words}\n`);
  }

  /** A line beside the results: what happened to files and the like. To standard error, dropped by `--quiet`. */
  aside(text: Both): void {
    if (!this.quiet) this.error.write(`${this.errorPaint("dim", this.say(text))}\n`);
  }

  /** Text to standard error as it is; for progress. */
  rawError(text: string): void {
    this.error.write(text);
  }
}

function paintFor(settings: OutputSettings, isTerminal: boolean): Paint {
  return wantsColour(settings.colour, settings.environment, isTerminal) ? ansiPaint : plainPaint;
}

/** A stream that forgets what is written once its reader has gone. */
export function untilClosed(stream: Sink): Sink {
  let closed = false;
  stream.on("error", (error) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    closed = true;
  });
  return {
    isTTY: stream.isTTY,
    columns: stream.columns,
    write: (text) => closed || stream.write(text),
    on: (event, listener) => stream.on(event, listener),
  };
}
