/**
 * The loop of a program that runs a model: opens it once, then answers one question after another.
 *
 * Comes in: a way to open the model; messages of the host, by thread or process. Goes out: answers. Errors of single questions are reported, all else ends the program, and the host
 * starts another.
 */
import { parentPort } from "node:worker_threads";
import type { FromProgram, ToProgram } from "./protocol.ts";

/** Answers one payload. */
export type Answer = (payload: unknown) => Promise<unknown>;

export function serve(open: (data: unknown) => Promise<Answer>): void {
  let answer: Answer | null = null;
  const take = async (message: ToProgram): Promise<void> => {
    if (message.kind === "open") {
      answer = await open(message.data);
      send({ kind: "ready" });
    } else if (answer !== null) await answerOne(answer, message.id, message.payload);
  };
  const receive = (message: ToProgram): void => {
    take(message).catch((error: unknown) => send({ kind: "unfit", reason: String(error) }));
  };
  if (parentPort === null) process.on("message", receive);
  else parentPort.on("message", receive);
}

async function answerOne(answer: Answer, id: number, payload: unknown): Promise<void> {
  try {
    // Sending fails for what cannot be copied (functions), and then is the answer's error.
    send({ kind: "answer", id, result: await answer(payload) });
  } catch (error) {
    send({ kind: "error", id, reason: String(error) });
  }
}

function send(message: FromProgram): void {
  if (parentPort === null) process.send?.(message);
  else parentPort.postMessage(message);
}
