/**
 * The program of an evaluating thread: loads the bundle, then answers batches one after another.
 *
 * Comes in: the folder of the bundle and its options, once; requests, and states to go on with. Goes out: `FromWorker` messages. Lets exceptions end the thread: who
 * started it gives the batch to another.
 */
import { deserialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { type Engine, loadError } from "../../engine.ts";
import { LoadError } from "../../load/options.ts";
import { evaluateBatch } from "../../pool/evaluate.ts";
import type { EvaluateRequest, FromWorker, ToWorker } from "../../pool/protocol.ts";
import { optionsWithState, type SharedState } from "../../pool/shared-state.ts";
import { bind, type LoadOptions } from "../load.ts";
import { type ReadBundle, readBundle } from "../read-bundle.ts";
import { type CrewData, PROGRESS_INDEX, PROGRESS_TASK } from "./crew-data.ts";

const { place, options, state, progress } = workerData as CrewData;

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function answer(engine: Engine, request: EvaluateRequest): void {
  Atomics.store(progress, PROGRESS_TASK, request.task);
  const reply = evaluateBatch(engine, request, (index) =>
    Atomics.store(progress, PROGRESS_INDEX, index),
  );
  send(reply, [reply.bytes.buffer, reply.ends.buffer]);
  Atomics.store(progress, PROGRESS_TASK, 0);
}

function renewed(bundle: ReadBundle, given: LoadOptions, state: SharedState): Engine {
  const bound = optionsWithState(given, state);
  const { index } = state;
  return bind(bundle, place, index === undefined ? bound : { ...bound, shared: index });
}

async function start(): Promise<void> {
  const given = deserialize(new Uint8Array(options)) as LoadOptions;
  try {
    const read = await readBundle(place);
    if (read.problems !== undefined) throw loadError(read.problems);
    const { bundle } = read;
    let engine = renewed(bundle, given, state);
    const { manifest, ir } = engine;
    parentPort?.on("message", (request: ToWorker) => {
      if (request.kind === "evaluate") answer(engine, request);
      else {
        // Rows that a snapshot brought are in the state from the first change on.
        engine = renewed(bundle, { ...given, snapshot: false }, request.state);
        send({ kind: "renewed", number: request.number });
      }
    });
    send({ kind: "ready", manifest, schema: ir.schema, policies: ir.policies });
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    send({ kind: "refused", problems: error.problems });
  }
}

await start();
