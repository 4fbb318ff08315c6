/*
 * One repository in several versions, and fetched modules that pin otherwise than the stack does.
 * Both work, since each use has its own files, and both are seldom meant.
 */
import { join } from 'node:path';
import { EngineError, type Diagnostic } from '../../../model/index.js';
import { readLock, type Pins } from '../lock-file.js';
import { loadingDiagnostic } from '../loading-diagnostic.js';
import type { GitUse } from './find-modules.js';

/** Warns of versions that clash, once for each repository and each pin. */
export function moduleVersions(uses: readonly GitUse[]): readonly Diagnostic[] {
  return [...severalVersions(uses), ...otherPins(uses)];
}

function severalVersions(uses: readonly GitUse[]): readonly Diagnostic[] {
  const byRepository = new Map<string, GitUse[]>();
  for (const use of uses) {
    const same = byRepository.get(use.source.repository) ?? [];
    byRepository.set(use.source.repository, [...same, use]);
  }
  return [...byRepository].flatMap(([repository, same]) => {
    const versions = new Map<string, GitUse>();
    for (const use of same) {
      const version = versionOf(use);
      if (!versions.has(version)) versions.set(version, use);
    }
    const [first, ...others] = [...versions];
    const [last] = others.slice(-1);
    if (!first || !last) return [];
    return loadingDiagnostic('module-versions', {
      summary: `${repository} is used in ${versions.size} versions`,
      detail: 'Write one ref for all uses, if one is meant.',
      span: last[1].span,
      labels: [first, ...others].map(([version, { span }]) => ({ span, text: version })),
    });
  });
}

/** What a use asks for and gets: `v1.2.0, commit 0123456789ab`. */
function versionOf({ source, pin }: GitUse): string {
  const ref = source.ref ?? 'the default branch';
  return pin === undefined ? ref : `${ref}, commit ${pin.commit.slice(0, 12)}`;
}

function otherPins(uses: readonly GitUse[]): readonly Diagnostic[] {
  const locks = new Map<string, Pins>();
  return uses.flatMap(({ source, pin, span, user }) => {
    if (!user.checkout || !pin) return [];
    const { root, source: of } = user.checkout;
    const own = pinsIn(join(root, of.directory), locks).get(source.key);
    if (own === undefined || own.commit === pin.commit) return [];
    return loadingDiagnostic('module-versions', {
      summary: `the module pins ${source.key} to another commit than this stack`,
      detail: `Its own stowage.lock says ${own.commit}; that of the stack, which counts, says ${pin.commit}.`,
      span,
    });
  });
}

/** The pins of a fetched module itself. A lock that cannot be read is none: it does not count. */
function pinsIn(directory: string, known: Map<string, Pins>): Pins {
  const before = known.get(directory);
  if (before) return before;
  let pins: Pins = new Map();
  try {
    pins = readLock(directory)?.pins ?? pins;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  known.set(directory, pins);
  return pins;
}
