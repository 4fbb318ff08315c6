/*
 * Values inside strings: which have a text, and what to say of those that have none.
 */
import { formatDuration, formatSize, type Diagnostic, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { describeValue, type Value } from './value.js';

/** The text of a value inside a string; `undefined` when it has none or is not known. */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
    case 'ip':
    case 'cidr':
      return value.value;
    case 'bool':
    case 'int':
    case 'float':
      return String(value.value);
    case 'size':
      return formatSize(value.value);
    case 'duration':
      return formatDuration(value.value);
    case 'port':
      return `${value.ip === undefined ? '' : `${value.ip}:`}${value.port}${value.protocol === undefined ? '' : `/${value.protocol}`}`;
    case 'unknown':
    case 'null':
    case 'list':
    case 'object':
    case 'arrow':
    case 'resource':
    case 'symbols':
    case 'module':
    case 'modules':
    case 'secret':
    case 'condition':
      return undefined;
    default:
      return value satisfies never;
  }
}

/** What to say of a value that has no text; nothing where only its value is not known. */
export function describeText(value: Value, span: Span): Diagnostic | undefined {
  if (value.kind === 'unknown') return undefined;
  const property = value.kind === 'resource' ? mainProperty(value.instance.symbol.kind) : undefined;
  return diagnose('type-mismatch', span, {
    summary: `${describeValue(value)} has no text that could stand in a string`,
    detail: value.kind === 'list' ? 'Join its items with `join(list, ", ")`.' : undefined,
    fix:
      property === undefined
        ? undefined
        : {
            title: `write \`.${property}\` after it`,
            span: { file: span.file, start: span.end, end: span.end },
            text: `.${property}`,
          },
  });
}

/** The property that is most likely meant where a resource stands and a string should. */
export const mainProperty = (kind: string): string => (kind === 'container' ? 'hostname' : 'name');
