/*
 * Whether what is behind the bind mounts of a plan's containers is still what it was made from, so
 * that a plan records no content that is not there.
 */
import {
  changedFiles,
  resolveImagePath,
  type LedgerEntryOf,
  type MountContent,
  type Plan,
} from '../model/index.js';
import { ContentUnread, readMountContent } from './mount-content.js';

/**
 * What differs from what a plan would record, one a line; empty when nothing does.
 * @param directory absolute path of the stack
 */
export async function changedContents(
  { actions, resources }: Pick<Plan, 'actions' | 'resources'>,
  directory: string,
): Promise<readonly string[]> {
  // What a plan of a part leaves alone keeps its old record, whatever the files are now.
  const planned = new Set(actions.map(({ address }) => address));
  const lines: string[] = [];
  for (const [address, entry] of Object.entries(resources)) {
    if (entry.kind !== 'container' || !planned.has(address)) continue;
    for (const [target, before] of Object.entries(entry.content ?? {})) {
      const source = sourceOf(entry, target);
      if (source === undefined) continue;
      lines.push(...(await differences(address, before, source, directory)));
    }
  }
  return lines;
}

const sourceOf = ({ spec }: LedgerEntryOf<'container'>, target: string): string | undefined =>
  (spec.mounts ?? []).find(
    (mount) => mount.type === 'bind' && resolveImagePath('/', mount.target) === target,
  )?.source;

/** What was there and what is, where both are. */
const digests = (before: string | undefined, after: string | undefined): string =>
  before === undefined || after === undefined
    ? ''
    : `: ${before.slice(0, 23)} before, ${after.slice(0, 23)} now`;

async function differences(
  address: string,
  before: MountContent,
  source: string,
  directory: string,
): Promise<readonly string[]> {
  try {
    const now = await readMountContent(source, directory);
    if (!now) return [`${address}: the mounted ${before.source} is gone`];
    if (now.hash === before.hash) return [];
    const files = changedFiles(before, { ...now, source: before.source });
    return files.length === 0
      ? [`${address}: the mounted ${before.source} has changed${digests(before.hash, now.hash)}`]
      : files.map(({ path, change, before: old, after }) => {
          const what = change === 'changed' ? 'has changed' : change;
          return `${address}: the mounted file ${path} ${what}${digests(old, after)}`;
        });
  } catch (error) {
    if (!(error instanceof ContentUnread)) throw error;
    return [`${address}: the mounted ${before.source}: ${error.message}`];
  }
}
