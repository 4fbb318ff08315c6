/*
 * `for` and `if` on a resource: which resources a declaration stands for, with their keys.
 */
import { formatAddress, type AddressKey, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Clause } from '../syntax/index.js';
import { anyType, type Type } from '../types/type.js';
import { evaluate } from './evaluate.js';
import { kindOf } from './operators.js';
import { step, type Family, type Scope, type Session } from './session.js';
import type { Instance, ResourceSymbol } from './symbols.js';
import { describeValue, stringValue, type Value } from './value.js';

type ForClause = Extract<Clause, { kind: 'for' }>;
type IfClause = Extract<Clause, { kind: 'if' }>;
interface Turn {
  readonly key: AddressKey;
  readonly keySpan: Span;
  readonly locals: ReadonlyMap<string, Value>;
}
const mostInstances = 1000;

/** Works out the resources of a symbol; what is wrong with its clauses is reported. */
export function buildFamily(session: Session, symbol: ResourceSymbol): Family {
  const { clauses } = symbol.declaration;
  const loops = clauses.filter((clause): clause is ForClause => clause.kind === 'for');
  const conditions = clauses.filter((clause): clause is IfClause => clause.kind === 'if');
  const [loop, ...more] = loops;
  for (const extra of [...more, ...conditions.slice(1)]) {
    session.report(
      diagnose('syntax', extra.span, {
        summary: `a resource has at most one \`${extra.kind}\``,
      }),
    );
  }
  const base = { symbol, address: formatAddress({ kind: symbol.kind, symbol: symbol.name }) };
  if (!loop) {
    const locals = new Map<string, Value>();
    const live = holds(session, { locals, live: true }, conditions[0]);
    const pattern: Instance = { ...base, locals, live };
    return { keyed: false, instances: live ? [pattern] : [], pattern };
  }
  const { turns, patternLocals } = turnsOf(session, loop);
  const instances: Instance[] = [];
  for (const { key, keySpan, locals } of turns) {
    if (!holds(session, { locals, live: true }, conditions[0])) continue;
    const twin = instances.find((instance) => instance.key === key);
    if (twin) session.report(sameKey(key, keySpan, symbol));
    else {
      const address = formatAddress({ kind: symbol.kind, symbol: symbol.name, key });
      instances.push({ symbol, key, address, locals, live: true });
    }
  }
  if (turns.length === 0) holds(session, { locals: patternLocals, live: false }, conditions[0]);
  const pattern = { ...base, address: `${base.address}[]`, locals: patternLocals, live: false };
  return { keyed: true, instances, pattern };
}

const sameKey = (key: AddressKey, span: Span, { kind, name }: ResourceSymbol) =>
  diagnose('duplicate-address', span, {
    summary: `two turns of this \`for\` have the key ${JSON.stringify(key)}`,
    detail: `Both would be ${formatAddress({ kind, symbol: name, key })}.`,
  });

/** Whether a condition holds; without one it does. */
function holds(session: Session, scope: Scope, clause: IfClause | undefined): boolean {
  if (!clause) return true;
  const value = evaluate(session, scope, clause.condition);
  if (value.kind === 'bool') return value.value;
  if (kindOf(value) !== 'any' && kindOf(value) !== 'bool') {
    session.report(
      diagnose('type-mismatch', value.span, {
        summary: `\`if\` takes a bool, found ${describeValue(value)}`,
      }),
    );
  }
  return false;
}

interface Turns {
  readonly turns: readonly Turn[];
  /** Variables of which only the types are known. */
  readonly patternLocals: ReadonlyMap<string, Value>;
}

function turnsOf(session: Session, { variables, collection, span }: ForClause): Turns {
  const [first, second] = variables;
  const value = evaluate(session, { locals: new Map(), live: true }, collection);
  const isRange =
    collection.kind === 'binary' && (collection.operator === '..' || collection.operator === '..<');
  const listType = value.kind === 'unknown' && value.type.kind === 'list' ? value.type : undefined;
  const unknownItem: Type = isRange ? { kind: 'int' } : (listType?.item ?? anyType);
  const patternLocals = new Map<string, Value>();
  for (const variable of variables) {
    const type = variable === first && !second ? unknownItem : anyType;
    patternLocals.set(variable.name, { kind: 'unknown', type, span: variable.span });
  }
  const none: Turns = { turns: [], patternLocals };
  if (!first || kindOf(value) === 'any') return none;
  const wrong = (summary: string, detail?: string): Turns => {
    session.report(diagnose('type-mismatch', value.span, { summary, detail }));
    return none;
  };
  if (value.kind === 'object') {
    if (!second) {
      return wrong(
        '`for` over an object needs two variables',
        'Write `for key, value in …`; the key becomes part of the address.',
      );
    }
    const members = [...value.members];
    if (!withinBounds(session, members.length, value.span)) return none;
    const turns = members.map(([key, member]) => ({
      key,
      keySpan: member.keySpan,
      locals: new Map<string, Value>([
        [first.name, stringValue(key, member.keySpan, value.uses)],
        [second.name, member.value],
      ]),
    }));
    return { turns, patternLocals };
  }
  if (value.kind === 'unknown' && value.type.kind === 'list') return none;
  if (value.kind !== 'list') {
    return wrong(`\`for\` takes a range, a list or an object, found ${describeValue(value)}`);
  }
  if (second) return wrong('`for` over a list has one variable, found two');
  if (!withinBounds(session, value.items.length, span)) return none;
  const turns: Turn[] = [];
  for (const item of value.items) {
    if (item.kind === 'string' || (item.kind === 'int' && item.value >= 0)) {
      const locals = new Map<string, Value>([[first.name, item]]);
      turns.push({ key: item.value, keySpan: item.span, locals });
    } else if (kindOf(item) !== 'any') {
      session.report(
        diagnose('type-mismatch', item.span, {
          summary: `an item of \`for\` is a string or an int from 0 up, found ${describeValue(item)}`,
          detail:
            'The items become keys in addresses. For richer values, use an object: `for key, value in { … }`.',
        }),
      );
      return none;
    }
  }
  return { turns, patternLocals };
}

function withinBounds(session: Session, count: number, span: Span): boolean {
  if (!step(session, span, count)) return false;
  if (count <= mostInstances) return true;
  session.report(
    diagnose('too-much-work', span, {
      summary: `a \`for\` makes at most ${mostInstances} resources, this one ${count}`,
    }),
  );
  return false;
}
