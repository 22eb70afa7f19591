/**
 * The program of the thread that merges and compacts: messages in, one message out for each (`merge-work.ts`).
 *
 * Lets exceptions end the thread: who started it goes on with what there is.
 */
import { parentPort } from "node:worker_threads";
import { done, type Work } from "./merge-work.ts";

parentPort?.on("message", (work: Work) => parentPort?.postMessage(done(work)));
