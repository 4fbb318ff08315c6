/* A real dockerd for the scenarios, on a socket, a root and a network of its own. */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { startDockerd, type Certificates, type Dockerd } from '../../providers/testing/index.js';
import { damagedFile, damageFile } from './damage.js';
import type { CopyDamager } from './engine-under-test.js';
import { startRelay } from './relay.js';

const run = promisify(execFile);

export interface DockerUnderTest extends CopyDamager {
  readonly dockerd: Dockerd;
  /** Runs its own command line, and gives what that prints. */
  readonly docker: (...args: readonly string[]) => Promise<string>;
}

/**
 * Starts a daemon, which goes with the test.
 * @param certificates with which it also listens in TLS
 */
export async function dockerUnderTest(
  t: Pick<Test, 'teardown'>,
  certificates?: Certificates,
): Promise<DockerUnderTest> {
  const dockerd = await startDockerd('installed', certificates);
  t.teardown(() => dockerd.stop());
  const docker = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('docker', ['-H', dockerd.address, ...args]);
    return stdout.trim();
  };
  const names = async (what: string, ...args: readonly string[]): Promise<readonly string[]> =>
    (await docker(...args))
      .split('\n')
      .filter(Boolean)
      .map((name) => `${what} ${name}`);
  return {
    dockerd,
    docker,
    name: 'docker',
    env: { STOWAGE_ENGINE: dockerd.address },
    fetch: (url) => dockerd.fetchInside(url),
    setMemory: async (container, bytes) => {
      await docker('update', '--memory', String(bytes), '--memory-swap', String(bytes), container);
    },
    disconnect: async (container, network) => {
      await docker('network', 'disconnect', network, container);
    },
    stop: async (container) => {
      await docker('stop', '--time', '5', container);
    },
    remove: async (container) => {
      await docker('rm', '-f', container);
    },
    containerIds: async () => {
      const lines = await docker('ps', '-a', '--no-trunc', '--format', '{{.Names}} {{.ID}}');
      return Object.fromEntries(
        lines
          .split('\n')
          .filter(Boolean)
          .map((line) => {
            const [name = '', id = ''] = line.split(' ');
            return [name, id];
          }),
      );
    },
    holdings: async () =>
      [
        ...(await names('container', 'ps', '-a', '--format', '{{.Names}}')),
        ...(await names('volume', 'volume', 'ls', '--format', '{{.Name}}')),
        ...(await names('network', 'network', 'ls', '--format', '{{.Name}}')),
        ...(await names('image', 'images', '-a', '--format', '{{.Repository}}:{{.Tag}}')),
      ].sort(),
    // The daemon is alone in its network, cgroups and directories; its end is checked by the leak stage.
    watchHost: () => async () => [],
    records: async () => {
      const inspected = async (list: readonly string[], inspect: readonly string[]) => {
        const ids = (await docker(...list)).split('\n').filter(Boolean);
        return ids.length === 0 ? '' : docker(...inspect, ...ids);
      };
      const labels = ['inspect', '--format', '{{.Name}} {{json .Config.Labels}}'];
      const texts = await Promise.all([
        inspected(['ps', '-aq'], labels),
        inspected(
          ['images', '-aq'],
          ['inspect', '--format', '{{json .RepoTags}} {{json .Config.Labels}}'],
        ),
        inspected(
          ['volume', 'ls', '-q'],
          ['volume', 'inspect', '--format', '{{.Name}} {{json .Labels}}'],
        ),
      ]);
      return texts.join('\n');
    },
    readVolumeFile: async (volume, path) => {
      const mountpoint = await docker('volume', 'inspect', '--format', '{{.Mountpoint}}', volume);
      const { stdout } = await run('cat', [join(mountpoint, path)]);
      return stdout;
    },
    listen: (port) => dockerd.listenInside(port),
    removeVolume: async (volume) => {
      await docker('volume', 'rm', volume);
    },
    damageCopies: async (volume) => {
      const socket = join(dockerd.directory, 'damaging.sock');
      const inspect = ['volume', 'inspect', '--format', '{{.Mountpoint}}', volume];
      // After each archive that the engine has unpacked, before the answer to that goes back.
      const relay = await startRelay(dockerd.socketPath, socket, () => {
        let isUnpacking = false;
        return {
          request: (piece) => {
            if (/^PUT \S+\/archive\?/.test(piece.toString('latin1'))) isUnpacking = true;
            return 'pass';
          },
          answer: () => {
            if (isUnpacking) {
              const told = execFileSync('docker', ['-H', dockerd.address, ...inspect]);
              damageFile(join(told.toString().trim(), damagedFile));
            }
            isUnpacking = false;
            return 'pass';
          },
        };
      });
      return { env: { STOWAGE_ENGINE: relay.address }, stop: () => relay.stop() };
    },
  };
}
