/*
 * Members by types: of values of which only the type is known, and of those that were declared with
 * a type that allows more than is there.
 */
import { nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode } from '../syntax/index.js';
import { kindType } from '../types/from-schema.js';
import { unionParts } from '../types/tags.js';
import { membersOf, shapeOf, unionOf, type Type } from '../types/type.js';
import { chosenLate } from './access-resource.js';
import type { Session } from './session.js';
import { describeValue, isPoison, madeFrom, poison, unknownValue, type Value } from './value.js';

/**
 * The type of a member by the type of the whole, absent where that says nothing of it.
 * @returns `everywhere` where all objects of the whole's type have the member, if only as null
 */
export function memberTypes(
  whole: Type | undefined,
  name: string,
): { readonly type?: Type; readonly everywhere: boolean } {
  const shape = whole && shapeOf(whole);
  switch (shape?.kind) {
    case 'object': {
      const type = shape.fields.get(name)?.type;
      return type ? { type, everywhere: true } : { everywhere: false };
    }
    case 'map':
      return { type: shape.value, everywhere: false };
    case 'union': {
      const found = unionParts(shape).variants.map((variant) => variant.shape.fields.get(name));
      const types = found.flatMap((field) => (field ? [field.type] : []));
      if (types.length === 0) return { everywhere: false };
      return { type: unionOf(types), everywhere: types.length === found.length };
    }
    default:
      return { everywhere: false };
  }
}

/** A member of a value of which only the type is known. */
export function accessType(
  session: Session,
  object: Extract<Value, { kind: 'unknown' }>,
  name: NameNode,
  span: Span,
): Value {
  const shape = shapeOf(object.type);
  const traces = madeFrom(object);
  const known = (type: Type): Value => unknownValue(type, span, traces);
  if (isPoison(object)) return poison(span);
  switch (shape.kind) {
    case 'any':
      return known(shape);
    case 'resource': {
      const kind = kindType(shape.resource);
      const computed = kind.computed?.get(name.name);
      if (computed) {
        const late = chosenLate(shape.resource, name, span);
        return unknownValue(computed.type, span, { ...traces, late });
      }
      const field = kind.fields.get(name.name);
      if (field) return known(field.type);
      return unknownMember(session, name, kind.fields.keys(), `a ${shape.resource}`, span);
    }
    case 'variant': {
      const fields = [...shape.variants.values()].flatMap(
        (variant) => variant.fields.get(name.name)?.type ?? [],
      );
      return fields.length > 0 ? known(unionOf(fields)) : poison(span);
    }
    case 'object':
    case 'map':
    case 'union': {
      const { type } = memberTypes(shape, name.name);
      if (type) return known(type);
      const members = membersOf(shape).map(shapeOf);
      if (members.some(({ kind }) => kind === 'any')) return poison(span);
      const names = members.flatMap((one) => (one.kind === 'object' ? [...one.fields.keys()] : []));
      if (names.length > 0) {
        return unknownMember(session, name, names, describeValue(object), span);
      }
      return withoutMembers(session, object, name, span);
    }
    default:
      return withoutMembers(session, object, name, span);
  }
}

function withoutMembers(session: Session, object: Value, name: NameNode, span: Span): Value {
  session.report(
    diagnose('type-mismatch', name.span, { summary: `${describeValue(object)} has no members` }),
  );
  return poison(span);
}

/** Says that there is no such member, with the nearest that there is. */
export function unknownMember(
  session: Session,
  name: NameNode,
  names: Iterable<string>,
  what: string,
  span: Span,
): Value {
  const nearest = nearestName(name.name, names);
  session.report(
    diagnose('unknown-attribute', name.span, {
      summary: `${what} has no \`${name.name}\``,
      fix:
        nearest === undefined
          ? undefined
          : { title: `write \`${nearest}\``, span: name.span, text: nearest },
    }),
  );
  return poison(span);
}
