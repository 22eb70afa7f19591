// Adds to package-lock.json the platform packages that npm left out. Run by `npm run lock`.
// Comes in: a lock file written against a mirror that holds only this machine's native packages.
// Goes out: the same with an entry for each optional dependency named, so that `npm ci` accepts it.
//
//   optionalDependencies: { "@x/linux-x64": "1.0.0", "@x/darwin-arm64": "1.0.0" }
//   entries: @x/linux-x64   becomes   entries: @x/linux-x64, @x/darwin-arm64 (no hash: never seen here)
//
// Without them `npm ci` stops with "Missing: … from lock file", even for another platform's package.
// It asks no registry; where npm could see the package, npm's own entry (with its hash) stays.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readText, repoRoot } from "./repo-files.ts";

interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  packages: Record<string, LockEntry>;
}

/** Entries that `lock` should have and has not, by their key. */
export function missingPlatformPackages(lock: Lock): ReadonlyMap<string, LockEntry> {
  const missing = new Map<string, LockEntry>();
  for (const [owner, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isInstalledFor(lock, owner, name)) continue;
      missing.set(`node_modules/${name}`, {
        version,
        ...platformFromName(name),
        ...(entry.dev === true ? { dev: true } : {}),
        optional: true,
      } as LockEntry);
    }
  }
  return missing;
}

/** Whether `owner` finds `name` in its own node_modules or in one further up. */
function isInstalledFor(lock: Lock, owner: string, name: string): boolean {
  for (let at = owner; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (lock.packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`] !== undefined)
      return true;
    if (at === "") return false;
  }
}

/** `…-linux-x64-musl` → { os, cpu, libc } as the package's own manifest would say. */
function platformFromName(name: string): object {
  const match = /(android|darwin|freebsd|linux|openharmony|wasm32|win32)-([a-z0-9]+)/.exec(name);
  if (match === null) throw new Error(`${name}: no platform in the name; add its entry by hand`);
  const [, os, cpu] = match;
  if (os === "wasm32") return { cpu: ["wasm32"] };
  if (os !== "linux") return { cpu: [cpu], os: [os] };
  return { cpu: [cpu], libc: [name.includes("musl") ? "musl" : "glibc"], os: [os] };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const lock = JSON.parse(readText("package-lock.json")) as Lock;
  const missing = missingPlatformPackages(lock);
  const all = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
  lock.packages = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(repoRoot, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.size} platform packages added to package-lock.json\n`);
}
