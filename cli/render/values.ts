/*
 * How values are shown: sizes and durations in their units, strings quoted only where that helps,
 * long ones cut, control characters visible. For people; JSON output never passes through here.
 */
import {
  formatDuration,
  formatSize,
  kindSchemas,
  type JsonValue,
  type Kind,
  type Schema,
} from '../../model/index.js';
import { secretText } from '../terminal/mask.js';
import { visible } from '../terminal/terminal.js';

/** Longer ones are cut; those that differ are shown by lines instead. */
export const longestValue = 120;

/** Finds the schema of the attribute at a path such as `health.interval`, as far as maps allow. */
function schemaAt(kind: Kind, path: string): Schema | undefined {
  let schema: Schema | undefined = kindSchemas[kind];
  for (const key of path.split(/[.[]/).map((part) => part.replace(/["\]]/g, ''))) {
    if (schema === undefined) return undefined;
    if ('properties' in schema) schema = schema.properties[key];
    else if ('items' in schema) schema = schema.items;
    else if ('additionalProperties' in schema) schema = schema.additionalProperties;
    else return undefined;
  }
  return schema;
}

/**
 * A value of a completed spec as a person reads it; absent and null are `(none)`.
 * @param mask hides secrets before the text is cut, since of a piece it could not be told
 */
export function showValue(
  kind: Kind,
  path: string,
  value: JsonValue | undefined,
  mask: (text: string) => string = (text) => text,
): string {
  if (value === undefined || value === null) return '(none)';
  if (value === secretText) return value;
  if (typeof value === 'number') {
    const schema = schemaAt(kind, path);
    const unit = schema && 'unit' in schema ? schema.unit : undefined;
    if (unit === 'bytes') return formatSize(value);
    if (unit === 'milliseconds') return formatDuration(value);
  }
  const text = mask(typeof value === 'string' ? showString(value) : visible(JSON.stringify(value)));
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function showString(value: string): string {
  return /^[\w./:@+-]+$/.test(value) ? value : visible(JSON.stringify(value));
}
