/*
 * Where modules come from on this host: copies beside the lock, then the cache; what is pinned and in
 * neither is fetched by exactly its commit. With everything there, nothing touches the network.
 */
import type { SourceFile } from '../../../dsl/index.js';
import type { CommandContext } from '../../command.js';
import { ModuleProblem } from '../git/module-problem.js';
import { usualLimits } from '../git/run.js';
import { allowedProtocols, type GitSource } from '../git/source.js';
import type { Pin, Pins } from '../lock-file.js';
import { readSources } from '../read-sources.js';
import { visible } from '../../terminal/terminal.js';
import { cacheDirectory, findCached } from './cache.js';
import { fetchPinned, type FetchWorld } from './fetch-module.js';
import { findModules, type FoundModules, type ModuleWorld } from './find-modules.js';
import { findVendored } from './vendored.js';

/** What the loader has of this host, for one stack. */
export interface ModuleSettings {
  readonly directory: string;
  readonly pins: Pins;
  readonly show: (path: string) => string;
  /** Whether copies beside the lock are passed over. */
  readonly withoutVendored?: true;
}

/** The world in which modules are found, without fetching any. */
export function moduleWorld(
  settings: ModuleSettings,
  {
    environment,
    terminal,
  }: Pick<CommandContext, 'environment'> & {
    readonly terminal: Pick<CommandContext['terminal'], 'conceal'>;
  },
): ModuleWorld {
  const { directory, pins, show } = settings;
  const cache = cacheDirectory(environment);
  // Hashing once a load is enough, however many modules come from one repository.
  const known = new Map<string, string | undefined>();
  return {
    directory,
    pins,
    show,
    protocols: allowedProtocols(environment),
    read: (path) => readSources(path, show),
    findContent: (pin, source) => {
      const key = `${source.key} ${pin.hash}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const vendored = settings.withoutVendored ? undefined : findVendored(directory, pin, source);
      const found = vendored ?? findCached(cache, pin.hash);
      known.set(key, found);
      return found;
    },
    conceal: (secret) => terminal.conceal({ values: [secret] }),
  };
}

/** What fetching needs of this host. */
export function fetchWorld({ environment, terminal, signal }: CommandContext): FetchWorld {
  return {
    environment,
    signal,
    protocols: allowedProtocols(environment),
    limits: usualLimits,
    cache: cacheDirectory(environment),
    report: (text) => terminal.note(terminal.style('dim', visible(text))),
  };
}

/** Finds all modules, fetching what is pinned and not there. */
export async function loadModules(
  files: readonly SourceFile[],
  settings: ModuleSettings,
  context: CommandContext,
): Promise<FoundModules> {
  const world = moduleWorld(settings, context);
  const failures = new Map<string, ModuleProblem>();
  const findContent = (pin: Pin, source: GitSource): string | undefined => {
    const failure = failures.get(source.key);
    if (failure) throw failure;
    return world.findContent(pin, source);
  };
  for (;;) {
    const found = findModules(files, { ...world, findContent });
    const absent = found.gitUses.find(({ pin, present }) => pin && !present);
    if (!absent?.pin) return found;
    try {
      await fetchPinned(absent.source, absent.pin, fetchWorld(context));
      // A cache that loses what was just put there would be asked without end.
      if (world.findContent(absent.pin, absent.source) === undefined) {
        throw new ModuleProblem('the module went out of the cache as soon as it was in it');
      }
    } catch (error) {
      if (!(error instanceof ModuleProblem)) throw error;
      failures.set(absent.source.key, error);
    }
  }
}
