/*
 * The words in which a plan is told, alike in text and in Markdown: how each verb is named, the
 * sentences of its causes, and what there is to remark on a change.
 */
import { formatSpan, type Action, type Change, type Plan, type Verb } from '../../model/index.js';

/** How each verb is written in a sum, in the order of the sum. */
export const participles: Readonly<Record<Verb, string>> = {
  pull: 'pull',
  build: 'build',
  create: 'create',
  update: 'update',
  replace: 'replace',
  start: 'start',
  run: 'run',
  stop: 'stop',
  move: 'move',
  adopt: 'adopt',
  forget: 'let go of',
  delete: 'delete',
  keep: 'unchanged',
};

/** The sign that stands before each verb. */
export const signs: Readonly<Record<Verb, string>> = {
  create: '+',
  build: '+',
  pull: '<',
  run: '>',
  start: '>',
  update: '~',
  replace: '±',
  stop: '|',
  move: '→',
  adopt: '&',
  forget: '·',
  delete: '-',
  keep: '=',
};

/** The verb of an action as it is shown beside its resource. */
export const verbText = (verb: Verb): string => (verb === 'keep' ? 'keep' : participles[verb]);

/** The actions that are listed: what is kept without a reason is only counted. */
export const listedActions = ({ actions }: Plan): readonly Action[] =>
  actions.filter(({ verb, causes }) => verb !== 'keep' || causes.length > 0);

/** The address of an action, with the one that it had before. */
export const subjectOf = ({ address, from }: Action): string =>
  from === undefined ? address : `${from} -> ${address}`;

/** What there is to say of a change beside its two values. */
export function changeNotes(action: Action, change: Change): readonly string[] {
  return [
    ...(change.origin === 'drift' ? ['changed by hand'] : []),
    ...(change.origin === 'both' ? ['changed by hand and in the files'] : []),
    ...(change.effect === 'replace' && action.kind !== 'image' ? ['needs replacement'] : []),
    ...(change.reason === undefined ? [] : [change.reason]),
    ...(change.span ? [formatSpan(change.span)] : []),
  ];
}

/** Causes as sentences; one that another resource passes on is followed to its own cause. */
export function causeSentences(action: Action, plan: Plan): readonly string[] {
  return action.causes.map((cause) => {
    const seen = new Set([action.address]);
    let text = cause.text;
    let address = cause.address;
    while (address !== undefined && !seen.has(address)) {
      seen.add(address);
      const source = plan.actions.find(
        (candidate) => candidate.address === address && candidate.verb !== 'delete',
      );
      const first = source?.causes[0];
      if (!first) break;
      const more = source.causes.length > 1 ? ` (and ${source.causes.length - 1} more)` : '';
      text += ` because ${first.text}${more}`;
      address = first.address;
    }
    return text;
  });
}

/** What to know of a plan first: that it does nothing, or of which part it is. */
export function headTexts(plan: Plan): readonly string[] {
  const part = partText(plan);
  return [
    ...(plan.refreshOnly
      ? ['Nothing is done to the engine; the ledger is to say what is there.']
      : []),
    ...(part === undefined ? [] : [part]),
  ];
}

/** That it is a plan of a part, and of which; `undefined` for one of the whole stack. */
function partText({ partial }: Plan): string | undefined {
  if (!partial) return undefined;
  const words = [
    ...partial.targets.map((address) => `--target ${address}`),
    ...partial.excludes.map((address) => `--exclude ${address}`),
  ];
  return `A part of the stack: ${words.join(' ')}. All else stays as it is.`;
}

/** One line: how much of what. */
export function summarize(plan: Plan): string {
  const counts = new Map<Verb, number>();
  for (const { verb } of plan.actions) counts.set(verb, (counts.get(verb) ?? 0) + 1);
  const kept = counts.get('keep') ?? 0;
  const parts = Object.entries(participles).flatMap(([verb, word]) => {
    const count = [...counts].find(([key]) => key === verb)?.[1] ?? 0;
    return verb === 'keep' || count === 0 ? [] : [`${count} to ${word}`];
  });
  if (plan.refreshOnly) return refreshSum(plan);
  if (parts.length === 0) {
    return `No differences${plan.partial ? ' in what was chosen' : ''}. ${kept} unchanged.`;
  }
  return `Plan: ${parts.join(', ')}; ${kept} unchanged.`;
}

/** Where a value comes from, as a word behind it; nothing where that is plain. */
export function layerNote({ path, from, ...values }: Change, side: 'before' | 'after'): string {
  const layer = from?.[side];
  const value = values[side];
  if (value === undefined || value === null || value === 'default') return '';
  if (path === 'name' || path === 'hostname') return '';
  return layer === 'default' ? '(default)' : layer === 'image' ? '(from image)' : '';
}

function refreshSum({ actions, ledgerOutdated }: Plan): string {
  return ledgerOutdated
    ? `Refresh: ${new Set(actions.map(({ address }) => address)).size} to record.`
    : 'No drift.';
}
