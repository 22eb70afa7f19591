/**
 * `npm run bench -- cameras`: camera messages a second on one thread, from bytes to passages.
 *
 * Generated traffic of all four formats (30 % repetitions, 5 % late, 1 % malformed). First the passages are compared with the vehicles that
 * really passed and every malformed message must be put aside with its reason; then whole rounds are timed, each by a new intake. No transport.
 */
import { createIntake, type Intake, type Passage, readDevices } from "@luong/service";
import {
  makeTraffic,
  type Traffic,
  type TrafficMessage,
  type TruePassage,
} from "../../packages/service/test/intake/traffic.ts";
import { interleaved, machineLine, type Spread, shownSpread, spreadOf } from "../measure.ts";

export interface CamerasResult {
  readonly benchmark: "cameras";
  readonly messages: number;
  readonly passages: number;
  readonly malformed: number;
  /** Messages a second, repetitions and malformed ones among them. */
  readonly messagesPerSecond: Spread;
  /** The longest that one message held the thread, over all rounds, in milliseconds. */
  readonly longestMs: number;
  readonly target: number;
}

const TARGET = 2000;
const LANES = 24;
const VEHICLES_PER_LANE = 400;

export async function camerasBenchmark(seed: number, rounds: number): Promise<CamerasResult> {
  const traffic = makeTraffic({ seed, lanes: LANES, vehiclesPerLane: VEHICLES_PER_LANE });
  const malformed = await assertRight(traffic);
  console.log(machineLine());
  console.log(
    `${traffic.messages.length} messages, ${traffic.passages.length} passages, all right; ${malformed} malformed, all put aside`,
  );
  let longestMs = 0;
  const [rates] = await interleaved(
    [
      {
        name: "intake",
        perRound: traffic.messages.length,
        run: async () => {
          const { intake } = newIntake(traffic);
          for (const message of traffic.messages) {
            const start = performance.now();
            await take(intake, message);
            longestMs = Math.max(longestMs, performance.now() - start);
          }
          await intake.flush();
        },
      },
    ],
    rounds,
  );
  const messagesPerSecond = spreadOf(rates?.rounds ?? []);
  console.log(
    `${shownSpread(messagesPerSecond)} messages a second, the longest ${longestMs.toFixed(1)} ms; the aim is ${TARGET}`,
  );
  return {
    benchmark: "cameras",
    messages: traffic.messages.length,
    passages: traffic.passages.length,
    malformed,
    messagesPerSecond,
    longestMs,
    target: TARGET,
  };
}

function newIntake(traffic: Traffic): { readonly intake: Intake; readonly given: Passage[] } {
  const { devices, problems } = readDevices(traffic.register);
  if (problems.length > 0) throw new Error("the register of the traffic has mistakes");
  const given: Passage[] = [];
  const intake = createIntake({
    devices,
    onPassage: (passage) => void given.push(passage),
    onQuarantined: () => undefined,
  });
  return { intake, given };
}

function take(intake: Intake, { bytes, contentType, receivedAt, device }: TrafficMessage) {
  return intake.take(bytes, { contentType, receivedAt, deviceHint: device });
}

/** How many messages were malformed. Throws at the first difference from the truth. */
async function assertRight(traffic: Traffic): Promise<number> {
  const { intake, given } = newIntake(traffic);
  let malformed = 0;
  for (const message of traffic.messages) {
    const result = await take(intake, message);
    const reason = result.kind === "taken" ? result.quarantined[0]?.reason : "busy";
    if (reason !== message.malformed)
      throw new Error(`${message.device}: ${reason}, not ${message.malformed}`);
    if (reason !== undefined) malformed += 1;
  }
  await intake.flush();
  const last = new Map(given.map((passage) => [passage.passageId, passage]));
  const live = [...last.values()].filter(({ supersededBy }) => supersededBy === undefined);
  const [found, truth] = [live.map(told).toSorted(), traffic.passages.map(told).toSorted()];
  const differs = truth.findIndex((each, at) => each !== found[at]);
  if (differs >= 0 || found.length !== truth.length)
    throw new Error(`passages differ: ${found[differs]}, not ${truth[differs]}`);
  return malformed;
}

function told(passage: Passage | TruePassage): string {
  const { lane, direction, enteredAt, leftAt, plate, containerNo, weightKg } = passage;
  return [lane, direction, enteredAt, leftAt, plate, containerNo, weightKg].join(" ");
}
