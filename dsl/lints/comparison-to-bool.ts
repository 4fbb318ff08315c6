/*
 * `x == true`, where `x` is a bool and says as much by itself. What may be null is compared rightly.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression } from '../syntax/index.js';
import { textAt, type Lint } from './lint.js';

export const comparisonToBool: Lint = (input) =>
  input.expressions.flatMap((expression) => {
    const found = comparisonOf(expression);
    if (!found || input.kinds.get(found.other) !== 'bool') return [];
    const inner = textAt(input, found.other.span);
    const needsBrackets = found.negated && !plain.has(found.other.kind);
    const text = `${found.negated ? '!' : ''}${needsBrackets ? `(${inner})` : inner}`;
    return diagnose('comparison-to-bool', expression.span, {
      summary: `this is compared to \`${found.literal}\``,
      detail: 'It is a bool already.',
      fix: { title: `write \`${text}\``, span: expression.span, text },
    });
  });

/** What `!` may stand before as it is. */
const plain: ReadonlySet<Expression['kind']> = new Set([
  'name',
  'member',
  'index',
  'call',
  'unary',
  'parenthesised',
]);

interface Comparison {
  readonly other: Expression;
  readonly literal: string;
  /** Whether it holds where the other side is false. */
  readonly negated: boolean;
}

function comparisonOf(expression: Expression): Comparison | undefined {
  if (expression.kind !== 'binary') return undefined;
  const { operator, left, right } = expression;
  if (operator !== '==' && operator !== '!=') return undefined;
  const [literal, other] = isBool(right) ? [right, left] : [left, right];
  if (!isBool(literal) || isBool(other)) return undefined;
  return {
    other,
    literal: literal.text,
    negated: (literal.text === 'true') !== (operator === '=='),
  };
}

type BoolLiteral = Extract<Expression, { kind: 'literal' }>;
const isBool = (expression: Expression): expression is BoolLiteral =>
  expression.kind === 'literal' && expression.literal === 'bool';
