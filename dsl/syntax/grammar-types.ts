/*
 * The grammar of types. `where` binds most weakly of all, then `|`, then `?`.
 */
import { ExpressionGrammar, type Rule } from './grammar-expressions.js';
import * as t from './tokens.js';

export class TypeGrammar extends ExpressionGrammar {
  readonly type: Rule = this.RULE('type', () => {
    this.SUBRULE(this.unionType);
    this.MANY(() => {
      this.CONSUME(t.Where);
      this.SUBRULE(this.expression);
    });
  });

  readonly unionType: Rule = this.RULE('unionType', () => {
    this.OPTION(() => this.CONSUME1(t.Bar));
    this.SUBRULE(this.postfixType);
    this.MANY(() => {
      this.CONSUME(t.Bar);
      this.SUBRULE1(this.postfixType);
    });
  });

  readonly postfixType: Rule = this.RULE('postfixType', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.secretType) },
        { ALT: () => this.SUBRULE(this.namedType) },
        { ALT: () => this.SUBRULE(this.listType) },
        { ALT: () => this.SUBRULE(this.mapType) },
        { ALT: () => this.SUBRULE(this.objectType) },
        { ALT: () => this.SUBRULE(this.parenthesisedType) },
        { ALT: () => this.SUBRULE(this.literalType) },
      ],
      ERR_MSG: 'a type',
    });
    this.MANY(() => {
      this.OR1([{ ALT: () => this.CONSUME(t.Question) }, { ALT: () => this.CONSUME(t.Coalesce) }]);
    });
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
    this.MANY(() => this.CONSUME(t.Newline));
    this.SUBRULE(this.type);
    this.MANY1(() => this.SUBRULE(this.separator));
    this.CONSUME(t.RightBracket);
  });

  readonly secretType: Rule = this.RULE('secretType', () => {
    this.CONSUME(t.Secret);
    this.CONSUME(t.Less);
    this.SUBRULE(this.type);
    this.CONSUME(t.Greater);
  });

  readonly parenthesisedType: Rule = this.RULE('parenthesisedType', () => {
    this.CONSUME(t.LeftParen);
    this.SUBRULE(this.type);
    this.CONSUME(t.RightParen);
  });

  /** `{[string]: T}`. */
  readonly mapType: Rule = this.RULE('mapType', () => {
    this.CONSUME(t.LeftBrace);
    this.CONSUME(t.LeftBracket);
    this.CONSUME(t.Name);
    this.CONSUME(t.RightBracket);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.MANY(() => this.SUBRULE(this.separator));
    this.CONSUME(t.RightBrace);
  });

  readonly objectType: Rule = this.RULE('objectType', () => {
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.separator));
    this.MANY1(() => {
      this.SUBRULE(this.typeField);
      this.MANY2(() => this.SUBRULE1(this.separator));
    });
    this.CONSUME(t.RightBrace);
  });

  readonly typeField: Rule = this.RULE('typeField', () => {
    this.SUBRULE(this.memberKey);
    this.OPTION(() => this.CONSUME(t.Question));
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.OPTION1(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
    this.SUBRULE(this.itemEnd);
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
}
