/*
 * An engine in memory behind the contract of model/engine.ts: seeded, without clock or effect. Its
 * knobs make any call fail, lose its reply, or end the process before or after it took effect; a
 * killed engine answers nothing until it is revived, as a new process would find it.
 */
import {
  EngineError,
  notLockedError,
  outdatedGenerations,
  stacksOf,
  unownedOf,
  type Engine,
  type Operation,
  type StackIdentity,
  type Verdict,
} from '../../model/index.js';
import { allHoldings, observeWorld } from './observe.js';
import type { Behaviour } from './operation.js';
import { operate } from './operations.js';
import { simulatedPlatform, surveyWorld } from './survey.js';
import { emptyWorld, findContainer, findImage, type World } from './world.js';

/** What goes wrong at one call. */
export type Fault = 'fail' | 'lose-reply' | 'kill-before' | 'kill-after';

/** Thrown for a process that was killed: no error of the engine, so nothing may catch it. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface Knobs {
  /** By the number of the call, counted from 1 since the knobs were set. */
  readonly faults: ReadonlyMap<number, Fault>;
  /** By the number of the call among all: locks, observations and ledgers are counted, too. */
  readonly anyCall?: ReadonlyMap<number, Fault>;
  readonly behaviour: Behaviour;
}

export const allGoesWell: Knobs = {
  faults: new Map(),
  behaviour: { unhealthy: new Set(), exits: new Set(), failingJobs: new Set() },
};

export interface SimulatedEngine extends Engine {
  readonly world: World;
  /** Every operation that took effect, in order. */
  readonly performed: Operation[];
  /** Called after each operation; may throw to fail a test. */
  watch: (operation: Operation) => void;
  /** How many calls there were since the knobs were set. */
  readonly calls: number;
  setKnobs(knobs: Knobs): void;
  /** A new process: locks of the killed one are free, its faults are gone. */
  revive(): void;
}

/** @param seed decides how concurrent calls interleave */
export function simulateEngine(seed = 1, world: World = emptyWorld()): SimulatedEngine {
  let knobs = allGoesWell;
  let calls = 0;
  let allCalls = 0;
  let dead = false;
  let state = seed;
  const locks = new Map<string, string>();
  let taken = 0;
  const performed: Operation[] = [];

  /** Lets others go first, a seeded number of times. */
  const interleave = async (): Promise<void> => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    for (let turns = (state >>> 16) % 4; turns > 0; turns--) await Promise.resolve();
  };

  const alive = (): void => {
    if (dead) throw new Killed();
  };

  /** One call of the contract, with what is to go wrong at it. */
  const call = <T>(name: string, fault: Fault | undefined, effect: () => T): T => {
    const number = ++allCalls;
    const wrong = fault ?? knobs.anyCall?.get(number);
    dead ||= wrong === 'kill-before';
    alive();
    if (wrong === 'fail') throw new EngineError('failed', `${name} fails`);
    const result = effect();
    dead ||= wrong === 'kill-after';
    alive();
    if (wrong === 'lose-reply') throw new EngineError('failed', `the reply is lost`);
    return result;
  };

  const perform = async (operation: Operation, signal: AbortSignal): Promise<void> => {
    await interleave();
    alive();
    call(operation.op, knobs.faults.get(++calls), () => {
      if (operation.op === 'await-container' && signal.aborted) {
        throw new EngineError('interrupted', 'the wait was ended');
      }
      operate(world, operation, knobs.behaviour);
      performed.push(operation);
      engine.watch(operation);
    });
    await interleave();
    alive();
  };

  const engine: SimulatedEngine = {
    world,
    performed,
    watch: () => undefined,
    profile: {
      lacks: [{ kind: 'container', path: 'runtime', why: 'knows one OCI runtime only' }],
      engine: 'embedded',
      version: '0',
      address: 'memory',
      description: 'a simulated engine',
    },
    get calls() {
      return allCalls;
    },
    setKnobs(next) {
      knobs = next;
      calls = 0;
      allCalls = 0;
    },
    revive() {
      dead = false;
      locks.clear();
      engine.setKnobs(allGoesWell);
    },
    observe: async (query) => call('observe', undefined, () => observeWorld(world, query)),
    history: async ({ id = '' }) => {
      const newest = world.ledgers.get(id);
      return newest ? [newest, ...(world.history.get(id) ?? [])] : [];
    },
    stacks: async () => stacksOf(allHoldings(world), world.ledgers),
    unowned: async () => unownedOf(allHoldings(world), world.ledgers),
    findImage: async (reference) => {
      const image = findImage(world, reference);
      if (!image) return undefined;
      const { id, config, platform = simulatedPlatform } = image;
      return { id, config, platform };
    },
    platform: async () => simulatedPlatform,
    survey: async (query) => surveyWorld(world, query),
    verdict: (_kind, change): Verdict =>
      change.path === 'memory' && (change.after ?? null) === null
        ? { effect: 'replace', reason: 'a limit cannot be lifted from a living container' }
        : { effect: 'in-place' },
    close: async () => undefined,
    perform: async (operation, _directory, { signal }) => {
      await perform(operation, signal);
      return { warnings: [] };
    },
    lock: async (stack: StackIdentity) => {
      const id = String(++taken).padStart(12, '0');
      call('lock', undefined, () => {
        if (locks.has(stack.name)) throw new EngineError('locked', `${stack.name} is locked`);
        locks.set(stack.name, id);
      });
      const release = async (): Promise<void> => {
        if (locks.get(stack.name) === id) locks.delete(stack.name);
      };
      return { release };
    },
    locks: async () =>
      [...locks].map(([stack, id]) => ({
        id,
        stack,
        owner: 'ann@host',
        pid: null,
        since: '2026-01-01T00:00:00Z',
        holder: 'unknown' as const,
      })),
    unlock: async (id) => {
      const held = await engine.locks();
      const lock = held.find((one) => one.id === id);
      if (!lock) throw notLockedError(id, held);
      locks.delete(lock.stack);
    },
    writeLedger: async (stack, generation) => {
      alive();
      const id = stack.id ?? stack.name;
      const before = [...(await engine.history({ ...stack, id }))];
      const older = before.filter(({ number }) => number !== generation.number);
      const all = [generation, ...older].map(({ number }) => ({ number, bytes: 0 }));
      const outdated = outdatedGenerations(all);
      call('write-ledger', undefined, () => {
        world.ledgers.set(id, generation);
        world.history.set(
          id,
          older.filter(({ number }) => !outdated.includes(number)),
        );
      });
    },
    clearLedger: async (stack) => {
      alive();
      world.ledgers.delete(stack.id ?? stack.name);
      world.history.delete(stack.id ?? stack.name);
    },
    lastLines: async (target) =>
      findContainer(world, target) ? [`last words of ${target.name}`] : [],
  };
  return engine;
}
