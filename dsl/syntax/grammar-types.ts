/*
 * The grammar of types. `where` binds most weakly of all, then `|`, then `?`.
 */
import { documentationBefore } from './documentation.js';
import { itemEnds, memberStarts } from './grammar-collections.js';
import { ExpressionParser } from './grammar-expressions.js';
import { joinSpans, TextSpan } from './spans.js';
import * as t from './tokens.js';
import { mostConditionals, mostOperators, type Rule } from './tree-parser.js';
import type { IToken } from 'chevrotain';
import type {
  NameNode,
  PlainLiteral,
  Refinement,
  StringLiteral,
  TypeField,
  TypeNode,
} from './tree.js';

export class TypeParser extends ExpressionParser {
  private wrapped = 0;

  protected override resetDepth(): void {
    super.resetDepth();
    this.wrapped = 0;
  }

  protected readonly type: Rule<TypeNode> = this.RULE(
    'type',
    (): TypeNode => {
      const from = this.here();
      let type = this.SUBRULE(this.union);
      let conditions = 0;
      this.MANY(() => {
        this.CONSUME(t.Where);
        const condition = this.SUBRULE(this.expression);
        conditions += 1;
        type = { kind: 'where', base: type, condition, span: this.since(from) };
      });
      return conditions > mostOperators ? this.reportOperators(this.since(from)) : type;
    },
    { recoveryValueFunc: () => this.hole() },
  );

  /** Members between `|`, and one before the first, as it stands where they are on lines. */
  private readonly union: Rule<TypeNode> = this.RULE(
    'union',
    (): TypeNode => {
      this.OPTION(() => this.CONSUME(t.Bar));
      const from = this.here();
      const first = this.SUBRULE(this.postfixType);
      const members = [first];
      this.MANY(() => {
        this.CONSUME1(t.Bar);
        members.push(this.SUBRULE1(this.postfixType));
      });
      return members.length === 1 ? first : { kind: 'union', members, span: this.since(from) };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly postfixType: Rule<TypeNode> = this.RULE(
    'postfixType',
    (): TypeNode => {
      const from = this.here();
      let type = this.OR({
        DEF: [
          { ALT: () => this.SUBRULE(this.namedType) },
          { ALT: () => this.SUBRULE(this.listType) },
          { ALT: () => this.SUBRULE(this.bracesType) },
          { ALT: () => this.SUBRULE(this.parenthesisedType) },
          { ALT: () => this.SUBRULE(this.literalType) },
        ],
        ERR_MSG: 'a type',
      });
      const marks: IToken[] = [];
      this.MANY(() => {
        marks.push(this.CONSUME(t.OptionalMark));
      });
      if (marks.length === 0) return type;
      if (marks.length > mostOperators) return this.reportOperators(this.since(from));
      return this.ACTION(() => {
        for (const { startOffset, image } of marks) {
          for (let at = 1; at <= image.length; at++) {
            const to = startOffset + at - this.anchor.offset;
            const span = new TextSpan(this.anchor, from - this.anchor.offset, to);
            type = { kind: 'optional', inner: type, span };
          }
        }
        return type;
      });
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly namedType: Rule<TypeNode> = this.RULE(
    'namedType',
    (): TypeNode => {
      const from = this.here();
      const name = this.nameOf(this.CONSUME(t.Name));
      const refinement = this.OPTION(() => this.SUBRULE(this.refinement));
      const inner = this.OPTION1({
        GATE: () => this.wrapped < mostConditionals,
        DEF: () => {
          this.CONSUME(t.Less);
          this.wrapped += 1;
          const type = this.SUBRULE(this.type);
          this.CONSUME(t.TypeCloser);
          this.wrapped -= 1;
          return type;
        },
      });
      const span = this.since(from);
      if (inner && name.name !== 'secret') {
        this.ACTION(() => this.reportWrapper(name));
      }
      if (inner) return { kind: 'secret', inner, span };
      if (this.wrapped >= mostConditionals && this.LA(1).tokenType === t.Less) this.reportWrapped();
      return { kind: 'named', name, ...(refinement && { refinement }), span };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private reportWrapper({ name, span }: NameNode): void {
    this.report('syntax', span, {
      summary: `\`${name}\` takes no type in \`<>\``,
      detail: 'Only `secret<T>` does. Lists are written `[T]`, maps `{[string]: T}`.',
    });
  }

  private reportWrapped(): void {
    const from = this.here();
    this.expectEnd(itemEnds, '');
    this.leftovers.pop();
    this.report('nesting-too-deep', this.since(from), { summary: 'this type is nested too deep' });
  }

  private readonly refinement: Rule<Refinement | undefined> = this.RULE(
    'refinement',
    (): Refinement | undefined => {
      this.CONSUME(t.LeftParen);
      const refinement = this.OR({
        DEF: [
          {
            ALT: (): Refinement => {
              const regex = this.CONSUME(t.Regex);
              const text = regex.image.slice(1, -1);
              return { kind: 'pattern', text, span: this.spanOf(regex) };
            },
          },
          {
            ALT: (): Refinement => {
              const value = this.SUBRULE(this.expression);
              return { kind: 'expression', value, span: value.span };
            },
          },
        ],
        ERR_MSG: 'a range such as `1..20`, or a pattern such as `/[a-z]+/`',
      });
      this.CONSUME(t.RightParen);
      return refinement;
    },
    { recoveryValueFunc: () => undefined },
  );

  private readonly listType: Rule<TypeNode> = this.RULE(
    'listType',
    (): TypeNode => {
      const from = this.here();
      this.CONSUME(t.LeftBracket);
      this.MANY(() => this.CONSUME(t.Newline));
      const item = this.SUBRULE(this.type);
      this.MANY1(() => this.CONSUME(t.Separator));
      this.CONSUME(t.RightBracket);
      return { kind: 'list', item, span: this.since(from) };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly parenthesisedType: Rule<TypeNode> = this.RULE(
    'parenthesisedType',
    (): TypeNode => {
      const from = this.here();
      this.CONSUME(t.LeftParen);
      const inner = this.SUBRULE(this.type);
      this.CONSUME(t.RightParen);
      return { kind: 'parenthesised', inner, span: this.since(from) };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly literalType: Rule<TypeNode> = this.RULE(
    'literalType',
    (): TypeNode => {
      const value = this.OR({
        DEF: [
          { ALT: () => this.plainString(this.CONSUME(t.PlainString)) },
          { ALT: () => this.onOneLine(this.SUBRULE(this.stringParts)) },
          { ALT: () => this.literalOf(this.CONSUME(t.PlainLiteral)) },
          { ALT: () => this.SUBRULE(this.negative) },
        ],
        ERR_MSG: 'a type',
      });
      return { kind: 'literal', value, span: value.span };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly negative: Rule<PlainLiteral> = this.RULE(
    'negative',
    (): PlainLiteral => {
      const minus = this.CONSUME(t.Minus);
      const { kind, literal, text, span } = this.literalOf(this.CONSUME(t.PlainLiteral));
      return { kind, literal, text: `-${text}`, span: joinSpans(this.spanOf(minus), span) };
    },
    {
      recoveryValueFunc: (): PlainLiteral => ({
        kind: 'literal',
        literal: 'null',
        text: 'null',
        span: this.hole().span,
      }),
    },
  );

  /** `{[string]: T}`, or the fields of an object. */
  private readonly bracesType: Rule<TypeNode> = this.RULE(
    'bracesType',
    (): TypeNode => {
      const from = this.here();
      const fields: TypeField[] = [];
      this.CONSUME(t.LeftBrace);
      this.MANY(() => this.CONSUME(t.Separator));
      const value = this.OPTION(() => this.SUBRULE(this.mapEntry));
      this.MANY1(() => {
        this.SUBRULE(this.typeField, { ARGS: [fields] });
        this.MANY2(() => this.CONSUME1(t.Separator));
        this.expectEnd(memberStarts, 'a field or `}`');
      });
      this.CONSUME(t.RightBrace);
      const span = this.since(from);
      return value ? { kind: 'map', value, span } : { kind: 'object', fields, span };
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private readonly mapEntry: Rule<TypeNode> = this.RULE(
    'mapEntry',
    (): TypeNode => {
      this.CONSUME(t.LeftBracket);
      const key = this.nameOf(this.CONSUME(t.Name));
      this.CONSUME(t.RightBracket);
      this.CONSUME(t.Colon);
      const value = this.SUBRULE(this.type);
      if (key.name !== 'string') this.ACTION(() => this.reportKey(key));
      this.MANY(() => this.CONSUME(t.Separator));
      this.expectEnd(mapEnd, 'the end of the map');
      return value;
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private reportKey({ name, span }: NameNode): void {
    this.report('syntax', span, {
      summary: `the keys of a map are strings, not \`${name}\``,
      fix: { title: 'write `string`', span, text: 'string' },
    });
  }

  private readonly typeField = this.RULE('typeField', (fields: TypeField[]): void => {
    const from = this.here();
    const name = this.OR({
      DEF: [
        { ALT: () => this.nameOf(this.CONSUME(t.PropertyName)) },
        { ALT: () => plainName(this.plainString(this.CONSUME(t.PlainString))) },
      ],
      ERR_MSG: 'a field',
    });
    const optional = this.OPTION(() => this.CONSUME(t.Question)) !== undefined;
    this.CONSUME(t.Colon);
    const type = this.SUBRULE(this.type);
    const value = this.OPTION1(() => {
      this.CONSUME(t.Equals);
      return this.leaf() ?? this.SUBRULE(this.expression);
    });
    const span = this.since(from);
    const documentation = this.documentationOf(from);
    this.ACTION(() =>
      fields.push({
        name,
        type,
        optional,
        ...(value && { value }),
        ...(documentation !== undefined && { documentation }),
        span,
      }),
    );
    this.expectEnd(itemEnds, 'a comma or a new line');
  });

  /** The `///` lines above an offset. */
  protected documentationOf(offset: number): string | undefined {
    const { source, offset: base } = this.anchor;
    return documentationBefore(source.text, this.comments, base, offset);
  }
}

const mapEnd = new Set([t.RightBrace]);

/** A string that stands for a name: its text as it is written. */
export function plainName({ parts, span }: StringLiteral): NameNode {
  return { name: parts.map((part) => (part.kind === 'text' ? part.raw : '${}')).join(''), span };
}
