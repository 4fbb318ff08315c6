/* A stack from images of a real registry, on the embedded engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { closeTestStack } from '../../runtime/test-images/index.js';
import { locateStore } from '../../runtime/index.js';
import { whyNoRegistry } from '../../runtime/testing/index.js';
import { watchMachine } from './host-watch.js';
import { startFront } from './registry-front.js';
import { platformScenario } from './platform-scenario.js';
import { registryScenario, writeCredentials } from './registry-scenario.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-root-'));
const root = join(base, 'root');
t.teardown(() => rmSync(base, { recursive: true, force: true }));
t.teardown(closeTestStack);
const skip = whyNoRegistry() ?? false;
const env = { STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
const fresh = { STOWAGE_ROOT: join(base, 'fresh') };

t.test('images of a registry on the embedded engine', { skip }, async (t) => {
  const leftOnHost = watchMachine({ runRoots: [locateStore({ root }).runRoot] });
  const front = await startFront();
  try {
    const credentials = writeCredentials(join(base, 'docker'), front);
    const engine = { name: 'embedded', env, fresh };
    await t.test('from its tags', (t) => registryScenario(t, engine, front, credentials));
    await t.test('for a platform', (t) => platformScenario(t, engine, front, credentials));
  } finally {
    await front.stop();
  }
  t.same(await leftOnHost(), [], 'the host is as before');
});
