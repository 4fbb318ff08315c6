/*
 * Values for a place that takes one: what its type lists, the resources that fit it, the names and
 * functions that there are. What fits comes first.
 */
import { kinds } from '../../../model/index.js';
import type { ObjectLiteral } from '../../syntax/index.js';
import { allCallables, constructsFor, type Callable } from '../callables.js';
import { tableOf, type Definition } from '../definitions.js';
import { describeDefinition } from '../hover.js';
import { kindOf, shapeOfDefinition, type NameScope } from '../infer.js';
import type { Context } from '../meaning.js';
import { alternatives, describeShape, type Shape } from '../shape.js';
import { fittingKinds } from '../slots.js';
import { literally, ranks, type Completion, type CompletionKind } from './completion.js';

/** Everything that may stand where an expression is written. */
export function offerValues({ scope, expected }: Context): readonly Completion[] {
  return [
    ...(expected ? offerLiterals(expected) : []),
    ...(expected ? offerShortForms(scope, expected) : []),
    ...offerNames(scope, expected),
    ...allCallables(scope).flatMap((callable) => offerCallable(callable, expected)),
    ...kinds.map((kind): Completion => ({
      label: kind,
      kind: 'kind',
      detail: `a ${kind} by its name`,
      insert: `${kind}.`,
      rank: ranks.rest,
      again: true,
    })),
  ];
}

/** The values that a type names itself. */
export function offerLiterals(expected: Shape): readonly Completion[] {
  const found = alternatives(expected).flatMap((shape): Completion[] => {
    const value = (text: string): Completion => ({ label: text, kind: 'value', rank: 0 });
    if (shape.kind === 'literal') return [value(JSON.stringify(shape.value))];
    if (shape.kind === 'plain' && shape.name === 'bool') return [value('true'), value('false')];
    if (shape.kind === 'plain' && shape.name === 'null') return [value('null')];
    if (shape.sugar === 'restart')
      return restartPolicies(shape).map((one) => value(JSON.stringify(one)));
    if (shape.sugar === 'health') return [value('"none"')];
    return [];
  });
  const scratch: Completion[] = [expected, ...alternatives(expected)].some(
    ({ sugar }) => sugar === 'image-source',
  )
    ? [{ label: '"scratch"', kind: 'value', detail: 'an empty image', rank: ranks.fits }]
    : [];
  return [...found, ...scratch];
}

/** The rules that a restart policy may be written as. */
export function restartPolicies(shape: Shape): readonly string[] {
  if (shape.kind !== 'object') return [];
  const policy = shape.fields.get('policy')?.shape();
  return (policy ? alternatives(policy) : []).flatMap((one) =>
    one.kind === 'literal' && typeof one.value === 'string' ? [one.value] : [],
  );
}

/** Values that are easier to write by a pattern. */
function offerShortForms(scope: NameScope, expected: Shape): readonly Completion[] {
  const shapes = [expected, ...alternatives(expected)];
  const sugars = new Set(shapes.map(({ sugar }) => sugar));
  const snippet = (label: string, insert: string, detail: string): Completion => ({
    label,
    kind: 'snippet',
    detail,
    insert,
    isSnippet: true,
    rank: ranks.fits,
  });
  const found: Completion[] = [];
  if (sugars.has('arrow-port')) {
    found.push(snippet('8080 -> 80', '${1:8080} -> ${2:80}', 'a published port'));
  }
  if (sugars.has('arrow-mount')) {
    found.push(snippet('"./path" -> "/path"', '"./${1:path}" -> "${2:/path}"', 'a host path'));
  }
  if (shapes.some(({ kind }) => kind === 'condition')) found.push(...offerConditions(scope));
  for (const shape of shapes) {
    if (shape.kind === 'object' && sugars.size <= 1) {
      const { text, title } = { title: undefined, ...shape };
      found.push(snippet('{ … }', bodySnippet(shape), text ?? title ?? describeShape(shape)));
    }
  }
  return found.filter(
    (one, index) => found.findIndex(({ label }) => label === one.label) === index,
  );
}

/** An object with the fields that it needs, to be filled in. */
export function bodySnippet(shape: Extract<Shape, { kind: 'object' }>): string {
  const needed = [...shape.fields].filter(([, field]) => field.required);
  if (needed.length === 0) return '{ $0 }';
  return `{ ${needed.map(([name], index) => `${name}: $${index + 1}`).join(', ')} }`;
}

/** What can be waited for. */
function offerConditions({ unit }: NameScope): readonly Completion[] {
  return resourcesOf(unit).flatMap((definition): Completion[] => {
    if (kindOf(definition) !== 'container') return [];
    const { name } = definition.name;
    const states = statesOf(definition.declaration.body);
    return states.map((state, index) => ({
      label: `${name} is ${state}`,
      kind: 'value',
      documentation: definition.documentation,
      rank: ranks.fits + index,
    }));
  });
}

/** The states that a container can reach, the likeliest first. */
export function statesOf({ members }: ObjectLiteral): readonly string[] {
  const written = new Set(
    members.flatMap((one) => (one.kind === 'field' && 'name' in one.key ? [one.key.name] : [])),
  );
  return [
    ...(written.has('health') ? ['healthy'] : []),
    ...(written.has('job') ? ['completed'] : []),
    'started',
  ];
}

const resourcesOf = (unit: NameScope['unit']) =>
  [...tableOf(unit).names.values()].flat().flatMap((one) => (one.kind === 'resource' ? [one] : []));

function offerNames(scope: NameScope, expected: Shape | undefined): readonly Completion[] {
  const visible = [...scope.locals.values(), ...[...tableOf(scope.unit).names.values()].flat()];
  return visible.flatMap((definition) => {
    const kind = completionKinds[definition.kind];
    if (kind === undefined) return [];
    const offer = offerDefinition(scope, definition, kind);
    return [{ ...offer, rank: rankOf(scope, definition, expected) }].map((one) =>
      asMount(one, definition, expected),
    );
  });
}

/** A volume in a list of mounts needs a path. */
function asMount(
  offer: Completion,
  definition: Definition,
  expected: Shape | undefined,
): Completion {
  const isMount = expected?.sugar === 'arrow-mount';
  if (!isMount || definition.kind !== 'resource' || kindOf(definition) !== 'volume') return offer;
  const insert = `${definition.name.name} -> "\${1:/path}"`;
  return { ...offer, label: `${definition.name.name} -> "/path"`, insert, isSnippet: true };
}

/** A name that something declares. */
export function offerDefinition(
  { world }: NameScope,
  definition: Definition,
  kind: CompletionKind,
): Completion {
  const { signature, paragraphs } = describeDefinition(world, definition);
  return {
    label: definition.name.name,
    kind,
    detail: signature,
    documentation: paragraphs.join('\n\n'),
    rank: ranks.possible,
  };
}

const completionKinds: Readonly<Record<Definition['kind'], CompletionKind | undefined>> = {
  param: 'param',
  secret: 'secret',
  let: 'constant',
  use: 'module',
  resource: 'resource',
  parameter: 'variable',
  variable: 'variable',
  it: 'variable',
  // Functions are offered with their calls; types, outputs and fields are no values by themselves.
  fn: undefined,
  type: undefined,
  output: undefined,
  field: undefined,
  member: undefined,
};

function rankOf(scope: NameScope, definition: Definition, expected: Shape | undefined): number {
  const isLocal = definition.kind === 'variable' || definition.kind === 'parameter';
  if (!expected || expected.kind === 'any') return isLocal ? ranks.likely : ranks.possible;
  const wanted = fittingKinds(expected);
  if (definition.kind === 'resource') {
    const kind = kindOf(definition);
    if (kind && wanted.includes(kind)) return ranks.fits;
    return wanted.length > 0 ? ranks.rest : ranks.possible;
  }
  return fits(shapeOfDefinition(scope.world, definition), expected) ? ranks.likely : ranks.possible;
}

/** Whether a value of a shape may well be what is expected; unknown shapes are given the benefit. */
export function fits(shape: Shape, expected: Shape): boolean {
  const wanted = alternatives(expected);
  return alternatives(shape).some((one) =>
    wanted.some((other) => {
      if (one.kind === 'plain' && other.kind === 'plain') {
        return one.name === other.name || (one.name === 'int' && other.name === 'float');
      }
      if (one.kind === 'literal') {
        return other.kind === 'plain'
          ? other.name === plainOf(one.value)
          : other.kind === 'literal' && other.value === one.value;
      }
      if (one.kind === 'object') return other.kind === 'object' || other.kind === 'map';
      return one.kind === other.kind && one.kind !== 'any';
    }),
  );
}

const plainOf = (value: string | number | boolean): string =>
  typeof value === 'string' ? 'string' : typeof value === 'number' ? 'int' : 'bool';

function offerCallable(callable: Callable, expected: Shape | undefined): readonly Completion[] {
  const { name, signature, documentation, parameters, result, constructs } = callable;
  const isWanted = expected !== undefined && constructsFor(callable, expected);
  // A step is of no use but where steps are written.
  if (constructs === true && !isWanted) return [];
  const suits = expected !== undefined && result.kind !== 'any' && fits(result, expected);
  return [
    {
      label: name,
      kind: constructs === true ? 'constructor' : 'function',
      detail: signature,
      documentation,
      insert: parameters.length === 0 ? `${literally(name)}()` : `${literally(name)}($1)`,
      isSnippet: true,
      rank: isWanted ? ranks.fits : suits ? ranks.possible : ranks.rest,
    },
  ];
}
