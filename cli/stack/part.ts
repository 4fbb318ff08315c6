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

/** What a plan is to lead to. */
export type Aim = 'apply' | 'destroy' | 'refresh';

/** What is planned instead of the files by `--destroy` or `--refresh-only`. @throws UsageError */
export function aimOf({ switches, values }: Invocation): Aim {
  const aims = ['destroy', 'refresh-only'].filter((name) => switches.has(name));
  const [given, other] = [
    ...aims,
    ...['replace', 'allow-deletions', 'out'].filter((name) => values[name] !== undefined),
  ];
  if (aims.length === 0 || given === undefined) return 'apply';
  const isSaved = given === 'destroy' && other === 'out';
  if (other !== undefined && !isSaved) {
    throw new UsageError(`--${given} and --${other} cannot go together`);
  }
  return given === 'destroy' ? 'destroy' : 'refresh';
}
