/**
 * `luong decide`: a channel for every declaration of a file, with reasons, and what came out in sum.
 *
 * Comes in: a set or bundle and a file of declarations. Goes out: decisions and rejections as NDJSON files, counts on standard output.
 * Every declaration gives one line in exactly one of the two files.
 */
import { resolve } from "node:path";
import { type Engine, IndexProfile } from "@luong/runtime";
import { type Reasons, withoutEvidence, withReasons } from "@luong/runtime/node";
import type { Decision } from "@luong/spec";
import { CannotRun } from "../both.ts";
import { formatOption, type OptionSpec, setOption } from "../command-line.ts";
import { type Answered, DecideRun, PoolRun } from "../decide-all.ts";
import { declarationInput } from "../declaration-input.ts";
import type { Entry } from "../declarations/csv-declarations.ts";
import { declarationChunks, readDeclarations } from "../declarations/open.ts";
import { type Engines, makeEngines, type Subject, subjectOf } from "../engine.ts";
import { type LiveInput, liveAnswers, liveInput, makeLive } from "../events/live-run.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { lineOfFault } from "../fault-words.ts";
import { type Command, type Invocation, inSetLanguage } from "../invocation.ts";
import { formatCount, formatDecimal } from "../locale.ts";
import type { Output } from "../output.ts";
import { printable } from "../printable.ts";
import { Progress } from "../progress.ts";
import { readQuestionTime } from "../question-time.ts";
import { showPath } from "../set.ts";
import { channelLines, criterionLines, Tally } from "../tally.ts";
import { FileWriter } from "../write-file.ts";
import { type ProfileJson, profileJson, profileLines } from "./decide-profile.ts";
import { usualDeclarations } from "./plan-sample.ts";

/** Options that say which declarations, shared with `explain`. */
export const declarationOptions: readonly OptionSpec[] = [
  {
    name: "declarations",
    value: "FILE",
    help: {
      en: ".csv with a mapping, .ndjson, .json, or - for NDJSON from standard input",
      vi: ".csv kèm ánh xạ, .ndjson, .json, hoặc - là NDJSON từ đầu vào chuẩn",
    },
  },
  {
    name: "mapping",
    value: "FILE",
    help: {
      en: "which CSV column is which fact; else luong.json says",
      vi: "cột CSV nào là dữ kiện nào; nếu không thì theo luong.json",
    },
  },
];

export const questionOptions: readonly OptionSpec[] = [
  {
    name: "bundle",
    value: "DIR",
    help: {
      en: "a built bundle instead of sources; --set then gives its lists and tables",
      vi: "gói đã dựng thay cho nguồn; khi đó --set cho danh mục và bảng tra",
    },
  },
  {
    name: "flow",
    value: "NAME",
    help: {
      en: "flow of all; default: the schema's first",
      vi: "nghiệp vụ; mặc định: cái đầu của lược đồ",
    },
  },
  {
    name: "stage",
    value: "NAME",
    help: {
      en: "stage of all; default: the schema's first",
      vi: "giai đoạn; mặc định: cái đầu của lược đồ",
    },
  },
  {
    name: "now",
    value: "TIME",
    help: {
      en: "decision time of all (2026-02-01T09:00); default: each declaration's clock",
      vi: "thời điểm quyết định (2026-02-01T09:00); mặc định: mốc của từng tờ khai",
    },
  },
];

export const decide: Command = {
  name: "decide",
  summary: { en: "decide declarations", vi: "phân luồng tờ khai" },
  usage: [
    "decide --set DIR --declarations FILE [--out FILE] [--workers N]",
    "decide --bundle DIR --declarations FILE [--out FILE] [--profile FILE]",
    "decide --set DIR --events PATH [--history PATH] [--out FILE]",
  ],
  about: {
    en: "Decides every declaration of a file. A declaration that cannot be read or has not the form of the schema is rejected with the place of every fault; the others go on.",
    vi: "Phân luồng mọi tờ khai trong tệp. Tờ khai không đọc được hoặc sai dạng bị từ chối, kèm vị trí từng lỗi; các tờ khai khác vẫn tiếp tục.",
  },
  options: [
    setOption,
    ...declarationOptions,
    {
      name: "events",
      value: "PATH",
      help: {
        en: "declarations and events by time, NDJSON or a folder of it; what is open is decided again",
        vi: "tờ khai và sự kiện theo thời gian, tệp NDJSON hoặc thư mục; tờ khai chưa thông quan được phân luồng lại",
      },
    },
    {
      name: "history",
      value: "PATH",
      help: {
        en: "what was known before the events, in the same form; nothing of it is decided",
        vi: "những gì đã biết trước các sự kiện, cùng dạng; không phân luồng",
      },
    },
    {
      name: "out",
      value: "FILE",
      help: {
        en: "decisions as NDJSON; without it only the counts are printed",
        vi: "ghi quyết định dạng NDJSON; nếu không thì chỉ in tổng hợp",
      },
    },
    {
      name: "rejected",
      value: "FILE",
      help: {
        en: "rejections as NDJSON; default beside --out: FILE.rejected.ndjson, when there are any",
        vi: "ghi tờ khai bị từ chối dạng NDJSON; mặc định cạnh --out: TỆP.rejected.ndjson, khi có",
      },
    },
    {
      name: "explain",
      value: "HOW",
      choices: ["none", "hits", "full"],
      help: {
        en: "reasons in the decisions: none, hits (default), or full with evidence and factors",
        vi: "lý do trong quyết định: none, hits (mặc định), hoặc full kèm dữ kiện và thành phần điểm",
      },
    },
    ...questionOptions,
    {
      name: "workers",
      value: "N",
      help: {
        en: "threads that decide, beside the one that reads and writes; 1 (default): the same one does all",
        vi: "số luồng xử lý, ngoài luồng đọc và ghi; 1 (mặc định): một luồng làm tất cả",
      },
    },
    {
      name: "profile",
      value: "FILE",
      help: {
        en: "candidates, hits and time of every criterion, as JSON; slower; not with --workers",
        vi: "ứng viên, số lần trúng và thời gian của từng tiêu chí, dạng JSON; chậm hơn; không dùng cùng --workers",
      },
    },
    formatOption,
  ],
  maxWords: 0,
  examples: [
    {
      command: "luong decide --set examples/korea --declarations train.csv --out decisions.ndjson",
      what: { en: "a CSV file", vi: "một tệp CSV" },
    },
    {
      command:
        "luong decide --bundle demo.luong --set demo --declarations - --format json < day.ndjson",
      what: {
        en: "a built bundle, declarations from a pipe",
        vi: "gói đã dựng, tờ khai từ đường ống",
      },
    },
  ],
  run: async (given) => {
    const subject = subjectOf(given);
    const invocation = inSetLanguage(given, subject.set?.config.locale ?? null);
    const live = liveInput(given);
    if (live !== null) return runLive(live, subject, invocation);
    const input = declarationInput("declarations", given.args, subject.set, given.cwd);
    const files = filesOf(invocation);
    const progress = new Progress(invocation.output, invocation.clock);
    const start = invocation.clock();
    const workers = workersOf(invocation.args.value("workers"));
    const profile = files.profile === null ? null : new IndexProfile(invocation.clock);
    if (profile !== null && workers > 1) throw oneThreadOnly();
    let engines: Engines | null = null;
    try {
      engines = await makeEngines(subject, invocation, progress, {
        workers,
        sampleOf: ({ bundle, bound }) => usualDeclarations(input.file, bundle, bound),
        ...(profile === null ? {} : { profile }),
      });
      if (engines === null) return exitCodes.findings;
      const { engine, pool } = engines;
      const now = invocation.args.value("now");
      const time = now === undefined ? null : readQuestionTime(now, engine.ir.schema.zoneMinutes);
      const place = checkedPlace(input.place, engine);
      const { clock } = invocation;
      // What is only counted need not be explained.
      const reasons = files.out === null ? "none" : detailOf(invocation.args.value("explain"));
      const entries = (): AsyncIterable<Entry> => readDeclarations(input.file, invocation.input);
      const run =
        pool === null
          ? new DecideRun(engine, place, time, clock)
          : new PoolRun({ pool, engine }, place, time, reasons, clock);
      const answers =
        run instanceof DecideRun
          ? run.decide(entries())
          : run.decide(entries, declarationChunks(input.file, invocation.input));
      const explain = (decision: Decision, declaration: unknown): Decision =>
        pool === null ? withReasons(decision, declaration, engine, reasons) : decision;
      const result = await collect(answers, explain, files, invocation, progress);
      progress.end();
      const times = { deciding: run.decidingMs, overall: invocation.clock() - start };
      report({ ...result, ...times, engine, files, shownInput: input.file.shown }, invocation);
      if (profile !== null)
        reportProfile(profileJson(profile, engine, engines.backEnd), files, invocation);
      // Some rejected declarations are the daily round; all of them are a wrong file or mapping.
      const isWrongFile = result.tally.decided === 0 && result.tally.rejected > 0;
      return isWrongFile ? exitCodes.findings : exitCodes.ok;
    } finally {
      progress.end();
      await engines?.close();
      discard(files);
    }
  },
};

async function runLive(
  input: LiveInput,
  subject: Subject,
  invocation: Invocation,
): Promise<ExitCode> {
  const files = filesOf(invocation);
  const progress = new Progress(invocation.output, invocation.clock);
  const start = invocation.clock();
  const reasons = files.out === null ? "none" : detailOf(invocation.args.value("explain"));
  let close = (): void => undefined;
  try {
    const made = await makeLive(subject, invocation, progress, { explain: reasons !== "none" });
    if (made === null) return exitCodes.findings;
    close = made.close;
    const { live } = made;
    const { engine } = live;
    const before = invocation.clock();
    const answers = liveAnswers(live, input, progress);
    // Made with everything there is to tell, as what they look back on changes; what was not asked for is left out.
    const explain = (decision: Decision): Decision =>
      reasons === "hits" ? withoutEvidence(decision) : decision;
    const result = await collect(answers, explain, files, invocation, progress);
    progress.end();
    const overall = invocation.clock() - start;
    const times = { deciding: invocation.clock() - before, overall };
    report({ ...result, ...times, engine, files, shownInput: input.events.shown }, invocation);
    const { changed, confirmed, held } = live.counts();
    const count = (number: number): string => formatCount(number, invocation.output.language);
    invocation.output.note(
      invocation.output.say({
        en: `${count(changed)} decided again and different, ${count(held)} of them held, ${count(confirmed)} decided again and the same`,
        vi: `phân luồng lại: ${count(changed)} lần khác trước, trong đó ${count(held)} lần giữ luồng cũ, ${count(confirmed)} lần như trước`,
      }),
    );
    const isWrongFile = result.tally.decided === 0 && result.tally.rejected > 0;
    return isWrongFile ? exitCodes.findings : exitCodes.ok;
  } finally {
    progress.end();
    close();
    discard(files);
  }
}

/** Threads beyond the cores only wait for each other; far beyond, they are a slip of the finger. */
const MOST_WORKERS = 256;

function workersOf(option: string | undefined): number {
  const workers = option === undefined ? 1 : /^\d{1,3}$/.test(option) ? Number(option) : 0;
  if (workers >= 1 && workers <= MOST_WORKERS) return workers;
  throw new CannotRun({
    en: `--workers: \`${option}\` is not a whole number from 1 to ${MOST_WORKERS}`,
    vi: `--workers: \`${option}\` không phải số nguyên từ 1 đến ${MOST_WORKERS}`,
  });
}

function oneThreadOnly(): CannotRun {
  return new CannotRun(
    {
      en: "--profile measures one thread, so it does not go with --workers",
      vi: "--profile đo một luồng nên không dùng cùng --workers",
    },
    { en: "leave out one of the two", vi: "hãy bỏ một trong hai" },
  );
}

/** The file has all, the table what took most of the time. */
function reportProfile(report: ProfileJson, { profile }: Files, { output, cwd }: Invocation): void {
  if (profile === null) return;
  profile.write(`${JSON.stringify(report, null, 2)}\n`);
  profile.finish();
  output.note();
  for (const line of profileLines(report, output)) output.note(line);
  output.note(`→ ${showPath(profile.path, cwd)}`);
}

interface Files {
  readonly out: FileWriter | null;
  readonly profile: FileWriter | null;
  readonly rejectedPath: string | null;
  rejected: FileWriter | null;
}

function filesOf({ args, cwd }: Invocation): Files {
  const out = args.value("out");
  const rejected = args.value("rejected");
  const beside = out === undefined ? null : `${out}.rejected.ndjson`;
  const rejectedPath = rejected ?? beside;
  if (out !== undefined && rejected !== undefined && resolve(cwd, out) === resolve(cwd, rejected)) {
    throw new CannotRun({
      en: "--out and --rejected are the same file",
      vi: "--out và --rejected là cùng một tệp",
    });
  }
  const profile = args.value("profile");
  const profilePath = profile === undefined ? null : resolve(cwd, profile);
  if (profilePath !== null) {
    const others = [out, rejected ?? beside].map((each) => each && resolve(cwd, each));
    if (others.includes(profilePath)) {
      throw new CannotRun({
        en: "--profile needs a file of its own",
        vi: "--profile cần một tệp riêng",
      });
    }
  }
  return {
    profile: profilePath === null ? null : new FileWriter(profilePath),
    out: out === undefined ? null : new FileWriter(resolve(cwd, out)),
    rejectedPath: rejectedPath === null ? null : resolve(cwd, rejectedPath),
    // A file that was asked for by name is written even when it is empty.
    rejected: rejected === undefined ? null : new FileWriter(resolve(cwd, rejected)),
  };
}

function discard(files: Files): void {
  files.out?.discard();
  files.profile?.discard();
  files.rejected?.discard();
}

export function checkedPlace<
  P extends { readonly flow: string | null; readonly stage: string | null },
>(place: P, { ir }: Engine): P {
  const check = (
    option: string,
    given: string | null,
    words: readonly { readonly name: string }[],
  ): void => {
    if (given === null || words.some((word) => word.name === given)) return;
    const list = words.map((word) => `\`${word.name}\``).join(", ");
    throw new CannotRun({
      en: `${option}: \`${given}\` is not one of ${list}`,
      vi: `${option}: \`${given}\` không thuộc ${list}`,
    });
  };
  check("--flow", place.flow, ir.schema.flows);
  check("--stage", place.stage, ir.schema.stages);
  return place;
}

interface Collected {
  readonly tally: Tally;
  /** First rejections, to be shown. */
  readonly rejections: readonly Answered[];
}

const REJECTIONS_SHOWN = 5;

async function collect(
  answers: AsyncIterable<Answered>,
  explain: (decision: Decision, declaration: unknown) => Decision,
  files: Files,
  { clock }: Invocation,
  progress: Progress,
): Promise<Collected> {
  const tally = new Tally();
  const rejections: Answered[] = [];
  let nextPause = clock() + PAUSE_EVERY_MS;
  for await (const answer of answers) {
    const { decision, rejection } = answer;
    if (decision !== undefined) {
      tally.decide(decision);
      files.out?.write(`${JSON.stringify(explain(decision, answer.declaration))}\n`);
    }
    if (rejection !== undefined) {
      tally.reject(rejection.faults[0]?.code ?? "");
      if (rejections.length < REJECTIONS_SHOWN) rejections.push(answer);
      rejectedFile(files)?.write(`${JSON.stringify(rejection)}\n`);
    }
    progress.at({ en: "deciding", vi: "đang phân luồng" }, tally.decided + tally.rejected);
    if (clock() >= nextPause) {
      // Signals are heard only when the loop lets go; a long file must be stoppable.
      await new Promise((resume) => setImmediate(resume));
      nextPause = clock() + PAUSE_EVERY_MS;
    }
  }
  files.out?.finish();
  files.rejected?.finish();
  return { tally, rejections };
}

const PAUSE_EVERY_MS = 50;

function detailOf(option: string | undefined): Reasons {
  return option === "none" || option === "full" ? option : "hits";
}

function rejectedFile(files: Files): FileWriter | null {
  if (files.rejected === null && files.rejectedPath !== null) {
    files.rejected = new FileWriter(files.rejectedPath);
  }
  return files.rejected;
}

interface Report extends Collected {
  readonly engine: Engine;
  readonly files: Files;
  readonly shownInput: string;
  /** Milliseconds. */
  readonly deciding: number;
  readonly overall: number;
}

function report(result: Report, { output, cwd }: Invocation): void {
  const { tally, engine } = result;
  const total = tally.decided + tally.rejected;
  const rate = perSecond(total, result.deciding);
  if (output.format === "json") {
    output.json({
      declarations: total,
      rejected: tally.rejected,
      channels: tally.channels,
      declarationsPerSecond: Math.round(rate),
      bundleDigest: engine.manifest.digest,
    });
    return;
  }
  const count = (number: number): string => formatCount(number, output.language);
  for (const line of channelLines(tally, output)) output.line(line);
  policyLine(tally, output);
  output.note();
  for (const line of criterionLines(tally, labelsOf(engine, output), output)) output.note(line);
  output.note();
  rejectionLines(result, output);
  const overall = perSecond(total, result.overall);
  const seconds = formatDecimal(result.overall / 1000, 1, output.language);
  output.note(
    output.say({
      en: `${count(tally.decided)} decided, ${count(rate)} a second (${count(overall)} overall, ${seconds} s)`,
      vi: `đã phân luồng ${count(tally.decided)} tờ khai, ${count(rate)} tờ khai mỗi giây (cả quá trình ${count(overall)}, ${seconds} giây)`,
    }),
  );
  output.note(
    output.say({
      en: `bundle ${engine.manifest.digest}`,
      vi: `gói ${engine.manifest.digest}`,
    }),
  );
  for (const file of [result.files.out, result.files.rejected]) {
    if (file !== null) output.note(`→ ${showPath(file.path, cwd)}`);
  }
}

function perSecond(count: number, milliseconds: number): number {
  return milliseconds <= 0 ? 0 : (1000 * count) / milliseconds;
}

function labelsOf({ ir }: Engine, { language }: Output): ReadonlyMap<string, string> {
  return new Map(
    ir.criteria.map(({ id, label }) => [
      id,
      printable(label[language] ?? label.en ?? label.vi ?? ""),
    ]),
  );
}

function policyLine(tally: Tally, output: Output): void {
  const count = (number: number): string => formatCount(number, output.language);
  const parts = [
    tally.exempt > 0
      ? { en: `${count(tally.exempt)} exempt`, vi: `${count(tally.exempt)} được miễn` }
      : null,
    tally.sampled > 0
      ? { en: `${count(tally.sampled)} sampled`, vi: `${count(tally.sampled)} chọn ngẫu nhiên` }
      : null,
    tally.cut > 0
      ? { en: `${count(tally.cut)} cut by a quota`, vi: `${count(tally.cut)} hạ luồng do hạn mức` }
      : null,
  ].filter((part) => part !== null);
  if (parts.length > 0)
    output.note(output.paint("dim", parts.map((part) => output.say(part)).join(", ")));
}

function rejectionLines({ tally, rejections, shownInput }: Report, output: Output): void {
  if (tally.rejected === 0) return;
  const shown = formatCount(tally.rejected, output.language);
  output.line(
    output.paint("red", output.say({ en: `${shown} rejected`, vi: `${shown} bị từ chối` })),
  );
  for (const { position, rejection, shown: file } of rejections) {
    const fault = rejection?.faults[0];
    if (fault === undefined) continue;
    output.line(`  ${file ?? shownInput}:${position}: ${lineOfFault(fault, output.language)}`);
  }
  const more = tally.rejected - rejections.length;
  if (more > 0) {
    const count = formatCount(more, output.language);
    output.line(
      output.paint(
        "dim",
        `  ${output.say({ en: `and ${count} more`, vi: `và ${count} tờ khai nữa` })}`,
      ),
    );
  }
  output.note();
}
