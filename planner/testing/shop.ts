/*
 * What most tests of the planner start from: a small shop of every kind of resource, short ways to
 * write attributes, and a host on which a stack has been applied.
 */
import type { Test } from 'tap';
import type { Plan } from '../../model/index.js';
import { newHost, type Host, type Said } from './host.js';
import { planLines } from './plan-lines.js';
import { container, image, network, volume, type Written } from './stacks.js';

/** Publishes port 80. */
export const port = (host: number) => ({ ports: [{ host, container: 80 }] });
/** Joins networks by name. */
export const on = (...names: readonly string[]) => ({
  networks: Object.fromEntries(names.map((name) => [name, {}])),
});
/** Mounts a volume by name. */
export const mounts = (source: string) =>
  ({ mounts: [{ type: 'volume', source, target: '/data' }] }) as const;

/** A host on which a stack has been applied. */
export async function hostWith(stack: readonly Written[]): Promise<Host> {
  const host = newHost();
  const { result } = await host.apply(stack);
  if (result.failures.length > 0) throw new Error(result.failures[0]?.error.message);
  return host;
}

/** Plans, carries out, and states that nothing is left to do. */
export async function converges(
  t: Test,
  host: Host,
  stack: readonly Written[],
  said?: Said,
): Promise<Plan> {
  const { plan, result } = await host.apply(stack, undefined, said);
  t.same(
    result.failures.map(({ step, error }) => `${step.id}: ${error.message}`),
    [],
    'no step fails',
  );
  t.same(planLines(await host.plan(stack, said)), [], 'nothing is left to do');
  return plan;
}

/** Images on images, a database, a job and a server; `server` is the content of a copied file. */
export const shopStack = (server = 'v1'): readonly Written[] => [
  image('base', {}, { 'base.txt': 'b' }),
  image('app', { from: { kind: 'image', name: 'shop/base' } }, { 'app/server.js': server }),
  volume('data'),
  network('back'),
  container('db', { ...on('shop-back'), ...mounts('shop-data'), health: { test: ['true'] } }),
  container('init', { ...on('shop-back'), job: true }, { after: [['container.db', 'healthy']] }),
  container(
    'web',
    { image: 'shop/app', ...on('shop-back'), ...port(8080) },
    { after: [['container.init', 'completed']] },
  ),
];

/** Ids of all containers. */
export const containerIds = ({ engine }: Host): readonly string[] =>
  [...engine.world.containers.keys()].sort();

/** Carries out; nothing is left to do with the statements, nor without, nor has anything drifted. */
export async function settles(
  t: Test,
  host: Host,
  stack: readonly Written[],
  said: Said,
): Promise<Plan> {
  const plan = await converges(t, host, stack, said);
  t.equal((await host.plan(stack, said)).ledgerOutdated, false, 'the ledger says all of it');
  t.same(planLines(await host.plan(stack)), [], 'nor when the statement has been taken out');
  t.same(await host.drift(), []);
  await host.apply(stack);
  t.same(planLines(await host.plan(stack)), [], 'nor after an apply without it');
  t.same(planLines(await host.plan(stack, said)), [], 'nor when it is written again');
  return plan;
}
