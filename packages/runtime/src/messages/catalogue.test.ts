// Every fault code: its bad example gives exactly this code, its good one none; both languages say something, and not the same.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "@luong/spec";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { deadlyValidator, writeBundle } from "../../test/make-bundle.ts";
import { createEngine } from "../engine.ts";
import { interpretedBundle } from "../evaluate/interpreted.ts";
import { faultsFromValidator } from "../facts/faults.ts";
import { readLines } from "../facts/read-lines.ts";
import type { EngineState } from "../index/state.ts";
import { readEvent } from "../live/read-event.ts";
import { LoadError } from "../load/options.ts";
import { load } from "../node/load.ts";
import { createPool } from "../node/pool/pool.ts";
import { readBundle } from "../node/read-bundle.ts";
import { faultCatalogue, faultMessage, faultText } from "./catalogue.ts";
import type { FaultSpec } from "./define.ts";

const codes = Object.entries(faultCatalogue).map(([code, spec]) => ({ code, spec }));
const folder = mkdtempSync(join(tmpdir(), "luong-catalogue-"));

beforeAll(() => writeBundle(folder, exampleIr));
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines as bytes; the code about encodings keeps its bytes by being Latin-1. */
function bytesOf(text: string, code: string): Uint8Array {
  return code === "LU6001" ? Buffer.from(text, "latin1") : new TextEncoder().encode(text);
}

async function faultsOfLines(text: string, code: string): Promise<readonly Fault[]> {
  const engine = createEngine(interpretedBundle(exampleIr), exampleOptions);
  const faults: Fault[] = [];
  // An empty text is an empty line here, not an empty file.
  const lines = readLines([bytesOf(`${text}\n`, code)], { maxBytes: 65_536 });
  async function* timed(): typeof lines {
    for await (const line of lines) {
      const { faults: wrong, position } = line;
      if (wrong !== undefined) yield line;
      else {
        const { declaration } = line;
        const isObject = typeof declaration === "object" && !Array.isArray(declaration);
        yield {
          position,
          declaration: isObject ? { at: "2026-02-01T09:00", ...declaration } : declaration,
        };
      }
    }
  }
  for await (const { rejection } of engine.decideLines(timed()))
    faults.push(...(rejection?.faults ?? []));
  return faults;
}

type Options = Readonly<Record<string, unknown>>;

/** `over` put upon sound options; `null` takes away. */
function merged(options: Options, over: Options): Options {
  const result: Record<string, unknown> = { ...options };
  for (const [key, value] of Object.entries(over)) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const inner = result[key];
    if (value === null) delete result[key];
    else
      result[key] = isObject
        ? merged((inner as Options | undefined) ?? {}, value as Options)
        : value;
  }
  return result;
}

function faultsOfOptions(text: string): readonly Fault[] {
  const { manifest: overManifest = {}, ...over } = JSON.parse(text);
  const { manifest, module } = interpretedBundle(exampleIr);
  try {
    createEngine(
      { manifest: { ...manifest, ...overManifest }, module },
      merged(exampleOptions, over),
    );
    return [];
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return error.problems;
  }
}

function faultsOfChange(text: string): readonly Fault[] {
  const engine = createEngine(interpretedBundle(exampleIr), exampleOptions);
  try {
    engine.update(JSON.parse(text));
    return [];
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return error.problems;
  }
}

async function faultsOfFiles(text: string): Promise<readonly Fault[]> {
  const damaged = mkdtempSync(join(tmpdir(), "luong-damaged-"));
  await writeBundle(damaged, exampleIr);
  const [, file, content] = /^(\S+): ([\s\S]*)$/.exec(text) ?? [];
  if (file !== undefined) writeFileSync(join(damaged, file), content ?? "");
  const read = await readBundle(damaged);
  rmSync(damaged, { recursive: true });
  return read.problems ?? [];
}

async function faultsOfState(text: string): Promise<readonly Fault[]> {
  const folder = mkdtempSync(join(tmpdir(), "luong-state-"));
  await writeBundle(folder, exampleIr);
  const index = JSON.parse(text);
  const shared = "bundle" in index ? { shared: { index } as EngineState } : {};
  const made = await load(folder, { ...exampleOptions, ...shared }).catch(
    (error: unknown) => error,
  );
  rmSync(folder, { recursive: true });
  return made instanceof LoadError ? made.problems : [];
}

async function faultsOfThreads(text: string): Promise<readonly Fault[]> {
  const deadly = mkdtempSync(join(tmpdir(), "luong-deadly-"));
  await writeBundle(deadly, exampleIr, deadlyValidator);
  const pool = await createPool(deadly, { ...exampleOptions, workers: 1 });
  const faults: Fault[] = [];
  for await (const { rejection } of pool.decideChunks([text], { now: Date.UTC(2026, 1, 1) }))
    faults.push(...(rejection?.faults ?? []));
  await pool.close();
  rmSync(deadly, { recursive: true });
  return faults;
}

async function faultsOf(
  spec: FaultSpec<never>,
  text: string,
  code: string,
): Promise<readonly Fault[]> {
  switch (spec.example) {
    case "lines":
      return faultsOfLines(text, code);
    case "options":
      return faultsOfOptions(text);
    case "files":
      return faultsOfFiles(text);
    case "ask": {
      const engine = createEngine(interpretedBundle(exampleIr), exampleOptions);
      const declaration = { number: "A", at: "2026-02-01T09:00" };
      return engine.decide(declaration, JSON.parse(text)).rejection?.faults ?? [];
    }
    case "change":
      return faultsOfChange(text);
    case "threads":
      return faultsOfThreads(text);
    case "event":
      return readEvent(exampleIr.schema, JSON.parse(text)).faults ?? [];
    case "state":
      return faultsOfState(text);
    case "validator":
      return faultsFromValidator(exampleIr.schema, { number: "A", note: "x" }, JSON.parse(text));
  }
}

describe.each(codes)("$code", ({ code, spec }) => {
  test("the bad example gives this code and no other, in both languages", async () => {
    const faults = await faultsOf(spec, spec.bad, code);
    expect(faults.map((each) => each.code)).toEqual([code]);
    const [first] = faults;
    if (first === undefined) return;
    const [en, vi] = [faultMessage(first, "en"), faultMessage(first, "vi")];
    expect(en.what).not.toBe(vi.what);
    expect(`${faultText(first, "en")} ${faultText(first, "vi")}`).not.toMatch(
      /undefined|NaN|\[object/,
    );
    // Arguments are plain JSON: a rejection is written to a file.
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  test("the good example gives none", async () => {
    expect(await faultsOf(spec, spec.good, code)).toEqual([]);
  });

  test("has a title and an explain page in both languages", () => {
    for (const language of ["en", "vi"] as const) {
      expect(spec[language].title.length).toBeGreaterThan(5);
      expect(spec[language].explain.length).toBeGreaterThan(60);
    }
    expect(spec.en.explain).not.toBe(spec.vi.explain);
  });
});

test("codes ascend and are of the sixth thousand", () => {
  const names = codes.map(({ code }) => code);
  expect(names).toEqual(names.toSorted());
  expect(names.every((code) => /^LU6\d{3}$/.test(code))).toBe(true);
  expect(names.length).toBeGreaterThanOrEqual(15);
});
