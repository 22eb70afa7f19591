/**
 * A place of its own for a program that may hang or die: a thread or a process.
 *
 * A thread is lighter and ends when its JavaScript is interrupted; a crash in native code takes the whole process along, and native code that hangs cannot be stopped. A process survives both.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { FromProgram, ToProgram } from "./protocol.ts";

export type Isolation = "thread" | "process";

export interface WorkplaceEvents {
  readonly onMessage: (message: FromProgram) => void;
  /** Once, when it has ended, however it did. */
  readonly onEnd: (reason: string) => void;
}

export interface Workplace {
  readonly post: (message: ToProgram) => void;
  /** Resolves when it is gone; of a thread that hangs in native code, never. */
  readonly kill: () => Promise<void>;
}

export function openWorkplace(
  program: URL,
  isolation: Isolation,
  events: WorkplaceEvents,
): Workplace {
  return isolation === "thread" ? openThread(program, events) : openProcess(program, events);
}

function openThread(program: URL, { onMessage, onEnd }: WorkplaceEvents): Workplace {
  const worker = new Worker(program);
  let reason = "the thread ended";
  worker.on("message", onMessage);
  worker.on("error", (error) => {
    reason = String(error);
  });
  worker.on("exit", (code) => onEnd(`${reason} (${code})`));
  return {
    post: (message) => worker.postMessage(message),
    kill: async () => {
      await worker.terminate();
    },
  };
}

function openProcess(program: URL, { onMessage, onEnd }: WorkplaceEvents): Workplace {
  const child = fork(fileURLToPath(program), {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ended = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      child.removeAllListeners();
      // What comes after, as a message to a process that is gone, concerns nobody.
      child.on("error", () => undefined);
      onEnd(reason);
      resolve();
    };
    child.on("error", (error) => end(String(error)));
    child.on("exit", (code, signal) => end(`the process ended (${signal ?? code})`));
  });
  child.on("message", (message) => onMessage(message as FromProgram));
  return {
    // Without a callback, an error of a closed channel would be thrown.
    post: (message) => {
      child.send(message, () => undefined);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
