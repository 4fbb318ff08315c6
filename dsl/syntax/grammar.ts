/*
 * The grammar of files and declarations. Kinds of resources are identifiers, and the words that
 * begin declarations are names everywhere else. A misspelt first word reads as a declaration, too.
 */
import { EOF, type IToken } from 'chevrotain';
import { itemEnds, type Rule } from './grammar-expressions.js';
import { TypeGrammar } from './grammar-types.js';
import * as t from './tokens.js';

export class Grammar extends TypeGrammar {
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

  /** A file of values for params: names with values, and no declarations. */
  readonly values: Rule = this.RULE('values', () => {
    this.MANY(() => this.CONSUME(t.Newline));
    this.MANY1(() => {
      this.SUBRULE(this.givenValue);
      this.OR([
        { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME1(t.Newline)) },
        { ALT: () => this.CONSUME(EOF) },
      ]);
    });
  });

  readonly givenValue: Rule = this.RULE('givenValue', () => {
    this.SUBRULE(this.declaredName);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.declarationEnd);
  });

  readonly declaration: Rule = this.RULE('declaration', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.stackDeclaration) },
        { ALT: () => this.SUBRULE(this.paramDeclaration) },
        { ALT: () => this.SUBRULE(this.letDeclaration) },
        { ALT: () => this.SUBRULE(this.outputDeclaration) },
        { ALT: () => this.SUBRULE(this.engineDeclaration) },
        { ALT: () => this.SUBRULE(this.secretDeclaration) },
        { ALT: () => this.SUBRULE(this.typeDeclaration) },
        { ALT: () => this.SUBRULE(this.functionDeclaration) },
        { ALT: () => this.SUBRULE(this.useDeclaration) },
        { ALT: () => this.SUBRULE(this.checkDeclaration) },
        { ALT: () => this.SUBRULE(this.testDeclaration) },
        { ALT: () => this.SUBRULE(this.statement) },
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
    this.SUBRULE(this.nameOrString);
    this.OPTION(() => this.SUBRULE(this.objectLiteral));
  });

  readonly engineDeclaration: Rule = this.RULE('engineDeclaration', () => {
    this.CONSUME(t.Engine);
    this.SUBRULE(this.nameOrString);
  });

  readonly nameOrString: Rule = this.RULE('nameOrString', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.declaredName) },
        { ALT: () => this.SUBRULE(this.stringLiteral) },
      ],
      ERR_MSG: 'a name',
    });
  });

  readonly secretDeclaration: Rule = this.RULE('secretDeclaration', () => {
    this.CONSUME(t.Secret);
    this.SUBRULE(this.declaredName);
    this.OPTION(() => this.SUBRULE(this.objectLiteral));
  });

  readonly typeDeclaration: Rule = this.RULE('typeDeclaration', () => {
    this.CONSUME(t.TypeWord);
    this.SUBRULE(this.declaredName);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.type);
  });

  readonly functionDeclaration: Rule = this.RULE('functionDeclaration', () => {
    this.CONSUME(t.Fn);
    this.SUBRULE(this.declaredName);
    this.SUBRULE(this.parameters);
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly parameters: Rule = this.RULE('parameters', () => {
    this.CONSUME(t.LeftParen);
    this.OPTION(() => {
      this.SUBRULE(this.parameter);
      this.MANY({
        GATE: () => this.LA(2).tokenType !== t.RightParen,
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE1(this.parameter);
        },
      });
      this.OPTION1(() => this.CONSUME1(t.Comma));
    });
    this.CONSUME(t.RightParen);
  });

  readonly parameter: Rule = this.RULE('parameter', () => {
    this.CONSUME(t.Name);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
  });

  readonly useDeclaration: Rule = this.RULE('useDeclaration', () => {
    this.CONSUME(t.Use);
    this.SUBRULE(this.stringLiteral);
    this.CONSUME(t.As);
    this.SUBRULE(this.declaredName);
    this.SUBRULE(this.clauses);
    this.OPTION(() => this.SUBRULE(this.objectLiteral));
  });

  readonly checkDeclaration: Rule = this.RULE('checkDeclaration', () => {
    this.CONSUME(t.Check);
    this.SUBRULE(this.stringLiteral);
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.separator));
    this.MANY1(() => {
      this.SUBRULE(this.assertion);
      this.MANY2(() => this.SUBRULE1(this.separator));
    });
    this.CONSUME(t.RightBrace);
  });

  readonly testDeclaration: Rule = this.RULE('testDeclaration', () => {
    this.CONSUME(t.Test);
    this.SUBRULE(this.stringLiteral);
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.separator));
    this.MANY1(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.assertion) },
        { ALT: () => this.SUBRULE(this.member) },
      ]);
      this.MANY2(() => this.SUBRULE1(this.separator));
    });
    this.CONSUME(t.RightBrace);
  });

  /** A comma after the condition leads to the message, unless something else of the block follows. */
  readonly assertion: Rule = this.RULE('assertion', () => {
    this.CONSUME(t.Assert);
    this.SUBRULE(this.expression);
    this.OPTION({
      GATE: () => this.messageFollows(),
      DEF: () => {
        this.CONSUME(t.Comma);
        this.MANY(() => this.CONSUME(t.Newline));
        this.SUBRULE1(this.expression);
      },
    });
    this.SUBRULE(this.itemEnd);
  });

  private messageFollows(): boolean {
    let at = 2;
    while (this.LA(at).tokenType === t.Newline) at += 1;
    const [next, afterNext] = [this.LA(at).tokenType, this.LA(at + 1).tokenType];
    if (next === t.Assert || next === t.Ellipsis || itemEnds.has(next)) return false;
    return afterNext !== t.Colon && afterNext !== t.Equals;
  }

  readonly statement: Rule = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Moved) },
      { ALT: () => this.CONSUME(t.Removed) },
      { ALT: () => this.CONSUME(t.Import) },
    ]);
    this.SUBRULE(this.objectLiteral);
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
    this.SUBRULE(this.type);
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

  /** Values bind with `=`; a `:` instead is read too, and reported by the tree builder. */
  readonly binding: Rule = this.RULE('binding', () => {
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.BindingColon) }],
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
    this.SUBRULE(this.clauses);
    this.SUBRULE(this.objectLiteral);
  });

  readonly bindingRest: Rule = this.RULE('bindingRest', () => {
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.OPTION1(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
  });

  constructor(skipValidations: boolean) {
    super(skipValidations);
    this.performSelfAnalysis();
  }
}

const endsDeclaration = (token: IToken): boolean =>
  token.tokenType === t.Newline || token.tokenType === EOF;
