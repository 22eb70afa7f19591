/**
 * The parent's side of one measuring process: started with a job, given orders, asked for the next thing it has to say.
 */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Job, Message, Order } from "./measure-once.ts";

/** Megabytes of old space: a million generated functions take several thousand. */
const HEAP_MB = 14_000;

/** What the parent acts on; the rest is told on the way. */
export type Word =
  | Exclude<Message, { readonly kind: "busy" | "checked" }>
  | { readonly kind: "died"; readonly phase: string };

export class Child {
  private readonly process: ChildProcess;
  private readonly words: Word[] = [];
  private waiting: ((word: Word) => void) | undefined;
  private phase = "starting";

  constructor(job: Job, checked: (engine: string, declarations: number) => void) {
    this.process = fork(join(import.meta.dirname, "measure-once.ts"), [JSON.stringify(job)], {
      execArgv: [
        "--conditions=source",
        "--disable-warning=ExperimentalWarning",
        "--expose-gc",
        `--max-old-space-size=${HEAP_MB}`,
      ],
    });
    this.process.on("message", (message: Message) => {
      if (message.kind === "busy") this.phase = message.phase;
      else if (message.kind === "checked") checked(message.engine, message.declarations);
      else this.say(message);
    });
    this.process.on("exit", () => this.say({ kind: "died", phase: this.phase }));
  }

  order(order: Order): void {
    this.process.send(order);
  }

  /** Waits; a process that has ended says `died` after its last word. */
  next(): Promise<Word> {
    const word = this.words.shift();
    if (word !== undefined) return Promise.resolve(word);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  end(): void {
    this.process.kill();
  }

  private say(word: Word): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting === undefined) this.words.push(word);
    else waiting(word);
  }
}
