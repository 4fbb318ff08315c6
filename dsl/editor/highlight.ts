/*
 * Colours by meaning: for every name of a file what kind of thing it stands for, and the literals and
 * words beside them. In the order of the text, and never one inside of another.
 */
import type { Span } from '../../model/index.js';
import type { Declaration, Expression } from '../syntax/index.js';
import type { DefinitionKind } from './definitions.js';
import { declares, type NameUse } from './meaning.js';
import { walkFile } from './walk.js';
import type { Place } from './world.js';

export const tokenKinds = [
  'namespace',
  'type',
  'class',
  'enumMember',
  'parameter',
  'variable',
  'property',
  'function',
  'keyword',
  'number',
  'operator',
] as const;
export type TokenKind = (typeof tokenKinds)[number];
export const tokenModifiers = ['declaration', 'readonly', 'defaultLibrary'] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

export interface Token {
  readonly start: number;
  readonly length: number;
  readonly kind: TokenKind;
  readonly modifiers: readonly TokenModifier[];
}

/** The tokens of a file, or of the declarations that touch a part of it. */
export function tokensOf(place: Place, within?: { start: number; end: number }): readonly Token[] {
  const { text } = place.file.source;
  const tokens: Token[] = [];
  const enters = ({ start, end }: Span): boolean =>
    !within || (start.offset <= within.end && end.offset >= within.start);
  const add = (span: Span, kind: TokenKind, modifiers: readonly TokenModifier[] = []): void => {
    const length = span.end.offset - span.start.offset;
    // A token ends on its line; a missing name has no length.
    if (length > 0 && span.start.line === span.end.line) {
      tokens.push({ start: span.start.offset, length, kind, modifiers });
    }
  };
  for (const declaration of place.file.tree.declarations) {
    if (enters(declaration.span)) addWord(declaration, text, tokens);
  }
  walkFile(place, {
    enters,
    name: (use) => {
      const style = styleOf(use);
      if (style) add(use.span, style.kind, style.modifiers);
    },
    expression: (expression) => addLiteral(expression, add),
  });
  tokens.sort((a, b) => a.start - b.start || b.length - a.length);
  return tokens.filter((token, index) => {
    const before = tokens[index - 1];
    return !before || before.start + before.length <= token.start;
  });
}

/** The word that a declaration begins with; that of a resource is its kind. */
function addWord(declaration: Declaration, text: string, tokens: Token[]): void {
  if (declaration.kind === 'resource' || declaration.kind === 'unknown') return;
  const start = declaration.span.start.offset;
  const length = /^[a-z]+/.exec(text.slice(start, start + 10))?.[0].length ?? 0;
  if (length > 0) tokens.push({ start, length, kind: 'keyword', modifiers: [] });
}

function addLiteral(
  expression: Expression,
  add: (span: Span, kind: TokenKind, modifiers?: readonly TokenModifier[]) => void,
): void {
  if (expression.kind !== 'literal') return;
  const isWord = expression.literal === 'null' || expression.literal === 'bool';
  add(expression.span, isWord ? 'keyword' : 'number');
}

interface Style {
  readonly kind: TokenKind;
  readonly modifiers: readonly TokenModifier[];
}

function styleOf(use: NameUse): Style | undefined {
  const { meaning, position } = use;
  switch (meaning.kind) {
    case 'definitions': {
      const [first] = meaning.definitions;
      if (!first) return undefined;
      const { kind, modifiers } = definitionStyles[first.kind];
      return declares(use)
        ? { kind, modifiers: ['declaration', ...modifiers] }
        : { kind, modifiers };
    }
    case 'attribute':
      return { kind: 'property', modifiers: ['defaultLibrary'] };
    case 'function': {
      const own = meaning.callable.definition !== undefined;
      return { kind: 'function', modifiers: own ? [] : ['defaultLibrary'] };
    }
    case 'type':
      return { kind: 'type', modifiers: ['defaultLibrary'] };
    case 'kind':
      return { kind: 'class', modifiers: ['defaultLibrary'] };
    case 'word':
      if (position === 'state' || position === 'engine')
        return { kind: 'enumMember', modifiers: [] };
      return position === 'key'
        ? { kind: 'property', modifiers: [] }
        : { kind: 'namespace', modifiers: ['declaration'] };
    case 'unknown':
      return position === 'key' ? { kind: 'property', modifiers: [] } : undefined;
    default:
      return meaning satisfies never;
  }
}

const definitionStyles: Readonly<Record<DefinitionKind, Style>> = {
  param: { kind: 'parameter', modifiers: ['readonly'] },
  secret: { kind: 'parameter', modifiers: ['readonly'] },
  let: { kind: 'variable', modifiers: ['readonly'] },
  output: { kind: 'property', modifiers: [] },
  type: { kind: 'type', modifiers: [] },
  fn: { kind: 'function', modifiers: [] },
  use: { kind: 'namespace', modifiers: [] },
  resource: { kind: 'class', modifiers: [] },
  parameter: { kind: 'parameter', modifiers: [] },
  variable: { kind: 'variable', modifiers: [] },
  it: { kind: 'keyword', modifiers: [] },
  field: { kind: 'property', modifiers: [] },
  member: { kind: 'property', modifiers: [] },
};
