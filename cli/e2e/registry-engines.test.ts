/* A stack from images of a real registry, on Docker and on Podman. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import {
  startDockerd,
  startPodman,
  whyNoDockerd,
  whyNoPodman,
  type Daemon,
} from '../../providers/testing/index.js';
import { closeTestStack } from '../../runtime/test-images/index.js';
import { whyNoRegistry } from '../../runtime/testing/index.js';
import { startFront } from './registry-front.js';
import { platformScenario } from './platform-scenario.js';
import { registryScenario, writeCredentials } from './registry-scenario.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-docker-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
t.teardown(closeTestStack);
const missing = whyNoRegistry();

/** @param start starts an engine of its own, which takes a registry without TLS */
async function scenario(
  t: Test,
  name: string,
  start: (registry: string) => Promise<Daemon>,
): Promise<void> {
  const front = await startFront();
  const daemon = await start(front.host);
  try {
    await front.openIn(daemon);
    const env = { STOWAGE_ENGINE: daemon.address };
    const credentials = writeCredentials(join(base, name), front);
    const engine = { name, env, fresh: undefined };
    await t.test('from its tags', (t) => registryScenario(t, engine, front, credentials));
    await t.test('for a platform', (t) => platformScenario(t, engine, front, credentials));
  } finally {
    await front.stop();
    await daemon.stop();
  }
}

t.test('images of a registry on Docker', { skip: missing ?? whyNoDockerd() ?? false }, (t) =>
  scenario(t, 'docker', () => startDockerd()),
);
// The installed one builds on no image that has fewer entries of history than layers.
const skip = missing ?? whyNoPodman('newer') ?? false;
t.test('images of a registry on Podman', { skip }, (t) =>
  scenario(t, 'podman', (host) => startPodman('newer', [host])),
);
