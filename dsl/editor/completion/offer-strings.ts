/*
 * What may stand between quotes: the values that a type lists, paths of files, modules.
 */
import { textOf } from '../slots.js';
import type { Expression, Parsed } from '../../syntax/index.js';
import type { Context } from '../meaning.js';
import { alternatives } from '../shape.js';
import type { DirectoryEntry, Place } from '../world.js';
import { ranks, type Completion } from './completion.js';
import { restartPolicies } from './offer-values.js';

/** Functions whose first argument is a path. */
const readers = new Set(['file', 'dir', 'template', 'rootfs', 'layout']);

export interface StringSite {
  readonly literal: Expression;
  /** The text between the quote and the cursor. */
  readonly before: string;
  readonly context: Context;
  /** The expressions around the string, the outermost first. */
  readonly around: readonly Expression[];
  readonly chunk: Parsed;
}

/** Completions inside of a string; they replace what stands behind the last `/` of paths. */
export function offerInString(place: Place, site: StringSite): readonly Completion[] {
  const { expected } = site.context;
  const values = (expected ? [expected, ...alternatives(expected)] : []).flatMap((shape) =>
    shape.kind === 'literal' && typeof shape.value === 'string'
      ? [shape.value]
      : shape.sugar === 'restart'
        ? restartPolicies(shape)
        : shape.sugar === 'health'
          ? ['none']
          : [],
  );
  if (values.length > 0) {
    return [...new Set(values)].map((label) => ({ label, kind: 'value', rank: ranks.fits }));
  }
  const root = rootOf(site);
  return root === undefined ? [] : offerPaths(place, site, root);
}

/** The directory that a path in the string starts from; nothing where it is no path. */
function rootOf({ literal, context, around, chunk }: StringSite): string | undefined {
  const call = around.findLast((one) => one.kind === 'call');
  const callee = call?.callee.kind === 'name' ? call.callee.name : '';
  const [first] = call?.arguments ?? [];
  const isFirst = first !== undefined && spans(first, literal);
  if (isFirst && readers.has(callee)) return '';
  // What is copied comes from the image's context.
  if (isFirst && callee === 'copy') return contextOf(chunk);
  const shapes = context.expected ? alternatives(context.expected) : [];
  return shapes.some((one) => one.kind === 'plain' && one.hostPath === true) ? '' : undefined;
}

const spans = (outer: Expression, inner: Expression): boolean =>
  outer.span.start.offset <= inner.span.start.offset &&
  inner.span.end.offset <= outer.span.end.offset;

function contextOf({ tree }: Parsed): string {
  for (const declaration of tree.declarations) {
    if (declaration.kind !== 'resource') continue;
    for (const member of declaration.body.members) {
      if (member.kind !== 'field' || !('name' in member.key)) continue;
      if (member.key.name === 'context') return textOf(member.value) ?? '';
    }
  }
  return '';
}

function offerPaths(
  { world, unit }: Place,
  { before, around }: StringSite,
  root: string,
): readonly Completion[] {
  const directory = before.slice(0, before.lastIndexOf('/') + 1);
  const isModule = around.length === 1 && around[0]?.kind === 'string';
  return world
    .entries(unit, `${root === '' ? '' : `${root}/`}${directory}`)
    .filter((entry) => isWorthOffering(entry, before))
    .map(({ name, isDirectory }) => ({
      label: isDirectory ? `${name}/` : name,
      kind: isDirectory ? 'directory' : 'file',
      insert: isDirectory && !isModule ? `${name}/` : name,
      rank: isDirectory ? ranks.fits : ranks.likely,
      again: isDirectory,
    }));
}

/** Hidden files are offered to those who have begun to write their dot. */
function isWorthOffering({ name }: DirectoryEntry, before: string): boolean {
  const typed = before.slice(before.lastIndexOf('/') + 1);
  return !name.startsWith('.') || typed.startsWith('.');
}
