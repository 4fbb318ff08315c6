/* When a policy starts a container, how long that waits, and which of two versions is the older. */
import t from 'tap';
import { noOutcome, type Outcome } from '../containers/record.js';
import { dueStart, hurriedAfter, restartDelay } from '../containers/restart-policy.js';
import { isOlder } from './versions.js';

const boot = 'this boot';
const policies = ['no', 'on-failure', 'unless-stopped', 'always'] as const;

function due(outcome: Partial<Outcome>): readonly (string | undefined)[] {
  const before: Outcome = { ...noOutcome, boot, wanted: 'running', ...outcome };
  return policies.map((policy) => dueStart({ policy, max_retries: 2 }, before, boot));
}

t.test('what is due to a container without a run', (t) => {
  const none = [undefined, undefined, undefined, undefined];
  const again = 'restart';
  const later = 'after boot';
  t.same(due({ exitCode: 1 }), [undefined, again, again, again], 'it failed');
  t.same(due({ exitCode: null }), [undefined, again, again, again], 'nobody saw how it ended');
  t.same(due({ exitCode: 0 }), [undefined, undefined, again, again], 'it had done its work');
  t.same(due({ exitCode: 1, restarts: 2 }), [undefined, undefined, again, again], 'often enough');
  t.same(due({ exitCode: 1, wanted: 'stopped' }), none, 'it was stopped by hand');
  t.same(due({ exitCode: 127, failure: 'no such program' }), none, 'it cannot be started');
  t.same(due({ boot: undefined }), none, 'it never ran');
  t.same(due({ boot: 'earlier' }), [undefined, undefined, later, later], 'the host went down');
  t.same(
    due({ boot: 'earlier', wanted: 'stopped' }),
    [undefined, undefined, undefined, later],
    'it was stopped by hand, and the host went down',
  );
  t.end();
});

t.test(
  'waits double from a tenth of a second to a minute, and begin anew after a long run',
  (t) => {
    t.same([0, 1, 2, 9, 10, 50].map(restartDelay), [0.1, 0.2, 0.4, 51.2, 60, 60]);
    const run = (seconds: number): Outcome => ({
      ...noOutcome,
      hurried: 4,
      startedAt: '2026-01-01T00:00:00Z',
      finishedAt: new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString(),
    });
    t.equal(hurriedAfter(run(9.9)), 5);
    t.equal(hurriedAfter(run(10)), 0);
    t.equal(hurriedAfter(noOutcome), 0);
    t.end();
  },
);

t.test('versions in their order', (t) => {
  const inOrder = ['0.1.0-alpha', '0.1.0-alpha.2', '0.1.0-alpha.10', '0.1.0', '0.2.0', '0.10.0'];
  for (const [index, version] of inOrder.entries()) {
    for (const [place, other] of inOrder.entries()) {
      t.equal(isOlder(version, other), index < place, `${version} < ${other}`);
    }
  }
  t.notOk(isOlder('mine', '0.1.0'));
  t.notOk(isOlder('0.1.0', 'mine'));
  t.end();
});
