/*
 * Whether a value fits a slot. Gives the value in its full form: short forms written out, resources
 * replaced by their names in the engine. What does not fit is reported, once, and becomes poison.
 */
import {
  type Diagnostic,
  formatDuration,
  formatSize,
  nearestName,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { describeType } from '../types/describe.js';
import type { NumericType, ObjectType, Type } from '../types/type.js';
import { ambiguous } from './access.js';
import { formatHint, patternMessage, suggestFix } from './conform-messages.js';
import { kindOf } from './operators.js';
import { step } from './session.js';
import { referByKey, referred, referTo } from './refer.js';
import { at, say, withArticle, type Slot } from './slot.js';
import { desugar } from './sugar.js';
import { describeValue, isPoison, poison, type Member, type Value } from './value.js';

/** Checks a value against the type of its slot. */
export function conform(slot: Slot, value: Value, type: Type): Value {
  if (!step(slot.session, value.span)) return poison(value.span);
  for (const other of value.otherwise ?? []) conform({ ...slot, live: false }, other, type);
  if (isPoison(value) || type.kind === 'any') return value;
  const refer = (inner: Value): Value => referTo(slot, inner, referred(type));
  const full = type.sugar ? desugar(type.sugar, value, { session: slot.session, refer }) : value;
  if (isPoison(full)) return full;
  if (full.kind === 'unknown') return conformUnknown(slot, full, type);
  switch (type.kind) {
    case 'bool':
    case 'null':
    case 'ip':
    case 'cidr':
    case 'condition':
      return full.kind === type.kind ? full : mismatch(slot, full, type);
    case 'literal':
      return 'value' in full && full.value === type.value
        ? full
        : notOneOf(slot, full, type, [type]);
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'port':
      return conformNumber(slot, full, type);
    case 'secret':
      return conform(slot, full, type.inner);
    case 'refined':
      return conform(slot, full, type.base);
    case 'string':
      return conformString(slot, full, type);
    case 'list':
      return conformList(slot, full, type);
    case 'map':
      return conformMap(slot, full, type);
    case 'object':
      return conformObject(slot, full, type);
    case 'union':
      return conformUnion(slot, full, type);
    case 'variant':
      return conformVariant(slot, full, type);
    case 'resource':
      return referTo(slot, full, type.resource);
    default:
      return type satisfies never;
  }
}

function mismatch(slot: Slot, value: Value, type: Type): Value {
  if (value.kind === 'symbols' && value.symbols.length > 1) {
    say(slot, ambiguous(value.symbols, value.span), 'type');
    return poison(value.span);
  }
  const hint = formatHint(value, type);
  const diagnostic = diagnose('type-mismatch', value.span, {
    summary: `${at(slot)} takes ${withArticle(describeType(type))}, found ${describeValue(value)}`,
    detail: hint ?? type.description,
    fix: suggestFix(value, type),
  });
  say(slot, diagnostic, 'type');
  return poison(value.span);
}

function conformUnknown(slot: Slot, value: Value, type: Type): Value {
  const [found, expected] = [kindOf(value), kindOf({ ...value, kind: 'unknown', type })];
  const text = new Set(['string', 'ip', 'cidr']);
  const fits =
    found === 'any' ||
    expected === 'any' ||
    found === 'null' ||
    found === expected ||
    (found === 'int' && expected === 'float') ||
    (text.has(found) && text.has(expected)) ||
    type.sugar !== undefined ||
    referred(type) !== undefined;
  return fits ? { ...value, kind: 'unknown', type } : mismatch(slot, value, type);
}

function conformNumber(
  slot: Slot,
  value: Value,
  type: NumericType,
): Value {
  const fits = value.kind === type.kind || (type.kind === 'float' && value.kind === 'int');
  if (!fits || !('value' in value) || typeof value.value !== 'number') {
    return mismatch(slot, value, type);
  }
  const { minimum = -Infinity, maximum = Infinity } = type;
  if (value.value >= minimum && value.value <= maximum) return value;
  const bound =
    value.value < minimum
      ? `at least ${unit(minimum, type.kind)}`
      : `at most ${unit(maximum, type.kind)}`;
  say(
    slot,
    diagnose('invalid-value', value.span, {
      summary: `${at(slot)} is ${bound}, found ${unit(value.value, type.kind)}`,
      detail: type.description,
    }),
    'value',
  );
  return poison(value.span);
}

const unit = (amount: number, kind: NumericType['kind']): string =>
  kind === 'size'
    ? formatSize(amount)
    : kind === 'duration'
      ? formatDuration(amount)
      : String(amount);

function conformString(slot: Slot, value: Value, type: Extract<Type, { kind: 'string' }>): Value {
  const named = type.refers ? referTo(slot, value, type.refers) : value;
  const text =
    named.kind === 'ip' || named.kind === 'cidr' ? { ...named, kind: 'string' as const } : named;
  if (isPoison(text)) return text;
  if (text.kind !== 'string') return mismatch(slot, text, type);
  const { minLength = 0, pattern } = type;
  if (text.value.length < minLength || (pattern !== undefined && !matches(pattern, text.value))) {
    say(slot, patternMessage(at(slot), text, type), 'value');
    return poison(value.span);
  }
  return text;
}

const matches = (pattern: string, text: string): boolean => new RegExp(pattern, 'u').test(text);

function conformList(slot: Slot, value: Value, type: Extract<Type, { kind: 'list' }>): Value {
  if (value.kind !== 'list') return mismatch(slot, value, type);
  const { minItems = 0 } = type;
  if (value.items.length < minItems) {
    say(
      slot,
      diagnose('invalid-value', value.span, {
        summary: `${at(slot)} has at least ${minItems} item`,
      }),
      'value',
    );
    return poison(value.span);
  }
  const items = value.items.map((item, index) =>
    conform({ ...slot, path: `${slot.path}[${index}]` }, item, type.item),
  );
  return { ...value, items };
}

function conformMap(slot: Slot, value: Value, type: Extract<Type, { kind: 'map' }>): Value {
  if (value.kind !== 'object') return mismatch(slot, value, type);
  const members = new Map<string, Member>();
  for (const [key, member] of value.members) {
    const named = type.refersKeys
      ? referByKey(slot, key, member, type.refersKeys)
      : { key, member };
    if (type.keyPattern !== undefined && !matches(type.keyPattern, key)) {
      say(
        slot,
        diagnose('invalid-value', member.keySpan, {
          summary: `\`${key}\` cannot be a name in ${at(slot)}`,
          detail: type.description,
        }),
        'value',
      );
      continue;
    }
    const inner = { ...slot, path: `${slot.path}.${key}` };
    if (member.value.kind === 'null' && type.value.kind !== 'null') continue;
    members.set(named.key, {
      ...named.member,
      value: conform(inner, named.member.value, type.value),
    });
  }
  return { ...value, members };
}

function conformObject(slot: Slot, value: Value, type: ObjectType): Value {
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
    members.set(name, { ...member, value: conform({ ...slot, path }, member.value, field.type) });
  }
  for (const [name, field] of type.fields) {
    if (!field.required || value.members.has(name)) continue;
    // A misspelt field has been reported already, and is not missing as well.
    if (!isMisspelt(name, value.members.keys(), type)) {
      say(slot, missingField(name, value.span, slot.path), 'type');
    }
    return poison(value.span);
  }
  return { ...value, members };
}

/** Whether one of the names written is no field, and near to this one. */
export function isMisspelt(field: string, written: Iterable<string>, type: ObjectType): boolean {
  return [...written].some(
    (name) => !type.fields.has(name) && nearestName(name, type.fields.keys()) === field,
  );
}

/** What other tools call our attributes. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['build', 'image'],
  ['container_name', 'name'],
  ['cmd', 'command'],
  ['depends_on', 'after'],
  ['environment', 'env'],
  ['healthcheck', 'health'],
  ['mem_limit', 'memory'],
  ['pids_limit', 'pids'],
  ['port', 'ports'],
  ['restart_policy', 'restart'],
  ['stop_grace_period', 'stop_timeout'],
  ['volumes', 'mounts'],
  ['working_dir', 'workdir'],
]);

/** Says that a field does not exist, with the nearest that does. */
export function unknownField(name: string, span: Span, type: ObjectType, path: string): Diagnostic {
  const names = [...type.fields.keys()].filter((field) => field !== 'kind');
  const known = otherNames.get(name);
  const nearest = known !== undefined && type.fields.has(known) ? known : nearestName(name, names);
  const where = path === '' ? withArticle(type.title ?? 'object') : `\`${path}\``;
  return diagnose('unknown-attribute', span, {
    summary: `${where} has no attribute \`${name}\``,
    detail:
      nearest === undefined ? `It has ${names.map((one) => `\`${one}\``).join(', ')}.` : undefined,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}

/** Says that a required field is missing. */
function missingField(name: string, span: Span, path: string): Diagnostic {
  return diagnose('missing-attribute', span, {
    summary: `${path === '' ? 'this' : `\`${path}\``} needs \`${name}\``,
  });
}

function conformUnion(slot: Slot, value: Value, type: Extract<Type, { kind: 'union' }>): Value {
  const silent: Slot = { ...slot, session: { ...slot.session, report: () => undefined } };
  for (const member of type.members) {
    const result = conform(silent, { ...value, otherwise: [] }, member);
    if (!isPoison(result)) return conform(slot, { ...value, otherwise: [] }, member);
  }
  const near = type.members.filter((member) => member.kind !== 'null');
  const [only] = near;
  if (only && near.length === 1) return conform(slot, { ...value, otherwise: [] }, only);
  return notOneOf(slot, value, type, type.members);
}

function notOneOf(slot: Slot, value: Value, type: Type, members: readonly Type[]): Value {
  const texts = members.flatMap((member) => (member.kind === 'literal' ? [member.value] : []));
  const sameKind = 'value' in value && texts.some((text) => typeof text === typeof value.value);
  if (!sameKind) return mismatch(slot, value, type);
  const strings = texts.filter((text) => typeof text === 'string');
  const nearest = value.kind === 'string' ? nearestName(value.value, strings) : undefined;
  say(
    slot,
    diagnose('invalid-value', value.span, {
      summary: `${at(slot)} cannot be ${JSON.stringify('value' in value ? value.value : '')}`,
      detail: `It is ${members.length === 1 ? '' : 'one of '}${members.map(describeType).join(', ')}.`,
      fix:
        nearest === undefined
          ? undefined
          : {
              title: `write ${JSON.stringify(nearest)}`,
              span: value.span,
              text: JSON.stringify(nearest),
            },
    }),
    'value',
  );
  return poison(value.span);
}

function conformVariant(slot: Slot, value: Value, type: Extract<Type, { kind: 'variant' }>): Value {
  const tag = value.kind === 'object' ? value.members.get('kind')?.value : undefined;
  const variant = tag?.kind === 'string' ? type.variants.get(tag.value) : undefined;
  if (value.kind !== 'object' || !variant) {
    const forms = [...type.variants.keys()].map((name) => `\`${name}\``).join(', ');
    const diagnostic = diagnose('type-mismatch', value.span, {
      summary: `${at(slot)} cannot be ${describeValue(value)}`,
      detail: `${type.description ?? ''} It is one of ${forms}.`.trim(),
    });
    say(slot, diagnostic, 'type');
    return poison(value.span);
  }
  const inner = value.call === undefined ? slot : { ...slot, path: `${value.call}(…)` };
  return conformObject(inner, value, variant);
}
