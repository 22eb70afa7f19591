/**
 * The program of the thread that merges: segments in, one segment out, over memory that both threads read.
 *
 * Knows no engine and no bundle. Lets exceptions end the thread: who started it goes on with the segments there are.
 */
import { parentPort } from "node:worker_threads";
import { type MergeInput, mergeSegments } from "../index/merge.ts";

parentPort?.on("message", (input: MergeInput) => parentPort?.postMessage(mergeSegments(input)));
