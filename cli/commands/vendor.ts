/* `stowage vendor`: copies of fetched modules beside the stack, to be committed with it. */
import { EngineError } from '../../model/index.js';
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { pathsFrom, readStackFiles, stackDirectory } from '../stack/load.js';
import { readLock } from '../stack/lock-file.js';
import { loadModules, moduleWorld, type ModuleSettings } from '../stack/modules/module-world.js';
import { vendor, vendorDirectoryName, vendorName } from '../stack/modules/vendored.js';
import { visible } from '../terminal/terminal.js';

export const runVendor: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const [given] = invocation.arguments;
  const directory = stackDirectory(given, context);
  const { files, problems } = readStackFiles(given, context, directory);
  const [problem] = problems;
  if (problem) throw new EngineError('store', problem.summary);
  const settings: ModuleSettings = {
    directory,
    pins: readLock(directory)?.pins ?? new Map(),
    show: pathsFrom(context.directory),
    // They are what is written here.
    withoutVendored: true,
  };
  const found = await loadModules(files, settings, context);
  const [failure] = found.failures;
  if (failure) {
    // What it uses is not known, so no copy may be taken for one that nothing uses.
    const hint = failure.detail === undefined ? {} : { hint: failure.detail };
    throw new EngineError('failed', failure.summary, hint);
  }
  if (found.broken) {
    const hint =
      'What uses modules is not known as long as it is. `stowage check` says what is wrong.';
    throw new EngineError('invalid', 'a file of the stack or of a module is broken', { hint });
  }
  const { findContent } = moduleWorld(settings, context);
  const wanted = new Map(
    found.gitUses.flatMap(({ source, pin }) => {
      const from = pin && findContent(pin, source);
      return from === undefined || !pin
        ? []
        : [[vendorName(source, pin), { from, hash: pin.hash }]];
    }),
  );
  const { written, kept, removed } = vendor(directory, wanted);
  const say = (verb: string, names: readonly string[]): void => {
    for (const name of names) terminal.print(visible(`${verb} ${vendorDirectoryName}/${name}`));
  };
  say('wrote', written);
  say('kept', kept);
  say('removed', removed);
  if (found.gitUses.length === 0) terminal.note('The stack uses no module of a repository.');
  return exitCodes.done;
};
