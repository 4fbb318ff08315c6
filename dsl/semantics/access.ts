/*
 * Members: `db.hostname`, `settings.port`, `pg.address`. Whether what stands before the dot may be
 * null has been looked at before.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode } from '../syntax/index.js';
import { kindType } from '../types/from-schema.js';
import { accessResource, hasAttribute, severalMeant } from './access-resource.js';
import { accessType, memberTypes, unknownMember } from './access-type.js';
import { isLiteral } from './equality.js';
import { symbolValue } from './look-up.js';
import { accessModule, accessModules } from './module-values.js';
import { cover, hiding } from './secret.js';
import { asksForPath, secretPath } from './secret-files.js';
import type { Scope, Session } from './session.js';
import { chooseVariants, literalsOf, unionParts } from '../types/tags.js';
import { membersOf, shapeOf, type Type } from '../types/type.js';
import {
  describeValue,
  madeFrom,
  poison,
  unknownValue,
  usesOf,
  type ObjectValue,
  type Value,
} from './value.js';

/** The value of `object.name`; its object is known to be there. */
export function accessMember(
  session: Session,
  scope: Scope,
  object: Value,
  name: NameNode,
  span: Span,
): Value {
  switch (object.kind) {
    case 'object':
      return accessObject(session, scope, object, name, span);
    case 'resource':
      return accessResource(session, scope, object.instance, name, span);
    case 'symbols': {
      // Where only one of the kinds has the member, that one is meant.
      const fitting = object.symbols.filter(({ kind }) => hasAttribute(kindType(kind), name.name));
      const [only] = fitting;
      if (!only || fitting.length > 1 || object.symbols.length === 1) {
        return severalMeant(session, object.symbols, object.span, name.name);
      }
      const chosen = symbolValue(session, [only], object.span);
      return accessMember(session, scope, chosen, name, span);
    }
    case 'module':
      return accessModule(session, scope, object.module, name, span);
    case 'modules':
      return accessModules(session, object.use, name, span);
    case 'secret': {
      if (asksForPath(object, name)) return secretPath(session, object, span);
      const quiet = hiding(session, [object]);
      return cover(accessMember(quiet, scope, object.inner, name, span), span);
    }
    case 'unknown':
      return accessType(session, object, name, span);
    default:
      session.report(
        diagnose('type-mismatch', name.span, {
          summary: `${describeValue(object)} has no members`,
          labels: [{ span: object.span, text: `this is ${describeValue(object)}` }],
        }),
      );
      return poison(span);
  }
}

function accessObject(
  session: Session,
  scope: Scope,
  object: ObjectValue,
  name: NameNode,
  span: Span,
): Value {
  const { type, everywhere } = memberTypes(object.declared, name.name);
  const member = object.members.get(name.name);
  if (member) return withType(carry(object, member.value, span), type);
  if (type) {
    // An optional field that is left out, or one that another variant has.
    if (everywhere || isLeftOut(object, name.name)) {
      return { kind: 'null', span, declared: type, ...madeFrom(object) };
    }
    if (!scope.live) return unknownValue(type, span, madeFrom(object));
  }
  const names = new Set([...object.members.keys(), ...fieldNames(object.declared)]);
  return unknownMember(session, name, names, describeValue(object), span);
}

/** The fields that an object may have by its type. */
const fieldNames = (type: Type | undefined): readonly string[] =>
  type
    ? membersOf(shapeOf(type)).flatMap((member) => {
        const shape = shapeOf(member);
        return shape.kind === 'object' ? [...shape.fields.keys()] : [];
      })
    : [];

/** Whether the variant that an object is has a field that it leaves out. */
function isLeftOut({ declared, members }: ObjectValue, name: string): boolean {
  const union = declared && shapeOf(declared);
  if (union?.kind !== 'union') return false;
  const candidates = chooseVariants<never>(unionParts(union).variants, (tag, among) => {
    const value = members.get(tag)?.value;
    if (!value || value.kind === 'unknown') return among;
    return among.filter((one) => literalsOf(one, tag).some((literal) => isLiteral(value, literal)));
  });
  return candidates.some(({ shape }) => shape.fields.has(name));
}

/** A part of a declared value, with the type that it has by that declaration. */
export function withType(part: Value, type: Type | undefined): Value {
  return type && part.declared === undefined ? { ...part, declared: type } : part;
}

/** A part, made from what the whole was made from. */
export function carry(whole: Value, part: Value, span: Span): Value {
  if (!whole.late && !whole.revealed) {
    return whole.uses && whole.uses.length > 0
      ? { ...part, span, uses: usesOf(whole, part) }
      : { ...part, span };
  }
  return { ...part, span, ...madeFrom(whole, part) };
}
