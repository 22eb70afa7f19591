/**
 * A PostgreSQL of its own for a test or a bench: Debian's binaries, a cluster in a temporary folder, a free port of the loopback, no socket file.
 *
 * Comes in: settings. Goes out: its address, and ways to kill, start and stop it. When the binaries are not there it says how to install them; it never uses a server that runs already.
 * A server refuses to run as root, so there it runs as the user `postgres`, else `nobody`.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PostgresServer {
  readonly url: string;
  /** Ends server and backends at once, as the end of the machine's power would, but for what the system still holds in memory. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and data. */
  readonly start: () => Promise<void>;
  /** Stops it and removes its folder. */
  readonly stop: () => Promise<void>;
}

export interface ServerSettings {
  /** Are commits written through to the disk? Tests that kill processes need it not; figures do. */
  readonly fsync: boolean;
}

const HOW_TO_INSTALL =
  "no PostgreSQL server found (/usr/lib/postgresql/*/bin/initdb): install it with `apt-get install -y postgresql`";

/** Folder of the newest server's binaries. */
function binariesFolder(): string {
  const versionOf = (path: string): number => Number(/postgresql\/(\d+)\//.exec(path)?.[1]);
  const found = globSync("/usr/lib/postgresql/*/bin/initdb");
  const [newest] = found.sort((a, b) => versionOf(b) - versionOf(a));
  if (newest === undefined) throw new Error(HOW_TO_INSTALL);
  return join(newest, "..");
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Whom to run as; undefined: as oneself. */
function otherAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("neither a user `postgres` nor `nobody` to run the server as");
}

/**
 * A command as that account, ended when we are, even by a kill: no test leaves a server behind. Its process is the command itself, so that its number is
 * the server's.
 */
function asAccount(
  account: Account | undefined,
  command: readonly string[],
): [string, readonly string[]] {
  const rights =
    account === undefined
      ? []
      : [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  return ["setpriv", ["--pdeathsig=INT", ...rights, ...command]];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function exited(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => server.once("exit", () => resolve()));
}

/** Resolves when it takes connections. */
function ready(server: ChildProcess): Promise<void> {
  let log = "";
  return new Promise((resolve, reject) => {
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`the server ended:\n${log}`)));
  });
}

/** Numbers of the processes that `parent` has started. */
function childrenOf(parent: number): readonly number[] {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes.map(Number).filter((pid) => {
    try {
      const [, after = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
      return Number(after.split(" ")[1]) === parent;
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function initialise(binaries: string, data: string, account: Account | undefined): void {
  const command = [join(binaries, "initdb"), "-D", data, "-U", "luong", "-A", "trust"];
  const more = ["-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"];
  const [program, args] = asAccount(account, [...command, ...more]);
  // Not in a folder that the other account must not enter.
  const { status, stderr } = spawnSync(program, args, { cwd: "/", encoding: "utf8" });
  if (status !== 0) throw new Error(`initdb failed:\n${stderr}`);
}

export async function startPostgres(settings: ServerSettings): Promise<PostgresServer> {
  const binaries = binariesFolder();
  const account = otherAccount();
  const folder = mkdtempSync(join(tmpdir(), "luong-postgres-"));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, "data");
  initialise(binaries, data, account);
  const port = await freePort();
  const options = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    fsync: settings.fsync ? "on" : "off",
    shared_buffers: "64MB",
    max_connections: 40,
    logging_collector: "off",
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = asAccount(account, [join(binaries, "postgres"), "-D", data, ...flags]);
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = spawn(...command, { cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    await ready(server);
  };
  const kill = async (): Promise<void> => {
    const { pid } = server;
    if (pid === undefined) return;
    const backends = childrenOf(pid);
    // The server first: it would start a dead backend's work again.
    for (const each of [pid, ...backends]) killNow(each);
    await exited(server);
  };
  const end = (): void => {
    server.kill("SIGKILL");
  };
  process.once("exit", end);
  const stop = async (): Promise<void> => {
    process.off("exit", end);
    server.kill("SIGINT");
    await exited(server);
    rmSync(folder, { recursive: true, force: true });
  };
  await start();
  return { url: `postgresql://luong@127.0.0.1:${port}/postgres`, kill, start, stop };
}

/** `PostgreSQL 15.14`, for reports. */
export function postgresVersion(): string {
  const said = execFileSync(join(binariesFolder(), "postgres"), ["--version"], { cwd: "/" });
  return `PostgreSQL ${/\d+(\.\d+)*/.exec(said.toString())?.[0] ?? ""}`;
}
