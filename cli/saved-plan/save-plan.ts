/*
 * `plan --out FILE`: gathers what the plan rests on and writes the file. The engine is only read.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { EngineError, type EngineReader, type Stack } from '../../model/index.js';
import { changedContents, changedCopies } from '../../providers/index.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';
import type { LoadedStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { noId, wantedOf, type MadePlan } from '../stack/make-plan.js';
import { cacheDirectory } from '../stack/modules/cache.js';
import { isStackFile } from '../stack/read-sources.js';
import { secretPaths } from '../stack/shade-secrets.js';
import { stowageVersion } from '../version.js';
import { planKey } from './digests.js';
import { describePlan, encodePlan, namesSecret } from './encode.js';
import { withPortablePlaces } from './portable.js';
import type { SavedEngine } from './saved-plan.js';
import type { GivenSecrets } from './secret-texts.js';
import { digestSources, pinnedImages } from './sources.js';
import { writePlanFile } from './write-plan-file.js';

/** The file that a plan is to be saved in, absolute; `undefined` for none. @throws UsageError */
export function planFileOf(
  invocation: Invocation,
  { directory }: Pick<CommandContext, 'directory'>,
): string | undefined {
  const given = valueOf(invocation, 'out');
  if (given === undefined) return undefined;
  const path = resolve(directory, given);
  if (path.endsWith('.stow') || isStackFile(basename(path))) {
    throw new UsageError(`--out ${given} would be a file of a stack; give it another ending`);
  }
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) throw new UsageError(`--out ${given} is no regular file`);
  const parent = dirname(path);
  if (!statSync(parent, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--out ${given}: there is no directory ${parent}`);
  }
  return path;
}

/** The stack's id, or the one that it is going to have when the plan is applied. */
export function idForSaving(directory: string): string {
  return readStackId(directory) ?? randomUUID();
}

/** What a plan is bound to of an engine. */
export async function describeEngine(reader: EngineReader): Promise<SavedEngine> {
  const { engine, version, address } = reader.profile;
  const identity = await reader.identity?.();
  return { engine, version, address, ...(identity === undefined ? {} : { identity }) };
}

export interface SaveRequest {
  /** Absolute path of the file. */
  readonly file: string;
  readonly made: MadePlan;
  readonly stack: Stack;
  readonly loaded: Pick<LoadedStack, 'directory' | 'filesRead' | 'listings'>;
  readonly secrets: GivenSecrets;
  readonly reader: EngineReader;
}

/** Writes the file of a plan. @throws EngineError */
export async function savePlan(
  { file, made, stack, loaded, secrets, reader }: SaveRequest,
  invocation: Invocation,
  context: CommandContext,
): Promise<void> {
  const { plan, observation } = made;
  if (!plan || plan.stack.id === noId) throw new Error('there is no plan to save');
  const { directory } = loaded;
  const purpose = invocation.switches.has('destroy') ? 'destroy' : 'apply';
  const looksForImages = purpose === 'apply' && !plan.refreshOnly;
  const saved = describePlan({
    plan,
    observation,
    secrets,
    places: secretPaths(stack.resources, observation),
    salt: randomBytes(16).toString('base64url'),
    purpose,
    stowage: stowageVersion,
    created: new Date().toISOString(),
    engine: await describeEngine(reader),
    query: wantedOf(stack),
    sources: digestSources(
      loaded,
      cacheDirectory(context.environment),
      looksForImages ? pinnedImages(directory, stack.resources, plan) : {},
    ),
    allowed: invocation.values['allow-destroy'] ?? [],
    portable: (value) => withPortablePlaces(value, directory, context.directory),
  });
  if (namesSecret(saved, secrets)) {
    throw new EngineError(
      'invalid',
      'the plan was not saved: a secret stands in a name or an address',
      {
        hint: 'Names are shown by every engine, and are kept as they are. Do not make them from secrets.',
      },
    );
  }
  writePlanFile(file, encodePlan(saved, planKey(context)));
  const changed = [
    ...(await changedCopies(plan, { directory, reader, observation })),
    ...(await changedContents(plan, directory)),
  ];
  if (changed.length === 0) return;
  rmSync(file, { force: true });
  throw new EngineError(
    'invalid',
    'the plan was not saved: files that it copies or mounts have changed',
    {
      lines: changed,
      hint: changed.some((line) => line.includes(basename(file)))
        ? 'The file of the plan itself stands among what an image copies or a container mounts; write it elsewhere.'
        : 'Plan again.',
    },
  );
}
