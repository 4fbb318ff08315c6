/*
 * What to say, beyond types, of a value that does not fit: units forgotten or quoted, numbers where
 * text should be, patterns in words.
 */
import {
  type Diagnostic,
  type Fix,
  type Label,
  nearestName,
  parseDuration,
  parseSize,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { describeStructure, describeType } from '../types/describe.js';
import { shapeOf, type LiteralType, type StringType, type Type } from '../types/type.js';
import { ambiguous } from './access-resource.js';
import { mainProperty, textOf } from './interpolate.js';
import { at, say, withArticle, type Slot } from './slot.js';
import { describeValue, poison, type StringValue, type Value } from './value.js';

const replace = (span: Span, text: string): Fix => ({ title: `write \`${text}\``, span, text });

/** Where the type is declared that was asked for, if it has a name. */
export function declaredLabels({ name, declaredAt }: Type): readonly Label[] {
  if (!declaredAt) return [];
  const text = name === undefined ? 'its type is declared here' : `\`${name}\` is declared here`;
  return [{ span: declaredAt, text }];
}

/** Reports a value of the wrong type; gives poison. */
export function mismatch(
  slot: Slot,
  value: Value,
  type: Type,
  labels: readonly Label[] = declaredLabels(type),
): Value {
  if (value.kind === 'symbols' && value.symbols.length > 1) {
    say(slot, ambiguous(value.symbols, value.span), 'type');
    return poison(value.span);
  }
  const structure = type.name === undefined ? undefined : describeStructure(type);
  const named = structure === undefined ? undefined : `\`${type.name ?? ''}\` is ${structure}.`;
  const diagnostic = diagnose('type-mismatch', value.span, {
    summary: `${at(slot)} takes ${withArticle(describeType(type))}, found ${describeValue(value)}`,
    detail: formatHint(value, type) ?? type.description ?? named,
    labels,
    fix: suggestFix(value, shapeOf(type)),
  });
  say(slot, diagnostic, 'type');
  return poison(value.span);
}

const isText = (of: string, kind: string): boolean =>
  of === 'string' && (kind === 'ip' || kind === 'cidr');

/** Reports a value that is none of those listed; gives poison. */
export function notAmong(slot: Slot, value: Value, type: Type, members: readonly Type[]): Value {
  const literals = members.filter((member): member is LiteralType => member.kind === 'literal');
  const texts = literals.map((literal) => literal.value);
  const isAmount =
    'value' in value && (typeof value.value === 'number' || typeof value.value === 'string');
  const sameKind = literals.some(({ of }) => of === value.kind || isText(of, value.kind));
  if (!sameKind && (texts.length > 0 || !isAmount)) return mismatch(slot, value, type);
  const strings = texts.filter((text) => typeof text === 'string');
  const nearest = value.kind === 'string' ? nearestName(value.value, strings) : undefined;
  const shown =
    value.kind === 'string' ? JSON.stringify(value.value) : (textOf(value) ?? describeValue(value));
  const text = JSON.stringify(nearest);
  const diagnostic = diagnose('invalid-value', value.span, {
    summary: `${at(slot)} cannot be ${shown}`,
    detail: `It is ${members.length === 1 ? '' : 'one of '}${members.map(describeType).join(', ')}.`,
    labels: declaredLabels(type),
    fix: nearest === undefined ? undefined : { title: `write ${text}`, span: value.span, text },
  });
  say(slot, diagnostic, 'value');
  return poison(value.span);
}

/** Says that a value may be null where null is not taken. */
export function mayBeNullMessage(slot: Slot, value: Value, type: Type): Diagnostic {
  const isNull = value.kind === 'null';
  return diagnose('possibly-null', value.span, {
    summary: `${at(slot)} takes ${withArticle(describeType(type))}, and this ${isNull ? 'is' : 'may be'} null`,
    detail: 'Give another value for that case by `??`, or test before that it is there.',
    labels: declaredLabels(type),
  });
}

const patterns = new Map<string, RegExp>();
const mostPatterns = 1000;

/** Whether a text has the form of a pattern; patterns are made once. */
export function matches(pattern: string, text: string): boolean {
  let expression = patterns.get(pattern);
  if (!expression) {
    if (patterns.size >= mostPatterns) patterns.clear();
    expression = new RegExp(pattern, 'u');
    patterns.set(pattern, expression);
  }
  return expression.test(text);
}

/** The edit that most likely says what was meant. */
export function suggestFix(value: Value, type: Type): Fix | undefined {
  const { span } = value;
  const text = value.kind === 'string' ? value.value.trim() : undefined;
  switch (type.kind) {
    case 'size':
      if (value.kind === 'int') return replace(span, `${value.value}MiB`);
      return text === undefined ? undefined : fixIf(span, sizeText(text));
    case 'duration':
      if (value.kind === 'int') return replace(span, `${value.value}s`);
      return text !== undefined && parseDuration(text) !== undefined
        ? replace(span, text)
        : undefined;
    case 'int':
    case 'float':
      return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? replace(span, text) : undefined;
    case 'bool':
      return text === 'true' || text === 'false' ? replace(span, text) : undefined;
    case 'list':
      if (type.item.kind !== 'string' || text === undefined || text === '') return undefined;
      return replace(
        span,
        `[${text
          .split(/\s+/)
          .map((word) => JSON.stringify(word))
          .join(', ')}]`,
      );
    case 'string': {
      if (value.kind === 'resource') {
        const property = mainProperty(value.instance.symbol.kind);
        const end = { file: span.file, start: span.end, end: span.end };
        return { title: `write \`.${property}\` after it`, span: end, text: `.${property}` };
      }
      const plain = value.kind === 'null' ? undefined : textOf(value);
      return plain === undefined ? undefined : replace(span, JSON.stringify(plain));
    }
    default:
      return undefined;
  }
}

const fixIf = (span: Span, text: string | undefined): Fix | undefined =>
  text === undefined ? undefined : replace(span, text);

/** `512m`, `1g` and the like, as other tools write sizes. */
function sizeText(text: string): string | undefined {
  if (parseSize(text) !== undefined) return text;
  const match = /^(\d+)\s*([kmgt])i?b?$/i.exec(text);
  return match ? `${match[1] ?? ''}${(match[2] ?? '').toUpperCase()}iB` : undefined;
}

/** Why a value of the type is written as it is. */
export function formatHint(value: Value, type: Type): string | undefined {
  if (type.kind === 'size') return 'A size is a number with a unit, such as `512MiB` or `2GB`.';
  if (type.kind === 'duration')
    return 'A duration is a number with a unit, such as `5s` or `1h30m`.';
  if (type.kind === 'string' && (value.kind === 'int' || value.kind === 'bool')) {
    return 'Text stands in double quotes.';
  }
  return undefined;
}

/** Says that a text does not have the form asked for. */
export function patternMessage(what: string, value: StringValue, type: StringType): Diagnostic {
  const shown = value.value.length > 60 ? `${value.value.slice(0, 60)}…` : value.value;
  const signal = type.pattern?.startsWith('^SIG')
    ? nearestName(value.value, [
        'SIGTERM',
        'SIGINT',
        'SIGQUIT',
        'SIGHUP',
        'SIGKILL',
        'SIGUSR1',
        'SIGUSR2',
      ])
    : undefined;
  return diagnose('invalid-value', value.span, {
    summary: `${what} cannot be ${JSON.stringify(shown)}`,
    detail: [
      type.description,
      type.pattern !== undefined &&
        type.pattern.length <= 40 &&
        `It has to match \`${type.pattern}\`.`,
      type.form && `It has to match \`/${type.form.text}/\`.`,
    ]
      .filter(Boolean)
      .join(' '),
    labels: declaredLabels(type),
    fix: signal === undefined ? undefined : replace(value.span, JSON.stringify(signal)),
  });
}
