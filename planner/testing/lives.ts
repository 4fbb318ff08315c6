/*
 * Lives a stack through: what lifecycle.ts draws is done to an engine, round by round, and after each
 * apply it is looked at what must hold whatever happens. A law that does not hold is an error whose
 * message says what was found; story.ts tells the life that led there.
 */
import { canonicalJson, EngineError, isEmptyPlan, type Plan } from '../../model/index.js';
import type { ExecutionResult } from '../execute.js';
import { acceptDrift } from './accept-drift.js';
import { compareWith } from './compare.js';
import type { Home } from './home.js';
import type { Said } from './host.js';
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
import { partOf, partRefusals } from './parts.js';
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

/** A home in its life. */
export interface Living {
  readonly home: Home;
  /** Whether the ledger was lost, and with it where moved containers stand. */
  doubtful: boolean;
}

/** One life of a stack: at its end an apply without faults converges, and nothing is left to do. */
export async function live({ first, rounds }: Life, home: Home): Promise<void> {
  const living: Living = { home, doubtful: false };
  await home.addForeign();
  let blueprint = first;
  let stack = build(blueprint);
  await attempt(living, stack);
  for (const round of rounds) {
    await home.letServicesWrite();
    const files = filesOf(blueprint, round);
    blueprint = files.blueprint;
    await home.byHand(...round.byHand);
    living.doubtful ||= [...round.byHand, ...round.late].some((one) => one.do === 'lose-ledger');
    stack = build(blueprint);
    if (round.refresh) await acceptDrift(home, stack, partOf(round));
    await attempt(living, stack, { ...files.said, ...partOf(round) }, round);
  }
  await home.letServicesWrite();
  await converge(living, stack);
}

/** One process that applies, whatever comes of it; what it leaves locked is free afterwards. */
export async function attempt(
  living: Living,
  stack: readonly Written[],
  said?: Said,
  round?: Partial<Pick<Round, 'knobs' | 'late' | 'stopAfter'>> & { readonly concurrency?: number },
): Promise<void> {
  const { home } = living;
  home.setKnobs(round?.knobs ?? allGoesWell);
  try {
    const lock = await home.lock();
    const plan = await plannedPart(home, stack, said);
    await home.byHand(...(round?.late ?? []));
    await watched(living, plan, () =>
      home.carryOut(plan, round?.concurrency ?? 4, round?.stopAfter),
    );
    await lock.release();
  } catch (error) {
    if (!(error instanceof Killed) && !(error instanceof EngineError)) throw error;
  }
  await home.revive();
  await home.takeAway();
}

/** Carries out, and sees to it that nothing is touched which is others'. */
async function watched<T>(
  { home, doubtful }: Living,
  plan: Plan,
  carryOut: () => Promise<T>,
): Promise<T> {
  const before = await home.foreignObjects();
  // Without a ledger nobody knows where what was moved stands.
  const apart = doubtful ? async () => '' : await home.outsidePart(plan);
  const apartBefore = await apart();
  const lookAtData = await home.guard(plan, doubtful);
  try {
    return await carryOut();
  } finally {
    const after = await home.foreignObjects();
    if (after !== before) fail('what is others’ has changed', [before, 'is now', after]);
    const apartAfter = await apart();
    if (apartAfter !== apartBefore) {
      fail('what is not chosen was touched', [apartBefore, 'is now', apartAfter]);
    }
    await lookAtData();
  }
}

/** A plan of what is chosen; of all of it where that cannot be planned by itself. */
async function plannedPart(
  home: Home,
  stack: readonly Written[],
  { part, ...said }: Said = {},
): Promise<Plan> {
  if (!part) return planned(home, stack, said);
  for (const variant of [stack, stopFirst(stack)]) {
    const { value, diagnostics } = await home.check(variant, { ...said, part });
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
  return planned(home, stack, said);
}

/** Refusals that a stack may meet, and another way to write it may not. */
const refused = /cannot be replaced start-first|cannot move to|cannot be renamed|in use/;

/** What is let go goes on running, with its ports. */
const holdsPorts = (error: Error, { removed = [] }: Said): boolean =>
  removed.length > 0 && /port \d+\/\w+ of the host is taken/.test(error.message);

/**
 * Plans; where something forbids start-first or a move, without them. Who has taken a name that the
 * stack wants is asked to go.
 */
export async function planned(
  home: Pick<Home, 'plan' | 'takeAway' | 'leaveNetworks'>,
  stack: readonly Written[],
  said: Said = {},
  { taken = false, left = false } = {},
): Promise<Plan> {
  const attempts = [
    () => home.plan(stack, said),
    () => home.plan(stopFirst(stack), said),
    () => home.plan(stack),
    () => home.plan(stopFirst(stack)),
  ];
  for (const [index, attempt] of attempts.entries()) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Error) || error instanceof EngineError) throw error;
      if (/ is there already/.test(error.message)) {
        if (taken) throw error;
        await home.takeAway(stack);
        return planned(home, stack, said, { taken: true, left });
      }
      if (!refused.test(error.message) && !holdsPorts(error, said)) throw error;
      if (index < attempts.length - 1) continue;
      // Others are on a network that has to go, however it is written: they leave it.
      if (!/ is in use$/m.test(error.message) || left) throw error;
      await home.leaveNetworks();
      return planned(home, stack, said, { taken, left: true });
    }
  }
  return fail('no way to write it is left');
}

/** Applies without faults; then the engine is as it is written, and the next plan is empty. */
export async function converge(living: Living, stack: readonly Written[]): Promise<void> {
  const { home } = living;
  await home.leaveNetworks();
  const plan = await planned(home, stack);
  const { failures, skipped } = await watched(living, plan, () => home.carryOut(plan));
  if (failures.length + skipped.length > 0) {
    fail('an apply without faults fails', [...reasonsOf({ failures }), ...planLines(plan)]);
  }
  const again = await home.plan(stack);
  if (!isEmptyPlan(again)) fail('the next plan is not empty', planLines(again));
  const { found, wanted } = await compareWith(home, stack, living.doubtful);
  if (canonicalJson(found) !== canonicalJson(wanted)) {
    fail('the engine holds something else', [...found, 'instead of', ...wanted]);
  }
  const { ledger } = await home.observe();
  if (ledger === undefined && stack.length > 0) {
    fail('there is no ledger');
  }
}

const reasonsOf = ({ failures }: Pick<ExecutionResult, 'failures'>): readonly string[] =>
  failures.map(({ step, error }) => `${step.id}: ${error.message}`);
