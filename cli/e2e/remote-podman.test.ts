/* A real Podman on a socket of its own, reached through a real sshd. */
import t from 'tap';
import { startSshd, whyNoPodman, whyNoSshd } from '../../providers/testing/index.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { podmanUnderTest } from './command-line-engine.js';
import { chosenRemotely } from './remote-scenarios.js';
import { stowage } from './stowage.js';

const hindrance = whyNoPodman() ?? whyNoSshd();

if (hindrance !== undefined) {
  t.test('podman over ssh', { skip: hindrance }, () => undefined);
} else {
  const local = await podmanUnderTest(t);
  const { daemon: podman } = local;
  const sshd = await startSshd();
  t.teardown(() => sshd.stop());
  const address = `${sshd.address}${podman.socketPath}`;
  const env = { ...sshd.env, STOWAGE_ENGINE: address };
  const engine: EngineUnderTest = { ...local, name: 'podman', env };

  const some = ['the lock of a killed command'];
  for (const [what, scenario] of chosenRemotely(some)) t.test(what, (t) => scenario(t, engine));

  t.test('who asks for Podman is led there by CONTAINER_HOST', async (t) => {
    const asked = { ...sshd.env, CONTAINER_HOST: address, STOWAGE_ENGINE: 'podman' };
    const found = await stowage(['doctor'], { env: asked });
    t.equal(found.code, 0, found.text);
    t.match(found.stdout, /podman \d+\.\d+\.\d+ \(API /);
  });
}
