/*
 * Whether a saved plan still fits what is there: the engine, the stack, the generation, everything
 * that was observed. Each check gives a refusal that names what has moved. Nothing is written here.
 */
import {
  canonicalJson,
  equalJson,
  toJson,
  type Generation,
  type JsonValue,
  type Observation,
  type Plan,
} from '../../model/index.js';
import { planDigest } from '../apply/plan-digest.js';
import { parseGround, shiftsUnder, type Ground, type Shift } from '../../planner/index.js';
import { notUnderstood } from './decode.js';
import { stackFileNames } from '../stack/read-sources.js';
import { refuse, type Refusal } from './refusal.js';
import type { SavedEngine, SavedPlan } from './saved-plan.js';
import { changedSources } from './sources.js';

/** Whether it is the engine that the plan was made for. */
export function checkEngine(saved: SavedEngine, now: SavedEngine): Refusal | undefined {
  const hint = 'Choose the engine with `--engine`, as for the plan, or make a new plan.';
  const told = saved.identity !== undefined && now.identity !== undefined;
  const known = told ? saved.identity === now.identity : saved.address === now.address;
  if (saved.engine !== now.engine || !known) {
    const which = ({ engine, address }: SavedEngine): string => `${engine} at ${address}`;
    const same = which(saved) === which(now) ? ', on another host' : '';
    return refuse('plan-other-engine', 'it was made for another engine', {
      lines: [`made for ${which(saved)}; this is ${which(now)}${same}`],
      hint,
    });
  }
  if (saved.version === now.version) return undefined;
  return refuse('plan-engine-updated', 'the engine has another version since it was made', {
    lines: [`version: was ${saved.version}, is ${now.version}`],
  });
}

/** Whether the stack in the directory is the plan's. @param id as `stowage.lock` has it */
export function checkStack(
  { stack }: Pick<SavedPlan, 'stack'>,
  id: string | undefined,
): Refusal | undefined {
  if (id === undefined || id === stack.id) return undefined;
  return refuse('plan-other-stack', 'it was made for another stack', {
    lines: [`made for ${stack.name} with the id ${stack.id}; the stack here has ${id}`],
    hint: 'Choose the directory of its stack with `--directory`.',
  });
}

/** The files must be those of the plan; where it needs none of them, there may be none. */
export function checkFiles(
  saved: Pick<SavedPlan, 'sources'> & { readonly secrets: Pick<SavedPlan['secrets'], 'needed'> },
  directory: string,
): Refusal | undefined {
  if (!saved.secrets.needed && stackFileNames(directory).length === 0) return undefined;
  const lines = changedSources(directory, saved.sources);
  return lines.length === 0
    ? undefined
    : refuse('plan-files-changed', 'the files that it was made from have changed', {
        lines,
        hint: 'Check out what it was made from, choose its directory with `--directory`, or make a new plan.',
      });
}

/**
 * Whether the ledger is where it was: a plan is applied once.
 * @param plan absent where it cannot be read for want of its secrets
 */
export function checkGeneration(
  saved: Pick<SavedPlan, 'generation'>,
  { ledger }: Pick<Observation, 'ledger'>,
  plan: Plan | undefined,
): Refusal | undefined {
  const now = ledger?.number ?? 0;
  if (now === saved.generation) return undefined;
  const by = ledger ? `, written ${ledger.time} by ${ledger.author}` : '';
  const moved = { lines: [`generation: was ${saved.generation}, is ${now}${by}`] };
  return now > saved.generation
    ? refuse('plan-applied', whatWasApplied(ledger, plan), moved)
    : refuse('plan-outdated', 'the ledger has gone back since it was made', moved);
}

function whatWasApplied(ledger: Generation | undefined, plan: Plan | undefined): string {
  if (!plan || ledger?.digest === undefined) {
    return 'it has been applied already, or something else has been applied since';
  }
  if (ledger.digest !== planDigest(plan))
    return 'something else has been applied since it was made';
  return equalJson(toJson(ledger.resources), toJson(plan.resources))
    ? 'it has been applied already'
    : 'it has been applied already, in part: `stowage apply` with the files goes on from there';
}

/** Whether all that it rests on is as it was. @param ground covered, as it is kept */
export function checkGround(
  steps: Plan['steps'],
  kept: JsonValue,
  ground: JsonValue,
): Refusal | undefined {
  const [before, now] = [parseGround(kept), parseGround(ground)];
  if (!before || !now) return notUnderstood;
  const shifts = shiftsUnder({ steps }, before, now);
  if (shifts.length === 0) return undefined;
  return refuse(
    'plan-outdated',
    isBegun(before, now)
      ? 'an apply of it, or of another plan, was begun since and cut off'
      : 'what it rests on has changed since it was made',
    { lines: shifts.map(shiftLine) },
  );
}

/** Whether something carries a later generation than the ledger, and did not before. */
function isBegun(before: Ground, now: Ground): boolean {
  const later = ({ objects, generation }: Ground): number =>
    objects.filter(({ standing }) => Number(standing['generation']) > generation).length;
  return later(now) > later(before);
}

/** `container.web: memory: was 67108864, is 134217728`. */
function shiftLine({ object, field, before, now }: Shift): string {
  if (field !== undefined) {
    return `${object}: ${field}: was ${valueText(before)}, is ${valueText(now)}`;
  }
  return now === undefined
    ? `${object}: ${valueText(before)} is gone`
    : `${object}: ${valueText(now)} is new`;
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return 'absent';
  const text = typeof value === 'string' ? value : canonicalJson(value);
  if (text.includes('scrypt$')) return '(secret)';
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
