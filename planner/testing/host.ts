/*
 * A host to try a stack on: a simulated engine with an image that no stack made, and apply as the
 * command line does it: observe, plan, walk, record.
 */
import {
  hasErrors,
  kindOfAddress,
  type Checked,
  type Diagnostic,
  type Observation,
  type Part,
  type Plan,
} from '../../model/index.js';
import type { ExecutionResult } from '../execute.js';
import type { DestroyInput, PlanInput, Statements } from '../facts.js';
import { findDrift, type Drift } from '../drift.js';
import { planApply, planDestroy } from '../plan.js';
import { planRefresh } from '../refresh.js';
import { choosePart, type Choice, type Purpose } from '../scope.js';
import { changeByHand, type ByHand } from './by-hand.js';
import { carryOutOn, shop, type CarryOut } from './carry-out.js';
import { cheapFingerprint } from './cheap-fingerprint.js';
import { simulateEngine, type Knobs, type SimulatedEngine } from './simulated-engine.js';
import { foreignConfig, noStatements, resolve, type Written } from './stacks.js';

export interface Applied {
  readonly plan: Plan;
  readonly result: ExecutionResult;
}

/** What the files say of addresses beside the resources, and what the command line asks for. */
export type Said = Partial<Statements> &
  Pick<PlanInput, 'replace' | 'allowedDeletions'> & { readonly part?: Part };

export interface Host {
  readonly engine: SimulatedEngine;
  observe(stack?: readonly Written[], said?: Said): Promise<Observation>;
  /** @throws Error when planning gives errors */
  plan(stack: readonly Written[], said?: Said): Promise<Plan>;
  diagnose(stack: readonly Written[], said?: Said): Promise<readonly Diagnostic[]>;
  /** A plan and what is said of it, or what stands against one. */
  check(stack: readonly Written[], said?: Said): Promise<Checked<Plan>>;
  /** A plan to accept drift, or what stands against it, and its codes. */
  tryRefresh(
    stack: readonly Written[],
    said?: Said,
  ): Promise<{
    readonly plan?: Plan;
    readonly refusals: readonly string[];
    readonly diagnostics: readonly Diagnostic[];
  }>;
  /** @throws Error when planning gives errors */
  planRefresh(stack: readonly Written[], said?: Said): Promise<Plan>;
  /** @throws Error when planning gives errors */
  planDestroy(stack: readonly Written[], said?: Said): Promise<Plan>;
  readonly carryOut: CarryOut;
  apply(stack: readonly Written[], knobs?: Knobs, said?: Said): Promise<Applied>;
  drift(stack?: readonly Written[]): Promise<readonly Drift[]>;
  byHand(...changes: readonly ByHand[]): Promise<void>;
}

/** What is chosen, or why nothing can be. */
function chosen(
  subject: Omit<DestroyInput, 'stack'>,
  { part }: Said = {},
  purpose: Purpose,
): { readonly choice?: Choice; readonly diagnostics: readonly Diagnostic[] } {
  if (!part) return { diagnostics: [] };
  const { value, diagnostics } = choosePart(part, subject, purpose);
  return { diagnostics, ...(value && { choice: value }) };
}

export function newHost(seed = 1): Host {
  const engine = simulateEngine(seed);
  engine.world.images.set('busybox', {
    id: 'busybox',
    labels: {},
    config: foreignConfig,
    references: new Set(['busybox:1']),
  });
  const observe = (stack: readonly Written[] = [], said: Said = {}): Promise<Observation> =>
    engine.observe({
      stack: shop,
      names: stack.flatMap(({ resource: { kind, spec } }) =>
        [spec.name, ...(kind === 'image' ? (spec.tags ?? []) : [])].map((name) => ({ kind, name })),
      ),
      imports: (said.imports ?? []).flatMap(({ to, id }) => {
        const kind = kindOfAddress(to);
        return kind === undefined ? [] : [{ kind, id }];
      }),
    });
  const check = async (stack: readonly Written[], said: Said = {}): Promise<Checked<Plan>> => {
    const desired = resolve(stack);
    const subject = {
      fingerprint: cheapFingerprint,
      statements: { ...noStatements, ...said },
      resources: desired.map(({ resource }) => resource),
      observation: await observe(stack, said),
    };
    const { choice, diagnostics } = chosen(subject, said, 'apply');
    if (hasErrors(diagnostics)) return { diagnostics };
    return planApply({
      ...subject,
      stack: shop,
      desired,
      outputs: [],
      // Most lives of stacks are shorter than the limit is wide.
      allowedDeletions: said.allowedDeletions ?? Number.MAX_SAFE_INTEGER,
      ...(said.replace && { replace: said.replace }),
      verdict: (kind, change) => engine.verdict(kind, change),
      ...(choice && { choice }),
    });
  };
  const plan = async (stack: readonly Written[], said?: Said): Promise<Plan> => {
    const { value, diagnostics } = await check(stack, said);
    if (!value) throw new Error(diagnostics.map(({ summary }) => summary).join('\n'));
    return value;
  };
  const carryOut = carryOutOn(engine, '/stack');
  const tryRefresh: Host['tryRefresh'] = async (stack, said) => {
    const subject = {
      statements: { ...noStatements, ...said },
      resources: resolve(stack).map(({ resource }) => resource),
      observation: await observe(stack),
      fingerprint: cheapFingerprint,
    };
    const { choice, diagnostics } = chosen(subject, said, 'apply');
    const made = planRefresh({ ...subject, stack: shop, ...(choice && { choice }) });
    const told = [...diagnostics, ...made.diagnostics];
    const refusals = told.map(({ code }) => code);
    return {
      refusals,
      diagnostics: told,
      ...(made.value && told.length === 0 && { plan: made.value }),
    };
  };
  return {
    engine,
    observe,
    plan,
    check,
    diagnose: async (stack, said) => (await check(stack, said)).diagnostics,
    tryRefresh,
    planRefresh: async (stack, said) => {
      const { plan: made, refusals } = await tryRefresh(stack, said);
      if (!made) throw new Error(refusals.join(', '));
      return made;
    },
    planDestroy: async (stack, said) => {
      const subject = {
        fingerprint: cheapFingerprint,
        statements: { ...noStatements, ...said },
        resources: resolve(stack).map(({ resource }) => resource),
        observation: await observe(stack),
      };
      const { choice, diagnostics } = chosen(subject, said, 'destroy');
      const { value } = planDestroy({ ...subject, stack: shop, ...(choice && { choice }) });
      if (!value || hasErrors(diagnostics)) throw new Error('no plan to destroy');
      return value;
    },
    carryOut,
    apply: async (stack, knobs, said) => {
      if (knobs) engine.setKnobs(knobs);
      const made = await plan(stack, said);
      return { plan: made, result: await carryOut(made) };
    },
    drift: async (stack = []) =>
      findDrift(
        await observe(),
        cheapFingerprint,
        stack.map(({ resource }) => resource),
      ),
    byHand: async (...changes) => {
      for (const change of changes) changeByHand(engine.world, change);
    },
  };
}
