/*
 * The grammar of declarations. Kinds of resources are identifiers, and the words that begin
 * declarations are names everywhere else. A misspelt first word reads as a declaration, too. One
 * with a mistake inside is kept as far as it was read; one whose name is lost is dropped.
 */
import { EOF, tokenMatcher, type IToken, type TokenType } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { itemEnds, memberStarts } from './grammar-collections.js';
import { BindingParser, type MaybeDeclaration } from './grammar-bindings.js';
import type { Comment } from './reading.js';
import type { Anchor } from './spans.js';
import type { GrammarTable } from './tabled-parser.js';
import * as t from './tokens.js';
import type { Failure, Rule } from './tree-parser.js';
import type {
  Assertion,
  Declaration,
  NameNode,
  ObjectMember,
  StringLiteral,
  StringPart,
} from './tree.js';

/** What reading a piece gave. */
export interface Read {
  readonly declarations: readonly Declaration[];
  readonly reports: readonly Diagnostic[];
  readonly failures: readonly Failure[];
}

export interface ReadInterpolation {
  readonly part: StringPart;
  readonly reports: readonly Diagnostic[];
  readonly failures: readonly Failure[];
}

const declarationEnds = new Set([t.Newline, EOF]);
const assertionStarts = new Set([t.Assert, t.RightBrace, EOF]);

export class Grammar extends BindingParser {
  /** @param table what is known of the grammar; found out when there is none */
  constructor(skipValidations: boolean, table?: GrammarTable) {
    super(skipValidations);
    if (table) this.adoptTable(table, () => new Grammar(true));
    else this.performSelfAnalysis();
  }

  /**
   * Reads the tokens of a piece.
   * @param holds whether declarations stand in it, or `name = value` lines
   */
  read(
    anchor: Anchor,
    tokens: IToken[],
    comments: readonly Comment[],
    holds: 'declarations' | 'values',
  ): Read {
    this.begin(anchor, tokens, comments);
    const declarations = holds === 'values' ? this.values() : this.piece();
    return { declarations, reports: this.reports, failures: this.failures() };
  }

  /** Reads the tokens of one interpolation. */
  readInterpolation(anchor: Anchor, tokens: IToken[]): ReadInterpolation {
    this.begin(anchor, tokens, []);
    const part = this.interpolation();
    return { part, reports: this.reports, failures: this.failures() };
  }

  private begin(anchor: Anchor, tokens: IToken[], comments: readonly Comment[]): void {
    this.input = tokens;
    this.anchor = anchor;
    this.comments = comments;
    this.reports = [];
    this.leftovers = [];
    this.resetDepth();
  }

  private failures(): Failure[] {
    const errors = this.errors.map((error): Failure => {
      const previous = 'previousToken' in error ? tokenFrom(error.previousToken) : undefined;
      const { message: expected, token, resyncedTokens: skipped } = error;
      return { expected, token, previous, skipped };
    });
    return [...errors, ...this.leftovers];
  }

  // Only separators may follow a declaration: recovery stops at what may follow, and a name there
  // would start the next one in the middle of the broken line. It looks for the type of token that
  // the outermost rule waits for, which is why that is `Separator` here as in lists and objects.
  private readonly piece: Rule<Declaration[]> = this.RULE(
    'piece',
    (): Declaration[] => {
      const declarations: Declaration[] = [];
      this.MANY(() => this.CONSUME(t.Newline));
      this.MANY1(() => {
        this.startDeclaration();
        const declaration = this.SUBRULE(this.declaration);
        if (declaration) declarations.push(declaration);
        this.OR([
          { ALT: () => this.AT_LEAST_ONE(() => this.endOfLine(this.CONSUME(t.Separator))) },
          { ALT: () => this.CONSUME(EOF) },
        ]);
      });
      return declarations;
    },
    { recoveryValueFunc: () => [] },
  );

  /** A file of values for params: names with values, and no declarations. */
  private readonly values: Rule<Declaration[]> = this.RULE(
    'values',
    (): Declaration[] => {
      const declarations: Declaration[] = [];
      this.MANY(() => this.CONSUME(t.Newline));
      this.MANY1(() => {
        this.startDeclaration();
        const declaration = this.SUBRULE(this.givenValue);
        if (declaration) declarations.push(declaration);
        this.OR([
          { ALT: () => this.AT_LEAST_ONE(() => this.endOfLine(this.CONSUME(t.Separator))) },
          { ALT: () => this.CONSUME(EOF) },
        ]);
      });
      return declarations;
    },
    { recoveryValueFunc: () => [] },
  );

  private readonly givenValue: Rule<MaybeDeclaration> = this.RULE(
    'givenValue',
    (): MaybeDeclaration => {
      const name = this.SUBRULE(this.declaredName);
      const start = { kind: 'let', bare: true } as const;
      if (name) this.partial = { ...start, name, value: this.hole(), ...this.shared() };
      this.CONSUME(t.Equals);
      const value = this.leaf() ?? this.SUBRULE(this.expression);
      const given = name && { ...start, name, value, ...this.shared() };
      this.expectEnd(declarationEnds, 'the end of the line');
      return given;
    },
    this.recovery,
  );

  /** Commas part no declarations. */
  private endOfLine(token: IToken): void {
    if (token.tokenType !== t.Comma) return;
    this.leftovers.push({ expected: 'a declaration', token, previous: undefined, skipped: [] });
  }

  private readonly declaration: Rule<MaybeDeclaration> = this.RULE(
    'declaration',
    (): MaybeDeclaration => {
      const declaration = this.OR({
        DEF: [
          { ALT: () => this.SUBRULE(this.stack) },
          { ALT: () => this.SUBRULE(this.engine) },
          { ALT: () => this.SUBRULE(this.param) },
          { ALT: () => this.SUBRULE(this.secret) },
          { ALT: () => this.SUBRULE(this.let) },
          { ALT: () => this.SUBRULE(this.typeDeclaration) },
          { ALT: () => this.SUBRULE(this.fn) },
          { ALT: () => this.SUBRULE(this.use) },
          { ALT: () => this.SUBRULE(this.output) },
          { ALT: () => this.SUBRULE(this.check) },
          { ALT: () => this.SUBRULE(this.test) },
          { ALT: () => this.SUBRULE(this.statement) },
          { ALT: () => this.SUBRULE(this.other) },
        ],
        ERR_MSG: 'a declaration',
      });
      this.expectEnd(declarationEnds, 'the end of the line');
      return declaration;
    },
    this.recovery,
  );

  private readonly use: Rule<MaybeDeclaration> = this.RULE(
    'use',
    (): MaybeDeclaration => {
      this.CONSUME(t.Use);
      const source = this.SUBRULE(this.title);
      this.CONSUME(t.As);
      const name = this.SUBRULE(this.declaredName);
      if (name) this.partial = { kind: 'use', name, source, clauses: [], ...this.shared() };
      const clauses = this.OPTION(() => this.SUBRULE(this.clauses)) ?? [];
      const body = this.OPTION1(() => this.SUBRULE(this.body));
      return (
        name && { kind: 'use', name, source, clauses, ...(body && { body }), ...this.shared() }
      );
    },
    this.recovery,
  );

  private readonly check: Rule<MaybeDeclaration> = this.RULE(
    'check',
    (): MaybeDeclaration => {
      this.CONSUME(t.Check);
      const title = this.SUBRULE(this.title);
      const assertions: Assertion[] = [];
      this.partial = { kind: 'check', title, assertions, ...this.shared() };
      this.CONSUME(t.LeftBrace);
      this.MANY(() => this.CONSUME(t.Separator));
      this.expectEnd(assertionStarts, '`assert` or `}`');
      this.MANY1(() => {
        this.SUBRULE(this.assertion, { ARGS: [assertions] });
        this.MANY2(() => this.CONSUME1(t.Separator));
        this.expectEnd(assertionStarts, '`assert` or `}`');
      });
      this.CONSUME(t.RightBrace);
      return { kind: 'check', title, assertions, ...this.shared() };
    },
    this.recovery,
  );

  private readonly test: Rule<MaybeDeclaration> = this.RULE(
    'test',
    (): MaybeDeclaration => {
      this.CONSUME(t.Test);
      const title = this.SUBRULE(this.title);
      const assertions: Assertion[] = [];
      const members: ObjectMember[] = [];
      const from = this.here();
      const body = { kind: 'object', members, span: this.since(from) } as const;
      this.partial = { kind: 'test', title, body, assertions, ...this.shared() };
      this.CONSUME(t.LeftBrace);
      this.MANY(() => this.CONSUME(t.Separator));
      this.expectEnd(memberStarts, '`assert`, a field or `}`');
      this.MANY1(() => {
        this.OR([
          {
            GATE: () => !tokenMatcher(this.LA(2), t.FieldBinder),
            ALT: () => this.SUBRULE(this.assertion, { ARGS: [assertions] }),
          },
          { ALT: () => this.SUBRULE(this.member, { ARGS: [{ items: members, clauses: [] }] }) },
        ]);
        this.MANY2(() => this.CONSUME1(t.Separator));
        this.expectEnd(memberStarts, '`assert`, a field or `}`');
      });
      this.CONSUME(t.RightBrace);
      const whole = { ...body, span: this.since(from) };
      return { kind: 'test', title, body: whole, assertions, ...this.shared() };
    },
    this.recovery,
  );

  /** A comma after the condition leads to the message, unless something else of the block follows. */
  private readonly assertion = this.RULE('assertion', (assertions: Assertion[]): void => {
    const from = this.here();
    this.CONSUME(t.Assert);
    const condition = this.leaf() ?? this.SUBRULE(this.expression);
    const message = this.OPTION({
      GATE: () => this.messageFollows(),
      DEF: () => {
        this.CONSUME(t.Comma);
        this.MANY(() => this.CONSUME(t.Newline));
        return this.leaf() ?? this.SUBRULE1(this.expression);
      },
    });
    const span = this.since(from);
    this.ACTION(() => assertions.push({ condition, ...(message && { message }), span }));
    this.expectEnd(itemEnds, 'a comma or a new line');
  });

  private messageFollows(): boolean {
    let at = 2;
    while (this.LA(at).tokenType === t.Newline) at += 1;
    const [next, afterNext] = [this.LA(at).tokenType, this.LA(at + 1).tokenType];
    if (next === t.Assert || next === t.Ellipsis || itemEnds.has(next)) return false;
    return afterNext !== t.Colon && afterNext !== t.Equals;
  }

  private readonly title: Rule<StringLiteral> = this.RULE(
    'title',
    (): StringLiteral =>
      this.OR({
        DEF: [
          { ALT: () => this.plainString(this.CONSUME(t.PlainString)) },
          { ALT: () => this.onOneLine(this.SUBRULE(this.stringParts)) },
        ],
        ERR_MSG: 'a string',
      }),
    { recoveryValueFunc: () => this.noString() },
  );

  private readonly statement: Rule<MaybeDeclaration> = this.RULE(
    'statement',
    (): MaybeDeclaration => {
      const { tokenType } = this.CONSUME(t.StatementWord);
      const kind = statements.get(tokenType) ?? 'import';
      this.partial = { kind, body: this.noBody(), ...this.shared() };
      const body = this.SUBRULE(this.body);
      return { kind, body, ...this.shared() };
    },
    this.recovery,
  );

  /** A resource, or a declaration whose first word is misspelt. */
  private readonly other: Rule<MaybeDeclaration> = this.RULE(
    'other',
    (): MaybeDeclaration => {
      const word = this.nameOf(this.CONSUME(t.Identifier));
      const name = this.SUBRULE(this.declaredName);
      if (name) this.partial = { kind: 'unknown', word, name, ...this.shared() };
      return this.OR({
        DEF: [
          { ALT: () => this.SUBRULE(this.resource, { ARGS: [word, name] }) },
          { ALT: () => this.SUBRULE(this.unknown, { ARGS: [word, name] }) },
        ],
        ERR_MSG: '`{`',
      });
    },
    this.recovery,
  );

  private readonly resource = this.RULE(
    'resource',
    (resourceKind: NameNode, name: NameNode | undefined): MaybeDeclaration => {
      const start = { kind: 'resource', resourceKind } as const;
      const empty = this.noBody();
      if (name) this.partial = { ...start, name, clauses: [], body: empty, ...this.shared() };
      const clauses = this.OPTION(() => this.SUBRULE(this.clauses)) ?? [];
      const body = this.SUBRULE(this.body);
      return name && { ...start, name, clauses, body, ...this.shared() };
    },
    this.recovery,
  );

  private readonly unknown = this.RULE(
    'unknown',
    (word: NameNode, name: NameNode | undefined): MaybeDeclaration => {
      const type = this.OPTION(() => this.SUBRULE(this.annotation));
      const value = this.OPTION1(() => this.SUBRULE(this.default));
      const rest = { ...(type && { type }), ...(value && { value }), ...this.shared() };
      return name && { kind: 'unknown', word, name, ...rest };
    },
    this.recovery,
  );
}

const statements = new Map<TokenType, 'moved' | 'removed' | 'import'>([
  [t.Moved, 'moved'],
  [t.Removed, 'removed'],
  [t.Import, 'import'],
]);

function tokenFrom(value: unknown): IToken | undefined {
  if (typeof value !== 'object' || value === null || !('image' in value)) return undefined;
  if (!('startOffset' in value) || !('endOffset' in value)) return undefined;
  const { image, startOffset, endOffset } = value;
  if (typeof image !== 'string' || typeof startOffset !== 'number') return undefined;
  if (typeof endOffset !== 'number' || startOffset < 0) return undefined;
  return t.makeToken(t.Newline, image, startOffset, endOffset + 1);
}
