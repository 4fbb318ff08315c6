/*
 * Text to syntax tree: lexer, layout, parser, tree builder, in that order. Never throws, and always
 * gives a tree. One mistake gives one message: of several on one line the first counts.
 */
import type { CstNode } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { buildDeclaration, buildGivenValue } from './build-declarations.js';
import type { Builder } from './build-expressions.js';
import { nodesOf } from './cst.js';
import { documentationBefore } from './documentation.js';
import { Grammar } from './grammar.js';
import { layOut } from './layout.js';
import { lex, type Comment } from './lexer.js';
import { describeSyntaxErrors } from './syntax-errors.js';
import { makeSource, spanBetween, type Source } from './source.js';
import type { Declaration, SyntaxTree } from './tree.js';

export interface Parsed {
  readonly source: Source;
  readonly tree: SyntaxTree;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

let grammar: Grammar | undefined;

/**
 * The parser, made when first needed. Its grammar is checked by a test and not at run time, where
 * the check costs half of the start-up and needs a newer runtime than the oldest supported one.
 */
export const stowageGrammar = (): Grammar => (grammar ??= new Grammar(true));

/** Whether a file of this name holds values for params, `name = value`, and no declarations. */
export function holdsValues(path: string): boolean {
  return path.endsWith('.params.stow');
}

/** Parses one file. Values for params become `let` declarations that are `bare`. */
export function parse(path: string, text: string): Parsed {
  const source = makeSource(path, text);
  const lexed = lex(source);
  const laidOut = layOut(source, lexed.tokens);
  const parser = stowageGrammar();
  parser.input = [...laidOut.tokens];
  const values = holdsValues(path);
  const cst: CstNode | undefined = values ? parser.values() : parser.file();
  const builder: Builder = { source, comments: lexed.comments, diagnostics: [] };
  const declarations: Declaration[] = [];
  const build = values ? buildGivenValue : buildDeclaration;
  for (const node of nodesOf(cst, values ? 'givenValue' : 'declaration')) {
    const start = node.location?.startOffset ?? 0;
    const built = build(builder, node, documentationBefore(builder, start));
    if (built) declarations.push(built);
  }
  const diagnostics = oncePerLine([
    [...lexed.diagnostics, ...laidOut.diagnostics],
    [...describeSyntaxErrors(source, parser.errors, laidOut.partners), ...builder.diagnostics],
  ]);
  const tree = {
    declarations: declarations.map((one, index) =>
      markBroken(one, declarations[index + 1], diagnostics),
    ),
    span: spanBetween(source, 0, text.length),
  };
  return { source, tree, comments: lexed.comments, diagnostics };
}

/** Keeps, of the errors on one line, the first of the earliest stage. */
function oncePerLine(stages: readonly (readonly Diagnostic[])[]): Diagnostic[] {
  const seen = new Set<number>();
  const kept: Diagnostic[] = [];
  for (const stage of stages) {
    const ordered = [...stage].sort(
      (a, b) => (a.span?.start.offset ?? 0) - (b.span?.start.offset ?? 0),
    );
    for (const diagnostic of ordered) {
      const line = diagnostic.span?.start.line ?? 0;
      if (!seen.has(line)) kept.push(diagnostic);
      seen.add(line);
    }
  }
  return kept.sort((a, b) => (a.span?.start.offset ?? 0) - (b.span?.start.offset ?? 0));
}

/** An error between a declaration's start and the next one's makes it broken. */
function markBroken(
  declaration: Declaration,
  next: Declaration | undefined,
  diagnostics: readonly Diagnostic[],
): Declaration {
  const start = declaration.span.start.offset;
  const end = next?.span.start.offset ?? Infinity;
  const broken = diagnostics.some(({ span }) => {
    const at = span?.start.offset ?? -1;
    return at >= start && at < end;
  });
  return broken ? { ...declaration, broken } : declaration;
}
