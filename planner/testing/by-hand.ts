/*
 * What people do to an engine behind a stack's back. Each change is made where the engine would
 * allow it and quietly not made where it would not, so that random ones can be thrown at any world.
 */
import { completeContainer, type CompletedContainer } from '../../model/index.js';
import type { Behaviour } from './operation.js';
import { operate } from './operations.js';
import { foreignConfig } from './stacks.js';
import { findByName, isUp, mintId, type World } from './world.js';

export type ByHand =
  | { readonly do: 'set'; readonly name: string; readonly settings: Partial<CompletedContainer> }
  | { readonly do: 'connect' | 'disconnect'; readonly name: string; readonly network: string }
  | { readonly do: 'stop' | 'pause' | 'start'; readonly name: string }
  | { readonly do: 'rename'; readonly name: string; readonly to: string }
  | {
      readonly do: 'remove';
      readonly kind: 'container' | 'network' | 'volume';
      readonly name: string;
    }
  | { readonly do: 'untag'; readonly image: string }
  /** A build that nobody waits for any longer ends, and takes the name of the one before. */
  | { readonly do: 'late-build'; readonly image: string }
  | { readonly do: 'remove-image'; readonly image: string }
  /** Somebody else makes something under a name that is free. */
  | {
      readonly do: 'squat';
      readonly kind: 'container' | 'network' | 'volume';
      readonly name: string;
    }
  /** A name goes to an image of somebody else. */
  | { readonly do: 'name-other'; readonly reference: string }
  /** A name is taken from whatever has it. */
  | { readonly do: 'unname'; readonly reference: string }
  | { readonly do: 'lose-ledger' };

const plainEndpoint = { aliases: [], ipv4: null };
const works: Behaviour = { unhealthy: new Set(), exits: new Set(), failingJobs: new Set() };

/** Makes one change by hand. Says whether the engine let it happen. */
export function changeByHand(world: World, change: ByHand): boolean {
  try {
    apply(world, change);
    return true;
  } catch {
    // An engine that refuses what somebody tries by hand has not drifted.
    return false;
  }
}

function apply(world: World, change: ByHand): void {
  if (change.do === 'lose-ledger') {
    world.ledgers.clear();
    world.history.clear();
    world.history.clear();
    return;
  }
  if (change.do === 'untag' || change.do === 'remove-image') {
    for (const { id, completed, references } of world.images.values()) {
      if (completed?.name !== change.image) continue;
      if (change.do === 'untag') references.clear();
      else operate(world, { op: 'remove', target: { kind: 'image', name: '', id } }, works);
    }
    return;
  }
  if (change.do === 'name-other' || change.do === 'unname') {
    for (const { references } of world.images.values()) references.delete(change.reference);
    if (change.do === 'name-other') world.images.get('busybox')?.references.add(change.reference);
    return;
  }
  if (change.do === 'late-build') {
    endLateBuild(world, change.image);
    return;
  }
  if (change.do === 'squat') {
    squat(world, change.kind, change.name);
    return;
  }
  const target = { kind: 'container', name: change.name } as const;
  switch (change.do) {
    case 'set': {
      const container = findByName(world.containers, change.name);
      if (container) container.completed = { ...container.completed, ...change.settings };
      return;
    }
    case 'connect': {
      const { network } = change;
      operate(world, { op: 'connect-network', target, network, endpoint: plainEndpoint }, works);
      return;
    }
    case 'disconnect': {
      operate(world, { op: 'disconnect-network', target, network: change.network }, works);
      return;
    }
    case 'stop': {
      operate(world, { op: 'stop-container', target }, works);
      return;
    }
    case 'start': {
      operate(world, { op: 'start-container', target }, works);
      return;
    }
    case 'pause': {
      const container = findByName(world.containers, change.name);
      if (container && isUp(container)) container.state = 'paused';
      return;
    }
    case 'rename': {
      operate(world, { op: 'rename-container', target, name: change.to }, works);
      return;
    }
    case 'remove':
      if (change.kind === 'container') operate(world, { op: 'stop-container', target }, works);
      {
        operate(world, { op: 'remove', target: { ...target, kind: change.kind } }, works);
        return;
      }
    default:
      return change satisfies never;
  }
}

function endLateBuild(world: World, name: string): void {
  for (const image of [...world.images.values()]) {
    if (image.completed?.name !== name || image.references.size === 0) continue;
    const late = { ...image, id: mintId(world, 'image'), references: new Set(image.references) };
    image.references.clear();
    world.images.set(late.id, late);
  }
}

/** Makes something that has no labels of a stack. */
function squat(world: World, kind: 'container' | 'network' | 'volume', name: string): void {
  switch (kind) {
    case 'volume': {
      operate(world, { op: 'create-volume', spec: { name }, labels: {} }, works);
      return;
    }
    case 'network': {
      operate(world, { op: 'create-network', spec: { name }, labels: {} }, works);
      return;
    }
    case 'container': {
      const spec = { name, image: 'busybox:1', networks: {} };
      const completed = completeContainer(spec, foreignConfig);
      operate(world, { op: 'create-container', completed, labels: {} }, works);
      return;
    }
    default:
      return kind satisfies never;
  }
}
