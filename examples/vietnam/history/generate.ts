// Comes in: sizes and a seed. Goes out: a folder of NDJSON files, the same for the same seed on every machine; README.md describes them.
// Only this file writes; simulate.ts makes the lines.
//
//   node examples/vietnam/history/generate.ts --days 90 --declarations 200000 --traders 5000 --seed 7 --out FOLDER
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { FILES, type FileName } from "./rows.ts";
import { checkOptions, simulate, usualBefore } from "./simulate.ts";
import type { HistoryOptions } from "./world.ts";

const BUFFER = 1 << 18;

/** One file, written in large pieces. */
class LineWriter {
  readonly path: string;
  lines = 0;
  private readonly file: number;
  private pieces: string[] = [];
  private size = 0;

  constructor(path: string) {
    this.path = path;
    this.file = openSync(path, "w");
  }

  write(line: string): void {
    this.pieces.push(line, "\n");
    this.size += line.length;
    this.lines += 1;
    if (this.size > BUFFER) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    // A write may take less than it is given.
    let bytes = Buffer.from(this.pieces.join(""), "utf8");
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.file, bytes));
    this.pieces = [];
    this.size = 0;
  }
}

export interface Written {
  /** Lines by file, `before/…` included. */
  readonly lines: Readonly<Record<string, number>>;
  readonly planted: number;
  readonly peak: number;
}

export function writeHistory(options: HistoryOptions, folder: string): Written {
  checkOptions(options);
  mkdirSync(join(folder, "before"), { recursive: true });
  const name = (file: FileName, before: boolean): string => `${before ? "before/" : ""}${file}`;
  const writers = new Map(
    FILES.flatMap((file) =>
      [false, true].map((before): [string, LineWriter] => {
        const each = name(file, before);
        return [each, new LineWriter(join(folder, `${each}.ndjson`))];
      }),
    ),
  );
  const { truth, peak } = simulate(options, (file, before, line) =>
    writers.get(name(file, before))?.write(line),
  );
  for (const writer of writers.values()) writer.close();
  writeFileSync(join(folder, "truth.json"), `${JSON.stringify(truth, null, 1)}\n`);
  const lines = Object.fromEntries([...writers].map(([each, writer]) => [each, writer.lines]));
  return { lines, planted: truth.length, peak };
}

/** Throws a RangeError that names the option. */
export function optionsFrom(words: readonly string[]): HistoryOptions & { readonly out: string } {
  const { values } = parseArgs({
    args: [...words],
    options: {
      days: { type: "string", default: "90" },
      declarations: { type: "string", default: "200000" },
      traders: { type: "string", default: "5000" },
      seed: { type: "string", default: "7" },
      before: { type: "string" },
      out: { type: "string" },
    },
  });
  if (values.out === undefined) throw new RangeError("--out FOLDER is missing");
  const declarations = Number(values.declarations);
  return {
    days: Number(values.days),
    declarations,
    traders: Number(values.traders),
    seed: Number(values.seed),
    before: values.before === undefined ? usualBefore(declarations) : Number(values.before),
    out: values.out,
  };
}

function main(): void {
  try {
    const { out, ...options } = optionsFrom(process.argv.slice(2));
    const { lines, planted, peak } = writeHistory(options, out);
    for (const [file, count] of Object.entries(lines)) {
      process.stdout.write(`${String(count).padStart(9)}  ${file}\n`);
    }
    process.stdout.write(`${String(planted).padStart(9)}  truth.json; at most ${peak} waiting\n`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
