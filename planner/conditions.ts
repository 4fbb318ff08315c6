/*
 * What containers wait for and can never come. Whether there is a health check is known only with the image,
 * so that this is found when planning, and not when the files are checked.
 */
import type { Diagnostic } from '../model/index.js';
import type { Desired } from './facts.js';

/** Waits for the health of containers that have no check, neither their own nor their image's. */
export function checkConditions(desired: readonly Desired[]): readonly Diagnostic[] {
  const unchecked = new Map(
    desired.flatMap((one) =>
      one.kind === 'container' && one.completed.health === null
        ? [[one.resource.address, one.resource] as const]
        : [],
    ),
  );
  return desired.flatMap(({ resource }) =>
    resource.dependsOn.flatMap(({ address, condition, span }): readonly Diagnostic[] => {
      const target = unchecked.get(address);
      if (condition !== 'healthy' || !target) return [];
      return [
        {
          code: 'never-healthy',
          severity: 'error',
          summary: `${address} never becomes healthy: nothing checks it`,
          detail:
            `Neither ${address} nor its image has a health check. Give it one by \`health\`, ` +
            'or wait until it is `started`.',
          span,
          labels: [{ span: target.span, text: `${address} is written here` }],
        },
      ];
    }),
  );
}
