/*
 * Content behind bind mounts: what of the stack's files has changed since a container was made, or last
 * told, and what is done about it. The container itself is as it was: it starts anew, gets a signal, or
 * is replaced, as it says by `on_change`.
 */
import {
  changedFiles,
  type Cause,
  type Change,
  type ContainerSpec,
  type MountContents,
  type ObservedContainer,
} from '../model/index.js';
import { formatPath } from './diff.js';
import type { Draft } from './draft.js';
import { isUp } from './held.js';
import { lastApplied, ledgerEntry } from './applied.js';
import type { DesiredOf } from './facts.js';
import type { FileChanges } from './files.js';
import { isIgnored } from './ignore.js';

/** What is done about changed content where a container says nothing. */
export const usualOnChange = 'restart';

/** The signal that asks a program to read its configuration again. */
export const usualReloadSignal = 'SIGHUP';

export const onChangeOf = ({ on_change }: ContainerSpec): NonNullable<ContainerSpec['on_change']> =>
  on_change ?? usualOnChange;

/** What was behind the mounts of a container when it was made or last told; `undefined` where nobody knows. */
export function recordedContent(
  { input: { observation } }: Draft,
  current: ObservedContainer,
): MountContents | undefined {
  const entry = ledgerEntry(observation, 'container', current.address);
  return lastApplied(current.content ?? null, entry?.content, current, observation);
}

/** A change for each mount whose content is another than the one that was recorded. */
export function contentChanges(
  draft: Draft,
  { content = {}, resource }: DesiredOf<'container'>,
  current: ObservedContainer,
): readonly Change[] {
  const { spec, spans, lifecycle } = resource;
  const recorded = recordedContent(draft, current) ?? {};
  const effect = onChangeOf(spec) === 'replace' ? 'replace' : 'in-place';
  const span = spans['mounts'];
  return Object.entries(content).flatMap(([target, { hash }]): readonly Change[] => {
    const path = formatPath(['mounts', target, 'content']);
    const before = recorded[target]?.hash;
    if (before === undefined || before === hash || isIgnored(path, lifecycle.ignoreChanges)) {
      return [];
    }
    return [
      {
        path,
        ...(before !== '' && { before: before.slice(0, 16) }),
        after: hash.slice(0, 16),
        origin: 'you',
        from: { before: 'declared', after: 'declared' },
        effect,
        ...(span && { span }),
      },
    ];
  });
}

const isContent = ({ path }: Change): boolean => /^mounts\b.*\.content$/.test(path);

/** The files that are behind changes of content. */
export function contentCauses(
  draft: Draft,
  { content = {} }: DesiredOf<'container'>,
  current: ObservedContainer,
  changes: readonly Change[],
): readonly Cause[] {
  if (!changes.some(isContent)) return [];
  const recorded = recordedContent(draft, current) ?? {};
  const causes = Object.entries(content).flatMap(([target, after]): readonly Cause[] => {
    const before = recorded[target];
    if (!before || before.hash === after.hash) return [];
    if (before.hash === '') {
      return [
        { text: `an apply was cut off, and what of ${after.source} it has read is not known` },
      ];
    }
    const files = changedFiles(before, after);
    if (files.length === 0) return [{ text: `the content of ${after.source} changed` }];
    return files.map(({ path, change }) => ({ text: `${path} ${change}` }));
  });
  return causes;
}

/** What has to be done to a living container for what changed behind its mounts, or in its files. */
export function renewalOf(
  { resource: { spec } }: DesiredOf<'container'>,
  { status }: ObservedContainer,
  changes: readonly Change[],
  files: FileChanges,
): 'restart' | 'signal' | undefined {
  if (!changes.some(isContent) && !files.any) return undefined;
  const own = onChangeOf(spec);
  const asked = own === 'signal' && files.seenAtStart ? 'restart' : own;
  if (asked === 'signal') return isUp(status) ? asked : undefined;
  // A job that has ended runs again; what stands still reads the files when it is started.
  return asked === 'restart' && (isUp(status) || spec.job) ? asked : undefined;
}
