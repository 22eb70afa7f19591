// The examples of docs/cameras.md are sent, and the passage it shows is what comes out; the table of reasons is whole; so is the schema.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDevices } from "../../src/intake/devices.ts";
import { parseMessage } from "../../src/intake/formats/parse.ts";
import { quarantineReasons } from "../../src/intake/quarantine.ts";
import { bytesOf, testIntake } from "./make-read.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/cameras.md"), "utf8");
const schemaText = readFileSync(
  join(import.meta.dirname, "../../schemas/camera-event.schema.json"),
  "utf8",
);

/** The block fenced as ```<language> <name>. */
function example(name: string): string {
  return new RegExp(`^\`\`\`\\w+ ${name}\\n([\\s\\S]*?)^\`\`\``, "m").exec(page)?.[1] ?? "";
}

test("the examples make the passage", async () => {
  const { devices, problems } = readDevices(JSON.parse(example("register")));
  expect([devices.size, problems]).toEqual([3, []]);
  const { intake, passages } = testIntake({ devices });
  const receivedAt = Date.UTC(2026, 2, 2, 1, 15, 20);
  const send = (name: string, deviceHint: string) =>
    intake.take(bytesOf(example(name)), { contentType: "", receivedAt, deviceHint });
  expect(await send("hikvision-event", "gate1-front")).toMatchObject({
    reads: [{ kind: "plate" }],
  });
  expect(await send("generic", "gate1-portal")).toMatchObject({
    reads: [{ kind: "container" }, { kind: "weight" }],
  });
  await intake.flush();
  const shown = JSON.parse(example("passage"));
  expect(passages).toEqual([{ ...shown, passageId: expect.stringMatching(/^[0-9a-f]{32}$/) }]);

  const wide = await send("hikvision-plates", "yard-wide");
  const agent = await send("openalpr", "yard-wide");
  expect(wide).toMatchObject({ reads: [{ lane: "B1" }], quarantined: [] });
  expect(agent).toMatchObject({ reads: [{ lane: "B0" }], quarantined: [] });
  // 08:15:05 of the list and 1772414106000 of the agent, less the second and a half of the register.
  const times = [wide, agent].map((each) =>
    each.kind === "taken" ? each.reads[0]?.capturedAt : undefined,
  );
  expect(times).toEqual([Date.UTC(2026, 2, 2, 1, 15, 3, 500), Date.UTC(2026, 2, 2, 1, 15, 4, 500)]);
});

test("every reason is in the table", () => {
  const table = page.slice(page.indexOf("## Put aside"));
  const named = [...table.matchAll(/`(\w+)`/g)].map((match) => match[1]);
  expect(quarantineReasons.filter((reason) => !named.includes(reason))).toEqual([]);
});

test("what the schema's fields are called is what is read", () => {
  const schema = JSON.parse(schemaText) as { properties: Record<string, unknown> };
  const event = {
    id: "e",
    device: "cam",
    line: "1",
    capturedAt: "2026-03-02T01:00:00Z",
    direction: "out",
    vehicleType: "truck",
    plate: { text: "15C00001", confidence: 1, candidates: [{ plate: "15C0000I", confidence: 1 }] },
    container: { text: "MSCU6639870", confidence: 2, sizeType: "45G1" },
    weightKg: 3,
    images: ["i"],
  };
  expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(event).toSorted());
  const whole = parseMessage(bytesOf(JSON.stringify(event)), 10_000);
  expect(whole.problems).toEqual([]);
  // Without any of its fields something else is read.
  for (const field of Object.keys(event)) {
    const { [field]: _, ...less } = event as Record<string, unknown>;
    const parsed = parseMessage(bytesOf(JSON.stringify(less)), 10_000);
    expect([field, parsed]).not.toEqual([field, whole]);
  }
});
