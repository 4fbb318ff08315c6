/* The part of a stack that a command line chooses. */
import type { Part } from '../../model/index.js';
import type { Invocation } from '../command.js';

/** What is chosen by `--target` and `--exclude`; nothing where all of the stack is. */
export function chosenPart({ values }: Invocation): { readonly part?: Part } {
  const [targets, excludes] = [values['target'] ?? [], values['exclude'] ?? []];
  return targets.length + excludes.length > 0 ? { part: { targets, excludes } } : {};
}
