/*
 * Progress of an apply: a spinner on a terminal, one line an event elsewhere, nothing when quiet.
 * The spinner's library is loaded only where a person watches.
 */
import type { OperationName, Plan, Step } from '../../model/index.js';
import type { ExecutionEvent } from '../../planner/index.js';
import type { CommandContext } from '../command.js';
import { visible, type Terminal } from '../terminal/terminal.js';
import { recoveryWords } from './recovery-words.js';

export interface Progress {
  event(event: ExecutionEvent): void;
  /** A line about a step that is under way. */
  detail(step: Step, text: string): void;
  end(): void;
}

const verbs: Readonly<Record<OperationName, string>> = {
  'build-image': 'building',
  'pull-image': 'pulling',
  'tag-image': 'naming',
  'untag-image': 'taking a name from',
  'create-volume': 'creating',
  'copy-volume': 'copying',
  'create-network': 'creating',
  'create-container': 'creating',
  'restore-network': 'bringing back',
  'update-container': 'updating',
  'write-files': 'writing files of',
  'connect-network': 'connecting',
  'disconnect-network': 'disconnecting',
  'start-container': 'starting',
  'stop-container': 'stopping',
  'signal-container': 'signalling',
  'rename-container': 'renaming',
  'await-container': 'waiting for',
  remove: 'removing',
};

/** `creating container.web`, with the network or condition where there is one. */
export function describeStep(step: Step): string {
  const base = `${verbs[step.op]} ${step.address}`;
  switch (step.op) {
    case 'await-container':
      return `${base} to be ${step.until}`;
    case 'connect-network':
      return `${base} to ${step.network}`;
    case 'disconnect-network':
      return `${base} from ${step.network}`;
    case 'rename-container':
      return `${base} to ${step.name}`;
    case 'signal-container':
      return `${base} by ${step.signal}`;
    case 'remove':
      return step.target.name.endsWith('.stowage-previous') ? `${base} (predecessor)` : base;
    default:
      return base;
  }
}

/** What takes so long that its beginning is told. */
const slow: readonly OperationName[] = ['await-container', 'build-image', 'pull-image'];

/** What to print of an event in plain lines; `undefined` for none. */
function eventLine(event: ExecutionEvent): string | undefined {
  switch (event.kind) {
    case 'started':
      return slow.includes(event.step.op) ? `${describeStep(event.step)} …` : undefined;
    case 'done':
      return `done: ${describeStep(event.step)}`;
    case 'failed':
      return `failed: ${describeStep(event.step)}: ${event.error.message}`;
    case 'recovering':
      return `${event.address}: ${recoveryWords(event.address).begins} …`;
    case 'recovered':
      return `${event.address}: ${recoveryWords(event.address).ends}`;
    case 'recovery-failed':
      return `${event.address}: ${recoveryWords(event.address).fails}: ${event.error.message}`;
    default:
      return event satisfies never;
  }
}

function warn(event: ExecutionEvent, terminal: Terminal): void {
  if (event.kind !== 'done') return;
  for (const warning of event.warnings) {
    terminal.note(terminal.style('yellow', `warning: ${event.step.address}: ${visible(warning)}`));
  }
}

function plainProgress(terminal: Terminal): Progress {
  return {
    event: (event) => {
      const line = eventLine(event);
      if (line !== undefined) terminal.note(visible(line));
      warn(event, terminal);
    },
    detail: (step, text) => terminal.note(visible(`${step.address}: ${text}`)),
    end: () => undefined,
  };
}

/** Keeps one line up to date: how many steps are done, and what is under way. */
function spinnerProgress(plan: Plan, terminal: Terminal): Progress {
  const running = new Map<string, string>();
  let done = 0;
  let spinner: { text: string; stop(): unknown } | undefined;
  let ended = false;
  void import('ora').then(({ default: ora }) => {
    if (ended) return;
    spinner = ora({ text: text(), stream: process.stderr, discardStdin: false }).start();
  });
  const text = (): string =>
    // Masked before it is cut: of a piece of a secret it could not be told that it is one.
    terminal
      .mask(visible(`${done}/${plan.steps.length} ${[...running.values()].join(', ')}`))
      .slice(0, (process.stderr.columns || 80) - 4);
  return {
    event: (event) => {
      if (event.kind === 'started') running.set(event.step.id, describeStep(event.step));
      if (event.kind === 'done' || event.kind === 'failed') running.delete(event.step.id);
      if (event.kind === 'done') done += 1;
      if (event.kind !== 'started' && event.kind !== 'done') {
        terminal.note(visible(eventLine(event) ?? ''));
      }
      warn(event, terminal);
      if (spinner) spinner.text = text();
    },
    detail: (step, line) => {
      running.set(step.id, `${describeStep(step)}: ${line}`);
      if (spinner) spinner.text = text();
    },
    end: () => {
      ended = true;
      spinner?.stop();
    },
  };
}

/** Starts showing progress in the way that fits where standard error goes. */
export function startProgress(plan: Plan, { terminal }: CommandContext): Progress {
  return terminal.interactive ? spinnerProgress(plan, terminal) : plainProgress(terminal);
}
