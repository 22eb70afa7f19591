/**
 * Passages as an async iterable: for a consumer that would rather pull than be called.
 *
 * What `onPassage` is given waits in a queue of bounded length; when it is full, giving waits, and with it the intake and its transports.
 * One consumer only.
 */
import type { Passage } from "./passage.ts";

export interface PassageStream extends AsyncIterable<Passage> {
  readonly onPassage: (passage: Passage) => void | Promise<void>;
  /** Nothing more will come; the iteration ends after what waits. */
  readonly end: () => void;
}

/** At most `max` passages wait. */
export function passageStream(max = 256): PassageStream {
  const queue: Passage[] = [];
  let isEnded = false;
  let wakeReader: (() => void) | undefined;
  let wakeWriter: (() => void) | undefined;

  async function* read(): AsyncGenerator<Passage> {
    for (;;) {
      const passage = queue.shift();
      if (passage !== undefined) {
        wakeWriter?.();
        yield passage;
      } else if (isEnded) return;
      else
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
    }
  }

  return {
    onPassage(passage) {
      queue.push(passage);
      wakeReader?.();
      if (queue.length < max) return undefined;
      return new Promise<void>((resolve) => {
        wakeWriter = resolve;
      });
    },
    end() {
      isEnded = true;
      wakeReader?.();
    },
    [Symbol.asyncIterator]: read,
  };
}
