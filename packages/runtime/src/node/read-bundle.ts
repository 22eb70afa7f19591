/**
 * Reads a bundle folder: manifest, digests of all files, then the module. Nothing is imported before its digest was found right.
 *
 * Comes in: a path or file URL. Goes out: manifest and module, or every problem found. The criteria's own digest is checked after
 * the module is loaded, because the criteria stand in it.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Fault } from "@luong/spec";
import type { Manifest, PredicateModule } from "../abi.ts";
import {
  checkManifest,
  checkModule,
  identityText,
  MANIFEST_FILE,
  MODULE_FILE,
} from "../load/check-manifest.ts";
import { fault } from "../messages/catalogue.ts";

export interface ReadBundle {
  readonly manifest: Manifest;
  readonly module: PredicateModule;
}

export type BundleRead =
  | { readonly bundle: ReadBundle; readonly problems?: undefined }
  | { readonly problems: readonly Fault[] };

function sha256Hex(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

function unreadable(file: string, reason: string): Fault {
  return fault("LU6501", file, { file, reason });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}

async function readBytes(folder: string, file: string): Promise<Uint8Array | Fault> {
  try {
    return await readFile(join(folder, file));
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
    return unreadable(file, code === "ENOENT" ? "there is no such file" : reasonOf(error));
  }
}

async function readManifest(folder: string): Promise<Manifest | Fault> {
  const bytes = await readBytes(folder, MANIFEST_FILE);
  if (isFault(bytes)) return bytes;
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = bytes.length === 0 ? "it is empty" : `it is not JSON (${reasonOf(error)})`;
    return unreadable(MANIFEST_FILE, reason);
  }
  const checked = checkManifest(parsed);
  return checked.problem ?? checked.value;
}

/** A file of the bundle stands in its folder: no separators, no way out. */
function isPlainName(file: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file);
}

async function checkFile(folder: string, file: string, wanted: string): Promise<Fault[]> {
  if (!isPlainName(file)) return [unreadable(file, "it is not a plain file name")];
  const bytes = await readBytes(folder, file);
  if (isFault(bytes)) return [bytes];
  const got = sha256Hex(bytes);
  return got === wanted ? [] : [fault("LU6504", file, { file, wanted, got })];
}

/** The digest in the address makes a bundle that was built again in the same folder another module. */
async function importModule(folder: string, digest: string): Promise<PredicateModule | Fault> {
  try {
    const address = `${pathToFileURL(join(folder, MODULE_FILE)).href}?sha256=${digest}`;
    const exports: unknown = await import(address);
    const checked = checkModule({ ...Object(exports) });
    return checked.problem ?? checked.value;
  } catch (error) {
    return unreadable(MODULE_FILE, reasonOf(error));
  }
}

function isFault(value: object): value is Fault {
  return "code" in value && "args" in value;
}

export async function readBundle(place: string | URL): Promise<BundleRead> {
  const folder = place instanceof URL ? fileURLToPath(place) : place;
  const manifest = await readManifest(folder);
  if (isFault(manifest)) return { problems: [manifest] };
  const digest = manifest.files[MODULE_FILE];
  if (digest === undefined) {
    return { problems: [unreadable(MANIFEST_FILE, `it lists no digest of ${MODULE_FILE}`)] };
  }
  const checks = Object.entries(manifest.files).map(([file, digest]) =>
    checkFile(folder, file, digest),
  );
  const problems = (await Promise.all(checks)).flat();
  if (problems.length > 0) return { problems };
  const module = await importModule(folder, digest);
  if (isFault(module)) return { problems: [module] };
  const got = sha256Hex(identityText(module.ir));
  if (got !== manifest.digest) {
    return {
      problems: [fault("LU6505", MODULE_FILE, { part: "digest", wanted: manifest.digest, got })],
    };
  }
  return { bundle: { manifest, module } };
}
