/* `stowage update`: fetches modules, moves their pins in `stowage.lock`, and says what moved. */
import { randomUUID } from 'node:crypto';
import { EngineError, nearestName } from '../../model/index.js';
import { UsageError, valueOf, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { ModuleProblem } from '../stack/git/module-problem.js';
import { pathsFrom, readStackFiles, stackDirectory } from '../stack/load.js';
import { lockText, readLock, writeLock } from '../stack/lock-file.js';
import type { FoundModules, GitUse } from '../stack/modules/find-modules.js';
import { updatePins, type PinChange, type UpdatedPins } from '../stack/modules/update-pins.js';
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
  refuseUnknown(names, found);
  for (const change of changes) terminal.print(visible(changeText(change)));
  for (const { summary } of found.failures) terminal.note(visible(`warning: ${summary}`));
  const differs = changes.some(({ kind }) => kind !== 'kept');
  if (changes.length === 0) terminal.note('The stack uses no module of a repository.');
  if (invocation.switches.has('check')) return differs ? exitCodes.differences : exitCodes.done;
  const updated = { id: lock?.id ?? randomUUID(), pins };
  if (changes.length > 0 && (!lock || lockText(lock) !== lockText(updated))) {
    writeLock(directory, updated);
  }
  return exitCodes.done;
};

/** What a module is called on the command line. */
function namesOf({ name, source }: GitUse): readonly string[] {
  return [name, source.text, source.key, source.url, source.repository];
}

function refuseUnknown(names: readonly string[], { gitUses }: FoundModules): void {
  const known = gitUses.flatMap(namesOf);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearestName(unknown, known);
  throw new UsageError(
    `the stack uses no module ${unknown} of a repository${near === undefined ? '' : `; did you mean ${near}?`}`,
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
