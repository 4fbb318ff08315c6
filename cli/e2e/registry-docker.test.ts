/* A stack from images of a real registry, on Docker. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { startDockerd, whyNoDockerd } from '../../providers/testing/index.js';
import { closeTestStack } from '../../runtime/test-images/index.js';
import { whyNoRegistry } from '../../runtime/testing/index.js';
import { startFront } from './registry-front.js';
import { registryScenario, writeCredentials } from './registry-scenario.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-docker-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
t.teardown(closeTestStack);
const skip = whyNoDockerd() ?? whyNoRegistry() ?? false;

t.test('images of a registry on Docker', { skip }, async (t) => {
  const front = await startFront();
  const dockerd = await startDockerd();
  try {
    await front.openIn(dockerd.directory);
    const env = { STOWAGE_ENGINE: dockerd.address };
    const credentials = writeCredentials(join(base, 'docker'), front);
    await registryScenario(t, { name: 'docker', env, fresh: undefined }, front, credentials);
  } finally {
    await front.stop();
    await dockerd.stop();
  }
});
