// A server that speaks the Open Inference Protocol as far as the adapter uses it, and misbehaves when told to.
// Comes in: how to answer `infer`. Goes out: its address and what it was asked. Listens on this machine only.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface InferRequest {
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly datatype: string;
    readonly data: readonly unknown[];
  }[];
}

export type Infer = (request: InferRequest, response: ServerResponse) => void;

export interface InferenceServer {
  readonly url: string;
  readonly paths: string[];
  infer: Infer;
  metadata: unknown;
  isReady: boolean;
  readonly close: () => Promise<void>;
}

export const metadata = {
  name: "fraud",
  versions: ["2"],
  platform: "test",
  inputs: [
    { name: "mass", datatype: "FP32", shape: [-1, 1] },
    { name: "hs", datatype: "BYTES", shape: [-1] },
  ],
  outputs: [
    { name: "score", datatype: "FP32", shape: [-1, 1] },
    { name: "label", datatype: "BYTES", shape: [-1] },
  ],
};

export function answer(response: ServerResponse, json: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof json === "string" ? json : JSON.stringify(json));
}

/** Score: a hundredth of the mass; label: the first two digits. */
export const inferWell: Infer = ({ inputs }, response) => {
  const data = (name: string): readonly unknown[] =>
    inputs.find((input) => input.name === name)?.data ?? [];
  const count = data("mass").length;
  answer(response, {
    model_name: "fraud",
    model_version: "2",
    outputs: [
      // In lists of lists, as some servers write it.
      {
        name: "score",
        datatype: "FP32",
        shape: [count, 1],
        data: data("mass").map((mass) => [Number(mass) / 100]),
      },
      {
        name: "label",
        datatype: "BYTES",
        shape: [count],
        data: data("hs").map((hs) => String(hs).slice(0, 2)),
      },
    ],
  });
};

export async function startInferenceServer(): Promise<InferenceServer> {
  const server = createServer((request, response) => {
    void receive(state, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const state: InferenceServer = {
    url: `http://127.0.0.1:${port}`,
    paths: [],
    infer: inferWell,
    metadata,
    isReady: true,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return state;
}

async function receive(
  state: InferenceServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "";
  state.paths.push(path);
  if (path === "/v2/health/ready") {
    response.writeHead(state.isReady ? 200 : 503).end();
    return;
  }
  if (request.method !== "POST") {
    if (path === "/v2/models/fraud/versions/2" || path === "/v2/models/fraud")
      answer(response, state.metadata);
    else answer(response, { error: "no such model" }, 404);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  state.infer(JSON.parse(Buffer.concat(chunks).toString("utf8")), response);
}
