/**
 * Opens a function of the integrator's that is run in a thread or process of its own, so that one that hangs can be ended.
 *
 * Comes in: the module's address. Goes out: a provider whose digest is that of the module's file. A function that cannot hang may be called in place (`functionProvider` of the runtime).
 */
import { readFile } from "node:fs/promises";
import type { ScoreAnswer, ScoreInput, ScoreProvider } from "@luong/runtime";
import { modelDigest } from "./digest.ts";
import { unreadable } from "./model-error.ts";
import { failAll } from "./tensors.ts";
import type { FunctionProgramData } from "./threads/function-program.ts";
import { ModelThread, type ModelThreadOptions } from "./threads/model-thread.ts";
import { functionProgram } from "./threads/programs.ts";

export interface OpenFunctionOptions
  extends Pick<ModelThreadOptions, "isolation" | "graceMs" | "openMs" | "onStart"> {
  readonly name: string;
  readonly version: string;
  readonly inputs: readonly ScoreInput[];
  readonly outputs: readonly string[];
  /** What the module exports; default `score`. */
  readonly exported?: string;
}

/** Throws `ModelError`. To be closed: its thread keeps the process alive. */
export async function openFunction(
  module: URL,
  options: OpenFunctionOptions,
): Promise<ScoreProvider> {
  const { name, version, inputs, outputs, exported = "score" } = options;
  const digest = modelDigest(await sourceOf(module));
  const data: FunctionProgramData = { module: module.href, exported, outputs };
  const thread = new ModelThread({ ...options, program: functionProgram, data });
  await thread.open();
  return {
    name,
    version,
    digest,
    inputs,
    outputs,
    score: async (requests, signal) => {
      const answer = await thread.ask(requests, signal);
      return "failed" in answer
        ? failAll(requests.length, answer.failed, answer.detail)
        : (answer.result as readonly ScoreAnswer[]);
    },
    close: () => thread.close(),
  };
}

async function sourceOf(module: URL): Promise<Uint8Array> {
  try {
    return await readFile(module);
  } catch (error) {
    throw unreadable("JavaScript", String(error));
  }
}
