/* A real dockerd for tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pidName, startDaemon, whyNot, type Daemon } from './daemon.js';

export type Dockerd = Daemon;

const programs = ['dockerd', 'containerd', 'runc', 'ip', 'nsenter', 'busybox'];

/** Why no dockerd can be started here; `undefined` when one can. */
export const whyNoDockerd = (): string | undefined => whyNot('dockerd', programs);

/** @throws Error with the daemon's last lines when it ends or stays silent */
export function startDockerd(): Promise<Dockerd> {
  return startDaemon('dockerd', ({ name, directory, socketPath }) => {
    // An empty file of settings keeps those of the machine's own daemon out.
    writeFileSync(join(directory, 'daemon.json'), '{}');
    return [
      'dockerd',
      `--config-file=${join(directory, 'daemon.json')}`,
      `--data-root=${join(directory, 'data')}`,
      `--exec-root=${join(directory, 'exec')}`,
      `--pidfile=${join(directory, pidName)}`,
      `--host=unix://${socketPath}`,
      `--cgroup-parent=/${name}`,
      '--shutdown-timeout=1',
      '--log-level=warn',
    ];
  });
}
