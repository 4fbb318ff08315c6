/*
 * Lives a stack through: what lifecycle.ts draws is done to a simulated engine, round by round, and
 * after each apply it is looked at what must hold whatever happens. A law that does not hold is an
 * error whose message says what was found; story.ts tells the life that led there.
 */
import { canonicalJson, EngineError, isEmptyPlan, type Plan } from '../../model/index.js';
import type { ExecutionResult } from '../execute.js';
import { acceptDrift } from './accept-drift.js';
import { compareWith } from './compare.js';
import { foreignObjects, guard, leaveNetworks, letServicesWrite, takeAway } from './guard.js';
import { newHost, shop, type Host, type Said } from './host.js';
import {
  build,
  changedOver,
  edited,
  stopFirst,
  withoutContainer,
  type Blueprint,
  type Life,
  type Round,
} from './lifecycle.js';
import { outsidePart, partOf, partRefusals } from './parts.js';
import { planLines } from './plan-lines.js';
import { allGoesWell, Killed } from './simulated-engine.js';
import type { Written } from './stacks.js';

function fail(title: string, lines: readonly string[] = []): never {
  throw new Error([title, ...lines].join('\n  '));
}

/** What the files say in a round: the stack, and statements that are written for this round alone. */
export interface Files {
  readonly blueprint: Blueprint;
  readonly said?: Said;
}

/** The files of a round, by those of the round before. */
export function filesOf(before: Blueprint, { edits, move, letGo }: Round): Files {
  const blueprint = edits.reduce(edited, before);
  const changed =
    (move && changedOver(blueprint, move)) ??
    (letGo === null ? undefined : withoutContainer(blueprint, letGo));
  return changed ? { blueprint: changed.stack, said: changed.said } : { blueprint };
}

/** A host in its life. */
export interface Living {
  readonly host: Host;
  /** Whether the ledger was lost, and with it where moved containers stand. */
  doubtful: boolean;
}

/** One life of a stack: at its end an apply without faults converges, and nothing is left to do. */
export async function live({ seed, first, rounds }: Life): Promise<void> {
  const living: Living = { host: newHost(seed), doubtful: false };
  addForeign(living.host);
  let blueprint = first;
  let stack = build(blueprint);
  await attempt(living, stack);
  for (const round of rounds) {
    letServicesWrite(living.host);
    const files = filesOf(blueprint, round);
    blueprint = files.blueprint;
    await living.host.byHand(...round.byHand);
    living.doubtful ||= [...round.byHand, ...round.late].some((one) => one.do === 'lose-ledger');
    stack = build(blueprint);
    if (round.refresh) await acceptDrift(living.host, stack, partOf(round));
    await attempt(living, stack, { ...files.said, ...partOf(round) }, round);
  }
  letServicesWrite(living.host);
  await converge(living, stack);
}

/** Objects of nobody's stack, under which nothing may change. */
function addForeign({ engine: { world } }: Host): void {
  world.volumes.set('other', { name: 'other', labels: {}, content: 'precious' });
  const spec = { name: 'other' };
  world.networks.set('other', { id: 'other', name: 'other', labels: {}, spec });
}

/** One process that applies, whatever comes of it; what it leaves locked is free afterwards. */
export async function attempt(
  living: Living,
  stack: readonly Written[],
  said?: Said,
  round?: Partial<Pick<Round, 'knobs' | 'late' | 'stopAfter'>> & { readonly concurrency?: number },
): Promise<void> {
  const { host } = living;
  host.engine.setKnobs(round?.knobs ?? allGoesWell);
  try {
    const lock = await host.engine.lock(shop);
    const plan = await plannedPart(host, stack, said);
    await host.byHand(...(round?.late ?? []));
    await watched(living, plan, () =>
      host.carryOut(plan, round?.concurrency ?? 4, round?.stopAfter),
    );
    await lock.release();
  } catch (error) {
    if (!(error instanceof Killed) && !(error instanceof EngineError)) throw error;
  }
  host.engine.revive();
  takeAway(host);
}

/** Carries out, and sees to it that nothing is touched which is others'. */
async function watched<T>(
  { host, doubtful }: Living,
  plan: Plan,
  carryOut: () => Promise<T>,
): Promise<T> {
  const before = foreignObjects(host);
  // Without a ledger nobody knows where what was moved stands.
  const apart = doubtful ? () => '' : outsidePart(host, plan);
  const apartBefore = apart();
  guard(host, plan, doubtful);
  try {
    return await carryOut();
  } finally {
    const after = foreignObjects(host);
    if (after !== before) fail('what is others’ has changed', [before, 'is now', after]);
    if (apart() !== apartBefore) fail('what is not chosen was touched', [apartBefore, apart()]);
  }
}

/** A plan of what is chosen; of all of it where that cannot be planned by itself. */
async function plannedPart(
  host: Host,
  stack: readonly Written[],
  { part, ...said }: Said = {},
): Promise<Plan> {
  if (!part) return planned(host, stack, said);
  for (const variant of [stack, stopFirst(stack)]) {
    const { value, diagnostics } = await host.check(variant, { ...said, part });
    if (value) return value;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const odd = errors.filter(({ code }) => !partRefusals.has(code));
    if (odd.length > 0) {
      fail(
        'a part is refused',
        odd.map(({ summary }) => summary),
      );
    }
  }
  return planned(host, stack, said);
}

/** Refusals that a stack may meet, and another way to write it may not. */
const refused = /cannot be replaced start-first|cannot move to|cannot be renamed|in use/;

/**
 * Plans; where something forbids start-first or a move, without them. Who has taken a name that the
 * stack wants is asked to go.
 */
export async function planned(
  host: Host,
  stack: readonly Written[],
  said: Said = {},
  wereAsked = false,
): Promise<Plan> {
  const attempts = [
    () => host.plan(stack, said),
    () => host.plan(stopFirst(stack), said),
    () => host.plan(stack),
    () => host.plan(stopFirst(stack)),
  ];
  for (const [index, attempt] of attempts.entries()) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Error) || error instanceof EngineError) throw error;
      if (/ is there already/.test(error.message)) {
        takeAway(host, stack);
        return planned(host, stack, said, wereAsked);
      }
      if (!refused.test(error.message)) throw error;
      if (index < attempts.length - 1) continue;
      // Others are on a network that has to go, however it is written: they leave it.
      if (!/ is in use$/m.test(error.message) || wereAsked) throw error;
      leaveNetworks(host);
      return planned(host, stack, said, true);
    }
  }
  return fail('no way to write it is left');
}

/** Applies without faults; then the engine is as it is written, and the next plan is empty. */
export async function converge(living: Living, stack: readonly Written[]): Promise<void> {
  const { host } = living;
  leaveNetworks(host);
  const plan = await planned(host, stack);
  const { failures, skipped } = await watched(living, plan, () => host.carryOut(plan));
  if (failures.length + skipped.length > 0) {
    fail('an apply without faults fails', [...reasonsOf({ failures }), ...planLines(plan)]);
  }
  const again = await host.plan(stack);
  if (!isEmptyPlan(again)) fail('the next plan is not empty', planLines(again));
  const { found, wanted } = await compareWith(host, stack);
  if (canonicalJson(found) !== canonicalJson(wanted)) {
    fail('the engine holds something else', [...found, 'instead of', ...wanted]);
  }
  if (host.engine.world.ledgers.get(shop.id) === undefined && stack.length > 0) {
    fail('there is no ledger');
  }
}

const reasonsOf = ({ failures }: Pick<ExecutionResult, 'failures'>): readonly string[] =>
  failures.map(({ step, error }) => `${step.id}: ${error.message}`);
