/*
 * From a name to where it is declared, and to all places that use it.
 */
import type { Span } from '../../model/index.js';
import { wholeOf } from './definitions.js';
import { moduleOf } from './infer.js';
import { declares, definitionsOf, type NameUse } from './meaning.js';
import { definitionsAt, useAt, usesOf } from './names.js';
import { holds, type Place } from './world.js';

export interface Target {
  /** The name that was asked from. */
  readonly from: Span;
  /** The name where it is declared. */
  readonly name: Span;
  /** All of the declaration. */
  readonly whole: Span;
}

/** Where the name at an offset is declared; of the path of a module, its files. */
export function findDefinition(place: Place, offset: number): readonly Target[] {
  const found = useAt(place, offset);
  if (!found) return moduleFiles(place, offset);
  const { use } = found;
  const targets = definitionsOf(use).map((one) => ({
    from: use.span,
    name: one.name.span,
    whole: wholeOf(one),
  }));
  if (targets.length > 0) return targets;
  const { meaning } = use;
  const written = meaning.kind === 'attribute' ? meaning.field.written : undefined;
  return written ? [{ from: use.span, name: written, whole: written }] : [];
}

function moduleFiles({ world, unit, file }: Place, offset: number): readonly Target[] {
  for (const declaration of file.tree.declarations) {
    if (declaration.kind !== 'use' || !holds(declaration.source.span, offset)) continue;
    const directory = moduleOf(world, { declaration, unit });
    const files = directory === undefined ? [] : (world.unit(directory)?.files ?? []);
    return files.map(({ tree }) => {
      const { file: path, start } = tree.span;
      const beginning: Span = { file: path, start, end: start };
      return { from: declaration.source.span, name: beginning, whole: beginning };
    });
  }
  return [];
}

/** All uses of the name at an offset, in all files. */
export function findReferences(
  place: Place,
  offset: number,
  includeDeclaration: boolean,
): readonly Span[] {
  const uses = usesOf(place.world, definitionsAt(place, offset));
  return uses.filter((use) => includeDeclaration || !declares(use)).map(({ span }) => span);
}

export interface Highlight {
  readonly span: Span;
  readonly declares: boolean;
}

/** The uses of the name at an offset in the same file. */
export function findHighlights(place: Place, offset: number): readonly Highlight[] {
  const definitions = definitionsAt(place, offset);
  if (definitions.length === 0) return [];
  const path = place.file.source.path;
  return usesOf(place.world, definitions)
    .filter(({ span }) => span.file === path)
    .map((use: NameUse) => ({ span: use.span, declares: declares(use) }));
}
