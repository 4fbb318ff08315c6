/*
 * What identifies the layer of a step, and how a step is shown to people. A key follows from the
 * layer below and from all that can change what the step does.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, toJson, type BuildStep } from '../../model/index.js';
import type { CopyPlan, RunAction, TransferAction, UnpackAction } from '../context/index.js';

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
  const { owner, directory = null, chown, intoExisting } = plan;
  const more = { ...(chown !== undefined && { chown }), ...(intoExisting && { intoExisting }) };
  return keyOf(parent, { copy: { entries, owner, directory, ...more } });
}

export function runKey(
  parent: string | null,
  command: readonly string[],
  settings: StepSettings,
): string {
  return keyOf(parent, { run: { command, ...settings } });
}

/** The key of a command of a Dockerfile, with all that it sees but what decides nothing. */
export function runActionKey(
  parent: string | null,
  { command, env, args, workdir, user, network, mounts, script }: RunAction,
  layersOf: (stage: number) => readonly string[],
): string {
  const plain = network === 'default' && mounts.length === 0 && script === undefined;
  if (plain && Object.keys(args).length === 0)
    return runKey(parent, command, { env, workdir, user });
  const seen = mounts.map((mount) =>
    mount.type === 'bind' && 'stage' in mount.from
      ? { ...mount, from: { ...mount.from, stage: layersOf(mount.from.stage) } }
      : mount,
  );
  const more = { args, network, mounts: seen, ...(script && { script }) };
  return keyOf(parent, { run: { command, env, workdir, user, ...more } });
}

export function workdirKey(parent: string | null, path: string, user = ''): string {
  return keyOf(parent, { workdir: path, ...(user !== '' && { user }) });
}

/** @param source keys of the layers that files are taken from */
export function transferKey(
  parent: string | null,
  { sources, target, workdir, chown, mode, parents, exclude }: TransferAction,
  source: readonly string[],
): string {
  const what = { sources, target, workdir, parents, exclude };
  const more = { ...(chown !== undefined && { chown }), ...(mode !== undefined && { mode }) };
  return keyOf(parent, { transfer: { ...what, ...more, source } });
}

export function unpackKey(parent: string | null, { archive, target, chown }: UnpackAction): string {
  const owner = chown === undefined ? {} : { chown };
  return keyOf(parent, { unpack: { sha256: archive.sha256, target, ...owner } });
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
  return shorten(text);
}

/** A text in one line of bearable length. */
export function shorten(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  return oneLine.length > 100 ? `${oneLine.slice(0, 99)}…` : oneLine;
}
