/*
 * Text to syntax tree: lexer, layout, parser, in that order. Never throws, and always gives a tree.
 * One mistake gives one message: of several on one line the first counts. Every declaration is
 * parsed by itself, so that its tree depends on nothing but its own text.
 */
import type { Diagnostic } from '../../model/index.js';
import { grammarTable } from './generated/grammar-table.js';
import { Grammar } from './grammar.js';
import { findPartners, layOut } from './layout.js';
import { readPiece, type Piece } from './lexer.js';
import type { Comment } from './reading.js';
import { makeSource, type Source } from './source.js';
import { TextSpan } from './spans.js';
import { describeSyntaxErrors } from './syntax-errors.js';
import type { Declaration, SyntaxTree } from './tree.js';

export interface Parsed {
  readonly source: Source;
  readonly tree: SyntaxTree;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a piece of text holds: a declaration, mostly. Nothing in it depends on the text before it. */
export interface ParsedPiece extends Pick<Piece, 'anchor' | 'comments'> {
  readonly length: number;
  /** How much of the text from its beginning was looked at to find its end. */
  readonly reach: number;
  readonly declarations: readonly Declaration[];
  readonly diagnostics: readonly Diagnostic[];
}

let grammar: Grammar | undefined;

/**
 * The parser, made when first needed. Its grammar is checked by a test and not at run time, where
 * the check costs half of the start-up and needs a newer runtime than the oldest supported one.
 */
export const stowageGrammar = (): Grammar => (grammar ??= new Grammar(true, grammarTable));

/** Whether a file of this name holds values for params, `name = value`, and no declarations. */
export function holdsValues(path: string): boolean {
  return path.endsWith('.params.stow');
}

/** Parses one file. Values for params become `let` declarations that are `bare`. */
export function parse(path: string, text: string): Parsed {
  const source = makeSource(path, text);
  const pieces: ParsedPiece[] = [];
  for (let at = 0; at < text.length;) {
    const piece = parsePiece(source, at);
    pieces.push(piece);
    at += piece.length;
  }
  return joinPieces(source, pieces);
}

/** Parses the piece that begins at an offset. */
export function parsePiece(source: Source, start: number): ParsedPiece {
  const piece = readPiece(source, start);
  const { anchor, comments, end } = piece;
  const shared = { anchor, comments, length: end - start, reach: piece.reach - start };
  const laidOut = layOut(anchor, piece.tokens);
  const holds = holdsValues(source.path) ? 'values' : 'declarations';
  const read = stowageGrammar().read(anchor, laidOut.tokens, comments, holds);
  const { reports, failures } = read;
  const lexical = [...piece.diagnostics, ...laidOut.diagnostics];
  if (lexical.length + reports.length + failures.length === 0) {
    return { ...shared, declarations: read.declarations, diagnostics: [] };
  }
  const isTooDeep = reports.some(({ code }) => code === 'nesting-too-deep');
  const described = isTooDeep
    ? []
    : describeSyntaxErrors(anchor, end, failures, findPartners(laidOut.tokens));
  const all = oncePerLine([lexical, [...described, ...reports]]);
  const diagnostics = withoutConsequences(source, all);
  const declarations = read.declarations.map((one, index) =>
    markBroken(one, read.declarations[index + 1], all),
  );
  return { ...shared, declarations, diagnostics };
}

/** What the pieces of a file are together. */
export function joinPieces(source: Source, pieces: readonly ParsedPiece[]): Parsed {
  const declarations: Declaration[] = [];
  const comments: Comment[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const piece of pieces) {
    const { offset } = piece.anchor;
    for (const one of piece.declarations) declarations.push(one);
    for (const { kind, text, start, end } of piece.comments) {
      comments.push({ kind, text, start: start + offset, end: end + offset });
    }
    for (const one of piece.diagnostics) diagnostics.push(one);
  }
  const span = new TextSpan({ source, offset: 0 }, 0, source.text.length);
  return { source, tree: { declarations, span }, comments, diagnostics };
}

/** Keeps, of the errors on one line, the first of the earliest stage. */
function oncePerLine(stages: readonly (readonly Diagnostic[])[]): Diagnostic[] {
  const seen = new Set<number>();
  const kept: Diagnostic[] = [];
  for (const stage of stages) {
    const ordered = [...stage].sort((a, b) => offsetOf(a) - offsetOf(b));
    for (const diagnostic of ordered) {
      const line = diagnostic.span?.start.line ?? 0;
      if (!seen.has(line)) kept.push(diagnostic);
      seen.add(line);
    }
  }
  return kept.sort((a, b) => offsetOf(a) - offsetOf(b));
}

/**
 * A closing bracket without a partner, or one that ends a declaration and is not understood, tells of
 * an opening one that is missing or was not understood: what is said after the first error follows
 * from that.
 */
function withoutConsequences(
  { text }: Source,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const isLost = diagnostics.some(
    ({ code, span }) =>
      code === 'unexpected-bracket' ||
      (span?.start.column === 1 && ')]}'.includes(text[span.start.offset] ?? ' ')),
  );
  return isLost ? diagnostics.slice(0, 1) : diagnostics;
}

const offsetOf = ({ span }: Diagnostic): number =>
  span instanceof TextSpan ? span.from : (span?.start.offset ?? 0);

/** An error between a declaration's start and the next one's makes it broken. */
function markBroken(
  declaration: Declaration,
  next: Declaration | undefined,
  diagnostics: readonly Diagnostic[],
): Declaration {
  const start = startOf(declaration);
  const end = next ? startOf(next) : Infinity;
  const broken = diagnostics.some((one) => offsetOf(one) >= start && offsetOf(one) < end);
  return broken ? { ...declaration, broken } : declaration;
}

const startOf = ({ span }: Declaration): number =>
  span instanceof TextSpan ? span.from : span.start.offset;
