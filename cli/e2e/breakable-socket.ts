/* An engine behind a socket as the breaking of applies wants it: with a proxy before it that cuts. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Daemon } from '../../providers/testing/index.js';
import type { Breakable } from './breaking.js';
import { startCuttingProxy, type Cut } from './cutting-proxy.js';
import { stowage } from './stowage.js';

const run = promisify(execFile);

export interface BreakableDaemon {
  readonly engine: Breakable;
  /** Ends the proxy and the daemon. */
  stop(): Promise<void>;
}

/** @param command the engine's own command, up to what it is asked for */
export async function makeBreakable(
  name: string,
  daemon: Daemon,
  command: readonly [program: string, ...args: string[]],
): Promise<BreakableDaemon> {
  const proxy = await startCuttingProxy(daemon.socketPath, join(daemon.directory, 'cut.sock'));
  const [program, ...first] = command;
  const lines = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await run(program, [...first, ...args]);
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
    name,
    env,
    holdings: async () => {
      const lists = [
        ['ps', '-a', '--format', 'container {{.Names}}'],
        ['volume', 'ls', '--format', 'volume {{.Name}}'],
        ['network', 'ls', '--format', 'network {{.Name}}'],
      ];
      const names = await Promise.all(lists.map((list) => lines(...list)));
      return names.flat().sort();
    },
    readVolumeFile: async (volume, path) => {
      const inspect = ['volume', 'inspect', '--format', '{{.Mountpoint}}', volume];
      const [mountpoint = ''] = await lines(...inspect);
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
  return {
    engine,
    stop: async () => {
      await proxy.stop();
      await daemon.stop();
    },
  };
}
