/*
 * What is inside of a value: the item that an index gives, the members behind a dot, the params that
 * a module takes.
 */
import type { Kind } from '../../model/index.js';
import { tableOf, type Definition } from './definitions.js';
import { kindOf, shapeOfDefinition, type NameScope } from './infer.js';
import { alternatives, anyShape, plain, type FieldShape, type Shape } from './shape.js';
import { memberFields } from './type-shapes.js';
import type { World } from './world.js';

/** What an index, or a turn of a `for`, gives. */
export function itemOf(shape: Shape): Shape {
  for (const one of alternatives(shape)) {
    if (one.kind === 'list') return one.item;
    if (one.kind === 'map') return one.value;
    if (one.kind === 'family') return one.item;
    if (one.kind === 'object') {
      const [field] = one.fields.values();
      if (field) return field.shape();
    }
  }
  return anyShape;
}

/** Where a container has a secret. */
const secretPath: FieldShape = {
  shape: () => plain('string'),
  required: true,
  documentation: 'Path of the file with the secret, in every container that uses it.',
};

function isSecretText(shape: Shape): boolean {
  if (shape.kind === 'union') return shape.members.some(isSecretText);
  if (shape.kind !== 'secret') return false;
  return alternatives(shape).some((one) => one.kind === 'plain' && one.name === 'string');
}

/** The members that a value of a shape has. */
export function membersOf(scope: NameScope, shape: Shape): ReadonlyMap<string, FieldShape> {
  const found = new Map<string, FieldShape>(isSecretText(shape) ? [['path', secretPath]] : []);
  for (const one of alternatives(shape)) {
    for (const name of memberNames(scope, one)) {
      const field = found.has(name) ? undefined : memberOfOne(scope, one, name);
      if (field) found.set(name, field);
    }
  }
  return found;
}

/** The member of that name, where there is one. */
export function memberOf(scope: NameScope, shape: Shape, name: string): FieldShape | undefined {
  if (name === 'path' && isSecretText(shape)) return secretPath;
  for (const one of alternatives(shape)) {
    const field = memberOfOne(scope, one, name);
    if (field) return field;
  }
  return undefined;
}

function memberNames(scope: NameScope, shape: Shape): Iterable<string> {
  switch (shape.kind) {
    case 'object':
      return shape.fields.keys();
    case 'resource':
      return memberFields(shape.resource).keys();
    case 'module':
      return outputsOf(scope.world, shape.directory)?.keys() ?? [];
    case 'namespace':
      return [...tableOf(scope.unit).names]
        .filter(([, all]) => all.some((one) => isOfKind(one, shape.resource)))
        .map(([name]) => name);
    default:
      return [];
  }
}

function memberOfOne(scope: NameScope, shape: Shape, name: string): FieldShape | undefined {
  switch (shape.kind) {
    case 'object':
      return shape.fields.get(name);
    case 'resource': {
      const field = memberFields(shape.resource).get(name);
      const written = field && writtenAt(shape.definition, name);
      return written ? { ...field, written } : field;
    }
    case 'module':
      return definedField(scope.world, outputsOf(scope.world, shape.directory)?.get(name));
    case 'namespace': {
      const all = tableOf(scope.unit).names.get(name) ?? [];
      return definedField(
        scope.world,
        all.find((one) => isOfKind(one, shape.resource)),
      );
    }
    default:
      return undefined;
  }
}

function outputsOf(world: World, directory: string | undefined) {
  const unit = directory === undefined ? undefined : world.unit(directory);
  return unit && tableOf(unit).outputs;
}

const isOfKind = (definition: Definition, kind: Kind): boolean =>
  definition.kind === 'resource' && kindOf(definition) === kind;

function definedField(world: World, definition: Definition): FieldShape;
function definedField(world: World, definition: Definition | undefined): FieldShape | undefined;
function definedField(world: World, definition: Definition | undefined): FieldShape | undefined {
  return (
    definition && {
      shape: () => shapeOfDefinition(world, definition),
      required: true,
      definition,
      documentation: definition.documentation,
    }
  );
}

/** Where the body of a resource writes an attribute. */
function writtenAt(definition: Definition | undefined, name: string): FieldShape['written'] {
  if (definition?.kind !== 'resource') return undefined;
  for (const member of definition.declaration.body.members) {
    if (member.kind === 'field' && 'name' in member.key && member.key.name === name) {
      return member.key.span;
    }
  }
  return undefined;
}

/** The params of a module, as the fields of the body that uses it. */
export function paramFields(world: World, directory: string): ReadonlyMap<string, FieldShape> {
  const unit = world.unit(directory);
  if (!unit) return new Map();
  return new Map(
    [...tableOf(unit).params].map(([name, definition]) => [
      name,
      {
        ...definedField(world, definition),
        required: definition.declaration.value === undefined,
      },
    ]),
  );
}
