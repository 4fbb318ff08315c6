/*
 * What is inside of a value: the item that an index gives, the members behind a dot, the params that
 * a module takes.
 */
import { tableOf, type Definition } from './definitions.js';
import { kindOf, shapeOfDefinition, type NameScope } from './infer.js';
import { alternatives, anyShape, type FieldShape, type Shape } from './shape.js';
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

/** The members that a value of a shape has. */
export function membersOf(scope: NameScope, shape: Shape): ReadonlyMap<string, FieldShape> {
  const found = new Map<string, FieldShape>();
  for (const one of alternatives(shape)) {
    for (const [name, field] of membersOfOne(scope, one)) {
      if (!found.has(name)) found.set(name, field);
    }
  }
  return found;
}

/** The member of that name, where there is one. */
export function memberOf(scope: NameScope, shape: Shape, name: string): FieldShape | undefined {
  return membersOf(scope, shape).get(name);
}

function membersOfOne(scope: NameScope, shape: Shape): ReadonlyMap<string, FieldShape> {
  switch (shape.kind) {
    case 'object':
      return shape.fields;
    case 'resource':
      return resourceMembers(shape);
    case 'module': {
      const unit = shape.directory === undefined ? undefined : scope.world.unit(shape.directory);
      const outputs = unit ? [...tableOf(unit).outputs] : [];
      return new Map(outputs.map(([name, one]) => [name, definedField(scope.world, one)]));
    }
    case 'namespace': {
      const all = [...tableOf(scope.unit).names.values()].flat();
      const ofKind = all.filter((one) => one.kind === 'resource' && kindOf(one) === shape.resource);
      return new Map(ofKind.map((one) => [one.name.name, definedField(scope.world, one)]));
    }
    default:
      return new Map();
  }
}

const definedField = (world: World, definition: Definition): FieldShape => ({
  shape: () => shapeOfDefinition(world, definition),
  required: true,
  definition,
  documentation: definition.documentation,
});

function resourceMembers({
  resource,
  definition,
}: Extract<Shape, { kind: 'resource' }>): ReadonlyMap<string, FieldShape> {
  const written = new Map<string, FieldShape['written']>();
  if (definition?.kind === 'resource') {
    for (const member of definition.declaration.body.members) {
      if (member.kind === 'field' && 'name' in member.key) {
        written.set(member.key.name, member.key.span);
      }
    }
  }
  const fields = [...memberFields(resource)].map(([name, field]): [string, FieldShape] => [
    name,
    { ...field, written: written.get(name) },
  ]);
  return new Map(fields);
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
