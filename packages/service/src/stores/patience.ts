/**
 * Doing a thing again while the reason why it failed is likely to pass: a lock, a database that restarts.
 *
 * It waits longer each time, up to a quarter of a second, and gives up when it has waited as long as it was told. It reads no clock: what the thing itself takes is not counted.
 */
import { setTimeout as wait } from "node:timers/promises";

const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 250;

export async function patiently<T>(
  attempt: () => T | Promise<T>,
  mayPass: (error: unknown) => boolean,
  patienceMs: number,
): Promise<T> {
  let waitMs = FIRST_WAIT_MS;
  let waited = 0;
  while (true) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayPass(error) || waited >= patienceMs) throw error;
    }
    await wait(waitMs);
    waited += waitMs;
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}
