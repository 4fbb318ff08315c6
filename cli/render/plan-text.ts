/*
 * A plan as text for people: what is done to each resource, the attributes that differ, and why.
 * Resources without a difference are counted, not listed.
 */
import { type Action, type Change, type Plan, type Verb } from '../../model/index.js';
import type { Style, Terminal } from '../terminal/terminal.js';
import { visibleInLine } from '../terminal/terminal.js';
import { countLines, lineDiff, type LineDiff } from './line-diff.js';
import {
  causeSentences,
  changeNotes,
  layerNote,
  listedActions,
  headTexts,
  signs,
  subjectOf,
  summarize,
  verbText,
} from './plan-words.js';
import { showValue } from './values.js';

const colours: Readonly<Record<Verb, Style>> = {
  create: 'green',
  build: 'green',
  pull: 'green',
  run: 'green',
  start: 'green',
  update: 'yellow',
  replace: 'magenta',
  stop: 'yellow',
  move: 'yellow',
  adopt: 'green',
  forget: 'yellow',
  delete: 'red',
  keep: 'dim',
};

type Styler = Pick<Terminal, 'style'> & Partial<Pick<Terminal, 'mask'>>;

/** The lines of a plan, without a final empty one. */
export function renderPlan(plan: Plan, pen: Styler): readonly string[] {
  const lines = listedActions(plan).flatMap((action) => [...renderAction(action, plan, pen), '']);
  return [
    ...headTexts(plan).flatMap((text) => [visibleInLine(text), '']),
    ...lines,
    summarize(plan),
  ];
}

function renderAction(action: Action, plan: Plan, pen: Styler): readonly string[] {
  const { style } = pen;
  const { name, order, verb } = action;
  const head = [
    style(colours[verb], `${signs[verb]} ${verbText(verb)}`),
    style('bold', visibleInLine(subjectOf(action))),
    style('dim', `(${visibleInLine(name)})`),
    ...(order === undefined ? [] : [style('dim', order)]),
  ];
  return [
    `  ${head.join(' ')}`,
    ...action.changes.flatMap((change) =>
      renderChange(action, change, pen).map((line) => `      ${line}`),
    ),
    ...causeSentences(action, plan).map((text) => `      because ${visibleInLine(text)}`),
    ...action.risks.map((risk) => `      ${style('yellow', `risk: ${visibleInLine(risk.text)}`)}`),
  ];
}

/** One line for a change; more where long values differ. */
function renderChange(action: Action, change: Change, pen: Styler): readonly string[] {
  const { style, mask } = pen;
  const notes = changeNotes(action, change);
  const note = notes.length > 0 ? `  ${style('dim', `(${visibleInLine(notes.join('; '))})`)}` : '';
  const path = visibleInLine(change.path);
  const lines = lineDiff(change, mask);
  if (lines) return [`${path}: ${countLines(lines)}${note}`, ...renderLines(lines, pen)];
  const show = (side: 'before' | 'after', colour: Style): string => {
    const value = style(colour, showValue(action.kind, change.path, change[side], mask));
    const layer = layerNote(change, side);
    return layer === '' ? value : `${value} ${style('dim', layer)}`;
  };
  return [`${path}: ${show('before', 'red')} -> ${show('after', 'green')}${note}`];
}

/** The lines of a difference, indented below the attribute. */
export function renderLines(
  { lines, more }: LineDiff,
  { style }: Pick<Terminal, 'style'>,
): readonly string[] {
  const shown = lines.map((line) => {
    const [sign, text] = [line.slice(0, 1), `${line.slice(0, 1)} ${line.slice(1)}`.trimEnd()];
    return sign === '+' ? style('green', text) : sign === '-' ? style('red', text) : text;
  });
  const rest = more > 0 ? [style('dim', `… ${more} more lines`)] : [];
  return [...shown, ...rest].map((line) => `    ${line}`);
}
