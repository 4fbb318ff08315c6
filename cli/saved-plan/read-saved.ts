/*
 * Finds out whether an argument is the file of a saved plan, and reads it.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandContext, Invocation } from '../command.js';
import { readBounded } from '../stack/read-bounded.js';
import { decodePlan } from './decode.js';
import { planKey } from './digests.js';
import { refuse, type Refusal } from './refusal.js';
import type { SavedPlan } from './saved-plan.js';

const mostBytes = 256 * 1024 * 1024;

/** The saved plan that a command is given, absolute; `undefined` for anything else. */
export function savedPlanFile(
  { arguments: [given] }: Invocation,
  { directory }: Pick<CommandContext, 'directory'>,
): string | undefined {
  if (given === undefined || given.endsWith('.stow')) return undefined;
  const path = resolve(directory, given);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

/** Reads the file of a plan. */
export function readSaved(file: string, context: CommandContext): SavedPlan | Refusal {
  const read = readBounded(file, { most: mostBytes });
  return read.kind === 'failed'
    ? refuse('plan-damaged', read.reason)
    : decodePlan(read.value, planKey(context));
}
