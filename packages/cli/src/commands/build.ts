/**
 * `luong build`: compiles a set to the bundle folder that the runtime loads.
 *
 * Comes in: a set without errors. Goes out: `NAME.luong/` with manifest, module, source map and the declaration's TypeScript and JSON Schema, and with
 * `--snapshot` the index over the rows of the set. The same sources give the same bytes, in any folder.
 */
import { resolve } from "node:path";
import { SNAPSHOT_FILE } from "@luong/runtime/node";
import { analyseSound } from "../analyse-set.ts";
import { type Both, CannotRun } from "../both.ts";
import { formatOption, setOption } from "../command-line.ts";
import { type BuiltBundle, buildSet, lowerSet } from "../compile-set.ts";
import { exitCodes } from "../exit-code.ts";
import { type Command, type Invocation, inSetLanguage, toolOf } from "../invocation.ts";
import { formatBytes, formatCount } from "../locale.ts";
import { withModels } from "../models/manifest-models.ts";
import { Progress } from "../progress.ts";
import { remarkJson, remarkLine } from "../remarks.ts";
import { type CriteriaSet, openSet, showPath } from "../set.ts";
import { buildSnapshot, removeSnapshot } from "../snapshot.ts";
import { writeFolder } from "../write-file.ts";

export const build: Command = {
  name: "build",
  summary: { en: "compile a set to a bundle", vi: "biên dịch bộ tiêu chí thành gói" },
  usage: ["build [--set DIR] [--out DIR]", "build [--set DIR] --snapshot [--sample FILE]"],
  about: {
    en: "Writes a folder NAME.luong that the runtime loads in Node, a browser or a worker. Two builds of the same sources are equal byte for byte.",
    vi: "Ghi thư mục TÊN.luong để chạy trong Node, trình duyệt hoặc worker. Hai lần dựng cùng một nguồn giống nhau từng byte.",
  },
  options: [
    setOption,
    {
      name: "out",
      value: "DIR",
      help: {
        en: "the bundle's folder; default: NAME.luong here",
        vi: "thư mục của gói; mặc định: TÊN.luong tại đây",
      },
    },
    {
      name: "no-optimise",
      help: { en: "leave the criteria as written", vi: "giữ nguyên tiêu chí, không tối ưu" },
    },
    {
      name: "snapshot",
      help: {
        en: "put the index and the rows of the set's tables into the bundle, so that they load at once",
        vi: "đưa chỉ mục và các dòng của bảng vào gói để nạp được ngay",
      },
    },
    {
      name: "sample",
      value: "FILE",
      help: {
        en: "with --snapshot: declarations as they usually come; some 2,000 make the index faster",
        vi: "kèm --snapshot: tờ khai như thường gặp; khoảng 2.000 tờ giúp chỉ mục nhanh hơn",
      },
    },
    {
      name: "mapping",
      value: "FILE",
      help: {
        en: "for a sample in CSV; else luong.json says",
        vi: "cho tờ khai mẫu dạng CSV; nếu không thì theo luong.json",
      },
    },
    formatOption,
  ],
  maxWords: 0,
  examples: [
    {
      command: "luong build --set demo --out demo.luong",
      what: { en: "a bundle beside the set", vi: "gói cạnh bộ tiêu chí" },
    },
    {
      command: "luong build --set examples/vietnam --snapshot --sample day.ndjson",
      what: {
        en: "with its rows indexed for declarations like those of a day",
        vi: "kèm các dòng đã lập chỉ mục theo tờ khai của một ngày",
      },
    },
  ],
  run: async (given) => {
    const set = openSet(given.args.value("set"), given.cwd);
    const invocation = inSetLanguage(given, set.config.locale);
    const { args, output, clock, cwd } = invocation;
    checkOptions(args);
    const progress = new Progress(output, clock);
    const analysis = analyseSound(set, output);
    if (analysis === null) return exitCodes.findings;
    progress.step({ en: "compiling", vi: "đang biên dịch" });
    const optimise = !args.has("no-optimise");
    const built = await withModels(
      await buildSet(analysis, optimise),
      set,
      () => lowerSet(analysis).ir,
    );
    progress.end();
    const folder = resolve(cwd, args.value("out") ?? `${fileNameOf(set.name)}.luong`);
    removeSnapshot(folder);
    writeFolder(folder, built.files);
    const snapshot = args.has("snapshot")
      ? await withProgress(progress, () => buildSnapshot(folder, set, invocation, progress))
      : null;
    report(built, set, folder, invocation, snapshot);
    return exitCodes.ok;
  },
};

function checkOptions(args: Invocation["args"]): void {
  if (args.value("sample") === undefined || args.has("snapshot")) return;
  throw new CannotRun({
    en: "--sample says how the index of a snapshot is made: give --snapshot, too",
    vi: "--sample cho biết cách lập chỉ mục của ảnh chụp: hãy thêm --snapshot",
  });
}

async function withProgress<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    progress.end();
  }
}

/** A set may be called anything; a folder should survive being sent to another machine. */
function fileNameOf(name: string): string {
  const plain = name
    .normalize("NFC")
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, "-");
  return plain.replace(/^[-.]+/, "") || "set";
}

const noSnapshot: Both = {
  en: "the set is small enough to need no index: no snapshot was written",
  vi: "bộ tiêu chí nhỏ, không cần chỉ mục: không ghi ảnh chụp",
};

function report(
  built: BuiltBundle,
  set: CriteriaSet,
  folder: string,
  invocation: Invocation,
  snapshot: number | null,
): void {
  const { output, cwd, args } = invocation;
  const { manifest } = built;
  const shown = showPath(folder, cwd);
  const sizes: (readonly [string, number])[] = Object.entries(built.files).map(([file, text]) => [
    file,
    Buffer.byteLength(text),
  ]);
  if (snapshot !== null) sizes.push([SNAPSHOT_FILE, snapshot]);
  const isUnneeded = snapshot === null && args.has("snapshot");
  const { slowExpressions, optimised } = manifest.plan;
  if (output.format === "json") {
    if (isUnneeded) output.aside(noSnapshot);
    output.json({
      schemaVersion: 1,
      tool: toolOf(invocation),
      bundle: shown,
      digest: manifest.digest,
      criteria: manifest.criteria.length,
      slowExpressions,
      optimised,
      files: Object.fromEntries(sizes),
      remarks: built.remarks.map((remark) => remarkJson(remark, set)),
    });
    return;
  }
  for (const remark of built.remarks) output.line(remarkLine(remark, set, output.language));
  const count = (number: number): string => formatCount(number, output.language);
  output.line(`${shown}  ${output.paint("dim", manifest.digest)}`);
  const width = Math.max(...sizes.map(([file]) => file.length));
  for (const [file, bytes] of sizes) {
    output.note(`  ${file.padEnd(width)}  ${formatBytes(bytes, output.language).padStart(9)}`);
  }
  output.note(
    output.say({
      en: `${count(manifest.criteria.length)} criteria, ${count(slowExpressions)} expressions left to the reference`,
      vi: `${count(manifest.criteria.length)} tiêu chí, ${count(slowExpressions)} biểu thức do bộ diễn giải chuẩn tính`,
    }),
  );
  // In the same stream as the rest: joined with another, it could stand anywhere.
  if (isUnneeded) output.note(output.say(noSnapshot));
}
