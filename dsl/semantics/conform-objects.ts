/*
 * Lists, maps and objects in slots: each part is checked for the place it has.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import {
  shapeOf,
  type Field,
  type ListType,
  type MapType,
  type ObjectType,
} from '../types/type.js';
import { conform } from './conform.js';
import { declaredLabels, matches, mismatch } from './conform-messages.js';
import { listOfFamily, mapOfFamily } from './conform-resource.js';
import { evaluate } from './evaluate.js';
import { quiet } from './quiet.js';
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
  let lacks = false;
  for (const [name, field] of type.fields) {
    if (members.has(name)) continue;
    if (field.standard) members.set(name, standardMember(slot, value, name, field));
    else if (field.required && !value.members.has(name)) lacks = true;
  }
  if (!lacks) return { ...value, members };
  sayLacking(slot, value, type);
  return poison(value.span);
}

/** Reports the required fields that an object lacks, all at once. */
function sayLacking(slot: Slot, value: ObjectValue, type: ObjectType): void {
  const lacking = [...type.fields].filter(
    ([name, field]) => field.required && !value.members.has(name),
  );
  // A misspelt field has been reported already, and is not missing as well.
  const names = lacking
    .map(([name]) => name)
    .filter((name) => !isMisspelt(name, value.members.keys(), type));
  if (names.length === 0) return;
  const list = names.map((name) => `\`${name}\``);
  const last = list.pop() ?? '';
  const diagnostic = diagnose('missing-attribute', value.span, {
    summary: `${at(slot)} needs ${list.length === 0 ? last : `${list.join(', ')} and ${last}`}`,
    labels: declaredLabels(type),
  });
  say(slot, diagnostic, 'type');
}

/** What a field is where it is left out. The default has been checked where the type is declared. */
function standardMember(slot: Slot, { span }: ObjectValue, name: string, field: Field): Member {
  const { session } = slot;
  const { standard, type } = field;
  const unheard = quiet(session);
  const part = inner({ ...slot, session: unheard }, name, true);
  const value = standard
    ? conform(part, evaluate(unheard, scopeOf(session), standard), type)
    : poison(span);
  return { value: { ...value, span }, span, keySpan: span };
}
