/*
 * Mounts the root file system of a container that does not run where nobody but a process of ours
 * sees it. The mount goes with that process, and that with us: nothing is left on the host, however
 * this command ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { RuntimeError } from '../errors.js';
import { prepareOverlay } from '../layers/index.js';
import { partPath, pipeFrom, pipeTo } from '../parts/index.js';
import type { Store } from '../store/index.js';
import { lowerLayers } from './overlay.js';
import type { ContainerPlaces } from './places.js';

export interface PrivateMount {
  /** Path of the root file system, through the namespace of the process that has it. */
  readonly root: string;
  release(): Promise<void>;
}

/** Mounts, says so, and waits until nobody is at its input any more. */
const script = 'mount "$@" || exit; echo mounted; read -r _; :';

/** The lock of the container must be held. @throws RuntimeError `part-failed`, TooManyLayers */
export async function mountPrivately(
  store: Store,
  places: ContainerPlaces,
  layers: readonly string[],
): Promise<PrivateMount> {
  const { upper, work, merged: target } = places;
  const lower = await lowerLayers(places, layers);
  const mount = await prepareOverlay(store, { lower, upper, work, target });
  const args = ['--mount', '--propagation', 'private', '--', '/bin/sh', '-c', script, 'mount'];
  const child = spawn(partPath('unshare'), [...args, ...mount], {
    cwd: store.root,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close');
  const output = pipeFrom(child, 1);
  const complaint = text(pipeFrom(child, 2));
  const said: unknown[] = await Promise.race([once(output, 'data'), ended]);
  const release = async (): Promise<void> => {
    pipeTo(child, 0).end();
    await ended;
  };
  if (Buffer.isBuffer(said[0]) && child.pid !== undefined) {
    return { root: `/proc/${child.pid}/root${target}`, release };
  }
  await release();
  const action = 'mount the files of a container';
  throw new RuntimeError({ kind: 'part-failed', part: 'mount', action, reason: await complaint });
}
