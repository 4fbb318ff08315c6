/*
 * Lists, maps and objects in slots: each part is checked for the place it has.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import { shapeOf, type ListType, type MapType, type ObjectType } from '../types/type.js';
import { conform } from './conform.js';
import { declaredLabels, matches, mismatch } from './conform-messages.js';
import { listOfFamily, mapOfFamily } from './conform-resource.js';
import { evaluate } from './evaluate.js';
import { referByKey } from './refer.js';
import { scopeOf } from './session.js';
import { at, inner, say, type Slot } from './slot.js';
import { isMisspelt, unknownField } from './unknown-field.js';
import { poison, type Member, type ObjectValue, type Value } from './value.js';

/** Checks a list, item by item. */
export function conformList(slot: Slot, written: Value, type: ListType): Value {
  const value = listOfFamily(slot, written, shapeOf(type.item));
  if (value.kind !== 'list') return mismatch(slot, value, type);
  const { minItems = 0 } = type;
  if (value.items.length < minItems) {
    const diagnostic = diagnose('invalid-value', value.span, {
      summary: `${at(slot)} has at least ${minItems} item`,
    });
    say(slot, diagnostic, 'value');
    return poison(value.span);
  }
  const items = value.items.map((item, index) =>
    conform(inner(slot, `${slot.path}[${index}]`, false), item, type.item),
  );
  return { ...value, items };
}

/** Checks a map, member by member; members that are null are left out where null is no value. */
export function conformMap(slot: Slot, written: Value, type: MapType): Value {
  const value = mapOfFamily(slot, written, shapeOf(type.value));
  if (value.kind !== 'object') return mismatch(slot, value, type);
  const isOptional = type.value.kind !== 'null';
  const members = new Map<string, Member>();
  for (const [key, member] of value.members) {
    const named = type.refersKeys
      ? referByKey(slot, key, member, type.refersKeys)
      : { key, member };
    if (type.keyPattern !== undefined && !matches(type.keyPattern, key)) {
      const diagnostic = diagnose('invalid-value', member.keySpan, {
        summary: `\`${key}\` cannot be a name in ${at(slot)}`,
        detail: type.description,
      });
      say(slot, diagnostic, 'value');
      continue;
    }
    if (member.value.kind === 'null' && isOptional && slot.spec === true) continue;
    const part = inner(slot, `${slot.path}.${key}`, isOptional && slot.spec === true);
    members.set(named.key, {
      ...named.member,
      value: conform(part, named.member.value, type.value),
    });
  }
  return { ...value, members };
}

/** Checks an object, field by field; what is left out and has a default gets it. */
export function conformObject(slot: Slot, value: Value, type: ObjectType): Value {
  if (value.kind !== 'object') return mismatch(slot, value, type);
  const members = new Map<string, Member>();
  for (const [name, member] of value.members) {
    const field = type.fields.get(name);
    if (!field) {
      say(slot, unknownField(name, member.keySpan, type, slot.path), 'type');
      continue;
    }
    if (member.value.kind === 'null' && !field.required) continue;
    const path = slot.path === '' ? name : `${slot.path}.${name}`;
    const part = inner(slot, path, !field.required);
    members.set(name, { ...member, value: conform(part, member.value, field.type) });
  }
  if (lacksFields(slot, value, type)) return poison(value.span);
  return { ...value, members: withStandards(slot, value, type, members) };
}

/** Reports the required fields that an object lacks, all at once. */
function lacksFields(slot: Slot, value: ObjectValue, type: ObjectType): boolean {
  const lacking = [...type.fields].filter(
    ([name, field]) => field.required && !value.members.has(name),
  );
  // A misspelt field has been reported already, and is not missing as well.
  const names = lacking
    .map(([name]) => name)
    .filter((name) => !isMisspelt(name, value.members.keys(), type));
  if (names.length > 0) {
    const list = names.map((name) => `\`${name}\``);
    const last =
      list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}` : list[0];
    const diagnostic = diagnose('missing-attribute', value.span, {
      summary: `${slot.path === '' ? 'this' : `\`${slot.path}\``} needs ${last ?? ''}`,
      labels: declaredLabels(type),
    });
    say(slot, diagnostic, 'type');
  }
  return lacking.length > 0;
}

function withStandards(
  slot: Slot,
  { span }: ObjectValue,
  type: ObjectType,
  members: Map<string, Member>,
): ReadonlyMap<string, Member> {
  const { session } = slot;
  for (const [name, { standard, type: fieldType }] of type.fields) {
    if (!standard || members.has(name)) continue;
    // The default itself has been checked where the type is declared.
    const quiet = { ...session, report: () => undefined };
    const part = inner({ ...slot, session: quiet }, name, true);
    const value = conform(part, evaluate(quiet, scopeOf(session), standard), fieldType);
    members.set(name, { value: { ...value, span }, span, keySpan: span });
  }
  return members;
}
