/*
 * `for` and `if` on a resource or a module: how often it is there, under which keys, and with which
 * values of its variables.
 */
import type { AddressKey, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Clause } from '../syntax/index.js';
import { anyType, shapeOf, type Type } from '../types/type.js';
import { itemTypeOf } from './access-index.js';
import { memberTypes } from './access-type.js';
import { carry, withType } from './access.js';
import { evaluate } from './evaluate.js';
import { refuseLate } from './late.js';
import { insist } from './nullable.js';
import { kindOf } from './operators.js';
import { refuseSecret } from './secret.js';
import { scopeOf, step, type Scope, type Session } from './session.js';
import { typeOfValue } from './value-types.js';
import {
  describeValue,
  isPoison,
  madeFrom,
  stringValue,
  unknownValue,
  type Value,
} from './value.js';

type ForClause = Extract<Clause, { kind: 'for' }>;
type IfClause = Extract<Clause, { kind: 'if' }>;
type Locals = ReadonlyMap<string, Value>;

export interface Turn {
  /** Absent where there is no `for`. */
  readonly key?: AddressKey;
  readonly keySpan: Span;
  readonly locals: Locals;
}
export interface Expansion {
  readonly keyed: boolean;
  readonly turns: readonly Turn[];
  /** Variables of which only the types are known. */
  readonly patternLocals: Locals;
}
const mostTurns = 10_000;

/** Works out the turns of a declaration; what is wrong with its clauses is reported. */
export function expandClauses(
  session: Session,
  clauses: readonly Clause[],
  what: 'resource' | 'module',
  span: Span,
): Expansion {
  const loops = clauses.filter((clause): clause is ForClause => clause.kind === 'for');
  const conditions = clauses.filter((clause): clause is IfClause => clause.kind === 'if');
  const [loop, ...more] = loops;
  const [condition] = conditions;
  for (const extra of [...more, ...conditions.slice(1)]) {
    session.report(
      diagnose('syntax', extra.span, { summary: `a ${what} has at most one \`${extra.kind}\`` }),
    );
  }
  const scope = scopeOf(session);
  if (!loop) {
    const { locals } = scope;
    const turns = holds(session, scope, condition) ? [{ keySpan: span, locals }] : [];
    return { keyed: false, turns, patternLocals: locals };
  }
  const { turns, patternLocals } = turnsOf(session, scope, loop);
  const kept = new Map<AddressKey, Turn & { readonly key: AddressKey }>();
  for (const turn of turns) {
    if (!holds(session, { ...scope, locals: turn.locals }, condition)) continue;
    if (kept.has(turn.key)) session.report(sameKey(turn.key, turn.keySpan));
    else kept.set(turn.key, turn);
  }
  if (turns.length === 0) holds(session, { locals: patternLocals, live: false }, condition);
  return { keyed: true, turns: [...kept.values()], patternLocals };
}

const sameKey = (key: AddressKey, span: Span) =>
  diagnose('duplicate-address', span, {
    summary: `two turns of this \`for\` have the key ${JSON.stringify(key)}`,
    detail: 'The key is part of the address, and both would have the same.',
  });

/** Whether a condition holds; without one it does. */
function holds(session: Session, scope: Scope, clause: IfClause | undefined): boolean {
  if (!clause) return true;
  const { condition } = clause;
  const value = insist(session, evaluate(session, scope, condition), condition);
  const place = 'the condition of `if`';
  if (refuseSecret(session, value, place) || refuseLate(session, value, place)) return false;
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

type KeyedTurn = Turn & { readonly key: AddressKey };
interface Turns {
  readonly turns: readonly KeyedTurn[];
  readonly patternLocals: Locals;
}

function turnsOf(session: Session, scope: Scope, clause: ForClause): Turns {
  const { variables, collection, span } = clause;
  const [first, second] = variables;
  const value = insist(session, evaluate(session, scope, collection), collection);
  const none: Turns = { turns: [], patternLocals: patternOf(clause, value) };
  const wrong = (summary: string, detail?: string): Turns => {
    session.report(diagnose('type-mismatch', value.span, { summary, detail }));
    return none;
  };
  const place = 'what `for` goes through';
  if (!first || isPoison(value)) return none;
  if (refuseSecret(session, value, place) || refuseLate(session, value, place)) return none;
  const kind = kindOf(value);
  if (kind === 'object' && !second) {
    return wrong(
      '`for` over an object needs two variables',
      'Write `for key, value in …`; the key becomes part of the address.',
    );
  }
  if (kind === 'list' && second) {
    return wrong(
      '`for` over a list has one variable, found two',
      'What it stands for becomes the key. For richer values, use an object.',
    );
  }
  if (value.kind === 'object') {
    if (!second || !withinBounds(session, value.members.size, value.span)) return none;
    const turns = [...value.members].map(([key, member]) => {
      const { type } = memberTypes(value.declared, key);
      const item = withType(carry(value, member.value, member.value.span), type);
      return {
        key,
        keySpan: member.keySpan,
        locals: new Map<string, Value>([
          [first.name, stringValue(key, member.keySpan, value.uses)],
          [second.name, item],
        ]),
      };
    });
    return { ...none, turns };
  }
  if (value.kind !== 'list') {
    return value.kind === 'unknown' && ['list', 'object', 'any'].includes(kind)
      ? none
      : wrong(`\`for\` takes a range, a list or an object, found ${describeValue(value)}`);
  }
  if (!withinBounds(session, value.items.length, span)) return none;
  const type = itemTypeOf(value.declared);
  const turns: KeyedTurn[] = [];
  for (const item of value.items) {
    const key = keyOf(session, item);
    // One that has no key has been reported, and none of the others would be where it belongs.
    if (key === undefined) return none;
    const local = withType(carry(value, item, item.span), type);
    turns.push({ key, keySpan: item.span, locals: new Map([[first.name, local]]) });
  }
  return { ...none, turns };
}

/** The key that an item of a list gives; `undefined` where it gives none, which is reported. */
function keyOf(session: Session, item: Value): AddressKey | undefined {
  if (refuseSecret(session, item, 'a key') || refuseLate(session, item, 'a key')) return undefined;
  if (item.kind === 'string') return item.value;
  if (item.kind === 'int' && item.value >= 0) return item.value;
  if (kindOf(item) !== 'any') {
    session.report(
      diagnose('type-mismatch', item.span, {
        summary: `an item of \`for\` is a string or an int from 0 up, found ${describeValue(item)}`,
        detail:
          'The items become keys in addresses. For richer values, use an object: `for key, value in { … }`.',
      }),
    );
  }
  return undefined;
}

function patternOf({ variables, collection }: ForClause, value: Value): Locals {
  const isRange =
    collection.kind === 'binary' && (collection.operator === '..' || collection.operator === '..<');
  const shape = shapeOf(typeOfValue(value));
  const item = shape.kind === 'list' ? shape.item : shape.kind === 'map' ? shape.value : anyType;
  const [first, second] = variables;
  const types: readonly Type[] = second
    ? [{ kind: 'string' }, item]
    : [isRange ? { kind: 'int' } : item];
  const locals = new Map<string, Value>();
  for (const [index, { name, span }] of (first ? variables : []).entries()) {
    locals.set(name, unknownValue(types[index] ?? anyType, span, madeFrom(value)));
  }
  return locals;
}

function withinBounds(session: Session, count: number, span: Span): boolean {
  if (!step(session, span, count)) return false;
  if (count <= mostTurns) return true;
  session.report(
    diagnose('too-many-resources', span, {
      summary: `a \`for\` has at most ${mostTurns} turns, this one ${count}`,
    }),
  );
  return false;
}
