/*
 * What identifies the layer of a step, and how a step is shown to people. A key follows from the
 * layer below and from all that can change what the step does.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, toJson, type BuildStep } from '../../model/index.js';
import type { CopyPlan } from '../context/index.js';

/** Settings that a run step is carried out with. */
export interface StepSettings {
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
}

/** Version of the way steps are carried out; another one makes other layers. */
const version = 1;

function keyOf(parent: string | null, content: object): string {
  return createHash('sha256')
    .update(canonicalJson(toJson({ version, parent, ...content })))
    .digest('hex');
}

export function copyKey(parent: string | null, plan: CopyPlan): string {
  // Where a file stands in the context does not matter to the layer.
  const entries = plan.entries.map(({ path: _, ...entry }) => entry);
  return keyOf(parent, { copy: { entries, owner: plan.owner, directory: plan.directory ?? null } });
}

export function runKey(
  parent: string | null,
  command: readonly string[],
  settings: StepSettings,
): string {
  return keyOf(parent, { run: { command, ...settings } });
}

export function workdirKey(parent: string | null, path: string): string {
  return keyOf(parent, { workdir: path });
}

/** One line about a step, such as `run npm ci`. */
export function describeStep(step: BuildStep): string {
  switch (step.kind) {
    case 'copy':
      return `copy ${step.sources.join(' ')} -> ${step.target}`;
    case 'run':
      return `run ${commandText(step.command)}`;
    case 'workdir':
      return `workdir ${step.path}`;
    case 'user':
      return `user ${step.user}`;
    case 'env':
      return `env ${Object.keys(step.env).join(' ')}`;
    case 'expose':
      return `expose ${step.ports.join(' ')}`;
    case 'label':
      return `label ${Object.keys(step.labels).join(' ')}`;
    default:
      return step satisfies never;
  }
}

/** A shell line as it was written, in one line; other commands with their arguments quoted. */
function commandText(command: readonly string[]): string {
  const [program, flag, line] = command;
  const isShell = command.length === 3 && program === '/bin/sh' && flag === '-c';
  const text = isShell
    ? (line ?? '')
    : command
        .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word)))
        .join(' ');
  const oneLine = text.replace(/\s+/g, ' ').trim();
  return oneLine.length > 100 ? `${oneLine.slice(0, 99)}…` : oneLine;
}
