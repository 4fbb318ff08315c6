/* A real dockerd for tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificates } from './certificates.js';
import { pidName, startDaemon, whyNot, type Daemon, type Place } from './daemon.js';
import { inPlace, whyNoRelease, type Release } from './release.js';

export type Dockerd = Daemon;

const programs = ['dockerd', 'containerd', 'runc', 'ip', 'nsenter', 'busybox'];

/** Why no dockerd can be started here; `undefined` when one can. */
export const whyNoDockerd = (release: Release = 'installed'): string | undefined =>
  whyNot('dockerd', programs) ?? whyNoRelease(release);

/** The port on which a dockerd listens in TLS inside its network. */
export const tlsPort = 2376;

/**
 * @param certificates with which it also listens in TLS, for clients that its authority has signed
 * @throws Error with the daemon's last lines when it ends or stays silent
 */
export function startDockerd(
  release: Release = 'installed',
  certificates?: Pick<Certificates, 'ca' | 'server'>,
): Promise<Dockerd> {
  const command = ({ name, directory, socketPath }: Place): readonly string[] => {
    // A file of settings keeps those of the machine's own daemon out. Pauses between downloads are for networks.
    writeFileSync(join(directory, 'daemon.json'), '{"max-download-attempts":1}');
    return inPlace(release, [
      'dockerd',
      `--config-file=${join(directory, 'daemon.json')}`,
      `--data-root=${join(directory, 'data')}`,
      `--exec-root=${join(directory, 'exec')}`,
      `--pidfile=${join(directory, pidName)}`,
      `--host=unix://${socketPath}`,
      ...(certificates ? tlsOptions(certificates) : []),
      `--cgroup-parent=/${name}`,
      '--shutdown-timeout=1',
      '--log-level=warn',
    ]);
  };
  return startDaemon('dockerd', command, (address) => ['docker', '-H', address]);
}

const tlsOptions = ({ ca, server }: Pick<Certificates, 'ca' | 'server'>): readonly string[] => [
  `--host=tcp://127.0.0.1:${tlsPort}`,
  '--tlsverify',
  `--tlscacert=${ca}`,
  `--tlscert=${server.cert}`,
  `--tlskey=${server.key}`,
];
