// The runtime in a browser: bundled for it, under a policy that forbids code from strings, the same bytes as in Node.
// Uses the Chromium of the system. Without one the test fails in CI and says that it skips elsewhere.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { chromium } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { load } from "../src/node/index.ts";
import { validDeclarationsOf } from "./arbitrary-declaration.ts";
import { exampleIr, exampleOptions } from "./example-ir.ts";
import { bundleSource, writeBundle } from "./make-bundle.ts";

const CHROMIUM = "/usr/bin/chromium";
const isThere = existsSync(CHROMIUM);
const mustRun = process.env["CI"] === "true";
if (!isThere && !mustRun)
  console.warn(`no ${CHROMIUM}: the browser test is skipped (it fails in CI)`);

const folder = mkdtempSync(join(tmpdir(), "luong-browser-"));
afterAll(() => rmSync(folder, { recursive: true }));

const page = (input: unknown): string => `<!doctype html>
<meta charset="utf-8"><title>runtime</title>
<script id="input" type="application/json">${JSON.stringify(input).replaceAll("<", "\\u003c")}</script>
<script type="module" src="/program.mjs"></script>`;

const program = `
  import { createEngine } from "@luong/runtime";
  const { manifest, options, declarations } = JSON.parse(document.getElementById("input").textContent);
  const engine = createEngine({ manifest, module: await import("/bundle.mjs") }, options);
  globalThis.answers = declarations.map((declaration) => JSON.stringify(engine.decide(declaration)));
`;

function serve(
  files: ReadonlyMap<string, readonly [type: string, content: string]>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const [type, content] = files.get(request.url ?? "") ?? ["text/plain", ""];
    response.writeHead(files.has(request.url ?? "") ? 200 : 404, {
      "content-type": `${type}; charset=utf-8`,
      "content-security-policy": "default-src 'none'; script-src 'self'",
    });
    response.end(content);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

test.skipIf(!isThere && !mustRun)("a browser decides as Node does", async () => {
  expect(isThere, `${CHROMIUM} is missing`).toBe(true);
  await writeBundle(folder, exampleIr);
  const engine = await load(folder, exampleOptions);
  const declarations = fc.sample(validDeclarationsOf(exampleIr.schema), { numRuns: 50, seed: 8 });
  const expected = declarations.map((declaration) => JSON.stringify(engine.decide(declaration)));
  const script = "text/javascript";
  const server = await serve(
    new Map([
      [
        "/",
        ["text/html", page({ manifest: engine.manifest, options: exampleOptions, declarations })],
      ],
      ["/program.mjs", [script, await bundleSource(program)]],
      ["/bundle.mjs", [script, readFileSync(join(folder, "bundle.mjs"), "utf8")]],
    ]),
  );
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on("pageerror", (error) => errors.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await tab.goto(`http://127.0.0.1:${port}/`);
    await tab
      .waitForFunction("globalThis.answers !== undefined", undefined, { timeout: 10_000 })
      .catch(() => undefined);
    expect(errors.filter((each) => !each.includes("favicon"))).toEqual([]);
    expect(await tab.evaluate("globalThis.answers")).toEqual(expected);
  } finally {
    await browser.close();
    server.close();
  }
});
