// Colours, quiet, and the pipe whose reader has gone.
// Comes in: options, environment, stand-in streams. Goes out: what would be written.
import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { Output, type OutputSettings, type Sink, untilClosed, wantsColour } from "./output.ts";

describe("wantsColour", () => {
  test.each([
    ["a terminal", undefined, {}, true, true],
    ["no terminal", undefined, {}, false, false],
    ["a dumb terminal", undefined, { TERM: "dumb" }, true, false],
    ["--color always beats all", "always", { NO_COLOR: "1" }, false, true],
    ["--color never beats all", "never", { FORCE_COLOR: "1" }, true, false],
    ["NO_COLOR", undefined, { NO_COLOR: "1" }, true, false],
    ["an empty NO_COLOR says nothing", undefined, { NO_COLOR: "" }, true, true],
    ["FORCE_COLOR", undefined, { FORCE_COLOR: "1" }, false, true],
    ["FORCE_COLOR=0", undefined, { FORCE_COLOR: "0" }, true, false],
    ["auto", "auto", {}, true, true],
  ] as const)("%s", (_, option, environment, isTerminal, expected) => {
    expect(wantsColour(option, environment, isTerminal)).toBe(expected);
  });
});

class Recorder extends EventEmitter implements Sink {
  text = "";
  readonly isTTY: boolean;
  constructor(isTTY = false) {
    super();
    this.isTTY = isTTY;
  }
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

function output(out: Sink, error: Sink, more: Partial<OutputSettings> = {}): Output {
  const settings: OutputSettings = {
    language: "en",
    format: undefined,
    colour: undefined,
    quiet: false,
    environment: {},
    ...more,
  };
  return new Output(settings, out, error);
}

describe("Output", () => {
  test("pretty on a terminal, compact elsewhere, unless told", () => {
    expect(output(new Recorder(true), new Recorder()).format).toBe("pretty");
    expect(output(new Recorder(), new Recorder(true)).format).toBe("compact");
    expect(output(new Recorder(true), new Recorder(), { format: "json" }).format).toBe("json");
  });

  test("quiet drops notes and asides, never findings and complaints", () => {
    const [out, error] = [new Recorder(), new Recorder()];
    const quiet = output(out, error, { quiet: true });
    quiet.line("finding");
    quiet.note("summary");
    quiet.aside({ en: "written", vi: "đã ghi" });
    quiet.complain({ en: "wrong", vi: "sai" });
    expect(out.text).toBe("finding\n");
    expect(error.text).toBe("luong: wrong\n");
  });

  test("beside JSON there are no notes", () => {
    const out = new Recorder();
    output(out, new Recorder(), { format: "json" }).note("summary");
    expect(out.text).toBe("");
  });

  test("complaints are in the reader's language, with advice", () => {
    const error = new Recorder();
    output(new Recorder(), error, { language: "vi" }).complain(
      { en: "wrong", vi: "sai" },
      { en: "mend it", vi: "hãy sửa" },
    );
    expect(error.text).toBe("luong: sai; hãy sửa\n");
  });
});

describe("untilClosed", () => {
  test("after the reader has gone nothing is written and nothing thrown", () => {
    const stream = new Recorder();
    const sink = untilClosed(stream);
    sink.write("a");
    stream.emit("error", Object.assign(new Error("gone"), { code: "EPIPE" }));
    sink.write("b");
    expect(stream.text).toBe("a");
  });

  test("another error is not hidden", () => {
    const stream = new Recorder();
    untilClosed(stream);
    expect(() =>
      stream.emit("error", Object.assign(new Error("full"), { code: "ENOSPC" })),
    ).toThrow("full");
  });
});
