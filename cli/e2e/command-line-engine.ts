/*
 * A real dockerd or Podman for the scenarios, on a socket, a root and a network of its own, with the hand of
 * whoever uses its own command. Their commands are alike; where they are not, a member of `Ways` says how.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import {
  startDockerd,
  startPodman,
  startRelay,
  type Certificates,
  type Daemon,
  type Release,
} from '../../providers/testing/index.js';
import { damagedFile, damageFile } from './damage.js';
import type { CopyDamager, EngineUnderTest } from './engine-under-test.js';

/** What the commands of the two do in ways of their own. */
interface Ways {
  /** Where an inspection has the labels of an image. */
  readonly imageLabels: string;
}

type Command = (...args: readonly string[]) => Promise<string>;

export interface CommandLineEngine extends EngineUnderTest {
  readonly daemon: Daemon;
  /** Runs its own command line, and gives what that prints. */
  readonly command: Command;
}

export type DockerUnderTest = CommandLineEngine & CopyDamager;

const linesOf = (text: string): readonly string[] => text.split('\n').filter(Boolean);

function commandLineEngine(name: string, daemon: Daemon, { imageLabels }: Ways): CommandLineEngine {
  const { command } = daemon;
  const names = async (what: string, ...args: readonly string[]): Promise<readonly string[]> =>
    linesOf(await command(...args)).map((one) => `${what} ${one}`);
  const inspected = async (kind: string, list: readonly string[], format: string) => {
    const ids = linesOf(await command(...list));
    return ids.length === 0 ? '' : command(kind, 'inspect', '--format', format, ...ids);
  };
  return {
    name,
    daemon,
    command,
    env: { STOWAGE_ENGINE: daemon.address },
    fetch: (url) => daemon.fetchInside(url),
    disconnect: async (container, network) => {
      await command('network', 'disconnect', network, container);
    },
    stop: async (container) => {
      await command('stop', '--time', '5', container);
    },
    remove: async (container) => {
      await command('rm', '-f', container);
    },
    containerIds: async () => {
      const format = '{{.Names}} {{.ID}}';
      const lines = linesOf(await command('ps', '-a', '--no-trunc', '--format', format));
      return Object.fromEntries(
        lines.map((line) => {
          const [container = '', id = ''] = line.split(' ');
          return [container, id];
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
      const texts = await Promise.all([
        inspected('container', ['ps', '-aq'], '{{.Name}} {{json .Config.Labels}}'),
        inspected('image', ['images', '-aq'], `{{json .RepoTags}} {{json ${imageLabels}}}`),
        inspected('volume', ['volume', 'ls', '-q'], '{{.Name}} {{json .Labels}}'),
      ]);
      return texts.join('\n');
    },
    readVolumeFile: async (volume, path) => {
      const mountpoint = await command('volume', 'inspect', '--format', '{{.Mountpoint}}', volume);
      return readFileSync(join(mountpoint, path), 'utf8');
    },
    listen: (port) => daemon.listenInside(port),
    removeVolume: async (volume) => {
      await command('volume', 'rm', volume);
    },
  };
}

/**
 * Starts a daemon, which goes with the test.
 * @param certificates with which it also listens in TLS
 */
export async function dockerUnderTest(
  t: Pick<Test, 'teardown'>,
  release: Release = 'installed',
  certificates?: Certificates,
): Promise<DockerUnderTest> {
  const dockerd = await startDockerd(release, certificates);
  t.teardown(() => dockerd.stop());
  const engine = commandLineEngine('docker', dockerd, { imageLabels: '.Config.Labels' });
  return {
    ...engine,
    setMemory: async (container, bytes) => {
      const limit = String(bytes);
      await engine.command('update', '--memory', limit, '--memory-swap', limit, container);
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

/**
 * Starts a service, which goes with the test. A limit that is changed by hand is no drift on 4.3: it sets it
 * in the kernel alone, tells the old one on, and comes back to it with the next start.
 */
export async function podmanUnderTest(
  t: Pick<Test, 'teardown'>,
  release: Release = 'installed',
): Promise<CommandLineEngine> {
  const podman = await startPodman(release);
  t.teardown(() => podman.stop());
  const engine = commandLineEngine('podman', podman, { imageLabels: '.Labels' });
  const setMemory: EngineUnderTest['setMemory'] = async (container, bytes) => {
    const limit = String(bytes);
    await engine.command('update', '--memory', limit, '--memory-swap', limit, container);
  };
  return {
    ...engine,
    ...(release === 'newer' && { setMemory }),
  };
}
