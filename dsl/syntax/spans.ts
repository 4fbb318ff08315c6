/*
 * The spans of a tree. They are kept relative to the piece of text that was parsed at once, so that
 * a piece that an edit moves needs no new tree: its anchor moves, and all its spans with it. Lines
 * and columns are found when somebody asks for them.
 */
import type { Position, Span } from '../../model/index.js';
import { positionAt, type Source } from './source.js';

/** Where a piece of text begins. It changes when text before it does. */
export interface Anchor {
  source: Source;
  offset: number;
}

/** A span of a tree; of its `start` and `end` nothing is stored but the distance to the anchor. */
export class TextSpan implements Span {
  readonly anchor: Anchor;
  readonly from: number;
  readonly to: number;

  constructor(anchor: Anchor, from: number, to: number) {
    this.anchor = anchor;
    this.from = from;
    this.to = to;
  }

  get file(): string {
    return this.anchor.source.path;
  }

  get start(): Position {
    return positionAt(this.anchor.source, this.anchor.offset + this.from);
  }

  get end(): Position {
    return positionAt(this.anchor.source, this.anchor.offset + this.to);
  }

  toJSON(): Span {
    return { file: this.file, start: this.start, end: this.end };
  }
}

/** From where `a` starts to where `b` ends. */
export function joinSpans(a: Span, b: Span): Span {
  const bothInPiece = a instanceof TextSpan && b instanceof TextSpan && a.anchor === b.anchor;
  if (bothInPiece) return new TextSpan(a.anchor, a.from, b.to);
  return { file: a.file, start: a.start, end: b.end };
}
