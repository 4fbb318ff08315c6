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
  type Diagnostic,
  type Holder,
  type Plan,
  type Survey,
  type SurveyQuery,
} from '../model/index.js';
import { comingContainers, placeOf, unique, type Coming, type Preflight } from './coming.js';
import { formatPath } from './diff.js';
import { platformProblems, platformsOf } from './preflight-platforms.js';
import {
  absenceProblems,
  bindSources,
  sourceProblems,
  unseenSources,
  usedOf,
} from './preflight-uses.js';

export type { Preflight } from './coming.js';

/** Bytes with which nothing can be made any more, and below which it is worth a word. */
const noRoom = 2 ** 20;
const littleRoom = 512 * 2 ** 20;

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
    platforms: platformsOf(subject),
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
    ...platformProblems(subject, survey),
    ...roomProblems(survey),
  ];
}
