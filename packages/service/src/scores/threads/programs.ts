/**
 * Where the programs lie that model threads run.
 *
 * Comes in: nothing. Goes out: their addresses.
 */
import { programBeside } from "./model-thread.ts";

export const onnxProgram = programBeside("onnx-program", import.meta.url);
export const functionProgram = programBeside("function-program", import.meta.url);
