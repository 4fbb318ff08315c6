/*
 * What can be called: functions of the stack, of the library, and the constructors of steps, sources
 * and rules, each with what its arguments are for. A name may mean several; the place decides.
 */
import type { Kind } from '../../model/index.js';
import type { LibraryFunction } from '../library/index.js';
import type { Parameter, Shape as LibraryShape } from '../library/shape.js';
import { functionNames, functionsNamed, signatureOf } from '../library/signatures.js';
import { tableOf, withParameters, type Definition } from './definitions.js';
import { infer, type NameScope } from './infer.js';
import {
  alternatives,
  anyShape,
  describeShape,
  plain,
  unionOf,
  type FieldShape,
  type Shape,
} from './shape.js';
import { bodyShape, shapeOfNode } from './type-shapes.js';

export interface CallableParameter {
  /** As the signature shows it. */
  readonly label: string;
  readonly shape: Shape;
  readonly documentation?: string | undefined;
}
export interface Callable {
  readonly name: string;
  /** The whole call, parameters included. */
  readonly signature: string;
  readonly parameters: readonly CallableParameter[];
  /** The last parameter takes all further arguments. */
  readonly repeats: boolean;
  readonly documentation?: string | undefined;
  readonly result: Shape;
  /** Where it is declared, when the stack does. */
  readonly definition?: Definition;
  /** Makes a part of a resource, and belongs in the slot that takes it. */
  readonly constructs?: boolean;
}

/** The function that a name means in a slot; those of the stack come first. */
export function findCallable(
  scope: NameScope,
  name: string,
  expected?: Shape,
  depth = 0,
): Callable | undefined {
  const own = tableOf(scope.unit)
    .names.get(name)
    ?.find(({ kind }) => kind === 'fn');
  if (own?.kind === 'fn') return ownFunction(scope, own, depth);
  const known = libraryCallables(name);
  const wanted = expected && known.find((one) => constructsFor(one, expected));
  return wanted ?? known.find(({ constructs }) => constructs !== true) ?? known[0];
}

/** Every function of a name, for who shows all of them. */
export function callablesNamed(scope: NameScope, name: string): readonly Callable[] {
  const found = findCallable(scope, name);
  if (!found || found.definition) return found ? [found] : [];
  return libraryCallables(name);
}

/** Every function that can be called from a scope. */
export function allCallables(scope: NameScope): readonly Callable[] {
  const own = [...tableOf(scope.unit).names.values()]
    .flat()
    .flatMap((one) => (one.kind === 'fn' ? [ownFunction(scope, one, 0)] : []));
  return [...own, ...[...functionNames].flatMap(libraryCallables)];
}

/** Whether a constructor makes what a slot takes. */
export function constructsFor({ constructs, result }: Callable, expected: Shape): boolean {
  if (constructs !== true || result.kind !== 'object') return false;
  const names = [...result.fields.keys()].join();
  return alternatives(expected).some(
    (one) =>
      one.kind === 'object' &&
      one.description === result.description &&
      [...one.fields.keys()].join() === names,
  );
}

function ownFunction(
  { world }: NameScope,
  definition: Extract<Definition, { kind: 'fn' }>,
  depth: number,
): Callable {
  const { declaration, unit } = definition;
  const { name, result, value, documentation } = declaration;
  const parameters = declaration.parameters.map((parameter): CallableParameter => {
    const shape = shapeOfNode(unit, parameter.type);
    const optional = parameter.value ? '?' : '';
    return { label: `${parameter.name.name}${optional}: ${describeShape(shape)}`, shape };
  });
  const scope: NameScope = { world, unit, locals: withParameters(unit, declaration) };
  const shape = result ? shapeOfNode(unit, result) : infer(scope, value, depth + 1);
  const listed = parameters.map(({ label }) => label).join(', ');
  return {
    name: name.name,
    signature: `${name.name}(${listed}): ${describeShape(shape)}`,
    parameters,
    repeats: false,
    documentation,
    result: shape,
    definition,
  };
}

const known = new Map<string, readonly Callable[]>();

function libraryCallables(name: string): readonly Callable[] {
  let callables = known.get(name);
  if (!callables) {
    callables = functionsNamed(name).map(libraryCallable);
    known.set(name, callables);
  }
  return callables;
}

function libraryCallable(one: LibraryFunction): Callable {
  const { signature, documentation, examples } = one;
  const { name, parameters, result } = signatureOf(one);
  const made = result.kind === 'made' ? madeBy(result.name, name) : undefined;
  const [example] = examples;
  const shown =
    example && 'fails' in example
      ? undefined
      : example && `\`${example[0]}\` is \`${example[1]}\`.`;
  return {
    name,
    signature,
    parameters: parameters.map((parameter) => parameterOf(parameter, made?.fields)),
    repeats: parameters.at(-1)?.rest === true,
    documentation: shown === undefined ? documentation : `${documentation}\n\n${shown}`,
    result: made ?? shapeOf(result),
    ...(result.kind === 'made' && { constructs: true }),
  };
}

function parameterOf(
  { name, type, optional, rest, shape }: Parameter,
  made: ReadonlyMap<string, FieldShape> | undefined,
): CallableParameter {
  const own = shapeOf(shape);
  return {
    label: `${rest ? '...' : ''}${name}${optional ? '?' : ''}: ${type}`,
    shape: own.kind === 'object' && made ? { ...own, fields: described(own.fields, made) } : own,
    documentation: made?.get(name)?.documentation,
  };
}

/** Fields with the words that the schema has for those of the same names. */
function described(
  fields: ReadonlyMap<string, FieldShape>,
  schema: ReadonlyMap<string, FieldShape>,
): ReadonlyMap<string, FieldShape> {
  return new Map([...fields].map(([name, field]) => [name, schema.get(name) ?? field]));
}

/** The slots whose values constructors make. */
const constructed: Readonly<Record<string, readonly [Kind, attribute: string, tag: string]>> = {
  step: ['image', 'steps', 'kind'],
  source: ['image', 'from', 'kind'],
  rule: ['container', 'restart', 'policy'],
};

function madeBy(what: string, name: string): Extract<Shape, { kind: 'object' }> | undefined {
  const [kind, attribute, tag] = constructed[what] ?? [];
  if (kind === undefined || attribute === undefined || tag === undefined) return undefined;
  const slot = bodyShape(kind).fields.get(attribute)?.shape() ?? anyShape;
  const value = name.replaceAll('_', '-');
  return alternatives(slot.kind === 'list' ? slot.item : slot)
    .filter((one) => one.kind === 'object')
    .find(({ fields }) =>
      alternatives(fields.get(tag)?.shape() ?? anyShape).some(
        (one) => one.kind === 'literal' && one.value === value,
      ),
    );
}

/** The shapes of the library's signatures; what stands for any type is any. */
function shapeOf(shape: LibraryShape): Shape {
  switch (shape.kind) {
    case 'plain':
      return plain(shape.of);
    case 'list':
      return { kind: 'list', item: shapeOf(shape.item) };
    case 'map':
      return { kind: 'map', value: shapeOf(shape.value) };
    case 'object':
      return {
        kind: 'object',
        fields: new Map(
          shape.fields.map(({ name, optional, shape: inner }) => [
            name,
            { shape: () => shapeOf(inner), required: !optional },
          ]),
        ),
      };
    case 'secret':
      return { kind: 'secret', inner: shapeOf(shape.inner) };
    case 'union':
      return unionOf(shape.members.map(shapeOf));
    case 'any':
    case 'variable':
    case 'made':
      return anyShape;
    default:
      return shape satisfies never;
  }
}
