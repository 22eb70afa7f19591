/**
 * Opens the models `luong.json` names and checks that they fit the scores of the set.
 *
 * Comes in: the set's configuration and its compiled scores. Goes out: providers by plugin, or one complaint with everything that is wrong. The service package, with its
 * servers and native libraries, is loaded only when there is a model.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineOptions, ScoreInput, ScoreProvider } from "@luong/runtime";
import type { BundleIr, ModelScoreIr } from "@luong/spec";
import { type Both, CannotRun, didYouMean } from "../both.ts";
import { CONFIG_FILE } from "../config.ts";
import { type CriteriaSet, showFile } from "../set.ts";
import { nearestWord } from "../suggest.ts";
import { columnOf, disagreements, isTextInput } from "./check-model.ts";
import type { ModelConfig, ModelInputConfig } from "./model-config.ts";

type Service = typeof import("@luong/service");
/** What an engine is given. */
export type ScoreOptions = NonNullable<EngineOptions["scores"]>;
type SetPlace = Pick<CriteriaSet, "folder" | "shown" | "config">;

/** Those a command opened; a thread left open would keep the process from ending. */
const opened: ScoreProvider[] = [];

/** Called once a command is done. */
export async function closeModels(): Promise<void> {
  await Promise.all(opened.splice(0).map((provider) => provider.close?.()));
}

/** Undefined: no model is named. */
export async function openModels(set: SetPlace, ir: BundleIr): Promise<ScoreOptions | undefined> {
  const wanted = modelsByPlugin(set, ir);
  if (wanted.length === 0) return undefined;
  const service = await loadService();
  const providers: Record<string, ScoreProvider> = {};
  const problems: Both[] = [];
  for (const { key, plugin, config, scores } of wanted) {
    const place = placeOf(set, key);
    const found = await openOne(service, set, config, scores).catch((error: unknown) =>
      complaintOf(service, error),
    );
    if ("en" in found) problems.push(at(place, found));
    else {
      opened.push(found);
      problems.push(...problemsOf(found, config, scores).map((each) => at(place, each)));
      providers[plugin] = found;
    }
  }
  if (problems.length > 0) throw cannotUse(problems);
  return { providers, clock: service.systemScoreClock };
}

/** An optional package: it needs a newer Node than the command. */
async function loadService(): Promise<Service> {
  try {
    return await import("@luong/service");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND"))
      throw error;
    throw new CannotRun(
      {
        en: "models are opened by the package @luong/service, which is not installed",
        vi: "mô hình được mở bằng gói @luong/service, gói này chưa được cài đặt",
      },
      { en: "install it; it needs Node 24", vi: "hãy cài đặt gói đó; cần Node 24" },
    );
  }
}

export interface WantedModel {
  /** As `luong.json` names it. */
  readonly key: string;
  readonly plugin: string;
  readonly config: ModelConfig;
  /** At least one. */
  readonly scores: readonly [ModelScoreIr, ...ModelScoreIr[]];
}

/** Each entry with the scores that ask it. An entry nobody asks is a misspelling more often than not. */
export function modelsByPlugin(set: SetPlace, ir: BundleIr): readonly WantedModel[] {
  const all = ir.modelScores ?? [];
  const found = new Map<string, WantedModel>();
  for (const [key, config] of Object.entries(set.config.models)) {
    const plugin = all.find((score) => score.name === key)?.plugin ?? key;
    const [first, ...others] = all.filter((score) => score.plugin === plugin);
    if (first === undefined) throw unknownScore(set, key, all);
    const before = found.get(plugin);
    if (before !== undefined) throw givenTwice(set, key, before.key);
    found.set(plugin, { key, plugin, config, scores: [first, ...others] });
  }
  return [...found.values()];
}

async function openOne(
  service: Service,
  { folder, ...set }: SetPlace,
  config: ModelConfig,
  [score]: WantedModel["scores"],
): Promise<ScoreProvider> {
  const common = { name: score.plugin, version: config.version ?? String(score.version) };
  const path = config.kind === "remote" ? "" : resolve(folder, config.file);
  if (config.kind !== "remote" && !existsSync(path)) throw missingFile(showFile(set, config.file));
  const options = { ...common, ...isolationOf(config) };
  switch (config.kind) {
    case "trees":
      return service.openTrees(readFileSync(path), {
        ...common,
        // Only ONNX has no names of its own; the others are checked against the score.
        inputs: score.inputs.map(({ name }) => columnOf(name) ?? name),
        ...(config.format === undefined ? {} : { format: config.format }),
      });
    case "onnx": {
      const { library = "native", outputs, missing } = config;
      return service.openOnnx(readFileSync(path), {
        ...options,
        library,
        inputs: inputsOf(score, config.inputs),
        ...outputsOf(outputs),
        ...(missing === undefined ? {} : { missing }),
      });
    }
    case "function":
      return service.openFunction(pathToFileURL(path), {
        ...options,
        inputs: inputsOf(score, config.inputs),
        outputs: score.outputs.map(({ name }) => name ?? "score"),
        ...(config.exported === undefined ? {} : { exported: config.exported }),
      });
    case "remote": {
      const { url, model, outputs, missing } = config;
      return service.openRemote({
        ...common,
        url: url.replace(/\/$/, ""),
        model,
        inputs: inputsOf(score, config.inputs),
        ...outputsOf(outputs),
        ...(missing === undefined ? {} : { missing }),
      });
    }
  }
}

function isolationOf(config: ModelConfig): { readonly isolation?: "thread" | "process" } {
  return "isolation" in config && config.isolation !== undefined
    ? { isolation: config.isolation }
    : {};
}

type OutputConfig = NonNullable<Extract<ModelConfig, { readonly kind: "onnx" }>["outputs"]>;
type OutputsOption = Pick<Parameters<Service["openOnnx"]>[1], "outputs">;

function outputsOf(given: OutputConfig | undefined): OutputsOption {
  if (given === undefined) return {};
  const outputs = given.map(({ name, tensor, column }) => ({
    name,
    tensor,
    ...(column === undefined ? {} : { column }),
  }));
  return { outputs };
}

/** As written, or as the score gives them. */
function inputsOf(
  score: ModelScoreIr,
  given: readonly ModelInputConfig[] | undefined,
): readonly ScoreInput[] {
  if (given === undefined)
    return score.inputs.map(({ name, type }) => ({
      name: columnOf(name) ?? name,
      kind: isTextInput(type) ? "text" : "number",
    }));
  return given.map(({ name, categories, required }, place) => {
    const type = score.inputs[place]?.type;
    const kind = categories !== undefined ? "category" : isText(type) ? "text" : "number";
    return {
      name,
      kind,
      ...(categories === undefined ? {} : { categories }),
      ...(required === undefined ? {} : { isRequired: required }),
    };
  });
}

function isText(type: ModelScoreIr["inputs"][number]["type"] | undefined): boolean {
  return type !== undefined && isTextInput(type);
}

function problemsOf(
  provider: ScoreProvider,
  config: ModelConfig,
  scores: readonly ModelScoreIr[],
): readonly Both[] {
  const found = scores.flatMap((score) => disagreements(score, provider));
  const pinned = "digest" in config ? config.digest : undefined;
  if (pinned === undefined || pinned === provider.digest) return found;
  return [
    ...found,
    {
      en: `the digest of the model is ${provider.digest}, not ${pinned}`,
      vi: `mã băm của mô hình là ${provider.digest}, không phải ${pinned}`,
    },
  ];
}

function complaintOf(service: Service, error: unknown): Both {
  if (error instanceof service.ModelError) return error.text;
  if (error instanceof CannotRun) return error.text;
  throw error;
}

function placeOf(set: SetPlace, key: string): string {
  return `${showFile(set, CONFIG_FILE)}: models.${key}`;
}

function at(place: string, { en, vi }: Both): Both {
  return { en: `${place}: ${en}`, vi: `${place}: ${vi}` };
}

/** Every problem on its own line. */
function cannotUse(problems: readonly Both[]): CannotRun {
  const lines = (language: "en" | "vi"): string =>
    problems.map((problem) => `\n  ${problem[language]}`).join("");
  return new CannotRun({
    en: `models cannot be used:${lines("en")}`,
    vi: `không dùng được mô hình:${lines("vi")}`,
  });
}

function missingFile(shown: string): CannotRun {
  return new CannotRun({
    en: `cannot read ${shown}: it does not exist`,
    vi: `không đọc được ${shown}: tệp không tồn tại`,
  });
}

function unknownScore(set: SetPlace, key: string, all: readonly ModelScoreIr[]): CannotRun {
  const names = all.flatMap(({ name, plugin }) => [name, plugin]);
  const text = {
    en: "the set has no score and no plugin of this name",
    vi: "bộ tiêu chí không có điểm hay plugin nào tên như vậy",
  };
  return new CannotRun(at(placeOf(set, key), text), didYouMean(nearestWord(key, names)));
}

function givenTwice(set: SetPlace, key: string, before: string): CannotRun {
  const text = {
    en: `the same plugin has a model under \`${before}\``,
    vi: `plugin này đã có mô hình ở \`${before}\``,
  };
  return new CannotRun(at(placeOf(set, key), text));
}
