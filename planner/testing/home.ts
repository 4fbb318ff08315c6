/*
 * Where drawn lives are lived: an engine, what people do to it, and what a law looks at. The simulated
 * one is here; those on real engines are beside the end-to-end tests.
 */
import type { Lock, Plan } from '../../model/index.js';
import type { Desired } from '../facts.js';
import { shop } from './carry-out.js';
import { foreignObjects, guard, leaveNetworks, letServicesWrite, takeAway } from './guard.js';
import { newHost, type Host, type Said } from './host.js';
import { outsidePart } from './parts.js';
import type { Knobs } from './simulated-engine.js';
import { resolve, type Written } from './stacks.js';

export interface Home extends Pick<
  Host,
  'observe' | 'plan' | 'check' | 'carryOut' | 'drift' | 'byHand'
> {
  /** A plan to accept drift, or the codes of what stands against it. */
  tryRefresh(
    stack: readonly Written[],
    said?: Said,
  ): Promise<{ readonly plan?: Plan; readonly refusals: readonly string[] }>;
  lock(): Promise<Lock>;
  /** What goes wrong from now on. */
  setKnobs(knobs: Knobs): void;
  /** A new process: what a killed one has left locked is free, and nothing goes wrong any more. */
  revive(): Promise<void>;
  resolve(stack: readonly Written[]): Promise<readonly Desired[]>;
  /** Makes objects of nobody's stack, under which nothing may change. */
  addForeign(): Promise<void>;
  /** What belongs to nobody's stack, as text: it stays the same whatever is applied. */
  foreignObjects(): Promise<string>;
  /** Looks at what a plan of a part has nothing to do with; gives it as text when it is asked again. */
  outsidePart(plan: Plan): Promise<() => Promise<string>>;
  /**
   * Watches while a plan is carried out, and gives what looks at the data after it. Both throw where
   * something is done that the plan did not say.
   * @param doubtful whether the ledger was lost, and with it where moved containers stand
   */
  guard(plan: Plan, doubtful: boolean): Promise<() => Promise<void>>;
  /** What runs writes to its volumes, so that of two copies of one it is seen which is the newer. */
  letServicesWrite(): Promise<void>;
  /** Others take away what was let go of, and what has names that a stack wants. */
  takeAway(stack?: readonly Written[]): Promise<void>;
  /** Containers of others go from the networks that they have joined. */
  leaveNetworks(): Promise<void>;
}

/** A simulated engine to live on, and the host that it is of. */
export function simulatedHome(seed: number): Home & { readonly host: Host } {
  const host = newHost(seed);
  const { engine } = host;
  return {
    ...host,
    host,
    lock: () => engine.lock(shop),
    setKnobs: (knobs) => engine.setKnobs(knobs),
    revive: async () => engine.revive(),
    resolve: async (stack) => resolve(stack),
    addForeign: async () => {
      const { volumes, networks } = engine.world;
      volumes.set('other', { name: 'other', labels: {}, content: 'precious' });
      const spec = { name: 'other' };
      networks.set('other', { id: 'other', name: 'other', labels: {}, spec });
    },
    foreignObjects: async () => foreignObjects(host),
    outsidePart: async (plan) => {
      const look = outsidePart(host, plan);
      return async () => look();
    },
    guard: async (plan, doubtful) => {
      guard(host, plan, doubtful);
      // Data goes by no other way here than by the operations that are watched.
      return async () => undefined;
    },
    letServicesWrite: async () => letServicesWrite(host),
    takeAway: async (stack) => takeAway(host, stack),
    leaveNetworks: async () => leaveNetworks(host),
  };
}
