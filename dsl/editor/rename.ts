/*
 * Renaming: every use of a name in every file and, for a resource, a `moved` behind its declaration,
 * so that the next plan shows a rename and not a replacement.
 */
import type { Fix, Span } from '../../model/index.js';
import { isKind } from '../types/from-schema.js';
import { tableOf, type Definition } from './definitions.js';
import { kindOf } from './infer.js';
import { definitionsOf } from './meaning.js';
import { useAt, usesOf } from './names.js';
import type { Place, Unit } from './world.js';

/** One edit of a file: what stands at `span` becomes `text`. */
export type Edit = Pick<Fix, 'span' | 'text'>;
export type Renamed =
  | { readonly kind: 'renamed'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** The name at an offset, where it is one that can be renamed. */
export function findRenamed(place: Place, offset: number): Span | undefined {
  const found = useAt(place, offset);
  const renamable = found && definitionsOf(found.use).some(({ kind }) => kind !== 'it');
  return renamable ? found.use.span : undefined;
}

/** Renames what stands at an offset. */
export function rename(place: Place, offset: number, to: string): Renamed {
  const found = useAt(place, offset);
  const definitions = found ? definitionsOf(found.use) : [];
  const [definition] = definitions;
  if (!found || !definition || definition.kind === 'it') {
    return refused('Only names that the files declare can be renamed.');
  }
  const from = found.use.name;
  if (from === to) return { kind: 'renamed', edits: [] };
  const fault = faultOf(definition, definitions, to);
  if (fault !== undefined) return refused(fault);
  const edits = usesOf(place.world, definitions)
    .filter(({ span, fixed }) => fixed !== true && span.start.offset < span.end.offset)
    .map(({ span }) => ({ span, text: to }));
  return {
    kind: 'renamed',
    edits: [...edits, ...definitions.flatMap((one) => recordMove(one, from, to))],
  };
}

const refused = (reason: string): Renamed => ({ kind: 'refused', reason });

/** Words that are values or operators, and so no names. */
const reserved = new Set(['true', 'false', 'null', 'for', 'if', 'in', 'is']);

function faultOf(
  definition: Definition,
  renamed: readonly Definition[],
  to: string,
): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(to)) {
    return `\`${to}\` is no name: names are letters, digits and \`_\`, and begin with no digit.`;
  }
  const isField = definition.kind === 'field' || definition.kind === 'member';
  if (isField) return undefined;
  if (reserved.has(to)) return `\`${to}\` has a meaning of its own.`;
  if (isKind(to)) return `\`${to}\` is a kind of resource.`;
  const clash = clashesWith(definition.unit, definition, renamed, to);
  return clash ? `Something is called \`${to}\` already.` : undefined;
}

function clashesWith(
  unit: Unit,
  definition: Definition,
  renamed: readonly Definition[],
  to: string,
): boolean {
  const { names, outputs } = tableOf(unit);
  if (definition.kind === 'output') return outputs.has(to);
  const kinds = new Set(renamed.map((one) => (one.kind === 'resource' ? kindOf(one) : undefined)));
  // Resources of different kinds may share a name, and nothing else may.
  return (names.get(to) ?? []).some(
    (one) => one.kind !== 'resource' || kinds.has(undefined) || kinds.has(kindOf(one)),
  );
}

/** The edit that says that a resource had another name before. */
function recordMove(definition: Definition, from: string, to: string): readonly Edit[] {
  if (definition.kind !== 'resource') return [];
  const kind = kindOf(definition);
  if (!kind) return [];
  const { end, file } = definition.declaration.span;
  const source = definition.unit.files.find((one) => one.source.path === file)?.source;
  // A blank line before and after it, as between all declarations.
  const isTight = /^[ \t]*\r?\n[^\r\n]/.test(source?.text.slice(end.offset) ?? '');
  const text = `\n\nmoved { from: ${kind}.${from}, to: ${kind}.${to} }${isTight ? '\n' : ''}`;
  return [{ span: { file, start: end, end }, text }];
}
