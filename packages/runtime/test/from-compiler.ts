// Ajv and esbuild for tests of the runtime, found where the compiler finds them: the runtime itself has no dependency to declare.
// Comes in: nothing. Goes out: the two functions the tests use, typed as far as they use them.
import { createRequire } from "node:module";

const fromCompiler = createRequire(new URL("../../compiler/package.json", import.meta.url));

interface Validate {
  (value: unknown): boolean;
  readonly errors?: unknown;
}

interface Ajv {
  readonly compile: (schema: unknown) => Validate;
  readonly errorsText: (errors: unknown) => string;
}

/** A validator for JSON Schema 2020-12 that reports every error. */
export function createAjv(): Ajv {
  const { Ajv2020 }: { Ajv2020: new (options: object) => Ajv } = fromCompiler("ajv/dist/2020.js");
  return new Ajv2020({ allErrors: true, allowUnionTypes: true });
}

interface BuildOptions {
  readonly stdin: { readonly contents: string; readonly resolveDir: string; readonly loader: "ts" };
  readonly bundle: true;
  readonly write: false;
  readonly format: "esm";
  readonly target: string;
  readonly conditions: readonly string[];
  readonly external: readonly string[];
  readonly logLevel: "silent";
}

type Build = (options: BuildOptions) => Promise<{
  readonly outputFiles: readonly { readonly text: string }[];
}>;

export const { build }: { readonly build: Build } = fromCompiler("esbuild");
