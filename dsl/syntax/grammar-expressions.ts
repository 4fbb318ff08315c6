/*
 * The grammar of expressions, which makes the tree as it reads. Operators are one flat list, to which
 * precedence is applied afterwards.
 */
import type { IToken } from 'chevrotain';
import { CollectionParser, expressionEnds, operandStarts } from './grammar-collections.js';
import { bindOperators, type Operation } from './operators.js';
import { joinSpans } from './spans.js';
import * as t from './tokens.js';
import { mostConditionals, mostOperators, type Rule } from './tree-parser.js';
import type { Expression, NameNode } from './tree.js';

export class ExpressionParser extends CollectionParser {
  private conditionals = 0;

  /** To be called before each declaration: a mistake may have left a conditional in its middle. */
  protected resetDepth(): void {
    this.conditionals = 0;
  }

  protected override readonly expression: Rule<Expression> = this.RULE(
    'expression',
    (): Expression => {
      const from = this.here();
      const host = this.OPTION(() => this.CONSUME(t.HostPrefix));
      let value = this.SUBRULE(this.operand);
      const operations: Operation[] = [];
      this.MANY(() => {
        const { image: operator } = this.CONSUME(t.BinaryOperator);
        operations.push({ operator, operand: this.SUBRULE1(this.operand) });
      });
      if (operations.length > mostOperators) value = this.reportOperators(this.since(from));
      else if (operations.length > 0 || host) {
        const first = value;
        value = this.ACTION(() => bindOperators(first, operations, host && this.addressOf(host)));
      }
      this.OPTION1({
        GATE: () => this.conditionals < mostConditionals,
        DEF: () => {
          this.CONSUME(t.Question);
          this.conditionals += 1;
          const then = this.leaf() ?? this.SUBRULE(this.expression);
          this.CONSUME(t.Colon);
          const otherwise = this.leaf() ?? this.SUBRULE1(this.expression);
          this.conditionals -= 1;
          const condition = value;
          value = { kind: 'conditional', condition, then, otherwise, span: this.since(from) };
        },
      });
      if (this.LA(1).tokenType === t.Question) this.reportConditionals();
      return value;
    },
    { recoveryValueFunc: () => this.hole() },
  );

  /** The address of `127.0.0.1:`. */
  private addressOf(token: IToken): NameNode {
    return { name: token.image.slice(0, -1), span: this.spanOf(token) };
  }

  private reportConditionals(): void {
    const from = this.here();
    this.expectEnd(expressionEnds, '');
    this.leftovers.pop();
    this.report('nesting-too-deep', this.since(from), {
      summary: 'this expression has too many conditions',
      detail: `Conditions nest at most ${mostConditionals} deep. Give the inner ones names with \`let\`.`,
    });
  }

  private readonly operand: Rule<Expression> = this.RULE(
    'operand',
    (): Expression => {
      const prefixes: IToken[] = [];
      this.MANY(() => {
        prefixes.push(this.CONSUME(t.PrefixOperator));
      });
      if (!this.RECORDING_PHASE && !operandStarts.has(this.LA(1).tokenType)) {
        return this.missing('a value');
      }
      const from = this.here();
      let value = this.OR({
        DEF: (this.primaries ??= [
          { ALT: () => this.plainString(this.CONSUME(t.PlainString)) },
          { ALT: () => this.SUBRULE(this.stringParts) },
          { ALT: () => this.literalOf(this.CONSUME(t.PlainLiteral)) },
          { ALT: () => this.nameExpression(this.CONSUME(t.Name)) },
          { ALT: () => this.SUBRULE(this.list) },
          { ALT: () => this.SUBRULE(this.braces) },
          { ALT: () => this.SUBRULE(this.parenthesised) },
        ]),
        ERR_MSG: 'a value',
      });
      let postfixes = 0;
      this.MANY1(() => {
        postfixes += 1;
        value = this.OR1([
          {
            ALT: (): Expression => {
              this.CONSUME(t.Dot);
              const name = this.nameOf(this.CONSUME(t.PropertyName));
              return { kind: 'member', object: value, name, span: this.since(from) };
            },
          },
          { ALT: () => this.SUBRULE(this.safeAccess, { ARGS: [value, from] }) },
          {
            ALT: (): Expression => {
              const index = this.SUBRULE(this.index);
              return { kind: 'index', object: value, index, span: this.since(from) };
            },
          },
          {
            ALT: (): Expression => {
              const values = this.SUBRULE(this.callArguments);
              return { kind: 'call', callee: value, arguments: values, span: this.since(from) };
            },
          },
        ]);
      });
      if (prefixes.length === 0 && postfixes <= mostOperators) return value;
      return this.ACTION(() => this.applyPrefixes(value, prefixes, postfixes));
    },
    { recoveryValueFunc: () => this.hole() },
  );
  private primaries: { ALT: () => Expression }[] | undefined;

  private applyPrefixes(
    operand: Expression,
    prefixes: readonly IToken[],
    postfixes: number,
  ): Expression {
    if (postfixes > mostOperators || prefixes.length > mostOperators) {
      return this.reportOperators(operand.span);
    }
    return prefixes.toReversed().reduce<Expression>((inner, prefix) => {
      const operator = prefix.image === '!' ? '!' : '-';
      const span = joinSpans(this.spanOf(prefix), inner.span);
      return { kind: 'unary', operator, operand: inner, span };
    }, operand);
  }

  /** `?.name` and `?.[index]`. */
  private readonly safeAccess = this.RULE(
    'safeAccess',
    (object: Expression, from: number): Expression => {
      this.CONSUME(t.SafeDot);
      return this.OR({
        DEF: [
          {
            ALT: (): Expression => {
              const name = this.nameOf(this.CONSUME(t.PropertyName));
              return { kind: 'member', object, name, safe: true, span: this.since(from) };
            },
          },
          {
            ALT: (): Expression => {
              const index = this.SUBRULE(this.index);
              return { kind: 'index', object, index, safe: true, span: this.since(from) };
            },
          },
        ],
        ERR_MSG: 'a name',
      });
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly index: Rule<Expression> = this.RULE(
    'index',
    (): Expression => {
      this.CONSUME(t.LeftBracket);
      this.MANY(() => this.CONSUME(t.Newline));
      const value = this.leaf() ?? this.SUBRULE(this.expression);
      this.MANY1(() => this.CONSUME1(t.Newline));
      this.CONSUME(t.RightBracket);
      return value;
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly callArguments: Rule<Expression[]> = this.RULE(
    'callArguments',
    (): Expression[] => {
      const values: Expression[] = [];
      this.CONSUME(t.LeftParen);
      this.OPTION(() => {
        values.push(this.leaf() ?? this.SUBRULE(this.expression));
        this.MANY({
          GATE: () => this.LA(2).tokenType !== t.RightParen,
          DEF: () => {
            this.CONSUME(t.Comma);
            values.push(this.leaf() ?? this.SUBRULE1(this.expression));
          },
        });
        this.OPTION1(() => this.CONSUME1(t.Comma));
      });
      this.CONSUME(t.RightParen);
      return values;
    },
    { recoveryValueFunc: () => [] },
  );

  private readonly parenthesised: Rule<Expression> = this.RULE(
    'parenthesised',
    (): Expression => {
      const from = this.here();
      this.CONSUME(t.LeftParen);
      const value = this.SUBRULE(this.expression);
      this.CONSUME(t.RightParen);
      return { kind: 'parenthesised', value, span: this.since(from) };
    },
    { recoveryValueFunc: () => this.hole() },
  );
}
