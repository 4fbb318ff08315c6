/*
 * What a lint is: a function over an evaluated stack and its trees that finds what is allowed and
 * probably not meant. Everything it says is a warning, and may be silenced where it stands.
 */
import type { Diagnostic, Resource, ResourceOf, Span } from '../../model/index.js';
import type { Session } from '../semantics/session.js';
import type { Expression, Parsed } from '../syntax/index.js';
import type { ValueKinds } from './value-kinds.js';

export interface LintInput {
  /** The files of the stack and of its modules, each once. */
  readonly files: readonly Parsed[];
  /** One for the stack and each module. */
  readonly sessions: readonly Session[];
  /** Names that something refers to, by directory. */
  readonly used: ReadonlyMap<string, ReadonlySet<string>>;
  readonly resources: readonly Resource[];
  readonly kinds: ValueKinds;
}
export interface LintContext extends LintInput {
  /** Every expression of the files. */
  readonly expressions: readonly Expression[];
}

export type Lint = (context: LintContext) => readonly Diagnostic[];

/** The containers of a stack. */
export function containersOf(input: LintInput): readonly ResourceOf<'container'>[] {
  return input.resources.filter((resource) => resource.kind === 'container');
}

/** What is written at a place. */
export function textAt({ files }: LintInput, { file, start, end }: Span): string {
  const source = files.find((parsed) => parsed.source.path === file)?.source;
  return source?.text.slice(start.offset, end.offset) ?? '';
}

/** The span of no characters before a place. */
export const before = ({ file, start }: Span): Span => ({ file, start, end: start });
