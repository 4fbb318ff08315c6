/*
 * Plans of a town as text, made from input in an order by chance: what must be the same bytes
 * wherever and however often they are made. As a program it prints them, so that a test can run it
 * under another locale and time zone.
 */
import { fileURLToPath } from 'node:url';
import { canonicalJson, toJson, type Operation, type Plan } from '../../model/index.js';
import { planApply } from '../plan.js';
import { cheapFingerprint } from './cheap-fingerprint.js';
import { shop } from './carry-out.js';
import { newHost, type Host } from './host.js';
import { noStatements, resolve } from './stacks.js';
import { town } from './town.js';

/** Numbers below a bound, the same for the same seed. */
function chance(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % bound;
  };
}

function shuffled<T>(list: readonly T[], next: (bound: number) => number): readonly T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(next(left.length), 1));
}

function shuffledMembers<T>(
  members: Readonly<Record<string, T>>,
  next: (bound: number) => number,
): Readonly<Record<string, T>> {
  return Object.fromEntries(shuffled(Object.entries(members), next));
}

/** A host with the town in its first age, and drift of some kinds. */
async function driftedHost(concurrency: number): Promise<Host> {
  const host = newHost();
  await host.carryOut(await host.plan(town(0)), concurrency);
  await host.byHand(
    { do: 'set', name: 'shop-queue', settings: { memory: 7 << 20 } },
    { do: 'stop', name: 'shop-logs' },
    { do: 'rename', name: 'shop-admin', to: 'by-hand' },
    { do: 'disconnect', name: 'shop-web', network: 'shop-back' },
  );
  return host;
}

/** Text in which objects are told by name: their ids are as they were made, one after another. */
function withoutIds({ engine: { world } }: Host, value: unknown): string {
  const objects = [world.images, world.networks, world.containers].flatMap((kind) => [
    ...kind.values(),
  ]);
  return objects.reduce(
    (text, object) =>
      text.replaceAll(
        `"${object.id}"`,
        'name' in object ? `"id of ${object.name}"` : `"id of ${[...object.references].join()}"`,
      ),
    canonicalJson(toJson(value)),
  );
}

/**
 * The plan that leads to the second age.
 * @param seed of the order in which resources, objects and the ledger's entries are given
 * @param concurrency of the apply that made the first age
 */
export async function planBytes(seed: number, concurrency = 1): Promise<string> {
  const host = await driftedHost(concurrency);
  const next = chance(seed);
  const { objects, foreign, ledger, ...rest } = await host.observe(town(1));
  const plan: Plan | undefined = planApply({
    stack: shop,
    statements: noStatements,
    fingerprint: cheapFingerprint,
    desired: shuffled(resolve(shuffled(town(1), next)), next),
    outputs: [],
    observation: {
      ...rest,
      objects: shuffled(objects, next),
      foreign: shuffled(foreign, next),
      ...(ledger && { ledger: { ...ledger, resources: shuffledMembers(ledger.resources, next) } }),
    },
    verdict: (kind, change) => host.engine.verdict(kind, change),
  }).value;
  return withoutIds(host, plan);
}

/** What an apply of the second age does, in order. @param seed of how concurrent calls interleave */
export async function operationsOf(seed: number): Promise<string> {
  const host = newHost(seed);
  const operations: Operation[] = [];
  for (const age of [0, 1] as const) {
    host.engine.performed.length = 0;
    await host.carryOut(await host.plan(town(age)), 1);
    operations.push(...host.engine.performed);
  }
  return canonicalJson(toJson(operations));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(await planBytes(1));
