// The breaker by itself: states, waits that double up to the longest, calls that began in another state.
import { expect, test } from "vitest";
import { Breaker, type Ticket } from "./breaker.ts";

const rules = { failures: 2, openMs: 10, longestMs: 35 };

function entered(breaker: Breaker, now: number): Ticket {
  const ticket = breaker.enter(now);
  if (ticket === null) throw new Error("not let in");
  return ticket;
}

function fail(breaker: Breaker, now: number): void {
  breaker.leave(entered(breaker, now), false, now);
}

test("a good call between bad ones starts the count anew", () => {
  const breaker = new Breaker(rules);
  fail(breaker, 0);
  breaker.leave(entered(breaker, 0), true, 0);
  fail(breaker, 0);
  expect(breaker.state).toBe("closed");
  fail(breaker, 0);
  expect(breaker.state).toBe("open");
});

test("half open lets one call pass; each failed trial doubles the wait, up to the longest", () => {
  const breaker = new Breaker(rules);
  fail(breaker, 0);
  fail(breaker, 0);
  let now = 0;
  // 10, then twice that, then 35 instead of 40.
  for (const wait of [10, 20, 35, 35]) {
    expect(breaker.enter(now + wait - 1)).toBeNull();
    now += wait;
    const trial = entered(breaker, now);
    expect(breaker.state).toBe("half open");
    expect(breaker.enter(now)).toBeNull();
    breaker.leave(trial, false, now);
  }
  expect(breaker.opened).toBe(5);
  breaker.leave(entered(breaker, now + 35), true, now + 35);
  expect(breaker.state).toBe("closed");
  // The wait is the first one again.
  fail(breaker, now + 35);
  fail(breaker, now + 35);
  expect(breaker.enter(now + 45)).not.toBeNull();
});

test("a call that began before it opened says nothing when it ends after", () => {
  const breaker = new Breaker(rules);
  const old = entered(breaker, 0);
  fail(breaker, 0);
  fail(breaker, 0);
  breaker.leave(old, true, 1);
  expect(breaker.state).toBe("open");
  const trial = entered(breaker, 10);
  breaker.leave(old, true, 11);
  expect(breaker.state).toBe("half open");
  breaker.leave(trial, true, 12);
  expect(breaker.state).toBe("closed");
});
