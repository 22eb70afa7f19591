/**
 * The program of an evaluating thread: loads the bundle, then answers batches one after another.
 *
 * Comes in: the folder of the bundle and its options, once; requests. Goes out: `FromWorker` messages. Lets exceptions end the thread: who
 * started it gives the batch to another.
 */
import { deserialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { LoadError } from "../../load/options.ts";
import { evaluateBatch } from "../../pool/evaluate.ts";
import type { EvaluateRequest, FromWorker } from "../../pool/protocol.ts";
import { type LoadOptions, load } from "../load.ts";
import { type CrewData, PROGRESS_INDEX, PROGRESS_TASK } from "./crew-data.ts";

const { place, options, shared, progress } = workerData as CrewData;

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function answer(engine: Awaited<ReturnType<typeof load>>, request: EvaluateRequest): void {
  Atomics.store(progress, PROGRESS_TASK, request.task);
  const reply = evaluateBatch(engine, request, (index) =>
    Atomics.store(progress, PROGRESS_INDEX, index),
  );
  send(reply, [reply.bytes.buffer, reply.ends.buffer]);
  Atomics.store(progress, PROGRESS_TASK, 0);
}

async function start(): Promise<void> {
  const given = deserialize(new Uint8Array(options)) as LoadOptions;
  try {
    const engine = await load(place, shared === undefined ? given : { ...given, shared });
    const { manifest, ir } = engine;
    parentPort?.on("message", (request: EvaluateRequest) => answer(engine, request));
    send({ kind: "ready", manifest, schema: ir.schema, policies: ir.policies });
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    send({ kind: "refused", problems: error.problems });
  }
}

await start();
