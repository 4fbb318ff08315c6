/*
 * Applies on a real dockerd that are broken: killed before or after the n-th request that changes
 * something, or left without its answer; and eight processes that apply one stack at once.
 */
import t from 'tap';
import { startDockerd, whyNoDockerd } from '../../providers/testing/index.js';
import { makeBreakable } from './breakable-socket.js';
import { breakEverywhere } from './breaking.js';
import { breakRollbacks } from './breaking-rollback.js';
import { raceScenario } from './racing.js';

const hindrance = whyNoDockerd();
const hour = 3_600_000;
if (process.env['STOWAGE_BREAK_ALL'] !== undefined) t.setTimeout(hour);

if (hindrance !== undefined) {
  t.test('docker', { skip: hindrance }, () => undefined);
} else {
  const dockerd = await startDockerd();
  const broken = await makeBreakable('docker', dockerd, ['docker', '-H', dockerd.address]);
  const { engine } = broken;
  t.teardown(() => broken.stop());

  t.test('a broken apply of twenty resources is made whole by the next', (t) =>
    breakEverywhere(t, engine),
  );
  t.test('after a killed rollback, the same or an apply makes it whole', (t) =>
    breakRollbacks(t, engine),
  );
  t.test('of eight that apply at once, one does', (t) => raceScenario(t, engine));
}
