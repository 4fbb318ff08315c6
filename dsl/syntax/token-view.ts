/*
 * The tokens of a file as those see them who show files: comments among them, strings in their parts.
 * The types that the parser knows are not shown; a change of the grammar changes nothing here.
 */
import type { TokenType } from 'chevrotain';
import { tokenMatcher, type IToken } from 'chevrotain';
import type { Span } from '../../model/index.js';
import { readPiece } from './lexer.js';
import { makeSource } from './source.js';
import { TextSpan } from './spans.js';
import * as t from './tokens.js';

export type TokenKind =
  | 'name'
  /** Of the language: it may still be a name where it stands. */
  | 'word'
  | 'number'
  /** A whole string, or the quotes of one with parts. */
  | 'string'
  | 'text'
  | 'regex'
  | 'operator'
  | 'punctuation'
  | 'line break'
  | 'comment'
  | 'documentation';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
}

/** The tokens and comments of a file, in the order of the text. */
export function readTokens(path: string, text: string): readonly Token[] {
  const source = makeSource(path, text);
  const found: Token[] = [];
  for (let at = 0; at < text.length;) {
    const { anchor, tokens, comments, end } = readPiece(source, at);
    const ofPiece = [
      ...tokens.map((token) => {
        const from = token.startOffset - anchor.offset;
        const span = new TextSpan(anchor, from, t.endOfToken(token) - anchor.offset);
        return { kind: kindOf(token), text: token.image, span };
      }),
      ...comments.map(({ kind, text: image, start, end: until }) => ({
        kind: kind === 'doc' ? ('documentation' as const) : ('comment' as const),
        text: image,
        span: new TextSpan(anchor, start, until),
      })),
    ];
    found.push(...ofPiece.sort((a, b) => a.span.from - b.span.from));
    at = end;
  }
  return found;
}

const kinds = new Map<TokenType, TokenKind>([
  [t.Identifier, 'name'],
  [t.Newline, 'line break'],
  [t.Regex, 'regex'],
  [t.StringText, 'text'],
  [t.HostPrefix, 'number'],
  ...[t.PlainString, t.StringStart, t.StringEnd].map((type) => [type, 'string'] as const),
  ...[t.Cidr, t.Ip, t.Port, t.Float, t.Quantity, t.Int].map((type) => [type, 'number'] as const),
  ...[...t.words.values()].map((type) => [type, 'word'] as const),
]);

function kindOf(token: IToken): TokenKind {
  const isOperator = tokenMatcher(token, t.BinaryOperator) || tokenMatcher(token, t.PrefixOperator);
  return kinds.get(token.tokenType) ?? (isOperator ? 'operator' : 'punctuation');
}
