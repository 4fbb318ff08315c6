/*
 * Comprehensions: `[item for x in list if c]` and `{ "${k}": v for k, v in object }`. Clauses nest
 * from left to right. Over a list, two variables stand for index and item; over an object, for key
 * and value. What is never reached is looked at once, for its types.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Clause, Expression } from '../syntax/index.js';
import { anyType, shapeOf, type Type } from '../types/type.js';
import { itemTypeOf } from './access-index.js';
import { memberTypes } from './access-type.js';
import { carry, withType } from './access.js';
import { evaluate, fieldName } from './evaluate.js';
import { nested } from './made-values.js';
import { narrow } from './narrowing.js';
import { insist } from './nullable.js';
import { kindOf } from './operators.js';
import { refuseSecret } from './secret.js';
import { step, type Scope, type Session } from './session.js';
import { checkVariables } from './variables.js';
import { boundedType, typeOfValue } from './value-types.js';
import {
  describeValue,
  isPoison,
  madeFrom,
  poison,
  stringValue,
  unknownValue,
  type Member,
  type Traces,
  type Value,
} from './value.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
type ForClause = Extract<Clause, { kind: 'for' }>;
type Locals = readonly (readonly [string, Value])[];

/** One comprehension while its turns are gone through. */
interface Run {
  readonly session: Session;
  readonly clauses: readonly Clause[];
  /** Does what a turn does; `counts` is false where only its types matter. */
  readonly visit: (scope: Scope, counts: boolean) => void;
  /** Whether a turn has been looked at. */
  checked: boolean;
  /** Whether how many turns there are is not known. */
  open: boolean;
  /** Whether something was wrong. */
  wrong: boolean;
  traces: Traces;
}

/** Evaluates `[item for …]`. */
export function evaluateListFor(session: Session, scope: Scope, expression: Of<'list-for'>): Value {
  const { item, clauses, span } = expression;
  const items: Value[] = [];
  let type: Type = anyType;
  const run = newRun(session, clauses, (inner, counts) => {
    const value = evaluate(session, inner, item);
    if (counts) items.push(value);
    type = typeOfValue(value);
  });
  goThrough(run, 0, scope, true);
  if (run.wrong) return poison(span);
  if (run.open) return unknownValue(boundedType({ kind: 'list', item: type }), span, run.traces);
  return nested(session, { kind: 'list', items, span, ...run.traces }, items);
}

/** Evaluates `{ key: value for … }`. */
export function evaluateObjectFor(
  session: Session,
  scope: Scope,
  expression: Of<'object-for'>,
): Value {
  const { key, value: written, clauses, span } = expression;
  const members = new Map<string, Member>();
  let type: Type = anyType;
  const run = newRun(session, clauses, (inner, counts) => {
    const name = fieldName(session, inner, key);
    const value = evaluate(session, inner, written);
    type = typeOfValue(value);
    if (!counts) return;
    if (name === undefined) {
      run.wrong = true;
      return;
    }
    if (members.has(name)) session.report(sameKey(name, key.span));
    else members.set(name, { value, span: written.span, keySpan: key.span });
  });
  goThrough(run, 0, scope, true);
  if (run.wrong) return poison(span);
  if (run.open) return unknownValue(boundedType({ kind: 'map', value: type }), span, run.traces);
  const parts = [...members.values()].map((member) => member.value);
  return nested(session, { kind: 'object', members, span, ...run.traces }, parts);
}

const sameKey = (name: string, span: Span) =>
  diagnose('duplicate-attribute', span, {
    summary: `two turns of the \`for\` have the key ${JSON.stringify(name)}`,
    detail: 'Keys of an object are different. Leave turns out by `if`, or make the keys from more.',
  });

const newRun = (session: Session, clauses: readonly Clause[], visit: Run['visit']): Run => ({
  session,
  clauses,
  visit,
  checked: false,
  open: false,
  wrong: false,
  traces: {},
});

function goThrough(run: Run, index: number, scope: Scope, counts: boolean): void {
  const clause = run.clauses[index];
  if (!clause) {
    run.checked = true;
    run.visit(scope, counts);
  } else if (clause.kind === 'for') repeat(run, index, clause, scope, counts);
  else filter(run, index, clause.condition, scope, counts);
}

/** Looks at the rest for its types, if nothing has been looked at yet. */
function lookOnce(run: Run, index: number, scope: Scope): void {
  if (!run.checked) goThrough(run, index, { ...scope, live: false }, false);
}

function filter(
  run: Run,
  index: number,
  condition: Expression,
  scope: Scope,
  counts: boolean,
): void {
  const { session } = run;
  const value = insist(session, evaluate(session, scope, condition), condition);
  const behind = narrow(scope, condition, true);
  note(run, value);
  if (value.kind === 'bool') {
    if (value.value) goThrough(run, index + 1, behind, counts);
    else lookOnce(run, index + 1, behind);
    return;
  }
  if (refuseSecret(session, value, 'the condition of `if`')) run.wrong = true;
  else if (kindOf(value) === 'bool' || value.late) run.open = true;
  else {
    run.wrong = true;
    if (kindOf(value) !== 'any') {
      session.report(
        diagnose('type-mismatch', value.span, {
          summary: `\`if\` takes a bool, found ${describeValue(value)}`,
        }),
      );
    }
  }
  lookOnce(run, index + 1, behind);
}

/** Keeps what goes over from a value that decides which turns there are. */
function note(run: Run, value: Value): void {
  const { late, revealed } = value;
  if (!late && !revealed) return;
  run.traces = { ...(late && { late }), ...(revealed && { revealed }), ...run.traces };
}

function repeat(run: Run, index: number, clause: ForClause, scope: Scope, counts: boolean): void {
  const { session } = run;
  checkVariables(session, scope, clause.variables);
  const value = insist(session, evaluate(session, scope, clause.collection), clause.collection);
  const turns = turnsOf(session, clause, value);
  note(run, value);
  if (turns === 'open') run.open = true;
  if (turns === 'wrong') run.wrong = true;
  if (typeof turns === 'string') {
    lookOnce(run, index + 1, withLocals(scope, unknownLocals(clause, value)));
    return;
  }
  for (const locals of turns) {
    if (!step(session, clause.span)) {
      run.wrong = true;
      return;
    }
    goThrough(run, index + 1, withLocals(scope, locals), counts);
  }
  if (turns.length === 0) {
    lookOnce(run, index + 1, withLocals(scope, unknownLocals(clause, value)));
  }
}

const withLocals = (scope: Scope, locals: Locals): Scope => ({
  ...scope,
  locals: new Map([...scope.locals, ...locals]),
});

/** The variables of each turn; `open` where the collection is not known, `wrong` where it is none. */
function turnsOf(
  session: Session,
  { variables, collection }: ForClause,
  value: Value,
): readonly Locals[] | 'open' | 'wrong' {
  const [first, second] = variables;
  if (!first || isPoison(value)) return 'wrong';
  if (refuseSecret(session, value, 'what `for` goes through')) return 'wrong';
  if (value.kind === 'list') {
    const type = itemTypeOf(value.declared);
    return value.items.map((item, at) => {
      const carried = withType(carry(value, item, item.span), type);
      const position: Value = { kind: 'int', value: at, span: first.span };
      return second
        ? [
            [first.name, position],
            [second.name, carried],
          ]
        : [[first.name, carried]];
    });
  }
  const kind = kindOf(value);
  if (kind === 'object' && !second) {
    const end = { file: first.span.file, start: first.span.end, end: first.span.end };
    session.report(
      diagnose('type-mismatch', collection.span, {
        summary: '`for` over an object needs two variables',
        detail: 'The first stands for the key, the second for the value.',
        fix: { title: 'write `, value` behind the first', span: end, text: ', value' },
      }),
    );
    return 'wrong';
  }
  if (value.kind === 'object' && second) {
    return [...value.members].map(([key, member]) => [
      [first.name, stringValue(key, member.keySpan, value.uses)],
      [
        second.name,
        withType(
          carry(value, member.value, member.value.span),
          memberTypes(value.declared, key).type,
        ),
      ],
    ]);
  }
  if (kind === 'list' || kind === 'object' || kind === 'any') return 'open';
  session.report(
    diagnose('type-mismatch', collection.span, {
      summary: `\`for\` takes a range, a list or an object, found ${describeValue(value)}`,
    }),
  );
  return 'wrong';
}

/** Variables of which only the types are known. */
function unknownLocals({ variables }: ForClause, value: Value): Locals {
  const [first, second] = variables;
  if (!first) return [];
  const shape = shapeOf(typeOfValue(value));
  const traces = madeFrom(value);
  const local = (name: typeof first, type: Type): Locals[number] => [
    name.name,
    unknownValue(type, name.span, traces),
  ];
  const item = shape.kind === 'list' ? shape.item : shape.kind === 'map' ? shape.value : anyType;
  if (!second) return [local(first, item)];
  const key: Type =
    shape.kind === 'list' ? { kind: 'int' } : shape.kind === 'any' ? anyType : { kind: 'string' };
  return [local(first, key), local(second, item)];
}
