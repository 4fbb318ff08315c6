/*
 * What the rules of the grammar share: where they are in the text, making literals and holes, and
 * reporting. Rules are also run once without text, while the parser learns the grammar from them
 * (chevrotain's recording phase): what they call here must bear tokens and nodes that are none.
 */
import { EOF, type IToken, type ParserMethod, type TokenType } from 'chevrotain';
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose, type Message } from '../diagnostics/diagnose.js';
import { expectationProvider } from './expectations.js';
import type { Comment } from './reading.js';
import type { Source } from './source.js';
import { TextSpan, type Anchor } from './spans.js';
import { TabledParser } from './tabled-parser.js';
import * as t from './tokens.js';
import type { Expression, LiteralKind, NameNode, PlainLiteral, StringLiteral } from './tree.js';

export type Rule<T> = ParserMethod<[], T>;
export type Hole = Extract<Expression, { kind: 'missing' }>;

/** A mistake that recovery found: what was expected, and what stands there instead. */
export interface Failure {
  readonly expected: string;
  readonly token: IToken;
  readonly previous: IToken | undefined;
  /** What was skipped until something was understood again. */
  readonly skipped: readonly IToken[];
}

export const mostOperators = 200;
export const mostConditionals = 100;

/** Tokens that recovery may make up: punctuation only, never a name or a value. */
const insertable: ReadonlySet<TokenType> = new Set([
  t.Colon,
  t.FieldBinder,
  t.Equals,
  t.ValueBinder,
  t.Comma,
  t.RightParen,
  t.RightBracket,
]);

const literalKinds = new Map<TokenType, LiteralKind>([
  [t.True, 'bool'],
  [t.False, 'bool'],
  [t.Null, 'null'],
  [t.Int, 'int'],
  [t.Float, 'float'],
  [t.Quantity, 'quantity'],
  [t.Port, 'port'],
  [t.Ip, 'ip'],
  [t.Cidr, 'cidr'],
]);

const nowhere: Source = { path: '', text: '', lineStarts: [0] };

export class TreeParser extends TabledParser {
  protected anchor: Anchor = { source: nowhere, offset: 0 };
  protected comments: readonly Comment[] = [];
  /** Mistakes that the grammar reads, to say more of them than what was expected. */
  protected reports: Diagnostic[] = [];
  /** What is missing, and what stands between the end of something and its separator. */
  protected leftovers: Failure[] = [];

  constructor(skipValidations: boolean) {
    super([...t.vocabulary], {
      recoveryEnabled: true,
      maxLookahead: 1,
      errorMessageProvider: expectationProvider,
      skipValidations,
    });
  }

  /** The offset where the next token begins. */
  protected here(): number {
    const { startOffset } = this.LA(1);
    return startOffset < 0 ? t.endOfToken(this.LA(0)) : startOffset;
  }

  /** The span from an offset to the end of the last token. */
  protected since(from: number): TextSpan {
    const { offset } = this.anchor;
    const end = t.endOfToken(this.LA(0));
    return new TextSpan(this.anchor, from - offset, Math.max(from, end) - offset);
  }

  protected spanOf(token: IToken): TextSpan {
    const { offset } = this.anchor;
    return new TextSpan(this.anchor, token.startOffset - offset, t.endOfToken(token) - offset);
  }

  /** Stands for what is not there: right after what comes before it. */
  protected hole(): Hole {
    const offset = Math.max(0, t.endOfToken(this.LA(0)) - this.anchor.offset);
    return { kind: 'missing', span: new TextSpan(this.anchor, offset, offset) };
  }

  /** Stands for a string that is not there. */
  protected noString(): StringLiteral {
    return { kind: 'string', parts: [], span: this.hole().span };
  }

  protected nameOf(token: IToken): NameNode {
    return { name: token.image, span: this.spanOf(token) };
  }

  protected literalOf(token: IToken): PlainLiteral {
    const literal = literalKinds.get(token.tokenType) ?? 'null';
    return { kind: 'literal', literal, text: token.image, span: this.spanOf(token) };
  }

  protected plainString(token: IToken): StringLiteral {
    const span = this.spanOf(token);
    if (token.image.length <= 2) return { kind: 'string', parts: [], span };
    const inside = new TextSpan(this.anchor, span.from + 1, span.to - 1);
    const raw = token.image.slice(1, -1);
    return { kind: 'string', parts: [{ kind: 'text', raw, span: inside }], span };
  }

  /** A string where one of several lines makes no sense. */
  protected onOneLine(string: StringLiteral): StringLiteral {
    if (string.multiline) {
      this.report('syntax', string.span, {
        summary: 'a string of several lines cannot stand here',
      });
    }
    return string;
  }

  protected report(code: 'syntax' | 'nesting-too-deep', span: Span, message: Message): void {
    this.reports.push(diagnose(code, span, message));
  }

  protected reportOperators(span: Span): Hole {
    this.report('nesting-too-deep', span, {
      summary: 'this expression has too many operators',
      detail: `An expression has at most ${mostOperators} of them. Give its parts names with \`let\`.`,
    });
    return { kind: 'missing', span };
  }

  /**
   * Reports what is not there, and stands for it. This is quicker than the recovery of the parser,
   * which would have to find out where to go on.
   */
  protected missing(expected: string): Hole {
    const [token, previous] = [this.LA(1), this.LA(0)];
    this.leftovers.push({ expected, token, previous, skipped: [] });
    return this.hole();
  }

  /** Skips, and reports once, whatever stands between something and what may follow it. */
  protected expectEnd(ends: ReadonlySet<TokenType>, expected: string): void {
    let next = this.LA(1);
    if (ends.has(next.tokenType)) return;
    const [token, previous] = [next, this.LA(0)];
    const skipped: IToken[] = [];
    for (let depth = 0; depth > 0 || !ends.has(next.tokenType); next = this.LA(1)) {
      if (next.tokenType === EOF) break;
      if (t.openers.has(next.tokenType)) depth += 1;
      else if (t.closers.has(next.tokenType)) depth -= 1;
      skipped.push(next);
      this.SKIP_TOKEN();
    }
    this.leftovers.push({ expected, token, previous, skipped });
  }

  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return insertable.has(type);
  }

  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    return false;
  }
}
