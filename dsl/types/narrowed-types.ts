/*
 * Types narrowed in parentheses: `int(1..20)`, `size(64MiB..2GiB)`, `port(1024..<2048)` and
 * `string(/[a-z]+/)`.
 */
import { type Diagnostic, parseDuration, parseSize, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { compileWhole } from '../pattern/index.js';
import type { Expression, NameNode, Refinement } from '../syntax/index.js';
import { lostType, type NumericType, type Type } from './type.js';

type Report = (diagnostic: Diagnostic) => void;

/** The type that a name and what stands in parentheses after it mean. */
export function narrowedType({ name }: NameNode, refinement: Refinement, report: Report): Type {
  const { span } = refinement;
  if (name === 'string' && refinement.kind === 'pattern') {
    return patternType(refinement.text, span, report);
  }
  if (isRanged(name) && refinement.kind === 'expression') {
    const range = rangeOf(name, refinement.value);
    if (range === 'empty') {
      report(diagnose('unknown-type', span, { summary: 'no value lies in this range' }));
      return lostType;
    }
    if (range) return range;
  }
  report(
    diagnose('unknown-type', span, {
      summary: `\`${name}\` cannot be narrowed like this`,
      detail:
        'A range narrows a number, a port, a size or a duration, as in `int(1..20)` or `size(1MiB..1GiB)`; a pattern narrows a string, as in `string(/[a-z]+/)`; `where` narrows anything, as in `int where it % 2 == 0`.',
    }),
  );
  return lostType;
}

type Ranged = NumericType['kind'];
const isRanged = (name: string): name is Ranged =>
  ['int', 'float', 'size', 'duration', 'port'].includes(name);

/** The whole text has to match, so that `/[a-z]+/` is what it looks like. */
function patternType(text: string, span: Span, report: Report): Type {
  const pattern = compileWhole(text);
  if (pattern.kind === 'pattern') return { kind: 'string', form: { text, pattern } };
  const summary = `this is no pattern: ${pattern.reason}`;
  report(diagnose('unknown-type', span, { summary }));
  return lostType;
}

function rangeOf(kind: Ranged, expression: Expression): NumericType | 'empty' | undefined {
  if (expression.kind !== 'binary') return undefined;
  if (expression.operator !== '..' && expression.operator !== '..<') return undefined;
  const minimum = constant(kind, expression.left);
  const last = constant(kind, expression.right);
  if (minimum === undefined || last === undefined) return undefined;
  const exclusive = expression.operator === '..<';
  if (exclusive ? minimum >= last : minimum > last) return 'empty';
  if (kind === 'float') {
    return { kind, minimum, maximum: last, ...(exclusive && { below: true }) };
  }
  const below = exclusive && (kind === 'size' || kind === 'duration');
  return { kind, minimum, maximum: exclusive && !below ? last - 1 : last, ...(below && { below }) };
}

/** The amount that a bound stands for, in the unit of its kind. */
function constant(kind: Ranged, expression: Expression): number | undefined {
  if (expression.kind === 'parenthesised') return constant(kind, expression.value);
  if (expression.kind === 'unary' && expression.operator === '-') {
    const inner = constant(kind, expression.operand);
    return inner === undefined ? undefined : -inner;
  }
  if (expression.kind !== 'literal') return undefined;
  const { literal, text } = expression;
  if (kind === 'size') return literal === 'quantity' ? parseSize(text) : undefined;
  if (kind === 'duration') return literal === 'quantity' ? parseDuration(text) : undefined;
  if (literal === 'float') return kind === 'float' ? Number(text) : undefined;
  return literal === 'int' ? Number(text) : undefined;
}
