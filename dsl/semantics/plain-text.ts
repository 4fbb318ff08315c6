/* Texts that have to be known before anything is evaluated: strings without interpolations. */
import type { Diagnostic } from '../../model/index.js';
import type { Expression } from '../syntax/index.js';
import { unescapeText } from './literals.js';

/** The text of a string; `undefined` where something is put into it, or where it is no string. */
export function plainText(
  expression: Expression,
  report: (diagnostic: Diagnostic) => void = () => undefined,
): string | undefined {
  if (expression.kind !== 'string') return undefined;
  let text = '';
  for (const part of expression.parts) {
    if (part.kind !== 'text') return undefined;
    text += unescapeText(part.raw, part.span, report);
  }
  return text;
}
