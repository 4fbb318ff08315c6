/* Platforms: each is one, and a container has that of its image where the stack builds it. */
import {
  formatPlatform,
  isOfPlatform,
  isPlatform,
  parsePlatform,
  type Diagnostic,
  type Resource,
  type ResourceOf,
} from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { placeOf } from './clashes.js';

/** Checks the platforms of all images and containers. */
export function checkPlatforms(resources: readonly Resource[]): Diagnostic[] {
  const images = new Map(
    resources.flatMap((one) => (one.kind === 'image' ? [[one.spec.name, one] as const] : [])),
  );
  return resources.flatMap((resource) => {
    if (resource.kind !== 'image' && resource.kind !== 'container') return [];
    const { spec } = resource;
    if (spec.platform === undefined) return [];
    const read = parsePlatform(spec.platform);
    if (!isPlatform(read)) {
      const summary = `${JSON.stringify(spec.platform)} ${read.problem}`;
      return [diagnose('invalid-platform', placeOf(resource, 'platform'), { summary })];
    }
    const image = resource.kind === 'container' ? images.get(resource.spec.image) : undefined;
    return image ? besideImage(resource, formatPlatform(read), image) : [];
  });
}

/** What an image of the stack is for, it says itself. */
function besideImage(
  container: Resource,
  wanted: string,
  image: ResourceOf<'image'>,
): Diagnostic[] {
  const { platform } = image.spec;
  const [there, asked] = [platform ?? '', wanted].map(parsePlatform);
  const bothRead = there && asked && isPlatform(there) && isPlatform(asked);
  if (bothRead && isOfPlatform(there, asked)) return [];
  // What is wrong with its text is said there.
  if (platform !== undefined && !bothRead) return [];
  const label = image.spans['platform'] ?? image.span;
  return [
    diagnose('conflicting-attributes', placeOf(container, 'platform'), {
      summary: `${container.address} is to be for ${wanted}, and ${image.address} is not`,
      detail: `Write \`platform: ${JSON.stringify(wanted)}\` in ${image.address}, which is what it is built for.`,
      labels: [{ span: label, text: `${image.address} is here` }],
    }),
  ];
}
