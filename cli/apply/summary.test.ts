/* How an apply ended, as lines and as an exit code. */
import t from 'tap';
import { EngineError, type Plan, type Step } from '../../model/index.js';
import type { ExecutionResult } from '../../planner/index.js';
import { container, newHost, volume } from '../../planner/testing/index.js';
import { exitCodes } from '../exit-codes.js';
import { exitCodeOf, summaryLines } from './summary.js';

const plan: Plan = await newHost().plan([
  volume('data'),
  container('one', { health: { test: ['true'] } }),
  container('two', {}, { after: [['container.one', 'healthy']] }),
]);
const ids = plan.steps.map(({ id }) => id);

function stepOf(id: string): Step {
  const step = plan.steps.find((one) => one.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
}

/** An execution that did some steps; what it neither did nor failed at was never tried. */
function ended(done: readonly string[], rest: Partial<ExecutionResult> = {}): ExecutionResult {
  const failed = rest.failures?.map(({ step }) => step.id) ?? [];
  return {
    done,
    failures: [],
    skipped: ids.filter((id) => !done.includes(id) && !failed.includes(id)),
    recovered: [],
    recoveryFailures: [],
    interrupted: false,
    ...rest,
  };
}

const texts = (result: ExecutionResult): readonly string[] =>
  summaryLines(plan, result).map(({ text }) => text);

t.test('everything done is one line', async (t) => {
  t.same(texts(ended(ids)), ['7 of 7 steps done.']);
  t.equal(exitCodeOf(ended(ids)), exitCodes.done);
});

t.test('what failed, what was begun and what was never tried, each by its address', async (t) => {
  const error = new EngineError('start-failed', 'it ends right away', {
    lines: ['cannot open /data'],
    hint: 'Look at its command.',
  });
  const step = stepOf('container.one start-container');
  const result = ended(['container.one create-container'], { failures: [{ step, error }] });
  t.same(texts(result), [
    'failed: container.one: it ends right away',
    '  | cannot open /data',
    '  Look at its command.',
    'never tried: volume.data, container.two',
    '1 of 7 steps done.',
    '`stowage apply` goes on from here.',
  ]);
  t.equal(exitCodeOf(result), exitCodes.error);
  const weights = summaryLines(plan, result).map(({ weight }) => weight);
  t.same(weights.slice(0, 4), ['failure', 'detail', 'detail', 'note']);
});

t.test('an interruption says how far it got', async (t) => {
  const done = ['volume.data create-volume', 'container.one create-container'];
  const result = ended(done, { interrupted: true });
  t.same(texts(result), [
    'not finished: container.one (1 of 3 steps)',
    'never tried: container.two',
    '2 of 7 steps done, interrupted.',
    '`stowage apply` goes on from here.',
  ]);
  t.equal(exitCodeOf(result), exitCodes.interrupted);
});

t.test('a predecessor that is back has an exit code of its own', async (t) => {
  const step = stepOf('container.one await-container');
  const error = new EngineError('unhealthy', 'it is unhealthy', { lines: ['last words'] });
  const result = ended([], { failures: [{ step, error }], recovered: ['container.one'] });
  t.equal(exitCodeOf(result), exitCodes.rolledBack);
  t.ok(texts(result).includes('container.one: its predecessor is back'));
  t.ok(texts(result).includes('  | last words'));
});

t.test('what was done is told where the ledger could not be written, which is a failure', (t) => {
  const lost = new EngineError('locked', 'the lock was lost', { hint: 'Apply again.' });
  t.same(
    summaryLines(plan, ended(ids), lost).map(({ text }) => text),
    [
      'failed: what was done is not in the ledger: the lock was lost',
      '  Apply again.',
      '7 of 7 steps done.',
      '`stowage apply` goes on from here.',
    ],
  );
  t.equal(exitCodeOf(ended(ids), lost), exitCodes.error);
  t.equal(
    exitCodeOf(ended(ids.slice(0, 1), { recovered: ['container.one'] }), lost),
    exitCodes.rolledBack,
  );
  t.end();
});
