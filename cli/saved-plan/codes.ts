/*
 * Why a saved plan is refused, by code. Some say that the file is wrong or not for this place, which is
 * an error as any other; the rest say that it was right and is too old, which has an exit code of its
 * own. A code never changes its meaning.
 */
import type { DiagnosticDescription } from '../../model/index.js';

const error = (title: string, explanation: string): DiagnosticDescription => ({
  severity: 'error',
  title,
  explanation,
});

/** The file is damaged, or was made for something else. */
export const foreignCodes = {
  'plan-damaged': error(
    'A file that is no saved plan, or no longer the one that was written',
    'A saved plan is one line of JSON with a digest, and any other byte in it is found. Nothing of such a file is used. Copy it again from where it was made, or make a new plan.',
  ),
  'plan-unknown-format': error(
    'A saved plan that this Stowage does not understand',
    'It was made by another version of Stowage, or says of a step what no step has. What is not understood is never skipped. Apply it with the Stowage that made it, or make a new plan.',
  ),
  'plan-unsealed': error(
    'A saved plan without the seal that is asked for',
    'Where `STOWAGE_PLAN_KEY` is set, only plans that were sealed with that key are carried out; and one that was sealed needs its key. Set the variable for `plan --out` and `apply` alike, or for neither.',
  ),
  'plan-other-engine': error(
    'A saved plan for another engine',
    'A plan is carried out on the engine that it was made for, and on no other. Choose that one with `--engine`, or make a new plan.',
  ),
  'plan-other-stack': error(
    'A saved plan for another stack',
    'The id in `stowage.lock` is not the one that the plan has. Choose the directory of its stack with `--directory`.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticDescription>>;

/** What it was made from, or what it rests on, is not what it was. */
export const staleCodes = {
  'plan-engine-updated': error(
    'A saved plan for another version of the engine',
    'What an engine fills in by itself depends on its version, and the plan was compared with that. Make a new plan.',
  ),
  'plan-files-changed': error(
    'The files that a saved plan was made from have changed',
    'Of the files of the stack, and of those that its images copy and its containers mount, each is as it was, or the plan is refused. Check out what it was made from, or make a new plan.',
  ),
  'plan-secret-changed': error(
    'A secret is not the one that a saved plan was made with',
    'The file of a plan has fingerprints in the places of secrets. They are put back from the values that are given now, which have to be the same; so have the params that a text is made from together with a secret.',
  ),
  'plan-applied': error(
    'A saved plan that was applied already, or overtaken',
    'A plan is for one generation of its stack, and is carried out once, also where that was cut off. What is left to do is what `stowage plan` says now.',
  ),
  'plan-outdated': error(
    'What a saved plan rests on has changed',
    'The message names each object and attribute that is not what it was when the plan was made. Make a new plan, and look at what it says of them.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticDescription>>;

export const savedPlanCodes = { ...foreignCodes, ...staleCodes } as const;

export type SavedPlanCode = keyof typeof savedPlanCodes;
