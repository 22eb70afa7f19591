/**
 * `luong decide --events`: a set or bundle, what was told before and what comes now → answers like those of a file of declarations.
 *
 * Checks the options that go with it, makes the engine and the open declarations around it, and leaves writing to the command. Keeps everything in memory.
 */
import { resolve } from "node:path";
import { Live } from "@luong/runtime";
import { CannotRun } from "../both.ts";
import type { Answered } from "../decide-all.ts";
import { type EnginesOptions, engineOf, loadSubject, type Subject } from "../engine.ts";
import type { Invocation } from "../invocation.ts";
import type { Progress } from "../progress.ts";
import { showPath } from "../set.ts";
import { decideEvents, type EventAnswer, type EventInput, loadHistory } from "./decide-events.ts";

export interface LiveInput {
  readonly events: EventInput;
  readonly history: EventInput | null;
}

/** Null: no events are given. Throws for options that do not go together. */
export function liveInput({ args, cwd }: Invocation): LiveInput | null {
  const inputOf = (option: string): EventInput | null => {
    const given = args.value(option);
    if (given === undefined) return null;
    const path = resolve(cwd, given);
    return { path, shown: showPath(path, cwd) };
  };
  const [events, history] = [inputOf("events"), inputOf("history")];
  if (events === null) {
    if (history === null) return null;
    throw new CannotRun(
      { en: "--history needs --events", vi: "--history cần có --events" },
      {
        en: "declarations that come now are given as events too, so that everything has its time",
        vi: "tờ khai đến lúc này cũng được cho dưới dạng sự kiện, để mọi thứ đều có thời điểm",
      },
    );
  }
  for (const option of ["declarations", "workers", "now", "profile", "stage", "flow"]) {
    if (args.value(option) === undefined) continue;
    throw new CannotRun({
      en: `--${option} does not go with --events`,
      vi: `--${option} không dùng cùng --events`,
    });
  }
  return { events, history };
}

/** Null after findings were printed. */
export async function makeLive(
  subject: Subject,
  invocation: Invocation,
  progress: Progress,
  options: Omit<EnginesOptions, "workers" | "sampleOf"> & { readonly explain: boolean },
): Promise<{ readonly live: Live; readonly close: () => void } | null> {
  const loaded = await loadSubject(subject, invocation, progress, false);
  if (loaded === null) return null;
  const { explain, ...rest } = options;
  const { ir } = loaded.bundle.module;
  const live = new Live(ir, (history) => engineOf(loaded, { ...loaded.bound, ...rest, history }), {
    explain,
  });
  return { live, close: loaded.discard };
}

/** History first, then the events. */
export async function* liveAnswers(
  live: Live,
  { events, history }: LiveInput,
  progress: Progress,
): AsyncGenerator<Answered> {
  const { schema } = live.engine.ir;
  if (history !== null) {
    progress.step({ en: "loading what was told before", vi: "đang nạp những gì đã biết trước" });
    for await (const answer of loadHistory(live, history, schema)) yield answered(answer);
  }
  for await (const answer of decideEvents(live, events, schema)) yield answered(answer);
}

function answered({ outcome, file, line }: EventAnswer): Answered {
  return { position: line, declaration: undefined, shown: file, ...outcome };
}
