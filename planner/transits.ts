/*
 * Volumes that get their name by way of another one, as those do that exchange theirs. Once all who used
 * them have been proven on what has the name on the way, and the name that is wanted is free, they are
 * copied again, and their users replaced a second time. A kill at any point leaves what any rename leaves.
 */
import {
  canonicalJson,
  ownLabels,
  predecessorSuffix,
  recordToJson,
  toJson,
  type ContainerSpec,
  type CompletedContainer,
  type Operation,
  type OperationOf,
  type Step,
  type Target,
} from '../model/index.js';
import { addStep, addWaits, addWishes, type Draft, type Member } from './draft.js';
import type { DesiredOf } from './facts.js';
import { switchedRisk } from './interruption.js';
import { specRecord } from './labels.js';
import { copyAs, copyStepId } from './volume-rename.js';

/** A container with its volumes under the names that those have on the way. */
export function onTheWay(
  { transits }: Draft,
  desired: DesiredOf<'container'>,
): DesiredOf<'container'> {
  const { resource, completed } = desired;
  const isOn = Object.values(completed.mounts).some(
    ({ type, source }) => type === 'volume' && transits.has(source),
  );
  if (!isOn) return desired;
  return {
    ...desired,
    resource: { ...resource, spec: specWith(transits, resource.spec) },
    completed: completedWith(transits, completed),
  };
}

type Names = ReadonlyMap<string, string>;

const specWith = (names: Names, spec: ContainerSpec): ContainerSpec => ({
  ...spec,
  ...(spec.mounts && {
    mounts: spec.mounts.map((mount) =>
      mount.type === 'volume'
        ? { ...mount, source: names.get(mount.source) ?? mount.source }
        : mount,
    ),
  }),
});

const completedWith = (names: Names, completed: CompletedContainer): CompletedContainer => ({
  ...completed,
  mounts: Object.fromEntries(
    Object.entries(completed.mounts).map(([target, mount]) => [
      target,
      mount.type === 'volume'
        ? { ...mount, source: names.get(mount.source) ?? mount.source }
        : mount,
    ]),
  ),
});

/**
 * Lets a copy wait until its name is free, and its users run for as long; all steps must have been
 * planned.
 */
export function awaitNames(draft: Draft): void {
  for (const step of draft.steps.filter(isCopying)) {
    for (const other of removalsOf(draft, step.spec.name)) {
      if (other.address === step.address) continue;
      addWaits(draft, step.id, [other.id]);
      for (const id of step.after) addWishes(draft, id, [other.id]);
    }
  }
}

const isCopying = (step: Step): step is Extract<Step, { op: 'copy-volume' }> =>
  step.op === 'copy-volume';

const removalsOf = ({ steps }: Draft, name: string): readonly Step[] =>
  steps.filter(
    (step) => step.op === 'remove' && step.target.kind === 'volume' && step.target.name === name,
  );

/** A volume that is on its way. */
interface Transit {
  readonly desired: DesiredOf<'volume'>;
  readonly via: string;
}

/** Plans the second half of the ways; all steps of the first one must have been planned. */
export function planTransits(draft: Draft): void {
  const transits = draft.input.desired.flatMap((desired): readonly Transit[] => {
    if (desired.kind !== 'volume') return [];
    const via = draft.transits.get(desired.resource.spec.name);
    return via === undefined ? [] : [{ desired, via }];
  });
  const copies = new Map(
    transits.map(({ desired, via }) => [via, `${copyStepId(desired.resource.address)} again`]),
  );
  const back = new Map([...draft.transits].map(([name, via]) => [via, name]));
  const members: Member[] = [];
  for (const [address, { made = [], wanted }] of draft.lives) {
    const used = Object.values(wanted?.completed.mounts ?? {}).flatMap(({ source }) =>
      copies.has(source) ? [source] : [],
    );
    if (!wanted || used.length === 0) continue;
    members.push(planSecond(draft, { address, made, wanted }, { used, copies, back }));
  }
  for (const { desired, via } of transits) {
    const users = members.filter(({ wanted }) =>
      Object.values(wanted.completed.mounts).some(
        ({ source }) => source === desired.resource.spec.name,
      ),
    );
    planSecondCopy(draft, { desired, via }, users);
  }
  for (const group of together(members, back)) {
    draft.switches.push({
      members: group,
      copies: [...copies].flatMap(([via, id]) =>
        group.some(({ wanted }) => mountsAny(wanted, [back.get(via) ?? ''])) ? [id] : [],
      ),
    });
  }
}

const mountsAny = ({ completed }: DesiredOf<'container'>, names: readonly string[]): boolean =>
  Object.values(completed.mounts).some(({ source }) => names.includes(source));

/** Containers that have a volume in common, or one with somebody who has. */
function together(members: readonly Member[], back: Names): readonly (readonly Member[])[] {
  let groups: { readonly members: readonly Member[]; readonly volumes: readonly string[] }[] = [];
  for (const member of members) {
    const volumes = [...back.values()].filter((name) => mountsAny(member.wanted, [name]));
    const joined = groups.filter((group) => group.volumes.some((one) => volumes.includes(one)));
    groups = [
      ...groups.filter((group) => !joined.includes(group)),
      {
        members: [...joined.flatMap((group) => group.members), member],
        volumes: [...joined.flatMap((group) => group.volumes), ...volumes],
      },
    ];
  }
  return groups.map((group) => members.filter((member) => group.members.includes(member)));
}

interface Second {
  /** The names on the way that it uses. */
  readonly used: readonly string[];
  /** The steps that copy what has such a name. */
  readonly copies: Names;
  /** The names that are wanted, by those on the way. */
  readonly back: Names;
}

const again = 'again';

/** Replaces a container that was made on the way by one with its volumes under their names. */
function planSecond(
  draft: Draft,
  { address, made, wanted }: Pick<Member, 'address' | 'made' | 'wanted'>,
  { used, copies, back }: Second,
): Member {
  const { spec } = wanted.resource;
  const owner = { stackId: draft.input.stack.id, address };
  const target: Target = { kind: 'container', name: spec.name, owner };
  const aside: Target = { ...target, name: `${spec.name}${predecessorSuffix}` };
  const add = (operation: Operation, after: readonly string[], detail = again): string =>
    addStep(draft, address, operation, after, detail);
  const free = used.flatMap((via) => removalsOf(draft, back.get(via) ?? '').map(({ id }) => id));
  const gone = draft.steps.flatMap((step) =>
    step.address === address && step.op === 'remove' ? [step.id] : [],
  );
  const stop = add({ op: 'stop-container', target }, [...made, ...gone, ...free]);
  const rename = add(
    { op: 'rename-container', target, name: aside.name },
    [stop],
    `aside ${again}`,
  );
  const first = draft.steps.find(({ id }) => id === made[0]);
  if (first?.op !== 'create-container') throw new Error(`${address} is not made on the way`);
  const final = {
    ...wanted,
    resource: { ...wanted.resource, spec: specWith(back, spec) },
    completed: completedWith(back, wanted.completed),
  };
  const create = add(secondCreation(draft, first, final, back), [
    rename,
    ...used.flatMap((via) => copies.get(via) ?? []),
  ]);
  const starts = secondStart(draft, made, target, create);
  const last = starts.at(-1) ?? create;
  const removal = add({ op: 'remove', target: aside }, [last], `old ${again}`);
  const steps = [create, ...starts];
  const runs = starts.length > 0 && !spec.job;
  const begin: readonly Operation[] = runs ? [{ op: 'start-container', target }] : [];
  const returned: Operation = { op: 'rename-container', target: aside, name: spec.name };
  draft.recoveries.push(
    { address, guards: [stop], operations: begin },
    { address, after: stop, guards: [rename], operations: [returned, ...begin], otherwise: begin },
    {
      address,
      after: rename,
      guards: steps,
      operations: [{ op: 'stop-container', target }, { op: 'remove', target }, returned, ...begin],
    },
  );
  extendAction(draft, address, [stop, rename, ...steps, removal], {
    final,
    copied: used,
    interrupts: runs,
  });
  return { address, wanted: final, made: steps, removal, isOnCopy: true };
}

/** Makes what was made on the way, but for the names. */
function secondCreation(
  draft: Draft,
  { completed, labels }: OperationOf<'create-container'>,
  { resource: { address, spec } }: DesiredOf<'container'>,
  back: Names,
): Operation {
  const record = specRecord(draft, 'container', address, spec);
  return {
    op: 'create-container',
    completed: completedWith(back, completed),
    labels: { ...labels, [ownLabels.spec]: canonicalJson(recordToJson(toJson(record))) },
  };
}

/** Starts and proves what is to run, as it was the first time. */
function secondStart(
  draft: Draft,
  made: readonly string[],
  target: Target,
  create: string,
): readonly string[] {
  const proof = draft.steps.find(({ id }) => id === made[2]);
  if (proof?.op !== 'await-container') return [];
  const { address, until } = proof;
  const start = addStep(draft, address, { op: 'start-container', target }, [create], again);
  const waited = addStep(draft, address, { op: 'await-container', target, until }, [start], again);
  return [start, waited];
}

/** Copies what has the name on the way to the one that is wanted, and removes it in the end. */
function planSecondCopy(draft: Draft, { desired, via }: Transit, users: readonly Member[]): void {
  const { address, spec } = desired.resource;
  const from: Target = { kind: 'volume', name: via };
  const old = draft.steps.find(({ id }) => id === `${address} remove old`);
  const asides = users.map((user) => `${user.address} rename-container aside ${again}`);
  const copy = addStep(
    draft,
    address,
    { op: 'copy-volume', from, ...copyAs(draft, desired, { from: via, to: spec.name }) },
    [copyStepId(address), ...(old ? [old.id] : []), ...asides],
    again,
  );
  const removals = users.flatMap(({ removal }) => removal ?? []);
  const removal = addStep(
    draft,
    address,
    { op: 'remove', target: from },
    [copy, ...removals],
    `old ${again}`,
  );
  extendAction(draft, address, [copy, removal]);
}

/** Adds steps to the action of an address, and what they interrupt. */
function extendAction(
  draft: Draft,
  address: string,
  steps: readonly string[],
  second?: {
    readonly final: DesiredOf<'container'>;
    readonly copied: readonly string[];
    readonly interrupts: boolean;
  },
): void {
  const index = draft.actions.findIndex(
    (action) => action.address === address && action.verb !== 'delete',
  );
  const action = draft.actions[index];
  if (!action) throw new Error(`nothing is planned for ${address}`);
  const risks = second?.interrupts
    ? [switchedRisk(second.final.completed, { copied: second.copied })]
    : [];
  draft.actions[index] = {
    ...action,
    steps: [...action.steps, ...steps],
    risks: [...action.risks, ...risks],
  };
}
