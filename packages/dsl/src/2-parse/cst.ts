/**
 * Reading the parser's concrete tree, which may lack any part after an error.
 *
 * The library types children as tokens or nodes; these functions tell them apart once.
 */
import type { CstElement, CstNode, IToken } from "chevrotain";

export function isNode(element: CstElement): element is CstNode {
  return "children" in element;
}

export function node(from: CstNode | undefined, name: string): CstNode | undefined {
  const found = from?.children[name]?.[0];
  return found !== undefined && isNode(found) ? found : undefined;
}

export function nodes(from: CstNode | undefined, name: string): readonly CstNode[] {
  return from?.children[name]?.filter(isNode) ?? [];
}

export function token(from: CstNode | undefined, name: string): IToken | undefined {
  const found = from?.children[name]?.[0];
  return found !== undefined && !isNode(found) ? found : undefined;
}

export function tokens(from: CstNode | undefined, name: string): readonly IToken[] {
  return from?.children[name]?.filter((each): each is IToken => !isNode(each)) ?? [];
}

/** Offset behind the token. */
export function endOf(at: IToken): number {
  return (at.endOffset ?? at.startOffset) + 1;
}
