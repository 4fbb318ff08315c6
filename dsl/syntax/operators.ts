/*
 * The precedence of binary operators, applied to the flat list that the grammar reads.
 */
import type { Span } from '../../model/index.js';
import { joinSpans } from './spans.js';
import type { BinaryOperator, Expression } from './tree.js';

/** Binding strength, weakest first; operators of one row associate to the left. */
const precedence: Readonly<Record<BinaryOperator, number>> = {
  '->': 1,
  '??': 2,
  '||': 3,
  '&&': 4,
  '==': 5,
  '!=': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  is: 6,
  '..': 7,
  '..<': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
};

/** Whether two operators bind equally, so that a chain of them reads from left to right. */
export const bindAlike = (a: BinaryOperator, b: BinaryOperator): boolean =>
  precedence[a] === precedence[b];

const isOperator = (text: string): text is BinaryOperator => Object.hasOwn(precedence, text);

/** An operator and what stands behind it. */
export interface Operation {
  readonly operator: string;
  readonly operand: Expression;
}

/**
 * Makes one expression of a first operand and the operations that follow it.
 * @param host an address and `:` before the first operand; it takes all that binds more strongly than `->`
 */
export function bindOperators(
  first: Expression,
  operations: readonly Operation[],
  host: { readonly name: string; readonly span: Span } | undefined,
): Expression {
  let at = 0;
  const strength = (): number => {
    const operator = operations[at]?.operator;
    return operator !== undefined && isOperator(operator) ? precedence[operator] : 0;
  };
  const climb = (start: Expression, weakest: number): Expression => {
    let left = start;
    for (let own = strength(); own >= weakest; own = strength()) {
      const operation = operations[at];
      if (!operation || !isOperator(operation.operator)) break;
      at += 1;
      let right = operation.operand;
      while (strength() > own) right = climb(right, own + 1);
      const span = joinSpans(left.span, right.span);
      left = { kind: 'binary', operator: operation.operator, left, right, span };
    }
    return left;
  };
  if (!host) return climb(first, 1);
  const port = climb(first, precedence['->'] + 1);
  const span = joinSpans(host.span, port.span);
  return climb({ kind: 'endpoint', ip: host, port, span }, 1);
}
