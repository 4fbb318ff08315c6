/* Further names of images: each can be one, and leads to one image. */
import { parseImageName, tagsOf, type Diagnostic, type Resource } from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { alsoHere, clashes, placeOf, type Holder } from './clashes.js';

/** Checks the further names of all images. */
export function checkTags(resources: readonly Resource[]): Diagnostic[] {
  const holders = resources.flatMap((resource): readonly Holder<string>[] =>
    resource.kind !== 'image'
      ? []
      : (resource.spec.tags ?? []).map((value, index) => ({
          value,
          address: resource.address,
          span: placeOf(resource, `tags[${index}]`, 'tags'),
        })),
  );
  return [
    ...holders.flatMap(checkOne),
    ...clashes(holders, (tag) => tagsOf([tag]).join())
      .filter(([earlier, later]) => earlier.address !== later.address)
      .map(([earlier, later]) =>
        diagnose('name-clash', later.span, {
          summary: `${earlier.address} and ${later.address} are both to be named ${later.value}`,
          labels: alsoHere(earlier, later, `${earlier.address} is named so here`),
        }),
      ),
  ];
}

function checkOne({ value, span }: Holder<string>): readonly Diagnostic[] {
  const name = parseImageName(value);
  const refuse = (detail: string): readonly Diagnostic[] => [
    diagnose('invalid-value', span, {
      summary: `${JSON.stringify(value)} is no name that an image can be given`,
      detail,
    }),
  ];
  if (!name) return refuse('It is like `team/app:1.4`, or `registry.example.org/team/app`.');
  // Podman says it for what every other engine calls by the rest alone.
  return name.host === 'localhost'
    ? refuse(
        'Leave `localhost/` out: what has no host is made here. One with a port is a registry.',
      )
    : [];
}
