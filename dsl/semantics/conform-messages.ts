/*
 * What to say, beyond types, of a value that does not fit: units forgotten or quoted, numbers where
 * text should be, patterns in words.
 */
import {
  type Diagnostic,
  type Fix,
  nearestName,
  parseDuration,
  parseSize,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { StringType, Type } from '../types/type.js';
import { mainProperty, textOf } from './interpolate.js';
import type { StringValue, Value } from './value.js';

const replace = (span: Span, text: string): Fix => ({ title: `write \`${text}\``, span, text });

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
    ]
      .filter(Boolean)
      .join(' '),
    fix: signal === undefined ? undefined : replace(value.span, JSON.stringify(signal)),
  });
}
