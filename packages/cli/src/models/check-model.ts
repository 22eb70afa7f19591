/**
 * Does a model fit the scores that ask it? Inputs by name and kind, in their order; outputs by name; the version.
 *
 * Comes in: a score as compiled and the opened model. Goes out: what disagrees, in both languages; empty when it fits. Swapped columns give plausible scores, so nothing but a check finds them.
 */
import type { ScoreInput, ScoreProvider } from "@luong/runtime";
import type { ModelScoreIr, Type } from "@luong/spec";
import type { Both } from "../both.ts";

/** Names libraries make up when they are told none: nothing to compare. */
const MADE_UP = /^(?:f|x|Column_)\d+$/;

export function isTextInput({ kind }: Type): boolean {
  return kind === "text" || kind === "id" || kind === "code";
}

/** The last step of the path a score is given, as a model names a column; undefined for an expression. */
export function columnOf(name: string): string | undefined {
  return /^input \d+$/.test(name) ? undefined : (name.split(".").at(-1) ?? name);
}

export function disagreements(score: ModelScoreIr, provider: ScoreProvider): readonly Both[] {
  return [
    ...versionProblems(score, provider),
    ...inputProblems(score, provider.inputs),
    ...outputProblems(score, provider.outputs),
  ];
}

function versionProblems({ name, version }: ModelScoreIr, provider: ScoreProvider): Both[] {
  if (provider.version === String(version)) return [];
  return [
    {
      en: `the score \`${name}\` is declared with version ${version}, the model is version ${provider.version}`,
      vi: `điểm \`${name}\` khai phiên bản ${version}, còn mô hình là phiên bản ${provider.version}`,
    },
  ];
}

function inputProblems({ name, inputs }: ModelScoreIr, wanted: readonly ScoreInput[]): Both[] {
  if (inputs.length !== wanted.length) {
    const names = wanted.map((each) => each.name).join(", ");
    return [
      {
        en: `the score \`${name}\` gives ${inputs.length} inputs, the model takes ${wanted.length}: ${names}`,
        vi: `điểm \`${name}\` cho ${inputs.length} đầu vào, mô hình nhận ${wanted.length}: ${names}`,
      },
    ];
  }
  const areMadeUp = wanted.every((each) => MADE_UP.test(each.name));
  return inputs.flatMap((given, at): Both[] => {
    const input = wanted[at];
    if (input === undefined) return [];
    const column = columnOf(given.name);
    if (!areMadeUp && column !== undefined && column !== input.name)
      return [
        {
          en: `input ${at + 1} of the score \`${name}\` is \`${given.name}\`, the model takes \`${input.name}\` there`,
          vi: `đầu vào ${at + 1} của điểm \`${name}\` là \`${given.name}\`, ở đó mô hình nhận \`${input.name}\``,
        },
      ];
    const takesText =
      input.kind === "text" || (input.kind === "category" && input.categories !== undefined);
    if (takesText === isTextInput(given.type)) return [];
    return [
      {
        en: `input ${at + 1} of the score \`${name}\`, \`${given.name}\`, is a ${takesText ? "number" : "text"}; the model takes a ${takesText ? "text" : "number"}`,
        vi: `đầu vào ${at + 1} của điểm \`${name}\`, \`${given.name}\`, là ${takesText ? "số" : "chữ"}; mô hình nhận ${takesText ? "chữ" : "số"}`,
      },
    ];
  });
}

function outputProblems({ name, outputs }: ModelScoreIr, given: readonly string[]): Both[] {
  return outputs.flatMap((output): Both[] => {
    if (output.name === null || given.includes(output.name)) return [];
    return [
      {
        en: `the score \`${name}\` returns \`${output.name}\`, the model gives ${given.join(", ")}`,
        vi: `điểm \`${name}\` trả về \`${output.name}\`, mô hình cho ${given.join(", ")}`,
      },
    ];
  });
}
