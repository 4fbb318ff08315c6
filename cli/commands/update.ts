/*
 * `stowage update`: fetches modules, asks registries for images, moves the pins of both in `stowage.lock`,
 * and says what moved.
 */
import { randomUUID } from 'node:crypto';
import { EngineError, nearestName } from '../../model/index.js';
import { pinKeyOf, type NamedImage } from '../../providers/index.js';
import {
  UsageError,
  valueOf,
  type CommandContext,
  type CommandRunner,
  type Invocation,
} from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { ModuleProblem } from '../stack/git/module-problem.js';
import { loadStack, pathsFrom, readStackFiles, stackDirectory } from '../stack/load.js';
import { lockText, readLock, writeLock, type Lock } from '../stack/lock-file.js';
import type { GitUse } from '../stack/modules/find-modules.js';
import { updatePins, type PinChange, type UpdatedPins } from '../stack/modules/update-pins.js';
import { foreignImages, updateImages, type ImageChange } from '../stack/update-images.js';
import { visible } from '../terminal/terminal.js';

export const runUpdate: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const given = valueOf(invocation, 'directory');
  const directory = stackDirectory(given, context);
  const { files, problems } = readStackFiles(given, context, directory);
  const [problem] = problems;
  if (problem) throw new EngineError('store', problem.summary);
  const lock = readLock(directory);
  const names = invocation.arguments;
  const isWanted = (use: GitUse): boolean =>
    names.length === 0 || names.some((name) => namesOf(use).includes(name));
  const { pins, changes, found } = await updating(() =>
    updatePins(
      {
        files,
        settings: { directory, pins: lock?.pins ?? new Map(), show: pathsFrom(context.directory) },
        isWanted,
        force: invocation.switches.has('force'),
        dropUnused: names.length === 0,
      },
      context,
    ),
  );
  for (const change of changes) terminal.print(visible(changeText(change)));
  for (const { summary } of found.failures) terminal.note(visible(`warning: ${summary}`));
  const checks = invocation.switches.has('check');
  const before = lock?.images ?? new Map<string, string>();
  const updated = { id: lock?.id ?? randomUUID(), pins, images: before };
  const write = (next: Lock): void => {
    const isNew = changes.length > 0 || next.images.size > 0;
    if (!checks && isNew && (!lock || lockText(lock) !== lockText(next)))
      writeLock(directory, next);
  };
  // What the images of the stack are can depend on modules that have just come.
  write(updated);
  const modules = found.gitUses.flatMap(namesOf);
  const others = names.filter((name) => !modules.includes(name));
  const asked = names.length === 0 || others.length > 0;
  const written = asked ? await imagesOf(given, invocation, context) : [];
  refuseUnknown(
    others,
    modules,
    (written ?? []).map(({ name }) => name),
  );
  // What has no pin may be an image of the engine's own; an apply pins what is not, and so does its name here.
  const wanted = (image: NamedImage): boolean =>
    names.length === 0 ? before.has(pinKeyOf(image) ?? '') : others.includes(image.name);
  const moved = await updateImages((written ?? []).filter(wanted), before);
  for (const change of moved.changes) {
    const { name } = change;
    if (change.kind !== 'unknown') terminal.print(visible(imageText(change)));
    else terminal.complain(visible(`stowage: ${name} stays as it is: ${change.why}`));
  }
  write({ ...updated, images: moved.images });
  const every = [...changes, ...moved.changes];
  if (every.length === 0)
    terminal.note('The stack uses no module of a repository, and nothing of it is pinned.');
  if (moved.changes.some(({ kind }) => kind === 'unknown')) return exitCodes.error;
  const differs = every.some(({ kind }) => kind !== 'kept');
  return checks && differs ? exitCodes.differences : exitCodes.done;
};

/** The images that are none of the stack's; `undefined` where the stack has mistakes. */
async function imagesOf(
  given: string | undefined,
  invocation: Invocation,
  context: CommandContext,
): Promise<readonly NamedImage[] | undefined> {
  const { stack, directory, diagnostics } = await loadStack(given, invocation, context);
  if (stack) return foreignImages(stack.resources, directory);
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  context.terminal.note(
    visible(
      `Pins of images are left as they are: the stack has errors (${first?.summary ?? ''}); \`stowage check\` shows them.`,
    ),
  );
  return undefined;
}

const shortDigest = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

function imageText(change: Exclude<ImageChange, { kind: 'unknown' }>): string {
  switch (change.kind) {
    case 'pinned':
      return `pinned ${change.name} at ${shortDigest(change.to)}`;
    case 'moved':
      return `moved ${change.name} from ${shortDigest(change.from)} to ${shortDigest(change.to)}`;
    case 'kept':
      return `kept ${change.name} at ${shortDigest(change.to)}`;
    default:
      return change satisfies never;
  }
}

/** What a module is called on the command line. */
function namesOf({ name, source }: GitUse): readonly string[] {
  return [name, source.text, source.key, source.url, source.repository];
}

function refuseUnknown(
  names: readonly string[],
  modules: readonly string[],
  images: readonly string[],
): void {
  const unknown = names.find((name) => !images.includes(name));
  if (unknown === undefined) return;
  const near = nearestName(unknown, [...modules, ...images]);
  throw new UsageError(
    `the stack uses no module of a repository and no image ${unknown}${near === undefined ? '' : `; did you mean ${near}?`}`,
  );
}

const short = (commit: string): string => commit.slice(0, 12);

function changeText(change: PinChange): string {
  switch (change.kind) {
    case 'pinned':
      return `pinned ${change.source} at ${short(change.to)}`;
    case 'moved':
      return `moved ${change.source} from ${short(change.from)} to ${short(change.to)}`;
    case 'kept':
      return `kept ${change.source} at ${short(change.to)}`;
    case 'dropped':
      return `dropped ${change.source}, which was at ${short(change.from)}`;
    default:
      return change satisfies never;
  }
}

async function updating(update: () => Promise<UpdatedPins>): Promise<UpdatedPins> {
  try {
    return await update();
  } catch (error) {
    if (!(error instanceof ModuleProblem)) throw error;
    const { message, detail } = error;
    throw new EngineError('failed', message, detail === undefined ? {} : { hint: detail });
  }
}
