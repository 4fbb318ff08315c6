/*
 * Orders steps of different addresses that want one name or host port after each other: who lets go
 * comes before who takes over. Such an edge is a wish: it is left out where it would close a circle,
 * and the engine then has the last word. What a step cannot do without is in its `after` already.
 */
import type { CompletedContainer, Step } from '../model/index.js';
import { newWaits } from './acyclic.js';
import type { Draft, Wish } from './draft.js';
import { desiredAt, objectsWithId } from './look-up.js';
import { startFirstImpossible } from './start-first.js';

/** One step takes over what another lets go of. */
interface HandOver extends Wish {
  /** `port 8080/tcp` or `container shop-web`. */
  readonly thing: string;
}

/** The steps, with every wish added that closes no circle, the most needful first. */
export function orderByWishes(draft: Draft): readonly Step[] {
  const { steps } = draft;
  const owners = new Map(steps.map(({ id, address }) => [id, address]));
  const releases = findHandOvers(draft);
  // Best when a replacement needs its predecessor no more, which may want the port back.
  const later = releases.map(({ step, after }): Wish => ({
    step,
    after: `${owners.get(after) ?? ''} remove old`,
  }));
  const handOvers = [...releases, ...later];
  // A container is not stopped before what its successor takes over is free.
  const early = handOvers.map(({ step, after }): Wish => ({
    step: `${owners.get(step) ?? ''} stop-container`,
    after,
  }));
  const waits = newWaits(steps);
  for (const { step, after } of [...handOvers, ...early, ...draft.wishes]) {
    waits.add(step, after);
  }
  for (const lost of releases) {
    if (!waits.of(lost.step).includes(lost.after)) refuseStartFirst(draft, lost, owners);
  }
  return steps.map((step) => ({ ...step, after: waits.of(step.id) }));
}

/** A successor that comes up first cannot have what only its predecessor's end would set free. */
function refuseStartFirst(
  { actions, diagnostics, written }: Draft,
  { step, after, thing }: HandOver,
  owners: ReadonlyMap<string, string>,
): void {
  const [taker, holder] = [owners.get(step), owners.get(after)];
  const address = [taker, holder].find((one) =>
    actions.some((action) => action.address === one && action.order === 'start-first'),
  );
  if (address === undefined || diagnostics.some(({ summary }) => summary.startsWith(address)))
    return;
  const resource = written.find((one) => one.address === address);
  const other = address === taker ? holder : taker;
  const reason = `${thing} is to pass between ${address} and ${other ?? ''}, and neither can go first`;
  if (resource) diagnostics.push(startFirstImpossible(resource, reason));
}

function findHandOvers(draft: Draft): readonly HandOver[] {
  const releases = new Map<string, Step[]>();
  for (const step of draft.steps) {
    for (const thing of released(draft, step)) {
      releases.set(thing, [...(releases.get(thing) ?? []), step]);
    }
  }
  return draft.steps.flatMap((step) =>
    taken(draft, step).flatMap((thing) =>
      (releases.get(thing) ?? [])
        .filter(({ address }) => address !== step.address)
        .map((release): HandOver => ({ step: step.id, after: release.id, thing })),
    ),
  );
}

/** Ports whatever the interface: a listener on every interface is in the way of all others. */
const portsOf = (completed: CompletedContainer | undefined): readonly string[] =>
  Object.keys(completed?.ports ?? {}).map((key) => `port ${key.slice(key.lastIndexOf(':') + 1)}`);

/** What others may have once a step is done. */
function released({ input }: Draft, step: Step): readonly string[] {
  switch (step.op) {
    case 'stop-container': {
      const objects = objectsWithId(input.observation.objects, step.target.id ?? '');
      return objects.flatMap((object) =>
        object.kind === 'container' ? portsOf(object.completed) : [],
      );
    }
    case 'remove':
    case 'rename-container':
      return [`${step.target.kind} ${step.target.name}`];
    default:
      return [];
  }
}

/** What has to be free before a step. */
function taken({ input }: Draft, step: Step): readonly string[] {
  switch (step.op) {
    case 'create-container':
      return [`container ${step.completed.name}`];
    case 'rename-container':
      return [`container ${step.name}`];
    case 'create-network':
      return [`network ${step.spec.name}`];
    case 'create-volume':
    case 'copy-volume':
      return [`volume ${step.spec.name}`];
    case 'start-container': {
      const wanted = desiredAt(input.desired, step.address);
      return wanted?.kind === 'container' ? portsOf(wanted.completed) : [];
    }
    default:
      return [];
  }
}
