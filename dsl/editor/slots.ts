/*
 * What a place in an expression takes, given what the whole expression is to be: the item of a list,
 * a field of an object, the sides of an arrow. Short forms count, as the slots that take them do.
 */
import type { Kind } from '../../model/index.js';
import type { Expression, ObjectLiteral } from '../syntax/index.js';
import { alternatives, anyShape, plain, unionOf, type FieldShape, type Shape } from './shape.js';

const hostPath: Shape = { kind: 'plain', name: 'string', hostPath: true };

/** What an item of a list is to be. */
export function itemSlot(expected: Shape | undefined): Shape | undefined {
  if (!expected) return undefined;
  for (const shape of [expected, ...alternatives(expected)]) {
    if (shape.kind === 'list') return shape.item;
    if (shape.sugar === 'name-list' && shape.kind === 'map' && shape.refersKeys) {
      return {
        kind: 'plain',
        name: 'string',
        refers: shape.refersKeys,
        description: shape.description,
      };
    }
    if (shape.sugar === 'path-list') return plain('string');
  }
  return undefined;
}

/** What the two sides of `->` are to be. */
export function arrowSlots(expected: Shape | undefined): readonly [Shape?, Shape?] {
  const sugars = expected ? [expected, ...alternatives(expected)].map(({ sugar }) => sugar) : [];
  if (sugars.includes('arrow-port')) return [plain('port'), plain('port')];
  if (sugars.includes('arrow-mount')) {
    return [unionOf([{ kind: 'resource', resource: 'volume' }, hostPath]), plain('string')];
  }
  return [];
}

/**
 * What an object may hold: the fields of the variant that its tag chooses, or of all variants as long
 * as it has no tag; or a map.
 */
export function objectSlot(
  expected: Shape | undefined,
  { members }: ObjectLiteral,
): Extract<Shape, { kind: 'object' | 'map' }> | undefined {
  if (!expected) return undefined;
  if (expected.kind === 'object' || expected.kind === 'map') return expected;
  const candidates = alternatives(expected).filter(
    (one): one is Extract<Shape, { kind: 'object' | 'map' }> =>
      one.kind === 'object' || one.kind === 'map',
  );
  const written = new Map<string, string>();
  for (const member of members) {
    if (member.kind !== 'field' || !('name' in member.key)) continue;
    const text = textOf(member.value);
    if (text !== undefined) written.set(member.key.name, text);
  }
  const fitting = candidates.filter(
    (one) => one.kind === 'map' || !contradicts(one.fields, written),
  );
  const chosen = fitting.length > 0 ? fitting : candidates;
  const [first, ...others] = chosen;
  if (!first || others.length === 0 || first.kind === 'map') return first;
  const fields = new Map<string, FieldShape>();
  for (const one of chosen) {
    if (one.kind !== 'object') continue;
    for (const [name, field] of one.fields) fields.set(name, merged(fields.get(name), field));
  }
  return { ...first, fields };
}

/** The text of a string without interpolations. */
export function textOf(expression: Expression): string | undefined {
  if (expression.kind !== 'string') return undefined;
  const texts = expression.parts.map((part) => (part.kind === 'text' ? part.raw : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

function contradicts(
  fields: ReadonlyMap<string, FieldShape>,
  written: ReadonlyMap<string, string>,
): boolean {
  return [...written].some(([name, text]) => {
    const shapes = alternatives(fields.get(name)?.shape() ?? anyShape);
    const literals = shapes.filter((one) => one.kind === 'literal');
    return literals.length > 0 && literals.every((one) => one.value !== text);
  });
}

function merged(one: FieldShape | undefined, other: FieldShape): FieldShape {
  if (!one) return other;
  const shapes = () => unionOf([...alternatives(one.shape()), ...alternatives(other.shape())]);
  return { ...one, shape: shapes, required: one.required && other.required };
}

/** The kinds of resources that fit a slot. */
export function fittingKinds(expected: Shape): readonly Kind[] {
  const found = [expected, ...alternatives(expected)].flatMap((shape): Kind[] => {
    if (shape.sugar === 'image-source') return ['image'];
    if (shape.sugar === 'arrow-mount') return ['volume'];
    if (shape.kind === 'resource') return [shape.resource];
    return shape.kind === 'plain' && shape.refers ? [shape.refers] : [];
  });
  return [...new Set(found)];
}
