/*
 * How much a plan may delete unasked. Files that are gone, cut short or made for another stack look
 * like the wish to remove what they no longer hold; so does a module that was renamed without `moved`.
 */
import { sortByAddress, type Diagnostic, type Plan } from '../model/index.js';
import type { PlanInput } from './facts.js';

/** So many objects may go whatever the share. */
export const harmlessDeletions = 3;

/** Why something goes that the files have no more. */
export const noLongerWritten = 'no longer written';

/** The addresses that are left without an object, in order. */
function deletedAddresses({ actions, resources }: Plan): readonly string[] {
  const gone = actions.filter(({ verb, address }) => verb === 'delete' && !resources[address]);
  return [...new Set(sortByAddress(gone).map(({ address }) => address))];
}

/**
 * A plan that removes more than a few objects, and more than half of what was applied, needs a word;
 * where nothing is written any more, every removal does.
 */
export function checkDeletions(
  plan: Plan,
  {
    allowedDeletions = 0,
    observation,
    absence,
  }: Pick<PlanInput, 'allowedDeletions' | 'observation' | 'absence'>,
  written: number,
): readonly Diagnostic[] {
  const deleted = deletedAddresses(plan);
  const held = new Set([
    ...Object.keys(observation.ledger?.resources ?? {}),
    ...observation.objects.map(({ address }) => address),
  ]).size;
  const isMuch = deleted.length > harmlessDeletions && deleted.length > held / 2;
  const isAll = written === 0 && deleted.length > 0;
  if ((!isMuch && !isAll) || deleted.length <= allowedDeletions) return [];
  const listed = deleted.slice(0, 5).join(', ');
  const more = deleted.length > 5 ? ` and ${deleted.length - 5} more` : '';
  const why = explain(absence !== undefined, isAll);
  return [
    {
      code: 'too-many-deletions',
      severity: 'error',
      summary: `${deleted.length} of ${held} resources would be deleted`,
      detail: `${listed}${more}: ${absence ?? noLongerWritten}. ${why} To delete them: --allow-deletions ${deleted.length}.`,
    },
  ];
}

/** What may be behind so many deletions, or be meant by them: by files, or by going back. */
function explain(goesBack: boolean, isAll: boolean): string {
  if (isAll) {
    const empty = goesBack ? 'That generation' : 'The files';
    const verb = goesBack ? 'holds' : 'hold';
    return `${empty} ${verb} no resource. To remove all that the stack has, there is \`stowage destroy\`.`;
  }
  return goesBack
    ? 'They have come since, and going back removes what has.'
    : 'If they have another address now, `moved` says so and keeps them.';
}
