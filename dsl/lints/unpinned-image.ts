/*
 * An image that is named without a tag, or by `latest`: what it stands for changes over time. Images
 * of the stack are what their content is, and digests never change.
 */
import type { Resource, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { placeOf } from '../semantics/checks/clashes.js';
import type { Lint } from './lint.js';

export const unpinnedImage: Lint = ({ resources }) =>
  resources.flatMap((resource) => {
    const named = imageOf(resource);
    if (!named || isOfStack(resource, named.via)) return [];
    const how = looseness(named.name);
    if (how === undefined) return [];
    return diagnose('unpinned-image', named.span, {
      summary: `the image ${JSON.stringify(named.name)} ${how}`,
      detail:
        'Another image may stand behind that name tomorrow. Name a version, such as ' +
        `"${withoutTag(named.name)}:1.2", or a digest.`,
    });
  });

interface Named {
  readonly name: string;
  readonly via: string;
  readonly span: Span;
}

function imageOf(resource: Resource): Named | undefined {
  if (resource.kind === 'container') {
    return { name: resource.spec.image, via: 'image', span: placeOf(resource, 'image') };
  }
  if (resource.kind !== 'image' || resource.spec.from?.kind !== 'image') return undefined;
  return { name: resource.spec.from.name, via: 'from', span: placeOf(resource, 'from') };
}

/** An image of the stack is depended on, even where a mistake leaves nothing else of it. */
const isOfStack = ({ dependsOn }: Resource, via: string): boolean =>
  dependsOn.some((one) => one.via === via || one.via.startsWith(`${via}.`));

/** What leaves a name open; `undefined` where it has a version or a digest, or is an id. */
function looseness(name: string): string | undefined {
  if (name.includes('@') || /^(?:sha256:)?[0-9a-f]{64}$/.test(name)) return undefined;
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  if (tag === undefined) return 'has no tag';
  return tag === 'latest' ? 'is whatever is the latest' : undefined;
}

const withoutTag = (name: string): string => name.replace(/:[^:/]+$/, '');
