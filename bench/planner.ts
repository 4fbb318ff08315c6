/*
 * How the cost of planning grows with the stack, in CPU time for each resource: made anew, unchanged,
 * replaced, removed; and that of walking the graph, with steps that do nothing.
 */
import { EngineError, type Observation, type Plan } from '../model/index.js';
import { executePlan, planApply, type PlanInput } from '../planner/index.js';
import {
  container,
  image,
  network,
  newHost,
  noStatements,
  resolve,
  shop,
  volume,
  type Written,
} from '../planner/testing/index.js';
import { print } from './table.js';

/** Families of five resources, each waiting for the one before it. */
function stack(count: number, age: string): readonly Written[] {
  return Array.from({ length: count / 5 }, (_, index): readonly Written[] => {
    const before = index === 0 ? [] : [[`container.b${index - 1}`, 'started'] as const];
    const networks = { [`shop-n${index}`]: {} };
    return [
      image(`i${index}`, {}, { 'app.js': age }),
      network(`n${index}`),
      volume(`v${index}`),
      container(
        `a${index}`,
        {
          image: `shop/i${index}`,
          networks,
          mounts: [{ type: 'volume', source: `shop-v${index}`, target: '/data' }],
          ports: [{ host: 1000 + index, container: 80 }],
        },
        { after: before },
      ),
      container(
        `b${index}`,
        { networks, env: { AGE: age } },
        { after: [[`container.a${index}`, 'started']] },
      ),
    ];
  }).flat();
}

/** The least milliseconds of CPU of several runs: what the work costs when nothing disturbs it. */
function least(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Milliseconds of CPU to walk a graph of which every step is done as soon as it is begun. */
async function walk(plan: Plan): Promise<number> {
  const started = process.cpuUsage();
  const { done } = await executePlan(
    plan,
    { run: async () => ({ warnings: [] }) },
    {
      concurrency: 4,
      signal: new AbortController().signal,
      isEngineError: (error) => error instanceof EngineError,
      report: () => undefined,
    },
  );
  const { user, system } = process.cpuUsage(started);
  if (done.length < plan.steps.length) throw new Error('not every step was done');
  return (user + system) / 1000;
}

async function growth(): Promise<void> {
  print(
    'resources',
    'create ms',
    'no-op ms',
    'replace ms',
    'delete ms',
    'no-op µs each',
    'steps',
    'walk ms',
    'walk µs each',
  );
  for (const count of [100, 1000, 10_000]) {
    const host = newHost();
    const [written, later] = [resolve(stack(count, '1')), resolve(stack(count, '2'))];
    const nothing = await host.observe();
    await host.carryOut(await host.plan(stack(count, '1')));
    const everything = await host.observe();
    const input = (desired: PlanInput['desired'], observation: Observation): PlanInput => ({
      stack: shop,
      statements: noStatements,
      fingerprint: (_stack, text) => text,
      allowedDeletions: count * 2,
      desired,
      outputs: [],
      observation,
      verdict: (kind, change) => host.engine.verdict(kind, change),
    });
    const made = (desired: PlanInput['desired'], observation: Observation): Plan => {
      const { value } = planApply(input(desired, observation));
      if (!value) throw new Error('there is no plan');
      return value;
    };
    const plan = (desired: PlanInput['desired'], observation: Observation): number =>
      least(() => made(desired, observation));
    const unchanged = plan(written, everything);
    const replacing = made(later, everything);
    const walked = await walk(replacing);
    print(
      count,
      plan(written, nothing),
      unchanged,
      plan(later, everything),
      plan([], everything),
      (unchanged * 1000) / count,
      String(replacing.steps.length),
      walked,
      (walked * 1000) / replacing.steps.length,
    );
  }
}

await growth();
