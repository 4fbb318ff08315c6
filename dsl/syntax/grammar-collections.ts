/*
 * The grammar of strings, lists, objects and comprehensions, and of the clauses of all that is
 * repeated. Mistakes that are common are part of the grammar, so that they give one message and
 * nothing is lost.
 */
import { EOF, tokenMatcher, type IToken } from 'chevrotain';
import * as t from './tokens.js';
import { mostOperators, TreeParser, type Rule } from './tree-parser.js';
import type {
  Clause,
  Expression,
  ListElement,
  NameNode,
  ObjectLiteral,
  ObjectMember,
  StringLiteral,
  StringPart,
} from './tree.js';

/** What may follow an item of an object or a list. */
export const itemEnds = new Set([t.Newline, t.Comma, t.RightBrace, t.RightBracket, EOF]);
export const expressionEnds = new Set([...itemEnds, t.RightParen, t.InterpolationEnd]);
/** Tokens with which no expression goes on; those that often follow a value of one token. */
const afterLeaf = new Set([...expressionEnds, t.Colon, t.For, t.If, t.LeftBrace]);

const keyStarts = [t.Identifier, ...t.words.values(), t.PlainString, t.StringStart];
/** What a member of an object may begin with, and what may follow the last. */
export const memberStarts = new Set([...keyStarts, t.Ellipsis, t.RightBrace, EOF]);
/** What a value may begin with, after its prefix operators. */
export const operandStarts = new Set([
  ...[...t.words.values()].filter((word) => ![t.For, t.If, t.In, t.Is].includes(word)),
  ...[t.Identifier, t.PlainString, t.StringStart, t.LeftBracket, t.LeftBrace, t.LeftParen],
  ...[t.Int, t.Float, t.Quantity, t.Port, t.Ip, t.Cidr],
]);
/** What an element of a list may begin with, and what may follow the last. */
const elementStarts = new Set([
  ...operandStarts,
  ...[t.Ellipsis, t.HostPrefix, t.Minus, t.Not, t.RightBracket, EOF],
]);

/** What stands in braces or brackets, and the clauses of it that make a comprehension. */
interface Items<T> {
  readonly items: T[];
  clauses: readonly Clause[];
}

export abstract class CollectionParser extends TreeParser {
  protected abstract readonly expression: Rule<Expression>;

  /** Most values are one token; that costs no rules. */
  protected leaf(): Expression | undefined {
    const token = this.LA(1);
    switch (token.tokenType) {
      case t.PlainString:
        if (!afterLeaf.has(this.LA(2).tokenType)) return undefined;
        return this.plainString(this.CONSUME1(t.PlainString));
      case t.Identifier:
        if (!afterLeaf.has(this.LA(2).tokenType)) return undefined;
        return this.nameExpression(this.CONSUME1(t.Identifier));
      case t.Int:
      case t.Quantity:
      case t.True:
      case t.False:
        if (!afterLeaf.has(this.LA(2).tokenType)) return undefined;
        return this.literalOf(this.CONSUME1(t.PlainLiteral));
      default:
        return undefined;
    }
  }

  protected nameExpression(token: IToken): Expression {
    return { kind: 'name', name: token.image, span: this.spanOf(token) };
  }

  /** A string that does not come as one token. */
  protected readonly stringParts: Rule<StringLiteral> = this.RULE(
    'stringParts',
    (): StringLiteral => {
      const from = this.here();
      const start = this.CONSUME(t.StringStart);
      const parts: StringPart[] = [];
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              const text = this.CONSUME(t.StringText);
              parts.push({ kind: 'text', raw: text.image, span: this.spanOf(text) });
            },
          },
          { ALT: () => parts.push(this.SUBRULE(this.interpolation)) },
        ]);
      });
      this.CONSUME(t.StringEnd);
      const span = this.since(from);
      if (start.image.length < 3) return { kind: 'string', parts, span };
      return { kind: 'string', parts, multiline: true, span };
    },
    {
      recoveryValueFunc: () => this.noString(),
    },
  );

  protected readonly interpolation: Rule<StringPart> = this.RULE(
    'interpolation',
    (): StringPart => {
      const from = this.here();
      this.CONSUME(t.InterpolationStart);
      const value = this.leaf() ?? this.SUBRULE(this.expression);
      this.CONSUME(t.InterpolationEnd);
      return { kind: 'interpolation', value, span: this.since(from) };
    },
    {
      recoveryValueFunc: (): StringPart => {
        const value = this.hole();
        return { kind: 'interpolation', value, span: value.span };
      },
    },
  );

  /** What is in square brackets: a list, or a comprehension. */
  protected readonly list: Rule<Expression> = this.RULE(
    'list',
    (): Expression => {
      const from = this.here();
      const list: Items<ListElement> = { items: [], clauses: [] };
      this.CONSUME(t.LeftBracket);
      this.MANY(() => this.CONSUME(t.Separator));
      this.expectEnd(elementStarts, 'a value or `]`');
      this.MANY1(() => {
        this.SUBRULE(this.element, { ARGS: [list] });
        this.MANY2(() => this.CONSUME1(t.Separator));
        this.expectEnd(elementStarts, 'a value or `]`');
      });
      this.CONSUME(t.RightBracket);
      const { items: elements, clauses } = list;
      const span = this.since(from);
      if (clauses.length === 0) return { kind: 'list', elements, span };
      const [only] = elements;
      if (only && elements.length === 1 && !only.spread) {
        return { kind: 'list-for', item: only.value, clauses, span };
      }
      this.reportNotAlone(clauses, '[', elements.length === 1);
      return { kind: 'list', elements, span };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly element = this.RULE('element', (list: Items<ListElement>): void => {
    const from = this.here();
    const spread = this.OPTION(() => this.CONSUME(t.Ellipsis)) !== undefined;
    const value = this.leaf() ?? this.SUBRULE(this.expression);
    const span = spread ? this.since(from) : value.span;
    this.ACTION(() => list.items.push({ spread, value, span }));
    this.OPTION1(() => {
      const clauses = this.SUBRULE(this.clauses);
      this.ACTION(() => (list.clauses = clauses));
    });
    this.expectEnd(itemEnds, 'a comma or a new line');
  });

  /** What is in braces: an object, or a comprehension. */
  protected readonly braces: Rule<Expression> = this.RULE(
    'braces',
    (): Expression => {
      const from = this.here();
      const object: Items<ObjectMember> = { items: [], clauses: [] };
      this.CONSUME(t.LeftBrace);
      this.MANY(() => this.CONSUME(t.Separator));
      this.expectEnd(memberStarts, 'a field or `}`');
      this.MANY1(() => {
        this.SUBRULE(this.member, { ARGS: [object] });
        this.MANY2(() => this.CONSUME1(t.Separator));
        this.expectEnd(memberStarts, 'a field or `}`');
      });
      this.CONSUME(t.RightBrace);
      const { items: members, clauses } = object;
      const span = this.since(from);
      if (clauses.length === 0) return { kind: 'object', members, span };
      const [only] = members;
      if (only?.kind === 'field' && members.length === 1) {
        return { kind: 'object-for', key: only.key, value: only.value, clauses, span };
      }
      this.reportNotAlone(clauses, '{', members.length === 1);
      return { kind: 'object', members, span };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  protected readonly member = this.RULE('member', (object: Items<ObjectMember>): void => {
    const from = this.here();
    this.OR({
      DEF: [
        {
          ALT: () => {
            const key = this.OR1(
              (this.keys ??= [
                { ALT: () => this.nameOf(this.CONSUME(t.PropertyName)) },
                { ALT: () => this.plainString(this.CONSUME(t.PlainString)) },
                { ALT: () => this.onOneLine(this.SUBRULE(this.stringParts)) },
              ]),
            );
            const binder = this.fieldBinder();
            if (binder?.tokenType === t.Equals) this.reportFieldEquals(binder);
            const value = this.leaf() ?? this.SUBRULE(this.expression);
            const span = this.since(from);
            this.ACTION(() => object.items.push({ kind: 'field', key, value, span }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Ellipsis);
            const value = this.leaf() ?? this.SUBRULE1(this.expression);
            const span = this.since(from);
            this.ACTION(() => object.items.push({ kind: 'spread', value, span }));
          },
        },
      ],
      ERR_MSG: 'a field',
    });
    this.OPTION(() => {
      const clauses = this.SUBRULE(this.clauses);
      this.ACTION(() => (object.clauses = clauses));
    });
    this.expectEnd(itemEnds, 'a comma or a new line');
  });
  private keys: { ALT: () => NameNode | StringLiteral }[] | undefined;

  private fieldBinder(): IToken | undefined {
    if (this.RECORDING_PHASE || tokenMatcher(this.LA(1), t.FieldBinder)) {
      return this.CONSUME(t.FieldBinder);
    }
    this.missing('`:`');
    return undefined;
  }

  private reportFieldEquals(equals: IToken): void {
    const span = this.spanOf(equals);
    this.report('syntax', span, {
      summary: 'expected `:` between a field and its value, found `=`',
      detail: 'Fields are written `name: value`; `=` binds values in declarations.',
      fix: { title: 'write `:`', span, text: ':' },
    });
  }

  private reportNotAlone(clauses: readonly Clause[], bracket: '[' | '{', isSpread: boolean): void {
    const [clause] = clauses;
    if (!clause) return;
    const [summary, detail] = isSpread
      ? [
          'a comprehension has no `...`',
          'Use one more `for` to put lists together: `[item for list in lists for item in list]`.',
        ]
      : [
          `a comprehension stands alone in its \`${bracket}\``,
          bracket === '['
            ? 'To make it part of a longer list write `...[item for item in list]`.'
            : 'To make it part of a larger object write `...{ "${key}": value for key, value in object }`.',
        ];
    this.report('syntax', clause.span, { summary, detail });
  }

  /** The object that a declaration has as its body, which no comprehension can be. */
  protected readonly body: Rule<ObjectLiteral> = this.RULE(
    'body',
    (): ObjectLiteral => {
      const value = this.SUBRULE(this.braces);
      return this.ACTION(() => this.bodyOf(value));
    },
    { recoveryValueFunc: () => this.noBody() },
  );

  protected noBody(): ObjectLiteral {
    return { kind: 'object', members: [], span: this.hole().span };
  }

  private bodyOf(value: Expression): ObjectLiteral {
    if (value.kind === 'object') return value;
    if (value.kind !== 'object-for') return this.noBody();
    const [clause] = value.clauses;
    this.report('syntax', clause?.span ?? value.span, {
      summary: 'the body of a declaration cannot be a comprehension',
      detail: 'Write `...{ "${key}": value for key, value in object }` inside of it.',
    });
    return { kind: 'object', members: [], span: value.span };
  }

  /** The clauses that follow what they repeat. */
  protected readonly clauses: Rule<Clause[]> = this.RULE(
    'clauses',
    (): Clause[] => {
      const clauses: Clause[] = [];
      const start = this.here();
      this.AT_LEAST_ONE({
        DEF: () => {
          clauses.push(
            this.OR([
              { ALT: () => this.SUBRULE(this.forClause) },
              { ALT: () => this.SUBRULE(this.ifClause) },
            ]),
          );
        },
        ERR_MSG: '`for`',
      });
      if (clauses.length > mostOperators) this.reportOperators(this.since(start));
      return clauses;
    },
    { recoveryValueFunc: () => [] },
  );

  private readonly forClause: Rule<Clause> = this.RULE(
    'forClause',
    (): Clause => {
      const from = this.here();
      const variables: NameNode[] = [];
      this.CONSUME(t.For);
      variables.push(this.nameOf(this.CONSUME(t.Name)));
      this.OPTION(() => {
        this.CONSUME(t.Comma);
        variables.push(this.nameOf(this.CONSUME1(t.Name)));
      });
      this.CONSUME(t.In);
      const collection = this.leaf() ?? this.SUBRULE(this.expression);
      return { kind: 'for', variables, collection, span: this.since(from) };
    },
    { recoveryValueFunc: () => this.noClause() },
  );

  private readonly ifClause: Rule<Clause> = this.RULE(
    'ifClause',
    (): Clause => {
      const from = this.here();
      this.CONSUME(t.If);
      const condition = this.leaf() ?? this.SUBRULE(this.expression);
      return { kind: 'if', condition, span: this.since(from) };
    },
    { recoveryValueFunc: () => this.noClause() },
  );

  private noClause(): Clause {
    const condition = this.hole();
    return { kind: 'if', condition, span: condition.span };
  }
}
