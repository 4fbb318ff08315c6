/*
 * The part of the preflight that is about what containers use: paths of the host that they mount, and volumes and
 * networks that the plan does not make.
 */
import {
  sharingOf,
  type Diagnostic,
  type Plan,
  type Span,
  type Survey,
  type Used,
} from '../model/index.js';
import { comingContainers, placeOf, unique, type Coming, type Preflight } from './coming.js';
import { formatPath } from './diff.js';

export const bindSources = ({ completed }: Coming): readonly string[] =>
  Object.values(completed.mounts).flatMap(({ type, source, create_host_path: create }) =>
    type === 'bind' && create !== true ? [source] : [],
  );

/** Volumes and networks that a plan needs and does not make. */
export function usedOf(plan: Plan, coming: readonly Coming[]): readonly Used[] {
  const made = plan.steps.flatMap((step): readonly Used[] => {
    if (step.op === 'create-container') {
      return [step.as ?? '', step.completed.name].map((name) => ({ kind: 'container', name }));
    }
    if (step.op === 'rename-container') return [{ kind: 'container', name: step.name }];
    if (step.op === 'create-network') return [{ kind: 'network', name: step.spec.name }];
    const makesVolume = step.op === 'create-volume' || step.op === 'copy-volume';
    return makesVolume ? [{ kind: 'volume', name: step.spec.name }] : [];
  });
  const joined = plan.steps.flatMap((step) =>
    step.op === 'connect-network' ? [step.network] : [],
  );
  const used = coming.flatMap((one) => usesOf(one));
  const networks = joined.map((name): Used => ({ kind: 'network', name }));
  const all = new Map([...used, ...networks].map((one) => [`${one.kind} ${one.name}`, one]));
  for (const { kind, name } of made) all.delete(`${kind} ${name}`);
  return [...all.values()];
}

const usesOf = ({ completed }: Coming): readonly Used[] => [
  ...Object.values(completed.mounts).flatMap(({ type, source }): readonly Used[] =>
    type === 'volume' ? [{ kind: 'volume', name: source }] : [],
  ),
  ...Object.keys(completed.networks).map((name): Used => ({ kind: 'network', name })),
  ...sharingOf(completed).map(({ container }): Used => ({ kind: 'container', name: container })),
];

/** Where the first mount of one of these sources is written. */
const placeOfMount = (
  subject: Preflight,
  { address }: Coming,
  sources: readonly string[],
): { readonly span?: Span } =>
  placeOf(subject, address, (resource) => {
    const written = resource.kind === 'container' ? (resource.spec.mounts ?? []) : [];
    const index = written.findIndex(({ source }) => sources.includes(source));
    return [`mounts[${index}]`, 'mounts'];
  });

export function sourceProblems(subject: Preflight, { sources }: Survey): readonly Diagnostic[] {
  return comingContainers(subject).flatMap((coming) =>
    bindSources(coming).flatMap((source): readonly Diagnostic[] => {
      const found = sources.find((one) => one.source === source);
      if (!found) return [];
      return [
        {
          code: 'mount-source-missing',
          severity: 'error',
          summary: `${JSON.stringify(source)} cannot be mounted: ${found.problem}`,
          detail:
            `${coming.address} is to see it. Make it, correct the path, or write ` +
            '`create_host_path: true`. Nothing has been changed.',
          ...placeOfMount(subject, coming, [source]),
        },
      ];
    }),
  );
}

function placeOfUse(
  subject: Preflight,
  coming: Coming,
  { kind, name }: Used,
): { readonly span?: Span } {
  switch (kind) {
    case 'volume':
      return placeOfMount(subject, coming, [name]);
    case 'network':
      return placeOf(subject, coming.address, () => [formatPath(['networks', name]), 'networks']);
    case 'container':
      return placeOf(subject, coming.address, () =>
        sharingOf(coming.completed).flatMap(({ attribute, container }) =>
          container === name ? [attribute] : [],
        ),
      );
    default:
      return kind satisfies never;
  }
}

/** A volume that is not there the engine would make, empty and nobody's; a network fails halfway. */
export function absenceProblems(subject: Preflight, { absent }: Survey): readonly Diagnostic[] {
  return comingContainers(subject).flatMap((coming) =>
    usesOf(coming).flatMap(({ kind, name }): readonly Diagnostic[] => {
      if (!absent.some((one) => one.kind === kind && one.name === name)) return [];
      return [
        {
          code: `${kind}-missing`,
          severity: 'error',
          summary: `the engine has no ${kind} "${name}"`,
          detail:
            `${coming.address} is to ${kind === 'container' ? 'share with' : 'use'} it, and the stack does not declare it. Make it, correct ` +
            `the name, or declare it as a \`${kind}\`. Nothing has been changed.`,
          ...placeOfUse(subject, coming, { kind, name }),
        },
      ];
    }),
  );
}

/** Of paths on a host that cannot be looked at it is said that nobody has. */
export function unseenSources(subject: Preflight, { unseen = [] }: Survey): readonly Diagnostic[] {
  return comingContainers(subject).flatMap((coming) => {
    const paths = unique(bindSources(coming).filter((source) => unseen.includes(source)));
    if (paths.length === 0) return [];
    return [
      {
        code: 'mount-source-unseen',
        severity: 'warning',
        summary: `nobody has looked whether ${paths.map((path) => JSON.stringify(path)).join(', ')} is there`,
        detail:
          `${coming.address} is to mount it from the host of the engine, which is another one and ` +
          'cannot be looked at. Where it is not there, that container fails, and the one before it comes back.',
        ...placeOfMount(subject, coming, paths),
      } as const,
    ];
  });
}
