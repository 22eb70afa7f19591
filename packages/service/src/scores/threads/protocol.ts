/**
 * What a model's thread (or process) and its host say to each other.
 *
 * Types only; payloads are plain data that can be copied.
 */

export type ToProgram =
  | { readonly kind: "open"; readonly data: unknown }
  | { readonly kind: "ask"; readonly id: number; readonly payload: unknown };

export type FromProgram =
  | { readonly kind: "ready" }
  /** The model cannot be opened; the thread ends. */
  | { readonly kind: "unfit"; readonly reason: string }
  | { readonly kind: "answer"; readonly id: number; readonly result: unknown }
  /** This question ended with an error; the next may be asked. */
  | { readonly kind: "error"; readonly id: number; readonly reason: string };
