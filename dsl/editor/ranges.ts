/*
 * Ranges of text that belong together: what can be folded away, and what a growing selection takes
 * next.
 */
import type { Span } from '../../model/index.js';
import { positionAt, type Expression, type Parsed } from '../syntax/index.js';
import { partsOfDeclaration, partsOfExpression, partsOfType, type Part } from './parts.js';
import { holds } from './world.js';

export interface Fold {
  /** Lines from 1; both stay visible as the first and the last of the range. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'region' | 'comment';
}

/** What can be folded: bodies, lists and objects of several lines, runs of comments. */
export function foldsOf({ tree, comments, source }: Parsed): readonly Fold[] {
  const folds: Fold[] = [];
  const add = ({ start, end }: Span, kind: Fold['kind']): void => {
    // The line of the closing bracket stays to be seen.
    const endLine = kind === 'comment' ? end.line : end.line - 1;
    if (endLine > start.line) folds.push({ startLine: start.line, endLine, kind });
  };
  const visit = (part: Part): void => {
    if (part.kind === 'expression' && isFoldable(part.node)) add(part.node.span, 'region');
    if (part.kind === 'type' && part.node.kind === 'object') add(part.node.span, 'region');
    for (const inner of childrenOf(part)) visit(inner);
  };
  for (const declaration of tree.declarations) {
    if (declaration.kind === 'check') add(declaration.span, 'region');
    partsOfDeclaration(declaration).forEach(visit);
  }
  let run: { start: number; end: number; kind: string } | undefined;
  const close = (): void => {
    if (!run) return;
    const [start, end] = [positionAt(source, run.start), positionAt(source, run.end)];
    add({ file: source.path, start, end }, 'comment');
  };
  for (const { start, end, kind } of comments) {
    const joins =
      run?.kind === kind && kind !== 'block' && /^\s*$/.test(source.text.slice(run.end, start));
    if (run && joins) run.end = end;
    else {
      close();
      run = { start, end, kind };
    }
  }
  close();
  return folds.sort((a, b) => a.startLine - b.startLine);
}

const isFoldable = ({ kind }: Expression): boolean =>
  ['object', 'list', 'call', 'list-for', 'object-for', 'parenthesised', 'string'].includes(kind);

function childrenOf(part: Part): readonly Part[] {
  switch (part.kind) {
    case 'expression':
      return partsOfExpression(part.node);
    case 'type':
      return partsOfType(part.node);
    case 'span':
      return part.parts;
    default:
      return part satisfies never;
  }
}

const spanOf = (part: Part): Span => (part.kind === 'span' ? part.span : part.node.span);

/** The ranges around an offset, the smallest first, the whole file last. */
export function rangesAround({ tree }: Parsed, offset: number): readonly Span[] {
  const found: Span[] = [tree.span];
  const add = (span: Span): void => {
    const last = found.at(-1);
    const isSame = last?.start.offset === span.start.offset && last.end.offset === span.end.offset;
    if (!isSame) found.push(span);
  };
  const visit = (parts: readonly Part[]): void => {
    const inside = parts.find((part) => holds(spanOf(part), offset));
    if (!inside) return;
    add(spanOf(inside));
    visit(childrenOf(inside));
  };
  const declaration = tree.declarations.find(({ span }) => holds(span, offset));
  if (declaration) {
    add(declaration.span);
    visit(partsOfDeclaration(declaration));
  }
  return found.reverse();
}
