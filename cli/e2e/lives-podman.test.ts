/* The drawn lives of the planner's tests, on a real Podman, where hands use the docker command too. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { openProvider } from '../../providers/index.js';
import {
  keepProgress,
  planShellImage,
  startPodman,
  whyNoPodman,
} from '../../providers/testing/index.js';
import { dockerHands } from './lives/docker-hands.js';
import { leadLives } from './lives/real-lives.js';
import { layGround } from './lives/real-stack.js';

const hindrance = whyNoPodman();

if (hindrance !== undefined) {
  t.test('podman', { skip: hindrance }, () => undefined);
} else {
  const podman = await startPodman();
  t.teardown(() => podman.stop());
  const provider = await openProvider(podman.address, { selfCommand: [] });
  if (!provider) throw new Error(`no provider at ${podman.address}`);
  const first = await provider.openEngine();
  const { operation } = await planShellImage(podman.directory);
  await first.perform(operation, podman.directory, keepProgress());
  await first.close();
  const ground = {
    directory: join(podman.directory, 'stack'),
    signs: join(podman.directory, 'signs'),
    image: operation.reference,
    port: 8080,
  };
  layGround(ground, execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim());

  t.test('after any life of a stack, one apply without faults converges', (t) =>
    leadLives(t, {
      name: 'podman',
      ground,
      hands: dockerHands(podman.address, operation.reference, [
        'podman',
        '--remote',
        '--url',
        podman.address,
      ]),
      open: () => provider.openEngine(),
    }),
  );
}
