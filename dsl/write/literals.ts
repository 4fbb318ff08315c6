/*
 * Texts, keys and amounts as the language spells them. What comes out always reads back as the value
 * that went in.
 */
import {
  formatDuration,
  formatSize,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  type NumberSchema,
} from '../../model/index.js';

/** A text in quotes. Nothing in it begins an interpolation, and no character is lost. */
export function quoted(text: string): string {
  // JSON's escapes are among those of the language; `${` would begin an interpolation.
  return JSON.stringify(text).replaceAll('${', '\\${');
}

/** The key of a field: as it is where it can stand so, else in quotes. */
export function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : quoted(key);
}

/** A number in the unit of its slot: `512MiB`, `1h30m`, `2.5`. */
export function amount(value: number, { unit }: NumberSchema): string {
  switch (unit) {
    case 'bytes':
      return formatSize(value);
    case 'milliseconds':
      return formatDuration(value);
    case undefined:
      return String(value);
    default:
      return unit satisfies never;
  }
}

/** Whether a text is an IPv4 address or subnet, which need no quotes. */
export function isBareAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/.test(text);
}

/** Whether a mount takes a text for a path of the host, and not for the name of a volume. */
export function isHostPath(text: string): boolean {
  return /^(?:\/|\.\.?(?:\/|$))/.test(text);
}

/** A value as it is, without short forms and units. */
export function plain(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (isJsonArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const fields = Object.entries(value).map(
    ([key, item = null]) => `${keyText(key)}: ${plain(item)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
