/* The drawn lives of the planner's tests, on a real dockerd. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { openProvider } from '../../providers/index.js';
import {
  keepProgress,
  planShellImage,
  startDockerd,
  whyNoDockerd,
} from '../../providers/testing/index.js';
import { dockerHands } from './lives/docker-hands.js';
import { leadLives } from './lives/real-lives.js';
import { layGround } from './lives/real-stack.js';

const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('docker', { skip: hindrance }, () => undefined);
} else {
  const dockerd = await startDockerd();
  t.teardown(() => dockerd.stop());
  const provider = await openProvider(dockerd.address, { selfCommand: [] });
  if (!provider) throw new Error(`no provider at ${dockerd.address}`);
  const first = await provider.openEngine();
  const { operation } = await planShellImage(dockerd.directory);
  await first.perform(operation, dockerd.directory, keepProgress());
  await first.close();
  const ground = {
    directory: join(dockerd.directory, 'stack'),
    signs: join(dockerd.directory, 'signs'),
    image: operation.reference,
    port: 8080,
  };
  layGround(ground, execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim());

  t.test('after any life of a stack, one apply without faults converges', (t) =>
    leadLives(t, {
      name: 'docker',
      ground,
      hands: dockerHands(dockerd.address, operation.reference),
      open: () => provider.openEngine(),
    }),
  );
}
