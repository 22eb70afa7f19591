/**
 * What the tests of the workspace share, name by name: the corpus, generators, short ways to write IR.
 *
 * Development only and never published; imports spec and dsl, nothing else of the workspace.
 */
import * as irBuilder from "./ir-builder.ts";

export { RandomCriteria, randomQuestion, randomSchema, randomWorld } from "./arbitraries.ts";

export {
  analyseOnCorpus,
  applyEdits,
  type CorpusCase,
  corpusFiles,
  type Expected,
  faults,
  placed,
  readCase,
  readCorpus,
} from "./corpus.ts";
export { type CriteriaText, criteriaText, historyText } from "./criteria-text.ts";
export { indexableCriterion } from "./indexable-criteria.ts";
export { callModuleText } from "./load-module-text.ts";
export { RandomSource } from "./random.ts";

/** Short names such as `and`, `field`, `test`: taken together, so that they do not meet others. */
export { irBuilder };
