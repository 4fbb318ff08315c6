/* A real Podman as the scenarios want an engine, with the hand of whoever uses its own command. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Podman } from '../../providers/testing/index.js';
import type { EngineUnderTest } from './engine-under-test.js';

const run = promisify(execFile);

/** Runs Podman's command against a service; gives what it printed. */
export function podmanCommand({ address }: Podman) {
  return async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('podman', ['--remote', '--url', address, ...args]);
    return stdout.trim();
  };
}

/**
 * A limit that is changed by hand is no drift on 4.3: it sets it in the kernel alone, tells the old one
 * on, and comes back to it with the next start.
 */
export function podmanUnderTest(service: Podman): EngineUnderTest {
  const podman = podmanCommand(service);
  const lines = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await podman(...args)).split('\n').filter(Boolean);
  const names = async (what: string, ...args: readonly string[]): Promise<readonly string[]> =>
    (await lines(...args)).map((name) => `${what} ${name}`);
  return {
    name: 'podman',
    env: { STOWAGE_ENGINE: service.address },
    fetch: (url) => service.fetchInside(url),
    disconnect: async (container, network) => {
      await podman('network', 'disconnect', network, container);
    },
    stop: async (container) => {
      await podman('stop', '--time', '5', container);
    },
    remove: async (container) => {
      await podman('rm', '-f', container);
    },
    containerIds: async () =>
      Object.fromEntries(
        (await lines('ps', '-a', '--no-trunc', '--format', '{{.Names}} {{.ID}}')).map((line) => {
          const [name = '', id = ''] = line.split(' ');
          return [name, id];
        }),
      ),
    holdings: async () =>
      [
        ...(await names('container', 'ps', '-a', '--format', '{{.Names}}')),
        ...(await names('volume', 'volume', 'ls', '--format', '{{.Name}}')),
        ...(await names('network', 'network', 'ls', '--format', '{{.Name}}')),
        ...(await names('image', 'images', '-a', '--format', '{{.Repository}}:{{.Tag}}')),
      ].sort(),
    // It is alone in its network and directories; its end is checked by the leak stage.
    watchHost: () => async () => [],
    records: async () => {
      const inspected = async (
        list: readonly string[],
        inspect: readonly string[],
      ): Promise<string> => {
        const ids = await lines(...list);
        return ids.length === 0 ? '' : podman(...inspect, ...ids);
      };
      const texts = await Promise.all([
        inspected(
          ['ps', '-aq'],
          ['container', 'inspect', '--format', '{{.Name}} {{json .Config.Labels}}'],
        ),
        inspected(
          ['images', '-aq'],
          ['image', 'inspect', '--format', '{{json .RepoTags}} {{json .Labels}}'],
        ),
        inspected(
          ['volume', 'ls', '-q'],
          ['volume', 'inspect', '--format', '{{.Name}} {{json .Labels}}'],
        ),
      ]);
      return texts.join('\n');
    },
    readVolumeFile: async (volume, path) => {
      const mountpoint = await podman('volume', 'inspect', '--format', '{{.Mountpoint}}', volume);
      return (await run('cat', [join(mountpoint, path)])).stdout;
    },
    listen: (port) => service.listenInside(port),
    removeVolume: async (volume) => {
      await podman('volume', 'rm', volume);
    },
  };
}
