/*
 * A command with what is mounted for it alone: caches, files of the context or of stages, memory, secrets.
 * Secrets are on a file system in memory, which goes with the step; none is in a layer or in its key.
 */
import { chmod, chown, lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResolvedImage, ResolvedMount, RunAction } from '../context/index.js';
import type { LayerSession } from '../layers/index.js';
import { resolveInRoot, type OciMount } from '../oci/index.js';
import { runChecked } from '../process/index.js';
import { ifPresent, type Store } from '../store/index.js';
import { useCache } from './caches.js';
import { copyIntoRoot } from './copy-step.js';
import { StepFailed } from './errors.js';
import { runInRoot, type RunPlace, type RunWatch } from './run-step.js';

export interface ActionWorld extends RunWatch {
  readonly store: Store;
  readonly session: LayerSession;
  readonly resolved: ResolvedImage;
  readonly secrets: Readonly<Record<string, string>>;
  /** Mounts the root file system of a stage in a directory, and gives its path. */
  readonly mountStage: (stage: number, directory: string) => Promise<string>;
}

type Tidy = Awaited<ReturnType<typeof runInRoot>>;

/** @returns what is to be called with the directory of the changes once the root is unmounted */
export async function runAction(
  action: RunAction,
  place: RunPlace,
  world: ActionWorld,
): Promise<Tidy> {
  const { command, workdir, user, network } = action;
  const mounts: OciMount[] = [];
  const locks: string[] = [];
  const env: Record<string, string> = { ...action.passing, ...action.args, ...action.env };
  for (const [index, mount] of action.mounts.entries()) {
    const directory = join(place.staged, `mount-${index}`);
    await mkdir(directory, { mode: 0o700 });
    const made = await makeMount(mount, directory, world);
    mounts.push(...made.mounts);
    Object.assign(env, made.env);
    if (made.lock !== undefined) locks.push(made.lock);
  }
  if (action.script) mounts.push(await scriptMount(action.script, place.staged));
  const step = { command, env, workdir, user, mounts, network };
  const execute = (): Promise<Tidy> => runInRoot(world.store, step, place, world);
  // In one order, so that two that need the same caches do not wait for each other.
  return [...new Set(locks)]
    .sort()
    .reduce<() => Promise<Tidy>>(
      (inner, lock) => () =>
        world.store.withLock(lock, inner, { timeout: cacheTimeout, signal: world.signal }),
      execute,
    )();
}

/** Milliseconds to wait for another command that has the same cache for itself. */
const cacheTimeout = 24 * 3_600_000;

interface Made {
  readonly mounts: readonly OciMount[];
  readonly env?: Readonly<Record<string, string>>;
  /** Name of the lock that is held while the command runs. */
  readonly lock?: string;
}

const bind = (source: string, destination: string, writable: boolean): OciMount => ({
  destination,
  type: 'bind',
  source,
  options: ['rbind', 'rprivate', writable ? 'rw' : 'ro'],
});

async function makeMount(
  mount: ResolvedMount,
  directory: string,
  world: ActionWorld,
): Promise<Made> {
  switch (mount.type) {
    case 'bind':
      return { mounts: [await bindMount(mount, directory, world)] };
    case 'cache':
      return cacheMount(mount, world);
    case 'tmpfs': {
      const size = mount.size === null ? [] : [`size=${mount.size}`];
      const options = ['nosuid', 'nodev', 'mode=1777', ...size];
      return { mounts: [{ destination: mount.target, type: 'tmpfs', source: 'tmpfs', options }] };
    }
    case 'secret':
      return secretMount(mount, directory, world);
    default:
      return mount satisfies never;
  }
}

type MountOf<T extends ResolvedMount['type']> = Extract<ResolvedMount, { type: T }>;

async function bindMount(
  { from, target, writable, single }: MountOf<'bind'>,
  directory: string,
  { resolved, mountStage }: ActionWorld,
): Promise<OciMount> {
  if ('entries' in from) {
    const files = join(directory, 'files');
    await mkdir(files, { mode: 0o755 });
    await copyIntoRoot(from, resolved.context, files);
    const [only] = from.entries;
    return bind(single && only ? join(files, only.target) : files, target, writable);
  }
  const root = await mountStage(from.stage, directory);
  const source = await resolveInRoot(root, from.source);
  if ((await ifPresent(lstat(source))) === undefined) {
    const reason = 'is not in the stage that it is to be mounted from';
    throw new StepFailed({ kind: 'target', path: from.source, reason });
  }
  return bind(source, target, writable);
}

async function cacheMount(mount: MountOf<'cache'>, { store, session }: ActionWorld): Promise<Made> {
  const { name, path } = await useCache(store, session, mount);
  const mounts = [bind(path, mount.target, mount.writable)];
  return mount.sharing === 'shared' ? { mounts } : { mounts, lock: `cache-${name}` };
}

async function secretMount(
  { id, target, env, mode, uid, gid }: MountOf<'secret'>,
  directory: string,
  { secrets }: ActionWorld,
): Promise<Made> {
  const value = secrets[id];
  if (value === undefined) {
    const reason = `the secret ${id} is not given`;
    throw new StepFailed({ kind: 'not-started', reason });
  }
  const variables = env === null ? {} : { [env]: value };
  if (target === null) return { mounts: [], env: variables };
  await runChecked('mount', ['-t', 'tmpfs', '-o', 'mode=0700,size=16m', 'tmpfs', directory]);
  const file = join(directory, 'secret');
  await writeFile(file, value, { mode: 0o600 });
  await chown(file, uid, gid);
  await chmod(file, mode);
  return { mounts: [bind(file, target, false)], env: variables };
}

async function scriptMount(
  { path, text }: NonNullable<RunAction['script']>,
  staged: string,
): Promise<OciMount> {
  const file = join(staged, 'script');
  await writeFile(file, text);
  await chmod(file, 0o755);
  return bind(file, path, false);
}
