/*
 * `.dockerignore`: which paths of a context count as not there. The last pattern that matches a
 * path or one of its parents decides, and `!` takes a path back in.
 * Rules: https://docs.docker.com/build/concepts/context/#dockerignore-files and
 * github.com/moby/patternmatcher, which settles what the page leaves open.
 */
import { BadPattern, compilePattern } from './glob.js';

interface Rule {
  readonly excludes: boolean;
  readonly pattern: RegExp;
}

export interface IgnoreRules {
  /** Whether a path relative to the context, with `/` between its parts, is ignored. */
  ignores(path: string): boolean;
  /** Whether something below an ignored directory may still be taken in. */
  readonly hasExceptions: boolean;
  /** Whether there are any rules at all. */
  readonly hasRules: boolean;
}

/**
 * Reads the text of a `.dockerignore` file.
 * @throws BadPattern
 */
export function parseIgnore(text: string): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseRule)
    .filter((rule) => rule !== undefined);
  return {
    ignores: (path) => isIgnored(rules, path),
    hasExceptions: rules.some((rule) => !rule.excludes),
    hasRules: rules.length > 0,
  };
}

function parseRule(line: string): Rule | undefined {
  const excludes = !line.startsWith('!');
  const written = excludes ? line : line.slice(1).trim();
  if (written === '') throw new BadPattern(line, 'nothing follows the exclamation mark');
  const cleaned = cleanPath(written);
  // `.` names the context itself, which is always there.
  if (cleaned === '.') return undefined;
  return { excludes, pattern: compilePattern(cleaned) };
}

/** Go's filepath.Clean, with one leading slash taken off. */
function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !rooted) parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

function isIgnored(rules: readonly Rule[], path: string): boolean {
  const parts = path.split('/');
  const candidates = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  let ignored = false;
  for (const { excludes, pattern } of rules) {
    // A rule that would change nothing need not be tried.
    if (excludes === ignored) continue;
    if (candidates.some((candidate) => pattern.test(candidate))) ignored = excludes;
  }
  return ignored;
}
