/**
 * Opens a model on a server that speaks the Open Inference Protocol, version 2, over HTTP.
 *
 * Comes in: where it is and what its inputs are called. Goes out: a provider, after the server said it is ready and its metadata agreed with the inputs. No retries: a score has a deadline of
 * milliseconds, and the breaker of the guard decides when to ask again.
 */
import type { ScoreFailed, ScoreInput, ScoreProvider, ScoreSignal } from "@luong/runtime";
import { modelDigest } from "../digest.ts";
import { ModelError } from "../model-error.ts";
import { tensorProvider } from "../tensor-provider.ts";
import { layoutOf, type OutputPlace, outputPlaces, type PlainTensor } from "../tensors.ts";
import { callHttp, type HttpAnswer } from "./http.ts";
import { inferAnswer, inferBody, type ModelMetadata, modelMetadata } from "./infer-json.ts";
import { Places } from "./places.ts";

export interface OpenRemoteOptions {
  readonly name: string;
  /** `http://host:port`, without `/v2`. */
  readonly url: string;
  /** As the server calls it. */
  readonly model: string;
  /** As the server calls it; left out: the one the server serves, and the provider has no version of its own. */
  readonly version?: string;
  readonly inputs: readonly ScoreInput[];
  /** Left out: every column of every output whose width the metadata tells. */
  readonly outputs?: readonly OutputPlace[];
  /** What is sent for a missing value, as JSON has no NaN; left out: requests with one fail with "missing input". */
  readonly missing?: number;
  /** Calls under way at the same time; default 4. More wait, and fail at their deadline. */
  readonly maxConcurrent?: number;
  /** Bytes of an answer; default 8 MB. */
  readonly maxBytes?: number;
  /** How long opening may take; default 10,000 ms. */
  readonly openMs?: number;
  /** Sent with every call, such as an authorisation. */
  readonly headers?: Readonly<Record<string, string>>;
}

const MAX_CONCURRENT = 4;
const MAX_BYTES = 8_000_000;
const OPEN_MS = 10_000;

/** Throws `ModelError`. */
export async function openRemote(options: OpenRemoteOptions): Promise<ScoreProvider> {
  const metadata = await readMetadata(options);
  const { name, inputs, missing } = options;
  const layout = layoutOf(inputs, metadata.inputs, {
    hasNaN: false,
    ...(missing === undefined ? {} : { missing }),
  });
  const outputs = options.outputs ?? outputPlaces(metadata.outputs);
  checkOutputs(outputs, metadata);
  const places = new Places(options.maxConcurrent ?? MAX_CONCURRENT);
  return tensorProvider({
    name,
    version: options.version ?? "",
    // The protocol gives no digest of a model; this one tells interfaces apart, not weights.
    digest: modelDigest(JSON.stringify([options.model, options.version ?? null, metadata])),
    layout,
    outputs,
    run: async (tensors, signal) => {
      const give = await places.take(signal);
      if (give === null) return { failed: "timeout" };
      try {
        return await infer(options, tensors, outputs, signal);
      } finally {
        give();
      }
    },
    close: async () => undefined,
  });
}

/** Whether the server says it is ready, within `ms`. */
export async function isRemoteReady(
  options: Pick<OpenRemoteOptions, "url" | "headers">,
  ms: number = OPEN_MS,
): Promise<boolean> {
  return !("failed" in (await get(options, "/v2/health/ready", timeSignal(ms))));
}

async function infer(
  options: OpenRemoteOptions,
  tensors: readonly PlainTensor[],
  outputs: readonly OutputPlace[],
  signal: ScoreSignal,
): Promise<readonly PlainTensor[] | ScoreFailed> {
  const names = [...new Set(outputs.map(({ tensor }) => tensor))];
  const answer = await callHttp(
    {
      url: `${options.url}${modelPath(options)}/infer`,
      body: inferBody(tensors, names),
      headers: options.headers ?? {},
      maxBytes: options.maxBytes ?? MAX_BYTES,
    },
    signal,
  );
  if ("failed" in answer) return answer;
  const read = inferAnswer(answer.json);
  if (read === undefined) return { failed: "wrong shape" };
  const isOther =
    options.version !== undefined && read.version !== null && read.version !== options.version;
  return isOther ? { failed: "wrong version", detail: String(read.version) } : read.tensors;
}

function modelPath({ model, version }: Pick<OpenRemoteOptions, "model" | "version">): string {
  const path = `/v2/models/${encodeURIComponent(model)}`;
  return version === undefined ? path : `${path}/versions/${encodeURIComponent(version)}`;
}

async function readMetadata(options: OpenRemoteOptions): Promise<ModelMetadata> {
  const signal = timeSignal(options.openMs ?? OPEN_MS);
  const ready = await get(options, "/v2/health/ready", signal);
  if ("failed" in ready) throw unreachable(options, ready);
  const answer = await get(options, modelPath(options), signal);
  if ("failed" in answer) throw unreachable(options, answer);
  const metadata = modelMetadata(answer.json);
  if (metadata === undefined)
    throw new ModelError(
      `the server does not describe the model \`${options.model}\` as the protocol says`,
      `máy chủ mô tả mô hình \`${options.model}\` không đúng giao thức`,
    );
  return metadata;
}

/** A health answer may have no body. */
async function get(
  { url, headers = {} }: Pick<OpenRemoteOptions, "url" | "headers">,
  path: string,
  signal: ScoreSignal,
): Promise<HttpAnswer> {
  const answer = await callHttp({ url: `${url}${path}`, headers, maxBytes: MAX_BYTES }, signal);
  const isHealth = path.startsWith("/v2/health/");
  return isHealth && "failed" in answer && answer.failed === "wrong shape"
    ? { json: null }
    : answer;
}

function timeSignal(ms: number): ScoreSignal {
  const over = AbortSignal.timeout(ms);
  return {
    get isOver() {
      return over.aborted;
    },
    onOver: (then) => {
      if (over.aborted) then();
      over.addEventListener("abort", then, { once: true });
      return () => over.removeEventListener("abort", then);
    },
  };
}

function unreachable(
  { url, model }: OpenRemoteOptions,
  { failed, detail }: ScoreFailed,
): ModelError {
  const why = detail ?? failed;
  return new ModelError(
    `the model \`${model}\` of ${url} cannot be used: ${why}`,
    `không dùng được mô hình \`${model}\` tại ${url}: ${why}`,
  );
}

function checkOutputs(places: readonly OutputPlace[], { outputs }: ModelMetadata): void {
  const lost = places.find(({ tensor }) => outputs.every(({ name }) => name !== tensor));
  if (places.length > 0 && lost === undefined) return;
  const there = outputs.map(({ name }) => name).join(", ");
  throw new ModelError(
    `the server's model has no output \`${lost?.tensor ?? ""}\` of known width; it has ${there || "none"}`,
    `mô hình trên máy chủ không có kết quả \`${lost?.tensor ?? ""}\` biết trước độ rộng; các kết quả hiện có: ${there || "không có"}`,
  );
}
