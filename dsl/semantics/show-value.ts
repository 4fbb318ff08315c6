/*
 * Values as one short line, for drawings and hints. Nothing secret is in it.
 */
import { textOf } from './interpolate.js';
import { describeValue, type Value } from './value.js';

const longest = 40;

/** A value as it would be written, cut where it is long; `(secret)` and `(not known yet)` for what cannot be shown. */
export function showValue(value: Value, room = longest): string {
  switch (value.kind) {
    case 'unknown':
      return value.late ? '(known after apply)' : '(not known)';
    case 'secret':
      return '(secret)';
    case 'string':
      return value.revealed ? '(revealed secret)' : cut(JSON.stringify(value.value), room);
    case 'list': {
      const items = value.items.map((item) => () => showValue(item, room));
      return `[${joined(items, room)}]`;
    }
    case 'object': {
      const members = [...value.members].map(
        ([name, member]) =>
          () =>
            `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${showValue(member.value, room)}`,
      );
      return members.length === 0 ? '{}' : `{ ${joined(members, room)} }`;
    }
    case 'arrow':
      return `${showValue(value.from, room)} -> ${showValue(value.to, room)}`;
    case 'resource':
      return value.instance.address;
    case 'condition': {
      const [target] = value.targets;
      return `${target?.address ?? 'nothing'} is ${value.state}`;
    }
    case 'null':
      return 'null';
    case 'symbols':
    case 'module':
    case 'modules':
      return describeValue(value);
    default:
      return textOf(value) ?? describeValue(value);
  }
}

/** As many parts as there is room for; the others are not even looked at. */
function joined(parts: readonly (() => string)[], room: number): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (text.length > room) return `${text}, … ${parts.length - index} more`;
    text += `${index > 0 ? ', ' : ''}${part()}`;
  }
  return text;
}

const cut = (text: string, room: number): string =>
  text.length > room ? `${text.slice(0, room - 2)}…"` : text;
