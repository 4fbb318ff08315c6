/*
 * What a file declares, as an outline: declarations, and what their bodies write. For the symbols of
 * a document, and with a query for those of all files.
 */
import type { Span } from '../../model/index.js';
import type { Declaration, Expression, NamedDeclaration } from '../syntax/index.js';
import type { World } from './world.js';

export type OutlineKind =
  | 'stack'
  | 'param'
  | 'secret'
  | 'let'
  | 'type'
  | 'function'
  | 'module'
  | 'resource'
  | 'output'
  | 'check'
  | 'statement'
  | 'field';
export interface OutlineItem {
  readonly name: string;
  readonly kind: OutlineKind;
  readonly detail?: string;
  readonly whole: Span;
  /** What is to be selected: the name. */
  readonly selection: Span;
  readonly children: readonly OutlineItem[];
}

/** The outline of a file's declarations. */
export function outlineOf(declarations: readonly Declaration[]): readonly OutlineItem[] {
  return declarations.flatMap(outlineItem);
}

function outlineItem(declaration: Declaration): readonly OutlineItem[] {
  const { span: whole, kind } = declaration;
  switch (declaration.kind) {
    case 'check':
    case 'test': {
      const { title } = declaration;
      const name = title.parts.map((part) => (part.kind === 'text' ? part.raw : '…')).join('');
      return named(name === '' ? kind : name, 'check', whole, title.span, kind);
    }
    case 'moved':
    case 'removed':
    case 'import':
      return named(kind, 'statement', whole, whole);
    case 'engine':
    case 'unknown':
      return [];
    default:
      return declaration.name.name === '' ? [] : namedItem(declaration);
  }
}

function namedItem(
  declaration: Exclude<NamedDeclaration, { kind: 'engine' | 'unknown' }>,
): readonly OutlineItem[] {
  const { span: whole, name } = declaration;
  const item = (kind: OutlineKind, children: readonly OutlineItem[] = [], detail?: string) =>
    named(name.name, kind, whole, name.span, detail, children);
  switch (declaration.kind) {
    case 'resource':
      return item('resource', fieldsOf(declaration.body), declaration.resourceKind.name);
    case 'let':
      return item('let', fieldsOf(declaration.value));
    case 'use':
      return item('module', fieldsOf(declaration.body));
    case 'fn':
      return item('function');
    case 'stack':
    case 'param':
    case 'secret':
    case 'type':
    case 'output':
      return item(declaration.kind);
    default:
      return declaration satisfies never;
  }
}

const named = (
  name: string,
  kind: OutlineKind,
  whole: Span,
  selection: Span,
  detail?: string,
  children: readonly OutlineItem[] = [],
): OutlineItem[] => [
  { name, kind, whole, selection, children, ...(detail !== undefined && { detail }) },
];

function fieldsOf(value: Expression | undefined): readonly OutlineItem[] {
  if (value?.kind !== 'object') return [];
  return value.members.flatMap((member) =>
    member.kind === 'field' && 'name' in member.key && member.key.name !== ''
      ? named(member.key.name, 'field', member.span, member.key.span)
      : [],
  );
}

const mostFound = 500;

/** Declarations of all files whose names hold the letters of a query in order. */
export function findSymbols(world: World, query: string): readonly OutlineItem[] {
  const wanted = query.toLowerCase();
  return world
    .units()
    .flatMap(({ files }) => files.flatMap(({ tree }) => outlineOf(tree.declarations)))
    .filter(({ kind, name }) => kind !== 'statement' && isSubsequence(wanted, name.toLowerCase()))
    .slice(0, mostFound);
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === letters[at]) at += 1;
  return at >= letters.length;
}
