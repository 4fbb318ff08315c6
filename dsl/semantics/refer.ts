/*
 * Resources in slots that take one: replaced by their names in the engine, with a note that they have
 * to exist first.
 */
import type { Kind, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Type } from '../types/type.js';
import { absent, ambiguous } from './access-resource.js';
import { at, say, withArticle, type Slot } from './slot.js';
import { describeValue, poison, type Member, type Value } from './value.js';

/** The kind that a slot, or a part of its long form, refers to. */
export function referred(type: Type): Kind | undefined {
  switch (type.kind) {
    case 'string':
      return type.refers;
    case 'map':
      return type.refersKeys;
    case 'object':
      return [...type.fields.values()].map((field) => referred(field.type)).find(Boolean);
    case 'union':
      return type.members.map(referred).find(Boolean);
    case 'variant':
      return [...type.variants.values()].map(referred).find(Boolean);
    default:
      return undefined;
  }
}

/** Replaces a resource by its engine name, noting that it has to exist. */
export function referTo(slot: Slot, value: Value, kind: Kind | undefined): Value {
  if (kind === undefined) return value;
  let found = value;
  if (value.kind === 'symbols') {
    const fitting = value.symbols.filter((symbol) => symbol.kind === kind);
    const [symbol] = fitting;
    if (!symbol) return wrongKind(slot, value, kind);
    if (symbol.declaration.broken) return poison(value.span);
    const { keyed, instances, pattern } = slot.session.definitions.family(symbol, value.span);
    if (keyed) {
      say(slot, severalForOne(value, instances.length, symbol.name), 'type');
      return poison(value.span);
    }
    found = { kind: 'resource', instance: instances[0] ?? pattern, span: value.span };
  }
  if (found.kind !== 'resource') return found;
  const { instance, span } = found;
  if (instance.symbol.kind !== kind) return wrongKind(slot, found, kind);
  if (!instance.live) {
    say(slot, absent(instance, span), 'value');
    return { kind: 'unknown', type: { kind: 'string' }, span };
  }
  const name = slot.session.definitions.attribute(instance, 'name', span);
  if (name.kind !== 'string') return poison(span);
  const uses = [{ address: instance.address, condition: 'exists' as const, span }];
  return { kind: 'string', value: name.value, span, uses };
}

const severalForOne = (value: Value, count: number, name: string) =>
  diagnose('type-mismatch', value.span, {
    summary: `\`${name}\` stands for ${count} of a \`for\`; choose one by its key`,
  });

function wrongKind(slot: Slot, value: Value, kind: Kind): Value {
  if (value.kind === 'symbols' && value.symbols.length > 1) {
    say(slot, ambiguous(value.symbols, value.span), 'type');
  } else {
    const symbol = value.kind === 'symbols' ? value.symbols[0] : undefined;
    const found = value.kind === 'resource' ? value.instance.symbol : symbol;
    const diagnostic = diagnose('type-mismatch', value.span, {
      summary: `${at(slot)} takes ${withArticle(kind)}, found ${describeValue(value)}`,
      labels: found && [
        { span: found.declaration.name.span, text: `\`${found.name}\` is declared here` },
      ],
    });
    say(slot, diagnostic, 'type');
  }
  return poison(value.span);
}

/** A key that is the name of a resource of the stack stands for it. */
export function referByKey(slot: Slot, key: string, member: Member, kind: Kind) {
  if ((member.value.uses?.length ?? 0) > 0) return { key, member };
  const asked = namedBy(slot, key, member.keySpan, kind);
  if (!asked) return { key, member };
  const name = referTo(slot, asked, kind);
  if (name.kind !== 'string') return { key, member: { ...member, value: poison(member.span) } };
  const value: Value = { ...member.value, uses: name.uses ?? [] };
  return { key: name.value, member: { ...member, value } };
}

/** What a key names: a resource of the kind, or a param or let that stands for one. */
function namedBy({ session }: Slot, key: string, span: Span, kind: Kind): Value | undefined {
  const { symbols, definitions, used } = session;
  const symbol = symbols.resourcesByKind[kind].get(key);
  if (symbol) return { kind: 'symbols', symbols: [symbol], span };
  const value = symbols.params.has(key)
    ? definitions.param(key, span)
    : symbols.lets.has(key)
      ? definitions.let(key, span)
      : undefined;
  if (value?.kind !== 'resource') return undefined;
  used.add(key);
  return { ...value, span };
}
