/**
 * What JSON.parse of the declaration costs: the price every service pays before any criterion is asked.
 */
import type { Contender } from "../contender.ts";

export const jsonParse: Contender = {
  name: "JSON.parse",
  version: "",
  lines: ["JSON.parse"],
  most: Infinity,
  always: true,
  weighable: false,
  feed: () => [],
  build: async () => ({
    lines: [
      {
        engine: "JSON.parse",
        asynchronous: false,
        run: ({ text }) => JSON.parse(text) as unknown,
        hits: null,
      },
    ],
  }),
};
