/*
 * The part of the preflight that is about platforms: programs that are to run, and that the engine's host is not known
 * to run. Where an interpreter may be all the same that is no error.
 */
import type { Diagnostic, Operation, Survey } from '../model/index.js';
import { comingContainers, placeOf, unique, type Preflight } from './coming.js';

interface Running {
  readonly address: string;
  readonly platform: string;
  /** What of it runs: the beginning of a sentence. */
  readonly what: string;
}

/** Everything that a plan runs for a platform in words. */
function runningFor(subject: Omit<Preflight, 'resources'>): readonly Running[] {
  const { plan } = subject;
  const containers = comingContainers(subject).flatMap(
    ({ address, completed: { platform }, starts }): readonly Running[] =>
      starts && platform !== undefined ? [{ address, platform, what: address }] : [],
  );
  const builds = plan.steps.flatMap((step): readonly Running[] => {
    if (step.op !== 'build-image' || !runsCommands(step)) return [];
    const { platform } = step.completed.config;
    const what = `a command of the build of ${step.address}`;
    return platform === undefined ? [] : [{ address: step.address, platform, what }];
  });
  return [...builds, ...containers];
}

const runsCommands = ({ completed }: Extract<Operation, { op: 'build-image' }>): boolean =>
  completed.steps.some(({ kind }) => kind === 'run') ||
  Object.values(completed.dockerfile?.instructions ?? {}).some((text) => text.startsWith('RUN '));

export const platformsOf = (subject: Omit<Preflight, 'resources'>): readonly string[] =>
  unique(runningFor(subject).map(({ platform }) => platform));

export function platformProblems(
  subject: Preflight,
  { foreign = [] }: Survey,
): readonly Diagnostic[] {
  return runningFor(subject).flatMap(({ address, platform, what }): readonly Diagnostic[] => {
    const found = foreign.find((one) => one.platform === platform);
    if (!found) return [];
    return [
      {
        code: 'foreign-platform',
        severity: 'warning',
        summary: `nothing is known to run programs for ${platform} on the engine’s host`,
        detail:
          `${what} is for ${platform}, and the engine is on ${found.engine}. Without an interpreter ` +
          'that the kernel there knows (binfmt_misc) it ends at once with `exec format error`.',
        ...placeOf(subject, address, () => ['platform', 'image']),
      },
    ];
  });
}
