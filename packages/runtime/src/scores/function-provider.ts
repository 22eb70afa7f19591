/**
 * A provider of scores from a JavaScript function the integrator wrote.
 *
 * A function that answers at once is called in this thread: it cannot be interrupted, so one that may hang belongs in a thread of its own (`openFunction` of the service). Each request fails
 * for itself; what comes back is checked by the guard.
 */
import type {
  EncodedInput,
  ScoreAnswer,
  ScoreInput,
  ScoreOutputs,
  ScoreProvider,
  ScoreRequest,
} from "./provider.ts";

/** In the order of the inputs; null is a missing value. A number or text alone is the first output. */
export type ScoreFunction<Result> = (inputs: readonly (EncodedInput | null)[]) => Result;

type Given = ScoreOutputs | number | string;

export interface FunctionProviderOptions {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the function's source, first 12 hex digits; whoever deploys it knows it. */
  readonly digest: string;
  readonly inputs: readonly ScoreInput[];
  readonly outputs: readonly string[];
  readonly function:
    | { readonly kind: "sync"; readonly call: ScoreFunction<Given> }
    | { readonly kind: "async"; readonly call: ScoreFunction<Promise<Given>> };
}

export function functionProvider(options: FunctionProviderOptions): ScoreProvider {
  const { name, version, digest, inputs, outputs } = options;
  const [first = ""] = outputs;
  const described = { name, version, digest, inputs, outputs };
  if (options.function.kind === "sync") {
    const { call } = options.function;
    const scoreSync = (requests: readonly ScoreRequest[]): readonly ScoreAnswer[] =>
      requests.map((request) => answerNow(call, request, first));
    return { ...described, scoreSync, score: async (requests) => scoreSync(requests) };
  }
  const { call } = options.function;
  return {
    ...described,
    score: (requests) => Promise.all(requests.map((request) => answerLater(call, request, first))),
  };
}

function answerNow(
  call: ScoreFunction<Given>,
  { inputs }: ScoreRequest,
  first: string,
): ScoreAnswer {
  try {
    return answerFrom(call(inputs), first);
  } catch (error) {
    return { failed: "crashed", detail: String(error) };
  }
}

async function answerLater(
  call: ScoreFunction<Promise<Given>>,
  { inputs }: ScoreRequest,
  first: string,
): Promise<ScoreAnswer> {
  try {
    return answerFrom(await call(inputs), first);
  } catch (error) {
    return { failed: "crashed", detail: String(error) };
  }
}

function answerFrom(given: Given, first: string): ScoreAnswer {
  return { outputs: typeof given === "object" ? given : { [first]: given } };
}
