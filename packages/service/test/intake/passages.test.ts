// Which reads are one vehicle, and what its passage says: small cases worked out by hand.
import { describe, expect, test } from "vitest";
import { groupReads } from "../../src/intake/partition.ts";
import { passageContent } from "../../src/intake/passage.ts";
import type { CameraRead } from "../../src/intake/read.ts";
import { containerRead, misreadContainer, plateRead, START, weightRead } from "./make-read.ts";

const rules = { gapMs: 30_000, longestMs: 1_800_000, repeatMs: 10_000 };

function contents(...reads: CameraRead[]) {
  return groupReads(reads, rules).map((group) => passageContent(group, rules));
}

describe("one vehicle", () => {
  test("plate, container and weight within the gap", () => {
    const [only, ...more] = contents(
      plateRead(0, "29C12345", 90),
      plateRead(20, "29C12345", 80, { device: "side" }),
      containerRead(45, "MSCU6639870"),
      weightRead(75, 31_000),
    );
    expect(more).toEqual([]);
    expect(only).toEqual({
      site: "port",
      gate: "G1",
      lane: "L1",
      direction: "in",
      enteredAt: START,
      leftAt: START + 75_000,
      plate: "29C12345",
      plateConfidence: 90,
      plateVotes: 2,
      plateVotesAll: 2,
      containerNo: "MSCU6639870",
      containerConfidence: 90,
      containers: ["MSCU6639870"],
      containerUnreadable: false,
      weightKg: 31_000,
      images: [],
      reads: 4,
      repeats: 0,
      closedAt: START + 105_000,
    });
  });

  test("ends where the gap is exceeded by a millisecond, and not before", () => {
    expect(contents(plateRead(0, "29C12345"), plateRead(30, "29C12345"))).toHaveLength(1);
    expect(contents(plateRead(0, "29C12345"), plateRead(30.001, "29C12345"))).toHaveLength(2);
  });

  test("another vehicle close behind: its container and weight are its own", () => {
    const [first, second] = contents(
      plateRead(0, "29C12345"),
      plateRead(8, "15H67890"),
      containerRead(10, "MSCU6639870"),
      weightRead(12, 20_000),
    );
    expect(first?.containers).toEqual([]);
    expect(first?.weightKg).toBeUndefined();
    expect(second).toMatchObject({
      plate: "15H67890",
      containerNo: "MSCU6639870",
      weightKg: 20_000,
    });
  });

  test("the next number in a row is the next lorry; a confused character is the same", () => {
    expect(contents(plateRead(0, "29C12345"), plateRead(5, "29C12346"))).toHaveLength(2);
    expect(contents(plateRead(0, "29C12345"), plateRead(5, "29C1234S"))).toHaveLength(1);
  });

  test("a second choice of the camera tells it too", () => {
    const unsure = plateRead(5, "29C12395", 50);
    const read =
      unsure.kind === "plate"
        ? {
            ...unsure,
            plate: { ...unsure.plate, candidates: [{ raw: "29C12345", norm: "29C12345" }] },
          }
        : unsure;
    expect(contents(plateRead(0, "29C12345", 90), read)).toHaveLength(1);
  });

  test("a container seen before the plate", () => {
    expect(contents(containerRead(0, "MSCU6639870"), plateRead(6, "29C12345"))).toMatchObject([
      { plate: "29C12345", containerNo: "MSCU6639870" },
    ]);
  });

  test("two containers, not three", () => {
    const [first, second] = contents(
      plateRead(0, "29C12345"),
      containerRead(1, "MSCU6639870"),
      containerRead(2, "CSQU3054383"),
      containerRead(3, "MSKU4107939"),
    );
    // Both read once with 90: the order of the letters decides.
    expect(first?.containers).toEqual(["CSQU3054383", "MSCU6639870"]);
    expect(second).toMatchObject({ containers: ["MSKU4107939"], plateVotesAll: 0 });
  });

  test("a number whose check digit fails says that there is a container", () => {
    const [only] = contents(plateRead(0, "29C12345"), misreadContainer(1, "MSCU6639871"));
    expect(only).toMatchObject({ containers: [], containerUnreadable: true });
  });

  test("that stands still becomes a new passage after half an hour", () => {
    const reads = Array.from({ length: 91 }, (_, step) => plateRead(step * 20 + 1, "29C12345"));
    expect(contents(...reads).map(({ enteredAt, leftAt }) => leftAt - enteredAt)).toEqual([
      1_800_000,
    ]);
    expect(contents(...reads, plateRead(1821, "29C12345"))).toHaveLength(2);
  });
});

describe("votes", () => {
  test("a camera that repeats itself has one vote, its most confident", () => {
    const [only] = contents(
      plateRead(0, "29C1234S", 40),
      plateRead(2, "29C1234S", 41),
      plateRead(4, "29C1234S", 42),
      plateRead(6, "29C12345", 95, { device: "side" }),
    );
    expect(only).toMatchObject({
      plate: "29C12345",
      plateConfidence: 95,
      plateVotes: 1,
      plateVotesAll: 2,
      reads: 2,
      repeats: 2,
    });
  });

  test("after ten seconds it votes again", () => {
    expect(contents(plateRead(0, "29C12345", 50), plateRead(10, "29C12345", 60))[0]).toMatchObject({
      reads: 1,
      repeats: 1,
      plateConfidence: 60,
    });
    expect(
      contents(plateRead(0, "29C12345", 50), plateRead(10.001, "29C12345", 60))[0],
    ).toMatchObject({ reads: 2, repeats: 0 });
  });

  test("the greater sum of confidences wins over the single best", () => {
    const [only] = contents(
      plateRead(0, "29C12305", 90, { device: "a" }),
      plateRead(1, "29C123O5", 99, { device: "b" }),
      plateRead(2, "29C12305", 60, { device: "c" }),
    );
    expect(only).toMatchObject({ plate: "29C12305", plateConfidence: 90, plateVotes: 2 });
  });

  test("a plate of a known form wins over one that nobody has", () => {
    const [only] = contents(
      plateRead(0, "29C12345", 60, { device: "a" }),
      plateRead(1, "29C1234S", 99, { device: "b" }),
    );
    expect(only?.plate).toBe("29C12345");
  });

  test("the way most say; a tie is unknown", () => {
    const out = { device: "b", direction: "out" } as const;
    expect(contents(plateRead(0, "29C12345"), weightRead(1, 9000, out))[0]?.direction).toBe(
      "unknown",
    );
    expect(
      contents(plateRead(0, "29C12345"), weightRead(1, 9000, out), weightRead(2, 9001, out))[0]
        ?.direction,
    ).toBe("out");
  });
});
