// A bundle folder: loaded when sound, refused with a reason when a byte is not as it was built.
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { writeBundle } from "../../test/make-bundle.ts";
import { load, readBundle } from "./index.ts";

const root = mkdtempSync(join(tmpdir(), "luong-load-"));
const sound = join(root, "sound.luong");
const damaged = join(root, "damaged.luong");
let digest = "";

beforeAll(async () => {
  digest = await writeBundle(sound, exampleIr);
});
afterAll(() => rmSync(root, { recursive: true }));

/** The codes and reasons the loader gives after `damage`; empty when it found nothing wrong. */
async function problemsAfter(damage: (folder: string) => void): Promise<string[]> {
  rmSync(damaged, { recursive: true, force: true });
  cpSync(sound, damaged, { recursive: true });
  damage(damaged);
  const read = await readBundle(damaged);
  return (read.problems ?? []).map(({ code, args }) => `${code} ${args["reason"] ?? ""}`.trim());
}

test("a sound bundle decides, by path and by URL, under the digest of its criteria", async () => {
  const declaration = {
    number: "1",
    at: "2026-02-01T09:00",
    office: "03CC",
    count: 2,
    importer: "9",
    items: [],
  };
  for (const place of [sound, pathToFileURL(sound)]) {
    const engine = await load(place, exampleOptions);
    const { decision } = engine.decide(declaration);
    expect([decision?.bundle, decision?.channel]).toEqual([digest, "yellow"]);
  }
});

test("what is missing is named", async () => {
  await expect(load(sound, {})).rejects.toThrow(/needs the list `suspects`/);
  expect(await problemsAfter((folder) => unlinkSync(join(folder, "bundle.mjs")))).toEqual([
    "LU6501 there is no such file",
  ]);
  expect(await problemsAfter((folder) => unlinkSync(join(folder, "manifest.json")))).toEqual([
    "LU6501 there is no such file",
  ]);
  expect((await readBundle(join(root, "nowhere"))).problems?.map(({ code }) => code)).toEqual([
    "LU6501",
  ]);
});

test("a bundle of another folder that names files outside its own is refused", async () => {
  const found = await problemsAfter((folder) => {
    const file = join(folder, "manifest.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    manifest.files["../sound.luong/bundle.mjs"] = manifest.files["bundle.mjs"];
    writeFileSync(file, JSON.stringify(manifest));
  });
  expect(found).toEqual(["LU6501 it is not a plain file name"]);
});

describe("damage", () => {
  test("a module cut off anywhere is refused", async () => {
    const { length } = readFileSync(join(sound, "bundle.mjs"));
    for (const part of [0, 0.1, 0.5, 0.999]) {
      const found = await problemsAfter((folder) =>
        truncateSync(join(folder, "bundle.mjs"), Math.floor(length * part)),
      );
      expect(found).toEqual(["LU6504"]);
    }
  });

  test("a manifest cut off anywhere is refused", async () => {
    const { length } = readFileSync(join(sound, "manifest.json"));
    for (let end = 0; end < length - 2; end += 61) {
      const found = await problemsAfter((folder) =>
        truncateSync(join(folder, "manifest.json"), end),
      );
      expect(found.map((each) => each.slice(0, 6))).toEqual(["LU6501"]);
    }
  });

  test("each 97th byte of the module turned over is noticed", async () => {
    const bytes = readFileSync(join(sound, "bundle.mjs"));
    cpSync(sound, damaged, { recursive: true });
    let noticed = 0;
    let turned = 0;
    for (let at = 0; at < bytes.length; at += 97) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 0x01;
      writeFileSync(join(damaged, "bundle.mjs"), copy);
      turned++;
      const { problems } = await readBundle(damaged);
      if (problems?.[0]?.code === "LU6504") noticed++;
    }
    expect(turned).toBeGreaterThan(500);
    expect(noticed).toBe(turned);
  });

  test("each byte of the manifest turned over is noticed, or it changed only the name of the compiler or the plan", async () => {
    const text = readFileSync(join(sound, "manifest.json"), "utf8");
    rmSync(damaged, { recursive: true, force: true });
    cpSync(sound, damaged, { recursive: true });
    const unnoticed: string[] = [];
    // What the runtime relies on, and what people read to know what runs.
    const essential = (manifest: Record<string, unknown>): string => {
      const { compiler: _, plan: __, ...rest } = manifest;
      return JSON.stringify(rest);
    };
    for (let at = 0; at < text.length; at += 7) {
      const turned =
        text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
      writeFileSync(join(damaged, "manifest.json"), turned);
      try {
        await load(damaged, exampleOptions);
        if (essential(JSON.parse(turned)) !== essential(JSON.parse(text)))
          unnoticed.push(turned.slice(at - 20, at + 20));
      } catch (error) {
        expect(String(error)).toMatch(/LU6\d{3}/);
      }
    }
    expect(unnoticed).toEqual([]);
  });
});
