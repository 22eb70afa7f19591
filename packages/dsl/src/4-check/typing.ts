/**
 * The side tables that checking fills, and the two questions every part of it asks: the type of an expression, and whether
 * something is a condition.
 *
 * `expressions.ts` makes one of these for a set; the other files of this folder receive it, so that none imports back.
 */
import type { EvaluationContext, Type } from "@luong/spec";
import type { CodeReading } from "../3-resolve/fit.ts";
import type { PlaceWorld } from "../3-resolve/place.ts";
import type { Emit, Symbols } from "../3-resolve/symbols.ts";
import type { CollectionRef, NodeKey, Reference, SelectionRef, SeriesRef } from "../analysis.ts";
import type { Expression } from "../ast/ast.ts";
import type { Scope, ValueFacts } from "./scope.ts";

/** The type the other side gives to a literal. */
export interface Want {
  readonly type: Type;
  readonly reading: CodeReading;
}

/** Mandatory facts without example, and parts that are needed only when some of them is given; paths from a record. */
export interface Needs {
  readonly facts: readonly string[];
  readonly wholes: readonly { readonly key: string; readonly record: string }[];
}

export interface Typing {
  readonly symbols: Symbols;
  readonly world: PlaceWorld;
  readonly emit: Emit;
  readonly types: Map<NodeKey, Type>;
  readonly references: Map<NodeKey, Reference>;
  readonly collections: Map<NodeKey, CollectionRef>;
  readonly selections: Map<NodeKey, SelectionRef>;
  readonly series: Map<NodeKey, SeriesRef>;
  readonly clocks: Map<NodeKey, readonly string[]>;
  /** `list hubs`, `define heavy`: what something reads. */
  readonly used: Set<string>;
  /** What a test has to give, by record. */
  readonly needs: Map<string, Needs>;
  /** For folding constants: the schema and nothing of the world. */
  readonly context: EvaluationContext;
  readonly infer: (node: Expression, scope: Scope, want?: Want) => Type;
  readonly condition: (node: Expression, scope: Scope) => void;
  readonly define: (name: string) => ValueFacts;
  /** Of a computed field. */
  readonly derived: (record: string, field: string) => ValueFacts;
}

export const errorType: Type = { kind: "error" };
export const booleanType: Type = { kind: "boolean" };

export function memberWant(type: Type): Want {
  return { type, reading: { kind: "member" } };
}
