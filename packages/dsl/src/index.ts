/**
 * What the language offers to other packages: reading, checking, laying out criteria, and wording what was found.
 *
 * Every name is listed; inside the package files import each other, never this one.
 */

export {
  type ParsedFile,
  type Parser,
  parseExpression,
  parseFile,
  standardParser,
} from "./2-parse/parse.ts";
export {
  type Constant,
  constantOf,
  jsonOf,
  valueOfConstant as valueOf,
} from "./3-resolve/constant.ts";
export { labelFrom, languageOfFile } from "./3-resolve/text.ts";
export {
  type Analysis,
  type Binder,
  type CollectionRef,
  type DefineSymbol,
  type ListSymbol,
  type Model,
  type ModelScoreSymbol,
  type NodeKey,
  nodeKey,
  type ReadData,
  type Reference,
  type SelectionRef,
  type SeriesRef,
  type SourceFile,
  type StageEventSymbol,
  type TableSymbol,
} from "./analysis.ts";
export type {
  AccessLevel,
  Cell,
  CellRow,
  Channel,
  Clause,
  CodedNode,
  ColumnNode,
  Comments,
  CritFile,
  DecideColumn,
  EffectNode,
  ExpectedNode,
  Expression,
  FactNode,
  FactorNode,
  FieldNode,
  Header,
  Item,
  ItemOf,
  KeyNode,
  LabelText,
  Literal,
  Name,
  Node,
  OnClause,
  Path,
  PolicyClause,
  Quantifier,
  ReasonNode,
  Rows,
  TestNode,
  TypeRef,
  WindowNode,
} from "./ast/ast.ts";
export { printNode, printTree } from "./ast/print.ts";
export { children, isNode, walk } from "./ast/visit.ts";
export { catalogue, type DiagnosticCode } from "./diagnostics/catalogue/index.ts";
export { displayWidth, padDisplay } from "./diagnostics/display-width.ts";
export { exampleData, exampleSchema } from "./diagnostics/example-schema.ts";
export {
  type ExplainPage,
  explainMarkdown,
  explainPage,
} from "./diagnostics/explain.ts";
export {
  type DiagnosticJson,
  diagnosticJson,
  type RenderOptions,
  render,
  renderAll,
} from "./diagnostics/render.ts";
export { runExample } from "./diagnostics/run-example.ts";
export { soleFix } from "./diagnostics/sole-fix.ts";
export { diagnosticCodes, entryOf, messageOf, severityWord } from "./diagnostics/text.ts";
export { type FormatOptions, type Formatted, format } from "./format/format.ts";
export { FORMAT_REFUSED } from "./format/refusal.ts";
export { analyse, analyseParsed } from "./pipeline.ts";
export { type LineIndex, lineIndex, type Position } from "./source/line-index.ts";
