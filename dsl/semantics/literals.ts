/*
 * Literals to values: units, ports, addresses, and the escapes of strings.
 */
import {
  type Diagnostic,
  nearestName,
  parseDuration,
  parseSize,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { PlainLiteral } from '../syntax/index.js';
import { poison, type Value } from './value.js';

type Report = (diagnostic: Diagnostic) => void;

/** The value of a literal; one that stands for nothing is reported, and is poison. */
export function literalValue({ literal, text, span }: PlainLiteral, report: Report): Value {
  switch (literal) {
    case 'null':
      return { kind: 'null', span };
    case 'bool':
      return { kind: 'bool', value: text === 'true', span };
    case 'int': {
      const value = Number(text);
      if (Number.isSafeInteger(value)) return { kind: 'int', value, span };
      return invalid(report, span, `\`${text}\` is too large for an int`);
    }
    case 'float':
      return { kind: 'float', value: Number(text), span };
    case 'quantity':
      return quantity(text, span, report);
    case 'port':
      return portValue(text, span) ?? invalid(report, span, portMessage(text));
    case 'ip':
      return isIpv4(text)
        ? { kind: 'ip', value: text, span }
        : invalid(report, span, `\`${text}\` is no IPv4 address`);
    case 'cidr': {
      const [address = '', bits] = text.split('/');
      return isIpv4(address) && Number(bits) <= 32
        ? { kind: 'cidr', value: text, span }
        : invalid(report, span, `\`${text}\` is no IPv4 subnet`);
    }
    default:
      return literal satisfies never;
  }
}

const portMessage = (text: string): string =>
  `\`${text}\` is no port: ports go from 1 to 65535, addresses from 0.0.0.0 to 255.255.255.255`;

function invalid(report: Report, span: Span, summary: string): Value {
  report(diagnose('invalid-literal', span, { summary }));
  return poison(span);
}

/** Whether a number is that of a port. */
export const isPort = (port: number): boolean =>
  Number.isInteger(port) && port >= 1 && port <= 65535;

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** Reads `80`, `53/udp` or `127.0.0.1:80/tcp`; `undefined` when the text is none of them. */
export function portValue(text: string, span: Span): Extract<Value, { kind: 'port' }> | undefined {
  const match = /^(?:([\d.]+):)?(\d{1,5})(?:\/(tcp|udp))?$/.exec(text);
  const port = Number(match?.[2]);
  if (!match || !isPort(port)) return undefined;
  const [, ip, , protocol] = match;
  if (ip !== undefined && !isIpv4(ip)) return undefined;
  return {
    kind: 'port',
    port,
    span,
    ...(ip !== undefined && { ip }),
    ...(protocol !== undefined && { protocol }),
  };
}

const unitExamples = [
  'KiB',
  'MiB',
  'GiB',
  'TiB',
  'kB',
  'MB',
  'GB',
  'TB',
  'B',
  'ms',
  's',
  'm',
  'h',
  'd',
];

function quantity(text: string, span: Span, report: Report): Value {
  const size = parseSize(text);
  if (size !== undefined) return { kind: 'size', value: size, span };
  const duration = parseDuration(text);
  if (duration !== undefined) return { kind: 'duration', value: duration, span };
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(\w+)$/.exec(text) ?? [];
  const nearest =
    unitExamples.find((known) => known.toLowerCase() === unit.toLowerCase()) ??
    unitExamples.find(
      (known) => known[0]?.toLowerCase() === unit.toLowerCase() && known.endsWith('iB'),
    ) ??
    nearestName(unit, unitExamples);
  const wellFormed = unitExamples.includes(unit);
  report(
    diagnose('invalid-literal', span, {
      summary: wellFormed
        ? `\`${text}\` is no whole number of bytes or milliseconds`
        : `\`${unit}\` is no unit`,
      detail: 'Sizes are written like `512MiB` or `2GB`, durations like `250ms`, `5s` or `1h30m`.',
      fix:
        nearest === undefined || wellFormed
          ? undefined
          : { title: `write \`${amount}${nearest}\``, span, text: `${amount}${nearest}` },
    }),
  );
  return poison(span);
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
  '/': '/',
  $: '$',
};

/** The text that a piece of a string stands for; an unknown escape is reported, and kept. */
export function unescapeText(raw: string, span: Span, report: Report): string {
  return raw.replace(
    /\\(?:u([0-9A-Fa-f]{4})|([\s\S]?))/g,
    (all, code?: string, letter?: string) => {
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      const known = escapes[letter ?? ''];
      if (known !== undefined) return known;
      report(
        diagnose('unknown-escape', span, {
          summary: `strings have no escape \`${all}\``,
          detail: 'Write `\\\\` for a backslash.',
        }),
      );
      return all;
    },
  );
}
