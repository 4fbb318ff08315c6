/*
 * Applies on a real dockerd that are broken: killed before or after the n-th request that changes
 * something, or left without its answer; and eight processes that apply one stack at once.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { startDockerd, whyNoDockerd } from '../../providers/testing/index.js';
import { breakEverywhere, type Breakable } from './breaking.js';
import { breakRollbacks } from './breaking-rollback.js';
import { startCuttingProxy, type Cut } from './cutting-proxy.js';
import { raceScenario } from './racing.js';
import { stowage } from './stowage.js';

const run = promisify(execFile);
const hindrance = whyNoDockerd();
const hour = 3_600_000;
if (process.env['STOWAGE_BREAK_ALL'] !== undefined) t.setTimeout(hour);

if (hindrance !== undefined) {
  t.test('docker', { skip: hindrance }, () => undefined);
} else {
  const dockerd = await startDockerd();
  const proxy = await startCuttingProxy(dockerd.socketPath, join(dockerd.directory, 'cut.sock'));
  t.teardown(async () => {
    await proxy.stop();
    await dockerd.stop();
  });
  const docker = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await run('docker', ['-H', dockerd.address, ...args]);
    return stdout.trim().split('\n').filter(Boolean);
  };
  const env = { STOWAGE_ENGINE: proxy.address };
  const breakAt = (how: Cut) => async (args: readonly string[], at: number) => {
    try {
      return await stowage(args, {
        env,
        onStart: (child) => proxy.arm({ how, at, kill: () => child.kill('SIGKILL') }),
      });
    } finally {
      proxy.arm();
    }
  };
  const engine: Breakable = {
    name: 'docker',
    env,
    holdings: async () => {
      const lists = [
        ['ps', '-a', '--format', 'container {{.Names}}'],
        ['volume', 'ls', '--format', 'volume {{.Name}}'],
        ['network', 'ls', '--format', 'network {{.Name}}'],
      ];
      const names = await Promise.all(lists.map((list) => docker(...list)));
      return names.flat().sort();
    },
    readVolumeFile: async (volume, path) => {
      const [mountpoint = ''] = await docker(
        'volume',
        'inspect',
        '--format',
        '{{.Mountpoint}}',
        volume,
      );
      return (await run('cat', [join(mountpoint, path)])).stdout;
    },
    countPlaces: async (args) => {
      proxy.arm();
      await stowage(args, { env });
      return proxy.seen;
    },
    ways: (['kill-after', 'lose-reply', 'kill-before'] as const).map((how) => ({
      name: how,
      breakAt: breakAt(how),
    })),
  };

  t.test('a broken apply of twenty resources is made whole by the next', (t) =>
    breakEverywhere(t, engine),
  );
  t.test('after a killed rollback, the same or an apply makes it whole', (t) =>
    breakRollbacks(t, engine),
  );
  t.test('of eight that apply at once, one does', (t) => raceScenario(t, engine));
}
