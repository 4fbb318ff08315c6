/*
 * The reference page of what each engine can do: every attribute against every engine, made from the
 * schemas and the tables of the providers.
 */
import { kinds, kindSchemas, type Kind, type Lack, type Schema } from '../../model/index.js';
import { engineTables } from '../../providers/index.js';

/** Paths of a kind's attributes, those of nested objects by themselves. */
function pathsOf(schema: Schema, prefix: string): readonly string[] {
  if ('properties' in schema) {
    return Object.entries(schema.properties).flatMap(([name, inner]) => {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      return [path, ...pathsOf(inner, path)];
    });
  }
  if ('items' in schema) return pathsOf(schema.items, `${prefix}.*`);
  if ('additionalProperties' in schema && typeof schema.additionalProperties === 'object') {
    return pathsOf(schema.additionalProperties, `${prefix}.*`);
  }
  return [];
}

/** Paths of all attributes of a kind, in order. */
export const attributePaths = (kind: Kind): readonly string[] => pathsOf(kindSchemas[kind], '');

/** Whether what is said of a path is said of this one, too: it is the same, or below it. */
export function covers(
  { kind: saidOf, path: above }: { readonly kind: Kind; readonly path: string },
  kind: Kind,
  path: string,
): boolean {
  return saidOf === kind && (path === above || path.startsWith(`${above}.`));
}

/** What one engine does of an attribute. */
function cell(lacks: readonly Lack[], kind: Kind, path: string): string {
  const lack = lacks.find((one) => covers(one, kind, path));
  if (!lack) return 'yes';
  const can = lack.except?.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  return can === undefined ? `no: ${lack.why}` : `only ${can}`;
}

/** The page, as Markdown. */
export async function enginesPage(): Promise<string> {
  const { dockerSince, podman, podmanUntold, embedded } = await engineTables();
  const onPodman = (kind: Kind, path: string): string => {
    const can = cell(podman, kind, path);
    const untold = podmanUntold.find((one) => covers(one, kind, path));
    if (can.startsWith('no') || !untold) return can;
    return untold.whileRunning ? `${can}; told while it runs` : `${can}; untold`;
  };
  const sections = kinds.flatMap((kind) => [
    '',
    `## ${kind}`,
    '',
    '| attribute | Docker | Podman | embedded |',
    '|---|---|---|---|',
    ...attributePaths(kind).map((path) => {
      const since = dockerSince[`${kind}.${path}`] ?? 'yes';
      const others = [onPodman(kind, path), cell(embedded, kind, path)];
      return `| \`${path}\` | ${[since, ...others].join(' | ')} |`;
    }),
  ]);
  return [
    '# Engines',
    '',
    'Which engine can do which attribute. This page is generated from the schemas and from the tables',
    'of the providers; do not edit it. Docker is supported from 20.10 (API 1.41); where a later one is',
    'needed, it is named. What an engine cannot do is the error',
    '[`unsupported-attribute`](../diagnostics/unsupported-attribute.md), before anything is changed.',
    '',
    'Links between containers (`--link`) are not to be had on any engine: containers on one network',
    'reach each other by name.',
    '',
    'What stands as *untold* Podman has and does not report: there it is as the record says, a change of',
    'it by hand is not seen, and each change in the files makes the container anew. Everything else that',
    'a hand changes is seen: a test changes each attribute by hand on two releases of Docker and of',
    'Podman, and looks that it is shown, and nothing else.',
    ...sections,
    '',
  ].join('\n');
}
