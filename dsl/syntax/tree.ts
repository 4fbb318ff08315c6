/*
 * The syntax tree. It keeps what was written (parentheses, spellings of literals), so that the
 * formatter can print from it; it holds no types and no values. Where the text is broken there are
 * `missing` expressions, never absent ones.
 */
import type { Span } from '../../model/index.js';

interface Node {
  readonly span: Span;
}

export interface NameNode extends Node {
  readonly name: string;
}

/** A string's parts: text as written between the quotes, and interpolated expressions. */
export type StringPart =
  | (Node & { readonly kind: 'text'; readonly raw: string })
  | (Node & { readonly kind: 'interpolation'; readonly value: Expression });

export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly parts: readonly StringPart[];
}
export type LiteralKind = 'null' | 'bool' | 'int' | 'float' | 'quantity' | 'port' | 'ip' | 'cidr';
export interface PlainLiteral extends Node {
  readonly kind: 'literal';
  readonly literal: LiteralKind;
  readonly text: string;
}
export interface ListElement extends Node {
  readonly spread: boolean;
  readonly value: Expression;
}
export type ObjectMember =
  | (Node & {
      readonly kind: 'field';
      readonly key: NameNode | StringLiteral;
      readonly value: Expression;
    })
  | (Node & { readonly kind: 'spread'; readonly value: Expression });
export interface ObjectLiteral extends Node {
  readonly kind: 'object';
  readonly members: readonly ObjectMember[];
}
export type BinaryOperator =
  | '->'
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'is'
  | '..'
  | '..<'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';
export type Expression =
  | StringLiteral
  | PlainLiteral
  | ObjectLiteral
  | (Node & { readonly kind: 'list'; readonly elements: readonly ListElement[] })
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & { readonly kind: 'member'; readonly object: Expression; readonly name: NameNode })
  | (Node & { readonly kind: 'index'; readonly object: Expression; readonly index: Expression })
  | (Node & {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly arguments: readonly Expression[];
    })
  | (Node & {
      readonly kind: 'unary';
      readonly operator: '!' | '-';
      readonly operand: Expression;
    })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  /** `127.0.0.1:` and a port. */
  | (Node & { readonly kind: 'endpoint'; readonly ip: NameNode; readonly port: Expression })
  | (Node & { readonly kind: 'parenthesised'; readonly value: Expression })
  | (Node & { readonly kind: 'missing' });

export type TypeNode =
  | (Node & { readonly kind: 'named'; readonly name: NameNode; readonly refinement?: Refinement })
  | (Node & { readonly kind: 'literal'; readonly value: StringLiteral | PlainLiteral })
  | (Node & { readonly kind: 'list'; readonly item: TypeNode })
  | (Node & { readonly kind: 'optional'; readonly inner: TypeNode })
  | (Node & { readonly kind: 'union'; readonly members: readonly TypeNode[] })
  | (Node & { readonly kind: 'missing' });
export type Refinement =
  | (Node & { readonly kind: 'pattern'; readonly text: string })
  | (Node & { readonly kind: 'expression'; readonly value: Expression });

interface Declared extends Node {
  /** Text of the `///` lines before it, without the slashes. */
  readonly documentation?: string;
  /** Whether a syntax error lies in it; its inside is then not looked at. */
  readonly broken: boolean;
}
export type Clause =
  | (Node & {
      readonly kind: 'for';
      readonly variables: readonly NameNode[];
      readonly collection: Expression;
    })
  | (Node & { readonly kind: 'if'; readonly condition: Expression });
export interface StackDeclaration extends Declared {
  readonly kind: 'stack';
  readonly name: NameNode;
}
export interface ParamDeclaration extends Declared {
  readonly kind: 'param';
  readonly name: NameNode;
  readonly type: TypeNode;
  readonly value?: Expression;
}
export interface LetDeclaration extends Declared {
  readonly kind: 'let';
  readonly name: NameNode;
  readonly value: Expression;
}
export interface OutputDeclaration extends Declared {
  readonly kind: 'output';
  readonly name: NameNode;
  readonly value: Expression;
}
export interface ResourceDeclaration extends Declared {
  readonly kind: 'resource';
  readonly resourceKind: NameNode;
  readonly name: NameNode;
  readonly clauses: readonly Clause[];
  readonly body: ObjectLiteral;
}
/** Reads like a declaration, but its first word is none. */
export interface UnknownDeclaration extends Declared {
  readonly kind: 'unknown';
  readonly word: NameNode;
  readonly name: NameNode;
  readonly type?: TypeNode;
  readonly value?: Expression;
}
export type Declaration =
  | StackDeclaration
  | ParamDeclaration
  | LetDeclaration
  | OutputDeclaration
  | ResourceDeclaration
  | UnknownDeclaration;

export interface SyntaxTree extends Node {
  readonly declarations: readonly Declaration[];
}
