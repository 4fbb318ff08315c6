/*
 * Concrete tree to declarations and types. A declaration whose name is lost is dropped (its error has
 * been reported); one with a syntax error inside is kept and marked `broken`.
 */
import type { CstNode, IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.js';
import {
  buildExpression,
  buildLiteral,
  buildObject,
  buildString,
  holeAt,
  joinSpans,
  nameNode,
  nodeSpan,
  type Builder,
} from './build-expressions.js';
import { nodeOf, nodesOf, orderedNodes, tokenOf, tokensOf, tokenSpan } from './cst.js';
import { spanBetween } from './source.js';
import type { Clause, Declaration, Expression, NameNode, Refinement, TypeNode } from './tree.js';

/** Builds one declaration, if enough of it is there to know what it declares. */
export function buildDeclaration(
  builder: Builder,
  node: CstNode,
  documentation: string | undefined,
): Declaration | undefined {
  const inner = Object.values(node.children)
    .flat()
    .find((child): child is CstNode => 'children' in child && child.name !== 'declarationEnd');
  if (!inner) return undefined;
  const span = nodeSpan(builder, inner);
  const shared = { span, broken: false, ...(documentation !== undefined && { documentation }) };
  const first = declaredName(builder, inner);
  switch (inner.name) {
    case 'stackDeclaration': {
      const name = first ?? stringName(builder, inner);
      return name && { kind: 'stack', name, ...shared };
    }
    case 'paramDeclaration': {
      if (!first) return undefined;
      const type = buildType(builder, nodeOf(inner, 'unionType'), first.span.end.offset);
      return { kind: 'param', name: first, type, ...valueAfterEquals(builder, inner), ...shared };
    }
    case 'letDeclaration':
      return first && { kind: 'let', name: first, value: bound(builder, inner, first), ...shared };
    case 'outputDeclaration':
      return (
        first && { kind: 'output', name: first, value: bound(builder, inner, first), ...shared }
      );
    default:
      return buildOther(builder, inner, first, shared);
  }
}

/** The declared name; a hyphenated one is reported and kept as it was meant. */
function declaredName(builder: Builder, node: CstNode): NameNode | undefined {
  const inner = nodeOf(node, 'declaredName');
  const parts = tokensOf(inner, 'Name', 'Int');
  const [first, last] = [parts[0], parts.at(-1)];
  if (!inner || !first || !last) return undefined;
  if (first === last) return nameNode(builder, first);
  const span = joinSpans(tokenSpan(builder.source, first), tokenSpan(builder.source, last));
  const name = parts.map((part) => part.image).join('_');
  builder.diagnostics.push(
    diagnose('syntax', span, {
      summary: 'names have no hyphens',
      detail: 'Names are made of letters, digits and `_`, and begin with a letter.',
      fix: { title: `call it \`${name}\``, span, text: name },
    }),
  );
  return { name, span };
}

function buildOther(
  builder: Builder,
  node: CstNode,
  name: NameNode | undefined,
  shared: { span: Declaration['span']; broken: boolean },
): Declaration | undefined {
  const word = nameNode(builder, tokenOf(node, 'Identifier'));
  if (!word || !name) return undefined;
  const rest = nodeOf(node, 'resourceRest');
  if (!rest) {
    const binding = nodeOf(node, 'bindingRest');
    const typeNode = nodeOf(binding, 'unionType');
    return {
      kind: 'unknown',
      word,
      name,
      ...(typeNode && { type: buildType(builder, typeNode, name.span.end.offset) }),
      ...(binding && valueAfterEquals(builder, binding)),
      ...shared,
    };
  }
  const objectNode = nodeOf(rest, 'objectLiteral');
  const end = shared.span.end.offset;
  return {
    kind: 'resource',
    resourceKind: word,
    name,
    clauses: orderedNodes(rest, 'forClause', 'ifClause').map((one) => buildClause(builder, one)),
    body: objectNode
      ? buildObject(builder, objectNode)
      : { kind: 'object', members: [], span: spanBetween(builder.source, end, end) },
    ...shared,
  };
}

function buildClause(builder: Builder, node: CstNode): Clause {
  const span = nodeSpan(builder, node);
  const value = buildExpression(builder, nodeOf(node, 'expression'), span.end.offset);
  if (node.name === 'ifClause') return { kind: 'if', condition: value, span };
  const variables = tokensOf(node, 'Name').flatMap((token) => nameNode(builder, token) ?? []);
  return { kind: 'for', variables, collection: value, span };
}

/** The name of `stack "my-stack"`: only plain text is one. */
function stringName(builder: Builder, node: CstNode): NameNode | undefined {
  const string = nodeOf(node, 'stringLiteral');
  if (!string) return undefined;
  const { parts, span } = buildString(builder, string);
  return { name: parts.map((part) => (part.kind === 'text' ? part.raw : '${}')).join(''), span };
}

function valueAfterEquals(builder: Builder, node: CstNode): { value?: Expression } {
  const equals = tokenOf(node, 'Equals');
  const expression = nodeOf(node, 'expression');
  if (!equals && !expression) return {};
  return { value: buildExpression(builder, expression, (equals?.startOffset ?? 0) + 1) };
}

function bound(builder: Builder, node: CstNode, name: NameNode): Expression {
  const binding = nodeOf(node, 'binding');
  const colon: IToken | undefined = tokenOf(binding, 'Colon');
  if (colon) {
    const span = tokenSpan(builder.source, colon);
    builder.diagnostics.push(
      diagnose('syntax', span, {
        summary: 'expected `=` between a name and its value, found `:`',
        detail: 'Declarations bind values with `=`; fields of objects are written `name: value`.',
        fix: { title: 'write `=`', span, text: ' =' },
      }),
    );
  }
  return buildExpression(builder, nodeOf(binding, 'expression'), name.span.end.offset);
}

/** Builds a type; `after` is the offset to blame when there is none. */
export function buildType(builder: Builder, node: CstNode | undefined, after: number): TypeNode {
  const members = nodesOf(node, 'postfixType').map((one) => buildPostfixType(builder, one, after));
  const [first, ...others] = members;
  if (!first || !node) return holeAt(builder, after);
  return others.length === 0 ? first : { kind: 'union', members, span: nodeSpan(builder, node) };
}

function buildPostfixType(builder: Builder, node: CstNode, after: number): TypeNode {
  let type = buildPrimaryType(builder, node, after);
  for (const question of tokensOf(node, 'Question')) {
    const span = joinSpans(type.span, tokenSpan(builder.source, question));
    type = { kind: 'optional', inner: type, span };
  }
  return type;
}

function buildPrimaryType(builder: Builder, node: CstNode, after: number): TypeNode {
  const list = nodeOf(node, 'listType');
  if (list) {
    const span = nodeSpan(builder, list);
    const item = buildType(builder, nodeOf(list, 'unionType'), span.start.offset + 1);
    return { kind: 'list', item, span };
  }
  const literal = nodeOf(node, 'literalType');
  if (literal) {
    const string = nodeOf(literal, 'stringLiteral');
    const value = string
      ? buildString(builder, string)
      : buildLiteral(builder, tokenOf(literal, 'PlainLiteral'));
    return value ? { kind: 'literal', value, span: value.span } : holeAt(builder, after);
  }
  const named = nodeOf(node, 'namedType');
  const name = nameNode(builder, tokenOf(named, 'Name'));
  if (!named || !name) return holeAt(builder, after);
  const refinement = buildRefinement(builder, named);
  return { kind: 'named', name, ...(refinement && { refinement }), span: nodeSpan(builder, named) };
}

function buildRefinement(builder: Builder, node: CstNode): Refinement | undefined {
  const regex = tokenOf(node, 'Regex');
  if (regex) {
    const span = tokenSpan(builder.source, regex);
    return { kind: 'pattern', text: regex.image.slice(1, -1), span };
  }
  const expression = nodeOf(node, 'expression');
  if (!expression) return undefined;
  const value = buildExpression(builder, expression, nodeSpan(builder, node).start.offset);
  return { kind: 'expression', value, span: value.span };
}
