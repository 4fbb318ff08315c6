/* The embedded engine with a store of its own, on the real kernel, for the scenarios. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { locateStore } from '../../runtime/index.js';
import { damagedFile } from './damage.js';
import type { CopyDamager } from './engine-under-test.js';
import { watchMachine } from './host-watch.js';
import { elements, members, text } from './json.js';
import { stowage } from './stowage.js';

export interface EmbeddedUnderTest extends CopyDamager {
  readonly env: Readonly<Record<'STOWAGE_ENGINE' | 'STOWAGE_ROOT', string>>;
  /** Absolute path of the store. */
  readonly root: string;
}

const run = promisify(execFile);

/** The embedded engine with a store of its own, which goes with the test. */
export function embeddedUnderTest(t: Pick<Test, 'teardown'>): EmbeddedUnderTest {
  const root = mkdtempSync(join(tmpdir(), 'stowage-root-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  return { root, ...handOn(root) };
}

/**
 * How such an engine is asked, and meddled with past the command.
 * @param beside variables for the command
 */
export function handOn(
  root: string,
  beside: CopyDamager['env'] = {},
): CopyDamager & Pick<EmbeddedUnderTest, 'env'> {
  const env = { ...beside, STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
  const names = (directory: string): readonly string[] => namesIn(join(root, directory));
  return {
    name: 'embedded',
    env,
    fetch: async (url) => {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      return response.text();
    },
    setMemory: async (container, bytes) => {
      const group = `/sys/fs/cgroup/memory/stowage/${await idOf(env, container)}`;
      const swap = join(group, 'memory.memsw.limit_in_bytes');
      const files = [swap, join(group, 'memory.limit_in_bytes'), swap];
      for (const file of files.filter((path) => statSync(path, { throwIfNoEntry: false }))) {
        try {
          writeFileSync(file, String(bytes));
        } catch (error) {
          // The swap limit may not be set below the memory limit: it is set again after that.
          if (file !== swap) throw error;
        }
      }
    },
    disconnect: async (container, network) => {
      const pid = await pidOf(env, container);
      const { stdout } = await run('nsenter', ['-t', String(pid), '-n', 'ip', '-o', 'route']);
      const record = members(readFileSync(join(root, 'networks', `${network}.json`), 'utf8'));
      const subnet = text(record['subnet']);
      const route = stdout.split('\n').find((line) => line.startsWith(subnet));
      const device = /dev (\S+)/.exec(route ?? '')?.[1];
      if (device === undefined) throw new Error(`no interface on ${network}\n${stdout}`);
      await run('nsenter', ['-t', String(pid), '-n', 'ip', 'link', 'delete', device]);
    },
    stop: async (container) => {
      const stopped = await stowage(['stop', container], { env });
      if (stopped.code !== 0) throw new Error(stopped.text);
    },
    remove: async (container) => {
      const removed = await stowage(['rm', '--force', container], { env });
      if (removed.code !== 0) throw new Error(removed.text);
    },
    containerIds: () => ids(env),
    holdings: async () =>
      [
        ...names('containers').map((name) => `container ${name}`),
        ...names('volumes').map((name) => `volume ${name}`),
        ...names('networks').map((name) => `network ${name.replace(/\.json$/, '')}`),
        ...names('images')
          .filter((name) => name !== 'refs.json')
          .map((name) => `image ${name}`),
        ...names('layers').map((name) => `layer ${name}`),
        ...names('l').map((name) => `link ${name}`),
      ].sort(),
    watchHost: () => watchMachine({ runRoots: [locateStore({ root }).runRoot] }),
    records: async () => {
      const { stdout } = await run('find', [root, '-name', '*.json', '-o', '-path', '*/blobs/*']);
      return stdout
        .split('\n')
        .filter((path) => path !== '' && statSync(path).isFile() && statSync(path).size < 1 << 20)
        .flatMap((path) => {
          const content = readFileSync(path, 'utf8');
          const isLedger = path.includes('/ledgers/') || path.endsWith('/refs.json');
          return [path, ...(isLedger ? [content] : recordsIn(content))];
        })
        .join('\n');
    },
    readVolumeFile: async (volume, path) =>
      readFileSync(join(root, 'volumes', volume, '_data', path), 'utf8'),
    listen: async (port) => {
      const server = createServer().listen(port);
      await once(server, 'listening');
      return async () => {
        server.close();
        await once(server, 'close');
      };
    },
    removeVolume: async (volume) => {
      rmSync(join(root, 'volumes', volume), { recursive: true });
    },
    damageCopies: async () => {
      // A program in the place of that which copies, which changes a byte and gives the time back.
      const directory = mkdtempSync(join(tmpdir(), 'stowage-damage-'));
      const path = process.env['PATH'] ?? '';
      const script = [
        '#!/bin/sh',
        `PATH='${path}'`,
        'cp "$@" || exit',
        'for target; do source=$last; last=$target; done',
        `printf mime | dd of="$target/${damagedFile}" conv=notrunc 2>/dev/null`,
        `touch -r "$source/${damagedFile}" "$target/${damagedFile}"`,
      ];
      writeFileSync(join(directory, 'cp'), script.join('\n'), { mode: 0o755 });
      return {
        env: { ...env, PATH: `${directory}:${path}` },
        stop: async () => rmSync(directory, { recursive: true }),
      };
    },
  };
}

/** Ids of all containers, by name. */
async function ids(env: EmbeddedUnderTest['env']): Promise<Readonly<Record<string, string>>> {
  const listed = await stowage(['ps', '--all', '--json'], { env });
  if (listed.code !== 0) throw new Error(listed.text);
  return Object.fromEntries(
    elements(listed.stdout).map(({ id, name }) => [text(name), text(id)] as const),
  );
}

async function idOf(env: EmbeddedUnderTest['env'], name: string): Promise<string> {
  const id = (await ids(env))[name];
  if (id === undefined) throw new Error(`no container ${name}`);
  return id;
}

/** The process in the container, by its cgroup: nothing of the engine's own files is relied on. */
async function pidOf(env: EmbeddedUnderTest['env'], name: string): Promise<number> {
  const pids = readFileSync(
    `/sys/fs/cgroup/pids/stowage/${await idOf(env, name)}/cgroup.procs`,
    'utf8',
  );
  return Number(pids.split('\n')[0]);
}

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    // A store that nothing was ever put into has no such directory.
    return [];
  }
};

/** The labels of Stowage in the text of a file. */
const recordsIn = (content: string): readonly string[] =>
  [...content.matchAll(/"stowage\.[a-z-]+":\s*"(?:[^"\\]|\\.)*"/g)].map(([found]) => found);
