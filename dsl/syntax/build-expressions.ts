/*
 * Concrete tree to expressions: applies precedence, joins postfix operators, and puts `missing`
 * where recovery left a hole. Total: any tree the parser can give is read.
 */
import type { CstNode, IToken } from 'chevrotain';
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { nodeOf, nodesOf, orderedNodes, tokenOf, tokensOf, tokenSpan } from './cst.js';
import type { Comment } from './lexer.js';
import { spanBetween, type Source } from './source.js';
import type {
  BinaryOperator,
  Clause,
  Expression,
  ListElement,
  LiteralKind,
  NameNode,
  ObjectLiteral,
  ObjectMember,
  StringLiteral,
  StringPart,
} from './tree.js';

/** What building a tree needs: the file, and where to report. */
export interface Builder {
  readonly source: Source;
  readonly comments: readonly Comment[];
  readonly diagnostics: Diagnostic[];
}

export const mostOperators = 200;

/** Binding strength, weakest first; operators of one row associate to the left. */
const precedence: Readonly<Record<BinaryOperator, number>> = {
  '->': 1,
  '??': 2,
  '||': 3,
  '&&': 4,
  '==': 5,
  '!=': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  is: 6,
  '..': 7,
  '..<': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
};

const isOperator = (text: string): text is BinaryOperator => text in precedence;

export const joinSpans = (a: Span, b: Span): Span => ({ file: a.file, start: a.start, end: b.end });

/** The place of something that is not there: right after what comes before it. */
export function holeAt(builder: Builder, offset: number): Extract<Expression, { kind: 'missing' }> {
  return { kind: 'missing', span: spanBetween(builder.source, offset, offset) };
}

const endOfNode = (node: CstNode | undefined): number => (node?.location?.endOffset ?? -1) + 1;

export function nameNode(builder: Builder, token: IToken | undefined): NameNode | undefined {
  return token && { name: token.image, span: tokenSpan(builder.source, token) };
}

/** Builds an expression; `after` is the offset to blame when there is none. */
export function buildExpression(
  builder: Builder,
  node: CstNode | undefined,
  after: number,
): Expression {
  const infix = nodeOf(node, 'infix');
  const condition = infix ? buildInfix(builder, infix) : holeAt(builder, after);
  if (!tokenOf(node, 'Question')) return condition;
  const [thenNode, otherwiseNode] = nodesOf(node, 'expression');
  const then = buildExpression(builder, thenNode, condition.span.end.offset);
  const otherwise = buildExpression(builder, otherwiseNode, then.span.end.offset);
  const span = joinSpans(condition.span, otherwise.span);
  return { kind: 'conditional', condition, then, otherwise, span };
}

function buildInfix(builder: Builder, node: CstNode): Expression {
  const operands = nodesOf(node, 'operand').map((operand) => buildOperand(builder, operand));
  const operators = tokensOf(node, 'BinaryOperator');
  if (operators.length > mostOperators) return tooManyOperators(builder, node);
  let at = 0;
  const climb = (left: Expression, weakest: number): Expression => {
    let result = left;
    for (;;) {
      const operator = operators[at]?.image;
      if (operator === undefined || !isOperator(operator) || precedence[operator] < weakest) {
        return result;
      }
      at += 1;
      let right = operands[at] ?? holeAt(builder, endOfNode(node));
      for (;;) {
        const next = operators[at]?.image;
        if (next === undefined || !isOperator(next) || precedence[next] <= precedence[operator]) {
          break;
        }
        right = climb(right, precedence[operator] + 1);
      }
      const span = joinSpans(result.span, right.span);
      result = { kind: 'binary', operator, left: result, right, span };
    }
  };
  const first = operands[0] ?? holeAt(builder, endOfNode(node));
  const host = tokenOf(node, 'HostPrefix');
  if (!host) return climb(first, 0);
  // The address takes everything that binds more strongly than the arrow.
  const port = climb(first, precedence['->'] + 1);
  const prefix = tokenSpan(builder.source, host);
  const ip = { name: host.image.slice(0, -1), span: prefix };
  return climb({ kind: 'endpoint', ip, port, span: joinSpans(prefix, port.span) }, 0);
}

export function tooManyOperators(builder: Builder, node: CstNode | undefined) {
  const hole = holeAt(builder, node?.location?.startOffset ?? 0);
  builder.diagnostics.push(
    diagnose('nesting-too-deep', hole.span, {
      summary: 'this expression has too many operators',
      detail: `An expression has at most ${mostOperators} of them. Give its parts names with \`let\`.`,
    }),
  );
  return hole;
}

function buildOperand(builder: Builder, node: CstNode): Expression {
  const after = node.location?.startOffset ?? 0;
  let value = buildPrimary(builder, nodeOf(node, 'primary'), after);
  const postfixes = orderedNodes(
    node,
    'memberAccess',
    'safeAccess',
    'indexAccess',
    'callArguments',
  );
  const prefixes = tokensOf(node, 'Not', 'Minus');
  if (postfixes.length > mostOperators || prefixes.length > mostOperators) {
    return tooManyOperators(builder, node);
  }
  for (const postfix of postfixes) value = applyPostfix(builder, value, postfix);
  for (const prefix of prefixes.reverse()) {
    const operator = prefix.image === '!' ? '!' : '-';
    const span = joinSpans(tokenSpan(builder.source, prefix), value.span);
    value = { kind: 'unary', operator, operand: value, span };
  }
  return value;
}

function applyPostfix(builder: Builder, object: Expression, node: CstNode): Expression {
  const end = Math.max(endOfNode(node), object.span.end.offset);
  const span = joinSpans(object.span, spanBetween(builder.source, end, end));
  switch (node.name) {
    case 'memberAccess': {
      const name = nameNode(builder, tokenOf(node, 'PropertyName'));
      return name ? { kind: 'member', object, name, span } : holeAt(builder, end);
    }
    case 'safeAccess': {
      const inner = nodeOf(node, 'indexAccess');
      if (inner) {
        const index = buildExpression(builder, nodeOf(inner, 'expression'), end);
        return { kind: 'index', object, index, safe: true, span };
      }
      const name = nameNode(builder, tokenOf(node, 'PropertyName'));
      return name ? { kind: 'member', object, name, safe: true, span } : holeAt(builder, end);
    }
    case 'indexAccess': {
      const index = buildExpression(builder, nodeOf(node, 'expression'), end);
      return { kind: 'index', object, index, span };
    }
    default: {
      const values = nodesOf(node, 'expression').map((one) => buildExpression(builder, one, end));
      return { kind: 'call', callee: object, arguments: values, span };
    }
  }
}

const literalKinds: Readonly<Record<string, LiteralKind>> = {
  True: 'bool',
  False: 'bool',
  Null: 'null',
  Int: 'int',
  Float: 'float',
  Quantity: 'quantity',
  Port: 'port',
  Ip: 'ip',
  Cidr: 'cidr',
};

function buildPrimary(builder: Builder, node: CstNode | undefined, after: number): Expression {
  const string = nodeOf(node, 'stringLiteral');
  if (string) return buildString(builder, string);
  const list = nodeOf(node, 'listLiteral');
  if (list) return buildList(builder, list);
  const object = nodeOf(node, 'objectLiteral');
  if (object) return buildBraces(builder, object);
  const parenthesised = nodeOf(node, 'parenthesised');
  if (parenthesised) {
    const span = nodeSpan(builder, parenthesised);
    const value = buildExpression(builder, nodeOf(parenthesised, 'expression'), span.start.offset);
    return { kind: 'parenthesised', value, span };
  }
  const name = tokenOf(node, 'Name');
  if (name) return { kind: 'name', name: name.image, span: tokenSpan(builder.source, name) };
  return buildLiteral(builder, tokenOf(node, 'PlainLiteral')) ?? holeAt(builder, after);
}

/** A literal whose text is its meaning. */
export function buildLiteral(builder: Builder, token: IToken | undefined) {
  const literal = token && literalKinds[token.tokenType.name];
  if (!token || !literal) return undefined;
  const span = tokenSpan(builder.source, token);
  return { kind: 'literal', literal, text: token.image, span } as const;
}

export function nodeSpan(builder: Builder, node: CstNode): Span {
  return spanBetween(builder.source, node.location?.startOffset ?? 0, endOfNode(node));
}

export function buildString(builder: Builder, node: CstNode): StringLiteral {
  const parts: StringPart[] = tokensOf(node, 'StringText').map((token) => ({
    kind: 'text',
    raw: token.image,
    span: tokenSpan(builder.source, token),
  }));
  for (const interpolation of nodesOf(node, 'interpolation')) {
    const span = nodeSpan(builder, interpolation);
    const value = buildExpression(builder, nodeOf(interpolation, 'expression'), span.start.offset);
    parts.push({ kind: 'interpolation', value, span });
  }
  parts.sort((a, b) => a.span.start.offset - b.span.start.offset);
  return { kind: 'string', parts, span: nodeSpan(builder, node) };
}

function buildList(builder: Builder, node: CstNode): Expression {
  const span = nodeSpan(builder, node);
  const nodes = nodesOf(node, 'element');
  const elements = nodes.map((element): ListElement => {
    const spread = tokenOf(element, 'Ellipsis');
    const after = spread ? spread.startOffset + 3 : (element.location?.startOffset ?? 0);
    const value = buildExpression(builder, nodeOf(element, 'expression'), after);
    const span = spread ? joinSpans(tokenSpan(builder.source, spread), value.span) : value.span;
    return { spread: spread !== undefined, value, span };
  });
  const clauses = nodes.map((element) => buildClauses(builder, element));
  const [first, ...others] = elements;
  if (clauses.every((one) => one.length === 0)) return { kind: 'list', elements, span };
  if (first && others.length === 0 && !first.spread) {
    return { kind: 'list-for', item: first.value, clauses: clauses[0] ?? [], span };
  }
  reportNotAlone(builder, clauses.flat()[0], '[', first?.spread === true && others.length === 0);
  return { kind: 'list', elements, span };
}

/** The clauses that follow what they repeat. */
export function buildClauses(builder: Builder, node: CstNode | undefined): Clause[] {
  const clauses = orderedNodes(nodeOf(node, 'clauses'), 'forClause', 'ifClause');
  if (clauses.length > mostOperators) {
    tooManyOperators(builder, node ?? clauses[0]);
    return [];
  }
  return clauses.map((one) => buildClause(builder, one));
}

function buildClause(builder: Builder, node: CstNode): Clause {
  const span = nodeSpan(builder, node);
  const value = buildExpression(builder, nodeOf(node, 'expression'), span.end.offset);
  if (node.name === 'ifClause') return { kind: 'if', condition: value, span };
  const variables = tokensOf(node, 'Name').flatMap((token) => nameNode(builder, token) ?? []);
  return { kind: 'for', variables, collection: value, span };
}

function reportNotAlone(
  builder: Builder,
  clause: Clause | undefined,
  bracket: '[' | '{',
  isSpread: boolean,
): void {
  if (!clause) return;
  builder.diagnostics.push(
    diagnose('syntax', clause.span, {
      summary: isSpread
        ? 'a comprehension has no `...`'
        : `a comprehension stands alone in its \`${bracket}\``,
      detail: isSpread
        ? 'Use one more `for` to put lists together: `[item for list in lists for item in list]`.'
        : bracket === '['
          ? 'To make it part of a longer list write `...[item for item in list]`.'
          : 'To make it part of a larger object write `...{ key: value for key, value in object }`.',
    }),
  );
}

/** Builds what stands in braces where an expression may: an object or a comprehension. */
function buildBraces(builder: Builder, node: CstNode): Expression {
  const object = buildObject(builder, node, true);
  const members = nodesOf(node, 'member');
  const clauses = members.map((member) => buildClauses(builder, member));
  if (clauses.every((one) => one.length === 0)) return object;
  const [first] = object.members;
  if (members.length === 1 && first?.kind === 'field') {
    const { key, value } = first;
    return { kind: 'object-for', key, value, clauses: clauses[0] ?? [], span: object.span };
  }
  const isSpread = first?.kind === 'spread' && members.length === 1;
  reportNotAlone(builder, clauses.flat()[0], '{', isSpread);
  return object;
}

/** Builds an object; clauses in it are an error, unless the caller looks at them. */
export function buildObject(builder: Builder, node: CstNode, takesClauses = false): ObjectLiteral {
  const nodes = nodesOf(node, 'member');
  const members = nodes.flatMap((member) => buildMember(builder, member));
  if (!takesClauses) {
    const clause = nodes.flatMap((member) => buildClauses(builder, member))[0];
    if (clause) {
      builder.diagnostics.push(
        diagnose('syntax', clause.span, {
          summary: 'the body of a declaration cannot be a comprehension',
          detail: 'Write `...{ key: value for key, value in object }` inside of it.',
        }),
      );
    }
  }
  return { kind: 'object', members, span: nodeSpan(builder, node) };
}

export function buildMember(builder: Builder, node: CstNode): ObjectMember[] {
  const expression = nodeOf(node, 'expression');
  const spread = tokenOf(node, 'Ellipsis');
  if (spread) {
    const value = buildExpression(builder, expression, spread.startOffset + 3);
    return [
      { kind: 'spread', value, span: joinSpans(tokenSpan(builder.source, spread), value.span) },
    ];
  }
  const keyNode = nodeOf(node, 'memberKey');
  const string = nodeOf(keyNode, 'stringLiteral');
  const key = string
    ? buildString(builder, string)
    : nameNode(builder, tokenOf(keyNode, 'PropertyName'));
  if (!key) return [];
  const equals = tokenOf(node, 'Equals');
  if (equals) {
    const span = tokenSpan(builder.source, equals);
    builder.diagnostics.push(
      diagnose('syntax', span, {
        summary: 'expected `:` between a field and its value, found `=`',
        detail: 'Fields are written `name: value`; `=` binds values in declarations.',
        fix: { title: 'write `:`', span, text: ':' },
      }),
    );
  }
  const value = buildExpression(builder, expression, key.span.end.offset + 1);
  return [{ kind: 'field', key, value, span: joinSpans(key.span, value.span) }];
}
