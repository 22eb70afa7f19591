// Cameras over MQTT, against the broker in the process and against Mosquitto: delivery, repetition, a broker that goes away, a busy intake.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connectAsync } from "mqtt";
import { afterEach, describe, expect, test } from "vitest";
import { type Broker, startBroker } from "../../src/intake/broker.ts";
import { type CameraSubscription, subscribeCameras } from "../../src/intake/mqtt.ts";
import { plateEvent, START, testIntake } from "./make-read.ts";

const MOSQUITTO = "/usr/sbin/mosquitto";
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (await isSo()) return;
    await wait(20);
  }
  throw new Error(`waited in vain until ${what}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** Mosquitto with its sessions in a folder, so that it can be stopped and started again. */
async function startMosquitto(port: number, folder: string): Promise<Broker> {
  if (!existsSync(MOSQUITTO))
    throw new Error(
      `${MOSQUITTO} is not there; install it with: apt-get install -y mosquitto (as root)`,
    );
  const config = join(folder, "mosquitto.conf");
  writeFileSync(
    config,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location ${folder}/\n`,
  );
  // It gives up root for a user who may not write here, unless told to stay.
  const child: ChildProcess = spawn(MOSQUITTO, ["-c", config], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await until("mosquitto answers", () => answers(port));
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    close: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

async function newMosquitto(): Promise<Broker> {
  const folder = mkdtempSync(join(tmpdir(), "luong-mosquitto-"));
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  return startMosquitto(await freePort(), folder);
}

async function subscribe(
  broker: Broker,
  intake: ReturnType<typeof testIntake>["intake"],
  retryMs = 20,
): Promise<CameraSubscription> {
  const subscription = await subscribeCameras({
    intake,
    url: broker.url,
    clientId: "intake-test",
    now: () => START + 5000,
    retryMs,
    reconnectMs: 50,
  });
  closing.push(() => subscription.close());
  return subscription;
}

async function publisher(broker: Broker) {
  const client = await connectAsync(broker.url, { reconnectPeriod: 50 });
  closing.push(() => client.endAsync(true));
  return (topic: string, message: Uint8Array) =>
    client.publishAsync(topic, Buffer.from(message), { qos: 1 });
}

describe.each([
  ["the broker in the process", () => startBroker()],
  ["Mosquitto", newMosquitto],
])("%s", (_, start) => {
  test("delivers; repetition does no harm; strangers are put aside", async () => {
    const broker = await start();
    closing.push(() => broker.close());
    const { intake, passages, quarantined } = testIntake();
    const subscription = await subscribe(broker, intake);
    const publish = await publisher(broker);
    await publish("cameras/cam/plate", plateEvent(0, "29C12345"));
    await publish("cameras/cam/plate", plateEvent(0, "29C12345"));
    await publish("cameras/cam", plateEvent(2, "29C12345"));
    await publish("cameras/stranger/plate", plateEvent(0, "29C12345"));
    await publish("cameras", plateEvent(0, "29C12345"));
    await until("all are settled", () => subscription.settled() === 5);
    expect(intake.counters()).toMatchObject({ reads: 2, duplicates: 1 });
    expect(quarantined.map(({ reason }) => reason).toSorted()).toEqual([
      "noDevice",
      "unknownDevice",
    ]);
    await intake.flush();
    expect(passages).toMatchObject([{ plate: "29C12345", reads: 1, repeats: 1 }]);
  });

  test("keeps what a busy intake has not taken, and what comes while nobody listens", async () => {
    const broker = await start();
    closing.push(() => broker.close());
    let isFull = true;
    const { intake } = testIntake({
      journal: () => {
        if (isFull) throw new Error("full");
      },
    });
    const first = await subscribe(broker, intake);
    const publish = await publisher(broker);
    await publish("cameras/cam/plate", plateEvent(0, "29C12345"));
    await until("it was offered", () => intake.counters().busy > 0);
    expect(first.settled()).toBe(0);
    // Away without having acknowledged; the session stays at the broker.
    await first.close();
    await publish("cameras/cam/plate", plateEvent(1, "15H67890"));
    isFull = false;
    const second = await subscribe(broker, intake);
    await until("both are settled", () => second.settled() === 2);
    expect(intake.counters().reads).toBe(2);
  });
});

test("Mosquitto goes away and comes back: the subscription goes on by itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "luong-mosquitto-"));
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const before = await startMosquitto(port, folder);
  const { intake } = testIntake();
  const subscription = await subscribe(before, intake);
  await before.close();
  await until("the loss is noticed", () => !subscription.isConnected());
  const after = await startMosquitto(port, folder);
  closing.push(() => after.close());
  await until("it is connected again", () => subscription.isConnected());
  const publish = await publisher(after);
  await publish("cameras/cam/plate", plateEvent(0, "29C12345"));
  await until("it is settled", () => subscription.settled() === 1);
  expect(intake.counters().reads).toBe(1);
});

test("no broker: the subscription says so at the start", async () => {
  const { intake } = testIntake();
  const port = await freePort();
  const options = { intake, url: `mqtt://127.0.0.1:${port}`, clientId: "x", now: () => START };
  await expect(subscribeCameras(options)).rejects.toThrow(/ECONNREFUSED/);
});
