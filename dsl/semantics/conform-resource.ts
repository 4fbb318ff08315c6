/*
 * Resources in slots whose type is a kind: they stay what they are, so that members can be asked of
 * them. Those of a `for` fit a list or a map of the kind.
 */
import type { Kind } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Type } from '../types/type.js';
import { mismatch } from './conform-messages.js';
import { absent, ambiguous } from './access-resource.js';
import { at, say, type Slot } from './slot.js';
import type { Instance } from './symbols.js';
import { poison, type Member, type Value } from './value.js';

type ResourceType = Extract<Type, { kind: 'resource' }>;

/** Checks a value that should be a resource of a kind. */
export function conformResource(slot: Slot, value: Value, type: ResourceType): Value {
  const found = value.kind === 'symbols' ? onlyOf(slot, value, type) : value;
  if (found.kind === 'unknown') return found;
  if (found.kind !== 'resource') return mismatch(slot, found, type);
  const { instance, span } = found;
  const { symbol } = instance;
  if (symbol.kind === type.resource) {
    if (!instance.live) say(slot, absent(instance, span), 'value');
    return found;
  }
  const labels = [
    { span: symbol.declaration.name.span, text: `\`${symbol.name}\` is declared here` },
  ];
  return mismatch(slot, found, type, labels);
}

/** Of a name with several meanings the one of the right kind. */
function onlyOf(slot: Slot, value: Extract<Value, { kind: 'symbols' }>, type: ResourceType): Value {
  const fitting = value.symbols.filter((symbol) => symbol.kind === type.resource);
  const [symbol] = fitting;
  if (!symbol) {
    if (value.symbols.length > 1) {
      say(slot, ambiguous(value.symbols, value.span), 'type');
      return poison(value.span);
    }
    return value;
  }
  if (symbol.declaration.broken) return poison(value.span);
  const { keyed, instances, pattern } = slot.session.definitions.family(symbol, value.span);
  if (!keyed) return { kind: 'resource', instance: instances[0] ?? pattern, span: value.span };
  say(
    slot,
    diagnose('type-mismatch', value.span, {
      summary: `${at(slot)} takes one ${type.resource}, and \`${symbol.name}\` stands for ${instances.length} of a \`for\`; choose one by its key`,
      labels: [{ span: symbol.declaration.name.span, text: 'declared here' }],
    }),
    'type',
  );
  return poison(value.span);
}

/** All resources of a `for`, where a list of their kind is asked for. */
export function listOfFamily(slot: Slot, value: Value, item: Type): Value {
  const instances = familyOf(slot, value, item);
  if (!instances) return value;
  const items = instances.map((instance): Value => ({
    kind: 'resource',
    instance,
    span: value.span,
  }));
  return { kind: 'list', items, span: value.span };
}

/** All resources of a `for` under their keys, where a map of their kind is asked for. */
export function mapOfFamily(slot: Slot, value: Value, item: Type): Value {
  const instances = familyOf(slot, value, item);
  if (!instances) return value;
  const { span } = value;
  const members = instances.map((instance): [string, Member] => [
    String(instance.key ?? ''),
    { value: { kind: 'resource', instance, span }, span, keySpan: span },
  ]);
  return { kind: 'object', members: new Map(members), span };
}

function familyOf(slot: Slot, value: Value, item: Type): readonly Instance[] | undefined {
  if (value.kind !== 'symbols' || item.kind !== 'resource') return undefined;
  const kind: Kind = item.resource;
  const symbol = value.symbols.find((one) => one.kind === kind);
  if (!symbol || symbol.declaration.broken) return undefined;
  const { keyed, instances } = slot.session.definitions.family(symbol, value.span);
  return keyed ? instances : undefined;
}
