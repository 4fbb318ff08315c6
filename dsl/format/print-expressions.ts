/*
 * Expressions as documents. Spelling is kept (strings, literals, parentheses); spaces and line breaks
 * are ours. Lines break only where the layout of tokens joins them again.
 */
import {
  bindAlike,
  type Clause,
  type Expression,
  type ListElement,
  type NameNode,
  type ObjectLiteral,
  type ObjectMember,
  type StringLiteral,
} from '../syntax/index.js';
import type { ListLiteral } from './comments.js';
import {
  forceBreak,
  group,
  hardline,
  ifBroken,
  ifFlat,
  indent,
  joinDocs,
  line,
  softline,
  type Doc,
  verbatim,
} from './document.js';
import { isWrittenBroken, printItems, type Printing } from './print-sequence.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const source = ({ text }: Printing, { span }: Expression): string =>
  text.slice(span.start.offset, span.end.offset);

/** Prints an expression. */
export function printExpression(printing: Printing, expression: Expression): Doc {
  const print = (inner: Expression): Doc => printExpression(printing, inner);
  switch (expression.kind) {
    case 'string':
      return expression.multiline
        ? printLines(source(printing, expression))
        : source(printing, expression);
    case 'literal':
    case 'missing':
      return source(printing, expression);
    case 'name':
      return expression.name;
    case 'object':
      return printObject(printing, expression);
    case 'list':
      return printList(printing, expression);
    case 'member':
    case 'index':
      return printChain(printing, expression);
    case 'list-for':
      return group([
        '[',
        indent([
          softline,
          print(expression.item),
          line,
          printClauses(printing, expression.clauses),
        ]),
        softline,
        ']',
      ]);
    case 'object-for': {
      const { key, value } = expression;
      const field = [printKey(printing, key), ': ', print(value), line];
      const clauses = printClauses(printing, expression.clauses);
      return group(['{', indent([line, field, clauses]), line, '}']);
    }
    case 'call':
      return printCall(printing, expression);
    case 'unary':
      return [expression.operator, print(expression.operand)];
    case 'endpoint':
      return [`${expression.ip.name}:`, print(expression.port)];
    case 'parenthesised':
      return group(['(', indent([softline, print(expression.value)]), softline, ')']);
    case 'binary':
      return printBinary(printing, expression);
    case 'conditional':
      return group([
        print(expression.condition),
        indent([line, '? ', print(expression.then), line, ': ', print(expression.otherwise)]),
      ]);
    default:
      return expression satisfies never;
  }
}

/** A string of several lines: its lines move with what is around them, and stay as they are. */
function printLines(written: string): Doc {
  const [first = '', ...others] = written.split('\n');
  const indentation = others.at(-1)?.slice(0, -3) ?? '';
  const lines = others.map((text) => {
    const inside = text.startsWith(indentation) ? text.slice(indentation.length) : text.trimStart();
    return [hardline, verbatim(inside)];
  });
  return [first.trimEnd(), indent(lines)];
}

const isHugged = (value: Expression): boolean =>
  value.kind === 'list' ||
  value.kind === 'object' ||
  value.kind === 'list-for' ||
  value.kind === 'object-for' ||
  (value.kind === 'string' && value.multiline === true);

/** Members and items of something; three members or more may stand on lines of their own. */
function printChain(printing: Printing, expression: Of<'member'> | Of<'index'>): Doc {
  const links: Doc[] = [];
  let members = 0;
  let object: Expression = expression;
  while (object.kind === 'member' || object.kind === 'index') {
    const dot = object.safe ? '?.' : '.';
    if (object.kind === 'member') {
      links.push([softline, dot, object.name.name]);
      members += 1;
    } else {
      const inside = [softline, printExpression(printing, object.index)];
      const open = object.safe ? [softline, '?.['] : '[';
      links.push([open, group([indent(inside), softline]), ']']);
    }
    object = object.object;
  }
  const head = printExpression(printing, object);
  const flat = members < 3 ? links.map(withoutBreak) : links;
  return group([head, indent(flat.reverse())]);
}

/** A link that stays on the line. */
const withoutBreak = (link: Doc): Doc =>
  Array.isArray(link) && link[0] === softline ? link.slice(1) : link;

const tight = new Set<string>(['..', '..<']);

/** A chain of operators that bind equally breaks at all of them or at none. */
function printBinary(printing: Printing, expression: Of<'binary'>): Doc {
  const tail: Doc[] = [];
  let left: Expression = expression;
  while (left.kind === 'binary' && bindAlike(left.operator, expression.operator)) {
    const right = printExpression(printing, left.right);
    tail.unshift(
      tight.has(left.operator) ? [left.operator, right] : [` ${left.operator}`, line, right],
    );
    left = left.left;
  }
  return group([printExpression(printing, left), indent(tail)]);
}

function printCall(printing: Printing, { callee, arguments: values }: Of<'call'>): Doc {
  const name = printExpression(printing, callee);
  const docs = values.map((value) => printExpression(printing, value));
  const [only] = values;
  if (values.length === 0) return [name, '()'];
  if (only && values.length === 1 && isHugged(only)) {
    return [name, '(', docs, ')'];
  }
  const inside = [softline, ...joinDocs(docs, [',', line]), ifBroken(',')];
  return group([name, '(', indent(inside), softline, ')']);
}

/** Prints an object; its fields need no commas on lines of their own. */
export function printObject(printing: Printing, object: ObjectLiteral): Doc {
  const docs = printItems<ObjectMember>(printing, object, object.members, {
    print: (member) => printMember(printing, member),
    separator: ifFlat(','),
    end: '',
  });
  if (docs.length === 0) return '{}';
  const broken = isWrittenBroken(printing, object) ? forceBreak : '';
  return group(['{', broken, indent([line, ...docs]), line, '}']);
}

/** Prints a field or a spread. */
export function printMember(printing: Printing, member: ObjectMember): Doc {
  if (member.kind === 'spread') return ['...', printExpression(printing, member.value)];
  return [printKey(printing, member.key), ': ', printExpression(printing, member.value)];
}

const printKey = (printing: Printing, key: NameNode | StringLiteral): string =>
  'name' in key ? key.name : source(printing, key);

/** Prints clauses, one beside the other or each on its line. */
export function printClauses(printing: Printing, clauses: readonly Clause[]): Doc[] {
  const docs = clauses.map((clause) => {
    if (clause.kind === 'if') return ['if ', printExpression(printing, clause.condition)];
    const variables = clause.variables.map((one) => one.name).join(', ');
    return [`for ${variables} in `, printExpression(printing, clause.collection)];
  });
  return joinDocs(docs, line);
}

function printList(printing: Printing, list: ListLiteral): Doc {
  const docs = printItems<ListElement>(printing, list, list.elements, {
    print: ({ spread, value }) => [spread ? '...' : '', printExpression(printing, value)],
    separator: ',',
    end: ifBroken(','),
  });
  if (docs.length === 0) return '[]';
  const broken = isWrittenBroken(printing, list) ? forceBreak : '';
  return group(['[', broken, indent([softline, ...docs]), softline, ']']);
}
