/* What a command line asks of a plan: the part of the stack, and what is to be made anew. */
import type { Part } from '../../model/index.js';
import { UsageError, valueOf, type Invocation } from '../command.js';

/** What is chosen by `--target` and `--exclude`; nothing where all of the stack is. */
export function chosenPart({ values }: Invocation): { readonly part?: Part } {
  const [targets, excludes] = [values['target'] ?? [], values['exclude'] ?? []];
  return targets.length + excludes.length > 0 ? { part: { targets, excludes } } : {};
}

/** What is chosen, what is to be made anew, and how much may be deleted. @throws UsageError */
export function askedOf(invocation: Invocation): {
  readonly part?: Part;
  readonly replace?: readonly string[];
  readonly allowedDeletions?: number;
} {
  const { replace } = invocation.values;
  const given = valueOf(invocation, 'allow-deletions');
  if (given !== undefined && !/^\d{1,9}$/.test(given)) {
    throw new UsageError(`--allow-deletions takes a whole number, not ${given}`);
  }
  return {
    ...chosenPart(invocation),
    ...(replace && { replace }),
    ...(given !== undefined && { allowedDeletions: Number(given) }),
  };
}
