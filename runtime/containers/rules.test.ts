/* Rules of containers that touch nothing: restarts, health, output, signals. */
import t from 'tap';
import type { CompletedHealth } from '../../model/index.js';
import { faultOf } from '../testing/index.js';
import { nextHealth } from './health.js';
import { createLogReader, instant } from './log-lines.js';
import type { Health } from './record.js';
import { restartDelay, restarts } from './restart-policy.js';
import { signalNumber } from './signals.js';

t.test('restart policies', (t) => {
  const cases = [
    ['no', 0, 1, 0, false],
    ['always', 0, 0, 99, true],
    ['unless-stopped', 0, null, 0, true],
    ['on-failure', 0, 0, 0, false],
    ['on-failure', 0, 1, 99, true],
    ['on-failure', 2, 1, 1, true],
    ['on-failure', 2, 1, 2, false],
    ['on-failure', 2, null, 0, true],
  ] as const;
  for (const [policy, max_retries, exitCode, count, expected] of cases) {
    const name = `${policy}(${max_retries}) after ${count}, exit ${exitCode ?? 'unknown'}`;
    t.equal(restarts({ policy, max_retries }, exitCode, count), expected, name);
  }
  const delays = [0, 1, 2, 3, 6, 7, 10, 50].map(restartDelay);
  t.same(delays, [0.1, 0.2, 0.4, 0.8, 6.4, 12.8, 60, 60], 'in seconds, after so many short runs');
  t.end();
});

t.test('health', (t) => {
  const check: CompletedHealth = {
    test: ['true'],
    interval: 1,
    timeout: 1,
    start_period: 1000,
    retries: 2,
  };
  const step = (before: Health | undefined, passed: boolean, age: number): Health =>
    nextHealth(check, before, { passed, output: '' }, age, 'now');
  const early = step(undefined, false, 10);
  t.match(early, { status: 'starting', failingStreak: 0 }, 'the start period does not count');
  const once = step(early, false, 2000);
  t.match(once, { status: 'starting', failingStreak: 1 });
  t.match(step(once, false, 2000), { status: 'unhealthy', failingStreak: 2 });
  const healthy = step(once, true, 2000);
  t.match(healthy, { status: /^healthy/, failingStreak: 0 });
  t.match(step(healthy, false, 10), { status: /^healthy/, failingStreak: 1 }, 'it counts again');
  t.end();
});

t.test('output is put together from pieces', (t) => {
  const reader = createLogReader();
  const first = '2026-01-01T00:00:00.000000001Z stdout P one ';
  t.same(reader.read(`${first}\n2026-01-01T00:00:01Z stderr F other\n2026-01`), [
    { stream: 'stderr', time: '2026-01-01T00:00:01Z', text: 'other' },
  ]);
  t.same(reader.read('-01T00:00:02Z stdout F two\n2026-01-01T00:00:03Z stdout F \n'), [
    { stream: 'stdout', time: '2026-01-01T00:00:00.000000001Z', text: 'one two' },
    { stream: 'stdout', time: '2026-01-01T00:00:03Z', text: '' },
  ]);
  reader.read('not a line of a log\n2026-01-01T00:00:04Z stdout P cut\n');
  t.match(reader.rest(), [{ text: 'cut' }]);
  t.ok(instant('2026-01-01T00:00:00.000000002Z') > instant('2026-01-01T00:00:00.000000001+00:00'));
  t.ok(instant('2026-01-01T01:00:00+01:00') === instant('2026-01-01T00:00:00Z'));
  t.end();
});

t.test('signals', async (t) => {
  t.equal(signalNumber('SIGTERM'), 15);
  t.equal(signalNumber('KILL'), 9);
  t.equal(signalNumber('12'), 12);
  t.equal(signalNumber('SIGRTMIN+3'), 37);
  t.equal(signalNumber('SIGRTMAX-1'), 63);
  for (const name of ['SIGNOPE', '0', '65', 'SIGRTMIN-1', '']) {
    const fault = await faultOf(Promise.resolve().then(() => signalNumber(name)));
    t.match(fault, { kind: 'signal-unknown' }, name);
  }
});
