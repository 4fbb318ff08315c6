/*
 * Types as shapes: those of the language, which come from schemas and from the library, and those
 * that are written in a stack, with the places of their fields.
 */
import { type Kind, kindSchemas } from '../../model/index.js';
import type { TypeField, TypeNode } from '../syntax/index.js';
import { isKind, kindType, metaFields } from '../types/from-schema.js';
import type { Field, Type } from '../types/type.js';
import { tableOf, type Definition } from './definitions.js';
import { anyShape, plain, plainNames, unionOf, type FieldShape, type Shape } from './shape.js';
import type { Unit } from './world.js';
import { writeType } from './write-type.js';

type ObjectShape = Extract<Shape, { kind: 'object' }>;

const bodies = new Map<Kind, ObjectShape>();

/** The shape of a resource's body: what may be written in it. */
export function bodyShape(kind: Kind): ObjectShape {
  let shape = bodies.get(kind);
  if (!shape) {
    const own = fieldsOf(kindType(kind).fields);
    const name = own.get('name');
    // The language gives every resource a name.
    if (name) own.set('name', { ...name, required: false });
    const fields = new Map([...own, ...fieldsOf(metaFields[kind])]);
    shape = { kind: 'object', title: kind, description: kindSchemas[kind].description, fields };
    bodies.set(kind, shape);
  }
  return shape;
}

const members = new Map<Kind, ReadonlyMap<string, FieldShape>>();

/** The fields that a resource has as members: its attributes, and what the engine gives it. */
export function memberFields(kind: Kind): ReadonlyMap<string, FieldShape> {
  let found = members.get(kind);
  if (!found) {
    const { fields, computed } = kindType(kind);
    found = new Map([...fieldsOf(fields), ...fieldsOf(computed ?? new Map<string, Field>())]);
    members.set(kind, found);
  }
  return found;
}

function fieldsOf(fields: ReadonlyMap<string, Field>): Map<string, FieldShape> {
  return new Map([...fields].map(([name, field]) => [name, fieldShape(field)]));
}

/** A shape that is worked out when it is first asked for. */
function once(make: () => Shape): () => Shape {
  let made: Shape | undefined;
  return () => (made ??= make());
}

const fieldShape = ({ type, required, documentation, schema }: Field): FieldShape => ({
  shape: once(() => {
    const shape = shapeOfType(type);
    const { defaultText, effect } = schema ?? {};
    const isPath = schema !== undefined && 'hostPath' in schema && schema.hostPath;
    const known = { ...shape, defaultText, effect };
    return known.kind === 'plain' && isPath ? { ...known, hostPath: true } : known;
  }),
  required,
  documentation: documentation ?? type.description,
});

/** A type of the language as a shape. */
export function shapeOfType(type: Type): Shape {
  const described = { description: type.description, sugar: type.sugar, text: type.name };
  switch (type.kind) {
    case 'any':
      return { ...anyShape, ...described };
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'port':
    case 'ip':
    case 'cidr':
      return { ...plain(type.kind), ...described };
    case 'string':
      return { kind: 'plain', name: 'string', refers: type.refers, ...described };
    case 'literal':
      return { kind: 'literal', value: type.value, ...described };
    case 'list':
      return { kind: 'list', item: shapeOfType(type.item), ...described };
    case 'map': {
      const { refersKeys } = type;
      return { kind: 'map', value: shapeOfType(type.value), refersKeys, ...described };
    }
    case 'object':
      return { kind: 'object', title: type.title, fields: fieldsOf(type.fields), ...described };
    case 'union':
      return { kind: 'union', members: type.members.map(shapeOfType), ...described };
    case 'variant': {
      const members = [...type.variants.values()].map(shapeOfType);
      return { kind: 'union', members, ...described };
    }
    case 'refined':
      return { ...shapeOfType(type.base), ...described };
    case 'secret':
      return { kind: 'secret', inner: shapeOfType(type.inner), ...described };
    case 'resource':
      return { kind: 'resource', resource: type.resource, ...described };
    case 'condition':
      return { kind: 'condition', ...described };
    default:
      return type satisfies never;
  }
}

/** Types may be declared by themselves by mistake; nothing sensible nests deeper. */
const deepestType = 20;

/** A written type as a shape. */
export function shapeOfNode(unit: Unit, node: TypeNode, depth = 0): Shape {
  if (depth > deepestType) return anyShape;
  const inner = (one: TypeNode): Shape => shapeOfNode(unit, one, depth + 1);
  switch (node.kind) {
    case 'missing':
      return anyShape;
    case 'named':
      return namedShape(unit, node, depth);
    case 'literal':
      return literalShape(node.value);
    case 'list':
      return { kind: 'list', item: inner(node.item) };
    case 'map':
      return { kind: 'map', value: inner(node.value) };
    case 'object':
      return {
        kind: 'object',
        fields: new Map(node.fields.map((field) => [field.name.name, writtenField(unit, field)])),
      };
    case 'optional':
      return unionOf([inner(node.inner), plain('null')]);
    case 'secret':
      return { kind: 'secret', inner: inner(node.inner) };
    case 'parenthesised':
      return inner(node.inner);
    case 'union':
      return unionOf(node.members.map(inner));
    case 'where':
      return { ...inner(node.base), text: writeType(node) };
    default:
      return node satisfies never;
  }
}

function writtenField(unit: Unit, field: TypeField): FieldShape {
  const { name, documentation } = field;
  return {
    shape: once(() => shapeOfNode(unit, field.type)),
    required: !field.optional && field.value === undefined,
    definition: fieldDefinition(unit, field),
    documentation,
    written: name.span,
  };
}

/** What a field of a written type declares. */
export const fieldDefinition = (unit: Unit, field: TypeField): Definition => ({
  kind: 'field',
  name: field.name,
  unit,
  field,
  documentation: field.documentation,
});

function namedShape(unit: Unit, node: Extract<TypeNode, { kind: 'named' }>, depth: number): Shape {
  const { name } = node;
  const declared = tableOf(unit)
    .names.get(name.name)
    ?.find(({ kind }) => kind === 'type');
  if (declared?.kind === 'type') {
    const shape = shapeOfNode(unit, declared.declaration.type, depth + 1);
    return { ...shape, text: name.name, description: declared.documentation ?? shape.description };
  }
  if (isKind(name.name)) return { kind: 'resource', resource: name.name };
  const builtIn = plainNames.find((one) => one === name.name);
  return builtIn === undefined ? anyShape : { ...plain(builtIn), text: writeType(node) };
}

function literalShape(value: Extract<TypeNode, { kind: 'literal' }>['value']): Shape {
  if (value.kind === 'string') {
    const text = value.parts.map((part) => (part.kind === 'text' ? part.raw : '')).join('');
    return { kind: 'literal', value: text };
  }
  switch (value.literal) {
    case 'null':
      return plain('null');
    case 'bool':
      return { kind: 'literal', value: value.text === 'true' };
    case 'int':
    case 'float':
      return { kind: 'literal', value: Number(value.text) };
    default:
      return { ...anyShape, text: value.text };
  }
}
