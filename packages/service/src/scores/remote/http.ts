/**
 * One call over HTTP that ends in time and in bounds.
 *
 * Comes in: an address and what to send. Goes out: parsed JSON, or a failure; never an exception. Follows no redirect, reads no more than it was allowed, tries nothing twice.
 */
import type { ScoreFailed, ScoreFailure, ScoreSignal } from "@luong/runtime";

export interface HttpCall {
  readonly url: string;
  /** Left out: a GET. */
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
}

export type HttpAnswer = { readonly json: unknown } | ScoreFailed;

const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

export async function callHttp(call: HttpCall, signal: ScoreSignal): Promise<HttpAnswer> {
  const controller = new AbortController();
  const stopListening = signal.onOver(() => controller.abort());
  try {
    const { url, body, headers } = call;
    const response = await fetch(url, {
      ...(body === undefined ? {} : { method: "POST", body }),
      headers: { ...headers, "content-type": "application/json" },
      redirect: "error",
      signal: controller.signal,
    });
    if (response.ok) return await jsonOf(response, call.maxBytes);
    await response.body?.cancel();
    return { failed: failureOf(response.status), detail: `HTTP ${response.status}` };
  } catch (error) {
    if (controller.signal.aborted) return { failed: "timeout" };
    return { failed: "not available", detail: reasonOf(error) };
  } finally {
    stopListening();
  }
}

function failureOf(status: number): ScoreFailure {
  return status >= SERVER_ERROR || status === TOO_MANY_REQUESTS ? "not available" : "refused";
}

async function jsonOf(response: Response, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > maxBytes) return { failed: "wrong shape", detail: "the answer is too long" };
    chunks.push(chunk);
  }
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
  } catch {
    return { failed: "wrong shape", detail: "the answer is no JSON" };
  }
}

/** `fetch` hides why behind "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? String(error) : String(cause);
}
