/*
 * Expressions that stand for themselves: fields of tests, lines of a file of params. They may call
 * functions of the library, and use no names. What they give is plain JSON, with units as text.
 */
import {
  isJsonArray,
  isJsonObject,
  type Diagnostic,
  type JsonObject,
  type JsonValue,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { ParamInputs } from '../inputs.js';
import type { Expression } from '../syntax/index.js';
import { bind } from './bind.js';
import { openSession } from './definitions.js';
import { evaluate } from './evaluate.js';
import { newEvaluation } from './evaluation.js';
import { notPlain } from './outputs.js';
import { plainJson } from './plain-json.js';
import { topScope } from './session.js';
import { poison } from './value.js';

/** Readers of expressions; each gives `undefined` for what is wrong, and reports it. */
export interface StandaloneValues {
  readonly json: (expression: Expression) => JsonValue | undefined;
  readonly text: (expression: Expression) => string | undefined;
  /** A list of texts. */
  readonly list: (expression: Expression) => readonly string[] | undefined;
  /** An object of texts. */
  readonly texts: (expression: Expression) => Readonly<Record<string, string>> | undefined;
  /** An object of objects. */
  readonly objects: (
    expression: Expression,
  ) => Readonly<Record<string, Readonly<Record<string, JsonValue>>>> | undefined;
  /** An object of values for params, which come from `origin`. */
  readonly given: (expression: Expression, origin: string) => ParamInputs | undefined;
}

/** Opens readers that report to the caller. */
export function standaloneValues(report: (diagnostic: Diagnostic) => void): StandaloneValues {
  const evaluation = { ...newEvaluation({}, []), report };
  const place = { path: '', names: [], directory: '', live: true };
  const { symbols } = bind([]);
  const session = openSession(evaluation, symbols, place, (_session, _name, from) => poison(from), {
    stackName: '',
    environment: [],
  });
  const json = (expression: Expression): JsonValue | undefined => {
    const found = plainJson(evaluate(session, topScope, expression), (value) => {
      report(notPlain(value));
    });
    if (typeof found === 'object') return found.json;
    if (found === 'unknown') report(notKnown(expression));
    return undefined;
  };
  const expect = <T>(
    expression: Expression,
    what: string,
    read: (value: JsonValue) => T | undefined,
  ): T | undefined => {
    const value = json(expression);
    if (value === undefined) return undefined;
    const result = read(value);
    if (result === undefined) {
      report(diagnose('type-mismatch', expression.span, { summary: `this is ${what}` }));
    }
    return result;
  };
  return {
    json,
    text: (expression) => expect(expression, 'a string', (value) => asText(value)),
    list: (expression) =>
      expect(expression, 'a list of strings', (value) =>
        isJsonArray(value) ? allOf(value, asText) : undefined,
      ),
    texts: (expression) =>
      expect(expression, 'an object of strings', (value) => membersOf(value, asText)),
    objects: (expression) =>
      expect(expression, 'an object of objects', (value) => membersOf(value, asObject)),
    given: (expression, origin) =>
      expect(expression, 'an object of values for params', (value) =>
        membersOf(value, (inner) => ({ value: inner, origin })),
      ),
  };
}

const notKnown = ({ span }: Expression) =>
  diagnose('type-mismatch', span, { summary: 'the value of this is not known' });

const asText = (value: JsonValue): string | undefined =>
  typeof value === 'string' ? value : undefined;

function allOf<T>(
  values: readonly JsonValue[],
  read: (value: JsonValue) => T | undefined,
): T[] | undefined {
  const found = values.flatMap((value) => read(value) ?? []);
  return found.length === values.length ? found : undefined;
}

function membersOf<T>(
  value: JsonValue,
  read: (value: JsonValue) => T | undefined,
): Readonly<Record<string, T>> | undefined {
  if (!isJsonObject(value)) return undefined;
  const members: (readonly [string, T])[] = [];
  for (const [name, inner] of entriesOf(value)) {
    const result = read(inner);
    if (result === undefined) return undefined;
    members.push([name, result]);
  }
  return Object.fromEntries(members);
}

const asObject = (value: JsonValue): Readonly<Record<string, JsonValue>> | undefined =>
  isJsonObject(value) ? Object.fromEntries(entriesOf(value)) : undefined;

const entriesOf = (value: JsonObject): (readonly [string, JsonValue])[] =>
  Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, inner]]));
