/* Where the files of one container are. */
import { join } from 'node:path';
import type { Store } from '../store/index.js';

export interface ContainerPlaces {
  /** In the store; made by `create`, gone after `remove`. */
  readonly directory: string;
  readonly record: string;
  readonly outcome: string;
  /** What the container wrote over its image. */
  readonly upper: string;
  readonly work: string;
  /** Its volumes without a name. */
  readonly nameless: string;
  /** Where the root file system is mounted while a run is being made. */
  readonly merged: string;
  readonly log: string;
  /** Under the run root; there while a run leaves traces on the host. */
  readonly bundle: string;
  readonly run: string;
  readonly health: string;
  readonly config: string;
  readonly pidFile: string;
  readonly monitorPidFile: string;
  /** Written by the monitor: exit code of the first process, 128 + signal. */
  readonly exit: string;
  /** Made by the monitor when the kernel ran out of the container's memory. */
  readonly oom: string;
  /** While it is there, an end of the container is on purpose. */
  readonly stopping: string;
  readonly resolvConf: string;
  readonly hosts: string;
  readonly hostname: string;
  /** Where the memory is mounted that it shares with others. */
  readonly memory: string;
  readonly namespace: string;
}

export function placesOf(store: Store, id: string): ContainerPlaces {
  const directory = join(store.paths.containers, id);
  const bundle = join(store.runRoot, 'containers', id);
  return {
    directory,
    record: join(directory, 'container.json'),
    outcome: join(directory, 'outcome.json'),
    upper: join(directory, 'upper'),
    work: join(directory, 'work'),
    nameless: join(directory, 'nameless'),
    merged: join(directory, 'merged'),
    log: join(directory, 'output.log'),
    bundle,
    run: join(bundle, 'run.json'),
    health: join(bundle, 'health.json'),
    config: join(bundle, 'config.json'),
    pidFile: join(bundle, 'pid'),
    monitorPidFile: join(bundle, 'monitor.pid'),
    exit: join(bundle, 'exit'),
    oom: join(bundle, 'oom'),
    stopping: join(bundle, 'stopping'),
    resolvConf: join(bundle, 'resolv.conf'),
    hosts: join(bundle, 'hosts'),
    hostname: join(bundle, 'hostname'),
    memory: join(bundle, 'memory'),
    namespace: join(store.paths.run.netns, id),
  };
}

/** Directory of all present runs. */
export function runsDirectory(store: Store): string {
  return join(store.runRoot, 'containers');
}
