/*
 * Prints items with the comments and blank lines between them. At most one blank line is kept
 * between two items; none at the beginning or the end.
 */
import { positionAt, type Comment, type Source } from '../syntax/index.js';
import { insideOf, itemsOf, type CommentPlaces, type Placed, type Sequence } from './comments.js';
import {
  forceBreak,
  hardline,
  ifBroken,
  line,
  lineComment,
  verbatim,
  type Doc,
} from './document.js';

export interface Printing {
  readonly text: string;
  readonly source: Source;
  readonly places: CommentPlaces;
}
export interface SequenceStyle<T> {
  readonly print: (item: T) => Doc;
  /** After an item that others follow. */
  readonly separator: Doc;
  /** After the last item. */
  readonly end: Doc;
}

/** An item or a comment, with the comments beside it. */
interface Piece {
  readonly start: number;
  end: number;
  readonly docs: Doc[];
}
/** Comments right before an item, on its line. */
interface Beside {
  start: number;
  readonly docs: Doc[];
}

/** Whether there is a line break between two offsets. */
export function hasBreak({ source }: Printing, start: number, end: number): boolean {
  return lineOf(source, start) !== lineOf(source, end);
}

const lineOf = (source: Source, offset: number): number => positionAt(source, offset).line;

/** Prints the items of a sequence, each on a line of its own where the group around breaks. */
export function printItems<T extends Placed>(
  printing: Printing,
  sequence: Sequence,
  items: readonly T[],
  { print, separator, end }: SequenceStyle<T>,
): Doc[] {
  const comments = printing.places.between.get(sequence) ?? [];
  const pieces: Piece[] = [];
  let pending = 0;
  const takeComments = (until: number, next: T | undefined): Beside => {
    const beside: Beside = { start: until, docs: [] };
    for (
      let comment = comments[pending];
      comment && comment.start < until;
      comment = comments[pending]
    ) {
      pending += 1;
      if (next && comment.kind === 'block' && !hasBreak(printing, comment.end, until)) {
        beside.start = Math.min(beside.start, comment.start);
        beside.docs.push(printComment(comment), ' ');
      } else placeComment(printing, pieces, comment, next !== undefined);
    }
    return beside;
  };
  for (const [index, item] of items.entries()) {
    const { start } = item.span;
    const beside = takeComments(start.offset, item);
    const isVerbatim = printing.places.verbatim.has(item);
    const doc = isVerbatim
      ? verbatim(printing.text.slice(start.offset, item.span.end.offset))
      : print(item);
    const last = index === items.length - 1;
    pieces.push({
      start: beside.start,
      end: item.span.end.offset,
      docs: [...beside.docs, doc, last ? end : separator],
    });
  }
  takeComments(Infinity, undefined);
  return joinPieces(printing, pieces);
}

/** Puts a comment beside the piece it follows on its line, else on a line of its own. */
function placeComment(
  printing: Printing,
  pieces: Piece[],
  comment: Comment,
  breaks: boolean,
): void {
  const before = pieces.at(-1);
  const doc = printComment(comment);
  const ends = comment.kind === 'block' && !breaks ? '' : forceBreak;
  if (before && !hasBreak(printing, before.end, comment.start)) {
    before.docs.push(' ', doc, ends);
    before.end = comment.end;
  } else {
    pieces.push({ start: comment.start, end: comment.end, docs: [doc, forceBreak] });
  }
}

const printComment = ({ kind, text }: Comment): Doc =>
  kind === 'block' ? verbatim(text.replace(/[ \t]+$/gm, '')) : lineComment(text.trimEnd());

function joinPieces({ source }: Printing, pieces: readonly Piece[]): Doc[] {
  return pieces.flatMap((piece, index) => {
    const before = pieces[index - 1];
    if (!before) return [piece.docs];
    const blank = lineOf(source, piece.start) - lineOf(source, before.end) > 1;
    return blank ? [line, ifBroken(hardline), piece.docs] : [line, piece.docs];
  });
}

/** Whether a sequence was written with its first item on a new line, which is kept. */
export function isWrittenBroken(printing: Printing, sequence: Sequence): boolean {
  const start = insideOf(sequence);
  const first = itemsOf(sequence)[0]?.span.start.offset;
  const comment = printing.places.between.get(sequence)?.[0]?.start;
  const until = Math.min(first ?? Infinity, comment ?? Infinity);
  return Number.isFinite(until) && hasBreak(printing, start, until);
}
