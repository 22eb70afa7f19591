/**
 * Cameras and gateways that publish to a broker: `cameras/<device>/…`, MQTT 3.1.1, quality of service 1.
 *
 * A message is acknowledged when intake has taken it or put it aside, not before; while intake is busy nothing is acknowledged and nothing
 * further is read, so the broker keeps it. The session stays at the broker while we are away, and what it delivers again does no harm.
 */
import { setTimeout as wait } from "node:timers/promises";
import { connect, type IPublishPacket, type MqttClient } from "mqtt";
import type { Intake } from "./intake.ts";
import { problem } from "./quarantine.ts";

export interface CameraSubscriptionOptions {
  readonly intake: Intake;
  /** `mqtt://…` or `mqtts://…`. */
  readonly url: string;
  /** Names the session at the broker: keep it over restarts, and give it to one process only. */
  readonly clientId: string;
  readonly now: () => number;
  readonly username?: string;
  readonly password?: string;
  /** First level of the topics; `cameras` when absent. */
  readonly root?: string;
  /** How long to wait before offering a message again that intake was too busy for. */
  readonly retryMs?: number;
  readonly reconnectMs?: number;
  /** Lost connections and refusals; the client goes on by itself. */
  readonly onError?: (error: Error) => void;
}

export interface CameraSubscription {
  /** Messages taken or put aside so far. */
  readonly settled: () => number;
  readonly isConnected: () => boolean;
  close(): Promise<void>;
}

const RETRY_MS = 200;
const RECONNECT_MS = 1000;

/** Connects and subscribes; rejects when the broker cannot be reached at the start or refuses the subscription. */
export async function subscribeCameras(
  options: CameraSubscriptionOptions,
): Promise<CameraSubscription> {
  const { url, clientId, username, password, root = "cameras" } = options;
  const client = connect(url, {
    clientId,
    clean: false,
    reconnectPeriod: options.reconnectMs ?? RECONNECT_MS,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  });
  const settling = new Settling(options, root);
  // Before the connection is there: a broker that knows the session sends what it has kept together with its welcome, and a message nobody
  // handles is acknowledged. The acknowledgement is sent when this calls back, and the next packet is read after it.
  client.handleMessage = (packet: IPublishPacket, done) => {
    settling.settle(packet).then(
      (isSettled) => (isSettled ? done() : undefined),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  };
  await connected(client);
  client.on("error", (error) => options.onError?.(error));
  const [granted] = await client.subscribeAsync(`${root}/#`, { qos: 1 });
  // 128 is the broker's no (MQTT 3.1.1, section 3.9.3).
  if (granted === undefined || granted.qos === 128) {
    await client.endAsync(true);
    throw new Error(`the broker refused the subscription to ${root}/#`);
  }
  return {
    settled: () => settling.count,
    isConnected: () => client.connected,
    close: () => closeClient(client, settling),
  };
}

/** The first connection is there, or it failed and no other is tried. */
function connected(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      client.off("connect", onConnect);
      client.end(true, () => reject(error));
    };
    const onConnect = (): void => {
      client.off("error", onError);
      resolve();
    };
    client.once("error", onError);
    client.once("connect", onConnect);
  });
}

async function closeClient(client: MqttClient, settling: Settling): Promise<void> {
  settling.stop();
  await client.endAsync(true);
}

class Settling {
  private readonly options: CameraSubscriptionOptions;
  private readonly root: string;
  private isStopped = false;
  count = 0;

  constructor(options: CameraSubscriptionOptions, root: string) {
    this.options = options;
    this.root = root;
  }

  stop(): void {
    this.isStopped = true;
  }

  /** False when it was given up, unacknowledged, because the subscription closes. */
  async settle(packet: IPublishPacket): Promise<boolean> {
    const { intake, now, retryMs = RETRY_MS } = this.options;
    const bytes = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
    const [root, device] = packet.topic.split("/");
    const context = { contentType: "", receivedAt: now() };
    if (root !== this.root || device === undefined || device === "") {
      await intake.putAside(problem("noDevice", "", {}), bytes, context);
      this.count += 1;
      return true;
    }
    while (!this.isStopped) {
      const result = await intake.take(bytes, { ...context, deviceHint: device });
      if (result.kind === "taken") {
        this.count += 1;
        return true;
      }
      await wait(retryMs);
    }
    return false;
  }
}
