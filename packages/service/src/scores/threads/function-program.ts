/**
 * The program of a thread that runs a function of the integrator's.
 *
 * Comes in: the address of a module and the name of what it exports, then requests. Goes out: answers. The function may answer at once or later; when it never does, the host ends the thread.
 */
import {
  functionProvider,
  type ScoreFunction,
  type ScoreOutputs,
  type ScoreRequest,
} from "@luong/runtime";
import { serve } from "./serve.ts";

export interface FunctionProgramData {
  readonly module: string;
  readonly exported: string;
  readonly outputs: readonly string[];
}

type Given = ScoreOutputs | number | string;

serve(async (data) => {
  const { module, exported, outputs } = data as FunctionProgramData;
  const loaded = (await import(module)) as Readonly<Record<string, unknown>>;
  const called = loaded[exported];
  if (typeof called !== "function") throw new TypeError(`\`${exported}\` is no function`);
  const call = called as ScoreFunction<Given | Promise<Given>>;
  const provider = functionProvider({
    name: exported,
    version: "",
    digest: "",
    inputs: [],
    outputs,
    function: { kind: "async", call: async (inputs) => call(inputs) },
  });
  const never = { isOver: false, onOver: () => () => undefined };
  return (payload) => provider.score(payload as readonly ScoreRequest[], never);
});
