/*
 * Types as they are written to types. What does not exist is reported, and accepts anything. The
 * conditions and defaults inside types are kept as they are written; who asks for a type is told of
 * them, so that they can be looked at once, whether a value comes by or not.
 */
import { type Diagnostic, kinds, nearestName } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, NameNode, TypeField, TypeNode } from '../syntax/index.js';
import { isKind } from './from-schema.js';
import { literalType } from './literal-types.js';
import { narrowedType } from './narrowed-types.js';
import { anyType, lostType, orNull, unionOf, type Field, type Type } from './type.js';

/** What surrounds a type that is being read. */
export interface TypeContext {
  readonly report: (diagnostic: Diagnostic) => void;
  /** A type that the stack or module declares; `undefined` where it declares none of that name. */
  readonly resolve: (name: NameNode) => Type | undefined;
  /** Whether the name's declaration was lost to another mistake. */
  readonly isLost?: (name: string) => boolean;
  /** The names that could have been meant. */
  readonly declared?: () => Iterable<string>;
  /** Is told the condition of a refinement, with what `it` is there. */
  readonly onCondition?: (condition: Expression, it: Type) => void;
  /** Is told the default of a field. */
  readonly onStandard?: (standard: Expression, field: Type, name: string) => void;
}

const simpleTypes = [
  'string',
  'int',
  'float',
  'bool',
  'size',
  'duration',
  'port',
  'ip',
  'cidr',
  'any',
] as const;
type SimpleType = (typeof simpleTypes)[number];
const isSimple = (name: string): name is SimpleType => simpleTypes.some((type) => type === name);

/** The names of types that the language has: no declaration may have one of them. */
export const builtInTypes: readonly string[] = [...simpleTypes, 'secret', ...kinds];

/** The type that a piece of syntax stands for. */
export function typeFromSyntax(node: TypeNode, context: TypeContext): Type {
  switch (node.kind) {
    case 'missing':
      return lostType;
    case 'list':
      return { kind: 'list', item: typeFromSyntax(node.item, context) };
    case 'map':
      return { kind: 'map', value: typeFromSyntax(node.value, context) };
    case 'object':
      return objectType(node.fields, context);
    case 'optional':
      return orNull(typeFromSyntax(node.inner, context));
    case 'secret':
      return secretType(node, context);
    case 'parenthesised':
      return typeFromSyntax(node.inner, context);
    case 'union':
      return unionOf(node.members.map((member) => typeFromSyntax(member, context)));
    case 'literal':
      return literalType(node.value, context.report);
    case 'named':
      return node.refinement
        ? narrowedType(node.name, node.refinement, context.report)
        : namedType(node.name, context);
    case 'where': {
      const base = typeFromSyntax(node.base, context);
      context.onCondition?.(node.condition, base);
      return { kind: 'refined', base, condition: node.condition, declaredAt: node.span };
    }
    default:
      return node satisfies never;
  }
}

function secretType(node: Extract<TypeNode, { kind: 'secret' }>, context: TypeContext): Type {
  const inner = typeFromSyntax(node.inner, context);
  // A secret inside of a secret is as secret as that.
  return inner.kind === 'secret' ? inner : { kind: 'secret', inner };
}

function objectType(nodes: readonly TypeField[], context: TypeContext): Type {
  const fields = new Map<string, Field>();
  for (const { name, type: node, optional, value, documentation } of nodes) {
    const before = fields.get(name.name);
    if (before) {
      const twin = nodes.find((other) => other.name.name === name.name);
      context.report(
        diagnose('duplicate-attribute', name.span, {
          summary: `\`${name.name}\` is written twice`,
          labels: twin && [{ span: twin.name.span, text: 'it is written here, too' }],
        }),
      );
      continue;
    }
    const written = typeFromSyntax(node, context);
    // A field with a default always has a value.
    const type = optional && !value ? orNull(written) : written;
    if (value) context.onStandard?.(value, type, name.name);
    fields.set(name.name, {
      type,
      required: !optional && !value,
      ...(value && { standard: value }),
      ...(documentation !== undefined && { documentation }),
    });
  }
  return { kind: 'object', fields };
}

function namedType(name: NameNode, context: TypeContext): Type {
  if (isSimple(name.name)) return name.name === 'any' ? anyType : { kind: name.name };
  if (isKind(name.name)) return { kind: 'resource', resource: name.name };
  const declared = context.resolve(name);
  if (declared) return declared;
  if (context.isLost?.(name.name) !== true) context.report(unknownType(name, context));
  return lostType;
}

function unknownType({ name, span }: NameNode, context: TypeContext): Diagnostic {
  const candidates = [...(context.declared?.() ?? []), ...simpleTypes, ...kinds];
  const nearest = otherNames.get(name) ?? nearestName(name, candidates);
  return diagnose('unknown-type', span, {
    summary: `there is no type \`${name}\``,
    detail:
      name === 'secret'
        ? 'A secret is written `secret<string>`, with the type of what it hides.'
        : `Types are ${simpleTypes.join(', ')}, the kinds of resources, literals such as "dev", lists \`[T]\`, maps \`{[string]: T}\`, objects \`{ name: T }\`, unions \`A | B\`, \`T?\`, \`secret<T>\`, and those declared by \`type\`.`,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}

/** What other languages call our types. */
const otherNames = new Map<string, string>([
  ['number', 'int'],
  ['num', 'int'],
  ['integer', 'int'],
  ['double', 'float'],
  ['boolean', 'bool'],
  ['str', 'string'],
  ['text', 'string'],
  ['bytes', 'size'],
  ['time', 'duration'],
  ['unknown', 'any'],
  ['object', '{[string]: any}'],
  ['map', '{[string]: any}'],
  ['list', '[any]'],
  ['array', '[any]'],
  ['secret', 'secret<string>'],
]);
