/**
 * Collects declarations into batches for other threads.
 *
 * Comes in: lines, texts, and outcomes that are known without asking anyone. Goes out: batches bounded in number and bytes, which keep
 * the order of the input. Judges nothing.
 */
import type { Outcome } from "../engine.ts";
import type { BatchForm, Texts } from "./protocol.ts";
import { TextBlock } from "./text-block.ts";

export interface Batch extends Texts {
  readonly form: BatchForm;
  /** Places in the input, from 1, of the texts. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** Outcomes that are known, by how many texts stand before them. */
  readonly known: readonly { readonly before: number; readonly outcome: Outcome }[];
}

/** A batch is closed at this size, however few it holds: so much may wait in memory, several times over. */
const MAX_BATCH_BYTES = 1 << 20;
/** Bytes of a usual declaration, for the first guess. */
const USUAL_BYTES = 2048;

export class BatchMaker {
  private readonly form: BatchForm;
  private readonly limit: number;
  private block: TextBlock;
  private positions: number[] = [];
  private known: { readonly before: number; readonly outcome: Outcome }[] = [];

  /** `limit`: declarations in a batch, at least 1. */
  constructor(form: BatchForm, limit: number) {
    this.form = form;
    this.limit = limit;
    this.block = new TextBlock(limit * USUAL_BYTES);
  }

  addBytes(position: number, bytes: Uint8Array): void {
    this.block.addBytes(bytes);
    this.positions.push(position);
  }

  addText(position: number, text: string): void {
    this.block.addText(text);
    this.positions.push(position);
  }

  addKnown(outcome: Outcome): void {
    this.known.push({ before: this.block.count, outcome });
  }

  get isEmpty(): boolean {
    return this.positions.length + this.known.length === 0;
  }

  get isFull(): boolean {
    return (
      this.positions.length + this.known.length >= this.limit || this.block.size >= MAX_BATCH_BYTES
    );
  }

  /** The batch so far; the maker is empty again. */
  take(): Batch {
    const { form, known } = this;
    const positions = Float64Array.from(this.positions);
    const batch = { form, known, positions, ...this.block.texts() };
    this.block = new TextBlock(Math.max(this.limit * USUAL_BYTES, 1));
    this.positions = [];
    this.known = [];
    return batch;
  }
}
