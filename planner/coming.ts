/*
 * What a preflight is about: the containers that a plan starts or makes, and where it is written what they ask
 * for.
 */
import type { CompletedContainer, Observation, Plan, Resource, Span } from '../model/index.js';

/** What a preflight is about. */
export interface Preflight {
  readonly plan: Plan;
  readonly observation: Observation;
  /** What the files say, for the places of what is in the way. */
  readonly resources: readonly Resource[];
}

/** A container that a plan starts, or only makes. */
export interface Coming {
  readonly address: string;
  readonly completed: CompletedContainer;
  readonly starts: boolean;
}

export function comingContainers({
  plan,
  observation,
}: Omit<Preflight, 'resources'>): readonly Coming[] {
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

/** Where something is written: the first of the paths that has a place, else the declaration. */
export function placeOf(
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

export const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
