/**
 * The command line: words in, a command with its options and paths out, or one clear complaint.
 *
 * `node:util` cuts the words; this file decides what is allowed, since its own complaints are English only and know no
 * "did you mean". It runs nothing.
 */
import { parseArgs } from "node:util";
import { type Both, CannotRun, didYouMean } from "./both.ts";
import { nearestWord } from "./suggest.ts";

export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** What the value is called in help (`DIR`); absent for a switch. */
  readonly value?: string;
  /** The only values allowed. */
  readonly choices?: readonly string[];
  readonly help: Both;
}

export interface Example {
  readonly command: string;
  readonly what: Both;
}

export interface CommandSpec {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: Both;
  /** Usage lines without `luong`. */
  readonly usage: readonly string[];
  /** A few sentences. */
  readonly about: Both;
  readonly options: readonly OptionSpec[];
  /** How many words without dashes it takes at most. */
  readonly maxWords: number;
  readonly examples: readonly Example[];
}

export const formatOption: OptionSpec = {
  name: "format",
  value: "FORMAT",
  choices: ["pretty", "compact", "json"],
  help: {
    en: "pretty on a terminal, compact elsewhere, or json",
    vi: "pretty trên màn hình, compact ở nơi khác, hoặc json",
  },
};

export const setOption: OptionSpec = {
  name: "set",
  value: "DIR",
  help: { en: "the criteria set in this folder", vi: "bộ tiêu chí trong thư mục này" },
};

/** Options of every command. */
export const globalOptions: readonly OptionSpec[] = [
  {
    name: "locale",
    value: "LANG",
    choices: ["vi", "en"],
    help: { en: "language of messages: vi or en", vi: "ngôn ngữ thông báo: vi hoặc en" },
  },
  {
    name: "color",
    value: "WHEN",
    choices: ["auto", "always", "never"],
    help: {
      en: "colours: auto (default), always or never",
      vi: "màu: auto (mặc định), always hoặc never",
    },
  },
  {
    name: "quiet",
    short: "q",
    help: {
      en: "only findings and errors; no summaries, no progress",
      vi: "chỉ kết quả và lỗi; không tổng kết, không tiến độ",
    },
  },
  { name: "help", short: "h", help: { en: "show help and stop", vi: "hiện trợ giúp rồi dừng" } },
  {
    name: "version",
    short: "V",
    help: { en: "show the version and stop", vi: "hiện phiên bản rồi dừng" },
  },
];

/** What was asked: options by name, and the words without dashes after the command. */
export class Arguments {
  readonly words: readonly string[];
  private readonly given: ReadonlyMap<string, string | true>;

  constructor(words: readonly string[], given: ReadonlyMap<string, string | true>) {
    this.words = words;
    this.given = given;
  }

  has(option: string): boolean {
    return this.given.has(option);
  }

  value(option: string): string | undefined {
    const value = this.given.get(option);
    return value === true ? undefined : value;
  }

  /** A whole number from 0. */
  count(option: string): number | undefined {
    const value = this.value(option);
    if (value === undefined) return undefined;
    if (/^\d{1,9}$/.test(value)) return Number(value);
    throw new CannotRun({
      en: `--${option} takes a whole number, not \`${value}\``,
      vi: `--${option} cần một số nguyên, không phải \`${value}\``,
    });
  }
}

export interface Parsed {
  /** Null when no command was given. */
  readonly command: string | null;
  readonly arguments: Arguments;
}

type Token = NonNullable<ReturnType<typeof cut>["tokens"]>[number];
type OptionToken = Extract<Token, { readonly kind: "option" }>;

function cut(words: readonly string[], options: readonly OptionSpec[]) {
  const config: Record<string, { type: "string" | "boolean"; short?: string }> = {};
  for (const option of options) {
    config[option.name] = {
      type: option.value === undefined ? "boolean" : "string",
      ...(option.short === undefined ? {} : { short: option.short }),
    };
  }
  return parseArgs({
    args: [...words],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
}

/** Reads the words after `luong`. */
export function parseCommandLine(
  words: readonly string[],
  commands: readonly CommandSpec[],
): Parsed {
  const command = findCommand(words, commands);
  const options = command === null ? globalOptions : [...command.options, ...globalOptions];
  const { tokens } = cut(words, options);
  const given = new Map<string, string | true>();
  const plain: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") plain.push(token.value);
    if (token.kind === "option") readOption(token, options, given, commands);
  }
  const paths = command === null ? plain : plain.slice(1);
  if (command !== null && paths.length > command.maxWords) throw tooMany(command, paths);
  return { command: command?.name ?? null, arguments: new Arguments(paths, given) };
}

/** The first word that is neither an option nor its value. */
function findCommand(
  words: readonly string[],
  commands: readonly CommandSpec[],
): CommandSpec | null {
  const every = [...globalOptions, ...commands.flatMap((command) => command.options)];
  const first = cut(words, every).tokens.find((token) => token.kind === "positional");
  if (first?.kind !== "positional") return null;
  const found = commands.find((command) => command.name === first.value);
  if (found !== undefined) return found;
  const names = commands.map((command) => command.name);
  throw new CannotRun(
    {
      en: `there is no command \`${first.value}\``,
      vi: `không có lệnh \`${first.value}\``,
    },
    didYouMean(nearestWord(first.value, names)) ?? {
      en: `commands: ${names.join(", ")}`,
      vi: `các lệnh: ${names.join(", ")}`,
    },
  );
}

function readOption(
  token: OptionToken,
  options: readonly OptionSpec[],
  given: Map<string, string | true>,
  commands: readonly CommandSpec[],
): void {
  const option = options.find((each) => each.name === token.name);
  if (option === undefined) throw unknownOption(token.rawName, options, commands);
  if (given.has(option.name)) {
    throw new CannotRun({
      en: `--${option.name} is given twice`,
      vi: `--${option.name} được ghi hai lần`,
    });
  }
  given.set(
    option.name,
    option.value === undefined ? switchValue(token) : optionValue(token, option),
  );
}

function switchValue(token: OptionToken): true {
  if (token.value === undefined) return true;
  throw new CannotRun({
    en: `${token.rawName} takes no value`,
    vi: `${token.rawName} không nhận giá trị`,
  });
}

function optionValue(token: OptionToken, option: OptionSpec): string {
  const { value } = token;
  // `--out --quiet`: the value was forgotten, a file is hardly called so.
  if (value === undefined || (token.inlineValue === false && value.startsWith("--"))) {
    throw new CannotRun({
      en: `--${option.name} needs a value (${option.value})`,
      vi: `--${option.name} cần một giá trị (${option.value})`,
    });
  }
  if (option.choices === undefined || option.choices.includes(value)) return value;
  const list = option.choices.join(", ");
  throw new CannotRun(
    {
      en: `--${option.name} is one of ${list}, not \`${value}\``,
      vi: `--${option.name} là một trong ${list}, không phải \`${value}\``,
    },
    didYouMean(nearestWord(value, option.choices)),
  );
}

function unknownOption(
  raw: string,
  options: readonly OptionSpec[],
  commands: readonly CommandSpec[],
): CannotRun {
  const name = raw.replace(/^-+/, "");
  const nearest = nearestWord(
    name,
    options.map((option) => option.name),
  );
  const elsewhere = commands.filter((command) =>
    command.options.some((option) => option.name === name),
  );
  const others = elsewhere.map((command) => command.name).join(", ");
  return new CannotRun(
    { en: `unknown option \`${raw}\``, vi: `không có tùy chọn \`${raw}\`` },
    nearest !== null && nearest !== name
      ? didYouMean(`--${nearest}`)
      : others === ""
        ? { en: "`luong --help` lists the options", vi: "`luong --help` liệt kê các tùy chọn" }
        : { en: `it belongs to: ${others}`, vi: `tùy chọn này thuộc lệnh: ${others}` },
  );
}

function tooMany(command: CommandSpec, words: readonly string[]): CannotRun {
  const extra = words[command.maxWords] ?? "";
  return new CannotRun(
    {
      en: `\`${command.name}\` does not know what to do with \`${extra}\``,
      vi: `\`${command.name}\` không dùng \`${extra}\``,
    },
    { en: `see \`luong ${command.name} --help\``, vi: `xem \`luong ${command.name} --help\`` },
  );
}
