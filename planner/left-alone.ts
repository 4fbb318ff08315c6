/*
 * What a plan does not look at: what is let go of, and what is not chosen. Its containers go on using
 * volumes, which decides whose data counts.
 */
import type { Observation, Observed } from '../model/index.js';

/** An observation without some of its objects. */
export function observationWithout(
  observation: Observation,
  isLeftAlone: (object: Observed) => boolean,
): Observation {
  const { objects, leftAlone = [] } = observation;
  return {
    ...observation,
    objects: objects.filter((object) => !isLeftAlone(object)),
    leftAlone: [
      ...leftAlone,
      ...objects.flatMap((object) =>
        object.kind === 'container' && isLeftAlone(object) ? [object] : [],
      ),
    ],
  };
}
