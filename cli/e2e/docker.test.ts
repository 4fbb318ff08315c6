/* The scenarios on a real dockerd, which runs on a socket, a root and a network of its own. */
import { join } from 'node:path';
import t from 'tap';
import { recordRequests, whyNoDockerd } from '../../providers/testing/index.js';
import { chosenScenarios, onLaterDocker, scenarios } from './all-scenarios.js';
import { dockerUnderTest } from './command-line-engine.js';
import { standHello } from './scenarios.js';
import { stowage } from './stowage.js';

const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('docker', { skip: hindrance }, () => undefined);
} else {
  const engine = await dockerUnderTest(t);
  const { daemon: dockerd } = engine;

  const names = scenarios.map(([what]) => what);
  const some = names.filter((what) => !onLaterDocker.some((later) => what.startsWith(later)));
  for (const [what, scenario] of chosenScenarios(scenarios, some)) {
    t.test(what, (t) => scenario(t, engine));
  }

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
