/*
 * The fields of a block whose names are fixed. What is unknown or written twice is reported; what the
 * fields hold is for the caller to read.
 */
import { type Diagnostic, nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { plainText } from '../semantics/plain-text.js';
import type { Expression, ObjectLiteral } from '../syntax/index.js';
import type { Stated } from './trial.js';

/** Reads one field by its name; `undefined` where it is not written, or wrong, which was reported. */
export type ReadField<N extends string> = <T>(
  name: N,
  read: (value: Expression) => T | undefined,
) => Stated<T> | undefined;

/** Finds the fields of an object among those that `what` may have. */
export function findFields<N extends string>(
  what: string,
  { members }: ObjectLiteral,
  names: readonly N[],
  report: (diagnostic: Diagnostic) => void,
): ReadField<N> {
  const found = new Map<string, Expression>();
  for (const member of members) {
    if (member.kind === 'spread') {
      const summary = `the fields of ${what} are written out`;
      report(diagnose('type-mismatch', member.span, { summary }));
      continue;
    }
    const { key, value } = member;
    const name = 'name' in key ? key.name : (plainText(key, report) ?? '');
    if (!names.some((one) => one === name)) report(unknown(what, name, key.span, names));
    if (found.has(name)) {
      const summary = `\`${name}\` is written twice`;
      report(diagnose('duplicate-attribute', key.span, { summary }));
    }
    found.set(name, value);
  }
  return (name, read) => {
    const expression = found.get(name);
    const value = expression && read(expression);
    return expression && value !== undefined ? { value, span: expression.span } : undefined;
  };
}

function unknown(what: string, name: string, span: Span, names: readonly string[]) {
  const nearest = nearestName(name, names);
  return diagnose('unknown-attribute', span, {
    summary: `${what} has no \`${name}\``,
    detail: `It has ${names.map((one) => `\`${one}\``).join(', ')}.`,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}
