/*
 * A thread that lives many lives through. It is a thread because the test runner follows every
 * promise of its own, which would take longer than the lives; what it finds is posted back as text.
 */
import fc from 'fast-check';
import { parentPort, workerData } from 'node:worker_threads';
import { simulatedHome } from './home.js';
import { life, type Life } from './lifecycle.js';
import { live } from './lives.js';
import { changeWithMishap, surviveMishap } from './services.js';
import { tellLife, tellMishap } from './story.js';

export interface LivesWanted {
  readonly law: 'converges' | 'survives';
  readonly seed: number;
  readonly numRuns: number;
  /** Leads straight to the smallest life that broke the law, as a failure has printed it. */
  readonly path?: string;
}

const isWanted = (value: unknown): value is LivesWanted =>
  typeof value === 'object' && value !== null && 'law' in value && 'seed' in value;

const liveSimulated = (one: Life): Promise<void> => live(one, simulatedHome(one.seed));

/** Lives through what is wanted; what broke the law, or `undefined`. */
async function run(wanted: LivesWanted): Promise<string | undefined> {
  return wanted.law === 'converges'
    ? check(life, liveSimulated, tellLife, wanted)
    : check(changeWithMishap, surviveMishap, tellMishap, wanted);
}

async function check<T>(
  arbitrary: fc.Arbitrary<T>,
  law: (drawn: T) => Promise<void>,
  tell: (drawn: T) => string,
  { law: name, ...parameters }: LivesWanted,
): Promise<string | undefined> {
  const { failed, counterexample, seed, counterexamplePath, errorInstance } = await fc.check(
    fc.asyncProperty(arbitrary, law),
    parameters,
  );
  if (!failed || !counterexample) return undefined;
  const replay = `STOWAGE_PROPERTY_SEED=${seed} STOWAGE_PROPERTY_PATH=${name}:${counterexamplePath}`;
  const error = errorInstance instanceof Error ? errorInstance : undefined;
  return [`${replay} replays this life:`, '', tell(counterexample[0]), '', error?.stack ?? ''].join(
    '\n',
  );
}

if (isWanted(workerData)) parentPort?.postMessage({ broken: await run(workerData) });
