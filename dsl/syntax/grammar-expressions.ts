/*
 * The grammar of expressions. Operators are one flat list (precedence is the tree builder's), and a
 * few common mistakes are rules of their own, so that they give one message and nothing is lost.
 * Rule names are the names of the nodes that the tree builder reads.
 */
import { CstParser, EOF, type CstNode, type IToken, type ParserMethod } from 'chevrotain';
import type { TokenType } from 'chevrotain';
import { expectationProvider } from './expectations.js';
import * as t from './tokens.js';

export type Rule = ParserMethod<[], CstNode>;

/** Tokens that recovery may make up: punctuation only, never a name or a value. */
const insertable = new Set([t.Colon, t.Equals, t.Comma, t.RightParen, t.RightBracket]);

export class ExpressionGrammar extends CstParser {
  readonly expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.infix);
    this.OPTION(() => {
      this.CONSUME(t.Question);
      this.SUBRULE(this.expression);
      this.CONSUME(t.Colon);
      this.SUBRULE1(this.expression);
    });
  });

  readonly infix: Rule = this.RULE('infix', () => {
    this.OPTION(() => this.CONSUME(t.HostPrefix));
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(t.BinaryOperator);
      this.SUBRULE1(this.operand);
    });
  });

  readonly operand: Rule = this.RULE('operand', () => {
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(t.Not) }, { ALT: () => this.CONSUME(t.Minus) }]);
    });
    this.SUBRULE(this.primary);
    this.MANY1(() => {
      this.OR1([
        { ALT: () => this.SUBRULE(this.memberAccess) },
        { ALT: () => this.SUBRULE(this.safeAccess) },
        { ALT: () => this.SUBRULE(this.indexAccess) },
        { ALT: () => this.SUBRULE(this.callArguments) },
      ]);
    });
  });

  readonly primary: Rule = this.RULE('primary', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.stringLiteral) },
        { ALT: () => this.CONSUME(t.PlainLiteral) },
        { ALT: () => this.CONSUME(t.Name) },
        { ALT: () => this.SUBRULE(this.listLiteral) },
        { ALT: () => this.SUBRULE(this.objectLiteral) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
      ],
      ERR_MSG: 'a value',
    });
  });

  readonly parenthesised: Rule = this.RULE('parenthesised', () => {
    this.CONSUME(t.LeftParen);
    this.SUBRULE(this.expression);
    this.CONSUME(t.RightParen);
  });

  readonly memberAccess: Rule = this.RULE('memberAccess', () => {
    this.CONSUME(t.Dot);
    this.CONSUME(t.PropertyName);
  });

  readonly safeAccess: Rule = this.RULE('safeAccess', () => {
    this.CONSUME(t.SafeDot);
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.PropertyName) },
        { ALT: () => this.SUBRULE(this.indexAccess) },
      ],
      ERR_MSG: 'a name',
    });
  });

  readonly indexAccess: Rule = this.RULE('indexAccess', () => {
    this.CONSUME(t.LeftBracket);
    this.MANY(() => this.CONSUME(t.Newline));
    this.SUBRULE(this.expression);
    this.MANY1(() => this.CONSUME1(t.Newline));
    this.CONSUME(t.RightBracket);
  });

  readonly callArguments: Rule = this.RULE('callArguments', () => {
    this.CONSUME(t.LeftParen);
    this.OPTION(() => {
      this.SUBRULE(this.expression);
      this.MANY({
        GATE: () => this.LA(2).tokenType !== t.RightParen,
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE1(this.expression);
        },
      });
      this.OPTION1(() => this.CONSUME1(t.Comma));
    });
    this.CONSUME(t.RightParen);
  });

  readonly stringLiteral: Rule = this.RULE('stringLiteral', () => {
    this.CONSUME(t.StringStart);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.StringText) },
        { ALT: () => this.SUBRULE(this.interpolation) },
      ]);
    });
    this.CONSUME(t.StringEnd);
  });

  readonly interpolation: Rule = this.RULE('interpolation', () => {
    this.CONSUME(t.InterpolationStart);
    this.SUBRULE(this.expression);
    this.CONSUME(t.InterpolationEnd);
  });

  readonly listLiteral: Rule = this.RULE('listLiteral', () => {
    this.CONSUME(t.LeftBracket);
    this.MANY(() => this.SUBRULE(this.separator));
    this.MANY1(() => {
      this.SUBRULE(this.element);
      this.MANY2(() => this.SUBRULE1(this.separator));
    });
    this.CONSUME(t.RightBracket);
  });

  readonly element: Rule = this.RULE('element', () => {
    this.OPTION(() => this.CONSUME(t.Ellipsis));
    this.SUBRULE(this.expression);
    this.SUBRULE(this.clauses);
    this.SUBRULE(this.itemEnd);
  });

  readonly objectLiteral: Rule = this.RULE('objectLiteral', () => {
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.separator));
    this.MANY1(() => {
      this.SUBRULE(this.member);
      this.MANY2(() => this.SUBRULE1(this.separator));
    });
    this.CONSUME(t.RightBrace);
  });

  readonly separator: Rule = this.RULE('separator', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Newline) }, { ALT: () => this.CONSUME(t.Comma) }]);
  });

  readonly member: Rule = this.RULE('member', () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Ellipsis);
            this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.SUBRULE(this.memberKey);
            this.OR1({
              DEF: [{ ALT: () => this.CONSUME(t.Colon) }, { ALT: () => this.CONSUME(t.Equals) }],
              ERR_MSG: '`:`',
            });
            this.SUBRULE1(this.expression);
          },
        },
      ],
      ERR_MSG: 'a field',
    });
    this.SUBRULE(this.clauses);
    this.SUBRULE(this.itemEnd);
  });

  readonly memberKey: Rule = this.RULE('memberKey', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.PropertyName) },
        { ALT: () => this.SUBRULE(this.stringLiteral) },
      ],
      ERR_MSG: 'a field',
    });
  });

  /** Consumes nothing: reports, once, whatever stands between an item and its separator. */
  readonly itemEnd: Rule = this.RULE('itemEnd', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Never) },
        { GATE: () => endsItem(this.LA(1)), ALT: () => undefined },
      ],
      ERR_MSG: 'a comma or a new line',
    });
  });

  readonly clauses: Rule = this.RULE('clauses', () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.forClause) },
        { ALT: () => this.SUBRULE(this.ifClause) },
      ]);
    });
  });

  readonly forClause: Rule = this.RULE('forClause', () => {
    this.CONSUME(t.For);
    this.CONSUME(t.Name);
    this.OPTION(() => {
      this.CONSUME(t.Comma);
      this.CONSUME1(t.Name);
    });
    this.CONSUME(t.In);
    this.SUBRULE(this.expression);
  });

  readonly ifClause: Rule = this.RULE('ifClause', () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.expression);
  });

  constructor(skipValidations: boolean) {
    super([...t.vocabulary], {
      recoveryEnabled: true,
      maxLookahead: 2,
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider: expectationProvider,
      skipValidations,
    });
  }

  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return insertable.has(type);
  }

  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    return false;
  }
}

export const itemEnds = new Set([t.Newline, t.Comma, t.RightBrace, t.RightBracket, EOF]);
const endsItem = (token: IToken): boolean => itemEnds.has(token.tokenType);
