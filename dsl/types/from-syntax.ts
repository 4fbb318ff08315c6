/*
 * The types written after params. A type that does not exist is reported, and accepts anything.
 */
import { type Diagnostic, nearestName } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, TypeNode } from '../syntax/index.js';
import { anyType, type NumericType, type Type } from './type.js';

type Report = (diagnostic: Diagnostic) => void;

const simpleTypes = ['string', 'int', 'float', 'bool', 'size', 'duration', 'ip', 'cidr'] as const;
type SimpleType = (typeof simpleTypes)[number];
const isSimple = (name: string): name is SimpleType => simpleTypes.some((type) => type === name);

/** The type that a piece of syntax stands for. */
export function typeFromSyntax(node: TypeNode, report: Report): Type {
  switch (node.kind) {
    case 'missing':
      return anyType;
    case 'list':
      return { kind: 'list', item: typeFromSyntax(node.item, report) };
    case 'optional':
      return { kind: 'union', members: [typeFromSyntax(node.inner, report), { kind: 'null' }] };
    case 'union':
      return { kind: 'union', members: node.members.map((one) => typeFromSyntax(one, report)) };
    case 'literal':
      return literalType(node, report);
    case 'named':
      return namedType(node, report);
    default:
      return node satisfies never;
  }
}

function literalType(
  { value, span }: Extract<TypeNode, { kind: 'literal' }>,
  report: Report,
): Type {
  if (value.kind === 'string') {
    const text = value.parts.map((part) => (part.kind === 'text' ? part.raw : undefined));
    if (!text.includes(undefined)) return { kind: 'literal', value: text.join('') };
  } else if (value.literal === 'int' || value.literal === 'float') {
    return { kind: 'literal', value: Number(value.text) };
  } else if (value.literal === 'bool') {
    return { kind: 'literal', value: value.text === 'true' };
  } else if (value.literal === 'null') return { kind: 'null' };
  report(
    diagnose('unknown-type', span, {
      summary: 'only strings, numbers, bools and null can be types',
    }),
  );
  return anyType;
}

function namedType(node: Extract<TypeNode, { kind: 'named' }>, report: Report): Type {
  const { name, refinement } = node;
  if (!isSimple(name.name)) {
    const nearest = nearestName(name.name, simpleTypes) ?? otherNames.get(name.name);
    report(
      diagnose('unknown-type', name.span, {
        summary: `there is no type \`${name.name}\``,
        detail: `Types are ${simpleTypes.join(', ')}, literals such as "dev", lists \`[T]\`, unions \`A | B\` and \`T?\`.`,
        fix:
          nearest === undefined
            ? undefined
            : { title: `write \`${nearest}\``, span: name.span, text: nearest },
      }),
    );
    return anyType;
  }
  if (!refinement) return { kind: name.name };
  if (name.name === 'string' && refinement.kind === 'pattern') {
    return patternType(refinement.text, refinement.span, report);
  }
  if ((name.name === 'int' || name.name === 'float') && refinement.kind === 'expression') {
    const range = rangeOf(name.name, refinement.value);
    if (range) return range;
  }
  report(
    diagnose('unknown-type', refinement.span, {
      summary: `\`${name.name}\` cannot be narrowed like this`,
      detail:
        'A range narrows a number, `int(1..20)`; a pattern narrows a string, `string(/[a-z]+/)`.',
    }),
  );
  return anyType;
}

/** What other languages call our types. */
const otherNames = new Map<string, SimpleType>([
  ['number', 'int'],
  ['integer', 'int'],
  ['boolean', 'bool'],
  ['str', 'string'],
  ['text', 'string'],
  ['bytes', 'size'],
  ['time', 'duration'],
  ['port', 'int'],
]);

/** The whole text has to match, so that `/[a-z]+/` is what it looks like. */
function patternType(text: string, span: TypeNode['span'], report: Report): Type {
  try {
    new RegExp(text, 'u');
  } catch {
    // The engine's own words say nothing to the reader; the span does.
    report(diagnose('unknown-type', span, { summary: 'this pattern is not well formed' }));
    return anyType;
  }
  return { kind: 'string', pattern: `^(?:${text})$` };
}

function rangeOf(kind: 'int' | 'float', expression: Expression): NumericType | undefined {
  if (expression.kind !== 'binary') return undefined;
  if (expression.operator !== '..' && expression.operator !== '..<') return undefined;
  const [minimum, last] = [constant(expression.left), constant(expression.right)];
  if (minimum === undefined || last === undefined) return undefined;
  const exclusive = expression.operator === '..<';
  if (exclusive && kind === 'float') return undefined;
  return { kind, minimum, maximum: exclusive ? last - 1 : last };
}

function constant(expression: Expression): number | undefined {
  if (expression.kind === 'unary' && expression.operator === '-') {
    const inner = constant(expression.operand);
    return inner === undefined ? undefined : -inner;
  }
  if (expression.kind !== 'literal') return undefined;
  const numeric = expression.literal === 'int' || expression.literal === 'float';
  return numeric ? Number(expression.text) : undefined;
}
