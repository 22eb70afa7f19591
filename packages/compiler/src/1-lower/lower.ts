/**
 * A checked criteria set to the criteria IR.
 *
 * Trees and the checker's tables in, `BundleIr` out: sorted by id and name, so that the order of files and items does not matter. Asks for
 * an analysis without errors; makes nothing faster (that is `2-optimise`).
 */
import type { Analysis, CritFile, Item, ItemOf, Model } from "@luong/dsl";
import {
  type BundleIr,
  type CriterionIr,
  irFormat,
  type Language,
  type ListIr,
  type ModelScoreIr,
  type PolicyIr,
  type ScorecardIr,
  type TableIr,
} from "@luong/spec";
import { invariant } from "../support/invariant.ts";
import { lowerCriterion } from "./criterion.ts";
import { ExpressionLowering } from "./expression.ts";
import { fileLanguages } from "./labels.ts";
import { lowerPolicy, lowerScorecard } from "./policy.ts";
import { lowerModelScore, lowerStageEvent } from "./scores.ts";

/** Version of the language a set is written in, apart from npm's. */
export const languageVersion = "1";

export interface ItemAt<K extends Item["kind"]> {
  readonly item: ItemOf<K>;
  readonly file: string;
  readonly language: Language;
}

/** Items of one kind over all files, with the language of their texts. */
export function itemsOf<K extends Item["kind"]>(files: readonly CritFile[], kind: K): ItemAt<K>[] {
  const languages = fileLanguages(files);
  return files.flatMap(({ file, items }) =>
    items
      .filter((item): item is ItemOf<K> => item.kind === kind)
      .map((item) => ({ item, file, language: languages.get(file) ?? "en" })),
  );
}

export function modelOf(analysis: Analysis): Model {
  invariant(analysis.model !== null, "a model");
  invariant(
    !analysis.diagnostics.some((each) => each.severity === "error"),
    "no error before lowering",
  );
  return analysis.model;
}

export function lower(analysis: Analysis): BundleIr {
  const model = modelOf(analysis);
  const lowering = new ExpressionLowering(model);
  const { files } = analysis;
  const each = <K extends Item["kind"], T>(
    kind: K,
    make: (item: ItemOf<K>, file: string, language: Language, lowering: ExpressionLowering) => T,
  ): T[] =>
    itemsOf(files, kind).map(({ item, file, language }) => make(item, file, language, lowering));
  return {
    irFormat,
    language: languageVersion,
    set: model.set,
    schema: model.schema,
    lists: byName([...model.lists.values()].map(listIr)),
    tables: byName([...model.tables.values()].map(tableIr)),
    criteria: sortedBy<CriterionIr>(each("criterion", lowerCriterion), (criterion) => criterion.id),
    scorecards: byName<ScorecardIr>(each("scorecard", lowerScorecard)),
    ...besideDeclaration(model, lowering),
    policies: byName<PolicyIr>(each("policy", lowerPolicy)),
    shared: [],
  };
}

/** Events of stages and scores of models, where the set has some. */
function besideDeclaration(
  model: Model,
  lowering: ExpressionLowering,
): Pick<BundleIr, "stageEvents" | "modelScores"> {
  const stageEvents = model.stageEvents.map((event) => lowerStageEvent(event, lowering));
  const modelScores = [...model.modelScores.values()].map((score) =>
    lowerModelScore(score, lowering),
  );
  return {
    ...(stageEvents.length === 0 ? {} : { stageEvents }),
    ...(modelScores.length === 0 ? {} : { modelScores: byName<ModelScoreIr>(modelScores) }),
  };
}

function listIr({
  name,
  label,
  of,
  access,
  dated,
  members,
}: ReturnType<Model["lists"]["get"]> & object): ListIr {
  return { name, label, of, access, dated, members };
}

function tableIr({
  name,
  label,
  access,
  dated,
  key,
  value,
  rows,
}: ReturnType<Model["tables"]["get"]> & object): TableIr {
  return { name, label, access, dated, key, value, rows };
}

function byName<T extends { readonly name: string }>(all: readonly T[]): T[] {
  return sortedBy(all, (each) => each.name);
}

/** By code unit, as no locale is the same everywhere. */
function sortedBy<T>(all: readonly T[], key: (each: T) => string): T[] {
  return [...all].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
