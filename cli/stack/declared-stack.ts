/*
 * What the files of a directory declare, without evaluating them: for commands that work on any
 * container and are only made handier by standing in a stack. Files that are broken stop none of them.
 */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DeclaredInputs } from '../../dsl/index.js';
import type { CommandContext } from '../command.js';
import { readSources } from './read-sources.js';

/** The stack's name and engine, as far as the files tell. */
export type DeclaredStack = Pick<DeclaredInputs, 'stack' | 'engine'>;

/** Reads the declarations of a directory, of that of a file, or of the current one. */
export async function declaredStack(
  given: string | undefined,
  { directory }: Pick<CommandContext, 'directory'>,
): Promise<DeclaredStack> {
  const path = resolve(directory, given ?? '.');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return {};
  const { files } = readSources(stats.isFile() ? dirname(path) : path, (file) => file);
  // The language is not loaded for files that cannot hold what is looked for.
  const some = files.filter(({ text }) => /^\s*(?:engine|stack)\b/m.test(text));
  if (some.length === 0) return {};
  const { declaredInputs } = await import('../../dsl/index.js');
  const { stack, engine } = declaredInputs(some);
  return { ...(stack !== undefined && { stack }), ...(engine !== undefined && { engine }) };
}

/** What a directory declares, and all names that are given in it. */
export type DeclaredNames = DeclaredStack & Pick<DeclaredInputs, 'names'>;

/** Reads the names of the `.stow` files of a directory; one without any has none. */
export async function declaredNames(
  directory: string,
  context: Pick<CommandContext, 'directory'>,
): Promise<DeclaredNames> {
  const { files } = readSources(directory, (file) => file);
  if (files.length === 0) return { names: [] };
  const { declaredInputs } = await import('../../dsl/index.js');
  return { names: declaredInputs(files).names, ...(await declaredStack(directory, context)) };
}
