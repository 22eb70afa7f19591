// A model on a server: what is sent, what is read, and every way a server can fail. The server is on this machine.
import { type ScoreFailure, ScoreGuard, type ScoreInput } from "@luong/runtime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  answer,
  type Infer,
  type InferenceServer,
  type InferRequest,
  inferWell,
  metadata,
  startInferenceServer,
} from "../../../test/scores/inference-server.ts";
import { ModelError } from "../model-error.ts";
import { systemScoreClock } from "../system-clock.ts";
import { isRemoteReady, type OpenRemoteOptions, openRemote } from "./open-remote.ts";

let server: InferenceServer;
beforeEach(async () => {
  server = await startInferenceServer();
});
afterEach(() => server.close());

const inputs: readonly ScoreInput[] = [
  { name: "hs", kind: "text" },
  { name: "mass", kind: "number" },
];

const options = (more: Partial<OpenRemoteOptions> = {}): OpenRemoteOptions => ({
  name: "m",
  url: server.url,
  model: "fraud",
  version: "2",
  inputs,
  ...more,
});

/** The breaker is left out of it: it has tests of its own. */
async function guardOf(
  more: Partial<OpenRemoteOptions> = {},
  timeoutMs = 20_000,
): Promise<ScoreGuard> {
  const outputs = [
    { name: "score", kind: "number" as const, least: 0, greatest: 1 },
    { name: "label", kind: "text" as const },
  ];
  const rules = { outputs, timeoutMs, breaker: { failures: 1000 } };
  return new ScoreGuard(await openRemote(options(more)), rules, systemScoreClock);
}

const request = [{ inputs: ["010121", 50] }];
const good = [{ outputs: { score: 0.5, label: "01" } }];

test("a batch goes as tensors and comes back as answers, in order", async () => {
  let sent: InferRequest | undefined;
  server.infer = (body, response) => {
    sent = body;
    inferWell(body, response);
  };
  const guard = await guardOf();
  expect(await guard.score([...request, { inputs: ["840991", 25] }])).toEqual([
    ...good,
    { outputs: { score: 0.25, label: "84" } },
  ]);
  expect(server.paths).toEqual([
    "/v2/health/ready",
    "/v2/models/fraud/versions/2",
    "/v2/models/fraud/versions/2/infer",
  ]);
  expect(sent?.inputs).toEqual([
    { name: "hs", shape: [2], datatype: "BYTES", data: ["010121", "840991"] },
    { name: "mass", shape: [2, 1], datatype: "FP32", data: [50, 25] },
  ]);
  expect(guard.provider.outputs).toEqual(["score", "label"]);
});

test("JSON has no NaN: a missing value fails for itself, or is sent as told", async () => {
  const missing = { inputs: ["010121", null] };
  const guard = await guardOf();
  expect(await guard.score([missing, ...request])).toEqual([{ failed: "missing input" }, ...good]);
  const told = await guardOf({ missing: 100 });
  expect(await told.score([missing])).toEqual([{ outputs: { score: 1, label: "01" } }]);
  // There is no text that stands for none.
  expect(await told.score([{ inputs: [null, 1] }])).toEqual([{ failed: "missing input" }]);
});

describe("what a server does wrong", () => {
  const outputs = (score: unknown, more: object = {}): object => ({
    outputs: [
      { name: "score", datatype: "FP32", shape: [1, 1], data: [score], ...more },
      { name: "label", datatype: "BYTES", shape: [1], data: ["01"] },
    ],
  });
  const saying =
    (json: unknown, status?: number): Infer =>
    (_, response) =>
      answer(response, json, status);
  test.each<[string, Infer, ScoreFailure]>([
    ["HTTP 500", saying({ error: "out of memory" }, 500), "not available"],
    ["HTTP 503", saying("", 503), "not available"],
    ["HTTP 429", saying("", 429), "not available"],
    ["HTTP 400", saying({ error: "wrong tensor" }, 400), "refused"],
    [
      "a redirect",
      (_, response) => response.writeHead(302, { location: "/elsewhere" }).end(),
      "not available",
    ],
    ["closes the connection", (_, response) => response.destroy(), "not available"],
    [
      "cuts its answer off",
      (_, response) =>
        response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy()),
      "not available",
    ],
    [
      "bytes of no meaning",
      (_, response) => response.end(Buffer.from([0, 255, 1, 254])),
      "wrong shape",
    ],
    ["half a JSON", saying('{"outputs":['), "wrong shape"],
    ["JSON of another form", saying([1, 2]), "wrong shape"],
    ["an output without data", saying({ outputs: [{ name: "score" }] }), "wrong shape"],
    ["a shape that does not fit its data", saying(outputs(0.5, { shape: [2, 1] })), "wrong shape"],
    ["the wrong number of rows", saying(outputs(0.5, { shape: [0, 1], data: [] })), "wrong shape"],
    ["no such output", saying({ outputs: [] }), "missing output"],
    ["null for NaN", saying(outputs(null)), "not a number"],
    ["out of range", saying(outputs(1.5)), "out of range"],
    ["a text for a number", saying(outputs("0.5", { datatype: "BYTES" })), "wrong type"],
    ["another version", saying({ model_version: "3", ...outputs(0.5) }), "wrong version"],
    [
      "an answer without end",
      (_, response) => void response.write("1".repeat(5000)),
      "wrong shape",
    ],
  ])("%s", async (_, infer, failed) => {
    server.infer = infer;
    const guard = await guardOf({ maxBytes: 4000 });
    expect(await guard.score(request)).toMatchObject([{ failed }]);
    // And it is asked again as if nothing had been.
    server.infer = inferWell;
    expect(await guard.score(request)).toEqual(good);
  });

  test("hangs, before and in the middle of its answer: a timeout, and the connection is let go", async () => {
    for (const infer of [
      () => undefined,
      ((_, response) => void response.writeHead(200).write("{")) as Infer,
    ]) {
      let closed: (() => void) | undefined;
      const isClosed = new Promise<void>((resolve) => {
        closed = resolve;
      });
      server.infer = (body, response) => {
        response.on("close", () => closed?.());
        infer(body, response);
      };
      const guard = await guardOf({}, 300);
      expect(await guard.score(request)).toEqual([{ failed: "timeout" }]);
      await isClosed;
    }
  });

  test("refuses connections", async () => {
    const guard = await guardOf();
    await server.close();
    expect(await guard.score(request)).toMatchObject([{ failed: "not available" }]);
  });
});

test("no more calls at a time than allowed; who waits too long is not sent at all", async () => {
  let underWay = 0;
  let most = 0;
  const open: (() => void)[] = [];
  server.infer = (body, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    open.push(() => {
      underWay -= 1;
      inferWell(body, response);
    });
  };
  const guard = await guardOf({ maxConcurrent: 2 });
  const asked = [1, 2, 3, 4, 5].map(() => guard.score(request));
  const impatient = guard.score(request, 100);
  expect(await impatient).toEqual([{ failed: "timeout" }]);
  const release = setInterval(() => open.shift()?.(), 5);
  expect(await Promise.all(asked)).toEqual(asked.map(() => good));
  clearInterval(release);
  expect(most).toBe(2);
  expect(server.paths.filter((path) => path.endsWith("/infer"))).toHaveLength(5);
});

describe("opening", () => {
  test.each<[string, () => void, Partial<OpenRemoteOptions>, RegExp]>([
    [
      "a server that is not ready",
      () => {
        server.isReady = false;
      },
      {},
      /503/,
    ],
    ["no such model", () => undefined, { model: "other" }, /404/],
    ["no such version", () => undefined, { version: "9" }, /404/],
    [
      "metadata of another form",
      () => {
        server.metadata = { inputs: 1 };
      },
      {},
      /does not describe/,
    ],
    [
      "an input the model does not have",
      () => undefined,
      { inputs: [...inputs, { name: "age", kind: "number" }] },
      /age/,
    ],
    ["an input that is missing", () => undefined, { inputs: inputs.slice(1) }, /mass/],
    [
      "a number for a text",
      () => undefined,
      {
        inputs: [
          { name: "hs", kind: "number" },
          { name: "mass", kind: "number" },
        ],
      },
      /`hs`/,
    ],
    [
      "an output the model does not have",
      () => undefined,
      { outputs: [{ name: "s", tensor: "odds" }] },
      /`odds`/,
    ],
  ])("%s", async (_, prepare, more, words) => {
    prepare();
    await expect(openRemote(options(more))).rejects.toThrow(ModelError);
    await expect(openRemote(options(more))).rejects.toThrow(words);
  });

  test("one table for all inputs", async () => {
    server.metadata = {
      ...metadata,
      inputs: [{ name: "table", datatype: "FP64", shape: [-1, 2] }],
    };
    let sent: InferRequest | undefined;
    server.infer = (body, response) => {
      sent = body;
      answer(response, {}, 500);
    };
    const numbers: readonly ScoreInput[] = [
      { name: "a", kind: "number" },
      { name: "b", kind: "category", categories: ["CN", "VN"] },
    ];
    const guard = await guardOf({ inputs: numbers });
    await guard.score([{ inputs: [1, "VN"] }, { inputs: [3, "CN"] }]);
    expect(sent?.inputs).toEqual([
      { name: "table", shape: [2, 2], datatype: "FP64", data: [1, 1, 3, 0] },
    ]);
  });

  test("whether it is ready can be asked at any time", async () => {
    expect(await isRemoteReady(server)).toBe(true);
    server.isReady = false;
    expect(await isRemoteReady(server)).toBe(false);
    await server.close();
    expect(await isRemoteReady(server)).toBe(false);
  });
});
