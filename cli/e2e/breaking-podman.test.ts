/*
 * Applies on a real Podman that are broken, and several that race. Docker's tests of the same name break
 * many more: most of what has to hold is the planner's, and Podman takes its time.
 */
import t from 'tap';
import { startPodman, whyNoPodman } from '../../providers/testing/index.js';
import { makeBreakable } from './breakable-socket.js';
import { breakEverywhere } from './breaking.js';
import { raceScenario } from './racing.js';

const hindrance = whyNoPodman();
const hour = 3_600_000;
if (process.env['STOWAGE_BREAK_ALL'] !== undefined) t.setTimeout(hour);
const seconds = Number(process.env['STOWAGE_BREAK_SECONDS'] ?? 10);

if (hindrance !== undefined) {
  t.test('podman', { skip: hindrance }, () => undefined);
} else {
  const podman = await startPodman();
  const command = ['podman', '--remote', '--url', podman.address] as const;
  const broken = await makeBreakable('podman', podman, [...command]);
  const engine = { ...broken.engine, copiesNoVolumes: true } as const;
  t.teardown(() => broken.stop());

  t.test('a broken apply of twenty resources is made whole by the next', (t) =>
    breakEverywhere(t, engine, seconds),
  );
  t.test('of eight that apply at once, one does', (t) => raceScenario(t, engine, 1));
}
