/*
 * All resources of a `for` as the collection that they are: a list where their keys are numbers, an
 * object where they are names. So `length(web)` is the number of replicas.
 */
import type { Session } from '../semantics/session.js';
import type { Member, Value } from '../semantics/value.js';
import type { Shape } from './shape.js';

interface Keyed {
  readonly key: string | number | undefined;
  readonly value: Value;
}

/** The value, or the collection it stands for where the shape takes one. */
export function asCollection(session: Session, value: Value, shape: Shape): Value {
  const takesList = takes(shape, 'list');
  if (!takesList && !takes(shape, 'map')) return value;
  const all = everyOne(session, value);
  if (!all) return value;
  const { span } = value;
  const isNamed = all.length === 0 ? !takesList : all.some(({ key }) => typeof key === 'string');
  if (!isNamed) return { kind: 'list', items: all.map((one) => one.value), span, depth: 1 };
  const members = new Map<string, Member>();
  for (const { key, value: one } of all) {
    members.set(String(key), { value: one, span, keySpan: span });
  }
  return { kind: 'object', members, span, depth: 1 };
}

function everyOne(session: Session, value: Value): readonly Keyed[] | undefined {
  const { span } = value;
  if (value.kind === 'symbols') {
    const [symbol, ...others] = value.symbols;
    if (!symbol || others.length > 0) return undefined;
    return session.definitions.family(symbol, span).instances.map((instance) => ({
      key: instance.key,
      value: { kind: 'resource', instance, span },
    }));
  }
  if (value.kind !== 'modules') return undefined;
  return session.definitions.modules(value.use, span).instances.map((module) => ({
    key: module.key,
    value: { kind: 'module', module, span },
  }));
}

const takes = (shape: Shape, kind: 'list' | 'map'): boolean =>
  shape.kind === 'union' ? shape.members.some((one) => takes(one, kind)) : shape.kind === kind;
