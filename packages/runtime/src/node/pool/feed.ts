/**
 * What can be given to a pool, and how each value of a source becomes entries of batches.
 *
 * Comes in: values of a source. Goes out: entries in a `BatchMaker`, one at a time, so that a batch can be closed between two. What is known
 * without evaluating (a value that is no plain data, a line too long) is rejected here, as one engine would.
 */
import type { DeclarationKey } from "../../decide/key.ts";
import { checkPlain } from "../../facts/plain.ts";
import type { Line } from "../../facts/read-lines.ts";
import type { BatchMaker } from "../../pool/batch.ts";
import type { BatchForm } from "../../pool/protocol.ts";
import { type RawLine, RawLines } from "../../pool/raw-lines.ts";

export interface Feed<Given> {
  readonly form: BatchForm;
  /** Yields after each entry. */
  readonly add: (given: Given, maker: BatchMaker) => Generator<void, void, undefined>;
  /** What is left when the source has ended. */
  readonly end: (maker: BatchMaker) => Generator<void, void, undefined>;
}

function* nothing(): Generator<void, void, undefined> {}

/** Declarations as `decideAll` of an engine takes them. `validated`: not looked at, as there. */
export function declarationFeed(key: DeclarationKey, validated: boolean): Feed<unknown> {
  let position = 0;
  return {
    form: "values",
    *add(declaration, maker) {
      position++;
      const faults = validated ? [] : checkPlain(declaration);
      if (faults.length === 0) maker.addText(position, JSON.stringify(declaration));
      else
        maker.addKnown({ rejection: { declaration: key.number(declaration), position, faults } });
      yield;
    },
    end: nothing,
  };
}

/** Lines as `readLines` gives them. */
export function lineFeed(): Feed<Line> {
  return {
    form: "values",
    *add(line, maker) {
      const { position, faults } = line;
      if (faults === undefined) {
        maker.addText(position, JSON.stringify(line.declaration));
      } else maker.addKnown({ rejection: { declaration: null, position, faults } });
      yield;
    },
    end: nothing,
  };
}

/** Bytes of NDJSON, in chunks of any size; a text is its UTF-8. */
export function chunkFeed(): Feed<Uint8Array | string> {
  const lines = new RawLines();
  const encoder = new TextEncoder();
  function* put(raw: Iterable<RawLine>, maker: BatchMaker): Generator<void, void, undefined> {
    for (const line of raw) {
      const { position, faults } = line;
      if (faults === undefined) maker.addBytes(position, line.bytes);
      else maker.addKnown({ rejection: { declaration: null, position, faults } });
      yield;
    }
  }
  return {
    form: "lines",
    add: (chunk, maker) =>
      put(lines.cut(typeof chunk === "string" ? encoder.encode(chunk) : chunk), maker),
    end: (maker) => put(lines.rest(), maker),
  };
}
