/*
 * Concrete tree to types. Where recovery left a hole there is a `missing` type.
 */
import type { CstNode } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.js';
import {
  buildExpression,
  buildLiteral,
  buildString,
  holeAt,
  joinSpans,
  mostOperators,
  nameNode,
  nodeSpan,
  tooManyOperators,
  type Builder,
} from './build-expressions.js';
import { documentationBefore } from './documentation.js';
import { nodeOf, nodesOf, tokenOf, tokensOf, tokenSpan } from './cst.js';
import { endOfToken } from './lexer.js';
import { spanBetween } from './source.js';
import * as t from './tokens.js';
import type { NameNode, Refinement, StringLiteral, TypeField, TypeNode } from './tree.js';

/** Builds a type; `after` is the offset to blame when there is none. */
export function buildType(builder: Builder, node: CstNode | undefined, after: number): TypeNode {
  let type = buildUnion(builder, nodeOf(node, 'unionType'), after);
  const conditions = nodesOf(node, 'expression');
  const wheres = tokensOf(node, 'Where');
  if (wheres.length > mostOperators) return tooManyOperators(builder, node);
  for (const [index, where] of wheres.entries()) {
    const condition = buildExpression(builder, conditions[index], endOfToken(where));
    type = { kind: 'where', base: type, condition, span: joinSpans(type.span, condition.span) };
  }
  return type;
}

function buildUnion(builder: Builder, node: CstNode | undefined, after: number): TypeNode {
  const members = nodesOf(node, 'postfixType').map((one) => buildPostfixType(builder, one, after));
  const [first, ...others] = members;
  if (!first || !node) return holeAt(builder, after);
  return others.length === 0 ? first : { kind: 'union', members, span: nodeSpan(builder, node) };
}

function buildPostfixType(builder: Builder, node: CstNode, after: number): TypeNode {
  let type = buildPrimaryType(builder, node, after);
  const questions = tokensOf(node, 'Question', 'Coalesce').flatMap((token) =>
    token.tokenType === t.Coalesce ? [token.startOffset + 1, endOfToken(token)] : endOfToken(token),
  );
  if (questions.length > mostOperators) return tooManyOperators(builder, node);
  for (const end of questions) {
    const span = joinSpans(type.span, spanBetween(builder.source, end, end));
    type = { kind: 'optional', inner: type, span };
  }
  return type;
}

function buildPrimaryType(builder: Builder, node: CstNode, after: number): TypeNode {
  const list = nodeOf(node, 'listType');
  if (list) {
    const span = nodeSpan(builder, list);
    const item = buildType(builder, nodeOf(list, 'type'), span.start.offset + 1);
    return { kind: 'list', item, span };
  }
  const wrapped = nodeOf(node, 'secretType') ?? nodeOf(node, 'parenthesisedType');
  if (wrapped) {
    const span = nodeSpan(builder, wrapped);
    const inner = buildType(builder, nodeOf(wrapped, 'type'), span.start.offset + 1);
    return { kind: wrapped.name === 'secretType' ? 'secret' : 'parenthesised', inner, span };
  }
  const map = nodeOf(node, 'mapType');
  if (map) return buildMap(builder, map);
  const object = nodeOf(node, 'objectType');
  if (object) {
    const fields = nodesOf(object, 'typeField').flatMap((field) => buildField(builder, field));
    return { kind: 'object', fields, span: nodeSpan(builder, object) };
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

function buildMap(builder: Builder, node: CstNode): TypeNode {
  const span = nodeSpan(builder, node);
  const key = tokenOf(node, 'Name');
  if (key && key.image !== 'string') {
    const place = tokenSpan(builder.source, key);
    builder.diagnostics.push(
      diagnose('syntax', place, {
        summary: `the keys of a map are strings, not \`${key.image}\``,
        fix: { title: 'write `string`', span: place, text: 'string' },
      }),
    );
  }
  return { kind: 'map', value: buildType(builder, nodeOf(node, 'type'), span.end.offset), span };
}

function buildField(builder: Builder, node: CstNode): TypeField[] {
  const span = nodeSpan(builder, node);
  const keyNode = nodeOf(node, 'memberKey');
  const string = nodeOf(keyNode, 'stringLiteral');
  const name = string
    ? plainName(buildString(builder, string))
    : nameNode(builder, tokenOf(keyNode, 'PropertyName'));
  if (!name) return [];
  const documentation = documentationBefore(builder, span.start.offset);
  const equals = tokenOf(node, 'Equals');
  const after = name.span.end.offset;
  return [
    {
      name,
      type: buildType(builder, nodeOf(node, 'type'), after),
      optional: tokenOf(node, 'Question') !== undefined,
      ...(equals && {
        value: buildExpression(builder, nodeOf(node, 'expression'), endOfToken(equals)),
      }),
      ...(documentation !== undefined && { documentation }),
      span,
    },
  ];
}

/** A string that stands for a name: its text as it is written. */
export function plainName({ parts, span }: StringLiteral): NameNode {
  return { name: parts.map((part) => (part.kind === 'text' ? part.raw : '${}')).join(''), span };
}
