/*
 * The part of the walk that goes through written types: names of types, their fields, and the
 * conditions in which `it` is the value.
 */
import type { TypeNode } from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import { tableOf, type Definition } from './definitions.js';
import type { NameScope } from './infer.js';
import { meaningOf, unknownMeaning, type Meaning } from './meaning.js';
import { plain, plainNames } from './shape.js';
import { fieldDefinition, shapeOfNode } from './type-shapes.js';
import { enter, type Visitor } from './walk.js';

/** Walks a written type. */
export function walkType(visitor: Visitor, scope: NameScope, node: TypeNode): void {
  if (!visitor.enters(node.span)) return;
  visitor.type?.(node, scope);
  switch (node.kind) {
    case 'named': {
      const meaning = typeMeaning(scope, node.name.name);
      visitor.name?.({ ...node.name, meaning, position: 'type' }, { scope });
      if (node.refinement?.kind === 'expression') enter(visitor, scope, node.refinement.value);
      break;
    }
    case 'list':
      walkType(visitor, scope, node.item);
      break;
    case 'map':
      walkType(visitor, scope, node.value);
      break;
    case 'object':
      for (const field of node.fields) {
        const meaning = meaningOf([fieldDefinition(scope.unit, field)]);
        visitor.name?.({ ...field.name, meaning, position: 'declaration' }, { scope });
        walkType(visitor, scope, field.type);
        if (field.value) enter(visitor, scope, field.value, shapeOfNode(scope.unit, field.type));
      }
      break;
    case 'optional':
    case 'secret':
    case 'parenthesised':
      walkType(visitor, scope, node.inner);
      break;
    case 'union':
      for (const member of node.members) walkType(visitor, scope, member);
      break;
    case 'where': {
      walkType(visitor, scope, node.base);
      const it: Definition = {
        kind: 'it',
        name: { name: 'it', span: node.base.span },
        unit: scope.unit,
        base: node.base,
      };
      const locals = new Map(scope.locals).set('it', it);
      enter(visitor, { ...scope, locals }, node.condition, plain('bool'));
      break;
    }
    case 'literal':
    case 'missing':
      break;
    default:
      node satisfies never;
  }
}

function typeMeaning({ unit }: NameScope, name: string): Meaning {
  const declared = tableOf(unit)
    .names.get(name)
    ?.filter(({ kind }) => kind === 'type');
  if (declared && declared.length > 0) return meaningOf(declared);
  if (isKind(name)) return { kind: 'kind', resource: name };
  const builtIn = plainNames.find((one) => one === name);
  return builtIn === undefined ? unknownMeaning : { kind: 'type', name: builtIn };
}
