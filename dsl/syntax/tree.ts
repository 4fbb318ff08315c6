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
  /** Of a multi-line string the parts hold the text without its indentation. */
  readonly parts: readonly StringPart[];
  /** Written between triple quotes. */
  readonly multiline?: true;
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
  | '??'
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
  /** `safe` where it is written `?.`: of null it gives null. */
  | (Node & {
      readonly kind: 'member';
      readonly object: Expression;
      readonly name: NameNode;
      readonly safe?: true;
    })
  | (Node & {
      readonly kind: 'index';
      readonly object: Expression;
      readonly index: Expression;
      readonly safe?: true;
    })
  /** `[item for x in list if condition]`. */
  | (Node & {
      readonly kind: 'list-for';
      readonly item: Expression;
      readonly clauses: readonly Clause[];
    })
  /** `{ "${key}": value for key, value in object if condition }`. */
  | (Node & {
      readonly kind: 'object-for';
      readonly key: NameNode | StringLiteral;
      readonly value: Expression;
      readonly clauses: readonly Clause[];
    })
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

export interface TypeField extends Node {
  readonly name: NameNode;
  readonly type: TypeNode;
  /** Written `name?:`; a field with a default may be left out, too. */
  readonly optional: boolean;
  readonly value?: Expression;
  readonly documentation?: string;
}
export type TypeNode =
  | (Node & { readonly kind: 'named'; readonly name: NameNode; readonly refinement?: Refinement })
  | (Node & { readonly kind: 'literal'; readonly value: StringLiteral | PlainLiteral })
  | (Node & { readonly kind: 'list'; readonly item: TypeNode })
  /** `{[string]: T}`. */
  | (Node & { readonly kind: 'map'; readonly value: TypeNode })
  | (Node & { readonly kind: 'object'; readonly fields: readonly TypeField[] })
  | (Node & { readonly kind: 'optional'; readonly inner: TypeNode })
  | (Node & { readonly kind: 'secret'; readonly inner: TypeNode })
  | (Node & { readonly kind: 'parenthesised'; readonly inner: TypeNode })
  | (Node & { readonly kind: 'union'; readonly members: readonly TypeNode[] })
  /** `T where condition`, in which `it` is the value. */
  | (Node & { readonly kind: 'where'; readonly base: TypeNode; readonly condition: Expression })
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
interface Named extends Declared {
  readonly name: NameNode;
}
export type Clause =
  | (Node & {
      readonly kind: 'for';
      readonly variables: readonly NameNode[];
      readonly collection: Expression;
    })
  | (Node & { readonly kind: 'if'; readonly condition: Expression });
export interface StackDeclaration extends Named {
  readonly kind: 'stack';
  /** What stands in braces after the name, such as the environment variables it may read. */
  readonly settings?: ObjectLiteral;
}
export interface EngineDeclaration extends Named {
  readonly kind: 'engine';
}
export interface ParamDeclaration extends Named {
  readonly kind: 'param';
  readonly type: TypeNode;
  readonly value?: Expression;
}
export interface SecretDeclaration extends Named {
  readonly kind: 'secret';
  /** Where its value comes from: `{ env: … }`, `{ file: … }` or `{ command: […] }`. */
  readonly source?: ObjectLiteral;
}
export interface LetDeclaration extends Named {
  readonly kind: 'let';
  /** Written without the word, in a file of values for params. */
  readonly bare?: true;
  readonly type?: TypeNode;
  readonly value: Expression;
}
export interface TypeDeclaration extends Named {
  readonly kind: 'type';
  readonly type: TypeNode;
}
export interface FunctionParameter extends Node {
  readonly name: NameNode;
  readonly type: TypeNode;
  readonly value?: Expression;
}
export interface FunctionDeclaration extends Named {
  readonly kind: 'fn';
  readonly parameters: readonly FunctionParameter[];
  readonly result?: TypeNode;
  readonly value: Expression;
}
export interface UseDeclaration extends Named {
  readonly kind: 'use';
  readonly source: StringLiteral;
  readonly clauses: readonly Clause[];
  readonly body?: ObjectLiteral;
}
export interface OutputDeclaration extends Named {
  readonly kind: 'output';
  readonly type?: TypeNode;
  readonly value: Expression;
}
export interface ResourceDeclaration extends Named {
  readonly kind: 'resource';
  readonly resourceKind: NameNode;
  readonly clauses: readonly Clause[];
  readonly body: ObjectLiteral;
}
export interface Assertion extends Node {
  readonly condition: Expression;
  readonly message?: Expression;
}
/** `check "title" { assert condition, message }`. */
export interface CheckDeclaration extends Declared {
  readonly kind: 'check';
  readonly title: StringLiteral;
  readonly assertions: readonly Assertion[];
}
/** `test "title" { params: { … }, assert condition }`, in files of their own. */
export interface TestDeclaration extends Declared {
  readonly kind: 'test';
  readonly title: StringLiteral;
  readonly body: ObjectLiteral;
  readonly assertions: readonly Assertion[];
}
/** What is said of addresses: `moved`, `removed` and `import`. */
export interface StatementDeclaration extends Declared {
  readonly kind: 'moved' | 'removed' | 'import';
  readonly body: ObjectLiteral;
}
/** Reads like a declaration, but its first word is none. */
export interface UnknownDeclaration extends Named {
  readonly kind: 'unknown';
  readonly word: NameNode;
  readonly type?: TypeNode;
  readonly value?: Expression;
}
export type NamedDeclaration =
  | StackDeclaration
  | EngineDeclaration
  | ParamDeclaration
  | SecretDeclaration
  | LetDeclaration
  | TypeDeclaration
  | FunctionDeclaration
  | UseDeclaration
  | OutputDeclaration
  | ResourceDeclaration
  | UnknownDeclaration;
export type Declaration =
  NamedDeclaration | CheckDeclaration | TestDeclaration | StatementDeclaration;

export interface SyntaxTree extends Node {
  readonly declarations: readonly Declaration[];
}
