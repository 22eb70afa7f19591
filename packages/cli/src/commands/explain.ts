/**
 * `luong explain`: what a code of a message means, or why one declaration got its channel.
 *
 * Comes in: a code, or a set and a file with one declaration. Goes out: a page of text, or the whole reasoning in one language or both.
 */

import { explainText } from "@luong/runtime";
import { CannotRun, didYouMean } from "../both.ts";
import { formatOption, type OptionSpec, setOption } from "../command-line.ts";
import { type Answered, DecideRun } from "../decide-all.ts";
import { declarationInput } from "../declaration-input.ts";
import { readDeclarations } from "../declarations/open.ts";
import { makeEngine, subjectOf } from "../engine.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { findPage, type Page, pageCodes } from "../explain-pages.ts";
import { lineOfFault } from "../fault-words.ts";
import { type Command, type Invocation, inSetLanguage } from "../invocation.ts";
import type { Output } from "../output.ts";
import { Progress } from "../progress.ts";
import { readQuestionTime } from "../question-time.ts";
import { nearestWord } from "../suggest.ts";
import { wrap } from "../wrap.ts";
import { declarationOptions, questionOptions } from "./decide.ts";

const declarationOption: OptionSpec = {
  name: "declaration",
  value: "FILE",
  help: {
    en: "a file with one declaration: decide it and tell why",
    vi: "tệp có một tờ khai: phân luồng và nói lý do",
  },
};

export const explain: Command = {
  name: "explain",
  summary: {
    en: "what a code means, or why a declaration got its channel",
    vi: "ý nghĩa một mã, hoặc vì sao tờ khai vào luồng đó",
  },
  usage: ["explain CODE", "explain --declaration FILE --set DIR [--number NUMBER] [--both]"],
  about: {
    en: "With a code: the page of a message, with an example and its repair. With a declaration: every criterion that hit or is unknown, the facts, the scores and the steps of the policy.",
    vi: "Với một mã: trang giải thích của thông báo, có ví dụ và cách sửa. Với một tờ khai: mọi tiêu chí trúng hoặc chưa rõ, dữ kiện, điểm và các bước của chính sách.",
  },
  options: [
    declarationOption,
    setOption,
    {
      name: "number",
      value: "NUMBER",
      help: {
        en: "number of the declaration, when the file has several",
        vi: "số tờ khai, khi tệp có nhiều tờ khai",
      },
    },
    { name: "both", help: { en: "in both languages", vi: "bằng cả hai thứ tiếng" } },
    ...declarationOptions.filter((option) => option.name === "mapping"),
    ...questionOptions,
    formatOption,
  ],
  maxWords: 1,
  examples: [
    { command: "luong explain LU2001", what: { en: "a message", vi: "một thông báo" } },
    {
      command: "luong explain --declaration one.json --set demo --both",
      what: { en: "a decision, in both languages", vi: "một quyết định, bằng hai thứ tiếng" },
    },
  ],
  run: async (invocation) => {
    const [code] = invocation.args.words;
    if (code !== undefined) return explainCode(code, invocation.output);
    if (invocation.args.has("declaration")) return explainDeclaration(invocation);
    throw new CannotRun(
      { en: "what shall be explained?", vi: "cần giải thích gì?" },
      {
        en: "give a code such as LU2001, or --declaration FILE",
        vi: "hãy cho một mã như LU2001, hoặc --declaration TỆP",
      },
    );
  },
};

/* ------------------------------------------------------------------ a code */

function explainCode(given: string, output: Output): ExitCode {
  const code = given.toUpperCase();
  const page = findPage(code);
  if (page === null) {
    throw new CannotRun(
      { en: `there is no code \`${given}\``, vi: `không có mã \`${given}\`` },
      didYouMean(nearestWord(code, pageCodes())),
    );
  }
  if (output.format === "json") output.json(page);
  else printPage(page, output);
  return exitCodes.ok;
}

function printPage(page: Page, output: Output): void {
  output.line(output.paint("bold", `${page.code}: ${output.say(page.title)}`));
  output.line();
  for (const line of wrap(output.say(page.explain), Math.min(output.width, 100))) output.line(line);
  example(output.say({ en: "Wrong", vi: "Sai" }), page.bad, output);
  example(output.say({ en: "Right", vi: "Đúng" }), page.good, output);
}

function example(title: string, text: string, output: Output): void {
  const lines = text.replace(/\n+$/, "").split("\n");
  output.line();
  output.line(output.paint("bold", title));
  output.line();
  // Some examples are long on purpose (a line of megabytes); nobody wants to see all of it.
  for (const line of lines.slice(0, 40))
    output.line(`  ${line.length > 160 ? `${line.slice(0, 159)}…` : line}`);
}

/* ------------------------------------------------------------------ a declaration */

async function explainDeclaration(given: Invocation): Promise<ExitCode> {
  const subject = subjectOf(given);
  const invocation = inSetLanguage(given, subject.set?.config.locale ?? null);
  const { args, output, clock } = invocation;
  const input = declarationInput("declaration", args, subject.set, invocation.cwd);
  const progress = new Progress(output, clock);
  const engine = await makeEngine(subject, invocation, progress, {});
  progress.end();
  if (engine === null) return exitCodes.findings;
  const now = args.value("now");
  const time = now === undefined ? null : readQuestionTime(now, engine.ir.schema.zoneMinutes);
  const run = new DecideRun(engine, input.place, time, clock);
  const number = args.value("number");
  const answer = await pick(run.decide(readDeclarations(input.file, invocation.input)), number);
  if (answer.rejection !== undefined) {
    for (const fault of answer.rejection.faults) {
      output.line(`${input.file.shown}:${answer.position}: ${lineOfFault(fault, output.language)}`);
    }
    return exitCodes.findings;
  }
  if (answer.decision === undefined) throw new Error("neither decision nor rejection");
  const explained = engine.explain(answer.decision, answer.declaration);
  if (output.format === "json") {
    output.json(explained);
    return exitCodes.ok;
  }
  const languages = args.has("both") ? (["vi", "en"] as const) : ([output.language] as const);
  output.line(languages.map((each) => explainText(explained, each, engine.ir)).join("\n\n"));
  return exitCodes.ok;
}

/** The declaration with that number, or the only one. */
async function pick(
  answers: AsyncIterable<Answered>,
  number: string | undefined,
): Promise<Answered> {
  let found: Answered | null = null;
  for await (const answer of answers) {
    const own = answer.decision?.declaration ?? answer.rejection?.declaration;
    if (number !== undefined && own === number) return answer;
    if (number === undefined && found !== null) {
      throw new CannotRun(
        { en: "the file has several declarations", vi: "tệp có nhiều tờ khai" },
        { en: "say which with --number", vi: "hãy chọn bằng --number" },
      );
    }
    if (number === undefined) found = answer;
  }
  if (found !== null) return found;
  throw new CannotRun(
    number === undefined
      ? { en: "the file has no declaration", vi: "tệp không có tờ khai nào" }
      : { en: `there is no declaration ${number}`, vi: `không có tờ khai ${number}` },
  );
}
