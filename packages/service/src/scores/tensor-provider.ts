/**
 * A provider of scores from anything that turns tensors into tensors: an ONNX session in a thread, a server.
 *
 * Comes in: how tensors look and a way to run them. Goes out: a provider. Requests that cannot be written as tensors fail for themselves; the others go together.
 */
import type { ScoreAnswer, ScoreFailed, ScoreProvider, ScoreSignal } from "@luong/runtime";
import {
  answersFrom,
  failAll,
  type Layout,
  type OutputPlace,
  type PlainTensor,
  rowOf,
  tensorsFrom,
} from "./tensors.ts";

export interface TensorProviderOptions {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly layout: Layout;
  readonly outputs: readonly OutputPlace[];
  /** Must not throw. */
  readonly run: (
    tensors: readonly PlainTensor[],
    signal: ScoreSignal,
  ) => Promise<readonly PlainTensor[] | ScoreFailed>;
  readonly close: () => Promise<void>;
}

export function tensorProvider(options: TensorProviderOptions): ScoreProvider {
  const { name, version, digest, layout, outputs, run, close } = options;
  return {
    name,
    version,
    digest,
    inputs: layout.columns.map(({ input, missing }) =>
      missing === null ? { ...input, isRequired: true } : input,
    ),
    outputs: outputs.map((output) => output.name),
    close,
    score: async (requests, signal) => {
      const rows = requests.map((request) => rowOf(layout, request));
      const fitting = rows.filter((row) => typeof row !== "string");
      if (fitting.length === 0) return rows.map(failureOf);
      const given = await run(tensorsFrom(layout, fitting), signal);
      const answers =
        "failed" in given
          ? failAll(fitting.length, given.failed, given.detail)
          : answersFrom(outputs, given, fitting.length);
      let next = 0;
      return rows.map((row) =>
        typeof row === "string" ? failureOf(row) : (answers[next++] ?? { failed: "wrong shape" }),
      );
    },
  };
}

function failureOf(row: ReturnType<typeof rowOf>): ScoreAnswer {
  return { failed: typeof row === "string" ? row : "wrong input" };
}
