/*
 * What the features of an editor look at: the parsed files of every directory that is open or used.
 * Data and questions only; who answers reads files and keeps trees up to date. Paths are whatever
 * the trees' spans hold, and directories are prefixes of them.
 */
import type { Span } from '../../model/index.js';
import type { Parsed } from '../syntax/index.js';

/** All files of one directory, a stack or a module, which share one space of names. */
export interface Unit {
  readonly directory: string;
  readonly files: readonly Parsed[];
}
export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}
export interface World {
  /** Changes whenever a file or a directory did; what was worked out before is then out of date. */
  readonly version: number;
  /** The unit of a directory; absent where it holds no files. */
  unit(directory: string): Unit | undefined;
  /** Every unit that is known, for what looks across modules. */
  units(): readonly Unit[];
  /** Directory of the module that a `use` names; absent where there is none. */
  moduleDirectory(from: string, source: string): string | undefined;
  /** What is in a directory, given by its path from the unit's. */
  entries(unit: Unit, path: string): readonly DirectoryEntry[];
}
/** One file, in the unit that it belongs to. */
export interface Place {
  readonly world: World;
  readonly unit: Unit;
  readonly file: Parsed;
}

/** Whether an offset is in a span; right behind its last character counts, as a cursor does. */
export const holds = ({ start, end }: Span, offset: number): boolean =>
  start.offset <= offset && offset <= end.offset;

/** Whether two spans are the same place. */
export const isSamePlace = (a: Span, b: Span): boolean =>
  a.file === b.file && a.start.offset === b.start.offset && a.end.offset === b.end.offset;
