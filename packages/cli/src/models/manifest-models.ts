/**
 * Writes the models a set was built with into the manifest of its bundle.
 *
 * Comes in: the built files and the set. Goes out: the same files; the manifest names version and digest of each model. A server is not asked when a bundle is built: only the version is named.
 */
import type { BundleIr } from "@luong/spec";
import type { BuiltBundle } from "../compile-set.ts";
import type { CriteriaSet } from "../set.ts";
import { modelsByPlugin, openModels, type ScoreOptions } from "./open-models.ts";

const MANIFEST_FILE = "manifest.json";

export async function withModels(
  built: BuiltBundle,
  set: CriteriaSet,
  irOf: () => BundleIr,
): Promise<BuiltBundle> {
  if (Object.keys(set.config.models).length === 0) return built;
  const ir = irOf();
  const wanted = modelsByPlugin(set, ir);
  const local = Object.entries(set.config.models).filter(([, { kind }]) => kind !== "remote");
  const config = { ...set.config, models: Object.fromEntries(local) };
  const scores = await openModels({ ...set, config }, ir);
  const models = wanted
    .map((each) => modelOf(each, scores))
    .sort((a, b) => (a.plugin < b.plugin ? -1 : 1));
  const { plan, ...head } = built.manifest;
  const manifest = { ...head, models, plan };
  const files = { ...built.files, [MANIFEST_FILE]: `${JSON.stringify(manifest, null, 2)}\n` };
  return { ...built, manifest, files };
}

type Wanted = ReturnType<typeof modelsByPlugin>[number];
type ManifestModels = NonNullable<BuiltBundle["manifest"]["models"]>;

function modelOf(
  { plugin, config, scores: [score] }: Wanted,
  opened: ScoreOptions | undefined,
): ManifestModels[number] {
  const provider = opened?.providers[plugin];
  const version = provider?.version ?? config.version ?? String(score.version);
  return { plugin, version, digest: provider?.digest ?? null };
}
