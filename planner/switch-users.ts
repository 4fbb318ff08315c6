/*
 * Switches all who use a volume to its copy. They are stopped and put aside before it is made, and their
 * successors are made before one of them starts. Up to then every failure leads all of them back. One
 * starts first; from its proof on the copy has what the old volume has not, so that nobody goes back to
 * that any more: the others start, and who fails stays as it is for the next apply.
 */
import {
  sharingOf,
  type Operation,
  type Recovery,
  type Step,
  type Target,
} from '../model/index.js';
import { addWaits, type Draft, type Member, type Switch } from './draft.js';
import type { DesiredOf } from './facts.js';
import { desiredAt } from './look-up.js';
import { usersOf, type Names } from './rename-users.js';
import { waitsFor } from './volume-rename.js';

/** Volumes that are copied, with their names, by address. */
function copiedNames({ copied, input }: Draft): ReadonlyMap<string, Names> {
  return new Map(
    [...copied].flatMap(([from, address]) => {
      const one = desiredAt(input.desired, address);
      return one?.kind === 'volume' ? [[address, { from, to: one.resource.spec.name }]] : [];
    }),
  );
}

/** The volumes that are copied, those together whose users are switched together. */
function groupsOf(
  draft: Draft,
): readonly { readonly volumes: readonly string[]; readonly users: ReadonlySet<string> }[] {
  let groups: { volumes: string[]; users: Set<string> }[] = [];
  for (const [address, names] of copiedNames(draft)) {
    const users = new Set(usersOf(draft.input, names).map(({ resource }) => resource.address));
    const joined = groups.filter((group) => [...users].some((user) => group.users.has(user)));
    groups = [
      ...groups.filter((group) => !joined.includes(group)),
      {
        volumes: [...joined.flatMap(({ volumes }) => volumes), address],
        users: new Set([...joined.flatMap((group) => [...group.users]), ...users]),
      },
    ];
  }
  return groups;
}

/** The containers of a group whose steps are planned, in that order. */
function membersOf(draft: Draft, { volumes, users }: ReturnType<typeof groupsOf>[number]) {
  const names = copiedNames(draft);
  const isOnCopy = ({ completed }: DesiredOf<'container'>): boolean =>
    Object.values(completed.mounts).some(
      ({ type, source }) =>
        type === 'volume' &&
        volumes.some((volume) => {
          const { to = '' } = names.get(volume) ?? {};
          return source === to || source === draft.transits.get(to);
        }),
    );
  return [...draft.lives].flatMap(([address, { made, wanted, aside }]): readonly Member[] =>
    users.has(address) && made && wanted
      ? [
          {
            address,
            wanted,
            made,
            isOnCopy: isOnCopy(wanted),
            ...(aside !== undefined && { removal: `${address} remove old` }),
          },
        ]
      : [],
  );
}

const leaderOf = (members: readonly Member[]): Member | undefined => {
  const able = members.filter(({ made, isOnCopy }) => isOnCopy && made.length > 1);
  return able.find(({ removal }) => removal !== undefined) ?? able[0];
};

/** The container, planned before another one, that is proven on their copy first. */
export function leaderBefore(draft: Draft, address: string): { readonly leader?: string } {
  const group = groupsOf(draft).find(({ users }) => users.has(address));
  const leader = group && leaderOf(membersOf(draft, group))?.address;
  return leader === undefined ? {} : { leader };
}

/** Orders all switches; all steps must have been planned, and all recoveries. */
export function switchUsers(draft: Draft): void {
  for (const group of groupsOf(draft)) {
    const copies = group.volumes.map((address) => `${address} copy-volume`);
    switchTogether(draft, { copies, members: membersOf(draft, group) });
  }
  for (const one of draft.switches) switchTogether(draft, one);
}

function switchTogether(draft: Draft, { copies, members }: Switch): void {
  if (members.length < 2) return;
  for (const { made } of members) addWaits(draft, made[0] ?? '', copies);
  const leader = leaderOf(members);
  if (!leader) return;
  const [, start = '', proof = ''] = leader.made;
  for (const { made } of members) awaitOthersLater(draft, made);
  const early = members.filter(({ made }) => !waitsFor(draft, made[0] ?? '', start));
  const creations = early.flatMap(({ made }) => made.slice(0, 1));
  for (const [index, creation] of creations.entries()) {
    addWaits(draft, creation, creations.slice(Math.max(0, index - 1), index));
  }
  addWaits(draft, start, creations.slice(-1));
  for (const { made, removal } of members) {
    const first = made.find((id) => !creations.includes(id));
    if (first !== undefined && !made.includes(proof) && !waitsFor(draft, proof, first)) {
      addWaits(draft, first, [proof]);
    }
    if (removal !== undefined) addWaits(draft, removal, [proof]);
  }
  const keeps = leader.wanted.resource.lifecycle.onFailure === 'keep';
  const since = keeps ? start : proof;
  goBackUntil(draft, members, { leader, guards: [...creations, start, proof], since });
}

/** What a container waits for beside what it is made of is waited for before it starts. */
function awaitOthersLater(draft: Draft, [creation, start]: readonly string[]): void {
  const index = draft.steps.findIndex(({ id }) => id === creation);
  const step = draft.steps[index];
  if (step?.op !== 'create-container' || start === undefined || sharesOf(step)) return;
  const others = new Set(
    draft.steps.flatMap(({ id, op }) =>
      op === 'start-container' || op === 'await-container' ? [id] : [],
    ),
  );
  addWaits(
    draft,
    start,
    step.after.filter((id) => others.has(id)),
  );
  draft.steps[index] = { ...step, after: step.after.filter((id) => !others.has(id)) };
}

/** Whether a container can only be made once another one is there. */
const sharesOf = ({ completed }: Extract<Step, { op: 'create-container' }>): boolean =>
  sharingOf(completed).length > 0;

interface Turn {
  readonly leader: Member;
  /** The steps a failure of which leads all of them back. */
  readonly guards: readonly string[];
  /** The step from which on there is no way back. */
  readonly since: string;
}

/** Ties the ways back of all members together, and ends them with a step. */
function goBackUntil(
  draft: Draft,
  members: readonly Member[],
  { leader, guards, since }: Turn,
): void {
  const steps = new Set(members.flatMap(({ made }) => made));
  const away = members.flatMap((member) =>
    member.removal === undefined ? awayOf(draft, member) : [],
  );
  const isTied = ({ guards: own }: Recovery): boolean => own.some((id) => steps.has(id));
  const tied = draft.recoveries.filter(isTied).map((recovery): Recovery => {
    const member = members.find(({ address }) => address === recovery.address);
    return {
      ...recovery,
      guards: [...new Set([...recovery.guards, ...guards])],
      operations: [...away, ...recovery.operations],
      ...(recovery.otherwise && { otherwise: [...away, ...recovery.otherwise] }),
      // While what has run on the copy cannot be taken away, nobody writes to the old volume.
      ...(member !== leader && { behind: leader.address }),
      onward: { since, operations: member && member !== leader ? startOf(draft, member) : [] },
    };
  });
  const isLeaders = ({ address }: Recovery): boolean => address === leader.address;
  const sorted = [...tied.filter(isLeaders), ...tied.filter((one) => !isLeaders(one))];
  for (const [index, recovery] of draft.recoveries.entries()) {
    if (isTied(recovery)) draft.recoveries[index] = sorted.shift() ?? recovery;
  }
}

const successorOf = (draft: Draft, { address, wanted }: Member): Target => ({
  kind: 'container',
  name: wanted.resource.spec.name,
  owner: { stackId: draft.input.stack.id, address },
});

/** Takes away who has no predecessor, so that nobody is on a copy that the others leave. */
const awayOf = (draft: Draft, member: Member): readonly Operation[] => {
  const target = successorOf(draft, member);
  return [
    { op: 'stop-container', target },
    { op: 'remove', target },
  ];
};

/** Lets a successor run, unless it is one that has an end. */
const startOf = (draft: Draft, member: Member): readonly Operation[] =>
  member.made.length > 1 && !member.wanted.resource.spec.job
    ? [{ op: 'start-container', target: successorOf(draft, member) }]
    : [];
