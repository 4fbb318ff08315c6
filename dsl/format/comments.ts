/*
 * Where comments belong. Files, objects and lists are sequences of items; a comment between items
 * belongs to the sequence and moves with it. An item with a comment in any other place (inside an
 * expression, say) is printed as it was written, so that no comment is ever lost or moved far.
 */
import type { Span } from '../../model/index.js';
import type {
  Assertion,
  CheckDeclaration,
  Clause,
  Comment,
  Declaration,
  Expression,
  ObjectLiteral,
  ObjectMember,
  SyntaxTree,
  TestDeclaration,
  TypeNode,
} from '../syntax/index.js';

/** Something with a place in the text. */
export interface Placed {
  readonly span: Span;
}
export type ListLiteral = Extract<Expression, { kind: 'list' }>;
export type ObjectType = Extract<TypeNode, { kind: 'object' }>;
export type Block = CheckDeclaration | TestDeclaration;
export type Sequence = SyntaxTree | ObjectLiteral | ListLiteral | ObjectType | Block;

export interface CommentPlaces {
  /** The comments between the items of a sequence. */
  readonly between: ReadonlyMap<Sequence, readonly Comment[]>;
  /** The items to print as they are. */
  readonly verbatim: ReadonlySet<Placed>;
}

/** The items of a sequence. */
export function itemsOf(sequence: Sequence): readonly Placed[] {
  if ('declarations' in sequence) return sequence.declarations;
  switch (sequence.kind) {
    case 'object':
      return 'members' in sequence ? sequence.members : sequence.fields;
    case 'list':
      return sequence.elements;
    case 'check':
    case 'test':
      return itemsOfBlock(sequence);
    default:
      return sequence satisfies never;
  }
}

/** What stands in the braces of a check or a test, in the order of the text. */
export function itemsOfBlock(block: Block): readonly (Assertion | ObjectMember)[] {
  if (block.kind === 'check') return block.assertions;
  return [...block.body.members, ...block.assertions].sort(
    (a, b) => a.span.start.offset - b.span.start.offset,
  );
}

/** Where the inside of a sequence begins: comments before it belong to something else. */
export function insideOf(sequence: Sequence): number {
  if ('declarations' in sequence) return 0;
  const isBlock = sequence.kind === 'check' || sequence.kind === 'test';
  return isBlock ? sequence.title.span.end.offset + 1 : sequence.span.start.offset + 1;
}

/** Finds the place of every comment: the innermost sequence or item around it. */
export function placeComments(tree: SyntaxTree, comments: readonly Comment[]): CommentPlaces {
  const between = new Map<Sequence, Comment[]>();
  const verbatim = new Set<Placed>();
  if (comments.length === 0) return { between, verbatim };
  const ranges = findRanges(tree);
  const open: Range[] = [];
  let next = 0;
  for (const comment of comments) {
    for (let range = ranges[next]; range && range.start <= comment.start; range = ranges[next]) {
      leaveBefore(open, range.start);
      open.push(range);
      next += 1;
    }
    leaveBefore(open, comment.start);
    const innermost = open.at(-1);
    if (innermost?.item) verbatim.add(innermost.item);
    else addTo(between, innermost?.sequence ?? tree, comment);
  }
  return { between, verbatim };
}

/** The inside of a sequence, or an item of one. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly sequence?: Sequence;
  readonly item?: Placed;
}

function leaveBefore(open: Range[], offset: number): void {
  for (let last = open.at(-1); last && last.end <= offset; last = open.at(-1)) open.pop();
}

function addTo(map: Map<Sequence, Comment[]>, sequence: Sequence, comment: Comment): void {
  const found = map.get(sequence);
  if (found) found.push(comment);
  else map.set(sequence, [comment]);
}

/** All ranges in the order of the text, the outer before the inner. */
function findRanges(tree: SyntaxTree): Range[] {
  const ranges = findSequences(tree).flatMap((sequence): Range[] => [
    ...itemsOf(sequence).map((item) => ({
      start: item.span.start.offset,
      end: item.span.end.offset,
      item,
    })),
    ...(sequence === tree
      ? []
      : [{ start: insideOf(sequence), end: sequence.span.end.offset, sequence }]),
  ]);
  return ranges.sort((a, b) => a.start - b.start || b.end - a.end);
}

function findSequences(tree: SyntaxTree): Sequence[] {
  const found: Sequence[] = [tree];
  for (const declaration of tree.declarations) collectDeclaration(declaration, found);
  return found;
}

function collectDeclaration(declaration: Declaration, found: Sequence[]): void {
  switch (declaration.kind) {
    case 'stack':
      if (declaration.settings) collect(declaration.settings, found);
      return;
    case 'engine':
      return;
    case 'secret':
      if (declaration.source) collect(declaration.source, found);
      return;
    case 'param':
    case 'let':
    case 'output':
    case 'unknown':
      if (declaration.type) collectType(declaration.type, found);
      if (declaration.value) collect(declaration.value, found);
      return;
    case 'type':
      collectType(declaration.type, found);
      return;
    case 'fn':
      for (const { type, value } of declaration.parameters) {
        collectType(type, found);
        if (value) collect(value, found);
      }
      if (declaration.result) collectType(declaration.result, found);
      collect(declaration.value, found);
      return;
    case 'use':
    case 'resource':
      collectClauses(declaration.clauses, found);
      if (declaration.body) collect(declaration.body, found);
      return;
    case 'moved':
    case 'removed':
    case 'import':
      collect(declaration.body, found);
      return;
    case 'check':
    case 'test':
      found.push(declaration);
      for (const item of itemsOfBlock(declaration)) {
        if ('condition' in item) {
          collect(item.condition, found);
          if (item.message) collect(item.message, found);
        } else collect(item.value, found);
      }
      return;
    default:
      declaration satisfies never;
  }
}

function collectClauses(clauses: readonly Clause[], found: Sequence[]): void {
  for (const clause of clauses) {
    collect(clause.kind === 'for' ? clause.collection : clause.condition, found);
  }
}

function collectType(node: TypeNode, found: Sequence[]): void {
  switch (node.kind) {
    case 'object':
      found.push(node);
      for (const field of node.fields) {
        collectType(field.type, found);
        if (field.value) collect(field.value, found);
      }
      return;
    case 'union':
      for (const member of node.members) collectType(member, found);
      return;
    case 'list':
      collectType(node.item, found);
      return;
    case 'map':
      collectType(node.value, found);
      return;
    case 'optional':
    case 'secret':
    case 'parenthesised':
      collectType(node.inner, found);
      return;
    case 'where':
      collectType(node.base, found);
      collect(node.condition, found);
      return;
    case 'named':
    case 'literal':
    case 'missing':
      return;
    default:
      node satisfies never;
  }
}

function collect(expression: Expression, found: Sequence[]): void {
  switch (expression.kind) {
    case 'object':
      found.push(expression);
      for (const member of expression.members) collect(member.value, found);
      return;
    case 'list':
      found.push(expression);
      for (const element of expression.elements) collect(element.value, found);
      return;
    case 'list-for':
      collect(expression.item, found);
      collectClauses(expression.clauses, found);
      return;
    case 'object-for':
      collect(expression.value, found);
      collectClauses(expression.clauses, found);
      return;
    case 'call':
      collect(expression.callee, found);
      for (const argument of expression.arguments) collect(argument, found);
      return;
    case 'member':
      collect(expression.object, found);
      return;
    case 'index':
      collect(expression.object, found);
      collect(expression.index, found);
      return;
    case 'unary':
      collect(expression.operand, found);
      return;
    case 'binary':
      collect(expression.left, found);
      collect(expression.right, found);
      return;
    case 'conditional':
      collect(expression.condition, found);
      collect(expression.then, found);
      collect(expression.otherwise, found);
      return;
    case 'parenthesised':
      collect(expression.value, found);
      return;
    case 'endpoint':
      collect(expression.port, found);
      return;
    case 'string':
    case 'literal':
    case 'name':
    case 'missing':
      return;
    default:
      expression satisfies never;
  }
}
