/*
 * `"${x}"` where `x` is a string already. Around another type the quotes make a string of it, and
 * are no waste.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import { textAt, type Lint } from './lint.js';

export const redundantInterpolation: Lint = (input) =>
  input.expressions.flatMap((expression) => {
    if (expression.kind !== 'string' || expression.parts.length !== 1) return [];
    const [part] = expression.parts;
    if (part?.kind !== 'interpolation' || input.kinds.get(part.value) !== 'string') return [];
    const text = textAt(input, part.value.span);
    return diagnose('redundant-interpolation', expression.span, {
      summary: 'this is a string without quotes around it, too',
      fix: { title: `write \`${text}\``, span: expression.span, text },
    });
  });
