/**
 * A way to PostgreSQL that can be cut: what the server answers is thrown away and the connection with it, after the server has done what it was asked.
 *
 * Comes in: the server's address. Goes out: an address with another port, and `cut`, which lets the next answers be lost.
 */
import { connect, createServer, type Socket } from "node:net";

export interface CuttingProxy {
  readonly url: string;
  /** The next answer to something that holds `word` is lost. */
  readonly cut: (word: string) => void;
  /** How many were. */
  readonly count: () => number;
  readonly close: () => Promise<void>;
}

export async function cuttingProxy(url: string): Promise<CuttingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let [word, count] = ["", 0];
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    let isToBeCut = false;
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => [client, database].forEach((each) => void each.destroy()));
    }
    client.on("data", (bytes) => {
      if (word !== "" && bytes.includes(word)) [isToBeCut, word] = [true, ""];
      database.write(bytes);
    });
    database.on("data", (bytes) => {
      if (!isToBeCut) client.write(bytes);
      else {
        count += 1;
        client.destroy();
      }
    });
  });
  await new Promise<void>((resume) => server.listen(0, "127.0.0.1", resume));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    cut: (given) => {
      word = given;
    },
    count: () => count,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resume) => server.close(() => resume()));
    },
  };
}
