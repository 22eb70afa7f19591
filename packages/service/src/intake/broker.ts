/**
 * A small broker in the process, for demonstrations and tests: Aedes on a port of this machine.
 *
 * Keeps sessions in memory only and knows no users: what matters belongs to a broker of its own (Mosquitto and others), to which
 * `subscribeCameras` connects in the same way.
 */
import { createServer, type Socket } from "node:net";
import { Aedes } from "aedes";

export interface Broker {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on the loopback address; port 0 lets the system choose. */
export async function startBroker(port = 0): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    port: bound,
    url: `mqtt://127.0.0.1:${bound}`,
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
