/**
 * Are the models bound to an engine the ones its bundle was built with?
 *
 * Comes in: the manifest and the options. Goes out: a problem for each model that is another one, or is not there. A bundle built without models takes any; it names none.
 */
import type { Fault } from "@luong/spec";
import type { Manifest } from "../abi.ts";
import { pointer } from "../facts/pointer.ts";
import { fault } from "../messages/catalogue.ts";
import type { EngineOptions } from "./options.ts";

export function otherModels({ models = [] }: Manifest, options: EngineOptions): readonly Fault[] {
  return models.flatMap(({ plugin, version, digest }) => {
    const path = pointer("/scores/providers", plugin);
    const provider = options.scores?.providers[plugin];
    if (provider === undefined) {
      const missing = fault("LU6506", path, { what: "model", name: plugin });
      return options.allowUnbound === true ? [] : [missing];
    }
    const isSame = provider.version === version && (digest === null || provider.digest === digest);
    if (isSame) return [];
    const wanted = shown(version, digest);
    const got = shown(provider.version, digest === null ? null : provider.digest);
    return [fault("LU6517", path, { plugin, wanted, got })];
  });
}

/** `1 (49b4bfcfd89a)` */
function shown(version: string, digest: string | null): string {
  const name = version === "" ? "-" : version;
  return digest === null ? name : `${name} (${digest})`;
}
