/*
 * The grammar. Operators are one flat list (precedence is the tree builder's), kinds are identifiers,
 * and a few common mistakes are rules of their own, so that they give one message and nothing is lost.
 * Rule names are the names of the nodes that the tree builder reads.
 */
import {
  CstParser,
  EOF,
  type CstNode,
  type IParserErrorMessageProvider,
  type IToken,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';
import * as t from './tokens.js';

type Rule = ParserMethod<[], CstNode>;

/** What an error carries instead of a message: the label of what was expected, or nothing. */
export const expectationProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, previous, ruleName }) => {
    const isFirst = previous.tokenType === t.LeftParen;
    switch (ruleName) {
      case 'callArguments':
        return isFirst ? 'a value or `)`' : '`,` or `)`';
      case 'objectLiteral':
        return expected === t.RightBrace ? 'a field or `}`' : '`{`';
      case 'listLiteral':
        return 'a value or `]`';
      default:
        return expected.LABEL ?? expected.name;
    }
  },
  buildNotAllInputParsedMessage: () => 'a declaration',
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? '',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? '',
};

/** Tokens that recovery may make up: punctuation only, never a name or a value. */
const insertable = new Set([t.Colon, t.Equals, t.Comma, t.RightParen, t.RightBracket]);

export class Grammar extends CstParser {
  // Only separators may follow a declaration, a field or an element: recovery stops at what may
  // follow, and a name there would start the next one in the middle of the broken line.
  readonly file: Rule = this.RULE('file', () => {
    this.MANY(() => this.CONSUME(t.Newline));
    this.MANY1(() => {
      this.SUBRULE(this.declaration);
      this.OR([
        { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME1(t.Newline)) },
        { ALT: () => this.CONSUME(EOF) },
      ]);
    });
  });

  readonly declaration: Rule = this.RULE('declaration', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.stackDeclaration) },
        { ALT: () => this.SUBRULE(this.paramDeclaration) },
        { ALT: () => this.SUBRULE(this.letDeclaration) },
        { ALT: () => this.SUBRULE(this.outputDeclaration) },
        { ALT: () => this.SUBRULE(this.otherDeclaration) },
      ],
      ERR_MSG: 'a declaration',
    });
    this.SUBRULE(this.declarationEnd);
  });

  readonly declarationEnd: Rule = this.RULE('declarationEnd', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Never) },
        { GATE: () => endsDeclaration(this.LA(1)), ALT: () => undefined },
      ],
      ERR_MSG: 'the end of the line',
    });
  });

  readonly stackDeclaration: Rule = this.RULE('stackDeclaration', () => {
    this.CONSUME(t.Stack);
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.declaredName) },
        { ALT: () => this.SUBRULE(this.stringLiteral) },
      ],
      ERR_MSG: 'a name',
    });
  });

  /** A name; `my-name` is read as well, and reported by the tree builder. */
  readonly declaredName: Rule = this.RULE('declaredName', () => {
    this.CONSUME(t.Name);
    this.MANY(() => {
      this.CONSUME(t.Minus);
      this.OR([{ ALT: () => this.CONSUME1(t.Name) }, { ALT: () => this.CONSUME(t.Int) }]);
    });
  });

  readonly paramDeclaration: Rule = this.RULE('paramDeclaration', () => {
    this.CONSUME(t.Param);
    this.SUBRULE(this.declaredName);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.unionType);
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
  });

  readonly letDeclaration: Rule = this.RULE('letDeclaration', () => {
    this.CONSUME(t.Let);
    this.SUBRULE(this.declaredName);
    this.SUBRULE(this.binding);
  });

  readonly outputDeclaration: Rule = this.RULE('outputDeclaration', () => {
    this.CONSUME(t.Output);
    this.SUBRULE(this.declaredName);
    this.SUBRULE(this.binding);
  });

  /** Values bind with `=`; a `:` is read too, and reported by the tree builder. */
  readonly binding: Rule = this.RULE('binding', () => {
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.Colon) }],
      ERR_MSG: '`=`',
    });
    this.SUBRULE(this.expression);
  });

  /** A resource, or a declaration whose first word is misspelt. */
  readonly otherDeclaration: Rule = this.RULE('otherDeclaration', () => {
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.declaredName);
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.resourceRest) },
        { ALT: () => this.SUBRULE(this.bindingRest) },
      ],
      ERR_MSG: '`{`',
    });
  });

  readonly resourceRest: Rule = this.RULE('resourceRest', () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.forClause) },
        { ALT: () => this.SUBRULE(this.ifClause) },
      ]);
    });
    this.SUBRULE(this.objectLiteral);
  });

  readonly bindingRest: Rule = this.RULE('bindingRest', () => {
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.unionType);
    });
    this.OPTION1(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
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

  readonly unionType: Rule = this.RULE('unionType', () => {
    this.SUBRULE(this.postfixType);
    this.MANY(() => {
      this.CONSUME(t.Bar);
      this.SUBRULE1(this.postfixType);
    });
  });

  readonly postfixType: Rule = this.RULE('postfixType', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.namedType) },
        { ALT: () => this.SUBRULE(this.listType) },
        { ALT: () => this.SUBRULE(this.literalType) },
      ],
      ERR_MSG: 'a type',
    });
    this.MANY(() => this.CONSUME(t.Question));
  });

  readonly namedType: Rule = this.RULE('namedType', () => {
    this.CONSUME(t.Name);
    this.OPTION(() => {
      this.CONSUME(t.LeftParen);
      this.OR({
        DEF: [{ ALT: () => this.CONSUME(t.Regex) }, { ALT: () => this.SUBRULE(this.expression) }],
        ERR_MSG: 'a range such as `1..20`, or a pattern such as `/[a-z]+/`',
      });
      this.CONSUME(t.RightParen);
    });
  });

  readonly listType: Rule = this.RULE('listType', () => {
    this.CONSUME(t.LeftBracket);
    this.SUBRULE(this.unionType);
    this.CONSUME(t.RightBracket);
  });

  readonly literalType: Rule = this.RULE('literalType', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.stringLiteral) },
        { ALT: () => this.CONSUME(t.PlainLiteral) },
      ],
      ERR_MSG: 'a type',
    });
  });

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

  constructor(skipValidations: boolean) {
    super([...t.vocabulary], {
      recoveryEnabled: true,
      maxLookahead: 2,
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider: expectationProvider,
      skipValidations,
    });
    this.performSelfAnalysis();
  }

  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return insertable.has(type);
  }

  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    return false;
  }
}

const itemEnds = new Set([t.Newline, t.Comma, t.RightBrace, t.RightBracket, EOF]);
const endsItem = (token: IToken): boolean => itemEnds.has(token.tokenType);
const endsDeclaration = (token: IToken): boolean =>
  token.tokenType === t.Newline || token.tokenType === EOF;
