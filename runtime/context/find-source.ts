/*
 * What a source of a copy step stands for in the context: a path, or all that match a pattern. The
 * sources of an instruction are found through links, those of a step are not.
 */
import type { CopyProblem } from './copy-plan.js';
import { followLinks } from './follow-links.js';
import { BadPattern, compilePattern, isPattern } from './glob.js';
import type { ContextTree, Found } from './tree.js';

/** A path of the context that a source stands for. */
export interface Match {
  readonly path: string;
  readonly kind: Found;
  /** The path by which it was found, where links were followed. */
  readonly name?: string;
}

/** What a source stands for, or why that is nothing. */
export async function findSource(
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
