/*
 * What the copy steps of an image copy: sources of the context against targets in the image, as
 * the COPY instruction of a Dockerfile has it (a directory gives its contents; links are copied as
 * links). Nothing is written here, and nothing outside the context is looked at.
 */
import { resolveImagePath, type BuildStep } from '../../model/index.js';
import { followLinks } from './follow-links.js';
import { BadPattern, compilePattern, isPattern } from './glob.js';
import { parseIgnore } from './ignore.js';
import type { ContextNode, ContextTree, Found } from './tree.js';

/** A copy step, or an instruction of a Dockerfile, which has ways of its own. */
export interface CopyStep extends Omit<
  Extract<BuildStep, { kind: 'copy' }>,
  'kind' | 'owner' | 'mode'
> {
  /** Numbers; for an instruction also names. */
  readonly owner?: string;
  readonly mode?: string;
  /** Present for an instruction: sources that are links are followed, and a mode is for directories too. */
  readonly instruction?: {
    /** Paths keep the directories above them. */
    readonly parents: boolean;
    readonly exclude: readonly string[];
  };
}

/** One thing that a copy step makes in the image. Targets are absolute; modes hold permissions. */
export type CopyEntry = ContextNode & {
  readonly target: string;
  /** What a file holds that is written in a Dockerfile, and not in the context. */
  readonly text?: string;
};

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A copy step, expanded. */
export interface CopyPlan {
  /** Index among the steps of the image. */
  readonly step: number;
  readonly owner: Owner;
  /** An owner that only the image can resolve, in the place of `owner`. */
  readonly chown?: string;
  /** A directory that the image has at the target takes the one file in. */
  readonly intoExisting?: true;
  /**
   * Directory that everything goes into, when it is one: made with mode 0755 and the step's owner
   * where the image has none. Other missing parents belong to 0:0.
   */
  readonly directory: string | undefined;
  /** By target in code-unit order, so that parents come first; each target once. */
  readonly entries: readonly CopyEntry[];
}

/** Why a copy step cannot be expanded. */
export interface CopyProblem {
  readonly code:
    | 'copy-source-missing'
    | 'copy-source-ignored'
    | 'copy-source-outside'
    | 'copy-source-invalid'
    | 'copy-target-not-directory'
    | 'copy-clash';
  readonly step: number;
  readonly source: string;
  readonly summary: string;
  readonly detail?: string;
}

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

/** A path of the context that a source stands for. */
interface Match {
  readonly path: string;
  readonly kind: Found;
  /** The path by which it was found, where links were followed. */
  readonly name?: string;
}

async function findSource(
  tree: ContextTree,
  source: string,
  step: number,
  byInstruction: boolean,
): Promise<readonly Match[] | CopyProblem> {
  const quoted = JSON.stringify(source);
  const written = source.split('/').filter((part) => part !== '' && part !== '.');
  // A context is the root of what an instruction can name; `..` stops there.
  const parts = byInstruction ? withoutUps(written) : written;
  if (parts.includes('..')) {
    return {
      code: 'copy-source-outside',
      step,
      source,
      summary: `the source ${quoted} may lead out of the context`,
      detail: 'Sources are paths inside the context. Make the context a directory further up.',
    };
  }
  try {
    const found = await (byInstruction ? matchFollowing(tree, parts) : matchBelow(tree, '', parts));
    const matches = found.map((match) =>
      source.includes('/./') ? { ...match, name: pivoted(source, match) } : match,
    );
    const kept = matches.filter((match) => isCopied(tree, match));
    if (kept.length > 0 || (byInstruction && matches.length === 0 && isPattern(source)))
      return kept;
    return matches.length > 0
      ? {
          code: 'copy-source-ignored',
          step,
          source,
          summary: `the source ${quoted} is left out by .dockerignore`,
          detail: 'Take it back in with a line that begins with "!", or do not copy it.',
        }
      : {
          code: 'copy-source-missing',
          step,
          source,
          summary: isPattern(source)
            ? `nothing in the context matches ${quoted}`
            : `the context holds no ${quoted}`,
          ...(await linkDetail(tree, parts)),
        };
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    return { code: 'copy-source-invalid', step, source, summary: error.message };
  }
}

const withoutUps = (parts: readonly string[]): readonly string[] => {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else kept.push(part);
  }
  return kept;
};

/** A path with `/./` where the source has it, as `--parents` reads it. */
function pivoted(source: string, { path }: Match): string {
  const before = source.slice(0, source.lastIndexOf('/./'));
  const count = before.split('/').filter((part) => part !== '' && part !== '.').length;
  const parts = path.split('/');
  return [...parts.slice(0, count), '.', ...parts.slice(count)].join('/');
}

/** All that matches, with links followed above it and at its end. */
async function matchFollowing(
  tree: ContextTree,
  parts: readonly string[],
): Promise<readonly Match[]> {
  const plain = parts.findIndex(isPattern);
  const fixed = plain < 0 ? parts : parts.slice(0, plain);
  const start = await followLinks(tree, fixed.join('/'));
  if (start === undefined) return [];
  const followed = start === '' ? [] : start.split('/');
  const matches = await matchBelow(tree, '', [...followed, ...parts.slice(fixed.length)]);
  const found: Match[] = [];
  for (const match of matches) {
    const path = match.kind === 'symlink' ? await followLinks(tree, match.path) : match.path;
    const kind = path === undefined ? undefined : await tree.kind(path);
    if (path === undefined || kind === undefined) continue;
    const name = plain < 0 ? parts.join('/') : match.path;
    found.push({ path, kind, ...(name !== path && { name }) });
  }
  return found;
}

/** An ignored directory counts where exceptions may have taken in something below it. */
function isCopied(tree: ContextTree, { path, kind }: Match): boolean {
  if (path === '' || !tree.ignore.ignores(path)) return true;
  return kind === 'directory' && tree.ignore.hasExceptions;
}

/** All that matches the parts of a pattern below a directory, each once, in path order. */
async function matchBelow(
  tree: ContextTree,
  directory: string,
  parts: readonly string[],
): Promise<readonly Match[]> {
  const [part, ...rest] = parts;
  if (part === undefined) return [{ path: directory, kind: 'directory' }];
  const below = (name: string): string => (directory === '' ? name : `${directory}/${name}`);
  if (!isPattern(part)) return matchAt(tree, below(part), rest);
  const found = new Map<string, Match>();
  const add = (matches: readonly Match[]): void => {
    for (const match of matches) found.set(match.path, match);
  };
  const anyDepth = part === '**';
  if (anyDepth && rest.length > 0) add(await matchBelow(tree, directory, rest));
  const pattern = compilePattern(part);
  for (const name of await tree.names(directory)) {
    const path = below(name);
    if (!pattern.test(name) || (tree.ignore.ignores(path) && !tree.ignore.hasExceptions)) continue;
    const inside = anyDepth && (await tree.kind(path)) === 'directory';
    if (inside) add(await matchBelow(tree, path, parts));
    if (!anyDepth || (rest.length === 0 && !inside)) add(await matchAt(tree, path, rest));
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function matchAt(
  tree: ContextTree,
  path: string,
  rest: readonly string[],
): Promise<readonly Match[]> {
  const kind = await tree.kind(path);
  if (kind === undefined) return [];
  if (rest.length === 0) return [{ path, kind }];
  return kind === 'directory' ? matchBelow(tree, path, rest) : [];
}

async function linkDetail(
  tree: ContextTree,
  parts: readonly string[],
): Promise<{ readonly detail?: string }> {
  for (let length = 1; length < parts.length; length++) {
    const path = parts.slice(0, length).join('/');
    if (!isPattern(path) && (await tree.kind(path)) === 'symlink') {
      return {
        detail: `${path} is a symbolic link, and links are not followed. Name the directory it leads to.`,
      };
    }
  }
  return {};
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
