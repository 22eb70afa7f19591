// The few rules that need types, which Biome has not: they run in `npm run check:full` only.
// Formatting and everything else is Biome's; the fences are dependency-cruiser's.
import tseslint from "typescript-eslint";

export default tseslint.config({
  files: ["packages/*/src/**/*.ts"],
  ignores: ["**/*.test.ts"],
  plugins: { "@typescript-eslint": tseslint.plugin },
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: {
      project: ["packages/*/tsconfig.json", "packages/*/tsconfig.node.json"],
      tsconfigRootDir: import.meta.dirname,
    },
  },
  linterOptions: { reportUnusedDisableDirectives: "error" },
  rules: {
    "@typescript-eslint/switch-exhaustiveness-check": [
      "error",
      { considerDefaultExhaustiveForUnions: true },
    ],
    "@typescript-eslint/no-floating-promises": "error",
    "@typescript-eslint/no-misused-promises": "error",
    "@typescript-eslint/no-unnecessary-condition": [
      "error",
      { allowConstantLoopConditions: "only-allowed-literals" },
    ],
  },
});
