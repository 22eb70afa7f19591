/**
 * Declarations and events in the order they became known → decisions, made again where something arrives that concerns them.
 *
 * Comes in: what was told before (`--history`), and what comes now (`--events`). Goes out: outcomes, one after the other. All state is in memory.
 */
import type { Live, Outcome } from "@luong/runtime";
import type { Schema } from "@luong/spec";
import { type EventLine, eventFiles, readEvents } from "./open-events.ts";

export interface EventInput {
  readonly path: string;
  readonly shown: string;
}

/** An outcome, or a line that was not understood. */
export interface EventAnswer {
  readonly outcome: Outcome;
  readonly file: string;
  readonly line: number;
}

/** Tells the state what was known before; gives the lines that were not understood. */
export async function* loadHistory(
  live: Live,
  { path, shown }: EventInput,
  schema: Schema,
): AsyncGenerator<EventAnswer> {
  for await (const { event, file, line } of readEvents(eventFiles(path, shown), schema)) {
    if (event.faults !== undefined) yield { outcome: rejected(event.faults, line), file, line };
    else if (event.kind === "arrived") live.load(event.arrived);
  }
}

export async function* decideEvents(
  live: Live,
  { path, shown }: EventInput,
  schema: Schema,
): AsyncGenerator<EventAnswer> {
  let last: EventLine | undefined;
  for await (const each of readEvents(eventFiles(path, shown), schema)) {
    for (const outcome of await outcomesOf(live, each))
      yield { outcome, file: each.file, line: each.line };
    if (each.event.faults === undefined) last = each;
  }
  if (last === undefined || last.event.faults !== undefined) return;
  // What happened as it was told is seen from the moment after.
  const { file, line, event } = last;
  for (const outcome of await live.advance(event.known + 1)) yield { outcome, file, line };
}

async function outcomesOf(live: Live, { event, line }: EventLine): Promise<readonly Outcome[]> {
  if (event.faults !== undefined) return [rejected(event.faults, line)];
  switch (event.kind) {
    case "declared":
      return live.declare({ ...event.declared, position: line });
    case "arrived":
      return live.tell(event.arrived);
    case "released": {
      const due = await live.advance(event.known);
      live.release(event.number);
      return due;
    }
  }
}

function rejected(
  faults: Extract<EventLine["event"], { readonly faults: readonly unknown[] }>["faults"],
  position: number,
): Outcome {
  return { rejection: { declaration: null, position, faults } };
}
