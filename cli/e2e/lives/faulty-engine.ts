/*
 * A real engine with the knobs of the simulated one: any call fails, loses its reply, or ends the
 * process before or after it took effect. What a killed process had begun is finished before it is
 * dead, since it is this very process that goes on.
 */
import { EngineError, type Engine, type Lock, type Operation } from '../../../model/index.js';
import { allGoesWell, Killed, type Fault, type Knobs } from '../../../planner/testing/index.js';

export interface FaultyEngine extends Pick<Engine, 'lock' | 'observe' | 'perform' | 'writeLedger'> {
  setKnobs(knobs: Knobs): void;
  /** Called around each operation; may throw to fail a test. */
  watch: Watch;
  /** Frees what is locked; nothing goes wrong any more. */
  revive(): Promise<void>;
}

export interface Watch {
  before(operation: Operation, knobs: Knobs): Promise<void>;
  after(operation: Operation): Promise<void>;
}

const watchNothing: Watch = { before: async () => undefined, after: async () => undefined };

/** @param engine gives the one that stands now, since it is opened anew for each process */
export function makeFaulty(engine: () => Engine): FaultyEngine {
  let knobs = allGoesWell;
  let operations = 0;
  let calls = 0;
  let dead = false;
  const locks = new Set<Lock>();

  const alive = (): void => {
    if (dead) throw new Killed();
  };
  const call = async <T>(
    name: string,
    fault: Fault | undefined,
    effect: () => Promise<T>,
  ): Promise<T> => {
    alive();
    const wrong = fault ?? knobs.anyCall?.get(++calls);
    dead ||= wrong === 'kill-before';
    alive();
    if (wrong === 'fail') throw new EngineError('failed', `${name} fails`);
    const result = await effect();
    dead ||= wrong === 'kill-after';
    alive();
    if (wrong === 'lose-reply') throw new EngineError('failed', 'the reply is lost');
    return result;
  };
  const faulty: FaultyEngine = {
    watch: watchNothing,
    setKnobs: (next) => {
      knobs = next;
      operations = 0;
      calls = 0;
    },
    observe: (query) => call('observe', undefined, () => engine().observe(query)),
    lock: (stack) =>
      call('lock', undefined, async () => {
        const lock = await engine().lock(stack);
        const release = async (): Promise<void> => {
          locks.delete(held);
          await lock.release();
        };
        const held: Lock = { release };
        locks.add(held);
        return held;
      }),
    perform: async (operation, directory, progress) => {
      alive();
      return call(operation.op, knobs.faults.get(++operations), async () => {
        await faulty.watch.before(operation, knobs);
        const outcome = await engine().perform(operation, directory, progress);
        await faulty.watch.after(operation);
        return outcome;
      });
    },
    writeLedger: (stack, generation) =>
      call('write-ledger', undefined, () => engine().writeLedger(stack, generation)),
    revive: async () => {
      dead = false;
      faulty.watch = watchNothing;
      faulty.setKnobs(allGoesWell);
      for (const lock of [...locks]) await lock.release();
    },
  };
  return faulty;
}
