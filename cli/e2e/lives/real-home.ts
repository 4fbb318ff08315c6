/*
 * A real engine as a home of drawn lives: plans are made and carried out as the command makes and
 * carries them out, and what laws look at is read from the engine past Stowage.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  hasErrors,
  ownershipOf,
  ownLabels,
  type Diagnostic,
  type Engine,
  type Ledgers,
  type Operator,
  type Plan,
} from '../../../model/index.js';
import { findDrift } from '../../../planner/index.js';
import {
  carryOutOn,
  isApartFrom,
  shop,
  type ByHand,
  type Home,
  type Said,
  type Written,
} from '../../../planner/testing/index.js';
import { resolveDesired } from '../../../providers/index.js';
import { forgetDestroyed } from '../../apply/forget-destroyed.js';
import { fingerprint } from '../../stack/fingerprint.js';
import { makeDestroyPlan, makePlan, makeRefreshPlan, wantedOf } from '../../stack/make-plan.js';
import { makeFaulty } from './faulty-engine.js';
import { Refused, type Hands, type Thing } from './hands.js';
import { marksOf } from './marks.js';
import { realGuard } from './real-guard.js';
import { realStack, type Ground } from './real-stack.js';

export interface RealEngine {
  readonly name: string;
  readonly hands: Hands;
  readonly ground: Ground;
  /** Opens it as a process does that begins. */
  open(): Promise<Engine & Operator>;
}

export interface RealHome extends Home {
  /** How often each change by hand was made, and how often the engine refused it. */
  readonly tally: ReadonlyMap<string, number>;
  /** Destroys the stack, and takes away what is nobody's. */
  end(): Promise<void>;
  /**
   * Removes all that a life that broke a law has left.
   * @param holdings that were there before it
   */
  abandon(holdings: readonly string[]): Promise<void>;
  /** Lets go of the engine. */
  close(): Promise<void>;
}

/** The change as it can be made on an engine that needs memory to start a container. */
const possible = (change: ByHand): ByHand =>
  change.do === 'set' && change.settings.memory !== undefined
    ? { ...change, settings: { ...change.settings, memory: 48 << 20 } }
    : change;

export async function realHome(real: RealEngine): Promise<RealHome> {
  const { hands, ground } = real;
  let engine = await real.open();
  const faulty = makeFaulty(() => engine);
  const marks = marksOf(hands);
  const holdings = await hands.holdings();
  let isLedgerLost = false;
  const tally = new Map<string, number>();
  const reader = () => ({ ...engine, observe: faulty.observe });
  const ledgers = async (): Promise<Ledgers> => {
    const { ledger } = await engine.observe({ stack: shop, names: [] });
    return new Map(ledger ? [[shop.id, ledger]] : []);
  };

  const request = (written: readonly Written[], { part, ...said }: Said = {}) => ({
    stack: realStack(written, said, ground),
    directory: ground.directory,
    id: shop.id,
    allowedDeletions: said.allowedDeletions ?? Number.MAX_SAFE_INTEGER,
    ...(said.replace && { replace: said.replace }),
    ...(part && { part }),
  });
  const check: Home['check'] = async (written, said) => {
    const { plan, diagnostics } = await makePlan(reader(), request(written, said));
    return plan && !hasErrors(diagnostics) ? { value: plan, diagnostics } : { diagnostics };
  };

  const guard = realGuard({ hands, ground, marks, faulty, ledgers });
  const foreign = async (): Promise<readonly Thing[]> => {
    const known = await ledgers();
    return (await hands.things()).filter(
      ({ kind, id, labels }) => !ownershipOf({ kind, id, labels }, known).owner,
    );
  };
  const removeThing = async ({ kind, id, name }: Thing): Promise<void> => {
    if (kind === 'network') {
      for (const other of await hands.things()) {
        if (other.networks?.includes(name)) await hands.disconnect(other.id, name);
      }
    }
    await hands.remove({ kind, id });
  };
  const takeAway: Home['takeAway'] = async (stack = []) => {
    const known = await ledgers();
    for (const thing of await hands.things()) {
      const { kind, id, name, labels } = thing;
      const { owner, released } = ownershipOf({ kind, id, labels }, known);
      const isWanted = stack.some(
        ({ resource }) => resource.kind === kind && resource.spec.name === name,
      );
      const goes = kind === 'container' && released !== undefined;
      if (goes || (!owner && isWanted)) await removeThing(thing);
    }
    const tags = stack.flatMap(({ resource: one }) =>
      one.kind === 'image' ? (one.spec.tags ?? []) : [],
    );
    for (const reference of tags) {
      if (await hands.isNamed(reference)) await hands.change({ do: 'unname', reference });
    }
  };
  const leaveNetworks = async (): Promise<void> => {
    for (const { id, networks = [] } of await foreign()) {
      for (const network of networks) {
        if (network !== 'bridge') await hands.disconnect(id, network);
      }
    }
  };
  const letServicesWrite = async (): Promise<void> => {
    const { objects } = await engine.observe({ stack: shop, names: [] });
    const written = objects.flatMap((one) =>
      one.kind === 'container' && one.status.state === 'running'
        ? Object.values(one.completed.mounts)
        : [],
    );
    for (const name of new Set(
      written.flatMap(({ type, source }) => (type === 'volume' ? [source] : [])),
    )) {
      const mark = await marks.of(name);
      if (mark !== undefined) await marks.write(name, `${mark}+`);
    }
  };
  const clearSigns = (): void => {
    for (const name of readdirSync(ground.signs)) rmSync(join(ground.signs, name));
  };
  const revive = async (): Promise<void> => {
    await faulty.revive();
    clearSigns();
    await engine.close();
    engine = await real.open();
  };
  const carryOut = carryOutOn(faulty, ground.directory);

  return {
    tally,
    lock: () => faulty.lock(shop),
    setKnobs: (knobs) => faulty.setKnobs(knobs),
    revive,
    guard,
    takeAway,
    leaveNetworks,
    letServicesWrite,
    carryOut,
    observe: (written = [], said = {}) =>
      faulty.observe({ stack: shop, ...wantedOf(realStack(written, said, ground)) }),
    plan: async (written, said) => {
      const { value, diagnostics } = await check(written, said);
      if (!value) throw new Error(told(diagnostics));
      return value;
    },
    check,
    tryRefresh: async (written, said) => {
      const { plan, diagnostics } = await makeRefreshPlan(reader(), request(written, said));
      const refusals = diagnostics.map(({ code }) => code);
      return plan && refusals.length === 0 ? { plan, refusals } : { refusals };
    },
    drift: async (stack = []) => {
      const observation = await faulty.observe({ stack: shop, names: [] });
      return findDrift(
        observation,
        fingerprint,
        stack.map(({ resource }) => resource),
      );
    },
    resolve: async (written) => {
      const { resources } = realStack(written, {}, ground);
      const { directory } = ground;
      const context = { directory, reader: engine, sealsOf: () => [] };
      const { value, diagnostics } = await resolveDesired(resources, context);
      if (!value) throw new Error(told(diagnostics));
      return value.desired;
    },
    byHand: async (...changes) => {
      for (const change of changes.map(possible)) {
        if (change.do === 'late-build') throw new Error('no build of this engine ends late');
        let how = 'made';
        try {
          if (change.do === 'lose-ledger') {
            await engine.clearLedger(shop);
            isLedgerLost = true;
          } else await hands.change(change);
        } catch (error) {
          // An engine that refuses what somebody tries by hand has not drifted.
          if (!(error instanceof Refused)) throw error;
          how = 'refused';
        }
        const key = `${change.do} ${how}`;
        tally.set(key, (tally.get(key) ?? 0) + 1);
      }
    },
    addForeign: async () => {
      for (const kind of ['volume', 'network'] as const) {
        await hands.change({ do: 'squat', kind, name: 'other' });
      }
      if (!(await marks.write('other', 'precious'))) throw new Error('the volume other is gone');
    },
    foreignObjects: async () => {
      const marked = await marks.complete();
      return (await hands.things())
        .filter(({ labels }) => labels[ownLabels.stackId] === undefined)
        .map(({ kind, id, name, isUp, networks }) => {
          const held = kind === 'volume' ? marked.get(name) : undefined;
          return JSON.stringify({ kind, id, name, isUp, networks, held });
        })
        .sort()
        .join('\n');
    },
    outsidePart: async (plan) => {
      const isApart = isApartFrom(plan, await ledgers());
      const apart = (await hands.things()).filter((one) => isApart(one.kind, one));
      const ids = new Set(apart.map(({ kind, id }) => `${kind} ${id}`));
      return async () =>
        (await hands.things())
          .filter(({ kind, id }) => kind !== 'network' && ids.has(`${kind} ${id}`))
          .map(({ kind, id, name, isUp }) => JSON.stringify({ kind, id, name, isUp }))
          .sort()
          .join('\n');
    },
    end: async () => {
      await revive();
      await leaveNetworks();
      await takeAway();
      const { stack } = request([]);
      const { plan } = await makeDestroyPlan(reader(), { stack, id: shop.id });
      if (!plan) throw new Error('there is no plan to destroy');
      await destroy(plan, carryOut);
      await forgetDestroyed(engine, shop, plan);
      const { objects, ledger } = await engine.observe({ stack: shop, names: [] });
      // Without a ledger nobody knows whose further name keeps an image.
      const kept = objects.filter(({ kind }) => kind === 'image' && isLedgerLost);
      if (kept.length > 0) await hands.removeImages(holdings);
      const left = objects
        .filter((object) => !kept.includes(object))
        .map(({ kind, name }) => `${kind} ${name}`);
      if (ledger) left.push('the ledger');
      if (left.length > 0) throw new Error(`destroying it leaves ${left.join(', ')}`);
      for (const thing of await hands.things()) await removeThing(thing);
    },
    abandon: async (holdings) => {
      await revive();
      for (const thing of await hands.things()) await removeThing(thing);
      await engine.clearLedger(shop);
      await hands.removeImages(holdings);
    },
    close: () => engine.close(),
  };
}

const told = (diagnostics: readonly Pick<Diagnostic, 'summary' | 'detail'>[]): string =>
  diagnostics.map(({ summary, detail = '' }) => `${summary}\n  ${detail}`).join('\n');

/** @throws Error where something of it fails */
async function destroy(plan: Plan, carryOut: Home['carryOut']): Promise<void> {
  const { failures, skipped } = await carryOut(plan);
  if (failures.length + skipped.length === 0) return;
  const reasons = failures.map(({ step, error }) => `${step.id}: ${error.message}`);
  throw new Error(['it cannot be destroyed', ...reasons].join('\n  '));
}
