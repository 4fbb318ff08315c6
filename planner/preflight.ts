/*
 * Preflight: what a plan will need of the host and the engine, as one question, and what stands in
 * its way, as diagnostics. Nothing is to be stopped, built or written for a plan that cannot finish.
 * What the plan itself lets go of first is free.
 */
import {
  fixedAddresses,
  formatSize,
  isIpv6,
  parsePortKey,
  poolsOf,
  portKey,
  type CompletedContainer,
  type Diagnostic,
  type Holder,
  type Observation,
  type Plan,
  type Resource,
  type Span,
  type Survey,
  type SurveyQuery,
  type Used,
} from '../model/index.js';
import { formatPath } from './diff.js';

/** What a preflight is about. */
export interface Preflight {
  readonly plan: Plan;
  readonly observation: Observation;
  /** What the files say, for the places of what is in the way. */
  readonly resources: readonly Resource[];
}

/** Bytes with which nothing can be made any more, and below which it is worth a word. */
const noRoom = 2 ** 20;
const littleRoom = 512 * 2 ** 20;

/** A container that a plan starts, or only makes. */
interface Coming {
  readonly address: string;
  readonly completed: CompletedContainer;
  readonly starts: boolean;
}

function comingContainers({ plan, observation }: Omit<Preflight, 'resources'>): readonly Coming[] {
  return plan.steps.flatMap((step): readonly Coming[] => {
    const { address } = step;
    if (step.op === 'create-container') {
      const { completed, as } = step;
      const starts = plan.steps.some(
        (other) => other.op === 'start-container' && other.target.name === (as ?? completed.name),
      );
      return [{ address, completed, starts }];
    }
    if (step.op !== 'start-container' || step.target.id === undefined) return [];
    const object = observation.objects.find(({ id }) => id === step.target.id);
    const completed = object?.kind === 'container' ? object.completed : undefined;
    return completed ? [{ address, completed, starts: true }] : [];
  });
}

/** Ids of objects that let go of what they hold before the plan needs it, or that need it themselves. */
function lettingGo({ steps }: Plan): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) => {
      const passes =
        step.op === 'stop-container' ||
        step.op === 'start-container' ||
        step.op === 'disconnect-network' ||
        step.op === 'remove';
      return passes && step.target.id !== undefined ? [step.target.id] : [];
    }),
  );
}

interface WantedAddress {
  readonly by: string;
  readonly network: string;
  readonly address: string;
}

function wantedAddresses(plan: Plan, coming: readonly Coming[]): readonly WantedAddress[] {
  const made = new Set(
    plan.steps.flatMap((step) => (step.op === 'create-network' ? [step.spec.name] : [])),
  );
  const ofComing = coming
    .filter(({ starts }) => starts)
    .flatMap(({ address: by, completed }) =>
      Object.entries(completed.networks).flatMap(([network, endpoint]) =>
        fixedAddresses(endpoint).map((address) => ({ by, network, address })),
      ),
    );
  const ofJoining = plan.steps.flatMap((step) =>
    step.op === 'connect-network'
      ? fixedAddresses(step.endpoint).map((address) => ({
          by: step.address,
          network: step.network,
          address,
        }))
      : [],
  );
  return [...ofComing, ...ofJoining].filter(({ network }) => !made.has(network));
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

const bindSources = ({ completed }: Coming): readonly string[] =>
  Object.values(completed.mounts).flatMap(({ type, source, create_host_path: create }) =>
    type === 'bind' && create !== true ? [source] : [],
  );

/** Volumes and networks that a plan needs and does not make. */
function usedOf(plan: Plan, coming: readonly Coming[]): readonly Used[] {
  const made = plan.steps.flatMap((step): readonly Used[] => {
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
];

/** Ports that a container publishes; one that is on no network publishes none. */
const publishedPorts = ({ completed, starts }: Coming): readonly string[] =>
  starts && Object.keys(completed.networks).length > 0 ? Object.keys(completed.ports) : [];

/** What has to be asked for a plan; `undefined` where it needs nothing. */
export function surveyQuery(subject: Omit<Preflight, 'resources'>): SurveyQuery | undefined {
  const { steps } = subject.plan;
  const coming = comingContainers(subject);
  const query: SurveyQuery = {
    ports: unique(coming.flatMap(publishedPorts)),
    sources: unique(coming.flatMap(bindSources)),
    subnets: unique(
      steps.flatMap((step) => {
        if (step.op !== 'create-network') return [];
        // Neighbours of the host are in a subnet that it is in itself.
        const isApart = (step.spec.driver ?? 'bridge') === 'bridge';
        return isApart ? poolsOf(step.spec).map(({ subnet }) => subnet) : [];
      }),
    ),
    addresses: wantedAddresses(subject.plan, coming).map(({ network, address }) => ({
      network,
      address,
    })),
    uses: usedOf(subject.plan, coming),
    room: steps.some(
      ({ op }) => op === 'build-image' || op === 'create-container' || op === 'copy-volume',
    ),
  };
  const { room, ...lists } = query;
  const needs = room || Object.values(lists).some((list) => list.length > 0);
  return needs ? query : undefined;
}

const holderText = (holder: Holder): string =>
  holder.kind === 'host' ? holder.text : `${holder.kind} ${holder.name}`;

/** Where something is written: the first of the paths that has a place, else the declaration. */
function placeOf(
  { resources, plan }: Preflight,
  address: string,
  paths: (resource: Resource) => readonly string[],
): { readonly span?: Span } {
  const resource = resources.find((one) => one.address === address);
  const place = resource && paths(resource).flatMap((path) => resource.spans[path] ?? [])[0];
  const span =
    place ?? resource?.span ?? plan.actions.find((action) => action.address === address)?.span;
  return span ? { span } : {};
}

function portProblems(subject: Preflight, { ports }: Survey): readonly Diagnostic[] {
  const free = lettingGo(subject.plan);
  const held = ports.filter(({ holder }) => holder.kind === 'host' || !free.has(holder.id));
  return comingContainers(subject).flatMap((coming) =>
    publishedPorts(coming).flatMap((key): readonly Diagnostic[] => {
      const found = held.find(({ port }) => port === key);
      if (!found) return [];
      const { ip, port } = parsePortKey(key);
      const where = ip === '0.0.0.0' ? '' : ` at ${ip}`;
      return [
        {
          code: 'port-taken',
          severity: 'error',
          summary: `port ${port} of the host${where} is taken`,
          detail:
            `${coming.address} is to publish it, and ${holderText(found.holder)} listens there. ` +
            'Stop that one, or publish another port. Nothing has been changed.',
          ...placeOf(subject, coming.address, (resource) => {
            const written = resource.kind === 'container' ? (resource.spec.ports ?? []) : [];
            const index = written.findIndex((one) => portKey(one) === key);
            return [`ports[${index}]`, 'ports'];
          }),
        },
      ];
    }),
  );
}

function sourceProblems(subject: Preflight, { sources }: Survey): readonly Diagnostic[] {
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
          ...placeOf(subject, coming.address, (resource) => {
            const written = resource.kind === 'container' ? (resource.spec.mounts ?? []) : [];
            const index = written.findIndex((one) => one.source === source);
            return [`mounts[${index}]`, 'mounts'];
          }),
        },
      ];
    }),
  );
}

/** A volume that is not there the engine would make, empty and nobody's; a network fails halfway. */
function absenceProblems(subject: Preflight, { absent }: Survey): readonly Diagnostic[] {
  return comingContainers(subject).flatMap((coming) =>
    usesOf(coming).flatMap(({ kind, name }): readonly Diagnostic[] => {
      if (!absent.some((one) => one.kind === kind && one.name === name)) return [];
      const path = kind === 'volume' ? 'mounts' : 'networks';
      return [
        {
          code: `${kind}-missing`,
          severity: 'error',
          summary: `the engine has no ${kind} "${name}"`,
          detail:
            `${coming.address} is to use it, and the stack does not declare it. Make it, correct ` +
            `the name, or declare it as a \`${kind}\`. Nothing has been changed.`,
          ...placeOf(subject, coming.address, (resource) => {
            const written = resource.kind === 'container' ? (resource.spec.mounts ?? []) : [];
            const index = written.findIndex((one) => one.source === name);
            return [kind === 'volume' ? `mounts[${index}]` : formatPath([path, name]), path];
          }),
        },
      ];
    }),
  );
}

/** Of paths on a host that cannot be looked at it is said that nobody has. */
function unseenSources(subject: Preflight, { unseen = [] }: Survey): readonly Diagnostic[] {
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
        ...placeOf(subject, coming.address, (resource) => {
          const written = resource.kind === 'container' ? (resource.spec.mounts ?? []) : [];
          const index = written.findIndex((one) => paths.includes(one.source));
          return [`mounts[${index}]`, 'mounts'];
        }),
      } as const,
    ];
  });
}

function subnetProblems(subject: Preflight, { subnets }: Survey): readonly Diagnostic[] {
  const free = lettingGo(subject.plan);
  return subject.plan.steps.flatMap((step): readonly Diagnostic[] => {
    if (step.op !== 'create-network') return [];
    const found = subnets.find(
      ({ subnet, holder }) =>
        poolsOf(step.spec).some((pool) => pool.subnet === subnet) &&
        (holder.kind === 'host' || !free.has(holder.id)),
    );
    if (!found) return [];
    return [
      {
        code: 'subnet-taken',
        severity: 'error',
        summary: `the subnet ${found.subnet} is taken`,
        detail:
          `${step.address} is to have it, and it overlaps ${found.other} of ` +
          `${holderText(found.holder)}. Write another, or none, so that the engine chooses.`,
        ...placeOf(subject, step.address, () => ['subnet', 'ipam']),
      },
    ];
  });
}

function addressProblems(subject: Preflight, { addresses }: Survey): readonly Diagnostic[] {
  const { plan } = subject;
  const free = lettingGo(plan);
  return wantedAddresses(plan, comingContainers(subject)).flatMap(
    ({ by, network, address }): readonly Diagnostic[] => {
      const found = addresses.find(
        (one) =>
          one.network === network &&
          one.address === address &&
          (one.holder.kind === 'host' || !free.has(one.holder.id)),
      );
      if (!found) return [];
      return [
        {
          code: 'address-taken',
          severity: 'error',
          summary: `the address ${address} on network ${network} is taken`,
          detail:
            `${by} is to have it, and ${holderText(found.holder)} has it. ` +
            'Write another address, or stop that one.',
          ...placeOf(subject, by, () => [
            formatPath(['networks', network, isIpv6(address) ? 'ipv6' : 'ipv4']),
            formatPath(['networks', network]),
            'networks',
          ]),
        },
      ];
    },
  );
}

function roomProblems({ room }: Survey): readonly Diagnostic[] {
  if (!room || room.free >= littleRoom) return [];
  if (room.free < noRoom) {
    return [
      {
        code: 'disk-full',
        severity: 'error',
        summary: `the disk that holds ${room.path} is full`,
        detail: 'Images and containers are kept there. Make room first. Nothing has been changed.',
      },
    ];
  }
  const mebibytes = Math.floor(room.free / 2 ** 20) * 2 ** 20;
  return [
    {
      code: 'disk-nearly-full',
      severity: 'warning',
      summary: `the disk that holds ${room.path} has ${formatSize(mebibytes)} left`,
      detail: 'Images and containers are kept there, and what they need is not known before.',
    },
  ];
}

/** What stands in a plan's way, in the order of the plan; with an error in it, it cannot finish. */
export function checkPreflight(subject: Preflight, survey: Survey): readonly Diagnostic[] {
  return [
    ...portProblems(subject, survey),
    ...sourceProblems(subject, survey),
    ...unseenSources(subject, survey),
    ...absenceProblems(subject, survey),
    ...subnetProblems(subject, survey),
    ...addressProblems(subject, survey),
    ...roomProblems(survey),
  ];
}
