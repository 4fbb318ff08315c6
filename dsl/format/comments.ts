/*
 * Where comments belong. Files, objects and lists are sequences of items; a comment between items
 * belongs to the sequence and moves with it. An item with a comment in any other place (inside an
 * expression, say) is printed as it was written, so that no comment is ever lost or moved far.
 */
import type { Span } from '../../model/index.js';
import type { Comment, Expression, ObjectLiteral, SyntaxTree } from '../syntax/index.js';

/** Something with a place in the text. */
export interface Placed {
  readonly span: Span;
}
export type ListLiteral = Extract<Expression, { kind: 'list' }>;
export type Sequence = SyntaxTree | ObjectLiteral | ListLiteral;

export interface CommentPlaces {
  /** The comments between the items of a sequence. */
  readonly between: ReadonlyMap<Sequence, readonly Comment[]>;
  /** The items to print as they are. */
  readonly verbatim: ReadonlySet<Placed>;
}

/** The items of a sequence. */
export function itemsOf(sequence: Sequence): readonly Placed[] {
  if ('declarations' in sequence) return sequence.declarations;
  return sequence.kind === 'object' ? sequence.members : sequence.elements;
}

/** Finds the place of every comment. */
export function placeComments(tree: SyntaxTree, comments: readonly Comment[]): CommentPlaces {
  const sequences = findSequences(tree);
  const items = sequences.flatMap(itemsOf);
  const between = new Map<Sequence, Comment[]>(sequences.map((sequence) => [sequence, []]));
  const verbatim = new Set<Placed>();
  for (const comment of comments) {
    const sequence = smallest(sequences, comment) ?? tree;
    const item = smallest(items, comment);
    // An item inside the innermost sequence: the comment is in the item's own text.
    const isInside = item !== undefined && (sequence === tree || sizeOf(item) < sizeOf(sequence));
    if (isInside) verbatim.add(item);
    else between.get(sequence)?.push(comment);
  }
  return { between, verbatim };
}

const sizeOf = ({ span }: Placed): number => span.end.offset - span.start.offset;

/** The smallest of some nodes that holds a comment. */
function smallest<T extends Placed>(nodes: readonly T[], { start }: Comment): T | undefined {
  let best: T | undefined;
  for (const node of nodes) {
    const holds = node.span.start.offset <= start && start < node.span.end.offset;
    if (holds && (!best || sizeOf(node) < sizeOf(best))) best = node;
  }
  return best;
}

function findSequences(tree: SyntaxTree): Sequence[] {
  const found: Sequence[] = [tree];
  for (const declaration of tree.declarations) {
    if (declaration.kind === 'resource') {
      for (const clause of declaration.clauses) {
        collect(clause.kind === 'for' ? clause.collection : clause.condition, found);
      }
      collect(declaration.body, found);
    } else if ('value' in declaration) collect(declaration.value, found);
  }
  return found;
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
