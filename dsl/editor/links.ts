/*
 * Paths in a file that lead somewhere: modules, files that are read, files and directories that a
 * slot takes from the host. Whether they are there is for the reader of this to find out.
 */
import type { Span } from '../../model/index.js';
import type { StringLiteral } from '../syntax/index.js';
import { moduleOf } from './infer.js';
import { alternatives } from './shape.js';
import { textOf } from './slots.js';
import { walkFile } from './walk.js';
import type { Place } from './world.js';

export interface PathLink {
  /** The path between its quotes. */
  readonly span: Span;
  /** From the unit's directory. */
  readonly path: string;
  /** The directory of a module, which is known in full. */
  readonly module?: string;
}

const readers = new Set(['file', 'dir', 'template', 'rootfs', 'layout']);

/** The paths that a file names. */
export function linksOf(place: Place): readonly PathLink[] {
  const { world, unit, file } = place;
  const links: PathLink[] = [];
  const add = (literal: StringLiteral, module?: string): void => {
    const path = textOf(literal);
    if (path === undefined || path === '') return;
    links.push({ span: inside(literal), path, ...(module !== undefined && { module }) });
  };
  const sources = new Set<StringLiteral>();
  for (const declaration of file.tree.declarations) {
    if (declaration.kind !== 'use') continue;
    sources.add(declaration.source);
    const module = moduleOf(world, { declaration, unit });
    if (module !== undefined) add(declaration.source, module);
  }
  walkFile(place, {
    enters: () => true,
    expression: (expression, { expected }) => {
      if (expression.kind === 'call' && expression.callee.kind === 'name') {
        const [first] = expression.arguments;
        if (readers.has(expression.callee.name) && first?.kind === 'string') add(first);
        return;
      }
      if (expression.kind !== 'string' || sources.has(expression) || !expected) return;
      const isPath = alternatives(expected).some(
        (one) => one.kind === 'plain' && one.hostPath === true,
      );
      if (
        isPath &&
        !links.some(({ span }) => span.start.offset === expression.span.start.offset + 1)
      ) {
        add(expression);
      }
    },
  });
  return links;
}

/** The span between the quotes. */
function inside({ span, multiline }: StringLiteral): Span {
  const quotes = multiline ? 3 : 1;
  const moved = (position: Span['start'], by: number) => ({
    offset: position.offset + by,
    line: position.line,
    column: position.column + by,
  });
  return { file: span.file, start: moved(span.start, quotes), end: moved(span.end, -quotes) };
}
