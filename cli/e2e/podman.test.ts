/* The scenarios on a real Podman, which runs as a service on a socket, a root and a network of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { recordRequests, whyNoPodman } from '../../providers/testing/index.js';
import { chosenScenarios, commonScenarios } from './all-scenarios.js';
import { podmanUnderTest } from './command-line-engine.js';
import { standHello } from './scenarios.js';
import { stowage, writeStack } from './stowage.js';

const hindrance = whyNoPodman();

if (hindrance !== undefined) {
  t.test('podman', { skip: hindrance }, () => undefined);
} else {
  const engine = await podmanUnderTest(t);
  const { daemon: podman } = engine;

  // Podman takes its time.
  const some = [
    'the hello example',
    'the shop example',
    'a successor that fails',
    'a lock names its holder',
    'configs and secrets',
    'the files of a volume',
    'what runs in a container',
  ];
  for (const [what, scenario] of chosenScenarios(commonScenarios, some)) {
    t.test(what, (t) => scenario(t, engine));
  }

  t.test('no write leaves the process of a plan or of drift', async (t) => {
    const stand = await standHello(t, engine);
    const socket = join(stand.copy.directory, 'recorder.sock');
    const recorder = await recordRequests(podman.socketPath, socket);
    const env = { STOWAGE_ENGINE: recorder.address };
    const plan = ['plan', stand.copy.directory, ...stand.parameters, '--detailed-exitcode'];
    try {
      t.equal((await stowage(plan, { env })).code, 2, 'a plan of a new stack');
      await stand.apply();
      t.equal((await stowage(plan, { env })).code, 0, 'an empty plan');
      await engine.stop('hello_podman-web');
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
      // Podman has one call that changes something although it is a GET.
      t.notOk(
        requests.some(({ path }) => /healthcheck/.test(path)),
        'and none runs a check',
      );
      await stand.destroy(['visits']);
    } finally {
      await recorder.stop();
      stand.copy.remove();
    }
  });

  t.test('a first stack is for the engine that is found', async (t) => {
    const stack = writeStack('');
    const first = join(stack.directory, 'first');
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock', CONTAINER_HOST: podman.address };
    try {
      const made = await stowage(['init', first], { env });
      t.equal(made.code, 0, made.text);
      const text = readFileSync(join(first, 'main.stow'), 'utf8');
      t.match(text, /^engine podman$/m);
      const plan = await stowage(['plan', first], { env });
      t.match(plan.stderr, /on podman \d+\.\d+\.\d+ \(API /);
    } finally {
      stack.remove();
    }
  });

  t.test('a service that does not answer is named, with what to do', async (t) => {
    const stand = await standHello(t, engine);
    const env = { STOWAGE_ENGINE: 'podman', CONTAINER_HOST: 'unix:///nowhere/engine.sock' };
    const plan = await stowage(['plan', stand.copy.directory], { env });
    stand.copy.remove();
    t.equal(plan.code, 1);
    t.match(plan.stderr, /Podman does not answer at unix:\/\/\/nowhere\/engine\.sock/);
    t.match(plan.stderr, /systemctl start podman\.socket/);
    t.notMatch(plan.stderr, /bug in Stowage/);
  });
}
