// The command line: words in, a command with its options out, or a complaint that helps.
// Comes in: words as a shell gives them. Goes out: what was understood.
import { describe, expect, test } from "vitest";
import { CannotRun } from "./both.ts";
import { type CommandSpec, formatOption, parseCommandLine, setOption } from "./command-line.ts";

function command(name: string, more: Partial<CommandSpec> = {}): CommandSpec {
  const nothing = { en: "", vi: "" };
  return {
    name,
    summary: nothing,
    usage: [],
    about: nothing,
    options: [],
    maxWords: 0,
    examples: [],
    ...more,
  };
}

const commands = [
  command("check", { options: [formatOption, setOption], maxWords: 9 }),
  command("decide", {
    options: [setOption, { name: "declarations", value: "FILE", help: { en: "", vi: "" } }],
  }),
];

function complaint(...words: string[]): string {
  try {
    parseCommandLine(words, commands);
  } catch (error) {
    if (error instanceof CannotRun) return `${error.text.en}; ${error.advice?.en ?? ""}`;
    throw error;
  }
  return "";
}

describe("understood", () => {
  test("options before and after the command, values with and without `=`", () => {
    const { command, arguments: args } = parseCommandLine(
      ["--locale", "vi", "check", "a.crit", "--format=json", "-q", "b.crit"],
      commands,
    );
    expect(command).toBe("check");
    expect(args.words).toEqual(["a.crit", "b.crit"]);
    expect([args.value("locale"), args.value("format"), args.has("quiet")]).toEqual([
      "vi",
      "json",
      true,
    ]);
  });

  test("the value of an option is not taken for the command", () => {
    const { command } = parseCommandLine(["--set", "decide", "check"], commands);
    expect(command).toBe("check");
  });

  test("after `--` everything is a path", () => {
    const { arguments: args } = parseCommandLine(["check", "--", "--format"], commands);
    expect(args.words).toEqual(["--format"]);
  });

  test("`-` is a value", () => {
    const { arguments: args } = parseCommandLine(["decide", "--declarations", "-"], commands);
    expect(args.value("declarations")).toBe("-");
  });

  test("no command", () => {
    expect(parseCommandLine(["--help"], commands).command).toBeNull();
  });
});

describe("complaints", () => {
  test.each([
    [["chekc"], "there is no command `chekc`; did you mean `check`?"],
    [["frobnicate"], "there is no command `frobnicate`; commands: check, decide"],
    [["check", "--fromat", "json"], "unknown option `--fromat`; did you mean `--format`?"],
    [["check", "--declarations", "x"], "unknown option `--declarations`; it belongs to: decide"],
    [["check", "-x"], "unknown option `-x`; `luong --help` lists the options"],
    [
      ["check", "--format", "jsn"],
      "--format is one of pretty, compact, json, not `jsn`; did you mean `json`?",
    ],
    [["check", "--set"], "--set needs a value (DIR); "],
    [["check", "--set", "--quiet"], "--set needs a value (DIR); "],
    [["check", "--quiet=1"], "--quiet takes no value; "],
    [["check", "--set", "a", "--set", "b"], "--set is given twice; "],
    [["decide", "x"], "`decide` does not know what to do with `x`; see `luong decide --help`"],
  ])("%j", (words, expected) => {
    expect(complaint(...words)).toBe(expected);
  });
});
