// When a passage is given out, corrected, joined with another, and when a read comes too late for that.
import { describe, expect, test } from "vitest";
import { defaultIntakeRules } from "../../src/intake/intake.ts";
import type { Passage } from "../../src/intake/passage.ts";
import { type SessionRules, Sessions } from "../../src/intake/sessions.ts";
import { containerRead, plateRead, START, weightRead } from "./make-read.ts";

function sessions(more: Partial<SessionRules> = {}) {
  const given: Passage[] = [];
  const rules = { ...defaultIntakeRules, ...more };
  return { given, held: new Sessions(rules, (passage) => void given.push(passage)) };
}

describe("a passage", () => {
  test("is given out when the watermark has passed the gap", () => {
    const { given, held } = sessions();
    held.add(plateRead(0, "29C12345"));
    // Another lane moves the watermark of the site: 150 s less 120 s of lateness is 30 s, and that is still the gap.
    held.add(plateRead(150, "15H67890", 90, { lane: "L2" }));
    expect(given).toEqual([]);
    held.add(plateRead(151, "15H67890", 90, { lane: "L2" }));
    expect(given).toMatchObject([{ plate: "29C12345", revision: 1, closedAt: START + 30_000 }]);
  });

  test("closes when time goes on where no camera reports", () => {
    const { given, held } = sessions();
    held.add(plateRead(0, "29C12345"));
    held.advance(START + 150_000);
    expect(given).toEqual([]);
    held.advance(START + 151_000);
    expect(given).toHaveLength(1);
  });

  test("another site's watermark is its own", () => {
    const { given, held } = sessions();
    held.add(plateRead(0, "29C12345"));
    held.add({ ...plateRead(5000, "15H67890"), site: "airport" });
    expect(given).toEqual([]);
  });

  test("is corrected under the same name, also by what comes before its first read", () => {
    const { given, held } = sessions();
    held.add(plateRead(10, "29C12345"));
    held.add(plateRead(1000, "15H67890"));
    expect(held.add(containerRead(12, "MSCU6639870"))).toBe("late");
    expect(held.add(plateRead(5, "29C12345", 70))).toBe("late");
    expect(given.map(({ revision }) => revision)).toEqual([1, 2, 3]);
    expect(new Set(given.map(({ passageId }) => passageId)).size).toBe(1);
    expect(given[2]).toMatchObject({
      enteredAt: START + 5000,
      leftAt: START + 12_000,
      containerNo: "MSCU6639870",
    });
  });

  test("given out by flush is corrected by what still belongs to it, and not told again for nothing", () => {
    const { given, held } = sessions();
    held.add(plateRead(0, "29C12345"));
    held.flush();
    held.flush();
    expect(given).toHaveLength(1);
    expect(held.add(weightRead(20, 9000))).toBe("onTime");
    held.flush();
    expect(given[1]).toMatchObject({
      passageId: given[0]?.passageId,
      revision: 2,
      weightKg: 9000,
    });
  });

  test("a late read between two makes them one; the later one is void", () => {
    const { given, held } = sessions();
    held.add(plateRead(0, "29C12345"));
    held.add(plateRead(50, "29C12345"));
    held.add(plateRead(1000, "15H67890"));
    expect(given.map(({ enteredAt }) => enteredAt - START)).toEqual([0, 50_000]);
    held.add(plateRead(25, "29C12345"));
    const [first, second, joined, voided] = given;
    expect(joined).toMatchObject({
      passageId: first?.passageId,
      revision: 2,
      enteredAt: START,
      leftAt: START + 50_000,
      reads: 3,
    });
    expect(voided).toMatchObject({
      passageId: second?.passageId,
      revision: 2,
      supersededBy: first?.passageId,
    });
  });

  test("a late read can change a passage it is not within the gap of", () => {
    const { given, held } = sessions();
    held.add(plateRead(95, "29C12345"));
    held.add(containerRead(120, "MSCU6639870"));
    held.add(plateRead(145, "15H67890"));
    held.add(plateRead(1000, "51K11111"));
    expect(given).toMatchObject([
      { plate: "29C12345", containerNo: "MSCU6639870" },
      { plate: "15H67890", enteredAt: START + 145_000 },
    ]);
    // The container is of this vehicle, and through the container the read at 145 s is too.
    held.add(plateRead(100, "15H67890"));
    const [first, second] = given;
    const last = new Map(given.map((passage) => [passage.passageId, passage]));
    expect(last.size).toBe(2);
    expect(last.get(first?.passageId ?? "")).toMatchObject({ revision: 2, containers: [] });
    expect(last.get(second?.passageId ?? "")).toMatchObject({
      revision: 2,
      enteredAt: START + 100_000,
      leftAt: START + 145_000,
      containerNo: "MSCU6639870",
    });
  });

  test("the same read again is told, whenever it comes", () => {
    const { given, held } = sessions();
    held.add(plateRead(0, "29C12345"));
    expect(held.add(plateRead(0, "29C12345"))).toBe("duplicate");
    held.add(plateRead(1000, "15H67890"));
    expect(held.add(plateRead(0, "29C12345"))).toBe("duplicate");
    expect(given).toHaveLength(1);
    expect(held.heldReads).toBe(2);
  });
});

describe("what is held", () => {
  test("ends with the time passages can be corrected; older reads are too late", () => {
    const { held } = sessions({ keepMs: 600_000 });
    held.add(plateRead(0, "29C12345"));
    // Kept until the watermark is 600 s and the gap of 30 s past it.
    held.add(plateRead(750, "15H67890", 90, { lane: "L2" }));
    expect(held.heldReads).toBe(2);
    held.add(plateRead(752, "15H67890", 91, { lane: "L2" }));
    expect(held.heldReads).toBe(2);
    expect(held.add(plateRead(29, "29C12345"))).toBe("tooLate");
    expect(held.add(plateRead(31, "29C12345"))).toBe("late");
  });

  test("never exceeds its bound, and every read is in a passage all the same", () => {
    const { given, held } = sessions({ maxReads: 50 });
    let most = 0;
    for (let at = 0; at < 500; at += 1) {
      held.add(plateRead(at * 40, `29C${10_000 + at}`));
      most = Math.max(most, held.heldReads);
    }
    held.flush();
    expect(most).toBe(50);
    expect(given).toHaveLength(500);
    expect(new Set(given.map(({ passageId }) => passageId)).size).toBe(500);
  });

  test("the bound holds even when nothing is closed yet", () => {
    const { given, held } = sessions({ maxReads: 10 });
    const arrivals = Array.from({ length: 40 }, (_, at) =>
      held.add(plateRead(at, `29C${10_000 + at}`)),
    );
    expect(held.heldReads).toBeLessThanOrEqual(10);
    held.flush();
    const taken = arrivals.filter((arrival) => arrival !== "tooLate").length;
    expect(given.reduce((sum, { reads, revision }) => sum + (revision === 1 ? reads : 0), 0)).toBe(
      taken,
    );
  });
});
