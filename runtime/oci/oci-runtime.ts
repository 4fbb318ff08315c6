/*
 * The verbs of an OCI runtime, crun and runc alike, for containers whose state is kept under one
 * directory. What a verb finds done already counts as done.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { pathOf, scratchFile } from '../parts/index.js';
import { run, type RunResult } from '../process/index.js';
import { readFailure } from './failure.js';
import { cgroupLayout } from './cgroups.js';
import { chooseRuntime, namedRuntime, type ChosenRuntime } from './probe.js';
import type { OciResources } from './resources.js';

export interface OciRuntime extends ChosenRuntime {
  /** Arguments that come before every verb. */
  readonly globalArgs: readonly string[];
  start(id: string): Promise<void>;
  /** Signals the first process; false when there is none any more. */
  kill(id: string, signal: string): Promise<boolean>;
  pause(id: string): Promise<void>;
  /** Lets a paused container go on; false when it was not paused. */
  resume(id: string): Promise<boolean>;
  /** Forgets a container, ending what is left of it. */
  remove(id: string): Promise<void>;
  update(id: string, resources: OciResources): Promise<void>;
}

/**
 * A runtime of this host.
 * @param stateRoot directory, made by the runtime, in which it keeps what it knows
 * @param name the one that is wanted; the best for this host when left out
 * @throws RuntimeError `part-missing`, `setting-unusable`
 */
export function openOciRuntime(stateRoot: string, name?: string): OciRuntime {
  const chosen = name === undefined ? chooseRuntime() : namedRuntime(name);
  // Without them crun would look for one of its own, and refuse where it may make none.
  const withoutGroups = chosen.name === 'crun' && cgroupLayout() === 'none';
  const globalArgs = [
    ...['--root', join(stateRoot, chosen.name)],
    ...(withoutGroups ? ['--cgroup-manager=disabled'] : []),
  ];
  const call = (args: readonly string[]): Promise<RunResult> =>
    run(chosen.path, [...globalArgs, ...args], { env: runtimeEnvironment() });
  const must = async (action: string, args: readonly string[]): Promise<void> => {
    const result = await call(args);
    if (result.code !== 0) throw failed(chosen, action, result);
  };
  return {
    ...chosen,
    globalArgs,
    start: (id) => must(`start container ${id}`, ['start', id]),
    kill: async (id, signal) => {
      const result = await call(['kill', id, signal]);
      if (result.code === 0) return true;
      if (alreadyGone.test(result.stderr)) return false;
      throw failed(chosen, `signal container ${id}`, result);
    },
    pause: (id) => must(`pause container ${id}`, ['pause', id]),
    resume: async (id) => (await call(['resume', id])).code === 0,
    remove: async (id) => {
      // One that has run to its end in the foreground was forgotten by the runtime itself.
      if (!existsSync(join(stateRoot, chosen.name, id))) return;
      const result = await call(['delete', '--force', id]);
      if (result.code !== 0 && !alreadyGone.test(result.stderr)) {
        throw failed(chosen, `delete container ${id}`, result);
      }
    },
    update: async (id, resources) => {
      // crun cannot read it from a pipe of Node's.
      const file = await scratchFile();
      try {
        await file.writeFile(JSON.stringify(resources));
        const args = ['update', '--resources', pathOf(file), id];
        await must(`change the limits of container ${id}`, args);
      } finally {
        await file.close();
      }
    },
  };
}

/** Without the user's directory for such things, in which crun would leave one of its own. */
export function runtimeEnvironment(): Readonly<Record<string, string>> {
  const kept = Object.entries(process.env).filter(([name]) => name !== 'XDG_RUNTIME_DIR');
  return Object.fromEntries(
    kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const alreadyGone = new RegExp(
  [
    'does not exist|not running|no such process|process already finished|cannot find|stopped',
    // What crun says where another delete has just removed its state.
    'cannot open directory .*: No such file or directory',
  ].join('|'),
  'i',
);

function failed(runtime: ChosenRuntime, action: string, result: RunResult): RuntimeError {
  const { reason } = readFailure(result.stderr === '' ? result.stdout : result.stderr);
  return new RuntimeError({ kind: 'part-failed', part: runtime.name, action, reason });
}
