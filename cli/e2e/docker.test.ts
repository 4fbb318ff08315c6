/* The scenarios on a real dockerd, which runs on a socket, a root and a network of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { recordRequests, startDockerd, whyNoDockerd } from '../../providers/testing/index.js';
import { choosingScenario } from './choosing-scenario.js';
import { contentScenario } from './content-scenario.js';
import type { EngineUnderTest } from './engine-under-test.js';
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
const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('docker', { skip: hindrance }, () => undefined);
} else {
  const dockerd = await startDockerd();
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
  const engine: EngineUnderTest = {
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

  t.test('no write leaves the process of a plan or of drift', async (t) => {
    const stand = await standHello(t, engine);
    const socket = join(stand.copy.directory, 'recorder.sock');
    const recorder = await recordRequests(dockerd.socketPath, socket);
    const env = { STOWAGE_ENGINE: recorder.address };
    const plan = ['plan', stand.copy.directory, ...stand.parameters, '--detailed-exitcode'];
    try {
      t.equal((await stowage(plan, { env })).code, 2, 'a plan of a new stack');
      await stand.apply();
      t.equal((await stowage(plan, { env })).code, 0, 'an empty plan');
      await engine.setMemory('hello_docker-web', 48 * 1024 * 1024);
      t.equal((await stowage(plan, { env })).code, 2, 'a plan with drift');
      const drift = ['drift', stand.copy.directory, ...stand.parameters];
      t.equal((await stowage(drift, { env })).code, 2, 'drift');
      const { requests } = recorder;
      t.ok(requests.length > 10, `the recorder saw ${requests.length} requests`);
      t.same(
        requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
        [],
        'every one of them reads',
      );
      await stand.destroy(['visits']);
    } finally {
      await recorder.stop();
      stand.copy.remove();
    }
  });

  t.test('a daemon that does not answer is named, with what to do', async (t) => {
    const stand = await standHello(t, engine);
    const env = { STOWAGE_ENGINE: 'unix:///nowhere/docker.sock' };
    const plan = await stowage(['plan', stand.copy.directory], { env });
    stand.copy.remove();
    t.equal(plan.code, 1);
    t.match(plan.stderr, /\/nowhere\/docker\.sock/);
    t.notMatch(plan.stderr, /bug in Stowage/);
  });
}
