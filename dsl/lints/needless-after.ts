/*
 * A condition of `after` that says what is so without it: another one on the same container says
 * as much or more, or an attribute refers to it in a way that orders the two.
 */
import type { Dependency, Diagnostic, Resource, ResourceOf, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { itemWithComma } from './edits.js';
import { containersOf, type Lint, type LintInput } from './lint.js';

interface Found {
  readonly container: ResourceOf<'container'>;
  readonly dependency: Dependency;
  /** What makes it needless, if anything does. */
  readonly by: Dependency | undefined;
}

export const needlessAfter: Lint = (input) => {
  const byPlace = new Map<string, Found[]>();
  for (const container of containersOf(input)) {
    for (const dependency of container.dependsOn) {
      if (!isAfter(dependency)) continue;
      const by = container.dependsOn.find((other) => makesNeedless(other, dependency));
      const { file, start } = dependency.span;
      const place = `${file}:${start.offset}`;
      byPlace.set(place, [...(byPlace.get(place) ?? []), { container, dependency, by }]);
    }
  }
  // One place may be about several containers: it is needless where it is so for all of them.
  return [...byPlace.values()].flatMap((all) =>
    all.every(({ by }) => by !== undefined) ? (message(input, all) ?? []) : [],
  );
};

const isAfter = ({ via }: Dependency): boolean => /^after(?:\[|$)/.test(via);
const indexOf = ({ via }: Dependency): number => Number(/\d+/.exec(via)?.[0] ?? -1);

function makesNeedless(other: Dependency, { address, ...one }: Dependency): boolean {
  if (other.address !== address || other.via === one.via) return false;
  if (other.condition !== one.condition) return implies(other.condition, one.condition);
  return !isAfter(other) || indexOf(other) < indexOf({ address, ...one });
}

function implies(stronger: Dependency['condition'], weaker: Dependency['condition']): boolean {
  if (weaker === 'started') return stronger === 'healthy' || stronger === 'completed';
  return weaker === 'exists' && stronger !== 'named';
}

function message(input: LintInput, all: readonly Found[]): Diagnostic | undefined {
  const [first] = all;
  if (!first?.by) return undefined;
  const { container, dependency, by } = first;
  return diagnose('needless-after', dependency.span, {
    summary: `${container.address} waits for ${dependency.address} anyway`,
    labels: [{ span: by.span, text: `because of ${isAfter(by) ? 'this' : `\`${by.via}\``}` }],
    fix: removal(input, container, dependency.span),
  });
}

function removal({ files }: LintInput, container: Resource, span: Span): Diagnostic['fix'] {
  const { span: whole } = container;
  const isInside =
    whole.file === span.file &&
    whole.start.offset <= span.start.offset &&
    span.end.offset <= whole.end.offset;
  const source = files.find((parsed) => parsed.source.path === span.file)?.source;
  if (!isInside || !source) return undefined;
  return { title: 'remove it', span: itemWithComma(source, span), text: '' };
}
