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

/** A text that is not to show: what is written in its place is the secret of that name. */
export interface Hidden {
  readonly value: string;
  readonly secret: string;
}

/** A text in quotes, in which each piece that is not to show is the secret that stands for it. */
export function hiding(hidden: readonly Hidden[], text: string): string {
  const [first] = hidden
    .map((one) => ({ ...one, at: text.indexOf(one.value) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.value.length - a.value.length);
  if (!first) return quoted(text);
  const { value, secret, at } = first;
  if (value === text) return `reveal(${secret})`;
  const before = quoted(text.slice(0, at)).slice(0, -1);
  const rest = text.slice(at + value.length);
  const after = hiding(hidden, rest);
  const behind = after.startsWith('"') ? after.slice(1) : `\${${after}}"`;
  return `${before}\${reveal(${secret})}${behind}`;
}

/** A value as it is, without short forms and units. */
export function plain(value: JsonValue, text: (value: string) => string): string {
  if (typeof value === 'string') return text(value);
  if (isJsonArray(value)) return `[${value.map((item) => plain(item, text)).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const fields = Object.entries(value).map(
    ([key, item = null]) => `${keyText(key)}: ${plain(item, text)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
