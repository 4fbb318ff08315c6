/*
 * What the files ask for and the engine cannot do, found before anything is planned, let alone
 * written: an engine that leaves an attribute out without a word would show it as drift for ever.
 */
import { findLacking, toJson, type Diagnostic, type Lack, type Resource } from '../model/index.js';
import { formatPath } from './diff.js';

/** An engine by its name and version, and what it cannot do. */
export interface Abilities {
  /** `docker 20.10.24 (API 1.41)`. */
  readonly name: string;
  readonly lacks: readonly Lack[];
}

export function checkAbilities(
  resources: readonly Resource[],
  { name, lacks }: Abilities,
): readonly Diagnostic[] {
  return resources.flatMap((resource) =>
    findLacking(resource.kind, toJson(resource.spec), lacks).map(({ lack, path }): Diagnostic => {
      const text = formatPath(path);
      const places = path.map((_, index) => formatPath(path.slice(0, path.length - index)));
      const span = places.flatMap((place) => resource.spans[place] ?? [])[0] ?? resource.span;
      return {
        code: 'unsupported-attribute',
        severity: 'error',
        summary: `${name} cannot do \`${text}\` of ${resource.address}`,
        detail: `It ${lack.why}. Leave the attribute out, or use another engine. Nothing has been changed.`,
        span,
      };
    }),
  );
}
