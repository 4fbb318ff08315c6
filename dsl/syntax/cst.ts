/*
 * Reading chevrotain's concrete tree without trusting it: after recovery any child may be absent,
 * and inserted tokens have no place in the text.
 */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import type { Span } from '../../model/index.js';
import { spanBetween, type Source } from './source.js';

const isNode = (element: CstElement): element is CstNode => 'children' in element;

/** The child nodes of one rule, in order. */
export function nodesOf(node: CstNode | undefined, rule: string): CstNode[] {
  return (node?.children[rule] ?? []).filter(isNode);
}

/** The first child node of a rule. */
export function nodeOf(node: CstNode | undefined, rule: string): CstNode | undefined {
  return nodesOf(node, rule)[0];
}

/** The child tokens under the given names, in the order of the text, without inserted ones. */
export function tokensOf(node: CstNode | undefined, ...names: readonly string[]): IToken[] {
  const found: IToken[] = [];
  for (const name of names) {
    for (const element of node?.children[name] ?? []) {
      if (!isNode(element) && element.isInsertedInRecovery !== true) found.push(element);
    }
  }
  return found.sort((a, b) => a.startOffset - b.startOffset);
}

/** The first child token under any of the given names. */
export function tokenOf(
  node: CstNode | undefined,
  ...names: readonly string[]
): IToken | undefined {
  return tokensOf(node, ...names)[0];
}

/** All child nodes of the given rules, in the order of the text. */
export function orderedNodes(node: CstNode | undefined, ...rules: readonly string[]): CstNode[] {
  return rules
    .flatMap((rule) => nodesOf(node, rule))
    .sort((a, b) => (a.location?.startOffset ?? 0) - (b.location?.startOffset ?? 0));
}

/** The span of a token. */
export function tokenSpan(source: Source, token: IToken): Span {
  return spanBetween(source, token.startOffset, token.startOffset + token.image.length);
}
