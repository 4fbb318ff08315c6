/*
 * Conditions that do not hold, drawn with the value of every part below the place where it stands.
 * Parts that were not evaluated, since `&&`, `||`, `??` or `?:` did not get to them, and literals,
 * whose values can be seen, have none. Secrets are not shown.
 */
import { innerExpressions, type Expression } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { expressionText, type Anchor } from './expression-text.js';
import { quiet } from './quiet.js';
import type { Scope, Session } from './session.js';
import { showValue } from './show-value.js';
import type { Value } from './value.js';

const widestDiagram = 88;

/**
 * Draws an expression with the values of its parts.
 * @returns lines of text, for the notes of a message
 */
export function explainAssertion(session: Session, scope: Scope, expression: Expression): string {
  const values = new Map<Expression, Value>();
  const watched: Session = {
    ...quiet(session),
    onValue: (part, value) => {
      values.set(part, value);
    },
  };
  evaluate(watched, scope, expression);
  const { text, anchors } = expressionText(expression);
  const reached = new Set<Expression>();
  reach(expression, values, reached);
  const shown = anchors.flatMap(({ column, of }): Shown[] => {
    const value = reached.has(of) ? values.get(of) : undefined;
    return value ? [{ column, of, text: showValue(value) }] : [];
  });
  const width = Math.max(text.length, ...shown.map((one) => one.column + one.text.length));
  return width > widestDiagram ? listed(text, shown) : drawn(text, shown);
}

interface Shown extends Anchor {
  readonly text: string;
}

/** Notes the parts of an expression that its value depends on. */
function reach(
  expression: Expression,
  values: ReadonlyMap<Expression, Value>,
  reached: Set<Expression>,
): void {
  reached.add(expression);
  for (const part of partsThatCount(expression, values)) reach(part, values, reached);
}

function partsThatCount(
  expression: Expression,
  values: ReadonlyMap<Expression, Value>,
): readonly Expression[] {
  const inside = (part: Expression): Value | undefined => {
    const value = values.get(part);
    return value?.kind === 'secret' ? value.inner : value;
  };
  switch (expression.kind) {
    case 'binary': {
      const { operator, left, right } = expression;
      const first = inside(left);
      const decides =
        operator === '??'
          ? first?.kind !== 'null'
          : (operator === '&&' || operator === '||') &&
            first?.kind === 'bool' &&
            first.value === (operator === '||');
      return decides ? [left] : [left, right];
    }
    case 'conditional': {
      const { condition, then, otherwise } = expression;
      const outcome = inside(condition);
      return [condition, outcome?.kind === 'bool' && outcome.value ? then : otherwise];
    }
    // A whole of which one member is asked says less than that member.
    case 'member':
      return isWhole(values.get(expression.object))
        ? innerExpressions(expression.object)
        : [expression.object];
    // The parts of a comprehension have a value in each of its turns.
    case 'list-for':
    case 'object-for':
      return [];
    default:
      return innerExpressions(expression);
  }
}

const isWhole = (value: Value | undefined): boolean =>
  value !== undefined && ['object', 'resource', 'module'].includes(value.kind);

/** Values below their places, each joined to its own by a line. */
function drawn(text: string, shown: readonly Shown[]): string {
  const rows: { cells: string; start: number }[] = [];
  const put = (cells: string, column: number, piece: string): string =>
    cells.slice(0, column).padEnd(column) + piece + cells.slice(column + piece.length);
  let stems = '';
  for (const { column, text: value } of [...shown].sort((a, b) => b.column - a.column)) {
    stems = put(stems, column, '|');
    let placed = false;
    for (const row of rows) {
      placed = column + value.length < row.start;
      row.cells = put(row.cells, column, placed ? value : '|');
      row.start = column;
      if (placed) break;
    }
    if (!placed) rows.push({ cells: put('', column, value), start: column });
  }
  return [text, stems, ...rows.map(({ cells }) => cells)].join('\n');
}

/** One part a line, where a drawing would be too wide. */
function listed(text: string, shown: readonly Shown[]): string {
  const lines = shown.map((one) => `${expressionText(one.of).text} is ${one.text}`);
  return [text, ...new Set(lines)].join('\n');
}
