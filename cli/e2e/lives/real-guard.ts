/*
 * What must hold while a plan is carried out on a real engine: no volume whose content is nowhere else goes
 * unless the plan says so, and nothing runs twice. Containers that are to misbehave are told so before they start.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownershipOf, type Ledgers, type Operation } from '../../../model/index.js';
import { allowedBy, livesOn, type Home, type Knobs } from '../../../planner/testing/index.js';
import type { makeFaulty } from './faulty-engine.js';
import type { Hands } from './hands.js';
import type { Marks } from './marks.js';
import type { Ground, Misbehaviour } from './real-stack.js';

const misbehaviours: readonly Misbehaviour[] = ['exits', 'failingJobs', 'unhealthy'];

export interface Guarded {
  readonly hands: Hands;
  readonly ground: Ground;
  readonly marks: Marks;
  readonly faulty: ReturnType<typeof makeFaulty>;
  readonly ledgers: () => Promise<Ledgers>;
}

export function realGuard({ hands, ground, marks, faulty, ledgers }: Guarded): Home['guard'] {
  /** Puts up signs for a container that is about to start, by all that it may call itself. */
  const putSigns = async (operation: Operation, { behaviour }: Knobs): Promise<void> => {
    if (operation.op !== 'start-container') return;
    const { id, name } = operation.target;
    const wrong = misbehaviours.filter((how) => behaviour[how].has(name));
    if (wrong.length === 0) return;
    const found = (await hands.things()).find((one) => one.id === id || one.name === name);
    for (const how of wrong) {
      for (const host of [name, found?.id.slice(0, 12) ?? name]) {
        writeFileSync(join(ground.signs, `${how}-${host}`), '');
      }
    }
  };

  return async (plan, doubtful) => {
    const allowed = allowedBy(plan);
    const marked = await marks.complete();
    const before = await ledgers();
    const twice = async (): Promise<readonly string[]> => {
      const running = (await hands.things()).filter(({ isUp }) => isUp);
      return allowed.runTwice(
        running.map(({ id, labels }) => ({
          id,
          address: ownershipOf({ kind: 'container', id, labels }, before).owner?.address,
        })),
      );
    };
    const fine = new Set([...allowed.startsFirst, ...(await twice())]);
    faulty.watch = {
      before: async (operation, knobs) => {
        const now = operation.op === 'remove' ? await marks.now() : new Map<string, string>();
        allowed.refuse(operation, (name) => {
          const others = [...now].filter(([other]) => other !== name).map(([, mark]) => mark);
          return livesOn(now.get(name), others);
        });
        await putSigns(operation, knobs);
      },
      after: async (operation) => {
        if (doubtful || operation.op !== 'start-container') return;
        const extra = (await twice()).find((one) => !fine.has(one));
        if (extra !== undefined) throw new Error(`${extra} runs twice`);
      },
    };
    return async () => {
      const now = await marks.now();
      for (const [name, mark] of marked) {
        if (allowed.lost.has(name) || livesOn(mark, [...now.values()])) continue;
        throw new Error(`volume ${name} held ${mark}, now ${now.get(name) ?? 'it is gone'}`);
      }
    };
  };
}
