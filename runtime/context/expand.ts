/*
 * What the copy steps of an image copy: sources of the context against targets in the image, as
 * the COPY instruction of a Dockerfile has it (a directory gives its contents; links are copied as
 * links). Nothing is written here, and nothing outside the context is looked at.
 */
import { resolveImagePath, type BuildStep } from '../../model/index.js';
import { BadPattern, compilePattern, isPattern } from './glob.js';
import type { ContextNode, ContextTree, Found } from './tree.js';

export type CopyStep = Extract<BuildStep, { kind: 'copy' }>;

/** One thing that a copy step makes in the image. Targets are absolute; modes hold permissions. */
export type CopyEntry = ContextNode & { readonly target: string };

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A copy step, expanded. */
export interface CopyPlan {
  /** Index among the steps of the image. */
  readonly step: number;
  readonly owner: Owner;
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
    const matches = await findSource(tree, source, index);
    if ('code' in matches) return matches;
    found.push(...matches.map((match) => ({ ...match, source })));
  }
  const target = resolveImagePath(workdir, step.target);
  const intoDirectory =
    namesDirectory(step.target) ||
    target === '/' ||
    step.sources.length > 1 ||
    found.some(({ kind }) => kind === 'directory');
  if (!intoDirectory && found.length > 1) {
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
      if (other && clashes(other, entry, other.source === match.source)) {
        return clash(index, other, entry);
      }
      entries.set(entry.target, { ...entry, source: match.source });
    }
  }
  return {
    step: index,
    owner: parseOwner(step.owner),
    directory: intoDirectory && target !== '/' ? target : undefined,
    entries: [...entries.values()]
      .map(({ source: _, ...entry }) => entry)
      .sort((a, b) => (a.target < b.target ? -1 : 1)),
  };
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
  { path, kind }: Match,
  target: string,
  intoDirectory: boolean,
  step: CopyStep,
): Promise<readonly CopyEntry[]> {
  if (kind !== 'directory') {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const node = withMode(await tree.read(path), step);
    return [{ ...node, target: intoDirectory ? under(target, name) : target }];
  }
  return (await tree.walk(path)).map((child) => ({
    ...withMode(child, step),
    target: under(target, path === '' ? child.path : child.path.slice(path.length + 1)),
  }));
}

const under = (directory: string, path: string): string =>
  directory === '/' ? `/${path}` : `${directory}/${path}`;

/** The step's mode is for files; directories keep theirs, or nobody could enter them. */
function withMode(node: ContextNode, step: CopyStep): ContextNode {
  return node.kind === 'file' && step.mode !== undefined
    ? { ...node, mode: Number.parseInt(step.mode, 8) }
    : node;
}

/** A path of the context that a source stands for. */
interface Match {
  readonly path: string;
  readonly kind: Found;
}

async function findSource(
  tree: ContextTree,
  source: string,
  step: number,
): Promise<readonly Match[] | CopyProblem> {
  const quoted = JSON.stringify(source);
  const parts = source.split('/').filter((part) => part !== '' && part !== '.');
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
    const matches = await matchBelow(tree, '', parts);
    const kept = matches.filter((match) => isCopied(tree, match));
    if (kept.length > 0) return kept;
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
