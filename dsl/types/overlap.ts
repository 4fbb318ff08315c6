/*
 * Whether a value of one type may also be one of another. Asked where only types are known: what
 * can never fit is a mistake there, what may fit is left to the values.
 */
import {
  shapeOf,
  type Field,
  type LiteralType,
  type NumericType,
  type ObjectType,
  type Type,
} from './type.js';

/** How many comparisons of parts are left; types share parts, so that there may be very many. */
interface Room {
  left: number;
}
const mostComparisons = 1000;

/** Whether some value is of both types, as far as that can be seen. */
export function typesOverlap(
  found: Type,
  expected: Type,
  room: Room = { left: mostComparisons },
): boolean {
  room.left -= 1;
  if (found === expected || room.left < 0) return true;
  const [one, other] = [shapeOf(found), shapeOf(expected)];
  if (one.kind === 'any' || other.kind === 'any') return true;
  if (one.kind === 'union') return one.members.some((member) => typesOverlap(member, other, room));
  if (other.kind === 'union')
    return other.members.some((member) => typesOverlap(one, member, room));
  // What is inside of a secret fits where secrets do; what hides it is checked elsewhere.
  if (other.kind === 'secret')
    return typesOverlap(one.kind === 'secret' ? one.inner : one, other.inner, room);
  if (one.kind === 'list' && other.kind === 'list') return typesOverlap(one.item, other.item, room);
  if (one.kind === 'resource' && other.kind === 'resource') return one.resource === other.resource;
  if (one.kind === 'literal' && other.kind === 'literal') return sameLiteral(one, other);
  if (isObject(one) && isObject(other)) return objectsOverlap(one, other, room);
  const [a, b] = [kindOfShape(one), kindOfShape(other)];
  if (a === b) return rangesOverlap(one, other);
  return (
    (texts.has(a) && texts.has(b)) ||
    (a === 'int' && (b === 'float' || b === 'port')) ||
    (a === 'float' && b === 'int') ||
    (a === 'port' && b === 'int')
  );
}

type Shape = ReturnType<typeof shapeOf>;
type Objects = Extract<Shape, { kind: 'object' | 'map' | 'variant' }>;

const texts = new Set(['string', 'ip', 'cidr']);
const kindOfShape = (shape: Shape): string => (shape.kind === 'literal' ? shape.of : shape.kind);
const isObject = (shape: Shape): shape is Objects =>
  shape.kind === 'object' || shape.kind === 'map' || shape.kind === 'variant';

const sameLiteral = (one: LiteralType, other: LiteralType): boolean =>
  one.value === other.value && (one.of === other.of || typeof one.value !== 'number');

function rangesOverlap(one: Shape, other: Shape): boolean {
  const [a, b] = [boundsOf(one), boundsOf(other)];
  return !a || !b || (a.minimum <= b.maximum && b.minimum <= a.maximum);
}

function boundsOf(shape: Shape): { minimum: number; maximum: number } | undefined {
  if (shape.kind === 'literal') {
    return typeof shape.value === 'number'
      ? { minimum: shape.value, maximum: shape.value }
      : undefined;
  }
  if (!isNumeric(shape)) return undefined;
  const { minimum = -Infinity, maximum = Infinity } = shape;
  return { minimum, maximum };
}

const isNumeric = (shape: Shape): shape is NumericType =>
  ['int', 'float', 'size', 'duration', 'port'].includes(shape.kind);

function objectsOverlap(one: Objects, other: Objects, room: Room): boolean {
  if (other.kind === 'variant') {
    if (one.kind !== 'object') return true;
    return [...other.variants.values()].some((variant) => fieldsFit(one, variant, room));
  }
  if (one.kind === 'variant') return true;
  if (one.kind === 'map') {
    return other.kind === 'map'
      ? typesOverlap(one.value, other.value, room)
      : [...other.fields.values()].every(
          (field) => !field.required || typesOverlap(one.value, field.type, room),
        );
  }
  if (other.kind === 'map') {
    return [...one.fields.values()].every(
      (field) => !field.required || typesOverlap(field.type, other.value, room),
    );
  }
  return fieldsFit(one, other, room);
}

/** Whether an object of a known form has all fields that another form needs, and no others. */
function fieldsFit(found: ObjectType, expected: ObjectType, room: Room): boolean {
  const isKnown = (name: string): boolean => expected.fields.has(name);
  const fits = ([name, field]: readonly [string, Field]): boolean => {
    const given = found.fields.get(name);
    return given ? typesOverlap(given.type, field.type, room) : !field.required;
  };
  return [...found.fields.keys()].every(isKnown) && [...expected.fields].every(fits);
}
