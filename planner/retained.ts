/*
 * What has to stay although nothing of the stack wants it, because it would be taken from under a
 * container: one of others, one that is let go of, one that ignores changes. It goes when they have.
 */
import type { Cause, Diagnostic, Observed } from '../model/index.js';
import { outsidePart, userApart } from './apart.js';
import { usageKey, type Draft } from './draft.js';
import { nameOfOthers } from './image-tags.js';
import { uses } from './kept.js';
import { imagesOn, resourceAt } from './look-up.js';

/** Who uses an object and is not, or no longer, the stack's. */
function outsideUser(draft: Draft, object: Observed): string | undefined {
  const { released } = draft;
  const [other] = object.otherUsers;
  if (other !== undefined) return `container ${other}, which is not the stack’s, uses it`;
  const former = released.find((user) => uses(user, object));
  if (former) return `${former.address}, which is let go of, uses it`;
  const apart = userApart(draft, object);
  return apart && `${apart.address}, which is not chosen, uses it`;
}

/** Why an object that nothing wants cannot be removed by this plan; `undefined` where it can. */
export function retainedBy(draft: Draft, object: Observed): Cause | undefined {
  const outside = outsideUser(draft, object);
  if (outside !== undefined) return { text: outside };
  const other = object.kind === 'image' ? nameOfOthers(draft, object) : undefined;
  if (other !== undefined) return { text: `somebody has named it ${other}` };
  if (draft.previous.has(object)) return { text: 'the stack can be brought back to it' };
  const { kind, id, name } = object;
  const holder = draft.holders.get(usageKey(kind, kind === 'image' ? id : name));
  if (holder !== undefined) return { text: holder };
  if (kind !== 'image') return undefined;
  const built = imagesOn(draft.input.observation.objects, object.completed.key).find(
    (user) => user !== object && retainedBy(draft, user),
  );
  return built && { text: `${built.name} is built on it, and stays` };
}

/**
 * What has to go before something can be made under its name, while somebody uses it whom the making
 * does not replace.
 * @param address what is to be made
 */
export function checkRetained(
  draft: Draft,
  address: string,
  object: Observed,
): readonly Diagnostic[] {
  const own = object.address === address;
  const reason = own ? outsideUser(draft, object) : retainedBy(draft, object)?.text;
  if (reason === undefined) return [];
  const { kind, name } = object;
  const span = resourceAt(draft.written, address)?.span;
  const apart = userApart(draft, object);
  if (own && apart) {
    const why = `${kind} ${name} has to be removed first, but ${reason}.`;
    const summary = `${address} would be replaced, and is in use`;
    return [outsidePart(draft, address, apart, { summary, why })];
  }
  return [
    {
      code: 'in-use-by-others',
      severity: 'error',
      summary: own
        ? `${address} would be replaced, and is in use`
        : `${address} cannot have its name yet: ${object.address} is in use`,
      detail:
        `${kind} ${name} has to be removed first, but ${reason}. ` +
        'Let that container go, or give this resource another `name`.',
      ...(span ? { span } : {}),
    },
  ];
}
