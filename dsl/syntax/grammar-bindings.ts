/*
 * The grammar of declarations that give a name to something: params, values, types, functions,
 * secrets, and the stack itself. One with a mistake inside is kept as far as it was read; one whose
 * name is lost is dropped.
 */
import type { IToken } from 'chevrotain';
import { plainName, TypeParser } from './grammar-types.js';
import * as t from './tokens.js';
import type { Rule } from './tree-parser.js';
import type { Declaration, Expression, FunctionParameter, NameNode, TypeNode } from './tree.js';

export type MaybeDeclaration = Declaration | undefined;
type Shared = Pick<Declaration, 'span' | 'broken' | 'documentation'>;

export class BindingParser extends TypeParser {
  /** The declaration being read as far as it is known, in case that a mistake ends it. */
  protected partial: MaybeDeclaration;
  private declarationStart = 0;

  protected startDeclaration(): void {
    this.partial = undefined;
    this.declarationStart = this.here();
    this.resetDepth();
  }

  protected readonly recovery = {
    recoveryValueFunc: (): MaybeDeclaration =>
      this.partial && { ...this.partial, span: this.since(this.declarationStart) },
  };

  protected shared(): Shared {
    const span = this.since(this.declarationStart);
    const documentation = this.documentationOf(this.declarationStart);
    return { span, broken: false, ...(documentation !== undefined && { documentation }) };
  }

  /** A name; `my-name` is read as well, and reported. */
  protected readonly declaredName: Rule<NameNode | undefined> = this.RULE(
    'declaredName',
    (): NameNode | undefined => {
      const from = this.here();
      const parts = [this.CONSUME(t.Name)];
      this.MANY(() => {
        this.CONSUME(t.Minus);
        parts.push(
          this.OR([{ ALT: () => this.CONSUME1(t.Name) }, { ALT: () => this.CONSUME(t.Int) }]),
        );
      });
      const span = this.since(from);
      const name = parts.map((part) => part.image).join('_');
      if (parts.length > 1) this.ACTION(() => this.reportHyphen(name, span));
      return { name, span };
    },
    { recoveryValueFunc: () => undefined },
  );

  private reportHyphen(name: string, span: NameNode['span']): void {
    this.report('syntax', span, {
      summary: 'names have no hyphens',
      detail: 'Names are made of letters, digits and `_`, and begin with a letter.',
      fix: { title: `call it \`${name}\``, span, text: name },
    });
  }

  protected readonly nameOrString: Rule<NameNode | undefined> = this.RULE(
    'nameOrString',
    (): NameNode | undefined =>
      this.OR({
        DEF: [
          { ALT: () => this.SUBRULE(this.declaredName) },
          { ALT: () => plainName(this.plainString(this.CONSUME(t.PlainString))) },
        ],
        ERR_MSG: 'a name',
      }),
    { recoveryValueFunc: () => undefined },
  );

  protected readonly stack: Rule<MaybeDeclaration> = this.RULE(
    'stack',
    (): MaybeDeclaration => {
      this.CONSUME(t.Stack);
      const name = this.SUBRULE(this.nameOrString);
      if (name) this.partial = { kind: 'stack', name, ...this.shared() };
      const settings = this.OPTION(() => this.SUBRULE(this.body));
      return name && { kind: 'stack', name, ...(settings && { settings }), ...this.shared() };
    },
    this.recovery,
  );

  protected readonly engine: Rule<MaybeDeclaration> = this.RULE(
    'engine',
    (): MaybeDeclaration => {
      this.CONSUME(t.Engine);
      const name = this.SUBRULE(this.nameOrString);
      return name && { kind: 'engine', name, ...this.shared() };
    },
    this.recovery,
  );

  protected readonly secret: Rule<MaybeDeclaration> = this.RULE(
    'secret',
    (): MaybeDeclaration => {
      this.CONSUME(t.Secret);
      const name = this.SUBRULE(this.declaredName);
      if (name) this.partial = { kind: 'secret', name, ...this.shared() };
      const source = this.OPTION(() => this.SUBRULE(this.body));
      return name && { kind: 'secret', name, ...(source && { source }), ...this.shared() };
    },
    this.recovery,
  );

  protected readonly param: Rule<MaybeDeclaration> = this.RULE(
    'param',
    (): MaybeDeclaration => {
      this.CONSUME(t.Param);
      const name = this.SUBRULE(this.declaredName);
      if (name) this.partial = { kind: 'param', name, type: this.hole(), ...this.shared() };
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      const value = this.OPTION(() => this.SUBRULE(this.default));
      return name && { kind: 'param', name, type, ...(value && { value }), ...this.shared() };
    },
    this.recovery,
  );

  protected readonly default: Rule<Expression> = this.RULE(
    'default',
    (): Expression => {
      this.CONSUME(t.Equals);
      return this.leaf() ?? this.SUBRULE(this.expression);
    },
    { recoveryValueFunc: () => this.hole() },
  );

  protected readonly let: Rule<MaybeDeclaration> = this.RULE(
    'let',
    (): MaybeDeclaration => {
      this.CONSUME(t.Let);
      const name = this.SUBRULE(this.declaredName);
      if (name) this.partial = { kind: 'let', name, value: this.hole(), ...this.shared() };
      const type = this.OPTION(() => this.SUBRULE(this.annotation));
      const value = this.SUBRULE(this.binding);
      return name && { kind: 'let', name, ...(type && { type }), value, ...this.shared() };
    },
    this.recovery,
  );

  protected readonly output: Rule<MaybeDeclaration> = this.RULE(
    'output',
    (): MaybeDeclaration => {
      this.CONSUME(t.Output);
      const name = this.SUBRULE(this.declaredName);
      if (name) this.partial = { kind: 'output', name, value: this.hole(), ...this.shared() };
      const type = this.OPTION(() => this.SUBRULE(this.annotation));
      const value = this.SUBRULE(this.binding);
      return name && { kind: 'output', name, ...(type && { type }), value, ...this.shared() };
    },
    this.recovery,
  );

  protected readonly annotation: Rule<TypeNode> = this.RULE(
    'annotation',
    (): TypeNode => {
      this.CONSUME(t.Colon);
      return this.SUBRULE(this.type);
    },
    { recoveryValueFunc: () => this.hole() },
  );

  protected readonly binding: Rule<Expression> = this.RULE(
    'binding',
    (): Expression => {
      const binder = this.CONSUME(t.ValueBinder);
      if (binder.tokenType === t.BindingColon) this.reportBindingColon(binder);
      return this.leaf() ?? this.SUBRULE(this.expression);
    },
    { recoveryValueFunc: () => this.hole() },
  );

  private reportBindingColon(colon: IToken): void {
    const span = this.spanOf(colon);
    this.report('syntax', span, {
      summary: 'expected `=` between a name and its value, found `:`',
      detail: 'Declarations bind values with `=`; fields of objects are written `name: value`.',
      fix: { title: 'write `=`', span, text: ' =' },
    });
  }

  protected readonly typeDeclaration: Rule<MaybeDeclaration> = this.RULE(
    'typeDeclaration',
    (): MaybeDeclaration => {
      this.CONSUME(t.TypeWord);
      const name = this.SUBRULE(this.declaredName);
      if (name) this.partial = { kind: 'type', name, type: this.hole(), ...this.shared() };
      this.CONSUME(t.Equals);
      const type = this.SUBRULE(this.type);
      return name && { kind: 'type', name, type, ...this.shared() };
    },
    this.recovery,
  );

  protected readonly fn: Rule<MaybeDeclaration> = this.RULE(
    'fn',
    (): MaybeDeclaration => {
      this.CONSUME(t.Fn);
      const name = this.SUBRULE(this.declaredName);
      const value = this.hole();
      if (name) this.partial = { kind: 'fn', name, parameters: [], value, ...this.shared() };
      const parameters = this.SUBRULE(this.parameters);
      const result = this.OPTION(() => this.SUBRULE(this.annotation));
      const body = this.SUBRULE(this.binding);
      const rest = { ...(result && { result }), value: body, ...this.shared() };
      return name && { kind: 'fn', name, parameters, ...rest };
    },
    this.recovery,
  );

  private readonly parameters: Rule<FunctionParameter[]> = this.RULE(
    'parameters',
    (): FunctionParameter[] => {
      const parameters: FunctionParameter[] = [];
      this.CONSUME(t.LeftParen);
      this.OPTION(() => {
        this.SUBRULE(this.parameter, { ARGS: [parameters] });
        this.MANY({
          GATE: () => this.LA(2).tokenType !== t.RightParen,
          DEF: () => {
            this.CONSUME(t.Comma);
            this.SUBRULE1(this.parameter, { ARGS: [parameters] });
          },
        });
        this.OPTION1(() => this.CONSUME1(t.Comma));
      });
      this.CONSUME(t.RightParen);
      return parameters;
    },
    { recoveryValueFunc: () => [] },
  );

  /** One parameter; a broken one is left out. */
  private readonly parameter = this.RULE('parameter', (parameters: FunctionParameter[]): void => {
    const from = this.here();
    const name = this.nameOf(this.CONSUME(t.Name));
    this.CONSUME(t.Colon);
    const type = this.SUBRULE(this.type);
    const value = this.OPTION(() => this.SUBRULE(this.default));
    const span = this.since(from);
    this.ACTION(() => parameters.push({ name, type, ...(value && { value }), span }));
  });
}
