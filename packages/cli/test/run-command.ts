// The command in this process, for tests: as quick as it gets, and everything but the process itself is real.
// Comes in: words as a user types them, and where. Goes out: exit code and what was printed.
import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import type { Sink } from "../src/output.ts";
import { run } from "../src/run.ts";

export class Recorder extends EventEmitter implements Sink {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  text = "";

  constructor(isTTY = false, columns?: number) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string;
  /** Standard error is a terminal; default false. */
  readonly isTerminal?: boolean;
  /** Width of both outputs; default: none is known. */
  readonly columns?: number;
}

export async function runCommand(
  words: readonly string[],
  { cwd, environment = {}, input = "", isTerminal = false, columns }: Surroundings,
): Promise<Ran> {
  const [out, error] = [new Recorder(false, columns), new Recorder(isTerminal, columns)];
  const status = await run(words, {
    cwd,
    environment,
    input: Readable.from([Buffer.from(input)]),
    out,
    error,
    clock: () => performance.now(),
    version: "1.2.3",
    host: "test",
  });
  return { status, out: out.text, error: error.text };
}
