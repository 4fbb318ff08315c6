/*
 * Expressions as one line of text, with the place in it of each part that has a value of its own.
 * For drawings under it; the formatter prints files.
 */
import type { Clause, Expression, NameNode, StringLiteral } from '../syntax/index.js';

/** Where a part of an expression stands: a name at its start, an operator at its sign. */
export interface Anchor {
  readonly column: number;
  readonly of: Expression;
}
/** Text, an expression to be written there, or the place at which the whole is said to stand. */
type Piece = string | Expression | typeof here;
const here = Symbol('here');
const longestText = 40;

/** Writes an expression on one line. */
export function expressionText(expression: Expression): {
  readonly text: string;
  /** From left to right. */
  readonly anchors: readonly Anchor[];
} {
  let text = '';
  const anchors: Anchor[] = [];
  const write = (one: Expression): void => {
    for (const piece of piecesOf(one)) {
      if (piece === here) anchors.push({ column: text.length, of: one });
      else if (typeof piece === 'string') text += piece;
      else write(piece);
    }
  };
  write(expression);
  return { text, anchors };
}

function piecesOf(expression: Expression): readonly Piece[] {
  switch (expression.kind) {
    case 'missing':
      return ['…'];
    case 'literal':
      return [expression.text];
    case 'string':
      return expression.parts.some(({ kind }) => kind === 'interpolation')
        ? [here, ...stringPieces(expression)]
        : stringPieces(expression);
    case 'name':
      return [here, expression.name];
    case 'parenthesised':
      return ['(', expression.value, ')'];
    case 'endpoint':
      return [`${expression.ip.name}:`, expression.port];
    case 'list': {
      const items = expression.elements.map(({ spread, value }) =>
        spread ? ['...', value] : [value],
      );
      return ['[', ...separated(items), ']'];
    }
    case 'object': {
      const members = expression.members.map((member) =>
        member.kind === 'spread' ? ['...', member.value] : [...keyPieces(member.key), member.value],
      );
      return members.length === 0 ? ['{}'] : ['{ ', ...separated(members), ' }'];
    }
    case 'member':
      return [expression.object, expression.safe ? '?.' : '.', here, expression.name.name];
    case 'index':
      return [expression.object, expression.safe ? '?.' : '', here, '[', expression.index, ']'];
    case 'list-for':
      return [here, '[', expression.item, ...clausePieces(expression.clauses), ']'];
    case 'object-for': {
      const { key, value, clauses } = expression;
      return [here, '{ ', ...keyPieces(key), value, ...clausePieces(clauses), ' }'];
    }
    case 'call': {
      const { callee } = expression;
      const name = callee.kind === 'name' ? callee.name : callee;
      return [here, name, '(', ...separated(expression.arguments.map((one) => [one])), ')'];
    }
    case 'unary':
      return [here, expression.operator, expression.operand];
    case 'binary': {
      const { operator, left, right } = expression;
      const isTight = operator === '..' || operator === '..<';
      return isTight ? [left, here, operator, right] : [left, ' ', here, `${operator} `, right];
    }
    case 'conditional':
      return [expression.condition, ' ', here, '? ', expression.then, ' : ', expression.otherwise];
    default:
      return expression satisfies never;
  }
}

const separated = (items: readonly (readonly Piece[])[]): readonly Piece[] =>
  items.flatMap((item, index) => (index === 0 ? item : [', ', ...item]));

function stringPieces({ parts }: StringLiteral): readonly Piece[] {
  const inside = parts.flatMap((part): readonly Piece[] => {
    if (part.kind === 'interpolation') return ['${', part.value, '}'];
    const line = part.raw.replaceAll('\n', '\\n');
    return [line.length > longestText ? `${line.slice(0, longestText)}…` : line];
  });
  return ['"', ...inside, '"'];
}

const keyPieces = (key: NameNode | StringLiteral): readonly Piece[] =>
  'name' in key ? [`${key.name}: `] : [...stringPieces(key), ': '];

const clausePieces = (clauses: readonly Clause[]): readonly Piece[] =>
  clauses.flatMap((clause): readonly Piece[] =>
    clause.kind === 'for'
      ? [` for ${clause.variables.map(({ name }) => name).join(', ')} in `, clause.collection]
      : [' if ', clause.condition],
  );
