/*
 * Concrete tree to declarations. A declaration whose name is lost is dropped (its error has
 * been reported); one with a syntax error inside is kept and marked `broken`.
 */
import type { CstNode } from 'chevrotain';
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import {
  buildClauses,
  buildExpression,
  buildMember,
  buildObject,
  buildString,
  joinSpans,
  nameNode,
  nodeSpan,
  type Builder,
} from './build-expressions.js';
import { buildType, plainName } from './build-types.js';
import { nodeOf, nodesOf, tokenOf, tokensOf, tokenSpan } from './cst.js';
import { spanBetween } from './source.js';
import * as t from './tokens.js';
import type {
  Assertion,
  Declaration,
  Expression,
  FunctionParameter,
  NameNode,
  ObjectLiteral,
  StringLiteral,
  TypeNode,
} from './tree.js';

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
  switch (inner.name) {
    case 'checkDeclaration': {
      const title = titleOf(builder, inner);
      return title && { kind: 'check', title, assertions: assertionsOf(builder, inner), ...shared };
    }
    case 'testDeclaration': {
      const title = titleOf(builder, inner);
      const members = nodesOf(inner, 'member').flatMap((one) => buildMember(builder, one));
      const body = { kind: 'object', members, span: blockSpan(builder, inner, span) } as const;
      const assertions = assertionsOf(builder, inner);
      return title && { kind: 'test', title, body, assertions, ...shared };
    }
    case 'statement': {
      const word = tokenOf(inner, 'Moved', 'Removed', 'Import')?.tokenType;
      const kind = word === t.Moved ? 'moved' : word === t.Removed ? 'removed' : 'import';
      return { kind, body: bodyOf(builder, inner, span), ...shared };
    }
    default: {
      const name = declaredName(builder, inner) ?? stringName(builder, inner);
      return name && buildNamed(builder, inner, name, shared);
    }
  }
}

/** Builds one `name = value` of a file of values for params. */
export function buildGivenValue(
  builder: Builder,
  node: CstNode,
  documentation: string | undefined,
): Declaration | undefined {
  const name = declaredName(builder, node);
  if (!name) return undefined;
  const value = buildExpression(builder, nodeOf(node, 'expression'), name.span.end.offset);
  const span = joinSpans(name.span, value.span);
  const documented = documentation !== undefined && { documentation };
  return { kind: 'let', bare: true, name, value, span, broken: false, ...documented };
}

function buildNamed(
  builder: Builder,
  node: CstNode,
  name: NameNode,
  shared: Shared,
): Declaration | undefined {
  const after = name.span.end.offset;
  const typeNode = nodeOf(node, 'type');
  const objectNode = nodeOf(node, 'objectLiteral');
  const body = objectNode && buildObject(builder, objectNode);
  switch (node.name) {
    case 'stackDeclaration':
      return { kind: 'stack', name, ...(body && { settings: body }), ...shared };
    case 'engineDeclaration':
      return { kind: 'engine', name, ...shared };
    case 'secretDeclaration':
      return { kind: 'secret', name, ...(body && { source: body }), ...shared };
    case 'paramDeclaration': {
      const type = buildType(builder, typeNode, after);
      return { kind: 'param', name, type, ...valueAfterEquals(builder, node), ...shared };
    }
    case 'letDeclaration':
      return { kind: 'let', name, ...bound(builder, node, name), ...shared };
    case 'outputDeclaration':
      return { kind: 'output', name, ...bound(builder, node, name), ...shared };
    case 'typeDeclaration':
      return { kind: 'type', name, type: buildType(builder, typeNode, after), ...shared };
    case 'functionDeclaration':
      return {
        kind: 'fn',
        name,
        parameters: nodesOf(nodeOf(node, 'parameters'), 'parameter').flatMap((one) =>
          buildParameter(builder, one),
        ),
        ...(typeNode && { result: buildType(builder, typeNode, after) }),
        value: buildExpression(builder, nodeOf(node, 'expression'), shared.span.end.offset),
        ...shared,
      };
    case 'useDeclaration': {
      const source = titleOf(builder, node);
      const clauses = buildClauses(builder, node);
      return source && { kind: 'use', name, source, clauses, ...(body && { body }), ...shared };
    }
    default:
      return buildOther(builder, node, name, shared);
  }
}

type Shared = Pick<Declaration, 'span' | 'broken' | 'documentation'>;

const titleOf = (builder: Builder, node: CstNode): StringLiteral | undefined => {
  const string = nodeOf(node, 'stringLiteral');
  return string && buildString(builder, string);
};

/** The object after a declaration's head; where it is lost, an empty one at the end. */
function bodyOf(builder: Builder, node: CstNode | undefined, { end }: Span): ObjectLiteral {
  const object = nodeOf(node, 'objectLiteral');
  if (object) return buildObject(builder, object);
  const span = spanBetween(builder.source, end.offset, end.offset);
  return { kind: 'object', members: [], span };
}

function blockSpan(builder: Builder, node: CstNode, whole: Span): Span {
  const brace = tokenOf(node, 'LeftBrace');
  return spanBetween(builder.source, brace?.startOffset ?? whole.end.offset, whole.end.offset);
}

function assertionsOf(builder: Builder, node: CstNode): Assertion[] {
  return nodesOf(node, 'assertion').map((one) => {
    const span = nodeSpan(builder, one);
    const [condition, message] = nodesOf(one, 'expression');
    const after = span.end.offset;
    return {
      condition: buildExpression(builder, condition, after),
      ...(tokenOf(one, 'Comma') && { message: buildExpression(builder, message, after) }),
      span,
    };
  });
}

function buildParameter(builder: Builder, node: CstNode): FunctionParameter[] {
  const name = nameNode(builder, tokenOf(node, 'Name'));
  if (!name) return [];
  const type = buildType(builder, nodeOf(node, 'type'), name.span.end.offset);
  return [{ name, type, ...valueAfterEquals(builder, node), span: nodeSpan(builder, node) }];
}

/** The declared name; a hyphenated one is reported and kept as it was meant. */
function declaredName(builder: Builder, node: CstNode): NameNode | undefined {
  const inner =
    nodeOf(node, 'declaredName') ?? nodeOf(nodeOf(node, 'nameOrString'), 'declaredName');
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
  name: NameNode,
  shared: Shared,
): Declaration | undefined {
  const word = nameNode(builder, tokenOf(node, 'Identifier'));
  if (!word) return undefined;
  const rest = nodeOf(node, 'resourceRest');
  if (rest) {
    const clauses = buildClauses(builder, rest);
    const body = bodyOf(builder, rest, shared.span);
    return { kind: 'resource', resourceKind: word, name, clauses, body, ...shared };
  }
  const binding = nodeOf(node, 'bindingRest');
  const typeNode = nodeOf(binding, 'type');
  return {
    kind: 'unknown',
    word,
    name,
    ...(typeNode && { type: buildType(builder, typeNode, name.span.end.offset) }),
    ...(binding && valueAfterEquals(builder, binding)),
    ...shared,
  };
}

/** The name of `stack "my-stack"`: only plain text is one. */
function stringName(builder: Builder, node: CstNode): NameNode | undefined {
  const string = nodeOf(nodeOf(node, 'nameOrString'), 'stringLiteral');
  return string && plainName(buildString(builder, string));
}

function valueAfterEquals(builder: Builder, node: CstNode): { value?: Expression } {
  const equals = tokenOf(node, 'Equals');
  const expression = nodeOf(node, 'expression');
  if (!equals && !expression) return {};
  return { value: buildExpression(builder, expression, (equals?.startOffset ?? 0) + 1) };
}

function bound(
  builder: Builder,
  node: CstNode,
  name: NameNode,
): { type?: TypeNode; value: Expression } {
  const binding = nodeOf(node, 'binding');
  const colon = tokenOf(binding, 'BindingColon');
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
  const typeNode = nodeOf(binding, 'type');
  const after = name.span.end.offset;
  return {
    ...(typeNode && { type: buildType(builder, typeNode, after) }),
    value: buildExpression(builder, nodeOf(binding, 'expression'), after),
  };
}
