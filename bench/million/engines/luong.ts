/**
 * Our lines of the benchmark: hits only, the whole decision, the whole decision with reasons; and hits of the emitted code without the index.
 *
 * Which engine answers is said in `open.ts`.
 */
import type { Decision } from "@luong/spec";
import { type Contender, type Line, plainLine } from "../contender.ts";
import { idOfIndicator, indicatorRows } from "../indicators.ts";
import { type Opened, openIndexed, openWithoutIndex } from "./open.ts";

const MATCH = "luong (match)";
const DECIDE = "luong (decide)";
const REASONS = "luong (decide, reasons)";
const NO_INDEX = "luong (no index)";

export const luong: Contender = {
  name: "luong",
  version: "",
  lines: [MATCH, DECIDE, REASONS],
  most: Infinity,
  always: true,
  weighable: true,
  feed: indicatorRows,
  build: async (workload) => {
    const { engine, match, bytes } = await openIndexed(workload);
    const lines = [
      plainLine(MATCH, ({ declaration }) => match(declaration)),
      decideLine(DECIDE, engine, false),
      decideLine(REASONS, engine, true),
    ];
    return bytes === undefined ? { lines } : { lines, bytes };
  },
};

export const luongWithoutIndex: Contender = {
  name: NO_INDEX,
  version: "",
  lines: [NO_INDEX],
  most: 10_000,
  always: true,
  weighable: true,
  feed: indicatorRows,
  build: async (workload) => {
    const { match } = await openWithoutIndex(workload);
    return { lines: [plainLine(NO_INDEX, ({ declaration }) => match(declaration))] };
  },
};

function decideLine(name: string, engine: Opened["engine"], explain: boolean): Line {
  const ask = { validated: true, explain } as const;
  return {
    engine: name,
    asynchronous: false,
    run: ({ declaration }) => engine.decide(declaration, ask).decision,
    hits: (result) => {
      const { hits } = result as Decision;
      return hits.map(({ row }) => idOfIndicator(row ?? ""));
    },
  };
}
