/**
 * What an evaluating thread does with a batch: reads, validates, decides and explains each declaration, and writes the outcomes as JSON.
 *
 * Everything that depends on declarations of other batches is left open (`settle.ts`). Knows nothing of threads; an exception of the engine
 * is let through, because it is a bug and the batch must be tried elsewhere.
 */

import type { OpenQuotas } from "../decide/decider.ts";
import type { Engine, Outcome } from "../engine.ts";
import { type Line, readLine } from "../facts/read-lines.ts";
import type { EvaluateReply, EvaluateRequest } from "./protocol.ts";
import { withReasons } from "./reasons.ts";
import { bytesAt, TextBlock, textAt } from "./text-block.ts";

/** Outcomes are usually longer than declarations; a first guess only. */
const ROOM_PER_TEXT = 1024;

/** `progress` hears the index of each text before it is looked at. */
export function evaluateBatch(
  engine: Engine,
  request: EvaluateRequest,
  progress: (index: number) => void,
): EvaluateReply {
  const { task, ask, positions } = request;
  const block = new TextBlock(positions.length * ROOM_PER_TEXT);
  const keys: (string | null)[] = [];
  const open: (OpenQuotas | null)[] = [];
  let isOpen = false;
  for (let index = 0; index < positions.length; index++) {
    progress(index);
    const line = lineAt(request, index);
    const evaluated = engine.evaluateLine(line, ask);
    block.addText(`${JSON.stringify(explained(engine, line, evaluated.outcome, ask.reasons))}\n`);
    keys.push(evaluated.key);
    open.push(evaluated.open);
    isOpen ||= evaluated.open !== null;
  }
  return { kind: "evaluated", task, ...block.texts(), keys, open: isOpen ? open : null };
}

function lineAt(request: EvaluateRequest, index: number): Line {
  const position = request.positions[index] ?? 0;
  if (request.form === "lines") return readLine(bytesAt(request, index), position);
  return { position, declaration: JSON.parse(textAt(request, index)) };
}

function explained(
  engine: Engine,
  line: Line,
  outcome: Outcome,
  reasons: EvaluateRequest["ask"]["reasons"],
): Outcome {
  const { decision } = outcome;
  if (reasons === undefined || decision === undefined || line.faults !== undefined) return outcome;
  return { decision: withReasons(decision, line.declaration, engine, reasons) };
}
