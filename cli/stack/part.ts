/* What a command line asks of a plan: the part of the stack, and what is to be made anew. */
import type { Part } from '../../model/index.js';
import type { Invocation } from '../command.js';

/** What is chosen by `--target` and `--exclude`; nothing where all of the stack is. */
export function chosenPart({ values }: Invocation): { readonly part?: Part } {
  const [targets, excludes] = [values['target'] ?? [], values['exclude'] ?? []];
  return targets.length + excludes.length > 0 ? { part: { targets, excludes } } : {};
}

/** What is chosen, and what is to be made anew by `--replace`. */
export function askedOf(invocation: Invocation): {
  readonly part?: Part;
  readonly replace?: readonly string[];
} {
  const { replace } = invocation.values;
  return { ...chosenPart(invocation), ...(replace && { replace }) };
}
