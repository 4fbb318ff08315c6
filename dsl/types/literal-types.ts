/*
 * Literals as types: `"dev"`, `3`, `512MiB`, `10.0.0.0/8`. Sizes and durations are their amounts, so
 * that `1GiB` and `1024MiB` are one type.
 */
import { type Diagnostic, parseDuration, parseSize } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { PlainLiteral, StringLiteral } from '../syntax/index.js';
import { lostType, type LiteralOf, type LiteralType, type Type } from './type.js';

/** The type of which a literal is the only value; one that cannot be a type is reported. */
export function literalType(
  literal: StringLiteral | PlainLiteral,
  report: (diagnostic: Diagnostic) => void,
): Type {
  const type = literal.kind === 'string' ? textType(literal) : plainType(literal);
  if (type) return type;
  report(
    diagnose('unknown-type', literal.span, {
      summary:
        literal.kind === 'string'
          ? 'a string that is a type has no interpolation and no escapes'
          : 'this cannot be a type',
      detail: 'Strings, numbers, sizes, durations, addresses, bools and null can be types.',
    }),
  );
  return lostType;
}

function textType({ parts }: StringLiteral): Type | undefined {
  const texts = parts.map((part) => (part.kind === 'text' ? part.raw : undefined));
  if (texts.includes(undefined)) return undefined;
  const text = texts.join('');
  return text.includes('\\') ? undefined : { kind: 'literal', of: 'string', value: text };
}

function plainType({ literal, text }: PlainLiteral): Type | undefined {
  const of = (kind: LiteralOf, value: LiteralType['value'] | undefined): Type | undefined =>
    value === undefined ? undefined : { kind: 'literal', of: kind, value };
  switch (literal) {
    case 'null':
      return { kind: 'null' };
    case 'bool':
      return of('bool', text === 'true');
    case 'int':
    case 'float':
      return of(literal, Number(text));
    case 'ip':
    case 'cidr':
      return of(literal, text);
    case 'quantity':
      return of('size', parseSize(text)) ?? of('duration', parseDuration(text));
    case 'port':
      return undefined;
    default:
      return literal satisfies never;
  }
}
