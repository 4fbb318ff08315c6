/* The scenarios on the embedded engine, with a store of its own, on the real kernel. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { settledLeftovers, takeSnapshot } from '../../runtime/testing/index.js';
import { locateStore } from '../../runtime/index.js';
import { choosingScenario } from './choosing-scenario.js';
import { contentScenario } from './content-scenario.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, members, text } from './json.js';
import {
  changedFileScenario,
  helloScenario,
  killScenario,
  rollbackScenario,
  shopScenario,
  standHello,
} from './scenarios.js';
import { historyScenario, lockScenario, returnScenario } from './ledger-scenarios.js';
import { interruptionScenario } from './interruption-scenario.js';
import { preflightScenario } from './preflight-scenario.js';
import { savedPlanScenario } from './saved-plan-scenario.js';
import { readingScenario } from './reading-scenario.js';
import { sealedScenario } from './sealed-scenario.js';
import { stowage } from './stowage.js';

const run = promisify(execFile);

const root = mkdtempSync(join(tmpdir(), 'stowage-root-'));
const env = { STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
t.teardown(() => rmSync(root, { recursive: true, force: true }));

/** Ids of all containers, by name. */
async function ids(): Promise<Readonly<Record<string, string>>> {
  const listed = await stowage(['ps', '--all', '--json'], { env });
  if (listed.code !== 0) throw new Error(listed.text);
  return Object.fromEntries(
    elements(listed.stdout).map(({ id, name }) => [text(name), text(id)] as const),
  );
}

async function idOf(name: string): Promise<string> {
  const id = (await ids())[name];
  if (id === undefined) throw new Error(`no container ${name}`);
  return id;
}

/** The process in the container, by its cgroup: nothing of the engine's own files is relied on. */
async function pidOf(name: string): Promise<number> {
  const pids = readFileSync(`/sys/fs/cgroup/pids/stowage/${await idOf(name)}/cgroup.procs`, 'utf8');
  return Number(pids.split('\n')[0]);
}

const names = (directory: string): readonly string[] => {
  try {
    return readdirSync(join(root, directory));
  } catch {
    // A store that nothing was ever put into has no such directory.
    return [];
  }
};

/** The labels of Stowage in the text of a file. */
const recordsIn = (content: string): readonly string[] =>
  [...content.matchAll(/"stowage\.[a-z-]+":\s*"(?:[^"\\]|\\.)*"/g)].map(([found]) => found);

const engine: EngineUnderTest = {
  name: 'embedded',
  env,
  fetch: async (url) => {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return response.text();
  },
  setMemory: async (container, bytes) => {
    const group = `/sys/fs/cgroup/memory/stowage/${await idOf(container)}`;
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
    const pid = await pidOf(container);
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
  containerIds: ids,
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
  watchHost: () => {
    const options = { runRoots: [locateStore({ root }).runRoot] };
    const before = takeSnapshot(options);
    return () => settledLeftovers(before, options);
  },
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
};

t.test('the hello example, from nothing to nothing', (t) => helloScenario(t, engine));
t.test('the shop example, with drift of every sort', (t) => shopScenario(t, engine));
t.test('one changed file rebuilds and replaces only what uses it', (t) =>
  changedFileScenario(t, engine),
);
t.test('a successor that fails gives way to its predecessor', (t) => rollbackScenario(t, engine));
t.test('a stack goes back to a generation without files', (t) => returnScenario(t, engine));
t.test('each apply is a generation; what is recorded needs no files', (t) =>
  historyScenario(t, engine),
);
t.test('a plan that cannot finish is not begun', (t) => preflightScenario(t, engine));
t.test('a saved plan is carried out as it is, or refused', (t) => savedPlanScenario(t, engine));
t.test('a changed file that is mounted', (t) => contentScenario(t, engine));
t.test('a plan is read in every way', (t) => readingScenario(t, engine));
t.test('a secret stands in no record', (t) => sealedScenario(t, engine));
t.test('a part of a stack, and no other', (t) => choosingScenario(t, engine));
t.test('a lock names its holder and is freed by its id', (t) => lockScenario(t, engine));
t.test('an interrupted apply is recorded, and completed by the next one', (t) =>
  interruptionScenario(t, engine),
);
t.test('a killed apply is completed by the next one', (t) => killScenario(t, engine));

t.test('plan and drift write nothing', async (t) => {
  const stand = await standHello(t, engine);
  const fresh = join(root, 'never-made');
  const plan = ['plan', stand.copy.directory, ...stand.parameters, '--detailed-exitcode'];
  const traced = join(stand.copy.directory, 'trace');
  try {
    const first = await stowage(plan, { env: { ...env, STOWAGE_ROOT: fresh } });
    t.equal(first.code, 2, first.text);
    t.notOk(statSync(fresh, { throwIfNoEntry: false }), 'not even the store is made');
    await stand.apply();
    const { stdout } = await run(
      'strace',
      [
        '-f',
        '-qq',
        '-o',
        traced,
        '-e',
        'trace=open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,mount,umount2,kill,symlink,symlinkat,link,linkat,chmod,fchmodat,truncate',
        process.execPath,
        'dist/stowage.js',
        ...plan,
      ],
      { env: { PATH: process.env['PATH'], ...env } },
    );
    t.match(stdout, /^No differences\./m);
    const calls = readFileSync(traced, 'utf8').split('\n');
    t.ok(calls.length > 100, `${calls.length} calls were seen`);
    const writes = calls.filter(
      (call) =>
        (/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(call) || !/open/.test(call)) &&
        !/"\/dev\/(null|tty)"|ENOENT|\+\+\+|---/.test(call) &&
        call !== '',
    );
    t.same(writes, [], 'no call writes, makes, removes, mounts or kills anything');
    await stand.destroy(['visits']);
  } finally {
    stand.copy.remove();
  }
});
