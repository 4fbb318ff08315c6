/*
 * What can be called: functions of the stack, of the library, and the constructors of steps, sources
 * and rules, each with what its arguments are for.
 */
import type { Kind } from '../../model/index.js';
import { constructors, plainSignatures, type Constructor } from '../semantics/function-table.js';
import { tableOf, withParameters, type Definition } from './definitions.js';
import { infer, type NameScope } from './infer.js';
import {
  alternatives,
  anyShape,
  describeShape,
  unionOf,
  type FieldShape,
  type Shape,
} from './shape.js';
import { bodyShape, shapeOfNode } from './type-shapes.js';

export interface CallableParameter {
  /** As the signature shows it. */
  readonly label: string;
  readonly name: string;
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

/** Finds a function by its name; those of the stack come first. */
export function findCallable(scope: NameScope, name: string, depth = 0): Callable | undefined {
  const own = tableOf(scope.unit)
    .names.get(name)
    ?.find(({ kind }) => kind === 'fn');
  if (own?.kind === 'fn') return ownFunction(scope, own, depth);
  return builtIn().get(name);
}

/** Every function that can be called from a scope. */
export function allCallables(scope: NameScope): readonly Callable[] {
  const own = [...tableOf(scope.unit).names.values()]
    .flat()
    .flatMap((one) => (one.kind === 'fn' ? [ownFunction(scope, one, 0)] : []));
  return [...own, ...builtIn().values()];
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
    return {
      name: parameter.name.name,
      label: `${parameter.name.name}${optional}: ${describeShape(shape)}`,
      shape,
    };
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

let known: ReadonlyMap<string, Callable> | undefined;

function builtIn(): ReadonlyMap<string, Callable> {
  known ??= new Map(
    [
      ...Object.entries(constructors).map(([name, one]) => constructorCallable(name, one)),
      ...Object.entries(plainSignatures).map(([name, signature]) => plainCallable(name, signature)),
    ].map((callable) => [callable.name, callable]),
  );
  return known;
}

/** The slots whose values constructors make. */
const constructed: readonly (readonly [Kind, string])[] = [
  ['image', 'steps'],
  ['image', 'from'],
  ['container', 'restart'],
];

function constructorCallable(name: string, constructor: Constructor): Callable {
  const { fields, shape } = madeBy(constructor.tag);
  const parameters = constructor.parameters.map((parameter): CallableParameter => {
    const field: FieldShape | undefined = fields.get(parameter.field);
    const whole = field?.shape() ?? anyShape;
    const optional = parameter.optional === true ? '?' : '';
    const item = whole.kind === 'list' ? whole.item : whole;
    const shapes = {
      list: unionOf([item, whole]),
      rest: item,
      merge: othersOf(fields, constructor),
    };
    const shown = parameter.as === 'rest' ? `…${parameter.field}` : parameter.field;
    return {
      name: parameter.field,
      label: `${shown}${optional}`,
      shape: parameter.as === undefined ? whole : shapes[parameter.as],
      documentation: field?.documentation,
    };
  });
  return {
    name,
    signature: `${name}(${parameters.map(({ label }) => label).join(', ')})`,
    parameters,
    repeats: constructor.parameters.at(-1)?.as === 'rest',
    documentation: constructor.description,
    result: shape,
    constructs: true,
  };
}

/** The fields that a constructor takes as an object: those that no argument of its own fills. */
function othersOf(
  fields: ReadonlyMap<string, FieldShape>,
  { tag, parameters }: Constructor,
): Shape {
  const taken = new Set([tag[0], ...parameters.map(({ field }) => field)]);
  return { kind: 'object', fields: new Map([...fields].filter(([name]) => !taken.has(name))) };
}

function madeBy([field, value]: Constructor['tag']): {
  readonly fields: ReadonlyMap<string, FieldShape>;
  readonly shape: Shape;
} {
  for (const [kind, attribute] of constructed) {
    const slot = bodyShape(kind).fields.get(attribute)?.shape() ?? anyShape;
    for (const shape of alternatives(slot.kind === 'list' ? slot.item : slot)) {
      if (shape.kind !== 'object') continue;
      const tag = shape.fields.get(field)?.shape() ?? anyShape;
      const fits = alternatives(tag).some((one) => one.kind === 'literal' && one.value === value);
      if (fits) return { fields: shape.fields, shape };
    }
  }
  return { fields: new Map<string, FieldShape>(), shape: anyShape };
}

function plainCallable(name: string, signature: string): Callable {
  const inside = signature.slice(signature.indexOf('(') + 1, -1);
  const labels = inside.split(/, (?![^[]*\])/);
  return {
    name,
    signature,
    parameters: labels.map((label) => ({ name: label, label, shape: anyShape })),
    repeats: labels.at(-1) === '…',
    result: anyShape,
  };
}
