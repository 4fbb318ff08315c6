/*
 * The execution graph of a plan in DOT, the language of Graphviz: a box of nodes for each action, a
 * node for each step, an arrow from what a step waits for, and dotted what brings a predecessor back.
 * The same plan gives the same text.
 */
import type { Operation, Plan, Recovery, Step } from '../../model/index.js';
import { visibleInLine } from '../terminal/terminal.js';
import { signs, subjectOf, verbText } from './plan-words.js';

/** The lines of the graph. */
export function planDot(plan: Plan): readonly string[] {
  const grouped = new Set<string>();
  const clusters = plan.actions.flatMap((action, index) => {
    const own = plan.steps.filter(({ id }) => action.steps.includes(id) && !grouped.has(id));
    if (own.length === 0) return [];
    for (const { id } of own) grouped.add(id);
    const { verb, causes } = action;
    return [
      `  subgraph cluster_${index} {`,
      `    label=${quote(`${signs[verb]} ${verbText(verb)} ${subjectOf(action)}`)}`,
      ...causes.slice(0, 1).map(({ text }) => `    tooltip=${quote(`because ${text}`)}`),
      ...own.map((step) => `    ${stepNode(step)}`),
      '  }',
    ];
  });
  const others = plan.steps.filter(({ id }) => !grouped.has(id));
  return [
    'digraph plan {',
    `  label=${quote(`stack ${plan.stack.name}, generation ${plan.generation}`)}`,
    '  rankdir=LR',
    '  node [shape=box]',
    ...clusters,
    ...others.map((step) => `  ${stepNode(step)}`),
    ...plan.steps.flatMap(({ id, after }) =>
      after.map((before) => `  ${quote(before)} -> ${quote(id)}`),
    ),
    ...plan.recoveries.flatMap(recoveryLines),
    '}',
  ];
}

const stepNode = (step: Step): string =>
  `${quote(step.id)} [label=${quote(operationText(step))}, tooltip=${quote(step.id)}]`;

/** What brings a predecessor back: its operations in one node, and what sets it off. */
function recoveryLines(
  { address, guards, operations }: Recovery,
  index: number,
): readonly string[] {
  const node = quote(`recovery ${index} ${address}`);
  const label = [`if ${address} fails`, ...operations.map(operationText)];
  return [
    `  ${node} [style=dotted, label=${quote(...label)}]`,
    ...guards.map((guard) => `  ${quote(guard)} -> ${node} [style=dotted, constraint=false]`),
  ];
}

/** An operation in a few words: what is done, and to what. */
function operationText(operation: Operation): string {
  switch (operation.op) {
    case 'build-image':
    case 'pull-image':
    case 'tag-image':
    case 'untag-image':
      return `${operation.op} ${operation.reference}`;
    case 'create-volume':
    case 'create-network':
    case 'restore-network':
      return `${operation.op} ${operation.spec.name}`;
    case 'copy-volume':
      return `${operation.op} ${operation.from.name} to ${operation.spec.name}`;
    case 'create-container':
      return `${operation.op} ${operation.as ?? operation.completed.name}`;
    case 'connect-network':
    case 'disconnect-network':
      return `${operation.op} ${operation.target.name} ${operation.network}`;
    case 'signal-container':
      return `${operation.op} ${operation.target.name} ${operation.signal}`;
    case 'rename-container':
      return `${operation.op} ${operation.target.name} to ${operation.name}`;
    case 'await-container':
      return `await-container ${operation.target.name} ${operation.until}`;
    case 'remove':
      return `remove ${operation.target.kind} ${operation.target.name}`;
    case 'update-container':
    case 'write-files':
    case 'start-container':
    case 'stop-container':
      return `${operation.op} ${operation.target.name}`;
    default:
      return operation satisfies never;
  }
}

/** Lines as one quoted string. Backslashes are doubled: DOT gives `\N` and the like a meaning. */
const quote = (...lines: readonly string[]): string =>
  `"${lines
    .map((line) => visibleInLine(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'))
    .join('\\n')}"`;
