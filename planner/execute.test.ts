/*
 * How a plan is walked: bounds, order, failures, recoveries and interruption. Plans here are bare
 * graphs; what stands in their operations does not matter to the executor.
 */
import t from 'tap';
import {
  EngineError,
  type LedgerEntry,
  type Plan,
  type Recovery,
  type Step,
} from '../model/index.js';
import {
  executePlan,
  resourcesAfter,
  type ExecutionEvent,
  type ExecutionResult,
} from './execute.js';
import { shop } from './testing/index.js';

/** A step `container.a one`; the address is the id's first word. */
function step(id: string, ...after: readonly string[]): Step {
  const address = id.split(' ')[0] ?? id;
  return { id, address, after, op: 'start-container', target: { kind: 'container', name: id } };
}

function recovery(guards: readonly string[], after?: string): Recovery {
  const operation = (name: string) =>
    ({ op: 'stop-container', target: { kind: 'container', name } }) as const;
  return {
    address: 'container.a',
    guards,
    ...(after === undefined ? {} : { after }),
    operations: [operation('undo 1'), operation('undo 2')],
  };
}

const entry = (memory: number): LedgerEntry => ({
  kind: 'container',
  name: 'a',
  spec: { name: 'a', image: 'busybox:1', memory },
});

const planOf = (steps: readonly Step[], recoveries: readonly Recovery[] = []): Plan => ({
  stack: shop,
  generation: 1,
  actions: [],
  steps,
  recoveries,
  resources: {},
  claims: [],
  moved: [],
  ledgerOutdated: false,
  outputs: [],
  warnings: [],
});

interface Walk {
  readonly result: Promise<ExecutionResult>;
  readonly events: readonly string[];
  /** Names of everything that was begun, in order. */
  readonly begun: readonly string[];
  /** Most operations that were in flight at once. */
  readonly peak: () => number;
  readonly interrupt: () => void;
  /** Ends an operation in flight, waiting until it has begun. */
  readonly end: (name: string, error?: Error) => Promise<void>;
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** Walks a plan whose operations end when the test says so. */
function walk(plan: Plan, concurrency = 8): Walk {
  const abort = new AbortController();
  const flight = new Map<string, (error?: Error) => void>();
  const begun: string[] = [];
  const events: string[] = [];
  let peak = 0;
  const result = executePlan(
    plan,
    {
      run: (operation) =>
        new Promise((resolve, reject) => {
          const name = 'target' in operation ? operation.target.name : operation.op;
          begun.push(name);
          flight.set(name, (error) => {
            flight.delete(name);
            if (error) reject(error);
            else resolve({ warnings: [] });
          });
          peak = Math.max(peak, flight.size);
        }),
    },
    {
      concurrency,
      signal: abort.signal,
      isEngineError: (error) => error instanceof EngineError,
      report: (event: ExecutionEvent) =>
        events.push(`${event.kind} ${'step' in event ? event.step.id : event.address}`),
    },
  );
  return {
    result,
    events,
    begun,
    peak: () => peak,
    interrupt: () => abort.abort(),
    end: async (name, error) => {
      await turns();
      const finish = flight.get(name);
      if (!finish)
        throw new Error(`${name} is not in flight, but ${[...flight.keys()].join(', ')}`);
      finish(error);
      await turns();
    },
  };
}

const broken = new EngineError('failed', 'it broke');

t.test('no more steps run at once than allowed, and a free place is taken', async (t) => {
  const { result, begun, end, peak } = walk(planOf(['a', 'b', 'c', 'd'].map((id) => step(id))), 2);
  await turns();
  t.same(begun, ['a', 'b']);
  await end('b');
  t.same(begun, ['a', 'b', 'c']);
  for (const id of ['a', 'c', 'd']) await end(id);
  t.same((await result).done, ['b', 'a', 'c', 'd'], 'in the order in which they ended');
  t.equal(peak(), 2);
});

t.test('a step waits for all it depends on', async (t) => {
  const { result, begun, end } = walk(planOf([step('a'), step('b'), step('c', 'a', 'b')]));
  await end('a');
  t.same(begun, ['a', 'b']);
  await end('b');
  await end('c');
  t.match(await result, { failures: [], skipped: [], interrupted: false });
});

t.test('a failure stops what depends on it and nothing else', async (t) => {
  const steps = [step('a'), step('b', 'a'), step('c', 'b'), step('x'), step('y', 'x')];
  const { result, begun, end, events } = walk(planOf(steps));
  await end('a', broken);
  await end('x');
  await end('y');
  const { done, failures, skipped, interrupted } = await result;
  t.same(done, ['x', 'y']);
  t.same(failures, [{ step: steps[0], error: broken }]);
  t.same(skipped, ['b', 'c']);
  t.equal(interrupted, false);
  t.same(begun, ['a', 'x', 'y']);
  t.same(events, ['started a', 'started x', 'failed a', 'done x', 'started y', 'done y']);
});

t.test('warnings of a step are reported with its end', async (t) => {
  const warnings: string[] = [];
  await executePlan(
    planOf([step('a')]),
    { run: async () => ({ warnings: ['mind the gap'] }) },
    {
      concurrency: 1,
      signal: new AbortController().signal,
      isEngineError: (error) => error instanceof EngineError,
      report: (event) => {
        if (event.kind === 'done') warnings.push(...event.warnings);
      },
    },
  );
  t.same(warnings, ['mind the gap']);
});

t.test('recovery', async (t) => {
  const steps = [
    step('container.a aside'),
    step('container.a create', 'container.a aside'),
    step('container.a await', 'container.a create'),
    step('container.a remove', 'container.a await'),
  ];
  const guards = ['container.a create', 'container.a await'];
  const plan = planOf(steps, [recovery(guards, 'container.a aside')]);

  t.test('does not run when all goes well', async (t) => {
    const { result, begun, end } = walk(plan);
    for (const { id } of steps) await end(id);
    t.match(await result, { recovered: [], failures: [] });
    t.equal(begun.length, steps.length);
  });
  t.test('runs once, in order, when a guard fails', async (t) => {
    const { result, begun, end, events } = walk(plan);
    await end('container.a aside');
    await end('container.a create');
    await end('container.a await', broken);
    t.equal(begun.at(-1), 'undo 1');
    await end('undo 1');
    await end('undo 2');
    const { recovered, skipped } = await result;
    t.same(recovered, ['container.a']);
    t.same(skipped, ['container.a remove']);
    t.same(begun.slice(3), ['undo 1', 'undo 2']);
    t.same(events.slice(-3), [
      'failed container.a await',
      'recovering container.a',
      'recovered container.a',
    ]);
  });
  t.test('does not run for what is no guard', async (t) => {
    const { result, end } = walk(plan);
    for (const { id } of steps.slice(0, 3)) await end(id);
    await end('container.a remove', broken);
    t.match(await result, { recovered: [], failures: [{ error: broken }] });
  });
  t.test('does not run before there is anything to undo', async (t) => {
    const { result, begun, end } = walk(plan);
    await end('container.a aside', broken);
    t.match(await result, { recovered: [] });
    t.same(begun, ['container.a aside']);
  });
  t.test('that fails is told apart, and what is left of it is not tried', async (t) => {
    const { result, begun, end, events } = walk(plan);
    await end('container.a aside');
    await end('container.a create', broken);
    await end('undo 1', broken);
    const { recovered, recoveryFailures } = await result;
    t.same(recovered, []);
    t.same(recoveryFailures, [{ address: 'container.a', error: broken }]);
    t.notOk(begun.includes('undo 2'));
    t.equal(events.at(-1), 'recovery-failed container.a');
  });
  t.test('cause: a predecessor stayed down when its successor was never tried', async (t) => {
    const stranded = planOf(
      [
        step('container.a aside'),
        step('network.n create', 'container.a aside'),
        step('container.a create', 'network.n create'),
      ],
      [recovery(['container.a create'], 'container.a aside')],
    );
    const { result, end } = walk(stranded);
    await end('container.a aside');
    await end('network.n create', broken);
    await end('undo 1');
    await end('undo 2');
    t.match(await result, { recovered: ['container.a'], skipped: ['container.a create'] });
  });
  t.test('cause: one failure brought back only the first of two predecessors', async (t) => {
    const { result, end, begun } = walk(
      planOf(
        [step('network.n remove')],
        [recovery(['network.n remove']), recovery(['network.n remove'])],
      ),
    );
    await end('network.n remove', broken);
    for (const undo of ['undo 1', 'undo 2', 'undo 1', 'undo 2']) await end(undo);
    t.same(begun.length, 5);
    t.same((await result).recovered, ['container.a', 'container.a']);
  });
});

t.test(
  'an interruption finishes what is in flight, starts nothing, and brings predecessors back',
  async (t) => {
    const steps = [step('a'), step('b'), step('c', 'a')];
    const { result, begun, end, interrupt } = walk(planOf(steps, [recovery(['c'], 'a')]));
    await turns();
    interrupt();
    await end('b');
    await end('a');
    await end('undo 1');
    await end('undo 2');
    const { done, skipped, interrupted, recovered } = await result;
    t.same(done, ['b', 'a']);
    t.same(skipped, ['c']);
    t.same(recovered, ['container.a'], 'its successor was never tried');
    t.equal(interrupted, true);
    t.same(begun, ['a', 'b', 'undo 1', 'undo 2']);
  },
);

t.test('a wish to stop that comes when all is done interrupts nothing', async (t) => {
  const { result, end, interrupt } = walk(planOf([step('a')]));
  await turns();
  interrupt();
  await end('a');
  t.match(await result, { done: ['a'], skipped: [], interrupted: false });
});

t.test('nothing starts when it was interrupted before', async (t) => {
  const abort = new AbortController();
  abort.abort();
  const result = await executePlan(
    planOf([step('a')]),
    { run: () => Promise.reject(new Error('ran')) },
    {
      concurrency: 1,
      signal: abort.signal,
      isEngineError: (error) => error instanceof EngineError,
      report: () => undefined,
    },
  );
  t.match(result, { done: [], skipped: ['a'], interrupted: true });
});

t.test('a bug is no failure: it ends the walk when nothing is in flight any more', async (t) => {
  const { result, begun, end } = walk(planOf([step('a'), step('b'), step('c', 'b')]));
  let ended = false;
  const outcome = result.then(
    () => 'resolved',
    (error: unknown) => (error instanceof TypeError ? error.message : 'something else'),
  );
  void outcome.then(() => (ended = true));
  await end('a', new TypeError('undefined is not a function'));
  t.equal(ended, false, 'b is still in flight');
  await end('b');
  t.equal(await outcome, 'undefined is not a function');
  t.same(begun, ['a', 'b'], 'and nothing was started meanwhile');
});

t.test('the ledger keeps the old entry of what did not succeed', (t) => {
  const steps = [
    step('container.done one'),
    step('container.half one'),
    step('container.half two', 'container.half one'),
    step('container.gone one'),
    step('container.stays one'),
    step('container.new one'),
  ];
  const plan: Plan = {
    ...planOf(steps),
    resources: {
      'container.done': entry(2),
      'container.half': entry(2),
      'container.kept': entry(2),
      'container.new': entry(2),
    },
  };
  const done = ['container.done one', 'container.half one', 'container.gone one'];
  const result: ExecutionResult = {
    done,
    failures: [],
    skipped: [],
    recovered: [],
    recoveryFailures: [],
    interrupted: false,
  };
  const previous = {
    number: 1,
    time: '2026-01-01T00:00:00Z',
    author: 'ann@host',
    resources: {
      'container.done': entry(1),
      'container.half': entry(1),
      'container.gone': entry(1),
      'container.stays': entry(1),
    },
  };
  t.same(resourcesAfter(plan, result, previous), {
    'container.done': entry(2),
    'container.half': entry(1),
    'container.kept': entry(2),
    'container.stays': entry(1),
  });
  t.same(resourcesAfter(plan, result, undefined), {
    'container.done': entry(2),
    'container.kept': entry(2),
  });
  t.end();
});
