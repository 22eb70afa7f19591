/**
 * What the tests of the workspace share, name by name.
 */

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
export { type CriteriaText, criteriaText } from "./criteria-text.ts";
