/*
 * Namespaces of other containers of the stack: whether those have one to share while the sharer runs.
 * Of containers outside of the stack only the engine knows.
 */
import {
  sharedNamespaces,
  sharingOf,
  type Diagnostic,
  type Resource,
  type ResourceOf,
  type Sharing,
} from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { placeOf } from './clashes.js';

type Container = ResourceOf<'container'>;

/** Checks every container that shares a namespace of another one. */
export function checkSharing(resources: readonly Resource[]): Diagnostic[] {
  const containers = new Map(
    resources.flatMap((one) => (one.kind === 'container' ? [[one.spec.name, one] as const] : [])),
  );
  return [...containers.values()].flatMap((sharer) =>
    sharingOf(sharer.spec).flatMap((sharing) => {
      const shared = containers.get(sharing.container);
      return shared && shared !== sharer ? check(sharer, shared, sharing) : [];
    }),
  );
}

function check(sharer: Container, shared: Container, { attribute }: Sharing): Diagnostic[] {
  const obstacle = obstacleOf(sharer, shared, attribute);
  if (!obstacle) return [];
  return [
    diagnose('conflicting-attributes', placeOf(sharer, attribute), {
      summary: `${sharer.address} shares the ${sharedNamespaces[attribute]} of ${shared.address}, ${obstacle.text}`,
      ...(obstacle.detail !== undefined && { detail: obstacle.detail }),
      labels: [{ span: placeOf(shared, ...obstacle.at), text: 'as it says here' }],
    }),
  ];
}

interface Obstacle {
  /** The end of a sentence about the container that is shared with. */
  readonly text: string;
  /** Where it says so, the best place first. */
  readonly at: readonly string[];
  readonly detail?: string;
}

/** Why there is nothing to share. */
function obstacleOf(
  { spec: sharer }: Container,
  { spec: shared }: Container,
  attribute: Sharing['attribute'],
): Obstacle | undefined {
  if (shared.job === true) return { text: 'which is a job and ends', at: ['job'] };
  if (shared.state === 'stopped' && sharer.state !== 'stopped') {
    return { text: 'which is not to run', at: ['state'] };
  }
  if (attribute !== 'ipc' || shared.ipc === 'shareable') return undefined;
  const detail = 'Write `ipc: "shareable"` there.';
  return { text: 'which does not share it', at: ['ipc'], detail };
}
