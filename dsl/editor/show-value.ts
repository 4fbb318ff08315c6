/*
 * Values as a person would write them, short enough for a line. A secret is never shown, nor is what
 * was taken out of one; what is not known has no text.
 */
import { textOf } from '../semantics/interpolate.js';
import type { Value } from '../semantics/value.js';

const longest = 120;

/** The text of a value, cut where it is long; `undefined` where nothing is known of it. */
export function showValue(value: Value, most = longest): string | undefined {
  const text = write(value, 0);
  if (text === undefined) return undefined;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const deepest = 4;
const mostItems = 20;

function write(value: Value, depth: number): string | undefined {
  if (value.revealed) return '(secret)';
  if (depth > deepest) return '…';
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'secret':
      return '(secret)';
    case 'null':
      return 'null';
    case 'string':
      return JSON.stringify(value.value);
    case 'bool':
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'ip':
    case 'cidr':
    case 'port':
      return textOf(value);
    case 'list':
      return `[${listed(value.items.map((item) => write(item, depth + 1) ?? '?'))}]`;
    case 'object': {
      if (value.members.size === 0) return '{}';
      const fields = [...value.members].slice(0, mostItems + 1).map(([name, member]) => {
        const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
        return `${key}: ${write(member.value, depth + 1) ?? '?'}`;
      });
      return `{ ${listed(fields)} }`;
    }
    case 'arrow':
      return `${write(value.from, depth + 1) ?? '?'} -> ${write(value.to, depth + 1) ?? '?'}`;
    case 'resource':
      return value.instance.address;
    case 'symbols':
      return value.symbols.map(({ kind, name }) => `${kind}.${name}`).join(' | ');
    case 'module':
      return value.module.path;
    case 'modules':
      return value.use.name;
    case 'condition':
      return `${listed(value.targets.map(({ address }) => address))} is ${value.state}`;
    default:
      return value satisfies never;
  }
}

const listed = (texts: readonly string[]): string =>
  texts.length > mostItems ? `${texts.slice(0, mostItems).join(', ')}, …` : texts.join(', ');
