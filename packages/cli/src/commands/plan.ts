/**
 * `luong plan`: how the index finds each criterion of a set, which ones have to be asked at every declaration, and what to change about them.
 *
 * Comes in: a set or bundle with what is bound to it, and a file of declarations as a sample of traffic when there is one. Goes out: the plan, as text or JSON.
 */
import {
  assumedShares,
  bindWorld,
  describeIndex,
  type Engine,
  type IndexDescription,
  IndexProfile,
  type PredicateIndex,
} from "@luong/runtime";
import { CannotRun } from "../both.ts";
import { formatOption, setOption } from "../command-line.ts";
import { type DeclarationInput, declarationInput } from "../declaration-input.ts";
import {
  engineOf,
  type LoadedSubject,
  loadSubject,
  type Subject,
  subjectOf,
  withHeld,
} from "../engine.ts";
import { exitCodes } from "../exit-code.ts";
import { lineOfFault } from "../fault-words.ts";
import { type Command, type Invocation, inSetLanguage } from "../invocation.ts";
import { Progress } from "../progress.ts";
import { readQuestionTime } from "../question-time.ts";
import { openSet } from "../set.ts";
import { checkedPlace, declarationOptions, questionOptions } from "./decide.ts";
import { type PlanReport, planReport } from "./plan-report.ts";
import { readSample, type Sample } from "./plan-sample.ts";
import { planLines } from "./plan-text.ts";
import type { Traffic } from "./plan-why.ts";

export const plan: Command = {
  name: "plan",
  summary: { en: "explain how criteria are found", vi: "giải thích cách tra tiêu chí" },
  usage: ["plan [SET] [--declarations FILE]", "plan --bundle DIR [--set DIR]"],
  about: {
    en: "Shows by which facts the index finds each criterion and how many candidates a declaration has, and says of criteria that must be asked at every declaration why, and what to change. With --declarations the index is chosen by, and counted in, the first 5,000 valid declarations of the file.",
    vi: "Cho biết chỉ mục tra từng tiêu chí theo dữ kiện nào, mỗi tờ khai có bao nhiêu ứng viên; với tiêu chí phải xét ở mọi tờ khai thì nói vì sao và nên sửa gì. Có --declarations thì chỉ mục được chọn và đếm theo 5.000 tờ khai hợp lệ đầu tiên của tệp.",
  },
  options: [setOption, ...declarationOptions, ...questionOptions, formatOption],
  maxWords: 1,
  examples: [
    {
      command: "luong plan examples/vietnam",
      what: { en: "without a sample", vi: "không có mẫu" },
    },
    {
      command: "luong plan --set demo --declarations day.ndjson --format json",
      what: {
        en: "with a day's declarations, as JSON",
        vi: "theo tờ khai của một ngày, dạng JSON",
      },
    },
  ],
  run: async (given) => {
    const subject = plannedSubject(given);
    const invocation = inSetLanguage(given, subject.set?.config.locale ?? null);
    const { args, cwd, output } = invocation;
    const input =
      args.value("declarations") === undefined
        ? null
        : declarationInput("declarations", args, subject.set, cwd);
    const progress = new Progress(output, invocation.clock);
    try {
      const loaded = await loadSubject(subject, invocation, progress, true);
      if (loaded === null) return exitCodes.findings;
      try {
        const report = await planOf(loaded, input, invocation, progress);
        progress.end();
        if (output.format === "json") output.json(report);
        else for (const line of planLines(report, output)) output.line(line);
        return exitCodes.ok;
      } finally {
        loaded.discard();
      }
    } finally {
      progress.end();
    }
  },
};

/** The set may be given as a word: `luong plan demo`. */
function plannedSubject(invocation: Invocation): Subject {
  const { args, cwd } = invocation;
  const [folder] = args.words;
  if (folder === undefined) return subjectOf(invocation);
  if (args.value("set") === undefined && args.value("bundle") === undefined) {
    return { set: openSet(folder, cwd), bundle: null };
  }
  throw new CannotRun({
    en: "give the set either as a word or with --set or --bundle, not both",
    vi: "chỉ cho bộ bằng một từ, hoặc bằng --set hay --bundle, không cho cả hai",
  });
}

async function planOf(
  loaded: LoadedSubject,
  input: DeclarationInput | null,
  invocation: Invocation,
  progress: Progress,
): Promise<PlanReport> {
  const { bundle, bound, held, backEnd } = loaded;
  progress.step({ en: "planning", vi: "đang lập kế hoạch" });
  const sample =
    input === null ? null : await readSample(input.file, invocation.input, bundle, bound);
  // Without a sample, too: what is profiled has an index, however few its rows.
  const profile = new IndexProfile(invocation.clock);
  const options = {
    ...bound,
    ...(sample === null ? {} : { sample: sample.declarations }),
    profile,
  };
  const engine = engineOf(loaded, options);
  const { index, ir, manifest } = engine;
  if (index === undefined) throw new Error("a bundle without an index");
  const shares =
    input === null || sample === null
      ? { shareOf: assumedShares(index), sample: null }
      : { shareOf: profile.shareOf, sample: counted(engine, sample, input, invocation) };
  const described: IndexDescription = describeIndex(index, shares.shareOf);
  const world = described.criteria.some(({ scannedRowCount }) => scannedRowCount > 0)
    ? bindWorld(ir, withHeld(bound, held)).world
    : null;
  return planReport({
    ir,
    plan: index.parts.plan,
    described,
    table: (name) => world?.table(name),
    digest: manifest.digest,
    backEnd,
    sample: shares.sample,
    traffic: trafficOf(index),
  });
}

function trafficOf({ parts }: PredicateIndex): Traffic {
  const { slots } = parts.statistics;
  const missing = new Map(parts.plan.slots.map(({ name }, at) => [name, slots[at]?.unknown ?? 0]));
  return {
    hasSample: parts.statistics.declarations > 0,
    missing: (fact) => missing.get(fact) ?? 0,
  };
}

/** Asks the index about the sample, so that its profile knows how often each key holds. */
function counted(
  engine: Engine,
  { declarations, rejected }: Sample,
  { file, place }: DeclarationInput,
  { args }: Invocation,
): NonNullable<PlanReport["sample"]> {
  const { flow, stage } = checkedPlace(place, engine);
  const given = args.value("now");
  const now =
    given === undefined ? {} : { now: readQuestionTime(given, engine.ir.schema.zoneMinutes) };
  const ask = {
    ...(flow === null ? {} : { flow }),
    ...(stage === null ? {} : { stage }),
    ...now,
    validated: true,
  };
  let decided = 0;
  let complaint: CannotRun | null = null;
  for (const declaration of declarations) {
    const { rejection } = engine.decide(declaration, ask);
    const fault = rejection?.faults[0];
    if (fault === undefined) decided += 1;
    else
      complaint ??= new CannotRun({ en: lineOfFault(fault, "en"), vi: lineOfFault(fault, "vi") });
  }
  // A schema without a clock, and no --now: nothing of the file can be asked.
  if (decided === 0 && complaint !== null) throw complaint;
  return {
    file: file.shown,
    declarations: decided,
    rejected: rejected + declarations.length - decided,
  };
}
