/*
 * Params: their defaults, and the values given from outside, read by their types.
 */
import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  nearestName,
  parseDuration,
  parseSize,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { typeFromSyntax } from '../types/from-syntax.js';
import { describeType } from '../types/describe.js';
import type { Type } from '../types/type.js';
import { conform } from './conform.js';
import { evaluate } from './evaluate.js';
import { isIpv4 } from './literals.js';
import { topScope, type Session } from './session.js';
import { isPoison, poison, stringValue, type Value } from './value.js';

export type ParamInputs = Readonly<Record<string, JsonValue>>;

/** The value of a param: what was given, else its default. */
export function paramValue(session: Session, inputs: ParamInputs, name: string): Value {
  const declaration = session.symbols.params.get(name);
  if (!declaration) throw new Error(`there is no param ${name}`);
  const { span } = declaration.name;
  if (declaration.broken) return poison(span);
  const type = typeFromSyntax(declaration.type, {
    report: session.report,
    resolve: (written) => session.definitions.type(written),
  });
  const slot = { session, live: true, path: name };
  // The default is checked even where it is not used.
  const standard =
    declaration.value && conform(slot, evaluate(session, topScope, declaration.value), type);
  const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (input !== undefined) {
    const value = valueFromInput(input, type, span);
    if (value) return isPoison(value) ? value : declare(conform(slot, value, type), type);
    session.report(
      diagnose('invalid-param', span, {
        summary: `${JSON.stringify(input)} is no value for the param \`${name}\``,
        detail: `The param is ${describeType(type)}.`,
        labels: [{ span: declaration.type.span, text: 'its type' }],
      }),
    );
    return { kind: 'unknown', type, span };
  }
  if (standard) return declare(standard, type);
  session.report(
    diagnose('missing-param', span, {
      summary: `the param \`${name}\` needs a value`,
      detail: `It has no default. Give it as \`--param ${name}=…\`; it is ${describeType(type)}.`,
    }),
  );
  return { kind: 'unknown', type, span };
}

/** Comparing with what the type does not allow is a mistake, whatever the value is now. */
const declare = (value: Value, type: Type): Value => ({ ...value, declared: type });

/** Reports the values given for params that do not exist. */
export function checkInputs(session: Session, inputs: ParamInputs): void {
  const { params, lost } = session.symbols;
  for (const name of Object.keys(inputs)) {
    if (params.has(name) || lost.has(name)) continue;
    const nearest = nearestName(name, params.keys());
    session.report(
      diagnose('unknown-param', undefined, {
        summary: `the stack has no param \`${name}\``,
        detail:
          nearest !== undefined
            ? `Did you mean \`${nearest}\`?`
            : params.size === 0
              ? 'It declares none.'
              : `It has ${[...params.keys()].map((one) => `\`${one}\``).join(', ')}.`,
      }),
    );
  }
}

/** Reads a value from outside; `undefined` when it cannot be of the type. */
function valueFromInput(input: JsonValue, type: Type, span: Span): Value | undefined {
  switch (type.kind) {
    case 'string':
      return typeof input === 'string' ? stringValue(input, span) : undefined;
    case 'ip':
      return typeof input === 'string' && isIpv4(input)
        ? { kind: 'ip', value: input, span }
        : undefined;
    case 'cidr':
      return typeof input === 'string' && /^[\d.]+\/\d+$/.test(input)
        ? { kind: 'cidr', value: input, span }
        : undefined;
    case 'bool': {
      const value = input === 'true' ? true : input === 'false' ? false : input;
      return typeof value === 'boolean' ? { kind: 'bool', value, span } : undefined;
    }
    case 'int':
    case 'float': {
      const number = typeof input === 'string' && numeric.test(input) ? Number(input) : input;
      if (typeof number !== 'number' || (type.kind === 'int' && !Number.isSafeInteger(number))) {
        return undefined;
      }
      return { kind: type.kind, value: number, span };
    }
    case 'size':
    case 'duration': {
      if (typeof input !== 'string') return undefined;
      const value = type.kind === 'size' ? parseSize(input) : parseDuration(input);
      return value === undefined ? undefined : { kind: type.kind, value, span };
    }
    case 'null':
      return input === null || input === '' || input === 'null'
        ? { kind: 'null', span }
        : undefined;
    case 'literal':
      return input === type.value || input === String(type.value)
        ? plainValue(type.value, span)
        : undefined;
    case 'union':
      return type.members
        .map((member) => valueFromInput(input, member, span))
        .find((value) => value !== undefined);
    case 'list':
      return listFromInput(input, type.item, span);
    case 'any':
      return poison(span);
    case 'refined':
      return valueFromInput(input, type.base, span);
    case 'secret':
      return valueFromInput(input, type.inner, span);
    case 'port':
    case 'map':
    case 'object':
    case 'variant':
    case 'resource':
    case 'condition':
      return undefined;
    default:
      return type satisfies never;
  }
}

const numeric = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A list is given as JSON, or as text with commas. */
function listFromInput(input: JsonValue, item: Type, span: Span): Value | undefined {
  const list = typeof input === 'string' ? splitList(input) : input;
  if (!isJsonArray(list) || isJsonObject(list)) return undefined;
  const items: Value[] = [];
  for (const one of list) {
    const value = valueFromInput(one, item, span);
    if (!value) return undefined;
    items.push(value);
  }
  return { kind: 'list', items, span };
}

function splitList(text: string): JsonValue {
  if (!text.trimStart().startsWith('[')) {
    return text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every(isScalar) ? parsed : null;
  } catch {
    // Not JSON: no list. The caller says what was expected.
    return null;
  }
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function plainValue(value: string | number | boolean, span: Span): Value {
  if (typeof value === 'string') return stringValue(value, span);
  if (typeof value === 'boolean') return { kind: 'bool', value, span };
  return { kind: Number.isInteger(value) ? 'int' : 'float', value, span };
}
