/* A real dockerd for tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pidName, startDaemon, whyNot, type Daemon, type Place } from './daemon.js';
import { inPlace, whyNoRelease, type Release } from './release.js';

export type Dockerd = Daemon;

const programs = ['dockerd', 'containerd', 'runc', 'ip', 'nsenter', 'busybox'];

/** Why no dockerd can be started here; `undefined` when one can. */
export const whyNoDockerd = (release: Release = 'installed'): string | undefined =>
  whyNot('dockerd', programs) ?? whyNoRelease(release);

/** @throws Error with the daemon's last lines when it ends or stays silent */
export function startDockerd(release: Release = 'installed'): Promise<Dockerd> {
  const command = ({ name, directory, socketPath }: Place): readonly string[] => {
    // An empty file of settings keeps those of the machine's own daemon out.
    writeFileSync(join(directory, 'daemon.json'), '{}');
    return inPlace(release, [
      'dockerd',
      `--config-file=${join(directory, 'daemon.json')}`,
      `--data-root=${join(directory, 'data')}`,
      `--exec-root=${join(directory, 'exec')}`,
      `--pidfile=${join(directory, pidName)}`,
      `--host=unix://${socketPath}`,
      `--cgroup-parent=/${name}`,
      '--shutdown-timeout=1',
      '--log-level=warn',
    ]);
  };
  return startDaemon('dockerd', command, (address) => ['docker', '-H', address]);
}
