/*
 * Configs and secrets of containers: which changes of them a living container can take, and what it
 * needs to see them. Their content is compared like any other value.
 */
import { toJson, type Cause, type Change, type ContainerSpec } from '../model/index.js';
import { parsePath } from './diff.js';
import type { Draft } from './draft.js';
import type { DesiredOf } from './facts.js';

/** Attributes whose values are files. */
export const fileAttributes: readonly string[] = ['configs', 'secrets'];

/** Whether a change is one of a file that stays where it is. */
const isOfFile = ({ path }: Pick<Change, 'path'>): boolean => {
  const [attribute = '', , member] = parsePath(path);
  return fileAttributes.includes(attribute) && member !== undefined;
};

/** Whether a container says that it does not matter what its files hold. */
export const ignoresFiles = ({ on_change: asked, configs, secrets }: ContainerSpec): boolean =>
  asked === 'ignore' && (configs !== undefined || secrets !== undefined);

/** The changes of files with what they do to the container; what it does not care for is left out. */
export function judgedFiles(spec: ContainerSpec, changes: readonly Change[]): readonly Change[] {
  return changes.flatMap((change): readonly Change[] => {
    const [attribute = ''] = parsePath(change.path);
    if (!fileAttributes.includes(attribute)) return [change];
    if (!isOfFile(change)) {
      return [
        { ...change, effect: 'replace', reason: 'a container gets its files when it is made' },
      ];
    }
    if (spec.on_change === 'ignore') return [];
    return [spec.on_change === 'replace' ? { ...change, effect: 'replace' } : change];
  });
}

/** What becomes of a living container by changes of its files. */
export interface FileChanges {
  /** Whether any file has to be written. */
  readonly any: boolean;
  /** Whether the engine shows a new file only to what starts anew. */
  readonly seenAtStart: boolean;
}

export function fileChanges(
  { input: { verdict } }: Draft,
  { completed }: DesiredOf<'container'>,
  changes: readonly Change[],
): FileChanges {
  const ofFiles = changes.filter(isOfFile);
  const wanted = toJson(completed);
  const seenAtStart = ofFiles.some((change) => {
    const judged = verdict('container', change, wanted);
    return judged.effect === 'in-place' && judged.seenAtStart === true;
  });
  return { any: ofFiles.length > 0, seenAtStart };
}

/** Why a container starts anew that asked for a signal. */
export function fileCauses(
  draft: Draft,
  desired: DesiredOf<'container'>,
  changes: readonly Change[],
): readonly Cause[] {
  const isAsked = desired.resource.spec.on_change === 'signal';
  if (!isAsked || !fileChanges(draft, desired, changes).seenAtStart) return [];
  return [{ text: 'it sees what is in these files only when it starts' }];
}
