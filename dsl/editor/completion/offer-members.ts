/*
 * Members after a dot, keys of an object, names of types, states after `is`: names that only their
 * place knows.
 */
import { kinds } from '../../../model/index.js';
import type { ObjectLiteral } from '../../syntax/index.js';
import { tableOf } from '../definitions.js';
import { attributeParagraphs } from '../hover.js';
import { kindOf, lookUp, type NameScope } from '../infer.js';
import { membersOf } from '../members.js';
import type { Context, NameUse } from '../meaning.js';
import { alternatives, describeShape, plainNames, type FieldShape, type Shape } from '../shape.js';
import { ranks, type Completion } from './completion.js';
import { bodySnippet, offerDefinition, statesOf } from './offer-values.js';

/** The members of what stands before the dot. */
export function offerMembers({ owner }: NameUse, { scope }: Context): readonly Completion[] {
  if (!owner) return [];
  return [...membersOf(scope, owner)].map(([name, field]) => ({
    ...describeField(name, field),
    kind: owner.kind === 'namespace' ? 'resource' : 'attribute',
    label: name,
    rank: ranks.fits,
  }));
}

function describeField(name: string, field: FieldShape) {
  const shape = field.shape();
  return {
    detail: `${name}: ${describeShape(shape)}`,
    documentation: attributeParagraphs(field, shape).join('\n\n'),
  };
}

/** The fields of an object that are not written yet, those that it needs first. */
export function offerKeys(
  { object, span }: NameUse,
  { expected, scope }: Context,
  isBare: boolean,
): readonly Completion[] {
  if (!expected || !object) return [];
  const written = writtenKeys(object, span.start.offset);
  if (expected.kind === 'map') return offerMapKeys(expected, scope, written);
  if (expected.kind !== 'object') return [];
  const hasColon =
    !isBare &&
    object.members.some(
      (one) =>
        one.kind === 'field' &&
        one.key.span.start.offset === span.start.offset &&
        one.value.kind !== 'missing',
    );
  return [...expected.fields]
    .filter(([name]) => !written.has(name))
    .map(([name, field], index): Completion => {
      const shape = field.shape();
      const value = hasColon ? undefined : valueSnippet(shape);
      return {
        ...describeField(name, field),
        label: name,
        kind: 'attribute',
        insert: hasColon ? name : `${name}: ${value ?? ''}`,
        ...(value !== undefined && { isSnippet: true }),
        // In the order of the schema, where those that belong together stand together.
        rank: (field.required ? ranks.fits : ranks.likely) + index / 1000,
        again: value === '$1' || value === '[$1]',
      };
    });
}

function writtenKeys({ members }: ObjectLiteral, besides: number): ReadonlySet<string> {
  return new Set(
    members.flatMap((one) =>
      one.kind === 'field' && 'name' in one.key && one.key.span.start.offset !== besides
        ? [one.key.name]
        : [],
    ),
  );
}

/** What is written after the colon, as a snippet. */
function valueSnippet(shape: Shape): string {
  const [first] = alternatives(shape);
  if (shape.sugar === 'name-list' || shape.sugar === 'path-list') return '[$1]';
  if (shape.sugar === 'restart' || shape.sugar === 'image-source') return '$1';
  switch (first?.kind) {
    case 'list':
      return '[$1]';
    case 'map':
      return '{ $1 }';
    case 'object':
      return shape.kind === 'union' ? '$1' : bodySnippet(first);
    default:
      return '$1';
  }
}

/** Keys of a map are free, but where they name resources. */
function offerMapKeys(
  { refersKeys }: Extract<Shape, { kind: 'map' }>,
  scope: NameScope,
  written: ReadonlySet<string>,
): readonly Completion[] {
  if (!refersKeys) return [];
  return [...tableOf(scope.unit).names.values()].flat().flatMap((one): Completion[] => {
    if (one.kind !== 'resource' || kindOf(one) !== refersKeys) return [];
    if (written.has(one.name.name)) return [];
    const offer = offerDefinition(scope, one, 'resource');
    return [{ ...offer, insert: `${one.name.name}: { $1 }`, isSnippet: true, rank: ranks.fits }];
  });
}

/** The types that may be named. */
export function offerTypes({ scope }: Context): readonly Completion[] {
  const own = [...tableOf(scope.unit).names.values()].flat().flatMap((one): Completion[] => {
    if (one.kind !== 'type') return [];
    return [{ ...offerDefinition(scope, one, 'type'), rank: ranks.fits }];
  });
  return [
    ...own,
    ...plainNames.map((name): Completion => ({ label: name, kind: 'type', rank: ranks.likely })),
    { label: 'secret', kind: 'type', insert: 'secret<$1>', isSnippet: true, rank: ranks.possible },
    ...kinds.map((kind): Completion => ({ label: kind, kind: 'kind', rank: ranks.possible })),
  ];
}

const stateTexts: Readonly<Record<string, string>> = {
  healthy: 'its `health` has succeeded',
  completed: 'the job has ended with exit code 0',
  started: 'it has been started',
};

/** What a container can be waited for to be. */
export function offerStates(context: Context, name: string | undefined): readonly Completion[] {
  const [target] = name === undefined ? [] : lookUp(context.scope, name);
  const states = target?.kind === 'resource' ? statesOf(target.declaration.body) : [];
  const all = [...new Set([...states, 'started', 'healthy', 'completed'])];
  return all.map((label, index) => ({
    label,
    kind: 'keyword',
    detail: stateTexts[label],
    rank: states.includes(label) ? index : ranks.rest,
  }));
}
