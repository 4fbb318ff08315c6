/*
 * A plan as text for people: what is done to each resource, the attributes that differ, and why.
 * Resources without a difference are counted, not listed.
 */
import { formatSpan, type Action, type Change, type Plan, type Verb } from '../../model/index.js';
import type { Style, Terminal } from '../terminal/terminal.js';
import { visibleInLine } from '../terminal/terminal.js';
import { showValue } from './values.js';

const appearances: Readonly<Record<Verb, { readonly sign: string; readonly style: Style }>> = {
  create: { sign: '+', style: 'green' },
  build: { sign: '+', style: 'green' },
  run: { sign: '>', style: 'green' },
  start: { sign: '>', style: 'green' },
  update: { sign: '~', style: 'yellow' },
  replace: { sign: '±', style: 'magenta' },
  stop: { sign: '|', style: 'yellow' },
  move: { sign: '→', style: 'yellow' },
  adopt: { sign: '&', style: 'green' },
  forget: { sign: '·', style: 'yellow' },
  delete: { sign: '-', style: 'red' },
  keep: { sign: '=', style: 'dim' },
};

const participles: Readonly<Record<Verb, string>> = {
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

type Styler = Pick<Terminal, 'style'> & Partial<Pick<Terminal, 'mask'>>;

/** The lines of a plan, without a final empty one. */
export function renderPlan(plan: Plan, pen: Styler): readonly string[] {
  const shown = plan.actions.filter((action) => action.verb !== 'keep' || action.causes.length > 0);
  const lines = shown.flatMap((action) => [...renderAction(action, plan, pen), '']);
  return [...lines, summarize(plan)];
}

function renderAction(action: Action, plan: Plan, pen: Styler): readonly string[] {
  const { style } = pen;
  const { sign, style: colour } = appearances[action.verb];
  const verb = action.verb === 'keep' ? 'keep' : participles[action.verb];
  const { address, from, name, order } = action;
  const subject = from === undefined ? address : `${from} -> ${address}`;
  const head = [
    style(colour, `${sign} ${verb}`),
    style('bold', visibleInLine(subject)),
    style('dim', `(${visibleInLine(name)})`),
    ...(order === undefined ? [] : [style('dim', order)]),
  ];
  return [
    `  ${head.join(' ')}`,
    ...action.changes.map((change) => `      ${renderChange(action, change, pen)}`),
    ...renderCauses(action, plan).map((text) => `      because ${visibleInLine(text)}`),
    ...action.risks.map((risk) => `      ${style('yellow', `risk: ${visibleInLine(risk.text)}`)}`),
  ];
}

function renderChange(action: Action, change: Change, { style, mask }: Styler): string {
  const before = showValue(action.kind, change.path, change.before, mask);
  const after = showValue(action.kind, change.path, change.after, mask);
  const notes = [
    ...(change.origin === 'drift' ? ['changed by hand'] : []),
    ...(change.origin === 'both' ? ['changed by hand and in the files'] : []),
    ...(change.effect === 'replace' && action.kind !== 'image' ? ['needs replacement'] : []),
    ...(change.reason === undefined ? [] : [change.reason]),
    ...(change.span ? [formatSpan(change.span)] : []),
  ];
  const note = notes.length > 0 ? `  ${style('dim', `(${visibleInLine(notes.join('; '))})`)}` : '';
  return `${visibleInLine(change.path)}: ${style('red', before)} -> ${style('green', after)}${note}`;
}

/** Causes as sentences; one that another resource passes on is followed to its own cause. */
function renderCauses(action: Action, plan: Plan): readonly string[] {
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

/** The last line: how much of what. */
export function summarize(plan: Plan): string {
  const counts = new Map<Verb, number>();
  for (const { verb } of plan.actions) counts.set(verb, (counts.get(verb) ?? 0) + 1);
  const kept = counts.get('keep') ?? 0;
  const parts = Object.entries(participles).flatMap(([verb, word]) => {
    const count = [...counts].find(([key]) => key === verb)?.[1] ?? 0;
    return verb === 'keep' || count === 0 ? [] : [`${count} to ${word}`];
  });
  if (parts.length === 0) return `No differences. ${kept} unchanged.`;
  return `Plan: ${parts.join(', ')}; ${kept} unchanged.`;
}
