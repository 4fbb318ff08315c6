/* The story of a resource as text for people. */
import { formatSpan, type JsonValue } from '../../model/index.js';
import { countLines, lineDiff } from '../render/line-diff.js';
import { renderLines } from '../render/plan-text.js';
import { changeNotes, layerNote, verbText } from '../render/plan-words.js';
import { showValue } from '../render/values.js';
import { visibleInLine, type Terminal } from '../terminal/terminal.js';
import type {
  Story,
  StoryAction,
  StoryAttribute,
  StoryCause,
  StoryLink,
  StoryObject,
} from './story.js';

type Pen = Pick<Terminal, 'style' | 'mask'>;

/** The lines of a story. */
export function storyLines(story: Story, pen: Pen): readonly string[] {
  const { address, written, recorded, objects, actions } = story;
  const row = (name: string, text: string): string => `  ${name.padEnd(10)} ${visibleInLine(text)}`;
  const observed = objects.map(objectText);
  return [
    pen.style('bold', visibleInLine(address)),
    row('written', written ? formatSpan(written) : 'nowhere in the files'),
    row('recorded', recorded ? recordedText(recorded) : 'not in the ledger'),
    ...(observed.length > 0 ? observed : ['nothing is there']).map((text) => row('observed', text)),
    ...driftLines(story, pen),
    ...(actions ? actionsLines(actions, pen) : ['', 'No plan can be made.']),
    ...linkLines('depends on', story.dependsOn, pen),
    ...linkLines('what depends on it', story.dependents, pen),
  ];
}

const recordedText = ({ number, time, author, commit }: NonNullable<Story['recorded']>): string =>
  [`generation ${number}`, `${time} by ${author}`, ...(commit ? [`commit ${commit}`] : [])].join(
    ', ',
  );

function objectText(object: StoryObject): string {
  const { id, name, generation, state, exitCode, health, addresses = {} } = object;
  return [
    name,
    ...(id === name ? [] : [`id ${id.replace(/^sha256:/, '').slice(0, 12)}`]),
    ...(state === undefined ? [] : [state]),
    ...(state === 'exited' && exitCode !== undefined ? [`exit code ${exitCode}`] : []),
    ...(health === undefined ? [] : [health]),
    ...Object.entries(addresses).map(([network, address]) => `${address} on ${network}`),
    generation === 0 ? 'made by others' : `made by generation ${generation}`,
  ].join(', ');
}

/** Drift of attributes stands beside what the files want; here is what else became of it by hand. */
function driftLines({ drift }: Story, { style }: Pen): readonly string[] {
  return drift
    .filter(({ what }) => what !== 'changed')
    .map(({ what, detail }) => {
      const more = detail === undefined ? '' : `: ${visibleInLine(detail)}`;
      return `  ${'drift'.padEnd(10)} ${style('yellow', what)}${more}`;
    });
}

function actionsLines(actions: readonly StoryAction[], pen: Pen): readonly string[] {
  const acting = actions.filter(
    ({ action, causes }) => action.verb !== 'keep' || causes.length > 0,
  );
  if (acting.length === 0) return ['', 'Nothing is to be done.'];
  return acting.flatMap((one) => actionLines(one, pen));
}

function actionLines({ action, attributes, causes, risks }: StoryAction, pen: Pen): string[] {
  const { style } = pen;
  const { verb, order, from, name, address, steps } = action;
  const head = [
    verbText(verb),
    ...(from === undefined ? [] : [`from ${from}`]),
    `(${name})`,
    ...(order === undefined ? [] : [order]),
  ];
  return [
    '',
    style('bold', `plan: ${visibleInLine(head.join(' '))}`),
    ...attributes.flatMap((attribute) => attributeLines(action.kind, attribute, action, pen)),
    ...causes.flatMap((cause) => causeLines(cause, 1)),
    ...risks.map(({ text }) => `  ${style('yellow', `risk: ${visibleInLine(text)}`)}`),
    ...(steps.length > 0 ? [`  ${style('dim', 'steps')}`] : []),
    ...steps.map((step, index) => {
      const text = step.startsWith(`${address} `) ? step.slice(address.length + 1) : step;
      return `    ${index + 1}. ${visibleInLine(text)}`;
    }),
  ];
}

function attributeLines(
  kind: Story['kind'],
  { change, files, recorded, engine }: StoryAttribute,
  action: StoryAction['action'],
  pen: Pen,
): readonly string[] {
  const notes = changeNotes(action, change);
  const note =
    notes.length > 0 ? `  ${pen.style('dim', `(${visibleInLine(notes.join('; '))})`)}` : '';
  const lines = lineDiff(change, (text) => pen.mask(text));
  const row = (name: string, value: JsonValue | undefined, layer: string): string => {
    const shown = showValue(kind, change.path, value, (text) => pen.mask(text));
    return `    ${name.padEnd(9)} ${shown}${layer === '' ? '' : ` ${pen.style('dim', layer)}`}`;
  };
  return [
    `  ${visibleInLine(change.path)}${note}`,
    row('files', files, layerNote(change, 'after')),
    row('recorded', recorded, ''),
    row('engine', engine, layerNote(change, 'before')),
    ...(lines ? [`    ${countLines(lines)}`, ...renderLines(lines, pen)] : []),
  ];
}

function causeLines({ text, because }: StoryCause, depth: number): readonly string[] {
  return [
    `${'  '.repeat(depth)}because ${visibleInLine(text)}`,
    ...because.flatMap((cause) => causeLines(cause, depth + 1)),
  ];
}

function linkLines(title: string, links: readonly StoryLink[], { style }: Pen): readonly string[] {
  if (links.length === 0) return [];
  return [
    '',
    style('bold', title),
    ...links.map(({ address, condition, via, verb }) => {
      const more = verb === undefined || verb === 'keep' ? '' : `; the plan: ${verbText(verb)}`;
      return `  ${visibleInLine(address)} ${style('dim', visibleInLine(`(${condition}, by ${via}${more})`))}`;
    }),
  ];
}
