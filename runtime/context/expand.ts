/*
 * What the copy steps of an image copy: sources of the context against targets in the image, as
 * the COPY instruction of a Dockerfile has it (a directory gives its contents; links are copied as
 * links). Nothing is written here, and nothing outside the context is looked at.
 */
import { resolveImagePath } from '../../model/index.js';
import type { CopyEntry, CopyPlan, CopyProblem, CopyStep, Owner } from './copy-plan.js';
import { findSource, type Match } from './find-source.js';
import { parseIgnore } from './ignore.js';
import type { ContextNode, ContextTree } from './tree.js';

/** Reads `uid` or `uid:gid`; the group of a lone user is the one of the same number, as Docker has it. */
export function parseOwner(text: string | undefined): Owner {
  const [uid = '0', gid = uid] = (text ?? '0:0').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Expands one copy step.
 * @param workdir working directory in the image at that step, for relative targets
 */
export async function expandCopy(
  tree: ContextTree,
  step: CopyStep,
  index: number,
  workdir: string,
): Promise<CopyPlan | CopyProblem> {
  const found: (Match & { readonly source: string })[] = [];
  for (const source of step.sources) {
    const matches = await findSource(tree, source, index, step.instruction !== undefined);
    if ('code' in matches) return matches;
    found.push(...matches.map((match) => ({ ...match, source })));
  }
  const target = resolveImagePath(workdir, step.target);
  const intoDirectory =
    namesDirectory(step.target) ||
    target === '/' ||
    step.sources.length > 1 ||
    step.instruction?.parents === true ||
    found.some(({ kind }) => kind === 'directory') ||
    (step.instruction !== undefined && found.length !== 1);
  if (!intoDirectory && found.length > 1 && step.instruction === undefined) {
    return {
      code: 'copy-target-not-directory',
      step: index,
      source: step.sources.join(', '),
      summary: `${found.length} files match, but the target names a single file`,
      detail: `Write the target as ${JSON.stringify(`${step.target}/`)} to copy them into a directory.`,
    };
  }
  const entries = new Map<string, CopyEntry & { readonly source: string }>();
  for (const match of found) {
    for (const entry of await place(tree, match, target, intoDirectory, step)) {
      const other = entries.get(entry.target);
      const sameSource = step.instruction === undefined && other?.source === match.source;
      if (other && clashes(other, entry, sameSource)) {
        return clash(index, other, entry);
      }
      entries.set(entry.target, { ...entry, source: match.source });
    }
  }
  return {
    step: index,
    ...ownerOf(step),
    ...(step.instruction && !intoDirectory && { intoExisting: true }),
    directory: intoDirectory && target !== '/' ? target : undefined,
    entries: [...entries.values()]
      .map(({ source: _, ...entry }) => entry)
      .sort((a, b) => (a.target < b.target ? -1 : 1)),
  };
}

/** Names of users are for the image to resolve. */
function ownerOf({ owner }: CopyStep): Pick<CopyPlan, 'owner' | 'chown'> {
  const isNumeric = owner === undefined || /^\d+(?::\d+)?$/.test(owner);
  return isNumeric ? { owner: parseOwner(owner) } : { owner: parseOwner(undefined), chown: owner };
}

/** A later source may replace files of an earlier one; files of one source must not hide each other. */
function clashes(a: CopyEntry, b: CopyEntry, sameSource: boolean): boolean {
  if (a.kind === 'directory' || b.kind === 'directory') return a.kind !== b.kind;
  return sameSource && a.path !== b.path;
}

/** Whether a target says by its form that it is a directory, by the rule of COPY. */
function namesDirectory(target: string): boolean {
  return /(?:^|\/)\.{0,2}$/.test(target);
}

async function place(
  tree: ContextTree,
  match: Match,
  target: string,
  intoDirectory: boolean,
  step: CopyStep,
): Promise<readonly CopyEntry[]> {
  const { path, kind, name = path } = match;
  const leaves = excluding(step.instruction?.exclude ?? []);
  const above = step.instruction?.parents === true ? keptPart(name) : undefined;
  if (kind !== 'directory') {
    const node = withMode(await tree.read(path), step);
    const last = name.slice(name.lastIndexOf('/') + 1);
    if (leaves(path, last)) return [];
    return [{ ...node, target: intoDirectory ? under(target, above ?? last) : target }];
  }
  const below = above === undefined || above === '' ? target : under(target, above);
  return (await tree.walk(path)).flatMap((child) => {
    const inside = path === '' ? child.path : child.path.slice(path.length + 1);
    return leaves(child.path, inside)
      ? []
      : [{ ...withMode(child, step), target: under(below, inside) }];
  });
}

/** Whether `--exclude` leaves out a path, by all of it or by its part below the source. */
function excluding(patterns: readonly string[]): (path: string, inside: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = parseIgnore(patterns.join('\n'));
  return (path, inside) => rules.ignores(path) || rules.ignores(inside);
}

/** What `--parents` keeps of a path: what follows the last `/./`, if there is one. */
const keptPart = (path: string): string =>
  path.slice(path.lastIndexOf('/./') + 1).replace(/^\.\//, '');

const under = (directory: string, path: string): string =>
  directory === '/' ? `/${path}` : `${directory}/${path}`;

/** A step's mode is for files; directories keep theirs, or nobody could enter them. */
function withMode(node: ContextNode, step: CopyStep): ContextNode {
  const isMeant =
    node.kind === 'file' || (node.kind === 'directory' && step.instruction !== undefined);
  return isMeant && step.mode !== undefined
    ? { ...node, mode: Number.parseInt(step.mode, 8) }
    : node;
}

function clash(step: number, a: CopyEntry, b: CopyEntry): CopyProblem {
  return {
    code: 'copy-clash',
    step,
    source: b.path,
    summary: `${a.path} and ${b.path} would both be ${b.target}`,
    detail: 'Copy them by steps of their own, or give them different targets.',
  };
}
