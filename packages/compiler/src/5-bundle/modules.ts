/**
 * Where the modules of a bundle come from when esbuild asks for them.
 *
 * Comes in: an import (`luong:matcher`, `luong:support/sets`, `@luong/spec`). Goes out: its text, under a name that is the same on every machine: emitted
 * text from memory, helpers and the spec from the installed packages. No path of this machine reaches the output.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Loader, Plugin } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

interface Package {
  /** How its files are called in the output. */
  readonly name: string;
  readonly folder: string;
}

/** Sources run as `.ts`, an installed package holds `.js`; the output of esbuild is the same. */
function existing(path: string): string {
  const stem = path.replace(/\.(ts|js)$/, "");
  for (const ending of [".ts", ".js"]) if (existsSync(stem + ending)) return stem + ending;
  throw new RangeError(`no module ${path}`);
}

const support: Package = { name: "luong:support", folder: join(here, "..", "support") };

function specPackage(): Package {
  // The spec's own entry tells where it is installed, in the workspace and in node_modules alike.
  const entry = fileURLToPath(import.meta.resolve("@luong/spec"));
  return { name: "@luong/spec", folder: dirname(entry) };
}

function loaderOf(path: string): Loader {
  return path.endsWith(".ts") ? "ts" : "js";
}

const fileNamespace = "luong-file";
const textNamespace = "luong-text";

/** `@luong/spec/rational` and the file it stands for. */
interface Known {
  readonly name: string;
  readonly path: string;
}

export function modulesPlugin(texts: ReadonlyMap<string, string>): Plugin {
  const spec = specPackage();
  const files = new Map<string, Known>();
  const remember = (owner: Package, path: string): Known => {
    const inside = relative(owner.folder, path)
      .split(sep)
      .join("/")
      .replace(/\.(ts|js)$/, "");
    const known = { name: `${owner.name}/${inside}`, path };
    files.set(known.name, known);
    return known;
  };
  const ownerOf = (path: string): Package => (path.startsWith(spec.folder) ? spec : support);
  return {
    name: "luong-modules",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, importer, namespace }) => {
        if (texts.has(path)) return { path, namespace: textNamespace };
        if (path.startsWith("luong:support/")) {
          const file = existing(join(support.folder, path.slice("luong:support/".length)));
          return { path: remember(support, file).name, namespace: fileNamespace };
        }
        if (path === "@luong/spec") {
          const file = existing(join(spec.folder, "index"));
          return { path: remember(spec, file).name, namespace: fileNamespace, sideEffects: false };
        }
        const from = files.get(importer);
        if (namespace === fileNamespace && from !== undefined && path.startsWith(".")) {
          const file = existing(join(dirname(from.path), path));
          const name = remember(ownerOf(file), file).name;
          return { path: name, namespace: fileNamespace, sideEffects: false };
        }
        return { errors: [{ text: `a bundle imports nothing: ${path}` }] };
      });
      build.onLoad({ filter: /.*/, namespace: textNamespace }, ({ path }) => ({
        contents: texts.get(path) ?? "",
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: fileNamespace }, ({ path }) => {
        const file = files.get(path)?.path ?? "";
        return { contents: readFileSync(file, "utf8"), loader: loaderOf(file) };
      });
    },
  };
}
